"""From sheets to programs, and the proof that they leave the parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from mobilier.errors import Finding, MachineError, ProofError, refuse
from mobilier.job.naming import name_findings
from mobilier.job.nesting import Laid, Progress
from mobilier.model.hand_holes import marked_parts
from mobilier.nest.layout import Layout
from mobilier.proof.case import Case
from mobilier.proof.declaration import (
    Declaration,
    DeclaredHandHole,
    DeclaredMark,
    DeclaredProgram,
    DeclaredScrew,
    DeclaredSkin,
    DeclaredTab,
)
from mobilier.wording import demand

if TYPE_CHECKING:
    from mobilier.cam.moves import Program
    from mobilier.cam.sheet import SheetWork
    from mobilier.profiles.types import Tool
    from mobilier.proof.verdicts import Verdict


_JOB_LETTERS = 40
"""Longest name of a job in a file name, its checksum apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CutSheet:
    """One sheet with its programs and what they declaration."""

    layout: Layout
    work: SheetWork
    declaration: Declaration


def cut_sheets(
    laid: Laid, title: str = "", progress: Progress | None = None
) -> tuple[tuple[CutSheet, ...], list[Finding]]:
    """Return the programs of every sheet; none for a lab that takes drawings only.

    Raises:
        MachineError: work that the machine, its tools or its controller cannot do.
    """
    from mobilier.cam.hand_holes import hand_hole_findings
    from mobilier.cam.machine_notes import machine_notes
    from mobilier.cam.setup import Setup
    from mobilier.cam.sheet import sheet_work

    job = job_word(laid)

    place = laid.job.workshop
    if place.machine is None or place.controller is None:
        return (), []
    out: list[CutSheet] = []
    findings = machine_notes(place.machine, place.controller)
    left = [f for part in laid.parts.values() for f in hand_hole_findings(part, laid.by_hand)]
    findings += name_findings(left, laid.job)
    for layout in laid.layouts:
        if progress:
            progress(layout.name)
        setup = Setup(
            layout=layout,
            parts=marked_parts(laid.relieved, laid.by_hand),
            material=laid.board(layout),
            machine=place.machine,
            controller=place.controller,
            tools=place.tools,
            habits=place.lab.habits,
            clamps=place.lab.clamps,
            cutter=laid.cutter,
            job=job,
        )
        work = sheet_work(setup, title)
        told = name_findings(work.findings, laid.job)
        refuse(told, MachineError)
        findings += told
        out.append(CutSheet(layout=layout, work=work, declaration=_declaration(laid, layout, work, job)))
    return tuple(out), findings


def job_word(laid: Laid) -> str:
    """Return the word that tells the files of a job from those of any other: chariot-mini-3f9a1c.

    It holds the designs with their sizes, and a checksum of what is cut and from which boards.
    """
    from mobilier.cam.program_text import file_word

    pieces = [file_word(f"{o.piece.name}-{o.piece.preset}") for o in laid.job.orders]
    name = "-".join(pieces) if len(pieces) < 3 else f"{pieces[0]}-and-{len(pieces) - 1}-more"
    parts = [laid.relieved[k] for k in sorted(laid.relieved)]
    boards = [laid.board(layout) for layout in laid.layouts]
    digest = sha256(repr((laid.layouts, parts, boards, laid.job.workshop.lab.name)).encode()).hexdigest()
    return f"{name[:_JOB_LETTERS].strip('-')}-{digest[:6]}"


