"""Hardware takes up room: hinges drawn in wood are refused, hinges in an inside corner are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import Group, Piece, Pose, Requirement, butt_hinge, corner_hinged, hinge_room, hinged, plate
from mobilier.check.hardware import ground_clearance, hardware_findings
from mobilier.check.webs import web_findings
from mobilier.errors import DesignError
from mobilier.model.assemblies.turning import free_places, knuckle
from mobilier.model.fittings import fittings
from mobilier.model.hinge import pilots

Z = (0.0, 0.0, 1.0)


def gate(degrees: float, thickness: float = 18.0, away: float | None = None) -> Piece:
    """A leg in the inside corner of an end, turned out by ``degrees``; ``away``: where it begins."""
    b = board(thickness)
    by = butt_hinge()
    end = plate("end", b, x=0.0, y=(0, 300), z=(0, 400))
    x = thickness + (hinge_room(by, degrees, b) if away is None else away)
    leg = plate("leg", b, x=(x, x + 250), y=-thickness, z=(0, 400))
    made: Group = corner_hinged(
        leg, end, corner=(thickness, 0, 0), into=(1, 1, 0), along=Z, degrees=-degrees, by=by, count=2
    )
    poses = [Pose(name="hung"), Pose(name="out", motions=tuple(made.motions))]
    return Piece(plates=[end, leg], joints=made.joints, poses=poses)


@given(degrees=st.floats(20, 95), thickness=st.floats(12, 24))
def test_a_leaf_in_an_inside_corner_clears_wood_and_hinge_all_the_way(
    degrees: float, thickness: float
) -> None:
    assert hardware_findings(gate(degrees, thickness)) == []


def test_a_knuckle_centred_on_the_arris_stands_in_both_plates() -> None:
    b = board(18.0)
    by = butt_hinge()
    end = plate("end", b, x=0.0, y=(0, 300), z=(0, 400))
    leg = plate("leg", b, x=(18, 268), y=-18.0, z=(0, 400))
    piece = Piece(plates=[end, leg], joints=[hinged(leg, end, at=(18, 0, 0), along=Z, by=by, count=2)])
    found = hardware_findings(piece)
    assert {f.rule for f in found} == {"hardware-clash"}
    assert max(float(dict(f.values)["depth"]) for f in found) == pytest.approx(knuckle(by), abs=0.05)


def test_both_flaps_of_a_corner_hinge_get_pilots_that_the_router_drills() -> None:
    piece = gate(60)
    (joint,) = piece.joints
    for p in (joint.a, joint.b):
        holes = pilots(joint, p)
        assert len(holes) == 6
        assert {h.diameter for h in holes} == {2.5}
    drilled = [f for part in piece.parts for f in part.features if f.kind == "hole"]
    assert len(drilled) == 12
    assert [w for part in piece.parts for w in web_findings(part, cutter=6.0)] == []


def test_hinges_keep_off_what_stands_beside_them() -> None:
    by = butt_hinge()
    low, high = free_places("leg", (0, 700), [(300, 320), (600, 700)], by)
    assert low - 40 > 0
    assert high + 40 < 600
    with pytest.raises(DesignError, match="no free place"):
        free_places("leg", (0, 150), [], by)


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_no_hinge_of_a_shipped_piece_stands_in_wood_in_any_pose(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    assert [str(f.message) for f in hardware_findings(piece)] == []


def test_a_shipped_piece_with_legs_has_its_hinges_judged() -> None:
    assert sum(f.rest for f in fittings(designs.built("chariot", "atelier"))) == 10


def test_legs_that_hang_low_drag() -> None:
    b = board(18.0)
    low = Piece(plates=[plate("leg", b, x=(0, 100), y=0.0, z=(20, 400))], joints=[])
    high = Piece(plates=[plate("leg", b, x=(0, 100), y=0.0, z=(75, 400))], joints=[])
    asked = Requirement(kind="ground-clearance", values={}, pose="closed")
    assert [dict(f.values)["clear"] for f in ground_clearance(low, asked)] == [20.0]
    assert ground_clearance(high, asked) == []


@pytest.mark.parametrize("preset", ["atelier", "pmr"])
def test_shoes_come_down_to_the_floor_on_the_bench(preset: str) -> None:
    piece = designs.built("chariot", preset)
    _, high = piece.extent("bench")
    frames = piece.frames("bench")
    shoes = [(p, i) for p in piece.parts for i in p.instances if i.plate.startswith("semelle")]
    assert len(shoes) == 4
    for part, i in shoes:
        ring = part.outline.polygon(0.005).exterior.coords
        assert min(frames[i.plate].to_piece(x, y)[2] for x, y in ring) == pytest.approx(0.0, abs=0.1)
    assert high[2] > 700
