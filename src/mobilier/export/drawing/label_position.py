"""Where a label fits inside a shape."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region
from mobilier.model.part import Part

if TYPE_CHECKING:
    from shapely import Polygon

COARSE = 0.5
"""mm. Sagitta good enough for placing words."""


@dataclass(frozen=True, slots=True)
class Room:
    """The largest circle inside a shape, and the free span centred on it along x and y, mm."""

    at: Point
    radius: float
    wide: float
    high: float


def label_room(part: Part, by: Transform) -> Room:
    """Return where the label of a placed part reads best, clear of pockets, holes and engravings."""
    import shapely

    shape = part.region.transformed(by).polygon(COARSE)
    marks = [c.transformed(by).polygon(COARSE) for f in part.features if f.depth for c in f.contours[:1]]
    marks += [
        shapely.LineString([by.apply(p) for p in s]).buffer(COARSE)
        for f in part.features
        for s in f.strokes
        if len(s) > 1
    ]
    clear = shapely.difference(shape, shapely.union_all(marks)) if marks else shape
    largest = max(shapely.get_parts(clear), key=lambda p: (p.area, p.bounds), default=shape)
    return _room(largest if largest.area > 0.15 * shape.area else shape)


def room_in(region: Region) -> Room:
    """Return the most open place of a region."""
    return _room(region.polygon(COARSE))


def _room(shape: Polygon) -> Room:
    import shapely

    x0, y0, x1, y1 = shape.bounds
    circle = shapely.maximum_inscribed_circle(shape, tolerance=max(x1 - x0, y1 - y0) / 400)
    (x, y), edge = circle.coords[0], circle.coords[1]
    radius = ((edge[0] - x) ** 2 + (edge[1] - y) ** 2) ** 0.5
    return _centred(shape, x, y, radius)


def _centred(shape: Polygon, x: float, y: float, radius: float) -> Room:
    """Slide the circle's centre to the middle of the free span, where it stays as open."""
    x0, y0, x1, y1 = shape.bounds
    left, right = _span(shape, (x0 - 1, y), (x1 + 1, y), x, 0)
    low, high = _span(shape, (x, y0 - 1), (x, y1 + 1), y, 1)
    if right - left >= high - low:
        x = _nearer(shape, x, (left + right) / 2, y, 0, radius)
    else:
        y = _nearer(shape, y, (low + high) / 2, x, 1, radius)
    left, right = _span(shape, (x0 - 1, y), (x1 + 1, y), x, 0)
    low, high = _span(shape, (x, y0 - 1), (x, y1 + 1), y, 1)
    return Room((x, y), radius, 2 * min(right - x, x - left), 2 * min(high - y, y - low))


def _nearer(shape: Polygon, here: float, wished: float, other: float, axis: int, radius: float) -> float:
    """Return the position closest to ``wished`` that keeps 90 % of the room."""
    from shapely import Point as Spot

    for share in (1.0, 0.75, 0.5, 0.25):
        to = here + share * (wished - here)
        spot = Spot(to, other) if axis == 0 else Spot(other, to)
        if shape.contains(spot) and shape.boundary.distance(spot) >= 0.9 * radius:
            return to
    return here


def _span(shape: Polygon, a: Point, b: Point, through: float, axis: int) -> tuple[float, float]:
    """Return the stretch of the line a–b that lies inside the shape around ``through``."""
    import shapely

    inside = shapely.intersection(shape, shapely.LineString([a, b]))
    for piece in shapely.get_parts(inside):
        values = [c[axis] for c in piece.coords]
        if min(values) - 1e-6 <= through <= max(values) + 1e-6:
            return (min(values), max(values))
    return (through, through)
