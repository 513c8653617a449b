"""The booklet: one PDF per language, from the cover to the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.export.documents.pdf import pdf
from mobilier.export.documents.setup import cutter_rows, program_rows, setup_rows
from mobilier.export.documents.usage import care, limits, stood
from mobilier.export.drawing.icons import hardware_icon, part_icon, pictogram, qr_code
from mobilier.export.sheets.contact_sheet import contact_sheet
from mobilier.export.sheets.part_map import part_map
from mobilier.export.sheets.sheet_map import sheet_map
from mobilier.export.terms import about, board_name, crew, duration, handtools, safety
from mobilier.export.views.manual import Told, hands, manual, minutes
from mobilier.export.views.stages import tints
from mobilier.model.bill import used_in
from mobilier.model.part import Part
from mobilier.model.piece import Step
from mobilier.profiles.types import Material
from mobilier.proof.verdicts import RULES
from mobilier.wording import Lang, catalogue, demand, figure, is_rule, rule_of, say, under

SHEET_HEIGHT = 134.0
"""mm. Height of a sheet's map, so that its setup fits under it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Book:
    """A booklet in the making: what it tells, in which language, and the pictures it shows."""

    dossier: Dossier
    lang: Lang
    files: dict[str, bytes]

    def add(self, name: str, svg: str) -> str:
        """Keep a picture and return its name."""
        self.files[name] = svg.encode()
        return name


def booklet(dossier: Dossier, lang: Lang, drawn: Sequence[Mapping[str, str]]) -> bytes:
    """Return the booklet as PDF: vector, fonts embedded, the same bytes every time.

    ``drawn``: the pictures of each piece.
    """
    book = _Book(dossier=dossier, lang=lang, files={})
    for n, made in enumerate(drawn, start=1):
        for name, svg in made.items():
            book.add(f"piece-{n}-{name}.svg", svg)
    data: dict[str, Any] = {
        "lang": lang,
        "w": under("booklet.", lang),
        "title": dossier.title(lang),
        "subtitle": " · ".join(dict.fromkeys(c.piece.preset for c in dossier.chapters if c.piece.preset)),
        "marks": say("doc.marks_engraved" if dossier.lab.habits.label_height else "doc.marks_stuck", lang),
        "about": dossier.chapters[0].text("about", lang) or dossier.chapters[0].design.about,
        "credit": dossier.chapters[0].text("credit", lang),
        "licence": say("doc.licence", lang, licence=dossier.licence) if dossier.licence else "",
        "source": dossier.source,
        "footer": say("doc.footer", lang),
        "cover": "piece-1-cover.svg",
        "qr": book.add("qr.svg", qr_code(dossier.source)) if dossier.source else None,
        "facts": _facts(dossier, lang),
        "safety": safety(lang),
        "care": care(dossier.chapters, lang),
        "limits": limits(dossier, lang),
        "tools": handtools(lang),
        "boards": _boards(dossier, lang),
        "sheets_to_buy": _sheets_to_buy(dossier, lang),
        "overview": _overview(book),
        "sheets": _sheets(book),
        "chapters": [_chapter(book, c, n) for n, c in enumerate(dossier.chapters, start=1)],
        "machine": dossier.machine.name if dossier.machine else "",
        "unconfirmed": ", ".join(dossier.machine.unconfirmed) if dossier.machine else "",
        "cutters": [list(r) for r in cutter_rows(dossier, lang)],
        "checks": _checks(dossier, lang),
        "findings": [
            [say(f"level.{f.level}", lang), f.place(lang), f.text(lang), f.remedy_in(lang)]
            for f in dossier.findings
            if f.level != "note"
        ],
        "proof": _proof(dossier, lang),
    }
    return pdf("booklet", data, book.files)


def _facts(dossier: Dossier, lang: Lang) -> list[list[str]]:
    """Return what the cover says in figures."""
    facts = [
        [say("doc.from_floor", lang), stood(dossier.chapters[0].piece, "", lang)],
        [say("doc.wood_mass", lang), f"{figure(dossier.mass, lang, 0)} kg"],
        [say("doc.parts", lang), str(sum(dossier.quantities.values()))],
        [say("booklet.sheets", lang).capitalize(), str(dossier.sheets)],
    ]
    if dossier.seconds:
        facts.append([say("doc.machine_time", lang), duration(dossier.seconds, lang)])
    people = max((s.people for c in dossier.chapters for s in c.piece.steps), default=0)
    if people:
        long = about(dossier.bench_minutes, lang)
        facts.append([say("doc.hands", lang), f"{crew(people, lang)} · {long}"])
    return facts


