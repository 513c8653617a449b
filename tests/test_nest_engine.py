"""The laws of a nesting: complete, valid, the same every time, rules of the workshop kept."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
import shapely

from mobilier.errors import NestError
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest import nest, nest_what_fits, validate
from mobilier.nest.bounds import bound_of
from mobilier.nest.constraints import GrainRun, LayoutWishes, Pin
from mobilier.nest.engine.pipeline import ROUNDS
from mobilier.nest.engine.search import Pace
from mobilier.nest.files import layouts_json, layouts_of
from mobilier.nest.layout import Budget, Item, Layout, Nesting, Placement, Spacing
from mobilier.nest.layout_groups import group_alike
from mobilier.nest.objective import sheet_equivalents
from mobilier.nest.offcuts import find_offcuts
from mobilier.profiles.types import Sheet

FURNITURE = Path(__file__).parents[2] / "shared" / "data" / "furniture"
QUICK = Budget(effort="quick", seed=1)
FREE = (0.0, 90.0, 180.0, 270.0)
SPACING = Spacing(gap=8, margin=(10, 10, 10, 10))
FULL = Sheet(name="full", material="ply", length=2500, width=1220)


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(ROUNDS, "quick", Pace(rounds=2, idle=2, moves=1_500))


def panel(
    name: str, w: float, h: float, n: int = 1, turns: tuple[float, ...] | None = FREE, group: str = ""
) -> Item:
    region = Region(Contour.rectangle(0, 0, w, h))
    return Item(id=name, region=region, quantity=n, material="ply", rotations=turns, group=group)


def frame(name: str, w: float, h: float, t: float, n: int = 1) -> Item:
    hole = Contour.rectangle(t, t, w - t, h - t).turned(ccw=False)
    region = Region(Contour.rectangle(0, 0, w, h), (hole,))
    return Item(id=name, region=region, quantity=n, material="ply", rotations=FREE)


def ell(name: str, n: int) -> Item:
    points = [(0, 0), (600, 0), (600, 120), (120, 120), (120, 500), (0, 500)]
    region = Region(Contour.polygon_of(points))
    return Item(id=name, region=region, quantity=n, material="ply", rotations=FREE)


def boxes(layouts: Sequence[Layout], items: Sequence[Item], part: str) -> list[tuple[str, tuple[float, ...]]]:
    known = {i.id: i for i in items}
    return [
        (layout.name, known[p.part].region.transformed(p.transform).bounds)
        for layout in layouts
        for p in layout.placements
        if p.part == part
    ]


def solved(items: Sequence[Item], stock: Sequence[Sheet] = (FULL,), spacing: Spacing = SPACING) -> Nesting:
    found = nest(items, stock, spacing, QUICK)
    assert validate(found.layouts, items, spacing) == []
    assert len(found.layouts) >= found.bound
    return found


def chariot() -> list[Item]:
    path = FURNITURE / "chariot.json"
    if not path.exists():
        pytest.skip("the furniture workloads are not beside the project")
    return [
        Item(
            id=p["id"],
            region=Region(
                Contour.polygon_of(p["outline"]).turned(ccw=True),
                tuple(Contour.polygon_of(h).turned(ccw=False) for h in p.get("holes", [])),
            ),
            quantity=p["quantity"],
            material="ply",
            rotations=(0.0, 180.0) if p["grain"] else FREE,
        )
        for p in json.loads(path.read_text())["parts"]
    ]


def test_a_piece_of_furniture_is_packed_better_than_any_box_packer() -> None:
    items = chariot()
    found = solved(items)
    assert len(found.layouts) == found.bound == 2
    assert sheet_equivalents(found.layouts, items, SPACING) < 1.76


def test_counted_effort_gives_the_same_bytes_twice() -> None:
    items = [ell("l", 9), panel("p", 400, 300, 7), frame("f", 500, 400, 60, 2)]
    first, second = (layouts_json(nest(items, [FULL], SPACING, QUICK).layouts) for _ in range(2))
    assert first == second


def test_layouts_survive_their_file() -> None:
    found = solved([ell("l", 5), panel("p", 400.1234, 300, 4)])
    text = layouts_json(found.layouts)
    assert layouts_of(text) == found.layouts
    assert layouts_json(layouts_of(text)) == text


GOOD_FILE = layouts_json(
    [Layout(name="S01", sheet=FULL, placements=(Placement(part="p", copy=0, x=1.0, y=2.0),))]
)


@pytest.mark.parametrize(
    ("text", "case", "english", "french"),
    [
        (GOOD_FILE[:-9], "", "line 3", "line 3"),
        ("[]", "table", "holds no table", "pas de table"),
        ('{"schema": 7}', "schema", "it says '7'", "il dit « 7 »"),
        ('{"schema": 1}', "missing", "layouts is missing", "layouts manque"),
        (GOOD_FILE.replace('"x": 1.0, ', ""), "missing", "0.placements.0.x is missing", "x manque"),
        (GOOD_FILE.replace("2.0", "NaN"), "", "NaN is no figure", "NaN is no figure"),
        (GOOD_FILE.replace('"copies": 1', '"copies": 0'), "value", "copies cannot be '0'", "être « 0 »"),
    ],
)
def test_a_file_that_is_no_layouts_is_told_with_its_place(
    text: str, case: str, english: str, french: str
) -> None:
    with pytest.raises(NestError) as told:
        layouts_of(text, "old.json")
    (finding,) = told.value.findings
    assert (finding.case, finding.where) == (case, "old.json")
    assert finding.rule in ("layout-file", "unreadable-file", "bad-document")
    assert english in told.value.text("en")
    assert french in told.value.text("fr")


def test_a_file_never_says_minus_zero() -> None:
    layout = Layout(name="S01", sheet=FULL, placements=(Placement(part="p", copy=0, x=-1e-9, y=-0.0),))
    assert "-0" not in layouts_json([layout])


def test_names_and_copies_count_up() -> None:
    found = solved([panel("p", 1200, 600, 9)])
    assert [layout.name for layout in found.layouts] == [
        f"S{n:02d}" for n in range(1, len(found.layouts) + 1)
    ]
    copies = sorted(p.copy for layout in found.layouts for p in layout.placements)
    assert copies == list(range(9))


def test_panels_that_fill_the_sheet_to_the_millimetre_fit() -> None:
    items = [panel("p", (2480 - 8) / 2, (1200 - 8) / 2, 4)]
    assert len(solved(items).layouts) == 1


def test_small_parts_lie_in_the_windows_of_large_ones() -> None:
    items = [frame("window", 2480, 1200, 40), panel("p", 500, 300, 8)]
    assert len(solved(items).layouts) == 1


def test_grain_turns_with_the_sheet() -> None:
    along = panel("p", 1000, 300, 2, turns=(0.0, 180.0))
    for grain, wide in (("x", 1000), ("y", 300)):
        found = solved([along], [FULL.model_copy(update={"grain": grain})])
        widths = [box[2] - box[0] for _, box in boxes(found.layouts, [along], "p")]
        assert widths == [pytest.approx(wide)] * 2


def test_clamps_defects_and_ragged_offcuts_are_kept_clear() -> None:
    outline = ((0.0, 0.0), (1500.0, 0.0), (1500.0, 500.0), (700.0, 500.0), (700.0, 1100.0), (0.0, 1100.0))
    defect = ((300.0, 300.0), (420.0, 310.0), (350.0, 420.0))
    rest = Sheet(
        name="rest", material="ply", length=1500, width=1100, outline=outline, defects=(defect,), quantity=1
    )
    spacing = replace(SPACING, keep_out=((0.0, 200.0, 60.0, 300.0),))
    items = [panel("p", 290, 180, 12), ell("l", 3)]
    found = solved(items, [rest, FULL], spacing)
    assert "rest" in {layout.sheet.name for layout in found.layouts}


def test_offcuts_in_store_are_used_before_a_sheet_is_bought() -> None:
    rest = Sheet(name="rest", material="ply", length=900, width=600, quantity=3)
    found = solved([panel("p", 400, 270, 12)], [FULL, rest])
    assert {layout.sheet.name for layout in found.layouts} == {"rest"}


def test_the_cheaper_of_two_sizes_is_chosen() -> None:
    small = Sheet(name="small", material="ply", length=1250, width=1220, cost=30)
    large = FULL.model_copy(update={"cost": 80.0})
    found = solved([panel("p", 600, 590, 4)], [large, small])
    assert [layout.sheet.name for layout in found.layouts] == ["small"]


def test_the_cheapest_mix_of_sizes_is_bought() -> None:
    """Three quarters of the parts fill a large sheet; the rest needs no second one."""
    small = Sheet(name="small", material="ply", length=1250, width=1220, cost=45)
    large = FULL.model_copy(update={"cost": 80.0})
    found = solved([panel("p", 600, 590, 10)], [large, small])
    assert sorted(layout.sheet.name for layout in found.layouts) == ["full", "small"]


def test_many_copies_use_the_offcuts_and_still_share_programs() -> None:
    rest = Sheet(name="rest", material="ply", length=1250, width=610, quantity=2)
    items = [panel("a", 1150, 560, 40), panel("b", 380, 270, 80)]
    found = solved(items, [FULL, rest])
    assert sum(layout.sheet.name == "rest" for layout in found.layouts) == 2
    assert len(group_alike(found.layouts)) <= len(found.layouts) // 2


def test_a_part_too_large_is_named_with_its_size_and_a_remedy() -> None:
    with pytest.raises(
        NestError, match=r"gable.*1400\.0 × 1300\.0.*2500|gable.*1300\.0 × 1400\.0.*1420"
    ) as told:
        nest([panel("gable", 1400, 1300), panel("p", 10, 10)], [FULL], SPACING, QUICK)
    assert "part-too-large" in str(told.value)
    assert "[part-too-large] p:" not in str(told.value)


def test_stock_too_small_says_how_many_remain() -> None:
    with pytest.raises(NestError, match=r"stock-too-small.*2 of 6 parts.*p ×2.*add about 1"):
        nest([panel("p", 1200, 590, 6)], [FULL.model_copy(update={"quantity": 1})], SPACING, QUICK)


def test_what_fits_is_still_shown() -> None:
    items = [panel("p", 1200, 590, 6), panel("gable", 1400, 1300)]
    layouts, left = nest_what_fits(items, [FULL.model_copy(update={"quantity": 1})], SPACING)
    assert left == {"p": 2, "gable": 1}
    assert sum(len(layout.placements) for layout in layouts) == 4


@pytest.mark.parametrize(
    ("items", "stock", "spacing", "rule"),
    [
        ([panel("p", 10, 10), panel("p", 20, 20)], [FULL], SPACING, "repeated-part"),
        ([panel("p", 10, 10, -1)], [FULL], SPACING, "quantity"),
        ([panel("p", 10, 10, turns=())], [FULL], SPACING, "rotations"),
        ([panel("p", 10, 10)], [], SPACING, "stock"),
        ([panel("p", 10, 10)], [FULL], replace(SPACING, gap=-1), "spacing"),
        ([panel("p", 10, 10)], [FULL], replace(SPACING, margin=(10, 700, 10, 700)), "margins"),
        (
            [
                replace(
                    panel("p", 1, 1), region=Region(Contour.polygon_of([(0, 0), (90, 90), (90, 0), (0, 90)]))
                )
            ],
            [FULL],
            SPACING,
            "outline",
        ),
    ],
)
def test_bad_input_is_told_by_rule(
    items: list[Item], stock: list[Sheet], spacing: Spacing, rule: str
) -> None:
    with pytest.raises(NestError, match=rf"\[{rule}\]"):
        nest(items, stock, spacing, QUICK)


def test_nothing_ordered_is_no_sheet() -> None:
    assert nest([panel("p", 100, 100, 0)], [FULL], SPACING, QUICK).layouts == ()


def test_pinned_parts_stay_where_they_are_told() -> None:
    items = [panel("p", 500, 400, 6), ell("l", 2)]
    pins = [Pin(part="p", sheet="full", number=1, x=900.0, y=400.0, angle=0.0)]
    found = nest(items, [FULL], SPACING, QUICK, wishes=LayoutWishes(pins=tuple(pins)))
    assert validate(found.layouts, items, SPACING) == []
    assert (900.0, 400.0, 0.0) in {(p.x, p.y, p.angle) for p in found.layouts[0].placements if p.part == "p"}


def test_fronts_of_a_run_lie_side_by_side_in_order() -> None:
    items = [
        panel("low", 500, 250, 1, (0.0, 180.0)),
        panel("high", 500, 120, 2, (0.0, 180.0)),
        panel("p", 300, 300, 5),
    ]
    run = GrainRun(name="drawers", parts=("low", "high", "high"), along="y")
    found = nest(items, [FULL], SPACING, QUICK, wishes=LayoutWishes(runs=(run,)))
    assert validate(found.layouts, items, SPACING) == []
    places = boxes(found.layouts, items, "low") + boxes(found.layouts, items, "high")
    assert len({name for name, _ in places}) == 1
    assert len({round(box[0], 3) for _, box in places}) == 1
    rows = sorted((box[1], box[3]) for _, box in places)
    gaps = [begin - end for (_, end), (begin, _) in pairwise(rows)]
    assert gaps == [pytest.approx(8, abs=0.002)] * 2


def test_groups_can_be_kept_apart() -> None:
    items = [panel("a", 700, 500, 3, group="one"), panel("b", 700, 500, 3, group="two")]
    together = solved(items)
    apart = nest(items, [FULL], SPACING, QUICK, wishes=LayoutWishes(apart=True))
    assert validate(apart.layouts, items, SPACING) == []
    assert len(together.layouts) == 1
    assert [{p.part for p in layout.placements} for layout in apart.layouts] == [{"a"}, {"b"}]


def test_going_on_from_a_layout_never_makes_it_worse() -> None:
    items = [ell("l", 11), panel("p", 420, 310, 9)]
    first = solved(items)
    again = nest(items, [FULL], SPACING, replace(QUICK, seed=7), wishes=LayoutWishes(start=first.layouts))
    assert validate(again.layouts, items, SPACING) == []
    before, after = (sheet_equivalents(f.layouts, items, SPACING) for f in (first, again))
    assert after <= before + 1e-9


def test_bounds_are_never_above_what_was_reached_and_cliques_are_seen() -> None:
    items = [panel("big", 1300, 700, 5), panel("p", 100, 100, 10)]
    bound = bound_of(items, [FULL], SPACING)
    assert bound.clique == 5
    assert bound.area <= bound.ring <= len(solved(items).layouts)
    assert len(solved(items).layouts) == 5
    two = [panel("half", 1236, 1200, 4)]
    assert bound_of(two, [FULL], SPACING).clique == 1


def test_offcuts_are_free_of_parts_and_go_back_to_stock() -> None:
    items = [panel("p", 600, 500, 3), ell("l", 2)]
    found = solved(items)
    rests = find_offcuts(found.layouts, items, SPACING)
    assert rests
    assert all(rest.sheet.length >= rest.sheet.width for rest in rests)
    known = {i.id: i.region for i in items}
    distances = [
        known[p.part].transformed(p.transform).polygon().distance(shapely.box(*rest.box))
        for rest in rests
        for layout in found.layouts
        for p in layout.placements
        if layout.name == rest.layout
    ]
    assert min(distances) >= 8 - 0.01
    again = nest([panel("q", 200, 140)], [rests[0].sheet], SPACING, QUICK)
    assert len(again.layouts) == 1


def test_many_copies_are_cut_by_few_programs() -> None:
    items = [panel("a", 1150, 560, 40), panel("b", 380, 270, 80)]
    found = solved(items)
    assert len(group_alike(found.layouts)) <= len(found.layouts) // 2
    assert len(found.layouts) == 14  # four a to a sheet and no room beside them; 24 b to a sheet


def test_time_is_kept_and_the_answer_is_said_to_depend_on_it() -> None:
    items = [ell("l", 6), panel("p", 420, 310, 5)]
    found = nest(items, [FULL], SPACING, Budget(seconds=2.0))
    assert found.timed
    assert validate(found.layouts, items, SPACING) == []
