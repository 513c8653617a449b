"""Squeezing: a few sheets at once, the parts of one pressed into less and less of it.

Exploring shrinks the room of one sheet by a small step whenever all overlaps are gone, and
shakes the parts (two large ones change places) when they will not part; compressing goes
back to the last valid state and tries smaller steps.  The work is counted in moves, so the
same numbers come out on every machine; a flag stops it at any time.
"""

from __future__ import annotations

import time

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.depth_maps import DepthMaps
from mobilier.nest.engine.intervals import Bytes, Ints
from mobilier.nest.engine.separation import restore, separate
from mobilier.nest.engine.state import Effort, SheetRooms, Units, rand, scratch_of
from mobilier.nest.problem import Problem

SAMPLES = 40
"""Places tried anywhere for each move."""

NEAR = 20
"""Places tried near the present one for each move."""

IDLE = 60
"""Passes without progress after which the best state is taken up again."""

STRIKES = 3
"""How often that may happen before the overlap counts as stuck."""

POOL = 12
"""Failed states kept to be shaken."""

NONE_LEFT = -(10**6)
"""Lattice steps. A sheet without units could lose as much as one likes."""


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
    """The sheets of one arrangement and the search that presses the first along ``axis``."""

    def __init__(
        self, problem: Problem, maps: DepthMaps, found: Arrangement, *, axis: int, seed: int, stop: Bytes
    ) -> None:
        """``axis`` 0 presses towards x = 0, 1 towards y = 0; ``maps`` holds all that units need."""
        tables, n, sheets = problem.tables, len(found.units), len(found.kinds)
        lattice, walls = tables.lattice, tables.obstacle_maps
        self.problem, self.axis, self.stop = problem, axis, stop
        self.item = found.units[:, 0].copy()
        self.kinds = np.array(found.kinds)
        self.maps = maps.pairs
        self.units = Units(
            at=np.ascontiguousarray(found.units[:, [2, 1, 3, 4]]),
            members=np.zeros((sheets, n), dtype=np.int64),
            filled=np.zeros(sheets, dtype=np.int64),
            slot=np.zeros(n, dtype=np.int64),
            poses=np.column_stack((tables.pose_of[self.item], tables.pose_of[self.item + 1])),
            weight=np.ones((n, n), dtype=np.float32),
            random=np.array([(seed * 2654435761 + 88172645463325252) % 2**64 or 1], dtype=np.uint64),
        )
        self.rooms = SheetRooms(
            most_x=lattice.most_x[self.kinds].copy(),
            most_y=lattice.most_y[self.kinds].copy(),
            wall=walls.begin[self.kinds],
            pitch=lattice.most_y[self.kinds] + 1,
            depths=walls.depths,
        )
        # the last row along the axis for each pose at full length, and that length in steps
        self.full = (lattice.most_x if axis == 0 else lattice.most_y)[self.kinds[0]]
        self.length = float(tables.boxes[self.kinds[0], axis] / lattice.step)
        self.moves = 0
        self.scratch = scratch_of(n)
        self._sync(self.units.at.copy())
        self.best = self.units.at.copy()
        self.reached = self.extent()
        self.large = self._large()
        self.floor = self._floor()

    def _sync(self, state: Ints) -> None:
        restore(state, self.units)

    def _large(self) -> Ints:
        """Return the units that make up three quarters of the area."""
        area = self.problem.tables.areas[self.item]
        order = np.argsort(-area, kind="stable")
        enough = int(np.searchsorted(np.cumsum(area[order]), 0.75 * area.sum())) + 1
        return order[:enough]

    def _floor(self) -> int:
        """Return the least room of the weak sheet worth trying: alone it must hold every unit."""
        if len(self.kinds) > 1:
            return NONE_LEFT
        first = self.problem.tables.pose_of
        return max(-int(self.full[first[k] : first[k + 1]].max()) for k in set(self.item.tolist()))

    def extent(self) -> int:
        """Return how many lattice steps (≤ 0) the weak sheet could lose: its right edge is there."""
        rows = self.units.at[self.units.at[:, 1] == 0]
        if not len(rows):
            return NONE_LEFT
        return int((rows[:, 2 + self.axis] - self.full[rows[:, 0]]).max())

    @property
    def share(self) -> float:
        """Used share of the weak sheet in the best state."""
        return max(0.0, (self.length + self.reached) / self.length)

    def trim(self, by: int) -> None:
        """Let the weak sheet end ``by`` (≤ 0) steps from its full length; push units back in."""
        lattice, at = self.problem.tables.lattice, self.units.at
        # the room along the axis shrinks for every pose alike; a pose with none left has none across
        room = np.where(self.full >= 0, np.maximum(self.full + by, -1), -1)
        across = (lattice.most_y if self.axis == 0 else lattice.most_x)[self.kinds[0]]
        across = np.where(room >= 0, across, -1)
        self.rooms.most_x[0], self.rooms.most_y[0] = (room, across) if self.axis == 0 else (across, room)
        # units that reach over the edge now are pushed in: they overlap until they are separated
        for u in np.flatnonzero(at[:, 1] == 0).tolist():
            limit = room[at[u, 0]]
            if limit < 0:
                self._anywhere(u)
            elif at[u, 2 + self.axis] > limit:
                at[u, 2 + self.axis] = limit
        self._sync(at.copy())

    def _anywhere(self, u: int) -> None:
        """Put a unit at a random place of a random sheet that has room for it."""
        first, end = self.units.poses[u]
        for _ in range(1000):
            s, o = rand(self.units.random, len(self.kinds)), first + rand(self.units.random, int(end - first))
            if self.rooms.most_x[s, o] >= 0:
                x, y = (
                    rand(self.units.random, int(self.rooms.most_x[s, o]) + 1),
                    rand(self.units.random, int(self.rooms.most_y[s, o]) + 1),
                )
                self.units.at[u] = o, s, x, y
                return

    def _separate(self, moves: int) -> float:
        effort = Effort(SAMPLES, NEAR, IDLE, STRIKES, moves, self.stop)
        left, made = separate(self.units, self.maps, self.rooms, effort, self.scratch)
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
        o, s, x, y = self.units.at.T
        return bool(np.all((x <= self.rooms.most_x[s, o]) & (y <= self.rooms.most_y[s, o])))

    def _keep(self) -> None:
        self.best = self.units.at.copy()
        self.reached = self.extent()

    def _less(self, share: float) -> int:
        """Return the next room: the reached one less a share of it, at least one step."""
        less = int(np.floor(self.reached - max(1.0, share * (self.length + self.reached))))
        return max(less, self.floor)

    def explore(self, stint: Stint, step: float = 0.003) -> None:
        """Press step by step, shaking the parts when they do not come apart."""
        stint.begin = self.moves
        pool: list[tuple[float, Ints]] = []
        self.units.weight[:] = 1
        self.trim(self._less(step))
        while stint.spent(self.moves) < 1 and not self.stop[0] and self.reached > self.floor:
            left = self._separate(stint.left(self.moves))
            # apart: this is the best state now, and the sheet gets a step shorter
            if left == 0 and self._fits():
                self._keep()
                pool = []
                if self.reached > self.floor:
                    self.trim(self._less(step))
                continue
            # stuck: go on from one of the states that failed, those of little overlap more often,
            # with two parts changed and all weights forgotten
            pool = sorted([*pool, (left, self.units.at.copy())], key=lambda p: p[0])[:POOL]
            pick = rand(self.units.random, len(pool)) * rand(self.units.random, len(pool)) // len(pool)
            self.units.at[:] = pool[pick][1]
            self._shake()
            self.units.weight[:] = 1

    def _shake(self) -> None:
        """Let two large units of different items change places."""
        # any one, and another one of a different item
        n = len(self.large)
        a = int(self.large[rand(self.units.random, n)])
        for _ in range(20):
            b = int(self.large[rand(self.units.random, n)])
            if self.item[b] != self.item[a]:
                break
        else:  # all of one item: changing places would change nothing
            self._anywhere(a)
            self._sync(self.units.at.copy())
            return
        # each goes to the low corner of the other, in a pose that its new sheet has room for
        spots = (self.units.at[b].copy(), self.units.at[a].copy())
        for u, (_, s, x, y) in zip((a, b), spots, strict=True):
            first, end = self.units.poses[u]
            for _ in range(20):
                o = first + rand(self.units.random, int(end - first))
                if self.rooms.most_x[s, o] >= 0:
                    self.units.at[u] = o, s, min(x, self.rooms.most_x[s, o]), min(y, self.rooms.most_y[s, o])
                    break
        self._sync(self.units.at.copy())

    def compress(self, stint: Stint, step: float = 0.002) -> None:
        """Press the best state by ever smaller steps."""
        stint.begin = self.moves
        while (spent := stint.spent(self.moves)) < 1 and not self.stop[0] and self.reached > self.floor:
            # always from the best state: a long step at first, a short one when time runs out
            self.units.at[:] = self.best
            self.units.weight[:] = 1
            self.trim(self._less(0.0003 + step * (1 - spent)))
            if self._separate(stint.left(self.moves)) == 0 and self._fits():
                self._keep()

    def result(self) -> Arrangement:
        """Return the best valid state."""
        at = self.best
        return Arrangement(
            kinds=tuple(self.kinds.tolist()), units=np.column_stack((self.item, at[:, [1, 0, 2, 3]]))
        )
