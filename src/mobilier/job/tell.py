"""The documents of a job: booklets, labels, setup sheets, steps, solids."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.errors import Finding, MobilierError
from mobilier.export.plan import Chapter, Plan
from mobilier.export.words import Lang
from mobilier.job.cut import Made
from mobilier.job.draw import plain


def plan_of(made: Made) -> Plan:
    """Return the job as its documents tell it."""
    laid, place = made.laid, made.laid.job.workshop
    return Plan(
        chapters=tuple(Chapter(piece=o.piece, design=o.design, quantity=o.quantity) for o in laid.job.orders),
        layouts=laid.layouts,
        parts=laid.parts,
        relieved=laid.relieved,
        quantities=laid.quantities,
        boards=laid.job.boards,
        lab=place.lab,
        cutter=laid.cutter,
        machine=place.machine,
        controller=place.controller,
        programs={s.layout.name: s.work.programs for s in made.sheets},
        findings=made.findings,
        verdicts=made.verdicts,
    )


def setup_sheets(made: Made, langs: Sequence[Lang]) -> dict[str, bytes]:
    """Return what the operator reads, by path in the bundle; nothing without programs."""
    machine = made.laid.job.workshop.machine
    if machine is None or not made.sheets:
        return {}
    from mobilier.export.setup import setup_sheet

    plan = plan_of(made)
    return {f"programs/{machine.name}/setup.{lang}.md": setup_sheet(plan, lang).encode() for lang in langs}


def documents(made: Made, langs: Sequence[Lang]) -> dict[str, bytes]:
    """Return booklets, labels and step drawings by path in the bundle."""
    from mobilier.export.booklet import booklet
    from mobilier.export.labels import labels
    from mobilier.export.pictures import step_picture

    plan = plan_of(made)
    out = {f"plans/booklet.{lang}.pdf": booklet(plan, lang) for lang in langs}
    out["labels.pdf"] = labels(plan, langs[0])
    single = len(plan.chapters) == 1
    for chapter in plan.chapters:
        folder = "steps" if single else f"steps/{_named(chapter)}"
        for number, step in enumerate(chapter.piece.steps, start=1):
            out[f"{folder}/{number:02d}.svg"] = step_picture(chapter.piece, step).encode()
    return out


def solids(made: Made, lang: Lang) -> tuple[dict[str, bytes], list[Finding]]:
    """Return STEP and GLB files by path in the bundle, and a finding where STEP cannot be had."""
    from mobilier.export.glb import piece_glb
    from mobilier.export.solid import step_file

    out, missing = {}, []
    for chapter in plan_of(made).chapters:
        piece, name = chapter.piece, _named(chapter)
        names = {p.id: chapter.part_name(p, lang) for p in piece.parts}
        out[f"3d/{name}.glb"] = piece_glb(piece, names=names)
        try:
            out[f"3d/{name}.step"] = step_file(piece, names=names)
        except MobilierError as error:
            missing.append(Finding.of("no-step", name, problem=str(error)))
    return out, missing


def _named(chapter: Chapter) -> str:
    """Return the file name of a piece: its design, and its letters where several are made."""
    piece = chapter.piece
    return (
        plain(piece.name) if piece.letter == chapter.design.letter else plain(f"{piece.name} {piece.letter}")
    )
