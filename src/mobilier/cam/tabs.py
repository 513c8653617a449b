"""Where holding tabs go: on straight runs away from joints and corners, where wood holds them.

A tab is a bridge across the kerf from a part to wood that stays: the frame of the sheet,
the slug of a tabbed opening, or a neighbour (both paths then rise over it, and each part
declares its end).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mobilier.cam.moves import Tab
from mobilier.cam.path import ClosedPath
from mobilier.cam.setup import TAB_SLOPE
from mobilier.cam.speeds import Speeds
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry as Geometry

LEAST = 2
"""Tabs of a part: fewer do not keep it from turning (project constant, as all that follow:
docs/sources.md, holding tabs)."""

SPAN = 800.0
"""mm of outline that a tab holds down at most: a board that is freed bows."""

BEND = 0.1
"""mm that a slender part may give way between two tabs under the cutter."""

SAFETY = 2.0
"""The tabs of a part hold this many times the force of the cutter."""

RESISTANCE = 60.0
"""N/mm². Force on an edge for each mm² of chip, in wood of 500 kg/m³."""

SHEAR = 4.0
"""N/mm². Shear strength of plywood through its thickness."""

STIFFNESS = 5000.0
"""N/mm². Modulus of elasticity of plywood."""

SHARE = 0.35
"""Largest share of an outline that tabs may take."""

SLUG = 60.0
"""mm. A slug longer than this is held by tabs."""

ANCHOR = 2.0
"""mm of sound wood that a tab needs beyond the kerf (a quarter is left to the curve of the kerf)."""

APART = 1.5
"""Spans of a tab, ramps included, from the middle of one tab to the next: nearer ones would merge."""

AWAY = 2.0
"""Board thicknesses that a tab keeps from a joint where it can."""

_SAMPLES = 8
"""Steps along a tab in which the cutter beside it is looked at."""

_TOUCH = 0.02
"""mm by which a cutter that runs along a flattened contour may seem to touch it."""

_STEP = 8.0
_PHASES = 24
_COST_NEAR, _COST_ARC, _COST_SHARED = 0.3, 0.8, 0.15


@dataclass(frozen=True, kw_only=True)
class CutRing:
    """A contour that frees something: an outline (outside) or an opening (inside), on the sheet."""

    part: str
    copy: int
    contour: Contour
    outside: bool
    joints: tuple[Point, ...] = ()

    @cached_property
    def loop(self) -> ClosedPath:
        """The contour addressed by distance."""
        return ClosedPath(self.contour)

    def normal(self, position: float) -> Point:
        """Return the unit vector from the part into the kerf."""
        dx, dy = self.loop.direction(position)
        out = (self.contour.area > 0) == self.outside
        return (dy, -dx) if out else (-dy, dx)


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A place for a tab on a ring, what it costs, and the neighbour's end if it is shared."""

    position: float
    at: Point
    cost: float
    partner: tuple[int, Point] | None = None


@dataclass(frozen=True, kw_only=True)
class Wood:
    """What stays and what goes when every ring of a sheet is cut.

    ``firm`` is wood that holds a tab; ``kerfs[k]`` is the kerf of ring k.
    """

    rings: tuple[CutRing, ...]
    kerfs: tuple[Geometry, ...]
    firm: Geometry

    @cached_property
    def tree(self) -> STRtree:
        """Index of the kerfs."""
        import shapely

        return shapely.STRtree(list(self.kerfs))


