"""What both plates of a joint lose to it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import dot
from mobilier.geometry.points import Point, Vector
from mobilier.model.joint import Joint
from mobilier.model.keepers import Keeper, divide_run
from mobilier.model.overlap import Overlap, extent, local, overlap_of, perpendicular, rectangle, seen
from mobilier.model.plate import Plate, Span
from mobilier.model.seam import SeamLine
from mobilier.profiles.types import Relief

BEYOND = 1.0
"""mm. How far an opening that runs out of an edge is drawn past it."""

WEDGE_INSET = 1.5
"""mm. A wedge's hole begins this far inside the mate's outer face, so that the wedge pulls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SharpCorner:
    """A corner of an opening in plate coordinates; see `mobilier.model.part.Corner`."""

    at: Point
    along: Point
    across: Point
    only_along: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class JointCut:
    """What one plate loses to a joint: an area of its face, through (depth None) or a pocket.

    ``upper`` says from which face a pocket is cut.
    """

    plate: str
    label: str
    area: Contour
    corners: tuple[SharpCorner, ...]
    depth: float | None = None
    upper: bool = True
    relief: Relief | None = None

    @property
    def through(self) -> bool:
        """Whether it goes right through the board."""
        return self.depth is None


def cut_joint(joint: Joint) -> tuple[JointCut, ...]:
    """Return what both plates of a joint lose.

    Raises:
        DesignError: the plates do not overlap, or not as the word needs.
    """
    if not perpendicular(joint.a, joint.b):
        raise DesignError.of("joint", joint.place, case="tilted")
    overlap = overlap_of(joint.a, joint.b)
    if overlap is None:
        raise DesignError.of("joint", joint.place, case="apart")
    if joint.word == "housed":
        return (_pocket(joint, overlap),)
    _refuse_partial(joint, overlap)
    _refuse_curved(joint, overlap)
    cut = _CUTS[joint.word]
    parts = divide_run(joint, overlap)
    made = [cut(joint, overlap, index, parts) for index in range(len(parts))]
    if joint.word == "wedged":
        made += [_wedge_hole(joint, overlap, span) for span, keeper in parts if keeper == "a"]
    return tuple(made)


def _refuse_partial(joint: Joint, overlap: Overlap) -> None:
    """Through joints need the whole thickness of both plates in the overlap."""
    for plate, span in ((joint.a, overlap.through_a), (joint.b, overlap.through_b)):
        if span[1] - span[0] < plate.thickness - 0.05:
            have = span[1] - span[0]
            raise DesignError.of(
                "joint", joint.place, case="part", have=have, need=plate.thickness, plate=plate.name
            )


def _refuse_curved(joint: Joint, o: Overlap) -> None:
    """A joint needs straight, whole wood: no rounded corner, arc or opening where the mates cross."""
    import shapely

    for plate, mate, through in ((joint.a, joint.b, o.through_b), (joint.b, joint.a, o.through_a)):
        zone = shapely.box(through[0], o.run[0], through[1], o.run[1])
        wood = seen(plate, mate.normal, o.along, whole=True).intersection(zone)
        missing = 1 - wood.area / zone.area
        if missing > 0.002:
            told = {"plate": plate.name, "mate": mate.name}
            raise DesignError.of("joint", joint.place, case="curved", missing=100 * missing, **told)


def _opening(board: Plate, *, clearance: bool) -> Span:
    """Return the span across ``board`` that an opening for it takes (dot with its normal)."""
    middle = sum(board.slab) / 2
    half = (board.board.opening if clearance else board.board.thickness_max) / 2
    return (middle - half, middle + half)


def _extent(plate: Plate, across: Vector, along: Vector) -> Span:
    x0, _, x1, _ = extent(plate, across, along)
    return (x0, x1)


def _at_edge(plate: Plate, across: Vector, along: Vector, mate: Plate) -> tuple[Span, float]:
    """Return the span from the shoulder out past the nearer edge, and which way is out (±1)."""
    low, high = _extent(plate, across, along)
    seat = _opening(mate, clearance=False)
    if mate.slab[0] - low <= high - mate.slab[1]:
        return ((low - BEYOND, seat[1]), -1.0)
    return ((seat[0], high + BEYOND), 1.0)


