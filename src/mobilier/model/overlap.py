"""Where two plates share space: the box that a joint divides between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import cross, dot
from mobilier.geometry.points import Bounds, Point, Vector
from mobilier.model.plate import Plate, Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

TOUCH = 0.01
"""mm. Less than this in any direction is a touch, not an overlap."""

_COARSE = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlap:
    """The box two perpendicular plates share.

    ``along`` is the unit vector a.normal × b.normal; the three spans are dot products with
    a.normal (``through_a``), b.normal (``through_b``) and ``along`` (``run``), in mm.
    """

    a: Plate
    b: Plate
    along: Vector
    through_a: Span
    through_b: Span
    run: Span


def boxes_meet(a: Plate, b: Plate, gap: float = 0.0) -> bool:
    """Say whether the bounding boxes of two plates share space (or come within ``gap`` mm)."""
    return all(min(p[1], q[1]) - max(p[0], q[0]) > TOUCH - gap for p, q in zip(a.box, b.box, strict=True))


def perpendicular(a: Plate, b: Plate) -> bool:
    """Say whether the mid-planes of two plates stand at a right angle."""
    return abs(dot(a.normal, b.normal)) < 1e-9


def overlap_of(a: Plate, b: Plate) -> Overlap | None:
    """Return the box that two perpendicular plates share, or None where they do not."""
    if not boxes_meet(a, b):
        return None
    along = cross(a.normal, b.normal)
    in_a = _strip(a, b.normal, along, b.slab)
    in_b = _strip(b, a.normal, along, a.slab)
    if in_a is None or in_b is None:
        return None
    run = (max(in_a[1], in_b[1]), min(in_a[3], in_b[3]))
    if run[1] - run[0] < TOUCH or in_a[2] - in_a[0] < TOUCH or in_b[2] - in_b[0] < TOUCH:
        return None
    return Overlap(
        a=a,
        b=b,
        along=along,
        through_a=(in_b[0], in_b[2]),
        through_b=(in_a[0], in_a[2]),
        run=run,
    )


def _strip(
    plate: Plate, across: Vector, along: Vector, slab: Span
) -> tuple[float, float, float, float] | None:
    """Return the bounds (across, along) of the plate's wood within a slab across it."""
    x0, y0, x1, y1 = extent(plate, across, along)
    low, high = max(x0, slab[0]), min(x1, slab[1])
    if high - low < TOUCH:
        return None
    if len(plate.outline.vertices) == 4:  # a rectangle needs no clipping
        return (low, y0, high, y1)
    import shapely

    part = seen(plate, across, along).intersection(shapely.box(low, y0 - 1, high, y1 + 1))
    if part.is_empty:
        return None
    bounds = part.bounds
    return (float(bounds[0]), float(bounds[1]), float(bounds[2]), float(bounds[3]))


def extent(plate: Plate, across: Vector, along: Vector) -> Bounds:
    """Return the bounds of the plate's outline in coordinates (X·across, X·along), mm."""
    points = _turned(plate, plate.outline, across, along)
    (x0, y0), (x1, y1) = points.min(axis=0).tolist(), points.max(axis=0).tolist()
    return (x0, y0, x1, y1)


def seen(plate: Plate, across: Vector, along: Vector, *, whole: bool = False) -> Polygon:
    """Return the plate's outline in coordinates (X·across, X·along), mm; ``whole``: less its openings."""
    from shapely import Polygon

    holes = [_turned(plate, h, across, along) for h in plate.openings] if whole else []
    return Polygon(_turned(plate, plate.outline, across, along), holes)


def _turned(plate: Plate, contour: Contour, across: Vector, along: Vector) -> NDArray[np.float64]:
    """Return points (n, 2) on a contour of a plate in coordinates (X·across, X·along), mm."""
    frame = plate.frame
    p, q = contour.flattened(_COARSE).T
    axes = [dot(frame.origin, way) + p * dot(frame.u, way) + q * dot(frame.v, way) for way in (across, along)]
    return np.stack(axes, axis=1)


def local(plate: Plate, across: Vector, along: Vector, at: Point) -> Point:
    """Return plate coordinates of the point with X·across = at[0], X·along = at[1]."""
    f = plate.frame
    u = at[0] * dot(across, f.u) + at[1] * dot(along, f.u) - dot(f.origin, f.u)
    v = at[0] * dot(across, f.v) + at[1] * dot(along, f.v) - dot(f.origin, f.v)
    return (u, v)


def rectangle(plate: Plate, across: Vector, along: Vector, p: Span, q: Span) -> Contour:
    """Return the rectangle p × q (spans along ``across`` and ``along``) in plate coordinates, CCW."""
    corners = [(p[0], q[0]), (p[1], q[0]), (p[1], q[1]), (p[0], q[1])]
    return Contour.polygon_of([local(plate, across, along, c) for c in corners]).turned(ccw=True)
