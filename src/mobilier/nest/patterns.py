"""Pattern reuse: a share of the job is packed well once and its sheets are cut several times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bound import Bound, ring_of
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job

FILL = 0.885
"""Share of the ring bound that a well squeezed sheet reaches (chariot, 45 parts, one minute)."""

PROGRAM = 0.02
"""Sheets that one more program weighs when repeats are compared."""

FEWEST = 8
"""Units of the least share worth repeating."""

MANY = 96
"""Units from which it pays to look for a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Pack a share of the job well and cut its full sheets ``times`` times; the rest comes after."""

    times: int
    share: tuple[int, ...]  # quantity of each item in one repeat


class Likely:
    """How many sheets a number of units of each item will need, as a rule."""

    def __init__(self, job: Job, bound: Bound) -> None:
        """Measure one unit of each item."""
        once = [replace(i, quantity=1) for i in job.items]
        sheets = [job.stock[k] for k in job.bought[:1]] or job.stock
        self.rings = [ring_of([i], sheets, job.spacing) / FILL for i in once]
        self.alone = [i.id in bound.members for i in job.items]

    def sheets(self, counts: Sequence[float]) -> float:
        """Return the sheets, the last one in part."""
        ring = sum(n * r for n, r in zip(counts, self.rings, strict=True))
        clique = sum(n for n, a in zip(counts, self.alone, strict=True) if a)
        return max(ring, clique - 0.5 if clique > 1 else 0.0)


def plan_of(job: Job, likely: Likely) -> Plan | None:
    """Return the number of repeats that promises the fewest sheets, None where one by one is as good."""
    if len(job.units) < MANY or not job.bought:
        return None
    counts = [i.quantity for i in job.items]
    best: tuple[float, int, Plan] | None = None
    for times in range(2, min(max(counts), 24) + 1):
        plan = Plan(times=times, share=tuple(n // times for n in counts))
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


def worth_repeating(job: Job, found: Arranged, plan: Plan, likely: Likely) -> list[int]:
    """Return the sheets of a share to cut again and again: all, or all but the one with the offcut."""
    used = sorted(set(found.units[:, 1].tolist()))
    weak = min(used, key=lambda s: (round(job.share(found, s), 9), s))
    options = []
    for sheets in (used, [s for s in used if s != weak]):
        taken = np.isin(found.units[:, 1], sheets)
        count = np.bincount(found.units[taken, 0], minlength=len(job.items)) * plan.times
        rest = [i.quantity - int(n) for i, n in zip(job.items, count, strict=True)]
        options.append((round(len(sheets) * plan.times + likely.sheets(rest), 2), -len(sheets), sheets))
    return min(options)[2]


def part_of(job: Job, counts: Sequence[int], only: tuple[int, ...] = ()) -> Job:
    """Return the job of a part of the units, with all items kept so that tables are shared."""
    items = tuple(replace(i, quantity=n) for i, n in zip(job.items, counts, strict=True))
    return Job(items, job.stock, job.spacing, only=only).sharing(job)


def repeated(
    job: Job, found: Arranged, sheets: Sequence[int], times: int
) -> tuple[Arranged, tuple[int, ...]]:
    """Return ``sheets`` of an arrangement ``times`` times over, and what of the job is left to place."""
    rows = [found.units[found.units[:, 1] == s] for s in sheets]
    units = []
    for k in range(len(sheets) * times):
        copy = rows[k // times].copy()
        copy[:, 1] = k
        units.append(copy)
    placed = np.concatenate(units) if units else np.zeros((0, 5), dtype=np.int64)
    count = np.bincount(placed[:, 0], minlength=len(job.items))
    rest = tuple(int(i.quantity - n) for i, n in zip(job.items, count, strict=True))
    kinds = tuple(found.kinds[s] for s in sheets for _ in range(times))
    return Arranged(kinds=kinds, units=placed), rest


def joined(a: Arranged, b: Arranged) -> Arranged:
    """Return both arrangements, the sheets of ``b`` after those of ``a``."""
    later = b.units.copy()
    later[:, 1] = np.where(later[:, 1] >= 0, later[:, 1] + len(a.kinds), -1)
    return Arranged(kinds=a.kinds + b.kinds, units=np.concatenate((a.units, later)))
