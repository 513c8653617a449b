"""What cannot be cut on this sheet as it lies, whatever the tool."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mobilier.cam.moves import Operation
from mobilier.cam.rules import Job
from mobilier.errors import Finding

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry


def crossing(job: Job) -> list[Finding]:
    """Return a finding for each contour on the sheet that crosses itself: it has no inside."""
    out: list[Finding] = []
    for part_id in sorted({p.part for p in job.layout.placements}):
        part = job.parts[part_id]
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
                        f"{job.layout.name}: {part.id} {part.name}, {name}",
                        x0=x0,
                        y0=y0,
                        x1=x1,
                        y1=y1,
                    )
                )
    return out


def foreign(job: Job) -> list[Finding]:
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


def clamped(job: Job, operations: Sequence[Operation]) -> list[Finding]:
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
