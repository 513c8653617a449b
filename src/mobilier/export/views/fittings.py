"""What is bought, drawn as plain shapes where the piece knows its place: castors and hinges.

A castor stands on the floor under the holes that name it: holes whose ``why`` is the key of a
piece of hardware.  Hinges lie along the axis of their joint; where a joint has several, they
are spread over it, for the design says how many, not where.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, Transform, cross, dot, plus, scaled, unit
from mobilier.geometry.points import Point, Vector
from mobilier.model.hardware import Hardware
from mobilier.model.joint import Joint
from mobilier.model.part import Part
from mobilier.model.piece import Piece

STEEL, RUBBER = "#aab2b9", "#5a636b"

_DOWN: Vector = (0.0, 0.0, -1.0)
_FIGURE = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A plain solid: a flat outline with a thickness, where it lies, and its colour."""

    part: Part
    frame: Frame
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """One piece of hardware in the modelled position of the plate that carries it.

    ``key`` names the hardware, ``off`` is the direction in which it leaves the plate.
    """

    key: str
    plate: str
    bodies: tuple[Body, ...]
    off: Vector = (0.0, 0.0, 0.0)


def fittings(piece: Piece) -> tuple[Fitting, ...]:
    """Return all hardware that can be drawn, in the order of the shopping list."""
    out: list[Fitting] = []
    for h in piece.hardware:
        out += _castors(piece, h)
        out += _hinges(piece, h)
    return tuple(out)


def carried(frame: Frame, before: Frame, after: Frame) -> Frame:
    """Return a frame that keeps its place on a plate when the plate moves."""

    def turned(v: Vector) -> Vector:
        local = (dot(v, before.u), dot(v, before.v), dot(v, before.normal))
        return plus(
            plus(scaled(after.u, local[0]), scaled(after.v, local[1])), scaled(after.normal, local[2])
        )

    return Frame(after.to_piece(*before.to_local(frame.origin)), turned(frame.u), turned(frame.v))


def hinges_of(piece: Piece, key: str) -> list[tuple[Joint, int]]:
    """Return how many of the hinges called ``key`` each joint takes: as many each, longer ones the rest."""
    joints = [j for j in piece.joints if j.word == "hinged" and j.fixing is not None and j.fixing.key == key]
    total = sum(h.quantity for h in piece.hardware if h.key == key)
    each, rest = divmod(total, len(joints)) if joints else (0, 0)
    longest = sorted(range(len(joints)), key=lambda k: _run(joints[k])[0] - _run(joints[k])[1])[:rest]
    return [(j, each + (k in longest)) for k, j in enumerate(joints)]


def _castors(piece: Piece, item: Hardware) -> list[Fitting]:
    """Return a castor under each group of holes in a level board that name it."""
    out = []
    for part in piece.parts:
        holes = [f.circle for f in part.features if f.kind == "hole" and f.why == item.key]
        each = len(holes) * part.quantity // item.quantity
        for i in part.instances if each else ():
            if abs(i.frame.normal[2]) < 0.999:
                continue
            level = min(i.frame.to_piece(0, 0, w)[2] for w in (0.0, part.thickness))
            for group in _near(holes, each):
                spots = [i.frame.to_piece(x, y)[:2] for x, y, _ in group]
                bodies = _castor(item, spots, level)
                if bodies:
                    out.append(Fitting(key=item.key, plate=i.plate, bodies=bodies, off=_DOWN))
    return out


def _near(holes: Sequence[tuple[float, float, float]], each: int) -> list[list[tuple[float, float, float]]]:
    """Gather holes in groups of ``each``, the nearest to the first one left."""
    left, groups = sorted(holes), []
    while left:
        x, y, _ = left[0]
        left.sort(key=lambda h: (round((h[0] - x) ** 2 + (h[1] - y) ** 2, 3), h))
        groups.append(left[:each])
        left = sorted(left[each:])
    return groups


