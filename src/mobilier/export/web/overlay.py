"""What a variant changes, as a picture: two versions of a part, one over the other."""

from __future__ import annotations

from mobilier.export.drawing.dimension import scale_for
from mobilier.export.drawing.style import (
    BODY,
    FAINT,
    HEADING,
    INK,
    MEDIUM,
    OUTLINE,
    PAPER,
    SMALL,
    SOFT,
    THIN,
    WARN,
)
from mobilier.export.drawing.svg import Svg, View, path_of, text_width
from mobilier.geometry.region import Region, difference
from mobilier.model.part import Part
from mobilier.wording import Lang, figure, say

GONE, NEW = WARN, "#2f8f4e"
"""Wood that only the first version has, and wood that only the second has."""

KEPT = "#eceff1"
"""Fill of the second version."""

SPECK = 0.5
"""mm². Smaller differences are not drawn."""


def overlay(
    a: Part | None,
    b: Part | None,
    *,
    lang: Lang = "fr",
    names: tuple[str, str] = ("A", "B"),
    width: float = 180.0,
) -> str:
    """Return an SVG: ``b`` in grey, what went in red, what came in green, sizes of both.

    A part that only one side has (the other is None) is drawn whole in the colour of that side.
    """
    parts = [p for p in (b, a) if p is not None]
    boxes = [p.outline.bounds for p in parts]
    x0, y0 = (min(k[i] for k in boxes) for i in (0, 1))
    x1, y1 = (max(k[i] for k in boxes) for i in (2, 3))
    scale, ratio = scale_for(x1 - x0, y1 - y0, width - 20, 110)
    svg = Svg(width, (y1 - y0) * scale + 30)
    svg.rectangle((0, 0), (svg.width, svg.height), fill=PAPER)
    view = View(scale, (width - (x1 - x0) * scale) / 2 - x0 * scale, 18 + y1 * scale)
    named = parts[0]
    svg.text((0, 6), named.id, HEADING, bold=True)
    svg.text((text_width(named.id, HEADING) + 3, 6), named.name, HEADING)
    svg.text((width, 6), ratio, SMALL, anchor="end", fill=SOFT)
    if b is not None:
        svg.path(
            path_of(b.region.contours, view),
            fill=KEPT,
            fill_rule="evenodd",
            stroke=SOFT,
            stroke_width=THIN,
        )
    for one, other, colour in ((a, b, GONE), (b, a, NEW)):
        for r in _only(one, other):
            svg.path(
                path_of(r.contours, view),
                fill=colour,
                fill_opacity=0.45,
                fill_rule="evenodd",
                stroke=colour,
                stroke_width=MEDIUM,
            )
    if a is not None:
        outline = path_of([a.outline], view)
        svg.path(outline, fill="none", stroke=GONE, stroke_width=OUTLINE, stroke_dasharray="1.6 1")
    if b is not None:
        svg.path(path_of([b.outline], view), fill="none", stroke=INK, stroke_width=OUTLINE)
    _legend(svg, (a, b), names, lang)
    return svg.render(f"{named.id} {names[0]} {names[1]}")


def _only(one: Part | None, other: Part | None) -> tuple[Region, ...]:
    """Return the wood that only one version has."""
    if one is None:
        return ()
    if other is None:
        return (one.region,)
    return tuple(r for r in difference(one.region, [other.region]) if r.area > SPECK)


def _legend(svg: Svg, parts: tuple[Part | None, Part | None], names: tuple[str, str], lang: Lang) -> None:
    """Say below the drawing which colour is which version, how large and how many."""
    y = svg.height - 4
    svg.line((0, y - 5), (svg.width, y - 5), stroke=FAINT, stroke_width=THIN)
    for k, (part, name, colour) in enumerate(zip(parts, names, (GONE, NEW), strict=True)):
        words = say("page.not_there", lang)
        if part is not None:
            size = " × ".join(figure(v, lang) for v in (*part.size, part.thickness))
            words = f"{size} mm, × {part.quantity}"
        svg.circle((1.5 + k * svg.width / 2, y - 1), 1.2, fill=colour)
        svg.text((5 + k * svg.width / 2, y), f"{name}: {words}", BODY)
