"""Depth maps of pairs of poses, made when first needed and kept."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from mobilier.nest.engine.intervals import Bytes, Floats, Ints, deepen, meeting
from mobilier.nest.engine.lattice import Lattice
from mobilier.nest.jit import compiled

ROOM = 300_000_000
"""Bytes set aside for all maps of a lattice at once; larger ones grow as they are made."""


@compiled
def fill(
    pairs: Ints,
    size: Ints,
    first: Ints,
    start: Ints,
    low: Floats,
    high: Floats,
    at: Ints,
    maps: Bytes,
    step: float,
) -> None:
    """Write the depth map of each pair (a, b) at its place in ``maps``."""
    for k in range(len(pairs)):
        a, b = pairs[k]
        nx = size[a, 0] + size[b, 0] - 1
        ny = size[a, 1] + size[b, 1] - 1
        field = maps[at[k] : at[k] + nx * ny].reshape((nx, ny))
        sa = start[first[a] : first[a + 1] + 1]
        sb = start[first[b] : first[b + 1] + 1]
        meeting(sa, low, high, sb, low, high, 1 - size[b, 0], 1 - size[b, 1], field, step)
        deepen(field, False)


class DepthMaps:
    """All depth maps of a lattice in one array: map of (a, b) is read at centre + dx·row ± dy."""

    def __init__(self, lattice: Lattice) -> None:
        """Nothing is made before :meth:`need` asks for it."""
        n = len(lattice.poses)
        self.lattice = lattice
        self.centre = np.full((n, n), -1, dtype=np.int64)
        self.row = np.zeros((n, n), dtype=np.int64)
        self.maps: Bytes = np.zeros(0, dtype=np.uint8)
        self.used = 0

    def cost(self, poses: Iterable[int]) -> int:
        """Return how many bytes the maps of ``poses`` take."""
        size = self.lattice.size[sorted(set(poses))]
        nx = size[:, None, 0] + size[None, :, 0] - 1
        ny = size[:, None, 1] + size[None, :, 1] - 1
        return int(np.triu(nx * ny).sum())

    def need(self, poses: Iterable[int]) -> None:
        """Make the maps of all pairs of ``poses`` that are not there yet."""
        t = self.lattice
        some = sorted(set(poses))
        pairs = [(a, b) for k, a in enumerate(some) for b in some[k:] if self.centre[a, b] < 0]
        if not pairs:
            return
        at, total = [], self.used
        for a, b in pairs:
            nx, ny = t.size[a] + t.size[b] - 1
            at.append(total)
            self.centre[a, b] = self.centre[b, a] = total + int((t.size[b, 0] - 1) * ny + t.size[b, 1] - 1)
            self.row[a, b], self.row[b, a] = ny, -ny
            total += int(nx * ny)
        if total > len(self.maps):
            # room for all maps costs no memory before it is written to
            every = self.cost(range(len(t.poses)))
            more = np.zeros(every if every <= ROOM else total, dtype=np.uint8)
            more[: self.used] = self.maps[: self.used]
            self.maps = more
        fill(np.array(pairs), t.size, t.first, t.start, t.low, t.high, np.array(at), self.maps, t.step)
        self.used = total


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleMaps:
    """Obstacle depth maps of a lattice: where each (kind, pose) map begins, and all of them."""

    begin: Ints
    maps: Bytes


def obstacle_maps_of(lattice: Lattice) -> ObstacleMaps:
    """Return how deep each pose lies in obstacles, over its room on each kind of sheet."""
    begin = np.full(lattice.most_x.shape, -1, dtype=np.int64)
    parts: list[Bytes] = []
    total = 0
    for key, blocked in sorted(lattice.blocked.items()):
        field = blocked.copy()
        deepen(field, True)
        begin[key] = total
        parts.append(field.ravel())
        total += field.size
    return ObstacleMaps(begin=begin, maps=np.concatenate(parts) if parts else np.zeros(1, dtype=np.uint8))
