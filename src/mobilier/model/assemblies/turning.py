"""Plates that turn on another in an inside corner: both flaps on faces, the knuckle off the wood."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.errors import DesignError
from mobilier.geometry.frame import Frame, plus
from mobilier.geometry.points import Vector
from mobilier.model.hardware import Fixing
from mobilier.model.hinge import room
from mobilier.model.joint import hinged
from mobilier.model.piece import Group, Motion
from mobilier.model.plate import Plate, Span
from mobilier.profiles.types import Material

BESIDE = 3.0
"""mm. Air between a hinge and what stands beside it along its axis."""


def knuckle(by: Fixing) -> float:
    """Return the radius of a hinge's knuckle: both faces stand off the axis by it, mm."""
    return (by.article.size.diameter or 0.0) / 2


def hinge_room(by: Fixing, degrees: float, board: Material) -> float:
    """Return how far from the face of its mate a leaf of ``board`` begins that turns ``degrees``, mm."""
    return room(knuckle(by), degrees, board.thickness)


def corner_hinged(  # one keyword a measure: the words that designs are written in
    leaf: Plate,
    mate: Plate,
    *,
    corner: Vector,
    into: Vector,
    along: Vector,
    degrees: float,
    by: Fixing,
    count: int = 1,
    places: Sequence[float] = (),
    taking: Sequence[Plate] = (),
) -> Group:
    """Return a leaf that turns on its mate about the inside corner of two of their faces.

    ``corner`` is a point of the line where the faces' planes meet, ``into`` the sum of the two unit
    vectors out of them (the axis stands off both by the knuckle's radius); ``taking`` are plates on
    the leaf, which turn with it.
    """
    at = plus(corner, into, knuckle(by))
    joint = hinged(leaf, mate, at=at, along=along, by=by, count=count, places=places)
    names = (leaf.name, *(p.name for p in taking))
    return Group([leaf], [joint], [Motion(plates=names, at=at, along=along, degrees=degrees)])


def swung(point: Vector, motion: Motion) -> Vector:
    """Return where a point goes with a motion."""
    return motion.moved(Frame(point, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))).origin


def free_places(where: str, within: Span, taken: Sequence[Span], by: Fixing, number: int = 2) -> list[float]:
    """Return the middles of ``number`` hinges along ``within`` that keep off what is ``taken``, mm.

    The outermost free places are used, evenly spread where nothing stands between them.

    Raises:
        DesignError: no room for them.
    """
    half = (by.article.size.length or 0.0) / 2 + BESIDE
    spots: list[Span] = []
    low = within[0]
    for a, b in (*sorted(taken), (within[1], within[1])):
        if a - low >= 2 * half:
            spots.append((low + half, a - half))
        low = max(low, b)
    spots = [(max(a, within[0] + half), min(b, within[1] - half)) for a, b in spots]
    spots = [s for s in spots if s[1] >= s[0] - 1e-9]
    reach = spots[-1][1] - spots[0][0] if spots else -1.0
    if reach < 2 * half * (number - 1):
        raise DesignError.of("hinge-place", where, number=number, long=2 * half)
    wanted = [spots[0][0] + reach * k / (number - 1) for k in range(number)]
    return [min((min(max(w, a), b) for a, b in spots), key=lambda z: abs(z - w)) for w in wanted]
