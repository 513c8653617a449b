"""Engines of others: what they answer is judged like our own, and a child that dies costs nothing."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.external.engines import ExternalEngine, available, pose_question, read_answer
from mobilier.nest.judge import validate
from mobilier.nest.layout import Item, Spacing
from mobilier.nest.layout_groups import finalize
from mobilier.nest.problem import whole_problem
from mobilier.profiles.types import Sheet

SPACING = Spacing(gap=8, margin=(10, 10, 10, 10))
SHEET = Sheet(name="full", material="m", length=1500, width=600)
ELL = Region(Contour.polygon_of([(0, 0), (300, 0), (300, 80), (80, 80), (80, 220), (0, 220)]))
DISC = Region(Contour.circle(0, 0, 150))
ITEMS = [
    Item(id="ell", region=ELL, quantity=5, material="m"),
    Item(id="disc", region=DISC, quantity=3, material="m", rotations=(0.0,)),
]


def heard(child: ExternalEngine, answers: queue.Queue[tuple[str, Any]], seconds: float) -> list[Any]:
    end = time.monotonic() + seconds
    while child.process.poll() is None and time.monotonic() < end:
        time.sleep(0.02)
    child.kill()
    out = []
    while not answers.empty():
        out.append(answers.get()[1])
    return out


@pytest.mark.parametrize("engine", ["spyrrow", "packingsolver"])
def test_answers_of_a_peer_pass_the_judge(engine: str) -> None:
    if not available(engine):
        pytest.skip(f"{engine} cannot be installed for this Python")
    job = whole_problem(ITEMS, [SHEET], SPACING)
    asked = pose_question(job, engine, 1.0)
    assert asked is not None
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    told = heard(ExternalEngine(asked, answers), answers, 60.0)
    assert told
    layouts = finalize(read_answer(job, asked, told[-1]))
    assert validate(layouts, ITEMS, SPACING) == []


def test_a_child_that_dies_says_nothing() -> None:
    answers: queue.Queue[tuple[str, Any]] = queue.Queue()
    child = ExternalEngine({"engine": "spyrrow", "parts": "nonsense"}, answers)
    assert heard(child, answers, 60.0) == []
    assert child.process.returncode != 0


def test_a_hanging_child_is_killed() -> None:
    job = whole_problem(ITEMS, [SHEET], SPACING)
    asked = pose_question(job, "spyrrow", 3600.0)
    assert asked is not None
    child = ExternalEngine(asked, queue.Queue())
    child.kill()
    assert child.process.returncode is not None


PARENT = """
import queue, sys, time
import test_nest_external as here
problem = here.whole_problem(here.ITEMS, [here.SHEET], here.SPACING)
child = here.ExternalEngine(here.pose_question(problem, "spyrrow", 3600.0), queue.Queue())
print(child.process.pid, flush=True)
time.sleep(3600)
"""


def is_at_work(pid: int) -> bool:
    """Tell whether a process runs: one that ended may wait for its exit code to be read."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_child_ends_when_its_parent_is_killed() -> None:
    if not available("spyrrow"):
        pytest.skip("spyrrow is not installed")
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *filter(None, sys.path)])}
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, env=env)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    time.sleep(1.5)  # it has read its question and is at work
    assert is_at_work(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    end = time.monotonic() + 20
    while is_at_work(child) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_at_work(child)


def test_a_child_ends_when_its_time_is_long_over() -> None:
    """Even one that never lets go of the interpreter: the watch needs no lock."""
    code = "from mobilier.nest.external import child; child.LATE = (0.0, 0.5); child.end_with_parent(9.0); "
    code += "sum(iter(int, 1))"
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    begin = time.monotonic()
    line = [sys.executable, "-c", code]
    with subprocess.Popen(line, stdin=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as child:
        assert child.wait(60) == 1
    assert time.monotonic() - begin < 30


def test_ragged_sheets_are_not_for_peers() -> None:
    ragged = SHEET.model_copy(update={"outline": ((0.0, 0.0), (1500.0, 0.0), (0.0, 600.0))})
    assert pose_question(whole_problem(ITEMS, [ragged], SPACING), "packingsolver", 1.0) is None