def wood_of(rings: Sequence[CutRing], held: Sequence[bool], sheet: Geometry, kerf: float) -> Wood:
    """Return the wood of a sheet.  ``held[k]``: opening k will have tabs, so its slug is firm."""
    import shapely

    polygons = [r.contour.polygon(0.01) for r in rings]
    # The kerf of each ring: a band as wide as the cutter, outside outlines and inside openings.
    kerfs = [
        p.buffer(kerf, quad_segs=12).difference(p)
        if r.outside
        else p.difference(p.buffer(-kerf, quad_segs=12))
        for p, r in zip(polygons, rings, strict=True)
    ]
    # What is part, and what of the sheet is left between parts and kerfs.
    solid = [p for p, r in zip(polygons, rings, strict=True) if r.outside]
    open_ = [p for p, r in zip(polygons, rings, strict=True) if not r.outside]
    holes = shapely.union_all(open_) if open_ else shapely.Polygon()
    parts = shapely.union_all(solid).difference(holes) if solid else shapely.Polygon()
    nested = [  # a part that lies in the opening of another is not swallowed by that opening
        p for p in solid if open_ and holes.contains(p)
    ]
    rest = shapely.get_parts(sheet.difference(shapely.union_all([parts, *nested, *kerfs])))
    # Of that only the frame of the sheet and slugs that hang on tabs of their own stay in place.
    edge = sheet.boundary
    tabbed = [p for p, r, h in zip(polygons, rings, held, strict=True) if not r.outside and h]
    firm = [
        piece
        for piece in rest
        if piece.distance(edge) < 1e-6 or any(t.contains(piece.representative_point()) for t in tabbed)
    ]
    return Wood(rings=tuple(rings), kerfs=tuple(kerfs), firm=shapely.union_all(firm))


@dataclass(frozen=True, slots=True, kw_only=True)
class TabNeed:
    """What decides how many tabs hold: their size and the kerf (mm), the board, the cutter's force (N).

    ``through``: mm that cuts go below the board.  ``spacing``: mm of outline for a tab that the
    workshop wants, 0: as few as hold; ``least`` tabs of a part.
    """

    width: float
    height: float
    kerf: float
    thickness: float
    force: float
    through: float = 0.0
    spacing: float = 0.0
    least: int = LEAST


def force_of(speeds: Speeds, density: float) -> float:
    """Return the largest force in N on the edge of a cutter: resistance × chip × depth of its pass."""
    return RESISTANCE * density / 500.0 * speeds.chip_load * speeds.deepest


def count_tabs(ring: CutRing, need: TabNeed) -> int:
    """Return how many tabs hold a ring, 0 when it is too small for two.

    As many as carry the cutter's force in shear, as hold a bowed board down, and as keep a
    slender part from bending away: a beam held at both ends gives way F·l³ / (192·E·I).
    """
    length, area = ring.loop.length, abs(ring.contour.area)
    carried = SHEAR * need.width * need.height / 1.5
    spacing = need.spacing or min(SPAN, _stiff_span(length, area, need))
    n = max(need.least, math.ceil(SAFETY * need.force / carried), math.ceil(length / spacing - 1e-6))
    n = min(n, int(SHARE * length / (need.width + need.kerf)))
    return n if n >= LEAST else 0


def _stiff_span(length: float, area: float, need: TabNeed) -> float:
    """Return the distance of tabs at which a part as long and narrow as this one bends by ``BEND``, mm."""
    # The rectangle of the same outline and area: half the outline is its length and its width.
    half = length / 2
    width = (half - math.sqrt(max(0.0, half * half - 4 * area))) / 2
    inertia = need.thickness * width**3 / 12
    return float((BEND * 192 * STIFFNESS * inertia / need.force) ** (1 / 3))


