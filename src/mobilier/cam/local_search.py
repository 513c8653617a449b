"""A fast descent over long orders: entries held while stops are moved, then chosen anew.

With the entries held, the gain of moving a stretch to every place of the order is one array;
after each sweep the entries are the exact best for the order (`choose_entries`).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mobilier.cam.stops import Stop
from mobilier.geometry.points import Point

Distances = NDArray[np.float64]
Flags = NDArray[np.bool_]

_SWEEPS = 12
_REACH = 60
_GAIN = 1e-6
_NEAR = 80


def choose_entries(stops: Sequence[Stop], home: Point) -> tuple[tuple[int, ...], float]:
    """Return the best candidate of each stop of a fixed order, and the length of the whole way."""
    # Shortest path in layers: the least cost to end each candidate, and from which one it came.
    cost = np.zeros(1)
    here = np.array([home])
    back: list[NDArray[np.int64]] = []
    for stop in [*stops, Stop((home,), (home,))]:
        gap = here[:, None, :] - np.array(stop.entries)[None, :, :]
        total = cost[:, None] + np.hypot(gap[..., 0], gap[..., 1])
        back.append(total.argmin(0))
        cost, here = total.min(0), np.array(stop.exits)
    # Back from home along the candidates that gave the least cost.
    pick = 0
    out: list[int] = []
    for row in reversed(back):
        pick = int(row[pick])
        out.append(pick)
    return tuple(reversed(out[:-1])), float(cost[0])


def close_precedence(before: Sequence[frozenset[int]]) -> Flags:
    """Return must[a, b]: a comes before b, directly or through others."""
    # Each stop's predecessors as the bits of one integer; depth first, without recursion.
    n = len(before)
    masks: list[int | None] = [None] * n
    for k in range(n):
        waiting = [k]
        while waiting:
            top = waiting[-1]
            missing = [b for b in before[top] if masks[b] is None]
            if missing:
                waiting += missing
                continue
            mask = 0
            for b in before[top]:
                mask |= (1 << b) | (masks[b] or 0)
            masks[top] = mask
            waiting.pop()
    must: Flags = np.zeros((n, n), dtype=bool)
    for k, known in enumerate(masks):
        bits = np.frombuffer((known or 0).to_bytes((n + 7) // 8, "little"), dtype=np.uint8)
        must[:, k] = np.unpackbits(bits, bitorder="little")[:n].astype(bool)
    return must


def order_by_nearest(stops: Sequence[Stop], must: Flags, home: Point) -> list[int]:
    """Return the order that always goes to the nearest stop that may be done."""
    entries = [np.array(s.entries) for s in stops]
    first = np.array([e[0] for e in entries])
    waiting = must.sum(0)
    open_: Flags = np.ones(len(stops), dtype=bool)
    order: list[int] = []
    here = np.array(home)
    while len(order) < len(stops):
        far = np.where(open_ & (waiting == 0), np.hypot(*(first - here).T), np.inf)
        near = np.argsort(far, kind="stable")[:8]
        k = min(
            (int(i) for i in near if np.isfinite(far[i])),
            key=lambda i: (float(np.hypot(*(entries[i] - here).T).min()), i),
        )
        order.append(k)
        open_[k] = False
        waiting = waiting - must[k]
        pick = int(np.hypot(*(entries[k] - here).T).argmin())
        here = np.array(stops[k].exits[pick])
    return order


class Descent:
    """Moves and reverses stretches of one order until nothing gets shorter."""

    def __init__(self, stops: Sequence[Stop], must: Flags, home: Point) -> None:
        self.stops = stops
        self.must = must
        self.home = home
        self.entries = [np.array(s.entries) for s in stops]
        self.exits = [np.array(s.exits) for s in stops]
        self.into: Distances = np.zeros((len(stops), 2))
        self.out: Distances = np.zeros((len(stops), 2))

    def descended(self, order: list[int]) -> tuple[list[int], float]:
        """Return the improved order and its length with the best entries, mm."""
        length = self._choose(order)
        for _ in range(_SWEEPS):
            for size in (1, 2, 3):
                order = self._moved(order, size)
            order = self._reversed(order)
            now = self._choose(order)
            if now > length - 1e-3:
                return order, now
            length = now
        return order, length

    def _choose(self, order: Sequence[int]) -> float:
        picks, length = choose_entries([self.stops[k] for k in order], self.home)
        for k, pick in zip(order, picks, strict=True):
            self.into[k], self.out[k] = self.entries[k][pick], self.exits[k][pick]
        return length

    def window(self, rest: Sequence[int], block: Sequence[int]) -> tuple[int, int]:
        """Return the first and the last place in ``rest`` where ``block`` may stand."""
        if not self.must[:, list(block)].any() and not self.must[list(block), :].any():
            return 0, len(rest)
        places = np.array(rest)
        needs = np.flatnonzero(np.logical_or.reduce(self.must[:, list(block)], axis=1)[places])
        needed = np.flatnonzero(np.logical_or.reduce(self.must[list(block), :], axis=0)[places])
        low = int(needs[-1]) + 1 if len(needs) else 0
        return low, int(needed[0]) if len(needed) else len(places)

    def _moved(self, order: list[int], size: int) -> list[int]:
        """Move each stretch of ``size`` stops to its best place."""
        for stop in list(order):
            k = order.index(stop)
            block, rest = order[k : k + size], order[:k] + order[k + size :]
            if len(block) < size or not rest:
                continue
            low, high = self.window(rest, block)
            if low > high:
                continue
            # The gaps (a, b) of the rest into which the block may go, and what taking it out gains.
            home = np.array([self.home])
            places = np.array(rest)
            a = np.concatenate([home, self.out[places]])[low : high + 1]
            b = np.concatenate([self.into[places], home])[low : high + 1]
            before = self.out[order[k - 1]] if k else home[0]
            after = self.into[order[k + size]] if k + size < len(order) else home[0]
            head, tail = block[0], block[-1]
            gain = _gap(before, self.into[head]) + _gap(self.out[tail], after) - _gap(before, after)
            # A stop that moves alone chooses its entry anew; a longer block keeps its own.
            alone = size == 1
            starts = self.entries[head] if alone else self.into[head][None]
            ends = self.exits[head] if alone else self.out[tail][None]
            spots = _promising(a, b, starts[0], ends[0])
            a, b = a[spots], b[spots]
            cost = (
                np.hypot(*(a[:, None] - starts[None]).transpose(2, 0, 1))
                + np.hypot(*(b[:, None] - ends[None]).transpose(2, 0, 1))
                - np.hypot(*(a - b).T)[:, None]
            )
            place, pick = np.unravel_index(int(cost.argmin()), cost.shape)
            if cost[place, pick] < gain - _GAIN:
                at = low + int(spots[place])
                order = rest[:at] + block + rest[at:]
                if alone:
                    self.into[head], self.out[head] = starts[pick], ends[pick]
        return order

    def _reversed(self, order: list[int]) -> list[int]:
        """Reverse stretches of up to some dozen stops where that shortens the way."""
        n = len(order)
        for i in range(n - 1):
            last = self._free_run(order, i)
            if last <= i + 1:
                continue
            # Length of the run as it is and turned round, for every end j of it at once.
            run = order[i:last]
            into, out = self.into[run], self.out[run]
            ahead = np.concatenate([[0.0], np.cumsum(np.hypot(*(into[1:] - out[:-1]).T))])
            back = np.concatenate([[0.0], np.cumsum(np.hypot(*(into[:-1] - out[1:]).T))])
            before = self.out[order[i - 1]] if i else np.array(self.home)
            nexts = np.concatenate([self.into[order[i + 1 : last + 1]], [self.home]])[: len(run)]
            old = _gap(before, into[0]) + ahead + np.hypot(*(out - nexts).T)
            new = np.hypot(*(into - before).T) + back + np.hypot(*(out[0] - nexts).T)
            j = int((new - old).argmin())
            if new[j] < old[j] - _GAIN:
                order = order[:i] + run[j::-1] + order[i + j + 1 :]
        return order

    def _free_run(self, order: list[int], i: int) -> int:
        """Return the end of the longest stretch from place i whose stops may change places."""
        stop = i + 1
        while stop < min(len(order), i + _REACH) and not self.must[order[i:stop], order[stop]].any():
            stop += 1
        return stop


def _promising(a: Distances, b: Distances, start: Distances, end: Distances) -> NDArray[np.int64]:
    """Return the places between a and b where a detour by one entry costs least, in order."""
    if len(a) <= _NEAR:
        return np.arange(len(a))
    detour = np.hypot(*(a - start).T) + np.hypot(*(b - end).T) - np.hypot(*(a - b).T)
    return np.sort(np.argpartition(detour, _NEAR)[:_NEAR])


def _gap(a: Distances, b: Distances) -> float:
    return float(np.hypot(*(a - b)))
