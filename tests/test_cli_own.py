"""Things of one's own: designs, labs, lots and project files, each made and used on the command line."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest
from crate import add_crate, call

from mobilier.bundle.folder import faults

ROOT = Path(__file__).parents[1]

PROJECT = """
lang = ["en"]

[[job]]
name = "wide"
sources = ["crate"]
verb = "nest"
values = { width = 500, drain = false }
thickness = { board = 17.6 }
sheets = ["1250x1220"]
effort = "quick"

[[job]]
name = "wrong"
sources = ["crate"]
values = { width = 50 }
"""


def test_a_new_design_is_right_from_the_start(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert call(capsys, "new", "design", "Banc d'accueil").code == 0
    assert call(capsys, "list", "--problems").code == 0
    shown = call(capsys, "show", "banc_d_accueil", "--json").json
    assert shown["size"] == [400.0, 300.0, 260.0]
    assert shown["preset"] == "standard"
    assert call(capsys, "check", "banc_d_accueil", "--thickness", "17.6").code == 0
    again = call(capsys, "new", "design", "Banc d'accueil")
    assert again.code == 1
    assert "is there already" in again.err


def test_a_new_lab_says_what_is_known_and_no_more(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_crate(place)
    words = [
        "--machine",
        "generic_linuxcnc",
        "--tool",
        "endmill_8",
        "--tool",
        "drill_5",
        "--sheet",
        "okoume-18=1220x2500",
    ]
    assert call(capsys, "new", "lab", "our-place", *words).code == 0
    table = tomllib.loads((place / "profiles/labs/our-place.toml").read_text())
    assert table["machine"] == "generic_linuxcnc"
    assert table["tools"] == ["endmill_8", "drill_5"]
    (sheet,) = table["stock"]
    assert (sheet["length"], sheet["width"], sheet["grain"]) == (2500, 1220, "y")
    assert call(capsys, "check", "crate", "--lab", "our-place", "--thickness", "17.6").code == 0
    assert call(capsys, "new", "lab", "bare").code == 0
    assert "machine" not in tomllib.loads((place / "profiles/labs/bare.toml").read_text())
    assert "no-programs" in call(capsys, "check", "crate", "--lab", "bare", "--json").out


BRACKET = """
from mobilier import Material, Piece, design, material, plate, tabs


@design(letter="B")
def bracket(board: Material = material("okoume-18", "board")) -> Piece:
    t = board.thickness
    foot = plate("foot", board, x=(0, 120), y=(0, 70), z=0)
    back = plate("back", board, x=(0, 120), y=30, z=(0, 70))
    return Piece(plates=[foot, back], joints=[tabs(back, into=foot, count=1)])
