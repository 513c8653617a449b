"""The best layouts so far: only what the judge passes gets in."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from mobilier.errors import Finding
from mobilier.nest.bounds import Bound
from mobilier.nest.engine.compaction import compact, tidy_sheets
from mobilier.nest.judge import validate
from mobilier.nest.layout import Layout
from mobilier.nest.layout_groups import finalize
from mobilier.nest.objective import Extents, cost_of, utilisation
from mobilier.nest.problem import Problem

NEAR = 0.01
"""Share of a sheet that sliding together may gain."""

Progress = Callable[..., None]


class Incumbent:
    """The incumbent of one nesting, and what is told of it.

    ``progress`` is called with ``engine``, ``sheets``, ``cost``, ``utilisation``, ``bound`` and
    ``seconds`` whenever the incumbent gets better.
    """

    def __init__(self, problem: Problem, bound: Bound, progress: Progress | None) -> None:
        """Nothing is known yet."""
        self.problem, self.bound, self.progress = problem, bound, progress
        self.begin = time.monotonic()
        self.extents = Extents(problem.items)
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
        problem = self.problem
        near = NEAR * max(problem.price) if engine == "separation" else 0.0  # others do not lie on a lattice
        if cost_of(layouts, problem.stock, problem.spacing, self.extents) >= self.cost + near:
            return False
        taken = self._take(engine, self._settled(layouts)) or self._take(engine, layouts)
        if taken:
            self._tell()
        return taken

    def _take(self, engine: str, layouts: Sequence[Layout]) -> bool:
        problem = self.problem
        layouts = finalize(layouts)
        cost = cost_of(layouts, problem.stock, problem.spacing, self.extents)
        if cost >= self.cost - 1e-9:
            return False
        begin = time.monotonic()
        wrong = validate(layouts, problem.items, problem.spacing)
        self.reserve = 2 * (time.monotonic() - begin)  # the next one takes as long
        if wrong:
            self.refused += [(engine, w) for w in wrong]
            return False
        self.layouts, self.cost, self.engine = layouts, cost, engine
        return True

    def tidy(self, until: float) -> None:
        """Slide the parts of every sheet together, unless the judge or the cost speaks against it."""
        if self.layouts is None:
            return
        problem = self.problem
        after = finalize(tidy_sheets(self.layouts, problem.items, problem.spacing, until))
        if cost_of(after, problem.stock, problem.spacing, self.extents) > self.cost + 1e-9:
            return
        if not validate(after, problem.items, problem.spacing):
            self.layouts = after

    def _settled(self, layouts: Sequence[Layout]) -> tuple[Layout, ...]:
        """Return the layouts with the sheet of the largest offcut slid together."""
        if not layouts:
            return ()
        problem = self.problem
        shares = [round(self.extents.share(layout, problem.spacing), 9) for layout in layouts]
        weak = shares.index(min(shares))
        return (*layouts[:weak], compact(layouts[weak], problem.items, problem.spacing), *layouts[weak + 1 :])

    def _tell(self) -> None:
        if self.progress is None or self.layouts is None:
            return
        used = [utilisation(layout, self.problem.items) for layout in self.layouts]
        self.progress(
            engine=self.engine,
            sheets=len(self.layouts),
            cost=self.cost,
            utilisation=sum(used) / len(used),
            bound=self.bound.sheets,
            seconds=time.monotonic() - self.begin,
        )
