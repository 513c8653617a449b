"""Shaper Origin: one SVG of cuts with their types and depths, in mm.

Attributes of the Shaper Origin file format: ``shaper:cutType`` outside, inside, online, pocket or guide and
``shaper:cutDepth``; the colours say the same for versions that read only those.
"""

from __future__ import annotations

import itertools
from collections.abc import Mapping

from mobilier.export.drawing.svg import View, num, path_of, stroke_of
from mobilier.export.sheets.dxf_drawing import outline_of
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.frame import Transform
from mobilier.model.part import Part
from mobilier.nest.layout import Layout

_STYLE = {
    "outside": 'fill="#000000"',
    "inside": 'fill="#ffffff" stroke="#000000" stroke-width="0.1"',
    "pocket": 'fill="#7f7f7f"',
    "online": 'fill="none" stroke="#7f7f7f" stroke-width="0.1"',
    "guide": 'fill="none" stroke="#0068ff" stroke-width="0.1"',
}


def shaper_sheet(layout: Layout, parts: Mapping[str, Part], thickness: float) -> str:
    """Return a sheet as Shaper Origin cuts; ``parts`` nominal, the tool's own offset applies.

    The edge of the sheet is a guide.  No live text.
    """
    sheet = layout.sheet
    view = View(1.0, 0.0, sheet.width)
    body = [_cut([outline_of(sheet)], view, "guide", None)]
    for p in layout.placements:
        body += _part(parts[p.part], p.transform, view, thickness)
    return _file(sheet.length, sheet.width, body)


def _part(part: Part, by: Transform, view: View, thickness: float) -> list[str]:
    cuts = [_cut([part.outline.transformed(by)], view, "outside", thickness)]
    for f in part.features:
        rings = [c.transformed(by) for c in f.contours]
        if f.through:
            cuts.append(_cut(rings, view, "inside", thickness))
        elif f.kind in ("pocket", "hole"):
            cuts.append(_cut(rings, view, "pocket", f.depth))
        for s in f.strokes:
            line = [by.apply(p) for p in s]
            pieces = [Segment(a, b) for a, b in itertools.pairwise(line)]
            cuts.append(_element(stroke_of(pieces, view), "online", f.depth))
    return cuts


def _cut(rings: list[Contour], view: View, kind: str, depth: float | None) -> str:
    return _element(path_of(rings, view), kind, depth)


def _element(d: str, kind: str, depth: float | None) -> str:
    deep = "" if depth is None else f' shaper:cutDepth="{num(depth)}mm"'
    return f'<path d="{d}" fill-rule="evenodd" {_STYLE[kind]} shaper:cutType="{kind}"{deep}/>'


def _file(width: float, height: float, body: list[str]) -> str:
    head = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:shaper="http://www.shapertools.com/namespaces/shaper" '
        f'width="{num(width)}mm" height="{num(height)}mm" viewBox="0 0 {num(width)} {num(height)}">'
    )
    return "\n".join([head, *body, "</svg>", ""])
