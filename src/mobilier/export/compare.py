"""What a variant changes, as a picture: two versions of a part, one over the other."""

from __future__ import annotations

from collections.abc import Mapping

from mobilier.export.dimension import scale_for
from mobilier.export.style import BODY, FAINT, HEADING, INK, MEDIUM, OUTLINE, SMALL, SOFT, THIN, WARN
from mobilier.export.svg import Svg, View, path_of, text_width
from mobilier.export.words import Lang, figure
from mobilier.geometry.region import difference
from mobilier.model.part import Part

GONE, NEW = WARN, "#2f8f4e"
"""Wood that only the first version has, and wood that only the second has."""

SPECK = 0.5
"""mm². Smaller differences are not drawn."""


def changed(a: Part, b: Part) -> bool:
    """Say whether two versions of a part differ in wood, thickness, material or features."""
    if (a.material, a.grain, len(a.features)) != (b.material, b.grain, len(b.features)):
        return True
    if abs(a.thickness - b.thickness) > 1e-6 or abs(a.volume - b.volume) > SPECK * a.thickness:
        return True
    return bool(_only(a, b) or _only(b, a))


def _only(a: Part, b: Part) -> list[str]:
    """Return the outlines of what only ``a`` has, as path data at full size."""
    view = View(1.0, 0.0, 0.0)
    return [path_of(r.contours, view) for r in difference(a.region, [b.region]) if r.area > SPECK]


def overlay(
    a: Part, b: Part, *, lang: Lang = "fr", names: tuple[str, str] = ("A", "B"), width: float = 180.0
) -> str:
    """Return an SVG: ``b`` in grey, what went in red, what came in green, sizes of both."""
    boxes = [p.outline.bounds for p in (a, b)]
    x0, y0 = (min(k[i] for k in boxes) for i in (0, 1))
    x1, y1 = (max(k[i] for k in boxes) for i in (2, 3))
    scale, ratio = scale_for(x1 - x0, y1 - y0, width - 20, 110)
    svg = Svg(width, (y1 - y0) * scale + 30)
    svg.rectangle((0, 0), (svg.width, svg.height), fill="#ffffff")
    view = View(scale, (width - (x1 - x0) * scale) / 2 - x0 * scale, 18 + y1 * scale)
    svg.text((0, 6), b.id, HEADING, bold=True)
    svg.text((text_width(b.id, HEADING) + 3, 6), b.name, HEADING)
    svg.text((width, 6), ratio, SMALL, anchor="end", fill=SOFT)
    svg.path(
        path_of(b.region.contours, view), fill="#eceff1", fill_rule="evenodd", stroke=SOFT, stroke_width=THIN
    )
    for one, other, colour in ((a, b, GONE), (b, a, NEW)):
        for r in difference(one.region, [other.region]):
            if r.area > SPECK:
                svg.path(
                    path_of(r.contours, view),
                    fill=colour,
                    fill_opacity=0.45,
                    fill_rule="evenodd",
                    stroke=colour,
                    stroke_width=MEDIUM,
                )
    svg.path(
        path_of([a.outline], view), fill="none", stroke=GONE, stroke_width=OUTLINE, stroke_dasharray="1.6 1"
    )
    svg.path(path_of([b.outline], view), fill="none", stroke=INK, stroke_width=OUTLINE)
    y = svg.height - 4
    svg.line((0, y - 5), (width, y - 5), stroke=FAINT, stroke_width=THIN)
    for k, (part, name, colour) in enumerate(((a, names[0], GONE), (b, names[1], NEW))):
        size = " × ".join(figure(v, 2, lang) for v in (*part.size, part.thickness))
        svg.circle((1.5 + k * width / 2, y - 1), 1.2, fill=colour)
        svg.text((5 + k * width / 2, y), f"{name}: {size} mm, × {part.quantity}", BODY)
    return svg.render(f"{b.id} {names[0]} {names[1]}")


def overlays(
    old: Mapping[str, Part],
    new: Mapping[str, Part],
    *,
    lang: Lang = "fr",
    names: tuple[str, str] = ("A", "B"),
) -> dict[str, str]:
    """Return the overlay of every part of both sides that changed, by id."""
    return {
        key: overlay(old[key], part, lang=lang, names=names)
        for key, part in new.items()
        if key in old and changed(old[key], part)
    }
