"""What every rule says: findings of the checks, and refusals that stop a run.

A finding names a rule; the catalogue holds where the rule stands on the ladder of checks, its
levels, the reason it matters at the bench, and the templates of its message and remedy.
A refusal is told of what was asked or read; it has a message and a remedy, and one level, error.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from mobilier.wording.language import FOLDER, LANGS, Lang, Pair, Value, filled, raw_text, read_texts

REFUSED = "refused"
"""The rung of a refusal: it stands on none of the ladder."""


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
    """Every rule of the ladder by name, the rungs in order, refusals by name, what the proof demands."""

    rungs: Mapping[str, Pair]
    rules: Mapping[str, Rule]
    refusals: Mapping[str, Rule]
    demands: Mapping[str, Pair]


@cache
def catalogue() -> Catalogue:
    """Return the whole catalogue, read once; `rule_of` is quicker where one rule is wanted."""
    rules = _all((f"rules/{rung}", rung) for rung in _rungs())
    refusals = _all((file, REFUSED) for file in _refusals())
    both = rules.keys() & refusals.keys()
    if both:
        msg = f"rules and refusals of one name: {', '.join(sorted(both))}"
        raise ValueError(msg)
    return Catalogue(rungs=_rungs(), rules=rules, refusals=refusals, demands=_demands())


def _all(files: Iterable[tuple[str, str]]) -> dict[str, Rule]:
    """Return the rules of several files, each (file, rung)."""
    out: dict[str, Rule] = {}
    for file, rung in files:
        for name, table in read_texts(file).items():
            if name in out:
                msg = f"two rules are called {name}"
                raise ValueError(msg)
            out[name] = _rule(name, rung, table)
    return out


@cache
def rule_of(name: str) -> Rule:
    """Return one rule or refusal; only its own lines are read as TOML, which is dear.

    Raises:
        KeyError: no rule has this name.
    """
    lines = re.compile(rf"^\[{re.escape(name)}\]\n.*?(?=^\[(?!{re.escape(name)}\.)|\Z)", re.M | re.S)
    for file, rung in _files():
        if found := lines.search(raw_text(file)):
            return _rule(name, rung, tomllib.loads(found[0])[name])
    raise KeyError(name)


@cache
def is_rule(name: str) -> bool:
    """Tell whether the catalogue has a rule or refusal of this name."""
    if "." in name:
        return False
    return any(f"\n[{name}]\n" in "\n" + raw_text(file) for file, _ in _files())


def _files() -> Iterable[tuple[str, str]]:
    """Return every file of rules with its rung."""
    return [*((f"rules/{rung}", rung) for rung in _rungs()), *((file, REFUSED) for file in _refusals())]


@cache
def _refusals() -> tuple[str, ...]:
    return tuple(f"refusals/{p.stem}" for p in sorted((FOLDER / "refusals").glob("*.toml")))


@cache
def _rungs() -> Mapping[str, Pair]:
    return {name: _pair(texts) for name, texts in read_texts("rungs").items()}


@cache
def _demands() -> Mapping[str, Pair]:
    return {name: _pair(texts) for name, texts in read_texts("demands").items()}


def _rule(name: str, rung: str, table: Mapping[str, Any]) -> Rule:
    cases = table.get("cases", {"": table})
    return Rule(
        name=name,
        rung=rung,
        levels=tuple(table.get("levels", ("error",) if rung == REFUSED else ())),
        title=_pair(table.get("title", ("", ""))),
        reason=_pair(table.get("reason", ("", ""))),
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


def said(rule: str, case: str, lang: Lang, values: Mapping[str, Value]) -> tuple[str, str]:
    """Return the message and the remedy of a rule in a language."""
    saying = rule_of(rule).says[case]
    return filled(saying.message, lang, values), filled(saying.remedy, lang, values)


def demand(rule: str, lang: Lang = "en") -> str:
    """Return what a rule of the proof demands."""
    return _demands()[rule][LANGS.index(lang)]
