"""The referee itself: LinuxCNC's interpreter takes what is right, refuses what is wrong, measures true."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import rs274

RIGHT = """G21 G90 G17 G94
T1 M6
S18000 M3
G0 Z5
G0 X10 Y10
G1 Z-6 F800
G1 X50 F3000
G2 X60 Y10 I5 J0
G3 X60 Y10 I-10 J0
G0 Z5
M5
M30
"""


@pytest.fixture(autouse=True)
def _interpreter() -> None:
    rs274.needed()


def test_a_right_program_is_measured(tmp_path: Path) -> None:
    reading = rs274.run(RIGHT, tmp_path, {1: 6.0})
    assert reading.error == ""
    assert reading.ended
    assert reading.lowest == -6
    assert reading.length("line") == pytest.approx(11 + 40)
    assert reading.length("arc") == pytest.approx(math.pi * 5 + math.tau * 10, abs=1e-3)
    assert reading.length("rapid") == pytest.approx(5 + math.hypot(10, 10) + 11)


@pytest.mark.parametrize(
    "damage",
    [
        ("G2 X60 Y10 I5 J0", "G2 X60.1 Y10 I5 J0"),
        ("G1 X50 F3000", "G1 X50 Q3000"),
        ("G1 Z-6 F800\nG1 X50 F3000", "G1 Z-6\nG1 X50"),
        ("G17", "G17 G18"),
    ],
    ids=["an arc whose end misses", "a word it does not know", "no feed", "two planes"],
)
def test_a_wrong_program_is_refused(damage: tuple[str, str], tmp_path: Path) -> None:
    assert damage[0] in RIGHT
    reading = rs274.run(RIGHT.replace(*damage), tmp_path)
    assert reading.error
    assert not reading.ended
