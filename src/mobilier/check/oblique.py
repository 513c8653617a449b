"""Solids at any angle: do two of them share wood?

Two prisms meet along the line of their planes.  Across that line each shows, at every place,
rectangles of its thickness; where two rectangles cover each other there is wood in both.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.check.solid import SAME, Common, Solid
from mobilier.geometry.frame import cross, dot, unit
from mobilier.geometry.points import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray

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
    stations = low + (np.arange(STATIONS) + 0.5) * (high - low) / STATIONS
    areas = _shared(a, b, along, stations)
    worst = float(areas.max())
    if worst < SAME:
        return None
    volume = float(areas.mean()) * (high - low)
    return Common(a=a.plate, b=b.plate, volume=volume, depth=math.sqrt(worst))


def _span(s: Solid, along: Vector) -> tuple[float, float]:
    """Return the extent of a solid along a line in its plane, mm."""
    x0, y0, x1, y1 = s.shape.bounds
    ends = [dot(s.frame.to_piece(u, v), along) for u in (x0, x1) for v in (y0, y1)]
    return (min(ends), max(ends))


def _shared(a: Solid, b: Solid, along: Vector, stations: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the area in mm² that both solids cover across the line of meeting, at each station."""
    import shapely

    u, v = a.normal, cross(along, a.normal)
    (one, at_one), (two, at_two) = (_sections(s, along, stations, u, v) for s in (a, b))
    pairs = [(i, j) for i, p in enumerate(at_one) for j, q in enumerate(at_two) if p == q]
    areas = np.zeros(len(stations))
    if pairs:
        i, j = np.array(pairs).T
        shared = shapely.area(shapely.intersection(one[i], two[j]))
        np.add.at(areas, np.asarray(at_one)[i], shared)
    return areas


def _sections(
    s: Solid, along: Vector, stations: NDArray[np.float64], u: Vector, v: Vector
) -> tuple[NDArray[np.object_], list[int]]:
    """Return the rectangles a solid shows across ``along``, in the axes (u, v), and their stations."""
    import shapely

    across = cross(along, s.normal)
    shape = s.seen(across, along)
    x0, _, x1, _ = shape.bounds
    ends = np.array([[[x0 - 1, at], [x1 + 1, at]] for at in stations])
    cuts = shapely.intersection(shapely.linestrings(ends), shape)
    parts, index = shapely.get_parts(cuts, return_index=True)
    boxes = shapely.bounds(parts)
    kept = [k for k in range(len(parts)) if boxes[k, 2] - boxes[k, 0] > SAME]
    way = np.array([[dot(across, u), dot(across, v)], [dot(s.normal, u), dot(s.normal, v)]])
    low, high = s.slab[0] + SAME / 2, s.slab[1] - SAME / 2
    rings = [_ring((boxes[k, 0] + SAME / 2, boxes[k, 2] - SAME / 2), (low, high)) for k in kept]
    corners = np.array(rings, dtype=float).reshape(-1, 4, 2) @ way
    return shapely.polygons(corners), [int(index[k]) for k in kept]


def _ring(p: Sequence[float], n: Sequence[float]) -> list[tuple[float, float]]:
    return [(p[0], n[0]), (p[1], n[0]), (p[1], n[1]), (p[0], n[1])]
