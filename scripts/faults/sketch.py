"""A small drawing that fits itself to its page: model millimetres in, an SVG of 84 × 54 mm out."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from shapely.geometry.base import BaseGeometry

from mobilier.check.solids import Solid
from mobilier.export.drawing.style import BOARD, FAINT, INK, MEDIUM, OUTLINE, PAPER, SOFT, THIN, TINTS, WARN
from mobilier.export.drawing.svg import Svg, View, num, path_of
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import cross, dot
from mobilier.geometry.points import Point, Vector
from mobilier.geometry.region import Region

PAGE = (84.0, 54.0)
EDGE = 6.0
WORDS = 3.0
PLY, MATE = TINTS[0], TINTS[1]

Shape = BaseGeometry | Contour | Region
Draw = Callable[[Svg, View], None]


@dataclass
class Sketch:
    """Things drawn one over another, and the box that holds them."""

    items: list[Draw] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)

    def area(
        self, shape: Shape, fill: str = PLY, stroke: str = INK, width: float = MEDIUM, dash: str = ""
    ) -> None:
        """Fill a shape and draw its edge."""
        rings = contours(shape)
        for ring in rings:
            x0, y0, x1, y1 = ring.bounds
            self.points += [(x0, y0), (x1, y1)]
        style: dict[str, Any] = {
            "fill": fill,
            "fill_rule": "evenodd",
            "stroke": stroke,
            "stroke_width": width,
        }
        if dash:
            style["stroke_dasharray"] = dash
        if rings:
            self.items.append(lambda svg, view: svg.path(path_of(rings, view), **style))

    def fault(self, shape: Shape) -> None:
        """Fill a shape in the colour of what is wrong."""
        self.area(shape, fill=WARN, stroke=WARN, width=THIN)

    def ghost(self, shape: Shape) -> None:
        """Draw a shape that is not there: dashed, not filled."""
        self.area(shape, fill="none", stroke=SOFT, width=THIN, dash="1.2 0.8")

    def line(self, points: Sequence[Point], stroke: str = INK, width: float = MEDIUM, dash: str = "") -> None:
        """Draw straight lines through points."""
        self.points += points
        style: dict[str, Any] = {"stroke": stroke, "stroke_width": width}
        if dash:
            style["stroke_dasharray"] = dash
        self.items.append(lambda svg, view: svg.polyline([view.at(p) for p in points], **style))

    def arrow(self, tail: Point, tip: Point, stroke: str = WARN) -> None:
        """Draw an arrow."""
        self.points += [tail, tip]

        def draw(svg: Svg, view: View) -> None:
            a, b = view.at(tail), view.at(tip)
            svg.line(a, b, stroke=stroke, stroke_width=OUTLINE)
            svg.path(_head(a, b), fill=stroke)

        self.items.append(draw)

    def measure(self, a: Point, b: Point, words: str, stroke: str = WARN) -> None:
        """Draw a double arrow between two points with its words beside it."""
        self.points += [a, b]

        def draw(svg: Svg, view: View) -> None:
            p, q = view.at(a), view.at(b)
            svg.line(p, q, stroke=stroke, stroke_width=OUTLINE)
            if math.dist(p, q) > 4.5:
                svg.path(_head(p, q), fill=stroke)
                svg.path(_head(q, p), fill=stroke)
            level = abs(p[0] - q[0]) > abs(p[1] - q[1])
            middle = ((p[0] + q[0]) / 2, (p[1] + q[1]) / 2)
            at = (middle[0], min(p[1], q[1]) - 1.6) if level else (max(p[0], q[0]) + 1.4, middle[1])
            anchor = "middle" if level else "start"
            if not level and at[0] > PAGE[0] - EDGE:
                at, anchor = (min(p[0], q[0]) - 1.4, middle[1]), "end"
            svg.text(at, words, WORDS, anchor=anchor, fill=stroke, bold=True, halo=PAPER, middle=not level)

        self.items.append(draw)

    def word(self, at: Point, words: str, fill: str = INK, size: float = WORDS) -> None:
        """Write words centred on a point."""
        self.points.append(at)
        self.items.append(
            lambda svg, view: svg.text(
                view.at(at), words, size, anchor="middle", fill=fill, middle=True, halo=PAPER
            )
        )

    def cross(self, at: Point, size: float) -> None:
        """Mark a point."""
        x, y = at
        self.line([(x - size, y - size), (x + size, y + size)], WARN, OUTLINE)
        self.line([(x - size, y + size), (x + size, y - size)], WARN, OUTLINE)

    def render(self, title: str) -> str:
        """Return the drawing, fitted to its page."""
        svg = Svg(*PAGE)
        svg.rectangle((0, 0), PAGE, fill=PAPER)
        x0, x1 = min(p[0] for p in self.points), max(p[0] for p in self.points)
        y0, y1 = min(p[1] for p in self.points), max(p[1] for p in self.points)
        room = (PAGE[0] - 2 * EDGE, PAGE[1] - 2 * EDGE)
        k = min(r / max(s, 1e-9) for r, s in zip(room, (x1 - x0, y1 - y0), strict=True))
        view = View(k, PAGE[0] / 2 - k * (x0 + x1) / 2, PAGE[1] / 2 + k * (y0 + y1) / 2)
        for item in self.items:
            item(svg, view)
        return svg.render(title)


@dataclass
class Listing(Sketch):
    """Lines of a program, one of them marked."""

    lines: tuple[str, ...] = ()
    marked: int = 0

    def render(self, title: str) -> str:
        """Return the lines as they stand in the file."""
        svg = Svg(*PAGE)
        svg.rectangle((0, 0), PAGE, fill=PAPER)
        step = 4.6
        top = (PAGE[1] - step * len(self.lines)) / 2
        svg.raw('<g font-family="monospace">')
        for k, text in enumerate(self.lines, 1):
            y = top + step * (k - 0.5)
            if k == self.marked:
                svg.rectangle((EDGE, y - step / 2), (PAGE[0] - EDGE, y + step / 2), fill="#fbe3de")
                svg.rectangle((EDGE, y - step / 2), (EDGE + 0.8, y + step / 2), fill=WARN)
            svg.text((EDGE + 6, y), str(k), 2.4, anchor="end", fill=FAINT, middle=True)
            svg.text((EDGE + 9, y), text, 2.8, fill=WARN if k == self.marked else INK, middle=True)
        svg.raw("</g>")
        return svg.render(title)


def contours(shape: Shape) -> list[Contour]:
    """Return the rings of a shape."""
    if isinstance(shape, Contour):
        return [shape]
    if isinstance(shape, Region):
        return [shape.outer, *shape.holes]
    rings: list[Any] = []
    for p in getattr(shape, "geoms", [shape]):
        if p.geom_type == "Polygon" and not p.is_empty:
            rings += [p.exterior, *p.interiors]
    return [Contour(tuple((x, y, 0.0) for x, y in list(r.coords)[:-1])) for r in rings]


def seen(solid: Solid, across: Vector, up: Vector) -> BaseGeometry:
    """Return what a solid covers looked at along ``across × up``: its face, or its edge's hull."""
    import shapely

    if abs(dot(solid.normal, cross(across, up))) > 1 - 1e-6:
        return solid.seen(across, up)
    x0, y0, x1, y1 = solid.shape.bounds
    corners = [solid.frame.to_piece(u, v, w) for u in (x0, x1) for v in (y0, y1) for w in solid.depth]
    hull: BaseGeometry = shapely.MultiPoint([(dot(c, across), dot(c, up)) for c in corners]).convex_hull
    return hull


