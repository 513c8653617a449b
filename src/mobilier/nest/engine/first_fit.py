"""First fit on the lattice: parts in a given order, each at the first place that is free.

Sheets are columns of occupied runs; a part goes on the first open sheet with room for it, at
the pose and place of least right-hand edge.  Deterministic, native to holes and obstacles.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mobilier.nest.engine.intervals import Bytes, Floats, Ints, forbid
from mobilier.nest.engine.lattice import Lattice
from mobilier.nest.jit import compiled, inner

RUNS = 40
"""Occupied runs a column can hold; more are joined (the gap between them is given up)."""


@inner
def _row(
    x: int, slab: int, columns: int, rows: int, start: Ints, low: Floats, high: Floats,
    used: Ints, occ_low: Floats, occ_high: Floats, blocked: Bytes, marks: NDArray[np.int32], step: float,
) -> int:  # fmt: skip
    """Return the lowest free row of a pose in lattice column x, −1 when there is none."""
    for y in range(rows + 2):
        marks[y] = 0
    for j in range(columns):
        c = x + j
        for p in range(start[slab + j], start[slab + j + 1]):
            for q in range(used[c]):
                forbid(
                    marks[: rows + 2], occ_low[c, q], occ_high[c, q], low[p], high[p], step, int(np.int64(0))
                )
    depth = 0
    for y in range(rows + 1):
        depth += marks[y]
        if depth == 0 and (blocked.shape[0] == 0 or blocked[x, y] == 0):
            return y
    return -1


@inner
def _tight(x: int, slab: int, columns: int, tall: Floats, room: Floats) -> int:
    """Return the last slab whose longest run cannot fit in its column, −1 when all can."""
    for j in range(columns - 1, -1, -1):
        if tall[slab + j] > room[x + j] + 1e-6:
            return j
    return -1


@inner
def scan(
    x: int, last: int, rows: int, slab: int, columns: int, start: Ints, low: Floats, high: Floats,
    tall: Floats, used: Ints, occ_low: Floats, occ_high: Floats, room: Floats, blocked: Bytes,
    marks: NDArray[np.int32], step: float,
) -> tuple[int, int]:  # fmt: skip
    """Return the first free column from x on and its lowest row; column last + 1: none."""
    while x <= last:
        if _tight(x, slab, columns, tall, room) < 0:
            y = _row(x, slab, columns, rows, start, low, high, used, occ_low, occ_high, blocked, marks, step)
            if y >= 0:
                return x, y
        x += 1
    return x, -1


@inner
def occupy(
    x: int, y: int, slab: int, columns: int, start: Ints, low: Floats, high: Floats, used: Ints,
    occ_low: Floats, occ_high: Floats, room: Floats, step: float, close: float, height: float,
) -> None:  # fmt: skip
    """Add the runs of a pose at (x, y) to the columns of a sheet."""
    for j in range(columns):
        c = x + j
        for p in range(start[slab + j], start[slab + j + 1]):
            _insert(occ_low[c], occ_high[c], used, c, y * step + low[p], y * step + high[p], close)
        room[c] = _longest(occ_low[c], occ_high[c], used[c], height)


@inner
def _insert(lows: Floats, highs: Floats, used: Ints, c: int, low: float, high: float, close: float) -> None:
    """Add a run, joined with those it touches; a full column joins it with its neighbour."""
    n = used[c]
    a = 0
    while a < n and highs[a] < low - close:
        a += 1
    b = a
    while b < n and lows[b] <= high + close:
        low = min(low, lows[b])
        high = max(high, highs[b])
        b += 1
    if a == b and n == len(lows):
        a = min(a, n - 1)
        b = a + 1
        low = min(low, lows[a])
        high = max(high, highs[a])
    shift = 1 - (b - a)
    if shift > 0:
        for k in range(n - 1, b - 1, -1):
            lows[k + 1] = lows[k]
            highs[k + 1] = highs[k]
    elif shift < 0:
        for k in range(b, n):
            lows[k + shift] = lows[k]
            highs[k + shift] = highs[k]
    lows[a] = low
    highs[a] = high
    used[c] = n + shift


@inner
def _longest(lows: Floats, highs: Floats, n: int, height: float) -> float:
    """Return the longest free stretch of a column."""
    best = 0.0
    top = 0.0
    for k in range(n):
        best = max(best, lows[k] - top)
        top = max(top, highs[k])
    return max(best, height - top)


@inner
def _best_on(
    kind: int, first_pose: int, end_pose: int, left: float, most_x: Ints, most_y: Ints, size: Ints,
    area: Floats, first: Ints, start: Ints, low: Floats, high: Floats, tall: Floats, block_at: Ints,
    blocks: Bytes,
    cursor: Ints, used: Ints, occ_low: Floats, occ_high: Floats, room: Floats,
    marks: NDArray[np.int32], step: float, by_row: bool,
) -> tuple[int, int, int]:  # fmt: skip
    """Return pose, column and row of the first place of an item on a sheet, pose −1: none."""
    best = np.inf
    spot = (-1, 0, 0)
    for o in range(first_pose, end_pose):
        if most_x[kind, o] < 0 or area[o] > left + 1e-6:
            continue
        blocked = blocks[:0].reshape((0, 1))
        if block_at[kind, o] >= 0:
            w, h = most_x[kind, o] + 1, most_y[kind, o] + 1
            blocked = blocks[block_at[kind, o] : block_at[kind, o] + w * h].reshape((w, h))
        x, y = scan(cursor[o], most_x[kind, o], most_y[kind, o], first[o], size[o, 0], start, low, high,
                    tall, used, occ_low, occ_high, room, blocked, marks, step)  # fmt: skip
        cursor[o] = x
        if y < 0:
            continue
        key = x * 4096.0 + y if by_row else (x + size[o, 0]) * 4096.0 + y + size[o, 1]
        if key < best:
            best = key
            spot = (o, x, y)
    return spot


@compiled
def first_fit(
    order: Ints, pose_of: Ints, kinds: Ints, most_x: Ints, most_y: Ints, size: Ints, area: Floats,
    first: Ints, start: Ints, low: Floats, high: Floats, tall: Floats, block_at: Ints, blocks: Bytes,
    step: float, close: float, by_row: bool, out: Ints, stop: Bytes, heights: Floats, used: Ints,
    occ_low: Floats, occ_high: Floats, room: Floats, cursor: Ints, left: Floats, marks: NDArray[np.int32],
) -> int:  # fmt: skip
    """Lay the items of ``order`` on the sheets ``kinds`` (in that order); return sheets opened.

    ``pose_of`` (items + 1) bounds the poses of each item; ``out`` (order, 4) receives sheet,
    pose, x, y, or sheet −1 for a part that found no room.  The state of the sheets: runs
    ``used`` (sheets, columns) with ``occ_low`` and ``occ_high``, longest free stretch ``room``, first
    column worth trying ``cursor`` (sheets, poses), area ``left``; ``marks`` is scratch.
    """
    opened = 0
    for n in range(len(order)):
        if stop[0]:
            return -1
        item = order[n]
        out[n, 0] = -1
        for s in range(len(kinds)):
            k = kinds[s]
            o, x, y = _best_on(k, pose_of[item], pose_of[item + 1], left[s], most_x, most_y, size, area,
                               first, start, low, high, tall, block_at, blocks, cursor[s], used[s],
                               occ_low[s], occ_high[s], room[s], marks, step, by_row)  # fmt: skip
            if o < 0:
                continue
            out[n, 0], out[n, 1], out[n, 2], out[n, 3] = s, o, x, y
            occupy(x, y, first[o], size[o, 0], start, low, high, used[s], occ_low[s], occ_high[s],
                   room[s], step, close, heights[k])  # fmt: skip
            left[s] -= area[o]
            opened = max(opened, s + 1)
            break
    return opened


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Where each unit (one copy of an item) lies: rows (item, sheet, pose, x, y), and the sheets."""

    kinds: tuple[int, ...]
    units: Ints

    @property
    def missing(self) -> Ints:
        """Items that found no room."""
        return np.asarray(self.units[self.units[:, 1] < 0, 0])


