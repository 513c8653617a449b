"""Random builds of every shipped design, refusals by rule, and what each preset weighs.

    python benchmarks/designs.py [BUILDS] [FULL] [DESIGN ...]

Of BUILDS uniform random combinations each is built, its parts are made and judged by ranges,
webs, widths and the design's promises; every FULL-th goes up the whole ladder.
"""

from __future__ import annotations

import random
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from mobilier.check.ladder import check_piece
from mobilier.check.promises import promise_findings
from mobilier.check.tooling import select_cutter
from mobilier.check.webs import web_findings, width_findings
from mobilier.errors import DesignError
from mobilier.library import find
from mobilier.model.design import Design, load
from mobilier.model.parameter import Parameter
from mobilier.model.piece import Piece
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import Lab, Material, Tool

ROOT = Path(__file__).resolve().parents[1]
LAB = read_profile(find("labs", "default"), Lab)
TOOLS = [read_profile(find("tools", name), Tool) for name in LAB.tools]
BOARDS: dict[str, Material] = {}


def board(name: str) -> Material:
    """Return a board of the library."""
    if name not in BOARDS:
        BOARDS[name] = read_profile(find("materials", name), Material)
    return BOARDS[name]


def built(design: Design, preset: str, given: dict[str, Any], family: str = "okoume") -> Piece:
    """Return a piece with its boards from one family."""
    values = design.values(preset, given)
    for name, material in design.boards.items():
        values[name] = board(material.replace("okoume", family))
    return design.build(values, preset=preset)


def drawn(parameter: Parameter, dice: random.Random) -> Any:
    """Return a uniform random value of a parameter."""
    if parameter.kind == "count":
        return dice.randint(int(parameter.low or 0), int(parameter.high or 0))
    if parameter.kind == "choice":
        return dice.choice(parameter.choices)
    if parameter.kind == "switch":
        return dice.random() < 0.5
    return dice.uniform(parameter.low or 0.0, parameter.high or 0.0)


def verdict(piece: Piece, *, whole: bool) -> str:
    """Return the rule of the first error, or an empty text."""
    if whole:
        found = check_piece(piece, TOOLS, LAB.habits)
    else:
        tool = select_cutter([piece], TOOLS)
        cutter = tool.diameter if tool else 0.0
        found = [f for p in piece.parts for f in web_findings(p, cutter=cutter)]
        found += [f for p in piece.parts for f in width_findings(p, cutter=cutter)]
        found += promise_findings(piece)
    return next((f.rule for f in found if f.level == "error"), "")


def sample(design: Design, builds: int, full: int) -> None:
    """Print how random combinations of a design fare."""
    dice, tally, whole = random.Random(1), Counter[str](), Counter[str]()
    start = time.perf_counter()
    free = {n: p for n, p in design.parameters.items() if p.kind not in ("material", "text")}
    for k in range(builds):
        given = {n: drawn(p, dice) for n, p in free.items()}
        ladder = full > 0 and k % full == 0
        try:
            rule = verdict(built(design, "", given), whole=ladder) or "builds"
        except DesignError as refused:
            first = refused.findings[0]
            rule = f"refused: {first.rule} {first.where}".strip()
        (whole if ladder else tally)[rule] += 1
    seconds = (time.perf_counter() - start) / builds
    for title, counts in (("quick", tally), ("whole ladder", whole)):
        number = counts.total()
        if number:
            good = 100 * counts["builds"] / number
            print(
                f"{design.name}: {number} random builds ({title}), {good:.1f} % build, {seconds:.2f} s each"
            )
            for rule, times in counts.most_common():
                print(f"    {times:6d}  {100 * times / number:5.1f} %  {rule}")


def presets(design: Design) -> None:
    """Print parts, area and mass of every preset."""
    for name in design.presets:
        okoume, birch = built(design, name, {}), built(design, name, {}, "birch")
        area = sum(p.region.area * p.quantity for p in okoume.parts) * 1e-6
        number = sum(p.quantity for p in okoume.parts)
        main = sum(p.quantity for p in okoume.parts if p.material == okoume.boards[0].name)
        print(
            f"{design.name}:{name:10s} {len(okoume.parts):3d} parts, {number:3d} pieces ({main} main board), "
            f"{area:5.2f} m2 net, {okoume.mass:5.1f} kg okoume, {birch.mass:5.1f} kg birch, size "
            + " x ".join(f"{s:.0f}" for s in okoume.size())
        )


def main() -> None:
    """Run over the designs named, or all."""
    builds = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    full = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    names = sys.argv[3:] or sorted(p.name for p in (ROOT / "designs").iterdir() if (p / "design.py").exists())
    for name in names:
        design = load(ROOT / "designs" / name)
        presets(design)
        sample(design, builds, full)


if __name__ == "__main__":
    main()
