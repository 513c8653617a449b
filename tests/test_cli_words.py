"""The catalogue: complete in both languages, with the same words to fill in."""

from __future__ import annotations

from string import Formatter

import pytest

from mobilier.cli import VERBS
from mobilier.cli.words import TEXTS, counted, language, say


def words(text: str) -> set[str]:
    """Return the names to fill in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_say_the_same(key: str) -> None:
    english, french = TEXTS[key]
    assert english.strip()
    assert french.strip()
    assert words(english) == words(french)


def test_french_differs_from_english() -> None:
    same = {key for key, (english, french) in TEXTS.items() if english == french}
    assert same <= {"options", "level.note", "size"}


def test_every_verb_has_its_line_of_help() -> None:
    assert {f"help.{verb}" for verb in VERBS} <= set(TEXTS)


@pytest.mark.parametrize(
    ("environ", "found"),
    [
        ({}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "fr"),
        ({"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LC_MESSAGES": "fr_BE", "LANG": "nl_BE"}, "fr"),
        ({"LANG": "de_DE"}, "en"),
    ],
)
def test_the_locale_chooses(environ: dict[str, str], found: str) -> None:
    assert language(environ) == found


def test_numbers_agree_with_their_nouns() -> None:
    assert [counted("part", n, "fr") for n in (1, 2)] == ["1 pièce", "2 pièces"]
    assert say("error", "fr") == "Erreur :"
