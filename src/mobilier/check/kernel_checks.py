"""The 3-D rungs: the CAD kernel's own word on what the flat checks found.

Slow (a second to some ten per piece) and only where cadquery is installed: on demand and in
the tests.  It shares no code with the 2-D rungs but the frames.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from mobilier.errors import Finding
from mobilier.geometry.frame import cross, scaled
from mobilier.geometry.points import Vector
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.kernel import cadquery_module, common_volume, location, solid_of
from mobilier.model.piece import Piece

if TYPE_CHECKING:
    import cadquery

NOTHING = 1.0
"""mm³. Less than this is what is left of rounding."""

NUDGE = 0.05
"""mm. How far a part is pushed into its mate to measure where they bear."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """Where a joint's mates touch when they are pushed together: area in mm²."""

    joint: str
    area: float


def placed_solids(piece: Piece, pose: str = "") -> dict[str, cadquery.Shape]:
    """Return every copy of every part as a solid in its place, by plate name."""
    frames = piece.frames(pose)
    out: dict[str, cadquery.Shape] = {}
    for part in piece.parts:
        body: Any = solid_of(part).val()
        for i in part.instances:
            out[i.plate] = body.located(location(frames[i.plate]))
    return out


def find_clashes(piece: Piece, pose: str = "") -> list[tuple[str, str, float]]:
    """Return each pair of plates that share volume in a pose, with the mm³, as drawn."""
    solids = placed_solids(piece, pose)
    found = []
    for a, b in _near(solids):
        volume = common_volume(solids[a], solids[b])
        if volume > NOTHING:
            found.append((a, b, volume))
    return found


def _near(solids: Mapping[str, cadquery.Shape]) -> Iterator[tuple[str, str]]:
    boxes = {n: s.BoundingBox() for n, s in solids.items()}
    for a, b in combinations(solids, 2):
        p, q = boxes[a], boxes[b]
        if (
            min(p.xmax, q.xmax) - max(p.xmin, q.xmin) > 1e-3
            and min(p.ymax, q.ymax) - max(p.ymin, q.ymin) > 1e-3
            and min(p.zmax, q.zmax) - max(p.zmin, q.zmin) > 1e-3
        ):
            yield a, b


def bearings(piece: Piece) -> list[Bearing]:
    """Return the bearing area of every cutting joint: the mates pushed 0.05 mm into each other.

    The volume they then share, over the push, is the area on which they bear.
    """
    solids = placed_solids(piece)
    return [
        Bearing(joint=j.label, area=_bearing(solids[j.a.name], solids[j.b.name], j))
        for j in piece.joints
        if j.word in CUTTING
    ]


def _bearing(a: cadquery.Shape, b: cadquery.Shape, joint: Joint) -> float:
    """Return the bearing area of two mates; a half-lap first uses up its play along the joint."""
    cq = cadquery_module()
    normals, push = (joint.b.normal, joint.a.normal), NUDGE
    if joint.word == "halved":
        normals = (cross(*normals), cross(*normals))
        push += joint.a.board.clearance_along / 2
    ways: list[Vector] = [scaled(n, s * push) for n in normals for s in (1.0, -1.0)]
    return max(common_volume(a.moved(cq.Location(cq.Vector(*w))), b) for w in ways) / NUDGE


def kernel_findings(piece: Piece) -> list[Finding]:
    """Return what the kernel finds wrong: wood in common in any pose, joints that bear nowhere."""
    found = [
        Finding.of(
            "clash",
            f"{piece.part_of[a][0].id} {a}, {piece.part_of[b][0].id} {b}",
            case="kernel",
            volume=float(volume),
            pose=pose.name,
        )
        for pose in piece.poses
        for a, b, volume in find_clashes(piece, pose.name)
    ]
    found += [Finding.of("joint-bears-nowhere", b.joint) for b in bearings(piece) if b.area < 1.0]
    return found
