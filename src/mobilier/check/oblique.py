"""Solids at any angle: do two of them share wood?

Two prisms meet along the line of their planes.  Across that line each shows, at every place,
rectangles of its thickness; where two rectangles cover each other there is wood in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.check.solids import SAME, Common, Solid
from mobilier.geometry.frame import Vector, cross, dot, unit

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

STATIONS = 24
"""How many places along the line of meeting are looked at."""


def apart(a: Solid, b: Solid) -> bool:
    """Say whether the oriented boxes of two solids are apart (separating axes, exact for boxes)."""
    (ca, ha, ra), (cb, hb, rb) = _oriented(a), _oriented(b)
    gap = cb - ca
    axes = [*ra, *rb, *(np.cross(p, q) for p in ra for q in rb)]
    for axis in axes:
        size = float(np.linalg.norm(axis))
        if size < 1e-9:
            continue
        n = axis / size
        reach = float(np.abs(ra @ n) @ ha + np.abs(rb @ n) @ hb)
        if abs(float(gap @ n)) > reach - SAME:
            return True
    return False


def _oriented(s: Solid) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """Return centre (3), half sizes (3) and axes (3, 3) of the solid's own box, mm."""
    x0, y0, x1, y1 = s.shape.bounds
    low, high = s.depth
    middle = s.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, (low + high) / 2)
    axes = np.array([s.frame.u, s.frame.v, s.normal])
    return np.array(middle), np.array([x1 - x0, y1 - y0, high - low]) / 2, axes


def oblique(a: Solid, b: Solid) -> Common | None:
    """Return the wood that two solids at an angle share, or None; sampled along their meeting."""
    if apart(a, b):
        return None
    along = unit(cross(a.normal, b.normal))
    low = max(_span(a, along)[0], _span(b, along)[0])
    high = min(_span(a, along)[1], _span(b, along)[1])
    if high - low < SAME:
        return None
    areas = [_shared(a, b, along, low + (k + 0.5) * (high - low) / STATIONS) for k in range(STATIONS)]
    worst = max(areas)
    if worst < SAME:
        return None
    mean = sum(areas) / STATIONS
    return Common(a=a.plate, b=b.plate, volume=mean * (high - low), depth=math.sqrt(worst))


def _span(s: Solid, along: Vector) -> tuple[float, float]:
    bounds = s.seen(cross(along, s.normal), along).bounds
    return (float(bounds[1]), float(bounds[3]))


def _shared(a: Solid, b: Solid, along: Vector, at: float) -> float:
    """Return the area in mm² that both solids cover across the line of meeting, at one place."""
    import shapely

    u, v = a.normal, cross(along, a.normal)
    one, two = (_section(s, along, at, u, v) for s in (a, b))
    if not one or not two:
        return 0.0
    return float(shapely.union_all(one).intersection(shapely.union_all(two)).area)


def _section(s: Solid, along: Vector, at: float, u: Vector, v: Vector) -> list[Polygon]:
    """Return the rectangles the solid shows across ``along`` at one place, in the axes (u, v)."""
    import shapely

    across = cross(along, s.normal)
    shape = s.seen(across, along)
    x0, _, x1, _ = shape.bounds
    line = shapely.LineString([(x0 - 1, at), (x1 + 1, at)]).intersection(shape)
    out: list[Polygon] = []
    for piece in shapely.get_parts(line):
        if piece.length < SAME:
            continue
        p0, _, p1, _ = piece.bounds
        corners = [
            (
                p * dot(across, u) + n * dot(s.normal, u),
                p * dot(across, v) + n * dot(s.normal, v),
            )
            for p, n in _ring((p0 + SAME / 2, p1 - SAME / 2), (s.slab[0] + SAME / 2, s.slab[1] - SAME / 2))
        ]
        out.append(shapely.Polygon(corners))
    return out


def _ring(p: Sequence[float], n: Sequence[float]) -> list[tuple[float, float]]:
    return [(p[0], n[0]), (p[1], n[0]), (p[1], n[1]), (p[0], n[1])]
