"""A part at a glance: its outline filled with its colour, no bigger than a thumb."""

from __future__ import annotations

from mobilier.export.drawing.style import INK, THIN
from mobilier.export.drawing.svg import Svg, View, path_of
from mobilier.geometry.frame import Transform
from mobilier.model.part import Part


def part_icon(part: Part, tint: str, *, width: float = 22.0, height: float = 12.0) -> str:
    """Return a small SVG of the part lying along the page, without words."""
    long, wide = part.size
    by = Transform(angle=90.0) if wide > long else Transform()
    x0, y0, x1, y1 = part.outline.transformed(by).bounds
    scale = min((width - 1) / (x1 - x0), (height - 1) / (y1 - y0))
    svg = Svg((x1 - x0) * scale + 1, height)
    view = View(scale, 0.5 - x0 * scale, height / 2 + (y0 + y1) / 2 * scale)
    d = path_of(part.region.transformed(by).contours, view)
    svg.path(d, fill=tint, fill_rule="evenodd", stroke=INK, stroke_width=THIN)
    return svg.render(part.id)
