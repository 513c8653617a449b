"""Small drawings that stand in a line: a pictogram of hardware, a part at a glance, a QR code."""

from __future__ import annotations

from pathlib import Path
from xml.sax.saxutils import escape

from mobilier.export.drawing.dimension import head
from mobilier.export.drawing.style import INK, PAPER, THIN
from mobilier.export.drawing.svg import Svg, View, num, path_of
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
from mobilier.model.part import Part

PICTOGRAMS = Path(__file__).parent / "pictograms"

DRAWN = {
    "barrel": "latch",
    "screw": "screw",
    "bolt": "bolt",
    "castor": "castor",
    "wheel": "castor",
    "hinge": "hinge",
    "foot": "foot",
    "latch": "latch",
    "catch": "latch",
    "hasp": "latch",
    "stop": "latch",
    "hook": "hook",
    "strap": "hook",
    "slides": "slides",
    "peg": "rod",
    "rod": "rod",
    "curtain": "rod",
    "dowel": "rod",
    "ridge": "rod",
    "rail": "rod",
    "sandbag": "bag",
    "glue": "bottle",
    "power": "socket",
}
"""The first of these words in a key of hardware says what is drawn: a castor's bolt is a bolt."""

QUIET = 2
"""Modules that stay white around a QR code."""


def hardware_icon(key: str) -> str:
    """Return a pictogram as SVG, enough to find the thing in the box; a parcel for what has none."""
    words = key.split("-")
    name = next((drawn for word, drawn in DRAWN.items() if word in words), "parcel")
    return pictogram(name, key)


def pictogram(name: str, title: str = "") -> str:
    """Return a pictogram of ours as SVG."""
    text = (PICTOGRAMS / f"{name}.svg").read_text("utf-8")
    return text.replace(">", f">\n<title>{escape(title or name)}</title>", 1)


def part_icon(
    part: Part, tint: str, *, width: float = 22.0, height: float = 12.0, up: Point | None = None
) -> str:
    """Return a small SVG of the part lying along the page, without words.

    ``up``: the direction in the part's plane that points up in the piece; an arrow shows it.
    """
    long, wide = part.size
    by = Transform(angle=90.0) if wide > long else Transform()
    x0, y0, x1, y1 = part.outline.transformed(by).bounds
    scale = min((width - 1) / (x1 - x0), (height - 1) / (y1 - y0))
    svg = Svg((x1 - x0) * scale + 1, height)
    view = View(scale, 0.5 - x0 * scale, height / 2 + (y0 + y1) / 2 * scale)
    d = path_of(part.region.transformed(by).contours, view)
    svg.path(d, fill=tint, fill_rule="evenodd", stroke=INK, stroke_width=THIN)
    if up is not None:
        way = by.turn(up)
        reach = 0.36 * min(x1 - x0, y1 - y0) * scale
        x, y = view.at(((x0 + x1) / 2, (y0 + y1) / 2))
        tip = (x + way[0] * reach, y - way[1] * reach)
        svg.line((x - way[0] * reach, y + way[1] * reach), tip, stroke=INK, stroke_width=2 * THIN)
        head(svg, tip, (way[0], -way[1]), INK, min(2.0, reach))
    return svg.render(part.id)


def qr_code(text: str, size: float = 20.0) -> str:
    """Return ``text`` as a QR code in SVG, ``size`` mm wide with its quiet zone."""
    import segno

    code = segno.make(text, error="m", micro=False)
    svg = code.svg_inline(border=QUIET, light=PAPER, title=text, omitsize=True)
    sized = f'<svg xmlns="http://www.w3.org/2000/svg" width="{num(size)}mm" height="{num(size)}mm" '
    return svg.replace("<svg ", sized, 1)
