"""What a piece is cut with: the cutter, and how it frees the inside corners it cannot enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from mobilier.check.webs import width_findings
from mobilier.model.piece import Piece
from mobilier.profiles.types import Habits, Relief, Tool


@dataclass(frozen=True, slots=True, kw_only=True)
class Tooling:
    """A cutter's diameter, the radius of its reliefs (both mm), and their style."""

    diameter: float
    relief: float
    style: Relief = "dogbone"


def relief_radius(cutter: Tool, habits: Habits) -> float:
    """Return the radius in mm of the disc that frees an inside corner: the cutter's and a little more."""
    return cutter.diameter / 2 + habits.relief_extra


def tooling_of(cutter: Tool, habits: Habits) -> Tooling:
    """Return how a workshop cuts with a cutter."""
    return Tooling(diameter=cutter.diameter, relief=relief_radius(cutter, habits), style=habits.relief)


def select_cutter(pieces: Iterable[Piece], tools: Sequence[Tool]) -> Tool | None:
    """Return the largest endmill that enters every opening of the pieces, else the smallest.

    None where there is no endmill among the tools.
    """
    mills = sorted((t for t in tools if t.kind in ("endmill", "compression")), key=lambda t: -t.diameter)
    parts = [part for piece in pieces for part in piece.parts]
    for tool in mills:
        if not any(width_findings(part, cutter=tool.diameter) for part in parts):
            return tool
    return mills[-1] if mills else None
