"""What a variant changes: values, parts, hardware, and a picture of each part that differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from mobilier.export.style import FAINT, INK, MEDIUM, OUTLINE, WARN
from mobilier.export.svg import Svg, View, path_of
from mobilier.job.order import Order
from mobilier.model.part import Part
from mobilier.model.piece import Piece
from mobilier.profiles.types import Material

SAME = 1e-4
"""mm. Vertices nearer than this are the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that differs: ``kind`` value, size, part, hardware; before or after None: not there."""

    kind: str
    name: str
    what: str
    before: Any
    after: Any


def changes(a: Order, b: Order) -> list[Change]:
    """Return everything in which two pieces differ."""
    found = [
        *_between("value", _values(a.piece), _values(b.piece)),
        *_between("size", _sizes(a.piece), _sizes(b.piece)),
    ]
    parts_a, parts_b = named_parts(a.piece), named_parts(b.piece)
    for name in [*parts_a, *(n for n in parts_b if n not in parts_a)]:
        found += _part_changes(name, parts_a.get(name), parts_b.get(name))
    hardware_a = {h.key: f"{h.quantity} x {h.size}".strip() for h in a.piece.hardware}
    hardware_b = {h.key: f"{h.quantity} x {h.size}".strip() for h in b.piece.hardware}
    return [*found, *_between("hardware", hardware_a, hardware_b)]


def named_parts(piece: Piece) -> dict[str, Part]:
    """Return the parts by name, numbered where several have one name."""
    out: dict[str, Part] = {}
    for part in piece.parts:
        name, number = part.name, 1
        while name in out:
            number += 1
            name = f"{part.name} {number}"
        out[name] = part
    return out


def _between(kind: str, a: Mapping[str, Any], b: Mapping[str, Any]) -> list[Change]:
    names = [*a, *(n for n in b if n not in a)]
    return [
        Change(kind=kind, name=n, what="", before=a.get(n), after=b.get(n))
        for n in names
        if a.get(n) != b.get(n)
    ]


def _values(piece: Piece) -> dict[str, Any]:
    return {k: f"{v.name} {v.thickness:g}" if isinstance(v, Material) else v for k, v in piece.values.items()}


def _sizes(piece: Piece) -> dict[str, Any]:
    x, y, z = (round(v, 3) + 0.0 for v in piece.size())
    return {"x": x, "y": y, "z": z, "kg": round(piece.mass, 3)}


def _part_changes(name: str, a: Part | None, b: Part | None) -> list[Change]:
    """Return how a part differs; a single line when one of the pieces does not have it."""
    if a is None or b is None:
        before, after = (None if p is None else p.quantity for p in (a, b))
        return [Change(kind="part", name=name, what="quantity", before=before, after=after)]
    facts_a, facts_b = _facts(a), _facts(b)
    found = [
        Change(kind="part", name=name, what=k, before=facts_a[k], after=facts_b[k])
        for k in facts_a
        if facts_a[k] != facts_b[k]
    ]
    if not found and not same_shape(a, b):
        found.append(Change(kind="part", name=name, what="shape", before="", after=""))
    return found


def _facts(part: Part) -> dict[str, Any]:
    long, wide = part.size
    return {
        "quantity": part.quantity,
        "size": [round(long, 3) + 0.0, round(wide, 3) + 0.0, round(part.thickness, 3)],
        "material": part.material,
        "features": len(part.features),
    }


def same_shape(a: Part, b: Part) -> bool:
    """Tell whether two parts have the same contours, in the same order, to a tenth of a micrometre."""
    rings_a = [a.outline, *(c for f in a.features for c in f.contours)]
    rings_b = [b.outline, *(c for f in b.features for c in f.contours)]
    if len(rings_a) != len(rings_b) or [f.depth for f in a.features] != [f.depth for f in b.features]:
        return False
    return all(
        len(p.vertices) == len(q.vertices)
        and all(
            abs(u - v) <= SAME
            for m, n in zip(p.vertices, q.vertices, strict=True)
            for u, v in zip(m, n, strict=True)
        )
        for p, q in zip(rings_a, rings_b, strict=True)
    )


def overlay(name: str, a: Part | None, b: Part | None) -> str:
    """Return an SVG of a part before (grey) and after (dark), in paper mm."""
    parts = [p for p in (a, b) if p is not None]
    boxes = [p.outline.bounds for p in parts]
    x0, y0 = min(b[0] for b in boxes), min(b[1] for b in boxes)
    x1, y1 = max(b[2] for b in boxes), max(b[3] for b in boxes)
    scale = min(160 / (x1 - x0), 110 / (y1 - y0))
    svg = Svg(180.0, (y1 - y0) * scale + 30)
    view = View(scale, 10 - x0 * scale, 20 + y1 * scale)
    svg.rectangle((0, 0), (svg.width, svg.height), fill="#ffffff")
    if a is not None:
        svg.path(
            path_of(a.region.contours, view),
            fill=FAINT,
            fill_rule="evenodd",
            stroke=WARN,
            stroke_width=MEDIUM,
        )
    if b is not None:
        svg.path(path_of(b.region.contours, view), fill="none", stroke=INK, stroke_width=OUTLINE)
    svg.text((10, 10), name, size=4.0)
    return svg.render(name)
