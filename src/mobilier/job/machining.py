"""Can the lab cut a job?  The machining room is asked part by part, before any search for a layout."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from mobilier.cam.hand_holes import find_hand_holes, hand_hole_findings
from mobilier.cam.part_labels import labels_of
from mobilier.cam.refusals import find_crossings, find_misplaced
from mobilier.cam.setup import Setup
from mobilier.cam.tool_fit import outline_refused
from mobilier.cam.tool_selection import select_tools
from mobilier.check.tooling import relief_radius
from mobilier.errors import Finding
from mobilier.job.job import Job
from mobilier.model.hand_holes import HandHole, marked_parts
from mobilier.model.relief import relieve
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Material, Tool


def machining_findings(job: Job, cutter: Tool) -> list[Finding]:
    """Return every error that cutting the job with this lab would meet, and what is drilled by hand.

    Nothing for a lab that draws only.
    """
    out: list[Finding] = []
    for board in job.boards.values():
        setup = _setup(job, board, cutter)
        if setup is None or not setup.layout.placements:
            continue
        holes = find_hand_holes(setup)
        out += [f for part in setup.parts.values() for f in hand_hole_findings(part, holes)]
        setup = replace(setup, parts=marked_parts(setup.parts, holes))
        found = find_crossings(setup)
        if not found:
            found = find_misplaced(setup) + select_tools(setup, {})[1] + labels_of(setup)[1]
        out += [f for f in found if f.level == "error"]
    return list(_together(out))


def hand_holes(job: Job, cutter: Tool) -> tuple[HandHole, ...]:
    """Return the holes of a job that are left to a hand drill; none for a lab that draws only."""
    setups = [_setup(job, board, cutter) for board in job.boards.values()]
    return tuple(h for setup in setups if setup is not None for h in find_hand_holes(setup))


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
