"""Dimension lines, arrows and hatches, in paper millimetres."""

from __future__ import annotations

import math

from mobilier.export.drawing.style import INK, SMALL, SOFT, THIN
from mobilier.export.drawing.svg import Svg
from mobilier.geometry.points import Point

ARROW = 1.8
"""mm. Length of an arrow head."""


def across(svg: Svg, a: Point, b: Point, away: float, words: str, *, size: float = SMALL) -> None:
    """Draw a dimension of a–b, its line ``away`` mm to the left of the way from a to b."""
    d = math.dist(a, b)
    ux, uy = (b[0] - a[0]) / d, (b[1] - a[1]) / d
    nx, ny = uy, -ux  # left of the way, with y downwards on paper
    start = (a[0] + nx * away, a[1] + ny * away)
    end = (b[0] + nx * away, b[1] + ny * away)
    side = 1.0 if away > 0 else -1.0
    style: dict[str, str | float] = {"stroke": SOFT, "stroke_width": THIN}
    for p in (a, b):
        near = (p[0] + nx * side * 0.8, p[1] + ny * side * 0.8)
        far = (p[0] + nx * (away + side * 1.2), p[1] + ny * (away + side * 1.2))
        svg.line(near, far, **style)
    svg.line(start, end, **style)
    head(svg, start, (-ux, -uy), SOFT)
    head(svg, end, (ux, uy), SOFT)
    turn = -math.degrees(math.atan2(uy, ux))
    if turn > 90.01 or turn <= -89.99:
        turn -= math.copysign(180, turn)
    lift = size * 0.75
    up = (-math.sin(math.radians(turn)), -math.cos(math.radians(turn)))
    middle = ((start[0] + end[0]) / 2 + up[0] * lift, (start[1] + end[1]) / 2 + up[1] * lift)
    svg.text(middle, words, size, anchor="middle", turn=turn, middle=True, fill=INK)


def head(svg: Svg, tip: Point, way: Point, colour: str, length: float = ARROW) -> None:
    """Draw a slim filled arrow head at ``tip`` pointing along the unit vector ``way``."""
    bx, by = tip[0] - way[0] * length, tip[1] - way[1] * length
    w = length * 0.16
    left, right = (bx - way[1] * w, by + way[0] * w), (bx + way[1] * w, by - way[0] * w)
    points = " ".join(f"{x:.3f},{y:.3f}" for x, y in (tip, left, right))
    svg.raw(f'<polygon points="{points}" fill="{colour}"/>')


def grain_arrow(svg: Svg, centre: Point, length: float, *, upright: bool, colour: str, width: float) -> None:
    """Draw a double arrow along the face grain."""
    dx, dy = (0.0, length / 2) if upright else (length / 2, 0.0)
    a, b = (centre[0] - dx, centre[1] - dy), (centre[0] + dx, centre[1] + dy)
    svg.line(a, b, stroke=colour, stroke_width=width)
    way = (0.0, 1.0) if upright else (1.0, 0.0)
    size = min(2.0, length / 4)
    head(svg, b, way, colour, size)
    head(svg, a, (-way[0], -way[1]), colour, size)


def scale_for(wide: float, high: float, room_wide: float, room_high: float) -> tuple[float, str]:
    """Return the largest usual drawing scale that fits, and its name.

    Those of ISO 5455, and 1:15 and 1:25, which joiners' rulers have.
    """
    for over in (1, 2, 5, 10, 15, 20, 25, 50, 100):
        if wide / over <= room_wide and high / over <= room_high:
            return 1 / over, f"1:{over}"
    over = math.ceil(max(wide / room_wide, high / room_high))
    return 1 / over, f"1:{over}"
