"""The proof: judge a sheet's programs by their text, and a bill by its layouts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from mobilier.dxf.drawing import Drawing
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Layers
from mobilier.proof import rules_hold, rules_motion, rules_pass, rules_sheet, rules_text, rules_wood
from mobilier.proof.case import Case, ProgramRun, Scene, scene_of
from mobilier.proof.rules_drawing import judge_drawing
from mobilier.proof.verdicts import ProofRule, Verdict

_READ: tuple[ProofRule, ...] = ("reading", "known-state", "feed-set")


def prove_sheet(case: Case) -> tuple[Verdict, ...]:
    """Judge every program of a sheet by each rule, then the sheet they leave.

    Raises:
        ProofError: the layout names a part that is not given, or no reader knows the syntax.
    """
    scene = scene_of(case)
    passes = rules_pass.judge_passes(scene, scene.runs)
    out: list[Verdict] = []
    for run, passed in zip(scene.runs, passes, strict=True):
        out += [*_program(scene, run), passed]
    tabs, zones = rules_hold.judge_holding(scene)
    out += [
        rules_sheet.judge_declaration(scene),
        rules_sheet.judge_places(scene),
        rules_sheet.judge_order(scene),
        rules_wood.judge_wood_left(scene, zones),
        tabs,
        rules_hold.judge_skin(scene),
        rules_wood.judge_pockets(scene),
        rules_wood.judge_engravings(scene),
    ]
    return tuple(out)


def _program(scene: Scene, run: ProgramRun) -> list[Verdict]:
    return [
        *(rules_motion.judge_reading(run, rule) for rule in _READ),
        *rules_text.judge_text(scene, run),
        rules_motion.judge_feed(scene, run),
        rules_motion.judge_plunge(scene, run),
        rules_motion.judge_rapids(scene, run),
        rules_motion.judge_depth(scene, run),
        rules_motion.judge_travel(scene, run),
        rules_motion.judge_keep_out(scene, run),
        rules_motion.judge_spindle(scene, run),
        rules_motion.judge_tools(scene, run),
        rules_wood.judge_touched(scene, run),
        rules_wood.judge_parts_whole(scene, run),
    ]


def prove_bill(
    layouts: Iterable[Layout], parts: Iterable[Part], quantities: Mapping[str, int] | None = None
) -> Verdict:
    """Judge that every part lies exactly as often as needed over all sheets.

    ``quantities`` by part id override the parts' own number of instances.
    """
    layouts = tuple(layouts)
    laid: Counter[str] = Counter()
    for layout in layouts:
        for p in layout.placements:
            laid[p.part] += layout.copies
    copies = Counter((p.part, p.copy) for layout in layouts for p in layout.placements)
    wanted = {p.id: p.quantity for p in parts}
    wanted |= dict(quantities or {})
    wrong = [
        f"{name}: {laid[name]} instead of {wanted.get(name, 0)}"
        for name in sorted({*wanted, *laid})
        if laid[name] != wanted.get(name, 0)
    ]
    wrong += [f"{part}.{copy} lies {n} times" for (part, copy), n in sorted(copies.items()) if n > 1]
    return Verdict(
        subject="job", rule="bill", passed=not wrong, worst=float(len(wrong)), message="; ".join(wrong)
    )


def prove_dxf(case: Case, drawing: Drawing, layers: Layers) -> Verdict:
    """Judge that a sheet's DXF, read back, draws each relieved contour once and nothing else."""
    return judge_drawing(case, drawing, layers)