class FirstFit:
    """The tables of one job, ready to lay any order of its parts."""

    def __init__(self, lattice: Lattice, pose_of: Ints, boxes: Floats, close: float) -> None:
        """``boxes`` (kinds, 2): grown width and height of each kind of sheet, mm."""
        self.lattice = lattice
        self.pose_of = pose_of
        self.close = close
        self.heights = np.ascontiguousarray(boxes[:, 1])
        self.columns = int(np.ceil(boxes[:, 0].max() / lattice.step)) + 1
        # a covered slab may be up to a step larger than the part at each end
        self.areas = boxes[:, 0] * boxes[:, 1] * 1.05
        self.block_at = np.full((len(boxes), len(lattice.poses)), -1, dtype=np.int64)
        parts: list[Bytes] = []
        total = 0
        for (kind, pose), field in sorted(lattice.blocked.items()):
            self.block_at[kind, pose] = total
            parts.append(field.ravel())
            total += field.size
        self.blocks = np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint8)

    def lay(
        self, order: Ints, kinds: Ints, *, by_row: bool = False, stop: Bytes | None = None
    ) -> Arrangement | None:
        """Lay items in ``order`` (item indices) on sheets of ``kinds``; None when stopped."""
        t = self.lattice
        sheets, columns = len(kinds), self.columns
        out = np.zeros((len(order), 4), dtype=np.int64)
        flag = np.zeros(1, dtype=np.uint8) if stop is None else stop
        opened = first_fit(
            order, self.pose_of, kinds, t.most_x, t.most_y, t.size, t.area, t.first, t.start, t.low, t.high,
            t.tall, self.block_at, self.blocks, t.step, self.close, by_row, out, flag, self.heights,
            np.zeros((sheets, columns), dtype=np.int64), np.zeros((sheets, columns, RUNS)),
            np.zeros((sheets, columns, RUNS)), np.repeat(self.heights[kinds][:, None], columns, axis=1),
            np.zeros((sheets, len(t.poses)), dtype=np.int64), self.areas[kinds],
            np.zeros(int(t.most_y.max()) + 3, dtype=np.int32),
        )  # fmt: skip
        if opened < 0:
            return None
        return Arrangement(kinds=tuple(int(k) for k in kinds[:opened]), units=np.column_stack((order, out)))
