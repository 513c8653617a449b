"""Joints: who keeps the wood where two plates run through each other.

A joint is declared once on two plates.  It divides the box they share (`overlap`) into
stretches along the joint and says who keeps each; what the other one loses follows.
Openings that receive a board are as wide as its largest measured thickness plus the
clearance; along the joint the opening of the second plate is longer by the clearance along.
No tab, finger or half-lap tongue is ever made smaller.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour, Point
from mobilier.geometry.frame import Vector, dot
from mobilier.model.hardware import Fixing
from mobilier.model.overlap import Overlap, local, overlap_of, rectangle, seen
from mobilier.model.plate import UNIT, Plate, Span

Word = Literal["tabs", "fingers", "halved", "housed", "screwed", "hinged"]
Keeper = Literal["a", "b"]

BEYOND = 1.0
"""mm. How far an opening that runs out of an edge is drawn past it."""

LONGEST_TAB = 120.0
WIDEST_PITCH = 350.0
"""mm. Rules of thumb for through tabs (DOMAIN §6: tab 60-120 long, pitch <= 350)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Two plates and the word that says how they meet.  Measures in mm; None: by rule."""

    word: Word
    a: Plate
    b: Plate
    count: int | None = None
    width: float | None = None
    margin: float | None = None
    opens: str = ""
    fixing: Fixing | None = None
    at: tuple[Point, ...] = ()
    axis: tuple[Vector, Vector] | None = None

    @property
    def label(self) -> str:
        """The joint's name in messages and drawings."""
        return f"{self.word} {self.a.name} > {self.b.name}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sharp:
    """A corner of an opening in plate coordinates; see `mobilier.model.part.Corner`."""

    at: Point
    along: Point
    across: Point
    only_along: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """What one plate loses to a joint: an area of its face, through (depth None) or a pocket.

    ``upper`` says from which face a pocket is cut.
    """

    plate: str
    label: str
    area: Contour
    corners: tuple[Sharp, ...]
    depth: float | None = None
    upper: bool = True


def tabs(
    a: Plate,
    into: Plate,
    *,
    count: int | None = None,
    width: float | None = None,
    margin: float | None = None,
) -> Joint:
    """Through tabs of ``a`` in slots of ``into``.  By rule: 4 T long, at most 350 apart."""
    return Joint(word="tabs", a=a, b=into, count=count, width=width, margin=margin)


def fingers(a: Plate, b: Plate, *, count: int | None = None) -> Joint:
    """Alternating fingers along a corner; ``a`` has the first and the last (odd ``count``)."""
    return Joint(word="fingers", a=a, b=b, count=count)


def halved(a: Plate, b: Plate, *, opens: str) -> Joint:
    """A cross-lap: each keeps half of the crossing; the slot of ``a`` opens towards e.g. ``"+y"``."""
    return Joint(word="halved", a=a, b=b, opens=opens)


def housed(a: Plate, into: Plate) -> Joint:
    """The edge of ``a`` sits in a pocket of ``into`` as deep as ``a`` reaches in."""
    return Joint(word="housed", a=a, b=into)


def screwed(a: Plate, b: Plate, *, by: Fixing, count: int | None = None, at: Sequence[Point] = ()) -> Joint:
    """Screws through the face of ``a`` into ``b``, which touches it.

    Where b touches with its edge the screws follow it, ``count`` of them; face to face they
    stand ``at`` the given points (piece coordinates of a's plane).
    """
    return Joint(word="screwed", a=a, b=b, fixing=by, count=count, at=tuple(at))


def hinged(a: Plate, b: Plate, *, at: Vector, along: Vector, by: Fixing) -> Joint:
    """``a`` turns on ``b`` about an axis of the piece; pilots are drilled by hand with a jig."""
    return Joint(word="hinged", a=a, b=b, axis=(at, along), fixing=by)


def tab_rule(run: float, thickness: float, joint: Joint) -> tuple[int, float, float]:
    """Return (count, width, margin) of through tabs on a run, mm (FABRICATION §3.2)."""
    margin = joint.margin if joint.margin is not None else max(2 * thickness, 40.0)
    width = joint.width if joint.width is not None else min(4 * thickness, LONGEST_TAB)
    room = run - 2 * margin
    if joint.margin is None and joint.width is None and room < width:
        margin, width = run / 4, run / 2
        room = width
    if joint.count is not None:
        number = joint.count
    else:
        number = max(1, math.ceil((room - width) / WIDEST_PITCH) + 1) if room > 3 * width else 1
    if number * width + (number - 1) * width > room + 1e-9 and number > 1:
        raise DesignError(
            f"{joint.label}: {number} tabs of {width:g} mm do not fit {run:g} mm with "
            f"{margin:g} mm at each end; use fewer or narrower tabs"
        )
    return (number, width, margin)


