"""Operations, moves and programs: the values that travel through the machining room.

Sheet coordinates: x, y in mm from the sheet's front-left corner, z = 0 at the top of the
sheet, down is negative.  Feeds in mm/min, speeds in rev/min, times in s.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from mobilier.cam.speeds import Speeds
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.profiles.types import Tool
from mobilier.wording import Pair, pair

CutKind = Literal["engrave", "drill", "bore", "pocket", "inside", "outside"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Tab:
    """A bridge of wood left to hold a part: centre on the part's outline and its size, mm.

    ``width`` is the wood left along the outline at full height, ``height`` above the
    underside of the sheet.
    """

    part: str
    copy: int
    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Screw:
    """A hold-down screw in the waste: its place and the diameter its head keeps free, mm."""

    x: float
    y: float
    diameter: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One thing to cut on one sheet with one tool.

    ``contours``: for outside and inside the finished outline (sheet coordinates), for
    pocket the area and its islands, for drill one circle; ``strokes`` for engrave.
    ``bottom`` is the z reached (negative; below −thickness when it goes through).
    """

    kind: CutKind
    tool: Tool
    part: str
    copy: int
    why: str
    bottom: float
    contours: tuple[Contour, ...] = ()
    strokes: tuple[tuple[Point, ...], ...] = ()
    tabs: tuple[Tab, ...] = ()
    skin: float = 0.0

    def place(self, sheet: str) -> Pair:
        """Return where it is cut, for messages: sheet, part and copy, what is done and why."""
        kind = pair(f"cut.{self.kind}")
        return pair("place.operation", sheet=sheet, part=self.part, copy=self.copy, kind=kind, why=self.why)


@dataclass(frozen=True, slots=True)
class Move:
    """One movement of the cutter's tip to (x, y, z) mm; arcs have a centre (cx, cy)."""

    kind: Literal["rapid", "line", "cw", "ccw"]
    x: float
    y: float
    z: float
    cx: float = 0.0
    cy: float = 0.0
    feed: float = 0.0


@dataclass(frozen=True, slots=True)
class Heights:
    """Heights over the sheet, mm: where rapids travel, and where their descents end."""

    safe: float
    approach: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Toolpath:
    """An operation and the moves that cut it, from its first plunge to its last retract."""

    operation: Operation
    moves: tuple[Move, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Program:
    """The text for one controller, and what it does.

    ``tool`` is the tool of its last cuts, ``cutters`` every tool number with its speeds, in
    order of use.  ``moves`` is the whole way in sheet coordinates before it was lowered;
    ``extents`` low x, y, z and high x, y, z of the cutter's tip in program coordinates.
    ``rapid_length`` counts the movement across the sheet only; both lengths in mm.
    """

    name: str
    role: Literal["cut", "screws", "air", "corner"]
    sheet: str
    tool: Tool
    text: str
    seconds: float
    cut_length: float
    rapid_length: float
    passes: int
    extents: tuple[float, float, float, float, float, float] = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)
    cutters: tuple[tuple[int, Speeds], ...] = ()
    moves: tuple[Move, ...] = ()
