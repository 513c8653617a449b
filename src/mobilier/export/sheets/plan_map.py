"""What a drawing of somebody else was read as: every part with its id, what is cut how, what was left out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobilier.export.drawing.style import (
    BODY,
    CUT,
    DRILL,
    ENGRAVE,
    FAINT,
    HAIR,
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
    tint_of,
)
from mobilier.export.drawing.svg import Svg, View, path_of, stroke_of
from mobilier.geometry.points import Bounds
from mobilier.plan.adapt import Change
from mobilier.plan.parts import PlanReading
from mobilier.plan.shapes import PlanPart
from mobilier.wording import Lang, counted, figure, say

WIDTH, HEIGHT, TOP, FOOT = 277.0, 175.0, 14.0, 12.0
"""mm. An A4 page laid across, less its margins; head and key."""


def plan_map(
    reading: PlanReading,
    parts: Sequence[PlanPart],
    ids: Mapping[int, str],
    *,
    title: str,
    lang: Lang,
    changes: Sequence[Change] = (),
) -> str:
    """Return an SVG of a plan as it was read; ``ids`` by the number of each part.

    With ``changes`` (a plan made for another board) the drawn lines are red below the new ones,
    and each change is marked with its new size.
    """
    x0, y0, x1, y1 = _around(reading, parts)
    scale = min(WIDTH / max(x1 - x0, 1.0), (HEIGHT - TOP - FOOT) / max(y1 - y0, 1.0))
    svg = Svg(WIDTH, TOP + FOOT + (y1 - y0) * scale)
    view = View(scale, -x0 * scale + (WIDTH - (x1 - x0) * scale) / 2, TOP + y1 * scale)
    svg.rectangle((0, 0), (svg.width, svg.height), fill=PAPER)
    svg.text((0, 5), title, HEADING, bold=True)
    svg.text((0, 10), _facts(reading, parts, lang), BODY, fill=SOFT)
    for frame, _ in reading.frames:
        svg.path(path_of([frame.ring], view), fill="none", stroke=FAINT, stroke_width=MEDIUM)
    for k, part in enumerate(parts):
        _part(svg, view, part, tint_of(k))
    if changes:
        for part in reading.parts:
            own = [part.outline.ring, *(o.ring for o in part.openings)]
            svg.path(path_of(own, view), fill="none", stroke=WARN, stroke_width=HAIR)
    for drawn, _ in reading.left:
        svg.path(
            path_of([drawn.ring], view), fill="none", stroke=WARN, stroke_width=THIN, stroke_dasharray="1 1"
        )
    for stroke, _ in reading.open:
        svg.path(stroke_of(stroke.segments, view), fill="none", stroke=WARN, stroke_width=OUTLINE)
    for k, part in enumerate(parts):
        _id(svg, view, part, ids.get(k, ""))
    for change in changes:
        _mark(svg, view, change, lang)
    _key(svg, lang, adapted=bool(changes))
    return svg.render(title)


def _around(reading: PlanReading, parts: Sequence[PlanPart]) -> Bounds:
    boxes = [p.outline.ring.bounds for p in parts] + [f.ring.bounds for f, _ in reading.frames]
    if not boxes:
        return reading.drawing.bounds or (0.0, 0.0, 1.0, 1.0)
    low = [min(b[k] for b in boxes) for k in (0, 1)]
    high = [max(b[k] for b in boxes) for k in (2, 3)]
    return (low[0], low[1], high[0], high[1])


def _part(svg: Svg, view: View, part: PlanPart, tint: str) -> None:
    svg.path(
        path_of(part.region.contours, view),
        fill=tint,
        fill_rule="evenodd",
        stroke=CUT,
        stroke_width=THIN,
        stroke_linejoin="round",
    )
    for o in part.openings:
        if o.ring.as_circle:
            svg.path(path_of([o.ring], view), fill="none", stroke=DRILL, stroke_width=MEDIUM)
    for r in part.recesses:
        svg.path(
            path_of([r.ring, *r.islands], view),
            fill_rule="evenodd",
            fill=POCKET,
            fill_opacity="0.35",
            stroke=POCKET,
            stroke_width=THIN,
        )
        x0, y0, x1, y1 = r.ring.bounds
        words = "?" if r.depth is None else figure(r.depth, "en", 1)
        svg.text(view.at(((x0 + x1) / 2, (y0 + y1) / 2)), words, TINY, anchor="middle", fill=POCKET)
    for s, _ in part.lines:
        svg.path(stroke_of(s.segments, view), fill="none", stroke=ENGRAVE, stroke_width=THIN)


def _id(svg: Svg, view: View, part: PlanPart, words: str) -> None:
    """Write the id of a part where there is wood, as large as it fits."""
    import shapely

    found = shapely.maximum_inscribed_circle(part.region.polygon(0.1), 1.0)
    (x, y), radius = found.coords[0], found.length
    size = min(SMALL, 1.2 * radius * view.scale / max(1, len(words)) * 2)
    if size > 0.7:
        svg.text(view.at((x, y)), words, size, anchor="middle", bold=True, middle=True, fill=INK)


def _mark(svg: Svg, view: View, change: Change, lang: Lang) -> None:
    at = view.at(change.at)
    svg.circle(at, 0.9, fill="none", stroke=WARN, stroke_width=THIN)
    svg.text((at[0] + 1.2, at[1] - 0.4), figure(change.after, lang, 2), TINY * 0.7, fill=WARN)


def _facts(reading: PlanReading, parts: Sequence[PlanPart], lang: Lang) -> str:
    openings = sum(len(p.openings) for p in parts)
    recesses = sum(len(p.recesses) for p in parts)
    total = sum(p.quantity for p in parts)
    return say(
        "plan.facts",
        lang,
        parts=counted("part", total, lang),
        openings=openings,
        recesses=recesses,
        frames=len(reading.frames),
        unit=reading.drawing.units,
    )


def _key(svg: Svg, lang: Lang, *, adapted: bool) -> None:
    rows = [
        (CUT, say("plan.key.cut", lang)),
        (DRILL, say("plan.key.hole", lang)),
        (POCKET, say("plan.key.pocket", lang)),
        (ENGRAVE, say("plan.key.engrave", lang)),
        (FAINT, say("plan.key.frame", lang)),
        (WARN, say("plan.key.before" if adapted else "plan.key.left", lang)),
    ]
    y = svg.height - 4
    for k, (colour, words) in enumerate(rows):
        x = 2 + k * (WIDTH - 4) / len(rows)
        svg.line((x, y - 0.8), (x + 6, y - 0.8), stroke=colour, stroke_width=OUTLINE)
        svg.text((x + 7.5, y), words, SMALL, fill=SOFT)
