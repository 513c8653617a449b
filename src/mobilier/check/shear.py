"""Does what is level and carries hang on wood?

A nut in a T-slot clamps a plate; across the plate the slot is open, so only friction holds it there.
Sources: friction of wood on wood 0.3 and the clamping force that the edge of plywood bears under the
nut of an M8 (65 mm² at some 20 N/mm²) are project constants.
"""

from __future__ import annotations

from mobilier.check.fit import solids_of
from mobilier.errors import Finding
from mobilier.model.bill import fixings_of
from mobilier.model.piece import Piece

CLAMPING, FRICTION = 1300.0, 0.3
"""N for each bolt; of it what holds across the plate."""

LEVEL = 0.7
"""Cosine of the slope up to which a plate carries what is put on it."""


def shear_findings(piece: Piece) -> list[Finding]:
    """Return an error for each plate that is level in some pose and hangs on bolted joints there."""
    carried = {p.name: {n for m in p.motions if m.carried for n in m.plates} for p in piece.poses}
    level = {
        s.plate: s
        for pose in piece.poses
        for s in solids_of(piece, pose.name)
        if abs(s.normal[2]) > LEVEL and s.plate not in carried[pose.name]
    }
    found = []
    for joint in (j for j in piece.joints if j.word == "bolted" and j.b.name in level):
        number = fixings_of(joint)
        where = f"{level[joint.b.name].part.id} {joint.b.name}"
        slip = number * CLAMPING * FRICTION
        found.append(Finding.of("shear", where, mate=joint.a.name, number=number, slip=slip))
    return found
