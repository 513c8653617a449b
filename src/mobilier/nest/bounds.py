"""Numbers of sheets that no layout can beat.

Area: parts against usable sheets.  Ring: parts grown by half the gap against the usable box
grown as much (what must stay free round a part counts).  Clique: parts no two of which fit
one sheet together, each needs its own.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.engine.intervals import Offset, mark_meetings
from mobilier.nest.engine.lattice import Lattice, lattice_of
from mobilier.nest.layout import Item, Spacing
from mobilier.nest.objective import prices
from mobilier.nest.stock import SLACK, angles_on, inner_box, size_at
from mobilier.profiles.types import Sheet

LARGE = 0.15
"""Share of the largest sheet from which the box of a part is tried in the clique."""

MOST = 24
"""Types tried in the clique, largest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bound:
    """Lower bounds in sheets of the largest kind; ``sheets`` is the strongest, rounded up.

    ``cost`` is a cost no layouts can beat, 0 where none is known (see
    :func:`mobilier.nest.objective.cost_of`).
    """

    area: float
    ring: float
    clique: int
    cost: float
    members: tuple[str, ...] = ()  # ids of the parts of the clique

    @property
    def sheets(self) -> int:
        """The number of sheets no layout can beat."""
        return max(math.ceil(self.ring - 1e-9), math.ceil(self.area - 1e-9), self.clique)


