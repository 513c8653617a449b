"""Wiki pages: Wikifab/Dokit tutorials and plain MediaWiki, and the list of files to upload.

Template names and fields after the forms of wikifab-main.  Every text is
escaped with numeric entities, so that no word of a design can break a page.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.export.documents.tables import cost_lines, known_cost
from mobilier.export.documents.usage import care, limits, stood
from mobilier.export.spreadsheet import csv_bytes
from mobilier.export.terms import (
    about,
    board_name,
    crew,
    duration,
    handtools,
    safety,
    stated,
    thickness_words,
)
from mobilier.export.views.manual import hands, manual, minutes
from mobilier.model.bill import used_in
from mobilier.wording import Lang, figure, say
from mobilier.wording.safe import wikitext

COLUMNS = (
    "booklet.part",
    "booklet.name",
    "booklet.count",
    "booklet.length",
    "booklet.width",
    "booklet.thick",
)
"""What a page says of each part: keys of the table's head."""

LICENCES = {
    "CC-BY-SA-4.0": "Attribution-ShareAlike (CC BY-SA)",
    "CC-BY-4.0": "Attribution (CC BY)",
    "CC0-1.0": "CC0",
}
"""SPDX name -> value of the wiki's licence property."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WikiPage:
    """What only the person who publishes knows.

    ``cost`` and ``hours``: None gives the sum of the known prices (what is left out is said among the
    materials) and the time at the machine and the bench.
    """

    area: str = "House"
    tags: tuple[str, ...] = ("furniture", "CNC", "plywood")
    difficulty: str = "Medium"
    cost: float | None = None
    currency: str = "EUR (€)"
    hours: float | None = None
    status: str = "Draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file of the bundle and its name and caption on the wiki."""

    path: str
    name: str
    caption: str
    licence: str


def stem(chapter: Chapter) -> str:
    """Return the beginning of the page's file names: Chariot-atelier."""
    name = chapter.variant_name
    return name[:1].upper() + name[1:]


def shown_pictures(chapter: Chapter) -> dict[str, str]:
    """Return the pictures that the pages show: their names on the wiki by their own."""
    out = {"cover": "", "exploded": "-exploded"}
    out |= {name: f"-step-{name}" for told in manual(chapter.piece) for name in told.pictures}
    return {key: f"{stem(chapter)}{tail}.png" for key, tail in out.items()}


def uploads(dossier: Dossier, lang: Lang) -> tuple[Upload, ...]:
    """Return the files that the pages show or link, in order; pictures as PNG."""
    out: list[Upload] = []

    def add(path: str, name: str, caption: str) -> None:
        out.append(Upload(path=path, name=name, caption=caption, licence=dossier.licence))

    for c in dossier.chapters:
        title = c.title(lang)
        captions = {"cover": title, "exploded": f"{title}: {say('booklet.assembly', lang)}"}
        for key, name in shown_pictures(c).items():
            step = f"{title}: {say('booklet.step', lang)} {key[:2].lstrip('0')}"
            add(f"wiki/{name}", name, captions.get(key, step))
    first = stem(dossier.chapters[0])
    for code in ("fr", "en"):
        add(f"plans/booklet.{code}.pdf", f"{first}-booklet-{code}.pdf", f"{dossier.title(lang)} ({code})")
    for k in dossier.layouts:
        add(f"sheets/{k.name}.dxf", f"{first}-{k.name}.dxf", f"{say('booklet.sheet', lang)} {k.name}")
    return tuple(out)


def upload_table(dossier: Dossier, lang: Lang) -> bytes:
    """Return upload.csv: which file goes up under which name."""
    rows = [(u.path, u.name, u.caption, u.licence) for u in uploads(dossier, lang)]
    return csv_bytes(("file", "wiki_name", "caption", "licence"), rows, lang)