def side_of(plate: Plate, o: Overlap) -> float:
    """Return on which side of its mate a plate's nearer edge comes out: 1 the upper, −1 the lower."""
    return _at_edge(plate, o.b.normal, o.along, o.b)[1]


def _keeper_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> JointCut:
    """Fingers, and the shoulders between tabs: an opening at the loser's edge."""
    (span, keeper) = parts[index]
    loser, mate = (joint.b, joint.a) if keeper == "a" else (joint.a, joint.b)
    across = mate.normal
    extra = joint.a.board.clearance_along / 2 if keeper == "a" else 0.0
    first, last = index == 0, index == len(parts) - 1
    q = (
        span[0] - (BEYOND if first else extra),
        span[1] + (BEYOND if last else extra),
    )
    p, out = _at_edge(loser, across, o.along, mate)
    shoulder = p[1] if out < 0 else p[0]
    corners = [
        sharp_at(loser, across, o.along, (shoulder, end), (out, inward), only_along=True)
        for end, inward, inner in ((q[0], 1.0, not first), (q[1], -1.0, not last))
        if inner
    ]
    return JointCut(
        plate=loser.name,
        label=joint.label,
        area=rectangle(loser, across, o.along, p, q),
        corners=tuple(corners),
    )


def _tab_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> JointCut:
    """A tab of a: a slot in b.  Between tabs: a shoulder on a."""
    (span, keeper) = parts[index]
    if keeper == "b":
        return _keeper_cut(joint, o, index, parts)
    extra = joint.b.board.clearance_along / 2
    p, q = _opening(joint.a, clearance=True), (span[0] - extra, span[1] + extra)
    return _opening_in(joint.b, joint, joint.a.normal, o.along, p, q)


def _opening_in(plate: Plate, joint: Joint, across: Vector, along: Vector, p: Span, q: Span) -> JointCut:
    """Return a closed rectangular opening with four sharp corners."""
    corners = [
        sharp_at(plate, across, along, (at_p, at_q), (in_p, in_q), only_along=False)
        for at_p, in_p in ((p[0], 1.0), (p[1], -1.0))
        for at_q, in_q in ((q[0], 1.0), (q[1], -1.0))
    ]
    return JointCut(
        plate=plate.name,
        label=joint.label,
        area=rectangle(plate, across, along, p, q),
        corners=tuple(corners),
    )


def _wedge_hole(joint: Joint, o: Overlap, tab: Span) -> JointCut:
    """The hole for a wedge in the part of a tab that stands out of the mate."""
    assert joint.wedge is not None
    across = joint.b.normal
    (low, high), out = _at_edge(joint.a, across, o.along, joint.b)
    face = joint.b.slab[1] if out > 0 else joint.b.slab[0]
    end = (high - BEYOND) if out > 0 else (low + BEYOND)
    reach = joint.seat + joint.a.board.clearance_along
    p = tuple(sorted((face - out * WEDGE_INSET, face + out * reach)))
    relish, need = abs(end - face) - reach, max(2 * joint.a.thickness, 30.0)
    if relish < need - 1e-6:
        raise DesignError.of(
            "joint",
            joint.place,
            case="relish",
            have=relish,
            need=need,
            more=need - relish,
            plate=joint.a.name,
        )
    middle, half = sum(tab) / 2, joint.wedge.opening / 2
    return _opening_in(joint.a, joint, across, o.along, (p[0], p[1]), (middle - half, middle + half))


def _half_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> JointCut:
    (span, keeper) = parts[index]
    loser, mate = (joint.b, joint.a) if keeper == "a" else (joint.a, joint.b)
    extra = joint.a.board.clearance_along / 4  # half of it on each of the two slots
    p = _opening(mate, clearance=True)
    edge = _extent(loser, o.along, mate.normal)  # the slot opens at the plate's own edge
    q = (edge[0] - BEYOND, span[1] + extra) if index == 0 else (span[0] - extra, edge[1] + BEYOND)
    end, inward = (q[1], -1.0) if index == 0 else (q[0], 1.0)
    corners = [
        sharp_at(loser, mate.normal, o.along, (at, end), (way, inward), only_along=False)
        for at, way in ((p[0], 1.0), (p[1], -1.0))
    ]
    return JointCut(
        plate=loser.name,
        label=joint.label,
        area=rectangle(loser, mate.normal, o.along, p, q),
        corners=tuple(corners),
    )


