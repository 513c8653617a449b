"""A panel saw: what it is, the strips and columns it cuts, and the list of cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mobilier.nest.layout import Item, Layout, Nesting, Spacing
from mobilier.nest.stock import inner_box


@dataclass(frozen=True, slots=True, kw_only=True)
class Saw:
    """A panel saw: width of its cut and what is trimmed off every edge first, mm."""

    kerf: float
    trim: float = 0.0

    @property
    def spacing(self) -> Spacing:
        """The distances its layouts keep."""
        return Spacing(gap=self.kerf, margin=(self.trim,) * 4)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One straight cut: ``stage`` 1 to 3 (4: trimming), along x or y, centre line ``at`` mm."""

    stage: int
    along: Literal["x", "y"]
    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SawNesting:
    """Layouts for a panel saw and the cuts of each, by layout name, in the order of work."""

    nesting: Nesting
    cuts: dict[str, tuple[Cut, ...]]


@dataclass(frozen=True, slots=True)
class Panel:
    """One way a part may be cut: item, angle, size along the strip and across it."""

    item: int
    angle: float
    long: float
    across: float


@dataclass(frozen=True, slots=True)
class Column:
    """Panels one above the other: where the column begins in its strip, and how wide it is."""

    x: float
    wide: float
    stack: tuple[tuple[int, float], ...]  # panel index, y within the strip


@dataclass(frozen=True, slots=True)
class Strip:
    """Columns side by side, what they use of each item and what that is worth."""

    height: float
    columns: tuple[Column, ...]
    used: tuple[int, ...]  # of each item
    worth: float


class Cuts:
    """Writes the cuts of a sheet in the order of work."""

    def __init__(self, saw: Saw, turned: bool, zero: tuple[float, float]) -> None:
        self.saw, self.turned, self.zero = saw, turned, zero
        self.made: list[Cut] = []

    def _cut(self, stage: int, along_strip: bool, at: float, low: float, high: float) -> None:
        along: Literal["x", "y"] = "x" if along_strip != self.turned else "y"
        u, v = (self.zero[1], self.zero[0]) if along == "x" else self.zero
        at += self.saw.kerf / 2
        self.made.append(Cut(stage=stage, along=along, at=u + at, low=v + low, high=v + high))

    def sheet(self, strips: Sequence[Strip], panels: Sequence[Panel], room: tuple[float, float]) -> None:
        """Cut strips, then each strip's columns, then each column's panels."""
        at = 0.0
        for strip in strips:
            if at + strip.height < room[1] - 1e-6:
                self._cut(1, True, at + strip.height, 0.0, room[0])
            at += strip.height + self.saw.kerf
        at = 0.0
        for strip in strips:
            top = at + strip.height
            for column in strip.columns:
                if column.x + column.wide < room[0] - 1e-6:
                    self._cut(2, False, column.x + column.wide, at, top)
            for column in strip.columns:
                self._column(column, panels, at, top)
            at = top + self.saw.kerf

    def _column(self, column: Column, panels: Sequence[Panel], at: float, top: float) -> None:
        right = column.x + column.wide
        for k, y in column.stack:
            p = panels[k]
            if at + y + p.across < top - 1e-6:
                self._cut(3, True, at + y + p.across, column.x, right)
        for k, y in column.stack:
            p = panels[k]
            if p.long < column.wide - 1e-6:
                self._cut(4, False, column.x + p.long, at + y, at + y + p.across)


def comes_apart(layout: Layout, items: Sequence[Item], cuts: Sequence[Cut], saw: Saw) -> bool:
    """Tell whether the cuts, made in order, leave every part in a rectangle of its own size."""
    known = {i.id: i for i in items}
    pieces = [inner_box(layout.sheet, saw.spacing)]
    for cut in cuts:
        a, b = cut.at - saw.kerf / 2, cut.at + saw.kerf / 2
        axis = 1 if cut.along == "x" else 0
        after = []
        for piece in pieces:
            low, high = piece[1 - axis], piece[3 - axis]
            through = cut.low <= low + 1e-6 and cut.high >= high - 1e-6
            if through and piece[axis] - 1e-6 <= a and b <= piece[axis + 2] + saw.kerf + 1e-6:
                first, second = list(piece), list(piece)
                first[axis + 2], second[axis] = a, b
                after += [tuple(first), tuple(second)]
            else:
                after.append(piece)
        pieces = [(p[0], p[1], p[2], p[3]) for p in after if p[2] - p[0] > 1e-6 and p[3] - p[1] > 1e-6]
    left = [tuple(round(v, 2) for v in p) for p in pieces]
    for p in layout.placements:
        box = tuple(round(v, 2) for v in known[p.part].region.transformed(p.transform).bounds)
        near = [q for q in left if all(abs(u - v) <= 0.02 for u, v in zip(q, box, strict=True))]
        if not near:
            return False
    return True