def wikifab(dossier: Dossier, chapter: Chapter, lang: Lang, page: WikiPage | None = None) -> str:
    """Return a tutorial page for Wikifab or Dokit."""
    page = page or WikiPage()
    pictures = shown_pictures(chapter)
    attachments = [u.name for u in uploads(dossier, lang) if not u.name.endswith(".png")]
    details = [
        ("Type", say("page.creation", lang)),
        ("Area", wikitext(page.area)),
        ("Tags", "".join(f"{wikitext(t.replace(',', ' '))}, " for t in page.tags)),
        ("Description", wikitext(chapter.text("about", lang) or chapter.design.about)[:4000]),
        ("Difficulty", page.difficulty),
        ("Cost", _rounded(_cost(dossier) if page.cost is None else page.cost)),
        ("Currency", page.currency),
        ("Duration", str(math.ceil(_hours(dossier) if page.hours is None else page.hours))),
        ("Duration-type", "hour(s)"),
        ("Licences", LICENCES.get(dossier.licence, "")),
        ("Main_Picture", pictures["cover"]),
        ("SourceLanguage", "fr"),
        ("Language", lang),
        ("IsTranslation", "0" if lang == "fr" else "1"),
    ]
    files = "".join(f"{{{{Tuto_Attachments|Attachment={a}}}}}" for a in attachments[:30])
    link = (
        f"{{{{ExternalAttachmentsLinks|ExternalAttachmentsLinks={wikitext(dossier.source)}}}}}"
        if dossier.source
        else ""
    )
    materials = [
        ("Material", _list(_materials(dossier, chapter, lang))),
        ("Tools", _list(handtools(lang))),
        ("Step_Picture_00", pictures["exploded"]),
        ("ExternalAttachmentsLinks", link),
        ("Tuto_Attachments", files),
    ]
    blocks = [
        _template("Tuto Details", details),
        _template("Introduction", [("Introduction", _introduction(dossier, chapter, lang))]),
        _template("Materials", materials),
        "{{Separator}}",
        *(
            _template("Tuto Step", [("Step_Title", title), ("Step_Content", text), *_numbered(shown)])
            for title, text, shown in _steps(dossier, chapter, lang)
        ),
        _template("Notes", [("Notes", _list([*care([chapter], lang), *limits(dossier, lang)]))]),
        _template("Tuto Status", [("Complete", page.status)]),
    ]
    return "\n".join(blocks) + "\n"


def mediawiki(dossier: Dossier, chapter: Chapter, lang: Lang) -> str:
    """Return a page for a plain MediaWiki, without any template."""
    pictures = shown_pictures(chapter)
    others = [u for u in uploads(dossier, lang) if not u.name.endswith(".png")]
    names = dossier.names(lang)
    parts = [
        [
            p.id,
            wikitext(names[p.id]),
            str(dossier.quantities[p.id]),
            *(figure(v, lang, 1) for v in (*p.size, p.thickness)),
        ]
        for p in chapter.piece.parts
    ]
    heads = [say(h, lang) for h in COLUMNS]
    lines = [
        f"[[File:{pictures['cover']}|thumb|400px|{wikitext(chapter.title(lang))}]]",
        _introduction(dossier, chapter, lang),
        "",
        f"== {say('booklet.safety', lang)} ==",
        _list(safety(lang)),
        f"== {say('booklet.shopping', lang)} ==",
        _list(_materials(dossier, chapter, lang)),
        f"== {say('booklet.tools', lang)} ==",
        _list(handtools(lang)),
        f"== {say('booklet.cutlist', lang)} ==",
        _table(heads, parts),
        f"== {say('booklet.assembly', lang)} ==",
        f"[[File:{pictures['exploded']}|600px]]",
    ]
    for title, text, shown in _steps(dossier, chapter, lang):
        sizes = ("600px", "300px")
        lines += [f"=== {title} ===", text]
        lines.append(" ".join(f"[[File:{p}|{size}]]" for p, size in zip(shown, sizes, strict=False)))
    gallery = [f"File:{u.name}|{wikitext(u.caption)}" for u in others]
    lines += [
        f"== {say('booklet.use', lang)} ==",
        _list([*care([chapter], lang), *limits(dossier, lang)]),
        f"== {say('booklet.sheets', lang).capitalize()} ==",
        "<gallery>",
        *gallery,
        "</gallery>",
    ]
    return "\n".join(lines) + "\n"