def bound_of(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> Bound:
    """Return lower bounds on the sheets that ``items`` need."""
    items = [i for i in items if i.quantity]
    if not items:
        return Bound(area=0.0, ring=0.0, clique=0, cost=0.0)
    net = sum(i.quantity * i.region.area for i in items)
    boxes = [inner_box(s, spacing) for s in stock]
    room = [(b[2] - b[0]) * (b[3] - b[1]) for b in boxes]
    size, members = clique(items, stock, spacing)
    ring = ring_of(items, stock, spacing)
    cost = 0.0
    if len(stock) == 1 and stock[0].quantity is None:
        reach = _shortest([i for i in items if i.id in members], stock[0], spacing)
        by_clique = size - 1 + reach if size > 1 else 0.0
        cost = prices(stock)[0] * max(by_clique, _ring_floor(ring, stock[0], spacing))
    return Bound(area=net / max(room), ring=ring, clique=size, cost=cost, members=members)


def ring_of(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> float:
    """Return the area of grown parts in grown sheets of the largest kind."""
    # chords of a grown corner lie inside it: the ring is counted short, never long
    grown = sum(
        i.quantity * float(i.region.polygon(0.01).buffer(spacing.gap / 2, quad_segs=4).area)
        for i in items
        if i.quantity
    )
    boxes = [inner_box(s, spacing) for s in stock]
    return grown / max((b[2] - b[0] + spacing.gap) * (b[3] - b[1] + spacing.gap) for b in boxes)


def _shortest(items: Sequence[Item], sheet: Sheet, spacing: Spacing) -> float:
    """Return the least used share of a sheet that holds one of ``items`` at its low corner.

    Where every sheet must hold one of a clique, the one with the offcut is used so far at least.
    """
    least = 1.0
    left, front, right, back = spacing.margin
    for item in items:
        for angle in angles_on(item, sheet):
            w, h = size_at(item, angle)
            if w <= sheet.length - left - right + SLACK and h <= sheet.width - front - back + SLACK:
                least = min(least, (w + left + right) / sheet.length, (h + front + back) / sheet.width)
    return least


def _ring_floor(ring: float, sheet: Sheet, spacing: Spacing) -> float:
    """Return the used sheets the ring bound asks for: the margins count as used.

    n − 1 sheets and a used share s hold at most n − 1 + s grown sheets of grown parts.
    """
    n = math.floor(ring - 1e-9)
    part = ring - n
    x0, y0, x1, y1 = inner_box(sheet, spacing)
    along = (part * (x1 - x0 + spacing.gap) - spacing.gap) / sheet.length
    across = (part * (y1 - y0 + spacing.gap) - spacing.gap) / sheet.width
    return n + max(0.0, min(along, across))


def clique(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> tuple[int, tuple[str, ...]]:
    """Return the size of a set of parts no two of which fit on one sheet together, and its parts."""
    large = _large(items, stock, spacing)
    if not large:
        return 1, ()
    step = max(min(s.length, s.width) for s in stock) / 256
    # Rounding to the lattice moves parts by ≤ step/√2, slabs lose < step: shrink by as much.
    shrunk = replace(spacing, gap=spacing.gap - 2 * step * (1 + math.sqrt(0.5)) / 2 - 0.2)
    lattice = lattice_of(large, [s.model_copy(update={"outline": (), "defects": ()}) for s in stock],
                         replace(shrunk, keep_out=()), step)  # fmt: skip
    n = len(large)
    apart = np.zeros((n, n), dtype=bool)
    # pairs that no sheet holds together; a type may be apart from itself
    for a in range(n):
        for b in range(a, n):
            apart[a, b] = apart[b, a] = not _together(lattice, a, b, stock, shrunk)
    weight = [item.quantity if apart[k, k] else 1 for k, item in enumerate(large)]
    best, chosen = _heaviest(apart, weight)
    return max(1, best), tuple(large[k].id for k in chosen)


def _large(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> list[Item]:
    boxes = [inner_box(s, spacing) for s in stock]
    room = max((b[2] - b[0]) * (b[3] - b[1]) for b in boxes)

    def box(item: Item) -> float:
        x0, y0, x1, y1 = item.region.bounds
        return (x1 - x0) * (y1 - y0)

    large = [i for i in items if box(i) >= LARGE * room and i.rotations is not None]
    return sorted(large, key=lambda i: (-box(i), i.id))[:MOST]


def _together(lattice: Lattice, a: int, b: int, stock: Sequence[Sheet], spacing: Spacing) -> bool:
    """Tell whether two parts may share a sheet (False is a proof that they cannot)."""
    step = lattice.step
    for kind, sheet in enumerate(stock):
        x0, y0, x1, y1 = inner_box(sheet, spacing)
        for p, pose in enumerate(lattice.poses):
            if pose.item != a or lattice.most_x[kind, p] < 0:
                continue
            for q, other in enumerate(lattice.poses):
                if other.item != b or lattice.most_x[kind, q] < 0:
                    continue
                w, h = x1 - x0 + spacing.gap + 2 * step, y1 - y0 + spacing.gap + 2 * step
                dx = (math.floor((pose.width - w) / step), math.ceil((w - other.width) / step))
                dy = (math.floor((pose.height - h) / step), math.ceil((h - other.height) / step))
                if _free(lattice, p, q, dx, dy):
                    return True
    return False


def _free(lattice: Lattice, p: int, q: int, dx: tuple[int, int], dy: tuple[int, int]) -> bool:
    """Tell whether some offset in the given ranges keeps two poses apart."""
    if dx[0] > dx[1] or dy[0] > dy[1]:
        return False
    shapes, size = lattice.shapes, lattice.shapes.size
    beside = -dx[0] >= size[q, 0] or dx[1] >= size[p, 0]
    if beside or -dy[0] >= size[q, 1] or dy[1] >= size[p, 1]:
        return True
    # else every offset is looked at
    out = np.zeros((dx[1] - dx[0] + 1, dy[1] - dy[0] + 1), dtype=np.uint8)
    mark_meetings(shapes.intervals(p), shapes.intervals(q), Offset(dx[0], dy[0]), out, shapes.step)
    return bool((out == 0).any())


def _heaviest(
    apart: np.ndarray[tuple[int, int], np.dtype[np.bool_]], weight: Sequence[int]
) -> tuple[int, tuple[int, ...]]:
    """Return the weight of the heaviest set of types that are pairwise apart, and the set."""
    best: tuple[int, tuple[int, ...]] = (0, ())

    def grow(total: int, chosen: tuple[int, ...], rest: list[int]) -> None:
        nonlocal best
        if total > best[0]:
            best = (total, chosen)
        # branch and bound: not even all that is left would beat the best
        for k, v in enumerate(rest):
            if total + sum(weight[u] for u in rest[k:]) <= best[0]:
                return
            grow(total + weight[v], (*chosen, v), [u for u in rest[k + 1 :] if apart[v, u]])

    grow(0, (), list(range(len(weight))))
    return best
