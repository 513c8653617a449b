"""Every remedy that can be carried out is carried out: from the fault to what is clean."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from pathlib import Path

import pytest
from crate import DESIGN, SMALL, add_crate, call
from remedies import CASES, Case
from remedy_reasons import IN_BUNDLES, NOT_HERE

import mobilier.wording as wording
from mobilier.bundle.staleness import changed_inputs
from mobilier.errors import MobilierError
from mobilier.job.job import prepare
from mobilier.job.request import Request

HOME = Path(wording.__file__).parent


def printed() -> dict[str, int]:
    """How many remedies each rule of the catalogue prints."""
    count: dict[str, int] = {}
    for file in sorted([*HOME.glob("refusals/*.toml"), *HOME.glob("rules/*.toml")]):
        for name, rule in tomllib.loads(file.read_text("utf-8")).items():
            tables = [rule, *rule.get("cases", {}).values()] if isinstance(rule, dict) else []
            count[name] = sum("remedy" in table for table in tables)
    return {name: number for name, number in count.items() if number}


def test_every_remedy_is_carried_out_or_has_a_reason() -> None:
    carried = {c.rule for c in CASES} | IN_BUNDLES
    excused = [name for names in NOT_HERE.values() for name in names.split()]
    assert len(excused) == len(set(excused))
    assert not carried & set(excused)
    assert carried | set(excused) == set(printed())


@pytest.fixture
def own(place: Path) -> Path:
    """A library with a crate."""
    add_crate(place)
    return place


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, body in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body, "utf-8")


def rules(told: str) -> set[str]:
    """The names of the rules that a command told."""
    lines = re.findall(r"^(?:error|warning|note) +(\S+)|error \[(\S+)\]", told, re.MULTILINE)
    return {first or second for first, second in lines}


@pytest.mark.parametrize("case", CASES, ids=[f"{c.rule}-{k}" for k, c in enumerate(CASES)])
def test_a_remedy_works(case: Case, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own, case.files)
    before = call(capsys, *case.words)
    assert case.rule in rules(before.err), before.err
    assert case.said in before.err
    write(own, case.mended)
    after = call(capsys, *(case.then or case.words))
    assert after.code == 0, after.err
    assert case.rule not in rules(after.err)


BUNDLE = ("cut", "crate", *SMALL, "-o", "out")


def test_a_bundle_without_step_says_so_and_is_due_once_there_is_a_kernel(
    own: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def absent() -> None:
        raise MobilierError.of("kernel", case="absent", problem="no library")

    words = ("crate", *SMALL, "-o", "out")
    with monkeypatch.context() as patch:
        patch.setattr("mobilier.job.documents.cadquery_module", absent)
        strict = call(capsys, "bundle", *words, "--strict")
        assert "left-out" in rules(strict.err)
        assert not (own / "out").exists()
        assert call(capsys, "bundle", *words).code == 0
    locked = tomllib.loads((own / "out/mobilier.lock").read_text())
    assert locked["missing"] == ["no-step"]
    made = prepare(Request(sources=("crate",), thickness={"": 17.6}, sheets=((1250, 1220),), effort="quick"))
    assert "3d/*.step" in changed_inputs(own / "out", made, "bundle", ("en", "fr"))


@pytest.mark.parametrize("rule", ["changed-file", "missing-file", "foreign-file"])
def test_a_spoiled_bundle_is_whole_once_it_is_written_again(
    rule: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *BUNDLE).code == 0
    spoiled = own / "out/params.toml"
    if rule == "changed-file":
        spoiled.write_text("x = 1\n")
    elif rule == "missing-file":
        spoiled.unlink()
    else:
        (own / "out/more.txt").write_text("mine")
    before = call(capsys, "verify", "out")
    assert before.code == 1
    assert rule in rules(before.err)
    refused = call(capsys, *BUNDLE)
    if rule != "missing-file":
        assert "would-be-lost" in rules(refused.err)
        assert "choose another folder with -o" in refused.err
    assert call(capsys, *BUNDLE[:-1], "again").code == 0
    assert call(capsys, "verify", "again").code == 0


def test_another_folder_or_replace_ends_what_keeps_a_folder(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *BUNDLE).code == 0
    shutil.copytree(own / "designs/crate", own / "designs/box")
    (own / "designs/box/design.py").write_text(DESIGN.replace("def crate(", "def box("))
    box = ("cut", "box", *BUNDLE[2:])
    said = call(capsys, *box)
    assert "other-sources" in rules(said.err)
    assert "--replace" in said.err
    assert call(capsys, *box, "--replace").code == 0
    (own / "mine").mkdir()
    (own / "mine/letter.txt").write_text("dear")
    said = call(capsys, *box[:-1], "mine")
    assert "no-sums" in rules(said.err)
    assert call(capsys, *box[:-1], "other").code == 0
    said = call(capsys, *box[:-1], "designs/box/out")
    assert "out-in-design" in rules(said.err)
    assert "outside" in said.err
