"""Leaves and desks bend as a hand-computed beam, pieces tip and weigh as counted."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import Piece, Requirement, Step, plate
from mobilier.check import bending, body


def test_a_beam_gives_what_the_hand_computes() -> None:
    """I = 320 × 17.6³ / 12 = 145 380 mm⁴; 750 × 1065³ / (48 × 4500 × 145 380) = 28.9 mm."""
    assert bending.sag(750, 1065, 320, 17.6) == pytest.approx(28.85, abs=0.05)
    assert bending.sag(750, 680, 340, 17.6) == pytest.approx(7.07, abs=0.05)


@given(span=st.floats(400, 1500), width=st.floats(200, 500), rail=st.floats(0, 2e9))
def test_a_rail_never_makes_it_softer(span: float, width: float, rail: float) -> None:
    bare = bending.sag(750, span, width, 18)
    assert bending.sag(750, span, width, 18, rail) <= bare
    assert bending.sag(750, span, width, 24) == pytest.approx(bare * (18 / 24) ** 3)


def _asked(span: float, thickness: float) -> Requirement:
    return Requirement(kind="deflection", values={"span": span, "width": 320.0, "thickness": thickness})


def test_legs_that_stand_square_leave_a_leaf_that_gives_too_much() -> None:
    """The Chariot before its legs turned out by 60°: 1065 mm between them."""
    piece = designs.built("chariot", "atelier")
    assert [f.level for f in bending.deflection(piece, _asked(1065, 17.6))] == ["warning"]
    assert [f.level for f in bending.deflection(piece, _asked(1200, 17.6))] == ["error"]
    assert bending.deflection(piece, _asked(1065, 24.0)) == []


@pytest.mark.parametrize(("name", "preset"), [p for p in designs.presets() if p[0] != "porte"])
def test_shipped_pieces_keep_what_they_promise(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    judged = [r for r in piece.requirements if r.kind in ("deflection", "tilt")]
    assert "tilt" in {r.kind for r in judged}
    for r in judged:
        check = bending.deflection if r.kind == "deflection" else body.tilt
        assert check(piece, r) == []
    assert body.lift_findings(piece) == []


def test_an_offset_and_a_load_aloft_make_it_tip_sooner() -> None:
    piece = designs.built("maisonnette")
    (asked,) = (r for r in piece.requirements if r.kind == "tilt")
    angles = []
    for drop in ((), ("aloft",), ("aloft", "middle")):
        values = {k: v for k, v in asked.values.items() if k not in drop} | {"angle": 89.0}
        (found,) = body.tilt(piece, replace(asked, values=values))
        angles.append(float(dict(found.values)["angle"]))
    assert angles == sorted(angles)
    assert angles[-1] - angles[0] > 0.5
    narrow = {**asked.values, "base_width": asked.values["base_width"] - 140}
    assert [f.rule for f in body.tilt(piece, replace(asked, values=narrow))] == ["tilt"]


def test_two_people_do_not_turn_over_what_four_can() -> None:
    b = board(18.0)
    plates = [plate(f"wall/{k}", b, x=(0, 1200), y=100.0 * k, z=(0, 1200)) for k in range(5)]
    step = Step(key="castors", plates=tuple(p.name for p in plates), people=2, lifts=True)
    (found,) = body.lift_findings(Piece(plates=plates, joints=[], steps=[step]))
    assert dict(found.values)["need"] == 3
    for many in (replace(step, people=3), replace(step, lifts=False)):
        assert body.lift_findings(Piece(plates=plates, joints=[], steps=[many])) == []
