"""Each rule has a scene in which the checks find it, and the pages are what the scenes say."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType
from xml.etree import ElementTree

import pytest

from mobilier.wording import LANGS, catalogue

ROOT = Path(__file__).parents[1]
RULES = catalogue().rules


@pytest.fixture(scope="module")
def writer() -> ModuleType:
    """The script that writes the pages."""
    sys.path.insert(0, str(ROOT / "scripts"))
    return importlib.import_module("checks_page")


def test_every_rule_has_a_scene(writer: ModuleType) -> None:
    assert set(writer.scenes()) == set(RULES)


@pytest.mark.parametrize("name", RULES)
def test_the_scene_has_the_fault_it_shows(writer: ModuleType, name: str) -> None:
    fault = writer.scenes()[name]()
    assert fault.finding.rule == name
    for lang in LANGS:
        assert "{" not in fault.finding.text(lang) + fault.finding.remedy_in(lang)
    drawing = ElementTree.fromstring(fault.sketch.render(name))
    assert "#c8371e" in ElementTree.tostring(drawing, "unicode"), "what is wrong is red"


def test_pages_and_pictures_are_as_the_script_writes_them(writer: ModuleType) -> None:
    docs, files = ROOT / "docs", writer.files()
    stale = [n for n, text in files.items() if (docs / n).read_text(encoding="utf-8") != text]
    assert not stale, "run python scripts/checks_page.py"
    drawn = {f"pictures/checks/{p.name}" for p in (docs / "pictures" / "checks").iterdir()}
    assert drawn <= files.keys(), "pictures of rules that are gone"
