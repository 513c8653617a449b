"""A project is built like its file says: in parallel, only what changed, and nothing half made."""

from __future__ import annotations

import json
import math
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import unquote
from zipfile import ZipFile

import pytest
from browser import opened
from crate import DESIGN, add_crate, call
from pages import read_page

from mobilier.bundle import staleness
from mobilier.bundle.folder import faults
from mobilier.project.build import state_of
from mobilier.project.processes import each
from mobilier.project.project import project, variants
from mobilier.project.summary import Row

ROOT = Path(__file__).parents[1]

PROJECT = """
title = "Crates & <boxes>"

[[job]]
name = "{design}-{preset}-{thickness}"
sources = ["crate"]
presets = ["plain", "tall"]
thicknesses = [17.6]
verb = "nest"
sheets = ["1250x1220"]
effort = "quick"

[[job]]
name = "box"
sources = ["box*2"]
lab = "our-place"
verb = "cut"
lang = ["en"]
sheets = ["1250x1220"]
effort = "quick"

[[job]]
name = "wrong"
sources = ["crate"]
values = { width = 50 }
"""
NAMES = ["crate-plain-17.6", "crate-tall-17.6", "box", "wrong"]


def add_project(root: Path) -> Path:
    """Write a library with two designs and a lab, and a project over them."""
    add_crate(root)
    box = root / "designs/box"
    box.mkdir()
    (box / "design.py").write_text(DESIGN.replace("def crate(", "def box("))
    (box / "texts.en.toml").write_text('title = "The <Box>"\n')
    labs = root / "profiles/labs"
    labs.mkdir(parents=True)
    lab = (ROOT / "profiles/labs/default.toml").read_text()
    (labs / "our-place.toml").write_text(lab.replace('name = "default"', 'name = "our-place"'))
    (root / "mobilier.toml").write_text(PROJECT)
    return root


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project, built two at a time and one after the other."""
    root = add_project(tmp_path_factory.mktemp("project"))
    for jobs in ("2", "1"):
        run = mobilier(root, "build", "--jobs", jobs, "-o", f"out{jobs}", "--json")
        assert run.returncode == 1, run.stderr
        (root / f"told{jobs}.json").write_text(run.stdout)
    return root


@pytest.fixture
def copied(built: Path, place: Path) -> Path:
    """A copy of the built project, to work in."""
    subprocess.run(["cp", "-r", f"{built}/.", str(place)], check=True)
    return place


def mobilier(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in a process of its own."""
    return subprocess.run(
        command(*words), cwd=root, env=surroundings(), capture_output=True, text=True, check=False
    )


def command(*words: str) -> list[str]:
    return [sys.executable, "-c", "from mobilier.cli import main; main()", *words]


def surroundings() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT / "src"), "LC_ALL": "C.UTF-8"}