def _boards(dossier: Dossier, lang: Lang) -> list[list[str]]:
    rows = []
    for m in dossier.boards.values():
        sheets = [k.title for k in dossier.layouts if k.sheet.material == m.name]
        rows.append(
            [
                board_name(m, lang),
                figure(m.nominal, lang, 1),
                figure(m.thickness, lang) if m.readings else say("doc.unmeasured", lang),
                figure(m.opening, lang),
                " ".join(sheets),
            ]
        )
    return rows


def _sheets_to_buy(dossier: Dossier, lang: Lang) -> list[list[str]]:
    count: Counter[tuple[str, float, float]] = Counter()
    for k in dossier.layouts:
        count[k.sheet.material, k.sheet.length, k.sheet.width] += k.copies
    rows = []
    for (name, long, wide), n in sorted(count.items()):
        m = dossier.boards[name]
        mass = m.mass(long * wide * m.thickness) * n
        size = f"{figure(long, lang, 0)} × {figure(wide, lang, 0)}"
        rows.append([board_name(m, lang), size, str(n), f"{figure(mass, lang, 0)} kg"])
    return rows


def _overview(book: _Book) -> str | None:
    """Return the picture of all sheets at one scale, where there are several."""
    layouts = book.dossier.layouts
    if len(layouts) < 2:
        return None
    title = say("doc.all_sheets", book.lang)
    return book.add("overview.svg", contact_sheet(book.dossier.map_data(book.lang), layouts, title=title))


def _sheets(book: _Book) -> list[dict[str, Any]]:
    dossier, lang = book.dossier, book.lang
    data = dossier.map_data(lang)
    return [
        {
            "name": k.title,
            "image": book.add(f"{k.name}.svg", sheet_map(data, k, height=SHEET_HEIGHT)),
            "setup": [list(r) for r in setup_rows(dossier, k, lang)],
            "programs": [list(r) for r in program_rows(dossier, k, lang)],
        }
        for k in dossier.layouts
    ]


def _chapter(book: _Book, c: Chapter, number: int) -> dict[str, Any]:
    dossier, lang, piece, colour = book.dossier, book.lang, c.piece, tints(c.piece)
    steps = {p.id: [n for n, s in enumerate(piece.steps, 1) if _uses(c, s, p.id)] for p in piece.parts}
    for p in piece.parts:
        book.add(f"icon-{p.id}.svg", part_icon(p, colour[p.id]))
    return {
        "title": dossier.label(c, lang),
        "params": [_parameter(c, k, lang) for k in c.design.parameters],
        "hardware": [
            {
                "icon": book.add(f"hardware-{bought.key}.svg", hardware_icon(bought.key)),
                "cells": [
                    bought.name,
                    bought.size,
                    f"{figure(bought.load, lang, 0)} kg" if bought.load else "",
                    str(bought.needed),
                    str(bought.spare or ""),
                    str(bought.total),
                ],
            }
            for bought in c.purchases(lang)
        ],
        "parts": [_part_row(book, c, p, steps[p.id]) for p in piece.parts],
        "drawings": [
            book.add(
                f"part-{p.id}.svg",
                part_map(
                    p,
                    dossier.boards[p.material],
                    lang=lang,
                    name=c.part_name(p, lang),
                    tint=colour[p.id],
                    by_hand=dossier.by_hand,
                ),
            )
            for p in piece.parts
        ],
        "exploded": f"piece-{number}-exploded.svg",
        "legend": [
            {"id": p.id, "tint": colour[p.id], "name": c.part_name(p, lang), "count": f"× {p.quantity}"}
            for p in piece.parts
        ],
        "steps": [_step(book, c, t, number) for t in manual(piece)],
        "drawn": piece.drawn,
        "poses": [
            {
                "name": c.text(f"poses.{p.name}", lang) or p.name,
                "size": stood(piece, p.name, lang),
                "image": f"piece-{number}-pose-{p.name}.svg",
            }
            for p in piece.poses
        ],
    }


def _parameter(c: Chapter, name: str, lang: Lang) -> list[str]:
    value = c.piece.values.get(name)
    if isinstance(value, Material):
        shown = value.name
    elif isinstance(value, bool):
        shown = say("doc.yes" if value else "doc.no", lang)
    elif isinstance(value, int | float):
        shown = figure(float(value), lang)
    else:
        shown = str(value)
    known = c.design.texts.get(lang, {}).get("parameters", {})
    return [name, shown, known.get(name) or c.design.parameters[name].about]


