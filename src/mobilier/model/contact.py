"""Joints of plates that only touch: screws, captive-nut bolts and dowels on the contact."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from mobilier.errors import DesignError
from mobilier.geometry.frame import scaled
from mobilier.geometry.points import Vector
from mobilier.model.hardware import Bolt, Fixing
from mobilier.model.joint import Joint
from mobilier.model.joint_cuts import BEYOND, JointCut, SharpCorner, sharp_at
from mobilier.model.overlap import local, overlap_of, rectangle
from mobilier.model.plate import Hole, Plate, Span

CONTACTS: frozenset[str] = frozenset({"screwed", "bolted", "dowelled"})
"""Contacts that cut something; a hinge's pilots are drilled by hand."""

_NEAR = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Where the edge of b meets the face of a.

    ``run`` are dot products with ``along``, ``across`` is b's normal; ``side`` +1: the upper
    face of a is touched, −1: the lower.  All in mm.
    """

    run: Span
    along: Vector
    across: Vector
    side: float


def contact_of(joint: Joint) -> Contact:
    """Return the contact of a joint's plates.

    Raises:
        DesignError: the edge of b does not touch the face of a.
    """
    a, b = joint.a, joint.b
    for side in (1.0, -1.0):
        near = replace(a, frame=a.frame.moved(scaled(a.normal, side * _NEAR)))
        o = overlap_of(near, b)
        if o is not None:
            return Contact(run=o.run, along=o.along, across=b.normal, side=side)
    raise DesignError.of("joint", joint.place, case="touch", edge=b.name, face=a.name)


def spread_fixings(joint: Joint, contact: Contact, by: Fixing | Bolt) -> list[float]:
    """Return where fixings stand along the run (dot products with ``along``), mm."""
    low, high = contact.run
    length = high - low
    margin = min(by.margin, length / 4)
    number = joint.count or max(2, math.ceil((length - 2 * margin) / by.pitch) + 1)
    if number == 1:
        return [(low + high) / 2]
    step = (length - 2 * margin) / (number - 1)
    return [low + margin + k * step for k in range(number)]


def cut_contact(joint: Joint) -> tuple[list[Hole], list[JointCut]]:
    """Return the holes in a's face and what the edge of b loses."""
    by = joint.fixing
    if by is None:
        raise DesignError.of("joint", joint.place, case="fixing")
    if joint.at:
        assert isinstance(by, Fixing)
        return [Hole(at=p, diameter=by.diameter, why=joint.label) for p in joint.at], []
    contact = contact_of(joint)
    places = spread_fixings(joint, contact, by)
    middle = sum(joint.b.slab) / 2
    holes = [
        _hole(joint, by, local(joint.a, contact.across, contact.along, (middle, at)), contact.side)
        for at in places
    ]
    if isinstance(by, Bolt):
        return holes, [x for at in places for x in nut_slot(joint, contact, by, at)]
    return holes, []


def _hole(joint: Joint, by: Fixing | Bolt, at: tuple[float, float], side: float) -> Hole:
    if isinstance(by, Bolt):
        return Hole(at=at, diameter=by.diameter + by.play, why=joint.label)
    if joint.word == "dowelled":
        if by.pilot > joint.a.board.thickness_min - 3:
            raise DesignError.of(
                "joint", joint.place, case="dowel", deep=by.pilot, thickness=joint.a.board.thickness_min
            )
        return Hole(at=at, diameter=by.diameter, why=joint.label, depth=by.pilot, upper=side > 0)
    return Hole(at=at, diameter=by.diameter, why=joint.label)


def nut_slot(joint: Joint, contact: Contact, by: Bolt, at: float) -> list[JointCut]:
    """Return the stem and the crossbar of a captive nut's T-slot in the edge of b."""
    a, b = joint.a, joint.b
    deep = by.length - a.thickness
    seat = deep - by.tail - by.nut[1]
    if seat < max(2 * by.nut[1], b.thickness * 0.6):
        raise DesignError.of("joint", joint.place, case="bolt", length=by.length, seat=seat, plate=b.name)
    face = a.slab[1] if contact.side > 0 else a.slab[0]
    edge = Edge(plate=b, axis=a.normal, side=contact.side, along=contact.along, face=face)
    wide = (by.diameter + by.play, by.nut[0] + by.play)
    return edge.slot(joint.label, at, wide, (deep + 2.0, seat, seat + by.nut[1] + by.play))


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """An edge of a plate that a bolt enters: ``side`` · ``axis`` points into the wood from ``face`` on.

    ``face`` is a dot product with ``axis``, in mm; ``along`` is the direction of the edge.
    """

    plate: Plate
    axis: Vector
    side: float
    along: Vector
    face: float

    def slot(self, label: str, at: float, wide: Span, deep: tuple[float, float, float]) -> list[JointCut]:
        """Return a T-slot ``at`` along the edge: width of its stem and crossbar; how deep the stem goes.

        Then where the crossbar begins and ends, all in mm.
        """

        def span(low: float, high: float) -> Span:
            ends = (self.face + self.side * low, self.face + self.side * high)
            return (min(ends), max(ends))

        p_stem, p_bar = span(-BEYOND, deep[0]), span(deep[1], deep[2])
        q_stem, q_bar = ((at - w / 2, at + w / 2) for w in wide)
        corners: list[SharpCorner] = [
            sharp_at(self.plate, self.axis, self.along, (p, q), (way_p, way_q), only_along=False)
            for p, way_p in ((p_bar[0], 1.0), (p_bar[1], -1.0))
            for q, way_q in ((q_bar[0], 1.0), (q_bar[1], -1.0))
        ]
        return [
            JointCut(
                plate=self.plate.name,
                label=label,
                area=rectangle(self.plate, self.axis, self.along, p, q),
                corners=tuple(c),
            )
            for p, q, c in ((p_stem, q_stem, ()), (p_bar, q_bar, corners))
        ]
