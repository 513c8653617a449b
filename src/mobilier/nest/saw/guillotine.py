"""Panel saw: three stages of edge-to-edge cuts, and the list of cuts.

Stage 1 rips the sheet into strips, stage 2 cuts strips into columns, stage 3 cuts columns into
panels; a panel narrower than its column is trimmed last.  Strips are filled by a bounded
knapsack over columns, sheets by a beam over strips; the values of parts that waste much are
raised and all is done again (sequential value correction), as often as the budget counts.
"""

from __future__ import annotations

import math
import queue
import time
from collections.abc import Sequence
from typing import Any

import numpy as np

from mobilier.errors import NestError
from mobilier.nest.bounds import bound_of
from mobilier.nest.engine.intervals import Floats, Ints
from mobilier.nest.engine.state import Random, rand
from mobilier.nest.jit import compiled
from mobilier.nest.layout import Budget, Item, Layout, Nesting, Placement
from mobilier.nest.objective import preference
from mobilier.nest.saw.cut_tree import SawIncumbent, ask_solver
from mobilier.nest.saw.panel_saw import Column, Cut, Cuts, Panel, Saw, SawNesting, Strip
from mobilier.nest.stock import angles_on, check_job, inner_box, size_at
from mobilier.profiles.types import Sheet

SHORT = 4.0
"""s. The least budget in which packingsolver is asked too."""

PASSES = {"quick": 4, "normal": 24, "high": 200}
BEAM = 4
STRIPS = 6
"""Strips kept from each state of the beam."""

HEIGHTS = 14
"""Strip heights tried in each state, spread over those of the panels left."""


