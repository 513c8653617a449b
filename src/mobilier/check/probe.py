"""A straight round thing that is held against the wood: a driver on its screw, a line of sight off a face."""

from __future__ import annotations

import shapely

from mobilier.check.solid import Solid
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, cross, unit
from mobilier.geometry.points import Vector
from mobilier.model.part import Part
from mobilier.model.plate import Span


def standing(spot: Vector, out: Vector) -> Frame:
    """Return a frame on a spot whose normal is the unit vector ``out``."""
    side = (0.0, 0.0, 1.0) if abs(out[2]) < 0.9 else (1.0, 0.0, 0.0)
    u = unit(cross(side, out))
    return Frame(spot, u, cross(out, u))


def cylinder(frame: Frame, wide: float, depth: Span) -> Solid:
    """Return a cylinder of diameter ``wide`` about a frame's normal, from and to so far along it, mm."""
    part = Part(id="", name="", material="", thickness=depth[1], outline=Contour.circle(0.0, 0.0, wide))
    shape = shapely.Point(0.0, 0.0).buffer(wide / 2)
    return Solid(plate="", part=part, frame=frame, shape=shape, depth=depth)
