"""Motions as columns of numbers, so that a long program is measured at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mobilier.proof.reading import ToolMotion

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Choice = NDArray[np.bool_] | NDArray[np.intp]


@dataclass(frozen=True, eq=False)
class Track:
    """Rows of motions: ``start`` and ``end`` (n, 3) mm, ``centre`` (n, 2) mm, ``sweep`` (n,) radians."""

    start: Numbers
    end: Numbers
    centre: Numbers
    sweep: Numbers

    def __len__(self) -> int:
        """Return the number of motions."""
        return len(self.sweep)

    @cached_property
    def low(self) -> Numbers:
        """Lowest z of each motion, mm."""
        return np.minimum(self.start[:, 2], self.end[:, 2])

    @cached_property
    def high(self) -> Numbers:
        """Highest z of each motion, mm."""
        return np.maximum(self.start[:, 2], self.end[:, 2])

    @cached_property
    def radii(self) -> Numbers:
        """Radius of each arc at its start and end (n, 2), mm; meaningless for lines."""
        ends = [np.hypot(*(p[:, :2] - self.centre).T) for p in (self.start, self.end)]
        return np.column_stack(ends)

    @cached_property
    def across(self) -> Numbers:
        """Length of each motion seen from above, mm."""
        straight = np.hypot(*(self.end[:, :2] - self.start[:, :2]).T)
        return np.where(self.sweep == 0, straight, np.abs(self.sweep) * self.radii[:, 0])

    def at(self, rows: NDArray[np.intp], share: Numbers) -> Numbers:
        """Return the places (m, 3) at a share (0…1) of some motions, mm."""
        s = share[:, None]
        out = self.start[rows] * (1 - s) + self.end[rows] * s
        bent = self.sweep[rows] != 0
        if bent.any():
            k, t = rows[bent], share[bent]
            first = self.start[k, :2] - self.centre[k]
            turn = np.arctan2(first[:, 1], first[:, 0]) + t * self.sweep[k]
            radius = self.radii[k, 0] * (1 - t) + self.radii[k, 1] * t
            ring = np.column_stack([np.cos(turn), np.sin(turn)]) * radius[:, None]
            out[bent, :2] = self.centre[k] + ring
        return out

    def take(self, rows: Choice) -> Track:
        """Return some of the motions."""
        return Track(*(getattr(self, f.name)[rows] for f in fields(self)))

    def cut(self, rows: NDArray[np.intp], low: Numbers, high: Numbers) -> Track:
        """Return the stretch between two shares of some motions."""
        sweep = self.sweep[rows] * (high - low)
        return Track(self.at(rows, low), self.at(rows, high), self.centre[rows], sweep)

    @cached_property
    def bounds(self) -> tuple[Numbers, Numbers]:
        """Lowest and highest place (x, y, z) of the tip, arcs looked at every eighth, mm."""
        bent = np.flatnonzero(self.sweep)
        round_ = [self.at(bent, np.full(len(bent), k / 8)) for k in range(1, 8)]
        every = np.vstack([self.start, self.end, *round_])
        return every.min(axis=0), every.max(axis=0)


def track_of(motions: Sequence[ToolMotion]) -> Track:
    """Return motions as columns."""
    table = np.array(
        [(*m.start, *m.end, *m.centre, m.sweep) for m in motions],
        dtype=float,
    ).reshape(-1, 9)
    return Track(table[:, :3], table[:, 3:6], table[:, 6:8], table[:, 8])


def join_tracks(tracks: Sequence[Track]) -> Track:
    """Return several tracks after one another."""
    if not tracks:
        return track_of(())
    return Track(*(np.concatenate([getattr(t, f.name) for t in tracks]) for f in fields(Track)))