def box(x0: float, y0: float, x1: float, y1: float) -> Contour:
    """Return a rectangle."""
    return Contour.rectangle(x0, y0, x1, y1)


def boards(sketch: Sketch, shapes: Iterable[Shape], fills: Sequence[str] = (PLY, MATE)) -> None:
    """Draw shapes in turning fills."""
    for k, shape in enumerate(shapes):
        sketch.area(shape, fill=fills[k % len(fills)])


def floor(sketch: Sketch, x0: float, x1: float, y: float = 0.0) -> None:
    """Draw the floor."""
    sketch.line([(x0, y), (x1, y)], SOFT, OUTLINE)


def sheet(sketch: Sketch, length: float, width: float) -> None:
    """Draw a bare sheet."""
    sketch.area(box(0, 0, length, width), fill=BOARD)


def _head(a: Point, b: Point) -> str:
    """Return an arrow head at ``b``, 2 mm long."""
    size = math.dist(a, b) or 1.0
    dx, dy = (b[0] - a[0]) / size, (b[1] - a[1]) / size
    p = (b[0] - 2 * dx - 0.7 * dy, b[1] - 2 * dy + 0.7 * dx)
    q = (b[0] - 2 * dx + 0.7 * dy, b[1] - 2 * dy - 0.7 * dx)
    return "M" + "L".join(f"{num(x)} {num(y)}" for x, y in (b, p, q)) + "Z"
