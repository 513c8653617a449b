"""A small design of our own, and a command line to call in the same process."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from mobilier.cli import run

DESIGN = '''
"""Crate: two ends and floors between them."""

from mobilier import Hole, Material, Piece, Step, count, design, length, material, plate, switch, tabs


@design(letter="K")
def crate(
    width: float = length(400, 200, 900, "outside width"),
    depth: float = length(260, 200, 400, "outside depth"),
    floors: int = count(1, 1, 3, "how many floors"),
    drain: bool = switch(True, "a drain hole"),
    board: Material = material("okoume-18", "main board"),
) -> Piece:
    """A crate of two ends and floors."""
    t = board.thickness
    height = 100.0 * (floors + 1)
    ends = [
        plate("end/left", board, x=0, y=(0, depth), z=(0, height)),
        plate("end/right", board, x=width - t, y=(0, depth), z=(0, height)),
    ]
    holes = [Hole(at=(width / 2, depth / 2), diameter=12.0, why="drain")] if drain else []
    bottoms = [
        plate(f"floor/{k}", board, x=(0, width), y=(0, depth), z=100.0 * (k + 1) - t, holes=holes)
        for k in range(floors)
    ]
    joints = [tabs(b, into=e, count=1) for b in bottoms for e in ends]
    order = ("end/left", *(b.name for b in bottoms), "end/right")
    return Piece(plates=[*ends, *bottoms], joints=joints, steps=[Step(key="put", plates=order)])
'''
PRESETS = {"plain": "order = 1\n", "tall": "order = 2\nwidth = 600.0\nfloors = 2\n"}
SMALL = ("--thickness", "17.6", "--sheet", "1250x1220", "--effort", "quick", "-q")
"""One measured board on a small sheet, quickly and quietly."""


def add_crate(root: Path) -> Path:
    """Write the design into the library ``root`` and return its folder."""
    folder = root / "designs" / "crate"
    (folder / "presets").mkdir(parents=True)
    (folder / "design.py").write_text(DESIGN)
    for name, text in PRESETS.items():
        (folder / "presets" / f"{name}.toml").write_text(text)
    return folder


@dataclass(frozen=True)
class Said:
    """What a command printed and how it left."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The standard output as JSON."""
        return json.loads(self.out)


def call(capsys: pytest.CaptureFixture[str], *words: str | Path) -> Said:
    """Run the command line in this process."""
    capsys.readouterr()
    code = run([str(w) for w in words])
    found = capsys.readouterr()
    return Said(code, found.out, found.err)
