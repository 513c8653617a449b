"""The course of our own engine through a job: first fit, patterns, then rounds of squeezing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bounds import Bound, bound_of
from mobilier.nest.engine.arrangement import Arrangement, join_arrangements
from mobilier.nest.engine.depth_maps import ROOM
from mobilier.nest.engine.intervals import Bytes
from mobilier.nest.engine.orders import downsize, first_layout
from mobilier.nest.engine.patterns import (
    Likely,
    Pattern,
    choose_pattern,
    repeat_sheets,
    worth_repeating,
)
from mobilier.nest.engine.search import TOGETHER, Pace, Search, deadline
from mobilier.nest.engine.warm_start import arrange_layouts
from mobilier.nest.layout import Effort, Layout
from mobilier.nest.problem import Problem

OnBetter = Callable[[Problem, Arrangement], None]
Found = tuple[Problem, Arrangement]


ROUNDS: dict[Effort, Pace] = {
    "quick": Pace(rounds=3, idle=1, moves=4_000, each=160),
    "normal": Pace(rounds=12, idle=3, moves=16_000, each=500),
    "high": Pace(rounds=80, idle=16, moves=30_000, each=600),
}

TIMED = Pace(rounds=10**9, idle=10**9, first=3_000)


class Brake:
    """Stops every stage of a search, whenever it was begun."""

    def __init__(self) -> None:
        """Not pulled yet."""
        self.flags: list[Bytes] = []
        self.pulled = False

    def flag(self) -> Bytes:
        """Return a new flag that this brake raises (at once when it is pulled already)."""
        flag = np.zeros(1, dtype=np.uint8)
        self.flags.append(flag)
        flag[0] = self.pulled
        return flag

    def pull(self) -> None:
        """Raise every flag, now and later."""
        self.pulled = True
        for flag in self.flags:
            flag[0] = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What a stage may spend: rounds at a pace, or the time to a moment of the clock.

    ``until`` is a reading of ``time.monotonic``; infinite where rounds are counted.
    """

    pace: Pace
    brake: Brake
    until: float = math.inf

    @property
    def left(self) -> float:
        """Seconds left; infinite where rounds are counted."""
        return self.until - time.monotonic() if self.until < math.inf else math.inf

    def part(self, share: float) -> Allowance:
        """Return a share of what is left, at least one round."""
        if self.until == math.inf:
            rounds = max(1, round(self.pace.rounds * share))
            return replace(self, pace=replace(self.pace, rounds=rounds))
        return replace(self, until=time.monotonic() + max(0.0, self.left) * share)


def choose_lattice(problem: Problem, units: int) -> Problem:
    """Return the job on the lattice the search uses: coarse enough for its depth maps.

    ``units`` are searched at once at most, but no more than two workers take.
    """
    for _ in range(2):
        maps = problem.tables.depth_maps
        every = maps.cost(range(len(problem.tables.lattice.poses)))
        share = min(1.0, (2 * TOGETHER) / units)
        if every * share**2 <= ROOM / 2 or every <= ROOM:
            return problem
        problem = problem.coarser()
    return problem


def search_within(
    problem: Problem,
    first: Arrangement,
    seed: int,
    allowance: Allowance,
    floor: float,
    on_better: OnBetter | None = None,
) -> Arrangement:
    """Return the best arrangement a search finds from ``first`` within its allowance."""
    if allowance.left <= 0 or allowance.brake.pulled:
        return first
    search = Search(problem, first, seed=seed, stop=allowance.brake.flag(), until=allowance.until)
    timer = deadline(allowance.left, search.stop) if allowance.left < math.inf else None
    try:
        return search.run(allowance.pace, floor, on_better)
    except KeyboardInterrupt:
        if on_better is not None:
            on_better(problem, search.best)
        raise
    finally:
        if timer is not None:
            timer.cancel()


def improve(
    problem: Problem,
    seed: int,
    allowance: Allowance,
    bound: Bound,
    start: Sequence[Layout],
    on_better: OnBetter,
) -> Iterator[Found]:
    """Yield better and better arrangements of a job on the lattice it names.

    ``bound`` is of the problem; ``start`` are layouts to go on from; ``on_better`` is called with
    arrangements in between.
    """
    # the first answer: the layouts given, else first fit
    likely = Likely(problem, bound)
    plan = None if start else choose_pattern(problem, likely)
    work = choose_lattice(problem, len(problem.units) if plan is None else sum(plan.share))
    given = arrange_layouts(work, start) if start else None
    best = given if given is not None else first_layout(work)
    if len(best.missing):
        return
    best = downsize(work, best)
    yield work, best
    # many copies: one sheet packed well and cut often takes most of the allowance
    rest = allowance
    if plan is not None and given is None and allowance.left > 0:
        steady = replace(allowance, pace=replace(allowance.pace, first=0))
        pattern = repeat_patterns(work, plan, likely, seed, steady.part(0.85))
        rest = allowance if allowance.until == math.inf else allowance.part(1.0)
        if pattern is not None and work.cost(pattern) < work.cost(best) - 1e-9:
            best = pattern
            yield work, best
    # the rest of it squeezes the whole
    yield work, downsize(work, search_within(work, best, seed, rest, bound.cost, on_better))


def repeat_patterns(
    problem: Problem, plan: Pattern, likely: Likely, seed: int, allowance: Allowance
) -> Arrangement | None:
    """Return an arrangement of repeated sheets and a rest, None where the rest finds no room."""
    # one repeat, packed well on bought sheets …
    share = problem.of_quantities(plan.share).restricted(problem.bought[:1])
    start = first_layout(share)
    if len(start.missing):
        return None
    floor = bound_of(share.items, share.stock, share.spacing).cost
    found = search_within(share, start, seed, allowance.part(0.4), floor)
    # … its full sheets cut again and again …
    most, rest = repeat_sheets(problem, found, worth_repeating(problem, found, plan, likely), plan.times)
    if not sum(rest):
        return most
    # … and what is left packed by itself
    left = problem.of_quantities(rest)
    start = first_layout(left)
    if len(start.missing):
        return None
    return join_arrangements(most, search_within(left, start, seed, allowance, 0.0))
