"""Is every plate that moves held in each pose, and every joint against being pulled apart?

A plate that turns or slides needs, where it stands, a stop on either side or a catch: a hook, a bolt, a
magnet whose mount names the other plate and the pose.  Where the piece is used its own weight may hold it;
while it rolls over cobbles it may not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.check.assembly import GRAZE, run_into
from mobilier.check.fit import solids_of
from mobilier.check.solid import Solid
from mobilier.check.solids import common_wood
from mobilier.errors import Finding
from mobilier.geometry.frame import Frame, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.joint import CUTTING
from mobilier.model.piece import Motion, Piece, Pose

LOOSE = (2.0, 5.0)
"""degrees, or tenths of them in mm: a plate that is stopped within the last of these does not flap."""

SWING, LEVEL = 12.0, 0.05
"""degrees (tenths of them in mm), and mm: what hangs may swing so far before its middle rises by so much."""

ROLLS = ("transit-width", "transit-height", "tilt", "ground-clearance")
"""Promises about a pose in which the piece is moved."""


def held_findings(piece: Piece) -> list[Finding]:
    """Return a finding for each plate that nothing holds in a pose, or that only dry joints hold."""
    rolls = {r.pose for r in piece.requirements if r.kind in ROLLS}
    found = []
    for pose in piece.poses:
        if any(m.carried for m in pose.motions):
            continue
        solids = solids_of(piece, pose.name)
        for motion in _motions(piece):
            if _caught(piece, motion, pose):
                continue
            how = _how_held(solids, motion, pose)
            if how == "free" or (how == "weight" and pose.name in rolls):
                found.append(_finding(piece, motion, pose, rolls=how == "weight"))
    return found + _dry_joints(piece)


def _motions(piece: Piece) -> list[Motion]:
    """Return the motions of a piece, one for each set of plates that moves as one."""
    found: dict[frozenset[str], Motion] = {}
    for pose in piece.poses:
        for m in pose.motions:
            if not m.carried:
                found.setdefault(frozenset(m.plates), m)
    return list(found.values())


def _caught(piece: Piece, motion: Motion, pose: Pose) -> bool:
    """Say whether something bought holds one of the plates to another in this pose."""
    mine = set(motion.plates)
    pairs = [(m.plate, m.to) for h in piece.hardware for m in h.mounts if m.to and m.pose in ("", pose.name)]
    return any((a in mine) != (b in mine) for a, b in pairs)


def _how_held(solids: Sequence[Solid], motion: Motion, pose: Pose) -> str:
    """Return what holds plates in a pose: stops, their weight, or nothing (free)."""
    moving = [s for s in solids if s.plate in motion.plates]
    rest = [s for s in solids if s.plate not in motion.plates]
    here = _in_pose(motion, pose)
    stopped = {way: _stopped(here, way, moving, rest) for way in (1.0, -1.0)}
    if all(stopped.values()):
        return "stops"
    rise = {way: _rise(here, way, moving) for way in (1.0, -1.0)}
    if all(rise[way] > LEVEL or (stopped[way] and rise[way] < -LEVEL) for way in (1.0, -1.0)):
        return "weight"
    return "free"


def _in_pose(motion: Motion, pose: Pose) -> Motion:
    """Return a motion with its axis where the pose has brought it."""
    done = list(pose.motions)
    after = done[done.index(motion) + 1 :] if motion in done else done
    at = Frame(motion.at, (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    tip = Frame(plus(motion.at, motion.along), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    for m in after:
        if set(motion.plates) <= set(m.plates) and set(motion.plates) != set(m.plates):
            at, tip = m.moved(at), m.moved(tip)
    return replace(motion, at=at.origin, along=plus(tip.origin, at.origin, -1.0))


def _nudge(motion: Motion, look: float) -> Motion:
    """Return a small motion of the same freedom: by ``look`` degrees, or tenths of it in mm of a slide."""
    turns = bool(motion.degrees)
    return replace(motion, degrees=look if turns else 0.0, slide=0.0 if turns else look * 10)


def _stopped(motion: Motion, way: float, moving: Sequence[Solid], rest: Sequence[Solid]) -> bool:
    """Say whether plates run into something, or the floor, a little way on; ``way`` 1 or −1."""
    nudges = [_nudge(motion, way * look) for look in LOOSE]
    return any(run_into(solid, nudge, 1.0, rest) for nudge in nudges for solid in moving)


def _rise(motion: Motion, way: float, moving: Sequence[Solid]) -> float:
    """Return how far the middle of plates rises over a swing, mm."""
    mass = [s.shape.area * (s.depth[1] - s.depth[0]) for s in moving]
    swing = _nudge(motion, way * SWING)
    up = [_middle(replace(s, frame=swing.moved(s.frame)))[2] - _middle(s)[2] for s in moving]
    return sum(m * u for m, u in zip(mass, up, strict=True)) / sum(mass)


def _middle(solid: Solid) -> Vector:
    c = solid.shape.centroid
    return solid.frame.to_piece(c.x, c.y, sum(solid.depth) / 2)


def _finding(piece: Piece, motion: Motion, pose: Pose, *, rolls: bool) -> Finding:
    name = motion.plates[0]
    where = f"{piece.part_of[name][0].id} {name}"
    return Finding.of("held", where, level="error", case="rolls" if rolls else "free", pose=pose.name)


SHIFT = 30.0
"""mm. A plate that can be pulled so far out of its joints comes out."""


def _dry_joints(piece: Piece) -> list[Finding]:
    """Return a warning for each plate that only dry joints hold and that can be pulled out of them."""
    glued = any(h.article.series.kind == "glue" for h in piece.hardware)
    fast = {n for j in piece.joints if j.word not in DRY for n in (j.a.name, j.b.name)}
    loose = sorted({n for j in piece.joints if j.word in DRY for n in (j.a.name, j.b.name)} - fast)
    if glued or not loose:
        return []
    solids = [replace(s, shape=s.shape.simplify(0.05)) for s in solids_of(piece)]
    found = []
    for name in loose:
        mine = [s for s in solids if s.plate == name]
        rest = [s for s in solids if s.plate != name]
        if way := next((w for w in _ways(mine[0]) if _comes_out(mine, w, rest)), None):
            where = f"{mine[0].part.id} {name}"
            found.append(Finding.of("held", where, level="warning", case="dry", way=_said(way)))
    return found


DRY = CUTTING - {"wedged", "clamped"}
"""Words of joints that only glue, or what stands around them, keeps closed."""


def _ways(solid: Solid) -> list[Vector]:
    """Return the directions that somebody may pull a plate in; its weight holds it down."""
    axes = (solid.frame.u, solid.frame.v, solid.normal)
    ways = [scaled(a, sign) for a in axes for sign in (1.0, -1.0)]
    return [w for w in ways if abs(w[2]) < 0.5]


def _comes_out(mine: Sequence[Solid], way: Vector, rest: Sequence[Solid]) -> bool:
    looks = (SHIFT / 6, SHIFT / 2, SHIFT)
    moved = [replace(s, frame=s.frame.moved(scaled(way, by))) for by in looks for s in mine]
    return not any((c := common_wood(m, other)) and c.depth > GRAZE for m in moved for other in rest)


def _said(way: Vector) -> str:
    axis = max(range(3), key=lambda k: abs(way[k]))
    return f"{'+' if way[axis] > 0 else '-'}{'xyz'[axis]}"