def stretches(joint: Joint, overlap: Overlap) -> list[tuple[Span, Keeper]]:
    """Divide the run of the overlap into stretches and say who keeps each."""
    low, high = overlap.run
    run = high - low
    if joint.word == "housed":
        return [(overlap.run, "a")]
    if joint.word == "tabs":
        number, width, margin = tab_rule(run, joint.a.board.nominal, joint)
        first, last = low + margin, high - margin - width
        if number == 1:
            first = (low + high - width) / 2
        pitch = (last - first) / (number - 1) if number > 1 else 0.0
        out: list[tuple[Span, Keeper]] = []
        done = low
        for k in range(number):
            start = first + k * pitch
            out += [((done, start), "b"), ((start, start + width), "a")]
            done = start + width
        out.append(((done, high), "b"))
        return [s for s in out if s[0][1] - s[0][0] > 1e-9]
    if joint.word == "fingers":
        number = joint.count or _finger_count(run, max(joint.a.thickness, joint.b.thickness))
        if number % 2 == 0 or number < 3:
            raise DesignError(f"{joint.label}: {number} fingers; use an odd count of at least 3")
        w = run / number
        return [((low + k * w, low + (k + 1) * w), "a" if k % 2 == 0 else "b") for k in range(number)]
    middle = (low + high) / 2  # halved: a's slot opens towards one end, b's towards the other
    a_high = _opens_high(joint, overlap.along)
    lower: Keeper = "a" if a_high else "b"
    upper: Keeper = "b" if a_high else "a"
    return [((low, middle), lower), ((middle, high), upper)]


def _finger_count(run: float, thickness: float) -> int:
    """Odd count with fingers of about three thicknesses (FABRICATION §3.2: 2 T ≤ w ≤ 5 T)."""
    number = max(3, round(run / (3 * thickness)))
    return number if number % 2 else number + 1


def _opens_high(joint: Joint, along: Vector) -> bool:
    sign, axis = joint.opens[:1], joint.opens[1:]
    if sign not in ("+", "-") or axis not in UNIT or abs(dot(along, UNIT[axis])) < 0.5:
        raise DesignError(f"{joint.label}: opens={joint.opens!r} is not a direction along the joint")
    return (dot(along, UNIT[axis]) > 0) == (sign == "+")


def losses(joint: Joint) -> tuple[Loss, ...]:
    """Return what both plates of a joint lose.

    Raises:
        DesignError: the plates do not overlap, or not as the word needs.
    """
    overlap = overlap_of(joint.a, joint.b)
    if overlap is None:
        raise DesignError(
            f"{joint.label}: the plates do not run through each other; extend one into the other"
        )
    if joint.word == "housed":
        return (_pocket(joint, overlap),)
    _refuse_partial(joint, overlap)
    cut = _CUTS[joint.word]
    return tuple(
        cut(joint, overlap, index, parts)
        for parts in [stretches(joint, overlap)]
        for index in range(len(parts))
    )


def _refuse_partial(joint: Joint, overlap: Overlap) -> None:
    """Through joints need the whole thickness of both plates in the overlap."""
    for plate, span in ((joint.a, overlap.through_a), (joint.b, overlap.through_b)):
        if span[1] - span[0] < plate.thickness - 0.05:
            raise DesignError(
                f"{joint.label}: only {span[1] - span[0]:.2f} of the {plate.thickness:.2f} mm of "
                f"{plate.name} overlap; extend the mate to its outer face or use housed"
            )


def _opening(board: Plate, *, clearance: bool) -> Span:
    """Return the span across ``board`` that an opening for it takes (dot with its normal)."""
    middle = sum(board.slab) / 2
    half = (board.board.opening if clearance else board.board.thickness_max) / 2
    return (middle - half, middle + half)


def _extent(plate: Plate, across: Vector, along: Vector) -> Span:
    bounds = seen(plate, across, along).bounds
    return (float(bounds[0]), float(bounds[2]))


def _at_edge(plate: Plate, across: Vector, along: Vector, mate: Plate) -> tuple[Span, float]:
    """Return the span from the shoulder out past the nearer edge, and which way is out (±1)."""
    low, high = _extent(plate, across, along)
    seat = _opening(mate, clearance=False)
    if mate.slab[0] - low <= high - mate.slab[1]:
        return ((low - BEYOND, seat[1]), -1.0)
    return ((seat[0], high + BEYOND), 1.0)


def _keeper_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> Loss:
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
        _sharp(loser, across, o.along, (shoulder, end), (out, inward), only_along=True)
        for end, inward, inner in ((q[0], 1.0, not first), (q[1], -1.0, not last))
        if inner
    ]
    return Loss(
        plate=loser.name,
        label=joint.label,
        area=rectangle(loser, across, o.along, p, q),
        corners=tuple(corners),
    )


