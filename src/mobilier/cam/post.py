"""A way over the sheet becomes the text of a program for one controller."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mobilier.cam.clamp_detours import avoid_clamps, length_across
from mobilier.cam.estimate import length_of, seconds_of, sweep_of
from mobilier.cam.heidenhain import HeidenhainWriter
from mobilier.cam.iso import IsoWriter
from mobilier.cam.lowering import lower_moves
from mobilier.cam.moves import Move, Program
from mobilier.cam.opensbp import SbpWriter
from mobilier.cam.program_text import (
    Note,
    ProgramStep,
    ToolChange,
    assemble_program,
    file_word,
    format_number,
)
from mobilier.cam.rml import RmlWriter
from mobilier.cam.setup import Setup
from mobilier.cam.writer import Writer
from mobilier.errors import Finding

PAUSE = 30.0
"""s the operator is taken to need at a pause (screwing the sheet down takes longer: see the lab)."""

_WRITERS: Mapping[str, type[Writer]] = {
    "iso": IsoWriter,
    "opensbp": SbpWriter,
    "rml": RmlWriter,
    "heidenhain": HeidenhainWriter,
}


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What a program will do, before it is written: steps in sheet coordinates."""

    role: str
    suffix: str
    steps: tuple[ProgramStep, ...]
    passes: int = 0


def write_program(setup: Setup, draft: Draft, title: str, number: int) -> tuple[Program, list[Finding]]:
    """Return the program of a draft, and where it needs more than the machine's travel.

    ``number`` counts the programs of the sheet in the order they are run in: their files sort so.
    """
    zero = setup.origin
    safe = setup.machine.safe_z
    cutters = [s for s in draft.steps if isinstance(s, ToolChange)]
    radius = max(c.speeds.tool.diameter for c in cutters) / 2
    park = (setup.machine.park[0] + zero[0], setup.machine.park[1] + zero[1])
    steps = _whole(draft.steps, park, safe, setup, radius)
    way = [s for s in steps if isinstance(s, Move) and not math.isnan(s.x)]
    moved = [_shifted(s, zero) if isinstance(s, Move) else s for s in steps]
    extents = extents_of([m for m in moved if isinstance(m, Move)])
    seconds = _seconds(steps, setup, (*park, safe))
    name = "-".join(filter(None, [setup.layout.name, str(number), draft.suffix, setup.job]))
    head = _head(setup, draft, title, cutters, extents, seconds)
    numbered = setup.controller.tool_always or setup.machine.tool_change != "none"
    dialect = setup.controller if numbered else setup.controller.model_copy(update={"tool": ()})
    writer = _WRITERS[dialect.family](dialect, file_word(name), setup.machine.rapid)
    lines = writer.written(head, moved)
    text = assemble_program(setup.controller, lines)
    program = Program(
        name=f"{name}.{setup.controller.extension}",
        role=draft.role,  # type: ignore[arg-type]
        sheet=setup.layout.name,
        tool=cutters[-1].speeds.tool,
        text=text,
        seconds=seconds,
        cut_length=sum(
            length_of((a.x, a.y, a.z), b) for a, b in itertools.pairwise(way) if b.kind != "rapid"
        ),
        rapid_length=length_across([Move("rapid", *park, safe), *way]),
        passes=draft.passes,
        extents=extents,
        cutters=tuple((c.number, c.speeds) for c in cutters),
        moves=tuple(way),
    )
    return program, _travel(setup, program)


def _whole(
    steps: Sequence[ProgramStep], park: tuple[float, float], safe: float, setup: Setup, radius: float
) -> list[ProgramStep]:
    """Return the steps from the first lift to the park place, rapids led around clamps.

    The first move lifts z alone: x and y are not known, so they are not written.
    """
    out: list[ProgramStep] = [Move("rapid", math.nan, math.nan, safe)]
    here = Move("rapid", *park, safe)
    for step in steps:
        if isinstance(step, ToolChange):
            if len(out) == 1:
                out.insert(0, step)
            else:
                way, here = _changed(step, here, setup, radius)
                out += way
            continue
        if not isinstance(step, Move):
            out.append(step)
            continue
        out += avoid_clamps([here, step], setup.walls, radius)[1:]
        here = step
    out += avoid_clamps([here, Move("rapid", *park, safe)], setup.walls, radius)[1:]
    return out


def _changed(cutter: ToolChange, here: Move, setup: Setup, radius: float) -> tuple[list[ProgramStep], Move]:
    """Return a tool change with the way to its place, and where the cutter then stands.

    The height is unknown after it, so z comes back alone before x and y.
    """
    back: list[ProgramStep] = [cutter, Move("rapid", math.nan, math.nan, setup.machine.safe_z)]
    at = setup.machine.change_at
    if at is None:
        return back, here
    x, y, _ = setup.origin
    lifted = replace(here, z=max(at[2], here.z))
    way = avoid_clamps([lifted, Move("rapid", at[0] + x, at[1] + y, lifted.z)], setup.walls, radius)
    return [*way, *back], replace(way[-1], z=setup.machine.safe_z)


