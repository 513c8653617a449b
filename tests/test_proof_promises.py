"""The proof judges what the profile promised, not the wood alone."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

import pytest
from cut_sheet import (
    CONTROLLERS,
    HABITS,
    LAYOUT,
    MACHINE,
    MATERIAL,
    MILL,
    PARTS,
    RELIEVED,
    TOOLS,
    controller,
    work,
)
from declared import case_of_work
from proof_sheet import HEAD, ISO, case

from mobilier.cam.clamp_detours import avoid_clamps
from mobilier.cam.moves import Move
from mobilier.cam.program_text import Note, format_remarks, safe_text
from mobilier.cam.setup import Setup
from mobilier.proof.case import Case
from mobilier.proof.program_lines import LETTERS, SUBJECTS
from mobilier.proof.prove import prove_sheet

TEXT = case().declaration.programs[0].text

PROMISES: dict[str, tuple[str, str, str]] = {
    "every rapid skims the sheet": ("Z10.000", "Z0.100", "rapid"),
    "one rapid 5 mm above the sheet": (
        "G0 X103.0000 Y43.0000 Z10.0000",
        "G0 X103.0000 Y43.0000 Z5.0000",
        "rapid",
    ),
    "a cut travels low above the sheet": (
        "G0 X103.0000 Y43.0000 Z10.0000",
        "G0 X90.0000 Y48.0000 Z10.0000\nG1 X90.0000 Y48.0000 Z2.0000 F1250\nG1 X103.0000 Y43.0000 Z2.0000",
        "rapid",
    ),
    "a rapid descends to 0.2 mm": (
        "G1 X90.0000 Y48.0000 Z-8.0000 F1250",
        "G0 Z0.2\nG1 X90.0000 Y48.0000 Z-8.0000 F1250",
        "rapid",
    ),
    "another work offset": ("G54", "G55", "as-stated"),
    "no work offset": ("G54\n", "", "as-stated"),
    "the plane in its own line": ("G17 G90 G94", "G17\nG90 G94", "as-stated"),
    "coolant": ("M3 S18000", "M3 S18000\nM8", "as-stated"),
    "coolant in a motion": ("Z-4.1000 F1250", "Z-4.1000 F1250 M8", "as-stated"),
    "a stop": ("M3 S18000", "M3 S18000\nM0", "as-stated"),
    "the spindle twice": ("G4 P5", "G4 P5\nM3 S18000", "as-stated"),
    "another cutter in the head": ("mill_6 D6", "mill_8 D8", "head"),
    "another speed in the head": ("D6 S18000", "D6 S22000", "head"),
    "another zero": ("z on the top of the sheet", "z on the bed under the sheet", "head"),
    "another corner": ("front left corner", "back left corner", "head"),
    "another thickness": ("12 mm thick", "18 mm thick", "head"),
    "another sheet": ("S01, 300", "S02, 300", "head"),
    "no head": (f"({HEAD[0]})\n", "", "head"),
    "an active comment": (f"({HEAD[0]})", f"({HEAD[0]})\n(LOGOPEN,/tmp/x)", "letters"),
    "a feed hold in a comment": (f"({HEAD[0]})", f"({HEAD[0]})\n(part: shelf ! here)", "letters"),
    "a status question in a comment": (f"({HEAD[0]})", f"({HEAD[0]})\n(part: shelf ? here)", "letters"),
    "a control character": (f"({HEAD[0]})", f"({HEAD[0]})\n(part: shelf \x18)", "letters"),
    "an accent": (f"({HEAD[0]})", f"({HEAD[0]})\n(part: étagère)", "letters"),
}


def broken(judged: Case) -> set[str]:
    return {v.rule for v in prove_sheet(judged) if not v.passed}


@pytest.mark.parametrize("name", PROMISES)
def test_a_promise_of_the_profile_that_is_not_kept_is_named(name: str) -> None:
    old, new, rule = PROMISES[name]
    assert old in TEXT
    assert rule in broken(case(TEXT.replace(old, new)))


def _with(text: str, **changes: object) -> set[str]:
    return broken(case(text, controller=ISO.model_copy(update=changes)))


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("T1 M6\nG43 H1\n", "T1 M6\nG43 H2\n"),
        ("T1 M6\nG43 H1\n", "T1 M6\n"),
        ("T1 M6\nG43 H1\n", "T2 M6\nG43 H2\n"),
        ("T1 M6\nG43 H1\n", ""),
    ],
)
def test_the_length_word_names_the_cutter_that_is_declared(right: str, wrong: str) -> None:
    words = (*ISO.words, "G43")
    profile = {"tool": ("T{number} M6", "G43 H{number}"), "tool_always": True, "words": words}
    assert not _with(TEXT.replace("G0 Z10.000", right + "G0 Z10.000"), **profile)
    assert "as-stated" in _with(TEXT.replace("G0 Z10.000", wrong + "G0 Z10.000"), **profile)


@pytest.mark.parametrize("new", ["G64 P5", "G64", ""])
def test_the_path_tolerance_is_the_one_of_the_profile(new: str) -> None:
    profile = {"start": (*ISO.start, "G64 P0.02"), "words": (*ISO.words, "G64")}
    assert not _with(TEXT.replace("G54", "G54\nG64 P0.02"), **profile)
    assert "as-stated" in _with(TEXT.replace("G54", f"G54\n{new}"), **profile)


CHANGER = MACHINE.model_copy(update={"tool_change": "automatic", "change_at": (850.0, 0.0, 40.0)})
SCREWED = HABITS.model_copy(update={"screws": 300.0})


@lru_cache
def shipped(name: str) -> Case:
    """The sheet with one of everything for a shipped controller, its title as bad as a name can be."""
    made = work(name, machine=CHANGER, habits=SCREWED, title="Haut ! la Shelf ~ cool? — (œuvre)")
    return case_of_work(made, PARTS, (MATERIAL, CHANGER, controller(name)), SCREWED)


@pytest.mark.parametrize("name", CONTROLLERS)
def test_what_is_written_for_a_controller_keeps_every_promise(name: str) -> None:
    assert [str(v) for v in prove_sheet(shipped(name)) if not v.passed] == []


@pytest.mark.parametrize("name", CONTROLLERS)
def test_no_title_puts_a_letter_into_a_program_that_a_control_acts_on(name: str) -> None:
    texts = "".join(p.text for p in shipped(name).declaration.programs)
    assert len(texts) > 10_000
    assert not set("~?\x18\t") & set(texts)
    assert ("!" in texts) == (name == "rml")  # where it begins a command


@pytest.mark.parametrize("text", ["LOGOPEN,x", "PY,exit", "é" * 300, "a) (b", "x" * 1000, "! ~ ? % ; [1]"])
def test_every_line_of_a_remark_begins_with_its_subject(text: str) -> None:
    for name in CONTROLLERS:
        lines = format_remarks(controller(name), Note(text, "part"))
        comment = controller(name).comment
        assert bool(lines) == bool(comment and safe_text(text))
        for line in lines:
            assert line.startswith(comment.split("{text}")[0] + "part: ")
            assert len(line) <= controller(name).line_limit
            inside = line.removeprefix(comment.split("{text}")[0]).removesuffix(comment.split("{text}")[1])
            assert re.fullmatch(LETTERS + "+", inside)
            assert inside.partition(":")[0] in SUBJECTS


@pytest.mark.parametrize(
    ("role", "old", "new"),
    [
        ("corner", "M0\n", ""),
        ("air", "G0 Z10\n", "M3 S18000\nG0 Z10\n"),
        ("air", "Z10", "Z0.1"),
        ("corner", "Z2\n", "Z0.1\n"),
    ],
)
def test_programs_that_show_a_way_are_judged_as_such(role: str, old: str, new: str) -> None:
    judged = shipped("grbl")
    programs = judged.declaration.programs
    k = [p.role for p in programs].index(role)  # type: ignore[arg-type]
    assert old in programs[k].text
    damaged = replace(programs[k], text=programs[k].text.replace(old, new, 1))
    declared = replace(judged.declaration, programs=(*programs[:k], damaged, *programs[k + 1 :]))
    assert {"as-stated", "rapid"} & broken(replace(judged, declaration=declared))


@pytest.mark.parametrize("name", [n for n in CONTROLLERS if "{speed}" in "".join(controller(n).tool)])
@pytest.mark.parametrize("role", ["corner", "air", "screws", "cut"])
def test_the_speed_at_a_tool_word_is_that_of_the_head(role: str, name: str) -> None:
    judged = shipped(name)
    programs = judged.declaration.programs
    k = [p.role for p in programs].index(role)  # type: ignore[arg-type]
    text = re.sub(r"(TOOL CALL \d+ Z S)(\d+)", lambda m: f"{m[1]}{int(m[2]) // 2}", programs[k].text, count=1)
    assert text != programs[k].text
    declared = replace(
        judged.declaration, programs=(*programs[:k], replace(programs[k], text=text), *programs[k + 1 :])
    )
    assert "head" in broken(replace(judged, declaration=declared))


def test_rapids_around_an_edge_clamp_stay_over_the_sheet() -> None:
    clamps = ((0.0, 325.0, 50.0, 375.0),)
    setup = Setup(
        layout=LAYOUT, parts=RELIEVED, material=MATERIAL, machine=MACHINE, controller=controller("grbl"),
        tools=TOOLS, habits=HABITS, cutter=MILL, clamps=clamps,
    )  # fmt: skip
    moves = [Move("rapid", 5.0, 300.0, 10.0), Move("rapid", 5.0, 400.0, 10.0)]
    assert min(m.x for m in avoid_clamps(moves, setup.clamps, 3.0)) < 0  # where the clamp's body stands
    around = avoid_clamps(moves, setup.walls, 3.0)
    assert len(around) > 2
    assert min(m.x for m in around) >= 0
