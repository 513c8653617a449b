"""What a sheet offers: the area parts may cover, and what is wrong with a job before it starts."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mobilier.errors import Finding, NestError, refuse
from mobilier.geometry.frame import Transform
from mobilier.nest.layout import Item, Spacing
from mobilier.profiles.types import Sheet

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

Box = tuple[float, float, float, float]

SLACK = 1e-3
"""mm. What rounding may take from a gap or a margin."""

ANY_ANGLES = tuple(15.0 * k for k in range(24))
"""Degrees. Angles tried for a part that may lie at any angle, besides those of its own sides."""


def inner_box(sheet: Sheet, spacing: Spacing) -> Box:
    """Return the rectangle within the margins of a sheet, mm."""
    left, front, right, back = spacing.margin
    return (left, front, sheet.length - right, sheet.width - back)


def is_plain(sheet: Sheet, spacing: Spacing) -> bool:
    """Tell whether parts may cover all of the rectangle within the margins."""
    return not (sheet.outline or sheet.defects or spacing.keep_out)


def usable_area(sheet: Sheet, spacing: Spacing) -> BaseGeometry:
    """Return the area that parts may cover: within the margins, off defects and keep-outs.

    A keep-out holds a clamp or a screw, so the kerf keeps off it too: parts stay the gap
    away.  A defect may be cut, but not be part of a part.  From
    edges that are not edges of the box of the sheet parts keep the largest margin.
    """
    import shapely

    area: BaseGeometry = shapely.box(*inner_box(sheet, spacing))
    taken: list[BaseGeometry] = [shapely.Polygon(d) for d in sheet.defects]
    if sheet.outline:
        missing = shapely.box(0, 0, sheet.length, sheet.width).difference(shapely.Polygon(sheet.outline))
        taken.append(missing.buffer(max(spacing.margin), quad_segs=16))
    taken += [shapely.box(*box).buffer(spacing.gap, quad_segs=16) for box in spacing.keep_out]
    return area.difference(shapely.union_all(taken)) if taken else area


def angles_on(item: Item, sheet: Sheet) -> tuple[float, ...]:
    """Return the angles in degrees at which a part may be tried on a sheet, sorted."""
    if item.rotations is None:
        angles = {*ANY_ANGLES, *_side_angles(item)}
    else:
        turn = 90.0 if sheet.grain == "y" else 0.0
        angles = {(a + turn) % 360 for a in item.rotations}
    return tuple(sorted(angles))


def may_lie(item: Item, sheet: Sheet, angle: float, *, flipped: bool) -> bool:
    """Tell whether a part may lie so on a sheet."""
    if flipped and not item.mirror:
        return False
    if item.rotations is None:
        return True
    turn = 90.0 if sheet.grain == "y" else 0.0
    return any(abs((angle - a - turn + 180) % 360 - 180) < 1e-6 for a in item.rotations)


def _side_angles(item: Item) -> set[float]:
    """Return the angles that lay the longest sides of the hull along an edge of the sheet."""
    from shapely import get_coordinates

    points = [(float(x), float(y)) for x, y in get_coordinates(item.region.polygon(0.1).convex_hull)]
    sides = sorted(((math.dist(a, b), a, b) for a, b in pairwise(points)), reverse=True)[:2]
    turns = [math.degrees(math.atan2(b[1] - a[1], b[0] - a[0])) for _, a, b in sides]
    return {round((quarter - turn) % 360, 6) % 360 for turn in turns for quarter in (0, 90, 180, 270)}


def size_at(item: Item, angle: float, *, flipped: bool = False) -> tuple[float, float]:
    """Return the exact width and height in mm of a part turned by ``angle`` degrees."""
    x0, y0, x1, y1 = item.region.transformed(Transform(0, 0, angle, flipped)).bounds
    return (x1 - x0, y1 - y0)


def fits(item: Item, sheet: Sheet, spacing: Spacing) -> bool:
    """Tell whether the box of a part fits within the margins of a sheet at an allowed angle."""
    x0, y0, x1, y1 = inner_box(sheet, spacing)
    for angle in angles_on(item, sheet):
        w, h = size_at(item, angle)
        if w <= x1 - x0 + SLACK / 2 and h <= y1 - y0 + SLACK / 2:
            return True
    return False


def examine(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> list[Finding]:
    """Return what is wrong with a job: shapes, sizes, stock, spacing."""
    found = [*_wrong_items(items), *_wrong_stock(stock, spacing)]
    if any(f.level == "error" for f in found):
        return found
    return [_too_large(i, stock, spacing) for i in items if not any(fits(i, s, spacing) for s in stock)]


def check_job(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> None:
    """Raise :class:`NestError` with every reason why a job cannot be nested."""
    refuse(examine(items, stock, spacing), NestError)


def _wrong_items(items: Sequence[Item]) -> list[Finding]:
    found = []
    seen: set[str] = set()
    for item in items:
        if item.id in seen:
            found.append(Finding.of("repeated-part", item.id))
        seen.add(item.id)
        if item.quantity < 0:
            found.append(Finding.of("quantity", item.id, case="negative", count=item.quantity))
        if item.rotations is not None and not item.rotations:
            found.append(Finding.of("rotations", item.id))
        polygon = item.region.polygon(0.02)
        if not polygon.is_valid or polygon.area <= 0:
            found.append(_wrong_outline(item.id, polygon))
    materials = sorted({i.material for i in items})
    if len(materials) > 1:
        found.append(Finding.of("materials", ", ".join(materials)))
    return found


def _wrong_outline(part: str, polygon: Polygon) -> Finding:
    from shapely import is_valid_reason

    if polygon.convex_hull.area <= 0:
        return Finding.of("outline", part, case="flat")
    spot = re.search(r"self-intersection\[(\S+) (\S+)\]", str(is_valid_reason(polygon)), re.IGNORECASE)
    if spot is None:
        return Finding.of("outline", part, case="holes")
    return Finding.of("outline", part, case="crosses", x=float(spot[1]), y=float(spot[2]))


def _wrong_stock(stock: Sequence[Sheet], spacing: Spacing) -> list[Finding]:
    found = []
    if not stock:
        found.append(Finding.of("stock", "stock", case="empty"))
    if spacing.gap < 0 or min(spacing.margin) < 0:
        found.append(Finding.of("spacing", "spacing"))
    seen: set[str] = set()
    for sheet in stock:
        if sheet.name in seen:
            found.append(Finding.of("repeated-sheet", sheet.name))
        seen.add(sheet.name)
        x0, y0, x1, y1 = inner_box(sheet, spacing)
        if x1 <= x0 or y1 <= y0:
            found.append(Finding.of("margins", sheet.name, length=sheet.length, width=sheet.width))
        if sheet.quantity is not None and sheet.quantity < 0:
            found.append(Finding.of("quantity", sheet.name, case="negative", count=sheet.quantity))
        found += _wrong_polygons(sheet)
    return found


def _wrong_polygons(sheet: Sheet) -> list[Finding]:
    import shapely

    found = []
    for case, ring in (("sheet", sheet.outline), *(("defect", d) for d in sheet.defects)):
        if not ring:
            continue
        polygon = shapely.Polygon(ring) if len(ring) >= 3 else None
        if polygon is None or not polygon.is_valid or polygon.area <= 0:
            if case == "defect":
                found.append(Finding.of("defect", sheet.name))
            else:
                found.append(Finding.of("outline", sheet.name, case=case))
        elif case == "sheet":
            x0, y0, x1, y1 = polygon.bounds
            if x0 < -SLACK or y0 < -SLACK or x1 > sheet.length + SLACK or y1 > sheet.width + SLACK:
                outside = Finding.of(
                    "outline", sheet.name, case="box", length=sheet.length, width=sheet.width
                )
                found.append(outside)
    return found


def _too_large(item: Item, stock: Sequence[Sheet], spacing: Spacing) -> Finding:
    sizes = sorted({size_at(item, a) for s in stock for a in angles_on(item, s)})
    boxes = sorted({(b[2] - b[0], b[3] - b[1]) for b in (inner_box(s, spacing) for s in stock)})
    part, other = (f"{w:.1f} × {h:.1f}" for w, h in (sizes[0], sizes[min(1, len(sizes) - 1)]))
    room = ", ".join(f"{w:.1f} × {h:.1f}" for w, h in boxes)
    w, h = sizes[0]
    left, front, right, back = spacing.margin
    need = f"{w + left + right:.0f} × {h + front + back:.0f}"
    case = "one-way" if part == other else "two-ways"
    return Finding.of("part-too-large", item.id, case=case, part=part, other=other, room=room, need=need)
