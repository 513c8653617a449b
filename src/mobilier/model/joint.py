"""Joints: who keeps the wood where two plates run through each other.

A joint is declared once on two plates.  It divides the box they share (`overlap`) into
stretches along the joint and says who keeps each; what the other one loses follows.
Openings that receive a board are as wide as its largest measured thickness plus the
clearance; along the joint the opening of the second plate is longer by the clearance along.
No tab, finger or half-lap tongue is ever made smaller.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.points import Point, Vector
from mobilier.model.hardware import Bolt, Fixing
from mobilier.model.own_code import calling_place
from mobilier.model.plate import Plate
from mobilier.profiles.types import Material, Relief

Word = Literal[
    "tabs",
    "wedged",
    "fingers",
    "halved",
    "housed",
    "bolted",
    "dowelled",
    "screwed",
    "hinged",
    "spliced",
    "clamped",
]
CUTTING: frozenset[str] = frozenset({"tabs", "wedged", "clamped", "fingers", "halved", "housed"})
"""Joints that divide an overlap; the others join plates that only touch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Joint:
    """Two plates and the word that says how they meet.  Measures in mm; None: by rule."""

    word: Word
    a: Plate
    b: Plate
    count: int | None = None
    width: float | None = None
    margin: float | None = None
    opens: str = ""
    fixing: Fixing | Bolt | None = None
    at: tuple[Point, ...] = ()
    wedge: Material | None = None
    seat: float = 24.0
    axis: tuple[Vector, Vector] | None = None
    seam: tuple[Literal["u", "v"], float, float] | None = None
    relief: Relief | None = None
    places: tuple[float, ...] = ()
    line: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """Keep the line of the design that declares it; refuse what are no plates."""
        if not self.line:
            object.__setattr__(self, "line", calling_place())
        for side in (self.a, self.b):
            if not isinstance(side, Plate):
                raise DesignError.of("joint", self.word, case="plates", found=str(side)[:40])

    @property
    def place(self) -> str:
        """The joint in messages to the designer: the line that declares it, and its name."""
        return f"{self.line} {self.label}".strip()

    @property
    def label(self) -> str:
        """The joint's name in messages and drawings."""
        return f"{self.word} {self.a.name} > {self.b.name}"

    def relieved_by(self, style: Relief) -> Joint:
        """Return the joint with its own relief, whatever the lab's habit (roots of tabs excepted)."""
        return replace(self, relief=style)


def tabs(
    a: Plate,
    into: Plate,
    *,
    count: int | None = None,
    width: float | None = None,
    margin: float | None = None,
) -> Joint:
    """Through tabs of ``a`` in slots of ``into``.  By rule: 4 T long, at most 350 apart."""
    return Joint(word="tabs", a=a, b=into, count=count, width=width, margin=margin)


def fingers(a: Plate, b: Plate, *, count: int | None = None) -> Joint:
    """Alternating fingers along a corner; ``a`` has the first and the last (odd ``count``)."""
    return Joint(word="fingers", a=a, b=b, count=count)


def halved(a: Plate, b: Plate, *, opens: str) -> Joint:
    """A cross-lap: each keeps half of the crossing; the slot of ``a`` opens towards e.g. ``"+y"``."""
    return Joint(word="halved", a=a, b=b, opens=opens)


def housed(a: Plate, into: Plate) -> Joint:
    """The edge of ``a`` sits in a pocket of ``into`` as deep as ``a`` reaches in."""
    return Joint(word="housed", a=a, b=into)


def wedged(  # one keyword a measure: the words that designs are written in
    a: Plate,
    into: Plate,
    *,
    wedge: Material,
    seat: float = 24.0,
    count: int | None = None,
    width: float | None = None,
    margin: float | None = None,
) -> Joint:
    """Through tabs of ``a`` that stand out of ``into`` and are pulled tight by wedges.

    ``wedge`` is the board the wedges are cut from, ``seat`` their width in mm where they bear.
    """
    return Joint(word="wedged", a=a, b=into, count=count, width=width, margin=margin, wedge=wedge, seat=seat)


def bolted(a: Plate, b: Plate, *, by: Bolt, count: int | None = None) -> Joint:
    """Bolts through the face of ``a`` into captive nuts in T-slots of the edge of ``b``."""
    return Joint(word="bolted", a=a, b=b, fixing=by, count=count)


def dowelled(a: Plate, b: Plate, *, by: Fixing, count: int | None = None) -> Joint:
    """Dowels in blind holes of ``a``'s face; those in the edge of ``b`` are drilled by hand with a jig.

    ``by.pilot`` is the depth of the hole in the face, mm.
    """
    return Joint(word="dowelled", a=a, b=b, fixing=by, count=count)


def screwed(a: Plate, b: Plate, *, by: Fixing, count: int | None = None, at: Sequence[Point] = ()) -> Joint:
    """Screws through the face of ``a`` into ``b``, which touches it.

    Where b touches with its edge the screws follow it, ``count`` of them; face to face they
    stand ``at`` the given points (piece coordinates of a's plane).
    """
    return Joint(word="screwed", a=a, b=b, fixing=by, count=count, at=tuple(at))


def hinged(  # one keyword a measure: the words that designs are written in
    a: Plate,
    b: Plate,
    *,
    at: Vector,
    along: Vector,
    by: Fixing,
    count: int = 1,
    places: Sequence[float] = (),
) -> Joint:
    """``a`` turns on ``b`` about an axis of the piece, on ``count`` hinges spread over it.

    ``places``: the middles of the hinges along the axis instead.  Where the knuckle touches a face,
    the flap lies on it and its pilots are cut; on an edge they are drilled by hand.
    """
    number = len(places) or count
    return Joint(word="hinged", a=a, b=b, axis=(at, along), fixing=by, count=number, places=tuple(places))
