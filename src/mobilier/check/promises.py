"""What a design promises (`Requirement`) and the check that measures each."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mobilier.check import bending, body, ergonomics, hardware, wind
from mobilier.errors import Finding
from mobilier.model.piece import Piece, Requirement

_CHECKS: Mapping[str, Callable[[Piece, Requirement], list[Finding]]] = {
    "transit-width": body.transit_width,
    "transit-height": body.transit_height,
    "tilt": body.tilt,
    "castors": body.castors,
    "void": ergonomics.void,
    "work-height": ergonomics.work_height,
    "leaf-load": ergonomics.leaf_load,
    "ballast": wind.ballast,
    "passage": ergonomics.passage,
    "deflection": bending.deflection,
    "sign": ergonomics.sign,
    "leaflets": ergonomics.leaflets,
    "ground-clearance": hardware.ground_clearance,
}


def promise_findings(piece: Piece) -> list[Finding]:
    """Return what the design's own requirements find."""
    return [f for r in piece.requirements for f in _CHECKS[r.kind](piece, r)]
