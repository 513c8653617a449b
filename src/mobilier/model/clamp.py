"""Tabs with bolts between them: the tabs carry, the bolts only pull the shoulders tight.

A bolt with a nut in a T-slot holds a plate by friction across its thickness, for the slot is open
on both faces.  Where such a plate is level and carries, tabs in the mate take the load; between two
of them goes the bolt, and the joint comes apart again.
"""

from __future__ import annotations

from dataclasses import replace

from mobilier.errors import DesignError
from mobilier.model.contact import Contact, nut_slot
from mobilier.model.hardware import Bolt
from mobilier.model.joint import Joint
from mobilier.model.joint_cuts import JointCut, side_of
from mobilier.model.keepers import divide_run
from mobilier.model.overlap import Overlap, local, overlap_of
from mobilier.model.plate import Hole, Plate


def clamped(a: Plate, into: Plate, *, by: Bolt, count: int = 2) -> Joint:
    """``count`` through tabs of ``a`` in slots of ``into``, and a bolt in each gap between two of them."""
    return Joint(word="clamped", a=a, b=into, count=count, fixing=by)


def clamps_at(joint: Joint) -> list[float]:
    """Return where the bolts stand along the joint (dot products with its run's direction), mm."""
    return [
        (low + high) / 2 for (low, high), keeper in divide_run(joint, _overlap(joint))[1:-1] if keeper == "b"
    ]


def cut_clamps(joint: Joint) -> tuple[list[Hole], list[JointCut]]:
    """Return the bolt holes in the face of b and the nut slots in the edge of a."""
    by, contact = joint.fixing, clamp_contact(joint)
    assert isinstance(by, Bolt)
    turned = replace(joint, a=joint.b, b=joint.a)
    middle, wide = sum(joint.a.slab) / 2, by.diameter + by.play
    holes, slots = [], []
    for at in clamps_at(joint):
        spot = local(joint.b, contact.across, contact.along, (middle, at))
        holes.append(Hole(at=spot, diameter=wide, why=joint.label))
        slots += nut_slot(turned, contact, by, at)
    return holes, slots


def clamp_contact(joint: Joint) -> Contact:
    """Return where the shoulders of a bear on the face of b."""
    o = _overlap(joint)
    return Contact(run=o.run, along=o.along, across=joint.a.normal, side=-side_of(joint.a, o))


def _overlap(joint: Joint) -> Overlap:
    o = overlap_of(joint.a, joint.b)
    if o is None:
        raise DesignError.of("joint", joint.place, case="apart")
    return o
