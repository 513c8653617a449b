"""What the programs of a sheet's work declare, for the tests that have them judged."""

from __future__ import annotations

from collections.abc import Mapping

from cut_sheet import HABITS

from mobilier.cam.sheet import SheetWork
from mobilier.model.part import Part
from mobilier.profiles.types import Controller, Habits, Machine, Material
from mobilier.proof.case import Case
from mobilier.proof.declaration import (
    Declaration,
    DeclaredMark,
    DeclaredProgram,
    DeclaredScrew,
    DeclaredSkin,
    DeclaredTab,
)


def declaration_of_work(work: SheetWork, habits: Habits = HABITS) -> Declaration:
    """Declare what the machining room says of its own work, cut for a 6 mm mill."""
    assert work.programs, [str(f) for f in work.findings]
    programs = tuple(
        DeclaredProgram(
            name=p.name,
            role=p.role,
            tool=p.tool,
            text=p.text,
            changes=tuple((n, s.tool) for n, s in p.cutters),
        )
        for p in work.programs
    )
    held = [(op, op.contours[0].vertices[0]) for op in work.skins if habits.hold == "tabs"]
    return Declaration(
        sheet=work.layout.name,
        programs=programs,
        relief_style=habits.relief,
        relief_radius=3.0 + habits.relief_extra,
        tabs=tuple(
            DeclaredTab(part=t.part, copy=t.copy, x=t.x, y=t.y, width=t.width, height=t.height)
            for t in work.tabs
        ),
        skin=habits.onion if habits.hold == "onion" else 0.0,
        skins=tuple(
            DeclaredSkin(part=op.part, copy=op.copy, x=v[0], y=v[1], height=op.skin) for op, v in held
        ),
        marks=tuple(DeclaredMark(strokes=op.strokes, depth=-op.bottom) for op in work.labels),
        screws=tuple(DeclaredScrew(x=s.x, y=s.y, diameter=s.diameter) for s in work.screws),
        lead=work.lead + habits.finishing,
        origin=habits.origin,
    )


def case_of_work(
    work: SheetWork,
    parts: Mapping[str, Part],
    on: tuple[Material, Machine, Controller],
    habits: Habits = HABITS,
    clamps: tuple[tuple[float, float, float, float], ...] = (),
) -> Case:
    """Return the case of a sheet's work on a board, a machine and its controller."""
    material, machine, controller = on
    return Case(
        declaration=declaration_of_work(work, habits),
        layout=work.layout,
        parts=parts,
        material=material,
        machine=machine,
        controller=controller,
        clamps=clamps,
    )
