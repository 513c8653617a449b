"""The time that is printed is the time GRBL's planner takes, its short look-ahead included."""

from __future__ import annotations

import math

import pytest
from cut_sheet import HABITS, MACHINE, controller, work
from grbl_planner import planned_seconds
from hypothesis import given
from hypothesis import strategies as st

from mobilier.cam.estimate import seconds_of
from mobilier.cam.moves import Move
from mobilier.proof.readers import read_program
from mobilier.proof.reading import ToolMotion


@given(
    st.lists(st.tuples(st.floats(-40, 40), st.floats(-40, 40), st.floats(60, 6000)), min_size=1, max_size=60)
)
def test_any_chain_of_lines_takes_what_the_ring_of_blocks_gives(
    steps: list[tuple[float, float, float]],
) -> None:
    moves, motions = [], []
    here = (0.0, 0.0, 0.0)
    for k, (x, y, feed) in enumerate(steps):
        there = (here[0] + x, here[1] + y, here[2])
        moves.append(Move("line", *there, feed=feed))
        motions.append(ToolMotion(kind="cut", line=k, start=here, end=there, feed=feed))
        here = there
    assert seconds_of(moves, MACHINE) == pytest.approx(planned_seconds(motions, MACHINE), rel=1e-6, abs=1e-6)


def test_a_helix_of_short_chords_is_slowed_by_the_look_ahead() -> None:
    """Fifteen chords of a small circle are too short to brake from the feed: it is not reached."""
    turns = [Move("ccw", 4.0 if k % 2 else -4.0, 0.0, -0.2 * k, 0.0, 0.0, 5000) for k in range(40)]
    seconds = seconds_of(turns, MACHINE, (4.0, 0.0, 0.0))
    naive = sum(math.hypot(4 * math.pi, 0.2) for _ in turns) / (5000 / 60)
    assert seconds > 1.05 * naive


@pytest.mark.parametrize("name", ["grbl", "marlin"])
@pytest.mark.parametrize("entry", ["ramp", "plunge"])
def test_the_time_of_programs_is_that_of_the_planner(entry: str, name: str) -> None:
    made = work(name, habits=HABITS.model_copy(update={"entry": entry}))
    cuts = [p for p in made.programs if p.role == "cut"]
    assert cuts
    for program in cuts:
        motions = read_program(program.text, controller(name)).motions
        true = planned_seconds(motions, MACHINE)
        assert program.seconds - MACHINE.spindle.warm_up == pytest.approx(true, rel=0.01)
