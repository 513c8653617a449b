"""Can the piece be put together, step by step?  And can it move between its poses?"""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace

from mobilier.check.fit import solids_of
from mobilier.check.solid import Solid, by_plate
from mobilier.check.solids import common_wood
from mobilier.errors import Finding
from mobilier.geometry.frame import Frame, dot, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.piece import Motion, Piece, Pose

TURN = 1.0
"""degrees. A turning group is looked at at least this often."""

SLIDE = 10.0
"""mm. A sliding group is looked at at least this often."""


GRAZE = 0.5
"""mm. Less than this on the way is play, not a stop."""

FLOOR = "the floor"
"""What a motion may run into besides plates."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Insertion:
    """How a plate joins what stands already: it moves along ``direction`` (unit vector) into place.

    ``step`` is the key of its step.  The exploded picture shows it back along the same line.
    """

    plate: str
    step: str
    direction: Vector


def insertions(piece: Piece) -> tuple[tuple[Insertion, ...], list[Finding]]:
    """Return every plate's way in, in the order of the steps, and what cannot get in.

    A plate goes in along one direction (a normal of its mates, or a joint's run) past all
    plates that are already there; those that a pose turns or slides are moved out of its way, but
    for its own mates.
    """
    moving = {name for pose in piece.poses for m in pose.motions if not m.carried for name in m.plates}
    solids = by_plate(solids_of(piece))
    made: list[Insertion] = []
    found: list[Finding] = []
    placed: list[Solid] = []
    for step in piece.steps:
        around: list[Solid] = [] if step.apart else placed
        for name in step.plates:
            layers = solids[name]
            mates = {p.name for j in piece.joints if name in (j.a.name, j.b.name) for p in (j.a, j.b)}
            standing = [s for s in around if s.plate in mates or s.plate not in moving]
            way = _way_in(layers, piece.joints, standing)
            if way is None:
                found.append(_blocked(piece, layers[0], step.key, {s.plate for s in standing}))
                way = scaled(layers[0].normal, -1.0)
            made.append(Insertion(plate=name, step=step.key, direction=way))
            around += layers
        if step.apart:
            standing = [s for s in placed if s.plate not in moving]
            if around and _way_in(around, piece.joints, standing) is None:
                found.append(_blocked(piece, around[0], step.key, {s.plate for s in placed}))
            placed += around
    missing = sorted(set(solids) - {m.plate for m in made})
    if piece.steps and missing:
        found.append(Finding.of("not-assembled", ", ".join(missing)))
    return tuple(made), found


def _way_in(layers: Sequence[Solid], joints: Sequence[Joint], placed: Sequence[Solid]) -> Vector | None:
    """Return a direction along which the layers, moving as one, get in past what is placed."""
    ways = _directions(layers[0], joints, {s.plate for s in placed})
    return next((d for d in ways if all(_free(s, d, placed) for s in layers)), None)


_AXES: tuple[Vector, ...] = (
    (0.0, 0.0, -1.0),
    (0.0, 0.0, 1.0),
    (0.0, 1.0, 0.0),
    (0.0, -1.0, 0.0),
    (1.0, 0.0, 0.0),
    (-1.0, 0.0, 0.0),
)


def _directions(solid: Solid, joints: Sequence[Joint], there: Set[str]) -> list[Vector]:
    """Return the ways a plate may come from, the likeliest first: as its joints with what is there close."""
    mates = [j for j in joints if solid.plate in (j.a.name, j.b.name)]
    ways: list[Vector] = []
    for j in sorted(mates, key=lambda j: j.word not in CUTTING):
        other = j.b if j.a.name == solid.plate else j.a
        if other.name in there:
            for axis in (other.normal, solid.normal):
                ways += [scaled(axis, sign) for sign in _signs(solid, other.frame, axis)]
    if not mates or not there:
        ways.append((0.0, 0.0, -1.0))
    distinct = {tuple(round(x, 6) + 0.0 for x in d): d for d in (*ways, *_AXES)}
    return list(distinct.values())


def _signs(solid: Solid, mate: Frame, axis: Vector) -> tuple[float, float]:
    """Return first the sign that moves the plate towards its mate."""
    low, high = solid.box
    middle = [(p + q) / 2 for p, q in zip(low, high, strict=True)]
    towards = dot(mate.origin, axis) - dot((middle[0], middle[1], middle[2]), axis)
    return (1.0, -1.0) if towards >= 0 else (-1.0, 1.0)


_STOPS = (0.15, 0.3, 0.6, 1.2, 2.5, 5.0, 12.0, 30.0, 70.0)
"""In thicknesses: where a plate is looked at on its way in; no tab, finger or slot hides between."""


def _free(solid: Solid, direction: Vector, placed: Sequence[Solid]) -> bool:
    """Say whether the plate gets in along ``direction`` past everything placed."""
    for stop in _STOPS:
        by = scaled(direction, -stop * solid.part.thickness)
        moved = replace(solid, frame=solid.frame.moved(by))
        if any(common_wood(moved, other) for other in placed):
            return False
    return True


def _blocked(piece: Piece, solid: Solid, step: str, there: Set[str]) -> Finding:
    near = sorted(
        {
            other
            for j in piece.joints
            for name, other in ((j.a.name, j.b.name), (j.b.name, j.a.name))
            if name == solid.plate and other in there
        }
    )
    where = f"{solid.part.id} {solid.plate}"
    if near:
        return Finding.of("blocked-step", where, case="past", step=step, past=", ".join(near))
    return Finding.of("blocked-step", where, case="alone", step=step)


def motion_findings(piece: Piece) -> list[Finding]:
    """Return an error for each motion of a pose that runs into wood or the floor on its way."""
    found = []
    for pose in piece.poses:
        for index, motion in enumerate(pose.motions):
            if not motion.carried:
                hit = _on_the_way(piece, pose, index, motion)
                if hit:
                    found.append(hit)
    return found


def _on_the_way(piece: Piece, pose: Pose, index: int, motion: Motion) -> Finding | None:
    exact = solids_of(piece, pose.name, until=index)
    solids = [replace(s, shape=s.shape.simplify(GRAZE / 10)) for s in exact]
    moving = [s for s in solids if s.plate in motion.plates]
    boxes = _near(moving, motion)
    rest = [s for s in solids if s.plate not in motion.plates and _reached(s, boxes)]
    stops = max(2, round(max(abs(motion.degrees) / TURN, abs(motion.slide) / SLIDE)))
    for stop in range(1, stops):
        for solid in moving:
            hit = run_into(solid, motion, stop / stops, rest)
            if hit:
                return _stopped(pose, motion, solid, hit, stop / stops)
    return None


def _near(moving: Sequence[Solid], motion: Motion) -> list[tuple[Vector, Vector]]:
    """Return boxes that hold the moving parts all along the way (11 looks, each with its margin)."""
    out = []
    for solid in moving:
        for look in range(11):
            low, high = replace(solid, frame=motion.moved(solid.frame, look / 10)).box
            room = max(q - p for p, q in zip(low, high, strict=True)) / 5
            out.append((plus(low, (1, 1, 1), -room), plus(high, (1, 1, 1), room)))
    return out


def _reached(other: Solid, boxes: Sequence[tuple[Vector, Vector]]) -> bool:
    """Say whether a part comes near any of the boxes."""
    low, high = other.box
    return any(all(b[0][k] < high[k] and low[k] < b[1][k] for k in range(3)) for b in boxes)


def run_into(solid: Solid, motion: Motion, share: float, rest: Sequence[Solid]) -> tuple[str, float] | None:
    """Return what a moving part runs into at a share of its motion, and how deep (mm)."""
    here = replace(solid, frame=motion.moved(solid.frame, share))
    if here.box[0][2] < -GRAZE and here.lowest < -GRAZE <= solid.lowest:
        return (FLOOR, -here.lowest)
    for other in rest:
        shared = common_wood(here, other)
        if shared and shared.depth > GRAZE:
            return (other.plate, shared.depth)
    return None


def _stopped(pose: Pose, motion: Motion, solid: Solid, hit: tuple[str, float], share: float) -> Finding:
    into, depth = hit
    case = ("turn" if motion.degrees else "slide") + ("-floor" if into == FLOOR else "")
    way = (motion.degrees or motion.slide) * share
    where = f"{solid.part.id} {solid.plate}"
    return Finding.of("blocked-motion", where, case=case, depth=depth, into=into, way=way, pose=pose.name)
