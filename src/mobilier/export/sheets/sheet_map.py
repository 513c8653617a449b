"""The map of a sheet: what an operator hangs beside the router."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mobilier.export.drawing.dimension import across, grain_arrow
from mobilier.export.drawing.label_position import Room, label_room
from mobilier.export.drawing.style import (
    BOARD,
    BODY,
    CLAMP,
    DRILL,
    ENGRAVE,
    FAINT,
    HAIR,
    HEADING,
    HEAVY,
    INK,
    MEDIUM,
    OUTLINE,
    PAPER,
    POCKET,
    SOFT,
    THIN,
    TINY,
    tint_for,
)
from mobilier.export.drawing.svg import Svg, View, num, path_of, stroke_of, text_width
from mobilier.export.sheets.dxf_drawing import outline_of
from mobilier.export.terms import board_name, thickness_words
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds, Point
from mobilier.model.part import Part
from mobilier.nest.layout import Layout, Placement, used_share
from mobilier.profiles.types import Material
from mobilier.wording import Lang, counted, figure, say

WIDTH = 277.0
"""mm. An A4 page laid across, less its margins."""

HEIGHT = 170.0
"""mm. Of the page, at most."""

SIDE, TOP, FOOT = 11.0, 13.0, 12.0
"""mm. What a map leaves free round the sheet, for title and dimensions."""

TITLE_LINE = 7.2
"""mm. Where the title stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MapData:
    """What the maps of a job's sheets share.

    ``parts`` as they are cut and ``names`` by part id, ``boards`` by name; ``keep_out`` are
    rectangles that nothing may touch, ``offcuts`` those worth keeping of each layout, by its name.
    """

    parts: Mapping[str, Part]
    boards: Mapping[str, Material]
    names: Mapping[str, str] = field(default_factory=dict)
    keep_out: Sequence[Bounds] = ()
    offcuts: Mapping[str, Sequence[Bounds]] = field(default_factory=dict)
    lang: Lang = "fr"

    def board(self, layout: Layout) -> Material:
        """Return the board of a sheet."""
        return self.boards[layout.sheet.material]

    def name(self, part: str) -> str:
        """Return what a part is called, by its id."""
        return self.names.get(part, self.parts[part].name)

    @property
    def tints(self) -> dict[str, str]:
        """The colour of each part, the same on every sheet."""
        return {name: tint_for(name, k) for k, name in enumerate(sorted(self.parts))}


@dataclass(frozen=True, slots=True)
class MapPage:
    """A sheet on paper: the page, where the sheet lies on it, the language."""

    svg: Svg
    view: View
    lang: Lang


def map_page(layout: Layout, lang: Lang, height: float) -> MapPage:
    """Return a white page with a sheet as large as fits ``height`` mm with its dimensions."""
    long, wide = layout.sheet.length, layout.sheet.width
    scale = min((WIDTH - 2 * SIDE) / long, (height - TOP - FOOT) / wide)
    svg = Svg(WIDTH, TOP + wide * scale + FOOT)
    svg.rectangle((0, 0), (svg.width, svg.height), fill=PAPER)
    return MapPage(svg, View(scale, (WIDTH - long * scale) / 2, TOP + wide * scale), lang)


def sheet_map(data: MapData, layout: Layout, *, height: float = HEIGHT) -> str:
    """Return an SVG of the sheet seen from above, front edge below, in paper mm.

    Parts carry the same colour on every sheet, their id and name, and an arrow where the
    grain matters.
    """
    page, material, tints = map_page(layout, data.lang, height), data.board(layout), data.tints
    svg, view = page.svg, page.view
    svg.path(path_of([outline_of(layout.sheet)], view), fill=BOARD, stroke=INK, stroke_width=HEAVY)
    for box in data.offcuts.get(layout.name, ()):
        mark_offcut(page, box)
    for p in layout.placements:
        draw_part(page, data.parts[p.part], p, tints[p.part])
    for p in layout.placements:
        _label(page, data.parts[p.part], p, data.name(p.part))
    for box in data.keep_out:
        mark_clamp(page, box)
    for d in layout.sheet.defects:
        svg.path(path_of([Contour.polygon_of(d)], view), fill=FAINT, stroke=SOFT, stroke_width=THIN)
    _frame(page, layout, data.parts, material)
    return svg.render(f"{layout.name} {material.name}")