def _pocket(joint: Joint, o: Overlap) -> JointCut:
    """The pocket of b that receives the edge of a; ends that run out of b stay open."""
    b, across = joint.b, joint.a.normal
    depth = o.through_b[1] - o.through_b[0]
    if depth > b.thickness - 0.05:
        raise DesignError.of("joint", joint.place, case="deep", deep=depth, thickness=b.thickness)
    upper = abs(o.through_b[1] - b.slab[1]) < 0.05
    if not upper and abs(o.through_b[0] - b.slab[0]) > 0.05:
        raise DesignError.of("joint", joint.place, case="face", plate=joint.a.name, mate=b.name)
    ends = _extent(b, o.along, across)
    extra = b.board.clearance_along / 2
    p = _opening(joint.a, clearance=True)
    q = (o.run[0] - extra, o.run[1] + extra)
    corners = [
        sharp_at(b, across, o.along, (at_p, at_q), (in_p, in_q), only_along=False)
        for at_p, in_p in ((p[0], 1.0), (p[1], -1.0))
        for at_q, in_q, inner in (
            (q[0], 1.0, q[0] > ends[0] + 1e-6),
            (q[1], -1.0, q[1] < ends[1] - 1e-6),
        )
        if inner
    ]
    return JointCut(
        plate=b.name,
        label=joint.label,
        area=rectangle(b, across, o.along, p, q),
        corners=tuple(corners),
        depth=depth,
        upper=upper,
    )


def sharp_at(
    plate: Plate, across: Vector, along: Vector, at: Point, inward: Point, *, only_along: bool
) -> SharpCorner:
    """Return a corner at (across, along) whose sides leave it towards ``inward`` (±1, ±1)."""
    here = local(plate, across, along, at)
    side = local(plate, across, along, (at[0], at[1] + inward[1]))
    other = local(plate, across, along, (at[0] + inward[0], at[1]))
    return SharpCorner(
        at=here,
        along=(side[0] - here[0], side[1] - here[1]),
        across=(other[0] - here[0], other[1] - here[1]),
        only_along=only_along,
    )


_Cut = Callable[[Joint, Overlap, int, list[tuple[Span, Keeper]]], JointCut]
_CUTS: Mapping[str, _Cut] = {
    "tabs": _tab_cut,
    "wedged": _tab_cut,
    "clamped": _tab_cut,
    "fingers": _keeper_cut,
    "halved": _half_cut,
}


def cut_seam(joint: Joint) -> tuple[JointCut, ...]:
    """Return what both halves of a spliced plate lose: alternating fingers across the seam."""
    assert joint.seam is not None
    axis, at, length = joint.seam
    a, b = joint.a, joint.b
    across, along = (a.frame.u, a.frame.v) if axis == "u" else (a.frame.v, a.frame.u)
    line = SeamLine(plate=a, axis=axis, at=at, length=length)
    base, side = dot(a.frame.origin, across), dot(a.frame.origin, along)
    zone = (line.shoulders[0] + base, line.shoulders[1] + base)
    edges, extra = [side + edge for edge in line.edges], a.board.clearance_along / 2
    _, low, _, high = extent(a, across, along)
    number = len(edges) - 1
    made = []
    for k in range(number):
        loser, out = (b, -1.0) if k % 2 == 0 else (a, 1.0)
        more = extra if loser is b else 0.0
        first, last = k == 0, k == number - 1
        q = (
            low - BEYOND if first else edges[k] - more,
            high + BEYOND if last else edges[k + 1] + more,
        )
        p = (zone[0] - BEYOND, zone[1] + extra) if out < 0 else (zone[0] - extra, zone[1] + BEYOND)
        shoulder = p[1] if out < 0 else p[0]
        corners = [
            sharp_at(loser, across, along, (shoulder, end), (out, inward), only_along=True)
            for end, inward, inner in ((q[0], 1.0, not first), (q[1], -1.0, not last))
            if inner
        ]
        area = rectangle(loser, across, along, p, q)
        made.append(JointCut(plate=loser.name, label=joint.label, area=area, corners=tuple(corners)))
    return tuple(made)
