"""Squeezing: a few sheets at once, the parts of one pressed into less and less of it.

Exploring shrinks the room of one sheet by a small step whenever all overlaps are gone, and
shakes the parts (two large ones change places) when they will not part; compressing goes
back to the last valid state and tries smaller steps.  The work is counted in moves, so the
same numbers come out on every machine; a flag stops it at any time.
"""

from __future__ import annotations

import time

import numpy as np

from mobilier.nest.engine.depth_maps import DepthMaps, ObstacleMaps
from mobilier.nest.engine.first_fit import Arrangement
from mobilier.nest.engine.intervals import Bytes, Ints
from mobilier.nest.engine.separation import rand, restore, separate
from mobilier.nest.problem import Problem

SAMPLES = 40
NEAR = 20
IDLE = 60
STRIKES = 3

NONE_LEFT = -(10**6)


class Stint:
    """A stretch of work: so many moves, or the seconds up to a moment of ``time.monotonic``."""

    def __init__(self, moves: int, seconds: tuple[float, float] | None = None) -> None:
        """``seconds``: when it begins and ends; ``moves`` do not count then."""
        self.moves, self.seconds, self.begin = moves, seconds, 0

    def spent(self, moves: int) -> float:
        """Return the share of the stint that is over, ``moves`` having been made in all."""
        if self.seconds is None:
            return (moves - self.begin) / self.moves
        begin, end = self.seconds
        return (time.monotonic() - begin) / max(end - begin, 1e-3)

    def left(self, moves: int) -> int:
        """Return the moves that may still be made."""
        return 10**9 if self.seconds is not None else self.begin + self.moves - moves


