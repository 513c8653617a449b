"""From a layout to operations: what is cut where, with which tool, and what must come first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mobilier.cam.choose import ENGRAVER, Choice, chosen
from mobilier.cam.fit import clearances
from mobilier.cam.lettering import label_of
from mobilier.cam.moves import Operation, Tab
from mobilier.cam.rules import Job
from mobilier.cam.tabs import ANCHOR, SLUG, Ring, placed, wanted, wood_of
from mobilier.errors import Finding, MachineError
from mobilier.geometry.contour import Contour, Point
from mobilier.geometry.frame import Transform
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Placement

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

LABEL = "label"
"""Why of an operation that engraves a part's number; it is no feature of the part."""

SMALL = 20_000.0
"""mm². Parts smaller than this are cut free first, while the sheet is stiff."""


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The operations of a sheet and, for each, the ones that must come before it."""

    operations: tuple[Operation, ...]
    before: tuple[frozenset[int], ...]
    tabs: tuple[Tab, ...]
    findings: tuple[Finding, ...]


def plan(job: Job) -> Plan:
    """Return the operations of the sheet, tabs placed, and every finding on the way."""
    findings = _foreign(job)
    shapes = [job.parts[p.part].region.transformed(p.transform).polygon(0.01) for p in job.layout.placements]
    gaps: dict[str, float] = {}
    for p, gap in zip(job.layout.placements, clearances(shapes), strict=True):
        gaps[p.part] = min(gap, gaps.get(p.part, math.inf))
    choices, refused = chosen(job, gaps)
    findings += refused
    operations: list[Operation] = []
    owners: list[int] = []
    labels, unlabelled = _labels(job)
    findings += unlabelled
    for k, placement in enumerate(job.layout.placements):
        if placement.part in labels:
            operations.append(_labelled(job, placement, labels[placement.part]))
            owners.append(k)
        for op in _operations(job, placement, choices):
            operations.append(op)
            owners.append(k)
    findings += _clamped(job, operations)
    if job.rules.tabs:
        operations, held = _held(job, operations)
        findings += held
    return Plan(
        operations=tuple(operations),
        before=_precedence(job, operations, owners, shapes),
        tabs=tuple(t for op in operations for t in op.tabs),
        findings=tuple(findings),
    )


def _foreign(job: Job) -> list[Finding]:
    """Return findings on parts that cannot lie on this sheet as they do."""
    out: list[Finding] = []
    for p in job.layout.placements:
        part = job.parts[p.part]
        blind = [f for f in part.features if f.depth is not None]
        if p.flipped and blind:
            out.append(
                Finding.of(
                    "wrong-face-up",
                    f"{job.layout.name}: {part.id} {part.name} copy {p.copy}",
                    count=len(blind),
                    why=blind[0].why,
                )
            )
        if abs(part.thickness - job.thickness) > 0.5:
            out.append(
                Finding.of(
                    "wrong-board",
                    f"{job.layout.name}: {part.id} {part.name}",
                    part=part.thickness,
                    board=job.thickness,
                )
            )
    if job.machine.through > job.machine.spoilboard:
        out.append(
            Finding.of(
                "spoilboard-too-thin",
                job.machine.name,
                through=job.machine.through,
                allowed=job.machine.spoilboard,
            )
        )
    spread = job.material.thickness_max - job.thickness
    if job.machine.zero == "top" and spread > job.machine.through:
        out.append(
            Finding.of(
                "may-not-cut-through",
                f"{job.layout.name}: {job.material.name}",
                spread=spread,
                through=job.machine.through,
            )
        )
    return out


def _operations(job: Job, placement: Placement, choices: Mapping[tuple[str, int], Choice]) -> list[Operation]:
    part, by = job.parts[placement.part], placement.transform
    out: list[Operation] = []
    for k, feature in enumerate(part.features):
        choice = choices.get((part.id, k))
        if choice:
            out.append(_operation(choice, feature, placement, by))
    choice = choices.get((part.id, -1))
    if choice:
        out.append(
            Operation(
                kind="outside",
                tool=choice.tool,
                part=part.id,
                copy=placement.copy,
                why="outline",
                bottom=job.bottom,
                contours=(part.outline.transformed(by).turned(ccw=True),),
            )
        )
    return out


def _operation(choice: Choice, feature: Feature, placement: Placement, by: Transform) -> Operation:
    contours = tuple(c.transformed(by) for c in feature.contours)
    if contours:
        contours = (contours[0].turned(ccw=choice.cut != "inside"), *contours[1:])
    return Operation(
        kind=choice.cut,
        tool=choice.tool,
        part=placement.part,
        copy=placement.copy,
        why=feature.why,
        bottom=-choice.task.depth,
        contours=contours,
        strokes=tuple(tuple(by.apply(p) for p in s) for s in feature.strokes),
    )


def _clamped(job: Job, operations: Sequence[Operation]) -> list[Finding]:
    """Return a finding for each operation whose kerf enters a clamp's keep-out."""
    import shapely

    out: list[Finding] = []
    for op in operations if job.clamps else ():
        grow = op.tool.diameter + job.habits.finishing if op.kind == "outside" else op.tool.diameter / 2
        shapes: list[Geometry] = [c.polygon(0.05).buffer(grow) for c in op.contours[:1]]
        shapes += [shapely.LineString(s).buffer(grow) for s in op.strokes if len(s) > 1]
        for clamp in job.clamps:
            box = shapely.box(*clamp)
            if any(s.intersects(box) for s in shapes):
                out.append(
                    Finding.of(
                        "cut-in-clamp",
                        f"{job.layout.name}: {op.part} copy {op.copy}, {op.kind} '{op.why}'",
                        x0=clamp[0],
                        y0=clamp[1],
                        x1=clamp[2],
                        y1=clamp[3],
                    )
                )
    return out


