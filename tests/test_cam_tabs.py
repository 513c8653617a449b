"""As few tabs as hold, as many as the workshop wants; no plug larger than a coin comes loose."""

from __future__ import annotations

import math
from dataclasses import replace

import cut_sheet
import pytest
import shapely
from cut_sheet import HABITS, MACHINE, MATERIAL, MILL, THICK, mill, slot, work
from guard import some
from hypothesis import given
from hypothesis import strategies as st
from test_cam_wood import BOTTOM, box, swept, verdicts_against

from mobilier.cam.setup import Setup
from mobilier.cam.sheet import SheetWork, sheet_work
from mobilier.cam.speeds import speeds_of
from mobilier.cam.tabs import BEND, SAFETY, SHEAR, SPAN, STIFFNESS, CutRing, TabNeed, count_tabs, force_of
from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature, Part
from mobilier.model.relief import relieve
from mobilier.nest.layout import Layout, Placement

NEED = TabNeed(width=8, height=3, kerf=6, thickness=THICK, force=40)


def ring(width: float, height: float) -> CutRing:
    return CutRing(part="A", copy=0, contour=Contour.rectangle(0, 0, width, height), outside=True)


@given(st.floats(120, 2400), st.floats(60, 1200), st.floats(5, 400))
def test_tabs_carry_the_cutter_twice_and_let_no_edge_bend(width: float, height: float, force: float) -> None:
    n = count_tabs(ring(width, height), replace(NEED, force=force))
    around = 2 * (width + height)
    if n == int(0.35 * around / 14):
        return  # tabs take no more than a third of an outline, whatever they hold
    assert n >= 2
    assert n * SHEAR * 24 / 1.5 >= SAFETY * force - 1e-6
    assert around / n <= SPAN + 1e-6
    narrow = min(width, height)
    give = force * (around / n) ** 3 / (192 * STIFFNESS * THICK * narrow**3 / 12)
    assert give <= BEND * 1.001


def test_a_stronger_cutter_asks_for_more_tabs_and_a_workshop_may() -> None:
    speeds, _ = speeds_of(MILL, MATERIAL, MACHINE)
    assert speeds
    force = force_of(speeds, MATERIAL.density)
    assert force_of(speeds, 2 * MATERIAL.density) == pytest.approx(2 * force)
    plate = ring(400, 300)
    assert count_tabs(plate, NEED) == 2
    assert count_tabs(plate, replace(NEED, force=400)) == math.ceil(2 * 400 / 64)
    assert count_tabs(plate, replace(NEED, spacing=200)) == 7
    assert count_tabs(plate, replace(NEED, least=5)) == 5


def test_habits_choose_number_and_spacing() -> None:
    few = sum(len(op.tabs) for op in work().operations if op.kind == "outside")
    near = work(habits=HABITS.model_copy(update={"tab_spacing": 200.0}))
    many = work(habits=HABITS.model_copy(update={"tab_least": 5}))
    assert sum(len(op.tabs) for op in near.operations if op.kind == "outside") > few
    big = [op for op in many.operations if op.kind == "outside" and op.part == "A01"]
    assert [len(op.tabs) for op in big] == [5, 5]


def holed(width: float, height: float, *, joint: bool) -> tuple[SheetWork, float]:
    """Return the work of a plate with one opening, and the largest piece that comes loose in mm²."""
    x, y = 60.0, 60.0
    feature, marked = slot(x, y, width, height)
    feature = replace(feature, why="opening")
    plate = replace(box("B1", 460, 300), features=(feature,), corners=marked if joint else ())
    plate = relieve(plate, MILL.diameter / 2 + 0.25, "dogbone")
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="B1", copy=0, x=50, y=50),))
    made = work(layout=layout, parts={"B1": plate})
    opening = shapely.box(50 + x, 50 + y, 50 + x + width, 50 + y + height)
    cuts = [swept(p, BOTTOM + 0.01) for p in some(made.toolpaths) if p.operation.why == "opening"]
    left = opening.difference(shapely.union_all(cuts).buffer(0.02))
    loose = [g for g in shapely.get_parts(left) if g.distance(opening.exterior) > 0.5]
    return made, max((g.area for g in loose), default=0.0)


