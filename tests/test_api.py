"""The chain for programs: a stranger scripts it, and each noun and verb does what its page says."""

from __future__ import annotations

import inspect
import subprocess
import sys
from pathlib import Path

import pytest
from crate import add_crate

import mobilier
from mobilier import api
from mobilier.errors import BundleError, DesignError, ProfileError

ROOT = Path(__file__).parents[1]
SCRIPT = ROOT / "examples" / "script" / "chain.py"
VERBS = ("design", "board", "job", "check", "nest", "cut", "prove", "bundle", "verify")


@pytest.mark.slow
def test_the_script_of_the_examples_runs_the_whole_chain(tmp_path: Path) -> None:
    body = SCRIPT.read_text("utf-8").partition('"""')[2].partition('"""')[2]
    assert len([line for line in body.splitlines() if line.strip()]) <= 12
    run = subprocess.run(
        [sys.executable, SCRIPT, tmp_path / "out"], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert run.stdout.splitlines()[-1] == f"{tmp_path / 'out'} is whole: True"
    assert "rules kept" in run.stdout


def test_a_crate_goes_through_every_stage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_crate(tmp_path)
    monkeypatch.chdir(tmp_path)
    job = mobilier.job("crate", thickness=17.6, sheets=[(1250, 1220)], effort="quick", width=450)
    assert job.orders[0].piece.size()[0] == 450.0
    assert [f for f in mobilier.check(job) if f.level == "error"] == []
    laid = mobilier.nest(job)
    assert (laid.sheets, laid.verdicts) == ((), ())
    cut = mobilier.cut(laid)
    assert cut.sheets
    assert cut.verdicts == ()
    proven = mobilier.prove(cut)
    assert proven.verdicts
    assert all(v.passed for v in proven.verdicts)
    folder = mobilier.bundle(proven, tmp_path / "out", kind="cut")
    found = mobilier.verify(folder)
    assert found.whole
    assert found.faults == ()


def test_a_design_is_called_with_its_own_defaults() -> None:
    chariot = mobilier.design("chariot")
    piece = chariot(length=1200, board=mobilier.board("okoume-18", 17.6))
    assert piece.size("bench")[0] > 1200
    assert {p.thickness for p in piece.parts if p.material == "okoume-18"} == {17.6}
    assert chariot().parts == chariot(board="okoume-18").parts
    with pytest.raises(DesignError, match="did you mean 'length'"):
        chariot(lenght=1200)
    with pytest.raises(ProfileError, match="okoume-18"):
        chariot(board="okume-18")


def test_a_room_named_after_a_verb_can_be_called_however_it_was_imported() -> None:
    import mobilier.job.request
    import mobilier.nest.layout

    assert mobilier.job.request.Request is mobilier.job("porte:totem", thickness=17.6).request.__class__
    assert callable(mobilier.nest)
    assert mobilier.nest.layout.Layout.__name__ == "Layout"


def test_a_reading_far_off_and_a_kind_that_is_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ProfileError, match="off the nominal"):
        mobilier.board("okoume-18", 17.6, 1.76)
    with pytest.raises(BundleError, match="nest, cut, bundle"):
        api.bundle(None, tmp_path, kind="all")  # type: ignore[arg-type]


@pytest.mark.parametrize("name", VERBS)
def test_every_verb_says_what_it_takes_gives_and_refuses(name: str) -> None:
    told = inspect.getdoc(getattr(api, name)) or ""
    assert "Return" in told or "Write" in told
    assert "Raises:" in told or name == "check"
    assert name in mobilier.__all__
    assert callable(getattr(mobilier, name))
