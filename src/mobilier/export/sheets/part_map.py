"""The drawing of one part: outline to scale, overall dimensions, holes and pockets by letter."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from functools import partial

from mobilier.export.drawing.dimension import across, grain_arrow, scale_for
from mobilier.export.drawing.label_position import label_room
from mobilier.export.drawing.outline_dimensions import ordinates, radii, slopes
from mobilier.export.drawing.style import (
    BODY,
    DRILL,
    ENGRAVE,
    FAINT,
    HEADING,
    INK,
    MEDIUM,
    OUTLINE,
    PAPER,
    POCKET,
    SMALL,
    SOFT,
    THIN,
    TINY,
    WARN,
    shaded,
    tint_of,
)
from mobilier.export.drawing.svg import Svg, View, path_of, text_width
from mobilier.export.sheets.sheet_map import draw_depths
from mobilier.export.terms import board_name, thickness_words
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds, Point
from mobilier.model.hand_holes import HandHole, drilled_by_hand
from mobilier.model.part import Feature, Part
from mobilier.profiles.types import Material
from mobilier.wording import Lang, figure, say

WIDTH = 180.0
"""mm. An A4 page upright, less its margins."""

HEIGHT = 120.0
_EDGE, _HEAD, _TOP = 14.0, 14.0, 6.0
_COLUMNS = 3
_KEY = 56.0
"""mm. Width of the column that explains the letters."""

_PER_LINE, _STRIDE = 3, 17.2
"""Positions on a line of the column, and mm from one to the next."""

_LINE, _ROW = 5.4, 3.3
"""mm. Height of a line of the key, and pitch of those that say where features lie."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Features that are made the same way: a letter, a colour, what to do, and where."""

    letter: str
    colour: str
    words: str
    at: tuple[Point, ...]
    places: tuple[str, ...]


def part_map(
    part: Part,
    material: Material,
    *,
    lang: Lang = "fr",
    name: str = "",
    tint: str = "",
    by_hand: Sequence[HandHole] = (),
) -> str:
    """Return an SVG of the part seen on its upper face, to a usual scale, in paper mm.

    ``by_hand``: the holes of the job that are left to a hand drill, which the drawing says.
    """
    long, wide = part.size
    by = Transform(angle=90.0) if wide > 1.1 * long else Transform()
    if by.angle:
        long, wide = wide, long
    outline = part.outline.transformed(by)
    x0, y0, x1, y1 = outline.bounds
    kinds = _kinds(part, by, by_hand, lang)
    page = _page(_key(kinds, part, outline, lang), (long, wide))
    scale, ratio = page.scale
    svg = Svg(WIDTH, page.height)
    view = View(scale, page.left - x0 * scale, _HEAD + _TOP + y1 * scale)
    svg.rectangle((0, 0), (svg.width, svg.height), fill=PAPER)
    _title(svg, part, name or part.name, _facts(part, material, ratio, lang))
    fill = shaded(tint or tint_of(0), 1.45)
    svg.path(
        path_of(part.region.transformed(by).contours, view),
        fill=fill,
        fill_rule="evenodd",
        stroke=INK,
        stroke_width=OUTLINE,
        stroke_linejoin="round",
    )
    draw_depths(svg, part, by, view)
    for c in part.corners:
        svg.circle(view.at(by.apply(c.at)), 0.4, fill=WARN)
    across(svg, view.at((x0, y0)), view.at((x1, y0)), -6, figure(long, lang, 1))
    across(svg, view.at((x0, y0)), view.at((x0, y1)), 6, figure(wide, lang, 1))
    if part.grain:
        room = label_room(part, by)
        size = min(16.0, 1.5 * room.radius * scale)
        upright = (part.grain == "y") != bool(by.angle)
        grain_arrow(svg, view.at(room.at), size, upright=upright, colour=SOFT, width=MEDIUM)
    ordinates(svg, view, outline, thickness=part.thickness, lang=lang)
    slopes(svg, view, outline, lang)
    _letters(svg, view, kinds)
    if any(k.places for k in kinds):
        _origin(svg, view.at((x0, y0)))
    _write(svg, page)
    return svg.render(f"{part.id} {name or part.name}")


