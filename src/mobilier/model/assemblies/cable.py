"""Holes for leads."""

from __future__ import annotations

from mobilier.geometry.contour import Contour
from mobilier.model.plate import opening


def cable_hole(y0: float, y1: float, z: float, rim: float) -> list[Contour]:
    """A round-ended hole for the mains lead in the back bay of an end, where there is room."""
    wide = min(80.0, y1 - y0 - 2 * rim)
    if wide < 41:
        return []
    middle = (y0 + y1) / 2
    return [opening((middle - wide / 2, middle + wide / 2), (z + rim, z + rim + 40), corner=20)]
