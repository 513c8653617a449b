"""A driver reaches every screw at its step, or the joint is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import Piece, Step, edge_screw, plate, screwed
from mobilier.check.access import DRIVER, access_findings
from mobilier.geometry.frame import dot
from mobilier.model.bill import fixings_of
from mobilier.model.clamp import cut_clamps
from mobilier.model.contact import cut_contact
from mobilier.model.screws import screws_of

REACH = DRIVER[0][2]


def spine(gap: float, *, late: bool = True) -> Piece:
    """A shelf screwed through a spine; a board stands ``gap`` mm before the heads, in before or after."""
    b = board(18.0)
    upright = plate("spine", b, x=0.0, y=(0, 300), z=(0, 400))
    shelf = plate("shelf", b, x=(18, 300), y=(0, 300), z=200.0)
    wall = plate("wall", b, x=-gap - 18, y=(0, 300), z=(0, 400))
    joints = [screwed(upright, shelf, by=edge_screw(), count=2)]
    order = (upright, wall, shelf) if late else (upright, shelf, wall)
    steps = [Step(key="case", plates=tuple(p.name for p in order), hardware=("screw-edge",))]
    return Piece(plates=[upright, shelf, wall], joints=joints, steps=steps)


@given(gap=st.floats(5, 400))
def test_a_board_before_the_heads_is_told_with_its_distance(gap: float) -> None:
    found = access_findings(spine(gap))
    if gap > REACH + 1:
        assert found == []
    elif gap < REACH - 1:
        (one,) = found
        told = dict(one.values)
        assert (one.rule, told["blocked"], told["screws"]) == ("driver-access", 2, 2)
        assert float(told["free"]) == pytest.approx(gap, abs=1.1)


@given(gap=st.floats(5, 170))
def test_the_remedy_of_an_earlier_turn_frees_the_screws(gap: float) -> None:
    assert access_findings(spine(gap, late=False)) == []


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_screws_stand_where_the_holes_of_their_joint_are(name: str, preset: str) -> None:
    """What is driven is what is bought and drilled: number, place and face."""
    joints = [j for j in designs.built(name, preset).joints if j.fixing and j.word != "hinged"]
    for joint in joints:
        screws = screws_of(joint)
        assert len(screws) == fixings_of(joint), joint.label
        holes = cut_clamps(joint)[0] if joint.word == "clamped" else cut_contact(joint)[0]
        held = joint.b if joint.word == "clamped" else joint.a
        spots = [held.frame.to_local(s.head) for s in screws]
        for hole, spot in zip(holes, spots, strict=True):
            assert spot[:2] == pytest.approx(hole.at, abs=1e-6), joint.label
        assert {round(min(abs(s[2]), abs(s[2] - held.thickness)), 6) for s in spots} <= {0.0}


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_heads_look_away_from_the_mate(name: str, preset: str) -> None:
    words = {"screwed", "bolted", "clamped"}
    screws = [s for j in designs.built(name, preset).joints if j.word in words for s in screws_of(j)]
    for s in screws:
        held, mate = (s.joint.b, s.joint.a) if s.joint.word == "clamped" else (s.joint.a, s.joint.b)
        x0, y0, x1, y1 = mate.outline.bounds
        middle = mate.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, mate.thickness / 2)
        assert s.plate == held.name
        assert dot(s.out, middle) < dot(s.out, s.head), s.joint.label


@pytest.mark.parametrize("length", [1000.0, 1180.0, 1300.0, 1450.0])
def test_a_piano_hinge_may_lack_a_screw_in_ten(length: float) -> None:
    assert access_findings(designs.built("chariot", length=length)) == []


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_every_screw_of_a_shipped_piece_can_be_driven(name: str, preset: str) -> None:
    assert [str(f.message) for f in access_findings(designs.built(name, preset))] == []
