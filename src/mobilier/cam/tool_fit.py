"""Can this cutter make this shape?  Pure questions, asked before anything is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.profiles.types import Tool
from mobilier.wording import Pair, pair

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_SLIVER = 0.01
_SHARP = math.cos(math.radians(2.0))


def reach_missing(tool: Tool, depth: float) -> Pair | None:
    """Return why a tool cannot cut ``depth`` mm deep, None when it can."""
    if tool.reach >= depth - 1e-6:
        return None
    return pair("cutter.reach", reach=tool.reach, depth=depth)


def opening_refused(area: Region, diameter: float) -> Pair | None:
    """Return why a cutter cannot clear an opening or pocket, None when only corner fillets stay.

    The cutter leaves area less opening(area, R).  A piece of that rest at one sharp corner
    is the fillet any cutter leaves; one that holds an arc tighter than the cutter, or two
    corners, is a place the cutter cannot go.
    """
    import shapely

    polygon = area.polygon(0.002)
    reachable = polygon.buffer(-diameter / 2, quad_segs=32)
    if reachable.is_empty:
        circle = shapely.maximum_inscribed_circle(polygon, tolerance=0.02)
        return pair("cutter.narrow", width=2 * circle.length, diameter=diameter)
    return _rest_refused(polygon, reachable, area.contours, diameter)


def outline_refused(outline: Contour, diameter: float) -> Pair | None:
    """Return why a cutter cannot follow an outline from outside, None when it can."""
    import shapely

    x0, y0, x1, y1 = outline.bounds
    m = 2 * diameter
    outside = shapely.box(x0 - m, y0 - m, x1 + m, y1 + m).difference(outline.polygon(0.002))
    reachable = outside.buffer(-diameter / 2, quad_segs=32)
    return _rest_refused(outside, reachable, [outline.reversed()], diameter)


def _rest_refused(
    area: Geometry, reachable: Geometry, contours: Sequence[Contour], diameter: float
) -> Pair | None:
    import shapely

    pieces = shapely.get_parts(reachable)
    if len(pieces) > 1:
        a, b = shapely.shortest_line(pieces[0], pieces[1]).coords
        return pair("cutter.neck", x=(a[0] + b[0]) / 2, y=(a[1] + b[1]) / 2, diameter=diameter)
    rest = area.difference(reachable.buffer(diameter / 2 + _SLIVER, quad_segs=32))
    for piece in shapely.get_parts(rest):
        if piece.area < 1e-3 or not isinstance(piece, shapely.Polygon):
            continue
        near = piece.buffer(2 * _SLIVER + 1e-3)
        tight, sharp = _tight_and_sharp(near, contours, diameter / 2)
        if tight is not None:
            return pair("cutter.radius", radius=tight, cutter=diameter / 2)
        if sharp > 1:
            x, y = piece.representative_point().coords[0]
            width = 2 * shapely.maximum_inscribed_circle(piece, tolerance=0.02).length
            return pair("cutter.place", x=x, y=y, width=width, diameter=diameter)
    return None


def _tight_and_sharp(near: Geometry, contours: Sequence[Contour], radius: float) -> tuple[float | None, int]:
    """Return the tightest arc the cutter cannot follow within ``near``, and its sharp corners."""
    import shapely

    sharp = 0
    tight: float | None = None
    for contour in contours:
        segments = contour.segments
        for before, here in zip((segments[-1], *segments[:-1]), segments, strict=True):
            a, b = before.direction(1), here.direction(0)
            hollow = a[0] * b[1] - a[1] * b[0] > 0
            bent = a[0] * b[0] + a[1] * b[1] < _SHARP
            if hollow and bent and near.contains(shapely.Point(here.start)):
                sharp += 1
            if (
                here.bulge > 0
                and here.radius < radius - 0.005
                and near.contains(shapely.Point(here.point(0.5)))
            ):
                tight = min(here.radius, tight or math.inf)
    return tight, sharp


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
