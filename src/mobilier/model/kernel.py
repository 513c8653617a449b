"""Parts as true solids in the CAD kernel.  The one module that loads cadquery, when asked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from mobilier.errors import MobilierError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame
from mobilier.model.part import Part
from mobilier.system import signals_put_off

if TYPE_CHECKING:
    import cadquery


def cadquery_module() -> Any:
    """Return cadquery.

    Raises:
        MobilierError: it is not installed, or a system library it needs is missing.
    """
    try:
        with signals_put_off():
            import cadquery
    except ImportError as wrong:
        raise MobilierError.of("kernel", case="absent", problem=str(wrong)) from wrong
    return cadquery


def solid_of(part: Part) -> cadquery.Workplane:
    """Return a part as a solid in part coordinates: less openings, pockets and holes to their depth.

    Raises:
        MobilierError: no kernel, or a shape it refuses.
    """
    cq = cadquery_module()
    t = part.thickness
    base = cq.Solid.extrudeLinear(
        _wire(cq, part.region.outer), [_wire(cq, h) for h in part.region.holes], cq.Vector(0, 0, t)
    )
    cuts = []
    for f in part.features:
        if not f.recess:
            continue
        islands = [_wire(cq, c) for c in f.contours[1:]]
        tool = cq.Solid.extrudeLinear(_wire(cq, f.contours[0]), islands, cq.Vector(0, 0, f.depth_in(t) + 1))
        cuts.append(tool.moved(cq.Location(cq.Vector(0, 0, t - f.depth_in(t)))))
    body = base.cut(*cuts) if cuts else base
    if not body.isValid():
        raise MobilierError.of("kernel", f"{part.id} {part.name}", case="invalid")
    found: cadquery.Workplane = cq.Workplane(obj=body)
    return found


def location(frame: Frame) -> cadquery.Location:
    """Return where a frame puts a part, for the kernel."""
    cq = cadquery_module()
    plane = cq.Plane(origin=frame.origin, xDir=frame.u, normal=frame.normal)
    found: cadquery.Location = cq.Location(plane)
    return found


def common_volume(a: cadquery.Shape, b: cadquery.Shape) -> float:
    """Return the volume in mm³ that two placed solids share."""
    shared = a.intersect(b)
    return float(sum(s.Volume() for s in shared.Solids()))


def _wire(cq: Any, ring: Contour) -> Any:
    circle = ring.as_circle
    if circle:
        x, y, d = circle
        return cq.Wire.makeCircle(d / 2, cq.Vector(x, y, 0), cq.Vector(0, 0, 1))
    edges = []
    for s in ring.segments:
        a, b = cq.Vector(*s.start, 0), cq.Vector(*s.end, 0)
        if s.bulge:
            edges.append(cq.Edge.makeThreePointArc(a, cq.Vector(*s.point(0.5), 0), b))
        else:
            edges.append(cq.Edge.makeLine(a, b))
    return cq.Wire.assembleEdges(edges)