def find_places(k: int, wood: Wood, need: TabNeed) -> list[Candidate]:
    """Return every place of ring ``k`` where a tab would hold, with its cost."""
    import shapely

    ring, width, height, diameter = wood.rings[k], need.width, need.height, need.kerf
    span = width + diameter + 2 * height / TAB_SLOPE
    down = span + 2 * need.through / TAB_SLOPE
    spots = _passable(ring, _spots(ring, span, need.thickness), down, diameter / 2)
    if not spots:
        return []
    # The foot of a tab at each spot, across the kerf: whose kerfs does it meet besides its own?
    foot = width + 2 * height / TAB_SLOPE
    necks = []
    for s, _ in spots:
        (x, y), (nx, ny) = ring.loop.point(s), ring.normal(s)
        necks.append(_box((x, y), (nx, ny), foot, 0.05, diameter + ANCHOR))
    boxes = shapely.polygons(necks)
    hits: dict[int, list[int]] = {}
    for box, other in zip(*wood.tree.query(boxes, predicate="intersects"), strict=True):
        if other != k:
            hits.setdefault(int(box), []).append(int(other))
    # Alone, a tab must end in firm wood; across one other kerf, on a straight of the neighbour.
    anchors = shapely.polygons(
        [
            _box(ring.loop.point(s), ring.normal(s), width, diameter + ANCHOR / 4, diameter + ANCHOR)
            for s, _ in spots
        ]
    )
    shapely.prepare(wood.firm)
    sound = shapely.covers(wood.firm, anchors)
    out: list[Candidate] = []
    for i, (s, cost) in enumerate(spots):
        at = ring.loop.point(s)
        if i not in hits:
            if sound[i]:
                out.append(Candidate(position=s, at=at, cost=cost))
        elif len(hits[i]) == 1:
            partner = _partner(ring, s, wood.rings[hits[i][0]], span, diameter)
            if partner:
                out.append(
                    Candidate(position=s, at=at, cost=cost + _COST_SHARED, partner=(hits[i][0], partner))
                )
    return out


def _spots(ring: CutRing, span: float, thickness: float) -> list[tuple[float, float]]:
    """Return (position, cost) along the straights and the arcs of a ring that are long enough."""
    out: list[tuple[float, float]] = []
    start = 0.0
    segments = ring.contour.segments
    straight = any(not s.bulge and s.length >= span for s in segments)
    longest = max(s.radius if s.bulge else 0.0 for s in segments)
    circle = ring.contour.as_circle is not None
    for s, end in zip(segments, ring.loop.ends, strict=True):
        room = s.length if circle else s.length - span
        if room >= 0 and (not s.bulge or not straight or s.radius >= 0.999 * longest):
            n = max(1, math.ceil(room / _STEP))
            for i in range(n + 1) if n > 1 else (0,):
                along = 0.0 if circle else span / 2
                here = start + along + room * (i / n if n > 1 else 0.5)
                room_beside = min(here - start, end - here)
                cost = _cost(ring, here, room_beside, span, thickness, arc=bool(s.bulge))
                out.append((here, cost))
        start = end
    return out


def _passable(
    ring: CutRing, spots: Sequence[tuple[float, float]], span: float, radius: float
) -> list[tuple[float, float]]:
    """Return the spots along which a cutter runs beside the contour all the way up and down the tab.

    In a corner that it cannot reach into it would turn on the ramp, and gnaw at the tab or leave
    more than a fillet.
    """
    import shapely

    if not spots:
        return []
    edge = shapely.LinearRing(ring.contour.flattened(0.01))
    way = [
        [
            (x + radius * nx, y + radius * ny)
            for at in (here + span * (i / _SAMPLES - 0.5) for i in range(_SAMPLES + 1))
            for (x, y), (nx, ny) in ((ring.loop.point(at), ring.normal(at)),)
        ]
        for here, _ in spots
    ]
    shapely.prepare(edge)
    blocked = shapely.dwithin(edge, shapely.multipoints(way), radius - _TOUCH)
    return [spot for spot, no in zip(spots, blocked, strict=True) if not no]


def _cost(ring: CutRing, at: float, room: float, span: float, thickness: float, *, arc: bool) -> float:
    """Return the cost of a place: ``room`` mm from an end of its straight, near a joint, on an arc."""
    cost = _COST_ARC if arc else 0.0
    if room < span:
        cost += _COST_NEAR * (1 - room / span)
    point = ring.loop.point(at)
    near = min((math.dist(point, j) for j in ring.joints), default=math.inf)
    reach = AWAY * thickness + span / 2
    if near < reach:
        cost += 2 * _COST_NEAR * (1 + (reach - near) / reach)
    return cost


def _box(at: Point, normal: Point, width: float, low: float, high: float) -> list[Point]:
    (x, y), (nx, ny), h = at, normal, width / 2
    tx, ty = -ny, nx
    return [
        (x + low * nx - h * tx, y + low * ny - h * ty),
        (x + high * nx - h * tx, y + high * ny - h * ty),
        (x + high * nx + h * tx, y + high * ny + h * ty),
        (x + low * nx + h * tx, y + low * ny + h * ty),
    ]


