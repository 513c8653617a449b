"""Read, adapt, cut and prove other people's plans, and time a drawing of loose lines.

    python benchmarks/plans.py DATA          a folder with real.json and real/ (see its README)
    python benchmarks/plans.py --lines 60000

Each plan is read, its slots counted, and cut to programs for three controllers in a workshop with
cutters from 3 to 12 mm; what stands in the way is told.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
import time
from pathlib import Path
from typing import Any

import mobilier
from mobilier.errors import MobilierError
from mobilier.plan.adapt import Fit, adapt
from mobilier.plan.design import plan_sources
from mobilier.plan.read import read_plan
from mobilier.plan.table import PlanTable, ReadAs
from mobilier.plan.thickness import nominal_of
from mobilier.profiles.shelf import Shelf

MACHINES = ("generic_grbl", "generic_linuxcnc", "raptorx_3200")
LAB = """
name = "{machine}"
title = "bench"
machine = "{machine}"
tools = [
  "endmill_6", "endmill_12", "endmill_8", "endmill_4", "endmill_3",
  "drill_3", "drill_4", "drill_4_5", "drill_5", "drill_8",
]
layers = "mobilier"
deliver = ["gcode", "dxf", "svg"]
source = "benchmark"
[[stock]]
name = "18"
material = "okoume-18"
length = 2500.0
width = 1220.0
[[stock]]
name = "12"
material = "okoume-12"
length = 2500.0
width = 1220.0
[[stock]]
name = "6.5"
material = "okoume-6.5"
length = 2500.0
width = 1220.0
[habits]
margin = 15.0
spacing = 4.0
hold = "tabs"
tab_width = 8.0
tab_height = 3.0
direction = "conventional"
"""

HELP: dict[str, dict[str, Any]] = {
    "atfab-storage.dxf": {"open": "leave", "depth": 6.0},
    "atfab-chest-h.dxf": {"open": "leave", "units": "in"},
    "mendel90-dibond-base.dxf": {"board": "okoume-6.5"},
    "mendel90-dibond-base.svg": {"board": "okoume-6.5"},
    "boxes-abox.svg": {"board": "okoume-6.5"},
    "salvat-pieds-plateau.svg": {"board": "okoume-6.5"},
    "bjn-issue42.dxf": {"board": "okoume-6.5"},
    "d2g-arcs-ellipses-block.dxf": {"open": "leave", "units": "mm"},
    "d2g-doubled-lines.dxf": {"board": "okoume-6.5"},
}
"""What a person says of a plan in its plan.toml, and the board it is cut from."""


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("data", nargs="?", type=Path)
    parser.add_argument("--lines", type=int, default=0)
    asked = parser.parse_args()
    if asked.lines:
        _lines(asked.lines)
    if asked.data:
        for row in json.loads((asked.data / "real.json").read_text()):
            _plan(asked.data / row["file"], row)


def _plan(file: Path, wanted: dict[str, Any]) -> None:
    """Print what a plan is read as, beside what a person reads, its slots, and where it can be cut."""
    help_ = dict(HELP.get(file.name, {}))
    board, units = help_.pop("board", "okoume-18"), help_.pop("units", "")
    start = time.process_time()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "designs" / "plan"
        folder.mkdir(parents=True)
        (folder / file.name).write_bytes(file.read_bytes())
        table = {"files": [file.name], "units": units, **help_}
        (folder / "plan.toml").write_text("".join(f"{k} = {json.dumps(v)}\n" for k, v in table.items()))
        try:
            reading = plan_sources(folder, Shelf(), ReadAs())[0].reading
        except MobilierError as refused:
            print(f"{file.name:32} refused: {refused.findings[0].message[:90]}")
            return
        cpu = time.process_time() - start
        parts = sum(p.quantity for p in reading.parts)
        openings = sum(len(p.openings) for p in reading.parts)
        right = [
            k
            for k, v in (("parts", parts), ("through_openings", openings))
            if wanted.get(k) is not None and wanted[k] != v
        ]
        nominal = nominal_of([reading])
        slots = adapt(reading.parts, Fit(nominal, nominal - 0.4)).slots if nominal else ()
        cut = [_cut(folder, machine, board, Path(place)) for machine in MACHINES]
        print(
            f"{file.name:32} {'right' if not right else 'not: ' + ','.join(right):10} parts {parts:3} "
            f"openings {openings:3} {cpu:5.2f} s  nominal {nominal or '-':>5} slots {len(slots):3}  "
            + " | ".join(cut)
        )


def _cut(folder: Path, machine: str, board: str, place: Path) -> str:
    """Return how many sheets of programs were proven, or what stands in the way."""
    lab = place / f"{machine}.toml"
    lab.write_text(LAB.format(machine=machine))
    try:
        job = mobilier.job(str(folder), lab=str(lab), material={"": board}, effort="quick")
        result = mobilier.prove(mobilier.cut(mobilier.nest(job)))
    except MobilierError as refused:
        first = refused.findings[0]
        return f"{first.rule}: {first.message[:60]}"
    return f"proven, {len(result.sheets)} sheets"


def _lines(count: int) -> None:
    """Print how long a drawing of loose lines in any order takes to read."""
    corners = 10
    lines = []
    for k in range(count // corners):
        x, y = (k % 100) * 50.0, (k // 100) * 50.0
        ring = [
            (x + 20 * math.cos(i * math.tau / corners), y + 20 * math.sin(i * math.tau / corners))
            for i in range(corners)
        ]
        lines += list(zip(ring, ring[1:] + ring[:1], strict=True))
    random.Random(1).shuffle(lines)
    body = "".join(
        f"0\nLINE\n8\nCUT\n10\n{a[0]:.6f}\n20\n{a[1]:.6f}\n11\n{b[0]:.6f}\n21\n{b[1]:.6f}\n" for a, b in lines
    )
    data = f"0\nSECTION\n2\nENTITIES\n{body}0\nENDSEC\n0\nEOF\n".encode()
    from mobilier.plan.design import conventions_of

    known = conventions_of(Shelf())
    start = time.process_time()
    reading = read_plan(data, "lines.dxf", PlanTable(files=("lines.dxf",)), known)
    print(f"{count} loose lines: {len(reading.parts)} parts in {time.process_time() - start:.2f} s of CPU")


if __name__ == "__main__":
    main()
