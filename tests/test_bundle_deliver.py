"""What a lab asks to be given: drawings its reader takes, cuts for a hand-held router."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from crate import SMALL, add_crate

from mobilier.cli import run
from mobilier.library import find

ASKED = {
    "R2000": 'deliver = ["gcode", "dxf", "svg"]\n',
    "R12": 'deliver = ["dxf", "svg"]\ndxf = "R12"\n',
    "lines-arcs": 'deliver = ["dxf", "svg", "shaper"]\ndxf = "lines-arcs"\n',
}


def cut(root: Path, patch: pytest.MonkeyPatch, asked: str) -> Path:
    """Cut the crate for a lab of one's own that asks for this."""
    add_crate(root)
    text = find("labs", "default").read_text("utf-8")
    rest = re.sub(r"(?m)^(deliver|dxf) = .*\n", "", text).replace('name = "default"\n', "", 1)
    labs = root / "profiles" / "labs"
    labs.mkdir(parents=True, exist_ok=True)
    (labs / "mine.toml").write_text('name = "mine"\n' + ASKED[asked] + rest, "utf-8")
    patch.chdir(root)
    assert run(["cut", "crate", *SMALL, "--lab", "mine", "-o", "out"]) == 0
    return root / "out" / "sheets"


@pytest.mark.parametrize("asked", ASKED)
def test_sheets_are_drawn_as_the_lab_reads_them_and_still_proven(
    asked: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The proof reads the drawing back, whatever its flavour: a run that ends has kept that rule."""
    sheets = cut(tmp_path, monkeypatch, asked)
    text = (sheets / "S01.dxf").read_text("latin-1")
    kinds = [line.strip() for line in text.splitlines()]
    assert ("AC1009" in kinds) == (asked == "R12")
    assert ("LWPOLYLINE" in kinds) == (asked == "R2000")
    assert ("POLYLINE" in kinds) == (asked == "R12")
    assert (sheets / "S01.shaper.svg").is_file() == (asked == "lines-arcs")


def test_shaper_cuts_name_their_kind_and_depth(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = (cut(tmp_path, monkeypatch, "lines-arcs") / "S01.shaper.svg").read_text("utf-8")
    assert 'shaper:cutType="outside"' in text
    assert 'shaper:cutType="guide"' in text
    assert 'shaper:cutDepth="' in text
