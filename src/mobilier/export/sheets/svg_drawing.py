"""A drawing as an SVG at its true size: what programs for lasers and routers open and cut."""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

from mobilier.dxf.drawing import Drawing, Layer, Stroke
from mobilier.export.drawing.svg import View, num, path_of, stroke_of
from mobilier.geometry.points import Point

COLOURS = {
    1: "#ff0000",
    2: "#c8a000",
    3: "#00a000",
    4: "#0000ff",
    5: "#000000",
    6: "#ff00ff",
    7: "#808080",
    8: "#a0a0a0",
}
"""AutoCAD colour index -> colour: blue inside and black outside, as boxes.py and laser programs have it."""

EDGE = 5.0
"""mm. Room around the drawing."""


def drawing_svg(drawing: Drawing, title: str = "") -> bytes:
    """Return a drawing at 1 : 1 in mm, a group for each layer, arcs as arcs, closed paths closed."""
    x0, y0, x1, y1 = drawing.bounds or (0.0, 0.0, 1.0, 1.0)
    wide, high = x1 - x0 + 2 * EDGE, y1 - y0 + 2 * EDGE
    view = View(1.0, EDGE - x0, y1 + EDGE)
    size = f'width="{num(wide)}mm" height="{num(high)}mm" viewBox="0 0 {num(wide)} {num(high)}"'
    body = "\n".join(_group(layer, view) for layer in drawing.layers)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<svg xmlns="http://www.w3.org/2000/svg" '
        f'xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" {size}>\n'
        f"<title>{_text(title)}</title>\n{body}\n</svg>\n"
    ).encode()


def _group(layer: Layer, view: View) -> str:
    colour = COLOURS.get(layer.colour, "#808080")
    rounds = [
        *(c for ring in layer.contours if (c := ring.as_circle)),
        *((c.x, c.y, c.diameter) for c in layer.circles),
    ]
    lines = [f'<path d="{path_of([c], view)}"/>' for c in layer.contours if not c.as_circle]
    lines += [_circle(view.at((x, y)), diameter) for x, y, diameter in rounds]
    lines += [f'<path d="{_open(s, view)}"/>' for s in layer.strokes]
    for t in layer.texts:
        x, y = view.at((t.x, t.y))
        lines.append(
            f'<text x="{num(x)}" y="{num(y)}" font-size="{num(t.height / 0.7)}" fill="{colour}" '
            f'stroke="none">{_text(t.words)}</text>'
        )
    name = quoteattr(layer.name)
    head = f'<g id={name} inkscape:groupmode="layer" inkscape:label={name}'
    return f'{head} fill="none" stroke="{colour}" stroke-width="0.1">\n' + "\n".join(lines) + "\n</g>"


def _circle(at: Point, diameter: float) -> str:
    return f'<circle cx="{num(at[0])}" cy="{num(at[1])}" r="{num(diameter / 2, 4)}"/>'


def _open(stroke: Stroke, view: View) -> str:
    return stroke_of(stroke.segments, view)


def _text(words: str) -> str:
    from xml.sax.saxutils import escape

    return escape("".join(c for c in words if c.isprintable()))
