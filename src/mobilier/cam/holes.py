"""Holes: drilled when a tool has their diameter, bored on a helix when it is smaller."""

from __future__ import annotations

import math

from mobilier.cam.moves import Move
from mobilier.cam.path import slow_feed
from mobilier.cam.setup import APPROACH
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.points import Point


def drill_hole(at: Point, total: float, speeds: Speeds, *, safe_z: float) -> tuple[list[Move], int]:
    """Return a hole ``total`` mm deep in equal pecks, the tool lifted out of it between them."""
    x, y = at
    moves = [Move("rapid", x, y, safe_z), Move("rapid", x, y, APPROACH)]
    pecks = split_depth(total, speeds.step)
    for k, depth in enumerate(pecks):
        moves.append(Move("line", x, y, -depth, feed=speeds.plunge))
        if k < len(pecks) - 1:
            moves.append(Move("rapid", x, y, APPROACH))
    moves.append(Move("rapid", x, y, safe_z))
    return moves, len(pecks)


def bore_hole(
    circle: tuple[float, float, float], total: float, speeds: Speeds, *, safe_z: float, ccw: bool
) -> tuple[list[Move], int]:
    """Return a helix down a hole wider than the cutter, closed by one level turn.

    ``circle``: centre x, centre y and diameter of the hole; ``total`` its depth, mm.  The
    pitch follows the ramp angle but never passes the tool's deepest pass; turns are equal.
    """
    x, y, diameter = circle
    r = (diameter - speeds.tool.diameter) / 2
    slope = math.tan(math.radians(speeds.ramp))
    pitch = min(speeds.step, math.tau * r * slope)
    half_turns = 2 * max(1, math.ceil((total - 1e-6) / pitch))
    feed = slow_feed(speeds.feed, speeds.plunge, total / (half_turns * math.pi * r))
    moves = [
        Move("rapid", x + r, y, safe_z),
        Move("rapid", x + r, y, APPROACH),
        Move("line", x + r, y, 0.0, feed=speeds.plunge),
    ]
    side = r
    for k in range(1, half_turns + 3):
        side = -side
        z, f = -total * min(1.0, k / half_turns), feed if k <= half_turns else speeds.feed
        moves.append(Move("ccw" if ccw else "cw", x + side, y, z, x, y, f))
    moves.append(Move("line", x, y, -total, feed=speeds.feed))
    moves.append(Move("rapid", x, y, safe_z))
    return moves, half_turns // 2 + 1
