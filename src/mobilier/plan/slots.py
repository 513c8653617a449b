"""What in a drawing follows the thickness of the board: slots, notches, grooves, and the length of tabs.

A slot is a pair of parallel edges with air between them, about a board's thickness apart; its ends may
be square, rounded or dogboned.  A tab is an edge that steps out of the edge beside it by a thickness.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Point
from mobilier.plan.shapes import PlanPart

SHORT = 2.0
"""mm. Shorter lines are corners and reliefs, not the edge of a slot."""

PARALLEL = 2e-3
"""Largest sine between edges that count as parallel (0.1 degrees)."""

NARROWEST, WIDEST = 2.5, 30.0
"""mm. Boards that furniture is made of, with their clearance."""

LONG = 1.15
"""A slot is at least this many times longer than wide: the tab of a square one could lie either way."""

Where = tuple[Literal["outline", "opening", "recess"], int]
"""Which ring of a part, and which of those."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two facing edges of a ring: their segments, distance in mm, length along, middle."""

    ring: Where
    edges: tuple[int, int]
    width: float
    length: float
    at: Point
    square: bool = False


@dataclass(frozen=True, slots=True)
class Ledge:
    """An edge that lies back from its neighbour: the shoulder of a tab, or the bottom of a finger.

    ``shoulder`` is the segment that lies back, ``tip`` the one that stands out by ``depth`` mm.
    """

    ring: Where
    shoulder: int
    tip: int
    depth: float
    at: Point


def rings_of(part: PlanPart) -> Iterator[tuple[Where, Contour]]:
    """Yield the rings of a part, each run with the wood on its left."""
    yield ("outline", 0), part.outline.ring.turned(ccw=True)
    for k, o in enumerate(part.openings):
        yield ("opening", k), o.ring.turned(ccw=False)
    for k, r in enumerate(part.recesses):
        yield ("recess", k), r.ring.turned(ccw=False)


def facing_widths(parts: Sequence[PlanPart]) -> list[float]:
    """Return the widths of everything that could be a slot, mm."""
    return [
        g.width
        for part in parts
        for where, ring in rings_of(part)
        for g in gaps_of(where, ring, NARROWEST, WIDEST)
        if not g.square
    ]


def gaps_of(where: Where, ring: Contour, low: float, high: float) -> list[Gap]:
    """Return the pairs of edges that face each other across air at ``low`` to ``high`` mm."""
    segments = ring.segments
    lines = [(k, s) for k, s in enumerate(segments) if not s.bulge and s.chord >= SHORT]
    found: dict[int, tuple[float, int, float]] = {}
    for k, a in lines:
        d = a.direction(0.0)
        air = (d[1], -d[0])
        for m, b in lines:
            e = b.direction(0.0)
            if d[0] * e[0] + d[1] * e[1] > -0.5 or abs(d[0] * e[1] - d[1] * e[0]) > PARALLEL:
                continue
            away = (b.start[0] - a.start[0]) * air[0] + (b.start[1] - a.start[1]) * air[1]
            if not low <= away <= high:
                continue
            long = _overlap(a, b, d)
            if long >= 0.5 * SHORT and (k not in found or away < found[k][0]):
                found[k] = (away, m, long)
    out = []
    for k, (width, m, long) in found.items():
        if m not in found or found[m][1] != k or m < k:
            continue
        a, b = segments[k], segments[m]
        at = _middle(a, b)
        reach = max(long, _reach(ring, a) if where[0] != "outline" else long)
        out.append(Gap(where, (k, m), width, reach, at, square=reach < LONG * width))
    return out


def _overlap(a: Segment, b: Segment, d: Point) -> float:
    """Return how far two parallel edges run beside each other, mm."""
    s = [(p[0] - a.start[0]) * d[0] + (p[1] - a.start[1]) * d[1] for p in (a.start, a.end, b.start, b.end)]
    return min(max(s[0], s[1]), max(s[2], s[3])) - max(min(s[0], s[1]), min(s[2], s[3]))


def _middle(a: Segment, b: Segment) -> Point:
    x = (a.start[0] + a.end[0] + b.start[0] + b.end[0]) / 4
    y = (a.start[1] + a.end[1] + b.start[1] + b.end[1]) / 4
    return (x, y)


