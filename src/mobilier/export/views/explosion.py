"""Taking the piece apart: each plate leaves along the insertion direction of its own joint."""

from __future__ import annotations

import math
from collections.abc import Collection, Mapping, Sequence

from mobilier.geometry.frame import dot, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.joint import Joint
from mobilier.model.piece import Piece
from mobilier.model.plate import UNIT, Plate

NOWHERE: Vector = (0.0, 0.0, 0.0)

ASKED, BESIDES, STILL = 1.0, 0.12, 0.02
"""Weights: along a joint's direction, across it, and for staying put."""


def assembly_order(piece: Piece) -> list[str]:
    """Return the plates' names step by step; those no step names come last."""
    named = [n for s in piece.steps for n in s.plates]
    return list(dict.fromkeys([*named, *(p.name for p in piece.plates)]))


def explosion(
    piece: Piece, gap: float, *, built: Collection[str] = (), moving: Collection[str] | None = None
) -> dict[str, Vector]:
    """Return how far each plate is moved in an exploded view, mm, by plate name."""
    own, aside = moves(piece, gap, built=built, moving=moving)
    return {n: plus(v, aside.get(n, NOWHERE)) for n, v in own.items()}


def moves(
    piece: Piece, gap: float, *, built: Collection[str] = (), moving: Collection[str] | None = None
) -> tuple[dict[str, Vector], dict[str, Vector]]:
    """Return each plate's move out of its joints, and that of its whole group, mm.

    Every joint asks for ``gap`` mm between its two plates along its own insertion direction
    and for little else; the moves are the least-squares answer, so that what sits between
    two plates stays between them.  Plates ``built`` stay; ``moving`` (default: all others)
    are free.  Groups that no joint holds to the rest (a drawer, a stool) come out in front.
    """
    plates = {p.name: p for p in piece.plates}
    free = [n for n in assembly_order(piece) if n not in built and (moving is None or n in moving)]
    known = {*built, *free}
    joints = [j for j in piece.joints if j.a.name in known and j.b.name in known]
    # what joints hold together is one group; the largest, or that with what is built, stays in place
    groups = _groups([*built, *free], joints)
    core = set(built) or max(groups, key=len, default=set())
    own: dict[str, Vector] = dict.fromkeys(built, NOWHERE)
    # inside a group every plate leaves its joints
    for group in groups:
        inside = [n for n in free if n in group]
        found = _balanced(inside, [j for j in joints if j.a.name in group], plates, gap)
        own |= {n: _rounded(v) for n, v in found.items()}
    # the other groups come out as a whole, clear of all that stays
    aside: dict[str, Vector] = {}
    rest = [n for n in own if n in core or any(n in g for g in groups if g & core)]
    for group in groups:
        inside = [n for n in free if n in group]
        if inside and not group & core:
            way = _rounded(_aside([plates[n] for n in inside], [plates[n] for n in rest], own, gap))
            aside |= dict.fromkeys(inside, way)
    return own, aside


def _groups(names: Sequence[str], joints: Sequence[Joint]) -> list[set[str]]:
    """Return the names in sets that joints connect, largest joints first found."""
    groups = [{n} for n in names]
    for j in joints:
        touched = [g for g in groups if j.a.name in g or j.b.name in g]
        if len(touched) > 1:
            groups = [g for g in groups if g not in touched]
            groups.append(set().union(*touched))
    return groups


def _balanced(
    free: Sequence[str], joints: Sequence[Joint], plates: Mapping[str, Plate], gap: float
) -> dict[str, Vector]:
    """Solve for the moves of the free plates; every other plate stays."""
    import numpy as np

    # a row says what one joint asks of one axis: the moves of its two plates differ by the gap
    column = {n: k for k, n in enumerate(free)}
    rows: list[list[float]] = []
    right: list[float] = []
    for j in joints:
        ends = [j.a.name, j.b.name]
        if not any(n in column for n in ends):
            continue
        way = departure(plates[ends[0]], plates[ends[1]], j)
        for axis in range(3):
            weight = ASKED if abs(way[axis]) > 0.1 else BESIDES
            row = [0.0] * len(free)
            for n, sign in zip(ends, (1.0, -1.0), strict=True):
                if n in column:
                    row[column[n]] = sign * weight
            rows.append([*row, float(axis)])
            right.append(gap * way[axis] * weight)
    # the axes do not speak to each other: three small systems, each with a weak wish to stay put
    out = {n: [0.0, 0.0, 0.0] for n in free}
    for axis in range(3):
        chosen = [(r[:-1], v) for r, v in zip(rows, right, strict=True) if r[-1] == axis]
        still = [[STILL if k == n else 0.0 for k in range(len(free))] for n in range(len(free))]
        a = np.array([r for r, _ in chosen] + still)
        b = np.array([v for _, v in chosen] + [0.0] * len(free))
        if len(free):
            found = np.linalg.lstsq(a, b, rcond=None)[0]
            for n, k in column.items():
                out[n][axis] = float(found[k])
    return {n: (v[0], v[1], v[2]) for n, v in out.items()}


def _aside(group: Sequence[Plate], rest: Sequence[Plate], own: Mapping[str, Vector], gap: float) -> Vector:
    """Return the way out of the rest for a group: forwards, or backwards where it lies far behind."""
    if not rest:
        return NOWHERE

    def reach(plates: Sequence[Plate]) -> tuple[float, float]:
        ys = [p.frame.to_piece(*c)[1] + own[p.name][1] for p in plates for c in _corners(p)]
        return (min(ys), max(ys))

    (low, high), (front, back) = reach(group), reach(rest)
    if (low + high) / 2 > front + 0.75 * (back - front):
        return (0.0, back + 0.5 * gap - low, 0.0)
    return (0.0, front - 0.5 * gap - high, 0.0)


def _corners(p: Plate) -> list[tuple[float, float, float]]:
    x0, y0, x1, y1 = p.outline.bounds
    return [(x, y, w) for x in (x0, x1) for y in (y0, y1) for w in (0.0, p.thickness)]


def _rounded(v: Vector) -> Vector:
    """Return whole millimetres: the last bits of a solver are no reason for another picture."""
    return (round(v[0]) + 0.0, round(v[1]) + 0.0, round(v[2]) + 0.0)


def departure(plate: Plate, mate: Plate, joint: Joint) -> Vector:
    """Return the unit direction in which ``plate`` leaves ``mate``."""
    if joint.word == "halved" and joint.opens:
        way = scaled(UNIT[joint.opens[-1]], -1.0 if joint.opens.startswith("-") else 1.0)
        return way if joint.a.name == mate.name else scaled(way, -1.0)
    if joint.word in ("tabs", "housed", "wedged", "clamped"):
        axis = joint.b.normal
    elif joint.word in ("screwed", "bolted", "dowelled"):
        axis = joint.a.normal
    else:
        axis = plate.normal
    apart = plus(middle(plate), middle(mate), -1.0)
    lead = dot(apart, axis)
    if abs(lead) < 1e-6:
        lead = dot(middle(plate), axis)
    return scaled(axis, math.copysign(1.0, lead))


def middle(plate: Plate) -> Vector:
    """Return the centre of a plate's bounding box in the piece, mm."""
    x0, y0, x1, y1 = plate.outline.bounds
    return plate.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, plate.thickness / 2)
