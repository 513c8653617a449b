"""The state of a separation: units on sheets, the room there is, the effort allowed, a generator."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from mobilier.nest.engine.intervals import Bytes, Floats, Ints
from mobilier.nest.jit import compiled

Random = NDArray[np.uint64]
"""One number: the state of the generator :func:`rand`."""


class Spot(NamedTuple):
    """A place for a unit: pose, sheet (−1: none), column and row of the lattice."""

    pose: int
    sheet: int
    x: int
    y: int


class SheetRooms(NamedTuple):
    """The room of each sheet: an array of (sheets, poses) each, and the depth maps of obstacles.

    ``most_x`` and ``most_y``: last column and row of a pose, −1 where it may not lie.
    ``wall``: where its obstacle map begins in ``depths``, −1 where nothing is in its way;
    ``pitch``: rows of that map.
    """

    most_x: Ints
    most_y: Ints
    wall: Ints
    pitch: Ints
    depths: Bytes


class Units(NamedTuple):
    """The state of n units (copies of parts) on sheets, and what guides them.

    ``at`` (n, 4): pose, sheet, x, y.  ``members`` (sheets, n) and ``filled`` (sheets): the
    units of each sheet; ``slot`` (n): where a unit stands among them.  ``poses`` (n, 2):
    first and end pose a unit may take.  ``weight`` (n, n): of pairs, on the diagonal of a unit
    and the obstacles.  ``random``: the generator.
    """

    at: Ints
    members: Ints
    filled: Ints
    slot: Ints
    poses: Ints
    weight: NDArray[np.float32]
    random: Random


class Effort(NamedTuple):
    """How much to try.

    ``samples`` places anywhere and ``near`` ones for each move; after ``idle`` passes without
    progress the best state is taken up again, ``strikes`` times at most; ``moves`` at most;
    ``stop`` ends it (one byte).
    """

    samples: int
    near: int
    idle: int
    strikes: int
    moves: int
    stop: Bytes


class Scratch(NamedTuple):
    """Room to work in for n units.

    ``hit`` (n): who overlaps; ``queue`` (n): whose turn it is; ``best_at`` (n, 4): the state with
    the least overlap; ``cost`` (3) and ``spot`` (3, 4): the cheapest places of a move.
    """

    hit: Bytes
    queue: Ints
    best_at: Ints
    cost: Floats
    spot: Ints


def scratch_of(n: int) -> Scratch:
    """Return room to work in for ``n`` units."""
    return Scratch(
        hit=np.zeros(n, dtype=np.uint8),
        queue=np.zeros(n, dtype=np.int64),
        best_at=np.zeros((n, 4), dtype=np.int64),
        cost=np.zeros(3),
        spot=np.zeros((3, 4), dtype=np.int64),
    )


@compiled
def rand(random: Random, below: int) -> int:
    """Return a whole number 0 … below − 1 (xorshift*)."""
    x = random[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    random[0] = x
    return int(np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33))) % below
