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
    """Return the best first-fit arrangement over the classic orders (parts may be missing)."""
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
