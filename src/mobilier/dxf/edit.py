"""Move points of a foreign DXF and leave everything else in it as it is."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from typing import Any

from mobilier.dxf.cad import document_of
from mobilier.geometry.contour import Segment
from mobilier.geometry.points import Point

Carry = Callable[[Point], Point | None]
"""Where a point goes, in mm; None where it stays."""


def with_points_moved(source: bytes, carry: Carry, mm: float) -> bytes:
    """Return a DXF with the ends of its lines, arcs and polylines moved; ``mm`` in one unit of the file.

    An entity is moved when all of its points go somewhere; blocks, curves and all others stay.
    """
    document, _ = document_of(source)
    entities: list[Any] = list(document.modelspace())
    for e in entities:
        kind = e.dxftype()
        if kind == "LINE":
            _line(e, carry, mm)
        elif kind == "ARC":
            _arc(e, carry, mm)
        elif kind == "LWPOLYLINE":
            points = list(e.get_points("xyseb"))
            fresh = _all([p[:2] for p in points], carry, mm)
            if fresh:
                e.set_points([(*q, *p[2:]) for p, q in zip(points, fresh, strict=True)], format="xyseb")
        elif kind == "POLYLINE" and (e.is_2d_polyline or e.is_3d_polyline):
            places = [v.dxf.location for v in e.vertices]
            fresh = _all([(p[0], p[1]) for p in places], carry, mm)
            for v, p, q in zip(e.vertices, places, fresh or (), strict=bool(fresh)):
                v.dxf.location = (*q, p[2])
    stream = io.StringIO()
    document.write(stream)
    return document.encode(stream.getvalue())


def _all(points: list[Any], carry: Carry, mm: float) -> list[Point] | None:
    """Return where points go when every one of them goes somewhere, in the unit of the file."""
    out = []
    for p in points:
        fresh = carry((p[0] * mm, p[1] * mm))
        if fresh is None:
            return None
        out.append((fresh[0] / mm, fresh[1] / mm))
    return out


def _line(e: Any, carry: Carry, mm: float) -> None:
    start, end = e.dxf.start, e.dxf.end
    fresh = _all([start, end], carry, mm)
    if fresh:
        e.dxf.start, e.dxf.end = (*fresh[0], start[2]), (*fresh[1], end[2])


def _arc(e: Any, carry: Carry, mm: float) -> None:
    """Move an arc by its ends; it keeps its sweep."""
    fresh = _all([e.start_point, e.end_point], carry, mm)
    if not fresh:
        return
    sweep = math.radians((e.dxf.end_angle - e.dxf.start_angle) % 360)
    s = Segment(fresh[0], fresh[1], math.tan(sweep / 4))
    centre = s.centre
    e.dxf.center, e.dxf.radius = (*centre, e.dxf.center[2]), s.radius
    for name, p in (("start_angle", fresh[0]), ("end_angle", fresh[1])):
        setattr(e.dxf, name, math.degrees(math.atan2(p[1] - centre[1], p[0] - centre[0])) % 360)