def _castor(item: Hardware, spots: Sequence[Point], level: float) -> tuple[Body, ...]:
    """Return plate, wheel and fork of a castor under a board ``level`` mm above the floor."""
    x0, x1 = min(s[0] for s in spots) - 12, max(s[0] for s in spots) + 12
    y0, y1 = min(s[1] for s in spots) - 12, max(s[1] for s in spots) + 12
    wheel = min(_first_figure(item.size, 0.8 * level), level - 8)
    if wheel <= 10:
        return ()
    broad = 0.28 * wheel
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    hub = cx - 0.3 * wheel if cx > 0 else cx + 0.3 * wheel
    lying = Frame((0.0, 0.0, level - 4), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    upright = Frame((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))  # its normal looks to the front
    fork = Contour.polygon_of(
        [(hub - 10, wheel / 2 - 10), (hub + 10, wheel / 2 - 10), (cx + 24, level - 4), (cx - 24, level - 4)]
    )
    shapes = (
        (Contour.rectangle(x0, y0, x1, y1), 4.0, lying, STEEL),
        (Contour.circle(hub, wheel / 2, wheel), broad, upright.moved((0, cy + broad / 2, 0)), RUBBER),
        (fork, 3.0, upright.moved((0, cy - broad / 2 - 1, 0)), STEEL),
        (fork, 3.0, upright.moved((0, cy + broad / 2 + 4, 0)), STEEL),
    )
    return tuple(_body(item.key, o, t, f, c) for o, t, f, c in shapes)


def _hinges(piece: Piece, item: Hardware) -> list[Fitting]:
    """Return the knuckles of the hinges, on the plate that turns."""
    out = []
    for joint, number in hinges_of(piece, item.key):
        assert joint.axis is not None, "a hinged joint has an axis"
        at, along = joint.axis[0], unit(joint.axis[1])
        low, high = _run(joint)
        if not number or high <= low:
            continue
        room = (high - low) / number
        long = room if number == 1 else min(_first_figure(item.size, 80.0), 0.9 * room)
        edge = min(80.0, (high - low) / 10) if number > 1 else 0.0
        pitch = (high - low - 2 * edge - long) / (number - 1) if number > 1 else 0.0
        side = unit(cross(along, (0.0, 0.0, 1.0) if abs(along[2]) < 0.9 else (1.0, 0.0, 0.0)))
        foot = plus(at, along, -dot(at, along))
        for k in range(number):
            knuckle = Contour.circle(0.0, 0.0, 9.0 if number == 1 else 14.0)
            frame = Frame(plus(foot, along, low + edge + k * pitch), side, cross(along, side))
            body = _body(item.key, knuckle, long, frame, STEEL)
            out.append(Fitting(key=item.key, plate=joint.a.name, bodies=(body,)))
    return out


def _first_figure(size: str, otherwise: float) -> float:
    """Return the first number of a size: the diameter of a wheel, the length of a hinge."""
    found = _FIGURE.search(size)
    return float(found[0]) if found else otherwise


def _run(joint: Joint) -> tuple[float, float]:
    """Return where along its axis both plates of a hinged joint are, mm from the origin of the piece."""
    assert joint.axis is not None
    along = unit(joint.axis[1])
    spans = []
    for p in (joint.a, joint.b):
        x0, y0, x1, y1 = p.outline.bounds
        reach = [
            dot(p.frame.to_piece(u, v, w), along)
            for u in (x0, x1)
            for v in (y0, y1)
            for w in (0.0, p.thickness)
        ]
        spans.append((min(reach), max(reach)))
    return max(s[0] for s in spans), min(s[1] for s in spans)


def _body(key: str, outline: Contour, thickness: float, frame: Frame, tint: str) -> Body:
    """Return a body whose outline, like that of any part, begins at the corner of its box."""
    x, y, _, _ = outline.bounds
    moved = outline.transformed(Transform(x=-x, y=-y))
    part = Part(id=key, name=key, material="", thickness=thickness, outline=moved)
    return Body(part=part, frame=Frame(frame.to_piece(x, y), frame.u, frame.v), tint=tint)


def step_of(piece: Piece, fitting: Fitting) -> int:
    """Return the number of the step that mounts a fitting: the first with its plate and its key."""
    built: set[str] = set()
    there = len(piece.steps)
    for n, s in enumerate(piece.steps):
        built |= set(s.plates)
        if fitting.plate in built:
            there = min(there, n)
            if fitting.key in s.hardware:
                return n
    return there


def used_in(piece: Piece, number: int) -> Mapping[str, int]:
    """Return how many of each piece of hardware a step takes; 0 where the design does not say.

    Counted from the joints made in the step; hardware that no joint speaks of is divided
    evenly over the steps that name it.
    """
    step = piece.steps[number]
    done = {n: k for k, s in reversed(list(enumerate(piece.steps))) for n in s.plates}
    out = {}
    for key in step.hardware:
        total = sum(h.quantity for h in piece.hardware if h.key == key)
        joined: dict[int, int] = {}
        for j, n in _joined(piece, key):
            when = max(done.get(j.a.name, 0), done.get(j.b.name, 0))
            joined[when] = joined.get(when, 0) + n
        named = [k for k, s in enumerate(piece.steps) if key in s.hardware]
        if sum(joined.get(k, 0) for k in named) == total:
            out[key] = joined.get(number, 0)
        else:
            out[key] = total // len(named) if total % len(named) == 0 else 0
    return out


def _joined(piece: Piece, key: str) -> list[tuple[Joint, int]]:
    """Return the joints that a piece of hardware makes, and how many each takes."""
    found = [
        (j, len(j.at) or j.count or 0)
        for j in piece.joints
        if j.word != "hinged" and j.fixing is not None and j.fixing.key == key
    ]
    return [*found, *hinges_of(piece, key)]
