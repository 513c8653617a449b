"""How long the proof of one sheet takes, beside the toolpaths it judges, as sheets grow.

    python benchmarks/proof.py [parts ...]

Times are CPU seconds of this process.

Each part is a panel of 180 x 120 mm with a round corner, a slot with four relieved corners,
a pocket, a bored hole and a drilled one; they lie in rows on one sheet of the size it takes.
"""

from __future__ import annotations

import math
import sys
import time
from dataclasses import replace

from mobilier.cam.setup import Rules, Setup
from mobilier.cam.sheet import sheet_work
from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Frame
from mobilier.library import find
from mobilier.model.part import Corner, Feature, Instance, Part
from mobilier.model.relief import relieve
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import Controller, Habits, Machine, Material, Sheet, Tool
from mobilier.proof.case import Case
from mobilier.proof.declaration import Declaration, DeclaredProgram, DeclaredTab
from mobilier.proof.prove import prove_sheet

WIDE, HIGH, GAP = 180.0, 120.0, 12.0


def panel(material: Material) -> Part:
    """Return the part."""
    slot = (20.0, 80.0, 80.0, 98.5)
    corners = [
        Corner(at=(x, y), along=(sx, 0.0), across=(0.0, sy), joint="slot")
        for x, sx in ((slot[0], 1.0), (slot[2], -1.0))
        for y, sy in ((slot[1], 1.0), (slot[3], -1.0))
    ]
    return Part(
        id="A01",
        name="panel",
        material=material.name,
        thickness=material.thickness,
        outline=rounded([(0, 0), (WIDE, 0), (WIDE, HIGH), (0, HIGH)], [0, 10, 40, 0]),
        features=(
            Feature(kind="cutout", why="slot", contours=(Contour.rectangle(*slot).reversed(),)),
            Feature(kind="pocket", why="tray", contours=(Contour.rectangle(20, 20, 70, 60),), depth=6.0),
            Feature(kind="hole", why="cable", contours=(Contour.circle(120, 70, 35),)),
            Feature(kind="hole", why="dowel", contours=(Contour.circle(100, 30, 6.5),), depth=9.0),
        ),
        corners=tuple(corners),
        instances=(Instance(plate="panel", frame=Frame(origin=(0, 0, 0), u=(1, 0, 0), v=(0, 1, 0))),),
    )


def case_of(count: int) -> tuple[Case, float]:
    """Return a proven-to-be sheet of ``count`` panels, and the seconds its programs took."""
    material = read_profile(find("materials", "okoume-18"), Material)
    controller = read_profile(find("controllers", "grbl"), Controller)
    tool = read_profile(find("tools", "endmill_6"), Tool)
    columns = math.ceil(math.sqrt(2 * count * HIGH / WIDE))
    rows = math.ceil(count / columns)
    size = (columns * (WIDE + GAP) + 40, rows * (HIGH + GAP) + 40)
    machine = read_profile(find("machines", "generic_grbl"), Machine).model_copy(
        update={"travel": (size[0] + 20, size[1] + 20, 100.0), "bed": size}
    )
    part = panel(material)
    places = [
        Placement(part="A01", copy=k, x=20 + k % columns * (WIDE + GAP), y=20 + k // columns * (HIGH + GAP))
        for k in range(count)
    ]
    sheet = Sheet(name="bench", material=material.name, length=size[0], width=size[1])
    layout = Layout(name="S01", sheet=sheet, placements=tuple(places))
    habits = Habits(margin=15, spacing=4, tab_width=8, tab_height=3)
    start = time.process_time()
    work = sheet_work(
        Setup(
            layout=layout, parts={"A01": relieve(part, 3.25)}, material=material, machine=machine,
            controller=controller, tools=(tool,), habits=habits, cutter=tool,
            rules=Rules(shows=False, rounds=2),
        )
    )  # fmt: skip
    spent = time.process_time() - start
    declaration = Declaration(
        sheet="S01",
        programs=tuple(
            DeclaredProgram(name=p.name, role=p.role, tool=p.tool, text=p.text) for p in work.programs
        ),
        relief_style=habits.relief,
        relief_radius=3.25,
        tabs=tuple(
            DeclaredTab(part=t.part, copy=t.copy, x=t.x, y=t.y, width=t.width, height=t.height)
            for t in work.tabs
        ),
        lead=work.lead,
    )
    parts = {"A01": replace(part, instances=part.instances * count)}
    return (
        Case(
            declaration=declaration,
            layout=layout,
            parts=parts,
            material=material,
            machine=machine,
            controller=controller,
        ),
        spent,
    )


def main() -> None:
    """Print the table."""
    print(f"{'parts':>6} {'lines':>7} {'toolpaths s':>12} {'proof s':>8} {'ms/part':>8}  broken rules")
    for count in [int(a) for a in sys.argv[1:]] or [10, 50, 150]:
        case, spent = case_of(count)
        lines = sum(p.text.count("\n") for p in case.declaration.programs)
        start = time.process_time()
        verdicts = prove_sheet(case)
        proof = time.process_time() - start
        broken = sorted({v.rule for v in verdicts if not v.passed})
        print(
            f"{count:6d} {lines:7d} {spent:12.2f} {proof:8.2f} {1000 * proof / count:8.1f}  "
            f"{', '.join(broken) or 'none'}"
        )


if __name__ == "__main__":
    main()
