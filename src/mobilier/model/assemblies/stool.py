"""A stool: a square seat on two legs that cross under its diagonals, and its two places, stowed and in use.

The feet stand under the corners: a load on a corner of the seat stays between them.
"""

from __future__ import annotations

from mobilier.geometry.contour import rounded
from mobilier.geometry.points import Point
from mobilier.model.joint import halved, tabs
from mobilier.model.piece import Group, Motion
from mobilier.model.plate import plate, turned
from mobilier.profiles.types import Material

SEAT = 450.0
"""mm. Height of a stool."""

FOOT = 70.0
"""mm. Width of a foot."""

REACH = 1.15
"""How far a leg reaches along the diagonal, of half the seat's width: just inside its round corners."""


def stool(which: str, board: Material, *, at: Point, wide: float, stands: float, out: float) -> Group:
    """Return a stool stowed with its middle over ``at`` at height ``stands``; carried out to y = −``out``."""
    t = board.thickness
    (x, y), (low, high), half = at, (stands, stands + SEAT), wide / 2
    seat = plate(
        f"assise/{which}",
        board,
        x=(x - half, x + half),
        y=(y - half, y + half),
        z=high - t,
        corner=60,
        grain="x",
    )
    reach = REACH * half
    radii = [5.0, 5.0, 30.0, 30.0, 5.0, 5.0, 20.0, 0.0, 0.0, 20.0]
    one, two = (
        turned(
            plate(
                f"pied de tabouret/{which} {name}",
                board,
                x=(x - reach, x + reach),
                y=y - t / 2,
                z=(low, high),
                outline=rounded(_leg(x, reach, (low, high), t), radii),
                grain="z",
            ),
            at=(x, y, 0.0),
            along=(0.0, 0.0, 1.0),
            degrees=degrees,
        )
        for name, degrees in (("a", 45.0), ("b", 135.0))
    )
    joints = [
        halved(one, two, opens="+z"),
        tabs(one, into=seat, count=2, width=45, margin=35),
        tabs(two, into=seat, count=2, width=45, margin=35),
    ]
    made = Group([seat, one, two], joints)
    made.motions += [
        Motion(plates=made.names, at=(0, 0, 0), along=(0, -1, 0), slide=y + out, carried=True),
        Motion(plates=made.names, at=(0, 0, 0), along=(0, 0, -1), slide=low, carried=True),
    ]
    return made


def _leg(c: float, reach: float, z: tuple[float, float], t: float) -> list[Point]:
    """The outline of a leg about its middle: two feet under an arch, narrower under the seat."""
    low, high = z
    half = [
        (reach, low),
        (reach - FOOT, low),
        (reach - FOOT - 30, low + 150),
    ]
    top = [(reach - 25, high - t - 30), (reach - 25, high)]
    left = [(c - d, h) for d, h in half]
    right = [(c + d, h) for d, h in reversed(half)]
    return [*left, *right, *((c + d, h) for d, h in top), *((c - d, h) for d, h in reversed(top))]
