"""Nesting against every engine that can be installed here: same jobs, same seconds, same judge.

    python benchmarks/nesting.py                     # furniture, 10 s, one seed
    python benchmarks/nesting.py --jobs chariot10 --seconds 60 --seeds 3
    python benchmarks/nesting.py --jobs "chariot:mini*10 porte:totem*10 maisonnette:duo*10"
    python benchmarks/nesting.py --strips --seconds 60
    python benchmarks/nesting.py --saw --seconds 10
    python benchmarks/nesting.py --fuzz 10000        # random small jobs, two judges

"SE" = sheets − 1 + used share of the sheet with the largest straight offcut.  The data are
read from ../shared/data; run it once on Python 3.11 and once on 3.12 or later, where
packingsolver can be installed.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import queue
import random
import resource
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest import nest, validate
from mobilier.nest.bounds import bound_of
from mobilier.nest.external.engines import ExternalEngine, available, pose_question, read_answer
from mobilier.nest.external.rectangles import pack_boxes
from mobilier.nest.layout import Budget, Item, Layout, Spacing
from mobilier.nest.layout_groups import finalize, group_alike
from mobilier.nest.objective import sheet_equivalents, used_share
from mobilier.nest.problem import whole_problem
from mobilier.nest.saw.guillotine import nest_for_saw
from mobilier.nest.saw.panel_saw import Saw, comes_apart
from mobilier.profiles.types import Sheet

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT.parent / "shared" / "data"
FREE = (0.0, 90.0, 180.0, 270.0)
STRIP_HEIGHT = 1000.0
PEERS = ("rectpack", "packingsolver", "u_nesting")

Job = tuple[list[Item], list[Sheet], Spacing]


def furniture(name: str) -> Job:
    """Return a workload of the furniture data."""
    data = json.loads((DATA / "furniture" / f"{name}.json").read_text())
    items = [
        Item(
            id=p["id"],
            region=Region(
                Contour.polygon_of(p["outline"]).turned(ccw=True),
                tuple(Contour.polygon_of(h).turned(ccw=False) for h in p.get("holes", [])),
            ),
            quantity=p["quantity"],
            material="plywood",
            rotations=(0.0, 180.0) if p["grain"] else FREE,
        )
        for p in data["parts"]
    ]
    length, width = data["sheet"]
    sheet = Sheet(name="full", material="plywood", length=length, width=width)
    return items, [sheet], Spacing(gap=data["spacing"], margin=(data["margin"],) * 4)


def strip(path: Path) -> tuple[Job, float]:
    """Return an ESICUP instance as one long sheet 1000 mm high, and the area of its parts."""
    data = json.loads(path.read_text())
    scale = STRIP_HEIGHT / data["strip_height"]
    items = []
    for p in data["items"]:
        points = [(x * scale, y * scale) for x, y in p["shape"]["data"]]
        points = points[:-1] if points[0] == points[-1] else points
        turns = tuple(sorted({float(a) % 360 for a in p["allowed_orientations"]}))
        region = Region(Contour.polygon_of(points).turned(ccw=True))
        items.append(
            Item(id=str(p["id"]), region=region, quantity=p["demand"], material="m", rotations=turns)
        )
    area = sum(i.quantity * i.region.area for i in items)
    longest = max(i.region.bounds[2] - i.region.bounds[0] for i in items)
    length = max(2.5 * area / STRIP_HEIGHT, 1.2 * longest)
    sheet = Sheet(name="strip", material="m", length=length, width=STRIP_HEIGHT)
    return (items, [sheet], Spacing(gap=0, margin=(0, 0, 0, 0))), area


def peer(job: Job, engine: str, seconds: float) -> tuple[Layout, ...] | None:
    """Return the last answer of a peer asked alone (its own time limit, killed 50 % later)."""
    whole_job = whole_problem(*job)
    asked = pose_question(whole_job, engine, seconds)
    if asked is None:
        return None
    answers: queue.Queue[tuple[str, object]] = queue.Queue()
    child = ExternalEngine(asked, answers)
    end = time.monotonic() + 1.5 * seconds + 5
    while child.process.poll() is None and time.monotonic() < end:
        time.sleep(0.05)
    child.thread.join(2.0)
    child.kill()
    last = None
    while not answers.empty():
        last = answers.get()[1]
    return None if last is None else finalize(read_answer(whole_job, asked, last))  # type: ignore[arg-type]


def load() -> str:
    """Return the load of the machine, so that a figure says under which it was taken."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "?"


