"""The catalogue of rules: every rule used is in it, every rule in it is used, in both languages."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from mobilier.errors import LEVELS, Finding, MobilierError
from mobilier.proof.verdicts import RULES, Verdict
from mobilier.wording import LANGS, Saying, catalogue, demand, filled, is_rule, rule_of

SOURCE = Path(__file__).parents[1] / "src" / "mobilier"
CATALOGUE = catalogue()
TOLD = {**CATALOGUE.rules, **CATALOGUE.refusals}
SAYINGS = [
    pytest.param(saying, id=f"{name}.{case}" if case else name)
    for name, rule in TOLD.items()
    for case, saying in rule.says.items()
]


@dataclass(frozen=True)
class Site:
    """A place in the source where a finding is made; ``names`` None where a table is handed over."""

    place: str
    rules: frozenset[str]
    cases: frozenset[str]
    names: frozenset[str] | None


def texts(node: ast.AST) -> frozenset[str]:
    """Every word in quotes within an expression."""
    return frozenset(
        n.value for n in ast.walk(node) if isinstance(n, ast.Constant) and isinstance(n.value, str)
    )


@cache
def trees() -> dict[Path, ast.Module]:
    """Every module of the package."""
    return {p: ast.parse(p.read_text(encoding="utf-8")) for p in sorted(SOURCE.rglob("*.py"))}


def sites() -> Iterator[Site]:
    """Every call of ``Finding.of`` and of an error's ``of``."""
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            call, place = ast.unparse(node.func), f"{path.relative_to(SOURCE)}:{node.lineno}"
            given = {k.arg: k.value for k in node.keywords}
            if call == "Finding.of" or call.lower().endswith("error.of"):
                case = given.pop("case", ast.Constant(value=""))
            else:
                continue
            rules = texts(node.args[0]) & TOLD.keys() or texts(node.args[0])
            names = None if None in given else frozenset(k for k in given if k and k != "level")
            yield Site(place, frozenset(rules), texts(case), names)


def fields(*templates: str) -> set[str]:
    """The names that templates want filled."""
    return {name for t in templates for _, name, _, _ in Formatter().parse(t) if name}


def test_findings_are_made_from_the_catalogue_alone() -> None:
    """No text of a finding stands in the source."""
    made = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "Finding" and path.name != "errors.py"
    ]
    assert not made, "write Finding.of(rule, …)"


def test_an_error_is_raised_from_the_catalogue_alone() -> None:
    """No English sentence stands in a raise: an error is told of a rule, or of findings."""
    family = {cls.__name__ for cls in (MobilierError, *MobilierError.__subclasses__())}
    raised = [
        f"{path.relative_to(SOURCE)}:{node.lineno}"
        for path, tree in trees().items()
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) in family
        and not all(isinstance(a, ast.Starred) for a in node.args)
        and path.name != "errors.py"
    ]
    assert len(family) == 7
    assert not raised, "write DesignError.of(rule, where, …) or DesignError(*findings)"


def test_every_rule_used_is_told_and_every_rule_told_is_used() -> None:
    used: set[str] = set()
    for site in sites():
        assert site.rules <= TOLD.keys(), f"{site.place} names an unknown rule: {sorted(site.rules)}"
        used |= site.rules
    in_tables = set().union(*(texts(tree) for path, tree in trees().items() if path.parent.name == "bundle"))
    assert TOLD.keys() - used <= in_tables, "rules that nothing uses"


def test_every_site_names_a_case_and_hands_over_its_values() -> None:
    for site in sites():
        for rule in site.rules:
            says = TOLD[rule].says
            known = site.cases & says.keys()
            if set(says) == {""}:
                known = frozenset({""})
            elif not site.cases:  # a variable: its values are seen where findings are made
                continue
            assert known, f"{site.place}: {rule} has cases {sorted(says)}, not {sorted(site.cases)}"
            if site.names is not None:
                for case in known:
                    wanted = fields(*says[case].message, *says[case].remedy)
                    assert wanted <= site.names, (
                        f"{site.place}: {rule} {case} wants {sorted(wanted - site.names)}"
                    )


