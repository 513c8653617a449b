"""The face that shows is the one that lay up on the machine, or it is said which parts show the other."""

from __future__ import annotations

import pytest
from pieces import board

from mobilier import Piece, Plate, plate, tabs, turned
from mobilier.check.faces import face_findings
from mobilier.geometry.points import Vector


def case(*, outward: bool, face: bool) -> Piece:
    """Two sides and a top; each side with its upper face out (or in), and never mirrored or free to be."""
    b = board(18.0)
    sides = [
        plate(f"side/{k}", b, x=x, y=(0, 400), z=(0, 400), face=face) for k, x in enumerate((0.0, 382.0))
    ]
    if outward:
        sides[0] = _over(sides[0])
    top = plate("top", b, x=(0, 400), y=(0, 400), z=340.0)
    return Piece(plates=[*sides, top], joints=[tabs(top, into=s) for s in sides], name="case")


def _over(p: Plate) -> Plate:
    """The plate turned over about an upright axis through its middle."""
    (x0, x1), (y0, y1), _ = p.box
    middle: Vector = ((x0 + x1) / 2, (y0 + y1) / 2, 0.0)
    return turned(p, at=middle, along=(0.0, 0.0, 1.0), degrees=180.0)


def told(piece: Piece) -> list[str]:
    """The parts whose lower face shows."""
    return [key for f in face_findings(piece) for key in str(dict(f.values)["parts"]).split(", ")]


@pytest.mark.parametrize("face", [True, False])
def test_a_side_with_its_upper_face_in_is_named(face: bool) -> None:
    piece = case(outward=False, face=face)
    assert piece.part_of["side/0"][0].id in told(piece)
    assert {f.level for f in face_findings(piece)} == {"note"}


def test_the_remedy_turns_it_over() -> None:
    assert told(case(outward=True, face=True)) == []


def test_a_face_towards_the_floor_is_nobody_s_business() -> None:
    b = board(18.0)
    low, high = (plate("shelf", b, x=(0, 600), y=(0, 300), z=z) for z in (300.0, 1800.0))
    assert told(Piece(plates=[low], joints=[])) == []
    assert told(Piece(plates=[high], joints=[])) == []
    over = turned(low, at=(300.0, 150.0, 309.0), along=(1.0, 0.0, 0.0), degrees=180.0)
    assert len(told(Piece(plates=[over], joints=[]))) == 1
