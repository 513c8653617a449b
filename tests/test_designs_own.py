"""A maker's own design, copied from a shipped one, found on the search path and sound."""

from __future__ import annotations

from pathlib import Path

import pytest

import designs
from mobilier.check.ladder import check_piece
from mobilier.library import find
from mobilier.model.design import load

EXAMPLE = Path(__file__).resolve().parents[1] / "examples" / "own-design"


def test_it_is_found_from_its_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """Standing in the example, and from elsewhere over MOBILIER_PATH."""
    monkeypatch.chdir(EXAMPLE)
    assert find("designs", "tabouret").resolve().is_relative_to(EXAMPLE)
    monkeypatch.chdir(EXAMPLE.parent)
    monkeypatch.setenv("MOBILIER_PATH", str(EXAMPLE))
    assert find("designs", "tabouret").resolve().is_relative_to(EXAMPLE)


@pytest.mark.parametrize("preset", ["bureau", "etabli"])
@pytest.mark.parametrize("thickness", [15.0, 17.6, 21.0])
def test_it_holds_together(preset: str, thickness: float) -> None:
    """Two legs that are not alike (one slot up, one down) and a seat, without a finding."""
    made = load(EXAMPLE / "designs" / "tabouret")
    values = made.values(preset) | {"board": designs.board("okoume-18").measured(thickness)}
    piece = made.build(values, preset=preset)
    assert sum(p.quantity for p in piece.parts) == 3
    assert piece.extent()[1][2] == pytest.approx(values["height"])
    found = check_piece(piece, designs.tools(), designs.lab().habits)
    assert [str(f) for f in found if f.level != "note"] == []
