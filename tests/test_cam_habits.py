"""Whatever a workshop's habits and controller: what is cut without an error keeps every promise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import cut_sheet
import pytest
from cut_sheet import CONTROLLERS, DRILL, HABITS, LAYOUT, MACHINE, MATERIAL, PARTS, mill
from hypothesis import example, given, settings
from hypothesis import strategies as st
from test_cam_wood import verdicts_against

from mobilier.cam.setup import Setup
from mobilier.cam.sheet import sheet_work
from mobilier.check.tooling import relief_radius
from mobilier.model.relief import relieve

CHOICES: dict[str, tuple[Any, ...]] = {
    "hold": ("tabs", "onion"),
    "relief": ("dogbone", "tbone-along", "tbone-across"),
    "origin": ("front-left", "centre", "back-right"),
    "finishing": (0.0, 0.2, 0.5),
    "entry": ("ramp", "plunge"),
    "direction": ("climb", "conventional"),
    "approach": (0.5, 2.0, 5.0),
    "stepover": (0.2, 0.45, 0.8),
    "peck": ("out", "break"),
    "coin": (0.0, 25.0, 60.0),
    "tab_width": (4.0, 8.0, 15.0),
    "tab_height": (1.0, 3.0, 6.0),
    "tab_spacing": (0.0, 200.0),
    "onion": (0.3, 0.4, 1.0),
    "screws": (0.0, 300.0),
    "label_height": (0.0, 10.0),
}


@settings(max_examples=10)
@given(
    st.fixed_dictionaries({k: st.sampled_from(v) for k, v in CHOICES.items()}),
    st.sampled_from(CONTROLLERS),
    st.sampled_from([4.0, 6.0, 8.0]),
    st.sampled_from([15.38, 16.1, 17.6, 18.71]),
)
@example({"finishing": 0.2, "stepover": 0.8, "tab_width": 4.0, "tab_height": 6.0}, "generic_iso", 4.0, 18.71)
@example({"finishing": 0.5, "tab_width": 15.0, "tab_height": 6.0, "origin": "centre"}, "mach4", 8.0, 17.1)
@example({"finishing": 0.5, "hold": "onion", "coin": 0.0, "stepover": 0.2}, "marlin", 6.0, 17.6)
@example({"entry": "plunge", "coin": 0.0, "tab_width": 4.0, "tab_height": 6.0}, "rml", 8.0, 16.1)
@example({"entry": "plunge", "coin": 0.0, "tab_width": 4.0, "finishing": 0.5}, "grbl", 6.0, 16.2357)
def test_what_any_habits_cut_is_proven(
    chosen: dict[str, Any], name: str, diameter: float, thickness: float
) -> None:
    cutter = mill(diameter)
    habits = HABITS.model_copy(update=chosen)
    board = MATERIAL.model_copy(
        update={
            "nominal": thickness,
            "thickness": thickness,
            "thickness_min": thickness - 0.3,
            "thickness_max": thickness + 0.3,
        }
    )
    machine = MACHINE.model_copy(update={"zero": "bed" if diameter == 4 else "top"})
    parts = {k: replace(p, thickness=thickness) for k, p in PARTS.items()}
    radius = relief_radius(cutter, habits)
    setup = Setup(
        layout=LAYOUT,
        parts={k: relieve(p, radius, habits.relief) for k, p in parts.items()},
        material=board,
        machine=machine,
        controller=cut_sheet.controller(name),
        tools=(cutter, mill(3.0), DRILL),
        habits=habits,
        cutter=cutter,
    )
    made = sheet_work(setup)
    if any(f.level == "error" for f in made.findings):
        return  # told before anything is cut
    told = verdicts_against(
        made,
        machine=machine,
        material=board,
        habits=habits,
        name=name,
        parts=parts,
        relief=(habits.relief, radius),
    )
    assert told == []


@pytest.mark.parametrize("diameter", [4.0, 6.0, 8.0])
def test_the_habits_of_the_law_are_mostly_cut(diameter: float) -> None:
    cutter = mill(diameter)
    parts = {k: relieve(p, relief_radius(cutter, HABITS), "dogbone") for k, p in PARTS.items()}
    setup = Setup(
        layout=LAYOUT, parts=parts, material=MATERIAL, machine=MACHINE, cutter=cutter, habits=HABITS,
        controller=cut_sheet.controller("grbl"), tools=(cutter, mill(3.0), DRILL),
    )  # fmt: skip
    assert [f for f in sheet_work(setup).findings if f.level == "error"] == []