def own(text: str) -> Job:
    """Return the parts of our own pieces on their main board, e.g. ``chariot:mini*10 porte:totem*10``."""
    from mobilier.job.job import prepare
    from mobilier.job.nesting import cutter_of
    from mobilier.job.request import Request
    from mobilier.job.usable_area import spacing
    from mobilier.job.wishes import ANGLES
    from mobilier.model.relief import relieve

    made = prepare(Request(sources=tuple(text.split())))
    board, cutter, habits = next(iter(made.boards.values())), cutter_of(made), made.workshop.lab.habits
    items = [
        Item(
            id=p.id,
            region=relieve(p, cutter.diameter / 2 + habits.relief_extra, habits.relief).region,
            quantity=p.quantity * order.quantity,
            material=board.name,
            rotations=ANGLES[p.grain if board.grained else None],
        )
        for order in made.orders
        for p in order.piece.parts
        if p.material == board.name
    ]
    stock = list(made.stock[board.name])
    return items, stock, spacing(made.workshop, tuple(stock), cutter, board=board)


def work(name: str) -> Job:
    """Return a job by name: of the furniture data, or of our own pieces."""
    return furniture(name) if (DATA / "furniture" / f"{name}.json").exists() else own(name)


def unested(job: Job, seconds: float) -> tuple[Layout, ...] | None:
    """Return the layouts of u-nesting, fed like the other peers."""
    import u_nesting  # type: ignore[import-not-found, unused-ignore]

    one = whole_problem(*job)
    asked = pose_question(one, "u_nesting", seconds)
    if asked is None:
        return None
    shapes = [
        {
            "id": str(p["item"]),
            "polygon": [list(q) for q in p["rings"][0]],
            "holes": [[list(q) for q in ring] for ring in p["rings"][1:]],
            "quantity": p["copies"],
            "rotations": p["angles"],
        }
        for p in asked["parts"]
    ]
    size = {"width": asked["size"][0], "height": asked["size"][1]}
    limits = {"strategy": "nfp", "spacing": 0, "margin": 0, "multi_sheet": True}
    told = u_nesting.solve_2d(shapes, size, {**limits, "time_limit_ms": int(1000 * seconds)})
    if not told["all_placed"]:
        return None
    bins: dict[int, list[tuple[int, float, float, float, bool]]] = {}
    for p in told["placements"]:
        turn = round(math.degrees(p["rotation"][0]), 3)
        bins.setdefault(p["boundary_index"], []).append((int(p["geometry_id"]), *p["position"], turn, False))
    return finalize(read_answer(one, asked, [bins[k] for k in sorted(bins)]))


def answer(job: Job, engine: str, seconds: float, seed: int) -> tuple[str, Sequence[Layout] | None]:
    """Return what an engine makes of a job, and who it was."""
    if engine == "mobilier":
        found = nest(*job, Budget(seconds=seconds, seed=seed))
        return f"mobilier, seed {seed} ({found.engine})", found.layouts
    if engine in ("quick", "normal", "high"):
        found = nest(*job, Budget(effort=engine))
        return f"mobilier --effort {engine}", found.layouts
    if engine == "rectpack":
        return engine, finalize(pack_boxes(*job) or ())
    return engine, unested(job, seconds) if engine == "u_nesting" else peer(job, engine, seconds)


def one(name: str, engine: str, seconds: float, seed: int) -> str:
    """Return one line of the table: wall time and CPU time of the whole process, its memory too."""
    job = work(name)
    items, stock, spacing = job
    begin = time.monotonic()
    who, layouts = answer(job, engine, seconds, seed)
    wall = time.monotonic() - begin
    used = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    cpu = sum(u.ru_utime + u.ru_stime for u in used)
    memory = sum(u.ru_maxrss for u in used) / 1024
    tail = f"{cpu:.0f} | {memory:.0f} | {load()} |"
    if not layouts:
        return f"| {name} | {who} | {wall:.1f} | - | - | - | nothing | - | {tail}"
    ring = bound_of(items, stock, spacing).ring
    wrong = validate(layouts, items, spacing)
    se = sheet_equivalents(layouts, items, spacing)
    verdict = "yes" if not wrong else f"NO ({len(wrong)})"
    return (
        f"| {name} | {who} | {wall:.1f} | {len(layouts)} | {se:.3f} | {se / ring:.3f} | {verdict} "
        f"| {len(group_alike(layouts))} | {tail}"
    )


def run_furniture(names: Sequence[str], seconds: float, seeds: int, engines: Sequence[str]) -> Iterator[str]:
    """Yield the table of jobs; every run is a process of its own, started cold."""
    yield "| work | engine | wall s | sheets | SE | SE / ring | valid | programs | CPU s | MiB | load |"
    yield "|---|---|---|---|---|---|---|---|---|---|---|"
    for name in names:
        bound = bound_of(*work(name))
        yield (
            f"| {name} | bounds: area {bound.area:.3f}, ring {bound.ring:.3f}, clique {bound.clique} "
            f"| | {bound.sheets} | | | | | | | |"
        )
        for engine in engines:
            if engine in PEERS and not available(engine):
                continue
            for seed in range(seeds if engine == "mobilier" else 1):
                line = [sys.executable, __file__, "--one", name, engine, str(seconds), str(seed)]
                told = subprocess.run(line, capture_output=True, text=True, check=False)
                wrong = (told.stderr.strip().splitlines() or ["?"])[-1]
                yield told.stdout.strip() or f"| {name} | {engine} | | | | | {wrong} | | | | |"


