"""Write a drawing as DXF: closed polylines with bulges, circles, single strokes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Literal

from mobilier.dxf.cad import Version, blank, bytes_of
from mobilier.dxf.drawing import Drawing, Layer, drop_copies
from mobilier.errors import MobilierError
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Vertex

if TYPE_CHECKING:
    from ezdxf.layouts.layout import Modelspace

Flavour = Literal["polylines", "lines-arcs"]

LONGEST_NAME = 31
"""Characters.  R12 readers, and some of later versions, cut or refuse longer layer names."""


def write_dxf(drawing: Drawing, *, version: Version = "R2000", flavour: Flavour = "polylines") -> bytes:
    """Return ``drawing`` as a DXF file in mm; the same drawing always gives the same bytes.

    ``flavour`` ``lines-arcs`` writes each segment as a LINE or an ARC, for the readers that
    put a bulge on the wrong segment.  R12 carries no units: the caller draws a reference.
    Shapes drawn twice on a layer are written once.

    Raises:
        MobilierError: a layer name is empty, too long, not ASCII or used twice.
    """
    names = [layer_name(k.name, version) for k in drawing.layers]
    for name in names:
        if names.count(name) > 1:
            raise MobilierError.of("layer-name", name, case="twice")
    document = blank(version)
    space = document.modelspace()
    for name, layer in zip(names, drawing.layers, strict=True):
        document.layers.add(name, color=layer.colour)
        _draw(space, name, layer, version, flavour)
    return bytes_of(document)


def layer_name(name: str, version: Version = "R2000") -> str:
    """Return ``name`` as ``version`` can hold it (R12 knows no dot in a name).

    Raises:
        MobilierError: it is empty, longer than 31 characters, or uses other characters
            than ASCII letters, digits, ``$ - _ .`` and space.
    """
    if not re.fullmatch(r"[A-Za-z0-9$_. -]+", name) or len(name) > LONGEST_NAME:
        raise MobilierError.of("layer-name", name, case="form", limit=LONGEST_NAME)
    return re.sub(r"[. ]", "_", name) if version == "R12" else name


def _draw(space: Modelspace, name: str, layer: Layer, version: Version, flavour: Flavour) -> None:
    style = {"layer": name}
    closed, circles = [], list(layer.circles)
    for c in drop_copies(layer.contours)[0]:
        if c.as_circle is None:
            closed.append(c)
        else:
            circles.extend(k for k in _circles_of(c))
    for c in closed:
        if flavour == "lines-arcs":
            _segments(space, c.segments, style)
        else:
            _polyline(space, c.vertices, style, closed=True, version=version)
    for o in drop_copies(circles)[0]:
        space.add_circle((_mm(o.x), _mm(o.y)), _mm(o.diameter / 2), dxfattribs=style)
    for s in drop_copies(layer.strokes)[0]:
        if flavour == "lines-arcs":
            _segments(space, s.segments, style)
        else:
            _polyline(space, s.vertices, style, closed=False, version=version)
    for t in layer.texts:
        space.add_text(t.words, height=_mm(t.height), dxfattribs=style).set_placement((_mm(t.x), _mm(t.y)))


def _circles_of(contour: Contour) -> list[Any]:
    from mobilier.dxf.drawing import Circle

    found = contour.as_circle
    return [Circle(*found)] if found else []


def _polyline(
    space: Modelspace, vertices: tuple[Vertex, ...], style: dict[str, str], *, closed: bool, version: Version
) -> None:
    points = [(_mm(x), _mm(y), b + 0.0) for x, y, b in vertices]
    if version == "R12":
        space.add_polyline2d(points, format="xyb", close=closed, dxfattribs=style)
    else:
        space.add_lwpolyline(points, format="xyb", close=closed, dxfattribs=style)


def _segments(space: Modelspace, segments: tuple[Segment, ...], style: dict[str, str]) -> None:
    for s in segments:
        a, b = (_mm(s.start[0]), _mm(s.start[1])), (_mm(s.end[0]), _mm(s.end[1]))
        if not s.bulge:
            space.add_line(a, b, dxfattribs=style)
        else:
            _arc(space, Segment(a, b, s.bulge), style)


def _arc(space: Modelspace, s: Segment, style: dict[str, str]) -> None:
    """Draw one arc, run counter-clockwise as DXF wants it."""
    import math

    s = s if s.bulge > 0 else s.reversed()
    (cx, cy), (x0, y0), (x1, y1) = s.centre, s.start, s.end
    low, high = math.atan2(y0 - cy, x0 - cx), math.atan2(y1 - cy, x1 - cx)
    space.add_arc((cx, cy), s.radius, math.degrees(low) % 360, math.degrees(high) % 360, dxfattribs=style)


def _mm(value: float) -> float:
    """Return a coordinate to 0.1 µm, never -0."""
    return round(value, 4) + 0.0
