"""Our estimate of machine time against GRBL's planner, on the pieces' own programs.

    python benchmarks/planner.py [SOURCE ...]

Each SOURCE (all presets when none is given) is cut in the default lab; every program is read
back and run through the ring of 16 blocks of GRBL 1.1 (tests/grbl_planner.py), whose time is
compared with what the program's head says before it is rounded.  The exit code is 1 when one
differs by more than 1 %.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from grbl_planner import planned_seconds
from record import presets

from mobilier.job.cutting import cut_sheets
from mobilier.job.job import prepare
from mobilier.job.nesting import nest_job
from mobilier.job.request import Request
from mobilier.proof.readers import read_program

ALLOWED = 0.01
"""Share of the planner's time by which ours may differ."""


def main() -> int:
    """Print a line for each program, then the mean and the worst."""
    found: list[float] = []
    print(f"{'program':44} {'planner s':>9} {'ours s':>9}   differ")
    for source in sys.argv[1:] or presets():
        laid = nest_job(prepare(Request(sources=(source,), effort="quick")))
        machine, controller = laid.job.workshop.machine, laid.job.workshop.controller
        assert machine
        assert controller
        for program in (p for c in cut_sheets(laid)[0] for p in c.work.programs if p.role == "cut"):
            motions = read_program(program.text, controller).motions
            true = planned_seconds(motions, machine)
            ours = program.seconds - machine.spindle.warm_up
            found.append(ours / true - 1)
            print(f"{program.name[:44]:44} {true:9.1f} {ours:9.1f} {100 * found[-1]:+8.2f} %", flush=True)
    print(f"mean {100 * sum(found) / len(found):+.2f} %, worst {100 * max(found, key=abs):+.2f} %")
    return int(max(map(abs, found)) > ALLOWED)


if __name__ == "__main__":
    sys.exit(main())