def draw_part(page: MapPage, part: Part, placed: Placement, tint: str) -> None:
    """Draw a part where it lies, with its pockets, holes and engravings."""
    by, view = placed.transform, page.view
    shape = part.region.transformed(by)
    page.svg.path(
        path_of(shape.contours, view),
        fill=tint,
        fill_rule="evenodd",
        stroke=INK,
        stroke_width=OUTLINE,
        stroke_linejoin="round",
    )
    draw_depths(page.svg, part, by, view)


def draw_depths(svg: Svg, part: Part, by: Transform, view: View) -> None:
    """Draw pockets, holes and engravings in the colours of their operations."""
    for f in part.features:
        rings = [c.transformed(by) for c in f.contours]
        if f.kind == "pocket":
            svg.path(
                path_of(rings, view),
                fill=POCKET,
                fill_opacity=0.28,
                fill_rule="evenodd",
                stroke=POCKET,
                stroke_width=THIN,
            )
        elif f.kind == "hole":
            open_ = f.through
            svg.path(path_of(rings, view), fill=PAPER if open_ else "none", stroke=DRILL, stroke_width=MEDIUM)
        elif f.kind == "engraving":
            for s in f.strokes:
                line = [by.apply(p) for p in s]
                pieces = [Segment(a, b) for a, b in itertools.pairwise(line)]
                svg.path(stroke_of(pieces, view), fill="none", stroke=ENGRAVE, stroke_width=HAIR)


def _label(page: MapPage, part: Part, placed: Placement, name: str) -> None:
    """Write id and name along the longer free direction, and the grain beside them."""
    svg, k = page.svg, page.view.scale
    room = label_room(part, placed.transform)
    upright = room.high > 1.15 * room.wide
    along, thick = (room.high, room.wide) if upright else (room.wide, room.high)
    along, thick = along * k, min(thick, 2 * room.radius) * k
    size = max(TINY, min(HEADING, thick * 0.42, along / (1.5 + 0.8 * len(part.id))))
    fits = thick > size * 2.4 and text_width(name, size * 0.62) < along * 0.92
    at = page.view.at(room.at)
    lift = size * 0.42 if fits else 0.0
    turn = 90.0 if upright else 0.0
    shift = (-lift, 0.0) if upright else (0.0, -lift)
    one_line = not fits and text_width(f"{part.id}  {name}", size) < along * 0.9
    words = f"{part.id} · {name}" if one_line else part.id
    svg.text(
        (at[0] + shift[0], at[1] + shift[1]), words, size, anchor="middle", bold=True, turn=turn, middle=True
    )
    if fits:
        low = (at[0] + lift * 1.7, at[1]) if upright else (at[0], at[1] + lift * 1.7)
        svg.text(low, name, size * 0.62, anchor="middle", turn=turn, middle=True, fill=INK)
    if part.grain:
        direction = placed.transform.turn((1.0, 0.0) if part.grain == "x" else (0.0, 1.0))
        runs_up = abs(direction[1]) > abs(direction[0])
        _grain_beside(page, runs_up, room, size * (1.25 if fits else 0.95))


def _grain_beside(page: MapPage, upright: bool, room: Room, gap: float) -> None:
    """Draw the grain arrow ``gap`` mm on paper beside the label where there is room for it."""
    k = page.view.scale
    r = 0.85 * room.radius * k
    if r < gap + 1:
        return
    text_upright = room.high > 1.15 * room.wide
    at = page.view.at(room.at)
    length = min(9.0, 1.5 * (r**2 - gap**2) ** 0.5) if upright == text_upright else min(9.0, r - gap)
    if length < 2.5:
        return
    reach = gap if upright == text_upright else gap + length / 2
    centre = (at[0] + reach, at[1]) if text_upright else (at[0], at[1] + reach)
    grain_arrow(page.svg, centre, length, upright=upright, colour=SOFT, width=MEDIUM)


