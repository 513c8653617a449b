"""How parts and slugs are held while they are cut: tabs, else a skin, else a finding."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Literal

from mobilier.cam.moves import Operation
from mobilier.cam.setup import Setup
from mobilier.cam.tabs import (
    ANCHOR,
    LEAST,
    SLUG,
    CutRing,
    TabNeed,
    Wood,
    count_tabs,
    force_of,
    place_tabs,
    wood_of,
)
from mobilier.errors import Finding
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.model.part import Part
from mobilier.nest.layout import Placement

Plug = Literal["held", "small", "milled", "falls"]
"""What becomes of the wood that a contour frees."""


def hold_parts(setup: Setup, operations: list[Operation]) -> tuple[list[Operation], list[Finding]]:
    """Return the operations with their tabs or skin, and what could not be held by tabs."""
    joints = {(p.part, p.copy): _joints(setup.parts[p.part], p) for p in setup.layout.placements}
    index = [k for k, op in enumerate(operations) if op.kind in ("inside", "outside")]
    if not index:
        return operations, []
    need = _need(setup, [operations[k] for k in index])
    rings = [_ring(setup, operations[k], joints) for k in index]
    plugs = [_plug_of(r, rings, need.kerf, setup.habits.coin) for r in rings]
    counts = [
        0 if p in ("falls", "milled") else count_tabs(r, need) for r, p in zip(rings, plugs, strict=True)
    ]
    out = list(operations)
    if setup.habits.hold == "onion":
        for k, plug, count in zip(index, plugs, counts, strict=True):
            out[k] = _without_tabs(setup, out[k], plug, count)
        return out, []
    wood = _wood(setup, rings, counts, need.kerf)
    tabs = place_tabs(wood, counts, need)
    findings: list[Finding] = []
    for i, k in enumerate(index):
        out[k] = replace(out[k], tabs=tabs[i])
        if len(tabs[i]) >= LEAST or plugs[i] == "falls":
            continue
        if plugs[i] in ("small", "milled"):
            out[k] = _milled(out[k])
        else:
            out[k], finding = _unheld(setup, out[k])
            findings.append(finding)
    for i in _beside_skins(wood, [i for i, k in enumerate(index) if out[k].skin]):
        if out[index[i]].kind != "pocket":
            out[index[i]] = _skinned(setup, out[index[i]])
    return out, findings


def _beside_skins(wood: Wood, skinned: Sequence[int]) -> set[int]:
    """Return the rings whose kerf runs into that of a ring on a skin, and so would cut it through."""
    found, new = set(skinned), list(skinned)
    while new:
        kerf = wood.kerfs[new.pop()]
        near = {int(k) for k in wood.tree.query(kerf, predicate="intersects")} - found
        found |= near
        new += near
    return found - set(skinned)


def _need(setup: Setup, operations: Sequence[Operation]) -> TabNeed:
    """Return what the tabs of a sheet must hold against: its strongest cutter."""
    habits = setup.habits
    tools = {op.tool.name: op.tool for op in operations}.values()
    return TabNeed(
        width=habits.tab_width,
        height=min(habits.tab_height, setup.thickness / 2),
        kerf=max(t.diameter for t in tools) + habits.finishing,
        thickness=setup.thickness,
        through=setup.through,
        force=max(force_of(s, setup.material.density) for t in tools if (s := setup.speeds(t))),
        spacing=habits.tab_spacing,
        least=habits.tab_least,
    )


def _wood(setup: Setup, rings: Sequence[CutRing], counts: Sequence[int], kerf: float) -> Wood:
    import shapely

    sheet = setup.layout.sheet
    board = shapely.Polygon(sheet.outline) if sheet.outline else shapely.box(0, 0, sheet.length, sheet.width)
    return wood_of(rings, [c > 0 for c in counts], board, kerf)


def _ring(setup: Setup, op: Operation, joints: Mapping[tuple[str, int], tuple[Point, ...]]) -> CutRing:
    return CutRing(
        part=op.part,
        copy=op.copy,
        contour=op.contours[0],
        outside=op.kind == "outside",
        joints=joints[op.part, op.copy],
    )


def _without_tabs(setup: Setup, op: Operation, plug: Plug, count: int) -> Operation:
    """Return an operation of a workshop that holds on a skin: skinned, milled away, or cut free."""
    if plug == "falls":
        return op
    return _skinned(setup, op) if count else _milled(op) if plug in ("small", "milled") else op


def _skinned(setup: Setup, op: Operation) -> Operation:
    skin = setup.habits.onion
    return replace(op, skin=skin, bottom=setup.written(skin - setup.thickness))


def _milled(op: Operation) -> Operation:
    """Return the operation that leaves no plug: the opening is cleared as a pocket is."""
    return replace(op, kind="pocket", tabs=(), contours=(op.contours[0].turned(ccw=True),))


def _unheld(setup: Setup, op: Operation) -> tuple[Operation, Finding]:
    """Return the operation with a skin for want of tabs, and the finding."""
    where, skin = op.place(setup.layout.name), setup.habits.onion
    if op.tabs:
        return _skinned(setup, op), Finding.of("one-tab-only", where, skin=skin)
    return _skinned(setup, op), Finding.of("no-room-for-tabs", where, skin=skin)


def _plug_of(ring: CutRing, rings: Sequence[CutRing], kerf: float, coin: float) -> Plug:
    """Return what becomes of what a ring frees.

    A part is ``held``, and so is a long plug, or one with parts inside; a ``small`` plug may
    be held or milled away; that of a joint's slot is ``milled``, for tabs there cost a fit; one
    no larger than a coin ``falls``.
    """
    if ring.outside:
        return "held"
    x0, y0, x1, y1 = ring.contour.bounds
    sides = sorted((x1 - x0 - 2 * kerf, y1 - y0 - 2 * kerf))
    joint = any(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in ring.joints)
    wide = sides[0] >= 2 * ANCHOR
    if wide and (sides[0] > SLUG or (sides[1] > SLUG and not joint) or _holds_part(ring, rings)):
        return "held"
    plug = ring.contour.polygon(0.05).buffer(-kerf)
    if plug.area <= math.pi / 4 * coin**2:
        return "falls"
    return "milled" if joint or not wide else "small"


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
