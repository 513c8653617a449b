"""Pattern reuse: a share of the job is packed well once and its sheets are cut several times."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mobilier.nest.bound import Bound, ring_of
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job
from mobilier.nest.layout import Item

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
    """Cut a share of the job ``times`` times: its sheets are repeated, the rest comes after."""

    times: int
    share: tuple[int, ...]  # quantity of each item in one repeat

    def rest(self, items: Sequence[Item]) -> tuple[int, ...]:
        """Return what is left over of each item."""
        return tuple(i.quantity - self.times * n for i, n in zip(items, self.share, strict=True))


def plan_of(job: Job, bound: Bound) -> Plan | None:
    """Return the number of repeats that promises the fewest sheets, None where one by one is as good."""
    if len(job.units) < MANY or len(job.stock) != 1 or job.stock[0].quantity is not None:
        return None
    once = [replace(i, quantity=1) for i in job.items]
    rings = [ring_of([i], job.stock, job.spacing) / FILL for i in once]
    alone = [i.id in bound.members for i in job.items]
    counts = [i.quantity for i in job.items]

    def likely(counts: Sequence[int]) -> float:
        ring = sum(n * r for n, r in zip(counts, rings, strict=True))
        clique = sum(n for n, a in zip(counts, alone, strict=True) if a)
        return max(ring, clique - 0.5 if clique > 1 else 0.0)

    best: tuple[float, int] | None = None
    for times in range(2, min(max(counts), 24) + 1):
        plan = Plan(times=times, share=tuple(n // times for n in counts))
        if sum(plan.share) < FEWEST:
            break
        one, rest = likely(plan.share), likely(plan.rest(job.items))
        full = math.ceil(one - 0.02)
        sheets = times * full - max(0.0, full - one if not rest else 0.0) + rest
        key = (round(sheets + PROGRAM * (full + math.ceil(rest)), 3), times)
        best = key if best is None or key < best else best
    if best is None or best[0] > likely(counts) + 0.6:
        return None
    return Plan(times=best[1], share=tuple(n // best[1] for n in counts))


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
