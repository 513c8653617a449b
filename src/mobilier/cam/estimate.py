"""How long a program takes, with acceleration: the planner of GRBL 1.1 (planner.c) as a model.

Blocks are straight; arcs are split as the controller splits them.  Units mm and s.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mobilier.cam.moves import Move
from mobilier.geometry.points import Point
from mobilier.profiles.types import Machine

ARC_TOLERANCE = 0.002
"""mm. GRBL's $12: how far the chords of an arc may lie from it."""

_Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PlannerBlock:
    """A straight movement: unit vector, length mm, wished speed mm/s, acceleration mm/s²."""

    unit: _Vector
    length: float
    speed: float
    acceleration: float


def sweep_of(start: Point, move: Move) -> float:
    """Return the signed angle in radians that an arc move turns from ``start``; a full turn if closed."""
    first = math.atan2(start[1] - move.cy, start[0] - move.cx)
    turn = math.atan2(move.y - move.cy, move.x - move.cx) - first
    if move.kind == "ccw":
        turn %= math.tau
        return turn if turn > 1e-9 else math.tau
    turn = -turn % math.tau
    return -(turn if turn > 1e-9 else math.tau)


def length_of(start: _Vector, move: Move) -> float:
    """Return the length of a move from ``start`` in mm."""
    if move.kind in ("rapid", "line"):
        return math.dist(start, (move.x, move.y, move.z))
    r = math.hypot(start[0] - move.cx, start[1] - move.cy)
    return math.hypot(r * sweep_of(start[:2], move), move.z - start[2])


def points_of(start: _Vector, move: Move, tolerance: float = ARC_TOLERANCE) -> list[_Vector]:
    """Return the points a controller runs through for a move, its end included."""
    end = (move.x, move.y, move.z)
    if move.kind in ("rapid", "line"):
        return [end]
    r = math.hypot(start[0] - move.cx, start[1] - move.cy)
    sweep = sweep_of(start[:2], move)
    n = max(1, math.floor(abs(0.5 * sweep * r) / math.sqrt(tolerance * max(2 * r - tolerance, tolerance))))
    first = math.atan2(start[1] - move.cy, start[0] - move.cx)
    out = [
        (
            move.cx + r * math.cos(first + sweep * k / n),
            move.cy + r * math.sin(first + sweep * k / n),
            start[2] + (end[2] - start[2]) * k / n,
        )
        for k in range(1, n)
    ]
    return [*out, end]


def seconds_of(moves: Iterable[Move], machine: Machine, start: _Vector = (0.0, 0.0, 0.0)) -> float:
    """Return the time in s that ``machine`` takes from ``start``, beginning and ending at rest."""
    blocks: list[PlannerBlock] = []
    here = start
    for move in moves:
        speed = math.inf if move.kind == "rapid" else move.feed / 60
        for point in points_of(here, move):
            block = _block(here, point, speed, machine)
            if block:
                blocks.append(block)
            here = point
    return _planned(blocks, machine)


def _block(a: _Vector, b: _Vector, speed: float, machine: Machine) -> PlannerBlock | None:
    length = math.dist(a, b)
    if length < 1e-9:
        return None
    unit = ((b[0] - a[0]) / length, (b[1] - a[1]) / length, (b[2] - a[2]) / length)
    rapid = _least(unit, machine.rapid) / 60
    return PlannerBlock(unit, length, min(speed, rapid), _least(unit, machine.acceleration))


def _least(unit: _Vector, limits: tuple[float, float]) -> float:
    """Return how much of the limits (xy, z) a movement along ``unit`` may use."""
    xy = max(abs(unit[0]), abs(unit[1]))
    return min(limits[0] / xy if xy > 1e-12 else math.inf, limits[1] / abs(unit[2]) if unit[2] else math.inf)


def _junction(a: PlannerBlock, b: PlannerBlock, machine: Machine) -> float:
    """Return the square of the speed at which the corner between two blocks may be taken."""
    cosine = -(a.unit[0] * b.unit[0] + a.unit[1] * b.unit[1] + a.unit[2] * b.unit[2])
    if cosine > 0.999999:
        return 0.0
    if cosine < -0.999999:
        return math.inf
    half = math.sqrt((1 - cosine) / 2)
    away = (b.unit[0] - a.unit[0], b.unit[1] - a.unit[1], b.unit[2] - a.unit[2])
    norm = math.sqrt(away[0] ** 2 + away[1] ** 2 + away[2] ** 2)
    unit = (away[0] / norm, away[1] / norm, away[2] / norm)
    return _least(unit, machine.acceleration) * machine.junction_deviation * half / (1 - half)


def _planned(blocks: Sequence[PlannerBlock], machine: Machine) -> float:
    """Return the time of the blocks after the backward and the forward pass of the planner."""
    n = len(blocks)
    if not n:
        return 0.0
    entry = [0.0] * (n + 1)  # squares of the speeds between the blocks; at rest at both ends
    for k in range(1, n):
        a, b = blocks[k - 1], blocks[k]
        entry[k] = min(_junction(a, b, machine), a.speed**2, b.speed**2)
    for k in range(n - 1, 0, -1):
        entry[k] = min(entry[k], entry[k + 1] + 2 * blocks[k].acceleration * blocks[k].length)
    for k in range(n):
        entry[k + 1] = min(entry[k + 1], entry[k] + 2 * blocks[k].acceleration * blocks[k].length)
    return sum(_time(b, entry[k], entry[k + 1]) for k, b in enumerate(blocks))


def _time(block: PlannerBlock, low: float, high: float) -> float:
    """Return the time of one trapezoid between the squares of two speeds."""
    a, length, v = block.acceleration, block.length, block.speed
    v_in, v_out = math.sqrt(low), math.sqrt(high)
    up, down = max(0.0, v * v - low) / (2 * a), max(0.0, v * v - high) / (2 * a)
    if up + down <= length:
        return (v - v_in) / a + (v - v_out) / a + (length - up - down) / v
    peak = math.sqrt((2 * a * length + low + high) / 2)
    return (2 * peak - v_in - v_out) / a
