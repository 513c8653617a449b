"""The order of operations: hard precedence, the shortest way between them.

Every operation may begin at one of several places (candidates), each with the place where
it ends.  For one fixed order the best candidates are an exact shortest path in layers; the
order itself is improved by moving and reversing stretches, every trial measured exactly.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mobilier.cam.local_search import Descent, Flags, choose_entries, close_precedence, order_by_nearest
from mobilier.cam.stops import Stop
from mobilier.geometry.points import Point

Numbers = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Route:
    """The order found: indices of the stops, the candidate taken at each, the length in mm."""

    order: tuple[int, ...]
    choice: tuple[int, ...]
    length: float


FEW = 6
"""Stops up to which every order is tried."""

EXACT = 60
"""Stops up to which every trial of the search is measured with its own best entries."""


def find_route(
    stops: Sequence[Stop], before: Sequence[frozenset[int]], home: Point, *, rounds: int = 6
) -> Route:
    """Return a short way from ``home`` through every stop and back.

    ``before[k]`` are the stops that must be done before stop k; the relation must have no
    circle.  The search is a descent, restarted ``rounds`` times from disturbed orders with a
    fixed seed.
    """
    if not stops:
        return Route((), (), 0.0)
    must = close_precedence(before)
    if len(stops) <= FEW:
        every = _Search(stops, must, home)
        orders = (p for p in itertools.permutations(range(len(stops))) if every.allowed(p))
        few = min(orders, key=every.length)
        choice, length = choose_entries([stops[k] for k in few], home)
        return Route(few, choice, length)
    # Begin with the nearest neighbour, improve it; restart from disturbed orders and keep the best.
    descent = Descent(stops, must, home)
    best, length = descent.descended(order_by_nearest(stops, must, home))
    exact = _Search(stops, must, home) if len(stops) <= EXACT else None
    if exact:
        best = exact.descended(best)
        length = exact.length(best)
    rng = np.random.default_rng(0)
    for _ in range(_rounds(len(stops), rounds)):
        trial = _disturbed(best, descent, rng)
        trial, trial_length = descent.descended(trial)
        if exact:
            trial = exact.descended(trial)
            trial_length = exact.length(trial)
        if trial_length < length - 1e-6:
            best, length = trial, trial_length
    choice, length = choose_entries([stops[k] for k in best], home)
    return Route(tuple(best), choice, length)


def _rounds(count: int, rounds: int) -> int:
    """Return how often to start again: long ways cost more a round and gain less."""
    return rounds if count <= 4 * EXACT else min(rounds, 1)


def _disturbed(order: list[int], descent: Descent, rng: np.random.Generator) -> list[int]:
    """Return the order with a few random stretches moved, precedence kept."""
    out = list(order)
    for _ in range(3):
        size = int(rng.integers(1, 5))
        k = int(rng.integers(0, max(1, len(out) - size)))
        block, rest = out[k : k + size], out[:k] + out[k + size :]
        if not rest:
            continue
        low, high = descent.window(rest, block)
        if low <= high:
            at = int(rng.integers(low, high + 1))
            out = rest[:at] + block + rest[at:]
    return out


class _Search:
    """Distances between every exit and every entry, and the exact length of an order."""

    def __init__(self, stops: Sequence[Stop], must: Flags, home: Point) -> None:
        self.n = len(stops)
        self.width = max(len(s.entries) for s in stops)
        full = [_padded(s, self.width) for s in stops]
        entries = np.array([e for e, _ in full])
        exits = np.array([x for _, x in full])
        gap = exits[:, :, None, None, :] - entries[None, None, :, :, :]
        self.step: Numbers = np.hypot(gap[..., 0], gap[..., 1]).transpose(0, 2, 1, 3)
        """step[a, b][i, j]: from the exit of candidate i of a to the entry j of b."""
        self.first: Numbers = np.hypot(*(entries - np.array(home)).transpose(2, 0, 1))
        self.last: Numbers = np.hypot(*(exits - np.array(home)).transpose(2, 0, 1))
        self.must = must

    def forward(self, order: Sequence[int]) -> list[Numbers]:
        """Return for each place of the order the shortest way to each of its candidates."""
        rows = [self.first[order[0]]]
        for a, b in itertools.pairwise(order):
            rows.append((rows[-1][:, None] + self.step[a, b]).min(0))
        return rows

    def backward(self, order: Sequence[int]) -> list[Numbers]:
        """Return for each place of the order the shortest way home from each candidate."""
        rows = [self.last[order[-1]]]
        for a, b in zip(reversed(order[:-1]), reversed(order), strict=False):
            rows.append((self.step[a, b] + rows[-1][None, :]).min(1))
        return rows[::-1]

    def length(self, order: Sequence[int]) -> float:
        """Return the exact length of an order with its best candidates, mm."""
        return float((self.forward(order)[-1] + self.last[order[-1]]).min())

    def allowed(self, order: Sequence[int]) -> bool:
        """Tell whether no stop comes before one that must precede it."""
        place = np.zeros(self.n, dtype=int)
        place[list(order)] = np.arange(self.n)
        later = place[:, None] > place[None, :]
        return not bool((self.must & later).any())

    def descended(self, order: list[int]) -> list[int]:
        """Return the order after moving and reversing stretches until nothing gets shorter."""
        better = True
        while better:
            better = False
            for size in (1, 2, 3):
                order, moved = self._moved(order, size)
                better |= moved
            order, turned = self._reversed(order)
            better |= turned
        return order

    def _moved(self, order: list[int], size: int) -> tuple[list[int], bool]:
        """Move each stretch of ``size`` stops to its best place, both ways round."""
        any_moved = False
        now = self.length(order)
        for stop in list(order):
            k = order.index(stop)
            block = order[k : k + size]
            rest = order[:k] + order[k + size :]
            if len(block) < size or not rest:
                continue
            best = self._best_place(rest, block, now - 1e-6)
            if best is not None:
                (now, order), any_moved = best, True
        return order, any_moved

    def _best_place(self, rest: list[int], block: list[int], limit: float) -> tuple[float, list[int]] | None:
        """Return the length and the order with ``block`` at its best place if that beats ``limit`` mm."""
        ahead, behind = self.forward(rest), self.backward(rest)
        low, high = self._window(rest, block)
        if low > high:
            return None
        found: tuple[float, int, list[int]] | None = None
        for piece in (block, block[::-1]) if len(block) > 1 else (block,):
            inner = self._through(piece)
            if inner is None:
                continue
            costs = self._insertions(rest, piece, inner, (ahead, behind), (low, high))
            pick = int(np.argmin(costs))
            if costs[pick] < limit and (found is None or costs[pick] < found[0]):
                found = (float(costs[pick]), low + pick, piece)
        if found is None:
            return None
        length, at, piece = found
        return length, rest[:at] + piece + rest[at:]

    def _insertions(
        self,
        rest: list[int],
        piece: list[int],
        inner: Numbers,
        ways: tuple[list[Numbers], list[Numbers]],
        places: tuple[int, int],
    ) -> Numbers:
        """Return the length of the whole way with ``piece`` before each of the ``places`` of ``rest``.

        ``inner``: the way through the piece; ``ways``: ahead to and back from each stop of the rest.
        """
        (ahead, behind), (low, high) = ways, places
        # Into the piece from home or from the stop before, through it, and out to the stop after or home.
        head, tail = piece[0], piece[-1]
        at = np.arange(low, high + 1)
        into = np.zeros((len(at), self.width))
        into[:] = self.first[head]
        inside = at[at > 0] - 1
        if len(inside):
            steps = self.step[np.array(rest)[inside], head]
            into[at > 0] = (np.array(ahead)[inside][:, :, None] + steps).min(1)
        end = (into[:, :, None] + inner[None]).min(1)
        out = (end + self.last[tail]).min(1)
        more = at[at < len(rest)]
        if len(more):
            steps = self.step[tail, np.array(rest)[more]]
            onward = (steps + np.array(behind)[more][:, None, :]).min(2)
            out[at < len(rest)] = (end[at < len(rest)] + onward).min(1)
        return np.asarray(out)

    def _through(self, piece: list[int]) -> Numbers | None:
        """Return the shortest way from each candidate of the first stop to each of the last."""
        for k, stop in enumerate(piece):
            if self.must[piece[k + 1 :], stop].any():
                return None
        width = self.width
        cost: Numbers = np.where(np.eye(width, dtype=bool), 0.0, np.inf)
        for a, b in itertools.pairwise(piece):
            cost = (cost[:, :, None] + self.step[a, b][None, :, :]).min(1)
        return cost

    def _window(self, rest: list[int], block: list[int]) -> tuple[int, int]:
        """Return the first and the last place in ``rest`` where ``block`` may stand."""
        low, high = 0, len(rest)
        needs = np.logical_or.reduce(self.must[:, block], axis=1)
        needed = np.logical_or.reduce(self.must[block, :], axis=0)
        for k, stop in enumerate(rest):
            if needs[stop]:
                low = max(low, k + 1)
            if needed[stop]:
                high = min(high, k)
        return low, high

    def _reversed(self, order: list[int]) -> tuple[list[int], bool]:
        """Reverse stretches (2-opt), longest gains of each start taken at once."""
        better = False
        now = self.length(order)
        near = min(self.n, 24)
        for i in range(self.n - 2):
            for j in range(i + 3, min(self.n, i + near) + 1):
                trial = order[:i] + order[i:j][::-1] + order[j:]
                if not self._quick(order, i, j) or not self.allowed(trial):
                    continue
                length = self.length(trial)
                if length < now - 1e-6:
                    order, now, better = trial, length, True
        return order, better

    def _quick(self, order: list[int], i: int, j: int) -> bool:
        """Tell whether reversing places i…j−1 could gain, by the nearest candidates alone."""
        a, b, c, d = order[i - 1] if i else None, order[i], order[j - 1], order[j] if j < self.n else None
        old = self._least(a, b) + self._least(c, d)
        new = self._least(a, c) + self._least(b, d)
        return new < old + 0.25 * max(old, 1.0)

    def _least(self, a: int | None, b: int | None) -> float:
        if a is None:
            return float(self.first[b].min()) if b is not None else 0.0
        return float(self.last[a].min() if b is None else self.step[a, b].min())


def _padded(stop: Stop, width: int) -> tuple[list[Point], list[Point]]:
    """Repeat the first candidate until there are ``width`` of them."""
    rest = width - len(stop.entries)
    return [*stop.entries, *stop.entries[:1] * rest], [*stop.exits, *stop.exits[:1] * rest]
