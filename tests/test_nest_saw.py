"""Panel saw: every layout really comes apart by edge-to-edge cuts, in at most three stages."""

from __future__ import annotations

import queue
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.errors import NestError
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.external.engines import available
from mobilier.nest.judge import validate
from mobilier.nest.layout import Budget, Item
from mobilier.nest.layout_groups import finalize
from mobilier.nest.saw.cut_tree import SawIncumbent, ask_solver, read_trees
from mobilier.nest.saw.guillotine import nest_for_saw
from mobilier.nest.saw.panel_saw import Saw, comes_apart
from mobilier.profiles.types import Sheet

FULL = Sheet(name="full", material="ply", length=2500, width=1220)
SAW = Saw(kerf=4, trim=10)
QUICK = Budget(effort="quick")


def panel(name: str, w: float, h: float, n: int, *, grained: bool = True) -> Item:
    region = Region(Contour.rectangle(0, 0, w, h))
    turns = (0.0, 180.0) if grained else (0.0, 90.0, 180.0, 270.0)
    return Item(id=name, region=region, quantity=n, material="ply", rotations=turns)


sizes = st.tuples(st.integers(60, 1100), st.integers(60, 900), st.integers(1, 7), st.booleans())


@settings(max_examples=25, deadline=None)
@given(st.lists(sizes, min_size=1, max_size=6))
def test_the_cuts_free_every_panel_and_all_are_there(panels: list[tuple[int, int, int, bool]]) -> None:
    items = [panel(f"p{k}", w, h, n, grained=g) for k, (w, h, n, g) in enumerate(panels)]
    found = nest_for_saw(items, [FULL], SAW, QUICK)
    assert validate(found.nesting.layouts, items, SAW.spacing) == []
    assert found.nesting.layouts
    assert found.cuts.keys() == {layout.name for layout in found.nesting.layouts}
    assert all(comes_apart(x, items, found.cuts[x.name], SAW) for x in found.nesting.layouts)
    assert {c.stage for cuts in found.cuts.values() for c in cuts} <= {1, 2, 3, 4}


def test_the_referee_sees_a_missing_cut() -> None:
    items = [panel("p", 400, 300, 5)]
    found = nest_for_saw(items, [FULL], SAW, QUICK)
    layout = found.nesting.layouts[0]
    cuts = found.cuts[layout.name]
    assert comes_apart(layout, items, cuts, SAW)
    assert len(cuts) >= 5
    assert not any(comes_apart(layout, items, cuts[:k] + cuts[k + 1 :], SAW) for k in range(len(cuts)))


def test_panels_that_fill_the_trimmed_sheet_exactly_need_one_sheet() -> None:
    items = [panel("p", (2480 - 3 * 4) / 4, (1200 - 4) / 2, 8)]
    assert len(nest_for_saw(items, [FULL], SAW, QUICK).nesting.layouts) == 1


def test_many_copies_share_one_pattern_and_the_answer_is_the_same_twice() -> None:
    items = [panel("a", 800, 390, 60), panel("b", 390, 260, 30)]
    first, second = (nest_for_saw(items, [FULL], SAW, QUICK) for _ in range(2))
    assert first.cuts == second.cuts
    assert first.nesting.layouts == second.nesting.layouts


def test_ragged_sheets_and_too_small_a_stock_are_refused() -> None:
    ragged = FULL.model_copy(update={"outline": ((0.0, 0.0), (2500.0, 0.0), (0.0, 1220.0))})
    with pytest.raises(NestError, match="whole rectangles"):
        nest_for_saw([panel("p", 100, 100, 1)], [ragged], SAW, QUICK)
    with pytest.raises(NestError, match=r"stock-too-small.*p ×1"):
        nest_for_saw([panel("p", 2400, 1100, 2)], [FULL.model_copy(update={"quantity": 1})], SAW, QUICK)
    with pytest.raises(NestError, match="part-too-large"):
        nest_for_saw([replace(panel("p", 2490, 100, 1))], [FULL], SAW, QUICK)


def test_a_tree_of_cuts_becomes_cuts_that_free_its_panels() -> None:
    items = [panel("a", 800.05, 400, 2), panel("b", 300, 650, 1, grained=False)]
    nodes = [
        [0, 0, 24800, 0, 12000, -1, [1, 6]],
        [1, 0, 24800, 0, 6500, -2, [2, 4]],
        [2, 0, 8001, 0, 6500, -2, [3]],
        [3, 0, 8001, 0, 4000, 0, []],
        [2, 8041, 11041, 0, 6500, -2, [5]],
        [3, 8041, 11041, 0, 6500, 1, []],
        [1, 0, 24800, 6540, 10540, -2, [7]],
        [2, 0, 8001, 6540, 10540, 0, []],
    ]
    ((layout, cuts),) = read_trees(items, FULL, SAW, [nodes])
    assert validate([replace(x, name="S01") for x in finalize([layout])], items, SAW.spacing) == []
    assert comes_apart(layout, items, cuts, SAW)
    assert [c.stage for c in cuts if c.stage < 3] == [1, 1, 2, 2, 2]


def test_the_solver_is_heard_and_its_sheets_come_apart_too() -> None:
    if not available("packingsolver"):
        pytest.skip("packingsolver cannot be installed for this Python")
    items = [panel("a", 811.3, 390, 6), panel("b", 390, 263, 8, grained=False)]
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    child = ask_solver(items, [FULL], SAW, 1.0, answers)
    assert child is not None
    assert child.process.wait(60) == 0
    child.thread.join(10)
    child.kill()
    best = SawIncumbent(items, SAW)
    best.hear(answers, FULL)
    assert best.engine == "packingsolver"
    assert validate(best.layouts, items, SAW.spacing) == []
