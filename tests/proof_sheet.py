"""A sheet written by hand, move by move, whose truth is known: what the proof is tried on.

One part of 12 mm board: a plate 100 x 60 with one round corner, a slot with four corners
that receive a mate, a pocket, a bored hole and a blind one; two holding tabs.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame
from mobilier.model.part import Corner, Feature, Instance, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import (
    Arcs,
    Controller,
    Cutting,
    Machine,
    Material,
    Sheet,
    Spindle,
    Tool,
)
from mobilier.proof.case import Case
from mobilier.proof.declaration import Declaration, DeclaredProgram, DeclaredTab

THICK = 12.0
PASSES = (4.1, 8.2, 12.3)
FEED, SLOPE, PLUNGE, SAFE = 5000, 1760, 1250, 10.0
FEEDS = {"line": FEED, "slope": SLOPE, "plunge": PLUNGE, "cw": FEED, "ccw": FEED}

MATERIAL = Material(
    name="board", family="plywood", nominal=12, thickness=THICK, thickness_min=THICK, thickness_max=THICK,
    readings=1, density=600, clearance=0.2, clearance_along=0.5, sheets=((300, 200),), source="made up",
)  # fmt: skip
TOOL = Tool(
    name="mill_6", kind="endmill", diameter=6, flutes=2, reach=25, source="made up",
    cutting={"plywood": Cutting(chip_load=0.15, speed=18000, step=7.7, plunge=0.25, ramp=3, source="own")},
)  # fmt: skip
MACHINE = Machine(
    name="router", controller="grbl", travel=(320, 220, 60), bed=(320, 220), zero="top", safe_z=SAFE,
    through=0.3, spoilboard=1.0, rapid=(8000, 2500), feed_max=(5000, 1500), acceleration=(400, 200),
    spindle=Spindle(low=8000, high=24000, controlled=True, warm_up=5), tool_change="none", source="made up",
)  # fmt: skip
ISO = Controller(
    name="grbl", family="iso", extension="nc", decimals=4, line_limit=79, comment="({text})",
    start=("G21", "G17 G90 G94", "G91.1", "G54"), spindle=("M3 S{speed}",), dwell=("G4 P{seconds}",),
    tool=(), pause=("({text})", "M0"), end=("M5", "M30"), untested=False, source="made up",
    words=("G0", "G1", "G2", "G3", "G4", "G17", "G20", "G21", "G54", "G90", "G91", "G91.1", "G94",
           "M0", "M3", "M5", "M6", "M30"),
    arcs=Arcs(supported=True, helical=True, full_circle=False, max_sweep=180, centre="relative"),
)  # fmt: skip

_S = 1 / math.sqrt(2)


def _corner(x: float, y: float, sx: float, sy: float) -> Corner:
    return Corner(at=(x, y), along=(sx, 0.0), across=(0.0, sy), joint="slot")


PART = Part(
    id="A01",
    name="plate",
    material="board",
    thickness=THICK,
    outline=Contour(((0, 0, 0), (100, 0, 0), (100, 50, math.tan(math.pi / 8)), (90, 60, 0), (0, 60, 0))),
    features=(
        Feature(kind="cutout", why="slot", contours=(Contour.rectangle(10, 35, 50, 49).reversed(),)),
        Feature(kind="pocket", why="tray", contours=(Contour.rectangle(60, 10, 90, 30),), depth=5.0),
        Feature(kind="hole", why="cable", contours=(Contour.circle(25, 18, 20),)),
        Feature(kind="hole", why="dowel", contours=(Contour.circle(50, 18, 6),), depth=8.0),
    ),
    corners=(_corner(10, 35, 1, 1), _corner(50, 35, -1, 1), _corner(50, 49, -1, -1), _corner(10, 49, 1, -1)),
    instances=(Instance(plate="plate", frame=Frame(origin=(0, 0, 0), u=(1, 0, 0), v=(0, 1, 0))),),
)
PLACE = Placement(part="A01", copy=0, x=40.0, y=30.0)
SHEET = Sheet(name="small", material="board", length=300, width=200)
LAYOUT = Layout(name="S01", sheet=SHEET, placements=(PLACE,))
TABS = ((45.0, 60.0), (30.0, 0.0))
TAB_WIDTH, TAB_HEIGHT = 8.0, 3.0


@dataclass
class Pen:
    """Moves of a cutter in part coordinates, kept as values for any writer."""

    place: Placement = PLACE
    moves: list[tuple[str, tuple[float, ...]]] = field(default_factory=list)
    z: float = SAFE

    def rapid(self, x: float, y: float) -> None:
        self.moves.append(("rapid", (*self.place.transform.apply((x, y)), self.z)))

    def lift(self) -> None:
        x, y, _ = self.moves[-1][1][:3]
        self.z = SAFE
        self.moves.append(("rapid", (x, y, SAFE)))

    def down(self, z: float) -> None:
        x, y, _ = self.moves[-1][1][:3]
        self.z = z
        self.moves.append(("plunge", (x, y, z)))

    def line(self, x: float, y: float, z: float | None = None) -> None:
        kind = "line" if z is None or z >= self.z else "slope"
        self.z = self.z if z is None else z
        self.moves.append((kind, (*self.place.transform.apply((x, y)), self.z)))

    def arc(self, x: float, y: float, cx: float, cy: float, *, ccw: bool = True) -> None:
        by = self.place.transform
        turn = ccw != by.flipped
        self.moves.append(("ccw" if turn else "cw", (*by.apply((x, y)), self.z, *by.apply((cx, cy)))))


def side(pen: Pen, a: tuple[float, float], b: tuple[float, float], tab: float | None, z: float) -> None:
    """A straight side along x with a tab in its middle at x = ``tab`` when the pass is deep enough."""
    top = TAB_HEIGHT - THICK
    if tab is not None and z < top:
        way = math.copysign(1, b[0] - a[0])
        flat, ramp = (TAB_WIDTH + 6) / 2, top - z
        for x, height in ((-flat - ramp, z), (-flat, top), (flat, top), (flat + ramp, z)):
            pen.line(tab + way * x, a[1], height)
    pen.line(*b)


def draw(pen: Pen, tabs: Sequence[tuple[float, float]] = TABS, passes: Sequence[float] = PASSES) -> None:
    """Draw every cut of the part: blind hole, pocket, bored hole, slot, outline."""
    pen.rapid(50, 18)
    pen.down(-8)
    pen.lift()
    pen.rapid(63, 13)
    pen.down(-5)
    for x, y in ((87, 13), (87, 27), (63, 27), (63, 13)):
        pen.line(x, y)
    for k, y in enumerate((17, 20, 23)):
        pen.line(63 if k % 2 == 0 else 87, y)
        pen.line(87 if k % 2 == 0 else 63, y)
    pen.lift()
    pen.rapid(32, 18)
    for depth in passes:
        pen.down(-depth)
        pen.arc(18, 18, 25, 18)
        pen.arc(32, 18, 25, 18)
    pen.lift()
    pen.rapid(30, 38)
    bite = 3 - 3 * _S
    for depth in passes:
        pen.down(-depth)
        for x, y, sx, sy in ((47, 38, 1, -1), (47, 46, 1, 1), (13, 46, -1, 1), (13, 38, -1, -1)):
            pen.line(x, y)
            pen.line(x + sx * bite, y + sy * bite)
            pen.line(x, y)
        pen.line(30, 38)
    pen.lift()
    outline(pen, tabs, passes)


def outline(pen: Pen, tabs: Sequence[tuple[float, float]], passes: Sequence[float]) -> None:
    """Draw the outline, counter-clockwise from the middle of its right side."""
    bottom = next((x for x, y in tabs if y == 0), None)
    top = next((x for x, y in tabs if y == 60), None)
    pen.rapid(103, 25)
    for depth in passes:
        pen.down(-depth)
        pen.line(103, 50)
        pen.arc(90, 63, 90, 50)
        side(pen, (90, 63), (0, 63), top, -depth)
        pen.arc(-3, 60, 0, 60)
        pen.line(-3, 0)
        pen.arc(0, -3, 0, 0)
        side(pen, (0, -3), (100, -3), bottom, -depth)
        pen.arc(103, 0, 100, 0)
        pen.line(103, 25)
    pen.lift()


HEAD = (
    "sheet: S01, 300 x 200 mm",
    "board: board, 12 mm thick, 12 nominal",
    "cutter: T1 mill_6 D6 S18000 F5000 plunge 1250",
    "zero: front left corner of the sheet, z on the top of the sheet, set z again with each cutter",
)
"""What the head of every program of this sheet says."""


def head(comment: str, width: int = 70) -> list[str]:
    """The head as comments, long ones in two lines."""
    out = []
    for line in HEAD:
        subject, text = line.split(": ")
        cut = text if len(text) < width else text[: text.rfind(" ", 0, width)]
        out += [comment.format(text=f"{subject}: {t}") for t in (cut, text[len(cut) + 1 :]) if t]
    return out


def iso(moves: Sequence[tuple[str, tuple[float, ...]]]) -> str:
    """Write moves as G-code, as plainly as can be."""
    lines = [*head("({text})"), "G21", "G17 G90 G94", "G91.1", "G54", f"G0 Z{SAFE:.3f}", "M3 S18000", "G4 P5"]
    x = y = 0.0
    for kind, (nx, ny, nz, *centre) in moves:
        where = f"X{nx:.4f} Y{ny:.4f} Z{nz:.4f}"
        if kind == "rapid":
            lines.append(f"G0 {where}")
        elif centre:
            turn = "G3" if kind == "ccw" else "G2"
            lines.append(f"{turn} {where} I{centre[0] - x:.4f} J{centre[1] - y:.4f} F{FEEDS[kind]}")
        else:
            lines.append(f"G1 {where} F{FEEDS[kind]}")
        x, y = nx, ny
    return "\n".join([*lines, "M5", "M30", ""])


def tab_claims(place: Placement = PLACE) -> tuple[DeclaredTab, ...]:
    """The tabs as they are declared."""
    return tuple(
        DeclaredTab(part=place.part, copy=place.copy, x=p[0], y=p[1], width=TAB_WIDTH, height=TAB_HEIGHT)
        for p in (place.transform.apply(t) for t in TABS)
    )


def case(
    text: str | None = None,
    *,
    place: Placement = PLACE,
    write: Callable[[Sequence[tuple[str, tuple[float, ...]]]], str] = iso,
    controller: Controller = ISO,
) -> Case:
    """The whole case, with the program as it should be or with ``text``."""
    pen = Pen(place=place)
    draw(pen)
    program = DeclaredProgram(
        name="S01.nc",
        role="cut",
        tool=TOOL,
        changes=((1, TOOL),),
        text=write(pen.moves) if text is None else text,
    )
    declaration = Declaration(
        sheet="S01", programs=(program,), relief_style="dogbone", relief_radius=3.25, tabs=tab_claims(place)
    )
    return Case(
        declaration=declaration,
        layout=replace(LAYOUT, placements=(place,)),
        parts={"A01": PART},
        material=MATERIAL,
        machine=MACHINE,
        controller=controller,
    )
