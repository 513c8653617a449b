"""What stands in a picture: copies of the parts and the hardware, where a pose puts them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mobilier.export.drawing.style import tint_for
from mobilier.export.views.explosion import NOWHERE
from mobilier.export.views.projection import Paper, Sights, largest_scale
from mobilier.export.views.scene import SceneSolid
from mobilier.geometry.frame import Frame, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.fittings import Fitting, carried, fittings, step_of
from mobilier.model.piece import Piece

Added = tuple[tuple[str, ...], tuple[Fitting, ...]]
"""Names of plates, and fittings."""

LARGEST = Paper(height=165.0)
"""The largest page that shows a whole piece: that of the cover."""


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


def added_by_step(piece: Piece) -> tuple[Added, ...]:
    """Return the plates and the fittings that come in each step, last those that no step names."""
    steps = [step.plates for step in piece.steps]
    there: set[str] = set()
    bought = [(step_of(piece, f), f) for f in fittings(piece)]
    added = []
    for n, plates in enumerate([*steps, tuple(p.name for p in piece.plates)]):
        new = tuple(p for p in plates if p not in there)
        there |= set(new)
        added.append((new, tuple(f for k, f in bought if k == n)))
    return tuple(added)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stages:
    """A piece on its way through the steps: what each adds, and what is known of its pictures.

    ``added`` is what :func:`added_by_step` says.
    """

    piece: Piece
    added: tuple[Added, ...]
    sights: Sights = field(default_factory=Sights)

    @staticmethod
    def of(piece: Piece) -> Stages:
        """Return a piece with its plates and fittings by step."""
        bare = Stages(piece=piece, added=added_by_step(piece))
        scale = largest_scale(bare.all(piece.frames()), LARGEST)
        return replace(bare, sights=Sights(scale))

    def standing(
        self,
        steps: Iterable[int],
        frames: Mapping[str, Frame],
        *,
        ghost: bool = False,
        moved: Mapping[str, Vector] | None = None,
        off: float = 0.0,
    ) -> list[SceneSolid]:
        """Return what some steps add, where it stands; moved apart and hardware ``off`` its plates, mm."""
        return [
            s for n in steps for s in self.shown(self.added[n], frames, ghost=ghost, moved=moved, off=off)
        ]

    def shown(
        self,
        added: Added,
        frames: Mapping[str, Frame],
        *,
        ghost: bool = False,
        moved: Mapping[str, Vector] | None = None,
        off: float = 0.0,
    ) -> list[SceneSolid]:
        """Return plates and fittings where they stand; moved apart and hardware ``off`` its plates, mm."""
        plates, bought = added
        out = solids(self.piece, frames, only=plates, ghosts=plates if ghost else (), moved=moved)
        return out + mounted(self.piece, bought, frames, ghost=ghost, moved=moved, off=off)

    def all(self, frames: Mapping[str, Frame], **how: Any) -> list[SceneSolid]:
        """Return the whole piece, in the order in which it is built."""
        return self.standing(range(len(self.added)), frames, **how)
