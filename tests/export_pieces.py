"""A stool of four plates: the smallest piece with slots, steps and two poses."""

from __future__ import annotations

from export_bench import BOARD

from mobilier.model.hardware import Hardware
from mobilier.model.joint import tabs
from mobilier.model.piece import Piece, Step
from mobilier.model.plate import plate


def stool() -> Piece:
    """Two legs, a rail between them, a seat on top: tabs everywhere."""
    t = BOARD.thickness
    left = plate("leg/left", BOARD, x=40, y=(0, 300), z=(0, 450))
    right = plate("leg/right", BOARD, x=460 - t, y=(0, 300), z=(0, 450))
    rail = plate("rail", BOARD, x=(40, 460), y=150 - t / 2, z=(150, 300))
    seat = plate("seat", BOARD, x=(0, 500), y=(-10, 310), z=450 - t)
    return Piece(
        plates=[left, right, rail, seat],
        joints=[
            tabs(rail, into=left),
            tabs(rail, into=right),
            tabs(left, into=seat),
            tabs(right, into=seat),
        ],
        steps=[
            Step(key="frame", plates=("leg/left", "leg/right", "rail"), people=2),
            Step(key="seat", plates=("seat",), hardware=("glue",)),
        ],
        hardware=[Hardware(key="glue", quantity=1, size="250 g")],
        letter="S",
        name="stool",
        preset="low",
        values={"board": BOARD},
    )
