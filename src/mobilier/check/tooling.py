"""What a piece is cut with: the cutter, and how it frees the inside corners it cannot enter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from mobilier.check.webs import width_findings
from mobilier.errors import Finding
from mobilier.model.part import Feature, Part
from mobilier.model.piece import Piece
from mobilier.profiles.types import Habits, Relief, Tool

MILLS = ("endmill", "compression")
"""Kinds of tools that cut outlines and openings."""

_INTO = 0.05
"""mm by which a relief is wider than what follows it: an arc of no radius cannot be run."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tooling:
    """A cutter's diameter, the radius of its reliefs (both mm), and their style."""

    diameter: float
    relief: float
    style: Relief = "dogbone"


def relief_radius(cutter: Tool, habits: Habits) -> float:
    """Return the radius in mm of the disc that frees an inside corner: the cutter's and a little more.

    A roughing pass, which leaves wood for a finishing pass, must run into it too.
    """
    return cutter.diameter / 2 + max(habits.relief_extra, habits.finishing + _INTO if habits.finishing else 0)


def tooling_of(cutter: Tool, habits: Habits) -> Tooling:
    """Return how a workshop cuts with a cutter."""
    return Tooling(diameter=cutter.diameter, relief=relief_radius(cutter, habits), style=habits.relief)


def select_cutter(pieces: Iterable[Piece], tools: Sequence[Tool], through: float = 0.0) -> Tool | None:
    """Return the endmill that a job is laid out for: the largest that goes through every board.

    It enters every opening, or leaves the narrow ones to smaller tools that do.  Where none
    does, the largest that reaches; where none reaches, the largest that enters.  ``through``: how far
    below the boards it cuts, mm.  None where there is no endmill among the tools.
    """
    made = list(pieces)
    parts = [part for piece in made for part in piece.parts]
    boards = [board for piece in made for board in piece.boards]
    mills = sorted((t for t in tools if t.kind in MILLS), key=lambda t: -t.diameter)
    able = [t for t in mills if all(t.reach >= b.thickness + through - 1e-6 for b in boards)]
    able = [t for t in able if all(b.family in t.cutting for b in boards)] or able
    for company in ((), tools):
        for tool in able or mills:
            if not any(narrow_findings(part, tool, company) for part in parts):
                return tool
    return next(iter((able or mills)[-1:]), None)


def narrow_findings(part: Part, cutter: Tool, tools: Sequence[Tool] = ()) -> list[Finding]:
    """Return the openings of a part that neither a cutter nor a smaller one of ``tools`` enters."""
    found = width_findings(part, cutter=cutter.diameter)
    if not found:
        return []
    smaller = [t for t in tools if t.kind in MILLS and t.diameter < cutter.diameter]
    entered = [
        f
        for f in part.features
        if any(t.reach >= f.depth_in(part.thickness) and not _narrow(part, f, t) for t in smaller)
    ]
    rest = replace(part, features=tuple(f for f in part.features if f not in entered))
    return width_findings(rest, cutter=cutter.diameter)


def _narrow(part: Part, feature: Feature, tool: Tool) -> bool:
    return bool(width_findings(replace(part, features=(feature,)), cutter=tool.diameter))
