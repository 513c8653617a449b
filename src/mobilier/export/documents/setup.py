"""Setup sheets: what the operator sets, checks and runs, per sheet, in order."""

from __future__ import annotations

from mobilier.cam.moves import Program
from mobilier.export.documents.dossier import Dossier
from mobilier.export.phrases import duration, phrase
from mobilier.export.words import Lang, board_name, corner_name, figure, stated, thickness_words
from mobilier.nest.layout import Layout


def setup_rows(dossier: Dossier, layout: Layout, lang: Lang) -> list[tuple[str, str]]:
    """Return the facts of one sheet: board, face, zero, holding, clamps."""
    board, habits = dossier.boards[layout.sheet.material], dossier.lab.habits

    def f(value: float) -> str:
        return figure(value, 2, lang)

    zero = dossier.machine.zero if dossier.machine else "top"
    if habits.hold == "tabs":
        hold = phrase("tabs", lang, w=f(habits.tab_width), h=f(habits.tab_height))
    else:
        hold = phrase("onion", lang, h=f(habits.onion))
    alike = [(phrase("alike", lang), str(layout.copies))] if layout.copies > 1 else []
    rows = [
        *alike,
        (
            phrase("board", lang),
            f"{board_name(board, lang)}, {thickness_words(board, lang)} "
            f"({f(board.thickness_min)}–{f(board.thickness_max)}), {phrase('face_up', lang)}",
        ),
        (phrase("measured_zero", lang), corner_name(habits.origin, lang)),
        (phrase("z_zero", lang), phrase("zero_bed" if zero == "bed" else "zero_top", lang)),
        (phrase("cutter", lang), _cutters(dossier, layout, lang)),
        (phrase("hold", lang), hold),
    ]
    if dossier.lab.clamps:
        boxes = "; ".join(
            "X {}–{} Y {}–{}".format(*(f(v) for v in (c[0], c[2], c[1], c[3]))) for c in dossier.lab.clamps
        )
        rows.append((phrase("clamps", lang), boxes))
    return rows


def _cutters(dossier: Dossier, layout: Layout, lang: Lang) -> str:
    tools = {s.tool.name: s.tool for p in dossier.programs.get(layout.name, ()) for _, s in p.cutters}
    tools = tools or {dossier.cutter.name: dossier.cutter}
    return ", ".join(f"Ø {figure(t.diameter, 2, lang)} ({t.name})" for t in tools.values())


def cutter_rows(dossier: Dossier, lang: Lang) -> list[tuple[str, ...]]:
    """Return name, diameter, flutes, spindle, feed, plunge and step of each cutter, by board."""
    rows = []
    for layout in dossier.layouts:
        board = board_name(dossier.boards[layout.sheet.material], lang)
        for p in dossier.programs.get(layout.name, ()):
            for _, s in p.cutters:
                sizes = (s.tool.diameter, s.tool.flutes, round(s.speed), s.feed, s.plunge, s.step)
                rows.append((s.tool.name, board, *(figure(v, 2, lang) for v in sizes)))
    return list(dict.fromkeys(rows))


def program_rows(dossier: Dossier, layout: Layout, lang: Lang) -> list[tuple[str, ...]]:
    """Return file, what it is for, cutters, spindle and time of each program of a sheet, in order."""
    return [
        (
            p.name,
            phrase(f"role_{p.role}", lang),
            ", ".join(f"Ø {figure(s.tool.diameter, 2, lang)}" for _, s in p.cutters)
            or f"Ø {figure(p.tool.diameter, 2, lang)}",
            _spindle(dossier, p, lang),
            duration(p.seconds, lang),
        )
        for p in dossier.programs.get(layout.name, ())
    ]


def _spindle(dossier: Dossier, program: Program, lang: Lang) -> str:
    speeds = sorted({round(s.speed) for _, s in program.cutters})
    rpm = ", ".join(str(v) for v in speeds) or "–"
    by_hand = dossier.machine is not None and not dossier.machine.spindle.controlled
    return phrase("dial" if by_hand else "rpm", lang, rpm=rpm)


def setup_sheet(dossier: Dossier, lang: Lang) -> str:
    """Return setup.<lang>.md: one section per sheet."""
    machine = dossier.machine.name if dossier.machine else "–"
    lines = [
        "# " + stated(dossier.title(lang), phrase("setup", lang), lang),
        "",
        stated(phrase("machine", lang), machine, lang),
        "",
    ]
    if dossier.machine is not None and dossier.machine.unconfirmed:
        lines += [
            "> " + stated(phrase("unconfirmed", lang), ", ".join(dossier.machine.unconfirmed), lang),
            "",
        ]
    for layout in dossier.layouts:
        lines += [f"## {layout.title}", ""]
        lines += ["- " + stated(f"**{k}**", v, lang) for k, v in setup_rows(dossier, layout, lang)]
        lines.append("")
        if dossier.programs.get(layout.name):
            lines += _programs(dossier, layout, lang)
    return "\n".join(lines).rstrip() + "\n"


def _programs(dossier: Dossier, layout: Layout, lang: Lang) -> list[str]:
    head = (
        "order",
        "program",
        "role",
        "cutter",
        "spindle",
        "feed",
        "plunge",
        "step_down",
        "passes",
        "time",
        "extents",
    )
    names = [phrase(h, lang) for h in head]
    lines = ["| " + " | ".join(names) + " |", "|" + "---|" * len(names)]
    for n, p in enumerate(dossier.programs[layout.name], start=1):
        speeds = [s for _, s in p.cutters]

        def each(values: list[float]) -> str:
            return ", ".join(dict.fromkeys(figure(v, 2, lang) for v in values))

        low, high = p.extents[:3], p.extents[3:]
        extents = " ".join(
            f"{figure(a, 1, lang)}…{figure(b, 1, lang)}" for a, b in zip(low, high, strict=True)
        )
        cells = [
            str(n),
            f"`{p.name}`",
            phrase(f"role_{p.role}", lang),
            each([s.tool.diameter for s in speeds]) or figure(p.tool.diameter, 2, lang),
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
