"""What cannot be cut is named; clamps, screws, labels and drawings of the way."""

from __future__ import annotations

import itertools

import cut_sheet
import pytest
import shapely
from cut_sheet import (
    DRILL,
    HABITS,
    LAYOUT,
    MACHINE,
    MILL,
    RELIEVED,
    mill,
    usual,
    work,
)

from mobilier.cam.moves import Program
from mobilier.cam.sheet import SheetWork
from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout, Placement


def cuts(made: SheetWork) -> list[Program]:
    return [p for p in made.programs if p.role == "cut"]


# --- bad input: named, with a remedy, and no program ---------------------------------------------------


def alone(*features: Feature, outline: Contour | None = None) -> tuple[Layout, dict[str, Part]]:
    part = Part(
        id="X01", name="panel", material="board", thickness=18.0,
        outline=outline or Contour.rectangle(0, 0, 300, 200), features=features,
    )  # fmt: skip
    layout = Layout(
        name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="X01", copy=0, x=50, y=50),)
    )
    return layout, {"X01": part}


def opening(ring: Contour, why: str = "slot") -> Feature:
    return Feature(kind="cutout", why=why, contours=(ring.turned(ccw=False),))


BAD = {
    "a slot narrower than the cutter": (
        opening(Contour.rectangle(50, 50, 150, 55.9)), "no-tool-fits", ("X01 panel", "slot", "5.90 mm wide"),
    ),
    "a slot as wide as the cutter": (
        opening(Contour.rectangle(50, 50, 150, 56)), "no-tool-fits", ("slot",),
    ),
    "a radius too small": (
        opening(Contour(((50, 50, 0), (100, 50, 0), (100, 98, 0.41421356), (98, 100, 0), (50, 100, 0)))),
        "no-tool-fits", ("radius of 2.00", "cutter's is 3"),
    ),
    "a neck": (
        opening(Contour.polygon_of([(20, 20), (80, 20), (80, 48), (100, 48), (100, 20), (160, 20), (160, 80),
                                    (100, 80), (100, 52), (80, 52), (80, 80), (20, 80)])),
        "no-tool-fits", ("neck near",),
    ),
    "a pocket narrower than the cutter": (
        Feature(kind="pocket", why="groove", contours=(Contour.rectangle(20, 20, 90, 24),), depth=5),
        "no-tool-fits", ("groove", "4.00 mm wide"),
    ),
    "a hole too small": (
        Feature(kind="hole", why="pin", contours=(Contour.circle(50, 50, 3),)),
        "no-tool-fits", ("pin", "3 mm wide"),
    ),
    "a label without an engraver": (
        Feature(kind="engraving", why="name", strokes=(((10, 10), (20, 10)),), depth=0.3),
        "no-tool-fits", ("name", "too wide to engrave"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", BAD.values(), ids=BAD)
def test_what_cannot_be_cut_is_named(case: tuple[Feature, str, tuple[str, ...]]) -> None:
    feature, rule, words = case
    layout, parts = alone(feature)
    made = work(layout=layout, parts=parts)
    assert made.programs == ()
    (finding,) = [f for f in made.findings if f.level == "error"]
    assert finding.rule == rule
    assert finding.remedy
    assert all(w in str(finding) for w in words), str(finding)


def test_a_smaller_tool_of_the_lab_is_taken_where_the_large_one_does_not_fit() -> None:
    layout, parts = alone(opening(Contour.rectangle(50, 50, 150, 55)), opening(Contour.circle(200, 100, 50)))
    made = work(layout=layout, parts=parts, tools=(MILL, mill(3)))
    assert [(op.why, op.kind, op.tool.name) for op in made.operations] == [
        ("slot", "inside", "mill_3"),
        ("slot", "inside", "mill_6"),
        ("outline", "outside", "mill_6"),
    ]


def test_flutes_too_short_are_named() -> None:
    layout, parts = alone()
    made = work(layout=layout, parts=parts, tools=(mill(6, reach=12.0),))
    assert "its flutes reach 12 mm, the cut is 18.30 mm deep" in str(made.findings[0])


def test_parts_too_near_are_named_with_the_missing_millimetres() -> None:
    _, parts = alone()
    places = tuple(Placement(part="X01", copy=k, x=50 + 304.5 * k, y=50) for k in range(2))
    made = work(layout=Layout(name="S01", sheet=cut_sheet.SHEET, placements=places), parts=parts)
    assert "4.50 mm away, the kerf takes 6 mm (1.50 mm missing)" in str(made.findings[0])
    assert made.programs == ()


def test_travel_is_refused_with_the_missing_millimetres() -> None:
    layout, parts = alone()
    machine = MACHINE.model_copy(update={"travel": (300.0, 660.0, 80.0)})
    made = work(layout=layout, parts=parts, machine=machine)
    assert made.programs == ()
    found = [f for f in made.findings if f.rule == "beyond-travel"]
    assert found
    assert all(f.level == "error" and "mm missing" in f.message for f in found)


def test_a_part_face_down_with_a_pocket_is_refused() -> None:
    place = Placement(part="A01", copy=0, x=360, y=20, flipped=True)
    made = work(layout=Layout(name="S01", sheet=cut_sheet.SHEET, placements=(place,)))
    assert [f.rule for f in made.findings if f.level == "error"] == ["wrong-face-up"]


def test_a_cut_in_a_clamp_is_refused_and_rapids_go_around_it() -> None:
    assert "cut-in-clamp" in {f.rule for f in work(clamps=((0, 0, 30, 30),)).findings}
    clamp = (372.0, 150.0, 412.0, 300.0)
    places = (LAYOUT.placements[0], Placement(part="A02", copy=1, x=500, y=180))
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=places)
    made = work(layout=layout, clamps=(clamp,))
    assert made.programs
    box = shapely.box(*clamp).buffer(MILL.diameter / 2)
    for program in made.programs:
        for a, b in itertools.pairwise(program.moves):
            line = shapely.LineString([(a.x, a.y), (b.x, b.y)])
            assert line.length == 0 or not line.intersects(box), program.name


def test_hold_down_screws_stand_in_waste_clear_of_every_cut() -> None:
    made = work(habits=HABITS.model_copy(update={"screws": 250.0}))
    assert len(made.screws) >= 4
    cut = shapely.union_all(
        [
            shapely.LineString([(a.x, a.y), (b.x, b.y)]).buffer(MILL.diameter / 2)
            for p in cuts(made)
            for a, b in itertools.pairwise(p.moves)
            if b.kind != "rapid" and (a.x, a.y) != (b.x, b.y)
        ]
    )
    for screw in made.screws:
        head = shapely.Point(screw.x, screw.y).buffer(screw.diameter / 2)
        assert not head.intersects(cut)
        assert shapely.box(0, 0, 900, 600).contains(head)
    marks = next(p for p in made.programs if p.role == "screws")
    assert sum(m.kind == "line" for m in marks.moves) == len(made.screws)
    assert "M0" in marks.text


# --- labels, pictures --------------------------------------------------------------------------------


def test_labels_are_engraved_inside_their_parts_clear_of_openings() -> None:
    tools = (*cut_sheet.TOOLS, mill(3))
    made = work(habits=HABITS.model_copy(update={"label_height": 12.0}), tools=tools)
    assert made.programs
    labels = [op for op in made.operations if op.kind == "engrave"]
    assert {(op.part, op.copy) for op in labels} == {(p.part, p.copy) for p in LAYOUT.placements}
    for op in labels:
        place = next(p for p in LAYOUT.placements if (p.part, p.copy) == (op.part, op.copy))
        part = RELIEVED[op.part]
        free = part.region.transformed(place.transform).polygon()
        for f in part.features:
            free = free.difference(f.contours[0].transformed(place.transform).polygon())
        assert all(free.buffer(-op.tool.diameter / 2).covers(shapely.LineString(s)) for s in op.strokes)
    assert made.operations[: len(labels)] == tuple(labels)


def test_drills_are_matched_and_other_holes_bored() -> None:
    kinds = {(op.why, op.kind, op.tool.name) for op in usual().operations if op.part == "A01"}
    assert {("dowel", "drill", DRILL.name), ("screw", "drill", DRILL.name)} <= kinds
    assert {("bolt", "bore", MILL.name), ("cable", "inside", MILL.name)} <= kinds
