"""From sheets to programs, and the proof that they leave the parts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.errors import Finding, MachineError, ProofError, refuse
from mobilier.job.naming import name_findings
from mobilier.job.nesting import Laid, Progress
from mobilier.nest.layout import Layout
from mobilier.proof.case import Case
from mobilier.proof.declaration import (
    Declaration,
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
    from mobilier.cam.setup import Setup
    from mobilier.cam.sheet import sheet_work

    place = laid.job.workshop
    if place.machine is None or place.controller is None:
        return (), []
    out: list[CutSheet] = []
    findings: list[Finding] = []
    for layout in laid.layouts:
        if progress:
            progress(layout.name)
        setup = Setup(
            layout=layout,
            parts=laid.relieved,
            material=laid.board(layout),
            machine=place.machine,
            controller=place.controller,
            tools=place.tools,
            habits=place.lab.habits,
            clamps=place.lab.clamps,
            cutter=laid.cutter,
        )
        work = sheet_work(setup, title)
        told = name_findings(work.findings, laid.job)
        refuse(told, MachineError)
        findings += told
        out.append(CutSheet(layout=layout, work=work, declaration=_declaration(laid, layout, work)))
    return tuple(out), findings


def _declaration(laid: Laid, layout: Layout, work: SheetWork) -> Declaration:
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
        origin=habits.origin,
    )


def _skins(work: SheetWork) -> tuple[DeclaredSkin, ...]:
    """Return the single contours that keep a skin because no tab finds room."""
    found = [(op, op.contours[0].vertices[0]) for op in work.operations if op.skin]
    return tuple(
        DeclaredSkin(part=op.part, copy=op.copy, x=x, y=y, height=op.skin) for op, (x, y, _) in found
    )


def _changes(program: Program) -> tuple[tuple[int, Tool], ...]:
    """Return the tools by number of a program that changes them; one that does not needs no numbers."""
    found = tuple((number, speeds.tool) for number, speeds in program.cutters)
    return found if len(found) > 1 else ()


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
