"""What was in a drawing: entities read and left out, each by name and reason, so that the sums agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

Reason = Literal["hidden", "paper", "tilted", "debris", "clipped", "kind", "construction", "empty"]
"""Why an entity was left out (the words are those of ``plan.left.*`` in the catalogue).

``hidden``: on a layer that is off or frozen, or invisible itself.  ``paper``: on a paper space tab.
``tilted``: in another plane than the drawing.  ``debris``: of no length or radius.  ``clipped``: a block
with a clipping path.  ``kind``: nothing that a router follows.  ``construction``: on DEFPOINTS.
``empty``: a text without letters, a block without entities.
"""


@dataclass(frozen=True, slots=True, order=True)
class LeftOut:
    """Entities of one kind, layer and reason that were not read; ``handle`` is that of the first."""

    why: Reason
    kind: str
    layer: str
    count: int
    handle: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Every entity of a file: read, by kind, and left out.  ``total`` is the sum of both."""

    read: tuple[tuple[str, int], ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    @property
    def total(self) -> int:
        """How many entities there were."""
        return sum(n for _, n in self.read) + sum(row.count for row in self.left_out)


class Tally:
    """A ledger while the file is read."""

    def __init__(self) -> None:
        self._read: Counter[str] = Counter()
        self._left: Counter[tuple[Reason, str, str]] = Counter()
        self._first: dict[tuple[Reason, str, str], str] = {}

    def read(self, kind: str) -> None:
        """Note an entity that was read."""
        self._read[kind] += 1

    def leave(self, why: Reason, kind: str, layer: str, handle: str = "", count: int = 1) -> None:
        """Note entities that are left out."""
        key = (why, kind, layer)
        self._left[key] += count
        self._first.setdefault(key, handle)

    @property
    def ledger(self) -> Ledger:
        """The finished ledger, in a fixed order."""
        rows = (LeftOut(*key, count=n, handle=self._first[key]) for key, n in self._left.items())
        return Ledger(read=tuple(sorted(self._read.items())), left_out=tuple(sorted(rows)))


def kinds_of(rows: Iterable[LeftOut]) -> str:
    """Return what rows hold as a person lists it: 2 POINT on NOTES, 1 INSERT on 0."""
    return ", ".join(f"{r.count} {r.kind} ({r.layer})" for r in rows)
