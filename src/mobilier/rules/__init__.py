"""What every rule says, in English and French: one catalogue, kept as data beside this file.

A finding names a rule; the catalogue holds where the rule stands on the ladder of checks, its
levels, the reason it matters at the bench, and the templates of its message and remedy.
Templates are format strings over the finding's values; ``{name!t}`` is a word that is
translated too, ``{name!c}`` a text of figures.  French writes decimals with a comma.
"""

from __future__ import annotations

import re
import tomllib
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
    """Return the whole catalogue, read once; `rule_of` is quicker where one rule is wanted."""
    rules = {}
    for rung in _rungs():
        for name, table in _read(rung).items():
            if name in rules:
                msg = f"two rules are called {name}"
                raise ValueError(msg)
            rules[name] = _rule(name, rung, table)
    return Catalogue(rungs=_rungs(), rules=rules, demands=_demands(), words=_words())


@cache
def rule_of(name: str) -> Rule:
    """Return one rule; only its own lines are read as TOML, which is dear.

    Raises:
        KeyError: no rule has this name.
    """
    lines = re.compile(rf"^\[{re.escape(name)}\]\n.*?(?=^\[(?!{re.escape(name)}\.)|\Z)", re.M | re.S)
    for rung in _rungs():
        if found := lines.search(_text(rung)):
            return _rule(name, rung, tomllib.loads(found[0])[name])
    raise KeyError(name)


@cache
def is_rule(name: str) -> bool:
    """Tell whether the catalogue has a rule of this name."""
    return "." not in name and any(f"\n[{name}]\n" in _text(rung) for rung in _rungs())


@cache
def _rungs() -> Mapping[str, Pair]:
    return {name: _pair(pair) for name, pair in _read("rungs").items()}


@cache
def _demands() -> Mapping[str, Pair]:
    return {name: _pair(pair) for name, pair in _read("proof").items()}


@cache
def _words() -> Mapping[str, str]:
    return _read("words")


@cache
def _text(name: str) -> str:
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads(_text(name))


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
            return value if self.lang == "en" else _words()[value]
        if conversion == "c":
            return value if self.lang == "en" else value.replace(".", ",")
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        return text.replace(".", ",") if self.lang == "fr" and isinstance(value, float | int) else text


def filled(pair: Pair, lang: Lang, values: Mapping[str, Value]) -> str:
    """Return a template in a language with its values in place."""
    return _Words(lang).vformat(pair[LANGS.index(lang)], (), values)


def said(rule: str, case: str, lang: Lang, values: Mapping[str, Value]) -> tuple[str, str]:
    """Return the message and the remedy of a rule in a language."""
    saying = rule_of(rule).says[case]
    return filled(saying.message, lang, values), filled(saying.remedy, lang, values)


def demand(rule: str, lang: Lang = "en") -> str:
    """Return what a rule of the proof demands."""
    return _demands()[rule][LANGS.index(lang)]
