"""What stands in a picture: copies of the parts and the hardware, where a pose puts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from mobilier.export.drawing.style import tint_for
from mobilier.export.views.explosion import NOWHERE
from mobilier.export.views.fittings import Fitting, carried
from mobilier.export.views.scene import SceneSolid
from mobilier.geometry.frame import Frame, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.piece import Piece


def tints(piece: Piece) -> dict[str, str]:
    """Return the colour of each part, by id, the same in every picture of the piece."""
    return {p.id: tint_for(p.id, k) for k, p in enumerate(piece.parts)}


def solids(
    piece: Piece,
    frames: Mapping[str, Frame],
    *,
    only: Collection[str] | None = None,
    ghosts: Collection[str] = (),
    moved: Mapping[str, Vector] | None = None,
) -> list[SceneSolid]:
    """Return the copies of the parts as they stand, ``ghosts`` in grey, some moved apart (mm)."""
    colour = tints(piece)
    return [
        SceneSolid(
            plate=i.plate,
            part=p,
            frame=frames[i.plate].moved((moved or {}).get(i.plate, NOWHERE)),
            tint=colour[p.id],
            ghost=i.plate in ghosts,
        )
        for p in piece.parts
        for i in p.instances
        if only is None or i.plate in only
    ]


def mounted(
    piece: Piece,
    found: Iterable[Fitting],
    frames: Mapping[str, Frame],
    *,
    ghost: bool = False,
    moved: Mapping[str, Vector] | None = None,
    off: float = 0.0,
) -> list[SceneSolid]:
    """Return hardware on its plates, ``off`` mm away in the direction in which it leaves them."""
    out = []
    for f in found:
        home = piece.part_of[f.plate][1].frame
        way = plus((moved or {}).get(f.plate, NOWHERE), scaled(f.off, off))
        for b in f.bodies:
            frame = carried(b.frame, home, frames[f.plate]).moved(way)
            out.append(
                SceneSolid(plate=f.plate, part=b.part, frame=frame, tint=b.tint, ghost=ghost, bought=True)
            )
    return out
