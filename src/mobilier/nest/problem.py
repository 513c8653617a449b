"""One problem made ready: parts, stock and spacing with the lattice and tables engines work on."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from mobilier.nest.engine.arrangement import Arrangement
from mobilier.nest.engine.depth_maps import DepthMaps, ObstacleMaps, obstacle_maps_of
from mobilier.nest.engine.first_fit import FirstFit
from mobilier.nest.engine.intervals import Floats, Ints
from mobilier.nest.engine.lattice import Lattice, growth, lattice_of, step_for
from mobilier.nest.layout import Item, Layout, Spacing
from mobilier.nest.objective import offcut_worth, preference, prices
from mobilier.nest.stock import inner_box
from mobilier.profiles.types import Sheet


@dataclass(frozen=True)
class Tables:
    """What does not depend on quantities: lattice, first fit and depth maps, each made when first needed."""

    items: tuple[Item, ...]
    stock: tuple[Sheet, ...]
    spacing: Spacing
    step: float  # mm

    @cached_property
    def lattice(self) -> Lattice:
        """Poses and room on a lattice."""
        return lattice_of(self.items, self.stock, self.spacing, self.step)

    @cached_property
    def pose_of(self) -> Ints:
        """First pose of each item (items + 1)."""
        owner = [p.item for p in self.lattice.poses]
        return np.searchsorted(owner, np.arange(len(self.items) + 1)).astype(np.int64)

    @cached_property
    def boxes(self) -> Floats:
        """Grown usable width and height of each kind of sheet, mm."""
        by = growth(self.spacing.gap)
        inner = [inner_box(s, self.spacing) for s in self.stock]
        return np.array([[b[2] - b[0] + 2 * by, b[3] - b[1] + 2 * by] for b in inner])

    @cached_property
    def first_fit(self) -> FirstFit:
        """First fit, ready to lay orders."""
        return FirstFit(self.lattice, self.pose_of, self.boxes)

    @cached_property
    def areas(self) -> Floats:
        """Grown area of each item, mm² (its smallest pose on the lattice)."""
        first, area = self.pose_of, self.lattice.shapes.area
        return np.array([area[first[k] : first[k + 1]].min() for k in range(len(self.items))])

    @cached_property
    def depth_maps(self) -> DepthMaps:
        """Depth maps of pairs of poses."""
        return DepthMaps(self.lattice)

    @cached_property
    def obstacle_maps(self) -> ObstacleMaps:
        """Depth maps of obstacles."""
        return obstacle_maps_of(self.lattice)

    def poses_of(self, items: Iterable[int]) -> set[int]:
        """Return the poses of some items."""
        return {p for k in items for p in range(self.pose_of[k], self.pose_of[k + 1])}


@dataclass(frozen=True)
class Problem:
    """What engines of ours work on: parts, sheets and distances, and the tables made of them."""

    items: tuple[Item, ...]
    stock: tuple[Sheet, ...]
    spacing: Spacing
    tables: Tables
    only: tuple[int, ...] = ()  # kinds of sheet to lay on; none: all

    def coarser(self) -> Problem:
        """Return this problem on a lattice of twice the step."""
        return replace(self, tables=replace(self.tables, step=2 * self.tables.step))

    def restricted(self, kinds: tuple[int, ...]) -> Problem:
        """Return this problem on some kinds of sheet alone."""
        return replace(self, only=kinds)

    def of_quantities(self, counts: Sequence[int]) -> Problem:
        """Return this problem with other quantities, none included: the tables stay."""
        return replace(
            self, items=tuple(replace(i, quantity=n) for i, n in zip(self.items, counts, strict=True))
        )

    @cached_property
    def units(self) -> Ints:
        """Item index of every copy, items in the order given."""
        return np.repeat(np.arange(len(self.items)), [i.quantity for i in self.items])

    @cached_property
    def price(self) -> tuple[float, ...]:
        """What one sheet of each kind costs."""
        return prices(self.stock)

    @cached_property
    def bought(self) -> tuple[int, ...]:
        """Kinds of sheet that can be bought as needed, the cheapest per area first."""
        return tuple(k for k in preference(self.stock) if self.stock[k].quantity is None)

    def supply(self, most: int) -> Ints:
        """Return sheet kinds in the order of use: those in store first, then ``most`` bought ones."""
        kinds: list[int] = []
        for k in preference(self.stock):
            if self.only and k not in self.only:
                continue
            quantity = self.stock[k].quantity
            kinds += [k] * (most if quantity is None else min(quantity, most))
        return np.array(kinds[: max(most, 1) + len(self.stock) * 4 + most], dtype=np.int64)

    def guess(self) -> int:
        """Return a number of sheets that nearly always is enough."""
        room = float((self.tables.boxes[:, 0] * self.tables.boxes[:, 1]).min())
        large = int(np.sum(self.tables.areas[self.units] > room / 4))
        return min(
            len(self.units), math.ceil(float(self.tables.areas[self.units].sum()) / room * 1.5) + large + 2
        )

    def layouts(self, found: Arrangement) -> tuple[Layout, ...]:
        """Return an arrangement as layouts, copies counted per item from 0."""
        copies = [0] * len(self.items)
        sheets: list[list[tuple[int, int, float, float]]] = [[] for _ in found.kinds]
        for item, sheet, pose, x, y in found.units.tolist():
            sheets[sheet].append((item, pose, x, y))
        out = []
        for kind, rows in zip(found.kinds, sheets, strict=True):
            placements = []
            for item, pose, x, y in rows:
                placements.append(self.tables.lattice.placement(self.items, kind, pose, x, y, copies[item]))
                copies[item] += 1
            if placements:
                out.append(Layout(name="", sheet=self.stock[kind], placements=tuple(placements)))
        return tuple(out)

    def cost(self, found: Arrangement) -> float:
        """Return the price of the sheets used less that of the best straight offcut."""
        used = sorted(set(found.units[:, 1].tolist()))
        total = sum(self.price[found.kinds[s]] for s in used)
        saved = [self.price[found.kinds[s]] * (1 - self.share(found, s)) for s in used]
        return float(total - offcut_worth(self.stock) * max(saved, default=0.0))

    def share(self, found: Arrangement, sheet: int) -> float:
        """Return the used share of a sheet: up to its straight right or back offcut."""
        rows = found.units[found.units[:, 1] == sheet]
        if not len(rows):
            return 0.0
        kind = found.kinds[sheet]
        t = self.tables.lattice
        wide = max(x * t.step + t.poses[o].width for o, x in rows[:, 2:4].tolist())
        high = max(y * t.step + t.poses[o].height for o, y in rows[:, [2, 4]].tolist())
        return min(1.0, float(min(wide / self.tables.boxes[kind, 0], high / self.tables.boxes[kind, 1])))


def whole_problem(items: Sequence[Item], stock: Sequence[Sheet], spacing: Spacing) -> Problem:
    """Return the problem of every item that is wanted at least once and every sheet there is."""
    wanted = tuple(i for i in items if i.quantity)
    there = tuple(s for s in stock if s.quantity is None or s.quantity)
    step = step_for(there) if there else 0.0
    tables = Tables(items=wanted, stock=there, spacing=spacing, step=step)
    return Problem(items=wanted, stock=there, spacing=spacing, tables=tables)
