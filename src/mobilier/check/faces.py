"""Is it the good face that is seen when the piece is used?

A sheet is cut with its good face up, so every part's good face is the one that the router sees.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import shapely

from mobilier.check.fit import solids_of
from mobilier.check.probe import cylinder, standing
from mobilier.check.solid import Solid
from mobilier.check.solids import common_wood
from mobilier.errors import Finding
from mobilier.geometry.frame import scaled
from mobilier.geometry.points import Vector
from mobilier.model.piece import Piece

SIGHT, THREAD = 600.0, 2.0
"""mm. A face is seen where a thread so long and thick stands on it clear of wood.  Project constants."""

MUCH = 0.5
"""Share of a face: it is seen where so much more of it shows than of the other one."""

EYES, DOWN = 1400.0, -0.7
"""mm and cosine. Nobody sees a face that looks down below the eyes."""

GRID = 4
"""Threads each way over a face."""


def face_findings(piece: Piece) -> list[Finding]:
    """Return one note that names the parts whose lower face is the one that shows where the piece is used."""
    pose = piece.in_use
    solids = solids_of(piece, pose)
    found = set()
    for solid in _outer(solids):
        around = [s for s in solids if s.plate != solid.plate]
        upper, lower = (_seen(solid, side, around) for side in (1.0, -1.0))
        if lower - upper > MUCH:
            found.add(solid.part.id)
    if not found:
        return []
    return [Finding.of("visible-face", piece.name, parts=", ".join(sorted(found)), pose=pose)]


def _outer(solids: Sequence[Solid]) -> Iterator[Solid]:
    """Yield each plate once, as the whole board that it is."""
    met = set()
    for s in solids:
        if s.plate not in met:
            met.add(s.plate)
            yield replace(s, depth=(0.0, s.part.thickness))


def _seen(solid: Solid, side: float, around: Sequence[Solid]) -> float:
    """Return the share of a face that is seen; ``side`` 1: the upper."""
    out = scaled(solid.normal, side)
    spots = list(_spots(solid, side))
    if not spots or (out[2] < DOWN and spots[0][2] < EYES):
        return 0.0
    return sum(not _hidden(spot, out, around) for spot in spots) / len(spots)


def _spots(solid: Solid, side: float) -> Iterator[Vector]:
    """Yield points of a face of a plate, evenly over its box, where there is wood."""
    x0, y0, x1, y1 = solid.bounds
    level = solid.part.thickness if side > 0 else 0.0
    for i in range(GRID):
        for j in range(GRID):
            x, y = x0 + (i + 0.5) * (x1 - x0) / GRID, y0 + (j + 0.5) * (y1 - y0) / GRID
            if solid.shape.contains(shapely.Point(x, y)):
                yield solid.frame.to_piece(x, y, level)


def _hidden(spot: Vector, out: Vector, around: Sequence[Solid]) -> bool:
    thread = cylinder(standing(spot, out), THREAD, (0.5, SIGHT))
    return any(common_wood(thread, s) for s in around)
