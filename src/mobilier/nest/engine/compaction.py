"""Exact sliding: parts of one sheet moved together until they touch (at the gap)."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from mobilier.geometry.frame import Transform
from mobilier.nest.engine.intervals import Floats, Ints
from mobilier.nest.engine.lattice import QUARTER, SAGITTA, edges_of, growth
from mobilier.nest.jit import borrowing, compiled
from mobilier.nest.layout import Item, Layout, Spacing
from mobilier.nest.layout_groups import merge_alike, spread_copies
from mobilier.nest.objective import used_share
from mobilier.nest.stock import inner_box, is_plain

PASSES = 4
LAP = 0.2
"""mm. Grown outlines (chords outside their arcs) of parts at the gap may overlap by less."""

BACK = 0.002
"""mm left between parts, so that rounding to a micrometre cannot bring them too near."""


Sides = dict[tuple[str, float, bool], Floats]


@borrowing
def _reach(edges: Floats, a0: int, a1: int, b0: int, b1: int, best: float) -> float:
    """Return how far part a can slide towards −x before it meets part b, at most ``best``."""
    # what meets first is a corner of one part and a side of the other: corners of a, then of b
    for turn in range(2):
        p0, p1, q0, q1 = (a0, a1, b0, b1) if turn == 0 else (b0, b1, a0, a1)
        for p in range(p0, p1):
            x, y = edges[p, 0], edges[p, 1]
            for q in range(q0, q1):
                ya, yb = edges[q, 1], edges[q, 3]
                if y < min(ya, yb) or y > max(ya, yb):
                    continue
                # where the side is at the height of the corner; of a level side the nearer end
                xe = edges[q, 0]
                if yb != ya:
                    xe += (y - ya) / (yb - ya) * (edges[q, 2] - edges[q, 0])
                elif turn == 0:
                    xe = max(xe, edges[q, 2]) if max(xe, edges[q, 2]) <= x else min(xe, edges[q, 2])
                else:
                    xe = min(xe, edges[q, 2]) if min(xe, edges[q, 2]) >= x else max(xe, edges[q, 2])
                # a lap is met at once, what lies behind is not met at all
                d = x - xe if turn == 0 else xe - x
                if -LAP <= d < best:
                    best = d
    return best


@compiled
def slide(edges: Floats, first: Ints, box: Floats, order: Ints, low: float, back: float) -> float:
    """Slide the parts in ``order`` towards −x down to ``low``; return how far they moved in all."""
    moved = 0.0
    # from the low side on: what is before a part has slid already
    for a in order:
        best = box[a, 0] - low
        for b in order:
            # only parts that stand in its way
            if b == a or box[b, 3] < box[a, 1] or box[b, 1] > box[a, 3] or box[b, 0] > box[a, 2]:
                continue
            best = _reach(edges, first[a], first[a + 1], first[b], first[b + 1], best + back) - back
            if best <= back:
                break
        if best > back:
            for p in range(first[a], first[a + 1]):
                edges[p, 0] -= best
                edges[p, 2] -= best
            box[a, 0] -= best
            box[a, 2] -= best
            moved += best
    return moved


def compact(layout: Layout, items: Sequence[Item], spacing: Spacing) -> Layout:
    """Return a layout whose parts are slid together along the side that has the offcut."""
    return min(
        _slide_both_ways(layout, items, spacing), key=lambda way: round(used_share(way, items, spacing), 9)
    )


def tidy_sheets(
    layouts: Sequence[Layout], items: Sequence[Item], spacing: Spacing, until: float = math.inf
) -> tuple[Layout, ...]:
    """Return the layouts with the parts of every sheet slid to one corner where that leaves a larger offcut.

    Alike sheets stay alike.  No new sheet is begun once ``time.monotonic()`` is past ``until``.
    """
    out = []
    for layout in merge_alike(layouts):
        ways = _slide_both_ways(layout, items, spacing) if time.monotonic() < until else [layout]
        out.append(
            min(ways, key=lambda way: _measure_waste(way, items, spacing)) if len(ways) > 1 else layout
        )
    return spread_copies(out)


def _slide_both_ways(layout: Layout, items: Sequence[Item], spacing: Spacing) -> list[Layout]:
    """Return a layout as it is, and with its parts slid left then down, and down then left."""
    ways = [layout]
    if not is_plain(layout.sheet, spacing) or not layout.placements:
        return ways
    sides = _sides(layout, items, spacing)
    for axes in ((0, 1, 0), (1, 0, 1)):
        moved = layout
        for axis in axes:
            moved = _slide_along(moved, sides, spacing, axis)
        ways.append(moved)
    return ways


def _measure_waste(layout: Layout, items: Sequence[Item], spacing: Spacing) -> tuple[float, float]:
    """Return how little of use a layout leaves: its share without the offcut, then its largest offcut."""
    from mobilier.nest.offcuts import find_offcuts

    left = find_offcuts([layout], items, spacing, each=1)
    return (round(used_share(layout, items, spacing), 4), -round(left[0].area, 0) if left else 0.0)


def _sides(layout: Layout, items: Sequence[Item], spacing: Spacing) -> Sides:
    """Return the sides of the grown outline of each part, at each angle it lies, about its origin."""
    by = growth(spacing.gap)
    known = {i.id: i for i in items}
    grown = {
        part: known[part].region.polygon(SAGITTA).buffer(by, quad_segs=QUARTER)
        for part in sorted({p.part for p in layout.placements})
    }
    ways = sorted({(p.part, p.angle, p.flipped) for p in layout.placements})
    return {way: edges_of(grown[way[0]], Transform(angle=way[1], flipped=way[2]), (0.0, 0.0)) for way in ways}


def _slide_along(layout: Layout, sides: Sides, spacing: Spacing, axis: int) -> Layout:
    """Return a layout with its parts slid towards the low side of one axis."""
    by = growth(spacing.gap)
    parts = []
    for p in layout.placements:
        edges = sides[p.part, p.angle, p.flipped] + (p.x, p.y, p.x, p.y)
        parts.append(edges if axis == 0 else np.ascontiguousarray(edges[:, [1, 0, 3, 2]]))
    first = np.cumsum([0, *(len(e) for e in parts)]).astype(np.int64)
    # all outlines in one table, the boxes beside it; along y the axes are changed
    edges = np.concatenate(parts)
    box = np.array([[*e[:, :2].min(axis=0), *e[:, :2].max(axis=0)] for e in parts])
    begin = box[:, 0].copy()
    low = inner_box(layout.sheet, spacing)[axis] - by + BACK
    # a part that slid makes room for those after it, so a few passes until little moves
    for _ in range(PASSES):
        order = np.argsort(np.round(box[:, 0], 6), kind="stable")
        if slide(edges, first, box, order, low, BACK) < 0.01:
            break
    placements = []
    for p, shift in zip(layout.placements, (box[:, 0] - begin).tolist(), strict=True):
        placements.append(replace(p, x=p.x + shift) if axis == 0 else replace(p, y=p.y + shift))
    return replace(layout, placements=tuple(placements))
