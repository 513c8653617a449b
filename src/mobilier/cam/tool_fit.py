"""Can this cutter make this shape?  Pure questions, asked before anything is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region
from mobilier.profiles.types import Tool
from mobilier.wording import Pair, pair

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry as Geometry

_SLIVER = 0.01
"""mm. Wood this thin beside a contour is rounding."""

_HAIR = 5e-5
"""mm. What rounding leaves along a straight wall is thinner."""

_SHARP = math.radians(2.0)
"""A turn of less is no corner: two pieces of a contour that meet smoothly."""

_BACK = math.radians(170)
"""A contour that turns by more comes back on itself: the fillet has no end."""


def reach_missing(tool: Tool, depth: float) -> Pair | None:
    """Return why a tool cannot cut ``depth`` mm deep, None when it can."""
    if tool.reach >= depth - 1e-6:
        return None
    return pair("cutter.reach", reach=tool.reach, depth=depth)


def opening_refused(area: Region, diameter: float, marked: Sequence[Point] = ()) -> Pair | None:
    """Return why a cutter cannot clear an opening or pocket, None when only lone corner fillets stay.

    The cutter leaves the area less its opening with the disc.  What stays is a fillet where it
    reaches one sharp corner and no other; ``marked`` are the corners that are relieved, which
    count as neighbours.  The proof asks the same of the wood that is left, by its own way.
    """
    import shapely

    polygon = area.polygon(0.002)
    reachable = polygon.buffer(-diameter / 2, quad_segs=32)
    if reachable.is_empty:
        circle = shapely.maximum_inscribed_circle(polygon, tolerance=0.02)
        return pair("cutter.narrow", width=2 * circle.length, diameter=diameter)
    return _rest_refused(polygon, reachable, area.contours, diameter, marked)


def outline_refused(outline: Contour, diameter: float, marked: Sequence[Point] = ()) -> Pair | None:
    """Return why a cutter cannot follow an outline from outside, None when it can."""
    import shapely

    x0, y0, x1, y1 = outline.bounds
    m = 2 * diameter
    # Round far corners, so that nothing stays in them: the waste has no end there.
    around = shapely.box(x0 - m, y0 - m, x1 + m, y1 + m).buffer(diameter)
    outside = around.difference(outline.polygon(0.002))
    reachable = outside.buffer(-diameter / 2, quad_segs=32)
    return _rest_refused(outside, reachable, [outline.reversed()], diameter, marked)


def _rest_refused(
    area: Geometry, reachable: Geometry, contours: Sequence[Contour], diameter: float, marked: Sequence[Point]
) -> Pair | None:
    import shapely

    pieces = shapely.get_parts(reachable)
    if len(pieces) > 1:
        a, b = shapely.shortest_line(pieces[0], pieces[1]).coords
        return pair("cutter.neck", x=(a[0] + b[0]) / 2, y=(a[1] + b[1]) / 2, diameter=diameter)
    rest = area.difference(reachable.buffer(diameter / 2 + _SLIVER, quad_segs=32))
    if not _pieces(rest):
        return None
    spared = _lone_fillets(area, _sharp_corners(contours), marked, diameter / 2)
    if spared:
        rest = rest.difference(shapely.union_all(spared).buffer(2 * _SLIVER))
    for piece in _pieces(rest):
        tight = _tight(piece.buffer(2 * _SLIVER + 1e-3), contours, diameter / 2)
        if tight is not None:
            return pair("cutter.radius", radius=tight, cutter=diameter / 2)
        x, y = piece.representative_point().coords[0]
        width = 2 * shapely.maximum_inscribed_circle(piece, tolerance=0.02).length
        return pair("cutter.place", x=x, y=y, width=width, diameter=diameter)
    return None


def _pieces(rest: Geometry) -> list[Polygon]:
    import shapely

    return [p for p in shapely.get_parts(rest) if isinstance(p, shapely.Polygon) and p.area >= 1e-3]


def _sharp_corners(contours: Sequence[Contour]) -> list[tuple[Point, float]]:
    """Return the corners no round cutter fills, each with the angle in radians it turns by."""
    out = []
    for contour in contours:
        segments = contour.segments
        for before, here in zip((segments[-1], *segments[:-1]), segments, strict=True):
            a, b = before.direction(1), here.direction(0)
            turn = math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
            if turn > _SHARP:
                out.append((here.start, turn))
    return out


def _lone_fillets(
    area: Geometry, sharp: Sequence[tuple[Point, float]], marked: Sequence[Point], radius: float
) -> list[Geometry]:
    """Return what the cutter leaves in each sharp corner whose rest touches no other corner."""
    import shapely

    corners = [*(shapely.Point(at) for at, _ in sharp), *map(shapely.Point, marked)]
    out: list[Geometry] = []
    for (x, y), turn in sharp:
        reach = radius * math.tan(turn / 2) if turn < _BACK else 8 * radius
        far = reach + 3 * radius
        window = area.intersection(shapely.box(x - far, y - far, x + far, y + far))
        reached = window.buffer(-radius, quad_segs=32).buffer(radius + _HAIR, quad_segs=32)
        here = shapely.Point(x, y)
        left = [p for p in shapely.get_parts(window.difference(reached)) if p.distance(here) < _SLIVER]
        near = shapely.union_all(left).buffer(2 * _SLIVER)
        if sum(near.covers(c) for c in corners) == 1:
            out.append(shapely.union_all(left).intersection(here.buffer(reach + 10 * _SLIVER)))
    return out


def _tight(near: Geometry, contours: Sequence[Contour], radius: float) -> float | None:
    """Return the tightest arc within ``near`` that the cutter cannot follow."""
    import shapely

    arcs = [s for c in contours for s in c.segments if s.bulge > 0 and s.radius < radius - 0.005]
    return min((s.radius for s in arcs if near.contains(shapely.Point(s.point(0.5)))), default=None)


def clearances(shapes: Sequence[Geometry]) -> list[float]:
    """Return the distance in mm from each shape to the nearest other one."""
    import shapely

    out = [math.inf] * len(shapes)
    if len(shapes) < 2:
        return out
    tree = shapely.STRtree(list(shapes))
    (who, _), far = tree.query_nearest(list(shapes), exclusive=True, return_distance=True, all_matches=False)
    for k, d in zip(who, far, strict=True):
        out[int(k)] = float(d)
    return out
