"""The machining room's own programs: proven as they are, and caught when a bug is planted in it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

import pytest
from declared import case_of_work
from proof_sheet import ISO, LAYOUT, MACHINE, MATERIAL, PART, TOOL

from mobilier.cam import holes, iso, path, plan, pocket, profile, sheet, toolpaths
from mobilier.cam.moves import Move
from mobilier.cam.setup import Rules, Setup
from mobilier.cam.sheet import SheetWork, sheet_work
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.frame import Frame
from mobilier.geometry.offset import offset
from mobilier.geometry.region import Region
from mobilier.model.part import Feature, Instance, Part
from mobilier.model.relief import relieve
from mobilier.nest.layout import Placement
from mobilier.profiles.types import Habits
from mobilier.proof.case import Case
from mobilier.proof.prove import prove_sheet

ENGRAVER = TOOL.model_copy(
    update={
        "name": "engraver",
        "kind": "engraver",
        "diameter": 0.2,
        "flutes": 1,
        "reach": 5.0,
        "cutting": {"plywood": TOOL.cutting["plywood"].model_copy(update={"chip_load": 0.05, "step": 1.0})},
    }
)
HABITS = Habits(margin=10, spacing=4, tab_width=6, tab_height=3)
RING = Part(
    id="B01",
    name="ring",
    material="board",
    thickness=12.0,
    outline=Contour.circle(35, 35, 70),
    features=(
        Feature(kind="cutout", why="bore", contours=(Contour.circle(35, 35, 30).reversed(),)),
        Feature(kind="engraving", why="id", strokes=(((10, 35), (15, 40), (10, 45)),), depth=0.5),
    ),
    instances=(Instance(plate="ring", frame=Frame(origin=(0, 0, 0), u=(1, 0, 0), v=(0, 1, 0))),),
)
QUIET = Rules(shows=False)
PARTS = {"A01": PART, "B01": RING}
PLACES = (
    Placement(part="A01", copy=0, x=20.0, y=20.0),
    Placement(part="A01", copy=1, x=220.0, y=20.0, angle=90.0),
    Placement(part="B01", copy=0, x=40.0, y=110.0),
)


def made(habits: Habits = HABITS, rules: Rules = QUIET) -> SheetWork:
    ready = {k: relieve(p, 3.0 + habits.relief_extra, habits.relief) for k, p in PARTS.items()}
    layout = replace(LAYOUT, placements=PLACES)
    return sheet_work(
        Setup(
            layout=layout, parts=ready, material=MATERIAL, machine=MACHINE, controller=ISO,
            tools=(TOOL, ENGRAVER), habits=habits, cutter=TOOL, rules=rules,
        )
    )  # fmt: skip


def claimed(work: SheetWork, habits: Habits = HABITS) -> Case:
    return case_of_work(work, PARTS, (MATERIAL, MACHINE, ISO), habits)


@lru_cache(maxsize=1)
def true_case() -> Case:
    return claimed(made())


def broken(judged: Case) -> set[str]:
    return {v.rule for v in prove_sheet(judged) if not v.passed}


def edited(change: Callable[[str], str]) -> Case:
    """The true case with the cutting program's text changed."""
    right = true_case()
    programs = [replace(p, text=change(p.text)) if p.tool == TOOL else p for p in right.declaration.programs]
    assert tuple(programs) != right.declaration.programs
    return replace(right, declaration=replace(right.declaration, programs=tuple(programs)))


@pytest.mark.parametrize(
    "habits",
    [
        HABITS,
        HABITS.model_copy(update={"relief": "tbone-across", "direction": "climb"}),
        HABITS.model_copy(update={"relief": "tbone-along", "finishing": 0.3}),
        HABITS.model_copy(update={"hold": "onion", "onion": 0.4}),
    ],
    ids=["default", "climb", "finishing", "onion"],
)
def test_what_the_machining_room_makes_is_proven(habits: Habits) -> None:
    wrong = [str(v) for v in prove_sheet(claimed(made(habits), habits)) if not v.passed]
    assert wrong == []


def test_plain_plunges_without_leads_are_proven() -> None:
    wrong = [
        str(v)
        for v in prove_sheet(
            claimed(made(HABITS.model_copy(update={"entry": "plunge"}), Rules(leads=False, shows=False)))
        )
        if not v.passed
    ]
    assert wrong == []


def _shift_arc(text: str) -> str:
    """Move the end of the last arc 0.1 mm along x and y: off its circle, whichever way it turns."""
    line = [t for t in text.split("\n") if re.match(r"G[23] X\S+ Y\S+ I", t)][-1]
    new = re.sub(r"([XY])(-?[\d.]+)", lambda m: f"{m[1]}{float(m[2]) + 0.1:.4f}", line)
    return text.replace(line, new)


