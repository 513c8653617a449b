"""From pieces to sheets: the cutter chosen, corners relieved, parts laid on the stock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from mobilier.errors import Finding, MachineError, NestError
from mobilier.job.job import Job
from mobilier.job.naming import name_findings
from mobilier.job.own_texts import text_findings
from mobilier.job.usable_area import spacing, too_large
from mobilier.job.wishes import ANGLES, pins_on, runs_on, start_on
from mobilier.model.hand_holes import HandHole
from mobilier.model.part import Part
from mobilier.nest.bounds import bound_of
from mobilier.nest.layout import Budget, Item, Layout, Nesting, Spacing, used_share
from mobilier.nest.stock import examine
from mobilier.profiles.types import Material, Sheet, Tool

Progress = Callable[..., None]
"""Told what is being worked on; while nesting also ``sheets``, ``bound``, ``utilisation``, ``engine``,
``seconds``, ``cost`` as :class:`mobilier.nest.engine.incumbent.Incumbent` states them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Laid:
    """Parts on sheets.

    ``parts`` are nominal, ``relieved`` as the ``cutter`` leaves them, ``quantities`` over the
    whole job, all by part id; ``nestings`` by board; ``layouts`` are numbered through and
    hold the very figures that ``layout.json`` states; ``by_hand`` are the holes left to a hand drill.
    """

    job: Job
    parts: Mapping[str, Part]
    relieved: Mapping[str, Part]
    quantities: Mapping[str, int]
    cutter: Tool
    nestings: Mapping[str, Nesting]
    layouts: tuple[Layout, ...]
    spacing: Mapping[str, Spacing]
    by_hand: tuple[HandHole, ...] = ()

    def board(self, layout: Layout) -> Material:
        """Return the board of a sheet."""
        return self.job.boards[layout.sheet.material]

    def of_board(self, name: str) -> list[Layout]:
        """Return the sheets of one board."""
        return [x for x in self.layouts if x.sheet.material == name]

    def used(self, *layouts: Layout) -> float:
        """Return the share of the area of some sheets, copies counted, that becomes parts."""
        return used_share(layouts, self.relieved)

    def instances(self) -> dict[str, Part]:
        """Return the nominal parts, each with as many instances as the whole job needs of it."""
        return {
            key: replace(part, instances=part.instances * (self.quantities[key] // part.quantity))
            for key, part in self.parts.items()
        }


def check_job(job: Job) -> list[Finding]:
    """Return every finding on the pieces and what they are cut with."""
    from mobilier.check.ladder import check_piece

    tools, habits, cutter = job.workshop.tools, job.workshop.lab.habits, _cutter(job)
    found = [f for order in job.orders for f in check_piece(order.piece, tools, habits, cutter)]
    texts = [f for order in job.orders for f in text_findings(order)]
    return [*name_findings(found, job), *dict.fromkeys(texts), *job.findings]


def job_findings(job: Job) -> list[Finding]:
    """Return everything that can be told of a job before any search: pieces, sheets, tools, reach."""
    return [*check_job(job), *sheet_findings(job), *cut_findings(job)]


def cut_findings(job: Job) -> list[Finding]:
    """Return every error that the lab's tools would meet, and what is drilled by hand.

    None for a lab without programs or cutter.
    """
    from mobilier.job.machining import machining_findings

    cutter = _cutter(job)
    return machining_findings(job, cutter) if cutter and job.workshop.machine else []


def sheet_findings(job: Job) -> list[Finding]:
    """Return what keeps the sheets off the machine, or the parts off the sheets."""
    place = job.workshop
    machine = place.machine
    found = [
        f for b in job.boards.values() if machine for s in job.stock[b.name] for f in too_large(s, machine, b)
    ]
    if found:
        return found
    cutter = _cutter(job)
    if cutter is None:
        return [Finding.of("no-cutter", place.lab.name)]
    parts = job.parts
    for name, board in job.boards.items():
        items = items_of(parts, parts, dict.fromkeys(parts, 1), board)
        found += examine(items, job.stock[name], spacing(place, job.stock[name], cutter, board=board))
    return found


def nest_job(job: Job, progress: Progress | None = None, known: Mapping[str, Nesting] | None = None) -> Laid:
    """Return the parts of a job on sheets, those of ``known`` (by board) where they were laid before.

    Raises:
        MachineError: the sheets or parts do not fit the machine.
        NestError: a part that no sheet can hold.
    """
    from mobilier.check.tooling import relief_radius
    from mobilier.job.machining import hand_holes
    from mobilier.model.relief import relieve
    from mobilier.nest.files import layouts_json, layouts_of
    from mobilier.nest.layout_groups import merge_alike

    place = job.workshop
    habits = place.lab.habits
    cutter = cutter_of(job)
    parts = job.parts
    counts = job.quantities
    radius = relief_radius(cutter, habits)
    ready = {k: relieve(p, radius, habits.relief) for k, p in parts.items()}
    groups = {p.id: order.piece.letter for order in job.orders for p in order.piece.parts}
    nestings: dict[str, Nesting] = {}
    spacings: dict[str, Spacing] = {}
    layouts: list[Layout] = []
    by_board = {name: items_of(parts, ready, counts, b, groups) for name, b in job.boards.items()}
    budgets = _shared(job.request.budget, by_board)
    for name, items in by_board.items():
        if not items:
            continue
        spacings[name] = spacing(place, job.stock[name], cutter, board=job.boards[name])
        if known is None:
            nestings[name] = _nested(items, job, name, spacings[name], budgets[name], progress)
        elif name in known:
            nestings[name] = known[name]
        else:
            raise NestError.of("layout-of-another-job", name, case="board")
        layouts += merge_alike(nestings[name].layouts)
    numbered = [replace(x, name=f"S{n:02d}") for n, x in enumerate(layouts, start=1)]
    return Laid(
        job=job,
        parts=parts,
        relieved=ready,
        quantities=counts,
        cutter=cutter,
        nestings=nestings,
        layouts=layouts_of(layouts_json(numbered)),
        spacing=spacings,
        by_hand=hand_holes(job, cutter),
    )


def _shared(budget: Budget, by_board: Mapping[str, Sequence[Item]]) -> dict[str, Budget]:
    """Return the budget of each board: seconds are shared out by the area of its parts."""
    if budget.seconds is None:
        return dict.fromkeys(by_board, budget)
    area = {name: sum(i.quantity * i.region.area for i in items) for name, items in by_board.items()}
    whole = sum(area.values())
    return {name: replace(budget, seconds=budget.seconds * a / whole) for name, a in area.items()}


def cutter_of(job: Job) -> Tool:
    """Return the cutter that all corners are relieved for.

    Raises:
        MachineError: the lab has none.
    """
    cutter = _cutter(job)
    if cutter is None:
        raise MachineError.of("no-cutter", job.workshop.lab.name)
    return cutter


def _cutter(job: Job) -> Tool | None:
    """Return the largest cutter that enters every opening and follows every outline, as far as one does."""
    from mobilier.check.tooling import select_cutter
    from mobilier.job.machining import follows

    place = job.workshop
    through = place.machine.through if place.machine else 0.0
    pieces, tools = [order.piece for order in job.orders], place.tools
    first = cutter = select_cutter(pieces, tools, through)
    while cutter and cutter.diameter > min(t.diameter for t in tools if t.kind == cutter.kind):
        if follows(job, cutter):
            return cutter
        tools = tuple(t for t in tools if t.kind == "drill" or t.diameter < cutter.diameter)
        cutter = select_cutter(pieces, tools, through)
    reaches = cutter and all(cutter.reach >= b.thickness + through for b in job.boards.values())
    return cutter if reaches else first


def items_of(
    parts: Mapping[str, Part],
    ready: Mapping[str, Part],
    counts: Mapping[str, int],
    board: Material,
    groups: Mapping[str, str] = {},
) -> list[Item]:
    """Return the parts of one board as items: ``ready`` shapes, how many, how they may turn, whose."""
    return [
        Item(
            id=key,
            region=ready[key].region,
            quantity=counts[key],
            material=board.name,
            rotations=ANGLES[part.grain if board.grained else None],
            group=groups.get(key, ""),
        )
        for key, part in parts.items()
        if part.material == board.name
    ]


def _nested(
    items: list[Item], job: Job, name: str, gaps: Spacing, budget: Budget, progress: Progress | None
) -> Nesting:
    from mobilier.nest import nest
    from mobilier.nest.constraints import LayoutWishes

    wishes, stock = job.wishes, job.stock[name]
    start = start_on(wishes, items, stock, gaps, name)
    if wishes.keep:
        bound = bound_of(items, stock, gaps).sheets
        return Nesting(layouts=start, bound=bound, engine="given", timed=False, seconds=0.0)

    def better(**facts: Any) -> None:
        if progress:
            progress(name, **facts)

    asked = LayoutWishes(
        start=start,
        pins=pins_on(wishes, items, stock),
        runs=runs_on(wishes, items),
        apart=wishes.apart,
    )
    try:
        return nest(items, stock, gaps, budget, better, asked)
    except NestError as error:
        raise NestError(*error.findings, *_what_fits(items, stock, gaps)) from None


def _what_fits(items: list[Item], stock: tuple[Sheet, ...], gaps: Spacing) -> list[Finding]:
    """Return what of a refused job the sheets hold, nothing where the input itself is wrong."""
    from mobilier.nest import nest_what_fits

    if any(f.rule != "part-too-large" for f in examine(items, stock, gaps)):
        return []
    layouts, left = nest_what_fits(items, stock, gaps)
    if not left:
        return []
    held = "; ".join(f"{x.sheet.name}: {_listed(Counter(p.part for p in x.placements))}" for x in layouts)
    return [Finding.of("sheets-would-hold", ", ".join(s.name for s in stock), held=held, left=_listed(left))]


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{part} x {n}" if n > 1 else part for part, n in sorted(counts.items()))
