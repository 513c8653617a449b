"""An arrangement: units on a lattice, and how two become one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from mobilier.nest.engine.intervals import Ints


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """Where each unit (one copy of an item) lies: rows (item, sheet, pose, x, y), and the sheets."""

    kinds: tuple[int, ...]
    units: Ints

    @property
    def missing(self) -> Ints:
        """Items that found no room."""
        return np.asarray(self.units[self.units[:, 1] < 0, 0])


def join_arrangements(a: Arrangement, b: Arrangement) -> Arrangement:
    """Return both arrangements, the sheets of ``b`` after those of ``a``."""
    later = b.units.copy()
    later[:, 1] = np.where(later[:, 1] >= 0, later[:, 1] + len(a.kinds), -1)
    return Arrangement(kinds=a.kinds + b.kinds, units=np.concatenate((a.units, later)))
