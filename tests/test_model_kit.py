"""Laws of the kit: what an assembly brings fits together, stands where it says, and is on the list."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import board

from mobilier import (
    Group,
    Piece,
    Pose,
    cable_hole,
    drawer,
    flat_pile,
    levelling_feet,
    plate,
    slides_of,
    tabbed_shelves,
    tilt_wheels,
)
from mobilier.check.fit import clashes
from mobilier.check.hardware import hardware_findings, nowhere_findings
from mobilier.model.fittings import Fitting, fittings


def heights(fitting: Fitting) -> tuple[float, float]:
    """The lowest and highest corner of the boxes round its bodies, mm."""
    found = []
    for b in fitting.bodies:
        x0, y0, x1, y1 = b.part.outline.bounds
        found += [
            b.frame.to_piece(u, v, w)[2] for u in (x0, x1) for v in (y0, y1) for w in (0.0, b.part.thickness)
        ]
    return min(found), max(found)


def whole(*groups: Group) -> Piece:
    made = Group()
    made.take(*groups)
    return Piece(plates=made.plates, joints=made.joints, extras=made.extras, poses=[Pose(name="a")])


@settings(max_examples=8)
@given(width=st.floats(400, 900), high=st.floats(112, 190), depth=st.floats(205, 268))
def test_a_drawer_and_its_slides_fit_between_the_walls_of_their_bay(
    width: float, high: float, depth: float
) -> None:
    b = board(18.0)
    walls = [plate(f"wall/{k}", b, x=x, y=(0, 300), z=(0, 400)) for k, x in enumerate((-18.0, width))]
    made = drawer(0, (0.0, width, 1.5, 1.5), (150.0, high), (0.0, depth), (b, board(12.0), board(6.5)))
    made.extras.append(slides_of(made, walls))
    piece = whole(Group(list(walls)), made)
    assert clashes(piece, "a") == []
    assert hardware_findings(piece) == []
    assert nowhere_findings(piece) == []
    assert {len(line.mounts) for line in made.extras} == {4}


@given(height=st.floats(10, 60), at=st.floats(-60, 60))
def test_a_levelling_foot_stands_on_the_floor_under_its_edge(height: float, at: float) -> None:
    post = plate("post", board(18.0), x=0.0, y=(-100, 100), z=(20, 900))
    feet = levelling_feet([(post, at)], "y", height)
    (foot,) = fittings(Piece(plates=[post], joints=[], extras=[feet]))
    low, high = heights(foot)
    assert low == pytest.approx(0.0)
    assert 20 < high < 60, "its stem ends in the slot"


@settings(max_examples=12)
@given(half=st.floats(150, 600), axle=st.floats(120, 260))
def test_wheels_hang_just_off_the_floor_behind_what_they_carry(half: float, axle: float) -> None:
    b = board(18.0)
    posts = [
        plate(f"post/{side}", b, x=x, y=(axle - 250, axle - 30), z=(20, 900))
        for side, x in (("left", -half - 18), ("right", half))
    ]
    made = tilt_wheels(posts, axle - 170, axle, (30.0, 190.0), b)
    piece = whole(Group(list(posts)), made)
    assert hardware_findings(piece) == []
    wheels = [f for f in fittings(piece) if f.key == "wheel"]
    assert [heights(w)[0] for w in wheels] == pytest.approx([5.5, 5.5])
    assert min(b.box[1][1] for b in made.plates) > axle
    bored = [f for p in piece.parts for f in p.features if f.why == "bolt-wheel"]
    assert {f.circle[2] for f in bored} == {8.5}


@settings(max_examples=12)
@given(sizes=st.lists(st.tuples(st.floats(60, 900), st.floats(60, 400)), min_size=1, max_size=8))
def test_a_pile_lies_on_the_floor_shares_no_wood_and_keeps_what_is_whole(
    sizes: list[tuple[float, float]],
) -> None:
    b = board(18.0)
    plates = [
        plate(f"p/{k}", b, x=k * 1000.0, y=(0, long), z=(0, wide)) for k, (long, wide) in enumerate(sizes)
    ]
    shelf = plate("shelf", b, x=(0, 500), y=(2000, 2150), z=700.0)
    lip = plate("lip", b, x=(0, 500), y=2150.0, z=(650, 780))
    kept = Group([shelf, lip])
    motions = flat_pile([*plates, shelf, lip], [kept])
    piece = Piece(
        plates=[*plates, shelf, lip], joints=[], poses=[Pose(name="up"), Pose(name="boot", motions=motions)]
    )
    low, high = piece.extent("boot")
    assert low == pytest.approx((0.0, 0.0, 0.0), abs=1e-6)
    assert high[2] <= len(sizes) * 18.5 + 131
    assert clashes(piece, "boot") == []


@settings(max_examples=12)
@given(long=st.floats(500, 1400), level=st.floats(200, 700))
def test_shelves_before_and_behind_a_spine_take_turns_in_it(long: float, level: float) -> None:
    b = board(18.0)
    spine = plate("cloison", b, x=(0, long), y=300.0, z=(0, 900))
    ends = [plate(f"flanc/{k}", b, x=x, y=(0, 600), z=(0, 900)) for k, x in enumerate((0.0, long - 18))]
    made = tabbed_shelves([level], spine, ends, (0.0, long), (300.0, 18.0, 600.0), b)
    piece = whole(Group([spine, *ends]), made)
    assert len(made.plates) == 2
    part = piece.part_of["cloison"][0]
    spans = sorted(
        f.contours[0].bounds[::2] for f in part.features if f.kind == "cutout" and "etagere" in f.why
    )
    assert len(spans) == 6
    assert min(b[0] - a[1] for a, b in pairwise(spans)) > 25


@given(room=st.floats(0, 400), low=st.floats(0, 100))
def test_a_lead_gets_a_hole_where_wood_stays_round_it(room: float, low: float) -> None:
    holes = cable_hole(0.0, room, low, 27.0)
    assert len(holes) == (1 if room - 54 >= 41 else 0)
    outside = [h for h in holes if h.bounds[0] < 26.9 or h.bounds[2] > room - 26.9]
    assert outside == []
