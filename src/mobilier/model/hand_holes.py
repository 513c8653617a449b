"""Holes that are drilled by hand: what the router does in their place, and how they are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Literal

from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature, Part
from mobilier.wording import Pair, figure, pair

MARK_DEPTH = 1.0
"""mm. A centre as deep as this leads a twist drill (a project constant: docs/sources.md)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HandHole:
    """A hole of a part (``feature``, its index) that no program drills.

    ``mark``: nothing, the ``spot`` of a drill, or a ``cross`` engraved; ``size`` is the diameter of
    the spot or the length of the cross, ``depth`` how deep it goes, mm.
    """

    part: str
    feature: int
    mark: Literal["none", "spot", "cross"] = "none"
    size: float = 0.0
    depth: float = 0.0


def marked(part: Part, holes: Iterable[HandHole]) -> Part:
    """Return a part as the router leaves it: in the place of holes drilled by hand, their marks."""
    by_hand = {h.feature: h for h in holes if h.part == part.id}
    if not by_hand:
        return part
    kept = [f if k not in by_hand else _mark(f, by_hand[k]) for k, f in enumerate(part.features)]
    return replace(part, features=tuple(f for f in kept if f is not None))


def marked_parts(parts: Mapping[str, Part], holes: Iterable[HandHole]) -> dict[str, Part]:
    """Return parts as the router leaves them, by id."""
    every = tuple(holes)
    return {key: marked(part, every) for key, part in parts.items()}


def drilled_by_hand(part: Part, holes: Iterable[HandHole]) -> list[tuple[int, float, float | None]]:
    """Return number, diameter and depth (None: through) of what is drilled in a part, widest first."""
    mine = [part.features[h.feature] for h in holes if h.part == part.id]
    count = Counter((round(f.circle[2], 3), f.depth) for f in mine)
    return [(count[key], *key) for key in sorted(count, key=lambda k: (-k[0], k[1] or 0.0))]


def hole_words(count: int, diameter: float, depth: float | None) -> Pair:
    """Return holes of a kind in words: 4 × Ø 4.5 right through."""
    how = pair("hand.through") if depth is None else pair("hand.deep", depth=depth)
    return (
        f"{count} × Ø {figure(diameter, 'en')} {how[0]}",
        f"{count} × Ø {figure(diameter, 'fr')} {how[1]}",
    )


def _mark(hole: Feature, by_hand: HandHole) -> Feature | None:
    if hole.kind != "hole":
        return hole
    x, y, _ = hole.circle
    r = by_hand.size / 2
    if by_hand.mark == "spot":
        spot = Contour.circle(x, y, by_hand.size)
        return Feature(kind="hole", why=hole.why, contours=(spot,), depth=by_hand.depth)
    if by_hand.mark == "cross":
        strokes = (((x - r, y), (x + r, y)), ((x, y - r), (x, y + r)))
        return Feature(kind="engraving", why=hole.why, strokes=strokes, depth=by_hand.depth)
    return None
