"""Random shapes such as furniture has: rounded and fingered outlines, slots, discs, dogbones.

Also the referee of the geometry: how far one drawing lies from another.
"""

from __future__ import annotations

import math

import numpy as np
import shapely
from hypothesis import strategies as st

from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region

FINE = 1e-4
"""mm. Sagitta of the drawings that shapes are compared with."""


def lengths(low: float, high: float) -> st.SearchStrategy[float]:
    """Millimetres to the nanometre: no maker has a smaller number than that."""
    return st.floats(low, high).map(lambda x: round(x, 6))


@st.composite
def outlines(draw: st.DrawFn, low: float = 60.0, high: float = 300.0) -> Contour:
    """A star-shaped outline with 3 to 9 corners, most of them rounded, reflex ones too."""
    n = draw(st.integers(3, 9))
    first = draw(lengths(0, 360))
    reach = [draw(lengths(low, high)) for _ in range(n)]
    points = [
        (r * math.cos(math.radians(first + 360 * k / n)), r * math.sin(math.radians(first + 360 * k / n)))
        for k, r in enumerate(reach)
    ]
    wanted = draw(st.sampled_from([0.0, 2.0, 8.0, 25.0]))
    radii = [min(wanted, 0.45 * room) for room in _rooms(points)]
    return rounded(points, [r if r > 0.5 else 0.0 for r in radii])


def _rooms(points: list[Point]) -> list[float]:
    """For each corner the largest radius that its two sides can bear."""
    rooms = []
    for k, here in enumerate(points):
        before, after = points[k - 1], points[(k + 1) % len(points)]
        a = math.atan2(here[1] - before[1], here[0] - before[0])
        b = math.atan2(after[1] - here[1], after[0] - here[0])
        turn = abs(math.remainder(b - a, math.tau))
        side = min(math.dist(before, here), math.dist(here, after))
        rooms.append(side / max(math.tan(min(turn, 3.1) / 2), 1e-6))
    return rooms


@st.composite
def boxes(draw: st.DrawFn) -> Contour:
    """A convex rounded rectangle, turned."""
    w, h = draw(lengths(30, 250)), draw(lengths(30, 250))
    r = draw(st.sampled_from([4.0, 10.0, 14.0]))
    turned = Transform(angle=draw(st.sampled_from([0.0, 90.0, 17.3, 45.0, 201.0])))
    return rounded([(0, 0), (w, 0), (w, h), (0, h)], r).transformed(turned)


@st.composite
def slots(draw: st.DrawFn) -> Contour:
    """A slot: sharp, with rounded corners, or with round ends."""
    w, h = draw(lengths(25, 120)), draw(lengths(7, 24))
    r = draw(st.sampled_from([0.0, 3.0, h / 2]))
    here = Transform(
        draw(lengths(-80, 80)), draw(lengths(-80, 80)), draw(st.sampled_from([0.0, 90.0, 30.0, 123.4]))
    )
    return rounded([(0, 0), (w, 0), (w, h), (0, h)], r).transformed(here)


discs = st.builds(
    Contour.circle, lengths(-120, 120), lengths(-120, 120), st.sampled_from([3.2, 6.0, 6.5, 35.0])
)
shapes = st.one_of(outlines(), boxes(), slots(), discs)
motions = st.builds(
    Transform,
    lengths(-2000, 2000),
    lengths(-2000, 2000),
    st.one_of(st.sampled_from([0.0, 90.0, 180.0, 270.0]), lengths(-360, 720)),
    st.booleans(),
)


def fingered(pairs: int = 20, pitch: float = 60.0, height: float = 600.0, board: float = 18.0) -> Contour:
    """A panel with finger joints along one side, sharp corners."""
    points: list[Point] = []
    for k in range(pairs):
        x = k * pitch
        points += [(x, 0), (x + pitch / 2, 0), (x + pitch / 2, board), (x + pitch, board)]
    return Contour.polygon_of([*points, (pairs * pitch, height), (0, height)])


def dogbones(
    pairs: int = 20, pitch: float = 60.0, board: float = 18.0, diameter: float = 6.5
) -> list[Contour]:
    """Discs through the inside corners of `fingered`, centred on their bisectors."""
    d = diameter / 2 / math.sqrt(2)
    inner = [(k * pitch + pitch / 2, 1) for k in range(pairs)]
    inner += [(k * pitch, -1) for k in range(1, pairs)]
    return [Contour.circle(x + side * d, board - d, diameter) for x, side in inner]


def drawing(shape: Region | Contour | tuple[Region, ...]) -> shapely.Geometry:
    """Return the shape as a shapely area with chords far finer than any tolerance."""
    parts = shape if isinstance(shape, tuple) else (shape,)
    return shapely.union_all([p.polygon(FINE) for p in parts])


def apart(a: shapely.Geometry, b: shapely.Geometry) -> float:
    """Return the Hausdorff distance of two outlines in mm, both dense."""
    if a.is_empty or b.is_empty:
        return 0.0 if a.is_empty and b.is_empty else math.inf
    return max(_furthest(a.boundary, b.boundary), _furthest(b.boundary, a.boundary))


def _furthest(a: shapely.Geometry, b: shapely.Geometry) -> float:
    shapely.prepare(b)
    points = shapely.points(shapely.get_coordinates(shapely.segmentize(a, 20.0)))
    return float(np.max(shapely.distance(points, b)))


def arcs(shape: Region | Contour | tuple[Region, ...]) -> int:
    """Return how many arcs the shape is drawn with."""
    parts = shape if isinstance(shape, tuple) else (shape,)
    rings = [c for p in parts for c in (p.contours if isinstance(p, Region) else (p,))]
    return sum(1 for c in rings for s in c.segments if s.bulge)