def _declaration(laid: Laid, layout: Layout, work: SheetWork, job: str) -> Declaration:
    """Return what the programs of a sheet declare, for the proof to look for."""
    from mobilier.cam.plan import LABEL
    from mobilier.check.tooling import relief_radius

    habits = laid.job.workshop.lab.habits
    return Declaration(
        sheet=layout.name,
        programs=tuple(
            DeclaredProgram(
                name=p.name,
                role=p.role,
                tool=p.tool,
                text=p.text,
                changes=_changes(p),
            )
            for p in work.programs
        ),
        relief_style=habits.relief,
        relief_radius=relief_radius(laid.cutter, habits),
        tabs=tuple(
            DeclaredTab(part=t.part, copy=t.copy, x=t.x, y=t.y, width=t.width, height=t.height)
            for t in work.tabs
        ),
        skin=habits.onion if habits.hold == "onion" else 0.0,
        skins=_skins(work) if habits.hold == "tabs" else (),
        marks=tuple(
            DeclaredMark(strokes=op.strokes, depth=-op.bottom)
            for op in work.operations
            if op.kind == "engrave" and op.why == LABEL
        ),
        screws=tuple(DeclaredScrew(x=s.x, y=s.y, diameter=s.diameter) for s in work.screws),
        lead=work.lead + habits.finishing,
        approach=work.heights.approach,
        job=job,
        origin=habits.origin,
        by_hand=tuple(
            DeclaredHandHole(part=h.part, feature=h.feature, mark=h.mark, size=h.size, depth=h.depth)
            for h in laid.by_hand
            if any(p.part == h.part for p in layout.placements)
        ),
    )


def _skins(work: SheetWork) -> tuple[DeclaredSkin, ...]:
    """Return the single contours that keep a skin because no tab finds room."""
    found = [(op, op.contours[0].vertices[0]) for op in work.operations if op.skin]
    return tuple(
        DeclaredSkin(part=op.part, copy=op.copy, x=x, y=y, height=op.skin) for op, (x, y, _) in found
    )


def _changes(program: Program) -> tuple[tuple[int, Tool], ...]:
    """Return the tools of a program by number, in the order of use."""
    return tuple((number, speeds.tool) for number, speeds in program.cutters)


def prove_sheets(
    laid: Laid, sheets: tuple[CutSheet, ...], drawings: Mapping[str, bytes]
) -> tuple[Verdict, ...]:
    """Return every verdict on the programs and the drawings (DXF by sheet name).

    Raises:
        ProofError: a rule is broken; nothing of this job may be written.
    """
    from mobilier.dxf.read import read_dxf
    from mobilier.proof.prove import prove_bill, prove_dxf, prove_sheet

    verdicts = [prove_bill(laid.layouts, laid.parts.values(), laid.quantities)]
    cut = {s.layout.name: s.declaration for s in sheets}
    for layout in laid.layouts:
        case = case_of(laid, layout, cut.get(layout.name) or drawing_declaration(laid, layout))
        if case.declaration.programs:
            verdicts += prove_sheet(case)
        verdicts.append(prove_dxf(case, read_dxf(drawings[layout.name]), laid.job.workshop.layers))
    refuse((broken_rule(v) for v in verdicts if not v.passed), ProofError)
    return tuple(verdicts)


def broken_rule(verdict: Verdict) -> Finding:
    """Return the finding of a rule of the proof that is not kept."""
    return Finding.of(
        "not-proven",
        f"{verdict.subject} {verdict.where}".strip(),
        broken=verdict.rule,
        demand=(demand(verdict.rule, "en"), demand(verdict.rule, "fr")),
        measured=verdict.message,
    )


def drawing_declaration(laid: Laid, layout: Layout) -> Declaration:
    """Return the declaration of a sheet that has a drawing only."""
    from mobilier.check.tooling import relief_radius

    habits = laid.job.workshop.lab.habits
    return Declaration(
        sheet=layout.name,
        programs=(),
        relief_style=habits.relief,
        relief_radius=relief_radius(laid.cutter, habits),
        origin=habits.origin,
    )


def case_of(laid: Laid, layout: Layout, declaration: Declaration) -> Case:
    """Return everything needed to judge one sheet."""
    place = laid.job.workshop
    machine, controller = place.drawn_for
    return Case(
        declaration=declaration,
        layout=layout,
        parts=laid.parts,
        material=laid.board(layout),
        machine=machine,
        controller=controller,
        clamps=place.lab.clamps,
    )
