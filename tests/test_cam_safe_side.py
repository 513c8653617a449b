"""What a program rounds, leaves and shows is on the safe side, whatever the board and the dialect."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from cut_sheet import HABITS, MACHINE, MATERIAL, MILL, PARTS, work
from test_cam_wood import verdicts_against

from mobilier.check.tooling import relief_radius
from mobilier.model.relief import relieve
from mobilier.proof.rules_sheet import _RELIEF


@pytest.mark.parametrize("zero", ["top", "bed"])
@pytest.mark.parametrize("name", ["grbl", "winpc_nc", "shopbot", "rml"])
@pytest.mark.parametrize("thickness", [17.58375, 17.5812, 17.58123, 18.000049])
def test_a_skin_is_cut_down_to_on_a_board_of_any_thickness(thickness: float, name: str, zero: str) -> None:
    board = MATERIAL.model_copy(update={"thickness": thickness, "thickness_max": thickness + 0.01})
    parts = {k: relieve(p, relief_radius(MILL, HABITS), "dogbone") for k, p in PARTS.items()}
    parts = {k: replace(p, thickness=thickness) for k, p in parts.items()}
    habits = HABITS.model_copy(update={"hold": "onion"})
    machine = MACHINE.model_copy(update={"zero": zero, "tool_change": "automatic"})
    made = work(name, machine=machine, material=board, habits=habits, parts=parts)
    assert min(op.bottom for op in made.skins) <= -(thickness - habits.onion) + 1e-9
    told = verdicts_against(made, machine=machine, material=board, habits=habits, name=name)
    assert told == []


@pytest.mark.parametrize("style", ["dogbone", "tbone-along", "tbone-across"])
@pytest.mark.parametrize("finishing", [0.1, 0.25, 0.3, 0.5])
def test_finishing_and_reliefs_agree(finishing: float, style: str) -> None:
    habits = HABITS.model_copy(update={"finishing": finishing, "relief": style})
    radius = relief_radius(MILL, habits)
    assert radius <= MILL.diameter / 2 + _RELIEF
    parts = {k: relieve(p, radius, style) for k, p in PARTS.items()}  # type: ignore[arg-type]
    made = work(habits=habits, parts=parts)
    assert [f.rule for f in made.findings if f.level == "error"] == []
    assert verdicts_against(made, habits=habits, relief=(style, radius)) == []


def test_the_zero_is_shown_from_above_where_a_clamp_stands_on_it() -> None:
    clamps = ((0.0, 0.0, 15.0, 15.0),)
    made = work(clamps=clamps)
    assert [f.rule for f in made.findings if f.rule == "zero-under-clamp"] == ["zero-under-clamp"]
    corner = next(p for p in made.programs if p.role == "corner")
    assert {m.z for m in corner.moves} == {MACHINE.safe_z}
    assert verdicts_against(made, clamps=clamps) == []
    free = work(habits=HABITS.model_copy(update={"origin": "back-right"}), clamps=clamps)
    assert [f.rule for f in free.findings if f.rule == "zero-under-clamp"] == []


@pytest.mark.parametrize("finishing", [0.0, 0.5])
@pytest.mark.parametrize("origin", ["front-left", "centre", "back-right"])
def test_the_way_in_the_air_goes_around_all_that_is_cut(origin: str, finishing: float) -> None:
    made = work(habits=HABITS.model_copy(update={"origin": origin, "finishing": finishing}))
    cut = np.array([(m.x, m.y) for p in made.toolpaths for m in p.moves])
    (way,) = (p.moves for p in made.programs if p.role == "air")
    air = np.array([(m.x, m.y) for m in way if (m.x, m.y) != made.origin[:2]])
    assert (air.min(0) <= cut.min(0) + 1e-9).all()
    assert (air.max(0) >= cut.max(0) - 1e-9).all()


@pytest.mark.parametrize("zero", ["top", "bed"])
def test_a_board_of_uneven_thickness_is_cut_through_where_it_is_thickest(zero: str) -> None:
    board = MATERIAL.model_copy(update={"nominal": 18.0}).measured(17.2, 17.6, 18.0)
    machine = MACHINE.model_copy(update={"zero": zero, "spoilboard": 1.0})
    parts = {k: replace(p, thickness=board.thickness) for k, p in PARTS.items()}
    relieved = {k: relieve(p, relief_radius(MILL, HABITS), "dogbone") for k, p in parts.items()}
    made = work(machine=machine, material=board, parts=relieved)
    assert [f.rule for f in made.findings if f.rule == "may-not-cut-through"] == []
    assert verdicts_against(made, machine=machine, material=board, parts=parts) == []
    thin = machine.model_copy(update={"spoilboard": 0.35})
    told = [f.rule for f in work(machine=thin, material=board, parts=relieved).findings]
    assert ("spoilboard-too-thin" in told) == (zero == "top")
