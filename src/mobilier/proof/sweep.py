"""What the cutter takes: the disc of its diameter swept along the motions, at one height.

At height z a motion takes wood along exactly the stretch where the tip is at z or below,
so every slice is exact, ramps and helices included.  A line sweeps a capsule, an arc a
sector of a ring and two discs; curves are drawn with chords inside them, within SAGITTA.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from mobilier.proof.track import Track

if TYPE_CHECKING:
    import shapely
    from numpy.typing import NDArray

SAGITTA = 0.002
"""mm. Largest distance between a curve and the chords that stand in for it."""

_CHORDS = 5000
"""In half a turn at most: enough for a radius of 10 m, larger ones leave every machine."""

_AT = 1e-6
"""mm. Heights closer than this are the same."""

_SAME = 4
"""Decimals of a mm that tell two paths apart."""


@dataclass(frozen=True)
class Swept:
    """What one cutter takes at one height, as areas that may overlap, with a search tree."""

    areas: Sequence[Any]

    @cached_property
    def tree(self) -> shapely.STRtree:
        """The areas by place."""
        import shapely

        return shapely.STRtree(list(self.areas))

    def near(self, shape: Any) -> list[Any]:
        """Return the areas that touch ``shape``."""
        return [self.areas[k] for k in self.tree.query(shape, predicate="intersects")]


@dataclass(frozen=True, eq=False)
class Path:
    """The way of a cutter of ``radius`` mm, ready to be sliced at any height."""

    track: Track
    radius: float

    def slice(self, z: float) -> Swept:
        """Return what the cutter takes at height ``z``."""
        # Motions wholly below take all they sweep; of sloping ones only the stretch below counts.
        track = self.track
        whole = track.high <= z + _AT
        some = np.flatnonzero((track.low <= z + _AT) & ~whole)
        kinds, areas = self._pieces
        wanted = np.unique(kinds[whole])
        out = [areas[k] for k in wanted[wanted >= 0].tolist()]
        if len(some):
            out += Path(self._below(some, z), self.radius)._pieces[1]
        return Swept(out)

    def _below(self, rows: NDArray[np.intp], z: float) -> Track:
        """Return the stretches of sloping motions where the tip is at ``z`` or below."""
        first, last = (p[rows, 2] - z for p in (self.track.start, self.track.end))
        share = np.clip(first / (first - last), 0.0, 1.0)
        down = first > last
        return self.track.cut(rows, np.where(down, share, 0.0), np.where(down, 1.0, share))

    @cached_property
    def _pieces(self) -> tuple[NDArray[np.intp], list[Any]]:
        """The areas swept by whole motions, each path once, and which three each motion sweeps."""
        # A line sweeps one capsule, an arc a sector and two discs, a plunge one disc: three columns.
        track = self.track
        kinds = np.full((len(track), 3), -1, dtype=np.intp)
        ends = np.round(np.hstack([track.start[:, :2], track.end[:, :2]]), _SAME)
        bent = track.sweep != 0
        still = ~bent & (ends[:, :2] == ends[:, 2:]).all(axis=1)
        areas: list[Any] = []
        self._lines(kinds, ends, np.flatnonzero(~bent & ~still), areas)
        self._sectors(kinds, ends, np.flatnonzero(bent), areas)
        self._discs(kinds, ends, still, bent, areas)
        return kinds, areas

    def _lines(self, kinds: Any, ends: Any, rows: NDArray[np.intp], areas: list[Any]) -> None:
        import shapely

        if not len(rows):
            return
        # Passes run the same line again and again, either way: one area for each distinct line.
        pair = ends[rows]
        back = (pair[:, 0] > pair[:, 2]) | ((pair[:, 0] == pair[:, 2]) & (pair[:, 1] > pair[:, 3]))
        pair[back] = pair[back][:, [2, 3, 0, 1]]
        once, which = np.unique(pair, axis=0, return_inverse=True)
        kinds[rows, 0] = len(areas) + which.ravel()
        lines = shapely.linestrings(once.reshape(-1, 2, 2))
        areas += list(np.asarray(shapely.buffer(lines, self.radius, quad_segs=self._quarter)))

    def _discs(self, kinds: Any, ends: Any, still: Any, bent: Any, areas: list[Any]) -> None:
        """Add the discs at plunges and at the ends of arcs."""
        import shapely

        spots = [(np.flatnonzero(still), 0, ends[still, :2])]
        spots += [(np.flatnonzero(bent), 1, ends[bent, :2]), (np.flatnonzero(bent), 2, ends[bent, 2:])]
        every = np.vstack([s[2] for s in spots])
        if not len(every):
            return
        once, which = np.unique(every, axis=0, return_inverse=True)
        which, k = which.ravel(), 0
        for rows, column, found in spots:
            kinds[rows, column] = len(areas) + which[k : k + len(found)]
            k += len(found)
        discs = shapely.buffer(shapely.points(once), self.radius, quad_segs=self._quarter)
        areas += list(np.asarray(discs))

    def _sectors(self, kinds: Any, ends: Any, rows: NDArray[np.intp], areas: list[Any]) -> None:
        # As for lines: one sector for each distinct arc, whichever way it is run.
        track, seen = self.track, dict[tuple[float, ...], int]()
        turns = np.round(np.abs(track.sweep), 5)
        for k in rows.tolist():
            a, b = ends[k, :2], ends[k, 2:]
            way = (*a, *b) if track.sweep[k] > 0 else (*b, *a)
            key = (*way, *np.round(track.centre[k], _SAME), turns[k])
            if key not in seen:
                seen[key] = len(areas)
                areas.append(self._sector(k))
            kinds[k, 0] = seen[key]

    def _sector(self, k: int) -> Any:
        """Return the sector of a ring that the disc sweeps about an arc's centre."""
        import shapely

        # A strip between two circles; where the cutter covers the centre, a pie instead of a ring.
        track = self.track
        r, centre, sweep = float(track.radii[k].mean()), track.centre[k], float(track.sweep[k])
        first = math.atan2(*(track.start[k, :2] - centre)[::-1])
        step = _step(r + self.radius)
        n = min(_CHORDS, max(2, math.ceil(abs(sweep) / step))) + 1
        turn = np.linspace(first, first + sweep, n)
        ring = np.column_stack([np.cos(turn), np.sin(turn)])
        outer = ring * (r + self.radius) + centre
        inner = ring[::-1] * (r - self.radius) + centre
        if abs(sweep) > math.tau - 1e-6:
            return shapely.Polygon(outer, [inner] if r > self.radius else None)
        return shapely.Polygon(np.vstack([outer, inner if r > self.radius else centre[None, :]]))

    @property
    def _quarter(self) -> int:
        """Chords in a quarter of the cutter's circle."""
        return max(2, math.ceil(math.pi / 2 / _step(self.radius)))


def _step(radius: float) -> float:
    """Return the angle between points on a circle whose chords keep within SAGITTA."""
    return 2 * math.acos(1 - SAGITTA / radius) if radius > SAGITTA else math.pi / 2
