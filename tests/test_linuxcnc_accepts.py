"""LinuxCNC's own interpreter takes every program of the Chariot and makes of it what we say."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import rs274
from guard import some

from mobilier.cam.moves import Program
from mobilier.job.cutting import CutSheet, cut_sheets
from mobilier.job.job import Job, prepare
from mobilier.job.nesting import nest_job
from mobilier.job.request import Request


@pytest.fixture(scope="module")
def work() -> tuple[Job, tuple[CutSheet, ...]]:
    """The Chariot at 17.6 mm, cut for a LinuxCNC router."""
    order = prepare(
        Request(sources=("chariot",), machine="generic_linuxcnc", thickness={"": 17.6}, effort="quick")
    )
    sheets, findings = cut_sheets(nest_job(order))
    assert not [f for f in findings if f.level == "error"]
    return order, sheets


@pytest.fixture(scope="module")
def readings(
    work: tuple[Job, tuple[CutSheet, ...]], tmp_path_factory: pytest.TempPathFactory
) -> list[tuple[Program, rs274.Reading]]:
    """Each program and what the interpreter made of it."""
    rs274.needed()
    return [
        (p, rs274.run(p.text, tmp_path_factory.mktemp(p.name.split(".")[0]), _table(p)))
        for sheet in work[1]
        for p in sheet.work.programs
    ]


def _table(program: Program) -> Iterator[tuple[int, float]]:
    """The tool numbers that a program asks for, with their diameters."""
    for number, speeds in program.cutters:
        yield number, speeds.tool.diameter


def test_every_program_runs_to_its_end(readings: list[tuple[Program, rs274.Reading]]) -> None:
    assert len(readings) >= 5
    for program, reading in some(readings):
        assert reading.error == "", f"{program.name}: {reading.error}"
        assert reading.ended, program.name


def test_the_interpreter_travels_as_far_as_we_say(readings: list[tuple[Program, rs274.Reading]]) -> None:
    """Cut length of the program sheet against the interpreter's own moves, within 0.1 %."""
    for program, reading in some(readings):
        travelled = reading.length("line") + reading.length("arc")
        assert travelled == pytest.approx(program.cut_length, rel=1e-3), program.name


def test_arcs_arrive_as_arcs(readings: list[tuple[Program, rs274.Reading]]) -> None:
    arcs = sum(1 for _, reading in readings for kind, *_ in reading.moves if kind == "arc")
    lines = sum(1 for _, reading in readings for kind, *_ in reading.moves if kind == "line")
    assert arcs > 500
    assert arcs + lines < 20_000


def test_no_rapid_enters_the_board_and_no_cut_leaves_the_machine(
    work: tuple[Job, tuple[CutSheet, ...]], readings: list[tuple[Program, rs274.Reading]]
) -> None:
    machine = work[0].workshop.machine
    assert machine is not None
    for program, reading in some(readings):
        deepest = 17.6 + machine.through if program.sheet in _eighteens(work) else 18.0
        assert reading.lowest >= -deepest - 1e-6, program.name
        for kind, start, end, _ in reading.moves[1:]:
            if kind == "rapid":
                assert min(start[2], end[2]) > 0 or start[:2] == end[:2], program.name
            for point in (start, end):
                assert -10 <= point[0] <= machine.bed[0] + 10
                assert -10 <= point[1] <= machine.bed[1] + 10


def _eighteens(work: tuple[Job, tuple[CutSheet, ...]]) -> set[str]:
    return {s.layout.name for s in work[1] if s.layout.sheet.material == "okoume-18"}


def test_the_spindle_turns_in_every_cut_and_stands_at_the_end(
    readings: list[tuple[Program, rs274.Reading]],
) -> None:
    for program, reading in some(readings):
        turning = False
        for step in reading.steps:
            if step.name == "START_SPINDLE_CLOCKWISE":
                turning = True
            elif step.name == "STOP_SPINDLE_TURNING":
                turning = False
            elif step.name in ("STRAIGHT_FEED", "ARC_FEED"):
                assert turning, f"{program.name}: {step}"
        assert not turning


def test_damage_to_a_program_is_noticed(
    work: tuple[Job, tuple[CutSheet, ...]], tmp_path: Path, readings: list[tuple[Program, rs274.Reading]]
) -> None:
    """The interpreter can fail: an arc whose end is moved by a tenth is refused."""
    program = max((p for p, _ in readings), key=lambda p: p.text.count("G2"))
    lines = program.text.split("\n")
    at = next(k for k, line in enumerate(lines) if line.startswith("G2 X"))
    x = float(lines[at].split("X")[1].split()[0])
    lines[at] = lines[at].replace(f"X{lines[at].split('X')[1].split()[0]}", f"X{x + 0.1:.4f}")
    assert rs274.run("\n".join(lines), tmp_path, _table(program)).error
