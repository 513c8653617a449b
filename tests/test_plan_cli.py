"""From somebody else's drawing to proven programs, through the command itself."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from ezdxf.document import Drawing as Document
from plans import box, drawn

from mobilier.cli import run
from mobilier.dxf.read import read_dxf
from mobilier.plan.svg import read_svg

Said = pytest.CaptureFixture[str]


def shelf(d: Document) -> None:
    """Two sides with slots and grooves, two shelves with tabs, as another program would export them."""
    m = d.modelspace()
    for x in (0, 420):
        box(d, x, 0, 400, 600, "OUTSIDE")
        for y in (120, 420):
            for dx in (60, 260):
                box(d, x + dx, y, 80, 18.5, "INSIDE")
        box(d, x, 300, 400, 18.5, "POCKET_6MM_DEEP")
        m.add_circle((x + 200, 560), 17, dxfattribs={"layer": "INSIDE"})
        m.add_text("side", height=12).set_placement((x + 150, 520))
    for y in (640, 900):
        tabs = [(60, 18), (60, 0), (140, 0), (140, 18), (260, 18), (260, 0), (340, 0), (340, 18), (400, 18)]
        outline = [(0, 18), *tabs, (400, 200), (0, 200)]
        m.add_lwpolyline([(a, b + y) for a, b in outline], close=True, dxfattribs={"layer": "OUTSIDE"})


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    (tmp_path / "shelf.dxf").write_bytes(drawn(shelf))
    return tmp_path


def test_what_a_plan_is_read_as_is_shown_and_drawn(place: Path, capsys: Said) -> None:
    assert run(["show", "shelf.dxf", "--json"]) == 0
    (read,) = json.loads(capsys.readouterr().out)["drawings"]
    assert (read["parts"], read["openings"], read["pockets"], read["open"]) == (4, 10, 2, 0)
    assert {k["name"]: k["does"] for k in read["layers"]}["POCKET_6MM_DEEP"] == "pocket"
    assert read["ledger"]["total"] == sum(read["ledger"]["read"].values())
    assert run(["show", "shelf.dxf", "-o", "seen"]) == 0
    picture = (place / "seen/shelf.plan.svg").read_text("utf-8")
    assert picture.count("<path") >= 4
    assert "S01" in picture or "S02" in picture


def test_a_plan_is_bundled_proven_and_made_again_from_its_bundle(place: Path, capsys: Said) -> None:
    assert run(["check", "shelf.dxf", "--thickness", "17.6"]) == 0
    asked = ["shelf.dxf*2", "--thickness", "17.6", "--effort", "quick", "-o", "out"]
    assert run(["bundle", *asked]) == 0
    assert run(["verify", "out", "--regenerate"]) == 0
    assert "out: whole" in capsys.readouterr().out
    assert (place / "out/source/designs/shelf/shelf.dxf").read_bytes() == (place / "shelf.dxf").read_bytes()
    rows = json.loads((place / "out/bundle.json").read_text())["parts"]
    assert sum(row["quantity"] for row in rows) == 8


def test_the_sheet_for_other_programs_is_at_true_size(place: Path) -> None:
    assert run(["nest", "shelf.dxf", "--effort", "quick", "-o", "out"]) == 0
    dxf, svg = read_dxf(place / "out/sheets/S01.dxf"), read_svg(place / "out/sheets/S01.svg")
    assert {k.name for k in dxf.layers if k.contours} <= {k.name for k in svg.layers}
    own = [(k.name, len(k.contours), len(k.circles)) for k in dxf.layers if k.contours or k.circles]
    seen = {k.name: (len(k.contours), len(k.circles)) for k in svg.layers}
    assert [(name, *seen[name]) for name, _, _ in own] == own
    low = [k.bounds for k in (dxf.layer("0_SHEET"), svg.layer("0_SHEET"))]
    size = [(b[2] - b[0], b[3] - b[1]) for b in low if b]
    assert size[1] == pytest.approx(size[0], rel=1e-5)
    assert "<text" in (place / "out/sheets/S01.map.svg").read_text("utf-8")


def test_a_plan_is_adapted_in_place_with_a_table_of_each_change(place: Path, capsys: Said) -> None:
    asked = ["shelf.dxf", "--nominal", "18", "--measured", "17.6", "-o", "out"]
    assert run(["adapt", *asked]) == 0
    assert "the same file with points moved" in capsys.readouterr().out
    table = (place / "out/shelf.changes.csv").read_text("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table)))
    assert sorted({(r["what"], r["before mm"], r["after mm"]) for r in rows}) == [
        ("slot", "18.5", "18.1"),
        ("tab length", "18", "17.6"),
    ]
    before, after = read_dxf(place / "shelf.dxf"), read_dxf(place / "out/shelf.dxf")
    assert before.bounds == pytest.approx(after.bounds)
    assert after.layer("INSIDE").circles == before.layer("INSIDE").circles
    assert [t.words for k in after.layers for t in k.texts] == ["side", "side"]
    assert run(["adapt", "out/shelf.dxf", "--nominal", "17.6", "--measured", "18", "-o", "back"]) == 0
    again = read_dxf(place / "back/shelf.dxf")
    boxes = [[c.bounds for k in d.layers for c in k.contours] for d in (before, again)]
    assert len(boxes[0]) == len(boxes[1]) == 14
    assert max(abs(a - b) for p, q in zip(*boxes, strict=True) for a, b in zip(p, q, strict=True)) < 1e-6


def test_adapting_to_the_nominal_gives_the_same_bytes(place: Path) -> None:
    assert run(["adapt", "shelf.dxf", "--nominal", "18", "--measured", "18", "-o", "out"]) == 0
    assert (place / "out/shelf.dxf").read_bytes() == (place / "shelf.dxf").read_bytes()


def test_a_plan_in_a_library_is_a_design_like_any_other(place: Path, capsys: Said) -> None:
    assert run(["new", "plan", "shelf.dxf", "--name", "etagere"]) == 0
    assert run(["new", "plan", "shelf.dxf", "--name", "etagere"]) == 1
    assert "designs/etagere" in capsys.readouterr().err
    file = place / "designs/etagere/plan.toml"
    text = file.read_text("utf-8")
    assert "nominal = 18.0" in text
    file.write_text(text + '\n[[part]]\nat = [200, 200]\nname = "Joue"\nquantity = 3\ngrain = "y"\n', "utf-8")
    assert run(["list", "designs"]) == 0
    assert "etagere" in capsys.readouterr().out
    assert run(["show", "etagere", "--json"]) == 0
    parts = json.loads(capsys.readouterr().out)["parts"]
    assert {"Joue": 3}.items() <= {p["label"]: p["quantity"] for p in parts}.items()
    assert run(["cut", "etagere", "porte:totem", "--effort", "quick", "-o", "out"]) == 0


@pytest.mark.parametrize(
    ("name", "body", "rule"),
    [
        ("cut.dxf", b"0\nSECTION\n2\nENTITIES\n0\nLINE\n8\n0\n10\n0", "dxf-file"),
        ("empty.dxf", b"", "dxf-file"),
        ("zero.dxf", b"\x00" * 5000, "dxf-file"),
        ("drawing.svg", b"<html></html>", "svg-file"),
        ("office.dxf", b"PK\x03\x04 SECTION", "dxf-file"),
    ],
)
def test_a_file_that_is_no_plan_ends_in_one_clear_error(
    place: Path, capsys: Said, name: str, body: bytes, rule: str
) -> None:
    (place / name).write_bytes(body)
    assert run(["cut", name, "-o", "out"]) == 1
    said = capsys.readouterr().err
    assert rule in said
    assert name in said
    assert not (place / "out").exists()


def test_an_outline_that_is_open_is_refused_with_its_place(place: Path, capsys: Said) -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        d.modelspace().add_lwpolyline([(400, 0), (700, 0), (700, 200)], dxfattribs={"layer": "CUT"})

    (place / "open.dxf").write_bytes(drawn(draw))
    assert run(["cut", "open.dxf", "-o", "out"]) == 1
    said = capsys.readouterr().err
    assert "plan-open" in said
    assert "(400.0, 0.0)" in said
    assert not (place / "out").exists()
    assert run(["new", "plan", "open.dxf", "--name", "kept"]) == 0  # the remedy that is printed
    file = place / "designs/kept/plan.toml"
    file.write_text(file.read_text("utf-8").replace('open = "refuse"', 'open = "leave"'), "utf-8")
    assert run(["cut", "kept", "--effort", "quick", "-o", "out"]) == 0


def test_a_unit_that_is_contradicted_is_said_by_hand(place: Path, capsys: Said) -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 2440, 1220, "SHEET")
        box(d, 50, 50, 600, 400)

    (place / "inches.dxf").write_bytes(drawn(draw, units=1))
    assert run(["show", "inches.dxf"]) == 1
    assert "--units mm" in capsys.readouterr().err
    assert run(["show", "inches.dxf", "--units", "mm", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["parts"][0]["size"] == [600.0, 400.0]


def test_what_a_layer_holds_is_said_on_the_command_line(place: Path, capsys: Said) -> None:
    assert run(["show", "shelf.dxf", "--map", "POCKET_6MM_DEEP=pocket:9", "--json"]) == 0
    (read,) = json.loads(capsys.readouterr().out)["drawings"]
    assert {k["name"]: k["depth"] for k in read["layers"]}["POCKET_6MM_DEEP"] == 9.0
    assert run(["show", "shelf.dxf", "--map", "POCKET_6MM_DEEP=milled"]) == 1
    assert "pocket:6" in capsys.readouterr().err
    assert run(["show", "shelf.dxf", "--layers", "wikihose"]) == 1
    assert "wikihouse" in capsys.readouterr().err
    asked = ["--layers", "vcarve", "--map", "POCKET_6MM_DEEP=notes", "--effort", "quick", "-o", "out"]
    assert run(["bundle", "shelf.dxf", *asked]) == 0
    assert run(["verify", "out", "--regenerate"]) == 0


def test_a_plan_speaks_french(place: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert run(["show", "shelf.dxf"]) == 0
    said = capsys.readouterr().out
    assert "entités" in said
    assert "Calques" in said
