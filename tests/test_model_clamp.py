"""Clamped joints: tabs carry, bolts between them pull; a level plate on bolts alone is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import Bolt, Piece, bolted, clamped, plate, sold
from mobilier.check.fit import fit_findings
from mobilier.check.shear import shear_findings
from mobilier.model.bill import fixings_of
from mobilier.model.clamp import clamps_at


def bolt() -> Bolt:
    return Bolt(key="bolt", article=sold("bolt-m8-captive", near={"length": 60.0}), nut=(13.0, 6.5))


def counter(deep: float, thickness: float = 18.0, tabs: int = 2) -> Piece:
    """A level board between two posts, clamped."""
    b = board(thickness)
    posts = [plate(f"post/{k}", b, x=x, y=(0, deep + 60), z=(0, 500)) for k, x in enumerate((0.0, 600.0))]
    level = plate("counter", b, x=(0, 600 + thickness), y=(30, deep + 30), z=400)
    joints = [clamped(level, post, by=bolt(), count=tabs) for post in posts]
    return Piece(plates=[level, *posts], joints=joints)


@given(deep=st.floats(160, 500), thickness=st.floats(15, 24), tabs=st.integers(2, 3))
def test_tabs_fit_and_a_bolt_stands_in_every_gap(deep: float, thickness: float, tabs: int) -> None:
    piece = counter(deep, thickness, tabs)
    assert [str(f.message) for f in fit_findings(piece) if f.level == "error"] == []
    for joint in piece.joints:
        assert fixings_of(joint) == len(clamps_at(joint)) == tabs - 1
    (post,) = (p for p in piece.parts if p.name == "post")
    assert sum(f.kind == "hole" for f in post.features) == tabs - 1
    assert sum(f.kind == "cutout" for f in post.features) == tabs


def test_a_level_plate_on_bolts_alone_is_refused_and_on_clamped_tabs_is_not() -> None:
    b = board(18.0)
    post = plate("post", b, x=0.0, y=(0, 300), z=(0, 500))
    shelf = plate("shelf", b, x=(18, 400), y=(30, 270), z=300)
    wall = plate("wall", b, x=(18, 400), y=150.0, z=(0, 250))
    hung = Piece(plates=[post, shelf], joints=[bolted(post, shelf, by=bolt(), count=2)])
    (found,) = shear_findings(hung)
    assert found.rule == "shear"
    assert dict(found.values)["slip"] == pytest.approx(2 * 1300 * 0.3)
    upright = Piece(plates=[post, wall], joints=[bolted(post, wall, by=bolt(), count=2)])
    assert shear_findings(upright) == []
    assert shear_findings(counter(240)) == []


@pytest.mark.parametrize("preset", ["comptoir", "totem", "passage"])
def test_the_porte_hangs_what_is_level_on_wood(preset: str) -> None:
    piece = designs.built("porte", preset)
    assert shear_findings(piece) == []
    held = [j for j in piece.joints if j.word == "clamped"]
    assert len(held) >= 2
    as_before = [replace(j, word="bolted", a=j.b, b=j.a) for j in held]
    assert len(shear_findings(replace(piece, joints=[*as_before]))) == len(held)
