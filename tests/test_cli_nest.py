"""`mobilier nest`: what a workshop asks of its sheets, judged from the files it writes."""

from __future__ import annotations

import csv
import io
import itertools
import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from crate import SMALL, add_crate, call

from mobilier.geometry.region import Region
from mobilier.model.model_json import parts_from
from mobilier.nest.files import read_layouts
from mobilier.nest.layout import Layout


@pytest.fixture(autouse=True)
def _crate(place: Path) -> None:
    """The crate lies in the library of the working folder."""
    add_crate(place)


def laid(folder: Path) -> tuple[tuple[Layout, ...], dict[str, Region]]:
    """Return the layouts of a run and the nominal shapes of its parts."""
    pieces = parts_from((folder / "model.json").read_text("utf-8"))
    return read_layouts(folder), {p.id: p.region for parts, _ in pieces for p in parts}


def boxes(folder: Path, part: str) -> list[tuple[int, tuple[float, ...]]]:
    """Return sheet number and box of every copy of a part."""
    layouts, shapes = laid(folder)
    return [
        (n, shapes[part].transformed(p.transform).bounds)
        for n, layout in enumerate(layouts)
        for p in layout.placements
        if p.part == part
    ]


def test_a_pinned_part_lies_where_it_was_told(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pins = ("--pin", "K01@700,300,180#2", "--pin", "K01@40,500,0#1")
    said = call(capsys, "nest", "crate*2", *SMALL, *pins, "-o", "out")
    assert said.code == 0, said.err
    found = boxes(place / "out", "K01")
    near = {
        n: at
        for n, box in found
        for at in ((700, 300), (40, 500))
        if max(abs(box[0] - at[0]), abs(box[1] - at[1])) < 1  # relief reaches out by less than 1 mm
    }
    assert sorted(near.values()) == [(40, 500), (700, 300)]
    assert len(near) == 2


def test_a_run_lies_in_a_row(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "nest", "crate:tall", *SMALL, "--run", "K02+K02:y", "-o", "out")
    assert said.code == 0, said.err
    (n, a), (m, b) = boxes(place / "out", "K02")
    assert n == m
    aligned = [axis for axis in (0, 1) if abs(a[axis] - b[axis]) < 0.01]
    assert len(aligned) == 1
    across = 1 - aligned[0]
    low, high = sorted((a, b), key=lambda box: box[across])
    assert 10 - 0.01 <= high[across] - low[across + 2] < 12  # cutter 6 + 4 between parts, less the relief


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--pin", "K01@10"), "write PART@X,Y"),
        (("--pin", "K01@1..0,5"), "write PART@X,Y"),
        (("--pin", "Z9@10,10"), "no part is called 'Z9'"),
        (("--run", "K01"), "write PART+PART"),
        (("--run", "K01+K01+K01"), "3 times, but cut 2 times"),
        (("--improve", "none.json"), "no such file"),
        (("--layout", "nowhere"), "no such file"),
    ],
)
def test_a_wish_that_cannot_be_read_is_told_and_nothing_is_written(
    words: tuple[str, ...], told: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "nest", "crate", *SMALL, *words, "-o", "out")
    assert said.code == 1
    assert told in said.err
    assert not (place / "out").exists()


def test_wishes_that_exclude_each_other_are_a_mistake_of_use(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "nest", "crate", *SMALL, "--layout", "a", "--apart", "-o", "out")
    assert said.code == 2
    assert "--apart" in said.err


