"""Depth maps: how deep one shape lies in another, or in an obstacle, at every lattice point.

A map of a pair is the no-fit polygon of the two poses on the lattice, with the depth inside
it.  Maps are made when first needed and kept.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from mobilier.nest.engine.intervals import Bytes, Intervals, Ints, Offset, deepen, mark_meetings
from mobilier.nest.engine.lattice import Lattice, Shapes
from mobilier.nest.jit import compiled

ROOM = 300_000_000
"""Bytes set aside for all maps of a lattice at once; larger ones grow as they are made."""


class PairMaps(NamedTuple):
    """The depth maps of all pairs of poses in one array, lattice steps.

    ``size`` (poses, 2): columns and rows.  How deep pose b lies in pose a, moved by (dx, dy)
    against it, is ``depths[centre[a, b] + dx·row[a, b] ± dy]``, minus where the row is negative:
    the map of (b, a) is that of (a, b) read backwards.
    """

    size: Ints
    centre: Ints
    row: Ints
    depths: Bytes


@compiled
def fill_maps(pairs: Ints, places: Ints, shapes: Shapes, depths: Bytes) -> None:
    """Write the depth map of each pair (a, b) at its place in ``depths``."""
    size, first = shapes.size, shapes.first
    for k in range(len(pairs)):
        a, b = pairs[k]
        # the offsets at which the boxes of a and b overlap
        nx = size[a, 0] + size[b, 0] - 1
        ny = size[a, 1] + size[b, 1] - 1
        field = depths[places[k] : places[k] + nx * ny].reshape((nx, ny))
        mark_meetings(
            Intervals(shapes.start[first[a] : first[a + 1] + 1], shapes.low, shapes.high),
            Intervals(shapes.start[first[b] : first[b + 1] + 1], shapes.low, shapes.high),
            Offset(1 - size[b, 0], 1 - size[b, 1]),
            field,
            shapes.step,
        )
        deepen(field, False)


class DepthMaps:
    """The depth maps of a lattice as they are needed."""

    def __init__(self, lattice: Lattice) -> None:
        """Nothing is made before :meth:`need` asks for it."""
        n = len(lattice.poses)
        self.lattice = lattice
        self.centre = np.full((n, n), -1, dtype=np.int64)
        self.row = np.zeros((n, n), dtype=np.int64)
        self.depths: Bytes = np.zeros(0, dtype=np.uint8)
        self.used = 0

    @property
    def pairs(self) -> PairMaps:
        """What is made up to now, for compiled loops."""
        return PairMaps(size=self.lattice.shapes.size, centre=self.centre, row=self.row, depths=self.depths)

    def cost(self, poses: Iterable[int]) -> int:
        """Return how many bytes the maps of ``poses`` take."""
        size = self.lattice.shapes.size[sorted(set(poses))]
        nx = size[:, None, 0] + size[None, :, 0] - 1
        ny = size[:, None, 1] + size[None, :, 1] - 1
        return int(np.triu(nx * ny).sum())

    def need(self, poses: Iterable[int]) -> None:
        """Make the maps of all pairs of ``poses`` that are not there yet."""
        shapes = self.lattice.shapes
        wanted = sorted(set(poses))
        pairs = [(a, b) for k, a in enumerate(wanted) for b in wanted[k:] if self.centre[a, b] < 0]
        if not pairs:
            return
        # where each map will stand, and how it is read either way round
        places, total = [], self.used
        for a, b in pairs:
            nx, ny = shapes.size[a] + shapes.size[b] - 1
            places.append(total)
            zero = (shapes.size[b, 0] - 1) * ny + shapes.size[b, 1] - 1
            self.centre[a, b] = self.centre[b, a] = total + int(zero)
            self.row[a, b], self.row[b, a] = ny, -ny
            total += int(nx * ny)
        if total > len(self.depths):
            # room for all maps costs no memory before it is written to
            every = self.cost(range(len(self.lattice.poses)))
            more = np.zeros(every if every <= ROOM else total, dtype=np.uint8)
            more[: self.used] = self.depths[: self.used]
            self.depths = more
        fill_maps(np.array(pairs), np.array(places), shapes, self.depths)
        self.used = total


@dataclass(frozen=True, slots=True, kw_only=True)
class ObstacleMaps:
    """Obstacle depth maps of a lattice: where each (kind, pose) map begins, and all of them."""

    begin: Ints
    depths: Bytes


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
    return ObstacleMaps(begin=begin, depths=np.concatenate(parts) if parts else np.zeros(1, dtype=np.uint8))
