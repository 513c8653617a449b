"""The search of our own engine: rounds of squeezing a few sheets of the best arrangement.

A round gives each logical worker one task, computed from the same arrangement; tasks run in
threads (the loops are compiled and hold no lock) and their results are compared in a fixed
order.  So a counted number of rounds ends the same on one core or many; a deadline only
raises a flag.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from mobilier.nest.fields import Fields
from mobilier.nest.firstfit import Arranged
from mobilier.nest.job import Job
from mobilier.nest.separation import rand
from mobilier.nest.slabs import Bytes
from mobilier.nest.squeeze import Squeeze

WORKERS = 2
"""Logical workers: part of the answer, not of the machine."""

TOGETHER = 64
"""Units squeezed at once, about: the parts of two or three sheets."""

BYTES = 150_000_000
"""Depth maps kept at once; beyond it they are made for each task."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How long a search goes on: rounds at most, and rounds in a row without gain.

    A round makes ``each`` moves for every unit it works on, ``moves`` at most; where ``first``
    is given, the first round makes no more than that, and rounds grow by two fifths.
    """

    rounds: int
    idle: int
    moves: int = 20_000
    each: int = 300
    first: int = 0

    def most(self, round_: int) -> int:
        """Return the moves of a round at most."""
        return min(self.moves, int(self.first * 1.4 ** min(round_, 50))) if self.first else self.moves


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one worker does in one round: which sheets, which of them is pressed and how."""

    sheets: tuple[int, ...]
    weak: int
    axis: int
    seed: int


class Search:
    """Improves one arrangement of a job."""

    def __init__(self, job: Job, first: Arranged, *, seed: int, stop: Bytes) -> None:
        """``stop`` is a flag that ends the search."""
        self.job = job
        self.best = first
        self.cost = job.cost(first)
        self.random = np.array([(seed * 6364136223846793005 + 1442695040888963407) % 2**64], dtype=np.uint64)
        self.stop = stop
        self.round = 0
        self.stale = 0

    def run(self, pace: Pace, floor: float, told: Callable[[Job, Arranged], None] | None = None) -> Arranged:
        """Search at a pace, or until :attr:`stop` is raised.

        ``floor`` is a cost that cannot be beaten; ``told`` hears of every better arrangement.
        """
        patience = pace.idle + len(set(self.best.units[:, 1].tolist())) // 2
        with ThreadPoolExecutor(WORKERS) as pool:
            try:
                while not self.stop[0] and self.cost > floor + 1e-9:
                    if self.round >= pace.rounds or self.stale >= patience:
                        break
                    if self._one(pool, pace) and told is not None:
                        told(self.job, self.best)
            except BaseException:
                self.stop[0] = 1
                raise
        return self.best

    def _one(self, pool: ThreadPoolExecutor, pace: Pace) -> bool:
        """Run one round; tell whether the best arrangement got better."""
        tasks = [self._task(w) for w in range(WORKERS)]
        shared = self._shared_fields(tasks)
        futures = [pool.submit(self._work, task, shared, pace) for task in tasks]
        found = [f.result() for f in futures]
        self.round += 1
        costs = [self.job.cost(a) for a in found]
        k = min(range(len(found)), key=lambda n: (round(costs[n], 9), n))
        if costs[k] >= self.cost - 1e-9:
            self.stale += 1
            return False
        self.best, self.cost, self.stale = found[k], costs[k], 0
        return True

    def _task(self, worker: int) -> Task:
        """Choose the sheet to empty and those that take its parts."""
        job, found = self.job, self.best
        sheets = sorted(set(found.units[:, 1].tolist()))
        saved = {s: job.price[found.kinds[s]] * (1 - job.share(found, s)) for s in sheets}
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
        sheet = job.stock[found.kinds[weak]]
        long = 0 if sheet.length >= sheet.width else 1
        return Task(
            sheets=tuple(chosen),
            weak=0,
            axis=1 - long if worker and rand(self.random, 4) == 0 else long,
            seed=seed,
        )

    def _shared_fields(self, tasks: Sequence[Task]) -> Fields | None:
        """Return maps for all tasks, or None where each must make its own."""
        poses = {p for task in tasks for p in self._poses(task)}
        if self.job.fields.cost(range(len(self.job.lattice.poses))) > BYTES:
            return None
        self.job.fields.need(poses)
        return self.job.fields

    def _poses(self, task: Task) -> set[int]:
        rows = self.best.units[np.isin(self.best.units[:, 1], task.sheets)]
        first = self.job.pose_of
        return {p for k in set(rows[:, 0].tolist()) for p in range(first[k], first[k + 1])}

    def _work(self, task: Task, shared: Fields | None, pace: Pace) -> Arranged:
        """Squeeze the sheets of a task and put the result back into the whole."""
        fields = shared
        if fields is None:
            fields = Fields(self.job.lattice)
            fields.need(self._poses(task))
        whole = self.best
        rows = np.flatnonzero(np.isin(whole.units[:, 1], task.sheets))
        part = whole.units[rows].copy()
        place = {s: k for k, s in enumerate(task.sheets)}
        part[:, 1] = [place[s] for s in part[:, 1].tolist()]
        kinds = tuple(whole.kinds[s] for s in task.sheets)
        squeeze = Squeeze(
            self.job, fields, self.job.walls, Arranged(kinds=kinds, units=part), weak=task.weak,
            axis=task.axis, seed=task.seed, stop=self.stop,
        )  # fmt: skip
        moves = min(pace.most(self.round), pace.each * len(rows))
        squeeze.explore(moves * 3 // 4)
        squeeze.compress(moves // 4)
        done = squeeze.result()
        units = whole.units.copy()
        units[rows] = done.units
        units[rows, 1] = [task.sheets[s] for s in done.units[:, 1].tolist()]
        return Arranged(kinds=whole.kinds, units=units)


def deadline(seconds: float, stop: Bytes) -> threading.Timer:
    """Return a started timer that raises ``stop`` after ``seconds``."""

    def ring() -> None:
        stop[0] = 1

    timer = threading.Timer(max(seconds, 0.0), ring)
    timer.daemon = True
    timer.start()
    return timer
