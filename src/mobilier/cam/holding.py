"""How parts and slugs are held while they are cut: tabs, else a skin, else a finding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from mobilier.cam.moves import Operation
from mobilier.cam.setup import Setup
from mobilier.cam.tabs import ANCHOR, SLUG, CutRing, count_tabs, place_tabs, wood_of
from mobilier.errors import Finding
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.model.part import Part
from mobilier.nest.layout import Placement


def hold_parts(setup: Setup, operations: list[Operation]) -> tuple[list[Operation], list[Finding]]:
    """Return the operations with their tabs or skin, and what could not be held by tabs."""
    import shapely

    joints = {(p.part, p.copy): _joints(setup.parts[p.part], p) for p in setup.layout.placements}
    index = [k for k, op in enumerate(operations) if op.kind in ("inside", "outside")]
    if not index:
        return operations, []
    rings = [_ring(setup, operations[k], joints) for k in index]
    kerf = max(operations[k].tool.diameter for k in index) + setup.habits.finishing
    width, height = setup.habits.tab_width, min(setup.habits.tab_height, setup.thickness / 2)
    counts = [count_tabs(r, width, kerf) if r.outside or _slug_held(r, rings, kerf) else 0 for r in rings]
    need = [r.outside or c > 0 for r, c in zip(rings, counts, strict=True)]
    out = list(operations)
    if setup.habits.hold == "onion":
        for k, held in zip(index, need, strict=True):
            if held:
                out[k] = _skinned(setup, out[k])
        return out, []
    x0, y0, x1, y1 = 0.0, 0.0, setup.layout.sheet.length, setup.layout.sheet.width
    outline = setup.layout.sheet.outline
    sheet = shapely.Polygon(outline) if outline else shapely.box(x0, y0, x1, y1)
    wood = wood_of(rings, [c > 0 for c in counts], sheet, kerf)
    tabs = place_tabs(wood, counts, width=width, height=height, diameter=kerf, thickness=setup.thickness)
    findings: list[Finding] = []
    for i, k in enumerate(index):
        out[k] = replace(out[k], tabs=tabs[i])
        if need[i] and len(tabs[i]) < 2:
            out[k], finding = _unheld(setup, out[k])
            findings.append(finding)
    return out, findings


def _ring(setup: Setup, op: Operation, joints: Mapping[tuple[str, int], tuple[Point, ...]]) -> CutRing:
    return CutRing(
        part=op.part,
        copy=op.copy,
        contour=op.contours[0],
        outside=op.kind == "outside",
        joints=joints[op.part, op.copy],
    )


def _skinned(setup: Setup, op: Operation) -> Operation:
    skin = setup.habits.onion
    return replace(op, skin=skin, tabs=(), bottom=setup.written(skin - setup.thickness))


def _unheld(setup: Setup, op: Operation) -> tuple[Operation, Finding]:
    """Return the operation with a skin in place of tabs that found no room, and the finding."""
    where = op.place(setup.layout.name)
    if op.tabs:
        return op, Finding.of("one-tab-only", where)
    return _skinned(setup, op), Finding.of("no-room-for-tabs", where, skin=setup.habits.onion)


def _slug_held(ring: CutRing, rings: Sequence[CutRing], kerf: float) -> bool:
    """Tell whether the slug of an opening needs tabs: long, no joint's, or with parts inside."""
    x0, y0, x1, y1 = ring.contour.bounds
    sides = sorted((x1 - x0 - 2 * kerf, y1 - y0 - 2 * kerf))
    if sides[0] < 2 * ANCHOR:
        return False
    joint = any(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in ring.joints)
    return sides[0] > SLUG or (sides[1] > SLUG and not joint) or _holds_part(ring, rings)


def _holds_part(ring: CutRing, rings: Sequence[CutRing]) -> bool:
    x0, y0, x1, y1 = ring.contour.bounds
    inside = [
        r
        for r in rings
        if r.outside and (r.part, r.copy) != (ring.part, ring.copy) and _within(r.contour, (x0, y0, x1, y1))
    ]
    polygon = ring.contour.polygon(0.05) if inside else None
    return polygon is not None and any(polygon.contains(r.contour.polygon(0.05)) for r in inside)


def _within(contour: Contour, box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = contour.bounds
    return x0 >= box[0] and y0 >= box[1] and x1 <= box[2] and y1 <= box[3]


def _joints(part: Part, placement: Placement) -> tuple[Point, ...]:
    by = placement.transform
    return tuple(by.apply(c.at) for c in part.corners if c.through)