@pytest.mark.parametrize("saying", SAYINGS)
def test_both_languages_say_the_same_figures(saying: Saying) -> None:
    english, french = saying.message
    assert english
    assert french
    assert english != french or (fields(english) == set(fields(french)) and not english.strip("{}words")), (
        english
    )
    assert bool(saying.remedy[0]) == bool(saying.remedy[1])
    if fields(english) != {"problem"}:
        assert fields(english) == fields(french)
        assert fields(saying.remedy[0]) == fields(saying.remedy[1])


@pytest.mark.parametrize("name", CATALOGUE.rules)
def test_every_rule_is_whole(name: str) -> None:
    rule = CATALOGUE.rules[name]
    assert name.replace("-", "").isalpha()
    assert name.islower()
    assert set(rule.levels) <= set(LEVELS)
    assert rule.levels
    for pair in (rule.title, rule.reason):
        assert all(pair)
        assert pair[0] != pair[1]
    assert bool(rule.source[0]) == bool(rule.source[1])
    assert all(t.endswith((".", "!", "?")) for t in rule.reason)


def test_titles_tell_rules_apart() -> None:
    for k in range(len(LANGS)):
        titles = [r.title[k] for r in CATALOGUE.rules.values()]
        assert len(set(titles)) == len(titles)


def test_french_is_typed_as_french() -> None:
    """A space before ; : ! ? (outside code), no English quotes."""
    for rule in CATALOGUE.rules.values():
        texts_ = [rule.title[1], rule.reason[1], rule.source[1]]
        texts_ += [t for s in rule.says.values() for t in (s.message[1], s.remedy[1])]
        for text in texts_:
            plain = "".join(part for part, *_ in Formatter().parse(text))
            assert not [
                c for k, c in enumerate(plain) if c in ";!?" and k and plain[k - 1] not in " \u202f"
            ], text
            assert '"' not in plain


def test_the_proof_demands_what_it_judges() -> None:
    assert tuple(CATALOGUE.demands) == RULES
    assert all(demand(rule, "en") != demand(rule, "fr") for rule in RULES)


def test_a_finding_speaks_both_languages() -> None:
    found = Finding.of("thin-web", "A1 side", level="error", gap=3.25678, why="a", other="b", need=9.0)
    assert found.message == found.text("en")
    assert "3.3 mm" in found.text("en")
    assert "3,3 mm" in found.text("fr")
    assert found.table()["values"] == {"gap": 3.25678, "why": "a", "other": "b", "need": 9.0}
    assert hash(found) == hash(
        Finding.of("thin-web", "A1 side", level="error", gap=3.26, why="a", other="b", need=9.0)
    )


def test_a_level_a_rule_does_not_have_is_refused() -> None:
    with pytest.raises(ValueError, match="error"):
        Finding.of("clash", "x", level="note", case="kernel", volume=1.0, pose="closed")
    with pytest.raises(ValueError, match="thin-web"):
        Finding.of("thin-web", "x", gap=1.0, why="a", other="b", need=2.0)


def test_only_figures_get_a_comma() -> None:
    assert filled(("{n:g} {s}", "{n:g} {s}"), "fr", {"n": 17.6, "s": "v1.2"}) == "17,6 v1.2"


@pytest.mark.parametrize("name", TOLD)
def test_one_rule_alone_reads_as_in_the_whole_catalogue(name: str) -> None:
    assert is_rule(name)
    assert rule_of(name) == TOLD[name]


def test_what_is_no_rule_is_not_found() -> None:
    """Neither the parts of a rule nor the beginning of its name are rules."""
    for name in ("clash.cases.flat", "thin", "message", ""):
        assert not is_rule(name)
    with pytest.raises(KeyError):
        rule_of("thin")
    stranger = Finding(level="error", rule="of-a-plugin", where="x", message="said in English")
    assert stranger.text("fr") == "said in English"


def test_a_verdict_speaks_both_languages() -> None:
    kept = Verdict(subject="S01", rule="tabs", passed=True)
    assert kept.text("fr") == "tenue [tabs] S01: " + demand("tabs", "fr")
    broken = Verdict(subject="S01", rule="tabs", passed=False, where="A1", message="3 instead of 4")
    assert str(broken) == "BROKEN [tabs] S01 at A1: 3 instead of 4"
    assert broken.text("fr").startswith("ENFREINTE [tabs] S01 à A1: ")
    assert broken.text("fr").endswith("(3 instead of 4)")
