"""Does a driver reach every screw and bolt, at the step that drives it?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mobilier.check.fit import solids_of
from mobilier.check.probe import cylinder, standing
from mobilier.check.solid import Solid, by_plate
from mobilier.check.solids import common_wood
from mobilier.errors import Finding
from mobilier.geometry.frame import Frame
from mobilier.model.bill import step_that_fixes
from mobilier.model.fittings import carried
from mobilier.model.joint import Joint
from mobilier.model.piece import Piece
from mobilier.model.screws import Screw, screws_of

DRIVER = ((12.0, 0.0, 180.0), (26.0, 80.0, 180.0))
"""mm: diameter, from and to, off the head of the screw: the driver, and its handle.  Project constants."""

SPARED = 0.1
"""Of the screws of a hinge that is cut to length: so many may be left out.  Project constant."""

Frames = Mapping[str, Frame]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Blocked:
    """What stands before a screw, and how far from its head it begins, mm."""

    by: str
    free: float


def access_findings(piece: Piece) -> list[Finding]:
    """Return an error for each joint with screws or bolts that no driver reaches."""
    if not piece.steps:
        return []
    wood = by_plate([replace(s, shape=s.shape.simplify(0.05)) for s in solids_of(piece)])
    views = list(_views(piece))
    found = []
    for joint in piece.joints:
        screws = screws_of(joint)
        if not screws:
            continue
        there = _standing(piece, joint)
        blocked = [b for s in screws if (b := _blocked(s, there, wood, views))]
        if len(blocked) > _spared(joint, len(screws)):
            by = Counter(b.by for b in blocked).most_common(1)[0][0]
            free = min(b.free for b in blocked if b.by == by)
            found.append(_finding(piece, joint, blocked=(len(blocked), len(screws)), by=by, free=free))
    return found


def _spared(joint: Joint, screws: int) -> float:
    """Return how many screws a joint holds without: a hinge cut to length has more than it needs."""
    return screws * SPARED if joint.word == "hinged" and joint.fixing and joint.fixing.article.cut else 0


def _finding(piece: Piece, joint: Joint, *, blocked: tuple[int, int], by: str, free: float) -> Finding:
    number = step_that_fixes(piece, joint)
    return Finding.of(
        "driver-access",
        joint.label,
        blocked=blocked[0],
        screws=blocked[1],
        part=f"{piece.part_of[by][0].id} {by}",
        free=free,
        need=DRIVER[0][2],
        step=piece.steps[number].key if number is not None else "",
    )


def _standing(piece: Piece, joint: Joint) -> frozenset[str]:
    """Return the plates that stand when the screws of a joint are driven, as early as its step allows.

    That is once both plates are in, or at the beginning of a later step that names the screws.
    """
    number = step_that_fixes(piece, joint)
    there: list[str] = []
    mates = {joint.a.name, joint.b.name}
    for k, step in enumerate(piece.steps):
        apart = step.apart and k == number and mates <= set(step.plates)
        before = [] if apart else there
        if k == number and mates <= set(before):
            return frozenset(before)
        for name in step.plates:
            before = [*before, name]
            if k == number and mates <= set(before):
                return frozenset(before)
        there += step.plates
    return frozenset(there)


def _views(piece: Piece) -> Iterator[Frames]:
    """Yield how the plates lie while the screws are driven: as modelled, or on the way to a pose."""
    yield piece.modelled
    for pose in piece.poses:
        before = piece.modelled
        for motion in pose.motions:
            yield motion.taking(before, 0.5)
            before = motion.taking(before)
            yield before


def _blocked(
    screw: Screw,
    there: frozenset[str],
    wood: Mapping[str, Sequence[Solid]],
    views: Sequence[Frames],
) -> _Blocked | None:
    """Return what stands before a screw however the plates lie, None where the driver gets at it once."""
    nearest: _Blocked | None = None
    for frames in views:
        tool = _tool(screw, frames, views[0])
        around = [replace(s, frame=frames[name]) for name in sorted(there) for s in wood[name]]
        hits = [_Blocked(by=s.plate, free=_free(tool, s)) for s in around if _meets(tool, s)]
        if not hits:
            return None
        nearest = nearest or min(hits, key=lambda h: h.free)
    return nearest


def _tool(screw: Screw, frames: Frames, home: Frames) -> list[Solid]:
    """Return the driver on a screw as cylinders that start where its plate lies."""
    lying = standing(screw.head, screw.out)
    frame = carried(lying, home[screw.plate], frames[screw.plate])
    return [cylinder(frame, wide, (low, high)) for wide, low, high in DRIVER]


def _meets(tool: Sequence[Solid], wood: Solid) -> bool:
    return any(common_wood(t, wood) for t in tool)


def _free(tool: Sequence[Solid], wood: Solid) -> float:
    """Return how far off the head what is in the driver's way begins, mm (by halving, to 1 mm)."""
    low, high = 0.0, DRIVER[0][2]
    while high - low > 1.0:
        middle = (low + high) / 2
        short = [replace(t, depth=(t.depth[0], min(t.depth[1], middle))) for t in tool if t.depth[0] < middle]
        low, high = (low, middle) if _meets(short, wood) else (middle, high)
    return low
