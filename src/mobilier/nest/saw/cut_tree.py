"""Panel saw: the best sheets so far, and trees of guillotine cuts from packingsolver."""

from __future__ import annotations

import math
import queue
from collections.abc import Sequence
from typing import Any, Literal

from mobilier.errors import NestError, refuse
from mobilier.geometry.frame import Transform
from mobilier.nest.external.engines import ExternalEngine, available
from mobilier.nest.judge import validate
from mobilier.nest.layout import Item, Layout, Placement
from mobilier.nest.layout_groups import finalize
from mobilier.nest.objective import sheet_equivalents
from mobilier.nest.saw.panel_saw import Cut, Saw, comes_apart
from mobilier.nest.stock import angles_on, inner_box, size_at
from mobilier.profiles.types import Sheet

UNIT = 10
"""Whole numbers of the solver in a millimetre."""

LEFTOVERS = 100
"""Panels up to which the last sheet is looked after too (beyond it the solver found nothing)."""

Node = Sequence[Any]  # depth, left, right, bottom, top, item (−1: none), indices of its children
SawnSheet = tuple[Layout, tuple[Cut, ...]]


def ask_solver(
    items: Sequence[Item], stock: Sequence[Sheet], saw: Saw, seconds: float, answers: queue.Queue[Any]
) -> ExternalEngine | None:
    """Return the solver at work on a job, None where it cannot help."""
    if not available("packingsolver") or len(stock) != 1 or stock[0].quantity is not None:
        return None
    x0, y0, x1, y1 = inner_box(stock[0], saw.spacing)
    parts = []
    for item in items:
        angles = angles_on(item, stock[0])
        w, h = (math.ceil(d * UNIT - 1e-6) for d in size_at(item, angles[0]))
        turns = {(round(a - angles[0]) // 90) % 2 for a in angles if (a - angles[0]) % 90 == 0}
        parts.append({"size": [w, h], "copies": item.quantity, "oriented": len(turns) < 2})
    question = {
        "engine": "guillotine",
        "seconds": seconds,
        "size": [math.floor((x1 - x0) * UNIT + 1e-6), math.floor((y1 - y0) * UNIT + 1e-6)],
        "kerf": math.ceil(saw.kerf * UNIT - 1e-6),
        "leftovers": sum(i.quantity for i in items) <= LEFTOVERS,
        "parts": parts,
    }
    return ExternalEngine(question, answers)


def read_trees(
    items: Sequence[Item], sheet: Sheet, saw: Saw, trees: Sequence[Sequence[Node]]
) -> list[SawnSheet]:
    """Return each tree of an answer as a layout and its cuts in the order of work."""
    out = []
    for nodes in trees:
        tree = _Tree(items, sheet, saw, nodes)
        tree.open(0)
        out.append((Layout(name="", sheet=sheet, placements=tuple(tree.placements)), tuple(tree.cuts)))
    return out


class _Tree:
    """One sheet on its way from a tree of nodes to placements and cuts."""

    def __init__(self, items: Sequence[Item], sheet: Sheet, saw: Saw, nodes: Sequence[Node]) -> None:
        self.items, self.sheet, self.saw, self.nodes = items, sheet, saw, nodes
        self.zero = inner_box(sheet, saw.spacing)[:2]
        self.placements: list[Placement] = []
        self.cuts: list[Cut] = []

    def _box(self, node: Node) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top in mm on the sheet."""
        x, y = self.zero
        return (x + node[1] / UNIT, y + node[3] / UNIT, x + node[2] / UNIT, y + node[4] / UNIT)

    def open(self, n: int) -> None:
        """Cut a node into its children, then each of them."""
        node = self.nodes[n]
        box = self._box(node)
        for child in node[6]:
            self._free(box, self._box(self.nodes[child]), self.nodes[child][0])
        for child in node[6]:
            self.open(child)
        if node[0] > 0 and node[5] >= 0 and not node[6]:
            self._panel(box, node[5])

    def _free(
        self, outer: tuple[float, float, float, float], part: tuple[float, float, float, float], stage: int
    ) -> None:
        """Cut a part off what lies right of it or above it."""
        ways: tuple[tuple[int, Literal["x", "y"]], ...] = ((0, "y"), (1, "x"))
        for axis, along in ways:
            if part[axis + 2] < outer[axis + 2] - 1e-6:
                low, high = outer[1 - axis], outer[3 - axis]
                at = part[axis + 2] + self.saw.kerf / 2
                self.cuts.append(Cut(stage=min(stage, 4), along=along, at=at, low=low, high=high))

    def _panel(self, box: tuple[float, float, float, float], n: int) -> None:
        """Place a panel in the low corner of its box and trim the rest off."""
        item = self.items[n]
        fits = []
        for angle in angles_on(item, self.sheet):
            w, h = size_at(item, angle)
            over = max(w - box[2] + box[0], h - box[3] + box[1])
            fits.append((max(over, 0.0), box[2] - box[0] - w + box[3] - box[1] - h, angle, w, h))
        _, _, angle, w, h = min(fits)
        x0, y0, _, _ = item.region.transformed(Transform(angle=angle)).bounds
        self.placements.append(Placement(part=item.id, copy=0, x=box[0] - x0, y=box[1] - y0, angle=angle))
        right = (box[0], box[1], box[0] + w, box[3])
        self._free(box, right, 4)
        self._free(right, (box[0], box[1], box[0] + w, box[1] + h), 4)


class SawIncumbent:
    """The best sheets so far; those of others get in when they are valid and really come apart."""

    def __init__(self, items: Sequence[Item], saw: Saw) -> None:
        self.items, self.saw = items, saw
        self.se = math.inf
        self.engine = ""
        self.layouts: tuple[Layout, ...] = ()
        self.cuts: dict[str, tuple[Cut, ...]] = {}

    def offer(self, engine: str, sheets: Sequence[SawnSheet]) -> float:
        """Take sheets that are better than those known; return how many they are (SE)."""
        se = sheet_equivalents([layout for layout, _ in sheets], self.items, self.saw.spacing)
        if se >= self.se - 1e-9:
            return se
        layouts = finalize([layout for layout, _ in sheets])
        cuts = {layout.name: made for layout, (_, made) in zip(layouts, sheets, strict=True)}
        wrong = validate(layouts, self.items, self.saw.spacing)
        if engine == "panel saw":
            refuse(wrong, NestError)
        elif wrong or not all(comes_apart(x, self.items, cuts[x.name], self.saw) for x in layouts):
            return se
        self.se, self.engine, self.layouts, self.cuts = se, engine, layouts, cuts
        return se

    def hear(self, answers: queue.Queue[tuple[str, Any]], sheet: Sheet) -> None:
        """Take the last answer of the solver."""
        last = None
        while not answers.empty():
            last = answers.get()[1]
        if last is not None:
            self.offer("packingsolver", read_trees(self.items, sheet, self.saw, last))
