"""What is left of the sheets: rectangles worth keeping."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.frame import Transform
from mobilier.nest.engine.intervals import Bytes, intervals_of
from mobilier.nest.engine.lattice import edges_of
from mobilier.nest.jit import compiled
from mobilier.nest.layout import Item, Layout, Spacing
from mobilier.profiles.types import Sheet

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

LEAST = (300.0, 150.0)
"""mm. An offcut smaller than this is waste."""

CELLS = 400
"""Cells along a sheet when empty rectangles are looked for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Offcut:
    """A rectangle of a sheet that no part, kerf, defect or keep-out touches, mm."""

    layout: str
    box: tuple[float, float, float, float]
    sheet: Sheet  # as it goes back to stock

    @property
    def area(self) -> float:
        """Area in mm²."""
        return (self.box[2] - self.box[0]) * (self.box[3] - self.box[1])


@compiled
def largest_rectangle(taken: Bytes) -> tuple[int, int, int, int]:
    """Return the largest rectangle of zeros: first and end row, first and end column."""
    rows, cols = taken.shape
    height = np.zeros(cols + 1, dtype=np.int64)
    stack = np.zeros(cols + 2, dtype=np.int64)
    best = (0, 0, 0, 0)
    most = 0
    # row by row: how many free cells end here in each column, as a skyline …
    for i in range(rows):
        for j in range(cols):
            height[j] = 0 if taken[i, j] else height[j] + 1
        # … and the largest rectangle under it: a stack of columns still rising, closed when it falls
        depth = 0
        for j in range(cols + 1):
            while depth and height[stack[depth - 1]] >= height[j]:
                h = height[stack[depth - 1]]
                depth -= 1
                left = stack[depth - 1] + 1 if depth else 0
                if h * (j - left) > most:
                    most = h * (j - left)
                    best = (i - h + 1, i + 1, left, j)
            stack[depth] = j
            depth += 1
    return best


def find_offcuts(
    layouts: Sequence[Layout],
    items: Sequence[Item],
    spacing: Spacing,
    *,
    least: tuple[float, float] = LEAST,
    each: int = 3,
) -> tuple[Offcut, ...]:
    """Return up to ``each`` usable rectangles of every sheet, largest first.

    Each keeps the gap from parts, reaches the edges of the sheet where nothing is in the way,
    and has sides of at least ``least`` mm (long, short).
    """
    known = {i.id: i for i in items}
    found = []
    for layout in layouts:
        taken, cell = _taken(layout, known, spacing)
        for n in range(1, each + 1):
            i0, i1, j0, j1 = (int(v) for v in largest_rectangle(taken))
            box = (i0 * cell[0], j0 * cell[1], i1 * cell[0], j1 * cell[1])
            wide, high = box[2] - box[0], box[3] - box[1]
            if max(wide, high) < max(least) or min(wide, high) < min(least):
                break
            taken[i0:i1, j0:j1] = 1
            found.append(_offcut(layout, n, box))
    return tuple(found)


def _taken(layout: Layout, known: dict[str, Item], spacing: Spacing) -> tuple[Bytes, tuple[float, float]]:
    """Return which cells of a sheet something touches, and the size of a cell."""
    import shapely

    sheet = layout.sheet
    cell = sheet.length / CELLS
    rows = max(1, math.floor(sheet.width / cell))
    size = (cell, sheet.width / rows)
    shapes: list[BaseGeometry] = [
        shapely.Polygon(known[p.part].region.transformed(p.transform).outer.flattened(0.05)).buffer(
            spacing.gap + 0.05
        )
        for p in layout.placements
    ]
    shapes += [shapely.Polygon(d) for d in sheet.defects]
    whole = shapely.box(0, 0, sheet.length, sheet.width)
    if sheet.outline:
        shapes.append(whole.difference(shapely.Polygon(sheet.outline)))
    taken = np.zeros((CELLS, rows), dtype=np.uint8)
    for shape in shapes:
        edges = edges_of(shape.intersection(whole), Transform(), (0.0, 0.0))
        if len(edges):
            _mark(taken, edges, size)
    return taken, size


def _mark(
    taken: Bytes, edges: np.ndarray[tuple[int, ...], np.dtype[np.float64]], size: tuple[float, float]
) -> None:
    start, low, high = intervals_of(edges, CELLS, size[0], 0.0)
    for i in range(CELLS):
        for k in range(start[i], start[i + 1]):
            taken[i, max(0, math.floor(low[k] / size[1] + 1e-9)) : math.ceil(high[k] / size[1] - 1e-9)] = 1


def _offcut(layout: Layout, n: int, box: tuple[float, float, float, float]) -> Offcut:
    """Return a rectangle as a sheet of the stock, its longer side along x."""
    wide, high = (math.floor(10 * (box[k + 2] - box[k]) + 1e-6) / 10 for k in (0, 1))
    grain = layout.sheet.grain
    if high > wide:
        wide, high = high, wide
        grain = "y" if grain == "x" else "x"
    name = f"{layout.sheet.name}-{layout.name}-{n}"
    sheet = Sheet(
        name=name,
        material=layout.sheet.material,
        length=wide,
        width=high,
        grain=grain,
        quantity=layout.copies,
    )
    return Offcut(layout=layout.name, box=box, sheet=sheet)