def mark_clamp(page: MapPage, box: Bounds) -> None:
    """Mark a rectangle that no part and no cutter may touch."""
    svg, view = page.svg, page.view
    a, b = view.at(box[:2]), view.at(box[2:])
    svg.rectangle(
        a, b, fill=CLAMP, fill_opacity=0.14, stroke=CLAMP, stroke_width=MEDIUM, stroke_dasharray="1.4 0.8"
    )
    if abs(b[0] - a[0]) > 8:
        middle: Point = ((a[0] + b[0]) / 2, (a[1] + b[1]) / 2)
        svg.text(middle, say("drawing.clamp", page.lang), TINY, anchor="middle", middle=True, fill=CLAMP)


def mark_offcut(page: MapPage, box: Bounds) -> None:
    """Mark a rectangle worth keeping, with its size where there is room."""
    (x0, y0, x1, y1), svg, view = box, page.svg, page.view
    svg.rectangle(
        view.at((x0, y0)), view.at((x1, y1)), fill="none", stroke=SOFT, stroke_width=THIN,
        stroke_dasharray="2 1.2",
    )  # fmt: skip
    size = f"{num(x1 - x0, 0)} × {num(y1 - y0, 0)}"
    for words in (f"{say('drawing.offcut', page.lang)} {size}", size):
        upright = text_width(words, TINY) > (x1 - x0) * view.scale
        if text_width(words, TINY) < max(x1 - x0, y1 - y0) * view.scale - 2:
            at = view.at(((x0 + x1) / 2, (y0 + y1) / 2))
            turn = 90.0 if upright else 0.0
            svg.text(at, words, TINY, anchor="middle", middle=True, fill=SOFT, turn=turn)
            break


def _frame(page: MapPage, layout: Layout, parts: Mapping[str, Part], material: Material) -> None:
    """Write the title, the dimensions, the origin and the grain of the sheet."""
    svg, view, lang = page.svg, page.view, page.lang
    long, wide = layout.sheet.length, layout.sheet.width
    svg.text((SIDE, TITLE_LINE), layout.title, HEADING * 1.35, bold=True)
    board = f"{board_name(material, lang)} · {thickness_words(material, lang)}"
    svg.text((SIDE + text_width(layout.title, HEADING * 1.35) + 6, TITLE_LINE), board, BODY)
    share = used_share([layout], parts)
    count = len(layout.placements)
    words = f"{counted('part', count, lang)} · {num(100 * share, 0)} % {say('drawing.used', lang)}"
    svg.text((svg.width - SIDE, TITLE_LINE), words, BODY, anchor="end", fill=SOFT)
    x = svg.width - SIDE - text_width(words, BODY) - 12
    grain = say("booklet.grain", lang)
    svg.text((x, TITLE_LINE), grain, BODY, anchor="end", fill=SOFT)
    lying = layout.sheet.grain == "x"
    x -= text_width(grain, BODY) + (8 if lying else 5)
    grain_arrow(svg, (x, 6.2), 11 if lying else 6, upright=not lying, colour=SOFT, width=MEDIUM)
    low, right, top = view.at((0, 0)), view.at((long, 0)), view.at((0, wide))
    across(svg, low, right, -6.5, figure(long, lang, 1))
    across(svg, low, top, 5.5, figure(wide, lang, 1))
    _origin(svg, low)


def _origin(svg: Svg, at: Point) -> None:
    """Mark the front-left corner, where x = y = 0."""
    svg.circle(at, 1.5, fill=PAPER, stroke=INK, stroke_width=MEDIUM)
    x, y = at
    svg.path(f"M{num(x)} {num(y)}L{num(x)} {num(y - 1.5)}A1.5 1.5 0 0 1 {num(x + 1.5)} {num(y)}Z", fill=INK)
    svg.path(f"M{num(x)} {num(y)}L{num(x)} {num(y + 1.5)}A1.5 1.5 0 0 1 {num(x - 1.5)} {num(y)}Z", fill=INK)
