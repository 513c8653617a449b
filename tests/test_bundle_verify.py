"""A bundle judged from its files: untouched it is whole, and no damage hides behind new checksums."""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from crate import SMALL, add_crate, call

from mobilier.bundle.folder import SUMS, sha256, sums
from mobilier.bundle.regenerate import differing
from mobilier.bundle.verify import judged
from mobilier.errors import BundleError, MobilierError


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bundle of the crate, made once."""
    from mobilier.cli import run

    root = tmp_path_factory.mktemp("bundle")
    add_crate(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(root)
        assert run(["bundle", "crate", *SMALL, "-o", "out"]) == 0
    return root / "out"


@pytest.fixture
def bundle(written: Path, tmp_path: Path) -> Path:
    """A copy of the bundle to spoil."""
    return Path(shutil.copytree(written, tmp_path / "out"))


def resealed(folder: Path) -> None:
    """State new checksums for whatever lies in a bundle, as a forger would."""
    files = {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}
    table = json.loads(files["bundle.json"])
    roles = {row["path"]: row["role"] for row in table["files"]}
    table["files"] = [
        {"path": path, "role": roles.get(path, "program"), "sha256": sha256(body)}
        for path, body in sorted(files.items())
        if path not in ("bundle.json", SUMS)
    ]
    (folder / "bundle.json").write_text(json.dumps(table))
    files["bundle.json"] = (folder / "bundle.json").read_bytes()
    (folder / SUMS).write_bytes(sums(files))


def program(folder: Path) -> Path:
    """Return the program that cuts."""
    (found,) = folder.glob("programs/*/S01-*-T*endmill*.nc")
    return found


def test_an_untouched_bundle_is_whole(written: Path) -> None:
    found = judged(written)
    assert found.faults == ()
    assert found.whole
    assert {v.rule for v in found.verdicts} >= {"bill", "claim", "wood-left", "tabs", "rapid", "drawing"}


def test_verify_says_so(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "verify", written)
    assert said.code == 0
    assert call(capsys, "verify", written, "--json").json["ok"] is True


def test_the_contract_lists_every_file_with_its_checksum(written: Path) -> None:
    table = json.loads((written / "bundle.json").read_text())
    stated = dict(line.split("  ")[::-1] for line in (written / SUMS).read_text().splitlines())
    del stated["bundle.json"]
    assert {f["path"]: f["sha256"] for f in table["files"]} == stated
    assert all(f["role"] for f in table["files"])


def test_the_contract_counts_what_is_there(written: Path) -> None:
    table = json.loads((written / "bundle.json").read_text())
    assert [p["quantity"] for p in table["parts"]] == [2, 1]
    assert table["pieces"][0]["size"] == [400, 260, 200]
    assert table["boards"][0]["thickness"] == 17.6
    for row in table["programs"]:
        assert (written / row["file"]).is_file()
        assert row["seconds"] > 0
    cut = [r for r in table["programs"] if r["role"] == "cut"]
    assert sum(r["cut_length"] for r in cut) > 11_000
    assert table["proof"]["broken"] == 0


def test_nothing_in_a_bundle_names_this_machine(written: Path) -> None:
    for path in written.rglob("*"):
        if path.is_file():
            body = path.read_bytes()
            assert str(written.parent).encode() not in body
            assert b"-0.000" not in body


def test_the_same_job_gives_the_same_bytes(
    written: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(written.parent)
    assert call(capsys, "bundle", "crate", *SMALL, "-o", "again").code == 0
    assert (written.parent / "again" / SUMS).read_text() == (written / SUMS).read_text()


def edited(pattern: str, new: str | Callable[[re.Match[str]], str]) -> Callable[[Path], None]:
    """Return a change of the first match in the program that cuts."""

    def spoil(folder: Path) -> None:
        file = program(folder)
        text, count = re.subn(pattern, new, file.read_text(), count=1, flags=re.MULTILINE)
        assert count == 1, f"{pattern} is not in the program"
        file.write_text(text)

    return spoil


def layout(change: Callable[[list[dict[str, float]]], object]) -> Callable[[Path], None]:
    """Return a change of the placements of layout.json."""

    def spoil(folder: Path) -> None:
        table = json.loads((folder / "layout.json").read_text())
        change(table["layouts"][0]["placements"])
        (folder / "layout.json").write_text(json.dumps(table))

    return spoil


def contract(change: Callable[[Any], object]) -> Callable[[Path], None]:
    """Return a change of the claim of the first sheet."""

    def spoil(folder: Path) -> None:
        table = json.loads((folder / "bundle.json").read_text())
        change(table["sheets"][0]["claim"])
        (folder / "bundle.json").write_text(json.dumps(table))

    return spoil


def drawing(folder: Path) -> None:
    """Move one vertex of the drawing by 0.2 mm."""
    file = folder / "sheets/S01.dxf"
    text = file.read_text("cp1252")
    start = text.index("LWPOLYLINE", text.index("5_CUT_OUT", text.index("ENTITIES")) - 200)
    found = re.compile(r"\n *10\n(\d+\.\d+)\n").search(text, start)
    assert found is not None
    moved = f"\n 10\n{float(found[1]) + 0.2}\n"
    file.write_text(text[: found.start()] + moved + text[found.end() :], "cp1252")


def stray(folder: Path) -> None:
    """Add a program that no sheet declares."""
    file = program(folder)
    file.with_name("S02-T1-endmill_6.nc").write_text(file.read_text())


def longer(match: re.Match[str]) -> str:
    """Move a coordinate by 0.1 mm."""
    return f"{match[1]}{float(match[2]) + 0.1:.4f}"


def fewer_tabs(claim: Any) -> None:
    """Declare one tab less."""
    claim["tabs"].pop()


def thinner(claim: Any) -> None:
    """Declare a cutter of 5.8 mm."""
    for row in claim["programs"]:
        row["tool"]["diameter"] = 5.8


OUTLINE = {"wood-left", "part-whole", "touched"}
DAMAGE: dict[str, tuple[Callable[[Path], None], set[str]]] = {
    "an arc shifted by 0.1 mm": (edited(r"^(G[23] X)(\d+\.\d+)", longer), {"reading", *OUTLINE}),
    "an end shifted by 0.1 mm": (edited(r"^(G1 X)(\d+\.?\d*)", longer), {"reading", *OUTLINE}),
    "a deeper pass": (edited(r"Z-17\.9", "Z-19.9"), {"depth"}),
    "a first rapid through the board": (edited(r"^G0 Z10\n", "G0 Z-2\n"), {"rapid"}),
    "a rapid at depth": (edited(r"(?s)^(G0 Z10\n.*?)G0 Z10", r"\1G0 Z-2"), {"rapid"}),
    "the spindle never started": (edited(r"^.*M3 S\d+\n", ""), {"spindle"}),
    "a program lost its end": (edited(r"^M5\n(?:.*\n)*", ""), {"spindle", "known-state"}),
    "a part dropped": (layout(lambda rows: rows.pop()), {"bill"}),
    "a part moved": (layout(lambda rows: rows[0].update(x=rows[0]["x"] + 0.2)), OUTLINE),
    "a tab not declared": (contract(fewer_tabs), {"tabs", "wood-left"}),
    "another cutter declared": (contract(thinner), {"tool", *OUTLINE}),
    "a drawing that says something else": (drawing, {"drawing"}),
    "a program nobody declares": (stray, {"claim"}),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_though_the_checksums_fit(damage: str, bundle: Path) -> None:
    spoil, rules = DAMAGE[damage]
    spoil(bundle)
    resealed(bundle)
    found = judged(bundle)
    assert found.faults == ()
    broken = {v.rule for v in found.verdicts if not v.passed}
    assert broken & rules, f"{damage}: {broken or 'nothing'} broken"


def test_a_changed_file_is_named(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (bundle / "cutlist.csv").write_text("x")
    (bundle / "mine.txt").write_text("x")
    said = call(capsys, "verify", bundle)
    assert said.code == 1
    assert "cutlist.csv" in said.err
    assert "mine.txt" in said.err


def test_a_missing_file_is_named_and_ends_the_matter(bundle: Path) -> None:
    (bundle / "model.json").unlink()
    found = judged(bundle)
    assert [f.where for f in found.faults] == ["model.json"]
    assert not found.whole


def test_no_code_of_a_bundle_is_run(bundle: Path, tmp_path: Path) -> None:
    marker = tmp_path / "ran"
    (bundle / "source/designs/crate/design.py").write_text(f"open({str(marker)!r}, 'w')\n")
    resealed(bundle)
    assert judged(bundle).whole
    assert not marker.exists()


@pytest.mark.parametrize("name", ["bundle.json", "model.json", "layout.json"])
@pytest.mark.parametrize("text", ["", "[]", "{}", '{"schema": "other/1"}', "\0", "[1, 2"])
def test_files_that_cannot_be_read_are_refused_in_words(name: str, text: str, bundle: Path) -> None:
    (bundle / name).write_text(text)
    files = {p.relative_to(bundle).as_posix(): p.read_bytes() for p in bundle.rglob("*") if p.is_file()}
    (bundle / SUMS).write_bytes(sums(files))
    with pytest.raises(MobilierError, match=name.partition(".")[0]):
        judged(bundle)


def test_no_bundle_at_all(tmp_path: Path) -> None:
    with pytest.raises(BundleError, match="no SHA256SUMS"):
        judged(tmp_path)


def test_made_again_it_comes_out_the_same(written: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = call(capsys, "verify", written, "--regenerate")
    assert said.code == 0
    assert "running the designs in" in said.err


def test_versions_may_differ_but_sources_may_not(bundle: Path) -> None:
    files = {p.relative_to(bundle).as_posix(): p.read_bytes() for p in bundle.rglob("*") if p.is_file()}
    del files[SUMS]
    lock = files["mobilier.lock"]
    files["mobilier.lock"] = re.sub(rb'mobilier-code = "\w+"', b'mobilier-code = "other"', lock)
    table = json.loads(files["bundle.json"])
    (row,) = (r for r in table["files"] if r["path"] == "mobilier.lock")
    row["sha256"] = "0" * 64
    files["bundle.json"] = json.dumps(table).encode()
    assert files["mobilier.lock"] != lock
    assert differing(bundle, files) == []
    files["mobilier.lock"] = lock.replace(b"[sources]", b'[sources]\n"x" = "y"')
    assert differing(bundle, files) == ["mobilier.lock"]


def test_a_source_that_makes_something_else_is_told(bundle: Path, capsys: pytest.CaptureFixture[str]) -> None:
    design = bundle / "source/designs/crate/design.py"
    design.write_text(design.read_text().replace("diameter=12.0", "diameter=12.5"))
    resealed(bundle)
    assert call(capsys, "verify", bundle).code == 0
    said = call(capsys, "verify", bundle, "--regenerate")
    assert said.code == 1
    assert "not-reproduced  model.json" in said.err


def test_a_forged_machine_is_found_out_by_ones_own(
    bundle: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The bundle's own figures may be forged with their checksums; a reader's own figures are not."""
    monkeypatch.chdir(tmp_path)
    place = bundle / "source/profiles/machines/generic_grbl.toml"
    text = place.read_text("utf-8")
    own = re.sub(r"(?m)^travel = .*$", "travel = [300.0, 300.0, 80.0]", text)
    own = re.sub(r"(?m)^name = .*$", 'name = "small"', own)
    (tmp_path / "profiles/machines").mkdir(parents=True)
    (tmp_path / "profiles/machines/small.toml").write_text(own, "utf-8")
    assert call(capsys, "verify", bundle, "--machine", "generic_grbl").code == 0
    said = call(capsys, "verify", bundle, "--machine", "small")
    assert said.code == 1
    assert "travel" in said.err
    other = call(capsys, "verify", bundle, "--machine", "shopbot_prs")
    assert other.code == 1
    assert "make the bundle again with --machine shopbot_prs" in other.err


def test_a_bundle_of_an_older_version_is_read_for_diff_and_refused_by_name_for_proof(
    bundle: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its contract has no titles of pieces and says so by its schema."""
    table = json.loads((bundle / "bundle.json").read_text("utf-8"))
    table["schema"], table["mobilier"] = "mobilier.bundle/1", "0.1.0"
    for row in table["pieces"]:
        del row["title"]
    (bundle / "bundle.json").write_text(json.dumps(table), "utf-8")
    resealed(bundle)
    with pytest.raises(BundleError, match=r"mobilier 0\.1\.0 wrote it \(mobilier\.bundle/1\)"):
        judged(bundle)
    assert call(capsys, "diff", str(bundle), str(bundle)).code == 0