def run_strips(seconds: float, names: Sequence[str]) -> Iterator[str]:
    """Yield the table of ESICUP strips: density in per cent."""
    engines = [e for e in ("spyrrow", "packingsolver") if available(e)]
    yield f"| instance | mobilier | {' | '.join(engines)} | load |"
    yield "|---|---|" + "---|" * len(engines) + "---|"
    for path in sorted((DATA / "esicup").glob("*.json")):
        if names and path.stem not in names:
            continue
        job, area = strip(path)
        cells = []
        found = nest(*job, Budget(seconds=seconds)).layouts
        answers: list[Sequence[Layout] | None] = [found, *(peer(job, e, seconds) for e in engines)]
        for layouts in answers:
            if not layouts or len(layouts) > 1 or validate(layouts, job[0], job[2]):
                cells.append("-")
                continue
            length = used_share(layouts[0], job[0], job[2]) * job[1][0].length
            cells.append(f"{100 * area / (length * STRIP_HEIGHT):.2f}")
        yield f"| {path.stem} | {' | '.join(cells)} | {load()} |"


def panels(n: int, seed: int = 3) -> list[Item]:
    """Return ``n`` furniture-like panels, three in five with a grain."""
    r = random.Random(seed)
    items: list[Item] = []
    left = n
    while left:
        w, h = r.choice(
            [
                (r.randint(200, 900), r.randint(100, 600)),
                (r.randint(500, 2000), r.randint(200, 580)),
                (r.randint(100, 400), r.randint(80, 300)),
            ]
        )
        quantity = min(r.choice([1, 1, 2, 2, 4, 6]), left)
        left -= quantity
        region = Region(Contour.rectangle(0, 0, w, h))
        turns = (0.0, 180.0) if r.random() < 0.6 else FREE
        items.append(
            Item(id=f"p{len(items)}", region=region, quantity=quantity, material="m", rotations=turns)
        )
    return items


def run_saw(seconds: float) -> Iterator[str]:
    """Yield the table of panel saw jobs."""
    saw = Saw(kerf=4, trim=10)
    stock = [Sheet(name="full", material="m", length=2500, width=1220)]
    yield "| panels | wall s | sheets | SE | area bound | comes apart | load |"
    yield "|---|---|---|---|---|---|---|"
    for n in (29, 86, 258):
        items = panels(n)
        found = nest_for_saw(items, stock, saw, Budget(seconds=seconds))
        layouts = found.nesting.layouts
        apart = all(comes_apart(layout, items, found.cuts[layout.name], saw) for layout in layouts)
        se = sheet_equivalents(layouts, items, saw.spacing)
        area = bound_of(items, stock, saw.spacing).area
        yield (
            f"| {n} | {found.nesting.seconds:.1f} | {len(layouts)} | {se:.3f} | {area:.3f} | {apart} "
            f"| {load()} |"
        )


def run_fuzz(count: int, first: int) -> Iterator[str]:
    """Yield what became of ``count`` random jobs."""
    sys.path.insert(0, str(ROOT / "tests"))
    import test_nest_fuzz as fuzz  # type: ignore[import-not-found, unused-ignore]

    from mobilier.nest.engine.pipeline import ROUNDS
    from mobilier.nest.engine.search import Pace

    ROUNDS["quick"] = Pace(rounds=1, idle=1, moves=300)
    told: Counter[str] = Counter()
    for seed in range(first, first + count):
        try:
            told[fuzz.trial(seed)] += 1
        except AssertionError as wrong:
            told["INVALID"] += 1
            yield f"seed {seed}: {wrong}"
    yield f"{count} random jobs: " + ", ".join(f"{n} {what}" for what, n in sorted(told.items()))


def main() -> None:
    """Read the command line and print tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--jobs", default="chariot,maisonnette,chariot10,mixed10")
    parser.add_argument("--seconds", type=float, default=10.0)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--engines", default=",".join(("mobilier", *PEERS)), help="may name efforts: quick")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    parser.add_argument("--strips", nargs="?", const="all", help="ESICUP instances, all or some by name")
    parser.add_argument("--saw", action="store_true")
    parser.add_argument("--fuzz", type=int, default=0)
    parser.add_argument("--first", type=int, default=1000, help="first seed of --fuzz")
    args = parser.parse_args()
    if args.one:
        name, engine, seconds, seed = args.one
        print(one(name, engine, float(seconds), int(seed)))
        return
    print(f"Python {platform.python_version()}, {os.cpu_count()} cores, load {load()}\n")
    if args.fuzz:
        lines = run_fuzz(args.fuzz, args.first)
    elif args.strips:
        lines = run_strips(args.seconds, [] if args.strips == "all" else args.strips.split(","))
    elif args.saw:
        lines = run_saw(args.seconds)
    else:
        lines = run_furniture(args.jobs.split(","), args.seconds, args.seeds, args.engines.split(","))
    for line in lines:
        print(line, flush=True)


if __name__ == "__main__":
    main()