class Squeeze:
    """The sheets of one arrangement and the search that presses sheet ``weak`` along ``axis``."""

    def __init__(
        self, problem: Problem, fields: DepthMaps, walls: ObstacleMaps, found: Arrangement, *, weak: int,
        axis: int, seed: int,
        stop: Bytes,
    ) -> None:  # fmt: skip
        """``axis`` 0 presses towards x = 0, 1 towards y = 0."""
        n, t = len(found.units), problem.lattice
        self.problem, self.fields, self.walls = problem, fields, walls
        self.weak, self.axis, self.stop = weak, axis, stop
        self.item = found.units[:, 0].copy()
        self.kinds = np.array(found.kinds)
        self.at = np.ascontiguousarray(found.units[:, [2, 1, 3, 4]])
        self.bounds = np.column_stack((problem.pose_of[self.item], problem.pose_of[self.item + 1]))
        sheets = len(found.kinds)
        self.members = np.zeros((sheets, n), dtype=np.int64)
        self.count = np.zeros(sheets, dtype=np.int64)
        self.slot = np.zeros(n, dtype=np.int64)
        self.weight = np.ones((n, n), dtype=np.float32)
        self.seed = np.array([(seed * 2654435761 + 88172645463325252) % 2**64 or 1], dtype=np.uint64)
        self.most_x, self.most_y = t.most_x[self.kinds].copy(), t.most_y[self.kinds].copy()
        self.block = walls.begin[self.kinds]
        self.pitch = t.most_y[self.kinds] + 1
        self.full = (t.most_x if axis == 0 else t.most_y)[self.kinds[weak]]
        self.length = float(problem.boxes[self.kinds[weak], axis] / t.step)
        self.moves = 0
        self.scratch = (
            np.zeros(n, dtype=np.uint8), np.zeros(n, dtype=np.int64), np.zeros((n, 4), dtype=np.int64),
            np.zeros(3), np.zeros((3, 4), dtype=np.int64),
        )  # fmt: skip
        self._sync(self.at.copy())
        self.best = self.at.copy()
        self.reached = self.extent()
        self.large = self._large()
        self.floor = self._floor()

    def _sync(self, state: Ints) -> None:
        restore(state, self.at, self.members, self.count, self.slot)

    def _large(self) -> Ints:
        """Return the units that make up three quarters of the area."""
        area = self.problem.areas[self.item]
        order = np.argsort(-area, kind="stable")
        enough = int(np.searchsorted(np.cumsum(area[order]), 0.75 * area.sum())) + 1
        return order[:enough]

    def _floor(self) -> int:
        """Return the least room of the weak sheet worth trying: alone it must hold every unit."""
        if len(self.kinds) > 1:
            return NONE_LEFT
        first = self.problem.pose_of
        return max(-int(self.full[first[k] : first[k + 1]].max()) for k in set(self.item.tolist()))

    def extent(self) -> int:
        """Return how many lattice steps (≤ 0) the weak sheet could lose: its right edge is there."""
        rows = self.at[self.at[:, 1] == self.weak]
        if not len(rows):
            return NONE_LEFT
        return int((rows[:, 2 + self.axis] - self.full[rows[:, 0]]).max())

    @property
    def share(self) -> float:
        """Used share of the weak sheet in the best state."""
        return max(0.0, (self.length + self.reached) / self.length)

    def trim(self, by: int) -> None:
        """Let the weak sheet end ``by`` (≤ 0) steps from its full length; push units back in."""
        t, kind, w = self.problem.lattice, self.kinds[self.weak], self.weak
        room = np.where(self.full >= 0, np.maximum(self.full + by, -1), -1)
        free = room >= 0
        other = (t.most_y if self.axis == 0 else t.most_x)[kind]
        self.most_x[w] = room if self.axis == 0 else np.where(free, other, -1)
        self.most_y[w] = np.where(free, other, -1) if self.axis == 0 else room
        for u in np.flatnonzero(self.at[:, 1] == w).tolist():
            limit = room[self.at[u, 0]]
            if limit < 0:
                self._anywhere(u)
            elif self.at[u, 2 + self.axis] > limit:
                self.at[u, 2 + self.axis] = limit
        self._sync(self.at.copy())

    def _anywhere(self, u: int) -> None:
        """Put a unit at a random place of a random sheet that has room for it."""
        first, end = self.bounds[u]
        for _ in range(1000):
            s, o = rand(self.seed, len(self.kinds)), first + rand(self.seed, int(end - first))
            if self.most_x[s, o] >= 0:
                x, y = (
                    rand(self.seed, int(self.most_x[s, o]) + 1),
                    rand(self.seed, int(self.most_y[s, o]) + 1),
                )
                self.at[u] = o, s, x, y
                return

    def _separate(self, moves: int, strikes: int = STRIKES) -> float:
        t, f = self.problem.lattice, self.fields
        effort = np.array([SAMPLES, NEAR, IDLE, strikes, moves])
        left, made = separate(
            self.bounds, self.seed, effort, self.at, self.members, self.count, self.slot, self.weight,
            t.size, f.centre, f.row, f.maps, self.block, self.walls.maps, self.pitch, self.most_x,
            self.most_y, self.stop, *self.scratch,
        )  # fmt: skip
        self.moves += made + 1
        return float(left)

    def repair(self, moves: int) -> bool:
        """Part units that overlap, within the full room; tell whether none overlaps any more."""
        self.trim(0)
        if self._separate(moves) > 0 or not self._fits():
            return False
        self._keep()
        return True

    def _fits(self) -> bool:
        """Tell whether every unit lies within the room of its sheet (one may have found none)."""
        o, s = self.at[:, 0], self.at[:, 1]
        return bool(np.all((self.at[:, 2] <= self.most_x[s, o]) & (self.at[:, 3] <= self.most_y[s, o])))

    def _keep(self) -> None:
        self.best = self.at.copy()
        self.reached = self.extent()

    def _less(self, share: float) -> int:
        """Return the next room: the reached one less a share of it, at least one step."""
        less = int(np.floor(self.reached - max(1.0, share * (self.length + self.reached))))
        return max(less, self.floor)

    def explore(self, stint: Stint, step: float = 0.003) -> None:
        """Press step by step, shaking the parts when they do not come apart."""
        stint.begin = self.moves
        pool: list[tuple[float, Ints]] = []
        self.weight[:] = 1
        self.trim(self._less(step))
        while stint.spent(self.moves) < 1 and not self.stop[0] and self.reached > self.floor:
            left = self._separate(stint.left(self.moves))
            if left == 0 and self._fits():
                self._keep()
                pool = []
                if self.reached > self.floor:
                    self.trim(self._less(step))
                continue
            pool = sorted([*pool, (left, self.at.copy())], key=lambda p: p[0])[:12]
            pick = rand(self.seed, len(pool)) * rand(self.seed, len(pool)) // len(pool)
            self.at[:] = pool[pick][1]
            self._shake()
            self.weight[:] = 1

    def _shake(self) -> None:
        """Let two large units of different items change places."""
        n = len(self.large)
        a = int(self.large[rand(self.seed, n)])
        for _ in range(20):
            b = int(self.large[rand(self.seed, n)])
            if self.item[b] != self.item[a]:
                break
        else:
            self._anywhere(a)
            self._sync(self.at.copy())
            return
        spots = (self.at[b].copy(), self.at[a].copy())
        for u, (_, s, x, y) in zip((a, b), spots, strict=True):
            first, end = self.bounds[u]
            for _ in range(20):
                o = first + rand(self.seed, int(end - first))
                if self.most_x[s, o] >= 0:
                    self.at[u] = o, s, min(x, self.most_x[s, o]), min(y, self.most_y[s, o])
                    break
        self._sync(self.at.copy())

    def compress(self, stint: Stint, step: float = 0.002) -> None:
        """Press the best state by ever smaller steps."""
        stint.begin = self.moves
        while (spent := stint.spent(self.moves)) < 1 and not self.stop[0] and self.reached > self.floor:
            self.at[:] = self.best
            self.weight[:] = 1
            self.trim(self._less(0.0003 + step * (1 - spent)))
            if self._separate(stint.left(self.moves)) == 0 and self._fits():
                self._keep()

    def result(self) -> Arrangement:
        """Return the best valid state."""
        at = self.best
        return Arrangement(
            kinds=tuple(self.kinds.tolist()), units=np.column_stack((self.item, at[:, [1, 0, 2, 3]]))
        )