def _part_row(book: _Book, c: Chapter, p: Part, steps: list[int]) -> dict[str, Any]:
    dossier, lang = book.dossier, book.lang
    long, wide = p.size if p.grain != "y" else p.size[::-1]
    cells = [
        c.part_name(p, lang),
        str(dossier.quantities[p.id]),
        figure(long, lang, 1),
        figure(wide, lang, 1),
        figure(p.thickness, lang, 1),
        figure(dossier.boards[p.material].mass(p.volume), lang, 1),
        "L" if p.grain else "",
        " ".join(dossier.sheets_of.get(p.id, ())),
        " ".join(str(n) for n in steps),
    ]
    return {"id": p.id, "tint": tints(c.piece)[p.id], "cells": cells}


def _uses(c: Chapter, step: Step, key: str) -> bool:
    return any(c.piece.part_of[n][0].id == key for n in step.plates)


def _step(book: _Book, c: Chapter, told: Told, chapter: int) -> dict[str, Any]:
    lang, step = book.lang, told.step
    colour, taken = tints(c.piece), used_in(c.piece, told.number - 1)
    used = Counter(c.piece.part_of[name][0].id for name in step.plates)
    long = minutes(c.piece, told, book.dossier.lab.pace)
    return {
        "number": told.numbers,
        "title": c.text(f"titles.{step.key}", lang),
        "text": book.dossier.step_text(c, told.number, lang),
        "times": f"× {told.times}" if told.times > 1 else "",
        "images": [f"piece-{chapter}-{p.picture}.svg" for p in told.phases],
        "done": f"piece-{chapter}-{told.done}.svg" if told.done else None,
        "people": f"{crew(step.people, lang)} · {about(long, lang)}",
        "tools": [
            {"name": say(f"hand.{key}", lang), "image": book.add(f"hand-{key}.svg", pictogram(key))}
            for key in hands(c.piece, told)
        ],
        "parts": [
            {"id": k, "count": f"× {used[k] * told.times}", "tint": colour[k], "image": f"icon-{k}.svg"}
            for k in sorted(used)
        ],
        "hardware": [
            {
                "name": c.bought_name(key, lang),
                "count": f"× {taken[key] * told.times}" if taken[key] else "",
                "image": book.add(f"hardware-{key}.svg", hardware_icon(key)),
            }
            for key in step.hardware
        ],
    }


def _checks(dossier: Dossier, lang: Lang) -> list[list[str]]:
    """Return the questions of the ladder and how many findings answer each."""
    rungs = catalogue().rungs
    found = Counter(rule_of(f.rule).rung for f in dossier.findings if is_rule(f.rule) and f.level != "note")
    asked = [r for r in rungs if r in CHECKED and (dossier.programs or r not in CUT)]
    asks = [q.kind for c in dossier.chapters for q in c.piece.requirements]
    promised = {rule_of("castor-load" if kind == "castors" else kind).rung for kind in asks}

    def answer(rung: str) -> str:
        if found[rung]:
            return say("doc.to_read", lang, number=found[rung])
        if rung in JOINED and all(c.piece.drawn for c in dossier.chapters):
            return say("doc.drawn_by_others", lang)
        judged = rung not in PROMISED or rung in promised
        return say("doc.no_findings" if judged else "doc.not_promised", lang)

    return [[rungs[r][0 if lang == "en" else 1], answer(r)] for r in asked]


CUT = ("cutting",)
JOINED = ("fit", "assembly")
"""Rungs about joints, which a drawing does not tell."""

PROMISED = ("stability", "use", "transit")
"""Rungs that judge what a design promises, and nothing where it promises nothing."""

CHECKED = ("fit", "webs", "assembly", "hardware", "stability", "use", "transit", "workshop", "nesting", *CUT)
"""Rungs that every bundle climbs before it is written."""


def _proof(dossier: Dossier, lang: Lang) -> list[list[str]]:
    """Return one row per rule: how many verdicts, all kept."""
    total = Counter(v.rule for v in dossier.verdicts)
    kept = Counter(v.rule for v in dossier.verdicts if v.passed)
    return [
        [
            rule,
            demand(rule, lang),
            f"{kept[rule]} / {total[rule]}",
        ]
        for rule in RULES
        if total[rule]
    ]
