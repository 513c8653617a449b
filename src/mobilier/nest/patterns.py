"""Pattern reuse: a share of the job is packed well once and its sheets are cut several times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bound import bound_of
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job
from mobilier.nest.layout import Item

FILL = 0.885
"""Share of the ring bound that a well squeezed sheet reaches (chariot, 45 parts, one minute)."""

MANY = 96
"""Units from which it pays to look for a pattern."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Cut a share of the job ``times`` times: its sheets are repeated, the rest comes after."""

    times: int
    share: tuple[int, ...]  # quantity of each item in one repeat

    def rest(self, items: Sequence[Item]) -> tuple[int, ...]:
        """Return what is left over of each item."""
        return tuple(i.quantity - self.times * n for i, n in zip(items, self.share, strict=True))


def plan_of(job: Job) -> Plan | None:
    """Return the number of repeats that promises the fewest sheets, None where one by one is as good."""
    unlimited = [s for s in job.stock if s.quantity is None]
    if len(job.units) < MANY or len(job.stock) != 1 or not unlimited:
        return None
    most = max(i.quantity for i in job.items)
    best: tuple[float, int] | None = None
    for times in range(2, min(most, 24) + 1):
        plan = Plan(times=times, share=tuple(i.quantity // times for i in job.items))
        one, rest = _likely(job, plan.share), _likely(job, plan.rest(job.items))
        key = (round(times * math.ceil(one - 0.02) + rest, 3), -times)
        if sum(plan.share) >= 8 and (best is None or key < best):
            best = key
    if best is None or best[0] > _likely(job, tuple(i.quantity for i in job.items)) + 0.6:
        return None
    return Plan(times=-best[1], share=tuple(i.quantity // -best[1] for i in job.items))


def _likely(job: Job, counts: Sequence[int]) -> float:
    """Return the sheets a well squeezed layout of ``counts`` is likely to need."""
    bound = bound_of(reordered(job.items, counts), job.stock, job.spacing)
    return max(bound.ring / FILL, bound.clique - 0.5 if bound.clique > 1 else 0.0)


def reordered(items: Sequence[Item], counts: Sequence[int]) -> tuple[Item, ...]:
    """Return the items with other quantities, those of none left out."""
    return tuple(replace(i, quantity=n) for i, n in zip(items, counts, strict=True) if n)


def part_of(job: Job, counts: Sequence[int]) -> Job:
    """Return the job of a part of the units, with all items kept so that tables are shared."""
    smaller = Job(
        tuple(replace(i, quantity=n) for i, n in zip(job.items, counts, strict=True)), job.stock, job.spacing
    )
    return smaller.sharing(job)


def full_sheets(job: Job, found: Arranged, most: int) -> list[int]:
    """Return the ``most`` fullest sheets of an arrangement, fullest first."""
    used = sorted(set(found.units[:, 1].tolist()))
    fill = {s: float(job.areas[found.units[found.units[:, 1] == s, 0]].sum()) for s in used}
    return sorted(used, key=lambda s: (-round(fill[s], 3), s))[:most]


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
