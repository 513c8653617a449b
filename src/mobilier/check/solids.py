"""Finished parts as the flat solids they are, and whether two of them share wood.

Works in two dimensions: a part is a prism, so two parts that stand at a right angle share
wood only where both have wood along the line of their meeting; parallel parts only where
their faces cover each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from mobilier.check.oblique import oblique
from mobilier.check.solid import SAME, Common, Solid
from mobilier.geometry.frame import cross, dot
from mobilier.geometry.points import Vector
from mobilier.model.part import Part
from mobilier.model.plate import Span

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

SAGITTA = 0.005


def common_wood(a: Solid, b: Solid) -> Common | None:
    """Return the wood two solids share, or None; exact for parallel and perpendicular parts."""
    if not meet(a, b):
        return None
    cosine = abs(dot(a.normal, b.normal))
    if cosine > 1 - 1e-9:
        return _parallel(a, b)
    if cosine < 1e-9:
        return _perpendicular(a, b)
    return oblique(a, b)


Measured = dict[tuple[object, ...], Common | None]
"""What pairs of solids share, by what they are and where they lie."""


def overlapping(solids: Sequence[Solid], known: Measured | None = None) -> list[Common]:
    """Return every pair of solids that share wood.

    ``known`` keeps what was found of each pair: one that lies in a further pose as it lay in
    an earlier one is not measured again.
    """
    known = {} if known is None else known
    found = []
    for k, a in enumerate(solids):
        for b in solids[k + 1 :]:
            if a.plate == b.plate or not meet(a, b):
                continue
            key = (a.plate, a.depth, a.frame, b.plate, b.depth, b.frame)
            if key not in known:
                known[key] = common_wood(a, b)
            if shared := known[key]:
                found.append(shared)
    return found


def meet(a: Solid, b: Solid) -> bool:
    """Say whether the boxes of two solids share space."""
    (al, ah), (bl, bh) = a.box, b.box
    return (
        min(ah[0], bh[0]) - max(al[0], bl[0]) > SAME
        and min(ah[1], bh[1]) - max(al[1], bl[1]) > SAME
        and min(ah[2], bh[2]) - max(al[2], bl[2]) > SAME
    )


def _parallel(a: Solid, b: Solid) -> Common | None:
    sign = 1.0 if dot(a.normal, b.normal) > 0 else -1.0
    other = b.slab if sign > 0 else (-b.slab[1], -b.slab[0])
    depth = min(a.slab[1], other[1]) - max(a.slab[0], other[0])
    if depth < SAME:
        return None
    u, v = a.frame.u, a.frame.v
    one, two = a.seen(u, v), b.seen(u, v)
    if one.buffer(-SAME / 2).intersection(two.buffer(-SAME / 2)).area < 1.0:
        return None
    area = one.intersection(two).area
    return Common(a=a.plate, b=b.plate, volume=area * depth, depth=depth)


def _perpendicular(a: Solid, b: Solid) -> Common | None:
    along = cross(a.normal, b.normal)
    in_a = _strip(a, b.normal, along, b.slab)
    in_b = _strip(b, a.normal, along, a.slab)
    if not in_a or not in_b:
        return None
    runs = [(max(p.bounds[1], q.bounds[1]), min(p.bounds[3], q.bounds[3])) for p in in_a for q in in_b]
    shared = [r for r in runs if r[1] - r[0] > SAME]
    if not shared:
        return None
    volume, depth = _measured(in_a, in_b, shared)
    return Common(a=a.plate, b=b.plate, volume=volume, depth=depth) if depth > SAME else None


def _measured(
    in_a: Sequence[BaseGeometry], in_b: Sequence[BaseGeometry], runs: Sequence[Span]
) -> tuple[float, float]:
    """Return the volume (mm³) and depth (mm) that two strips of wood share along their runs."""
    import shapely

    one, two = shapely.union_all(list(in_a)), shapely.union_all(list(in_b))
    levels = np.concatenate([shapely.get_coordinates(one)[:, 1], shapely.get_coordinates(two)[:, 1]])
    volume = depth = 0.0
    for low, high in sorted(set(runs)):
        cuts = np.unique(np.concatenate([[low, high], levels[(levels > low) & (levels < high)]]))
        for p, q in pairwise(cuts):
            if q - p < 1e-6:
                continue
            wide = [_width(s, (p + q) / 2) for s in (one, two)]
            volume += float(q - p) * wide[0] * wide[1]
            if min(wide) > 0:
                depth = max(depth, min(*wide, high - low))
    return volume, depth


def _width(strip: BaseGeometry, at: float) -> float:
    """Return how much wood a strip has across, at one place along the run, mm."""
    import shapely

    x0, _, x1, _ = strip.bounds
    cut = shapely.intersection(strip, shapely.LineString([(x0 - 1, at), (x1 + 1, at)]))
    return float(cut.length)


def _strip(solid: Solid, across: Vector, along: Vector, slab: Span) -> list[BaseGeometry]:
    """Return the pieces of a solid's wood well within a slab across its plane (across, along), mm."""
    import shapely

    shape = solid.seen(across, along)
    x0, y0, x1, y1 = shape.bounds
    low, high = max(x0, slab[0]) + SAME, min(x1, slab[1]) - SAME
    if high <= low:
        return []
    strip = shape.intersection(shapely.box(low, y0 - 1, high, y1 + 1))
    return [p for p in shapely.get_parts(strip) if p.area > SAME * SAME]


