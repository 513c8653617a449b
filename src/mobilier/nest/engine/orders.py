"""Orders of parts for first fit: the classic ones first, then changes of the best one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.intervals import Bytes, Ints
from mobilier.nest.problem import Problem


def classic_orders(problem: Problem) -> Iterator[Ints]:
    """Yield all units by falling area, longer side, shorter side, width and box."""
    poses = [problem.tables.lattice.poses[p] for p in problem.tables.pose_of[:-1]]
    sides = np.array([[p.width, p.height] for p in poses])
    keys = (
        problem.tables.areas,
        sides.max(axis=1) + 1e-6 * problem.tables.areas,
        sides.prod(axis=1),
        sides.min(axis=1) + 1e-6 * problem.tables.areas,
        sides.sum(axis=1),
    )
    for key in keys:
        yield problem.units[np.lexsort((problem.units, -np.round(key[problem.units], 3)))]


MANY = 300
"""Units from which two orders must do."""


def first_layout(problem: Problem, stop: Bytes | None = None) -> Arrangement:
    """Return the best first-fit arrangement: over the classic orders, on each bought kind of sheet.

    Parts may be missing.
    """
    if len(problem.bought) < 2 or problem.only:
        return _first_layout(problem, stop)
    stored = tuple(k for k in range(len(problem.stock)) if k not in problem.bought)
    found = [
        _first_layout(problem, stop),
        *(_first_layout(problem.restricted((*stored, k)), stop) for k in problem.bought),
    ]
    return min((downsize(problem, a) for a in found), key=lambda a: _rank(problem, a))


def _rank(problem: Problem, found: Arrangement) -> tuple[int, float]:
    return (len(found.missing), round(problem.cost(found), 9) if not len(found.missing) else 0.0)


def downsize(problem: Problem, found: Arrangement) -> Arrangement:
    """Return an arrangement with sheets changed for cheaper ones that hold their parts as well."""
    best = found
    if len(problem.stock) == 1 or len(found.missing):
        return best
    for s in sorted(set(found.units[:, 1].tolist()), key=lambda s: (round(problem.share(found, s), 9), s)):
        cheaper = [
            k for k in range(len(problem.stock)) if problem.price[k] < problem.price[best.kinds[s]] - 1e-9
        ]
        for k in sorted(cheaper, key=lambda k: (problem.price[k], k)):
            used = sum(kind == k for kind in best.kinds)
            quantity = problem.stock[k].quantity
            if quantity is not None and used >= quantity:
                continue
            changed = _changed(problem, best, s, k)
            if changed is not None and problem.cost(changed) < problem.cost(best) - 1e-9:
                best = changed
                break
    return best


def _changed(problem: Problem, found: Arrangement, sheet: int, kind: int) -> Arrangement | None:
    """Return an arrangement with the parts of one sheet on a sheet of another kind."""
    rows = np.flatnonzero(found.units[:, 1] == sheet)
    own = found.units[rows, 0]
    sizes = problem.tables.areas[own]
    for order in (own[np.lexsort((own, -np.round(sizes, 3)))], own):
        for by_row in (False, True):
            laid = problem.tables.first_fit.lay(order, np.array([kind]), by_row=by_row)
            if laid is None or len(laid.missing):
                continue
            units = found.units.copy()
            units[rows] = laid.units
            units[rows, 1] = sheet
            kinds = tuple(kind if s == sheet else k for s, k in enumerate(found.kinds))
            return Arrangement(kinds=kinds, units=units)
    return None


def _first_layout(problem: Problem, stop: Bytes | None) -> Arrangement:
    best: Arrangement | None = None
    best_key: tuple[int, float] = (0, 0.0)
    orders = classic_orders(problem)
    for order in islice(orders, 2) if len(problem.units) > MANY else orders:
        for by_row in (False, True) if len(problem.units) <= MANY else (False,):
            found = lay(problem, order, by_row=by_row, stop=stop)
            if found is None:
                break
            key = (len(found.missing), problem.cost(found) if not len(found.missing) else 0.0)
            if best is None or key < best_key:
                best, best_key = found, key
    assert best is not None, "the first order is always laid"
    return best


def lay(
    problem: Problem, order: Ints, *, by_row: bool = False, stop: Bytes | None = None
) -> Arrangement | None:
    """Lay an order on as many sheets as it needs (or the stock has); None when stopped."""
    most = problem.guess()
    while True:
        kinds = problem.supply(most)
        found = problem.tables.first_fit.lay(order, kinds, by_row=by_row, stop=stop)
        if found is None or not len(found.missing) or most >= len(problem.units):
            return found
        most = min(len(problem.units), 2 * most)
