"""What a program does, as lines to draw: rapids, cuts by depth, tabs."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from mobilier.cam.estimate import sweep_of
from mobilier.cam.moves import Move, Program
from mobilier.geometry.contour import Segment


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """A run of the cutter's centre on the sheet, mm, all of one kind and depth.

    ``depth`` is the deepest z of the run as a share of the program's deepest (0: on or above
    the sheet, 1: through).  A run that only goes up or down has no segments.
    """

    kind: Literal["rapid", "cut"]
    depth: float
    segments: tuple[Segment, ...]


def traces_of(program: Program) -> tuple[Trace, ...]:
    """Return the runs of a program in sheet coordinates, in order of time."""
    deepest = min((m.z for m in program.moves), default=0.0)
    runs: list[tuple[Literal["rapid", "cut"], float, list[Segment]]] = []
    for a, b in pairwise(program.moves):
        kind: Literal["rapid", "cut"] = "rapid" if b.kind == "rapid" else "cut"
        segment = _segment(a, b)
        if segment is None:
            continue
        low = min(a.z, b.z)
        depth = round(low / deepest, 3) if deepest < 0 and low < 0 else 0.0
        if runs and runs[-1][:2] == (kind, depth):
            runs[-1][2].append(segment)
        else:
            runs.append((kind, depth, [segment]))
    return tuple(Trace(kind=k, depth=d, segments=tuple(s)) for k, d, s in runs)


def _segment(a: Move, b: Move) -> Segment | None:
    """Return the movement across the sheet, None for one that is only vertical."""
    start, end = (a.x, a.y), (b.x, b.y)
    if b.kind in ("rapid", "line"):
        return Segment(start, end) if math.dist(start, end) > 1e-9 else None
    return Segment(start, end, math.tan(sweep_of(start, b) / 4))