def _labels(job: Job) -> tuple[dict[str, tuple[tuple[Point, ...], ...]], list[Finding]]:
    """Return the strokes of each part's label in part coordinates, and which parts go without."""
    height = job.habits.label_height
    if not height:
        return {}, []
    found: list[Finding] = []
    able = [t for t in job.usable if t.kind == "engraver" or t.diameter <= ENGRAVER]
    if not able:
        return {}, [Finding.of("no-tool-fits", f"{job.layout.name}: labels", case="labels", limit=ENGRAVER)]
    out: dict[str, tuple[tuple[Point, ...], ...]] = {}
    for part_id in sorted({p.part for p in job.layout.placements}):
        try:
            strokes = label_of(job.parts[part_id], part_id, height, margin=height / 2)
        except MachineError as error:
            found.append(Finding.of("label-not-drawn", part_id, problem=str(error), label=part_id))
            continue
        if strokes:
            out[part_id] = strokes
        else:
            found.append(
                Finding.of(
                    "no-room-for-label",
                    f"{job.layout.name}: {part_id} {job.parts[part_id].name}",
                    low=height / 2,
                    high=height,
                )
            )
    return out, found


def _labelled(job: Job, placement: Placement, strokes: Sequence[tuple[Point, ...]]) -> Operation:
    able = [t for t in job.usable if t.kind == "engraver" or t.diameter <= ENGRAVER]
    tool = min(able, key=lambda t: (t.kind != "engraver", t.diameter, t.name))
    by = placement.transform
    return Operation(
        kind="engrave",
        tool=tool,
        part=placement.part,
        copy=placement.copy,
        why=LABEL,
        bottom=-job.habits.label_depth,
        strokes=tuple(tuple(by.apply(p) for p in s) for s in strokes),
    )


def _ring(job: Job, op: Operation, joints: Mapping[tuple[str, int], tuple[Point, ...]]) -> Ring:
    return Ring(
        part=op.part,
        copy=op.copy,
        contour=op.contours[0],
        outside=op.kind == "outside",
        joints=joints[op.part, op.copy],
    )


