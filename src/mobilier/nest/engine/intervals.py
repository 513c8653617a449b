"""Shapes as intervals, and the exact test whether two of them meet on a lattice.

A slab is the stretch of a shape between two neighbouring lattice lines x = i·step and
x = (i+1)·step; its intervals are the y ranges the shape covers anywhere in that stretch, as
exact numbers.  Two shapes placed on lattice points have aligned slabs, so they are apart
when no two intervals of the same stretch overlap: never too close, at most one step too far.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobilier.nest.jit import borrowing, compiled, inner

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Marks = NDArray[np.int32]

TOUCH = 1e-7
"""Lattice steps. Shapes nearer than this touch, they do not overlap."""


class Intervals(NamedTuple):
    """The intervals of one shape: those of slab i are ``start[i]`` … ``start[i + 1]``.

    ``low`` and ``high`` are mm above the lower edge of the shape, rising within a slab.
    """

    start: Ints
    low: Floats
    high: Floats


class Offset(NamedTuple):
    """How far one shape is moved against another, lattice steps."""

    dx: int
    dy: int


@borrowing
def _sort(keys: Floats, others: Floats, count: int) -> None:
    """Sort the first ``count`` keys in place, ``others`` with them (few: by insertion)."""
    for k in range(1, count):
        a, b = keys[k], others[k]
        j = k
        while j > 0 and keys[j - 1] > a:
            keys[j] = keys[j - 1]
            others[j] = others[j - 1]
            j -= 1
        keys[j] = a
        others[j] = b


@inner
def _add_crossings(edges: Floats, x: float, low: Floats, high: Floats, count: int) -> int:
    """Add the y intervals in which the line at ``x`` lies inside the rings of ``edges``."""
    # where the line crosses the rings …
    ys = np.zeros(len(edges))
    n = int(np.int64(0))
    for k in range(len(edges)):
        x0, y0, x1, y1 = edges[k]
        if (x0 <= x) != (x1 <= x):
            ys[n] = y0 + (x - x0) / (x1 - x0) * (y1 - y0)
            n += 1
    # … it enters at every other crossing and leaves at the next (even-odd rule)
    _sort(ys, ys, n)
    for k in range(0, n - 1, 2):
        low[count] = ys[k]
        high[count] = ys[k + 1]
        count += 1
    return count


@inner
def _add_ranges(edges: Floats, x0: float, x1: float, low: Floats, high: Floats, count: int) -> int:
    """Add the y range of each edge within x0 … x1."""
    for k in range(len(edges)):
        ax, ay, bx, by = edges[k]
        if ax > bx:
            ax, ay, bx, by = bx, by, ax, ay
        if bx <= x0 or ax >= x1:
            continue
        # an edge that crosses a line of the slab is cut there
        ya, yb = ay, by
        if bx > ax:
            if ax < x0:
                ya = ay + (x0 - ax) / (bx - ax) * (by - ay)
            if bx > x1:
                yb = ay + (x1 - ax) / (bx - ax) * (by - ay)
        low[count] = min(ya, yb)
        high[count] = max(ya, yb)
        count += 1
    return count


@borrowing
def _join(low: Floats, high: Floats, count: int, close: float) -> int:
    """Sort intervals in place and join those nearer than ``close``; return how many are left."""
    _sort(low, high, count)
    n = 0
    for k in range(count):
        a, b = low[k], high[k]
        if n and a <= high[n - 1] + close:
            high[n - 1] = max(high[n - 1], b)
        else:
            low[n] = a
            high[n] = b
            n += 1
    return n


@inner
def _lengthen(values: Floats, length: int) -> Floats:
    longer = np.zeros(length)
    for k in range(len(values)):
        longer[k] = values[k]
    return longer


@compiled
def intervals_of(edges: Floats, columns: int, step: float, close: float) -> tuple[Ints, Floats, Floats]:
    """Return start (columns + 1), low and high of the :class:`Intervals` of one shape.

    ``edges`` (n, 4) mm are the sides of all rings; gaps narrower than ``close`` mm are filled.
    """
    start = np.zeros(columns + 1, dtype=np.int64)
    low = np.zeros(64 * columns + 64)
    high = np.zeros(64 * columns + 64)
    a = np.zeros(4 * len(edges) + 8)
    b = np.zeros(4 * len(edges) + 8)
    total = 0
    for i in range(columns):
        # all that the shape covers in a slab lies beside an edge in it or on one of its two lines
        count = _add_ranges(edges, i * step, (i + 1) * step, a, b, 0)
        count = _add_crossings(edges, i * step + 1e-9, a, b, count)
        count = _add_crossings(edges, (i + 1) * step - 1e-9, a, b, count)
        count = _join(a, b, count, close)
        if total + count > len(low):
            low = _lengthen(low, 2 * total + count)
            high = _lengthen(high, 2 * total + count)
        for k in range(count):
            low[total] = a[k]
            high[total] = b[k]
            total += 1
        start[i + 1] = total
    return start, low[:total], high[:total]


@borrowing
def forbid(
    marks: Marks, rows: int, there: tuple[float, float], other: tuple[float, float], step: float, base: int
) -> None:
    """Mark the lattice rows at which an interval (``other``) would overlap one already ``there``.

    ``marks`` holds differences over ``rows``: those are forbidden whose sum from the first on is
    not 0.  Row k of the lattice is marks[k + base].
    """
    # rows strictly between touching from below and touching from above
    k0 = int(np.floor((there[0] - other[1]) / step + TOUCH)) + 1 + base
    k1 = int(np.ceil((there[1] - other[0]) / step - TOUCH)) + base
    k0 = max(k0, 0)
    k1 = min(k1, rows)
    if k0 < k1:
        marks[k0] += 1
        marks[k1] -= 1


@compiled
def mark_meetings(a: Intervals, b: Intervals, begin: Offset, out: Bytes, step: float) -> None:
    """Fill out[k, l] with 1 where b, moved by (begin.dx + k, begin.dy + l) steps, meets a."""
    marks = np.zeros(out.shape[1] + 1, dtype=np.int32)
    na, nb = len(a.start) - 1, len(b.start) - 1
    for k in range(out.shape[0]):
        # slab j of b lies on slab j + dx of a: each pair of their intervals forbids some rows
        dx = begin.dx + k
        for m in range(len(marks)):
            marks[m] = 0
        for j in range(max(0, -dx), min(nb, na - dx)):
            for p in range(a.start[j + dx], a.start[j + dx + 1]):
                for q in range(b.start[j], b.start[j + 1]):
                    forbid(marks, out.shape[1], (a.low[p], a.high[p]), (b.low[q], b.high[q]), step, -begin.dy)
        # differences summed up: how many pairs forbid a row
        count = 0
        for m in range(out.shape[1]):
            count += marks[m]
            out[k, m] = 1 if count else 0


@compiled
def deepen(field: Bytes, wall: bool) -> None:
    """Replace each 1 by its distance in steps to the nearest 0 (chamfer 3-4), at most 255.

    Outside the field lies a wall (no way out) or free space.
    """
    rows, cols = field.shape
    edge = 30_000 if wall else 0
    far = np.full((rows + 2, cols + 2), edge, dtype=np.int32)
    for i in range(rows):
        for j in range(cols):
            far[i + 1, j + 1] = 30_000 if field[i, j] else 0
    # two sweeps carry distances down and right, then up and left: 3 a step, 4 a diagonal one
    for i in range(1, rows + 1):
        for j in range(1, cols + 1):
            if far[i, j]:
                far[i, j] = min(far[i, j], far[i - 1, j] + 3, far[i, j - 1] + 3,
                                far[i - 1, j - 1] + 4, far[i - 1, j + 1] + 4)  # fmt: skip
    for i in range(rows, 0, -1):
        for j in range(cols, 0, -1):
            if far[i, j]:
                far[i, j] = min(far[i, j], far[i + 1, j] + 3, far[i, j + 1] + 3,
                                far[i + 1, j + 1] + 4, far[i + 1, j - 1] + 4)  # fmt: skip
            field[i - 1, j - 1] = min(255, (far[i, j] + 2) // 3)
