"""The booklet: one PDF per language, from the cover to the proof."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from mobilier.export.icon import part_icon
from mobilier.export.part_sheet import part_map
from mobilier.export.pdf import pdf
from mobilier.export.phrases import (
    CARE,
    SAFETY,
    TOOLS,
    duration,
    listed,
    phrase,
    phrases,
)
from mobilier.export.pictures import piece_pictures
from mobilier.export.plan import Chapter, Plan
from mobilier.export.qr import qr
from mobilier.export.setup import program_rows, setup_rows
from mobilier.export.sheet_map import sheet_map
from mobilier.export.staging import tints
from mobilier.export.words import Lang, board_name, figure
from mobilier.model.piece import Step
from mobilier.profiles.types import Material
from mobilier.proof.verdicts import RULES
from mobilier.rules import demand

Files = dict[str, bytes]


def booklet(plan: Plan, lang: Lang, drawn: Sequence[Mapping[str, str]] | None = None) -> bytes:
    """Return the booklet as PDF: vector, fonts embedded, the same bytes every time.

    ``drawn``: the pictures of each piece, where they were drawn already.
    """
    files: Files = {}
    shown = drawn or [piece_pictures(c.piece) for c in plan.chapters]
    for n, made in enumerate(shown, start=1):
        files |= {f"piece-{n}-{name}.svg": svg.encode() for name, svg in made.items()}
    data: dict[str, Any] = {
        "lang": lang,
        "w": phrases(lang),
        "title": plan.title(lang),
        "subtitle": " · ".join(c.piece.preset for c in plan.chapters if c.piece.preset),
        "about": plan.chapters[0].text("about", lang) or plan.chapters[0].design.about,
        "credit": plan.chapters[0].text("credit", lang),
        "licence": phrase("licence", lang, licence=plan.licence) if plan.licence else "",
        "source": plan.source,
        "footer": phrase("footer", lang),
        "cover": "piece-1-cover.svg",
        "qr": _add(files, "qr.svg", qr(plan.source)) if plan.source else None,
        "facts": _facts(plan, lang),
        "safety": listed(SAFETY, lang),
        "care": listed(CARE, lang),
        "tools": listed(TOOLS, lang),
        "boards": _boards(plan, lang),
        "sheets_to_buy": _sheets_to_buy(plan, lang),
        "sheets": _sheets(plan, lang, files),
        "chapters": [_chapter(plan, c, n, lang, files) for n, c in enumerate(plan.chapters, start=1)],
        "findings": [
            [phrase(f.level, lang), f.where, f.text(lang)] for f in plan.findings if f.level != "note"
        ],
        "proof": _proof(plan, lang),
    }
    return pdf("booklet", data, files)


def _add(files: Files, name: str, body: str) -> str:
    files[name] = body.encode()
    return name


def _facts(plan: Plan, lang: Lang) -> list[list[str]]:
    """Return what the cover says in figures."""
    size = " × ".join(figure(v, 0, lang) for v in plan.chapters[0].piece.size())
    facts = [
        [phrase("overall", lang), f"{size} mm"],
        [phrase("mass", lang).capitalize(), f"{figure(plan.mass, 0, lang)} kg"],
        [phrase("parts", lang), str(sum(plan.quantities.values()))],
        [phrase("sheets", lang).capitalize(), str(len(plan.layouts))],
    ]
    if plan.seconds:
        facts.append([phrase("machine_time", lang), duration(plan.seconds, lang)])
    return facts


def _boards(plan: Plan, lang: Lang) -> list[list[str]]:
    rows = []
    for m in plan.boards.values():
        sheets = [k.name for k in plan.layouts if k.sheet.material == m.name]
        rows.append(
            [
                board_name(m, lang),
                figure(m.nominal, 1, lang),
                figure(m.thickness, 2, lang) if m.readings else phrase("unmeasured", lang),
                figure(m.opening, 2, lang),
                " ".join(sheets),
            ]
        )
    return rows


def _sheets_to_buy(plan: Plan, lang: Lang) -> list[list[str]]:
    count = Counter((k.sheet.material, k.sheet.length, k.sheet.width) for k in plan.layouts)
    rows = []
    for (name, long, wide), n in sorted(count.items()):
        m = plan.boards[name]
        mass = long * wide * m.thickness * 1e-9 * m.density * n
        size = f"{figure(long, 0, lang)} × {figure(wide, 0, lang)}"
        rows.append([board_name(m, lang), size, str(n), f"{figure(mass, 0, lang)} kg"])
    return rows


def _sheets(plan: Plan, lang: Lang, files: Files) -> list[dict[str, Any]]:
    out = []
    names = plan.names(lang)
    for k in plan.layouts:
        board = plan.boards[k.sheet.material]
        picture = sheet_map(
            k, plan.relieved, board, lang=lang, names=names, keep_out=plan.lab.clamps, height=140
        )
        out.append(
            {
                "name": k.name,
                "image": _add(files, f"{k.name}.svg", picture),
                "setup": [list(r) for r in setup_rows(plan, k, lang)],
                "programs": [list(r) for r in program_rows(plan, k, lang)],
            }
        )
    return out


def _chapter(plan: Plan, c: Chapter, number: int, lang: Lang, files: Files) -> dict[str, Any]:
    piece, colour = c.piece, tints(c.piece)
    steps = {p.id: [n for n, s in enumerate(piece.steps, 1) if _uses(c, s, p.id)] for p in piece.parts}
    for p in piece.parts:
        _add(files, f"icon-{p.id}.svg", part_icon(p, colour[p.id]))
    return {
        "title": plan.label(c, lang),
        "params": [_parameter(c, k, lang) for k in c.design.parameters],
        "hardware": [
            [
                c.text(f"hardware.{h.key}", lang) or h.key,
                h.size,
                f"{figure(h.load, 0, lang)} kg" if h.load else "",
                str(h.quantity * c.quantity),
                str(h.spare * c.quantity or ""),
            ]
            for h in piece.hardware
        ],
        "parts": [_part_row(plan, c, p.id, steps[p.id], colour[p.id], lang) for p in piece.parts],
        "drawings": [
            _add(
                files,
                f"part-{p.id}.svg",
                part_map(p, plan.boards[p.material], lang=lang, name=c.part_name(p, lang), tint=colour[p.id]),
            )
            for p in piece.parts
        ],
        "exploded": f"piece-{number}-exploded.svg",
        "steps": [_step(c, s, n, number, lang) for n, s in enumerate(piece.steps, start=1)],
        "poses": [
            {
                "name": c.text(f"poses.{p.name}", lang) or p.name,
                "image": f"piece-{number}-pose-{p.name}.svg" if k else f"piece-{number}-cover.svg",
            }
            for k, p in enumerate(piece.poses)
        ],
    }


def _parameter(c: Chapter, name: str, lang: Lang) -> list[str]:
    value = c.piece.values.get(name)
    if isinstance(value, Material):
        shown = value.name
    elif isinstance(value, bool):
        shown = phrase("yes" if value else "no", lang)
    elif isinstance(value, int | float):
        shown = figure(float(value), 2, lang)
    else:
        shown = str(value)
    known = c.design.texts.get(lang, {}).get("parameters", {})
    return [name, shown, known.get(name) or c.design.parameters[name].about]


def _part_row(plan: Plan, c: Chapter, key: str, steps: list[int], tint: str, lang: Lang) -> dict[str, Any]:
    p = plan.parts[key]
    long, wide = p.size if p.grain != "y" else p.size[::-1]
    cells = [
        c.part_name(p, lang),
        str(plan.quantities[key]),
        figure(long, 1, lang),
        figure(wide, 1, lang),
        figure(p.thickness, 1, lang),
        "L" if p.grain else "",
        " ".join(plan.sheets_of.get(key, ())),
        " ".join(str(n) for n in steps),
    ]
    return {"id": key, "tint": tint, "cells": cells}


def _uses(c: Chapter, step: Step, key: str) -> bool:
    return any(c.piece.part_of[n][0].id == key for n in step.plates)


def _step(c: Chapter, step: Step, n: int, chapter: int, lang: Lang) -> dict[str, Any]:
    colour = tints(c.piece)
    used = Counter(c.piece.part_of[name][0].id for name in step.plates)
    return {
        "number": n,
        "text": c.text(f"steps.{step.key}", lang) or step.key,
        "image": f"piece-{chapter}-{n:02d}.svg",
        "people": phrase("people_1", lang) if step.people == 1 else phrase("people", lang, n=step.people),
        "parts": [
            {"id": k, "count": f"× {used[k]}", "tint": colour[k], "image": f"icon-{k}.svg"}
            for k in sorted(used)
        ],
        "hardware": [c.text(f"hardware.{h}", lang) or h for h in step.hardware],
    }


def _proof(plan: Plan, lang: Lang) -> list[list[str]]:
    """Return one row per rule: how many verdicts, all kept."""
    total, kept = Counter(v.rule for v in plan.verdicts), Counter(v.rule for v in plan.verdicts if v.passed)
    return [
        [
            rule,
            demand(rule, lang),
            f"{kept[rule]} / {total[rule]}",
        ]
        for rule in RULES
        if total[rule]
    ]
