"""A small sheet with one of everything that is cut, for the tests of the machining room."""

from __future__ import annotations

from functools import lru_cache

from mobilier.cam.setup import Rules, Setup
from mobilier.cam.sheet import SheetWork, sheet_work
from mobilier.geometry.contour import Contour, rounded
from mobilier.library import shipped
from mobilier.model.part import Corner, Feature, Part
from mobilier.model.relief import relieve
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import (
    Controller,
    Cutting,
    Habits,
    Machine,
    Material,
    Sheet,
    Spindle,
    Tool,
)

THICK = 18.0

MATERIAL = Material(
    name="board", family="plywood", nominal=18, thickness=THICK, thickness_min=17.9, thickness_max=18.1,
    readings=8, density=600, clearance=0.2, clearance_along=0.5, sheets=((900, 600),), source="made up",
)  # fmt: skip
MACHINE = Machine(
    name="router", controller="grbl", travel=(960, 660, 80), bed=(900, 600), zero="top", safe_z=10,
    through=0.3, spoilboard=1.0, rapid=(8000, 2500), feed_max=(5000, 1500), acceleration=(400, 200),
    spindle=Spindle(low=8000, high=24000, controlled=True, warm_up=5), tool_change="none", source="made up",
)  # fmt: skip
HABITS = Habits(margin=15, spacing=4, tab_width=8, tab_height=3)
SHEET = Sheet(name="small", material="board", length=900, width=600)


def mill(diameter: float, **changes: object) -> Tool:
    """Return an end mill of that diameter in mm."""
    cutting = Cutting(chip_load=0.1, speed=18000, step=6.1, plunge=0.25, ramp=4, source="made up")
    values: dict[str, object] = {
        "name": f"mill_{diameter:g}", "kind": "endmill", "diameter": diameter, "flutes": 2, "reach": 25,
        "cutting": {"plywood": cutting}, "source": "made up", **changes,
    }  # fmt: skip
    return Tool.model_validate(values)


MILL = mill(6)
DRILL = mill(
    5,
    name="drill_5",
    kind="drill",
    cutting={"plywood": Cutting(chip_load=0.05, speed=8000, step=9, plunge=1, ramp=3, source="made up")},
)
TOOLS = (MILL, DRILL)


@lru_cache
def controller(name: str) -> Controller:
    """Return a shipped controller."""
    return read_profile(shipped() / "profiles" / "controllers" / f"{name}.toml", Controller)


CONTROLLERS = tuple(sorted(p.stem for p in (shipped() / "profiles" / "controllers").glob("*.toml")))


def slot(x: float, y: float, length: float, width: float) -> tuple[Feature, tuple[Corner, ...]]:
    """Return a slot that receives a tab, its four corners marked."""
    ring = Contour.rectangle(x, y, x + length, y + width).reversed()
    marks = tuple(
        Corner(at=(cx, cy), along=(sx, 0.0), across=(0.0, sy), joint="slot")
        for cx, sx in ((x, 1.0), (x + length, -1.0))
        for cy, sy in ((y, 1.0), (y + width, -1.0))
    )
    return Feature(kind="cutout", why="slot", contours=(ring,)), marks


def plate() -> Part:
    """A plate with a slot, a window, a tray with an island, bored, drilled and blind holes, a label."""
    opening, corners = slot(60, 240, 80, 18.2)
    window = rounded([(150, 60), (290, 60), (290, 160), (150, 160)], 12).reversed()
    tray = Contour.rectangle(20, 20, 120, 120)
    island = Contour.circle(70, 70, 30)
    return Part(
        id="A01",
        name="plate",
        material="board",
        thickness=THICK,
        outline=rounded([(0, 0), (320, 0), (320, 280), (0, 280)], (10, 10, 40, 0)),
        features=(
            opening,
            Feature(kind="cutout", why="window", contours=(window,)),
            Feature(kind="pocket", why="tray", contours=(tray, island), depth=7.0),
            Feature(kind="hole", why="cable", contours=(Contour.circle(220, 220, 35),)),
            Feature(kind="hole", why="bolt", contours=(Contour.circle(180, 220, 10),)),
            Feature(kind="hole", why="dowel", contours=(Contour.circle(30, 200, 5),), depth=12.0),
            Feature(kind="hole", why="screw", contours=(Contour.circle(30, 160, 5),)),
        ),
        corners=corners,
    )


def disc() -> Part:
    """A disc without a straight side."""
    return Part(id="A02", name="disc", material="board", thickness=THICK, outline=Contour.circle(40, 40, 80))


def wedge() -> Part:
    """A small part."""
    outline = Contour.polygon_of([(0, 0), (120, 0), (120, 20), (0, 32)])
    return Part(id="A03", name="wedge", material="board", thickness=THICK, outline=outline)


PARTS = {p.id: p for p in (plate(), disc(), wedge())}
RELIEVED = {k: relieve(p, MILL.diameter / 2 + 0.25, "dogbone") for k, p in PARTS.items()}
LAYOUT = Layout(
    name="S01",
    sheet=SHEET,
    placements=(
        Placement(part="A01", copy=0, x=20, y=20),
        Placement(part="A01", copy=1, x=660, y=20, angle=90),
        Placement(part="A02", copy=0, x=200.0, y=90.0),  # in the window of the first plate
        Placement(part="A02", copy=1, x=60, y=400),
        Placement(part="A03", copy=0, x=400, y=420),
        Placement(part="A03", copy=1, x=520, y=500, angle=180),
    ),
)


def work(
    name: str = "grbl",
    *,
    machine: Machine = MACHINE,
    material: Material = MATERIAL,
    habits: Habits = HABITS,
    tools: tuple[Tool, ...] = TOOLS,
    clamps: tuple[tuple[float, float, float, float], ...] = (),
    layout: Layout = LAYOUT,
    parts: dict[str, Part] | None = None,
    rules: Rules | None = None,
    title: str = "",
) -> SheetWork:
    """Return the work of the sheet on a shipped controller."""
    return sheet_work(
        Setup(
            layout=layout, parts=parts or RELIEVED, material=material, machine=machine, cutter=MILL,
            controller=controller(name), tools=tools, habits=habits, clamps=clamps, rules=rules or Rules(),
        ),
        title,
    )  # fmt: skip


@lru_cache
def usual() -> SheetWork:
    """Return the work of the sheet with the usual choices."""
    return work()
