"""The catalogue: complete in both languages, with the same words to fill in, and nothing that is not used."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from string import Formatter

import pytest

from mobilier.cli import VERBS
from mobilier.wording import counted, figure, language, pair, say, slug, trimmed
from mobilier.wording.words import table, tables

SOURCE = Path(__file__).parents[1] / "src" / "mobilier"
BOOKLET = SOURCE / "export" / "documents" / "templates" / "booklet.typ"
TEXTS = {key: texts for name in tables() for key, texts in table(name).items()}


def words(text: str) -> set[str]:
    """Return the names to fill in."""
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("key", TEXTS)
def test_both_languages_say_the_same(key: str) -> None:
    english, french = TEXTS[key]
    assert english.strip()
    assert french.strip()
    assert words(english) == words(french)


def test_a_key_stands_in_one_file_only() -> None:
    assert sum(len(table(name)) for name in tables()) == len(TEXTS)


def test_every_text_is_used() -> None:
    """A key stands in the source as it is, or is made there from a beginning or an end that does."""
    whole = {f"booklet.{word}" for word in re.findall(r"\bw\.(\w+)", BOOKLET.read_text("utf-8"))}
    made: set[tuple[str, str]] = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                whole.add(node.value)
            elif isinstance(node, ast.JoinedStr):
                ends = [v.value if isinstance(v, ast.Constant) else "" for v in node.values]
                made.add((str(ends[0]), str(ends[-1])))
            elif isinstance(node, ast.BinOp) and isinstance(node.left, ast.Constant):
                made.add((str(node.left.value), ""))
    starts = {(a, b) for a, b in made if a.endswith((".", "_")) or b.startswith(("-", "_", "."))}
    unused = {
        key
        for key in TEXTS
        if key not in whole
        and key.removesuffix("s") not in whole
        and not any(key.startswith(a) and key.endswith(b) for a, b in starts)
    }
    assert not unused


def test_every_key_that_is_said_is_there() -> None:
    """The first word of `say` where it stands as it is, also as one of two."""
    asked = set()
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("say", "pair") and node.args:
                first = node.args[0]
                said = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
                asked |= {part.value for part in said if isinstance(part, ast.Constant)}
    assert len(asked) > 100
    assert not asked - set(TEXTS)


def test_french_differs_from_english() -> None:
    same = {key for key, (english, french) in TEXTS.items() if english == french}
    assert same <= {
        *("options", "level.note", "size", "kind.machines", "doc.machine", "doc.passes", "drawing.passes"),
        *(
            "booklet.length",
            "booklet.nominal",
            "booklet.poses",
            "booklet.question",
            "count.note",
            "count.notes",
        ),
        *("page.plans", "place.LICENSES/", "wood.osb"),
    }


def test_a_pair_is_told_in_each_language() -> None:
    """A word that is called otherwise in each language is filled in by language, figures with a comma."""
    assert say("hint.near", "fr", name=("side", "côté")) == say("hint.near", "fr", name="côté")
    assert pair("hint.near", name="a") == (say("hint.near", "en", name="a"), say("hint.near", "fr", name="a"))


@pytest.mark.parametrize(
    ("value", "decimals", "plain"),
    [(17.6, 4, "17.6"), (-0.00001, 3, "0"), (1200.0, 2, "1200"), (0.1 + 0.2, 6, "0.3"), (-3.25, 1, "-3.2")],
)
def test_a_number_is_written_without_an_empty_tail(value: float, decimals: int, plain: str) -> None:
    assert trimmed(value, decimals) == plain
    assert figure(value, "en", decimals) == plain
    assert figure(value, "fr", decimals) == plain.replace(".", ",")


def test_a_name_becomes_a_word_for_files() -> None:
    names = ["Étagère n° 2", "cœur/œuvre", "../../etc", "  ", "Ⅳ—x"]
    assert [slug(n) for n in names] == ["etagere-n-2", "coeur-oeuvre", "etc", "", "iv-x"]


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
