"""LinuxCNC's own interpreter, run on a program: what it takes and what it makes of it.

`scripts/setup --dev` unpacks it from Debian's packages where it can.  Elsewhere the tests that need it
are skipped with a message; where `CI` is set, missing it is an error.
"""

from __future__ import annotations

import math
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

_LINE = re.compile(r"^\s*\d+\s+N\S*\s+(\w+)\((.*)\)$")
_SETTINGS = """[EMC]
VERSION = 1.1
[RS274NGC]
PARAMETER_FILE = empty.var
[TRAJ]
LINEAR_UNITS = mm
COORDINATES = X Y Z
[EMCIO]
TOOL_TABLE = tool.tbl
"""

Point = tuple[float, float, float]


@dataclass(frozen=True)
class Step:
    """One canonical command: its name and its numbers (text in a message)."""

    name: str
    numbers: tuple[float, ...]
    text: str


@dataclass(frozen=True)
class Reading:
    """What the interpreter made of a program: an error text, or canonical commands."""

    error: str
    steps: tuple[Step, ...]

    @property
    def ended(self) -> bool:
        """Whether the program came to its end word."""
        return any(s.name == "PROGRAM_END" for s in self.steps)

    @cached_property
    def moves(self) -> tuple[tuple[str, Point, Point, float], ...]:
        """Moves (rapid | line | arc, from, to, length along it in mm)."""
        at: Point = (0.0, 0.0, 0.0)
        found = []
        for s in self.steps:
            if s.name in ("STRAIGHT_TRAVERSE", "STRAIGHT_FEED"):
                to = (s.numbers[0], s.numbers[1], s.numbers[2])
                found.append(
                    ("rapid" if s.name == "STRAIGHT_TRAVERSE" else "line", at, to, math.dist(at, to))
                )
                at = to
            elif s.name == "ARC_FEED":
                x, y, cx, cy, turns, z = s.numbers[:6]
                to = (x, y, z)
                length = math.hypot(
                    _sweep(at, to, (cx, cy), int(turns)) * math.dist((x, y), (cx, cy)), z - at[2]
                )
                found.append(("arc", at, to, length))
                at = to
        return tuple(found)

    def length(self, kind: str) -> float:
        """Millimetres travelled in moves of a kind."""
        return sum(length for k, _, _, length in self.moves if k == kind)

    @property
    def lowest(self) -> float:
        """The lowest z that is reached."""
        return min(min(a[2], b[2]) for _, a, b, _ in self.moves)


def _sweep(start: Point, end: Point, centre: tuple[float, float], turns: int) -> float:
    """Radians swept by an arc, counter-clockwise for positive turns, a full turn for none."""
    first = math.atan2(start[1] - centre[1], start[0] - centre[0])
    last = math.atan2(end[1] - centre[1], end[0] - centre[0])
    angle = (last - first) % math.tau if turns > 0 else (first - last) % math.tau
    if angle < 1e-9:
        angle = math.tau
    return angle + (abs(turns) - 1) * math.tau


def _program() -> tuple[str, dict[str, str]] | None:
    """The interpreter and the settings it needs, where it can be found."""
    found = shutil.which("rs274")
    if found:
        return found, {}
    usr = Path(sys.prefix) / "linuxcnc" / "usr"
    if not (usr / "bin" / "rs274").exists():
        return None
    libraries = [usr / "lib", *sorted((usr / "lib").glob("*-linux-gnu"))]
    return str(usr / "bin" / "rs274"), {
        "LD_LIBRARY_PATH": ":".join(map(str, libraries)),
        "PYTHONPATH": str(usr / "lib" / "python3" / "dist-packages"),
    }


def needed() -> None:
    """Skip the test where the interpreter is not to be had; fail where it must be (``CI``)."""
    if _program() is None:
        message = "LinuxCNC's interpreter (rs274) is not on this machine"
        if os.environ.get("CI"):
            pytest.fail(message + ", and CI must have it: see scripts/setup.py")
        pytest.skip(message)


def run(text: str, folder: Path, tools: Mapping[int, float] | Iterable[tuple[int, float]] = ()) -> Reading:
    """Let LinuxCNC interpret a program in ``folder`` (empty); ``tools`` are (number, diameter mm)."""
    program = _program()
    assert program is not None, "call needed() first"
    path, settings = program
    table = "".join(f"T{n} P{n} Z0.0 D{d}\n" for n, d in dict(tools).items()) or "T1 P1 Z0.0 D6.0\n"
    for name, content in (("t.ini", _SETTINGS), ("tool.tbl", table), ("empty.var", ""), ("p.ngc", text)):
        (folder / name).write_text(content, encoding="ascii")
    words = [path, "-i", "t.ini", "-t", "tool.tbl", "-v", "empty.var", "-n", "2", "-g", "p.ngc"]
    environment = {"HOME": str(folder), "PATH": os.environ.get("PATH", ""), **settings}
    done = subprocess.run(words, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    steps = tuple(
        Step(match[1], _numbers(match[2]), match[2])
        for line in done.stdout.splitlines()
        if (match := _LINE.match(line))
    )
    wrong = [line for line in done.stderr.splitlines() if line and line != "executing"]
    return Reading("\n".join(wrong) if done.returncode else "", steps)


def _numbers(text: str) -> tuple[float, ...]:
    """The numbers of a command; none where it holds words."""
    try:
        return tuple(float(word) for word in text.split(",") if word.strip())
    except ValueError:
        return ()
