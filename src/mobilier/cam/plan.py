"""From a layout to operations: what is cut where, with which tool, and what must come first."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.cam.holding import hold_parts
from mobilier.cam.moves import Operation, Tab
from mobilier.cam.part_labels import LABEL, engrave_label, labels_of
from mobilier.cam.refusals import find_clamped, find_crossings, find_misplaced
from mobilier.cam.setup import Setup
from mobilier.cam.tool_fit import clearances
from mobilier.cam.tool_selection import Key, ToolChoice, select_tools
from mobilier.errors import Finding
from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature
from mobilier.nest.layout import Placement

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

__all__ = ["LABEL", "OperationPlan", "plan_operations"]

SMALL = 20_000.0
"""mm². Parts smaller than this are cut free first, while the sheet is stiff."""


@dataclass(frozen=True, kw_only=True)
class OperationPlan:
    """The operations of a sheet and, for each, the ones that must come before it."""

    operations: tuple[Operation, ...]
    before: tuple[frozenset[int], ...]
    tabs: tuple[Tab, ...]
    findings: tuple[Finding, ...]


def plan_operations(setup: Setup) -> OperationPlan:
    """Return the operations of the sheet, tabs placed, and every finding on the way."""
    findings = find_crossings(setup)
    if findings:
        return OperationPlan(operations=(), before=(), tabs=(), findings=tuple(findings))
    findings = find_misplaced(setup)
    shapes = [
        setup.parts[p.part].region.transformed(p.transform).polygon(0.01) for p in setup.layout.placements
    ]
    gaps: dict[str, float] = {}
    for p, gap in zip(setup.layout.placements, clearances(shapes), strict=True):
        gaps[p.part] = min(gap, gaps.get(p.part, math.inf))
    choices, refused = select_tools(setup, gaps)
    findings += refused
    operations: list[Operation] = []
    owners: list[int] = []
    labels, unlabelled = labels_of(setup)
    findings += unlabelled
    for k, placement in enumerate(setup.layout.placements):
        if placement.part in labels:
            operations.append(engrave_label(setup, placement, labels[placement.part]))
            owners.append(k)
        for op in _operations(setup, placement, choices):
            operations.append(op)
            owners.append(k)
    findings += find_clamped(setup, operations)
    if setup.rules.tabs:
        operations, unheld = hold_parts(setup, operations)
        findings += unheld
    return OperationPlan(
        operations=tuple(operations),
        before=_precedence(setup, operations, owners, shapes),
        tabs=tuple(t for op in operations for t in op.tabs),
        findings=tuple(findings),
    )


def _operations(setup: Setup, placement: Placement, choices: Mapping[Key, ToolChoice]) -> list[Operation]:
    part, by = setup.parts[placement.part], placement.transform
    out: list[Operation] = []
    for k, feature in enumerate(part.features):
        choice = choices.get((part.id, k))
        if choice:
            out.append(_operation(setup, choice, feature, placement))
    choice = choices.get((part.id, -1))
    if choice:
        out.append(
            Operation(
                kind="outside",
                tool=choice.tool,
                part=part.id,
                copy=placement.copy,
                why="outline",
                bottom=setup.bottom,
                contours=(part.outline.transformed(by).turned(ccw=True),),
            )
        )
    return out


def _operation(setup: Setup, choice: ToolChoice, feature: Feature, placement: Placement) -> Operation:
    by = placement.transform
    contours = tuple(c.transformed(by) for c in feature.contours)
    if contours:
        contours = (contours[0].turned(ccw=choice.cut != "inside"), *contours[1:])
    return Operation(
        kind=choice.cut,
        tool=choice.tool,
        part=placement.part,
        copy=placement.copy,
        why=feature.why,
        bottom=setup.written(-choice.machining.depth),
        contours=contours,
        strokes=tuple(tuple(by.apply(p) for p in s) for s in feature.strokes),
    )


def _precedence(
    setup: Setup, operations: Sequence[Operation], owners: Sequence[int], shapes: Sequence[Geometry]
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
