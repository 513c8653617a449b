"""What moves is held in each pose, and a dry joint is kept closed, or the piece is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import (
    Hardware,
    Motion,
    Piece,
    Plate,
    Pose,
    Requirement,
    butt_hinge,
    held,
    hinged,
    plate,
    sold,
    tabs,
)
from mobilier.check.held import held_findings
from mobilier.model.mount import mounted_on

Z = (0.0, 0.0, 1.0)
ROLLS = Requirement(kind="ground-clearance", values={}, pose="closed")


def door(degrees: float, *more: Plate, hook: str = "") -> Piece:
    """A door beside a post that turns about an upright axis; ``hook``: the pose it is caught in."""
    b = board(18.0)
    post = plate("post", b, x=0.0, y=(0, 300), z=(0, 600))
    leaf = plate("leaf", b, x=(26, 300), y=0.0, z=(50, 550))
    at = (22.0, 22.0, 300.0)
    turn = Motion(plates=("leaf",), at=at, along=Z, degrees=degrees)
    bought = []
    if hook:
        mount = held(mounted_on(post, (150.0, 300.0), upper=True, along=(0, 1)), leaf, hook)
        bought.append(Hardware(key="hook", quantity=1, article=sold("cabin-hook"), mounts=(mount,)))
    return Piece(
        plates=[post, leaf, *more],
        joints=[hinged(leaf, post, at=at, along=Z, by=butt_hinge())],
        poses=[Pose(name="closed"), Pose(name="open", motions=(turn,))],
        extras=bought,
        requirements=[ROLLS],
    )


def told(piece: Piece) -> set[tuple[str, str]]:
    """The poses in which something is loose, and how it is said."""
    return {(str(dict(f.values)["pose"]), str(f.message)) for f in held_findings(piece)}


@given(degrees=st.floats(10, 75))
def test_a_door_about_an_upright_axis_is_loose_wherever_nothing_catches_it(degrees: float) -> None:
    assert {pose for pose, _ in told(door(degrees))} == {"closed", "open"}


@pytest.mark.parametrize("pose", ["closed", "open"])
def test_a_hook_holds_in_its_own_pose_only(pose: str) -> None:
    assert {p for p, _ in told(door(60, hook=pose))} == {"closed", "open"} - {pose}


def test_a_stop_on_either_side_holds() -> None:
    b = board(18.0)
    before = plate("before", b, x=(200, 300), y=-20.0, z=(0, 600))
    behind = plate("behind", b, x=(200, 300), y=20.0, z=(0, 600))
    assert {p for p, _ in told(door(60, before, behind))} == {"open"}
    assert {p for p, _ in told(door(60, before))} == {"closed", "open"}


def test_weight_holds_what_hangs_but_not_on_the_way() -> None:
    b = board(18.0)
    top = plate("top", b, x=(0, 600), y=(0, 400), z=700.0)
    leaf = plate("leaf", b, x=(0, 600), y=-26.0, z=(400, 692))
    at = (0.0, -4.0, 696.0)
    turn = Motion(plates=("leaf",), at=at, along=(1.0, 0.0, 0.0), degrees=-90)
    joint = hinged(leaf, top, at=at, along=(1.0, 0.0, 0.0), by=butt_hinge())
    still = Piece(
        plates=[top, leaf], joints=[joint], poses=[Pose(name="closed"), Pose(name="up", motions=(turn,))]
    )
    assert {p for p, _ in told(still)} == {"up"}, "raised, nothing carries it"
    assert {p for p, _ in told(replace(still, requirements=[ROLLS]))} == {"closed", "up"}


def test_a_dry_tab_comes_out_unless_something_closes_over_it() -> None:
    b = board(18.0)
    ends = [plate(f"end/{k}", b, x=x, y=(0, 300), z=(0, 300)) for k, x in enumerate((0.0, 482.0))]
    shelf = plate("shelf", b, x=(0, 500), y=(0, 300), z=150.0)
    joints = [tabs(shelf, into=end, count=2) for end in ends]
    dry = Piece(plates=[*ends, shelf], joints=joints)
    found = held_findings(dry)
    assert {(str(f.where), f.level) for f in found} == {("P01 end/0", "warning"), ("P01 end/1", "warning")}
    packs = Hardware(key="glue", quantity=1, article=sold("glue-pu"))
    assert held_findings(replace(dry, extras=[packs])) == []


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_everything_is_held_in_every_pose_of_a_shipped_piece(name: str, preset: str) -> None:
    assert [str(f.message) for f in held_findings(designs.built(name, preset))] == []


def test_pieces_without_their_catches_are_refused() -> None:
    """The pieces as they were: wings without stays, buttresses without a strap, leaves without hooks."""
    for name, preset in (("maisonnette", "duo"), ("porte", "comptoir"), ("chariot", "atelier")):
        piece = designs.built(name, preset)
        bare = [replace(h, mounts=tuple(replace(m, to="") for m in h.mounts)) for h in piece.extras]
        assert {f.rule for f in held_findings(replace(piece, extras=bare))} == {"held"}, name
