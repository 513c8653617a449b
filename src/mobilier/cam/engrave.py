"""Engraving: the cutter's tip follows strokes at one small depth."""

from __future__ import annotations

import math
from collections.abc import Sequence

from mobilier.cam.moves import Heights, Move
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.points import Point

_JOIN = 1e-6


def chain_strokes(strokes: Sequence[Sequence[Point]]) -> list[list[Point]]:
    """Return the strokes in a short order, turned as needed, those that touch joined."""
    left = [list(s) for s in strokes if len(s) > 1]
    out: list[list[Point]] = []
    here: Point = (0.0, 0.0)
    while left:
        k, back = min(
            ((k, b) for k in range(len(left)) for b in (False, True)),
            key=lambda kb: (math.dist(here, left[kb[0]][-1 if kb[1] else 0]), kb),
        )
        stroke = left.pop(k)
        if back:
            stroke.reverse()
        if out and math.dist(here, stroke[0]) < _JOIN:
            out[-1] += stroke[1:]
        else:
            out.append(stroke)
        here = stroke[-1]
    return out


def engrave_strokes(
    strokes: Sequence[Sequence[Point]], depth: float, speeds: Speeds, heights: Heights
) -> tuple[list[Move], int]:
    """Return the moves that cut ``strokes`` to ``depth`` mm, and the number of passes."""
    moves: list[Move] = []
    passes = split_depth(depth, speeds.deepest)
    for stroke in chain_strokes(strokes):
        moves.append(Move("rapid", *stroke[0], heights.safe))
        moves.append(Move("rapid", *stroke[0], heights.approach))
        way = list(stroke)
        for z in passes:
            moves.append(Move("line", *way[0], -z, feed=speeds.plunge))
            moves += [Move("line", *p, -z, feed=speeds.feed) for p in way[1:]]
            way.reverse()
        moves.append(Move("rapid", moves[-1].x, moves[-1].y, heights.safe))
    return moves, len(passes)
