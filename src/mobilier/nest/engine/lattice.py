"""A job on a lattice: every way each part may lie, as slabs, and the room of each sheet.

A part is grown by half the gap and then may touch others; the usable box of a sheet is
grown by as much.  A *pose* is a part at one allowed angle (and face); its position is the
lattice point of the low corner of its grown box.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobilier.geometry.frame import Transform
from mobilier.nest.engine.intervals import Bytes, Floats, Intervals, Ints, Offset, intervals_of, mark_meetings
from mobilier.nest.layout import Item, Placement, Spacing
from mobilier.nest.stock import SLACK, angles_on, inner_box, is_plain, usable_area
from mobilier.profiles.types import Sheet

if TYPE_CHECKING:
    from shapely import Geometry, Polygon

SAGITTA = 0.02
"""mm. Arcs are flattened this finely before they are grown."""

QUARTER = 12
"""Chords in a quarter of a grown corner."""


class Shapes(NamedTuple):
    """All poses of a lattice as intervals, one after the other, for compiled loops.

    ``first`` (poses + 1) first slab of each pose, ``start`` (slabs + 1) first interval of each
    slab, ``low`` and ``high`` (intervals) mm above the lower edge of the pose, ``tall`` (slabs) the
    longest interval, mm.  ``size`` (poses, 2) columns and rows covered; ``area`` (poses) mm²
    grown.  ``step`` mm; gaps narrower than ``close`` mm count as filled.
    """

    first: Ints
    start: Ints
    low: Floats
    high: Floats
    tall: Floats
    size: Ints
    area: Floats
    step: float
    close: float

    def intervals(self, pose: int) -> Intervals:
        """Return the intervals of one pose."""
        a, b = self.first[pose], self.first[pose + 1]
        start = self.start[a : b + 1]
        i, k = start[0], start[-1]
        return Intervals(start=start - i, low=self.low[i:k], high=self.high[i:k])


@dataclass(frozen=True, slots=True, kw_only=True)
class LatticePose:
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
    """The whole job in numbers.  Poses of one item are consecutive."""

    poses: tuple[LatticePose, ...]
    origin: tuple[tuple[float, float], ...]  # per sheet kind: lattice zero, mm
    most_x: Ints  # (kinds, poses) last lattice column, −1 where the pose may not lie
    most_y: Ints
    shapes: Shapes
    blocked: dict[tuple[int, int], Bytes]  # (kind, pose): 1 where an obstacle is in the way

    @property
    def step(self) -> float:
        """Distance of lattice lines, mm."""
        return self.shapes.step

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
    # every way each item may lie on any of the sheets, as intervals; twins are left out
    work = _Work(items=items, stock=stock, spacing=spacing, step=step)
    poses: list[LatticePose] = []
    for k, item in enumerate(items):
        grown = item.region.polygon(SAGITTA).buffer(work.by, quad_segs=QUARTER)
        angles = sorted({a for s in stock for a in angles_on(item, s)})
        faces = (False, True) if item.mirror else (False,)
        poses += [_pose(k, item, grown, Transform(0, 0, a, f), work.by) for a in angles for f in faces]
    tables = [_intervals(p, step, work.close) for p in poses]
    poses, tables, which = _leave_out_twins(items, stock, poses, tables)
    # where each pose has room, and what is in its way there
    most_x, most_y = _room(work, poses, which)
    origin = tuple((b[0] - work.by, b[1] - work.by) for b in (inner_box(s, spacing) for s in stock))
    return Lattice(
        poses=tuple(poses),
        origin=origin,
        most_x=most_x,
        most_y=most_y,
        shapes=_shapes(work, poses, tables),
        blocked=_obstacles(work, poses, most_x, most_y, origin),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """What a lattice is made of."""

    items: Sequence[Item]
    stock: Sequence[Sheet]
    spacing: Spacing
    step: float

    @property
    def by(self) -> float:
        """How much parts and boxes grow, mm."""
        return growth(self.spacing.gap)

    @property
    def close(self) -> float:
        """Gaps narrower than this are filled, mm: no grown part is so narrow but at its ends."""
        return 0.9 * self.spacing.gap


def _shapes(work: _Work, poses: Sequence[LatticePose], tables: Sequence[Intervals]) -> Shapes:
    """Return the tables of all poses as one."""
    step = work.step
    first = np.cumsum([0, *(len(t.start) - 1 for t in tables)])
    begin = np.cumsum([0, *(len(t.low) for t in tables)])
    starts = [t.start[:-1] + b for t, b in zip(tables, begin[:-1], strict=True)]
    start = np.concatenate([*starts, begin[-1:]])
    low = np.concatenate([t.low for t in tables])
    high = np.concatenate([t.high for t in tables])
    rows = [math.ceil(p.height / step - 1e-9) for p in poses]
    return Shapes(
        first=first.astype(np.int64),
        start=start.astype(np.int64),
        low=low,
        high=high,
        tall=_tall(start, low, high),
        size=np.array([[len(t.start) - 1, r] for t, r in zip(tables, rows, strict=True)]),
        area=np.array([float(np.sum(t.high - t.low) * step) for t in tables]),
        step=step,
        close=work.close,
    )


def _pose(k: int, item: Item, grown: Polygon, turn: Transform, by: float) -> LatticePose:
    x0, y0, x1, y1 = item.region.transformed(turn).bounds
    return LatticePose(
        item=k,
        angle=turn.angle,
        flipped=turn.flipped,
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


def _intervals(pose: LatticePose, step: float, close: float) -> Intervals:
    columns = math.ceil(pose.width / step - 1e-9)
    return Intervals(*intervals_of(pose.edges, columns, step, close))


Which = dict[tuple[int, float, bool], int]
"""The pose of an item at an angle and face."""


def _leave_out_twins(
    items: Sequence[Item], stock: Sequence[Sheet], poses: Sequence[LatticePose], tables: Sequence[Intervals]
) -> tuple[list[LatticePose], list[Intervals], Which]:
    """Leave out poses that look like an earlier one of the same part on the same sheets."""
    kept: list[int] = []
    which: Which = {}
    turns = [[angles_on(item, s) for s in stock] for item in items]

    def are_twins(a: int, b: int) -> bool:
        p, q = poses[a], poses[b]
        if p.item != q.item or not _look_alike(tables[a], tables[b]):
            return False
        return all((p.angle in angles) == (q.angle in angles) for angles in turns[p.item])

    for n, pose in enumerate(poses):
        # poses of one part follow each other, so its twin is not far back
        if not any(are_twins(n, k) for k in kept[-24:]):
            which[pose.item, pose.angle, pose.flipped] = len(kept)
            kept.append(n)
    return [poses[k] for k in kept], [tables[k] for k in kept], which


def _look_alike(a: Intervals, b: Intervals) -> bool:
    """Tell whether two tables are the same shape within 0.01 mm."""
    if len(a.start) != len(b.start) or len(a.low) != len(b.low) or not np.array_equal(a.start, b.start):
        return False
    pairs = ((a.low, b.low), (a.high, b.high))
    return all(bool(np.allclose(x, y, rtol=0, atol=0.01)) for x, y in pairs)


def _tall(start: Ints, low: Floats, high: Floats) -> Floats:
    longest = np.zeros(len(start) - 1)
    slab = np.repeat(np.arange(len(start) - 1), np.diff(start))
    np.maximum.at(longest, slab, high - low)
    return longest


def _room(work: _Work, poses: Sequence[LatticePose], which: Which) -> tuple[Ints, Ints]:
    """Return the last lattice column and row of each pose on each kind of sheet, −1: none."""
    most_x = np.full((len(work.stock), len(poses)), -1, dtype=np.int64)
    most_y = most_x.copy()
    for kind, sheet in enumerate(work.stock):
        x0, y0, x1, y1 = inner_box(sheet, work.spacing)
        for (k, angle, _flipped), n in which.items():
            if angle not in angles_on(work.items[k], sheet):
                continue
            free_x = x1 - x0 + 2 * work.by - poses[n].width + SLACK / 2
            free_y = y1 - y0 + 2 * work.by - poses[n].height + SLACK / 2
            if free_x >= 0 and free_y >= 0:
                most_x[kind, n] = math.floor(free_x / work.step)
                most_y[kind, n] = math.floor(free_y / work.step)
    return most_x, most_y


def _obstacles(
    work: _Work,
    poses: Sequence[LatticePose],
    most_x: Ints,
    most_y: Ints,
    origin: Sequence[tuple[float, float]],
) -> dict[tuple[int, int], Bytes]:
    """Return where obstacles of each kind of sheet are in the way of each pose (part as cut)."""
    import shapely

    found: dict[tuple[int, int], Bytes] = {}
    step, by = work.step, work.by
    for kind, sheet in enumerate(work.stock):
        if is_plain(sheet, work.spacing):
            continue
        # all that is not usable within the margins, as one shape
        box = inner_box(sheet, work.spacing)
        solid = shapely.box(*box).difference(usable_area(sheet, work.spacing))
        edges = edges_of(solid, Transform(), origin[kind])
        columns = math.ceil((box[2] - box[0] + 2 * by) / step) + 1
        wall = Intervals(*intervals_of(edges, columns, step, 0.0))
        for n, pose in enumerate(poses):
            if most_x[kind, n] < 0:
                continue
            # the part as cut against it: a clamp has its gap already, a defect needs none
            turn = Transform(0, 0, pose.angle, pose.flipped)
            bare = work.items[pose.item].region.polygon(SAGITTA).buffer(SAGITTA, join_style="mitre")
            edges = edges_of(bare, turn, (-pose.shift[0], -pose.shift[1]))
            part = Intervals(*intervals_of(edges, math.ceil(pose.width / step - 1e-9), step, 0.0))
            out = np.zeros((most_x[kind, n] + 1, most_y[kind, n] + 1), dtype=np.uint8)
            mark_meetings(wall, part, Offset(0, 0), out, step)
            found[kind, n] = out
    return found
