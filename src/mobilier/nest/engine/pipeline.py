"""The course of our own engine through a job: first fit, patterns, then rounds of squeezing."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bounds import Bound, bound_of, floor_of
from mobilier.nest.engine.depth_maps import ROOM
from mobilier.nest.engine.first_fit import Arrangement
from mobilier.nest.engine.intervals import Bytes
from mobilier.nest.engine.orders import downsize, first_layout
from mobilier.nest.engine.patterns import (
    Likely,
    Pattern,
    choose_pattern,
    join_arrangements,
    repeat_sheets,
    take_part,
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
        share = min(1.0, (2 * TOGETHER) / units)
        if (
            problem.fields.cost(range(len(problem.lattice.poses))) * share**2 <= ROOM / 2
            or _all_maps(problem) <= ROOM
        ):
            return problem
        problem = problem.coarser()
    return problem


def _all_maps(problem: Problem) -> int:
    return problem.fields.cost(range(len(problem.lattice.poses)))


def search_within(
    problem: Problem,
    first: Arrangement,
    seed: int,
    allowance: Allowance,
    floor: float,
    heard: OnBetter | None = None,
) -> Arrangement:
    """Return the best arrangement a search finds from ``first`` within its allowance."""
    if allowance.left <= 0 or allowance.brake.pulled:
        return first
    search = Search(problem, first, seed=seed, stop=allowance.brake.flag(), until=allowance.until)
    timer = deadline(allowance.left, search.stop) if allowance.left < math.inf else None
    try:
        return search.run(allowance.pace, floor, heard)
    except KeyboardInterrupt:
        if heard is not None:
            heard(problem, search.best)
        raise
    finally:
        if timer is not None:
            timer.cancel()


def improve(
    problem: Problem, seed: int, allowance: Allowance, bound: Bound, floor: float, start: Sequence[Layout],
    heard: OnBetter,
) -> Iterator[Found]:  # fmt: skip
    """Yield better and better arrangements of a job on the lattice it names.

    ``bound`` is of the job; ``floor`` is a cost no arrangement can beat; ``start`` are layouts
    to go on from; ``heard`` is told of arrangements in between.
    """
    likely = Likely(problem, bound)
    plan = None if start else choose_pattern(problem, likely)
    work = choose_lattice(problem, len(problem.units) if plan is None else sum(plan.share))
    given = arrange_layouts(work, start) if start else None
    best = given if given is not None else first_layout(work)
    if len(best.missing):
        return
    best = downsize(work, best)
    yield work, best
    rest = allowance
    if plan is not None and given is None and allowance.left > 0:
        steady = replace(allowance, pace=replace(allowance.pace, first=0))
        pattern = repeat_patterns(work, plan, likely, seed, steady.part(0.85))
        rest = allowance if allowance.until == math.inf else allowance.part(1.0)
        if pattern is not None and work.cost(pattern) < work.cost(best) + EVEN:
            best = pattern
            yield work, best
    yield work, downsize(work, search_within(work, best, seed, rest, floor, heard))


EVEN = -1e-9


def repeat_patterns(
    problem: Problem, plan: Pattern, likely: Likely, seed: int, allowance: Allowance
) -> Arrangement | None:
    """Return an arrangement of repeated sheets and a rest, None where the rest finds no room."""
    share = take_part(problem, plan.share, problem.bought[:1])
    start = first_layout(share)
    if len(start.missing):
        return None
    few = bound_of(share.items, share.stock, share.spacing)
    floor = floor_of(share.items, share.stock, share.spacing, few)
    found = search_within(share, start, seed, allowance.part(0.4), floor)
    most, rest = repeat_sheets(problem, found, worth_repeating(problem, found, plan, likely), plan.times)
    if not sum(rest):
        return most
    left = take_part(problem, rest)
    start = first_layout(left)
    if len(start.missing):
        return None
    return join_arrangements(most, search_within(left, start, seed, allowance, 0.0))
