"""The ladder of checks, from the drawing to the board.  Each returns findings, none stops."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.check.assembly import insertions, motion_findings
from mobilier.check.fit import fit_findings
from mobilier.check.promises import promise_findings
from mobilier.check.webs import web_findings, width_findings
from mobilier.errors import Finding
from mobilier.model.piece import Piece
from mobilier.profiles.types import Habits, Tool


def check_piece(piece: Piece, tools: Sequence[Tool] = (), habits: Habits | None = None) -> list[Finding]:
    """Return every finding on a piece, as drawn and as the lab's cutters leave it.

    ``tools`` are the lab's; the largest endmill that enters every opening is the one judged.
    Without tools only the drawing is checked.
    """
    cutter = chosen(piece, tools)
    radius = cutter.diameter / 2 if cutter else 0.0
    extra = habits.relief_extra if habits else 0.0
    style = habits.relief if habits else "dogbone"
    found = fit_findings(piece, radius=radius, extra=extra, style=style)
    for part in piece.parts:
        found += web_findings(part, cutter=2 * radius)
        if cutter:
            found += width_findings(part, cutter=cutter.diameter)
    found += insertions(piece)[1] + motion_findings(piece)
    found += promise_findings(piece)
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f.level))


def chosen(piece: Piece, tools: Sequence[Tool]) -> Tool | None:
    """Return the largest endmill that enters every opening of the piece, else the smallest."""
    mills = sorted((t for t in tools if t.kind in ("endmill", "compression")), key=lambda t: -t.diameter)
    for tool in mills:
        if not any(width_findings(part, cutter=tool.diameter) for part in piece.parts):
            return tool
    return mills[-1] if mills else None