def _tab_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> Loss:
    """A tab of a: a slot in b.  Between tabs: a shoulder on a."""
    (span, keeper) = parts[index]
    if keeper == "b":
        return _keeper_cut(joint, o, index, parts)
    extra = joint.b.board.clearance_along / 2
    return _slot(joint, o, _opening(joint.a, clearance=True), (span[0] - extra, span[1] + extra))


def _slot(joint: Joint, o: Overlap, p: Span, q: Span) -> Loss:
    across = joint.a.normal
    corners = [
        _sharp(joint.b, across, o.along, (at_p, at_q), (in_p, in_q), only_along=False)
        for at_p, in_p in ((p[0], 1.0), (p[1], -1.0))
        for at_q, in_q in ((q[0], 1.0), (q[1], -1.0))
    ]
    return Loss(
        plate=joint.b.name,
        label=joint.label,
        area=rectangle(joint.b, across, o.along, p, q),
        corners=tuple(corners),
    )


def _half_cut(joint: Joint, o: Overlap, index: int, parts: list[tuple[Span, Keeper]]) -> Loss:
    (span, keeper) = parts[index]
    loser, mate = (joint.b, joint.a) if keeper == "a" else (joint.a, joint.b)
    extra = joint.a.board.clearance_along / 4  # half of it on each of the two slots
    p = _opening(mate, clearance=True)
    edge = _extent(loser, o.along, mate.normal)  # the slot opens at the plate's own edge
    q = (edge[0] - BEYOND, span[1] + extra) if index == 0 else (span[0] - extra, edge[1] + BEYOND)
    end, inward = (q[1], -1.0) if index == 0 else (q[0], 1.0)
    corners = [
        _sharp(loser, mate.normal, o.along, (at, end), (way, inward), only_along=False)
        for at, way in ((p[0], 1.0), (p[1], -1.0))
    ]
    return Loss(
        plate=loser.name,
        label=joint.label,
        area=rectangle(loser, mate.normal, o.along, p, q),
        corners=tuple(corners),
    )


def _pocket(joint: Joint, o: Overlap) -> Loss:
    """The pocket of b that receives the edge of a; ends that run out of b stay open."""
    b, across = joint.b, joint.a.normal
    depth = o.through_b[1] - o.through_b[0]
    if depth > b.thickness - 0.05:
        raise DesignError(
            f"{joint.label}: the pocket would be {depth:.2f} mm deep in {b.thickness:.2f} mm; "
            "let the mate reach in less, or use tabs"
        )
    upper = abs(o.through_b[1] - b.slab[1]) < 0.05
    if not upper and abs(o.through_b[0] - b.slab[0]) > 0.05:
        raise DesignError(f"{joint.label}: {joint.a.name} does not reach {b.name} from a face")
    ends = _extent(b, o.along, across)
    extra = b.board.clearance_along / 2
    p = _opening(joint.a, clearance=True)
    q = (o.run[0] - extra, o.run[1] + extra)
    corners = [
        _sharp(b, across, o.along, (at_p, at_q), (in_p, in_q), only_along=False)
        for at_p, in_p in ((p[0], 1.0), (p[1], -1.0))
        for at_q, in_q, inner in (
            (q[0], 1.0, q[0] > ends[0] + 1e-6),
            (q[1], -1.0, q[1] < ends[1] - 1e-6),
        )
        if inner
    ]
    return Loss(
        plate=b.name,
        label=joint.label,
        area=rectangle(b, across, o.along, p, q),
        corners=tuple(corners),
        depth=depth,
        upper=upper,
    )


def _sharp(
    plate: Plate, across: Vector, along: Vector, at: Point, inward: Point, *, only_along: bool
) -> Sharp:
    """Return a corner at (across, along) whose sides leave it towards ``inward`` (±1, ±1)."""
    here = local(plate, across, along, at)
    side = local(plate, across, along, (at[0], at[1] + inward[1]))
    other = local(plate, across, along, (at[0] + inward[0], at[1]))
    return Sharp(
        at=here,
        along=(side[0] - here[0], side[1] - here[1]),
        across=(other[0] - here[0], other[1] - here[1]),
        only_along=only_along,
    )


_Cut = Callable[[Joint, Overlap, int, list[tuple[Span, Keeper]]], Loss]
_CUTS: Mapping[str, _Cut] = {"tabs": _tab_cut, "fingers": _keeper_cut, "halved": _half_cut}
CUTTING: frozenset[str] = frozenset({"tabs", "fingers", "halved", "housed"})
"""Joints that divide an overlap; the others join plates that only touch."""


def swept_by(joint: Joint) -> Overlap | None:
    """Return the overlap that a cutting joint claims."""
    return overlap_of(joint.a, joint.b) if joint.word in CUTTING else None
