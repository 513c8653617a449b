"""A layout from outside as the start of a search."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.intervals import Ints
from mobilier.nest.engine.squeeze import Squeeze
from mobilier.nest.layout import Layout, Placement
from mobilier.nest.problem import Problem

REPAIR = 20_000
"""Moves to part what rounding to the lattice made overlap."""


def arrange_layouts(problem: Problem, layouts: Sequence[Layout]) -> Arrangement | None:
    """Return layouts on the lattice of a job, repaired; None when they are not of this job."""
    names = [s.name for s in problem.stock]
    index = {i.id: k for k, i in enumerate(problem.items)}
    rows, kinds = [], []
    for number, layout in enumerate(layouts):
        if layout.sheet.name not in names:
            return None
        kinds.append(names.index(layout.sheet.name))
        for p in layout.placements:
            row = _row(problem, index, kinds[-1], p)
            if row is None:
                return None
            rows.append((row[0], number, *row[1:]))
    units = np.array(sorted(rows), dtype=np.int64).reshape(-1, 5)
    count = np.bincount(units[:, 0], minlength=len(problem.items))
    if [int(n) for n in count] != [i.quantity for i in problem.items]:
        return None
    return _repaired(problem, Arrangement(kinds=tuple(kinds), units=units))


def _row(
    problem: Problem, index: dict[str, int], kind: int, p: Placement
) -> tuple[int, int, int, int] | None:
    """Return item, pose, column and row of a placement."""
    if p.part not in index:
        return None
    k, t = index[p.part], problem.tables.lattice
    x0, y0, x1, y1 = problem.items[k].region.transformed(p.transform).bounds
    best: tuple[float, int] | None = None
    for o in range(problem.tables.pose_of[k], problem.tables.pose_of[k + 1]):
        pose = t.poses[o]
        by = (pose.width - (x1 - x0)) / 2, (pose.height - (y1 - y0)) / 2
        turn = abs((p.angle - pose.angle + 180) % 360 - 180) + (400 if p.flipped != pose.flipped else 0)
        off = abs(by[0] - by[1])
        if off < 0.02 and t.most_x[kind, o] >= 0 and (best is None or (turn, o) < best):
            best = (turn, o)
    if best is None:
        return None
    o = best[1]
    zero = t.origin[kind]
    grown = (t.poses[o].width - (x1 - x0)) / 2
    x = round((x0 - grown - zero[0]) / t.step)
    y = round((y0 - grown - zero[1]) / t.step)
    return (k, o, min(max(x, 0), int(t.most_x[kind, o])), min(max(y, 0), int(t.most_y[kind, o])))


def _repaired(problem: Problem, found: Arrangement) -> Arrangement | None:
    """Part what overlaps on each sheet; None when it cannot be parted in place."""
    units: Ints = found.units.copy()
    stop = np.zeros(1, dtype=np.uint8)
    for s, kind in enumerate(found.kinds):
        rows = np.flatnonzero(units[:, 1] == s)
        part = units[rows].copy()
        part[:, 1] = 0
        maps = problem.tables.depth_maps
        maps.need(problem.tables.poses_of(set(part[:, 0].tolist())))
        one = Arrangement(kinds=(kind,), units=part)
        squeeze = Squeeze(problem, maps, one, axis=0, seed=s, stop=stop)
        if not squeeze.repair(REPAIR):
            return None
        units[rows] = squeeze.result().units
        units[rows, 1] = s
    return Arrangement(kinds=found.kinds, units=units)