def _shifted(move: Move, zero: tuple[float, float, float]) -> Move:
    return replace(
        move,
        x=move.x - zero[0],
        y=move.y - zero[1],
        z=move.z - zero[2],
        cx=move.cx - zero[0],
        cy=move.cy - zero[1],
    )


def _seconds(steps: Sequence[ProgramStep], setup: Setup, start: tuple[float, float, float]) -> float:
    """Return the time of the steps: movement, spindle starts, tool changes, pauses."""
    total = 0.0
    stretch: list[Move] = []
    here = start
    first = True
    for step in steps:
        if isinstance(step, Move):
            if not math.isnan(step.x):
                stretch.append(step)
        elif not isinstance(step, Note):
            total += seconds_of(lower_moves(stretch, setup.controller, here), setup.machine, here)
            here = (stretch[-1].x, stretch[-1].y, stretch[-1].z) if stretch else here
            stretch = []
            if isinstance(step, ToolChange):
                total += step.warm_up + (0.0 if first else setup.machine.tool_change_time)
                first = False
            else:
                total += PAUSE
    return total + seconds_of(lower_moves(stretch, setup.controller, here), setup.machine, here)


def extents_of(moves: Sequence[Move]) -> tuple[float, float, float, float, float, float]:
    """Return the low and high corner that the cutter's tip reaches while cutting or above it."""
    low, high = [math.inf] * 3, [-math.inf] * 3
    before: Move | None = None
    for move in moves:
        if math.isnan(move.x):
            continue
        points = [(move.x, move.y, move.z)]
        if before and move.kind in ("cw", "ccw"):
            points += _quarters(before, move)
        for point in points:
            low = [min(a, b) for a, b in zip(low, point, strict=True)]
            high = [max(a, b) for a, b in zip(high, point, strict=True)]
        before = move
    return (low[0], low[1], low[2], high[0], high[1], high[2])


def _quarters(before: Move, move: Move) -> list[tuple[float, float, float]]:
    """Return the points of an arc that reach furthest along x and y."""
    r = math.hypot(before.x - move.cx, before.y - move.cy)
    first = math.atan2(before.y - move.cy, before.x - move.cx)
    sweep = sweep_of((before.x, before.y), move)
    out = []
    for k in range(4):
        turn = (k * math.pi / 2 - first) % math.tau
        if sweep < 0:
            turn -= math.tau
        if abs(turn) <= abs(sweep):
            out.append((move.cx + r * math.cos(first + turn), move.cy + r * math.sin(first + turn), move.z))
    return out


def _travel(setup: Setup, program: Program) -> list[Finding]:
    """Return findings where the program needs more than the machine's travel, in mm missing."""
    out: list[Finding] = []
    for axis, name in enumerate("xyz"):
        span = program.extents[axis + 3] - program.extents[axis]
        if span > setup.machine.travel[axis] + 1e-6:
            out.append(
                Finding.of(
                    "beyond-travel",
                    f"{program.name} / {setup.machine.name}",
                    axis=name,
                    span=span,
                    travel=setup.machine.travel[axis],
                    over=span - setup.machine.travel[axis],
                )
            )
    return out


_ZERO = {
    "front-left": "front left corner",
    "front-right": "front right corner",
    "back-left": "back left corner",
    "back-right": "back right corner",
    "centre": "centre",
}


def _head(
    setup: Setup,
    draft: Draft,
    title: str,
    cutters: Sequence[ToolChange],
    extents: tuple[float, float, float, float, float, float],
    seconds: float,
) -> list[Note]:
    """Return the remarks at the head of a program."""
    sheet, board, n = setup.layout.sheet, setup.material, format_number
    words = [title or "mobilier", setup.layout.name, draft.suffix, draft.role]
    what = " ".join(dict.fromkeys(filter(None, words)))
    notes = [Note(f"{setup.job}, {what}" if setup.job else what, "job")]
    notes.append(Note(f"{setup.layout.name}, {n(sheet.length, 1)} x {n(sheet.width, 1)} mm", "sheet"))
    notes.append(
        Note(f"{board.name}, {n(board.thickness, 2)} mm thick, {n(board.nominal, 1)} nominal", "board")
    )
    for c in cutters:
        s = c.speeds
        speeds = f"S{n(s.speed, 0)} F{n(s.feed, 0)} plunge {n(s.plunge, 0)}"
        notes.append(Note(f"T{c.number} {s.tool.name} D{n(s.tool.diameter, 2)} {speeds}", "cutter"))
    top = "top of the sheet" if setup.machine.zero == "top" else "bed under the sheet"
    again = "set z again with each cutter"
    notes.append(Note(f"{_ZERO[setup.habits.origin]} of the sheet, z on the {top}, {again}", "zero"))
    box = ", ".join(
        f"{a} {n(lo, 1)} to {n(hi, 1)}" for a, lo, hi in zip("xyz", extents[:3], extents[3:], strict=True)
    )
    notes.append(Note(f"cutter centre {box}", "reach"))
    notes.append(Note(f"about {math.ceil(seconds / 60)} min on {setup.machine.name}", "time"))
    notes += [Note(text, "set") for text in setup.controller.settings]
    if setup.controller.untested:
        notes.append(Note(f"{setup.controller.name}: never run on this controller, cut air first"))
    return notes
