"""Texts of the shipped designs: complete in both languages, and honest about whose they are."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pytest

import designs
from mobilier.model.hardware import Hardware


def keys(table: Mapping[str, Any], before: str = "") -> set[str]:
    """The dotted keys of a table of texts."""
    out: set[str] = set()
    for key, value in table.items():
        out |= keys(value, f"{before}{key}/") if isinstance(value, Mapping) else {before + key}
    return out


def needed(name: str) -> set[str]:
    """Every text the pieces of a design can ask for, over all presets."""
    made = designs.design(name)
    out = {"title", "about", "credit", "licence"} | {f"parameters/{p}" for p in made.parameters}
    pieces = [designs.built(name, p) for p in made.presets]
    pieces += (
        [designs.built(name, arch=True, split_posts=s) for s in (True, False)] if name == "porte" else []
    )
    pieces += [designs.built(name, support="bracket")] if name == "chariot" else []
    for piece in pieces:
        out |= {f"parts/{p.word}" for p in piece.plates}
        out |= {f"{table}/{s.key}" for s in piece.steps for table in ("titles", "steps")}
        out |= {f"hardware/{h.key}" for h in piece.hardware}
        out |= {f"hardware/{key}" for s in piece.steps for key in s.hardware}
        out |= {f"poses/{p.name}" for p in piece.poses}
    return out


@pytest.mark.parametrize("name", designs.NAMES)
def test_both_languages_say_everything_and_nothing_stale(name: str) -> None:
    """French and English have exactly the texts the pieces ask for; notes are free."""
    want = needed(name)
    for lang in ("fr", "en"):
        have = {k for k in keys(designs.design(name).texts[lang]) if not k.startswith("notes/")}
        assert have == want, lang
    french, english = (keys(designs.design(name).texts[lang]) for lang in ("fr", "en"))
    assert french == english


@pytest.mark.parametrize("name", designs.NAMES)
def test_hardware_sizes_are_said_in_both_languages(name: str) -> None:
    """Every measure of a label is filled in, figures with a comma in French."""
    for item in hardware(name):
        french, english = item.size("fr"), item.size("en")
        assert english
        assert not re.search(r"\d\.\d|  |×  ", french), french
        assert not re.search(r"  |×  ", english), english


def hardware(name: str) -> list[Hardware]:
    """Everything the pieces of a design can ask for, over presets and variants."""
    made = designs.design(name)
    changes: list[dict[str, Any]] = {
        "chariot": [{"support": "bracket"}, {"tool_panel": True}],
        "porte": [{"arch": True, "split_posts": True}, {"variant": "passage"}],
    }.get(name, [])
    pieces = [designs.built(name, p) for p in made.presets]
    pieces += [designs.built(name, **change) for change in changes]
    return [h for piece in pieces for h in piece.hardware]


@pytest.mark.parametrize("name", designs.NAMES)
def test_the_credit_claims_no_plans(name: str) -> None:
    """After the studio, never its plans."""
    texts = designs.design(name).texts
    assert texts["fr"]["credit"].startswith("D'après")
    assert "ce ne sont pas les plans" in texts["fr"]["credit"]
    assert texts["en"]["credit"].startswith("After")
    assert "not the" in texts["en"]["credit"]


@pytest.mark.parametrize("name", designs.NAMES)
def test_steps_list_the_hardware_they_use(name: str) -> None:
    """What a step asks for is on the shopping list."""
    for preset in designs.design(name).presets:
        piece = designs.built(name, preset)
        listed = {h.key for h in piece.hardware}
        for step in piece.steps:
            assert set(step.hardware) <= listed, step.key
