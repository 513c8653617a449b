"""The best layouts so far: only what the judge passes gets in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace

from mobilier.errors import Finding
from mobilier.nest.bound import Bound
from mobilier.nest.files import number
from mobilier.nest.job import Job
from mobilier.nest.layout import Layout
from mobilier.nest.settle import settled
from mobilier.nest.validity import validate
from mobilier.nest.value import Extents, cost_of, utilisation

NEAR = 0.01
"""Share of a sheet that sliding together may gain."""

Progress = Callable[..., None]


class Best:
    """The incumbent of one nesting, and what is told of it.

    ``progress`` is called with ``engine``, ``sheets``, ``cost``, ``utilisation``, ``bound`` and
    ``seconds`` whenever the incumbent gets better.
    """

    def __init__(self, job: Job, bound: Bound, progress: Progress | None) -> None:
        """Nothing is known yet."""
        self.job, self.bound, self.progress = job, bound, progress
        self.begin = time.monotonic()
        self.extents = Extents(job.items)
        self.layouts: tuple[Layout, ...] | None = None
        self.cost = float("inf")
        self.engine = ""
        self.refused: list[tuple[str, Finding]] = []
        self.reserve = 0.0
        self.stopped = False

    def offer(self, engine: str, layouts: Sequence[Layout] | None) -> bool:
        """Take ``layouts``, slid together, when they are better and valid; tell whether they were."""
        if layouts is None:
            return False
        job = self.job
        near = NEAR * max(job.price) if engine == "separation" else 0.0  # others do not lie on a lattice
        if cost_of(layouts, job.stock, job.spacing, self.extents) >= self.cost + near:
            return False
        taken = self._take(engine, self._settled(layouts)) or self._take(engine, layouts)
        if taken:
            self._tell()
        return taken

    def _take(self, engine: str, layouts: Sequence[Layout]) -> bool:
        job = self.job
        layouts = finished(layouts)
        cost = cost_of(layouts, job.stock, job.spacing, self.extents)
        if cost >= self.cost - 1e-9:
            return False
        begin = time.monotonic()
        wrong = validate(layouts, job.items, job.spacing)
        self.reserve = 2 * (time.monotonic() - begin)  # the next one takes as long
        if wrong:
            self.refused += [(engine, w) for w in wrong]
            return False
        self.layouts, self.cost, self.engine = layouts, cost, engine
        return True

    def _settled(self, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
        """Return the layouts with the sheet of the largest offcut slid together."""
        if not layouts:
            return ()
        job = self.job
        shares = [round(self.extents.share(layout, job.spacing), 9) for layout in layouts]
        weak = shares.index(min(shares))
        return (*layouts[:weak], settled(layouts[weak], job.items, job.spacing), *layouts[weak + 1 :])

    def _tell(self) -> None:
        if self.progress is None or self.layouts is None:
            return
        used = [utilisation(layout, self.job.items) for layout in self.layouts]
        self.progress(
            engine=self.engine,
            sheets=len(self.layouts),
            cost=self.cost,
            utilisation=sum(used) / len(used),
            bound=self.bound.sheets,
            seconds=time.monotonic() - self.begin,
        )


def finished(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return layouts named S01, S02, …, rounded, placements sorted, copies numbered from 0."""
    copies: dict[str, int] = {}
    out = []
    for n, layout in enumerate(layouts, 1):
        rows = sorted(layout.placements, key=lambda p: (p.part, number(p.x), number(p.y), p.angle))
        placements = []
        for p in rows:
            copy = copies[p.part] = copies.get(p.part, -1) + 1
            angle = number(p.angle % 360, 6)
            placements.append(replace(p, copy=copy, x=number(p.x), y=number(p.y), angle=angle))
        out.append(replace(layout, name=f"S{n:02d}", placements=tuple(placements)))
    return tuple(out)
