"""The fixings that pieces share: the size of a series that is sold, and the holes it wants, mm."""

from __future__ import annotations

from mobilier.model.hardware import Fixing
from mobilier.profiles.shop import sold


def wood_screw(
    key: str, diameter: float, length: float, *, pilot: float, margin: float = 50.0, spare: int = 2
) -> Fixing:
    """Return a countersunk wood screw, the shortest of its diameter that reaches ``length``."""
    article = sold("wood-screw", least={"length": length}, near={"diameter": diameter})
    return Fixing(key=key, article=article, diameter=4.5, pilot=pilot, margin=margin, spare=spare)


def edge_screw(*, margin: float = 50.0) -> Fixing:
    """Return the screw that goes through one board into the edge of another."""
    return wood_screw("screw-edge", 4.5, 50.0, pilot=3.0, margin=margin, spare=4)


def butt_hinge(length: float = 80.0, *, removable: bool = False) -> Fixing:
    """Return a butt hinge of about ``length``; ``removable``: its pin pulls out."""
    series = "butt-hinge-loose" if removable else "butt-hinge"
    article = sold(series, near={"length": length})
    return Fixing(key="butt-hinge", article=article, diameter=4.5, pilot=2.5)


def piano_hinge(long: float) -> Fixing:
    """Return a piano hinge cut to ``long``."""
    article = sold("piano-hinge", cut=(long,))
    return Fixing(key="piano-hinge", article=article, diameter=4.0, pilot=2.5)