def _introduction(dossier: Dossier, chapter: Chapter, lang: Lang) -> str:
    facts = [
        stated(say("doc.from_floor", lang), stood(chapter.piece, "", lang), lang),
        stated(say("doc.wood_mass", lang), f"{figure(chapter.piece.mass, lang, 0)} kg", lang),
    ]
    if dossier.seconds:
        facts.append(stated(say("doc.machine_time", lang), duration(dossier.seconds, lang), lang))
    paragraphs = [chapter.text("about", lang) or chapter.design.about, chapter.text("credit", lang)]
    return "\n\n".join([*(wikitext(p) for p in paragraphs if p), _list(facts)])


def _materials(dossier: Dossier, chapter: Chapter, lang: Lang) -> list[str]:
    sheets = Counter[str]()
    for k in dossier.layouts:
        sheets[k.sheet.material] += k.copies
    alone = len(dossier.chapters) == 1  # of several pieces nobody can say whose a sheet is
    boards = [
        f"{f'{sheets[m.name]} × ' if alone else ''}{board_name(m, lang)}, {thickness_words(m, lang)}"
        for m in chapter.piece.boards
    ]
    hardware = [f"{bought.total} × {bought.label}" for bought in replace(chapter, quantity=1).purchases(lang)]
    known, whole = known_cost(cost_lines(dossier, lang))
    told = [] if whole or not known else [say("doc.cost_known", lang, cost=figure(known, lang, 0))]
    return [*boards, *hardware, *told]


def _cost(dossier: Dossier) -> float:
    return known_cost(cost_lines(dossier, "en"))[0]


def _rounded(cost: float) -> str:
    return figure(cost, "en", 0) if cost else ""


def _hours(dossier: Dossier) -> float:
    """Return the time at the machine and at the bench, h."""
    return dossier.bench_minutes / 60 + dossier.seconds / 3600


def _numbered(pictures: Sequence[str]) -> list[tuple[str, str]]:
    return [(f"Step_Picture_{k:02d}", name) for k, name in enumerate(pictures)]


def _steps(dossier: Dossier, c: Chapter, lang: Lang) -> list[tuple[str, str, list[str]]]:
    """Return title, content and pictures of each step."""
    names, pictures = dossier.names(lang), shown_pictures(c)
    out = []
    for told in manual(c.piece):
        s, times = told.step, told.times
        used = Counter(c.piece.part_of[plate][0].id for plate in s.plates)
        taken = used_in(c.piece, told.number - 1)
        lines = [dossier.step_text(c, told.number, lang)]
        lines += [say("doc.so_often", lang, times=times)] if times > 1 else []
        lines += [f"{used[k] * times} × {k} {names[k]}" for k in sorted(used)]
        lines += [
            f"{taken[h] * times} × {c.bought_name(h, lang)}" if taken[h] else c.bought_name(h, lang)
            for h in s.hardware
        ]
        tools = ", ".join(say(f"hand.{key}", lang) for key in hands(c.piece, told))
        lines += [stated(say("booklet.tools", lang), tools, lang)] if tools else []
        lines.append(f"{crew(s.people, lang)}, {about(minutes(c.piece, told, dossier.lab.pace), lang)}")
        title = c.text(f"titles.{s.key}", lang) or say("booklet.step", lang).capitalize()
        out.append((f"{told.numbers}. {title}", _list(lines), [pictures[key] for key in told.pictures]))
    return out


def _list(lines: Sequence[str]) -> str:
    return "\n".join(f"* {wikitext(line)}" for line in lines)


def _template(name: str, fields: Sequence[tuple[str, str]]) -> str:
    return "\n".join([f"{{{{{name}", *(f"|{key}={value}" for key, value in fields), "}}"])


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ['{| class="wikitable sortable"', "! " + " !! ".join(heads)]
    for row in rows:
        lines += ["|-", "| " + " || ".join(row)]
    return "\n".join([*lines, "|}"])
