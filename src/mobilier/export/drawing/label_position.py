"""Where a label fits inside a shape."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
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
    room = _turned_room(part, by.angle, by.flipped)
    return replace(room, at=(room.at[0] + by.x, room.at[1] + by.y))


@lru_cache(maxsize=1024)
def _turned_room(part: Part, angle: float, flipped: bool) -> Room:
    """Return the room of a part turned about its origin: copies lie alike on many sheets and pages."""
    import shapely

    by = Transform(angle=angle, flipped=flipped)
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


def _room(shape: Polygon) -> Room:
    import shapely

    x0, y0, x1, y1 = shape.bounds
    circle = shapely.maximum_inscribed_circle(shape, tolerance=max(x1 - x0, y1 - y0) / 400)
    (x, y), edge = circle.coords[0], circle.coords[1]
    radius = ((edge[0] - x) ** 2 + (edge[1] - y) ** 2) ** 0.5
    return _centred(shape, (x, y), radius)


def _centred(shape: Polygon, at: Point, radius: float) -> Room:
    """Slide the circle's centre to the middle of the longer free span, where it stays as open."""
    (left, right), (low, high) = _span(shape, at, 0), _span(shape, at, 1)
    middle = ((left + right) / 2, at[1]) if right - left >= high - low else (at[0], (low + high) / 2)
    x, y = _nearer(shape, at, middle, radius)
    (left, right), (low, high) = _span(shape, (x, y), 0), _span(shape, (x, y), 1)
    return Room((x, y), radius, 2 * min(right - x, x - left), 2 * min(high - y, y - low))


def _nearer(shape: Polygon, here: Point, wished: Point, radius: float) -> Point:
    """Return the position closest to ``wished``, from ``here``, that keeps 90 % of the room."""
    from shapely import Point as Spot

    for share in (1.0, 0.75, 0.5, 0.25):
        to = (here[0] + share * (wished[0] - here[0]), here[1] + share * (wished[1] - here[1]))
        if shape.contains(Spot(to)) and shape.boundary.distance(Spot(to)) >= 0.9 * radius:
            return to
    return here


def _span(shape: Polygon, through: Point, axis: int) -> tuple[float, float]:
    """Return the stretch of the line along an axis that lies inside the shape around a point."""
    import shapely

    low, high = list(through), list(through)
    low[axis], high[axis] = shape.bounds[axis] - 1, shape.bounds[axis + 2] + 1
    inside = shapely.intersection(shape, shapely.LineString([low, high]))
    for piece in shapely.get_parts(inside):
        values = [c[axis] for c in piece.coords]
        if min(values) - 1e-6 <= through[axis] <= max(values) + 1e-6:
            return (min(values), max(values))
    return (through[axis], through[axis])
