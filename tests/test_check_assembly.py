"""Order of assembly, ways between poses, parts at any angle."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pieces import board, box

from mobilier import (
    Contour,
    DesignError,
    Motion,
    Piece,
    Pose,
    Step,
    butt_hinge,
    edge_screw,
    hinged,
    opening,
    plate,
    screwed,
    tabs,
    turned,
)
from mobilier.check.assembly import insertions, motion_findings
from mobilier.check.fit import clashes, solids_of
from mobilier.check.solids import common_wood

PLY = board(18)


def ordered(*names: str, apart: bool = False) -> Piece:
    """The box, put together in this order."""
    return replace(box(PLY), steps=[Step(key="all", plates=names, apart=apart)])


GOOD = ("side/left", "bottom", "side/right", "end/front", "end/back", "rail", "cross")


def test_a_box_goes_together_in_a_good_order() -> None:
    ways, found = insertions(ordered(*GOOD))
    assert [str(f) for f in found] == []
    assert [w.plate for w in ways] == list(GOOD)
    directions = {w.plate: tuple(round(x) for x in w.direction) for w in ways}
    assert directions["bottom"] == (-1, 0, 0)
    assert directions["side/right"] == (-1, 0, 0)
    assert directions["cross"] == (0, 0, -1)


def test_a_bottom_between_standing_sides_is_blocked() -> None:
    """Its tabs would have to pass through both sides at once."""
    _, found = insertions(
        ordered("side/left", "side/right", "bottom", "end/front", "end/back", "rail", "cross")
    )
    assert [(f.rule, f.where.split()[1]) for f in found] == [("blocked-step", "bottom")]
    assert "side/left, side/right" in found[0].message


def test_a_half_lap_closes_one_way_only() -> None:
    """The piece with its slot below goes on last, from above."""
    _, found = insertions(ordered(*GOOD[:5], "cross", "rail"))
    assert {f.rule for f in found} == {"blocked-step"}


def test_a_forgotten_plate_is_named() -> None:
    _, found = insertions(ordered(*GOOD[:-1]))
    assert [(f.rule, f.where) for f in found] == [("not-assembled", "cross")]


def cupboard(stop: float) -> Piece:
    """A post and a door hinged on it; a block stands ``stop`` mm from the hinge in the door's way."""
    post = plate("post", PLY, x=0.0, y=(0, 200), z=(0, 600))
    door = plate("door", PLY, x=(18, 318), y=-18.0, z=(0, 600))
    block = plate("block", PLY, x=(stop, stop + 300), y=(-400, -100), z=600 - 18.0)
    pin = butt_hinge()
    return Piece(
        plates=[post, door, block],
        joints=[hinged(door, post, at=(18, 0, 0), along=(0, 0, 1), by=pin)],
        poses=[
            Pose(name="closed"),
            Pose(
                name="open",
                motions=(Motion(plates=("door",), at=(18, 0, 0), along=(0, 0, 1), degrees=-90),),
            ),
        ],
    )


def test_a_door_swings_freely() -> None:
    assert motion_findings(cupboard(400)) == []


@pytest.mark.parametrize("stop", [60.0, 150.0])
def test_a_door_that_meets_a_block_on_its_way_is_stopped(stop: float) -> None:
    """Neither pose clashes; the way between them does."""
    piece = cupboard(stop)
    assert clashes(piece, "closed") == []
    assert clashes(piece, "open") == []
    found = motion_findings(piece)
    assert [(f.rule, f.where.split()[1]) for f in found] == [("blocked-motion", "door")]
    assert "block" in found[0].message


def test_what_is_carried_is_not_swept() -> None:
    piece = cupboard(150)
    carried = replace(piece.poses[1].motions[0], carried=True)
    assert (
        motion_findings(replace(piece, poses=[piece.poses[0], Pose(name="open", motions=(carried,))])) == []
    )


