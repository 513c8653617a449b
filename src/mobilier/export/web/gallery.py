"""The gallery: every variant of a project on one page, with its picture, figures and files."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from urllib.parse import quote

from mobilier.export.terms import board_name, duration, thickness_words
from mobilier.export.web.html import inline, page, spoken, switch
from mobilier.profiles.types import Material
from mobilier.wording import Lang, counted, figure, say
from mobilier.wording.safe import html


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """Sheets of one board and size (mm), and the share of them that becomes parts."""

    board: Material
    length: float
    width: float
    count: int
    used: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CardStep:
    """A program to run: its file, how often, with which tool, s for all runs."""

    file: str
    tool: str
    runs: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """What the gallery tells of a variant; ``problem`` alone where it could not be made.

    ``titles`` by language; ``sizes`` mm of each piece; ``files`` are those of the folder, by
    path inside it; ``zipped``: the folder also lies beside it as a ZIP.
    """

    name: str
    titles: Mapping[Lang, str] = field(default_factory=dict)
    pictures: tuple[bytes, ...] = ()
    sizes: tuple[tuple[float, float, float], ...] = ()
    mass: float = 0.0
    stacks: tuple[Stack, ...] = ()
    place: str = ""
    programs: tuple[CardStep, ...] = ()
    findings: Mapping[str, int] = field(default_factory=dict)
    verdicts: int = 0
    broken: int = 0
    files: tuple[str, ...] = ()
    zipped: bool = False
    problem: str = ""


def gallery(cards: Sequence[Card], langs: tuple[Lang, ...], title: str = "") -> str:
    """Return the page; its links lead into the folders beside it."""
    failed = sum(bool(card.problem) for card in cards)

    def count(lang: Lang) -> str:
        words = [counted("variant", len(cards), lang)]
        return ", ".join([*words, say("failed", lang, number=failed)] if failed else words)

    heading = title or say("page.plans", langs[0])
    hint = html(" / ".join(dict.fromkeys(say("page.find", lang) for lang in langs)))
    body = [
        f"<header><h1>{html(heading)}</h1>",
        f'<span class="soft">{spoken(langs, count)}</span>',
        f'<input type="search" placeholder="{hint}" aria-label="{hint}">{switch(langs)}</header>',
        '<main class="cards">',
        *(_failed(card, langs) if card.problem else _card(card, langs) for card in cards),
        "</main>",
    ]
    return page(heading, "\n".join(body), langs)


def _failed(card: Card, langs: tuple[Lang, ...]) -> str:
    said = spoken(langs, partial(say, "page.not_made"))
    return (
        f'<article class="failed" id="{html(card.name)}"><div><h2>{html(card.name)}</h2>'
        f'<span class="warn">{said}</span><pre>{html(card.problem)}</pre></div></article>'
    )


def _card(card: Card, langs: tuple[Lang, ...]) -> str:
    viewers = [f for f in card.files if f.startswith("3d/") and f.endswith(".html")]
    title = spoken(langs, lambda lang: card.titles.get(lang, card.name))
    picture = "".join(f'<img alt="{html(card.name)}" src="{inline(svg)}">' for svg in card.pictures)
    if viewers and picture:
        picture = f'<a class="picture" href="{_address(card, viewers[0])}">{picture}</a>'
    elif picture:
        picture = f'<div class="picture">{picture}</div>'
    facts = "".join(f"<dt>{name}</dt><dd>{told}</dd>" for name, told in _facts(card, langs))
    return (
        f'<article id="{html(card.name)}">{picture}<div>'
        f'<h2>{title}</h2><span class="soft">{html(card.name)}</span><dl>{facts}</dl>'
        f'{_listings(card, langs)}<div class="links">{"".join(_links(card, langs))}</div></div></article>'
    )


def _facts(card: Card, langs: tuple[Lang, ...]) -> list[tuple[str, str]]:
    """Return the figures of a card by what they are, as HTML."""

    def both(said: Callable[[Lang], str]) -> str:
        return spoken(langs, said)

    def findings(lang: Lang) -> str:
        kinds = ("error", "warning", "note")
        words = [counted(f"count.{k}", card.findings[k], lang) for k in kinds if card.findings.get(k)]
        return ", ".join(words) or say("doc.no_findings", lang).rstrip(".")

    def time(lang: Lang) -> str:
        seconds = sum(p.seconds for p in card.programs)
        return duration(seconds, lang) if card.programs else say("page.drawings_only", lang)

    sizes = "<br>".join(
        _close(" × ".join(figure(v, "en", 0) for v in size)) + "\u00a0mm" for size in card.sizes
    )
    stacks = "<br>".join(
        f'{both(partial(_stack, stack))}<br><span class="soft">{both(partial(_board, stack))}</span>'
        for stack in card.stacks
    )
    verdict = partial(say, "page.not_proven", number=card.broken)
    proof = both(verdict if card.broken else partial(say, "page.proven", number=card.verdicts))
    rows = [
        ("doc.overall", sizes),
        ("booklet.mass", both(lambda lang: f"{figure(card.mass, lang, 1)} kg")),
        ("booklet.sheets", stacks),
        ("page.workshop", html(card.place)),
        ("doc.machine_time", both(time)),
        ("booklet.checks", both(findings)),
        ("page.proof_short", f'<span class="warn">{proof}</span>' if card.broken else proof),
    ]
    return [(both(partial(_head, key)), told) for key, told in rows]


def _head(key: str, lang: Lang) -> str:
    return say(key, lang).capitalize()


def _stack(stack: Stack, lang: Lang) -> str:
    """Return what to buy: 2 × okoume plywood 18 mm, 2500 × 1220."""
    size = f"{figure(stack.length, lang, 0)} × {figure(stack.width, lang, 0)}"
    return _close(f"{stack.count} × {board_name(stack.board, lang)}, {size}")


def _board(stack: Stack, lang: Lang) -> str:
    """Return what the board measures and how much of it is used: measured 17.6 mm, 71 % used."""
    used = say("page.used", lang, share=figure(100 * stack.used, lang, 0))
    return _close(f"{thickness_words(stack.board, lang)}, {used}")


def _close(words: str) -> str:
    """Return words whose figures stay on the line of their unit."""
    return re.sub(r"(?<=\d) (?=mm|×|%)|(?<=×) ", "\u00a0", words)


def _listings(card: Card, langs: tuple[Lang, ...]) -> str:
    """Return the programs and the drawings of the sheets, each list folded away."""
    programs = [
        (p.file, f"{f'{p.runs} × ' if p.runs > 1 else ''}{p.tool} · ", partial(duration, p.seconds))
        for p in card.programs
    ]
    out = []
    if programs:
        rows = "".join(
            f"<li>{_link(card, file)}<span>{html(what)}{spoken(langs, time)}</span></li>"
            for file, what, time in programs
        )
        said = spoken(langs, partial(counted, "count.program", len(programs)))
        out.append(f"<details><summary>{said}</summary><ul>{rows}</ul></details>")
    sheets = [f for f in card.files if f.startswith("sheets/") and f.endswith(".dxf")]
    if sheets:
        rows = "".join(f"<li>{_link(card, file)}</li>" for file in sheets)
        said = spoken(langs, partial(say, "page.sheet_drawings"))
        out.append(f"<details><summary>{said}</summary><ul>{rows}</ul></details>")
    return "".join(out)


def _link(card: Card, file: str) -> str:
    return f'<a href="{_address(card, file)}">{html(file.rpartition("/")[2])}</a>'


def _links(card: Card, langs: tuple[Lang, ...]) -> list[str]:
    """Return the links to what people open first; those to a document in its language."""
    out = []
    for key, path in (("page.booklet", "plans/booklet.{}.pdf"), ("page.setup_sheet", "setup.{}.md")):
        hits = {lang: f for lang in langs for f in card.files if f.endswith(path.format(lang))}
        for lang, file in hits.items():
            there = f' lang="{lang}"' if len(hits) > 1 else ""
            out.append(f'<a{there} href="{_address(card, file)}">{html(say(key, lang))}</a>')
    viewers = [f for f in card.files if f.startswith("3d/") and f.endswith(".html")]
    for number, file in enumerate(viewers, start=1):
        said = spoken(langs, partial(say, "page.in_3d"))
        more = f" {number}" if len(viewers) > 1 else ""
        out.append(f'<a href="{_address(card, file)}">{said}{more}</a>')
    for lang, file in (("fr", "LISEZMOI.md"), ("en", "README.md")):
        if file in card.files and lang in langs:
            there = f' lang="{lang}"' if len(langs) > 1 else ""
            out.append(f'<a{there} href="{_address(card, file)}">{html(say("page.read_me", lang))}</a>')
    if card.zipped:
        said = spoken(langs, partial(say, "page.everything"))
        out.append(f'<a href="{html(quote(card.name))}.zip">{said}</a>')
    return out


def _address(card: Card, path: str) -> str:
    return html(quote(f"{card.name}/{path}"))
