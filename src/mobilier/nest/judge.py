"""The independent judge of layouts: true outlines, shapely distances, no engine's own figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.errors import Finding
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.nest.stock import SLACK, inner_box, is_plain, may_lie, usable_area

if TYPE_CHECKING:
    from shapely import Polygon


def validate(layouts: Sequence[Layout], items: Sequence[Item], spacing: Spacing) -> list[Finding]:
    """Return everything wrong with ``layouts``: an empty list means they may be cut.

    Every part exactly as often as ordered, at an allowed angle and face, within the margins,
    off defects and keep-outs, and at least the gap (mm, less 0.001 for rounding) from others,
    those in its holes included.
    """
    known = {i.id: i for i in items}
    found = _wrong_counts(layouts, items)
    turned: dict[tuple[str, float, bool], tuple[Polygon, Bounds]] = {}
    for layout in layouts:
        placed = [p for p in layout.placements if p.part in known]
        shapes = []
        for p in placed:
            key = (p.part, p.angle, p.flipped)
            if key not in turned:
                region = known[p.part].region.transformed(Transform(0, 0, p.angle, p.flipped))
                turned[key] = (region.polygon(), region.bounds)
            shape, (x0, y0, x1, y1) = turned[key]
            shapes.append(_moved(shape, p.x, p.y))
            box = (x0 + p.x, y0 + p.y, x1 + p.x, y1 + p.y)
            found += _wrong_place(layout, p, known[p.part], shapes[-1], box, spacing)
        found += _too_near(layout, placed, shapes, spacing)
    found += _wrong_stock(layouts)
    return found


def _moved(shape: Polygon, x: float, y: float) -> Polygon:
    from shapely import transform

    return transform(shape, lambda points: np.add(points, (x, y)))


def _wrong_counts(layouts: Sequence[Layout], items: Sequence[Item]) -> list[Finding]:
    found = []
    placed = Counter(p.part for layout in layouts for p in layout.placements)
    copies = Counter((p.part, p.copy) for layout in layouts for p in layout.placements)
    wanted = {i.id: i.quantity for i in items}
    for part in sorted({*placed, *wanted}):
        if placed[part] != wanted.get(part, 0):
            told = {"count": placed[part], "wanted": wanted.get(part, 0)}
            found.append(Finding.of("quantity", part, level="error", case="placed", **told))
    for (part, copy), n in sorted(copies.items()):
        if n > 1:
            found.append(Finding.of("copy", part, copy=copy, count=n))
    return found


def _wrong_stock(layouts: Sequence[Layout]) -> list[Finding]:
    found = []
    used = Counter(layout.sheet.name for layout in layouts)
    for sheet in {layout.sheet.name: layout.sheet for layout in layouts}.values():
        if sheet.quantity is not None and used[sheet.name] > sheet.quantity:
            used_up = Finding.of(
                "stock", sheet.name, case="used", used=used[sheet.name], count=sheet.quantity
            )
            found.append(used_up)
    return found


def _wrong_place(
    layout: Layout, p: Placement, item: Item, shape: Polygon, box: Bounds, spacing: Spacing
) -> list[Finding]:
    found = []
    where = f"{layout.name} {p.part} #{p.copy}"
    if not may_lie(item, layout.sheet, p.angle, flipped=p.flipped):
        found.append(Finding.of("angle", where, case="over" if p.flipped else "up", angle=p.angle))
    x0, y0, x1, y1 = box
    a0, b0, a1, b1 = inner_box(layout.sheet, spacing)
    out = max(a0 - x0, b0 - y0, x1 - a1, y1 - b1)
    if out > SLACK:
        found.append(Finding.of("margin", where, over=out))
    elif not is_plain(layout.sheet, spacing):
        outside = shape.buffer(-SLACK).difference(usable_area(layout.sheet, spacing))
        if outside.area > SLACK**2:
            found.append(Finding.of("obstacle", where, area=outside.area))
    return found


def _too_near(
    layout: Layout, placements: Sequence[Placement], shapes: Sequence[Polygon], spacing: Spacing
) -> list[Finding]:
    """Return the pairs nearer than the gap; with a gap of 0 parts may touch."""
    from shapely import STRtree

    found: list[Finding] = []
    if len(shapes) < 2:
        return found
    tree = STRtree(list(shapes))
    reach = spacing.gap - SLACK
    pairs = tree.query(list(shapes), predicate="dwithin", distance=max(reach, 0.0))
    for a, b in sorted((int(i), int(j)) for i, j in pairs.T if i < j):
        p, q = placements[a], placements[b]
        distance = shapes[a].distance(shapes[b])
        where = f"{layout.name} {p.part} #{p.copy} and {q.part} #{q.copy}"
        if reach <= 0:
            common = shapes[a].buffer(-SLACK).intersection(shapes[b].buffer(-SLACK)).area
            if common <= SLACK**2:
                continue
            found.append(Finding.of("gap", where, case="overlap", area=common))
        else:
            found.append(Finding.of("gap", where, case="near", distance=distance, gap=spacing.gap))
    return found
