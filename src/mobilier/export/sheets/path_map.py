"""The way of the cutter over a sheet: what a program does, to look at before it runs."""

from __future__ import annotations

import math

from mobilier.cam.moves import Move, Program, Tab
from mobilier.export.drawing.dimension import across
from mobilier.export.drawing.style import (
    BODY,
    HAIR,
    HEADING,
    HEAVY,
    INK,
    MEDIUM,
    OUTLINE,
    SMALL,
    SOFT,
    THIN,
    WARN,
)
from mobilier.export.drawing.svg import Svg, View, num, path_of, text_width
from mobilier.export.sheets.dxf_drawing import outline_of
from mobilier.geometry.points import Point
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Material
from mobilier.wording import Lang, figure, say

WIDTH = 277.0
_SIDE, _TOP, _FOOT = 11.0, 13.0, 16.0

SHALLOW, DEEP = (0x6F, 0xB7, 0xD6), (0x12, 0x2C, 0x6B)
"""Colours of a cut at the top of the sheet and right through it."""


def path_map(
    program: Program, layout: Layout, material: Material, *, tabs: tuple[Tab, ...] = (), lang: Lang = "fr"
) -> str:
    """Return an SVG of a program: cuts by depth, rapids dashed, tabs, first plunge and last lift.

    Where a cut is gone over in several passes, the deepest is on top.
    """
    sheet = layout.sheet
    scale = min((WIDTH - 2 * _SIDE) / sheet.length, 150 / sheet.width)
    svg = Svg(WIDTH, _TOP + sheet.width * scale + _FOOT)
    view = View(scale, (WIDTH - sheet.length * scale) / 2, _TOP + sheet.width * scale)
    svg.rectangle((0, 0), (svg.width, svg.height), fill="#ffffff")
    svg.path(path_of([outline_of(sheet)], view), fill="#fbf8f2", stroke=INK, stroke_width=HEAVY)
    cuts, rapids, ends = _runs(program.moves, material.thickness, view)
    svg.path("".join(rapids), fill="none", stroke=WARN, stroke_width=HAIR, stroke_dasharray="1.2 0.8")
    for depth in sorted(cuts):
        svg.path(
            "".join(cuts[depth]),
            fill="none",
            stroke=_tone(depth),
            stroke_width=OUTLINE,
            stroke_linejoin="round",
        )
    for t in tabs:
        svg.circle(view.at((t.x, t.y)), 0.8, fill="#ffffff", stroke=WARN, stroke_width=MEDIUM)
    if ends:
        _ends(svg, ends)
    low, right = view.at((0, 0)), view.at((sheet.length, 0))
    across(svg, low, right, -6.0, figure(sheet.length, lang, 1))
    _key(svg, program, lang)
    return svg.render(program.name)


def _runs(
    moves: tuple[Move, ...], thickness: float, view: View
) -> tuple[dict[int, list[str]], list[str], list[Point]]:
    """Return path data by tenth of the depth, that of the rapids, and where the first and last cut lie."""
    cuts: dict[int, list[str]] = {}
    rapids: list[str] = []
    ends: list[Point] = []
    before: Move | None = None
    for m in moves:
        if before is not None and (before.x, before.y) != (m.x, m.y):
            data = f"M{_xy(view, before)}{_leg(before, m, view)}"
            if m.kind == "rapid":
                rapids.append(data)
            else:
                share = min(1.0, max(0.0, -min(before.z, m.z) / thickness))
                cuts.setdefault(math.ceil(share * 10 - 1e-6), []).append(data)
                ends.append(view.at((m.x, m.y)))
        before = m
    return cuts, rapids, ends[:1] + ends[-1:]


def _leg(a: Move, b: Move, view: View) -> str:
    if b.kind in ("rapid", "line"):
        return f"L{_xy(view, b)}"
    r = math.hypot(b.x - b.cx, b.y - b.cy)
    first, last = math.atan2(a.y - b.cy, a.x - b.cx), math.atan2(b.y - b.cy, b.x - b.cx)
    turn = (last - first) % math.tau if b.kind == "ccw" else (first - last) % math.tau
    sweep = 0 if b.kind == "ccw" else 1
    radius = num(r * view.scale, 4)
    return f"A{radius} {radius} 0 {1 if turn > math.pi else 0} {sweep} {_xy(view, b)}"


def _xy(view: View, m: Move) -> str:
    x, y = view.at((m.x, m.y))
    return f"{num(x)} {num(y)}"


def _tone(tenth: int) -> str:
    share = tenth / 10
    return "#" + "".join(f"{round(a + share * (b - a)):02x}" for a, b in zip(SHALLOW, DEEP, strict=True))


def _ends(svg: Svg, ends: list[Point]) -> None:
    """Mark the first cut with a ring and the last with a dot."""
    svg.circle(ends[0], 1.4, fill="none", stroke=WARN, stroke_width=OUTLINE)
    svg.circle(ends[-1], 0.9, fill=WARN)


def _key(svg: Svg, program: Program, lang: Lang) -> None:
    svg.text((_SIDE, 7.2), program.name, HEADING * 1.1, bold=True)
    facts = " · ".join(
        [
            f"Ø {figure(program.tool.diameter, lang)} mm",
            f"{figure(program.cut_length / 1000, lang, 1)} m",
            say("drawing.passes", lang, number=program.passes),
        ]
    )
    svg.text((svg.width - _SIDE, 7.2), facts, BODY, anchor="end", fill=SOFT)
    x, y = _SIDE, svg.height - 3
    for tenth in (1, 4, 7, 10):
        svg.line((x, y - 0.8), (x + 6, y - 0.8), stroke=_tone(tenth), stroke_width=OUTLINE)
        words = f"{tenth * 10} %"
        svg.text((x + 7, y), words, SMALL, fill=SOFT)
        x += 9 + text_width(words, SMALL) + 3
    svg.line((x, y - 0.8), (x + 6, y - 0.8), stroke=WARN, stroke_width=THIN, stroke_dasharray="1.2 0.8")
    words = say("drawing.rapid", lang)
    svg.text((x + 7, y), words, SMALL, fill=SOFT)
    x += 12 + text_width(words, SMALL)
    for words, mark in (
        (say("drawing.start", lang), "ring"),
        (say("drawing.end", lang), "dot"),
        (say("drawing.tab", lang), "tab"),
    ):
        at = (x + 2, y - 0.8)
        if mark == "ring":
            svg.circle(at, 1.4, fill="none", stroke=WARN, stroke_width=OUTLINE)
        elif mark == "dot":
            svg.circle(at, 0.9, fill=WARN)
        else:
            svg.circle(at, 0.8, fill="#ffffff", stroke=WARN, stroke_width=MEDIUM)
        svg.text((x + 5, y), words, SMALL, fill=SOFT)
        x += 8 + text_width(words, SMALL) + 3