def test_a_layout_is_kept_as_it_is_or_gone_on_from(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = call(capsys, "nest", "crate*3", *SMALL, "--seed", "1", "-o", "first")
    kept = call(capsys, "cut", "crate*3", *SMALL, "--seed", "7", "--layout", "first", "-o", "kept")
    better = call(capsys, "nest", "crate*3", *SMALL, "--improve", "first/layout.json", "-o", "better")
    assert (first.code, kept.code, better.code) == (0, 0, 0), kept.err + better.err
    assert (place / "kept/layout.json").read_bytes() == (place / "first/layout.json").read_bytes()
    assert list((place / "kept").glob("programs/*/S01-*-T*.nc"))
    sheets = [sum(x.copies for x in read_layouts(place / name)) for name in ("first", "better")]
    assert sheets[1] <= sheets[0]


def test_a_layout_of_other_parts_or_moved_by_hand_is_refused(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "nest", "crate", *SMALL, "-o", "first").code == 0
    other = call(capsys, "nest", "crate:tall", *SMALL, "--layout", "first", "-o", "out")
    assert other.code == 1
    assert "placed" in other.err
    table = json.loads((place / "first/layout.json").read_text("utf-8"))
    rows = table["layouts"][0]["placements"]
    rows[0]["x"], rows[0]["y"] = rows[1]["x"], rows[1]["y"]
    (place / "moved.json").write_text(json.dumps(table), "utf-8")
    moved = call(capsys, "nest", "crate", *SMALL, "--layout", "moved.json", "-o", "out")
    assert moved.code == 1
    assert "error [gap]" in moved.err or "gap" in moved.err
    sheet = call(
        capsys, "nest", "crate", *SMALL[:2], "--sheet", "900x900", "-q", "--layout", "first", "-o", "out"
    )
    assert sheet.code == 1
    assert "not in stock" in sheet.err
    assert not (place / "out").exists()


def rack(file: Path) -> dict[str, Any]:
    """Return the sheets of a rack by name."""
    return {row["name"]: row for row in tomllib.loads(file.read_text("utf-8"))["sheet"]}


def test_offcuts_go_back_to_the_rack_and_are_used_first(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, "nest", "crate", *SMALL, "-o", "first").code == 0
    before = rack(place / "first/offcuts.toml")
    assert before, "a crate leaves most of a sheet"
    assert all(min(r["length"], r["width"]) >= 150 for r in before.values())
    words = ("--stock", "first/offcuts.toml")
    second = call(capsys, "bundle", "crate", *SMALL, *words, "-o", "second")
    assert second.code == 0, second.err
    used = {x.sheet.name: x.copies for x in read_layouts(place / "second")}
    assert used
    assert set(used) <= set(before), "the offcut holds the second crate, no sheet is bought"
    after = rack(place / "second/offcuts.toml")
    none = {"quantity": 0}
    left = {name: before[name]["quantity"] - copies for name, copies in used.items()}
    assert all(after.get(name, none)["quantity"] >= n for name, n in left.items())
    area = {
        k: sum(r["length"] * r["width"] * r["quantity"] for r in t.values())
        for k, t in (("b", before), ("a", after))
    }
    parts = sum(shape.area for shape in laid(place / "second")[1].values())
    assert area["a"] <= area["b"] - parts
    assert call(capsys, "verify", "second", "--regenerate").code == 0


def test_what_does_not_fit_is_told_and_what_does_is_shown(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "rack.toml").write_text(
        'source = "test"\n[[sheet]]\nname = "one"\nmaterial = "okoume-18"\nlength = 700.0\nwidth = 700.0\n'
        "quantity = 1\n",
        "utf-8",
    )
    lab = (Path("profiles/labs"), Path("profiles/labs/none.toml"))
    lab[0].mkdir(parents=True)
    lab[1].write_text(
        'name = "none"\ntitle = "t"\ntools = ["endmill_6", "drill_4_5"]\nsource = "test"\nstock = []\n'
        "[habits]\nmargin = 10.0\nspacing = 4.0\ntab_width = 8.0\ntab_height = 3.0\n",
        "utf-8",
    )
    stock = '[[stock]]\nname = "s"\nmaterial = "okoume-18"\nlength = 700.0\nwidth = 700.0\nquantity = 1\n'
    lab[1].write_text(lab[1].read_text("utf-8").replace("stock = []\n", "") + stock, "utf-8")
    words = ("--thickness", "17.6", "--effort", "quick", "-q", "--lab", "none")
    said = call(capsys, "nest", "crate*9", *words, "-o", "out")
    assert said.code == 1
    assert "stock-too-small" in said.err
    assert "the sheets would hold" in said.err
    assert "left over: " in said.err
    assert not (place / "out").exists()


def test_pieces_apart_share_no_sheet(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "nest", "crate", "crate:tall", *SMALL, "-o", "pooled").code == 0
    assert call(capsys, "nest", "crate", "crate:tall", *SMALL, "--apart", "-o", "apart").code == 0
    layouts, _ = laid(place / "apart")
    assert all(x.placements for x in layouts)
    letters = [{p.part.rstrip("0123456789") for p in x.placements} for x in layouts]
    assert all(len(own) == 1 for own in letters)
    assert len(set().union(*letters)) == 2
    assert len(laid(place / "pooled")[0]) <= len(layouts)


def test_a_panel_saw_is_given_cuts_that_free_every_blank(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "nest", "crate*2", *SMALL, "--saw", "-o", "out")
    assert said.code == 0, said.err
    table = json.loads((place / "out/bundle.json").read_text("utf-8"))
    rows = list(csv.DictReader(io.StringIO((place / "out/cuts.csv").read_text("utf-8-sig"))))
    kerf = table["saw"]["kerf"]
    names = [sheet["name"] for sheet in table["sheets"]]
    cuts = {name: [r for r in rows if r["sheet"] == name] for name in names}
    spans = {sheet["name"]: spans_of(sheet) for sheet in table["sheets"]}
    assert names
    assert all(len(spans[name]) >= 2 for name in names)
    assert all([int(r["cut"]) for r in own] == list(range(1, len(own) + 1)) for own in cuts.values())
    pairs = [pair for name in names for pair in itertools.combinations(spans[name], 2)]
    gaps = [max(a[0] - b[2], b[0] - a[2], a[1] - b[3], b[1] - a[3]) for a, b in pairs]
    assert min(gaps) >= kerf - 0.01
    through = [(r, box) for n in names for r in cuts[n] for box in spans[n] if cuts_through(r, box, kerf)]
    assert through == []
    thick = [(r, box) for n in names for r in cuts[n] for box in spans[n] if cuts_through(r, box, 10_000)]
    assert thick, "a cut as thick as the sheet would be seen"


Span = tuple[float, float, float, float]


def spans_of(sheet: dict[str, Any]) -> list[Span]:
    """Return the boxes of the blanks of a sheet that lie unturned, mm."""
    return [
        (b["x"], b["y"], b["x"] + b["size"][0], b["y"] + b["size"][1])
        for b in sheet["blanks"]
        if b["angle"] == 0
    ]


def cuts_through(cut: dict[str, str], box: Span, kerf: float) -> bool:
    at, low, high = float(cut["at_mm"]), float(cut["from_mm"]), float(cut["to_mm"])
    axis = 1 if cut["along"] == "x" else 0
    beside = box[axis + 2] <= at - kerf / 2 + 0.01 or box[axis] >= at + kerf / 2 - 0.01
    beyond = box[3 - axis] <= low + 0.01 or box[1 - axis] >= high - 0.01
    return not (beside or beyond)


def test_one_page_shows_every_sheet(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "nest", "crate*3", *SMALL, "-o", "out").code == 0
    page = (place / "out/sheets/all.map.svg").read_text("utf-8")
    layouts, _ = laid(place / "out")
    assert layouts
    assert all(f">{layout.title}<" in page for layout in layouts)
    assert page.count(">K01<") >= len(boxes(place / "out", "K01"))
