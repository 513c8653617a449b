"""Who publishes: okh.toml and the code on the cover only where the lab says it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from crate import SMALL, add_crate

from mobilier.cli import run
from mobilier.errors import ProfileError
from mobilier.export.web.okh import okh_findings
from mobilier.library import find
from mobilier.profiles.reader import parse_profile
from mobilier.profiles.types import Lab

PUBLISHER = """
[publisher]
name = "Atelier du Port"
email = "plans@example.org"
url = "https://wiki.example.org/{design}"
"""
TEXTS = 'title = "Crate"\nlicence = "CC-BY-SA-4.0"\n'


def lab(more: str = "", name: str = "mine") -> str:
    """The default lab under another name, with more to say."""
    text = find("labs", "default").read_text("utf-8")
    return text.replace('name = "default"\n', f'name = "{name}"\n', 1) + more


def bundled(root: Path, patch: pytest.MonkeyPatch, text: str) -> Path:
    """Bundle the crate for a lab."""
    folder = add_crate(root)
    (folder / "texts.en.toml").write_text(TEXTS, "utf-8")
    labs = root / "profiles" / "labs"
    labs.mkdir(parents=True)
    (labs / "mine.toml").write_text(text, "utf-8")
    patch.chdir(root)
    assert run(["bundle", "crate", *SMALL, "--lab", "mine", "-o", "out"]) == 0
    return root / "out"


def test_a_lab_that_publishes_has_a_manifest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = bundled(tmp_path, monkeypatch, lab(PUBLISHER))
    table = tomllib.loads((out / "okh.toml").read_text("utf-8"))
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    assert okh_findings(table, files) == []
    assert table["repo"] == "https://wiki.example.org/crate-plain"
    assert table["licensor"] == "Atelier du Port <plans@example.org>"
    assert table["license"] == "CC-BY-SA-4.0"
    page = (out / "wiki" / "Crate.wikifab.en.wikitext").read_text("utf-8")
    assert "ExternalAttachmentsLinks=https://wiki.example.org/crate-plain" in page
    assert run(["verify", "out"]) == 0


def test_a_lab_that_does_not_has_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = bundled(tmp_path, monkeypatch, lab())
    assert not (out / "okh.toml").exists()
    assert "okh.toml" not in (out / "README.md").read_text("utf-8")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("https://wiki.example.org/{design}", "wiki.example.org"),
        ("https://wiki.example.org/{design}", "https://wiki.example.org/{piece}"),
        ("https://wiki.example.org/{design}", "https://wiki.example.org/my page"),
        ('"Atelier du Port"', '""'),
        ("plans@example.org", "plans"),
        ("email", "mail"),
    ],
)
def test_a_publisher_that_cannot_be_right_is_refused(old: str, new: str) -> None:
    parse_profile(lab(PUBLISHER), Lab, where="mine.toml")
    with pytest.raises(ProfileError, match="publisher"):
        parse_profile(lab(PUBLISHER.replace(old, new)), Lab, where="mine.toml")
