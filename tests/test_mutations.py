"""No damage passes `verify` unless it is harmless, and says why."""

from __future__ import annotations

from pathlib import Path

import pytest
from crate import SMALL, add_crate
from mutations import HARMLESS, KINDS, survivors

FAMILIES = {"iso": "generic_grbl", "opensbp": "shopbot_prs"}


def test_enough_kinds_of_damage_are_tried() -> None:
    assert len(KINDS) >= 60
    assert set(HARMLESS) <= set(KINDS)


@pytest.mark.parametrize("family", FAMILIES)
def test_damage_that_passes_is_harmless(family: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from mobilier.cli import run

    add_crate(tmp_path)
    monkeypatch.chdir(tmp_path)
    assert run(["bundle", "crate", *SMALL, "--machine", FAMILIES[family], "-o", "out"]) == 0
    tried = list(survivors(tmp_path / "out", family, places=1))
    assert len(tried) >= 60
    assert sum(passed for _, _, passed in tried) < len(tried) / 2
    assert [(kind, where) for kind, where, passed in tried if passed and kind not in HARMLESS] == []
