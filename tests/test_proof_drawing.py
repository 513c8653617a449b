"""A sheet's DXF is judged against the parts: what it must draw, and what it may not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from proof_sheet import MATERIAL, PART, PLACE, case

from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke
from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature, Part
from mobilier.model.relief import relieve
from mobilier.profiles.types import Layers
from mobilier.proof.case import Case
from mobilier.proof.prove import prove_dxf

LAYERS = Layers(
    name="plain",
    sheet="SHEET",
    engrave="ENGRAVE_{depth}",
    drill="DRILL_{diameter}_{depth}",
    pocket="POCKET_{depth}",
    inside="IN_{depth}",
    outside="OUT_{depth}",
    notes="NOTES",
    colours=dict.fromkeys(("sheet", "engrave", "drill", "pocket", "inside", "outside", "notes"), 1),
    source="made up",
)
WORDS = ((10.0, 5.0), (30.0, 5.0))
MARKED = replace(
    PART, features=(*PART.features, Feature(kind="engraving", why="id", strokes=(WORDS,), depth=1.0))
)
CASE: Case = replace(case(), parts={"A01": MARKED})


def rings() -> dict[str, list[Contour]]:
    """Every closed contour of the sheet by layer, relieved for the 6 mm cutter."""
    part: Part = relieve(MARKED, 3.25)
    by = PLACE.transform
    slot, tray, cable, dowel = (f.contours[0].transformed(by) for f in part.features[:4])
    return {
        "SHEET": [Contour.rectangle(0, 0, 300, 200)],
        "OUT_12.0": [part.outline.transformed(by)],
        "IN_12.0": [slot],
        "POCKET_5.0": [tray],
        "DRILL_20_12.0": [cable],
        "DRILL_6_8.0": [dowel],
        "NOTES": [Contour.rectangle(0, -100, 100, -10)],
    }


def drawing(shapes: dict[str, list[Contour]], **changes: object) -> Drawing:
    layers = [Layer(name=n, contours=tuple(c)) for n, c in shapes.items()]
    layers.append(Layer(name="ENGRAVE_1.0", strokes=(Stroke.through(map(PLACE.transform.apply, WORDS)),)))
    return replace(Drawing(layers=tuple(layers)), **changes)


def moved(contour: Contour, dx: float, factor: float = 1.0) -> Contour:
    return Contour(tuple((x * factor + dx, y * factor, b) for x, y, b in contour.vertices))


def test_a_true_drawing_is_kept() -> None:
    verdict = prove_dxf(CASE, drawing(rings()), LAYERS)
    assert verdict.passed, str(verdict)
    assert verdict.worst == 0


def test_circles_count_as_rings() -> None:
    shapes = rings()
    x, y, d = shapes.pop("DRILL_20_12.0")[0].as_circle or (0.0, 0.0, 0.0)
    made = drawing(shapes)
    circles = Layer(name="DRILL_20_12.0", circles=(Circle(x, y, d),))
    assert prove_dxf(CASE, replace(made, layers=(*made.layers, circles)), LAYERS).passed


@pytest.mark.parametrize("name", list(rings()))
def test_a_missing_or_doubled_contour_is_caught(name: str) -> None:
    if name == "NOTES":
        return
    shapes = rings()
    assert not prove_dxf(CASE, drawing({**shapes, name: []}), LAYERS).passed
    assert not prove_dxf(CASE, drawing({**shapes, name: shapes[name] * 2}), LAYERS).passed


@pytest.mark.parametrize("name", ["OUT_12.0", "IN_12.0", "POCKET_5.0", "DRILL_20_12.0", "DRILL_6_8.0"])
def test_a_contour_a_tenth_off_is_caught(name: str) -> None:
    shapes = rings()
    shapes[name] = [moved(c, 0.1) for c in shapes[name]]
    verdict = prove_dxf(CASE, drawing(shapes), LAYERS)
    assert not verdict.passed
    assert verdict.worst == pytest.approx(0.1, abs=0.01)


def test_lost_bulges_sharp_corners_and_scale_are_caught() -> None:
    shapes = rings()
    flat = [Contour(tuple((x, y, 0.0) for x, y, _ in c.vertices)) for c in shapes["OUT_12.0"]]
    assert not prove_dxf(CASE, drawing({**shapes, "OUT_12.0": flat}), LAYERS).passed
    sharp = [MARKED.features[0].contours[0].transformed(PLACE.transform)]
    assert not prove_dxf(CASE, drawing({**shapes, "IN_12.0": sharp}), LAYERS).passed
    small = {k: [moved(c, 0.0, 1 / 25.4) for c in v] for k, v in shapes.items()}
    assert not prove_dxf(CASE, drawing(small), LAYERS).passed


def test_depths_layers_units_and_strokes_are_judged() -> None:
    shapes = rings()
    tray = shapes.pop("POCKET_5.0")
    assert not prove_dxf(CASE, drawing({**shapes, "POCKET_6.0": tray}), LAYERS).passed
    assert not prove_dxf(CASE, drawing({**shapes, "IN_12.0": [*shapes["IN_12.0"], *tray]}), LAYERS).passed
    assert not prove_dxf(CASE, drawing({**rings(), "ELSE": tray}), LAYERS).passed
    assert not prove_dxf(CASE, drawing(rings(), units="in"), LAYERS).passed
    bare = drawing(rings())
    assert not prove_dxf(CASE, replace(bare, layers=bare.layers[:-1]), LAYERS).passed


def test_the_board_of_the_case_decides_the_depth_of_through_layers() -> None:
    thick = MATERIAL.model_copy(update={"thickness": 12.5, "thickness_max": 12.5})
    assert not prove_dxf(replace(CASE, material=thick), drawing(rings()), LAYERS).passed
