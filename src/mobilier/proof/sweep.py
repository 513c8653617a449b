"""What the cutter takes: the disc of its diameter swept along the motions, at one height.

At height z a motion takes wood along exactly the stretch where the tip is at z or below,
so every slice is exact, ramps and helices included.  A line sweeps a capsule, an arc a
sector of a ring and two discs; curves are drawn with chords inside them, within SAGITTA.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mobilier.proof.reading import Motion

if TYPE_CHECKING:
    import shapely

SAGITTA = 0.002
"""mm. Largest distance between a curve and the chords that stand in for it."""

_CHORDS = 5000
"""In half a turn at most: enough for a radius of 10 m, larger ones leave every machine."""

_AT = 1e-6
"""mm. Heights closer than this are the same."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """A path of the tip's centre seen from above: a point, a line or an arc (sweep ≠ 0), mm."""

    x0: float
    y0: float
    x1: float
    y1: float
    cx: float = 0.0
    cy: float = 0.0
    sweep: float = 0.0

    @property
    def key(self) -> tuple[float, ...]:
        """The same for stretches that cover the same path, either way round (0.1 µm)."""
        a, b = (round(self.x0, 4), round(self.y0, 4)), (round(self.x1, 4), round(self.y1, 4))
        if not self.sweep:
            return (*min(a, b), *max(a, b))
        ends = (*a, *b) if self.sweep > 0 else (*b, *a)
        return (*ends, round(self.cx, 4), round(self.cy, 4), round(abs(self.sweep), 5))


def stretch_below(motion: Motion, z: float) -> Stretch | None:
    """Return the part of a motion's path where the tip is at ``z`` or below."""
    z0, z1 = motion.start[2] - z, motion.end[2] - z
    low, high = 0.0, 1.0
    if z0 > _AT and z1 > _AT:
        return None
    if z0 > _AT:
        low = z0 / (z0 - z1)
    elif z1 > _AT:
        high = z0 / (z0 - z1)
    return part_of(motion, low, high)


def part_of(motion: Motion, low: float, high: float) -> Stretch:
    """Return the path between two shares of a motion."""
    (x0, y0), (x1, y1) = point_of(motion, low), point_of(motion, high)
    if not motion.sweep:
        return Stretch(x0, y0, x1, y1)
    return Stretch(x0, y0, x1, y1, *motion.centre, motion.sweep * (high - low))


def point_of(motion: Motion, share: float) -> tuple[float, float]:
    """Return the place, seen from above, at a share (0…1) of a motion."""
    (x0, y0, _), (x1, y1, _) = motion.start, motion.end
    if share <= 0 or (x0 == x1 and y0 == y1 and not motion.sweep):
        return (x0, y0)
    if share >= 1:
        return (x1, y1)
    if not motion.sweep:
        return (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
    cx, cy = motion.centre
    a = math.atan2(y0 - cy, x0 - cx) + share * motion.sweep
    r = math.dist((x0, y0), (cx, cy)) * (1 - share) + math.dist((x1, y1), (cx, cy)) * share
    return (cx + r * math.cos(a), cy + r * math.sin(a))


def areas_of(stretches: Iterable[Stretch], radius: float) -> list[Any]:
    """Return shapely areas that together are what a disc of ``radius`` mm sweeps, each path once."""
    import shapely

    lines: dict[tuple[float, ...], Stretch] = {}
    discs: dict[tuple[float, float], tuple[float, float]] = {}
    arcs: dict[tuple[float, ...], Stretch] = {}
    for s in stretches:
        if s.sweep:
            arcs.setdefault(s.key, s)
        elif s.x0 == s.x1 and s.y0 == s.y1:
            discs.setdefault((round(s.x0, 4), round(s.y0, 4)), (s.x0, s.y0))
        else:
            lines.setdefault(s.key, s)
    for s in arcs.values():
        for x, y in ((s.x0, s.y0), (s.x1, s.y1)):
            discs.setdefault((round(x, 4), round(y, 4)), (x, y))
    quarter = max(2, math.ceil(math.pi / 2 / _step(radius)))
    ends = np.array([[[s.x0, s.y0], [s.x1, s.y1]] for s in lines.values()], dtype=float)
    points = np.array(list(discs.values()), dtype=float)
    out: list[Any] = []
    for shapes in (
        shapely.linestrings(ends) if len(ends) else (),
        shapely.points(points) if len(points) else (),
    ):
        out += np.asarray(shapely.buffer(shapes, radius, quad_segs=quarter)).tolist()
    for s in arcs.values():
        out += _sectors(s, radius)
    return out


def _step(radius: float) -> float:
    """Return the angle between points on a circle whose chords keep within SAGITTA."""
    return 2 * math.acos(1 - SAGITTA / radius) if radius > SAGITTA else math.pi / 2


def _sectors(s: Stretch, radius: float) -> list[shapely.Polygon]:
    """Return the ring sectors (of at most half a turn) a disc sweeps about the arc's centre."""
    import shapely

    r = (math.dist((s.x0, s.y0), (s.cx, s.cy)) + math.dist((s.x1, s.y1), (s.cx, s.cy))) / 2
    first = math.atan2(s.y0 - s.cy, s.x0 - s.cx)
    pieces = max(1, math.ceil(abs(s.sweep) / math.pi - 1e-9))
    out = []
    for k in range(pieces):
        a = first + s.sweep * k / pieces
        n = min(_CHORDS, max(2, math.ceil(abs(s.sweep) / pieces / _step(r + radius)))) + 1
        turn = np.linspace(a, a + s.sweep / pieces, n)
        ring = np.column_stack([np.cos(turn), np.sin(turn)])
        outer = ring * (r + radius)
        inner = ring[::-1] * (r - radius) if r > radius else np.zeros((1, 2))
        out.append(shapely.Polygon(np.vstack([outer, inner]) + np.array([s.cx, s.cy])))
    return out


@dataclass(frozen=True)
class Swept:
    """What one cutter takes at one height, as areas that may overlap, with a search tree."""

    areas: tuple[Any, ...]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The areas by place."""
        import shapely

        return shapely.STRtree(list(self.areas))

    def near(self, shape: Any) -> list[Any]:
        """Return the areas that touch ``shape``."""
        return [self.areas[k] for k in self.tree.query(shape, predicate="intersects")]


def swept(motions: Sequence[Motion], z: float, radius: float) -> Swept:
    """Return what a cutter of ``radius`` mm takes at height ``z``."""
    found = (stretch_below(m, z) for m in motions if m.low <= z + _AT)
    return Swept(tuple(areas_of((s for s in found if s is not None), radius)))