def _held(job: Job, operations: list[Operation]) -> tuple[list[Operation], list[Finding]]:
    """Return the operations with their tabs or skin, and what could not be held by tabs."""
    import shapely

    joints = {(p.part, p.copy): _joints(job.parts[p.part], p) for p in job.layout.placements}
    index = [k for k, op in enumerate(operations) if op.kind in ("inside", "outside")]
    if not index:
        return operations, []
    rings = [_ring(job, operations[k], joints) for k in index]
    kerf = max(operations[k].tool.diameter for k in index) + job.habits.finishing
    width, height = job.habits.tab_width, min(job.habits.tab_height, job.thickness / 2)
    counts = [wanted(r, width, kerf) if r.outside or _slug_held(r, rings, kerf) else 0 for r in rings]
    need = [r.outside or c > 0 for r, c in zip(rings, counts, strict=True)]
    out = list(operations)
    if job.habits.hold == "onion":
        for k, held in zip(index, need, strict=True):
            if held:
                out[k] = _skinned(job, out[k])
        return out, []
    x0, y0, x1, y1 = 0.0, 0.0, job.layout.sheet.length, job.layout.sheet.width
    outline = job.layout.sheet.outline
    sheet = shapely.Polygon(outline) if outline else shapely.box(x0, y0, x1, y1)
    wood = wood_of(rings, [c > 0 for c in counts], sheet, kerf)
    tabs = placed(wood, counts, width=width, height=height, diameter=kerf, thickness=job.thickness)
    findings: list[Finding] = []
    for i, k in enumerate(index):
        out[k] = replace(out[k], tabs=tabs[i])
        if need[i] and len(tabs[i]) < 2:
            out[k], finding = _unheld(job, out[k])
            findings.append(finding)
    return out, findings


def _skinned(job: Job, op: Operation) -> Operation:
    skin = job.habits.onion
    return replace(op, skin=skin, tabs=(), bottom=-(job.thickness - skin))


def _unheld(job: Job, op: Operation) -> tuple[Operation, Finding]:
    """Return the operation with a skin in place of tabs that found no room, and the finding."""
    where = f"{job.layout.name}: {op.part} copy {op.copy}, {op.kind} '{op.why}'"
    if op.tabs:
        return op, Finding.of("one-tab-only", where)
    return _skinned(job, op), Finding.of("no-room-for-tabs", where, skin=job.habits.onion)


def _slug_held(ring: Ring, rings: Sequence[Ring], kerf: float) -> bool:
    """Tell whether the slug of an opening needs tabs: long, no joint's, or with parts inside."""
    x0, y0, x1, y1 = ring.contour.bounds
    sides = sorted((x1 - x0 - 2 * kerf, y1 - y0 - 2 * kerf))
    if sides[0] < 2 * ANCHOR:
        return False
    joint = any(x0 - 1 <= x <= x1 + 1 and y0 - 1 <= y <= y1 + 1 for x, y in ring.joints)
    return sides[0] > SLUG or (sides[1] > SLUG and not joint) or _holds_part(ring, rings)


def _holds_part(ring: Ring, rings: Sequence[Ring]) -> bool:
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
    return tuple(by.apply(c.at) for c in part.corners if c.depth is None)


def _precedence(
    job: Job, operations: Sequence[Operation], owners: Sequence[int], shapes: Sequence[Geometry]
) -> tuple[frozenset[int], ...]:
    """Return for each operation those that must come first.

    Everything in a part before its outline; a part that lies in another's opening before
    that opening; small parts are cut free before large ones.
    """
    import shapely

    before: list[set[int]] = [set() for _ in operations]
    tree = shapely.STRtree(list(shapes))
    mine: dict[int, list[int]] = {}
    for k, owner in enumerate(owners):
        mine.setdefault(owner, []).append(k)
    small = [k for k, op in enumerate(operations) if op.kind == "outside" and _area(op.contours[0]) < SMALL]
    for k, op in enumerate(operations):
        if op.kind == "outside":
            before[k].update(i for i in mine[owners[k]] if operations[i].kind != "outside")
            if k not in small:
                before[k].update(small)
        if op.kind == "inside":
            hole = op.contours[0].polygon(0.05)
            for owner in tree.query(hole, predicate="contains"):
                if owner != owners[k]:
                    before[k].update(mine.get(int(owner), ()))
    return tuple(frozenset(b) for b in before)


def _area(contour: Contour) -> float:
    return abs(contour.area)
