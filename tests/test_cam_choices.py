"""What a workshop chooses is what is cut, and every choice is proven."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import pytest
import shapely
from cut_sheet import CONTROLLERS, DRILL, HABITS, LAYOUT, MACHINE, MILL, RELIEVED, controller, mill, work
from guard import some
from test_cam_wood import verdicts_against

from mobilier.cam.holes import RETURN
from mobilier.cam.moves import Move, Toolpath
from mobilier.cam.sheet import SheetWork
from mobilier.profiles.types import Cutting, Tool

COMPRESSION = mill(6, name="compression", kind="compression", first_pass=6.5)


def chosen(tools: tuple[Tool, ...] | None = None, **habits: object) -> tuple[SheetWork, list[str]]:
    """Return the work of the sheet under some habits, and what the proof finds broken."""
    wanted = HABITS.model_copy(update=habits)
    made = work(habits=wanted, tools=tools or (MILL, DRILL))
    return made, verdicts_against(made, habits=wanted)


def cuts(path: Toolpath) -> list[tuple[Move, Move]]:
    """Return the cutting moves of a toolpath, each with the one before."""
    return [(a, b) for a, b in itertools.pairwise(path.moves) if b.kind != "rapid"]


@pytest.mark.parametrize(
    "habits",
    [
        {"entry": "plunge"},
        {"entry": "plunge", "finishing": 0.3},
        {"peck": "break"},
        {"stepover": 0.2},
        {"stepover": 0.8},
        {"approach": 0.5},
        {"approach": 10.0},
        {"approach": 20.0},
    ],
    ids=lambda h: "-".join(f"{k}-{v}" for k, v in h.items()),
)
def test_every_choice_is_proven(habits: dict[str, object]) -> None:
    assert chosen(**habits)[1] == []


def test_rapids_descend_to_the_approach_that_is_chosen() -> None:
    made, _ = chosen(approach=3.5)
    for path in some(p for p in made.toolpaths if p.operation.kind != "drill"):
        ends = {b.z for a, b in itertools.pairwise(path.moves) if b.kind == "rapid" and b.z < a.z}
        assert ends == {3.5}


def test_a_plunge_enters_in_the_waste_where_there_is_room() -> None:
    made, _ = chosen(entry="plunge")
    outside = some(p for p in made.toolpaths if p.operation.kind == "outside")
    apart = [
        p.operation.contours[0].polygon(0.01).exterior.distance(shapely.Point(p.moves[2].x, p.moves[2].y))
        for p in outside
    ]
    assert min(apart) >= MILL.diameter / 2 - 1e-3
    assert max(apart) > 0.9 * MILL.diameter
    for path in outside:
        assert path.moves[2].z == pytest.approx(path.operation.bottom / 3)


@pytest.mark.parametrize("entry", ["ramp", "plunge"])
@pytest.mark.parametrize("hold", ["tabs", "onion"])
def test_a_compression_cutter_meets_no_wall_above_its_first_pass(entry: str, hold: str) -> None:
    made, wrong = chosen((COMPRESSION, DRILL), entry=entry, hold=hold)
    assert wrong == []
    met = 0
    for path in some(p for p in made.toolpaths if p.operation.kind in ("inside", "outside", "bore")):
        for a, b in some(cuts(path)):
            across = (a.x, a.y) != (b.x, b.y)
            met += across
            assert not across or max(a.z, b.z) <= -6.5 + 1e-6
    assert met


@pytest.mark.parametrize("peck", ["out", "break"])
def test_a_drill_feeds_through_no_air_within_its_hole(peck: str) -> None:
    slow = Cutting(chip_load=0.05, speed=8000, step=4, plunge=1, ramp=3, source="made up")
    drill = DRILL.model_copy(update={"cutting": {"plywood": slow}})
    made, wrong = chosen((MILL, drill), peck=peck)
    assert wrong == []
    for path in some(p for p in made.toolpaths if p.operation.kind == "drill"):
        floor, pecks = 0.0, 0
        for a, b in cuts(path):
            assert a.z - floor <= (RETURN if pecks else HABITS.approach) + 1e-9
            floor, pecks = b.z, pecks + 1
        assert pecks == math.ceil(-path.operation.bottom / (1.05 * 4))
        lifts = [b.z for a, b in itertools.pairwise(path.moves) if b.kind == "rapid" and b.z > a.z][:-1]
        assert len(lifts) == pecks - 1
        assert all((z > 0) == (peck == "out") for z in lifts)


@pytest.mark.parametrize("name", [n for n in CONTROLLERS if n != "grbl"])
def test_programs_are_as_short_as_those_for_grbl(name: str) -> None:
    """Half as long again at most, where arcs are one block each, on plates with slots and holes."""
    machine = MACHINE.model_copy(update={"tool_change": "automatic"})
    kept = tuple(f for f in RELIEVED["A01"].features if f.why in ("slot", "bolt", "screw"))
    parts = {"A01": replace(RELIEVED["A01"], features=kept)}
    places = tuple(p for p in LAYOUT.placements if p.part == "A01")
    layout = replace(LAYOUT, placements=places)
    size = {
        n: sum(len(p.text) for p in work(n, machine=machine, layout=layout, parts=parts).programs)
        for n in ("grbl", name)
    }
    wordy = not controller(name).arcs.supported or controller(name).family == "heidenhain"
    assert size[name] <= (2.5 if wordy else 1.5) * size["grbl"]


@pytest.mark.parametrize("name", ["shopbot", "winpc_nc", "generic_iso", "heidenhain"])
def test_arcs_stay_level_where_the_controller_has_no_helix(name: str) -> None:
    made = work(name, machine=MACHINE.model_copy(update={"tool_change": "automatic"}))
    round_, sloped = 0, 0
    wanted = [
        p for p in made.toolpaths if p.operation.why in ("slot", "bolt") or p.operation.part in ("A01", "A03")
    ]
    for path in some(p for p in wanted if p.operation.why not in ("cable", "tray")):
        for a, b in cuts(path):
            round_ += b.kind in ("cw", "ccw")
            sloped += b.kind == "line" and abs(a.z - b.z) > 1e-9 and (a.x, a.y) != (b.x, b.y)
            assert b.kind == "line" or abs(a.z - b.z) < 1e-9, path.operation.why
    assert round_
    assert sloped


@pytest.mark.parametrize("name", ["shopbot", "uccnc", "kinetic_nc", "generic_iso", "heidenhain", "marlin"])
def test_every_dialect_is_proven_with_its_own_arcs(name: str) -> None:
    machine = MACHINE.model_copy(update={"tool_change": "automatic"})
    assert verdicts_against(work(name, machine=machine), machine=machine, name=name) == []
