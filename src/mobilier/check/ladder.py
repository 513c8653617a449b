"""The ladder of checks, from the drawing to the board.  Each returns findings, none stops."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.check.access import access_findings
from mobilier.check.assembly import insertions, motion_findings
from mobilier.check.body import lift_findings
from mobilier.check.faces import face_findings
from mobilier.check.fit import fit_findings
from mobilier.check.hardware import hardware_findings, nowhere_findings
from mobilier.check.held import held_findings
from mobilier.check.promises import promise_findings
from mobilier.check.shear import shear_findings
from mobilier.check.tooling import narrow_findings, select_cutter, tooling_of
from mobilier.check.webs import as_drawn, crossing_findings, web_findings
from mobilier.errors import Finding
from mobilier.model.piece import Piece
from mobilier.profiles.types import Habits, Tool


def check_piece(
    piece: Piece, tools: Sequence[Tool] = (), habits: Habits | None = None, cutter: Tool | None = None
) -> list[Finding]:
    """Return every finding on a piece, as drawn and as the lab's cutters leave it.

    ``tools`` are the lab's; ``cutter`` is the one the job is laid out for, where it is known.
    Without tools or habits only the drawing is checked.
    """
    cutter = (cutter or select_cutter([piece], tools)) if habits else None
    tooling = tooling_of(cutter, habits) if cutter and habits else None
    if crossed := crossing_findings(piece):
        return [*crossed, *piece.told]
    found = [*piece.told, *fit_findings(piece, tooling)]
    for part in piece.parts:
        webs = web_findings(part, cutter=cutter.diameter if cutter else 0.0)
        found += as_drawn(webs) if piece.drawn else webs
        if cutter:
            found += narrow_findings(part, cutter, tools)
    found += insertions(piece)[1] + motion_findings(piece)
    found += (
        access_findings(piece) + held_findings(piece) + hardware_findings(piece) + nowhere_findings(piece)
    )
    found += shear_findings(piece) + lift_findings(piece) + promise_findings(piece)
    found += [] if piece.drawn else face_findings(piece)
    return sorted(found, key=lambda f: ("error", "warning", "note").index(f.level))
