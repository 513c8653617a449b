"""Moves rewritten so that a controller can take them: arcs split, flattened or dropped."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from mobilier.cam.estimate import sweep_of
from mobilier.cam.moves import Move
from mobilier.geometry.contour import steps_of
from mobilier.profiles.types import Controller

CHORD = 0.02
"""mm. How far the lines that stand in for an arc a controller cannot take may lie off it, in and out."""

LARGEST = 5_000.0
"""mm. Arcs of a larger radius are written as lines: centres so far away lose digits."""


def lower_moves(
    moves: Iterable[Move], controller: Controller, start: tuple[float, float, float]
) -> Iterator[Move]:
    """Yield the moves as the controller can take them, from the position ``start``."""
    here = start
    grain = 2 * 10.0**-controller.decimals
    for move in moves:
        if move.kind in ("rapid", "line"):
            yield move
        else:
            yield from _arc(here, move, controller, grain)
        here = (move.x, move.y, move.z)


def _arc(
    start: tuple[float, float, float], move: Move, controller: Controller, grain: float
) -> Iterator[Move]:
    arcs = controller.arcs
    sweep = sweep_of(start[:2], move)
    r = math.hypot(start[0] - move.cx, start[1] - move.cy)
    level = abs(move.z - start[2]) < 1e-9
    sagitta = r * (1 - math.cos(min(abs(sweep), math.pi) / 2))
    plain = not arcs.supported or (not level and not arcs.helical) or r > LARGEST
    if plain or sagitta < grain or r * abs(sweep) < 4 * grain:
        n = steps_of(r, sweep, 2 * CHORD) if sagitta > CHORD else 1
        yield from _pieces(start, move, sweep, r, n, "line")
        return
    limit = math.radians(min(arcs.max_sweep, 360.0 if arcs.full_circle else 350.0))
    n = max(1, math.ceil(abs(sweep) / limit - 1e-9))
    yield from _pieces(start, move, sweep, r, n, move.kind)


def _pieces(
    start: tuple[float, float, float], move: Move, sweep: float, r: float, n: int, kind: str
) -> Iterator[Move]:
    """Yield a move cut into ``n`` equal pieces; the last one ends exactly where the move does.

    Lines bend as far outside the arc as they pass inside it, so that few of them keep near it.
    """
    first = math.atan2(start[1] - move.cy, start[0] - move.cx)
    if kind == "line" and n > 1:
        half = math.cos(sweep / n / 2)
        r *= 2 / (1 + half)
    for k in range(1, n + 1):
        if k == n:
            x, y, z = move.x, move.y, move.z
        else:
            a = first + sweep * k / n
            x, y = move.cx + r * math.cos(a), move.cy + r * math.sin(a)
            z = start[2] + (move.z - start[2]) * k / n
        if kind == "line":
            yield Move("line", x, y, z, feed=move.feed)
        else:
            yield Move(move.kind, x, y, z, move.cx, move.cy, move.feed)
