"""Orders of parts for first fit: the classic ones first, then changes of the best one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.intervals import Ints
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


def first_layout(problem: Problem) -> Arrangement:
    """Return the best first-fit arrangement: over the classic orders, on each bought kind of sheet.

    Parts may be missing.
    """
    if len(problem.bought) < 2 or problem.only:
        return _first_layout(problem)
    # with several kinds on sale: on all of them, and on each alone beside those in store
    stored = tuple(k for k in range(len(problem.stock)) if k not in problem.bought)
    ways = [problem, *(problem.restricted((*stored, k)) for k in problem.bought)]
    found = [downsize(problem, _first_layout(way)) for way in ways]
    return min(found, key=lambda a: _rank(problem, a))


def _rank(problem: Problem, found: Arrangement) -> tuple[int, float]:
    return (len(found.missing), round(problem.cost(found), 9) if not len(found.missing) else 0.0)


def downsize(problem: Problem, found: Arrangement) -> Arrangement:
    """Return an arrangement with sheets changed for cheaper ones that hold their parts as well."""
    best = found
    if len(problem.stock) == 1 or len(found.missing):
        return best
    # the emptiest sheet first, each to the cheapest kind that holds its parts
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
            if len(laid.missing):
                continue
            units = found.units.copy()
            units[rows] = laid.units
            units[rows, 1] = sheet
            kinds = tuple(kind if s == sheet else k for s, k in enumerate(found.kinds))
            return Arrangement(kinds=kinds, units=units)
    return None


def _first_layout(problem: Problem) -> Arrangement:
    many = len(problem.units) > MANY
    orders = islice(classic_orders(problem), 2 if many else None)
    ways = ((order, by_row) for order in orders for by_row in ((False,) if many else (False, True)))
    found = [lay(problem, order, by_row=by_row) for order, by_row in ways]
    return min(found, key=lambda a: (len(a.missing), problem.cost(a) if not len(a.missing) else 0.0))


def lay(problem: Problem, order: Ints, *, by_row: bool = False) -> Arrangement:
    """Lay an order on as many sheets as it needs (or the stock has)."""
    most = problem.guess()
    while True:
        found = problem.tables.first_fit.lay(order, problem.supply(most), by_row=by_row)
        if not len(found.missing) or most >= len(problem.units):
            return found
        most = min(len(problem.units), 2 * most)
