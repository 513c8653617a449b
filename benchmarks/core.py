"""Time of the parametric core on every design and preset: parts, fit, the whole ladder, the CAD kernel.

python benchmarks/core.py            flat checks, best of five
python benchmarks/core.py --kernel   also the CAD kernel, and whether both say the same
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from mobilier.check.fit import fit_findings, solids_of
from mobilier.check.ladder import check_piece
from mobilier.check.solids import overlapping
from mobilier.library import find
from mobilier.model.design import Design, load
from mobilier.model.piece import Piece
from mobilier.profiles.reader import read_profile
from mobilier.profiles.types import Lab, Material, Tool

ROOT = Path(__file__).parents[1]


def chosen(design: Design, preset: str, thickness: float) -> dict[str, object]:
    """The values of a preset in its default boards, the main one measured."""
    values = design.values(preset)
    for k, (name, board) in enumerate(design.boards.items()):
        material = read_profile(find("materials", board), Material)
        values[name] = material.measured(thickness if k == 0 else material.nominal)
    return values


def best(work: Callable[[], object], times: int = 5) -> float:
    """CPU milliseconds of the quickest of some runs."""
    out = []
    for _ in range(times):
        start = time.process_time()
        work()
        out.append(time.process_time() - start)
    return 1000 * min(out)


def main() -> None:
    """Print the table."""
    lab = read_profile(find("labs", "default"), Lab)
    tools = [read_profile(find("tools", t), Tool) for t in lab.tools]
    extra, style = lab.habits.relief_extra, lab.habits.relief
    kernel = "--kernel" in sys.argv
    head = f"{'piece':28}{'plates':>7}{'parts':>6}{'build':>8}{'fit':>8}{'ladder':>9}"
    print(head + ("   kernel  agree" if kernel else ""))
    for folder in sorted((ROOT / "designs").iterdir()):
        if not (folder / "design.py").is_file():
            continue
        design = load(folder)
        for preset in design.presets:
            values = chosen(design, preset, 17.6)
            piece = design.build(values, preset=preset)
            build = best(lambda d=design, v=values: d.build(v).parts)  # type: ignore[misc]
            fit = best(lambda q=piece: fit_findings(q))  # type: ignore[misc]
            ladder = best(lambda q=piece: check_piece(q, tools, lab.habits), 3)  # type: ignore[misc]
            row = f"{design.name + ':' + preset:28}{len(piece.plates):7}{len(piece.parts):6}"
            row += f"{build:6.0f}ms{fit:6.0f}ms{ladder:7.0f}ms"
            print(row + (judged(piece) if kernel else ""), flush=True)
    print(f"relief {style}, {extra:g} mm beyond the cutter")


def judged(piece: Piece) -> str:
    """CPU seconds of the kernel over all poses, and whether it names the same clashes."""
    from mobilier.check.kernel_checks import find_clashes

    start = time.process_time()
    agree = True
    for pose in piece.poses:
        true = {frozenset(c[:2]) for c in find_clashes(piece, pose.name)}
        flat = {frozenset((c.a, c.b)) for c in overlapping(solids_of(piece, pose.name))}
        agree = agree and true == flat
    return f"{time.process_time() - start:8.1f}s  {'yes' if agree else 'NO'}"


if __name__ == "__main__":
    main()