def content(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def states(table: dict[str, object]) -> dict[str, str]:
    rows = table["variants"]
    assert isinstance(rows, list)
    return {row["name"]: row["state"] for row in rows}


def test_one_at_a_time_or_two_the_bytes_are_the_same(built: Path) -> None:
    two, one = content(built / "out2"), content(built / "out1")
    assert {Path(name).parts[0] for name in two} == {*NAMES[:3], "index.html", "summary.json"}
    del two["summary.json"], one["summary.json"]  # it names the folder
    assert two == one
    for name in NAMES[:3]:
        assert faults(built / "out2" / name) == []


def test_the_summary_tells_every_variant(built: Path) -> None:
    table = json.loads((built / "told2.json").read_text())
    assert table == json.loads((built / "out2/summary.json").read_text())
    assert table["schema"] == "mobilier.build/1"
    assert (table["ok"], table["built"], table["kept"], table["failed"]) == (False, 3, 0, 1)
    assert states(table) == {**dict.fromkeys(NAMES, "built"), "wrong": "failed"}
    assert [row["name"] for row in table["variants"]] == NAMES, "in the order of the file"
    assert "150 mm below the range" in table["variants"][3]["problem"]
    assert not (built / "out2/wrong").exists(), "the others were made all the same"


def test_what_would_come_out_the_same_is_kept(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {p: p.stat().st_mtime_ns for p in (copied / "out2").rglob("*/*")}
    page = (copied / "out2/index.html").read_bytes()
    said = call(capsys, "build", "-o", "out2", "--json")
    assert said.code == 1
    assert states(said.json) == {**dict.fromkeys(NAMES, "kept"), "wrong": "failed"}
    assert {p: p.stat().st_mtime_ns for p in (copied / "out2").rglob("*/*")} == before
    assert (copied / "out2/index.html").read_bytes() == page, "the gallery does not say when"
    due = call(capsys, "build", "-o", "out2", "--again", "--list", "--json").json
    assert [n for n, s in states(due).items() if s == "due"] == NAMES[:3]


def replaced(file: str, old: str, new: str) -> Callable[[Path], None]:
    def change(root: Path) -> None:
        text = (root / file).read_text()
        assert old in text
        (root / file).write_text(text.replace(old, new))

    return change


CHANGES: dict[str, tuple[Callable[[Path], None], set[str], str]] = {
    "a text": (replaced("designs/box/texts.en.toml", "Box", "Chest"), {"box"}, "designs/box/texts.en.toml"),
    "a new text": (
        lambda r: (r / "designs/crate/texts.fr.toml").write_text('title = "La caisse"\n') and None,
        {*NAMES[:2]},
        "designs/crate/texts.fr.toml",
    ),
    "the design": (replaced("designs/box/design.py", "diameter=12.0", "diameter=14.0"), {"box"}, "design.py"),
    "a preset": (
        replaced("designs/crate/presets/tall.toml", "600", "620"),
        {*NAMES[:2]},  # both carry every preset of their design
        "designs/crate/presets/tall.toml",
    ),
    "the lab": (
        replaced("profiles/labs/our-place.toml", "title = ", "# new\ntitle = "),
        {"box"},
        "labs",
    ),
    "a value": (
        replaced("mobilier.toml", 'lab = "our', 'values = { floors = 2 }\nlab = "our'),
        {"box"},
        "piece",
    ),
    "a thickness": (
        replaced("mobilier.toml", 'lab = "our', 'thickness = { board = 17.7 }\nlab = "our'),
        {"box"},
        "params.toml",
    ),
    "how many": (replaced("mobilier.toml", "box*2", "box*3"), {"box"}, "piece"),
    "the languages": (replaced("mobilier.toml", '["en"]', '["en", "fr"]'), {"box"}, "params.toml: lang"),
    "the verb": (replaced("mobilier.toml", '"cut"', '"nest"'), {"box"}, "kind cut -> nest"),
    "a file nobody reads": (lambda r: (r / "profiles/labs/x.toml").write_text("x") and None, set(), ""),
}


@pytest.mark.parametrize("what", CHANGES)
def test_only_what_changed_is_due(what: str, copied: Path) -> None:
    change, wanted, told = CHANGES[what]
    change(copied)
    due = [row for row in looked_at(copied) if row.state == "due"]
    assert {row.name for row in due} == wanted
    assert all(any(told in c for c in row.changed) for row in due)


def looked_at(root: Path) -> list[Row]:
    """Look at every variant in this process."""
    wished = variants(project(root / "mobilier.toml"), "mobilier.toml")
    return [state_of(v, root / "out2" / v.name) for v in wished]


def test_another_version_makes_everything_due(copied: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert len(staleness.versions()["mobilier-code"]) == 16
    newer = {**staleness.versions(), "mobilier-code": "another"}
    monkeypatch.setattr(staleness, "versions", lambda: newer)
    assert [row.state for row in looked_at(copied)] == ["due", "due", "due", "failed"]


def test_the_list_writes_nothing(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "build", "-o", "new", "--list", "--only", "crate-*")
    assert said.code == 0
    assert said.out.splitlines() == [
        "due     new/crate-plain-17.6",
        "due     new/crate-tall-17.6",
        "2 variants: 2 due",
    ]
    assert not (copied / "new").exists()


def test_an_edited_folder_is_told_and_left_alone(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = copied / "out2/box/sheets/S01.dxf"
    edited.write_text("mine")
    for words in ([], ["--again"]):
        said = call(capsys, "build", "-o", "out2", "--only", "box", *words)
        assert said.code == 1
        assert "sheets/S01.dxf (changed)" in said.err
        assert edited.read_text() == "mine"
    page = (copied / "out2/index.html").read_text()
    assert "sheets/S01.dxf (changed)" in page
    assert "crate-tall-17.6" in page, "what was not asked for and is there stays in the gallery"


def test_a_zip_holds_the_folder_and_is_kept_with_it(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (copied / "mobilier.toml").write_text("zip = true\n" + PROJECT)
    words = ["build", "-o", "out2", "--only", "box", "--json"]
    assert states(call(capsys, *words).json) == {"box": "kept"}
    zipped = copied / "out2/box.zip"
    with ZipFile(zipped) as found:
        inside = {name: found.read(name) for name in found.namelist()}
        assert {entry.date_time for entry in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert inside == {f"box/{name}": body for name, body in content(copied / "out2/box").items()}
    assert "box.zip" in read_page(copied / "out2/index.html").links
    before, when = zipped.read_bytes(), zipped.stat().st_mtime_ns
    call(capsys, *words)
    assert zipped.stat().st_mtime_ns == when
    zipped.unlink()
    call(capsys, *words)
    assert zipped.read_bytes() == before
    zipped.write_text("mine")
    said = call(capsys, *words)
    assert (said.code, states(said.json)) == (1, {"box": "failed"})
    assert "did not write box.zip" in said.err
    assert zipped.read_text() == "mine"


def test_a_page_of_somebody_else_is_not_written_over(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_project(place)
    (place / "out").mkdir()
    (place / "out/index.html").write_text("<h1>Welcome</h1>")
    said = call(capsys, "build")
    assert said.code == 1
    assert "did not write index.html" in said.err
    assert [p.name for p in (place / "out").iterdir()] == ["index.html"]


DEADLY = """
from pathlib import Path
import os, signal, time
when = Path("loaded")
if when.exists() or {stage!r} == "looking":
    {act}
when.touch()
"""


def add_deadly(root: Path, stage: str, act: str) -> None:
    """Make the box a design that does something to the process that looks at it, or that makes it."""
    text = (root / "designs/box/design.py").read_text()
    (root / "designs/box/design.py").write_text(text + DEADLY.format(stage=stage, act=act))


@pytest.mark.parametrize("stage", ["looking", "making"])
def test_a_killed_process_is_the_failure_of_its_variant(stage: str, copied: Path) -> None:
    add_deadly(copied, stage, "os.kill(os.getpid(), signal.SIGKILL)")
    wishes = ("--only", "box", "--only", "crate-plain*")
    run = mobilier(copied, "build", *wishes, "--jobs", "1", "--again", "--json", "-o", "out2")
    assert run.returncode == 1, run.stderr
    table = json.loads(run.stdout)
    assert states(table) == {"crate-plain-17.6": "built", "box": "failed"}
    assert "its process was ended by signal 9" in table["variants"][1]["problem"]
    assert faults(copied / "out2/box") == [], "what was there before is still whole"


def test_calls_are_told_in_order_with_their_failures() -> None:
    roots = list(each(math.sqrt, [9.0, -1.0, 4.0], at_once=3))
    assert [r.value for r in roots] == [3.0, None, 2.0]
    assert roots[1].problems[0].where == "ValueError"
    (gone,) = each(os._exit, [3], at_once=1)
    assert gone.problems[0].message == "its process ended without an answer (exit code 3)"


@pytest.mark.parametrize(
    ("stage", "how"),
    [("looking", "interrupt"), ("making", "interrupt"), ("making", "terminate"), ("making", "kill")],
)
def test_a_stop_leaves_no_process_and_nothing_half_made(stage: str, how: str, place: Path) -> None:
    add_project(place)
    add_deadly(place, stage, "open('begun', 'w').write(str(os.getpid())); time.sleep(600)")
    run = subprocess.Popen(
        command("build", "--only", "box"), cwd=place, env=surroundings(), stderr=subprocess.PIPE, text=True
    )
    begun = place / "begun"
    until(lambda: begun.is_file() and begun.read_text() != "")
    child = int(begun.read_text())
    run.send_signal({"interrupt": signal.SIGINT, "terminate": signal.SIGTERM, "kill": signal.SIGKILL}[how])
    _, err = run.communicate(timeout=60)
    assert run.returncode == {"interrupt": 130, "terminate": 143, "kill": -9}[how]
    assert "Traceback" not in err
    until(lambda: not alive(child))
    assert not list(place.glob("out/*")) + list(place.glob("out/.*"))
    if how == "interrupt":
        assert {"looking": "nothing was written", "making": "what was finished is whole"}[stage] in err


def until(happens: Callable[[], bool]) -> None:
    """Wait for something; a minute is long enough."""
    for _ in range(600):
        if happens():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen within a minute")


def alive(pid: int) -> bool:
    """Tell whether a process runs (one that ended and was not yet waited for does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def test_the_gallery_leads_to_every_variant(built: Path) -> None:
    reader = read_page(built / "out2/index.html")
    assert reader.ids == NAMES
    text = "".join(reader.text)
    assert "Crates & <boxes>" in text
    assert "The <Box> × 2" in text
    assert "150 mm below the range" in text
    assert "600 × 260 × 300 mm".replace(" ", "\u00a0") in text
    for name in ("box/programs/generic_grbl/setup.en.md", "crate-tall-17.6/sheets/S01.dxf"):
        assert name in map(unquote, reader.links)


def test_the_gallery_speaks_both_languages_and_finds(built: Path) -> None:
    page = built / "out2/index.html"
    french = opened(page, "lang=fr&find=box", "--dump-dom")
    assert '<html lang="fr">' in french
    assert '<article id="crate-plain-17.6" hidden' in french
    assert '<article id="box">' in french
    assert '<html lang="en">' in opened(page, "lang=en", "--dump-dom")
