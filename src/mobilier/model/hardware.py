"""Hardware: what is bought, not cut."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Hardware:
    """A line of the shopping list.

    ``key`` finds the name in the design's texts; ``size`` is what to ask for in the shop;
    ``load`` the load each must carry in kg (0: none); ``spare`` pieces to buy on top.
    """

    key: str
    quantity: int
    size: str = ""
    load: float = 0.0
    spare: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixing:
    """A screw or bolt through a face: hole diameter and depth in mm (depth None: through)."""

    key: str
    size: str
    diameter: float
    pilot: float = 0.0
    pitch: float = 300.0
    margin: float = 50.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Bolt:
    """A bolt with a captive nut in a T-slot of the mate's edge, mm.

    ``diameter`` of the thread; ``nut`` width and thickness; ``length`` of the bolt under its
    head; the nut's seat lies at length − thickness of the board bolted through − ``tail``.
    """

    key: str
    size: str
    diameter: float
    nut: tuple[float, float]
    length: float
    tail: float = 3.0
    play: float = 0.5
    margin: float = 60.0
    pitch: float = 350.0
