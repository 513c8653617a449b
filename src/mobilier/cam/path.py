"""A closed path with a position along it: where the cutter's centre runs, and how deep.

The depth along a path is a chain of (position, z) points, straight between them.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from mobilier.cam.moves import Move
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Point

Depth = tuple[float, float]
"""Position along the loop in mm (may pass its length) and z in mm."""

_SAME = 1e-7

_HAIR = 0.001
"""mm. A bend of a depth line nearer than this to a vertex is at it: no controller needs the stub between."""


@dataclass(frozen=True)
class ClosedPath:
    """A closed contour addressed by the distance run from its first vertex, mm."""

    contour: Contour

    @cached_property
    def ends(self) -> tuple[float, ...]:
        """Distance at the end of each segment, mm."""
        total, out = 0.0, []
        for s in self.contour.segments:
            total += s.length
            out.append(total)
        return tuple(out)

    @property
    def length(self) -> float:
        """Length of one turn in mm."""
        return self.ends[-1]

    def _at(self, position: float) -> tuple[int, float]:
        """Return the segment at a position and the share of it that is behind."""
        s = position % self.length
        k = min(bisect_right(self.ends, s), len(self.ends) - 1)
        start = self.ends[k - 1] if k else 0.0
        return k, min(1.0, max(0.0, (s - start) / (self.ends[k] - start)))

    def point(self, position: float) -> Point:
        """Return the point at ``position`` mm."""
        k, share = self._at(position)
        return self.contour.segments[k].point(share)

    def direction(self, position: float) -> Point:
        """Return the unit tangent at ``position`` mm."""
        k, share = self._at(position)
        return self.contour.segments[k].direction(share)

    def vertex(self, position: float) -> float:
        """Return the position of the vertex a hair from ``position``, else ``position``."""
        s = position % self.length
        k = min(bisect_right(self.ends, s), len(self.ends) - 1)
        near = min((self.ends[k - 1] if k else 0.0, self.ends[k]), key=lambda end: abs(end - s))
        return position - s + near if abs(near - s) < _HAIR else position

    def between(self, low: float, high: float) -> list[Segment]:
        """Return the segments from ``low`` to ``high`` mm, over the seam and several turns if asked."""
        out: list[Segment] = []
        segments, ends, turn = self.contour.segments, self.ends, self.length
        base = low - low % turn
        k, _ = self._at(low)
        if low - base > turn - _SAME:
            base, k = base + turn, 0
        here = low
        while high - here > _SAME:
            start, end = base + (ends[k - 1] if k else 0.0), base + ends[k]
            stop = min(end, high)
            if stop - here > _SAME:
                span = end - start
                out.append(segments[k].part((here - start) / span, (stop - start) / span))
            here = max(here, stop)
            k += 1
            if k == len(segments):
                k, base = 0, base + turn
        return out

    def nearest(self, to: Point) -> float:
        """Return the position of the point of the loop that lies nearest ``to``, mm."""
        best, found = math.inf, 0.0
        start = 0.0
        for s, end in zip(self.contour.segments, self.ends, strict=True):
            share = nearest_share(s, to)
            d = math.dist(s.point(share), to)
            if d < best - 1e-9:
                best, found = d, start + share * (end - start)
            start = end
        return found


def nearest_share(s: Segment, to: Point) -> float:
    """Return the share of a segment's length at which it passes nearest ``to``."""
    if not s.bulge:
        dx, dy = s.end[0] - s.start[0], s.end[1] - s.start[1]
        along = (to[0] - s.start[0]) * dx + (to[1] - s.start[1]) * dy
        return min(1.0, max(0.0, along / (dx * dx + dy * dy)))
    (cx, cy), sweep = s.centre, s.sweep
    first = math.atan2(s.start[1] - cy, s.start[0] - cx)
    turn = (math.atan2(to[1] - cy, to[0] - cx) - first) % math.tau
    if sweep < 0:
        turn = (math.tau - turn) % math.tau
    share = turn / abs(sweep)
    if share <= 1:
        return share
    return 0.0 if math.dist(s.start, to) <= math.dist(s.end, to) else 1.0


@dataclass(frozen=True, slots=True)
class Lift:
    """A stretch of a loop (low to high, mm) over which the cutter stays at ``z`` or above."""

    low: float
    high: float
    z: float

    def floor(self, position: float, slope: float) -> float:
        """Return the lowest allowed z at ``position``, with ramps of ``slope`` beside the stretch."""
        away = max(self.low - position, position - self.high, 0.0)
        return self.z - slope * away


