"""Mass, balance and passage: does the piece stand, roll and fit through a door?

Sources: door clear widths 770 and 830 mm (French accessibility rules for existing and new
public buildings), castors counted on three of four, tilt target 10° (project constant).
"""

from __future__ import annotations

import math

from mobilier.errors import Finding, Level
from mobilier.geometry.frame import plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.piece import Piece, Requirement

DOOR_EXISTING = 770.0
DOOR_NEW = 830.0
GRAVITY = 9.81
"""m/s²."""
DOOR_HEIGHT = 2000.0
TILT = 10.0
LIFT, HARDWARE = 25.0, 1.1
"""kg a person lifts; boards with their hardware, of boards alone (project constant)."""
CASTORS_BEARING = 3
CASTOR_MARGIN = 1.5


def mass_and_centre(piece: Piece, pose: str = "") -> tuple[float, Vector]:
    """Return the mass in kg and the centre of mass in mm of the boards in a pose."""
    frames = piece.frames(pose)
    total, moment = 0.0, (0.0, 0.0, 0.0)
    for part in piece.parts:
        mass = piece.mass_of(part)
        centre = part.region.polygon(0.1).centroid
        for i in part.instances:
            at = frames[i.plate].to_piece(centre.x, centre.y, part.thickness / 2)
            moment = plus(moment, at, mass)
            total += mass
    return total, scaled(moment, 1 / total)


def transit_width(piece: Piece, r: Requirement) -> list[Finding]:
    """Width over everything in the transit pose against door clear widths."""
    x, y, _ = piece.size(r.pose)
    width = min(x, y)
    if width <= DOOR_EXISTING:
        return []
    level: Level = "error" if width > DOOR_NEW else "warning"
    door = DOOR_NEW if level == "error" else DOOR_EXISTING
    return [
        Finding.of(
            "transit-width", piece.name, level=level, width=width, pose=r.pose, door=door, over=width - door
        )
    ]


def transit_height(piece: Piece, r: Requirement) -> list[Finding]:
    """Height in the transit pose against a door."""
    top = piece.extent(r.pose)[1][2]
    if top <= DOOR_HEIGHT:
        return []
    return [
        Finding.of(
            "transit-height", piece.name, top=top, pose=r.pose, over=top - DOOR_HEIGHT, limit=DOOR_HEIGHT
        )
    ]


def tilt(piece: Piece, r: Requirement) -> list[Finding]:
    """Angle at which the piece tips over its narrower track, to its worse side.

    ``base_width`` between the wheels where all stand turned inwards; the centre of mass as far off
    ``middle`` (y) as it lies, with ``aloft`` kg put at ``aloft_z``.
    """
    v = r.values
    mass, centre = mass_and_centre(piece, r.pose)
    aloft = v.get("aloft", 0.0)
    height = (mass * centre[2] + aloft * v.get("aloft_z", 0.0)) / (mass + aloft)
    off = abs(centre[1] - v["middle"]) if "middle" in v else 0.0
    half = v["base_width"] / 2 - off
    angle = math.degrees(math.atan2(half, height))
    wanted = v.get("angle", TILT)
    if angle >= wanted:
        return []
    return [Finding.of("tilt", piece.name, angle=angle, pose=r.pose, wanted=wanted)]


def lift_findings(piece: Piece) -> list[Finding]:
    """Return an error for each step whose people cannot lift what they turn over."""
    mass_of = {name: piece.mass_of(part) for name, (part, _) in piece.part_of.items()}
    built, found = 0.0, []
    for step in piece.steps:
        built += sum(mass_of[name] for name in step.plates) * HARDWARE
        each = built / step.people
        if step.lifts and each > LIFT:
            found.append(
                Finding.of(
                    "lift",
                    piece.name,
                    mass=built,
                    step=step.key,
                    people=step.people,
                    each=each,
                    limit=LIFT,
                    need=math.ceil(built / LIFT),
                )
            )
    return found


def castors(piece: Piece, r: Requirement) -> list[Finding]:
    """Load on each castor: total mass over three of four, with a margin of 1.5."""
    total = piece.mass + r.values["payload"]
    each = total / CASTORS_BEARING * CASTOR_MARGIN
    if each <= r.values["load"]:
        return []
    return [
        Finding.of(
            "castor-load",
            piece.name,
            total=total,
            each=each,
            margin=CASTOR_MARGIN,
            load=float(r.values["load"]),
        )
    ]
