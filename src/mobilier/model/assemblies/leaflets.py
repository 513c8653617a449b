"""Shelves for leaflets between two posts: paper stands between a lip in front and a higher one behind."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.model.joint import tabs
from mobilier.model.piece import Group, Requirement
from mobilier.model.plate import Span, plate
from mobilier.profiles.types import Material

DEPTH = 150.0
"""mm. Of a shelf."""

CLEAR = 230.0
"""mm. Over a shelf: a leaflet of 210 (DL, A5) and a finger."""

LIPS = (80.0, 100.0)
"""mm. The lips in front and behind above the shelf: paper of 210 does not fold over them."""


def pitch_of(board: Material) -> float:
    """Return how far apart shelves stand, mm."""
    return CLEAR + _rim(board) + board.thickness + 2


def leaflet_shelves(most: int, z: Span, across: Span, board: Material) -> list[Group]:
    """Return as many shelves as find room over ``z``, at most ``most``, evenly spread.

    ``across``: half the room between the posts, and half of what is over them, mm.
    """
    number = min(most, int((z[1] - z[0]) // pitch_of(board)))
    pitch = (z[1] - z[0]) / number if number else 0.0
    return [_shelf(k, z[0] + pitch * k, across, board) for k in range(number)]


def _shelf(k: int, level: float, across: Span, board: Material) -> Group:
    """Return a shelf and its lips; they reach down as far as slots need."""
    (inner, outer), half, t = across, DEPTH / 2, board.thickness
    under = level + _rim(board)
    shelf = plate(f"tablette depliants/{k}", board, x=(-outer, outer), y=(-half, half), z=under)
    places: Sequence[tuple[str, float, float]] = (("front", -half, LIPS[0]), ("back", half - t, LIPS[1]))
    lips = [
        plate(
            f"rebord/{k} {which}",
            board,
            x=(-inner, inner),
            y=y,
            z=(level, under + t + high),
            corner=10,
            grain="x",
        )
        for which, y, high in places
    ]
    room = {"x0": -inner, "x1": inner, "y0": t - half, "y1": half - t, "low": under + t, "lip": LIPS[0]}
    promise = Requirement(kind="leaflets", values={**room, "clear": CLEAR})
    return Group([shelf, *lips], [tabs(shelf, into=lip, margin=120) for lip in lips], promises=[promise])


def _rim(board: Material) -> float:
    """Return how much wood stands under a slot, mm."""
    return max(1.5 * board.thickness, 25.0) + 2
