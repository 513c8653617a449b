"""How the user wants the parts laid: a layout to go on from, pins, runs, pieces apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mobilier.errors import NestError, refuse
from mobilier.geometry.frame import Transform
from mobilier.nest.layout import Item, Layout, Spacing
from mobilier.nest.layout_groups import spread_copies
from mobilier.profiles.types import Sheet
from mobilier.wording import hint

if TYPE_CHECKING:
    from mobilier.nest.constraints import GrainRun, Pin

ANGLES: Mapping[str | None, tuple[float, ...]] = {
    "x": (0.0, 180.0),
    "y": (90.0, 270.0),
    None: (0.0, 90.0, 180.0, 270.0),
}
"""Degrees a part may be turned on a sheet whose grain runs along x, by the part's own grain."""

_FIGURE = r"-?\d+(?:\.\d+)?"
_PIN = re.compile(
    rf"(?P<part>[^@]+)@(?P<x>{_FIGURE}),(?P<y>{_FIGURE})(?:,(?P<angle>{_FIGURE}))?(?:#(?P<number>[1-9]\d*))?"
)
_RUN = re.compile(r"(?P<parts>[^+:]+(?:\+[^+:]+)+)(?::(?P<along>[xy]))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked of the sheets beside the parts.

    ``start``: layouts of the same job to go on from; ``keep``: take them as they are.
    ``pins``: ``PART@X,Y[,ANGLE][#SHEET]``, the low corner of the part as it lies, mm and
    degrees, on the n-th sheet of its board.  ``runs``: ``PART+PART[:x|y]``, parts cut in a row,
    along the grain of the first where no axis is named.  ``apart``: pieces share no sheet.
    """

    start: tuple[Layout, ...] = ()
    keep: bool = False
    pins: tuple[str, ...] = ()
    runs: tuple[str, ...] = ()
    apart: bool = False


def check_wishes(wishes: Wishes, known: Mapping[str, int]) -> None:
    """Refuse pins and runs that cannot be read or name parts that are not there (quantity by id).

    Raises:
        NestError: a word that is not understood; the message says what to write.
    """
    used: Counter[str] = Counter()
    named = [(f"--pin {text}", (_pin(text)["part"],)) for text in wishes.pins]
    named += [(f"--run {text}", tuple(_run(text)["parts"].split("+"))) for text in wishes.runs]
    for where, parts in named:
        for part in parts:
            used[part] += 1
            if part not in known:
                raise NestError.of("unknown-part", where, part=part, hint=hint(part, known))
            if used[part] > known[part]:
                raise NestError.of(
                    "too-many-wishes", where, part=part, times=used[part], quantity=known[part]
                )


def _pin(text: str) -> re.Match[str]:
    return _read(_PIN, "--pin", text, "PART@X,Y[,ANGLE][#SHEET]", "C01@40,20,90#2")


def _run(text: str) -> re.Match[str]:
    return _read(_RUN, "--run", text, "PART+PART[+PART…][:x|y]", "C12+C13:y")


def _read(pattern: re.Pattern[str], flag: str, text: str, form: str, example: str) -> re.Match[str]:
    found = pattern.fullmatch(text.strip())
    if found is None:
        raise NestError.of("bad-wish", f"{flag} {text}", form=form, example=example)
    return found


def pins_on(wishes: Wishes, items: Sequence[Item], stock: Sequence[Sheet]) -> tuple[Pin, ...]:
    """Return the pins of parts of one board, on the first kind of its sheets."""
    from mobilier.nest.constraints import Pin

    known = {i.id: i for i in items}
    out = []
    for found in map(_pin, wishes.pins):
        if found["part"] not in known:
            continue
        x, y, angle = (float(found[k] or 0) for k in ("x", "y", "angle"))
        low = known[found["part"]].region.transformed(Transform(0, 0, angle)).bounds
        out.append(
            Pin(
                part=found["part"],
                sheet=stock[0].name,
                number=int(found["number"] or 1),
                x=x - low[0],
                y=y - low[1],
                angle=angle,
            )
        )
    return tuple(out)


def runs_on(wishes: Wishes, items: Sequence[Item]) -> tuple[GrainRun, ...]:
    """Return the runs of parts of one board.

    Raises:
        NestError: a run over two boards.
    """
    from mobilier.nest.constraints import GrainRun

    known = {i.id: i for i in items}
    out: list[GrainRun] = []
    for text in wishes.runs:
        found = _run(text)
        parts = tuple(found["parts"].split("+"))
        inside = [p for p in parts if p in known]
        if inside and len(inside) < len(parts):
            raise NestError.of("run-over-boards", f"--run {text}")
        if inside:
            upright = found["along"] == "y" or (
                not found["along"] and known[parts[0]].rotations == ANGLES["y"]
            )
            along: Literal["x", "y"] = "y" if upright else "x"
            out.append(GrainRun(name=f"run {len(out) + 1}", parts=parts, along=along))
    return tuple(out)


def start_on(
    wishes: Wishes, items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing, board: str
) -> tuple[Layout, ...]:
    """Return the layouts to go on from that are of one board, judged.

    Raises:
        NestError: they are of another job, other sheets or other distances.
    """
    from mobilier.nest.judge import validate

    own = spread_copies([x for x in wishes.start if x.sheet.material == board])
    sheets: Mapping[str, Sheet] = {s.name: s for s in stock}
    for layout in own:
        if sheets.get(layout.sheet.name) != layout.sheet:
            raise NestError.of(
                "layout-of-another-job",
                layout.name,
                case="sheet",
                sheet=layout.sheet.name,
                length=layout.sheet.length,
                width=layout.sheet.width,
                board=board,
                stock=", ".join(sheets),
            )
    if own or not wishes.start:
        refuse(validate(own, items, spacing) if own else (), NestError)
        return own
    raise NestError.of("layout-of-another-job", board, case="board")
