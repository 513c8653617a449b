"""Hinges: where they stand along their axis, on which surface each flap lies, and its pilot holes."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mobilier.geometry.frame import cross, dot, plus, scaled, unit
from mobilier.geometry.points import Vector
from mobilier.model.joint import Joint
from mobilier.model.plate import Hole, Plate, Span

ROW = 60.0
"""mm. The screws of a piano hinge stand this far apart, at most."""

ROWS = (0.5, 0.7)
"""Of a flap's width beyond the knuckle: where its screws stand, one here and one there."""


def room(radius: float, degrees: float, thickness: float) -> float:
    """Return how far from the other's face a leaf begins that turns ``degrees`` in an inside corner, mm.

    Both faces stand off the axis by the knuckle's ``radius``; at the end of the turn the leaf's corner
    still clears the other plate: the near one up to a quarter turn, beyond it the far one.
    """
    turn = math.radians(abs(degrees))
    if turn <= math.pi / 2:
        return radius * (1 + math.tan(turn / 2))
    return radius + (radius + (radius + thickness) * abs(math.cos(turn))) / math.sin(turn)


def _run(joint: Joint) -> Span:
    """Return where along its axis both plates of a hinged joint are, mm from the origin."""
    assert joint.axis is not None
    along = unit(joint.axis[1])
    spans = []
    for p in (joint.a, joint.b):
        x0, y0, x1, y1 = p.outline.bounds
        reach = [
            dot(p.frame.to_piece(u, v, w), along)
            for u in (x0, x1)
            for v in (y0, y1)
            for w in (0.0, p.thickness)
        ]
        spans.append((min(reach), max(reach)))
    return max(s[0] for s in spans), min(s[1] for s in spans)


def hinge_spans(joint: Joint) -> list[tuple[float, float]]:
    """Return where the hinges of a joint begin along its axis and how long each is, mm."""
    assert joint.fixing is not None
    low, high = _run(joint)
    article = joint.fixing.article
    if joint.places:
        long = article.cut[0] if article.cut else article.size.length or 0.0
        return [(middle - long / 2, long) for middle in joint.places]
    number = joint.count or 1
    if high <= low:
        return []
    long = min(article.cut[0] if article.cut else article.size.length or 0.0, (high - low) / number)
    edge = min(80.0, (high - low) / 10) if number > 1 else 0.0
    pitch = (high - low - 2 * edge - long) / (number - 1) if number > 1 else 0.0
    return [(low + edge + k * pitch, long) for k in range(number)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """Where a flap lies on a plate: ``out`` of the wood, ``over`` it away from the axis (unit vectors).

    ``foot`` is the point of the surface nearest to the axis (its part along the axis is 0), ``face``
    the face of the plate it is (1 upper, −1 lower, 0 an edge).
    """

    out: Vector
    over: Vector
    foot: Vector
    face: int


def seat_of(joint: Joint, plate: Plate) -> Seat:
    """Return the surface of a plate on which its flap of a hinge lies.

    A face is it where the axis stands off it by the knuckle's radius, else the edge that is nearest.
    """
    assert joint.axis is not None
    assert joint.fixing is not None
    radius = (joint.fixing.article.size.diameter or 0.0) / 2
    at, along = joint.axis[0], unit(joint.axis[1])
    at = plus(at, along, -dot(at, along))
    x0, y0, x1, y1 = plate.outline.bounds
    middle = plate.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, plate.thickness / 2)
    away = plus(middle, at, -1.0)
    within = unit(cross(plate.normal, along))
    over = scaled(within, 1.0 if dot(away, within) >= 0 else -1.0)
    for sign, face in ((1, plate.slab[1]), (-1, plate.slab[0])):
        off = sign * (dot(at, plate.normal) - face)
        if off >= radius - _TOUCHING:
            out = scaled(plate.normal, float(sign))
            return Seat(out=out, over=over, foot=plus(at, out, -off), face=sign)
    corners = [plate.frame.to_piece(u, v) for u in (x0, x1) for v in (y0, y1)]
    edge = min(dot(plus(c, at, -1.0), over) for c in corners)
    inward = scaled(plate.normal, 1.0 if dot(away, plate.normal) >= 0 else -1.0)
    return Seat(out=scaled(over, -1.0), over=inward, foot=plus(at, over, edge), face=0)


_TOUCHING = 0.3
"""mm. An axis that stands off a face by the knuckle's radius, to this, belongs to that face."""


def pilots(joint: Joint, plate: Plate) -> list[Hole]:
    """Return the pilot holes of a hinge in the face of a plate; none where its flap lies on an edge.

    Those in edges are drilled by hand.
    """
    assert joint.fixing is not None
    pilot, seat = joint.fixing.article.series.pilot, seat_of(joint, plate)
    if pilot is None or pilot.into != "face" or not seat.face:
        return []
    depth = min(pilot.depth, plate.board.thickness_min - 3)
    why, upper = f"pilot {joint.label}", seat.face > 0
    flat = [plate.frame.to_local(spot)[:2] for spot in screw_spots(joint, plate)]
    return [Hole(at=at, diameter=pilot.diameter, why=why, depth=depth, upper=upper) for at in flat]


def screw_spots(joint: Joint, plate: Plate) -> list[Vector]:
    """Return where the screws of a hinge go into a plate: points of the surface under its flap."""
    assert joint.axis is not None
    assert joint.fixing is not None
    article, seat = joint.fixing.article, seat_of(joint, plate)
    along, flap = unit(joint.axis[1]), (article.size.width or 0.0) / 2
    radius = (article.size.diameter or 0.0) / 2
    lines = [radius + (flap - radius) * share for share in ROWS]
    if not seat.face:
        lines = [plate.thickness / 2] * len(ROWS)
    spots = []
    for low, long in hinge_spans(joint):
        number = 3 if not article.cut else max(3, math.ceil(long / ROW) + 1)
        for k in range(number):
            at = low + 15 + k * (long - 30) / (number - 1)
            spots.append(plus(plus(seat.foot, along, at), seat.over, lines[k % 2]))
    return spots
