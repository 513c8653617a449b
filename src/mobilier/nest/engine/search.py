"""The search of our own engine: rounds of squeezing a few sheets of the best arrangement.

A round gives each logical worker its sheets, chosen from the same arrangement; workers are
threads (the loops are compiled and hold no lock) and their results are compared in a fixed
order.  So a counted number of rounds ends the same on one core or many; a deadline only
raises a flag.
"""

from __future__ import annotations

import math
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.depth_maps import ROOM, DepthMaps
from mobilier.nest.engine.intervals import Bytes
from mobilier.nest.engine.squeeze import Squeeze, Stint
from mobilier.nest.engine.state import rand
from mobilier.nest.problem import Problem

WORKERS = 2
"""Logical workers: part of the answer, not of the machine."""

TOGETHER = 64
"""Units squeezed at once, about: the parts of two or three sheets."""

WHOLE = (6.0, 20.0)
"""s. The least and the most a round takes against the clock where it works on all sheets."""

PART = (1.5, 8.0)
"""s. The same where it works on some of them: others must have their turn."""

Span = tuple[float, float] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a search goes on: rounds at most, and rounds in a row without gain.

    A round makes ``each`` moves for every unit it works on, ``moves`` at most.  Against the
    clock rounds are measured in seconds, but the first makes ``first`` moves where that is given.
    """

    rounds: int
    idle: int
    moves: int = 20_000
    each: int = 300
    first: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """What one worker does in one round: which sheets, of which the first is pressed, and how."""

    sheets: tuple[int, ...]
    axis: int
    seed: int


class Search:
    """Improves one arrangement of a job."""

    def __init__(
        self, problem: Problem, first: Arrangement, *, seed: int, stop: Bytes, until: float = math.inf
    ) -> None:
        """``stop`` is a flag that ends the search, at ``until`` (time.monotonic) at the latest."""
        self.problem = problem
        self.best = first
        self.cost = problem.cost(first)
        self.random = np.array([(seed * 6364136223846793005 + 1442695040888963407) % 2**64], dtype=np.uint64)
        self.stop, self.until = stop, until
        self.round = 0
        self.stale = 0

    def run(
        self, pace: Pace, floor: float, on_better: Callable[[Problem, Arrangement], None] | None = None,
    ) -> Arrangement:  # fmt: skip
        """Search at a pace, or until :attr:`stop` is raised.

        ``floor`` is a cost that cannot be beaten; ``on_better`` hears of every better arrangement.
        """
        patience = pace.idle + len(set(self.best.units[:, 1].tolist())) // 2
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                while not self.stop[0] and self.cost > floor + 1e-9:
                    if self.round >= pace.rounds or self.stale >= patience:
                        break
                    if self._one(pool, pace) and on_better is not None:
                        on_better(self.problem, self.best)
            except BaseException:
                self.stop[0] = 1
                raise
        return self.best

    def _one(self, pool: ThreadPoolExecutor, pace: Pace) -> bool:
        """Run one round; tell whether the best arrangement got better."""
        presses = [self._choose(w) for w in range(WORKERS)]
        shared = self._shared_maps(presses)
        span = self._span(pace)
        futures = [pool.submit(self._work, press, shared, pace, span) for press in presses]
        found = [f.result() for f in futures]
        self.round += 1
        costs = [self.problem.cost(a) for a in found]
        k = min(range(len(found)), key=lambda n: (round(costs[n], 9), n))
        if costs[k] >= self.cost - 1e-9:
            self.stale += 1
            return False
        self.best, self.cost, self.stale = found[k], costs[k], 0
        return True

    def _span(self, pace: Pace) -> Span:
        """Return when the next round begins and ends, None where moves are counted."""
        if self.until == math.inf or (pace.first and not self.round):
            return None
        now = time.monotonic()
        left, sheets = self.until - now, len(set(self.best.units[:, 1].tolist()))
        least, most = WHOLE if sheets <= 2 else PART
        length = min(max(left / (sheets if sheets <= 2 else 4 * sheets), least), most)
        return (now, self.until if left - length < least else now + length)

    def _choose(self, worker: int) -> Press:
        """Choose the sheet to empty and those that take its parts."""
        problem, found = self.problem, self.best
        sheets = sorted(set(found.units[:, 1].tolist()))
        saved = {s: problem.price[found.kinds[s]] * (1 - problem.share(found, s)) for s in sheets}
        weak = max(sheets, key=lambda s: (round(saved[s], 9), s))
        count = {s: int(np.sum(found.units[:, 1] == s)) for s in sheets}
        chosen = [weak]
        others = [s for s in sheets if s != weak]
        total = count[weak]
        wanted = 1 + rand(self.random, 3)
        while others and len(chosen) <= wanted:
            s = others.pop(rand(self.random, len(others)))
            if len(chosen) > 1 and total + count[s] > TOGETHER:
                break
            chosen.append(s)
            total += count[s]
        seed = rand(self.random, 2**31 - 1)
        sheet = problem.stock[found.kinds[weak]]
        long = 0 if sheet.length >= sheet.width else 1
        # the second worker presses across now and then
        across = worker and rand(self.random, 4) == 0
        return Press(sheets=tuple(chosen), axis=1 - long if across else long, seed=seed)

    def _shared_maps(self, presses: Sequence[Press]) -> DepthMaps | None:
        """Return maps for all workers, or None where each must make its own."""
        maps = self.problem.tables.depth_maps
        if maps.cost(range(len(self.problem.tables.lattice.poses))) > ROOM:
            return None
        maps.need({p for press in presses for p in self._poses(press)})
        return maps

    def _poses(self, press: Press) -> set[int]:
        rows = self.best.units[np.isin(self.best.units[:, 1], press.sheets)]
        return self.problem.tables.poses_of(set(rows[:, 0].tolist()))

    def _work(self, press: Press, shared: DepthMaps | None, pace: Pace, span: Span) -> Arrangement:
        """Squeeze the sheets of a press and put the result back into the whole."""
        maps = shared
        if maps is None:
            maps = DepthMaps(self.problem.tables.lattice)
            maps.need(self._poses(press))
        # its sheets as an arrangement of their own, numbered from 0
        whole = self.best
        rows = np.flatnonzero(np.isin(whole.units[:, 1], press.sheets))
        part = whole.units[rows].copy()
        number = {s: k for k, s in enumerate(press.sheets)}
        part[:, 1] = [number[s] for s in part[:, 1].tolist()]
        own = Arrangement(kinds=tuple(whole.kinds[s] for s in press.sheets), units=part)
        squeeze = Squeeze(self.problem, maps, own, axis=press.axis, seed=press.seed, stop=self.stop)
        # three quarters of the moves or of the time explore, the rest compresses
        moves = min(pace.moves, pace.each * len(rows)) if self.until == math.inf else pace.first
        begin, end = span if span is not None else (0.0, 0.0)
        turn = begin + 0.75 * (end - begin)
        squeeze.explore(Stint(moves * 3 // 4, span and (begin, turn)))
        squeeze.compress(Stint(moves // 4, span and (turn, end)))
        done = squeeze.result()
        units = whole.units.copy()
        units[rows] = done.units
        units[rows, 1] = [press.sheets[s] for s in done.units[:, 1].tolist()]
        return Arrangement(kinds=whole.kinds, units=units)


def deadline(seconds: float, stop: Bytes) -> threading.Timer:
    """Return a started timer that raises ``stop`` after ``seconds``."""

    def ring() -> None:
        stop[0] = 1

    timer = threading.Timer(max(seconds, 0.0), ring)
    timer.daemon = True
    timer.start()
    return timer
