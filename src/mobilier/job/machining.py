"""Can the lab cut a job?  The machining room is asked part by part, before any search for a layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mobilier.cam.part_labels import labels_of
from mobilier.cam.refusals import find_crossings, find_misplaced
from mobilier.cam.setup import Setup
from mobilier.cam.tool_fit import outline_refused
from mobilier.cam.tool_selection import select_tools
from mobilier.check.tooling import relief_radius
from mobilier.errors import Finding
from mobilier.job.job import Job
from mobilier.model.relief import relieve
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Material, Tool


def machining_findings(job: Job, cutter: Tool) -> list[Finding]:
    """Return every error that cutting the job with this lab would meet, nothing for one that draws only."""
    out: list[Finding] = []
    for board in job.boards.values():
        setup = _setup(job, board, cutter)
        if setup is None or not setup.layout.placements:
            continue
        found = find_crossings(setup)
        if not found:
            found = find_misplaced(setup) + select_tools(setup, {})[1] + labels_of(setup)[1]
        out += [f for f in found if f.level == "error"]
    return list(_together(out))


def follows(job: Job, cutter: Tool) -> bool:
    """Tell whether a cutter follows every outline of a job once its corners are relieved for it."""
    habits = job.workshop.lab.habits
    radius = relief_radius(cutter, habits)
    for part in job.parts.values():
        outline = relieve(part, radius, habits.relief).outline
        if outline_refused(outline, cutter.diameter, [c.at for c in part.corners if c.through]):
            return False
    return True


def _setup(job: Job, board: Material, cutter: Tool) -> Setup | None:
    """Return one copy of each part of a board, relieved, as if they lay far apart on a sheet."""
    place = job.workshop
    if place.machine is None or place.controller is None:
        return None
    habits = place.lab.habits
    radius = relief_radius(cutter, habits)
    parts = {k: relieve(p, radius, habits.relief) for k, p in job.parts.items() if p.material == board.name}
    return Setup(
        layout=Layout(
            name=board.name,
            sheet=job.stock[board.name][0],
            placements=tuple(Placement(part=k, copy=0, x=0.0, y=0.0) for k in parts),
        ),
        parts=parts,
        material=board,
        machine=place.machine,
        controller=place.controller,
        tools=place.tools,
        habits=habits,
        clamps=place.lab.clamps,
        cutter=cutter,
    )


def _together(findings: Iterable[Finding]) -> Iterable[Finding]:
    """Yield one finding for all that say the same, at the first place, with the number of places."""
    same: dict[tuple[str, str], list[Finding]] = {}
    for f in findings:
        same.setdefault((f.rule, f.message), []).append(f)
    for first, *more in same.values():
        if not more:
            yield first
        else:
            yield replace(
                first, where=(f"{first.place()} (+{len(more)})", f"{first.place('fr')} (+{len(more)})")
            )
