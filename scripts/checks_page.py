"""Write the pages of the checks and their pictures: python scripts/checks_page.py."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from faults import scenes

from mobilier.errors import Finding
from mobilier.proof.verdicts import RULES
from mobilier.wording import LANGS, Lang, Rule, catalogue, demand

DOCS = Path(__file__).parents[1] / "docs"
PAGES: Mapping[Lang, str] = {"en": "checks.md", "fr": "fr/constats.md"}

WORDS: Mapping[str, tuple[str, str]] = {
    "title": ("Checks", "Constats"),
    "intro": (
        "Every finding names a rule, a place, a figure and a remedy. `mobilier check` prints them; "
        "`mobilier check --json` gives each with its `rule`, `level`, `where`, `message`, `remedy` and "
        "`values`. With an error nothing is cut and no bundle is written; warnings and notes are printed "
        "and kept with the plans. There is no way round an error but its remedy.\n\n"
        "In the pictures what is wrong is red. Rules stand in the order of the ladder, from the joint to "
        "the finished file. The figures in the examples are those of the picture.",
        "Chaque constat nomme une règle, un endroit, une valeur et un remède. `mobilier check` les affiche ; "
        "`mobilier check --json` donne pour chacun `rule`, `level`, `where`, `message`, `remedy` et "
        "`values` (en anglais). Avec une erreur, rien n'est usiné et aucun dossier n'est écrit ; "
        "avertissements et notes sont affichés et gardés avec les plans. On ne contourne pas une erreur : "
        "on applique son remède.\n\n"
        "Sur les dessins, ce qui ne va pas est rouge. Les règles suivent l'échelle, de l'assemblage au "
        "fichier fini. Les valeurs des exemples sont celles du dessin.",
    ),
    "error": ("error", "erreur"),
    "warning": ("warning", "avertissement"),
    "note": ("note", "note"),
    "says": ("It says", "Il dit"),
    "remedy": ("Remedy", "Remède"),
    "source": ("Source", "Source"),
    "or": (" or ", " ou "),
    "proof": ("Is the program true?", "Le programme est-il vrai ?"),
    "proof_intro": (
        "The proof reads each program back and sweeps the cutter. A bundle that breaks one of these rules "
        "is not written.",
        "La preuve relit chaque programme et balaie la fraise. Un dossier qui enfreint l'une de ces règles "
        "n'est pas écrit.",
    ),
    "rule": ("rule", "règle"),
    "demands": ("what it demands", "ce qu'elle exige"),
    "generated": (
        "This page is written by `python scripts/checks_page.py` from the catalogue in "
        "`src/mobilier/wording/rules`.",
        "Cette page est écrite par `python scripts/checks_page.py` d'après le catalogue "
        "`src/mobilier/wording/rules`.",
    ),
}


def word(key: str, lang: Lang) -> str:
    """Return a word of the page."""
    return WORDS[key][LANGS.index(lang)]


def section(rule: Rule, finding: Finding, lang: Lang, pictures: str) -> list[str]:
    """Return the section of one rule."""
    k = LANGS.index(lang)
    levels = word("or", lang).join(word(level, lang) for level in rule.levels)
    message, remedy = finding.text(lang), finding.remedy_in(lang)
    lines = [
        f"### {rule.name}",
        "",
        f"**{rule.title[k]}** · {levels}",
        "",
        f"![{rule.title[k]}]({pictures}/{rule.name}.svg)",
        "",
        rule.reason[k],
        "",
        f"- {word('says', lang)}{colon(lang)} {message}",
    ]
    if remedy:
        lines.append(f"- {word('remedy', lang)}{colon(lang)} {remedy}")
    if rule.source[k]:
        lines.append(f"- {word('source', lang)}{colon(lang)} {rule.source[k]}")
    return [*lines, ""]


def colon(lang: Lang) -> str:
    """Return a colon as the language sets it."""
    return " :" if lang == "fr" else ":"


def page(findings: Mapping[str, Finding], lang: Lang) -> str:
    """Return the page in a language."""
    pictures = "../pictures/checks" if "/" in PAGES[lang] else "pictures/checks"
    rules = catalogue().rules
    lines = [f"# {word('title', lang)}", "", word("intro", lang), "", word("generated", lang), ""]
    for rung, titles in catalogue().rungs.items():
        lines += [f"## {titles[LANGS.index(lang)]}", ""]
        for rule in rules.values():
            if rule.rung == rung:
                lines += section(rule, findings[rule.name], lang, pictures)
    lines += [f"## {word('proof', lang)}", "", word("proof_intro", lang), ""]
    lines += [f"| {word('rule', lang)} | {word('demands', lang)} |", "|---|---|"]
    lines += [f"| `{rule}` | {demand(rule, lang)} |" for rule in RULES]
    return "\n".join([*lines, ""])


def files() -> dict[str, str]:
    """Return the pages and pictures by their path in the documents."""
    found = {name: scene() for name, scene in scenes().items()}
    out = {
        f"pictures/checks/{name}.svg": fault.sketch.render(catalogue().rules[name].title[0])
        for name, fault in found.items()
    }
    findings = {name: fault.finding for name, fault in found.items()}
    return out | {PAGES[lang]: page(findings, lang) for lang in LANGS}


def main() -> None:
    """Write them."""
    for name, text in files().items():
        path = DOCS / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
