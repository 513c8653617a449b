"""Relief: room for a mate's sharp corner where a round cutter leaves a fillet."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region, difference, union
from mobilier.model.part import Corner, Feature, Part
from mobilier.profiles.types import Relief

_ON = 1e-3


def relieve(part: Part, radius: float, style: Relief = "dogbone") -> Part:
    """Return the part with a disc of ``radius`` mm taken at every marked corner.

    ``radius`` is the cutter's plus the lab's extra.  Corners at the root of a tab always get
    a T-bone in the shoulder, whatever the style; the tab stays whole.
    """
    if not part.corners:
        return part
    through = [c for c in part.corners if c.through]
    used: set[int] = set()
    features = tuple(_relieved(f, part.corners, radius, style, used) for f in part.features)
    rest = [c for k, c in enumerate(part.corners) if k not in used and c in through]
    discs = [disc(c, radius, style) for c in rest]
    whole = difference(part.outline, discs)
    outline, opened = whole[0].outer, whole[0].holes
    features += tuple(Feature(kind="cutout", why="relief", contours=(h,)) for h in opened)
    return replace(part, outline=outline, features=features)


def _relieved(
    feature: Feature, corners: Sequence[Corner], radius: float, style: Relief, used: set[int]
) -> Feature:
    if feature.kind not in ("cutout", "pocket"):
        return feature
    depth = feature.depth
    ring = feature.contours[0].turned(ccw=True)
    discs: list[Contour | Region] = []
    for k, c in enumerate(corners):
        if c.depth == depth and any(math.dist(c.at, v[:2]) < _ON for v in ring.vertices):
            discs.append(disc(c, radius, style))
            used.add(k)
    if not discs:
        return feature
    opening = union([ring, *discs])[0].outer
    first = opening.turned(ccw=feature.kind == "pocket")
    return replace(feature, contours=(first, *feature.contours[1:]))


def centre(corner: Corner, radius: float, style: Relief) -> Point:
    """Return the centre of the relief disc in part coordinates, mm.  See `Corner`."""
    (x, y), (ax, ay), (bx, by) = corner.at, corner.along, corner.across
    style = corner.style or style
    if corner.only_along or style == "tbone-across":
        return (x + radius * ax, y + radius * ay)
    if style == "tbone-along":
        return (x + radius * bx, y + radius * by)
    sx, sy = ax + bx, ay + by
    d = math.hypot(sx, sy)
    return (x + radius * sx / d, y + radius * sy / d)


def disc(corner: Corner, radius: float, style: Relief) -> Contour:
    """Return the relief disc of a corner."""
    return Contour.circle(*centre(corner, radius, style), 2 * radius)
