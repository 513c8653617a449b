"""All sheets of a job on one page, at one scale: what is cut from what, at a glance."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.export.drawing.dimension import grain_arrow
from mobilier.export.drawing.label_position import label_room
from mobilier.export.drawing.style import (
    BOARD,
    BODY,
    HEADING,
    INK,
    MEDIUM,
    OUTLINE,
    PAPER,
    SMALL,
    SOFT,
)
from mobilier.export.drawing.svg import Svg, View, num, path_of, text_width
from mobilier.export.sheets.dxf_drawing import outline_of
from mobilier.export.sheets.sheet_map import WIDTH, MapData, MapPage, draw_part, mark_clamp, mark_offcut
from mobilier.export.terms import thickness_words
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
from mobilier.model.part import Part
from mobilier.nest.layout import Layout, used_share

_GAP, _TITLE, _LINE, _HEAD = 6.0, 5.0, 3.2, 12.0
COLUMNS = ((2, 1), (6, 2), (15, 3))
"""Up to so many sheets stand in so many columns; more in four."""


def contact_sheet(data: MapData, layouts: Sequence[Layout], *, title: str, facts: Sequence[str] = ()) -> str:
    """Return an SVG with every layout once, in paper mm; ``facts`` stand under the title."""
    columns = next((c for most, c in COLUMNS if len(layouts) <= most), 4)
    cell = (WIDTH - (columns - 1) * _GAP) / columns
    scale = min(cell / max(x.sheet.length for x in layouts), 150.0 / max(x.sheet.width for x in layouts))
    rows = [layouts[k : k + columns] for k in range(0, len(layouts), columns)]
    heights = [_TITLE + max(x.sheet.width for x in row) * scale + _GAP for row in rows]
    top = _HEAD + (len(facts) - 1) * (BODY + 1.2) + 6
    svg = Svg(WIDTH, top + sum(heights))
    svg.rectangle((0, 0), (svg.width, svg.height), fill=PAPER)
    svg.text((0, 6), title, HEADING, bold=True)
    for n, fact in enumerate(facts):
        svg.text((0, _HEAD + n * (BODY + 1.2)), fact, BODY, fill=SOFT)
    tints = data.tints
    y = top
    for row, high in zip(rows, heights, strict=True):
        for n, layout in enumerate(row):
            x = n * (cell + _GAP)
            page = MapPage(svg, View(scale, x, y + _TITLE + layout.sheet.width * scale), data.lang)
            _cell_title(page, data, layout, (x, y + _LINE), cell)
            edge = path_of([outline_of(layout.sheet)], page.view)
            svg.path(edge, fill=BOARD, stroke=INK, stroke_width=OUTLINE)
            for box in data.offcuts.get(layout.name, ()):
                mark_offcut(page, box)
            for p in layout.placements:
                draw_part(page, data.parts[p.part], p, tints[p.part])
            for p in layout.placements:
                _id(page, data.parts[p.part], p.transform)
            for box in data.keep_out:
                mark_clamp(page, box)
        y += high
    return svg.render(title)


def _cell_title(page: MapPage, data: MapData, layout: Layout, at: Point, wide: float) -> None:
    """Write the sheet's name, its board and how much of it becomes parts."""
    svg, board, lang = page.svg, data.board(layout), page.lang
    svg.text(at, layout.title, BODY, bold=True)
    x = at[0] + text_width(layout.title, BODY) * 1.06 + 2.5
    share = f"{num(100 * used_share([layout], data.parts), 0)} %"
    size = f"{num(layout.sheet.length, 0)} × {num(layout.sheet.width, 0)}"
    for words in (f"{thickness_words(board, lang)} · {size} · {share}", f"{size} · {share}", share):
        if x - at[0] + text_width(words, SMALL) + 8 < wide:
            svg.text((x, at[1]), words, SMALL, fill=SOFT)
            break
    upright = layout.sheet.grain == "y"
    centre = (at[0] + min(wide, layout.sheet.length) - (2 if upright else 4), at[1] - 1)
    grain_arrow(svg, centre, 3 if upright else 6, upright=upright, colour=SOFT, width=MEDIUM)


def _id(page: MapPage, part: Part, by: Transform) -> None:
    """Write the part's id where it has room."""
    svg, view = page.svg, page.view
    room = label_room(part, by)
    upright = room.high > 1.15 * room.wide
    along, thick = (room.high, room.wide) if upright else (room.wide, room.high)
    size = min(SMALL, 0.8 * min(thick, 2 * room.radius) * view.scale, along * view.scale / len(part.id) / 0.7)
    if size > 0.8:
        turn = 90.0 if upright else 0.0
        svg.text(view.at(room.at), part.id, size, anchor="middle", bold=True, turn=turn, middle=True)
