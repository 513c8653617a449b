"""What every rule says, in English and French: one catalogue, kept as data beside this file.

A finding names a rule; the catalogue holds where the rule stands on the ladder of checks, its
levels, the reason it matters at the bench, and the templates of its message and remedy.
Templates are format strings over the finding's values; ``{name!t}`` is a word that is
translated too.  French writes decimals with a comma.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

Lang = Literal["en", "fr"]
Value = float | int | str

LANGS: tuple[Lang, Lang] = ("en", "fr")
FOLDER = Path(__file__).parent

Pair = tuple[str, str]
"""A text in English and in French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Saying:
    """Templates of a message and its remedy, each in English and French."""

    message: Pair
    remedy: Pair = ("", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One rule: its rung, levels, title, the reason it matters, its source, what it says by case."""

    name: str
    rung: str
    levels: tuple[str, ...]
    title: Pair
    reason: Pair
    source: Pair
    says: Mapping[str, Saying]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Every rule by name, the rungs in order, what the proof demands, words that are translated."""

    rungs: Mapping[str, Pair]
    rules: Mapping[str, Rule]
    demands: Mapping[str, Pair]
    words: Mapping[str, str]


@cache
def catalogue() -> Catalogue:
    """Return the catalogue, read once."""
    words = _read("words")
    rules = {}
    for rung in (rungs := _read("rungs")):
        for name, table in _read(rung).items():
            if name in rules:
                msg = f"two rules are called {name}"
                raise ValueError(msg)
            rules[name] = _rule(name, rung, table)
    return Catalogue(
        rungs={name: _pair(pair) for name, pair in rungs.items()},
        rules=rules,
        demands={name: _pair(pair) for name, pair in _read("proof").items()},
        words=words,
    )


def _read(name: str) -> dict[str, Any]:
    import tomllib

    with (FOLDER / f"{name}.toml").open("rb") as file:
        return tomllib.load(file)


def _rule(name: str, rung: str, table: Mapping[str, Any]) -> Rule:
    cases = table.get("cases", {"": table})
    return Rule(
        name=name,
        rung=rung,
        levels=tuple(table["levels"]),
        title=_pair(table["title"]),
        reason=_pair(table["reason"]),
        source=_pair(table.get("source", ("", ""))),
        says={
            case: Saying(
                message=_pair(said["message"]),
                remedy=_pair(said.get("remedy", table.get("remedy", ("", "")))),
            )
            for case, said in cases.items()
        },
    )


def _pair(texts: Any) -> Pair:
    english, french = texts
    return (str(english), str(french))


class _Words(Formatter):
    """Fills a template in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "t":
            return value if self.lang == "en" else catalogue().words[value]
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if self.lang == "fr" and isinstance(value, float | int) else text


def filled(pair: Pair, lang: Lang, values: Mapping[str, Value]) -> str:
    """Return a template in a language with its values in place."""
    return _Words(lang).vformat(pair[LANGS.index(lang)], (), values)


def said(rule: str, case: str, lang: Lang, values: Mapping[str, Value]) -> tuple[str, str]:
    """Return the message and the remedy of a rule in a language."""
    saying = catalogue().rules[rule].says[case]
    return filled(saying.message, lang, values), filled(saying.remedy, lang, values)


def demand(rule: str, lang: Lang = "en") -> str:
    """Return what a rule of the proof demands."""
    return catalogue().demands[rule][LANGS.index(lang)]