def lift_line(base: Sequence[Depth], lifts: Sequence[Lift], turn: float, slope: float) -> list[Depth]:
    """Return the depth line ``base`` raised over ``lifts`` (positions on one turn of ``turn`` mm)."""
    copies = _copies(base, lifts, turn, slope)
    if not copies:
        return list(base)
    # The raised line bends where the base bends, where base and lifts cross, and where lifts meet.
    stops = {s for s, _ in base}
    for (s0, z0), (s1, z1) in pairwise(base):
        if s1 - s0 < _SAME:
            continue
        grade = (z1 - z0) / (s1 - s0)
        for lift in copies:
            stops.update(s for s in _crossings(lift, s0, z0, grade, slope) if s0 < s < s1)
    low, high = base[0][0], base[-1][0]
    for a in copies:
        for b in copies:
            if a is not b:
                stops.update(s for s in _meetings(a, b, slope) if low < s < high)
    # At each bend the highest of base and lifts holds; between bends it is straight.
    ordered = sorted(stops)
    out: list[Depth] = []
    for s in ordered:
        z = max(_depth(base, s), *(lift.floor(s, slope) for lift in copies))
        if not out or s - out[-1][0] > _SAME:
            out.append((s, z))
    return _straightened(out)


def _copies(base: Sequence[Depth], lifts: Sequence[Lift], turn: float, slope: float) -> list[Lift]:
    """Return the lifts repeated on every turn that the depth line dips under them."""
    low, high = base[0][0], base[-1][0]
    deepest = min(z for _, z in base)
    out: list[Lift] = []
    for lift in lifts:
        reach = (lift.z - deepest) / slope
        if reach <= 0:
            continue
        first = math.floor((low - lift.high - reach) / turn)
        last = math.ceil((high - lift.low + reach) / turn)
        for k in range(first, last + 1):
            copy = Lift(lift.low + k * turn, lift.high + k * turn, lift.z)
            if copy.high + reach > low and copy.low - reach < high:
                out.append(copy)
    return out


def _crossings(lift: Lift, s0: float, z0: float, grade: float, slope: float) -> list[float]:
    """Return where the line from (s0, z0) meets the lift's top and ramps, and the lift's corners."""
    out = [lift.low, lift.high]
    if abs(slope - grade) > 1e-12:
        out.append((z0 - grade * s0 - lift.z + slope * lift.low) / (slope - grade))
    if abs(slope + grade) > 1e-12:
        out.append((lift.z + slope * lift.high - z0 + grade * s0) / (slope + grade))
    if abs(grade) > 1e-12:
        out.append(s0 + (lift.z - z0) / grade)
    return out


def _meetings(a: Lift, b: Lift, slope: float) -> list[float]:
    """Return where the ramp behind lift ``a`` meets the ramp before ``b``, and the ramps of ``a`` its top."""
    if a.high >= b.low:
        reach = (a.z - b.z) / slope
        return [a.high + reach, a.low - reach] if reach > 0 else []
    return [
        (a.high + b.low + (a.z - b.z) / slope) / 2,
        a.high + (a.z - b.z) / slope,
        b.low - (b.z - a.z) / slope,
    ]


def _depth(line: Sequence[Depth], position: float) -> float:
    for (s0, z0), (s1, z1) in pairwise(line):
        if position <= s1:
            return z1 if s1 - s0 < _SAME else z0 + (z1 - z0) * (position - s0) / (s1 - s0)
    return line[-1][1]


def _straightened(line: list[Depth]) -> list[Depth]:
    """Drop the points in the middle of straight stretches of a depth line."""
    out = line[:1]
    for k in range(1, len(line) - 1):
        (s0, z0), (s, z), (s1, z1) = out[-1], line[k], line[k + 1]
        if abs(z0 + (z1 - z0) * (s - s0) / (s1 - s0) - z) > 1e-9:
            out.append(line[k])
    return [*out, *line[-1:]] if len(line) > 1 else out


def moves_along(loop: ClosedPath, line: Sequence[Depth], feed: float, plunge: float) -> list[Move]:
    """Return the cutting moves along ``loop`` at the depths of ``line``.

    Going down, the feed is lowered so that the vertical part stays within ``plunge``.
    """
    out: list[Move] = []
    for (s0, z0), (s1, z1) in pairwise([(loop.vertex(s), z) for s, z in line]):
        if s1 - s0 < _SAME:
            continue
        fall = (z1 - z0) / (s1 - s0)
        here = s0
        for segment in loop.between(s0, s1):
            here += segment.length
            z = z0 + fall * (min(here, s1) - s0)
            out.append(cut_along(segment, z, slow_feed(feed, plunge, fall)))
    return out


def slow_feed(feed: float, plunge: float, fall: float) -> float:
    """Return the feed at which a move that changes z by ``fall`` per mm keeps within ``plunge``."""
    steep = abs(fall) / math.hypot(1.0, fall)
    return float(math.floor(min(feed, plunge / steep) + 1e-6)) if steep > 1e-9 else feed


def cut_along(segment: Segment, z: float, feed: float) -> Move:
    """Return the cutting move along a segment that ends at height ``z``."""
    x, y = segment.end
    if not segment.bulge:
        return Move("line", x, y, z, feed=feed)
    cx, cy = segment.centre
    return Move("ccw" if segment.bulge > 0 else "cw", x, y, z, cx, cy, feed)
