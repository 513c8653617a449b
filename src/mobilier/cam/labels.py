"""Part numbers engraved on the parts."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.cam.choose import ENGRAVER
from mobilier.cam.lettering import label_of
from mobilier.cam.moves import Operation
from mobilier.cam.rules import Job
from mobilier.errors import Finding, MachineError
from mobilier.geometry.contour import Point
from mobilier.nest.layout import Placement

LABEL = "label"
"""Why of an operation that engraves a part's number; it is no feature of the part."""


def labels_of(job: Job) -> tuple[dict[str, tuple[tuple[Point, ...], ...]], list[Finding]]:
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


def labelled(job: Job, placement: Placement, strokes: Sequence[tuple[Point, ...]]) -> Operation:
    """Return the operation that engraves a label (strokes in part coordinates) on one copy."""
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
