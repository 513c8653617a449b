"""Offsets of regions, arcs kept: the cutter's centre line, growth and shrinkage."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mobilier.geometry.contour import SAGITTA, Contour, steps_of
from mobilier.geometry.recovery import KnownCircle
from mobilier.geometry.region import Region, regions_of

_FINE = SAGITTA / 4
_SMOOTH = 1e-4
"""Radians. Two segments that turn less than this pass for one smooth line."""


def offset(shape: Region | Contour, distance: float) -> tuple[Region, ...]:
    """Return ``shape`` grown (distance > 0) or shrunk (< 0) by ``distance`` mm, corners round.

    The result may fall apart or vanish when shrunk.  Arcs of the result are exact: they are
    concentric with source arcs or lie about source corners.
    """
    region = shape if isinstance(shape, Region) else Region(shape)
    rings = (region.outer.turned(ccw=True), *(h.turned(ccw=False) for h in region.holes))
    if not distance:
        return (Region(rings[0], rings[1:]),)
    quarter = steps_of(abs(distance), math.pi / 2, _FINE)
    grown = region.polygon(_FINE).buffer(distance, quad_segs=quarter)
    return regions_of(grown, _circles(rings, distance))


def _circles(rings: Sequence[Contour], distance: float) -> list[KnownCircle]:
    """Return every circle the offset of ``rings``, the wood on their left, can follow.

    A bulging arc grows by the distance and a hollow one shrinks; a corner that stands out
    (growing) or in (shrinking) becomes an arc about it, a smooth joint does not.
    """
    circles: dict[KnownCircle, None] = {}
    for ring in rings:
        for before, s in zip((ring.segments[-1], *ring.segments), ring.segments, strict=False):
            if s.bulge:
                radius = s.radius + math.copysign(1.0, s.bulge) * distance
                if radius > SAGITTA:
                    circles[(*s.centre, radius)] = None
            a, b = before.direction(1), s.direction(0)
            turn = math.atan2(a[0] * b[1] - a[1] * b[0], a[0] * b[0] + a[1] * b[1])
            if turn * distance > _SMOOTH * abs(distance) or abs(turn) > math.pi - _SMOOTH:
                circles[(*s.start, abs(distance))] = None
    return list(circles)
