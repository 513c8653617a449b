"""``nest``: the best layouts the budget allows, each judged before it is returned."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from mobilier.errors import NestError, refuse
from mobilier.nest.bounds import bound_of
from mobilier.nest.constraints import (
    NO_WISHES,
    LayoutWishes,
    compose_runs,
    expand_runs,
    put_back_pins,
    take_out_pins,
)
from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.incumbent import Incumbent, Progress
from mobilier.nest.engine.orders import first_layout
from mobilier.nest.engine.pipeline import ROUNDS, Allowance, Brake, improve
from mobilier.nest.external.portfolio import race_engines
from mobilier.nest.external.rectangles import pack_boxes
from mobilier.nest.judge import validate
from mobilier.nest.layout import Budget, Item, Layout, Nesting, Spacing
from mobilier.nest.layout_groups import finalize
from mobilier.nest.problem import Problem, whole_problem
from mobilier.nest.stock import check_job, examine, inner_box
from mobilier.profiles.types import Sheet

TIDY = 0.2
"""s. Tidying up may go on for so long after time is up."""


def nest(
    items: Sequence[Item],
    stock: Sequence[Sheet],
    spacing: Spacing,
    budget: Budget,
    progress: Progress | None = None,
    wishes: LayoutWishes = NO_WISHES,
) -> Nesting:
    """Return layouts of all ``items`` (one material) on sheets of ``stock``.

    ``progress`` is called with keywords, see :class:`mobilier.nest.engine.incumbent.Incumbent`.

    Raises:
        NestError: a part fits no sheet, the stock is too small, or an input is wrong.
    """
    begin = time.monotonic()
    check_job(items, stock, spacing)
    if wishes.apart:
        return _nest_by_group(items, stock, spacing, budget, progress, wishes)
    # pinned parts become defects of their sheets, the parts of a run one part
    pins, runs = wishes.pins, wishes.runs
    rest, sheets, pinned = take_out_pins(items, stock, pins, spacing)
    joint, offsets = compose_runs(rest, runs, spacing.gap)
    if offsets:
        check_job(joint, sheets, spacing)
    start = () if pins or runs else wishes.start
    found = _solve(whole_problem(joint, sheets, spacing), budget, progress, start, begin)
    if not pins and not runs:
        return found
    layouts = finalize(put_back_pins(expand_runs(found.layouts, offsets), pinned))
    refuse(validate(layouts, items, spacing), NestError)
    bound = max(found.bound, bound_of(items, stock, spacing).sheets)
    return replace(found, layouts=layouts, bound=bound, seconds=time.monotonic() - begin)


def nest_what_fits(
    items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing
) -> tuple[tuple[Layout, ...], dict[str, int]]:
    """Return layouts of as many parts as the stock holds, and how many of each part remain.

    For a job that :func:`nest` refused: parts too large for every sheet remain too.

    Raises:
        NestError: an input is wrong.
    """
    wrong = examine(items, stock, spacing)
    refuse([f for f in wrong if f.rule != "part-too-large"], NestError)
    large = {f.where for f in wrong}
    left = {i.id: i.quantity for i in items}
    problem = whole_problem([i for i in items if i.id not in large], stock, spacing)
    if not problem.items or not problem.stock:
        return (), {part: n for part, n in left.items() if n}
    found = first_layout(problem)
    placed = Arrangement(kinds=found.kinds, units=found.units[found.units[:, 1] >= 0])
    layouts = finalize(problem.layouts(placed))
    for layout in layouts:
        for p in layout.placements:
            left[p.part] -= 1
    some = [replace(i, quantity=i.quantity - left[i.id]) for i in items]
    refuse(validate(layouts, some, spacing), NestError)
    return layouts, {part: n for part, n in left.items() if n}


def _nest_by_group(
    items: Sequence[Item],
    stock: Sequence[Sheet],
    spacing: Spacing,
    budget: Budget,
    progress: Progress | None,
    wishes: LayoutWishes,
) -> Nesting:
    """Nest each group by itself, one after the other, within one budget."""
    begin = time.monotonic()
    groups = sorted({i.group for i in items if i.quantity})
    left = list(stock)
    parts: list[Nesting] = []
    for n, group in enumerate(groups):
        members = [i for i in items if i.group == group]
        names = {i.id for i in members}
        share = budget
        if budget.seconds is not None:
            until = begin + budget.seconds * (n + 1) / len(groups)
            share = replace(budget, seconds=max(0.0, until - time.monotonic()))
        theirs = LayoutWishes(
            pins=tuple(p for p in wishes.pins if p.part in names),
            runs=tuple(r for r in wishes.runs if names.issuperset(r.parts)),
        )
        found = nest(members, left, spacing, share, progress, theirs)
        parts.append(found)
        left = [_take_used(s, found.layouts) for s in left]
    layouts = finalize([layout for p in parts for layout in p.layouts])
    return Nesting(
        layouts=layouts,
        bound=sum(p.bound for p in parts),
        engine=", ".join(sorted({p.engine for p in parts})) or "none",
        timed=any(p.timed for p in parts),
        seconds=time.monotonic() - begin,
    )


def _take_used(sheet: Sheet, layouts: Sequence[Layout]) -> Sheet:
    """Return a sheet of the stock less those that were used."""
    if sheet.quantity is None:
        return sheet
    used = sum(layout.sheet.name == sheet.name for layout in layouts)
    return sheet.model_copy(update={"quantity": sheet.quantity - used})


def _solve(
    problem: Problem, budget: Budget, progress: Progress | None, start: tuple[Layout, ...], begin: float
) -> Nesting:
    """Nest one plain problem, begun at the reading ``begin`` of time.monotonic."""
    if not problem.items:
        return Nesting(layouts=(), bound=0, engine="none", timed=False, seconds=0.0)
    bound = bound_of(problem.items, problem.stock, problem.spacing)
    best = Incumbent(problem, bound, progress)
    best.offer("given", start or None)
    if budget.seconds is not None:
        race_engines(best, budget.seed, begin + budget.seconds, start)
    else:
        _search_counted(best, budget, start)
    if best.layouts is None:
        raise refusal(best, budget)
    best.tidy(math.inf if budget.seconds is None else begin + budget.seconds + TIDY)
    return Nesting(
        layouts=best.layouts,
        bound=bound.sheets,
        engine=best.engine,
        timed=budget.seconds is not None or best.stopped,
        seconds=time.monotonic() - begin,
    )


def _search_counted(best: Incumbent, budget: Budget, start: tuple[Layout, ...]) -> None:
    """Improve ``best`` by a counted number of rounds: the same on every machine."""
    problem = best.problem
    allowance = Allowance(pace=ROUNDS[budget.effort], brake=Brake())

    def offer(work: Problem, arranged: Arrangement) -> None:
        best.offer("separation", work.layouts(arranged))

    try:
        best.offer("rectpack", pack_boxes(problem.items, problem.stock, problem.spacing))
        for work, arranged in improve(problem, budget.seed, allowance, best.bound, start, offer):
            offer(work, arranged)
    except KeyboardInterrupt:
        if best.layouts is None:
            raise
        best.stopped = True


def refusal(best: Incumbent, budget: Budget) -> NestError:
    """Return why there is no layout: how many parts remain and what would hold them, or the judge's rules."""
    problem = best.problem
    first = first_layout(problem)
    if not len(first.missing):
        if best.refused or budget.seconds is None:
            rules = ", ".join(sorted({finding.rule for _, finding in best.refused}))
            return NestError.of("no-layout", case="refused", rules=rules)
        return NestError.of("no-layout", case="time", seconds=budget.seconds)
    names = Counter(problem.items[k].id for k in first.missing.tolist())
    area = float(problem.tables.areas[first.missing].sum())
    # as many of the largest sheet as the parts left over need, a fifth of each being waste
    boxes = [inner_box(s, problem.spacing) for s in problem.stock]
    room, n = max(((b[2] - b[0]) * (b[3] - b[1]), n) for n, b in enumerate(boxes))
    sheet = problem.stock[n]
    return NestError.of(
        "stock-too-small",
        "stock",
        case="parts",
        count=len(first.missing),
        total=len(problem.units),
        left=", ".join(f"{part} ×{n}" for part, n in sorted(names.items())),
        sheets=len(first.kinds),
        more=max(1, round(area / room * 1.2 + 0.49)),
        length=sheet.length,
        width=sheet.width,
    )
