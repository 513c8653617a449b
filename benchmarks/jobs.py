"""Check clean means cut and proven: random jobs of every design, through check, nest, cut and proof.

    python benchmarks/jobs.py [--count 300] [--seed 1] [--only porte]

Each job draws values over the whole range of every parameter, a thickness that boards have, a lab's
tools, a machine and a text.  A job that `check` passes must end proven.

Measured with seed 31: porte 38 jobs, 15 proven, 23 refused by check, none later; maisonnette 27 jobs,
9 proven, 17 refused by check, one later (job 24: the search found no room for the last of 18 parts);
chariot 38 jobs, 10 proven, 28 refused by check, none later.
"""

from __future__ import annotations

import argparse
import itertools
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from mobilier.cli.options import USAGE
from mobilier.errors import MobilierError
from mobilier.job.job import Job, prepare
from mobilier.job.nesting import job_findings
from mobilier.job.request import Request
from mobilier.job.stages import cut, lay, prove
from mobilier.job.workshop import Workshop
from mobilier.library import find
from mobilier.model.design import Design, load
from mobilier.model.parameter import Parameter
from mobilier.profiles.reader import read_profile
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Material, Sheet, Tool

DESIGNS = ("chariot", "maisonnette", "porte")
MACHINES = ("generic_grbl", "generic_linuxcnc", "raptorx_3200", "shopbot_prs")
TEXTS = ("NUMÉRIQUE", "QUAI 9", "MAKER", "ICI", "Où ça ?", "&", "Bœuf 0689")
MILLS = (
    ("endmill_6",),
    ("compression_6",),
    ("endmill_8", "endmill_4"),
    ("endmill_6", "endmill_3"),
    ("endmill_12", "endmill_6"),
)
DRILLS = ("drill_2_5", "drill_3", "drill_4", "drill_4_5", "drill_8")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a random job ended: proven, refused by check, or refused later, and the first rule that said so."""

    number: int
    end: str
    rule: str = ""
    told: str = ""


def drawn(design: Design, rng: random.Random) -> Job:
    """Return a random job of a design.

    Raises:
        MobilierError: values that contradict each other.
    """
    values = {
        n: _value(p, rng) for n, p in design.parameters.items() if p.kind != "material" and rng.random() < 0.6
    }
    thickness = {}
    for name, board in design.boards.items():
        material = read_profile(find("materials", board), Material)
        if rng.random() < 0.7:
            low, high = material.thickness_min, material.thickness_max
            thickness[name] = round(rng.uniform(low, high), rng.choice((1, 2, 4)))
    preset = rng.choice([*design.presets])
    job = prepare(
        Request(
            sources=(f"{design.name}:{preset}",),
            values=values,
            thickness=thickness,
            machine=rng.choice(MACHINES),
            effort="quick",
        )
    )
    stock = {n: (Sheet(name=f"{n} 2440 x 1220", material=n, length=2440, width=1220),) for n in job.boards}
    return replace(job, workshop=_furnished(job, rng), stock=stock)


def _furnished(job: Job, rng: random.Random) -> Workshop:
    """Return the workshop of a job with random cutters, drills, habits and clamps."""
    place = job.workshop
    names = [*rng.choice(MILLS), *(n for n in DRILLS if rng.random() < 0.9)]
    habits = place.lab.habits.model_copy(
        update={
            "hold": rng.choice(("tabs", "tabs", "onion")),
            "relief": rng.choice(("dogbone", "tbone-along", "tbone-across")),
            "origin": rng.choice(("front-left", "centre", "back-right")),
            "finishing": rng.choice((0.0, 0.0, 0.2, 0.5)),
            "entry": rng.choice(("ramp", "ramp", "plunge")),
            "approach": rng.choice((0.5, 2.0, 5.0)),
            "stepover": rng.choice((0.2, 0.45, 0.8)),
            "peck": rng.choice(("out", "break")),
            "tab_spacing": rng.choice((0.0, 0.0, 300.0)),
            "coin": rng.choice((0.0, 25.0, 60.0)),
            "spacing": rng.choice((1.0, 4.0, 8.0)),
            "label_height": rng.choice((0.0, 0.0, 10.0)),
        }
    )
    edges = ((0.0, 500.0, 60.0, 560.0), (1200.0, 0.0, 1260.0, 60.0))
    clamps = rng.choice(((), (), edges, ((0.0, 0.0, 60.0, 60.0),)))
    lab = place.lab.model_copy(update={"habits": habits, "clamps": clamps})
    return replace(place, lab=lab, tools=tuple(Shelf().take(Tool, n) for n in names))


def _value(parameter: Parameter, rng: random.Random) -> Any:
    if parameter.kind == "text":
        return rng.choice(TEXTS)
    if parameter.kind == "switch":
        return rng.random() < 0.5
    if parameter.choices:
        return rng.choice(parameter.choices)
    low, high = parameter.low, parameter.high
    assert low is not None
    assert high is not None
    at = rng.choice((low, high, rng.uniform(low, high)))
    return round(at) if parameter.kind == "count" else round(at, 1)


def endings(name: str, count: int, seed: int) -> Iterator[Ending]:
    """Return how each of ``count`` random jobs of a design ends."""
    design = load(find("designs", name))
    draws = (ending(design, n, random.Random(f"{name} {seed} {n}")) for n in itertools.count())
    return itertools.islice(filter(None, draws), count)


def ending(design: Design, number: int, rng: random.Random) -> Ending | None:
    """Return how one random job ends, None where what was drawn is no job: a value of no parameter."""
    try:
        job = drawn(design, rng)
    except MobilierError as error:
        rule = error.findings[0].rule
        return None if rule in USAGE else Ending(number=number, end="refused by check", rule=rule)
    found = job_findings(job)
    wrong = [f for f in found if f.level == "error"]
    if wrong:
        return Ending(number=number, end="refused by check", rule=wrong[0].rule, told=str(wrong[0]))
    try:
        prove(cut(lay(job, "en", checked=found)))
    except MobilierError as error:
        first = error.findings[0]
        return Ending(number=number, end="refused later", rule=first.rule, told=str(error)[:600])
    return Ending(number=number, end="proven")


def main() -> int:
    """Run the jobs and print what became of them; leave with 1 when one was refused too late."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--only", choices=DESIGNS)
    parser.add_argument("--verbose", action="store_true")
    asked = parser.parse_args()
    late = 0
    for name in DESIGNS if not asked.only else (asked.only,):
        start, ends, rules = time.process_time(), Counter[str](), Counter[str]()
        for e in endings(name, asked.count, asked.seed):
            ends[e.end] += 1
            rules[e.rule] += e.end == "refused by check"
            if e.end == "refused later" or asked.verbose:
                print(f"{name} {e.number}: {e.end} {e.rule} {e.told}", flush=True)
        late += ends["refused later"]
        cpu = time.process_time() - start
        print(f"{name}: {dict(ends)}, {cpu:.0f} s; check: {dict(rules.most_common(8))}", flush=True)
    return int(late > 0)


if __name__ == "__main__":
    sys.exit(main())
