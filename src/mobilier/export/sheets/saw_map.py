"""The cut diagram of a panel saw: blanks with their sizes, and every cut by its number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobilier.export.drawing.dimension import across
from mobilier.export.drawing.style import (
    BOARD,
    BODY,
    FAINT,
    HEADING,
    HEAVY,
    INK,
    MEDIUM,
    OUTLINE,
    PAPER,
    SOFT,
    TINY,
    WARN,
)
from mobilier.export.drawing.svg import Svg, View, path_of, text_width
from mobilier.export.sheets.sheet_map import HEIGHT, SIDE, TITLE_LINE, MapData, MapPage, map_page
from mobilier.export.spreadsheet import csv_bytes
from mobilier.export.terms import board_name
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.model.part import Part
from mobilier.nest.layout import Layout, Placement
from mobilier.nest.saw.panel_saw import Cut, Saw
from mobilier.wording import Lang, figure, say

_WEIGHT = {1: HEAVY, 2: OUTLINE, 3: MEDIUM, 4: MEDIUM}
CUT_COLUMNS = ("sheet", "copies", "cut", "stage", "along", "at_mm", "from_mm", "to_mm")


def saw_map(data: MapData, layout: Layout, cuts: Sequence[Cut], saw: Saw) -> str:
    """Return an SVG of a sheet with its blanks (the part drawn faintly inside) and numbered cuts."""
    long, wide = layout.sheet.length, layout.sheet.width
    page, material, lang = map_page(layout, data.lang, HEIGHT), data.board(layout), data.lang
    svg, view, tints = page.svg, page.view, data.tints
    svg.rectangle(view.at((0, 0)), view.at((long, wide)), fill=BOARD, stroke=INK, stroke_width=HEAVY)
    for p in layout.placements:
        _blank(page, data.parts[p.part], p, tints[p.part], data.name(p.part))
    for number, cut in enumerate(cuts, start=1):
        _cut(svg, view, number, cut)
    svg.text((SIDE, TITLE_LINE), layout.title, HEADING * 1.35, bold=True)
    svg.text(
        (SIDE + text_width(layout.title, HEADING * 1.35) + 6, TITLE_LINE), board_name(material, lang), BODY
    )
    figures = {"trim": figure(saw.trim, lang, 1), "kerf": figure(saw.kerf, lang, 1)}
    svg.text(
        (svg.width - SIDE, TITLE_LINE),
        say("drawing.saw_order", lang, **figures),
        BODY,
        anchor="end",
        fill=SOFT,
    )
    low, right, top = view.at((0, 0)), view.at((long, 0)), view.at((0, wide))
    across(svg, low, right, -6.5, figure(long, lang, 1))
    across(svg, low, top, 5.5, figure(wide, lang, 1))
    return svg.render(f"{layout.name} {material.name}")


def _blank(page: MapPage, part: Part, p: Placement, fill: str, name: str) -> None:
    svg, view, lang = page.svg, page.view, page.lang
    shape = part.region.transformed(p.transform)
    x0, y0, x1, y1 = shape.bounds
    box = Contour.rectangle(x0, y0, x1, y1)
    svg.path(path_of([box], view), fill=fill, stroke=INK, stroke_width=OUTLINE)
    svg.path(path_of(shape.contours, view), fill="none", stroke=FAINT, stroke_width=MEDIUM)
    at = view.at(((x0 + x1) / 2, (y0 + y1) / 2))
    size = f"{figure(x1 - x0, lang, 1)} × {figure(y1 - y0, lang, 1)}"
    along, thick = (x1 - x0) * view.scale, (y1 - y0) * view.scale
    turn = 90.0 if thick > 1.3 * along else 0.0
    along, thick = (thick, along) if turn else (along, thick)
    large = min(BODY, thick * 0.3, along / 6)
    if large < 0.9:
        return
    lines = [(part.id, large, True), (size, large * 0.72, False), (name, large * 0.62, False)]
    fitting = [row for row in lines if text_width(row[0], row[1]) < along * 0.94]
    at_line = -(len(fitting) - 1) / 2
    for words, high, bold in fitting:
        shift: Point = (at_line * large * 1.15, 0.0) if turn else (0.0, at_line * large * 1.15)
        svg.text(
            (at[0] + shift[0], at[1] + shift[1]),
            words,
            high,
            anchor="middle",
            middle=True,
            bold=bold,
            turn=turn,
        )
        at_line += 1


def _cut(svg: Svg, view: View, number: int, cut: Cut) -> None:
    """Draw a cut along its middle, its number in a disc near where it begins."""
    ends = [(v, cut.at) if cut.along == "x" else (cut.at, v) for v in (cut.low, cut.high)]
    a, b = view.at(ends[0]), view.at(ends[1])
    svg.line(a, b, stroke=WARN, stroke_width=_WEIGHT[cut.stage])
    words = str(number)
    radius = max(1.15, text_width(words, TINY) * 0.72)
    share = 0.06 + 0.05 * (number % 3)
    at = (a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]))
    svg.circle(at, radius, fill=PAPER, stroke=WARN, stroke_width=MEDIUM)
    svg.text(at, words, TINY, anchor="middle", middle=True, fill=WARN, bold=True)


def cut_list(layouts: Sequence[Layout], cuts: Mapping[str, Sequence[Cut]], lang: Lang) -> bytes:
    """Return cuts.csv: every cut in the order of work, the fence's distance from the sheet's low edge.

    ``at_mm`` is the middle of the cut, ``from_mm`` and ``to_mm`` where it begins and ends.
    """
    rows = [
        (
            layout.name, layout.copies, number, cut.stage, cut.along,
            round(cut.at, 2), round(cut.low, 2), round(cut.high, 2),
        )
        for layout in layouts
        for number, cut in enumerate(cuts[layout.name], start=1)
    ]  # fmt: skip
    return csv_bytes(CUT_COLUMNS, rows, lang)
