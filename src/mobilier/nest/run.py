"""``nest``: the best layouts the budget allows, each judged before it is returned."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from mobilier.errors import Finding, NestError
from mobilier.nest.bound import Bound, bound_of
from mobilier.nest.files import number
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job, whole
from mobilier.nest.layout import Budget, Item, Layout, Nesting, Spacing
from mobilier.nest.orders import first_layout
from mobilier.nest.rectangles import boxed
from mobilier.nest.search import Search, deadline
from mobilier.nest.stock import check_job, inner_box
from mobilier.nest.validity import validate
from mobilier.nest.value import cost_of
from mobilier.profiles.types import Sheet

Progress = Callable[..., None]


def nest(
    items: Sequence[Item],
    stock: Sequence[Sheet],
    spacing: Spacing,
    budget: Budget,
    progress: Progress | None = None,
) -> Nesting:
    """Return layouts of all ``items`` (one material) on sheets of ``stock``.

    Raises:
        NestError: a part fits no sheet, the stock is too small, or an input is wrong.
    """
    begin = time.monotonic()
    check_job(items, stock, spacing)
    job = whole(items, stock, spacing)
    if not job.items:
        return Nesting(layouts=(), bound=0, engine="none", timed=False, seconds=0.0)
    bound = bound_of(job.items, job.stock, spacing)
    best = _Best(job, progress, bound)
    best.offer("rectpack", boxed(job.items, job.stock, spacing))
    first = first_layout(job)
    if len(first.missing):
        if best.layouts is None:
            raise NestError(_too_small(job, first))
    else:
        best.offer("first fit", job.layouts(first))
        _search(job, first, budget, bound, best, begin)
    if best.layouts is None:
        msg = "no engine found a layout that holds -> report this job"
        raise NestError(msg)
    return Nesting(
        layouts=best.layouts,
        bound=bound.sheets,
        engine=best.engine,
        timed=budget.seconds is not None,
        seconds=time.monotonic() - begin,
    )


ROUNDS = {"quick": (2, 6_000), "normal": (10, 20_000), "high": (60, 30_000)}
"""Rounds and moves of a round by effort."""


def _search(job: Job, first: Arranged, budget: Budget, bound: Bound, best: _Best, begin: float) -> None:
    """Improve the first arrangement within the budget."""
    search = Search(job, first, seed=budget.seed)
    rounds, moves = ROUNDS[budget.effort]
    timer = None
    if budget.seconds is not None:
        rounds, moves = None, 20_000
        timer = deadline(budget.seconds - (time.monotonic() - begin), search.stop)
    try:
        search.run(rounds, moves, 0.0, lambda found: best.tell_cost("separation", job.cost(found)))
    finally:
        if timer is not None:
            timer.cancel()
    best.offer("separation", job.layouts(search.best))


class _Best:
    """The best layouts so far; only layouts that the judge passes get in."""

    def __init__(self, job: Job, progress: Progress | None, bound: Bound) -> None:
        self.job = job
        self.progress = progress
        self.bound = bound
        self.layouts: tuple[Layout, ...] | None = None
        self.cost = float("inf")
        self.engine = ""
        self.refused: list[Finding] = []

    def offer(self, engine: str, layouts: tuple[Layout, ...] | None) -> bool:
        """Take ``layouts`` when they are better and valid."""
        if layouts is None:
            return False
        job = self.job
        layouts = finished(layouts)
        cost = cost_of(layouts, job.items, job.stock, job.spacing)
        if cost >= self.cost - 1e-9:
            return False
        wrong = validate(layouts, job.items, job.spacing)
        if wrong:
            self.refused += wrong
            return False
        self.layouts, self.cost, self.engine = layouts, cost, engine
        self.tell()
        return True

    def tell_cost(self, engine: str, cost: float) -> None:
        """Report a better arrangement that is not yet judged."""
        if self.progress is not None:
            self.progress(engine=engine, cost=cost, bound=self.bound.sheets)

    def tell(self) -> None:
        """Report the state of the search."""
        if self.progress is not None and self.layouts is not None:
            facts: dict[str, Any] = {"engine": self.engine, "sheets": len(self.layouts), "cost": self.cost}
            self.progress(**facts, bound=self.bound.sheets)


def finished(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return layouts named S01, S02, …, rounded, placements sorted, copies numbered in order."""
    copies: dict[str, int] = {}
    out = []
    for n, layout in enumerate(layouts, 1):
        rows = sorted(layout.placements, key=lambda p: (p.part, number(p.x), number(p.y), p.angle))
        placements = []
        for p in rows:
            copy = copies[p.part] = copies.get(p.part, -1) + 1
            placements.append(
                replace(p, copy=copy, x=number(p.x), y=number(p.y), angle=number(p.angle % 360, 6))
            )
        out.append(replace(layout, name=f"S{n:02d}", placements=tuple(placements)))
    return tuple(out)


def _too_small(job: Job, first: Arranged) -> str:
    """Say how many parts remain and what would hold them."""
    count: dict[str, int] = {}
    for k in first.missing.tolist():
        count[job.items[k].id] = count.get(job.items[k].id, 0) + 1
    left = ", ".join(f"{part} ×{n}" for part, n in sorted(count.items()))
    area = float(job.areas[first.missing].sum())
    sizes = [inner_box(s, job.spacing) for s in job.stock]
    room, sheet = max(((b[2] - b[0]) * (b[3] - b[1]), s) for b, s in zip(sizes, job.stock, strict=True))
    more = max(1, round(area / room * 1.2 + 0.49))
    return (
        f"error [stock-too-small] stock: {len(first.missing)} of {len(job.units)} parts find no room ({left}); "
        f"{len(first.kinds)} sheets are full -> add about {more} × {sheet.length:g} × {sheet.width:g} mm, "
        "or nest fewer parts"
    )
