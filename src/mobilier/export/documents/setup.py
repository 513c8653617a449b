"""Setup sheets: what the operator sets, checks and runs, per sheet, in order."""

from __future__ import annotations

from itertools import groupby

from mobilier.cam.moves import Program
from mobilier.export.documents.dossier import Dossier
from mobilier.export.terms import board_name, corner_name, duration, stated, thickness_words
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Tool
from mobilier.wording import Lang, figure, say
from mobilier.wording.safe import markdown

COLUMNS = (
    "doc.order", "booklet.program", "booklet.role", "booklet.cutter", "booklet.spindle", "booklet.feed",
    "booklet.plunge", "booklet.step_down", "doc.passes", "booklet.time", "doc.extents",
)  # fmt: skip
"""What the table of programs says of each: keys of its head."""


def setup_rows(dossier: Dossier, layout: Layout, lang: Lang) -> list[tuple[str, str]]:
    """Return the facts of one sheet: board, face, zero, holding, clamps."""
    board, habits = dossier.boards[layout.sheet.material], dossier.lab.habits

    def f(value: float) -> str:
        return figure(value, lang)

    on_bed = dossier.machine is not None and dossier.machine.zero == "bed"
    top = "doc.zero_bed" if on_bed else "doc.zero_top"
    tabs, skins = dossier.held.get(layout.name, (0, 0))
    holds = []
    if habits.hold == "tabs":
        holds.append(say("doc.tabs", lang, w=f(habits.tab_width), h=f(habits.tab_height), n=tabs or "–"))
    if habits.hold == "onion" or skins:
        holds.append(say("doc.onion", lang, h=f(habits.onion), n=skins or "–"))
    alike = [(say("doc.alike", lang), str(layout.copies))] if layout.copies > 1 else []
    rows = [
        *alike,
        (
            say("booklet.board", lang),
            f"{board_name(board, lang)}, {thickness_words(board, lang)} "
            f"({f(board.thickness_min)}–{f(board.thickness_max)}), {say('doc.face_up', lang)}",
        ),
        (say("doc.measured_zero", lang), corner_name(habits.origin, lang)),
        (say("doc.z_zero", lang), say("doc.z_again", lang, zero=say(top, lang))),
        (say("doc.cutters", lang), _cutters(dossier, layout, lang)),
        (say("doc.hold", lang), "; ".join(holds)),
    ]
    names = dossier.names(lang)
    here = {p.part: dossier.parts[p.part] for p in layout.placements}
    by_hand = [
        f"{k} {names[k]}: {w}" for k, part in sorted(here.items()) if (w := dossier.hand_work(part, lang))
    ]
    if by_hand:
        rows.append((say("doc.by_hand", lang), "; ".join(by_hand)))
    if dossier.controller is not None and dossier.controller.settings:
        rows.append((say("doc.settings", lang), "; ".join(dossier.controller.settings)))
    if dossier.lab.clamps:
        boxes = "; ".join(
            "X {}–{} Y {}–{}".format(*(f(v) for v in (c[0], c[2], c[1], c[3]))) for c in dossier.lab.clamps
        )
        rows.append((say("doc.clamps", lang), boxes))
    return rows


def _cutters(dossier: Dossier, layout: Layout, lang: Lang) -> str:
    """Return the cutters in the order in which they cut, with what tells them apart at the bench."""
    cutting = [p for p in dossier.programs.get(layout.name, ()) if p.role in ("screws", "cut")]
    turns = [(f"T{n} ", s.tool) for p in cutting for n, s in p.cutters] or [("", dossier.cutter)]
    tour = [turn for turn, _ in groupby(turns)]

    def told(number: str, tool: Tool) -> str:
        size, reach = figure(tool.diameter, lang), figure(tool.reach, lang)
        return number + say("doc.tool", lang, tool=tool.name, d=size, flutes=tool.flutes, reach=reach)

    return " → ".join(told(*turn) for turn in tour)


def cutter_rows(dossier: Dossier, lang: Lang) -> list[tuple[str, ...]]:
    """Return name, diameter, flutes, spindle, feed, plunge and step of each cutter, by board."""
    rows = []
    for layout in dossier.layouts:
        board = board_name(dossier.boards[layout.sheet.material], lang)
        for p in dossier.programs.get(layout.name, ()):
            for _, s in p.cutters:
                sizes = (s.tool.diameter, s.tool.flutes, round(s.speed), s.feed, s.plunge, s.step)
                rows.append((s.tool.name, board, *(figure(v, lang) for v in sizes)))
    return list(dict.fromkeys(rows))


def program_rows(dossier: Dossier, layout: Layout, lang: Lang) -> list[tuple[str, ...]]:
    """Return file, what it is for, cutters, spindle and time of each program of a sheet, in order."""
    return [
        (
            p.name,
            say(f"role.{p.role}", lang),
            ", ".join(f"Ø {figure(s.tool.diameter, lang)}" for _, s in p.cutters)
            or f"Ø {figure(p.tool.diameter, lang)}",
            _spindle(dossier, p, lang),
            duration(p.seconds, lang),
        )
        for p in dossier.programs.get(layout.name, ())
    ]


def _spindle(dossier: Dossier, program: Program, lang: Lang) -> str:
    speeds = sorted({round(s.speed) for _, s in program.cutters})
    rpm = ", ".join(str(v) for v in speeds) or "–"
    by_hand = dossier.machine is not None and not dossier.machine.spindle.controlled
    return say("doc.dial" if by_hand else "doc.rpm", lang, rpm=rpm)


def setup_sheet(dossier: Dossier, lang: Lang) -> str:
    """Return setup.<lang>.md: one section per sheet."""
    machine = dossier.machine.name if dossier.machine else "–"
    lines = [
        "# " + stated(markdown(dossier.title(lang)), say("booklet.setup", lang), lang),
        "",
        stated(say("doc.machine", lang), machine, lang),
        "",
    ]
    if dossier.machine is not None and dossier.machine.unconfirmed:
        lines += [
            "> " + stated(say("booklet.unconfirmed", lang), ", ".join(dossier.machine.unconfirmed), lang),
            "",
        ]
    for layout in dossier.layouts:
        lines += [f"## {markdown(layout.title)}", ""]
        lines += ["- " + stated(f"**{k}**", markdown(v), lang) for k, v in setup_rows(dossier, layout, lang)]
        lines.append("")
        if dossier.programs.get(layout.name):
            lines += _programs(dossier, layout, lang)
    return "\n".join(lines).rstrip() + "\n"


def _programs(dossier: Dossier, layout: Layout, lang: Lang) -> list[str]:
    names = [say(h, lang) for h in COLUMNS]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for n, p in enumerate(dossier.programs[layout.name], start=1):
        speeds = [s for _, s in p.cutters]

        def each(values: list[float]) -> str:
            return ", ".join(dict.fromkeys(figure(v, lang) for v in values))

        low, high = p.extents[:3], p.extents[3:]
        extents = " ".join(
            f"{figure(a, lang, 1)}…{figure(b, lang, 1)}" for a, b in zip(low, high, strict=True)
        )
        cells = [
            str(n),
            f"`{p.name}`",
            say(f"role.{p.role}", lang),
            each([s.tool.diameter for s in speeds]) or figure(p.tool.diameter, lang),
            _spindle(dossier, p, lang),
            each([s.feed for s in speeds]),
            each([s.plunge for s in speeds]),
            each([s.step for s in speeds]),
            str(p.passes),
            duration(p.seconds, lang),
            extents,
        ]
        lines.append("| " + " | ".join(cells) + " |")
    return [*lines, ""]
