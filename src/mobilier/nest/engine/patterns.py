"""Pattern reuse: a share of the job is packed well once and its sheets are cut several times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bounds import Bound, ring_of
from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.problem import Problem

FILL = 0.885
"""Share of the ring bound that a well squeezed sheet reaches (chariot, 45 parts, one minute)."""

PROGRAM = 0.02
"""Sheets that one more program weighs when repeats are compared."""

FEWEST = 8
"""Units of the least share worth repeating."""

MANY = 96
"""Units from which it pays to look for a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """Pack a share of the job well and cut its full sheets ``times`` times; the rest comes after."""

    times: int
    share: tuple[int, ...]  # quantity of each item in one repeat


class Likely:
    """How many sheets a number of units of each item will need, as a rule."""

    def __init__(self, problem: Problem, bound: Bound) -> None:
        """Measure one unit of each item."""
        once = [replace(i, quantity=1) for i in problem.items]
        sheets = [problem.stock[k] for k in problem.bought[:1]] or problem.stock
        self.rings = [ring_of([i], sheets, problem.spacing) / FILL for i in once]
        self.alone = [i.id in bound.members for i in problem.items]

    def sheets(self, counts: Sequence[float]) -> float:
        """Return the sheets, the last one in part."""
        ring = sum(n * r for n, r in zip(counts, self.rings, strict=True))
        clique = sum(n for n, a in zip(counts, self.alone, strict=True) if a)
        return max(ring, clique - 0.5 if clique > 1 else 0.0)


def choose_pattern(problem: Problem, likely: Likely) -> Pattern | None:
    """Return the number of repeats that promises the fewest sheets, None where one by one is as good."""
    if len(problem.units) < MANY or not problem.bought:
        return None
    counts = [i.quantity for i in problem.items]
    best: tuple[float, int, Pattern] | None = None
    for times in range(2, min(max(counts), 24) + 1):
        plan = Pattern(times=times, share=tuple(n // times for n in counts))
        if sum(plan.share) < FEWEST:
            break
        one = likely.sheets(plan.share)
        for full in {math.floor(one + 0.02), math.ceil(one - 0.02)}:
            if not full:
                continue
            part = min(1.0, full / one)
            rest = likely.sheets([n - times * part * k for n, k in zip(counts, plan.share, strict=True)])
            sheets = times * full + rest + PROGRAM * (full + math.ceil(rest))
            key = (round(sheets, 2), sum(plan.share), plan)
            best = key if best is None or key[:2] < best[:2] else best
    if best is None or best[0] > likely.sheets(counts) + 0.6:
        return None
    return best[2]


def worth_repeating(problem: Problem, found: Arrangement, plan: Pattern, likely: Likely) -> list[int]:
    """Return the sheets of a share to cut again and again: all, or all but the one with the offcut."""
    used = sorted(set(found.units[:, 1].tolist()))
    weak = min(used, key=lambda s: (round(problem.share(found, s), 9), s))
    options = []
    for sheets in (used, [s for s in used if s != weak]):
        taken = np.isin(found.units[:, 1], sheets)
        count = np.bincount(found.units[taken, 0], minlength=len(problem.items)) * plan.times
        rest = [i.quantity - int(n) for i, n in zip(problem.items, count, strict=True)]
        options.append((round(len(sheets) * plan.times + likely.sheets(rest), 2), -len(sheets), sheets))
    return min(options)[2]


def repeat_sheets(
    problem: Problem, found: Arrangement, sheets: Sequence[int], times: int
) -> tuple[Arrangement, tuple[int, ...]]:
    """Return ``sheets`` of an arrangement ``times`` times over, and what of the job is left to place."""
    rows = [found.units[found.units[:, 1] == s] for s in sheets]
    units = []
    for k in range(len(sheets) * times):
        copy = rows[k // times].copy()
        copy[:, 1] = k
        units.append(copy)
    placed = np.concatenate(units) if units else np.zeros((0, 5), dtype=np.int64)
    count = np.bincount(placed[:, 0], minlength=len(problem.items))
    rest = tuple(int(i.quantity - n) for i, n in zip(problem.items, count, strict=True))
    kinds = tuple(found.kinds[s] for s in sheets for _ in range(times))
    return Arrangement(kinds=kinds, units=placed), rest
