"""Job A of the toolpath comparison: at or below the best free program on its own terms."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from mobilier.cam.setup import Rules


@pytest.fixture(scope="module")
def bench(shared: Path) -> ModuleType:
    if not (shared / "peers" / "sheet_profiles.dxf").exists():
        pytest.skip("no sheet_profiles.dxf in the shared data")
    path = Path(__file__).parents[1] / "benchmarks" / "cutting.py"
    spec = importlib.util.spec_from_file_location("cutting", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["cutting"] = module
    spec.loader.exec_module(module)
    return module


def test_on_the_peers_terms_we_cut_no_more_and_travel_less(bench: ModuleType) -> None:
    work, _ = bench.run(Rules(leads=False, tabs=False, shows=False), "plunge")
    (program,) = work.programs
    theory = 3 * 13879.3 + 36 * (18.3 + 1)
    assert program.cut_length == pytest.approx(theory, rel=1e-4)
    assert round(program.cut_length) <= 42_333
    assert round(program.rapid_length) <= 4_030
    assert len(program.text.splitlines()) <= 1_116
    assert round(program.seconds) <= 983
    assert len(program.text) < 51_000
    assert program.passes == 3


def test_ramps_leads_and_tabs_cost_what_the_benchmark_says(bench: ModuleType) -> None:
    plain, _ = bench.run(Rules(leads=False, tabs=False, shows=False), "plunge")
    whole, _ = bench.run(Rules(shows=False))
    assert len(whole.tabs) >= 2 * 12
    ratio = whole.programs[0].seconds / plain.programs[0].seconds
    assert 1.0 < ratio < 1.10
