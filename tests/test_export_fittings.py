"""Hardware in the pictures: castors stand on the floor, hinges lie on their axes, counts add up."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import Engraving, fitted, plate
from mobilier.errors import DesignError
from mobilier.export.drawing.icons import hardware_icon
from mobilier.export.views.manual import manual
from mobilier.export.views.pictures import piece_pictures, pose_picture
from mobilier.export.views.render import render
from mobilier.export.views.stages import Stages
from mobilier.geometry.frame import Frame, dot, plus
from mobilier.geometry.points import Vector
from mobilier.model.fittings import Fitting, carried, fittings, step_of
from mobilier.model.piece import Piece

PIECES = designs.presets()


def corners(fitting: Fitting) -> list[Vector]:
    """The corners of the boxes round the bodies of a fitting."""
    out = []
    for b in fitting.bodies:
        x0, y0, x1, y1 = b.part.outline.bounds
        out += [
            b.frame.to_piece(x, y, w) for x in (x0, x1) for y in (y0, y1) for w in (0.0, b.part.thickness)
        ]
    return out


@pytest.mark.parametrize(("name", "preset"), PIECES)
def test_castors_stand_on_the_floor_under_their_board(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    wanted = {h.key: h.quantity for h in piece.hardware}.get("castor", 0)
    found = [f for f in fittings(piece) if f.key == "castor"]
    assert len(found) == wanted
    for f in found:
        part, instance = piece.part_of[f.plate]
        under = min(instance.frame.to_piece(0, 0, w)[2] for w in (0.0, part.thickness))
        heights = [c[2] for c in corners(f)]
        assert min(heights) == pytest.approx(0.0, abs=1e-6)
        assert max(heights) == pytest.approx(under, abs=1e-6)


@pytest.mark.parametrize(("name", "preset"), PIECES)
def test_hinges_lie_on_the_axis_of_a_joint_and_none_is_missing(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    for h in piece.hardware:
        joints = [j for j in piece.joints if j.axis and j.fixing and j.fixing.key == h.key]
        found = [f for f in fittings(piece) if f.key == h.key and not f.rest]
        if not joints:
            continue
        assert len(found) == sum(x.quantity for x in piece.hardware if x.key == h.key)
        for f in found:
            body, _ = f.bodies
            x0, y0, x1, y1 = body.part.outline.bounds
            middle = body.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2)
            mine = [j.axis for j in joints if j.a.name == f.plate]
            assert any(_off_axis(middle, axis) < 1e-6 for axis in mine if axis)


def _off_axis(p: Vector, axis: tuple[Vector, Vector]) -> float:
    d = plus(p, axis[0], -1.0)
    along = dot(d, axis[1])
    return max(0.0, dot(d, d) - along * along) ** 0.5


@pytest.mark.parametrize(("name", "preset"), PIECES)
def test_a_fitting_comes_in_a_step_that_has_its_plate(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    for f in fittings(piece):
        n = step_of(piece, f)
        built = {p for s in piece.steps[: n + 1] for p in s.plates}
        assert f.plate in built
        assert f.key in piece.steps[n].hardware


@given(st.floats(-180, 180), st.floats(-180, 180), st.tuples(*[st.floats(-500, 500)] * 3))
def test_what_is_mounted_keeps_its_distance_when_the_plate_turns(a: float, b: float, by: Vector) -> None:
    before = Frame((10.0, 20.0, 30.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))
    after = before.turned((0, 0, 0), (0, 0, 1), a).turned((5, 5, 5), (1, 0, 0), b).moved(by)
    thing = Frame((40.0, -7.0, 12.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    found = carried(thing, before, after)
    assert before.to_local(thing.origin) == pytest.approx(after.to_local(found.origin), abs=1e-6)
    for mine, moved in ((thing.u, found.u), (thing.v, found.v), (thing.normal, found.normal)):
        for old, new in ((before.u, after.u), (before.v, after.v)):
            assert dot(mine, old) == pytest.approx(dot(moved, new), abs=1e-9)


@pytest.mark.parametrize("name", designs.NAMES)
def test_a_piece_of_any_values_is_drawn_whole(name: str) -> None:
    dice = random.Random(f"drawn {name}")
    for _ in range(50):
        try:
            piece = designs.built(name, **designs.drawn(name, dice))
        except DesignError:
            continue
        made, missing = piece_pictures(piece)
        assert missing == []
        assert {name for told in manual(piece) for name in told.pictures} <= set(made)
        return
    pytest.fail("no draw could be built")


def engraved(svg: str) -> int:
    return svg.count('stroke="#6b4a2b"')


def test_engraved_letters_are_seen_from_the_front_only() -> None:
    from mobilier.export.views.scene import Camera

    strokes = tuple(tuple((x, y + 150) for x, y in s) for s in fitted("ICI", 300.0, 100.0))
    marks = [Engraving(strokes=strokes, depth=2.0, why="sign")]
    boards = [
        plate("sign", board(18.0), x=(-200, 200), y=0.0, z=(0, 300), engravings=e, face=True)
        for e in (marks, [])
    ]
    signed, plain = (Stages.of(Piece(plates=[b], joints=[])) for b in boards)
    assert engraved(pose_picture(signed)) == 1
    assert engraved(pose_picture(signed, camera=Camera(azimuth=180 + 32))) == 0
    assert engraved(pose_picture(plain)) == 0


def test_the_render_is_wood_on_a_shadow_in_the_pose_that_takes_most_floor() -> None:
    svg = render(Stages.of(designs.built("maisonnette")))
    assert "<title>maisonnette open</title>" in svg
    assert svg.count('fill-opacity="0.28"') == 1
    assert svg.index("fill-opacity") < svg.index("stroke")
    assert svg == render(Stages.of(designs.built("maisonnette")))


def test_every_key_of_the_shipped_designs_has_a_pictogram_of_its_own_kind() -> None:
    parcel = hardware_icon("nothing known").replace("nothing known", "")
    keys = {h.key for name, preset in PIECES for h in designs.built(name, preset).hardware}
    plain = {k for k in keys if hardware_icon(k).replace(k, "") == parcel}
    assert plain <= {"led", "fabric"}
    assert hardware_icon("bolt-castor").replace("bolt-castor", "") == hardware_icon("bolt").replace(
        "bolt", ""
    )
