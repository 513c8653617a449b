"""What is drawn and written on parts: engraved lines, marks in the waste, names, quantities."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mobilier.dxf.drawing import Drawing, Stroke, Text
from mobilier.plan.shapes import Drawn, PlanPart, holder_of
from mobilier.plan.table import LayerMeaning

if TYPE_CHECKING:
    import shapely


def with_lines(
    parts: Sequence[PlanPart],
    drawing: Drawing,
    closed: Sequence[Drawn],
    meaning: Mapping[str, LayerMeaning],
) -> tuple[list[PlanPart], list[tuple[Stroke, str]]]:
    """Return the parts with the lines engraved on them, and the open lines of layers that cut."""
    import shapely

    held: dict[int, list[tuple[Stroke, str]]] = {}
    open_: list[tuple[Stroke, str]] = []
    lines = [(s, layer.name) for layer in drawing.layers for s in layer.strokes]
    for stroke, layer in lines:
        does = meaning[layer].does
        if does in ("sheet", "notes"):
            continue
        if does != "engrave":
            open_.append((stroke, layer))
    wasted = [d.ring.polygon(0.05) for p in parts for d in p.openings]
    tree = shapely.STRtree(wasted)
    centres = {_spot(c[0], c[1]) for p in parts for d in p.openings if (c := d.ring.as_circle)}
    open_ = [row for row in open_ if not (_centre_mark(row[0], centres) or _in_waste(row[0], wasted, tree))]
    engraved = [(s, n) for s, n in lines if meaning[n].does == "engrave"]
    engraved += [(Stroke((*d.ring.vertices, (*d.ring.vertices[0][:2], 0.0))), d.layer) for d in closed]
    for stroke, layer in engraved:
        points = [p for s in stroke.segments for p in s.flattened(0.05)] + [stroke.points[-1]]
        at = holder_of(parts, shapely.LineString(points))
        if at is not None:
            held.setdefault(at, []).append((stroke, layer))
    return [replace(p, lines=tuple(held.get(k, ()))) for k, p in enumerate(parts)], open_


def _spot(x: float, y: float) -> tuple[int, int]:
    return (round(x * 10), round(y * 10))


def _centre_mark(stroke: Stroke, centres: set[tuple[int, int]]) -> bool:
    """Whether an open line is an arm of a cross that marks the centre of a round opening."""
    if len(stroke.vertices) != 2:
        return False
    (x0, y0, _), (x1, y1, _) = stroke.vertices
    x, y = _spot((x0 + x1) / 2, (y0 + y1) / 2)
    return any((x + i, y + j) in centres for i in (-1, 0, 1) for j in (-1, 0, 1))


def _in_waste(stroke: Stroke, openings: Sequence[shapely.Polygon], tree: shapely.STRtree) -> bool:
    """Whether an open line cuts nothing: shorter than a part can be, or a mark inside an opening."""
    import shapely

    if sum(s.length for s in stroke.segments) < 1.0:
        return True
    line = shapely.LineString(stroke.points)
    return any(openings[int(n)].buffer(0.05).contains(line) for n in tree.query(line))


_TIMES = re.compile(
    r"(?:^|[\s(])(?:[x×](\d{1,3})|(\d{1,3})\s*(?:[x×]|pcs|pi[eè]ces|off|st))(?=$|[\s).,])", re.I
)


def quantity_in(words: str) -> int | None:
    """Return how many a note asks for: x2, 2 x, 4 off; a size (20 x 30) asks for nothing."""
    if re.search(r"\d\s*[x×]\s*\d", words):
        return None
    found = _TIMES.search(words)
    number = int(found[1] or found[2]) if found else 0
    return number if 1 <= number <= 500 else None


def name_in(words: str) -> str:
    """Return what a note calls a part: its words without a quantity."""
    return " ".join(_TIMES.sub(" ", words).split())[:60].strip(" -_:;,.")


def with_words(parts: Sequence[PlanPart], drawing: Drawing) -> tuple[list[PlanPart], list[Text]]:
    """Return the parts with the words that stand on them, and the words that stand on none."""
    import shapely

    held: dict[int, list[Text]] = {}
    rest: list[Text] = []
    for text in (t for layer in drawing.layers for t in layer.texts):
        spot = shapely.Point(text.x, text.y).buffer(max(0.1, min(text.height, 20.0) / 2))
        at = holder_of(parts, spot)
        if at is None:
            rest.append(text)
        else:
            held.setdefault(at, []).append(text)
    out = []
    for k, part in enumerate(parts):
        words = sorted(held.get(k, ()), key=lambda t: (-t.height, -t.y, t.x))
        counts = [n for t in words if (n := quantity_in(t.words))]
        name = next((called for t in words if (called := name_in(t.words))), "")
        out.append(replace(part, words=tuple(words), name=name, quantity=counts[0] if counts else 1))
    return out, rest
