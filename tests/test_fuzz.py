"""Whatever a stranger writes or types ends in words: a seeded sample of what `benchmarks/fuzz.py` runs."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from pathlib import Path

import pytest
from crate import DESIGN
from fuzz import Case, cases, ended, make_ground

from mobilier.errors import MobilierError
from mobilier.library import shipped
from mobilier.profiles.reader import parse_profile
from mobilier.profiles.types import Controller

COUNT = 112
"""Cases of all seven kinds together; each takes a fifth of a second."""


@pytest.fixture(scope="module")
def ground(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("fuzz") / "ground"
    root.mkdir()
    return make_ground(root)


def test_no_words_and_no_file_end_in_a_traceback_or_hang(ground: Path, tmp_path: Path) -> None:
    ends = [ended(case, ground, tmp_path / "here") for case in islice(cases(ground, 3), COUNT)]
    assert [(e.bad, e.case.words, e.said[-200:]) for e in ends if e.bad] == []
    codes = Counter(e.code for e in ends)
    assert codes[1] > COUNT / 2
    assert codes[0] > 4


def test_the_referee_sees_a_fault_of_the_program(
    ground: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mobilier.job.job.prepare", lambda *_: 1 / 0)
    assert ended(Case("known", ("check", "crate")), ground, tmp_path / "here").bad == "traceback"


@pytest.mark.parametrize("comment", ["Ω" * 300, "(no place for it)"])
def test_a_remark_that_holds_no_text_is_refused(comment: str) -> None:
    text = (shipped() / "profiles/controllers/grbl.toml").read_text("utf-8")
    assert 'comment = "({text})"' in text
    with pytest.raises(MobilierError, match="comment"):
        parse_profile(text.replace('comment = "({text})"', f'comment = "{comment}"'), Controller, "grbl")


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("length(400, 200, 900", "length(400, 200, 'x'", "design-file"),
        ("length(400, 200, 900", "length(float('nan'), 200, 900", "design-file"),
        ("length(400, 200, 900", "length(100, 200, 900", "design-file"),
        ("count(1, 1, 3", "count(None, 1, 3", "design-file"),
        ('plate("end/left", board', 'plate("end/left", 18', "plate"),
        ("z=(0, height)", "z=(0, float('inf'))", "plate"),
        ("x=width - t", "x=float('nan')", "plate"),
        ('order = ("end/left"', 'order = ("end/nowhere"', "step-plate"),
    ],
)
def test_figures_that_are_none_are_told_at_the_design(
    ground: Path, tmp_path: Path, old: str, new: str, rule: str
) -> None:
    assert old in DESIGN
    files = {"designs/crate/design.py": DESIGN.replace(old, new, 1).encode()}
    how = ended(Case("design", ("check", "crate"), files), ground, tmp_path / "here")
    assert (how.code, how.bad) == (1, "")
    assert rule in how.said