@compiled
def fill_strip(room: int, wide: Ints, most: Ints, worth: Floats) -> Ints:
    """Return how many columns of each kind fill ``room`` mm best (bounded knapsack)."""
    kinds = len(wide)
    best = np.zeros(room + 1)
    count = np.zeros((kinds, room + 1), dtype=np.int64)
    # kind by kind, from the full room down, so that each is counted once: the best value of x mm
    for k in range(kinds):
        for x in range(room, wide[k] - 1, -1):
            here, m = best[x], 0
            for n in range(1, min(most[k], x // wide[k]) + 1):
                value = best[x - n * wide[k]] + n * worth[k]
                if value > here + 1e-9:
                    here, m = value, n
            best[x] = here
            count[k, x] = m
    # read back from the last kind to the first
    out = np.zeros(kinds, dtype=np.int64)
    x = room
    for k in range(kinds - 1, -1, -1):
        out[k] = count[k, x]
        x -= out[k] * wide[k]
    return out


class _Orientation:
    """One orientation of the saw on one kind of sheet: the panels and how to fill strips."""

    def __init__(self, items: Sequence[Item], sheet: Sheet, saw: Saw, *, turned: bool) -> None:
        x0, y0, x1, y1 = inner_box(sheet, saw.spacing)
        self.saw, self.turned, self.sheet = saw, turned, sheet
        self.long, self.wide = (y1 - y0, x1 - x0) if turned else (x1 - x0, y1 - y0)
        panels: dict[tuple[int, float, float], Panel] = {}
        for n, item in enumerate(items):
            for angle in angles_on(item, sheet):
                w, h = (round(d, 6) for d in size_at(item, angle))
                a, b = (h, w) if turned else (w, h)
                if a <= self.long + 1e-6 and b <= self.wide + 1e-6:
                    panels.setdefault((n, a, b), Panel(n, angle, a, b))
        self.panels = tuple(panels.values())
        self.area = [i.region.area for i in items]
        self.box = [p.long * p.across for p in self.panels]

    def strip(self, height: float, left: Sequence[int], value: Sequence[float]) -> Strip | None:
        """Return the best strip of a height from the panels left."""
        kerf = self.saw.kerf
        able = [k for k, p in enumerate(self.panels) if p.across <= height + 1e-6 and left[p.item]]
        if not able:
            return None
        stack = [
            min(
                left[self.panels[k].item], math.floor((height + kerf + 1e-6) / (self.panels[k].across + kerf))
            )
            for k in able
        ]
        most = [left[self.panels[k].item] // s for k, s in zip(able, stack, strict=True)]
        wide = [math.ceil(self.panels[k].long + kerf - 1e-6) for k in able]
        worth = [s * self.box[k] * value[self.panels[k].item] for k, s in zip(able, stack, strict=True)]
        chosen = fill_strip(
            math.floor(self.long + kerf + 1e-6), np.array(wide), np.array(most), np.array(worth)
        )
        return self._columns(
            height, left, value, [k for k, c in zip(able, chosen.tolist(), strict=True) for _ in range(c)]
        )

    def _columns(
        self, height: float, left: Sequence[int], value: Sequence[float], wanted: Sequence[int]
    ) -> Strip | None:
        """Return a strip with a column for each wanted panel, every column filled to the top."""
        rest = list(left)
        kerf = self.saw.kerf
        columns, x, worth = [], 0.0, 0.0
        smaller = sorted(range(len(self.panels)), key=lambda k: (-self.box[k], k))
        for k in sorted(wanted, key=lambda k: (-self.panels[k].long, k)):
            wide, y = self.panels[k].long, 0.0
            if x + wide > self.long + 1e-6 or not rest[self.panels[k].item]:
                continue
            stack: list[tuple[int, float]] = []
            for j in (k, *smaller):
                p = self.panels[j]
                while p.long <= wide + 1e-6 and y + p.across <= height + 1e-6 and rest[p.item]:
                    rest[p.item] -= 1
                    stack.append((j, y))
                    worth += self.box[j] * value[p.item]
                    y += p.across + kerf
            columns.append(Column(x, wide, tuple(stack)))
            x += wide + kerf
        if not columns:
            return None
        used = tuple(a - b for a, b in zip(left, rest, strict=True))
        return Strip(height, tuple(columns), used, worth)

    def _after(self, state: State, value: Sequence[float], known: Known) -> list[State]:
        """Return a state with each of the best next strips."""
        worth, used, rest, strips = state
        heights = {p.across for p in self.panels if rest[p.item] and p.across <= self.wide - used + 1e-6}
        options = []
        for h in _spread(sorted(heights, reverse=True), HEIGHTS):
            if (h, rest) not in known:
                known[h, rest] = self.strip(h, rest, value)
            if (s := known[h, rest]) is not None:
                options.append((s.worth / (s.height + self.saw.kerf), s))
        options.sort(key=lambda o: (-round(o[0], 6), -o[1].height))
        out = []
        for _, s in options[:STRIPS]:
            after = tuple(a - b for a, b in zip(rest, s.used, strict=True))
            out.append((worth + s.worth, used + s.height + self.saw.kerf, after, (*strips, s)))
        return out

    def sheet_of(self, left: Sequence[int], value: Sequence[float]) -> tuple[Strip, ...]:
        """Return the strips that fill one sheet best (beam search)."""
        # a state: worth, width used, panels left, strips
        beam: list[State] = [(0.0, 0.0, tuple(left), ())]
        best = beam[0]
        known: Known = {}
        while beam:
            grown = [after for state in beam for after in self._after(state, value, known)]
            for state in grown:
                if state[0] > best[0] + 1e-9:
                    best = state
            # what is worth most for the width it takes, one of each set of parts
            seen: set[tuple[int, ...]] = set()
            beam = []
            for state in sorted(grown, key=lambda g: (-round(g[0] / g[1], 6), round(g[1], 6))):
                if state[2] not in seen and len(beam) < BEAM:
                    seen.add(state[2])
                    beam.append(state)
        return best[3]

    def place(self, items: Sequence[Item], strips: Sequence[Strip]) -> tuple[Layout, tuple[Cut, ...]]:
        """Return a filled sheet as a layout and its cuts."""
        x0, y0, _, _ = inner_box(self.sheet, self.saw.spacing)
        placements, cuts = [], Cuts(self.saw, self.turned, (x0, y0))
        at = 0.0
        ordered = sorted(strips, key=lambda s: -s.height)
        for strip in ordered:
            for column in strip.columns:
                for k, y in column.stack:
                    p = self.panels[k]
                    item = items[p.item]
                    low = _low(item, p.angle)
                    a, b = (at + y, column.x) if self.turned else (column.x, at + y)
                    placements.append(
                        Placement(part=item.id, copy=0, x=x0 + a - low[0], y=y0 + b - low[1], angle=p.angle)
                    )
            at += strip.height + self.saw.kerf
        cuts.sheet(ordered, self.panels, (self.long, self.wide))
        return Layout(name="", sheet=self.sheet, placements=tuple(placements)), tuple(cuts.made)


def _spread(values: Sequence[float], most: int) -> list[float]:
    """Return at most ``most`` of the values: the first half as they come, the rest evenly spread."""
    if len(values) <= most:
        return list(values)
    first, rest = list(values[: most // 2]), values[most // 2 :]
    return first + [rest[k * len(rest) // (most - most // 2)] for k in range(most - most // 2)]


def _low(item: Item, angle: float) -> tuple[float, float]:
    from mobilier.geometry.frame import Transform

    x0, y0, _, _ = item.region.transformed(Transform(angle=angle)).bounds
    return (x0, y0)


State = tuple[float, float, tuple[int, ...], tuple[Strip, ...]]
Known = dict[tuple[float, tuple[int, ...]], Strip | None]
Ways = tuple[bool, ...]
Answer = list[tuple[_Orientation, tuple[Strip, ...]]]


def nest_for_saw(
    items: Sequence[Item], stock: Sequence[Sheet], saw: Saw, budget: Budget, progress: object = None
) -> SawNesting:
    """Return layouts of the boxes of ``items`` that a panel saw can cut, with their cuts.

    Sheets are taken in the order cheapest first; each must be a plain rectangle.

    Raises:
        NestError: a part fits no sheet, the stock is too small, or an input is wrong.
    """
    begin = time.monotonic()
    check_job(items, stock, saw.spacing)
    for sheet in stock:
        if sheet.outline or sheet.defects:
            raise NestError.of("ragged-sheet", sheet.name, length=sheet.length, width=sheet.width)
    items = [i for i in items if i.quantity]
    best = SawIncumbent(items, saw)
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    solver = None
    if budget.seconds is not None and budget.seconds >= SHORT:
        solver = ask_solver(items, stock, saw, budget.seconds - 1.0, answers)
    try:
        _improve(best, stock, budget, begin, answers)
    finally:
        if solver is not None:
            solver.kill()
    best.hear(answers, stock[0])
    nesting = Nesting(
        layouts=best.layouts,
        bound=bound_of(items, stock, saw.spacing).sheets,
        engine=best.engine,
        timed=budget.seconds is not None,
        seconds=time.monotonic() - begin,
    )
    return SawNesting(nesting=nesting, cuts=best.cuts)


def _improve(
    best: SawIncumbent, stock: Sequence[Sheet], budget: Budget, begin: float, answers: queue.Queue[Any]
) -> None:
    """Offer one answer after the other, the values of parts corrected in between."""
    items = best.items
    value = [1.0] * len(items)
    random = np.array([budget.seed * 2654435761 + 88172645463325252], dtype=np.uint64)
    # ripped along, across, or each sheet as is better for it
    every: list[Ways] = [(False,), (True,), (False, True)]
    n = 0
    while n == 0 or _goes_on(n, begin, budget):
        reached = []
        for ways in every:
            answer = _sequence(items, stock, best.saw, value, ways)
            sheets = [shop.place(items, strips) for shop, strips in answer]
            reached.append((round(best.offer("panel saw", sheets), 9), ways))
        every = [ways for _, ways in sorted(reached)[:2]]  # the worst of the first pass is left out
        value = _correct_values(value, answer, n, random)
        n += 1
        best.hear(answers, stock[0])


def _goes_on(n: int, begin: float, budget: Budget) -> bool:
    if budget.seconds is None:
        return n < PASSES[budget.effort]
    spent = time.monotonic() - begin
    return spent + spent / n < budget.seconds


def _sequence(
    items: Sequence[Item], stock: Sequence[Sheet], saw: Saw, value: Sequence[float], ways: Ways
) -> Answer:
    """Fill sheet after sheet, ripped along or across; a good sheet is repeated while its parts last."""
    left = [i.quantity for i in items]
    answer: Answer = []
    for k in preference(stock):
        shops = [_Orientation(items, stock[k], saw, turned=turned) for turned in ways]
        room = stock[k].quantity
        while any(left) and (room is None or room > 0):
            filled = [(shop, shop.sheet_of(left, value)) for shop in shops]
            shop, strips = max(filled, key=lambda f: round(sum(s.worth for s in f[1]), 6))
            used = [sum(s.used[n] for s in strips) for n in range(len(items))]
            if not any(used):
                break
            times = min(a // b for a, b in zip(left, used, strict=True) if b)
            times = times if room is None else min(times, room)
            answer += [(shop, strips)] * times
            left = [a - times * b for a, b in zip(left, used, strict=True)]
            room = None if room is None else room - times
    if any(left):
        raise NestError.of(
            "stock-too-small",
            "stock",
            case="blanks",
            count=sum(left),
            total=sum(i.quantity for i in items),
            left=", ".join(f"{i.id} ×{n}" for i, n in zip(items, left, strict=True) if n),
            sheets=len(answer),
        )
    return answer


def _correct_values(value: Sequence[float], answer: Answer, n: int, random: Random) -> list[float]:
    """Return values nearer to what each part really took: its share of the sheets it lay on."""
    took, count = [0.0] * len(value), [0] * len(value)
    for shop, strips in answer:
        filled = sum(shop.box[k] for s in strips for c in s.columns for k, _ in c.stack)
        cost = shop.long * shop.wide / filled
        for s in strips:
            for item, m in enumerate(s.used):
                took[item] += cost * m
                count[item] += m
    noise = (0.0, 0.04, 0.12)[n % 3]
    out = []
    for v, t, c in zip(value, took, count, strict=True):
        mean = 0.6 * v + 0.4 * ((t / c) ** 1.5 if c else 1.0)
        out.append(mean * (1 + noise * (rand(random, 2001) - 1000) / 1000))
    return out
