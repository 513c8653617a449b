"""What a tape checks on an outline: where its tabs and notches lie, how it slopes, its radii."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from mobilier.export.drawing.style import INK, PAPER, SMALL, SOFT, THIN
from mobilier.export.drawing.svg import Svg, View, text_width
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Bounds
from mobilier.wording import Lang, figure

APART = 2.6
"""mm on the page. Ordinates nearer than this are moved apart."""

SHORTEST, SLOPING = 30.0, 1.0
"""mm and degrees. A straight side as long as this that is so much out of square is told with its slope."""

ROUND = 3.0
"""mm. The least radius that is told: smaller ones are reliefs."""

LEVEL = 1e-3
"""Of a direction: less across it, and a side is square to the page."""

BAND = 1.6
"""In thicknesses: a step of the outline so near the edge of its box belongs to that edge."""


def ordinates(svg: Svg, view: View, outline: Contour, *, thickness: float, lang: Lang) -> None:
    """Write along top and right where the steps of an outline lie, from the lower left corner, mm."""
    x0, y0, x1, y1 = box = outline.bounds
    steps = _steps(outline, box, BAND * thickness)
    _along_top(svg, view, [v - x0 for v in steps[0]], (x0, y1), lang)
    _along_right(svg, view, [v - y0 for v in steps[1]], (x1, y0), lang)


def _steps(outline: Contour, box: Bounds, band: float) -> tuple[list[float], list[float]]:
    """Return the x of upright steps near the upper or lower edge, and the y of level ones near the sides."""
    x0, y0, x1, y1 = box
    across: set[float] = set()
    up: set[float] = set()
    for s in outline.segments:
        if s.bulge or s.length > band:
            continue
        (ax, ay), (bx, by) = s.start, s.end
        if abs(bx - ax) < LEVEL * s.length and min(abs(max(ay, by) - y1), abs(min(ay, by) - y0)) < band:
            across.add(round(ax, 1))
        if abs(by - ay) < LEVEL * s.length and min(abs(max(ax, bx) - x1), abs(min(ax, bx) - x0)) < band:
            up.add(round(ay, 1))
    return sorted(across - {round(x0, 1), round(x1, 1)}), sorted(up - {round(y0, 1), round(y1, 1)})


def _along_top(
    svg: Svg, view: View, values: Sequence[float], corner: tuple[float, float], lang: Lang
) -> None:
    at = [view.at((corner[0] + v, corner[1])) for v in values]
    for (x, y), spread, v in zip(at, _spread([p[0] for p in at]), values, strict=True):
        svg.line((x, y - 0.8), (x, y - 2.0), stroke=SOFT, stroke_width=THIN)
        svg.line((x, y - 2.0), (spread, y - 3.2), stroke=SOFT, stroke_width=THIN)
        svg.text((spread, y - 3.8), figure(v, lang, 1), SMALL * 0.85, turn=90, middle=True, fill=INK)


def _along_right(
    svg: Svg, view: View, values: Sequence[float], corner: tuple[float, float], lang: Lang
) -> None:
    at = [view.at((corner[0], corner[1] + v)) for v in values]
    for (x, y), spread, v in zip(at, _spread([p[1] for p in at], falling=True), values, strict=True):
        svg.line((x + 0.8, y), (x + 2.0, y), stroke=SOFT, stroke_width=THIN)
        svg.line((x + 2.0, y), (x + 3.2, spread), stroke=SOFT, stroke_width=THIN)
        svg.text((x + 3.8, spread), figure(v, lang, 1), SMALL * 0.85, middle=True, fill=INK)


def _spread(places: Sequence[float], *, falling: bool = False) -> list[float]:
    """Return places moved apart so that words on them do not touch, each as near as it can to its own."""
    sign = -1.0 if falling else 1.0
    out: list[list[float]] = []
    for p in (sign * p for p in places):
        out.append([p])
        # words that touch make one block about the middle of what they mark
        while len(out) > 1 and _low(out[-1]) - _high(out[-2]) < APART:
            last = out.pop()
            out[-1] = [*out[-1], *last]
    return [sign * (_low(block) + k * APART) for block in out for k in range(len(block))]


def _low(block: Sequence[float]) -> float:
    return sum(block) / len(block) - APART * (len(block) - 1) / 2


def _high(block: Sequence[float]) -> float:
    return _low(block) + APART * (len(block) - 1)


def slopes(svg: Svg, view: View, outline: Contour, lang: Lang) -> None:
    """Write the length and slope of each long straight side that is out of square, along it."""
    for s in outline.segments:
        (ax, ay), (bx, by) = s.start, s.end
        turn = math.degrees(math.atan2(by - ay, bx - ax))
        lean = abs((turn + 45) % 90 - 45)
        if s.bulge or s.length < SHORTEST or lean < SLOPING:
            continue
        over = math.degrees(math.atan2(abs(by - ay), abs(bx - ax)))
        words = f"{figure(s.length, lang, 1)} · {figure(over, lang, 1)}°"
        if text_width(words, SMALL) > s.length * view.scale:
            words = f"{figure(over, lang, 1)}°"
        # the wood lies to the left of a counter-clockwise ring: words stand on it, along the side
        inward = (-(by - ay) / s.length, (bx - ax) / s.length)
        x, y = view.at(((ax + bx) / 2, (ay + by) / 2))
        middle = (x + 2.2 * inward[0], y - 2.2 * inward[1])
        upright = turn - 180 if turn > 90 else turn + 180 if turn <= -90 else turn
        svg.text(middle, words, SMALL, anchor="middle", turn=upright, middle=True, fill=INK, halo=PAPER)


def radii(outline: Contour, lang: Lang) -> list[str]:
    """Return the radii of an outline and how often each comes: 4 × R 20."""
    found = Counter(round(s.radius, 1) for s in _arcs(outline))
    return [f"{n} × R {figure(r, lang, 1)}" for r, n in sorted(found.items())]


def _arcs(outline: Contour) -> list[Segment]:
    return [s for s in outline.segments if s.bulge and s.radius >= ROUND]