def _partner(ring: CutRing, s: float, other: CutRing, span: float, diameter: float) -> Point | None:
    """Return the point of ``other`` straight across the kerf, if it lies on a long enough straight."""
    (x, y), (nx, ny) = ring.loop.point(s), ring.normal(s)
    t = other.loop.nearest((x, y))
    px, py = other.loop.point(t)
    gap = math.hypot(px - x, py - y)
    if gap < 1e-6 or gap > 2 * diameter + ANCHOR or ((px - x) * nx + (py - y) * ny) < 0.999 * gap:
        return None
    k = next(i for i, end in enumerate(other.loop.ends) if t <= end + 1e-9)
    start = other.loop.ends[k - 1] if k else 0.0
    if other.contour.segments[k].bulge or min(t - start, other.loop.ends[k] - t) < span / 2:
        return None
    reach = span / 2 + diameter
    if any(math.dist((px, py), j) < reach for j in other.joints):
        return None
    return (px, py)


def spread_tabs(places: Sequence[Candidate], count: int, length: float, apart: float) -> list[Candidate]:
    """Return up to ``count`` places, evenly around a ring of ``length`` mm, each ``apart`` from the next."""
    if not places or not count:
        return []
    s = np.array([c.position for c in places])
    cost = np.array([c.cost for c in places])
    ideal = length / count
    best: tuple[float, list[int]] = (math.inf, [])
    # Turn a wheel of evenly spaced targets by parts of a pitch; each target takes the cheapest place
    # near it that keeps clear of those taken; the turn with the least sum wins.
    for phase in range(_PHASES):
        total = 0.0
        chosen: list[int] = []
        for i in range(count):
            target = (i + phase / _PHASES) * ideal
            away = np.abs((s - target + length / 2) % length - length / 2) / ideal
            for j in chosen:
                gap = np.abs((s - s[j] + length / 2) % length - length / 2)
                away = np.where(gap < apart, np.inf, away)
            price = away**2 * 4 + cost
            pick = int(np.argmin(price))
            if not np.isfinite(price[pick]):
                total += 10.0
                continue
            total += float(price[pick])
            chosen.append(pick)
        if total < best[0] - 1e-9:
            best = (total, chosen)
    return [places[i] for i in sorted(best[1], key=lambda i: s[i])]


def place_tabs(wood: Wood, counts: Sequence[int], need: TabNeed) -> Mapping[int, tuple[Tab, ...]]:
    """Return the tabs of each ring (by its index), shared ones declared on both sides."""
    width, height, diameter = need.width, need.height, need.kerf
    out: dict[int, list[Tab]] = {k: [] for k in range(len(wood.rings))}
    apart = APART * (width + diameter + 2 * height / TAB_SLOPE)
    # Ring by ring: tabs that a neighbour shares already count, and no two may merge.
    for k, count in enumerate(counts):
        ring, have = wood.rings[k], out[k]
        free = [
            c
            for c in find_places(k, wood, need)
            if all(math.dist(c.at, (t.x, t.y)) >= apart for t in have)
            and (c.partner is None or _room(c.partner, out, apart))
        ]
        for c in spread_tabs(free, max(0, count - len(have)), ring.loop.length, apart):
            have.append(_tab(ring, c.at, width, height))
            if c.partner:
                other, point = c.partner
                out[other].append(_tab(wood.rings[other], point, width, height))
    return {k: tuple(tabs) for k, tabs in out.items()}


def _room(partner: tuple[int, Point], out: Mapping[int, Sequence[Tab]], apart: float) -> bool:
    other, point = partner
    return all(math.dist(point, (t.x, t.y)) >= apart for t in out[other])


def _tab(ring: CutRing, at: Point, width: float, height: float) -> Tab:
    return Tab(part=ring.part, copy=ring.copy, x=at[0], y=at[1], width=width, height=height)
