"""What a variant changes, told: each line of it in words, and all of it on one page with its pictures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from mobilier.export.terms import duration
from mobilier.export.web.html import inline, page, spoken, switch
from mobilier.wording import Lang, counted, figure, say
from mobilier.wording.safe import html

Kind = Literal["piece", "value", "board", "size", "part", "hardware", "sheets", "time", "cost"]
KINDS: tuple[Kind, ...] = ("piece", "value", "board", "size", "part", "hardware", "sheets", "time", "cost")


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """Something that differs; ``before`` or ``after`` None: not there.

    ``what`` of it differs: the size of a part, the number of sheets; empty when it is one figure.
    ``called``: its name for people by language, where it has one.
    """

    kind: Kind
    name: str
    what: str
    before: Any
    after: Any
    called: Mapping[str, str] = field(default_factory=dict)


def kind_words(kind: Kind, lang: Lang) -> str:
    """Return what kind of thing a change is about."""
    return say(f"change.{kind}", lang)


def name_words(change: Change, lang: Lang) -> str:
    """Return what a change is about: end-panel, size."""
    what = say(f"changed.{change.what}", lang) if change.what else ""
    name = change.called.get(lang, change.name)
    if change.kind == "size" and name.endswith("kg"):
        name = name.removesuffix("kg") + say("booklet.mass", lang)
    return ", ".join(word for word in (name, what) if word)


def value_words(change: Change, value: Any, lang: Lang) -> str:
    """Return one side of a change with its unit."""
    if value is None:
        return "–"
    if change.kind == "time":
        return duration(value, lang)
    if change.kind == "size" and change.name.endswith("kg"):
        return f"{figure(value, lang)} kg"
    text = _plain(value, lang)
    unit = {"cost": "€", "sheets": "%" if change.what == "used" else "", "board": "mm", "size": "mm"}.get(
        change.kind, ""
    )
    return f"{text} {unit}".strip()


def _plain(value: Any, lang: Lang) -> str:
    if isinstance(value, bool):
        return say("doc.yes" if value else "doc.no", lang)
    if isinstance(value, float):
        return figure(value, lang, 3)
    if isinstance(value, list | tuple):
        return " × ".join(figure(v, lang, 3) for v in value)
    return str(value)


def changes_page(
    changes: Sequence[Change],
    drawings: Mapping[str, str],
    names: tuple[str, str],
    langs: tuple[Lang, ...],
) -> str:
    """Return the page: a table of each kind of change, and ``drawings`` (SVG by part name)."""
    title = f"{names[0]} → {names[1]}"

    def count(lang: Lang) -> str:
        return counted("count.change", len(changes), lang)

    sides = "".join(f"<th>{html(name)}</th>" for name in names)
    body = [
        f'<header><h1>{html(title)}</h1><span class="soft">{spoken(langs, count)}</span>',
        f"{switch(langs)}</header><main><table><thead><tr><th></th>{sides}</tr></thead>",
        *(_group([c for c in changes if c.kind == kind], langs) for kind in KINDS),
        "</table>",
        *(
            f'<figure><img alt="{html(name)}" src="{inline(svg.encode())}"></figure>'
            for name, svg in drawings.items()
        ),
        "</main>",
    ]
    return page(title, "\n".join(body), langs)


def _group(changes: Sequence[Change], langs: tuple[Lang, ...]) -> str:
    """Return the rows of one kind under its heading."""
    if not changes:
        return ""
    heading = spoken(langs, partial(kind_words, changes[0].kind))
    head = f'<tr><th class="group" colspan="3">{heading}</th></tr>'
    rows = "".join(
        f"<tr><td>{spoken(langs, partial(name_words, c))}</td>{_sides(c, langs)}</tr>" for c in changes
    )
    if not any(c.name for c in changes):
        head, rows = "", f'<tr><th class="group">{heading}</th>{_sides(changes[0], langs)}</tr>'
    return f"<tbody>{head}{rows}</tbody>"


def _sides(change: Change, langs: tuple[Lang, ...]) -> str:
    before, after = (spoken(langs, partial(value_words, change, v)) for v in (change.before, change.after))
    return f"<td>{before}</td><td>{after}</td>"
