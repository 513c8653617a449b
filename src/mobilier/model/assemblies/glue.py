"""Glue for the joints that stay together: as many packs as their length takes."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

from mobilier.geometry.frame import Frame
from mobilier.model.hardware import Hardware
from mobilier.model.joint import Joint
from mobilier.model.overlap import overlap_of
from mobilier.model.piece import Pose
from mobilier.model.plate import Plate
from mobilier.profiles.shop import sold

GLUED = frozenset({"tabs", "fingers", "halved", "housed", "dowelled"})
"""Words whose joints are glued; the others come apart."""


def glue_length(joints: Iterable[Joint], poses: Sequence[Pose]) -> float:
    """Return the length of glued joint, mm: of plates that lie to each other alike in every pose."""
    total = 0.0
    for joint in joints:
        if joint.word in GLUED and all(_together(joint.a, joint.b, pose) for pose in poses):
            o = overlap_of(joint.a, joint.b)
            total += o.run[1] - o.run[0] if o else 0.0
    return total


def glue(joints: Iterable[Joint], poses: Sequence[Pose]) -> list[Hardware]:
    """Return the packs of glue for joints; none where all of them come apart."""
    article = sold("glue-pu")
    packs = math.ceil(glue_length(joints, poses) / (article.size.length or 1.0))
    return [Hardware(key="glue", quantity=packs, article=article)] if packs else []


def _together(a: Plate, b: Plate, pose: Pose) -> bool:
    """Say whether two plates keep their place to each other in a pose."""
    return _seen(a, b, pose) == _seen(a, b, Pose(name=""))


def _seen(a: Plate, b: Plate, pose: Pose) -> tuple[float, ...]:
    """Return where b's corner and axes lie as seen from a, rounded."""
    one, two = (_moved(p, pose) for p in (a, b))
    ends = (two.origin, two.to_piece(1.0, 0.0), two.to_piece(0.0, 1.0))
    return tuple(round(x, 3) + 0.0 for p in ends for x in one.to_local(p))


def _moved(plate: Plate, pose: Pose) -> Frame:
    frame = plate.frame
    for motion in pose.motions:
        if plate.name in motion.plates:
            frame = motion.moved(frame)
    return frame
