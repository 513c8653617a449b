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
from mobilier.geometry.frame import cross, dot, plus, unit
from mobilier.geometry.points import Vector

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

STATIONS = 24
"""How many places along the line of meeting are looked at."""


def apart(a: Solid, b: Solid) -> bool:
    """Say whether the oriented boxes of two solids are apart (separating axes, exact for boxes)."""
    (ca, ha, ra), (cb, hb, rb) = a.oriented, b.oriented
    gap = plus(cb, ca, -1.0)
    # The boxes are apart when their shadows are on one of 15 lines: the axes of each...
    turn = [[dot(p, q) for q in rb] for p in ra]
    to_a, to_b = [dot(gap, p) for p in ra], [dot(gap, q) for q in rb]
    for k in range(3):
        if abs(to_a[k]) > ha[k] + sum(abs(turn[k][j]) * hb[j] for j in range(3)) - SAME:
            return True
        if abs(to_b[k]) > hb[k] + sum(abs(turn[i][k]) * ha[i] for i in range(3)) - SAME:
            return True
    # ... and the lines square to one axis of each, of length sqrt(1 - cos²) before they are unit.
    for i in range(3):
        i1, i2 = (i + 1) % 3, (i + 2) % 3
        for j in range(3):
            j1, j2 = (j + 1) % 3, (j + 2) % 3
            size = math.sqrt(max(0.0, 1 - turn[i][j] ** 2))
            reach = ha[i1] * abs(turn[i2][j]) + ha[i2] * abs(turn[i1][j])
            reach += hb[j1] * abs(turn[i][j2]) + hb[j2] * abs(turn[i][j1])
            if size > 1e-9 and abs(to_a[i2] * turn[i1][j] - to_a[i1] * turn[i2][j]) > reach - SAME * size:
                return True
    return False


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
    x0, y0, x1, y1 = s.bounds
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
    chords, index = chords_of(s.seen(across, along), stations)
    kept = chords[:, 1] - chords[:, 0] > SAME
    chords, index = chords[kept], index[kept]
    way = np.array([[dot(across, u), dot(across, v)], [dot(s.normal, u), dot(s.normal, v)]])
    low, high = s.slab[0] + SAME / 2, s.slab[1] - SAME / 2
    rings = [_ring((p + SAME / 2, q - SAME / 2), (low, high)) for p, q in chords.tolist()]
    corners = np.array(rings, dtype=float).reshape(-1, 4, 2) @ way
    return shapely.polygons(corners), index.tolist()


def chords_of(
    shape: BaseGeometry, stations: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    """Return the stretches (n, 2) of x where level lines lie within a shape, and whose station each is."""
    import shapely

    # Every side that a line crosses gives one x; between the first and second, third and fourth... is wood.
    sides = np.concatenate(
        [np.hstack([ring[:-1], ring[1:]]) for ring in map(shapely.get_coordinates, _rings(shape))]
    )
    at = stations[:, None]
    line, side = np.nonzero((sides[:, 1] <= at) != (sides[:, 3] <= at))
    x0, y0, x1, y1 = sides[side].T
    x = x0 + (stations[line] - y0) / (y1 - y0) * (x1 - x0)
    order = np.lexsort((x, line))
    return x[order].reshape(-1, 2), line[order][::2]


def _rings(shape: BaseGeometry) -> list[BaseGeometry]:
    import shapely

    return [r for p in shapely.get_parts(shape) for r in (p.exterior, *p.interiors)]


def _ring(p: Sequence[float], n: Sequence[float]) -> list[tuple[float, float]]:
    return [(p[0], n[0]), (p[1], n[0]), (p[1], n[1]), (p[0], n[1])]