def layers(part: Part, radius: float, play: float) -> list[tuple[BaseGeometry, Span]]:
    """Return the shapes of a part from its upper face down, and the depth each spans, mm.

    ``radius`` of the cutter: it cannot enter a corner tighter than itself, so the wood left is
    the closing of the part with its disc and a pocket the opening of what is drawn (0: as
    drawn).  ``play``: how much thicker than its mean the board may be.
    """
    whole = machined(part, radius)
    pockets = sorted(
        (
            (f.depth or 0.0, _sound(f.contours[0].polygon(SAGITTA)))
            for f in part.features
            if f.kind == "pocket"
        ),
        key=lambda p: p[0],
    )
    top = part.thickness + play / 2
    out: list[tuple[BaseGeometry, Span]] = []
    for depth in sorted({d for d, _ in pockets}):
        floor = part.thickness - depth
        gone = [_opened(p, whole, radius) for d, p in pockets if d >= depth]
        shape = whole
        for hole in gone:
            shape = shape.difference(hole)
        out.append((shape, (floor, top)))
        top = floor
    out.append((whole, (-play / 2, top)))
    return out


def machined(part: Part, radius: float) -> BaseGeometry:
    """Return what a cutter of ``radius`` mm leaves of a part (already relieved), through cuts only."""
    shape = _sound(part.region.polygon(SAGITTA))
    if not radius:
        return shape
    import shapely

    closed = shape.buffer(radius, quad_segs=32).buffer(-radius, quad_segs=32)
    biggest: Polygon = max(shapely.get_parts(closed), key=lambda p: p.area)
    return biggest


def _sound(shape: Polygon) -> BaseGeometry:
    """Return a shape whose reliefs may run into each other as what they leave together."""
    if shape.is_valid:
        return shape
    import shapely

    flat = [p for p in shapely.get_parts(shapely.make_valid(shape)) if p.area > 0]
    return shapely.union_all(flat)


def _opened(pocket: BaseGeometry, whole: BaseGeometry, radius: float) -> BaseGeometry:
    """Return what a cutter of ``radius`` mm clears of a pocket; it may run out over the part's edge."""
    if not radius:
        return pocket
    import shapely

    # Where the pocket reaches the edge of the board no wall turns the cutter: air is free as the pocket is.
    around = shapely.box(*pocket.bounds).buffer(4 * radius, join_style="mitre")
    edge = shapely.union_all([shapely.Polygon(p.exterior) for p in shapely.get_parts(whole)])
    free = pocket.union(around.difference(edge))
    cleared = free.buffer(-radius, quad_segs=32).buffer(radius, quad_segs=32)
    return cleared.intersection(pocket)
