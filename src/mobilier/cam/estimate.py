"""How long a program takes, with acceleration: the planner of GRBL 1.1 (planner.c) as a model.

Blocks are straight; arcs are split as the controller splits them.  Units mm and s.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mobilier.cam.moves import Move
from mobilier.geometry.points import Point
from mobilier.profiles.types import Machine

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]

LOOK_AHEAD = 15
"""Blocks that the planner of GRBL holds: its ring of 16 less the one that tells full from empty."""

ARC_TOLERANCE = 0.002
"""mm. GRBL's $12: how far the chords of an arc may lie from it."""

_Vector = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class PlannerBlocks:
    """Straight movements, a row each: unit vector, length mm, wished speed mm/s, acceleration mm/s²."""

    unit: Numbers
    length: Numbers
    speed: Numbers
    acceleration: Numbers


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
    points, speeds = [start], []
    for move in moves:
        new = points_of(points[-1], move)
        points += new
        speeds += [math.inf if move.kind == "rapid" else move.feed / 60] * len(new)
    return _planned(_blocks(np.array(points), np.array(speeds), machine), machine)


def _blocks(points: Numbers, speeds: Numbers, machine: Machine) -> PlannerBlocks:
    """Return the movements from point to point that have a length."""
    steps = np.diff(points, axis=0)
    length = np.sqrt((steps**2).sum(axis=1))
    moved = length >= 1e-9
    unit = steps[moved] / length[moved, None]
    return PlannerBlocks(
        unit=unit,
        length=length[moved],
        speed=np.minimum(speeds[moved], _least(unit, machine.rapid) / 60),
        acceleration=_least(unit, machine.acceleration),
    )


def _least(unit: Numbers, limits: tuple[float, float]) -> Numbers:
    """Return how much of the limits (xy, z) movements along ``unit`` may use."""
    across, up = np.abs(unit[:, :2]).max(axis=1), np.abs(unit[:, 2])
    with np.errstate(divide="ignore"):
        level = np.where(across > 1e-12, limits[0] / across, np.inf)
        return np.minimum(level, np.where(up > 0, limits[1] / up, np.inf))


def _junctions(unit: Numbers, machine: Machine) -> Numbers:
    """Return the squares of the speeds at which the corners between the blocks may be taken."""
    cosine = -(unit[:-1] * unit[1:]).sum(axis=1)
    away = np.diff(unit, axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        half = np.sqrt((1 - cosine) / 2)
        corner = _least(away / np.sqrt((away**2).sum(axis=1))[:, None], machine.acceleration)
        square = corner * machine.junction_deviation * half / (1 - half)
    return np.where(cosine > 0.999999, 0.0, np.where(cosine < -0.999999, np.inf, square))


def _planned(blocks: PlannerBlocks, machine: Machine) -> float:
    """Return the time of the blocks after the backward and the forward pass of the planner."""
    n = len(blocks.length)
    if not n:
        return 0.0
    # squares of the speeds between the blocks: at rest at both ends, else what the corner allows
    square = blocks.speed**2
    between = np.minimum(np.minimum(square[:-1], square[1:]), _junctions(blocks.unit, machine))
    entry = [0.0, *between.tolist(), 0.0]
    # and what can be slowed down within the blocks that are known, and reached from the last
    gain = 2 * blocks.acceleration * blocks.length
    entry = _slowed(np.array(entry), gain).tolist()
    for k, more in enumerate(gain.tolist()):
        entry[k + 1] = min(entry[k + 1], entry[k] + more)
    return float(_times(blocks, np.array(entry[:-1]), np.array(entry[1:])).sum())


def _slowed(entry: Numbers, gain: Numbers) -> Numbers:
    """Return the squares of speeds from which the blocks in the buffer can still be slowed down.

    While a block runs, the planner knows it and ``LOOK_AHEAD`` - 1 more, and stops after the last.
    """
    run = np.concatenate([[0.0], np.cumsum(gain)])
    wall = np.full(LOOK_AHEAD, np.inf)
    limits, stops = np.concatenate([entry + run, wall]), np.concatenate([run, wall])
    n = len(entry)
    best = stops[LOOK_AHEAD - 1 : LOOK_AHEAD - 1 + n]
    for k in range(LOOK_AHEAD - 1):
        best = np.minimum(best, limits[k : k + n])
    slowed: Numbers = best - run
    return slowed


def _times(blocks: PlannerBlocks, low: Numbers, high: Numbers) -> Numbers:
    """Return the time of each trapezoid between the squares of two speeds."""
    a, length, v = blocks.acceleration, blocks.length, blocks.speed
    v_in, v_out = np.sqrt(low), np.sqrt(high)
    up, down = np.maximum(0.0, v * v - low) / (2 * a), np.maximum(0.0, v * v - high) / (2 * a)
    whole = (v - v_in) / a + (v - v_out) / a + (length - up - down) / v
    peak = np.sqrt((2 * a * length + low + high) / 2)
    return np.where(up + down <= length, whole, (2 * peak - v_in - v_out) / a)
