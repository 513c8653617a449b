"""Files and words of strangers: one clear refusal, never a traceback, a hang or a file out of its folder."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crate import DESIGN, SMALL, add_crate, call
from fuzz import spots

from mobilier.bundle.folder import SUMS, sha256, sums
from mobilier.cli import run
from mobilier.model.design import load

SEED = 5


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A crate that was cut, in a library of its own."""
    root = tmp_path_factory.mktemp("hostile")
    add_crate(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["cut", "crate", *SMALL, "-o", "out"]) == 0
    return root


@pytest.fixture
def here(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the library and the bundle to spoil."""
    shutil.copytree(made, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    return tmp_path / "here"


def resealed(folder: Path) -> None:
    """State the checksums anew in both places, as a forger would."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    try:
        table = json.loads(files["bundle.json"])
        roles = {row["path"]: row["role"] for row in table["files"]}
        table["files"] = [
            {"path": p, "role": roles.get(p, "x"), "sha256": sha256(b)}
            for p, b in sorted(files.items())
            if p not in ("bundle.json", SUMS)
        ]
        files["bundle.json"] = json.dumps(table).encode()
    except (ValueError, KeyError, TypeError, RecursionError):
        table = None
    (folder / "bundle.json").write_bytes(files["bundle.json"])
    (folder / SUMS).write_bytes(sums(files))


BAD: list[Any] = [None, -1, 0, 1e308, 10**400, "x", "", [], {}, True, [[]], {"a": {}}, -0.5, "a\0b", 5]


def spoiled(table: Any, dice: random.Random) -> str:
    """A JSON text with one value replaced, dropped, or made not finite."""
    path = dice.choice(spots(table))
    node = table
    for step in path[:-1]:
        node = node[step]
    kind = dice.randrange(5)
    if kind == 0:
        del node[path[-1]]
    else:
        node[path[-1]] = dice.choice(BAD)
    text = json.dumps(table)
    if kind == 1:
        text = text.replace("1", "NaN", 1)
    return text


@pytest.mark.parametrize("name", ["bundle.json", "model.json", "layout.json"])
def test_a_spoiled_file_of_a_bundle_is_refused_or_judged_in_words(
    name: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    dice = random.Random(SEED)
    original = (here / "out" / name).read_text("utf-8")
    codes = []
    for _ in range(40):
        (here / "out" / name).write_text(spoiled(json.loads(original), dice), "utf-8")
        resealed(here / "out")
        said = call(capsys, "verify", "out")
        assert "is a fault of the program" not in said.err, said.err
        codes.append(said.code)
        (here / "out" / name).write_text(original, "utf-8")
    assert set(codes) <= {0, 1}
    assert codes.count(1) >= 25


DEEP = '{"a":' * 20_000 + "1" + "}" * 20_000
TOMLS = {
    "deep": "a = " + "[" * 20_000 + "]" * 20_000,
    "huge figure": "width = 1" + "0" * 5000,
    "not text": b"\xff\xfe\x00",
    "a list": "width = [1, 2]",
    "a date": "width = 2024-05-01",
    "nan": "width = nan",
    "half": "width = ",
    "order": 'order = "x"',
}


@pytest.mark.parametrize("what", TOMLS)
@pytest.mark.parametrize(
    ("file", "words"),
    [
        ("designs/crate/presets/tall.toml", ("check", "crate:tall")),
        ("mine.toml", ("check", "mine.toml")),
        ("designs/crate/texts.fr.toml", ("show", "crate")),
        ("profiles/labs/ours.toml", ("check", "crate", "--lab", "ours")),
        ("profiles/tools/ours.toml", ("list", "tools", "--problems")),
        ("june.toml", ("check", "crate", "--lot", "june.toml")),
        ("rack.toml", ("nest", "crate", "--stock", "rack.toml", "-o", "new")),
        ("mobilier.toml", ("build", "-o", "new")),
    ],
)
def test_a_toml_file_of_any_kind_is_refused_in_words(
    what: str, file: str, words: tuple[str, ...], here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    body = TOMLS[what]
    (here / file).parent.mkdir(parents=True, exist_ok=True)
    (here / file).write_bytes(body if isinstance(body, bytes) else body.encode())
    said = call(capsys, *words)
    assert "is a fault of the program" not in said.err + said.out, said.err
    assert said.code in (0, 1)
    if not file.endswith("texts.fr.toml"):
        assert said.code == 1 or what in ("order",), said.out


@pytest.mark.parametrize("text", [DEEP, "[" * 100_000, "{}", "[]", "null", "1e999", ""])
@pytest.mark.parametrize("name", ["bundle.json", "model.json", "layout.json"])
def test_a_json_file_of_any_depth_is_refused_in_words(
    name: str, text: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "out" / name).write_text(text, "utf-8")
    files = {
        p.relative_to(here / "out").as_posix(): p.read_bytes()
        for p in (here / "out").rglob("*")
        if p.is_file()
    }
    (here / "out" / SUMS).write_bytes(sums(files))
    for words in (("verify", "out"), ("diff", "out", "crate")):
        said = call(capsys, *words)
        assert said.code == 1
        assert "is a fault of the program" not in said.err, said.err


def test_a_good_program_beside_a_forged_one_does_not_save_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The program is the one at the path that the bundle states, whatever else bears its name."""
    (good,) = (here / "out").glob("programs/*/S01*endmill*.nc")
    copy = here / "out/programs/zzz" / good.name
    copy.parent.mkdir()
    shutil.copy(good, copy)
    good.write_text(good.read_text().replace("G0 Z10", "G0 Z-50", 1))
    resealed(here / "out")
    said = call(capsys, "verify", "out")
    assert said.code == 1
    assert "whole" not in said.out


def test_a_device_or_a_pipe_in_a_bundle_is_not_read(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import os

    (here / "out" / "model.json").unlink()
    (here / "out" / "model.json").symlink_to("/dev/zero")
    assert call(capsys, "verify", "out").code == 1
    (here / "out" / "model.json").unlink()
    os.mkfifo(here / "out" / "model.json")
    assert call(capsys, "verify", "out").code == 1


def test_a_name_in_a_bundle_does_not_steer_the_terminal(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (here / "out" / "\x1b[2J\x1b[H out: whole").write_text("x")
    said = call(capsys, "verify", "out")
    assert said.code == 1
    assert "\x1b" not in said.err + said.out


def test_looking_at_a_bundle_changes_nothing_beside_it(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in (".out.old", ".out.new-99999999", ".gone.old"):
        (here / name).mkdir()
        (here / name / "data").write_text("precious")
    before = sorted(p.as_posix() for p in here.rglob("*"))
    assert call(capsys, "verify", "out").code == 0
    assert call(capsys, "diff", "out", "crate").code in (0, 1)
    assert call(capsys, "verify", "gone").code == 1
    assert sorted(p.as_posix() for p in here.rglob("*")) == before


def test_a_design_edited_within_the_same_second_runs_as_it_stands(place: Path) -> None:
    folder = add_crate(place)
    file = folder / "design.py"
    assert load(folder).parameters["width"].default == 400
    stamp = file.stat()
    file.write_text(file.read_text("utf-8").replace("length(400,", "length(500,"), "utf-8")
    os.utime(file, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    assert load(folder).parameters["width"].default == 500
    assert sorted(p.name for p in folder.iterdir()) == ["design.py", "presets"]


def test_a_path_in_a_profile_does_not_lead_out(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from mobilier.library import shipped

    text = (shipped() / "profiles/controllers/grbl.toml").read_text("utf-8")
    (here / "profiles/controllers").mkdir(parents=True)
    for ending in ("/../../../evil/autostart.desktop", "", "md", "svg", "NC", "n c"):
        lines = [
            f'extension = "{ending}"' if line.startswith("extension") else line for line in text.splitlines()
        ]
        (here / "profiles/controllers/grbl.toml").write_text("\n".join(lines), "utf-8")
        said = call(capsys, "cut", "crate", *SMALL, "-o", "new")
        assert said.code == 1
        assert "extension" in said.err
        assert not (here / "new").exists()
    assert not list(here.parent.rglob("autostart.desktop"))


TURN = "at=(0, 0, 0), along=(0, 1, 0), degrees=10"


def before_the_end(line: str) -> Callable[[str], str]:
    """Put a line before the design returns its piece."""
    return lambda text: text.replace("    return Piece(", f"    {line}\n    return Piece(")


@pytest.mark.parametrize(
    ("name", "change", "told"),
    [
        (
            "raises",
            lambda s: s.replace("    return Piece(", "    1 / 0\n    return Piece("),
            "ZeroDivisionError",
        ),
        (
            "leaves",
            lambda s: s.replace("    return Piece(", "    import sys; sys.exit(0)\n    return Piece("),
            "SystemExit",
        ),
        ("returns nothing", lambda s: s.replace("    return Piece(", "    Piece("), "NoneType"),
        ("a wrong letter", lambda s: s.replace('letter="K"', 'letter="../x"'), "capitals"),
        ("a missing name", before_the_end("bord"), "did you mean 'board'"),
        ("a missing bracket", before_the_end("holes = [3"), "cannot read this line"),
        ("a module that is not there", before_the_end("import numpyy"), "numpyy"),
        (
            "plates at a slant",
            lambda s: s.replace(
                "    joints = [",
                f"    from mobilier import turned; ends = [turned(e, {TURN}) for e in ends]\n    joints = [",
            ),
            "turn neither or both",
        ),
        (
            "a plate turned after its joints",
            before_the_end(f"from mobilier import turned; ends = [turned(e, {TURN}) for e in ends]"),
            "declare its joints afterwards",
        ),
        ("a joint of no plates", before_the_end("tabs('end/left', into=ends[0])"), "is none"),
        (
            "a list in a list",
            lambda s: s.replace("[*ends, *bottoms]", "[ends, *bottoms]"),
            "plates holds a list",
        ),
        ("one plate in a step", lambda s: s.replace("plates=order", "plates='floor/0'"), "one alone"),
        ("no position", lambda s: s.replace("joints=joints,", "joints=joints, poses=[],"), "leave poses out"),
        ("a plate left out", lambda s: s.replace("[*ends, *bottoms]", "[*ends]"), "add it to plates"),
    ],
)
def test_a_broken_design_is_told_with_its_file(
    name: str, change: Callable[[str], str], told: str, here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert change(DESIGN) != DESIGN, name
    (here / "designs/crate/design.py").write_text(change(DESIGN))
    said = call(capsys, "check", "crate")
    assert said.code == 1
    assert told in said.err
    assert re.search(r"design\.py:\d+ ", said.err.replace("\n", " "))
    french = call(capsys, "check", "crate", "--lang", "fr")
    assert french.code == 1
    assert re.search(r"design\.py:\d+ ", french.err.replace("\n", " "))


def test_a_design_that_does_not_end_is_stopped(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from mobilier.model import own_code

    monkeypatch.setattr(own_code, "LONGEST", 0.5)
    endless = DESIGN.replace("    return Piece(", "    while True: pass\n    return Piece(")
    (here / "designs/crate/design.py").write_text(endless)
    said = call(capsys, "check", "crate")
    assert said.code == 1
    assert "does not end" in said.err


def test_only_what_belongs_to_a_design_is_published(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    home = here / "designs/crate"
    (home / "private").mkdir()
    (home / "private/secrets.toml").write_text("key = 1")
    (home / "deploy.py").write_text("x = 1")
    (home / "presets/link.toml").symlink_to(home / "private/secrets.toml")
    assert call(capsys, "nest", "crate", *SMALL, "-o", "new").code == 0
    published = {p.name for p in (here / "new/source/designs/crate").rglob("*") if p.is_file()}
    assert "design.py" in published
    assert not published & {"secrets.toml", "deploy.py", "link.toml"}
    said = call(capsys, "nest", "crate", *SMALL, "-o", "designs/crate/out")
    assert said.code == 1
    assert "inside the design" in said.err


def test_a_folder_of_other_designs_is_replaced_only_when_asked(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(here / "designs/crate", here / "designs/box")
    (here / "designs/box/design.py").write_text(DESIGN.replace("def crate(", "def box("))
    before = (here / "out/bundle.json").read_bytes()
    said = call(capsys, "cut", "box", *SMALL, "-o", "out")
    assert said.code == 1
    assert "--replace" in said.err
    assert (here / "out/bundle.json").read_bytes() == before
    assert call(capsys, "cut", "box", *SMALL, "-o", "out", "--replace").code == 0
    assert call(capsys, "verify", "out").code == 0
