"""Orders of parts for first fit: the classic ones first, then changes of the best one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job
from mobilier.nest.slabs import Bytes, Ints


def classic_orders(job: Job) -> Iterator[Ints]:
    """Yield all units by falling area, longer side, shorter side, width and box."""
    poses = [job.lattice.poses[p] for p in job.pose_of[:-1]]
    sides = np.array([[p.width, p.height] for p in poses])
    keys = (
        job.areas,
        sides.max(axis=1) + 1e-6 * job.areas,
        sides.prod(axis=1),
        sides.min(axis=1) + 1e-6 * job.areas,
        sides.sum(axis=1),
    )
    for key in keys:
        yield job.units[np.lexsort((job.units, -np.round(key[job.units], 3)))]


MANY = 300
"""Units from which two orders must do."""


def first_layout(job: Job, stop: Bytes | None = None) -> Arranged:
    """Return the best first-fit arrangement: over the classic orders, on each bought kind of sheet.

    Parts may be missing.
    """
    if len(job.bought) < 2 or job.only:
        return _first_layout(job, stop)
    stored = tuple(k for k in range(len(job.stock)) if k not in job.bought)
    found = [_first_layout(job, stop), *(_first_layout(_on(job, (*stored, k)), stop) for k in job.bought)]
    return min((downsized(job, a) for a in found), key=lambda a: _rank(job, a))


def _on(job: Job, kinds: tuple[int, ...]) -> Job:
    return Job(job.items, job.stock, job.spacing, only=kinds).sharing(job)


def _rank(job: Job, found: Arranged) -> tuple[int, float]:
    return (len(found.missing), round(job.cost(found), 9) if not len(found.missing) else 0.0)


def downsized(job: Job, found: Arranged) -> Arranged:
    """Return an arrangement with sheets changed for cheaper ones that hold their parts as well."""
    best = found
    if len(job.stock) == 1 or len(found.missing):
        return best
    for s in sorted(set(found.units[:, 1].tolist()), key=lambda s: (round(job.share(found, s), 9), s)):
        cheaper = [k for k in range(len(job.stock)) if job.price[k] < job.price[best.kinds[s]] - 1e-9]
        for k in sorted(cheaper, key=lambda k: (job.price[k], k)):
            used = sum(kind == k for kind in best.kinds)
            quantity = job.stock[k].quantity
            if quantity is not None and used >= quantity:
                continue
            changed = _changed(job, best, s, k)
            if changed is not None and job.cost(changed) < job.cost(best) - 1e-9:
                best = changed
                break
    return best


def _changed(job: Job, found: Arranged, sheet: int, kind: int) -> Arranged | None:
    """Return an arrangement with the parts of one sheet on a sheet of another kind."""
    rows = np.flatnonzero(found.units[:, 1] == sheet)
    own = found.units[rows, 0]
    sizes = job.areas[own]
    for order in (own[np.lexsort((own, -np.round(sizes, 3)))], own):
        for by_row in (False, True):
            laid = job.tables.lay(order, np.array([kind]), by_row=by_row)
            if laid is None or len(laid.missing):
                continue
            units = found.units.copy()
            units[rows] = laid.units
            units[rows, 1] = sheet
            kinds = tuple(kind if s == sheet else k for s, k in enumerate(found.kinds))
            return Arranged(kinds=kinds, units=units)
    return None


def _first_layout(job: Job, stop: Bytes | None) -> Arranged:
    best: Arranged | None = None
    best_key: tuple[int, float] = (0, 0.0)
    orders = classic_orders(job)
    for order in islice(orders, 2) if len(job.units) > MANY else orders:
        for by_row in (False, True) if len(job.units) <= MANY else (False,):
            found = lay(job, order, by_row=by_row, stop=stop)
            if found is None:
                break
            key = (len(found.missing), job.cost(found) if not len(found.missing) else 0.0)
            if best is None or key < best_key:
                best, best_key = found, key
    assert best is not None, "the first order is always laid"
    return best


def lay(job: Job, order: Ints, *, by_row: bool = False, stop: Bytes | None = None) -> Arranged | None:
    """Lay an order on as many sheets as it needs (or the stock has); None when stopped."""
    most = job.guess()
    while True:
        kinds = job.supply(most)
        found = job.tables.lay(order, kinds, by_row=by_row, stop=stop)
        if found is None or not len(found.missing) or most >= len(job.units):
            return found
        most = min(len(job.units), 2 * most)
