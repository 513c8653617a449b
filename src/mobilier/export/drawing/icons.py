"""A pictogram of a piece of hardware, by the words of its key: enough to find it in the box."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mobilier.export.drawing.style import FAINT, INK, MEDIUM, OUTLINE, PAPER
from mobilier.export.drawing.svg import Svg
from mobilier.geometry.points import Point

SIDE = 12.0
"""mm. Pictograms are square."""

STEEL = "#d5dade"


def hardware_icon(key: str) -> str:
    """Return a small SVG; a parcel where the key says nothing we can draw."""
    words = key.split("-")
    found = next((draw for word, draw in _DRAWN.items() if word in words), _parcel)
    svg = Svg(SIDE, SIDE)
    found(svg)
    return svg.render(key)


def _shape(svg: Svg, points: list[Point], fill: str = STEEL) -> None:
    d = "M" + "L".join(f"{x:g} {y:g}" for x, y in points) + "Z"
    svg.path(d, fill=fill, stroke=INK, stroke_width=MEDIUM, stroke_linejoin="round")


def _line(svg: Svg, *points: Point) -> None:
    svg.polyline(list(points), stroke=INK, stroke_width=MEDIUM, stroke_linejoin="round")


def _disc(svg: Svg, at: Point, radius: float, fill: str = STEEL) -> None:
    svg.circle(at, radius, fill=fill, stroke=INK, stroke_width=MEDIUM)


def _screw(svg: Svg) -> None:
    _shape(svg, [(3.4, 1.5), (8.6, 1.5), (7, 3.4), (7, 9), (6, 11), (5, 9), (5, 3.4)])
    for y in (4.6, 6.0, 7.4, 8.8):
        _line(svg, (4.6, y + 0.6), (7.4, y - 0.6))


def _bolt(svg: Svg) -> None:
    _shape(svg, [(3.4, 1), (8.6, 1), (8.6, 3.2), (7, 3.2), (7, 11), (5, 11), (5, 3.2), (3.4, 3.2)])
    _shape(svg, [(3, 7), (9, 7), (9, 9.2), (3, 9.2)])
    _line(svg, (5, 7), (5, 9.2))
    _line(svg, (7, 7), (7, 9.2))


def _castor(svg: Svg) -> None:
    _shape(svg, [(2, 1), (10, 1), (10, 2.4), (2, 2.4)])
    _shape(svg, [(4, 2.4), (8, 2.4), (8.4, 7.6), (6.6, 7.6)])
    _disc(svg, (7.4, 7.8), 3.2, FAINT)
    _disc(svg, (7.4, 7.8), 0.8, PAPER)


def _hinge(svg: Svg) -> None:
    _shape(svg, [(1, 2), (5.2, 2), (5.2, 10), (1, 10)])
    _shape(svg, [(6.8, 2), (11, 2), (11, 10), (6.8, 10)])
    _shape(svg, [(5.2, 1.4), (6.8, 1.4), (6.8, 10.6), (5.2, 10.6)], PAPER)
    for x in (3.1, 8.9):
        for y in (3.8, 8.2):
            _disc(svg, (x, y), 0.55, PAPER)


def _foot(svg: Svg) -> None:
    _shape(svg, [(5.3, 1), (6.7, 1), (6.7, 7), (5.3, 7)])
    for y in (2.2, 3.6, 5.0):
        _line(svg, (5, y + 0.4), (7, y - 0.4))
    _shape(svg, [(3.8, 6), (8.2, 6), (8.2, 7.4), (3.8, 7.4)])
    _shape(svg, [(3.8, 8.4), (8.2, 8.4), (10, 10.6), (2, 10.6)], FAINT)


def _latch(svg: Svg) -> None:
    _shape(svg, [(1, 3.5), (8, 3.5), (8, 8.5), (1, 8.5)])
    _shape(svg, [(2, 5.1), (11, 5.1), (11, 6.9), (2, 6.9)], PAPER)
    _disc(svg, (4.5, 6), 1.2, FAINT)


def _slides(svg: Svg) -> None:
    _shape(svg, [(0.8, 2), (9, 2), (9, 4.6), (0.8, 4.6)])
    _shape(svg, [(3, 2.8), (11.2, 2.8), (11.2, 3.8), (3, 3.8)], PAPER)
    _shape(svg, [(0.8, 7.4), (9, 7.4), (9, 10), (0.8, 10)])
    _shape(svg, [(3, 8.2), (11.2, 8.2), (11.2, 9.2), (3, 9.2)], PAPER)


def _rod(svg: Svg) -> None:
    _shape(svg, [(1.2, 9.4), (9.4, 1.2), (10.8, 2.6), (2.6, 10.8)], PAPER)


def _bag(svg: Svg) -> None:
    _shape(svg, [(4.4, 1.2), (7.6, 1.2), (7, 3), (10, 6), (10, 10.6), (2, 10.6), (2, 6), (5, 3)], "#efe3c8")
    _line(svg, (5, 3), (7, 3))


def _bottle(svg: Svg) -> None:
    _shape(svg, [(5.2, 1), (6.8, 1), (7, 3.4), (8.8, 5), (8.8, 11), (3.2, 11), (3.2, 5), (5, 3.4)], "#efe3c8")


def _socket(svg: Svg) -> None:
    _shape(svg, [(1, 3), (11, 3), (11, 9), (1, 9)], PAPER)
    for x in (3.6, 8.4):
        _disc(svg, (x, 6), 1.9)
        _disc(svg, (x - 0.6, 6), 0.3, INK)
        _disc(svg, (x + 0.6, 6), 0.3, INK)


def _parcel(svg: Svg) -> None:
    svg.rectangle((1.5, 2.5), (10.5, 10), fill="#efe3c8", stroke=INK, stroke_width=MEDIUM)
    svg.line((1.5, 5), (10.5, 5), stroke=INK, stroke_width=MEDIUM)
    svg.line((6, 2.5), (6, 5), stroke=INK, stroke_width=OUTLINE)


_DRAWN: Mapping[str, Callable[[Svg], None]] = {
    "screw": _screw,
    "bolt": _bolt,
    "castor": _castor,
    "wheel": _castor,
    "hinge": _hinge,
    "foot": _foot,
    "latch": _latch,
    "catch": _latch,
    "slides": _slides,
    "peg": _rod,
    "rod": _rod,
    "dowel": _rod,
    "ridge": _rod,
    "sandbag": _bag,
    "glue": _bottle,
    "power": _socket,
}
"""The first of these words in a key says what is drawn: a castor's bolt is a bolt."""
