"""The drawing of one part: outline to scale, overall dimensions, holes and pockets by letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobilier.export.dimension import across, grain_arrow, scale_for
from mobilier.export.placing import label_room
from mobilier.export.sheet_map import draw_depths
from mobilier.export.style import (
    BODY,
    DRILL,
    ENGRAVE,
    FAINT,
    HEADING,
    INK,
    MEDIUM,
    OUTLINE,
    POCKET,
    SMALL,
    SOFT,
    THIN,
    WARN,
    shaded,
    tint_of,
)
from mobilier.export.svg import Svg, View, path_of, text_width
from mobilier.export.words import Lang, board_name, figure, say, thickness_words
from mobilier.geometry.contour import Point
from mobilier.geometry.frame import Transform
from mobilier.model.part import Feature, Part
from mobilier.profiles.types import Material

WIDTH = 180.0
"""mm. An A4 page upright, less its margins."""

HEIGHT = 120.0
_EDGE, _HEAD = 14.0, 14.0
_KEY = 46.0
"""mm. Width of the column that explains the letters."""


@dataclass(frozen=True, slots=True)
class _Kind:
    """Features that are made the same way: a letter, a colour, what to do, and where."""

    letter: str
    colour: str
    words: str
    at: tuple[Point, ...]


def part_map(
    part: Part,
    material: Material,
    *,
    lang: Lang = "fr",
    name: str = "",
    tint: str = "",
    width: float = WIDTH,
    height: float = HEIGHT,
) -> str:
    """Return an SVG of the part seen on its upper face, to a usual scale, in paper mm."""
    long, wide = part.size
    by = Transform(angle=90.0) if wide > 1.1 * long else Transform()
    if by.angle:
        long, wide = wide, long
    kinds = _kinds(part, lang)
    column = _KEY if kinds or part.corners else 0.0
    scale, ratio = scale_for(long, wide, width - 2 * _EDGE - column, height - _HEAD - _EDGE - 6)
    x0, y0, x1, y1 = part.outline.transformed(by).bounds
    drawn_height = _HEAD + wide * scale + _EDGE + 2
    svg = Svg(width, max(drawn_height, _HEAD + 8 + 6.2 * (len(kinds) + 2)))
    left = _EDGE + max(0.0, (width - column - 2 * _EDGE - long * scale) / 2)
    view = View(scale, left - x0 * scale, _HEAD + y1 * scale)
    svg.rectangle((0, 0), (svg.width, svg.height), fill="#ffffff")
    _title(svg, part, material, name or part.name, ratio, lang)
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
    across(svg, view.at((x0, y0)), view.at((x1, y0)), -6, figure(long, 1, lang))
    across(svg, view.at((x0, y0)), view.at((x0, y1)), 6, figure(wide, 1, lang))
    if part.grain:
        room = label_room(part, by)
        size = min(16.0, 1.5 * room.radius * scale)
        upright = (part.grain == "y") != bool(by.angle)
        grain_arrow(svg, view.at(room.at), size, upright=upright, colour=SOFT, width=MEDIUM)
    _letters(svg, view, by, kinds)
    _key(svg, kinds, bool(part.corners), width - column + 4, lang)
    return svg.render(f"{part.id} {name or part.name}")


def _title(svg: Svg, part: Part, material: Material, name: str, ratio: str, lang: Lang) -> None:
    svg.text((0, 5.2), part.id, HEADING * 1.2, bold=True)
    x = text_width(part.id, HEADING * 1.5) + 3
    svg.text((x, 5.2), name, HEADING)
    facts = (
        f"× {part.quantity} · {board_name(material, lang)} "
        f"({thickness_words(material, lang)}) · {ratio} · {say('all_mm', lang)}"
    )
    svg.text((svg.width, 5.2), facts, SMALL, anchor="end", fill=SOFT)
    svg.line((0, 7.6), (svg.width, 7.6), stroke=FAINT, stroke_width=THIN)


def _kinds(part: Part, lang: Lang) -> list[_Kind]:
    """Group holes by diameter and depth, pockets and engravings by depth, in a steady order."""
    groups: dict[tuple[int, float, float], list[Feature]] = {}
    order = {"hole": 0, "pocket": 1, "engraving": 2}
    for f in part.features:
        if f.kind not in order:
            continue
        diameter = round(f.circle[2], 3) if f.kind == "hole" else 0.0
        groups.setdefault((order[f.kind], diameter, -1.0 if f.depth is None else f.depth), []).append(f)
    kinds = []
    for k, key in enumerate(sorted(groups)):
        found = groups[key]
        colour = (DRILL, POCKET, ENGRAVE)[key[0]]
        how = say("through", lang) if key[2] < 0 else f"{say('deep', lang)} {figure(key[2], 2, lang)}"
        what = (
            f"Ø {figure(key[1], 2, lang)}" if key[0] == 0 else say(("", "pocket", "engraving")[key[0]], lang)
        )
        spots = tuple(_spot(f) for f in found)
        kinds.append(_Kind(chr(ord("a") + k % 26), colour, f"{len(found)} × {what} {how}", spots))
    return kinds


def _spot(f: Feature) -> Point:
    if f.kind == "hole":
        return f.circle[:2]
    if f.contours:
        x0, y0, x1, y1 = f.contours[0].bounds
    else:
        xs, ys = [p[0] for s in f.strokes for p in s], [p[1] for s in f.strokes for p in s]
        x0, y0, x1, y1 = min(xs), min(ys), max(xs), max(ys)
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _letters(svg: Svg, view: View, by: Transform, kinds: Sequence[_Kind]) -> None:
    for k in kinds:
        for p in k.at:
            x, y = view.at(by.apply(p))
            svg.text((x + 1.6, y - 1.4), k.letter, SMALL, fill=k.colour, bold=True, halo="#ffffff")


def _key(svg: Svg, kinds: Sequence[_Kind], corners: bool, x: float, lang: Lang) -> None:
    y = _HEAD + 3
    for k in kinds:
        svg.text((x, y), k.letter, BODY, bold=True, fill=k.colour)
        svg.text((x + 4.5, y), k.words, SMALL * 1.1)
        y += 5.4
    if corners:
        svg.circle((x + 0.9, y - 0.9), 0.7, fill=WARN)
        svg.text((x + 4.5, y), say("sharp", lang), SMALL * 1.1)
