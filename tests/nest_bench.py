"""Small problems on a coarse lattice, a slow test whether poses meet, and units to be separated."""

from __future__ import annotations

import itertools

import numpy as np

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.engine.intervals import Intervals, Ints
from mobilier.nest.engine.separation import restore, separate
from mobilier.nest.engine.state import Effort, SheetRooms, Units, scratch_of
from mobilier.nest.layout import Item, Spacing
from mobilier.nest.problem import Problem, whole_problem
from mobilier.profiles.types import Sheet

SHEET = Sheet(name="full", material="m", length=120, width=80)
NO_GAP = Spacing(gap=0.0, margin=(0.0,) * 4)

Ranges = list[tuple[float, float]]


def ranges(shape: Intervals, slab: int) -> Ranges:
    a, b = shape.start[slab], shape.start[slab + 1]
    return list(zip(shape.low[a:b].tolist(), shape.high[a:b].tolist(), strict=True))


def problem_of(sizes: list[tuple[float, float]], spacing: Spacing = NO_GAP) -> Problem:
    items = [
        Item(id=f"p{k}", region=ell(w, h), quantity=1, material="m", rotations=(0.0, 90.0))
        for k, (w, h) in enumerate(sizes)
    ]
    problem = whole_problem(items, [SHEET], spacing)
    return problem.coarser().coarser().coarser().coarser()


def ell(w: float, h: float) -> Region:
    points = [(0, 0), (w, 0), (w, h / 2), (w / 2, h / 2), (w / 2, h), (0, h)]
    return Region(Contour.polygon_of(points))


def meets(problem: Problem, a: tuple[int, int, int], b: tuple[int, int, int]) -> bool:
    """Tell whether two poses (pose, x, y) overlap, by their intervals."""
    shapes, (p, x, y), (q, u, v) = problem.tables.lattice.shapes, a, b
    one, other, step = shapes.intervals(p), shapes.intervals(q), shapes.step
    dx, dy = u - x, v - y
    slabs = range(max(0, -dx), min(len(other.start) - 1, len(one.start) - 1 - dx))
    return any(
        low + dy * step < high_a - 1e-6 and high + dy * step > low_a + 1e-6
        for j in slabs
        for low_a, high_a in ranges(one, j + dx)
        for low, high in ranges(other, j)
    )


class Bench:
    """Units on the first of some sheets, all at the low corner, ready to be separated."""

    def __init__(self, problem: Problem, seed: int = 1, sheets: int = 1) -> None:
        tables, n = problem.tables, len(problem.items)
        lattice, first = tables.lattice, tables.pose_of
        tables.depth_maps.need(range(len(lattice.poses)))
        self.problem = problem
        self.maps = tables.depth_maps.pairs
        self.rooms = SheetRooms(
            most_x=np.repeat(lattice.most_x, sheets, axis=0),
            most_y=np.repeat(lattice.most_y, sheets, axis=0),
            wall=np.repeat(tables.obstacle_maps.begin, sheets, axis=0),
            pitch=np.repeat(lattice.most_y + 1, sheets, axis=0),
            depths=tables.obstacle_maps.depths,
        )
        self.units = Units(
            at=np.zeros((n, 4), dtype=np.int64),
            members=np.zeros((sheets, n), dtype=np.int64),
            filled=np.zeros(sheets, dtype=np.int64),
            slot=np.zeros(n, dtype=np.int64),
            poses=np.column_stack((first[:-1], first[1:])),
            weight=np.ones((n, n), dtype=np.float32),
            random=np.array([seed], dtype=np.uint64),
        )
        start: Ints = np.zeros((n, 4), dtype=np.int64)
        start[:, 0] = first[:-1]
        restore(start, self.units)

    def separate(self, moves: int, stop: bool = False) -> tuple[float, int]:
        effort = Effort(20, 10, 40, 3, moves, np.full(1, stop, dtype=np.uint8))
        return separate(self.units, self.maps, self.rooms, effort, scratch_of(len(self.units.at)))

    def meeting(self) -> list[tuple[int, int]]:
        at = self.units.at.tolist()
        spots = [(o, x, y) for o, _, x, y in at]
        pairs = itertools.combinations(range(len(spots)), 2)
        return [(a, b) for a, b in pairs if at[a][1] == at[b][1] and meets(self.problem, spots[a], spots[b])]
