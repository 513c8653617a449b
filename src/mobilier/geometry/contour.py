"""Closed contours of lines and arcs: the one shape that travels from model to program.

A contour is a ring of ``(x, y, bulge)`` vertices in mm with the DXF meaning of bulge:
the tangent of a quarter of the arc's sweep from this vertex to the next, positive
counter-clockwise, 0 for a straight line.  Outer contours run counter-clockwise,
holes clockwise.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds, Point, Vertex

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

SAGITTA = 0.002
"""mm. Largest distance between an arc and the chords that stand in for it."""


def steps_of(radius: float, sweep: float, sagitta: float) -> int:
    """Return how many chords keep within ``sagitta`` mm of an arc (sweep in radians)."""
    if radius <= sagitta:
        return max(2, math.ceil(abs(sweep) / (math.pi / 2)))
    step = 2 * math.acos(1 - sagitta / radius)
    return max(2, math.ceil(abs(sweep) / step - 1e-9))


@dataclass(frozen=True, slots=True)
class Segment:
    """A line (bulge 0) or a circular arc between two points, in mm."""

    start: Point
    end: Point
    bulge: float = 0.0

    @property
    def sweep(self) -> float:
        """Signed angle of the arc in radians, counter-clockwise positive; 0 for a line."""
        return 4 * math.atan(self.bulge)

    @property
    def chord(self) -> float:
        """Distance from start to end in mm."""
        return math.dist(self.start, self.end)

    @property
    def radius(self) -> float:
        """Radius of the arc in mm; infinite for a line."""
        if not self.bulge:
            return math.inf
        return self.chord * (1 + self.bulge**2) / (4 * abs(self.bulge))

    @property
    def centre(self) -> Point:
        """Centre of the arc in mm (meaningless for a line)."""
        (x0, y0), (x1, y1), b = self.start, self.end, self.bulge
        k = (1 - b * b) / (4 * b)
        return ((x0 + x1) / 2 - k * (y1 - y0), (y0 + y1) / 2 + k * (x1 - x0))

    @property
    def length(self) -> float:
        """Length along the segment in mm."""
        return self.radius * abs(self.sweep) if self.bulge else self.chord

    def point(self, share: float) -> Point:
        """Return the point at ``share`` (0…1) of the length."""
        if not self.bulge:
            (x0, y0), (x1, y1) = self.start, self.end
            return (x0 + share * (x1 - x0), y0 + share * (y1 - y0))
        cx, cy = self.centre
        a = math.atan2(self.start[1] - cy, self.start[0] - cx) + share * self.sweep
        return (cx + self.radius * math.cos(a), cy + self.radius * math.sin(a))

    def direction(self, share: float) -> Point:
        """Return the unit tangent at ``share`` (0…1) of the length."""
        if not self.bulge:
            d = self.chord
            return ((self.end[0] - self.start[0]) / d, (self.end[1] - self.start[1]) / d)
        (cx, cy), (x, y) = self.centre, self.point(share)
        s = math.copysign(1 / self.radius, self.bulge)
        return (-(y - cy) * s, (x - cx) * s)

    def part(self, low: float, high: float) -> Segment:
        """Return the stretch between two shares of the length."""
        start = self.start if low <= 0 else self.point(low)
        end = self.end if high >= 1 else self.point(high)
        return Segment(start, end, math.tan(self.sweep * (high - low) / 4) if self.bulge else 0.0)

    def reversed(self) -> Segment:
        """Return the same segment run the other way."""
        return Segment(self.end, self.start, -self.bulge)

    @property
    def bounds(self) -> Bounds:
        """Exact bounding box (low x, low y, high x, high y) in mm."""
        xs, ys = [self.start[0], self.end[0]], [self.start[1], self.end[1]]
        if self.bulge:
            (cx, cy), r = self.centre, self.radius
            first = math.atan2(self.start[1] - cy, self.start[0] - cx)
            for quarter in range(4):
                turn = quarter * math.pi / 2 - first
                turn = turn % math.tau if self.bulge > 0 else -(-turn % math.tau)
                if abs(turn) < abs(self.sweep):
                    xs.append(cx + r * (1, 0, -1, 0)[quarter])
                    ys.append(cy + r * (0, 1, 0, -1)[quarter])
        return (min(xs), min(ys), max(xs), max(ys))

    def flattened(self, sagitta: float) -> list[Point]:
        """Return points on the segment from its start up to, not including, its end."""
        if not self.bulge:
            return [self.start]
        n = steps_of(self.radius, self.sweep, sagitta)
        (cx, cy), r = self.centre, self.radius
        first = math.atan2(self.start[1] - cy, self.start[0] - cx)
        turns = (first + self.sweep * k / n for k in range(1, n))
        return [self.start, *((cx + r * math.cos(a), cy + r * math.sin(a)) for a in turns)]


@dataclass(frozen=True)
class Contour:
    """A closed ring of lines and arcs.  See the module for the meaning of a vertex."""

    vertices: tuple[Vertex, ...]

    @staticmethod
    def polygon_of(points: Iterable[Sequence[float]]) -> Contour:
        """Return a contour of straight lines through ``points`` (n, 2) mm, as given."""
        return Contour(tuple((float(p[0]), float(p[1]), 0.0) for p in points))

    @staticmethod
    def rectangle(x0: float, y0: float, x1: float, y1: float) -> Contour:
        """Return a counter-clockwise rectangle with corners in mm."""
        return Contour.polygon_of([(x0, y0), (x1, y0), (x1, y1), (x0, y1)])

    @staticmethod
    def circle(x: float, y: float, diameter: float) -> Contour:
        """Return a counter-clockwise circle of two half turns, in mm."""
        return Contour(((x - diameter / 2, y, 1.0), (x + diameter / 2, y, 1.0)))

    @cached_property
    def straight(self) -> bool:
        """Whether every side is a line."""
        return not any(b for _, _, b in self.vertices)

    @cached_property
    def segments(self) -> tuple[Segment, ...]:
        """The lines and arcs in order."""
        v = self.vertices
        return tuple(
            Segment((x, y), (v[(k + 1) % len(v)][0], v[(k + 1) % len(v)][1]), b)
            for k, (x, y, b) in enumerate(v)
        )

    @cached_property
    def area(self) -> float:
        """Exact signed area in mm², positive when counter-clockwise."""
        v = self.vertices
        total = 0.0
        for (x0, y0, bulge), (x1, y1, _) in zip(v, (*v[1:], v[0]), strict=True):
            total += (x0 * y1 - x1 * y0) / 2
            if bulge:
                s = Segment((x0, y0), (x1, y1), bulge)
                total += s.radius**2 * (s.sweep - math.sin(s.sweep)) / 2
        return total

    @cached_property
    def length(self) -> float:
        """Length of the outline in mm."""
        return sum(s.length for s in self.segments)

    @cached_property
    def bounds(self) -> Bounds:
        """Exact bounding box (low x, low y, high x, high y) in mm."""
        if self.straight:
            xs, ys, _ = zip(*self.vertices, strict=True)
            return (min(xs), min(ys), max(xs), max(ys))
        boxes = [s.bounds for s in self.segments]
        low, high = zip(*((b[:2], b[2:]) for b in boxes), strict=True)
        return (
            min(p[0] for p in low),
            min(p[1] for p in low),
            max(p[0] for p in high),
            max(p[1] for p in high),
        )

    @property
    def as_circle(self) -> tuple[float, float, float] | None:
        """Centre x, centre y and diameter in mm when every segment lies on one circle."""
        first = self.segments[0]
        if not first.bulge:
            return None
        (cx, cy), r = first.centre, first.radius
        for s in self.segments:
            if s.bulge * first.bulge <= 0 or abs(s.radius - r) > 1e-6 * max(1.0, r):
                return None
            if math.dist(s.centre, (cx, cy)) > 1e-6 * max(1.0, r):
                return None
        return (cx, cy, 2 * r)

    def reversed(self) -> Contour:
        """Return the same ring run the other way."""
        v = self.vertices
        return Contour(tuple((v[k][0], v[k][1], 0.0 - v[k - 1][2]) for k in range(len(v) - 1, -1, -1)))

    def turned(self, *, ccw: bool) -> Contour:
        """Return the ring run counter-clockwise (or clockwise)."""
        return self if (self.area > 0) == ccw else self.reversed()

    def transformed(self, by: Transform) -> Contour:
        """Return the ring moved by ``by``; a mirrored ring keeps its sense of rotation."""
        s = -1.0 if by.flipped else 1.0
        moved = Contour(tuple((*by.apply((x, y)), s * b) for x, y, b in self.vertices))
        return moved.reversed() if by.flipped else moved

    @cached_property
    def _kept(self) -> dict[float, NDArray[np.float64]]:
        """Points by sagitta: the ring never changes, and is asked for the same ones again."""
        return {}

    def flattened(self, sagitta: float = SAGITTA) -> NDArray[np.float64]:
        """Return (n, 2) mm points on the ring, arcs within ``sagitta``; not closed, not to be written to."""
        if sagitta not in self._kept:
            points = _flattened(np.array(self.vertices, dtype=float), sagitta)
            points.flags.writeable = False
            self._kept[sagitta] = points
        return self._kept[sagitta]

    def polygon(self, sagitta: float = SAGITTA) -> Polygon:
        """Return the filled ring as a shapely polygon."""
        from shapely import Polygon

        return Polygon(self.flattened(sagitta))


def _flattened(vertices: NDArray[np.float64], sagitta: float) -> NDArray[np.float64]:
    """Return the points of :meth:`Segment.flattened` of every segment in one sweep of numpy."""
    start, bulge = vertices[:, :2], vertices[:, 2]
    round_ = np.flatnonzero(bulge)
    if not len(round_):
        return start
    # Centre, radius and number of chords of every arc.
    b = bulge[round_, None]
    (a, ahead) = (start[round_], np.roll(start, -1, axis=0)[round_])
    chord = ahead - a
    left = np.stack([-chord[:, 1], chord[:, 0]], axis=1)
    centre = (a + ahead) / 2 + left * (1 - b * b) / (4 * b)
    radius = np.hypot(*(a - centre).T)
    sweep = 4 * np.arctan(bulge[round_])
    step = np.where(radius <= sagitta, np.pi / 2, 2 * np.arccos(1 - np.minimum(1, sagitta / radius)))
    count = np.maximum(2, np.ceil(np.abs(sweep) / step - 1e-9)).astype(np.int64)
    counts = np.ones(len(vertices), dtype=np.int64)
    counts[round_] = count
    # Make room for the new points behind each arc's start, then fill them in.
    points = np.repeat(start, counts, axis=0)
    which = np.repeat(np.arange(len(round_)), count - 1)
    firsts = np.cumsum(counts)[round_] - count
    share = np.arange(len(which)) - np.repeat(np.cumsum(count - 1) - (count - 1), count - 1) + 1
    first = np.arctan2(a[:, 1] - centre[:, 1], a[:, 0] - centre[:, 0])
    angle = first[which] + sweep[which] * share / count[which]
    arc = np.stack([np.cos(angle), np.sin(angle)], axis=1)
    points[firsts[which] + share] = centre[which] + radius[which, None] * arc
    return points


class ShortSideError(ValueError):
    """A side is too short for the rounded corners that meet on it; from ``start`` to ``end``, mm."""

    def __init__(self, start: Point, end: Point) -> None:
        super().__init__(f"the side from {start} to {end} is too short for its rounded corners")
        self.start = start
        self.end = end


def rounded(points: Sequence[Point], radius: float | Sequence[float]) -> Contour:
    """Return a ring through ``points`` with corners rounded by ``radius`` mm (one, or one each).

    Raises:
        ShortSideError: a side is too short for the two roundings that meet on it.
    """
    n = len(points)
    radii = [float(radius)] * n if isinstance(radius, int | float) else [float(r) for r in radius]
    cuts: list[tuple[float, float]] = []  # (length taken from both sides, bulge)
    for k, r in enumerate(radii):
        a, b = _unit(points[k - 1], points[k]), _unit(points[k], points[(k + 1) % n])
        turn = math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
        cuts.append((r * abs(math.tan(turn / 2)), math.tan(turn / 4)))
    vertices: list[Vertex] = []
    for k, (cut, bulge) in enumerate(cuts):
        before, here, after = points[k - 1], points[k], points[(k + 1) % n]
        if cut + cuts[k - 1][0] > math.dist(before, here) + 1e-9:
            raise ShortSideError(before, here)
        if cut < 1e-9:
            vertices.append((*here, 0.0))
            continue
        a, b = _unit(before, here), _unit(here, after)
        vertices.append((here[0] - cut * a[0], here[1] - cut * a[1], bulge))
        end = (here[0] + cut * b[0], here[1] + cut * b[1])
        vertices.append((*end, 0.0))
    return _without_repeats(vertices)


def _unit(a: Point, b: Point) -> Point:
    d = math.dist(a, b)
    return ((b[0] - a[0]) / d, (b[1] - a[1]) / d)


def _without_repeats(vertices: Sequence[Vertex]) -> Contour:
    """Drop straight segments of no length (two roundings that meet)."""
    kept: list[Vertex] = []
    for k, v in enumerate(vertices):
        after = vertices[(k + 1) % len(vertices)]
        if v[2] == 0.0 and math.dist(v[:2], after[:2]) < 1e-9:
            continue
        kept.append(v)
    return Contour(tuple(kept))
