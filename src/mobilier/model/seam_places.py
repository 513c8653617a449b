"""Where a seam may cross a plate: clear of openings, holes, corners, and of things that lie in one piece."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from mobilier.geometry.frame import dot, unit
from mobilier.geometry.points import Bounds, Point
from mobilier.model.hinge import screw_spots
from mobilier.model.joint import Joint
from mobilier.model.mount import footing
from mobilier.model.overlap import overlap_of
from mobilier.model.piece import Piece
from mobilier.model.plate import Plate, Span
from mobilier.model.seam import SEAM, SeamAxis, SeamLine

CLEAR = 1.6
"""Thicknesses of wood that a seam keeps from openings and corners."""

CLEAR_HOLE = 8.0
"""mm of wood that a seam keeps from the holes of screws and bolts."""

LEAST = SEAM + 20.0
"""mm. A joint that runs along a plate is laid anew in each half where so much of it remains."""

_Obstacle = tuple[Bounds, float]
"""A box in the plane of the plate and the wood to keep around it, mm."""

_STEP = 5.0


def seam_range(plate: Plate, axis: SeamAxis, long: float) -> Span:
    """Return from where to where a seam may lie so that as few pieces as can be are at most ``long`` mm."""
    low, high = span_of(plate, axis)
    pieces = _pieces(plate, axis, long)
    first = max(low + SEAM, high - SEAM / 2 - (pieces - 1) * (long - SEAM))
    return first, min(low + long - SEAM / 2, high - SEAM)


def seam_places(piece: Piece, plate: Plate, axis: SeamAxis, long: float) -> list[float]:
    """Return the places of a seam that meets nothing, half a seam apart, the nearest to an even cut first."""
    low, high = span_of(plate, axis)
    first, last = seam_range(plate, axis, long)
    even = low + (high - low) / _pieces(plate, axis, long)
    busy = list(_obstacles(piece, plate, axis))
    places: list[float] = []
    steps = (low + _STEP * n for n in range(int((high - low) / _STEP) + 1))
    for at in sorted((at for at in steps if first <= at <= last), key=lambda x: abs(x - even)):
        if any(abs(at - other) < SEAM / 2 for other in places):
            continue
        line = SeamLine(plate=plate, axis=axis, at=at)
        if all(line.clear_of(box, gap) for box, gap in busy):
            places.append(at)
    return places


def span_of(plate: Plate, axis: SeamAxis) -> Span:
    """Return from where to where a plate reaches along one of its axes."""
    k = 0 if axis == "u" else 1
    return plate.outline.bounds[k], plate.outline.bounds[k + 2]


def _pieces(plate: Plate, axis: SeamAxis, long: float) -> int:
    low, high = span_of(plate, axis)
    return math.ceil((high - low - SEAM) / (long - SEAM))


def _obstacles(piece: Piece, plate: Plate, axis: SeamAxis) -> Iterator[_Obstacle]:
    """Yield what a seam keeps clear of; joints that each half lays anew do not count."""
    part, instance = piece.part_of[plate.name]
    mine = [j for j in piece.joints if plate.name in (j.a.name, j.b.name)]
    sawn = [j for j in mine if j.fixing and j.fixing.article.cut and runs_along(j, plate, axis)]
    anew = {j.label for j in mine if _laid_anew(j, plate, axis)} | {f"pilot {j.label}" for j in sawn}
    wide = CLEAR * plate.thickness

    def flat(at: Point) -> Point:
        return plate.frame.to_local(instance.frame.to_piece(*at))[:2]

    for f in (f for f in part.features if f.why not in anew):
        spots = [p for c in f.contours for p in _corners(c.bounds)] + [p for s in f.strokes for p in s]
        yield _hull(map(flat, spots)), CLEAR_HOLE if f.kind == "hole" else wide
    for c in (c for c in part.corners if c.through and c.joint not in anew):
        yield _hull([flat(c.at)]), wide
    for joint in (j for j in mine if j.word == "hinged" and j not in sawn):
        for spots in hinge_groups(joint, plate):
            yield _hull(spots), CLEAR_HOLE
    for item in piece.extras:
        for mount in (m for m in item.mounts if plate.name in (m.plate, *m.through)):
            screws = item.article.size.screws or ((0.0, 0.0),)
            at = footing(mount)
            yield _hull(plate.frame.to_local(at.to_piece(u, v))[:2] for u, v in screws), CLEAR_HOLE


def runs_along(joint: Joint, plate: Plate, axis: SeamAxis) -> bool:
    """Say whether the axis of a hinged joint runs along an axis of the plate."""
    way = plate.frame.u if axis == "u" else plate.frame.v
    return joint.axis is not None and abs(dot(unit(joint.axis[1]), way)) > 1 - 1e-9


def hinge_groups(joint: Joint, plate: Plate) -> list[list[Point]]:
    """Return the screws of each hinge of a joint in the plane of one of its plates."""
    spots = [plate.frame.to_local(spot)[:2] for spot in screw_spots(joint, plate)]
    number = len(joint.places) or joint.count or 1
    each = len(spots) // number
    return [spots[k * each : (k + 1) * each] for k in range(number)] if each else []


def _laid_anew(joint: Joint, plate: Plate, axis: SeamAxis) -> bool:
    """Say whether a joint runs along the plate, so that each half gets its own tabs or fingers."""
    if joint.word not in ("tabs", "wedged", "clamped", "fingers") or plate.name not in (
        joint.a.name,
        joint.b.name,
    ):
        return False
    o = overlap_of(joint.a, joint.b)
    along = plate.frame.u if axis == "u" else plate.frame.v
    return o is not None and abs(dot(o.along, along)) > 1 - 1e-9 and o.run[1] - o.run[0] >= 2 * LEAST


def _corners(box: Bounds) -> list[Point]:
    return [(box[0], box[1]), (box[2], box[3]), (box[0], box[3]), (box[2], box[1])]


def _hull(points: Iterable[Point]) -> Bounds:
    xs, ys = zip(*points, strict=True)
    return min(xs), min(ys), max(xs), max(ys)
