"""Sheets that are cut alike: one program, one map, and still every part counted."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from crate import add_crate
from hypothesis import given
from hypothesis import strategies as st

from mobilier.bundle.verify import judged
from mobilier.cli import run
from mobilier.nest.layout import Layout, Placement
from mobilier.nest.layout_groups import merge_alike, spread_copies
from mobilier.profiles.types import Sheet
from mobilier.proof.prove import prove_bill

SHEET = Sheet(name="full", material="m", length=1000.0, width=500.0)
PLACES = st.lists(st.tuples(st.sampled_from("ab"), st.sampled_from([10.0, 200.0])), max_size=3)


@given(st.lists(PLACES, max_size=8))
def test_merging_and_spreading_lose_no_sheet_and_no_part(sheets: list[list[tuple[str, float]]]) -> None:
    flat = [
        Layout(
            name="",
            sheet=SHEET,
            placements=tuple(Placement(part=part, copy=0, x=x, y=0) for part, x in rows),
        )
        for rows in sheets
    ]
    once = merge_alike(flat)
    assert len(once) == len({tuple(sorted(rows)) for rows in sheets})
    again = spread_copies(once)
    assert sorted(sorted((p.part, p.x) for p in x.placements) for x in again) == sorted(map(sorted, sheets))
    laid = [p.part for x in again for p in x.placements]
    assert prove_bill(again, (), {part: laid.count(part) for part in set(laid)}).passed
    assert merge_alike(again) == merge_alike(merge_alike(again))


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of many crates on small sheets."""
    root = tmp_path_factory.mktemp("alike")
    add_crate(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        words = ["--thickness", "17.6", "--sheet", "500x700", "--effort", "quick", "-q"]
        assert run(["bundle", "crate*4", *words, "-o", "out"]) == 0
    return root / "out"


def test_alike_sheets_have_one_program_and_are_all_bought_labelled_and_proven(many: Path) -> None:
    table = json.loads((many / "bundle.json").read_text("utf-8"))
    copies = [row["copies"] for row in table["sheets"]]
    assert max(copies) > 1, "the crates were meant to need alike sheets"
    cutting = [p["sheet"] for p in table["programs"] if p["role"] == "cut" and "endmill" in p["tool"]]
    assert cutting == [row["name"] for row in table["sheets"]]
    laid = sum(n * len(row["placements"]) for n, row in zip(copies, table["sheets"], strict=True))
    assert laid == sum(part["quantity"] for part in table["parts"])
    rows = list(csv.reader(io.StringIO((many / "bom.csv").read_text("utf-8-sig"))))
    assert [int(r[4]) for r in rows if r[1] == "sheet"] == [sum(copies)]
    assert judged(many).whole


def test_a_sheet_cut_once_too_often_breaks_the_proof(many: Path) -> None:
    text = (many / "layout.json").read_text("utf-8")
    n = next(row["copies"] for row in json.loads(text)["layouts"] if row["copies"] > 1)
    try:
        (many / "layout.json").write_text(text.replace(f'"copies": {n}', f'"copies": {n + 1}', 1), "utf-8")
        assert any(v.rule == "bill" and not v.passed for v in judged(many).verdicts)
    finally:
        (many / "layout.json").write_text(text, "utf-8")


def test_made_again_it_is_the_same(many: Path) -> None:
    from mobilier.bundle.regenerate import differing, regenerated

    assert differing(many, regenerated(many)) == []