def test_the_floor_stops_a_foot() -> None:
    """A foot that turns about a pivot too low for it goes through the floor."""
    foot = plate("foot", PLY, x=(0, 800), y=0.0, z=(40, 200))
    turn = Motion(plates=("foot",), at=(400, 0, 120), along=(0, 1, 0), degrees=90)
    piece = Piece(plates=[foot], joints=[], poses=[Pose(name="open"), Pose(name="compact", motions=(turn,))])
    found = motion_findings(piece)
    assert [f.rule for f in found] == ["blocked-motion"]
    assert "the floor" in found[0].message


def test_the_floor_stops_a_round_foot_however_it_is_turned() -> None:
    """The box of a disc that is turned in its plane reaches below the floor; the disc does not."""
    disc = Contour.circle(100.0, 100.0, 200.0)
    foot = plate("foot", PLY, x=(0, 200), y=0.0, z=(0, 200), outline=disc)
    foot = turned(foot, at=(100.0, 0.0, 100.0), along=(0, 1, 0), degrees=45)
    down = Motion(plates=("foot",), at=(0, 0, 0), along=(0, 0, -1), slide=20)
    piece = Piece(plates=[foot], joints=[], poses=[Pose(name="open"), Pose(name="low", motions=(down,))])
    assert ["the floor" in f.message for f in motion_findings(piece)] == [True]


@pytest.mark.parametrize(("lift", "hits"), [(25.0, True), (0.0, False), (-25.0, False)])
def test_parts_at_an_angle_share_wood_or_not(lift: float, hits: bool) -> None:
    """A roof pan at 30° over a wall: through it, or clear of it."""
    wall = plate("wall", PLY, x=0.0, y=(0, 300), z=(0, 500 + lift))
    pan = turned(
        plate("pan", PLY, x=(-50, 400), y=(0, 300), z=500.0), at=(0, 0, 500), along=(0, 1, 0), degrees=-30
    )
    piece = Piece(plates=[wall, pan], joints=[])
    a, b = solids_of(piece)
    assert (common_wood(a, b) is not None) == hits


def test_a_gable_tabs_into_a_tilted_pan() -> None:
    """Mid-planes at a right angle: every joint word works in a tilted frame."""
    pan = turned(
        plate("pan", PLY, x=(0, 500), y=(0, 300), z=500.0), at=(0, 0, 500), along=(0, 1, 0), degrees=-30
    )
    c, s = 3**0.5 / 2, 0.5
    top = [
        (0, 500),
        (500 * c, 500 + 500 * s),
        (500 * c - 18 * s, 500 + 500 * s + 18 * c),
        (-18 * s, 500 + 18 * c),
    ]
    gable = plate(
        "gable", PLY, x=(-9, 433), y=141.0, z=(200, 800), outline=[(-9, 200), (433, 200), *top[1:3], top[3]]
    )
    piece = Piece(plates=[pan, gable], joints=[tabs(gable, into=pan, count=2)])
    assert len([f for f in piece.parts[0].features if f.kind == "cutout"]) == 2
    assert clashes(piece, "closed") == []


def test_a_joint_on_a_rounded_corner_is_refused_with_its_reason() -> None:
    side = plate("side", PLY, x=0.0, y=(0, 300), z=(0, 400), corner=60)
    shelf = plate("shelf", PLY, x=(0, 400), y=(0, 300), z=0.0)
    with pytest.raises(DesignError, match=r"side.*straight"):
        _ = Piece(plates=[side, shelf], joints=[tabs(side, into=shelf)]).parts


def test_a_joint_through_an_opening_is_refused() -> None:
    side = plate(
        "side", PLY, x=0.0, y=(0, 300), z=(0, 400), openings=[opening((100, 200), (5, 60), corner=5)]
    )
    shelf = plate("shelf", PLY, x=(0, 400), y=(0, 300), z=0.0, openings=[])
    with pytest.raises(DesignError, match="opening of side"):
        _ = Piece(plates=[side, shelf], joints=[tabs(side, into=shelf)]).parts


def test_screws_need_a_contact() -> None:
    a = plate("a", PLY, x=(0, 300), y=(0, 200), z=0.0)
    b = plate("b", PLY, x=100.0, y=(0, 200), z=(30, 200))
    with pytest.raises(DesignError, match="does not touch"):
        _ = Piece(plates=[a, b], joints=[screwed(a, b, by=edge_screw())]).parts
