"""Holes: drilled when a tool has their diameter, bored on a helix when it is smaller."""

from __future__ import annotations

import math

from mobilier.cam.moves import Heights, Move
from mobilier.cam.path import slow_feed
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.points import Point

RETURN = 0.5
"""mm over the last depth where a rapid back into a hole ends, and by which a chip is broken."""

LEVEL = 0.25
"""Share of its diameter that a cutter goes straight down between level turns (docs/sources.md)."""


def drill_hole(
    at: Point, total: float, speeds: Speeds, heights: Heights, *, out: bool
) -> tuple[list[Move], int]:
    """Return a hole ``total`` mm deep in equal pecks.

    Between them the drill is lifted ``out`` of the hole and goes back at rapid to just above
    the last depth, as G83 does, or only off the bottom to break the chip, as G73 does.
    """
    x, y = at
    moves = [Move("rapid", x, y, heights.safe), Move("rapid", x, y, heights.approach)]
    pecks = split_depth(total, speeds.deepest)
    for k, depth in enumerate(pecks):
        moves.append(Move("line", x, y, -depth, feed=speeds.plunge))
        if k == len(pecks) - 1:
            break
        if out:
            moves.append(Move("rapid", x, y, heights.approach))
        if not out or depth > RETURN:
            moves.append(Move("rapid", x, y, RETURN - depth))
    moves.append(Move("rapid", x, y, heights.safe))
    return moves, len(pecks)


def bore_hole(
    circle: tuple[float, float, float], total: float, speeds: Speeds, heights: Heights, *, ccw: bool
) -> tuple[list[Move], int]:
    """Return a helix down a hole wider than the cutter, closed by one level turn.

    ``circle``: centre x, centre y and diameter of the hole; ``total`` its depth, mm.  The
    pitch follows the ramp angle but never passes the tool's deepest pass; turns are equal.
    A compression cutter goes down to its first pass in the middle, clear of the wall.
    """
    x, y, diameter = circle
    r = (diameter - speeds.tool.diameter) / 2
    slope = math.tan(math.radians(speeds.ramp))
    pitch = min(speeds.step, math.tau * r * slope)
    first = min(speeds.tool.first_pass or 0.0, total)
    half_turns = 2 * max(1, math.ceil((total - first - 1e-6) / pitch))
    feed = slow_feed(speeds.feed, speeds.plunge, (total - first) / (half_turns * math.pi * r))
    middle = x if first else x + r
    moves = [
        Move("rapid", middle, y, heights.safe),
        Move("rapid", middle, y, heights.approach),
        Move("line", middle, y, -first, feed=speeds.plunge),
    ]
    if first:
        moves.append(Move("line", x + r, y, -first, feed=speeds.feed))
    side = r
    for k in range(1, half_turns + 3):
        side = -side
        z, f = -first - (total - first) * min(1.0, k / half_turns), feed if k <= half_turns else speeds.feed
        moves.append(Move("ccw" if ccw else "cw", x + side, y, z, x, y, f))
    moves.append(Move("line", x, y, -total, feed=speeds.feed))
    moves.append(Move("rapid", x, y, heights.safe))
    return moves, half_turns // 2 + 1


def bore_level(
    circle: tuple[float, float, float], total: float, speeds: Speeds, heights: Heights, *, ccw: bool
) -> tuple[list[Move], int]:
    """Return a hole as :func:`bore_hole` does, for a controller without helices: level turns.

    The cutter goes straight down between them, a share of its diameter at a time.
    """
    x, y, diameter = circle
    r = (diameter - speeds.tool.diameter) / 2
    first = min(speeds.tool.first_pass or 0.0, total)
    turns = split_depth(total - first, min(speeds.step, LEVEL * speeds.tool.diameter))
    moves = [
        Move("rapid", x, y, heights.safe),
        Move("rapid", x, y, heights.approach),
        Move("line", x, y, -first, feed=speeds.plunge),
        Move("line", x + r, y, -first, feed=speeds.feed),
    ]
    for depth in turns:
        moves.append(Move("line", x + r, y, -first - depth, feed=speeds.plunge))
        moves += [
            Move("ccw" if ccw else "cw", x + side, y, -first - depth, x, y, speeds.feed) for side in (-r, r)
        ]
    moves.append(Move("line", x, y, -total, feed=speeds.feed))
    moves.append(Move("rapid", x, y, heights.safe))
    return moves, len(turns)
