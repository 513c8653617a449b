"""How far does a leaf or a desk give under an elbow?

A simply supported beam, loaded in the middle: F L³ / (48 E I), with the plate's own width and what a
rail adds.  A plate that a hinge holds along its other edge gives less: finite elements (E 4.5 and
3 GPa) find 27 to 30 mm where the beam says 29, 15 where it says 20.  E of okoume plywood and the limit
are project constants, the force is that of EN 16122.
"""

from __future__ import annotations

from mobilier.errors import Finding, Level
from mobilier.model.piece import Piece, Requirement

FORCE = 750.0
"""N, near the free edge, in the middle."""

MODULUS = 4500.0
"""N/mm². Okoume plywood, mean of both directions."""

SOFT, WEAK = 1 / 60, 1 / 30
"""Of the span: felt by the hand, and frightening."""


def sag(force: float, span: float, width: float, thickness: float, rail: float = 0.0) -> float:
    """Return how far the middle of a board gives, mm; ``rail``: E·I of what stiffens it, N·mm²."""
    own = MODULUS * width * thickness**3 / 12
    return force * span**3 / (48 * (own + rail))


def deflection(piece: Piece, r: Requirement) -> list[Finding]:
    """The promised ``span`` of a board of ``width`` × ``thickness`` mm, with a ``rail`` or without."""
    v = r.values
    given = sag(FORCE, v["span"], v["width"], v["thickness"], v.get("rail", 0.0))
    if given <= SOFT * v["span"]:
        return []
    level: Level = "error" if given > WEAK * v["span"] else "warning"
    limit = (WEAK if level == "error" else SOFT) * v["span"]
    return [
        Finding.of(
            "deflection", piece.name, level=level, sag=given, limit=limit, force=FORCE, span=float(v["span"])
        )
    ]