def _all_numbers(letter: str, change: Callable[[float], float]) -> Callable[[str], str]:
    def run(text: str) -> str:
        body = re.sub(r"\([^)]*\)", "", text)
        return re.sub(rf"{letter}(-?[\d.]+)", lambda m: f"{letter}{change(float(m[1])):.4f}", body)

    return run


DAMAGE: dict[str, tuple[Callable[[str], str], set[str]]] = {
    "an arc end 0.1 mm off": (_shift_arc, {"reading"}),
    "everything 0.1 mm to the right": (_all_numbers("X", lambda v: v + 0.1), {"part-whole", "wood-left"}),
    "everything 0.1 mm to the back": (_all_numbers("Y", lambda v: v + 0.1), {"part-whole", "wood-left"}),
    "everything 0.1 mm deeper": (_all_numbers("Z", lambda v: v - 0.1), {"part-whole", "depth", "tabs"}),
    "everything 0.1 mm higher": (_all_numbers("Z", lambda v: v + 0.1), {"pocket", "tabs"}),
    "mirrored": (_all_numbers("X", lambda v: 300 - v), {"part-whole", "wood-left"}),
    "a thousandth too large": (_all_numbers("X", lambda v: v * 1.001), {"part-whole", "wood-left"}),
    "arcs as lines": (lambda t: re.sub(r"^G[23] (X\S+ Y\S+).*$", r"G1 \1", t, flags=re.M), {"part-whole"}),
    "arcs the other way": (
        lambda t: re.sub("^G([23]) ", lambda m: f"G{5 - int(m[1])} ", t, flags=re.M), {"part-whole"}
    ),
    "through cuts stop short": (lambda t: t.replace("Z-12.3", "Z-11.9"), {"wood-left", "tabs"}),
    "tabs cut away": (lambda t: t.replace("Z-9\n", "Z-12.3\n").replace("Z-9 ", "Z-12.3 "), {"tabs"}),
    "tabs 0.1 mm too high": (lambda t: t.replace("Z-9\n", "Z-8.9\n").replace("Z-9 ", "Z-8.9 "), {"tabs"}),
    "feeds ten times": (_all_numbers("F", lambda v: v * 10), {"feed", "plunge"}),
    "feeds a tenth": (_all_numbers("F", lambda v: v / 10), {"feed"}),
    "no spindle": (lambda t: re.sub(r"^M3.*\n", "", t, flags=re.M), {"spindle"}),
    "no dwell": (lambda t: re.sub(r"^G4.*\n", "", t, flags=re.M), {"spindle"}),
    "spindle left on": (lambda t: re.sub(r"^M5.*\n", "", t, flags=re.M), {"spindle"}),
    "inches": (lambda t: t.replace("G21", "G20"), {"travel"}),
    "incremental": (lambda t: t.replace("G90 ", "G91 "), {"known-state"}),
    "rapids instead of cuts": (lambda t: re.sub("^G1 ", "G0 ", t, flags=re.M), {"rapid"}),
    "half of it": (lambda t: t[: len(t) // 2].rsplit("\n", 1)[0] + "\nM5\nM30\n", {"wood-left"}),
    "the first half missing": (
        lambda t: t[:400].rsplit("\n", 1)[0] + "\n" + t[len(t) // 2 :].split("\n", 1)[1], {"wood-left"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", DAMAGE)
def test_a_damaged_program_is_named(name: str) -> None:
    change, rules = DAMAGE[name]
    found = broken(edited(change))
    assert rules <= found, f"{name}: {found}"


def _wrong_side(shape: Region | Contour, distance: float) -> tuple[Region, ...]:
    return offset(shape, -distance)


def _larger(shape: Region | Contour, distance: float) -> tuple[Region, ...]:
    return offset(shape, distance + 0.1)


def _smaller(shape: Region | Contour, distance: float) -> tuple[Region, ...]:
    return offset(shape, distance - 0.1)


def _straight(segment: Segment, z: float, feed: float) -> Move:
    return Move("line", *segment.end, z, feed=feed)


def _other_way(segment: Segment, z: float, feed: float) -> Move:
    right = loop_cut(segment, z, feed)
    turned = {"cw": "ccw", "ccw": "cw"}.get(right.kind, right.kind)
    return replace(right, kind=turned)  # type: ignore[arg-type]


loop_cut, true_depths, true_lifts = path.cut_along, profile.split_depth, profile.lifts_of


def _one_pass_less(total: float, step: float, first: float | None = None) -> tuple[float, ...]:
    found = true_depths(total, step, first)
    return found[:1] + found[2:] if len(found) > 2 else found[-1:]


def _last_pass_missing(total: float, step: float, first: float | None = None) -> tuple[float, ...]:
    return true_depths(total, step, first)[:-1] or (total / 2,)


BUGS: dict[str, tuple[list[tuple[object, str, object]], set[str]]] = {
    "profiles on the wrong side": ([(toolpaths, "offset", _wrong_side)], {"part-whole", "wood-left"}),
    "profiles 0.1 mm further out": ([(toolpaths, "offset", _larger)], {"wood-left"}),
    "profiles 0.1 mm further in": ([(toolpaths, "offset", _smaller)], {"wood-left", "part-whole"}),
    "pockets 0.1 mm too wide": (
        [(pocket, "offset", lambda s, d: offset(s, d + 0.1 if d < 0 else d))], {"part-whole"}
    ),
    "pockets 0.1 mm too narrow": (
        [(pocket, "offset", lambda s, d: offset(s, d - 0.1 if d < 0 else d))], {"pocket"}
    ),
    "bulges lost": ([(path, "cut_along", _straight), (profile, "cut_along", _straight)], {"part-whole"}),
    "arcs the other way": ([(path, "cut_along", _other_way)], {"part-whole"}),
    "tabs forgotten": ([(profile, "lifts_of", lambda *a, **k: ())], {"tabs"}),
    "tabs without the cutter's width": (
        [(profile, "lifts_of", lambda lo, tabs, d, *more: true_lifts(lo, tabs, 0.0, *more))], {"tabs"}
    ),
    "tabs too thin by 0.2 mm": (
        [(profile, "lifts_of", lambda lo, tabs, d, *more: true_lifts(lo, tabs, d - 0.2, *more))], {"tabs"}
    ),
    "a pass skipped": ([(profile, "split_depth", _one_pass_less)], {"pass-depth"}),
    "the last pass skipped": ([(profile, "split_depth", _last_pass_missing)], {"wood-left"}),
    "through cuts that stop at the underside less 0.1": (
        [(Setup, "bottom", property(lambda setup: -(setup.thickness - 0.1)))], {"wood-left", "tabs"}
    ),
    "through cuts 1.2 mm into the spoilboard": (
        [(Setup, "bottom", property(lambda setup: -(setup.thickness + 1.2)))], {"depth"}
    ),
    "holes at half their depth": (
        [(holes, "split_depth", lambda total, step, first=None: true_depths(total / 2, step, first))],
        {"pocket"},
    ),
    "pockets 0.1 mm too deep": (
        [(pocket, "split_depth", lambda total, step, first=None: true_depths(total + 0.1, step, first))],
        {"part-whole"},
    ),
    "the feed where the plunge should be": (
        [(path, "slow_feed", lambda feed, *_: feed), (holes, "slow_feed", lambda feed, *_: feed)],
        {"plunge"},
    ),
    "arc centres as places": (
        [(iso.IsoWriter, "_centre", lambda self, m: [f"I{m.cx:.4f}", f"J{m.cy:.4f}"])], {"reading"}
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", BUGS)
def test_a_bug_planted_in_the_machining_room_is_caught(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    patches, rules = BUGS[name]
    true_case()
    write = sheet.write_program
    # The machining room looks whether a program fits the machine; the proof must not need that.
    monkeypatch.setattr(sheet, "write_program", lambda *a: (write(*a)[0], []))
    for where, what, instead in patches:
        monkeypatch.setattr(where, what, instead)
    found = broken(claimed(made()))
    assert found & rules, f"{name}: {found}"


def test_an_operation_dropped_from_the_plan_is_caught(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = plan.plan_operations
    for k in range(len(whole_operations())):

        def without(setup: Setup, k: int = k) -> plan.OperationPlan:
            found = whole(setup)
            ops = found.operations[:k] + found.operations[k + 1 :]
            before = [
                frozenset(b - (b > k) for b in found.before[i] if b != k)
                for i in range(len(found.operations))
                if i != k
            ]
            return replace(found, operations=ops, before=tuple(before))

        with monkeypatch.context() as patch:
            patch.setattr(sheet, "plan_operations", without)
            found = broken(claimed(made()))
        assert found & {"wood-left", "pocket", "engraving"}, whole_operations()[k]


def whole_operations() -> list[str]:
    return [f"{op.part}.{op.copy} {op.kind} {op.why}" for op in made().operations]
