"""Glue is bought for the joints that stay together, by their length."""

from __future__ import annotations

import pytest
from pieces import board

import designs
from mobilier import Motion, Pose, edge_screw, glue, plate, screwed, tabs
from mobilier.model.assemblies.glue import glue_length


def test_only_joints_that_stay_together_are_glued() -> None:
    b = board(18.0)
    floor = plate("floor", b, x=(0, 400), y=(0, 300), z=0.0)
    wall = plate("wall", b, x=(0, 400), y=100.0, z=(0, 200))
    joints = [
        tabs(wall, into=floor),
        screwed(floor, plate("foot", b, x=(0, 400), y=0.0, z=(-90, 0)), by=edge_screw()),
    ]
    lifted = Motion(plates=("wall",), at=(0, 0, 0), along=(0, 0, 1), slide=50.0, carried=True)
    both = Motion(plates=("wall", "floor"), at=(0, 0, 0), along=(0, 0, 1), degrees=30.0)
    assert glue_length(joints, [Pose(name="closed")]) == pytest.approx(400)
    assert glue_length(joints, [Pose(name="turned", motions=(both,))]) == pytest.approx(400)
    assert glue_length(joints, [Pose(name="closed"), Pose(name="apart", motions=(lifted,))]) == 0
    assert glue(joints, [Pose(name="apart", motions=(lifted,))]) == []


def test_a_pack_is_bought_for_every_ten_metres_begun() -> None:
    piece = designs.built("chariot", "atelier")
    metres = glue_length(piece.joints, piece.poses) / 1000
    (line,) = (h for h in piece.hardware if h.key == "glue")
    assert 10 < metres < 20
    assert line.quantity == 2


def test_a_porte_that_comes_apart_for_the_car_takes_no_glue() -> None:
    assert [h for h in designs.built("porte", "passage").hardware if h.key == "glue"] == []
    assert [h.quantity for h in designs.built("porte", "comptoir").hardware if h.key == "glue"] == [1]
