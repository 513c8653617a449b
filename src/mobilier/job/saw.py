"""Blanks for a panel saw: the box of every part, cut from edge to edge."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mobilier.errors import DesignError, NestError, refuse
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.job.job import Job
from mobilier.job.nesting import Progress, check_job, items_of
from mobilier.model.part import Part
from mobilier.nest.layout import Layout, Nesting

if TYPE_CHECKING:
    from mobilier.nest.saw.panel_saw import Cut, Saw


@dataclass(frozen=True, slots=True, kw_only=True)
class SawResult:
    """Blanks on sheets and the cuts of each sheet in the order of work.

    ``parts`` by id, ``nestings`` by board, ``cuts`` by sheet name.
    """

    job: Job
    saw: Saw
    parts: Mapping[str, Part]
    quantities: Mapping[str, int]
    nestings: Mapping[str, Nesting]
    layouts: tuple[Layout, ...]
    cuts: Mapping[str, tuple[Cut, ...]]


def saw_blanks(job: Job, progress: Progress | None = None) -> SawResult:
    """Return the blanks of a job on its sheets, judged: the cuts leave every blank by itself.

    Raises:
        DesignError: the pieces are not right.
        NestError: the lab has no saw, a blank fits no sheet, or the cuts do not free one.
    """
    from mobilier.nest.layout_groups import merge_alike
    from mobilier.nest.saw.guillotine import nest_for_saw
    from mobilier.nest.saw.panel_saw import Saw, comes_apart

    refuse(check_job(job), DesignError)
    lab = job.workshop.lab
    if lab.saw is None:
        raise NestError.of("no-panel-saw", lab.name)
    saw = Saw(kerf=lab.saw.kerf, trim=lab.saw.trim)
    parts = job.parts
    counts = job.quantities
    nestings: dict[str, Nesting] = {}
    layouts: list[Layout] = []
    cuts: dict[str, tuple[Cut, ...]] = {}
    for name, board in job.boards.items():
        parts_here = items_of(parts, parts, counts, board)
        blanks = [replace(i, region=Region(Contour.rectangle(*i.region.bounds))) for i in parts_here]
        if not blanks:
            continue
        if progress:
            progress(name)
        found = nest_for_saw(blanks, job.stock[name], saw, job.request.budget)
        nestings[name] = found.nesting
        for layout in merge_alike(found.nesting.layouts):
            number = f"S{len(layouts) + 1:02d}"
            if not comes_apart(layout, blanks, found.cuts[layout.name], saw):
                raise NestError.of("saw-not-free", number)
            cuts[number] = found.cuts[layout.name]
            layouts.append(replace(layout, name=number))
    return SawResult(
        job=job,
        saw=saw,
        parts=parts,
        quantities=counts,
        nestings=nestings,
        layouts=tuple(layouts),
        cuts=cuts,
    )
