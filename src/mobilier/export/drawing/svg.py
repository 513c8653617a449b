"""A small SVG writer: paper millimetres, y upwards inside, arcs as arcs, the same bytes every time."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from mobilier.export.drawing.style import FONT_STACK, INK, LETTER
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Point
from mobilier.wording import trimmed


def num(value: float, places: int = 3) -> str:
    """Return a number of a drawing: mm to a micrometre."""
    return trimmed(value, places)


@dataclass(frozen=True, slots=True)
class View:
    """From model mm to paper mm: scaled, moved, y turned downwards."""

    scale: float
    x: float
    y: float

    def at(self, point: Point) -> Point:
        """Return the paper position of a model point."""
        return (self.x + self.scale * point[0], self.y - self.scale * point[1])


@dataclass
class Svg:
    """A page under construction; every method draws on top of what is there."""

    width: float
    height: float
    body: list[str] = field(default_factory=list)
    defs: list[str] = field(default_factory=list)

    def raw(self, text: str) -> None:
        """Add ready-made SVG."""
        self.body.append(text)

    def path(self, d: str, **style: str | float) -> None:
        """Draw path data."""
        self.body.append(f'<path d="{d}"{_attributes(style)}/>')

    def line(self, a: Point, b: Point, **style: str | float) -> None:
        """Draw a straight line."""
        self.path(f"M{_xy(a)}L{_xy(b)}", **style)

    def polyline(self, points: Sequence[Point], **style: str | float) -> None:
        """Draw straight lines through ``points``."""
        self.path("M" + "L".join(_xy(p) for p in points), **{"fill": "none", **style})

    def circle(self, centre: Point, radius: float, **style: str | float) -> None:
        """Draw a circle."""
        x, y = num(centre[0]), num(centre[1])
        self.body.append(f'<circle cx="{x}" cy="{y}" r="{num(radius)}"{_attributes(style)}/>')

    def rectangle(self, low: Point, high: Point, **style: str | float) -> None:
        """Draw an upright rectangle between two corners."""
        x, y = min(low[0], high[0]), min(low[1], high[1])
        w, h = abs(high[0] - low[0]), abs(high[1] - low[1])
        self.body.append(
            f'<rect x="{num(x)}" y="{num(y)}" width="{num(w)}" height="{num(h)}"{_attributes(style)}/>'
        )

    def text(
        self,
        at: Point,
        words: str,
        size: float,
        *,
        anchor: str = "start",
        bold: bool = False,
        fill: str = INK,
        turn: float = 0.0,
        middle: bool = False,
        halo: str = "",
    ) -> None:
        """Write one line; ``middle`` centres it on ``at`` in height, ``turn`` in degrees CCW.

        The vertical centring is done here, not by ``dominant-baseline``, which readers disagree on.
        """
        drop = 0.35 * size if middle else 0.0
        x, y = at
        place = f'x="{num(x)}" y="{num(y + drop)}"'
        if turn:
            place = f'transform="translate({num(x)} {num(y)}) rotate({num(-turn)})" x="0" y="{num(drop)}"'
        weight = ' font-weight="700"' if bold else ""
        anchored = f' text-anchor="{anchor}"' if anchor != "start" else ""
        if halo:
            edge = f' stroke="{halo}" stroke-width="{num(size * 0.28)}" stroke-linejoin="round"'
            self.body.append(
                f'<text {place} font-size="{num(size)}"{anchored}{weight} fill="{halo}"{edge}>'
                f"{escape(words)}</text>"
            )
        self.body.append(
            f'<text {place} font-size="{num(size)}"{anchored}{weight} fill="{fill}">{escape(words)}</text>'
        )

    def render(self, title: str = "") -> str:
        """Return the file."""
        head = (
            '<svg xmlns="http://www.w3.org/2000/svg" '
            f'width="{num(self.width)}mm" height="{num(self.height)}mm" '
            f'viewBox="0 0 {num(self.width)} {num(self.height)}" font-family={quoteattr(FONT_STACK)}>'
        )
        named = [f"<title>{escape(title)}</title>"] if title else []
        defs = ["<defs>", *self.defs, "</defs>"] if self.defs else []
        return "\n".join([head, *named, *defs, *self.body, "</svg>", ""])


def path_of(contours: Iterable[Contour], view: View) -> str:
    """Return closed path data; arcs become A commands of at most half a turn."""
    return "".join(_ring(c, view) for c in contours)


def stroke_of(segments: Sequence[Segment], view: View) -> str:
    """Return open path data along ``segments``."""
    if not segments:
        return ""
    return f"M{_xy(view.at(segments[0].start))}" + "".join(_command(s, view) for s in segments)


def _ring(contour: Contour, view: View) -> str:
    segments = contour.segments
    body = "".join(_command(s, view) for s in segments[:-1])
    last = segments[-1]
    if last.bulge:
        body += _command(last, view)
    return f"M{_xy(view.at(segments[0].start))}{body}Z"


def _command(s: Segment, view: View) -> str:
    end = view.at(s.end)
    if not s.bulge:
        return f"L{_xy(end)}"
    if abs(s.sweep) > math.pi + 1e-9:
        return _command(s.part(0, 0.5), view) + _command(s.part(0.5, 1), view)
    r = num(s.radius * view.scale, 4)
    return f"A{r} {r} 0 0 {0 if s.bulge > 0 else 1} {_xy(end)}"


def text_width(words: str, size: float) -> float:
    """Return about how wide a line is, mm."""
    return len(words) * size * LETTER


def _xy(p: Point) -> str:
    return f"{num(p[0])} {num(p[1])}"


def _attributes(style: dict[str, str | float]) -> str:
    out = []
    for name, value in style.items():
        text = value if isinstance(value, str) else num(value)
        out.append(f" {name.rstrip('_').replace('_', '-')}={quoteattr(text)}")
    return "".join(out)
