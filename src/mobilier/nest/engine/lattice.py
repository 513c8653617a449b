"""A job on a lattice: every way each part may lie, as slabs, and the room of each sheet.

A part is grown by half the gap and then may touch others; the usable box of a sheet is
grown by as much.  A *pose* is a part at one allowed angle (and face); its position is the
lattice point of the low corner of its grown box.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from mobilier.geometry.frame import Transform
from mobilier.nest.engine.intervals import Bytes, Floats, Ints, intervals_of, meeting
from mobilier.nest.layout import Item, Placement, Spacing
from mobilier.nest.stock import SLACK, angles_on, inner_box, is_plain, usable_area
from mobilier.profiles.types import Sheet

if TYPE_CHECKING:
    from shapely import Geometry, Polygon

SAGITTA = 0.02
"""mm. Arcs are flattened this finely before they are grown."""

Table = tuple[Ints, Floats, Floats]

QUARTER = 12
"""Chords in a quarter of a grown corner."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """One way a part may lie: item index, angle, face, exact grown size and offset of its origin."""

    item: int
    angle: float
    flipped: bool
    width: float
    height: float
    shift: tuple[float, float]
    edges: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Lattice:
    """The whole job in numbers.  Poses of one item are consecutive; shapes are tables of intervals."""

    step: float
    poses: tuple[Pose, ...]
    origin: tuple[tuple[float, float], ...]  # per sheet kind: lattice zero, mm
    most_x: Ints  # (kinds, poses) last lattice column, −1 where the pose may not lie
    most_y: Ints
    first: Ints
    start: Ints
    low: Floats
    high: Floats
    tall: Floats
    size: Ints  # (poses, 2) columns and rows covered
    area: Floats  # (poses) mm² grown
    blocked: dict[tuple[int, int], Bytes]  # (kind, pose): 1 where an obstacle is in the way

    def slabs(self, pose: int) -> tuple[Ints, Floats, Floats]:
        """Return start, low and high of one pose."""
        a, b = self.first[pose], self.first[pose + 1]
        start = self.start[a : b + 1]
        return start - start[0], self.low[start[0] : start[-1]], self.high[start[0] : start[-1]]

    def placement(
        self, items: Sequence[Item], kind: int, pose: int, x: float, y: float, copy: int
    ) -> Placement:
        """Return where a pose lies whose low corner is at (x, y) steps of a sheet."""
        p = self.poses[pose]
        x0, y0 = self.origin[kind]
        px = x0 + x * self.step + p.shift[0]
        py = y0 + y * self.step + p.shift[1]
        return Placement(part=items[p.item].id, copy=copy, x=px, y=py, angle=p.angle, flipped=p.flipped)


def step_for(stock: Sequence[Sheet], fineness: float = 500.0) -> float:
    """Return a lattice step in mm, a power of two: at least ``fineness`` steps across a sheet."""
    across = min(min(s.length, s.width) for s in stock)
    largest = max(min(s.length, s.width) for s in stock)
    return 2.0 ** math.floor(math.log2(max(across, largest / 2) / fineness))


def growth(gap: float, quarter: int = QUARTER) -> float:
    """Return by how much mm the chords of a grown outline must lie outside it."""
    return (gap / 2 + SAGITTA + SLACK) / math.cos(math.pi / (4 * quarter))


def lattice_of(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing, step: float) -> Lattice:
    """Return the job on a lattice of ``step`` mm."""
    by = growth(spacing.gap)
    close = 0.9 * spacing.gap  # no grown part has a run shorter than this but at its ends
    poses: list[Pose] = []
    for k, item in enumerate(items):
        grown = item.region.polygon(SAGITTA).buffer(by, quad_segs=QUARTER)
        angles = sorted({a for s in stock for a in angles_on(item, s)})
        faces = (False, True) if item.mirror else (False,)
        poses += [_pose(k, item, grown, angle, flipped, by) for angle in angles for flipped in faces]
    tables = [_table(p, step, close) for p in poses]
    poses, tables, which = _distinct(items, stock, poses, tables)
    first = np.cumsum([0, *(len(t[0]) - 1 for t in tables)])
    runs = np.cumsum([0, *(len(t[1]) for t in tables)])
    start = np.concatenate([t[0][:-1] + r for t, r in zip(tables, runs[:-1], strict=True)] + [runs[-1:]])
    low = np.concatenate([t[1] for t in tables])
    high = np.concatenate([t[2] for t in tables])
    most_x, most_y = _room(items, stock, spacing, poses, which, by, step)
    origin = tuple((b[0] - by, b[1] - by) for b in (inner_box(s, spacing) for s in stock))
    return Lattice(
        step=step,
        poses=tuple(poses),
        origin=origin,
        most_x=most_x,
        most_y=most_y,
        first=first.astype(np.int64),
        start=start.astype(np.int64),
        low=low,
        high=high,
        tall=_tall(start, low, high),
        size=np.array(
            [[len(t[0]) - 1, math.ceil(p.height / step - 1e-9)] for t, p in zip(tables, poses, strict=True)]
        ),
        area=np.array([_covered(t, step) for t in tables]),
        blocked=_obstacles(items, stock, spacing, poses, most_x, most_y, origin, by, step),
    )


def _pose(k: int, item: Item, grown: Polygon, angle: float, flipped: bool, by: float) -> Pose:
    turn = Transform(0, 0, angle, flipped)
    x0, y0, x1, y1 = item.region.transformed(turn).bounds
    return Pose(
        item=k,
        angle=angle,
        flipped=flipped,
        width=x1 - x0 + 2 * by,
        height=y1 - y0 + 2 * by,
        shift=(by - x0, by - y0),
        edges=edges_of(grown, turn, (x0 - by, y0 - by)),
    )


def edges_of(shape: Geometry, turn: Transform, zero: tuple[float, float]) -> Floats:
    """Return (n, 4) sides of all rings of a shapely area, turned, then measured from ``zero``."""
    import shapely

    sides: list[NDArray[np.float64]] = []
    c, s = turn.cos_sin
    mirror = -1.0 if turn.flipped else 1.0
    for ring in (r for p in shapely.get_parts(shape) for r in (p.exterior, *p.interiors)):
        xy = np.asarray(ring.coords)[:, :2]
        x = c * mirror * xy[:, 0] - s * xy[:, 1] - zero[0]
        y = s * mirror * xy[:, 0] + c * xy[:, 1] - zero[1]
        points = np.round(np.column_stack((x, y)), 6)
        sides.append(np.column_stack((points[:-1], points[1:])))
    return np.ascontiguousarray(np.concatenate(sides)) if sides else np.zeros((0, 4))


def _table(pose: Pose, step: float, close: float) -> Table:
    columns = math.ceil(pose.width / step - 1e-9)
    start, low, high = intervals_of(pose.edges, columns, step, close)
    return start, low, high


def _distinct(
    items: Sequence[Item], stock: Sequence[Sheet], poses: Sequence[Pose], tables: Sequence[Table]
) -> tuple[list[Pose], list[Table], dict[tuple[int, float, bool], int]]:
    """Leave out poses that look like an earlier one of the same part on the same sheets."""
    kept: list[int] = []
    which: dict[tuple[int, float, bool], int] = {}

    def same(a: int, b: int) -> bool:
        p, q = poses[a], poses[b]
        if p.item != q.item or not _alike(tables[a], tables[b]):
            return False
        return all((p.angle in angles) == (q.angle in angles) for angles in turns[p.item])

    turns = [[angles_on(item, s) for s in stock] for item in items]
    for n, pose in enumerate(poses):
        if not any(same(n, k) for k in kept[-24:]):
            which[pose.item, pose.angle, pose.flipped] = len(kept)
            kept.append(n)
    return [poses[k] for k in kept], [tables[k] for k in kept], which


def _alike(a: Table, b: Table) -> bool:
    """Tell whether two tables are the same shape within 0.01 mm."""
    if len(a[0]) != len(b[0]) or len(a[1]) != len(b[1]) or not np.array_equal(a[0], b[0]):
        return False
    return bool(np.allclose(a[1], b[1], rtol=0, atol=0.01) and np.allclose(a[2], b[2], rtol=0, atol=0.01))


def _tall(start: Ints, low: Floats, high: Floats) -> Floats:
    longest = np.zeros(len(start) - 1)
    slab = np.repeat(np.arange(len(start) - 1), np.diff(start))
    np.maximum.at(longest, slab, high - low)
    return longest


def _covered(table: Table, step: float) -> float:
    return float(np.sum(table[2] - table[1]) * step)


def _room(
    items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing, poses: Sequence[Pose],
    which: dict[tuple[int, float, bool], int], by: float, step: float,
) -> tuple[Ints, Ints]:  # fmt: skip
    """Return the last lattice column and row of each pose on each kind of sheet, −1: none."""
    most_x = np.full((len(stock), len(poses)), -1, dtype=np.int64)
    most_y = most_x.copy()
    for kind, sheet in enumerate(stock):
        x0, y0, x1, y1 = inner_box(sheet, spacing)
        for (k, angle, _flipped), n in which.items():
            if angle not in angles_on(items[k], sheet):
                continue
            free_x = x1 - x0 + 2 * by - poses[n].width + SLACK / 2
            free_y = y1 - y0 + 2 * by - poses[n].height + SLACK / 2
            if free_x >= 0 and free_y >= 0:
                most_x[kind, n] = math.floor(free_x / step)
                most_y[kind, n] = math.floor(free_y / step)
    return most_x, most_y


def _obstacles(
    items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing, poses: Sequence[Pose],
    most_x: Ints, most_y: Ints, origin: Sequence[tuple[float, float]], by: float, step: float,
) -> dict[tuple[int, int], Bytes]:  # fmt: skip
    """Return where obstacles of each kind of sheet are in the way of each pose (part as cut)."""
    import shapely

    found: dict[tuple[int, int], Bytes] = {}
    for kind, sheet in enumerate(stock):
        if is_plain(sheet, spacing):
            continue
        box = inner_box(sheet, spacing)
        solid = shapely.box(*box).difference(usable_area(sheet, spacing))
        edge = edges_of(solid, Transform(), origin[kind])
        wall = intervals_of(edge, math.ceil((box[2] - box[0] + 2 * by) / step) + 1, step, 0.0)
        for n, pose in enumerate(poses):
            if most_x[kind, n] < 0:
                continue
            turn = Transform(0, 0, pose.angle, pose.flipped)
            bare = items[pose.item].region.polygon(SAGITTA).buffer(SAGITTA, join_style="mitre")
            zero = (-pose.shift[0], -pose.shift[1])
            table = intervals_of(edges_of(bare, turn, zero), math.ceil(pose.width / step - 1e-9), step, 0.0)
            out = np.zeros((most_x[kind, n] + 1, most_y[kind, n] + 1), dtype=np.uint8)
            meeting(*wall, *table, 0, 0, out, step)
            found[kind, n] = out
    return found
