"""What a variant changes: between designs, between folders that were made, and between the two."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from crate import SMALL, add_crate, call
from pages import read_page

from mobilier.bundle.folder import faults

ROOT = Path(__file__).parents[1]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two crates that were cut: one, and two taller ones of a thicker board from sheets with a price."""
    from mobilier.cli import run

    root = tmp_path_factory.mktemp("made")
    add_crate(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["cut", "crate", *SMALL, "-o", "one"]) == 0
        thicker = ["18.1" if word == "17.6" else word for word in SMALL]
        assert run(["cut", "crate:tall", *thicker, "--quantity", "2", "-o", "two"]) == 0
    return root


@pytest.fixture
def both(made: Path, place: Path) -> Path:
    """A copy of what was made, to work in."""
    return Path(shutil.copytree(made, place, dirs_exist_ok=True))


def rows(table: Any) -> dict[tuple[str, str, str], tuple[Any, Any]]:
    return {(c["kind"], c["name"], c["what"]): (c["before"], c["after"]) for c in table["changes"]}


def test_a_difference_is_told_drawn_and_counted(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_crate(place)
    same = call(capsys, "diff", "crate", "crate:plain", "--json")
    assert same.code == 0
    assert same.json["changes"] == []
    other = call(capsys, "diff", "crate", "crate:tall", "-o", "out", "--json")
    assert other.code == 1
    found = rows(other.json)
    assert found["value", "width", ""] == (400, 600)
    assert found["size", "x", ""] == (400, 600)
    assert found["part", "floor", "quantity"] == (1, 2)
    assert ("part", "end", "size") in found
    assert {kind for kind, _, _ in found} == {"value", "size", "part", "sheets", "time"}
    assert {p.name for p in (place / "out/parts").iterdir()} == {"end.svg", "floor.svg"}
    assert faults(place / "out") == []


def test_a_moved_hole_is_a_difference(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_crate(place)
    other = place / "designs/other"
    (place / "designs/crate").rename(other)
    add_crate(place)
    text = (other / "design.py").read_text()
    (other / "design.py").write_text(
        text.replace("at=(width / 2, depth / 2)", "at=(width / 2 + 0.01, depth / 2)")
    )
    said = call(capsys, "diff", "crate", "other", "--json")
    assert [(c["name"], c["what"]) for c in said.json["changes"]] == [("floor", "shape")]


def test_a_bundle_and_its_source_are_the_same(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "diff", "one", "crate", *SMALL[:-1], "--sheets")
    assert (said.code, said.out) == (0, "one and crate are the same\n")


def test_bundles_are_compared_as_they_stand(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for design in both.glob("*/source/designs/crate/design.py"):
        design.write_text("raise SystemExit(9)")
    shutil.rmtree(both / "designs")
    said = call(capsys, "diff", "one", "two", "--json", "-o", "changes")
    assert said.code == 1
    assert "one: edited since it was written (1 file)" in said.err
    found = rows(said.json)
    assert found["piece", "crate", "quantity"] == (1, 2)
    assert found["board", "okoume-18", ""] == (17.6, 18.1)
    assert found["value", "floors", ""] == (1, 2)
    tables = [json.loads((both / name / "bundle.json").read_text()) for name in ("one", "two")]
    seconds = [round(sum(p["seconds"] for p in t["programs"] if p["role"] == "cut")) for t in tables]
    assert found["time", "", ""] == tuple(seconds)
    shares = [round(100 * t["sheets"][0]["utilisation"], 1) for t in tables]
    assert found["sheets", "okoume-18 1250 x 1220", "used"] == tuple(shares)
    assert faults(both / "changes") == []
    page = read_page(both / "changes/diff.html")
    text = "".join(page.text)
    assert "one → two" in text
    assert "18.1 mm" in text
    assert sum(link.startswith("data:image/svg") for link in page.links) == 2, "end and floor"


def test_prices_are_compared_where_every_sheet_has_one(
    both: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lab = (ROOT / "profiles/labs/default.toml").read_text().replace('"default"', '"dear"')
    head, _, tail = lab.partition("length = ")
    (both / "profiles/labs").mkdir(parents=True)
    (both / "profiles/labs/dear.toml").write_text(f"{head}cost = 80.5\nlength = {tail}")
    words = ["--lab", "dear", "--thickness", "17.6", "--effort", "quick", "--sheets", "--json"]
    large = ["--set", "width=900", "--set", "depth=400", "--set", "floors=3"]
    found = rows(call(capsys, "diff", "crate", "crate*3", *words, *large).json)
    (sheets,) = (v for k, v in found.items() if k[0] == "sheets" and k[2] == "quantity")
    assert sheets[0] == 1
    assert sheets[1] > 1
    assert found["cost", "", ""] == (80.5, 80.5 * sheets[1])
    unpriced = rows(call(capsys, "diff", "one", "crate", *words).json)
    assert ("cost", "", "") not in unpriced, "nobody gave a price for the sheets of the bundle"
    assert ("sheets", "okoume-18 1250 x 1220", "quantity") in unpriced


def test_what_is_no_bundle_is_told(both: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (both / "two/model.json").write_text("{}")
    said = call(capsys, "diff", "one", "two")
    assert said.code == 1
    assert "other-schema  model.json" in said.err
    (both / "two/bundle.json").write_text('{"schema": "mobilier.diff/1"}')
    assert "of the schema 'mobilier.diff/1'" in call(capsys, "diff", "one", "two").err


def test_parts_and_hardware_are_named_as_people_say(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "diff", "chariot:mini", "chariot", "--thickness", "17.6", "--lang", "fr", "--json")
    rows = {(c["kind"], c["name"]): c for c in said.json["changes"]}
    assert rows["part", "cote tiroir"]["called"] == {"en": "drawer side", "fr": "côté de tiroir"}
    assert rows["part", "bout tiroir 2"]["called"]["fr"] == "bout de tiroir 2"
    assert rows["hardware", "piano-hinge"]["called"]["en"] == "piano hinge"
    told = call(capsys, "diff", "chariot:mini", "chariot", "--thickness", "17.6", "--lang", "fr").out
    assert "côté de tiroir" in told
    assert "cote tiroir" not in told
