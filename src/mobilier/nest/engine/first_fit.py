"""First fit on the lattice: parts in a given order, each at the first place that is free.

Sheets are columns of occupied intervals; a part goes on the first open sheet with room for
it, at the pose and place of least right-hand edge.  Deterministic, native to holes and obstacles.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.intervals import Bytes, Floats, Ints, Marks, forbid
from mobilier.nest.engine.lattice import Lattice, Shapes
from mobilier.nest.jit import borrowing, compiled, inner

MOST_INTERVALS = 40
"""Occupied intervals a column can hold; more are joined (the gap between them is given up)."""


class SheetKinds(NamedTuple):
    """What each kind of sheet offers each pose: arrays of (kinds, poses).

    ``most_x`` and ``most_y``: last lattice column and row, −1 where the pose may not lie.
    ``wall``: where the map of what obstacles block begins in ``blocked``, −1 where nothing is in
    its way.  ``height`` (kinds): mm.
    """

    most_x: Ints
    most_y: Ints
    wall: Ints
    blocked: Bytes
    height: Floats


class LayOrder(NamedTuple):
    """Items in the order they are laid, and where each comes to lie.

    ``pose_of`` (items + 1) bounds the poses of each item.  ``out`` (n, 4) receives sheet, pose,
    x and y, or sheet −1 for a part that found no room.  ``by_row``: of two places the one that
    begins further left is taken, not the one that ends further left.
    """

    items: Ints
    pose_of: Ints
    out: Ints
    by_row: bool


class OpenSheets(NamedTuple):
    """The state of all sheets: what is occupied in each column, by intervals in mm.

    ``kind`` (sheets); ``used`` (sheets, columns) intervals of a column, ``low`` and ``high``
    (sheets, columns, 40); ``free`` (sheets, columns) its longest free stretch, mm; ``cursor``
    (sheets, poses) the first column worth trying; ``left`` (sheets) mm² free; ``marks``: scratch.
    """

    kind: Ints
    used: Ints
    low: Floats
    high: Floats
    free: Floats
    cursor: Ints
    left: Floats
    marks: Marks


class OpenSheet(NamedTuple):
    """One of :class:`OpenSheets`: the same arrays less their first axis, and its height in mm."""

    kind: int
    used: Ints
    low: Floats
    high: Floats
    free: Floats
    cursor: Ints
    left: Floats
    marks: Marks
    height: float


@inner
def _sheet(s: int, sheets: OpenSheets, kinds: SheetKinds) -> OpenSheet:
    k = sheets.kind[s]
    return OpenSheet(
        k,
        sheets.used[s],
        sheets.low[s],
        sheets.high[s],
        sheets.free[s],
        sheets.cursor[s],
        sheets.left[s : s + 1],
        sheets.marks,
        kinds.height[k],
    )


@borrowing
def _lowest_row(x: int, o: int, most_y: int, shapes: Shapes, sheet: OpenSheet, blocked: Bytes) -> int:
    """Return the lowest free row of pose o in lattice column x, −1 when there is none."""
    start, low, high = shapes.start, shapes.low, shapes.high
    marks, used, lows, highs = sheet.marks, sheet.used, sheet.low, sheet.high
    for y in range(most_y + 2):
        marks[y] = 0
    # each interval of the pose against each occupied one of the column it comes to lie in
    slab = shapes.first[o]
    for j in range(shapes.size[o, 0]):
        c = x + j
        for p in range(start[slab + j], start[slab + j + 1]):
            for q in range(used[c]):
                there = (lows[c, q], highs[c, q])
                forbid(marks, most_y + 1, there, (low[p], high[p]), shapes.step, int(np.int64(0)))
    # the first row that nothing forbids and no obstacle blocks
    count = 0
    for y in range(most_y + 1):
        count += marks[y]
        if count == 0 and (blocked.shape[0] == 0 or blocked[x, y] == 0):
            return y
    return -1


@borrowing
def _too_tight(x: int, o: int, shapes: Shapes, sheet: OpenSheet) -> bool:
    """Tell whether some slab is longer than every free stretch of its column: no row can do then."""
    slab = shapes.first[o]
    for j in range(shapes.size[o, 0] - 1, -1, -1):
        if shapes.tall[slab + j] > sheet.free[x + j] + 1e-6:
            return True
    return False


@borrowing
def _scan(o: int, most: tuple[int, int], shapes: Shapes, sheet: OpenSheet, blocked: Bytes) -> tuple[int, int]:
    """Return the first free column of pose o and its lowest row; column ``most[0]`` + 1: none."""
    # sheets only fill up, so columns refused once are never tried again
    x = sheet.cursor[o]
    while x <= most[0]:
        if not _too_tight(x, o, shapes, sheet):
            y = _lowest_row(x, o, most[1], shapes, sheet, blocked)
            if y >= 0:
                return x, y
        x += 1
    return x, -1


@borrowing
def _occupy(x: int, y: int, o: int, shapes: Shapes, sheet: OpenSheet) -> None:
    """Add the intervals of pose o at (x, y) to the columns of a sheet."""
    slab = shapes.first[o]
    bottom = y * shapes.step
    for j in range(shapes.size[o, 0]):
        c = x + j
        for p in range(shapes.start[slab + j], shapes.start[slab + j + 1]):
            _insert(c, bottom + shapes.low[p], bottom + shapes.high[p], shapes.close, sheet)
        sheet.free[c] = _longest_free(c, sheet)


@borrowing
def _insert(c: int, low: float, high: float, close: float, sheet: OpenSheet) -> None:
    """Add an interval, joined with those it touches; a full column joins it with its neighbour."""
    lows, highs = sheet.low, sheet.high
    n = sheet.used[c]
    # a … b: the intervals that it touches or leaves too narrow a gap to
    a = 0
    while a < n and highs[c, a] < low - close:
        a += 1
    b = a
    while b < n and lows[c, b] <= high + close:
        low = min(low, lows[c, b])
        high = max(high, highs[c, b])
        b += 1
    if a == b and n == lows.shape[1]:
        a = min(a, n - 1)
        b = a + 1
        low = min(low, lows[c, a])
        high = max(high, highs[c, a])
    # one takes the place of b − a: those above move up or down
    shift = 1 - (b - a)
    if shift > 0:
        for k in range(n - 1, b - 1, -1):
            lows[c, k + 1] = lows[c, k]
            highs[c, k + 1] = highs[c, k]
    elif shift < 0:
        for k in range(b, n):
            lows[c, k + shift] = lows[c, k]
            highs[c, k + shift] = highs[c, k]
    lows[c, a] = low
    highs[c, a] = high
    sheet.used[c] = n + shift


@borrowing
def _longest_free(c: int, sheet: OpenSheet) -> float:
    """Return the longest free stretch of a column, mm."""
    lows, highs = sheet.low, sheet.high
    best = 0.0
    top = 0.0
    for k in range(sheet.used[c]):
        best = max(best, lows[c, k] - top)
        top = max(top, highs[c, k])
    return max(best, sheet.height - top)


@inner
def _best_on(
    sheet: OpenSheet, item: int, order: LayOrder, kinds: SheetKinds, shapes: Shapes
) -> tuple[int, int, int]:
    """Return pose, column and row of the first place of an item on a sheet, pose −1: none."""
    best = np.inf
    spot = (-1, 0, 0)
    k = sheet.kind
    for o in range(order.pose_of[item], order.pose_of[item + 1]):
        if kinds.most_x[k, o] < 0 or shapes.area[o] > sheet.left[0] + 1e-6:
            continue
        blocked = kinds.blocked[:0].reshape((0, 1))
        wall = kinds.wall[k, o]
        if wall >= 0:
            w, h = kinds.most_x[k, o] + 1, kinds.most_y[k, o] + 1
            blocked = kinds.blocked[wall : wall + w * h].reshape((w, h))
        x, y = _scan(o, (kinds.most_x[k, o], kinds.most_y[k, o]), shapes, sheet, blocked)
        sheet.cursor[o] = x
        if y < 0:
            continue
        # least right edge, then least top edge (or left and bottom ones), as one number
        right, top = x + shapes.size[o, 0], y + shapes.size[o, 1]
        key = x * 4096.0 + y if order.by_row else right * 4096.0 + top
        if key < best:
            best = key
            spot = (o, x, y)
    return spot


@compiled
def first_fit(order: LayOrder, kinds: SheetKinds, shapes: Shapes, sheets: OpenSheets) -> int:
    """Lay the items of ``order`` on ``sheets`` (in their order); return sheets opened."""
    out = order.out
    opened = 0
    for n in range(len(order.items)):
        item = order.items[n]
        out[n, 0] = -1
        # the first sheet with room takes the part, at the best of its poses
        for s in range(len(sheets.kind)):
            sheet = _sheet(s, sheets, kinds)
            o, x, y = _best_on(sheet, item, order, kinds, shapes)
            if o < 0:
                continue
            out[n, 0], out[n, 1], out[n, 2], out[n, 3] = s, o, x, y
            _occupy(x, y, o, shapes, sheet)
            sheets.left[s] -= shapes.area[o]
            opened = max(opened, s + 1)
            break
    return opened


class FirstFit:
    """The tables of one job, ready to lay any order of its parts."""

    def __init__(self, lattice: Lattice, pose_of: Ints, boxes: Floats) -> None:
        """``boxes`` (kinds, 2): grown width and height of each kind of sheet, mm."""
        self.lattice = lattice
        self.pose_of = pose_of
        self.columns = int(np.ceil(boxes[:, 0].max() / lattice.shapes.step)) + 1
        # a covered slab may be up to a step larger than the part at each end
        self.areas = boxes[:, 0] * boxes[:, 1] * 1.05
        wall = np.full((len(boxes), len(lattice.poses)), -1, dtype=np.int64)
        parts: list[Bytes] = []
        total = 0
        for (kind, pose), field in sorted(lattice.blocked.items()):
            wall[kind, pose] = total
            parts.append(field.ravel())
            total += field.size
        self.kinds = SheetKinds(
            most_x=lattice.most_x,
            most_y=lattice.most_y,
            wall=wall,
            blocked=np.concatenate(parts) if parts else np.zeros(0, dtype=np.uint8),
            height=np.ascontiguousarray(boxes[:, 1]),
        )

    def lay(self, items: Ints, kinds: Ints, *, by_row: bool = False) -> Arrangement:
        """Lay ``items`` (item indices) in their order on sheets of ``kinds``."""
        out = np.zeros((len(items), 4), dtype=np.int64)
        order = LayOrder(items=items, pose_of=self.pose_of, out=out, by_row=by_row)
        opened = first_fit(order, self.kinds, self.lattice.shapes, self._empty_sheets(kinds))
        units = np.column_stack((items, out))
        return Arrangement(kinds=tuple(int(k) for k in kinds[:opened]), units=units)

    def _empty_sheets(self, kinds: Ints) -> OpenSheets:
        shape = (len(kinds), self.columns)
        return OpenSheets(
            kind=kinds,
            used=np.zeros(shape, dtype=np.int64),
            low=np.zeros((*shape, MOST_INTERVALS)),
            high=np.zeros((*shape, MOST_INTERVALS)),
            free=np.repeat(self.kinds.height[kinds][:, None], self.columns, axis=1),
            cursor=np.zeros((len(kinds), len(self.lattice.poses)), dtype=np.int64),
            left=self.areas[kinds],
            marks=np.zeros(int(self.lattice.most_y.max()) + 3, dtype=np.int32),
        )