"""


def test_a_design_may_be_a_single_file_beside_others(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "wall.py").write_text(BRACKET)
    (place / "texts.en.toml").write_text("strange = true")
    (place / "presets").mkdir()
    (place / "presets/strange.toml").write_text("width = 3")
    assert call(capsys, "nest", "wall.py", "-o", "out", "--effort", "quick").code == 0
    made = [p.relative_to(place / "out/source/designs") for p in place.glob("out/source/designs/*/*")]
    assert made == [Path("bracket/design.py")]
    again = call(capsys, "verify", "out", "--regenerate")
    assert again.code == 0
    assert again.out.startswith("out: whole; ")
    (place / "wall.py").write_text(BRACKET.replace("t = board.thickness", "t = board.thicknes"))
    broken = call(capsys, "check", "wall.py")
    assert broken.code == 1
    assert "wall.py:7" in broken.err


MACHINES = sorted(file.stem for file in (ROOT / "profiles/machines").glob("*.toml"))


@pytest.mark.parametrize("machine", MACHINES)
def test_a_new_lab_cuts_on_its_machine(machine: str, place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "bracket.py").write_text(BRACKET)
    assert call(capsys, "new", "lab", "ours", "--machine", machine).code == 0
    table = tomllib.loads((place / "profiles/labs/ours.toml").read_text())
    bed = tomllib.loads((ROOT / f"profiles/machines/{machine}.toml").read_text())["bed"]
    assert table["tools"]
    assert table["stock"]
    assert max(s["length"] for s in table["stock"]) <= bed[0]
    assert max(s["width"] for s in table["stock"]) <= bed[1]
    assert table["source"].startswith("tools, stock: assumed")
    words = ("bracket.py", "--lab", "ours", "--thickness", "17.6", "-o", "cut", "--effort", "quick")
    assert call(capsys, "cut", *words).code == 0
    assert list((place / "cut/programs").rglob("S01-*")) != []


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("design", "3"), "-> choose a"),
        (("design", "class"), "-> choose a"),
        (("design", "aux"), "Windows keeps this name"),
        (("lab", "COM1"), "Windows keeps this name"),
        (("lab", "x", "--machine", "generic_grb"), "did you mean 'generic_grbl'?"),
        (("lab", "x", "--tool", "endmill_7"), "no tool is called 'endmill_7'"),
        (("lab", "x", "--sheet", "okoume-18"), "write MATERIAL=LxW"),
        (("lab", "x", "--machine", "highz_s720", "--sheet", "okoume-18=750x400"), "at most 720x400"),
        (("lab", "x", "--machine", "generic_grbl", "--sheet", "okoume-18=244x122"), "write 244cm x 122cm"),
        (("lab", "x", "--sheet", "okume-18=2500x1220"), "did you mean 'okoume-18'?"),
    ],
)
def test_a_wrong_answer_writes_nothing(
    words: tuple[str, ...], told: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = call(capsys, "new", *words)
    assert said.code == 1
    assert told in said.err
    assert list(place.iterdir()) == []


def test_a_lot_grows_by_its_readings(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_crate(place)
    words = ["lot", "lots/june.toml", "--material", "okoume-18"]
    assert call(capsys, *words, "--reading", "17,5", "--reading", "17.7mm").code == 0
    said = call(capsys, *words, "--reading", "17.6", "--clearance", "0,3")
    assert said.out == "3 readings: mean 17.6 mm, 17.5 to 17.7; openings of 18.0 mm\n"
    board = call(capsys, "show", "crate", "--lot", "lots/june.toml", "--json").json["boards"][0]
    assert (board["thickness_min"], board["thickness_max"], board["readings"]) == (17.5, 17.7, 3)
    wrong = call(capsys, "lot", "lots/june.toml", "--material", "birch-18", "--reading", "17")
    assert wrong.code == 1
    assert "measures okoume-18" in wrong.err
    assert call(capsys, "lot", "x.toml", "--material", "okoume-18").code == 1
    assert not (place / "x.toml").exists()


def test_a_project_makes_each_job_and_tells_of_those_it_cannot(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_crate(place)
    (place / "mobilier.toml").write_text(PROJECT)
    said = call(capsys, "build", "-o", "out")
    assert said.code == 1
    assert "50 is 150 mm below the range" in said.err
    assert said.out.splitlines() == [
        "built   out/wide",
        "failed  out/wrong",
        "2 variants: 1 built, 1 failed; out/index.html",
    ]
    assert faults(place / "out/wide") == []
    assert not (place / "out/wrong").exists()
    params = tomllib.loads((place / "out/wide/params.toml").read_text())
    assert params["piece"][0]["values"] == {
        "width": 500.0,
        "depth": 260.0,
        "floors": 1,
        "drain": False,
        "board": "okoume-18",
    }
    again = call(capsys, "build", "--only", "w?de", "--json").json
    assert [(row["name"], row["ok"]) for row in again["variants"]] == [("wide", True)]
    assert call(capsys, "build", "--only", "narrow").code == 2


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("verb =", "vreb =", "unknown key 'job[0].vreb'"),
        ('"quick"', '"quik"', "did you mean 'quick'?"),
        ('"wrong"', '"wide"', "wide\n    two jobs are called so"),
        ('"wide"', '"../wide"', "job[0].name"),
        ("[[job]]", "[[jobs]]", "unknown key 'jobs'"),
    ],
)
def test_a_wrong_project_is_told(
    old: str, new: str, told: str, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "mobilier.toml").write_text(PROJECT.replace(old, new))
    said = call(capsys, "build")
    assert said.code == 1
    assert told in said.err


def test_show_draws_every_pose(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_crate(place)
    shown = call(capsys, "show", "crate", "--json", "-o", "out").json
    assert shown["picture"] == "out/crate-closed.svg"
    assert "<svg" in (place / shown["picture"]).read_text()
    assert (place / "out/crate-exploded.svg").is_file()
    assert call(capsys, "show", "crate", "-o", "out").code == 0, "our own drawings may be replaced"


def test_a_coupon_tries_every_clearance(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["--material", "birch-18", "--thickness", "17.7", "--sheet", "600x500", "--effort", "quick"]
    said = call(capsys, "coupon", *words, "-q", "-o", "out", "--json")
    assert said.code == 0
    assert said.json["proof"]["broken"] == 0
    model = json.loads((place / "out/model.json").read_text())
    (comb,) = (p for p in model["pieces"][0]["parts"] if p["name"] == "comb")
    slots = [f["contours"][0] for f in comb["features"] if f["kind"] == "cutout"]
    widths = sorted(round(max(v[0] for v in s) - min(v[0] for v in s), 3) for s in slots)
    assert widths == [17.7, 17.8, 17.9, 18.0, 18.1, 18.2, 18.3]
    tallies = [f["why"] for f in comb["features"] if f["kind"] == "hole"]
    assert sorted(tallies.count(f"tally {k}") for k in range(7)) == [0, 1, 2, 3, 4, 5, 6]


def test_a_plate_too_long_for_the_sheet_is_spliced_when_asked(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_crate(place)
    words = ["crate", "--set", "width=900", "--thickness", "17.6", "--sheet", "700x500"]
    assert "part-too-large" in call(capsys, "check", *words, "--json").out
    assert call(capsys, "cut", *words, "--split", "--plot", "-q", "-o", "out").code == 0
    table = json.loads((place / "out/bundle.json").read_text())
    assert table["pieces"][0]["size"][0] == 900
    assert max(max(p["bbox"][:2]) for p in table["parts"]) <= 670
    assert table["proof"]["broken"] == 0
    assert list(place.glob("out/programs/*/*.svg"))
    assert call(capsys, "verify", "out", "--regenerate").code == 0
