"""Offsets of regions, arcs kept: the cutter's centre line, growth and shrinkage."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.geometry.contour import SAGITTA, Contour, steps_of
from mobilier.geometry.recovery import Circle, circles_of
from mobilier.geometry.region import Region, regions_of

_FINE = SAGITTA / 4


def offset(shape: Region | Contour, distance: float) -> tuple[Region, ...]:
    """Return ``shape`` grown (distance > 0) or shrunk (< 0) by ``distance`` mm, corners round.

    The result may fall apart or vanish when shrunk.  Arcs of the result are exact: they are
    concentric with source arcs or lie about source corners.
    """
    import math

    region = shape if isinstance(shape, Region) else Region(shape.turned(ccw=True))
    if not distance:
        return (region,)
    quarter = steps_of(abs(distance), math.pi / 2, _FINE)
    grown = region.polygon(_FINE).buffer(distance, quad_segs=quarter)
    return regions_of(grown, _circles(region.contours, abs(distance)))


def _circles(contours: Sequence[Contour], distance: float) -> list[Circle]:
    """Return every circle an offset by ±distance of ``contours`` can follow."""
    circles: list[Circle] = []
    for x, y, r in circles_of(contours):
        circles.append((x, y, r + distance))
        if abs(r - distance) > SAGITTA:
            circles.append((x, y, abs(r - distance)))
    corners = {(x, y) for c in contours for x, y, _ in c.vertices}
    circles.extend((x, y, distance) for x, y in sorted(corners))
    return circles