def _facts(part: Part, material: Material, ratio: str, lang: Lang) -> str:
    """Return how many, of which board, at which scale."""
    board = f"{board_name(material, lang)} ({thickness_words(material, lang)})"
    return f"× {part.quantity} · {board} · {ratio} · {say('drawing.all_mm', lang)}"


def _title(svg: Svg, part: Part, name: str, facts: str) -> None:
    svg.text((0, 5.2), part.id, HEADING * 1.2, bold=True)
    svg.text((text_width(part.id, HEADING * 1.5) + 3, 5.2), name, HEADING)
    svg.text((svg.width, 5.2), facts, SMALL, anchor="end", fill=SOFT)
    svg.line((0, 7.6), (svg.width, 7.6), stroke=FAINT, stroke_width=THIN)


_ORDER = ("hole", "cutout", "pocket", "engraving")
_COLOURS = (DRILL, INK, POCKET, ENGRAVE)

_Sort = tuple[int, float, float, float]


def _kinds(part: Part, by: Transform, by_hand: Sequence[HandHole], lang: Lang) -> list[_Kind]:
    """Group features of one kind, size and depth, as they lie on the page, in a steady order."""
    corner = part.outline.transformed(by).bounds[:2]
    left = {(round(diameter, 3), deep) for _, diameter, deep in drilled_by_hand(part, by_hand)}
    groups: dict[_Sort, list[Bounds]] = {}
    for f in part.features:
        x0, y0, x1, y1 = box = _box(f, by)
        size = (round(x1 - x0, 1), round(y1 - y0, 1))
        size = (round(f.circle[2], 3), 0.0) if f.kind == "hole" else size
        depth = f.depth_in(-1.0)
        groups.setdefault((_ORDER.index(f.kind), *size, depth), []).append(box)
    return [
        _Kind(
            chr(ord("a") + k % 26),
            _COLOURS[key[0]],
            f"{len(groups[key])} × {_words(key, lang)}{_hand(key, left, lang)}",
            tuple(_centre(b) for b in groups[key]),
            tuple(_place(_centre(b), corner, lang) for b in sorted(groups[key])),
        )
        for k, key in enumerate(sorted(groups))
    ]


def _hand(key: _Sort, left: Collection[tuple[float, float | None]], lang: Lang) -> str:
    """Return the word on holes that are left to a hand drill."""
    kind, diameter, _, depth = key
    mine = _ORDER[kind] == "hole" and (diameter, None if depth < 0 else depth) in left
    return f", {say('drawing.by_hand', lang)}" if mine else ""


def _words(key: _Sort, lang: Lang) -> str:
    """Return what is done: Ø 4.5 through; pocket 250 × 6.7 deep 5."""
    kind, long, wide, depth = key
    how = say("drawing.through", lang) if depth < 0 else f"{say('drawing.deep', lang)} {figure(depth, lang)}"
    if _ORDER[kind] == "hole":
        return f"Ø {figure(long, lang)} {how}"
    size = f"{figure(long, lang, 1)} × {figure(wide, lang, 1)}"
    return f"{say(f'feature.{_ORDER[kind]}', lang)} {size}" + ("" if _ORDER[kind] == "cutout" else f" {how}")


def _place(p: Point, corner: Point, lang: Lang) -> str:
    """Return a position from the lower left corner of the drawing."""
    return f"{figure(p[0] - corner[0], lang, 1)} ; {figure(p[1] - corner[1], lang, 1)}"


def _centre(b: Bounds) -> Point:
    return ((b[0] + b[2]) / 2, (b[1] + b[3]) / 2)


def _box(f: Feature, by: Transform) -> Bounds:
    if f.contours:
        return f.contours[0].transformed(by).bounds
    spots = [by.apply(p) for s in f.strokes for p in s]
    xs, ys = [p[0] for p in spots], [p[1] for p in spots]
    return (min(xs), min(ys), max(xs), max(ys))


@dataclass(frozen=True, slots=True)
class _Block:
    """A block of the key beside or under a drawing: its height, and what writes it at a place."""

    high: float
    write: Callable[[Svg, Point], None]