@pytest.mark.parametrize("joint", [False, True])
@pytest.mark.parametrize(
    ("width", "height"),
    [(20, 20), (30, 40), (36, 36), (45, 45), (60, 60), (18.2, 60), (18.2, 140), (300, 16)],
)
def test_no_plug_larger_than_a_coin_comes_loose(width: float, height: float, joint: bool) -> None:
    made, loose = holed(width, height, joint=joint)
    (op,) = [op for op in made.operations if op.why == "opening"]
    coin = math.pi / 4 * HABITS.coin**2
    assert loose <= coin or op.skin or len(op.tabs) >= 2
    assert (op.kind == "pocket") <= ((width - 12) * (height - 12) > 0.9 * coin)


def test_no_neighbour_cuts_through_the_skin_of_a_part() -> None:
    parts = {"B1": box("B1", 200, 150), "B2": box("B2", 18, 14)}
    places = (Placement(part="B1", copy=0, x=20, y=20), Placement(part="B2", copy=0, x=227, y=60))
    made = work(layout=Layout(name="S01", sheet=cut_sheet.SHEET, placements=places), parts=parts)
    assert {op.part for op in made.skins} == {"B1", "B2"}
    kerf = shapely.box(227, 60, 245, 74).buffer(3).exterior
    through = [swept(p, BOTTOM + 0.01) for p in some(made.toolpaths)]
    assert not shapely.union_all(through).intersects(kerf)
    assert all(op.tabs for op in made.operations if op.part == "B1")


@pytest.mark.parametrize("shift", range(0, 60, 5))
def test_no_neighbour_cuts_into_the_foot_of_a_tab(shift: int) -> None:
    parts = {"B1": box("B1", 200, 150), "B2": box("B2", 200, 150)}
    places = (
        Placement(part="B1", copy=0, x=20, y=20),
        Placement(part="B2", copy=0, x=227.05, y=100 + shift),
    )
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=places)
    habits = HABITS.model_copy(update={"tab_spacing": 60.0})
    made = work(layout=layout, parts=parts, habits=habits)
    assert verdicts_against(made, layout=layout, parts=parts, habits=habits) == []


_OPENINGS = {
    "square": [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0)],
    "triangle": [(0.0, 0.0), (1.6, 0.0), (0.3, 1.4)],
    "step": [(0.0, 0.0), (1.4, 0.0), (1.3, 1.1), (1.0, 1.1), (1.0, 1.6), (0.0, 1.6)],
}


@pytest.mark.parametrize("diameter", [4.0, 6.0, 8.0, 12.0])
@pytest.mark.parametrize("shape", sorted(_OPENINGS))
def test_tabs_in_sharp_openings_keep_clear_of_the_corners_a_cutter_rounds(
    shape: str, diameter: float
) -> None:
    cutter = mill(diameter)
    # Twenty sizes side by side, from one that just takes a tab on: what holds a plug is proven, whatever.
    openings = tuple(
        Feature(
            kind="cutout",
            why=f"opening {k}",
            contours=(
                Contour.polygon_of(
                    [
                        (30.0 + 160 * (k % 5) + size * x, 30.0 + 130 * (k // 5) + size * y)
                        for x, y in _OPENINGS[shape]
                    ]
                ).turned(ccw=False),
            ),
        )
        for k, size in enumerate(cutter.diameter + 12.0 + 2.5 * k for k in range(20))
    )
    plate = Part(
        id="B01",
        name="plate",
        material="board",
        thickness=THICK,
        outline=Contour.rectangle(0, 0, 850, 550),
        features=openings,
    )
    layout = Layout(
        name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="B01", copy=0, x=25.0, y=25.0),)
    )
    habits = HABITS.model_copy(update={"coin": 0.0})
    made = sheet_work(
        Setup(
            layout=layout,
            parts={"B01": plate},
            material=MATERIAL,
            machine=MACHINE,
            cutter=cutter,
            controller=cut_sheet.controller("grbl"),
            tools=(cutter,),
            habits=habits,
        )
    )
    assert any(op.tabs for op in made.operations if op.kind == "inside")
    told = verdicts_against(
        made, habits=habits, parts={"B01": plate}, layout=layout, relief=("dogbone", diameter / 2 + 0.25)
    )
    assert told == []