def _reach(ring: Contour, along: Segment) -> float:
    """Return the length of a ring along an edge, its rounded ends included."""
    d = along.direction(0.0)
    spans = [p[0] * d[0] + p[1] * d[1] for p in ring.flattened(0.05).tolist()]
    return float(max(spans) - min(spans))


def ledges_of(where: Where, ring: Contour, low: float, high: float) -> list[Ledge]:
    """Return the steps of ``low`` to ``high`` mm between neighbouring edges that look the same way."""
    segments = ring.segments
    lines = [k for k, s in enumerate(segments) if not s.bulge and s.chord >= SHORT]
    out = []
    for n, k in enumerate(lines):
        flank, after = lines[(n + 1) % len(lines)], lines[(n + 2) % len(lines)]
        a, f, b = segments[k], segments[flank], segments[after]
        d, e, g = a.direction(0.0), b.direction(0.0), f.direction(0.0)
        same = d[0] * e[0] + d[1] * e[1] > 0.5 and abs(d[0] * e[1] - d[1] * e[0]) <= PARALLEL
        if len({k, flank, after}) < 3 or not same or abs(d[0] * g[0] + d[1] * g[1]) > 0.02:
            continue
        air = (d[1], -d[0])
        step = (b.start[0] - a.start[0]) * air[0] + (b.start[1] - a.start[1]) * air[1]
        if low <= abs(step) <= high:
            shoulder, tip = (k, after) if step > 0 else (after, k)
            out.append(Ledge(where, shoulder, tip, abs(step), segments[flank].point(0.5)))
    return out


def moved(ring: Contour, shifts: dict[int, float]) -> Contour | None:
    """Return a ring with edges moved by ``shifts`` mm towards the air; reliefs and rounds go with them.

    Corners, arcs and reliefs between two edges keep their shape and place against both; an arc between
    two edges that face each other keeps its sweep.  None where neighbours would have to part.
    """
    segments = ring.segments
    ways = [segments[k].direction(0.0) for k in shifts]
    firm = [k for k, s in enumerate(segments) if k in shifts or _firm(s, ways)]
    if len(firm) < 2:
        return None
    v = [list(p) for p in ring.vertices]
    n = len(v)
    for k, after in zip(firm, [*firm[1:], firm[0]], strict=True):
        run = [(k + 1 + j) % n for j in range((after - k - 1) % n + 1)]  # vertices from one edge to the next
        a, b = _shift(segments[k], shifts.get(k, 0.0)), _shift(segments[after], shifts.get(after, 0.0))
        d, e = segments[k].direction(0.0), segments[after].direction(0.0)
        cross = d[0] * e[1] - d[1] * e[0]
        if abs(cross) > 0.02:
            # One move keeps to both edges: normal parts a and b, solved for the plane.
            na, nb = (d[1], -d[0]), (e[1], -e[0])
            sa, sb = shifts.get(k, 0.0), shifts.get(after, 0.0)
            det = na[0] * nb[1] - na[1] * nb[0]
            x, y = (sa * nb[1] - sb * na[1]) / det, (na[0] * sb - nb[0] * sa) / det
            for i in run:
                v[i][0] += x
                v[i][1] += y
            continue
        if len(run) == 1:
            if math.dist(a, b) > 1e-9:
                return None
            v[run[0]][0] += a[0]
            v[run[0]][1] += a[1]
            continue
        for j, i in enumerate(run):
            share = j / (len(run) - 1)
            v[i][0] += a[0] + share * (b[0] - a[0])
            v[i][1] += a[1] + share * (b[1] - a[1])
    return Contour(tuple((x, y, b) for x, y, b in v))


def _shift(s: Segment, by: float) -> Point:
    d = s.direction(0.0)
    return (d[1] * by, -d[0] * by)


def _firm(s: Segment, ways: Sequence[Point]) -> bool:
    """Whether a line holds its place: long, or square or parallel to an edge that moves."""
    if s.bulge or s.chord < 0.3:
        return False
    if s.chord >= 2 * SHORT:
        return True
    d = s.direction(0.0)
    return any(min(abs(d[0] * w[0] + d[1] * w[1]), abs(d[0] * w[1] - d[1] * w[0])) < 0.02 for w in ways)
