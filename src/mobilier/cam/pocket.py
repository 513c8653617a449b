"""Pockets: rings a part of the cutter apart, from the middle outwards, nothing left standing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.cam.moves import Move
from mobilier.cam.path import ClosedPath, moves_along
from mobilier.cam.profile import ramp_down
from mobilier.cam.setup import APPROACH, STEPOVER
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.contour import Contour
from mobilier.geometry.offset import offset
from mobilier.geometry.region import Region

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_REST = 0.02
"""mm. How far in from the wall of the cleared floor an unswept rest counts."""


@dataclass(frozen=True, slots=True)
class PocketRing:
    """A closed path of a pocket and how many steps from the wall it runs."""

    contour: Contour
    rank: int


def lay_rings(area: Region, radius: float, finishing: float) -> list[PocketRing]:
    """Return the rings that clear ``area``, the wall first (rank 0).

    The distance between rings is lowered until the cutter's sweep covers all it can reach.
    """
    # Rings a step apart leave cusps where they turn sharply: come closer until the sweep covers all.
    step = STEPOVER * 2 * radius
    for _ in range(6):
        found = _rings(area, radius, finishing, step)
        if not found or _covered(area, found, radius):
            return found
        step *= 0.7
    return found


def _rings(area: Region, radius: float, finishing: float, step: float) -> list[PocketRing]:
    # Shrink the area ring by ring until nothing is left of it; a finishing pass is the first step in.
    out: list[PocketRing] = []
    distance, rank = radius, 0
    while True:
        inner = offset(area, -distance)
        if not inner:
            return out
        out += [PocketRing(c, rank) for region in inner for c in region.contours]
        distance += finishing if rank == 0 and finishing else step
        rank += 1


def _covered(area: Region, found: Sequence[PocketRing], radius: float) -> bool:
    """Tell whether discs of ``radius`` along the rings cover all that the cutter can reach."""
    import shapely

    swept = shapely.union_all(
        [shapely.LinearRing(r.contour.flattened(0.01)).buffer(radius, quad_segs=16) for r in found]
    )
    floor = shapely.union_all([r.polygon(0.01) for r in offset(area, -radius)]).buffer(radius - _REST)
    return bool(floor.difference(swept.buffer(_REST / 2)).area < _REST**2)


def clear_pocket(
    area: Region,
    depth: float,
    speeds: Speeds,
    *,
    safe_z: float,
    finishing: float = 0.0,
    climb: bool = False,
) -> tuple[list[Move], int]:
    """Return the moves that clear ``area`` to ``depth`` mm, and the number of passes.

    At each depth the rings are cut from the innermost outwards; the cutter goes from one
    ring to the next at depth where that stays inside the area, else over the top, ramping
    in again along the ring.
    """
    # ``within``: where the cutter's centre may be, for ways from ring to ring at depth.
    radius = speeds.tool.diameter / 2
    found = lay_rings(area, radius, finishing)
    within = _union([r.polygon(0.005) for r in offset(area, -radius)]).buffer(0.01)
    order = _from_inside([_turned(r, climb=climb) for r in found])
    slope = math.tan(math.radians(speeds.ramp))
    moves: list[Move] = []
    passes = split_depth(depth, speeds.step)
    top = 0.0
    for bottom in passes:
        # From the middle outwards, so that only the first ring of an area is cut in full width.
        here: tuple[float, float] | None = None
        for ring in order:
            loop = ClosedPath(ring.contour)
            start = loop.nearest(here) if here else 0.0
            x, y = loop.point(start)
            if here and _free(here, (x, y), within):
                moves.append(Move("line", x, y, -bottom, feed=speeds.feed))
                line = [(start, -bottom), (start + loop.length, -bottom)]
            else:
                moves += _down(moves, x, y, -top, speeds, safe_z)
                line = ramp_down(start, -top, [bottom], loop.length, slope)
            moves += moves_along(loop, line, speeds.feed, speeds.plunge)
            here = (moves[-1].x, moves[-1].y)
        top = bottom
    moves.append(Move("rapid", moves[-1].x, moves[-1].y, safe_z))
    return moves, len(passes)


def _down(moves: Sequence[Move], x: float, y: float, z: float, speeds: Speeds, safe_z: float) -> list[Move]:
    """Return the moves from wherever the last one ended to the top of what is left at (x, y)."""
    up = [Move("rapid", moves[-1].x, moves[-1].y, safe_z)] if moves else []
    return [
        *up,
        Move("rapid", x, y, safe_z),
        Move("rapid", x, y, APPROACH),
        Move("line", x, y, z, feed=speeds.plunge),
    ]


def _turned(ring: PocketRing, *, climb: bool) -> PocketRing:
    """Run a ring so that the wall it faces is cut climbing or conventionally.

    ``offset`` gives outer rings counter-clockwise and rings around islands clockwise:
    with a spindle turning clockwise both climb.
    """
    return ring if climb else PocketRing(ring.contour.reversed(), ring.rank)


def _from_inside(found: Sequence[PocketRing]) -> list[PocketRing]:
    """Return the rings from the innermost outwards, each near the one before."""
    left = sorted(found, key=lambda r: -r.rank)
    order: list[PocketRing] = []
    here: tuple[float, float] | None = None
    while left:
        ready = [r for r in left if r.rank == left[0].rank]
        spot = here
        best = min(ready, key=lambda r: _gap(r, spot)) if spot else ready[0]
        order.append(best)
        left.remove(best)
        here = best.contour.vertices[0][:2]
    return order


def _gap(ring: PocketRing, spot: tuple[float, float]) -> float:
    loop = ClosedPath(ring.contour)
    return math.dist(loop.point(loop.nearest(spot)), spot)


def _free(a: tuple[float, float], b: tuple[float, float], within: Geometry) -> bool:
    """Tell whether the cutter may go straight from a to b at depth."""
    import shapely

    return math.dist(a, b) < 1e-6 or bool(within.covers(shapely.LineString([a, b])))


def _union(polygons: Sequence[Geometry]) -> Geometry:
    import shapely

    return shapely.union_all(list(polygons))
