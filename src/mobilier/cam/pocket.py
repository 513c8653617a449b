"""Pockets: rings a part of the cutter apart, from the middle outwards, nothing left standing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.cam.moves import Heights, Move
from mobilier.cam.path import ClosedPath, moves_along
from mobilier.cam.profile import flats_of, ramp_down
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.contour import Contour
from mobilier.geometry.offset import offset
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

_SPREAD = 1.2
"""How many times the wished step rings may be apart, so that the area needs one ring less."""

_OVERLAP = 0.02
"""Share of the cutter's radius by which the innermost ring passes the middle."""

_TRIES = 6
"""More rings, one at a time, until the sweep covers all."""

_SPECK = 5e-5
"""mm² of unswept floor left of rounding; the proof allows twice as much."""

_REST = 0.02
"""mm. How far in from the wall of the cleared floor an unswept rest counts."""


@dataclass(frozen=True, slots=True)
class PocketRing:
    """A closed path of a pocket and how many steps from the wall it runs."""

    contour: Contour
    rank: int


def lay_rings(area: Region, radius: float, finishing: float, stepover: float) -> list[PocketRing]:
    """Return the rings that clear ``area``, the wall first (rank 0).

    As few rings, evenly apart, as reach the middle of the area; closer where they turn so
    sharply that the cutter's sweep would not cover all it can reach.
    """
    import shapely

    wish = stepover * 2 * radius
    middle = [r.polygon(0.01) for r in offset(area, -radius)]
    if not middle:
        return []
    depth = max(shapely.maximum_inscribed_circle(p, tolerance=0.01).length for p in middle)
    wide = max(0.0, depth - finishing - (1 - _OVERLAP) * radius)
    steps = math.ceil(wide / (_SPREAD * wish))
    for more in range(_TRIES):
        found = _rings(area, radius, finishing, wide / max(1, steps + more), steps + more)
        if _covered(area, found, radius):
            break
    return found


def _rings(area: Region, radius: float, finishing: float, step: float, steps: int) -> list[PocketRing]:
    # Shrink the area ring by ring; a finishing pass is one more step in.
    inwards = [radius, *([radius + finishing] if finishing else [])]
    inwards += [inwards[-1] + step * k for k in range(1, steps + 1)]
    return [
        PocketRing(c, rank)
        for rank, distance in enumerate(inwards)
        for region in offset(area, -distance)
        for c in region.contours
    ]


def _covered(area: Region, found: Sequence[PocketRing], radius: float) -> bool:
    """Tell whether discs of ``radius`` along the rings cover all that the cutter can reach."""
    import shapely

    swept = shapely.union_all(
        [shapely.LinearRing(r.contour.flattened(0.01)).buffer(radius, quad_segs=16) for r in found]
    )
    floor = shapely.union_all([r.polygon(0.01) for r in offset(area, -radius)]).buffer(radius - _REST)
    return bool(floor.difference(swept).area < _SPECK)


@dataclass(frozen=True, slots=True, kw_only=True)
class PocketCut:
    """An area to be cleared ``depth`` mm deep, rings ``stepover`` of the cutter's diameter apart."""

    area: Region
    depth: float
    speeds: Speeds
    heights: Heights
    stepover: float
    finishing: float = 0.0
    climb: bool = False
    helical: bool = True


def clear_pocket(cut: PocketCut) -> tuple[list[Move], int]:
    """Return the moves that clear an area, and the number of passes.

    At each depth the rings are cut from the innermost outwards; the cutter goes from one
    ring to the next, and to the next depth, through what is cleared where that stays inside
    the area, else over the top; it ramps in along the first ring.
    """
    # ``within``: where the cutter's centre may be, for ways from ring to ring at depth.
    speeds, radius = cut.speeds, cut.speeds.tool.diameter / 2
    found = lay_rings(cut.area, radius, cut.finishing, cut.stepover)
    within = _union([r.polygon(0.005) for r in offset(cut.area, -radius)]).buffer(0.01)
    order = _from_inside([_turned(r, climb=cut.climb) for r in found])
    slope = math.tan(math.radians(speeds.ramp))
    moves: list[Move] = []
    passes = split_depth(cut.depth, speeds.deepest)
    top = 0.0
    here: Point | None = None
    for bottom in passes:
        # From the middle outwards, so that only the first ring of an area is cut in full width.
        down = False
        for ring in order:
            loop = ClosedPath(ring.contour)
            start = loop.nearest(here) if here else 0.0
            spot = loop.point(start)
            straight = bool(here and _free(here, spot, within))
            if not straight:
                moves += _over(moves, spot, -top, cut)
            if down and straight:
                moves.append(Move("line", *spot, -bottom, feed=speeds.feed))
                line = [(start, -bottom), (start + loop.length, -bottom)]
            elif speeds.tool.first_pass and not ring.rank and not top:
                # A compression cutter goes straight down at a wall: see `profile.plan_descent`.
                moves.append(Move("line", *spot, -bottom, feed=speeds.plunge))
                line = [(start, -bottom), (start + loop.length, -bottom)]
            else:
                if straight:
                    moves.append(Move("line", *spot, -top, feed=speeds.feed))
                flats = () if cut.helical else flats_of(loop, (bottom - top) / slope)
                line = ramp_down(start, -top, [bottom], loop.length, slope, flats)
            moves += moves_along(loop, line, speeds.feed, speeds.plunge)
            here, down = (moves[-1].x, moves[-1].y), True
        top = bottom
    moves.append(Move("rapid", moves[-1].x, moves[-1].y, cut.heights.safe))
    return moves, len(passes)


def _over(moves: Sequence[Move], to: Point, z: float, cut: PocketCut) -> list[Move]:
    """Return the moves from wherever the last one ended to the top of what is left at a place."""
    up = [Move("rapid", moves[-1].x, moves[-1].y, cut.heights.safe)] if moves else []
    return [
        *up,
        Move("rapid", *to, cut.heights.safe),
        Move("rapid", *to, cut.heights.approach),
        Move("line", *to, z, feed=cut.speeds.plunge),
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
