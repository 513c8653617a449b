"""Carve the joints out of the plates: every plate's finished outline, openings and pockets."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, plus
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region, difference
from mobilier.model.clamp import cut_clamps
from mobilier.model.contact import CONTACTS, cut_contact
from mobilier.model.corner import CornerMeeting, find_meetings
from mobilier.model.hardware import Hardware
from mobilier.model.hinge import pilots
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.joint_cuts import JointCut, SharpCorner, cut_joint, cut_seam
from mobilier.model.mount import mounted, pierced
from mobilier.model.part import Corner, Feature
from mobilier.model.plate import Hole, Plate

_MEETS = 1e-3


@dataclass(frozen=True, kw_only=True)
class Carved:
    """A plate with its joints cut, in plate coordinates (upper face up)."""

    plate: Plate
    outline: Contour
    features: tuple[Feature, ...]
    corners: tuple[Corner, ...]


def carve(plates: Sequence[Plate], joints: Sequence[Joint], bought: Sequence[Hardware] = ()) -> list[Carved]:
    """Return every plate as it leaves the joinery, with the holes for what is bought, in the order given.

    Raises:
        DesignError: a joint whose plates do not meet as its word needs, a plate that a joint
            cuts in two, pockets on both faces.
    """
    lost: dict[str, list[JointCut]] = {p.name: [] for p in plates}
    for joint in joints:
        if joint.word in CUTTING:
            for loss in cut_joint(joint):
                lost[loss.plate].append(replace(loss, relief=joint.relief))
        elif joint.word == "spliced":
            for loss in cut_seam(joint):
                lost[loss.plate].append(loss)
    holes = _bored(plates, joints, lost)
    drilled, slotted = mounted(plates, bought)
    for name, hole in drilled:
        holes[name].append(hole)
    for slot in slotted:
        lost[slot.plate].append(slot)
    kept: dict[str, list[Contour]] = {p.name: [] for p in plates}
    for meeting in find_meetings(plates, joints):
        _share(meeting, lost, kept)
    return [_carved(p, lost[p.name], kept[p.name], holes[p.name]) for p in plates]


def _bored(
    plates: Sequence[Plate], joints: Sequence[Joint], lost: dict[str, list[JointCut]]
) -> dict[str, list[Hole]]:
    """Return the holes of every plate, and add to what they lose the slots of captive nuts."""
    holes: dict[str, list[Hole]] = {p.name: list(p.holes) for p in plates}
    for joint in joints:
        if joint.word in CONTACTS:
            drilled, slotted = cut_contact(joint)
            holes[joint.a.name].extend(drilled)
            lost[joint.b.name].extend(slotted)
    for joint in (j for j in joints if j.word == "clamped"):
        drilled, slotted = cut_clamps(joint)
        holes[joint.b.name].extend(drilled)
        lost[joint.a.name].extend(slotted)
    for joint, side in ((j, p) for j in joints if j.word == "hinged" for p in (j.a, j.b)):
        holes[side.name].extend(pilots(joint, side))
    return holes


def _share(meeting: CornerMeeting, lost: dict[str, list[JointCut]], kept: dict[str, list[Contour]]) -> None:
    """Give the corner box to its keeper."""
    for plate in meeting.plates:
        if plate.name in meeting.housed:
            extra = plate.board.clearance_along / 2
            area = meeting.area_on(plate, by=extra)
            lost[plate.name].append(_plain(plate.name, area))
        elif meeting.housed:
            bare = meeting.area_on(plate, by=0.0)
            lost[plate.name] = [_clipped(x, bare) if x.depth else x for x in lost[plate.name]]
        elif plate.name == meeting.keeper:
            kept[plate.name].append(meeting.area_on(plate, by=0.0))
        else:
            lost[plate.name].append(_plain(plate.name, meeting.area_on(plate, by=0.0)))


def _plain(name: str, area: Contour) -> JointCut:
    """Return a corner box as a loss; every corner of it that stays inside the wood is sharp."""
    ring = area.segments
    corners = [
        SharpCorner(
            at=s.start,
            along=s.direction(0.0),
            across=ring[k - 1].reversed().direction(0.0),
            only_along=False,
        )
        for k, s in enumerate(ring)
    ]
    return JointCut(plate=name, label="corner of three plates", area=area, corners=tuple(corners))


def _clipped(pocket: JointCut, corner: Contour) -> JointCut:
    """Shorten a pocket so that it ends at the corner box (its mate yields there)."""
    a, b = pocket.area.bounds, corner.bounds
    if min(a[2], b[2]) - max(a[0], b[0]) < _MEETS or min(a[3], b[3]) - max(a[1], b[1]) < _MEETS:
        return pocket
    axis = 0 if a[2] - a[0] > a[3] - a[1] else 1
    at_low = (b[axis] + b[axis + 2]) < (a[axis] + a[axis + 2])
    old = a[axis] if at_low else a[axis + 2]
    new = b[axis + 2] if at_low else b[axis]

    def moved(p: Point) -> Point:
        here = new if abs(p[axis] - old) < _MEETS else p[axis]
        return (here, p[1]) if axis == 0 else (p[0], here)

    corners = [replace(c, at=moved(c.at)) for c in pocket.corners]
    if not any(abs(c.at[axis] - new) < _MEETS for c in corners):  # the end was open before
        corners += _ends(pocket, axis, at_low, new)
    points = [moved((x, y)) for x, y, _ in pocket.area.vertices]
    return replace(pocket, area=Contour.polygon_of(points), corners=tuple(corners))


def _ends(pocket: JointCut, axis: int, at_low: bool, new: float) -> list[SharpCorner]:
    """Return the two sharp corners of a pocket end that was open before it was shortened."""
    box = pocket.area.bounds
    inward = 1.0 if at_low else -1.0
    out: list[SharpCorner] = []
    for value, way in ((box[1 - axis], 1.0), (box[3 - axis], -1.0)):
        at = (new, value) if axis == 0 else (value, new)
        along = (inward, 0.0) if axis == 0 else (0.0, inward)
        across = (0.0, way) if axis == 0 else (way, 0.0)
        out.append(SharpCorner(at=at, along=along, across=across, only_along=False))
    return out


def _carved(plate: Plate, lost: Sequence[JointCut], kept: Sequence[Contour], holes: Sequence[Hole]) -> Carved:
    upper = {x.upper for x in lost if not x.through}
    upper |= {True} if plate.engravings or plate.pockets else set()
    holes = pierced(holes, upper)
    upper |= {h.upper for h in holes if not h.through}
    if len(upper) == 2:
        labels = ", ".join(sorted(x.label for x in lost if x.depth))
        raise DesignError.of("plate", plate.name, case="faces", labels=labels)
    through = [x for x in lost if x.through]
    body = _body(plate, [x.area for x in through], kept)
    features = [Feature(kind="cutout", why=_why(h, through), contours=(h,)) for h in body.holes]
    pockets = [x for x in lost if not x.through]
    features += [Feature(kind="pocket", why=x.label, contours=(x.area,), depth=x.depth) for x in pockets]
    features += [
        Feature(kind="pocket", why=p.why, contours=(p.contour.turned(ccw=True), *p.islands), depth=p.depth)
        for p in plate.pockets
    ]
    features += [
        Feature(
            kind="hole",
            why=h.why,
            contours=(Contour.circle(*h.at, h.diameter).turned(ccw=not h.through),),
            depth=h.depth,
        )
        for h in holes
    ]
    features += [
        Feature(kind="engraving", why=e.why, strokes=e.strokes, depth=e.depth) for e in plate.engravings
    ]
    corners = [*_concave(body, through), *_pocket_corners(pockets)]
    made = Carved(plate=plate, outline=body.outer, features=tuple(features), corners=tuple(corners))
    return _turned_over(made) if upper == {False} else made


def _body(plate: Plate, cuts: Sequence[Contour], kept: Sequence[Contour]) -> Region:
    tools: list[Contour | Region] = list(plate.openings)
    for cut in cuts:
        near = [k for k in kept if _touch(k, cut)]
        tools.extend(difference(cut, near))
    whole = difference(plate.outline, tools)
    if len(whole) != 1:
        sizes = ", ".join(f"{r.area / 100:.0f} cm²" for r in whole)
        raise DesignError.of("plate", plate.name, case="pieces", count=len(whole), sizes=sizes)
    return whole[0]


def _touch(a: Contour, b: Contour) -> bool:
    p, q = a.bounds, b.bounds
    return p[0] < q[2] and q[0] < p[2] and p[1] < q[3] and q[1] < p[3]


def _why(hole: Contour, lost: Sequence[JointCut]) -> str:
    """Name the joint whose opening this hole is, else plain opening."""
    for loss in lost:
        if all(abs(p - q) < _MEETS for p, q in zip(hole.bounds, loss.area.bounds, strict=True)):
            return loss.label
    inside = [x for x in lost if _touch(hole, x.area)]
    return inside[0].label if inside else "opening"


def _concave(body: Region, lost: Sequence[JointCut]) -> list[Corner]:
    """Return the declared corners that are sharp inside corners of the finished shape."""
    if not any(x.corners for x in lost):
        return []
    found: list[Corner] = []
    sharp: dict[tuple[int, int], Point] = {}
    for contour in body.contours:
        n = len(contour.vertices)
        for k in range(n):
            before, here = contour.segments[k - 1], contour.segments[k]
            a, b = before.direction(1.0), here.direction(0.0)
            if a[0] * b[1] - a[1] * b[0] < -0.5:  # turns right: wood on the outside
                p = here.start
                sharp[(math.floor(p[0]), math.floor(p[1]))] = p
    for loss in lost:
        for c in loss.corners:
            near = _lookup(sharp, c.at)
            if near is not None:
                found.append(
                    Corner(
                        at=near,
                        along=c.along,
                        across=c.across,
                        joint=loss.label,
                        only_along=c.only_along,
                        style=loss.relief,
                    )
                )
    return found


def _lookup(sharp: Mapping[tuple[int, int], Point], at: Point) -> Point | None:
    i, j = math.floor(at[0]), math.floor(at[1])
    for di in (0, -1, 1):
        for dj in (0, -1, 1):
            p = sharp.get((i + di, j + dj))
            if p is not None and math.dist(p, at) < _MEETS:
                return p
    return None


def _pocket_corners(pockets: Sequence[JointCut]) -> list[Corner]:
    return [
        Corner(
            at=c.at,
            along=c.along,
            across=c.across,
            joint=x.label,
            only_along=c.only_along,
            depth=x.depth,
            style=x.relief,
        )
        for x in pockets
        for c in x.corners
    ]


def _turned_over(c: Carved) -> Carved:
    """Return the plate lying on its other face: u → −u, the normal reversed."""
    f = c.plate.frame
    frame = Frame(plus(f.origin, f.normal, c.plate.thickness), tuple(-x for x in f.u), f.v)  # type: ignore[arg-type]

    def point(p: Point) -> Point:
        return (-p[0], p[1])

    def ring(contour: Contour) -> Contour:
        flipped = Contour(tuple((-x, y, 0.0 - b) for x, y, b in contour.vertices))
        return flipped.reversed()

    plate = replace(c.plate, frame=frame, outline=ring(c.plate.outline))
    features = tuple(replace(x, contours=tuple(ring(k) for k in x.contours)) for x in c.features)
    corners = tuple(
        replace(k, at=point(k.at), along=point(k.along), across=point(k.across)) for k in c.corners
    )
    return Carved(plate=plate, outline=ring(c.outline), features=features, corners=corners)
