"""What cannot be cut on this sheet as it lies, whatever the tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mobilier.cam.moves import Operation
from mobilier.cam.setup import Setup
from mobilier.errors import Finding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


def find_crossings(setup: Setup) -> list[Finding]:
    """Return a finding for each contour on the sheet that crosses itself: it has no inside."""
    out: list[Finding] = []
    for part_id in sorted({p.part for p in setup.layout.placements}):
        part = setup.parts[part_id]
        named = [
            ("outline", part.outline),
            *((f"{f.kind} '{f.why}'", c) for f in part.features for c in f.contours),
        ]
        for name, contour in named:
            if not contour.polygon(0.01).is_valid:
                x0, y0, x1, y1 = contour.bounds
                out.append(
                    Finding.of(
                        "contour-crosses-itself",
                        f"{setup.layout.name}: {part.id} {part.name}, {name}",
                        x0=x0,
                        y0=y0,
                        x1=x1,
                        y1=y1,
                    )
                )
    return out


def find_misplaced(setup: Setup) -> list[Finding]:
    """Return findings on parts that cannot lie on this sheet as they do."""
    out: list[Finding] = []
    for p in setup.layout.placements:
        part = setup.parts[p.part]
        blind = [f for f in part.features if not f.through]
        if p.flipped and blind:
            out.append(
                Finding.of(
                    "wrong-face-up",
                    f"{setup.layout.name}: {part.id} {part.name} #{p.copy}",
                    count=len(blind),
                    why=blind[0].why,
                )
            )
        if abs(part.thickness - setup.thickness) > 0.5:
            out.append(
                Finding.of(
                    "wrong-board",
                    f"{setup.layout.name}: {part.id} {part.name}",
                    part=part.thickness,
                    board=setup.thickness,
                )
            )
    if setup.through > setup.machine.spoilboard:
        out.append(
            Finding.of(
                "spoilboard-too-thin",
                setup.machine.name,
                through=setup.through,
                allowed=setup.machine.spoilboard,
            )
        )
    spread = setup.material.thickness_max - setup.thickness
    if setup.machine.zero == "top" and spread > setup.through:
        out.append(
            Finding.of(
                "may-not-cut-through",
                f"{setup.layout.name}: {setup.material.name}",
                spread=spread,
                through=setup.through,
            )
        )
    return out


def find_clamped(setup: Setup, operations: Sequence[Operation]) -> list[Finding]:
    """Return a finding for each operation whose kerf enters a clamp's keep-out, and for a zero under one."""
    import shapely

    out: list[Finding] = []
    over = setup.clamped(setup.origin[:2], setup.cutter.diameter / 2)
    if over:
        x0, y0, x1, y1 = over
        out.append(Finding.of("zero-under-clamp", setup.layout.name, x0=x0, y0=y0, x1=x1, y1=y1))
    for op in operations if setup.clamps else ():
        grow = op.tool.diameter + setup.habits.finishing if op.kind == "outside" else op.tool.diameter / 2
        shapes: list[Geometry] = [c.polygon(0.05).buffer(grow) for c in op.contours[:1]]
        shapes += [shapely.LineString(s).buffer(grow) for s in op.strokes if len(s) > 1]
        for clamp in setup.clamps:
            box = shapely.box(*clamp)
            if any(s.intersects(box) for s in shapes):
                out.append(
                    Finding.of(
                        "cut-in-clamp",
                        op.place(setup.layout.name),
                        x0=clamp[0],
                        y0=clamp[1],
                        x1=clamp[2],
                        y1=clamp[3],
                    )
                )
    return out
