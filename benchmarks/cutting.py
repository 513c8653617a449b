"""Job A of the toolpath comparison: one sheet, four free CAM programs, and ours.

    python benchmarks/cutting.py [SOURCE ...]
    python benchmarks/cutting.py --sizes SOURCE ...

Reads ``sheet_profiles.dxf`` (1200 × 600 × 18 mm, 12 parts, 36 closed loops) from the shared
data folder.  (a) on the peers' terms: straight plunges, no leads, tabs or relief; (b) with
the defaults.  The peers' figures were measured with each program's own defaults on the same
job: 6 mm tool, 18.3 mm deep in 3 passes, F3000, plunge F800, safe z 5, no tabs.  Time is the
planner model's on the reference router (8000/8000/2500 mm/min, 400/400/200 mm/s², 0.01 mm).
Each SOURCE (``chariot``, ``porte:totem`` …) is laid out and cut in the default lab, sheet by sheet;
with ``--sizes`` for every controller, to say how long its programs are beside those for GRBL.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from mobilier.cam.setup import Rules, Setup
from mobilier.cam.sheet import SheetWork, sheet_work
from mobilier.dxf.read import read_dxf
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.library import find, shipped
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import Controller, Cutting, Habits, Machine, Material, Sheet, Spindle, Tool

SHEET = Path(__file__).resolve().parents[2] / "shared" / "data" / "peers" / "sheet_profiles.dxf"

PEERS = (  # name, s of run, kB, lines, cut mm, XY rapid mm, retracts, arcs, planner s, verdict
    ("FreeCAD 0.20.2", "3.1-5", 51, 1195, 42472, 5630, 37, 480, 1000, "correct after API traps"),
    ("viaconstructor 0.7.0", "2.1-3.1", 58, 1741, 42473, 6136, 37, 948, 1008, "correct at step 6.11"),
    ("dxf2gcode 20191025", "1.7", 43, 1792, 60523, 14753, 37, 544, 1447, "gouges all 12 parts"),
    ("Kiri:Moto 4.0", "22", 615, 24844, 56519, 5322, 37, 0, 1286, "4 passes, no arcs"),
)


def job_a() -> tuple[Layout, dict[str, Part]]:
    """Return the layout and the parts of the sheet, every part on its own corner."""
    drawing = read_dxf(SHEET)
    layers = {layer.name: layer for layer in drawing.layers}
    holes = [*layers["INSIDE"].contours, *(c.contour for c in layers["INSIDE"].circles)]
    parts: dict[str, Part] = {}
    placements: list[Placement] = []
    for k, outline in enumerate(layers["OUTSIDE"].contours, 1):
        x, y = outline.bounds[:2]
        back = Transform(-x, -y)
        polygon = outline.polygon()
        inside = [h for h in holes if polygon.contains(h.polygon())]
        parts[f"P{k:02}"] = Part(
            id=f"P{k:02}",
            name=f"part {k}",
            material="board",
            thickness=18.0,
            outline=outline.transformed(back).turned(ccw=True),
            features=tuple(_opening(h.transformed(back)) for h in inside),
        )
        placements.append(Placement(part=f"P{k:02}", copy=1, x=x, y=y))
    sheet = Sheet(name="job A", material="board", length=1200, width=600)
    return Layout(name="S01", sheet=sheet, placements=tuple(placements)), parts


def _opening(contour: Contour) -> Feature:
    kind = "hole" if contour.as_circle else "cutout"
    return Feature(kind=kind, why="opening", contours=(contour.turned(ccw=kind == "hole"),))


def reference() -> tuple[Material, Machine, Tool, Habits]:
    """Return the board, the reference router, the 6 mm tool and the habits of the comparison."""
    material = Material(
        name="board",
        family="plywood",
        nominal=18,
        thickness=18,
        thickness_min=18,
        thickness_max=18,
        density=680,
        clearance=0.2,
        clearance_along=0.5,
        sheets=((1200, 600),),
        source="job A",
    )
    machine = Machine(
        name="reference-router",
        controller="grbl",
        travel=(1300, 700, 100),
        bed=(1200, 600),
        zero="top",
        safe_z=5,
        through=0.3,
        spoilboard=1,
        rapid=(8000, 2500),
        feed_max=(8000, 2500),
        acceleration=(400, 200),
        junction_deviation=0.01,
        spindle=Spindle(low=8000, high=24000, controlled=True, warm_up=0),
        tool_change="none",
        source="CAM comparison",
    )
    cutting = Cutting(
        chip_load=3000 / 36000, speed=18000, step=6.1, plunge=800 / 3000, ramp=3, source="job A"
    )
    tool = Tool(
        name="endmill-6",
        kind="endmill",
        diameter=6,
        flutes=2,
        reach=22,
        cutting={"plywood": cutting},
        source="job A",
    )
    habits = Habits(margin=15, spacing=4, tab_width=8, tab_height=3, approach=1)
    return material, machine, tool, habits


def run(rules: Rules, entry: str = "ramp") -> tuple[SheetWork, float]:
    """Return the work of job A under ``rules`` and the seconds of CPU it took."""
    layout, parts = job_a()
    material, machine, tool, habits = reference()
    controller = read_profile(find("controllers", "grbl"), Controller)
    start = time.process_time()
    work = sheet_work(
        Setup(
            layout=layout, parts=parts, material=material, machine=machine, controller=controller,
            tools=(tool,), habits=habits.model_copy(update={"entry": entry}), cutter=tool, rules=rules,
        )
    )  # fmt: skip
    return work, time.process_time() - start


def row(name: str, work: SheetWork, cpu: float) -> str:
    """Return one line of the table."""
    program = work.programs[-1]
    lines = program.text.splitlines()
    arcs = sum(line.startswith(("G2 ", "G3 ")) for line in lines)
    safe = max(m.z for m in program.moves)
    retracts = sum(m.kind == "rapid" and m.z == safe for m in program.moves[1:]) // 2
    return _row(
        name,
        f"{cpu:.2f}",
        round(len(program.text) / 1000),
        len(lines),
        round(program.cut_length),
        round(program.rapid_length),
        retracts,
        arcs,
        round(program.seconds),
        f"{len(work.tabs)} tabs",
    )


def _row(*cells: object) -> str:
    widths = (24, 8, 6, 7, 8, 9, 9, 6, 7, 0)
    return " ".join(
        str(c).rjust(w) if k else str(c).ljust(w) for k, (c, w) in enumerate(zip(cells, widths, strict=True))
    )


CONTROLLERS = sorted(p.stem for p in (shipped() / "profiles/controllers").glob("*.toml"))


def main() -> None:
    if sys.argv[1:2] == ["--sizes"]:
        sizes(sys.argv[2:])
        return
    if not SHEET.exists():
        sys.exit(f"no {SHEET.name} beside the project: nothing to compare")
    run(Rules(leads=False, tabs=False), "plunge")  # first imports are not the toolpath's
    print(_row("", "CPU s", "kB", "lines", "cut mm", "rapid mm", "retracts", "arcs", "time s", ""))
    for peer in PEERS:
        print(_row(*peer))
    cases = {
        "(a) the peers' terms": (Rules(leads=False, tabs=False), "plunge"),
        "    + ramps": (Rules(leads=False, tabs=False), "ramp"),
        "    + ramps, leads": (Rules(tabs=False), "ramp"),
        "(b) defaults (+ tabs)": (Rules(), "ramp"),
    }
    for name, (rules, entry) in cases.items():
        work, cpu = run(rules, entry)
        for finding in work.findings:
            print(finding)
        if work.programs:
            print(row(name, work, cpu))
    pieces(sys.argv[1:])


def pieces(names: list[str]) -> None:
    """Print what every sheet of some pieces costs, with plunges alone and with the defaults."""
    from mobilier.cam.sheet import sheet_work
    from mobilier.job.job import prepare
    from mobilier.job.nesting import nest_job
    from mobilier.job.request import Request

    for name in names:
        laid = nest_job(prepare(Request(sources=(name,), effort="quick")))
        place = laid.job.workshop
        assert place.machine
        assert place.controller
        for layout in laid.layouts:
            for words, rules, habits in (
                (
                    "plunges",
                    Rules(leads=False, tabs=False, shows=False),
                    place.lab.habits.model_copy(update={"entry": "plunge"}),
                ),
                ("defaults", Rules(shows=False), place.lab.habits),
            ):
                start = time.process_time()
                work = sheet_work(
                    Setup(
                        layout=layout, parts=laid.relieved, material=laid.board(layout),
                        machine=place.machine, controller=place.controller, tools=place.tools,
                        habits=habits, clamps=place.lab.clamps, cutter=laid.cutter, rules=rules,
                    )
                )  # fmt: skip
                cpu = time.process_time() - start
                if work.programs:
                    print(row(f"{name} {layout.name} {words}", work, cpu))


def sizes(names: list[str]) -> None:
    """Print the bytes of the cutting programs of some pieces for each controller, and beside GRBL's."""
    from mobilier.job.job import prepare
    from mobilier.job.nesting import nest_job
    from mobilier.job.request import Request

    for name in names:
        laid = nest_job(prepare(Request(sources=(name,), effort="quick")))
        place = laid.job.workshop
        assert place.machine
        found = Counter[str]()
        for controller in sorted(CONTROLLERS, key=lambda n: n != "grbl"):
            dialect = read_profile(find("controllers", controller), Controller)
            for layout in laid.layouts:
                work = sheet_work(
                    Setup(
                        layout=layout, parts=laid.relieved, material=laid.board(layout),
                        machine=place.machine, controller=dialect, tools=place.tools,
                        habits=place.lab.habits, clamps=place.lab.clamps, cutter=laid.cutter,
                        rules=Rules(shows=False),
                    )
                )  # fmt: skip
                found[controller] += sum(len(p.text) for p in work.programs if p.role == "cut")
            beside = found[controller] / found["grbl"]
            print(f"{name:20} {controller:14} {found[controller]:8} {beside:5.2f}", flush=True)


if __name__ == "__main__":
    main()