def _key(kinds: Sequence[_Kind], part: Part, outline: Contour, lang: Lang) -> list[_Block]:
    """Return what explains a drawing: features by letter, reliefs, radii, from where places are told."""
    out = [_Block(_LINE + _ROW * -(-len(k.places) // _PER_LINE), partial(_kind, k)) for k in kinds]
    if part.corners:
        out.append(_Block(_LINE, partial(_sharp, lang)))
    if found := radii(outline, lang):
        words = f"{say('drawing.radii', lang)} {', '.join(found)}"
        out.append(_Block(_LINE, lambda svg, p: svg.text((p[0] + 4.5, p[1]), words, SMALL * 1.1)))
    if kinds:
        out.append(_Block(4.0, partial(_centres, lang)))
    return out


def _spread(blocks: Sequence[_Block], columns: int) -> list[list[_Block]]:
    """Return blocks in columns, each filled to about the same height, in order."""
    out: list[list[_Block]] = [[]]
    share = sum(b.high for b in blocks) / columns
    for block in blocks:
        if out[-1] and len(out) < columns and sum(b.high for b in out[-1]) + block.high / 2 > share:
            out.append([])
        out[-1].append(block)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class _Page:
    """Where drawing and key stand: the key in a column at the right, or in three under the drawing."""

    scale: tuple[float, str]
    height: float
    left: float
    key_at: Point
    columns: list[list[_Block]]


def _page(key: Sequence[_Block], size: Point) -> _Page:
    """Return the arrangement that draws a part (long, wide; mm) the larger, then the shorter page."""
    long, wide = size
    tries = []
    for columns, taken in ((1, _KEY if key else 0.0), (_COLUMNS, 0.0)):
        room = WIDTH - 2 * _EDGE - taken
        scale = scale_for(long, wide, room, HEIGHT - _HEAD - _EDGE - 6)
        drawn = _HEAD + _TOP + wide * scale[0] + _EDGE + 2
        written = _spread(key, columns)
        tall = max(sum(b.high for b in c) for c in written) + 3 if key else 0.0
        height = max(drawn, _HEAD + tall) if taken or not tall else drawn + tall
        at = (WIDTH - taken + 4, _HEAD + 3) if taken else (_EDGE, drawn + 3)
        left = _EDGE + max(0.0, (room - long * scale[0]) / 2)
        tries.append(_Page(scale=scale, height=height, left=left, key_at=at, columns=written))
    return max(tries, key=lambda p: (p.scale[0], -p.height))


def _origin(svg: Svg, at: Point) -> None:
    svg.circle(at, 1.0, fill="none", stroke=WARN, stroke_width=MEDIUM)
    svg.line((at[0] - 2, at[1]), (at[0] + 2, at[1]), stroke=WARN, stroke_width=MEDIUM)
    svg.line((at[0], at[1] - 2), (at[0], at[1] + 2), stroke=WARN, stroke_width=MEDIUM)


def _letters(svg: Svg, view: View, kinds: Sequence[_Kind]) -> None:
    for k in kinds:
        for p in k.at:
            x, y = view.at(p)
            svg.text((x + 1.6, y - 1.4), k.letter, SMALL, fill=k.colour, bold=True, halo=PAPER)


def _write(svg: Svg, page: _Page) -> None:
    """Write the key, block by block, down its columns."""
    left, top = page.key_at
    for number, column in enumerate(page.columns):
        y = top
        for block in column:
            block.write(svg, (left + number * (_KEY + 2), y))
            y += block.high


def _kind(kind: _Kind, svg: Svg, at: Point) -> None:
    x, y = at
    svg.text((x, y), kind.letter, BODY, bold=True, fill=kind.colour)
    svg.text((x + 4.5, y), kind.words, SMALL * 1.1)
    for n in range(0, len(kind.places), _PER_LINE):
        y += _ROW
        for column, place in enumerate(kind.places[n : n + _PER_LINE]):
            svg.text((x + 4.5 + column * _STRIDE, y), place, TINY * 1.15, fill=SOFT)


def _sharp(lang: Lang, svg: Svg, at: Point) -> None:
    svg.circle((at[0] + 0.9, at[1] - 0.9), 0.7, fill=WARN)
    svg.text((at[0] + 4.5, at[1]), say("drawing.sharp", lang), SMALL * 1.1)


def _centres(lang: Lang, svg: Svg, at: Point) -> None:
    _origin(svg, (at[0] + 0.9, at[1] - 0.9))
    svg.text((at[0] + 4.5, at[1]), say("drawing.centres", lang), TINY * 1.15, fill=SOFT)
