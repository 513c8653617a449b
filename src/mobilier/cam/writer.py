"""What the writers of all syntax families share: the order of things in a program."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from collections.abc import Iterable

from mobilier.cam.lowering import lower_moves
from mobilier.cam.moves import Move
from mobilier.cam.program_text import (
    Note,
    Pause,
    ProgramStep,
    ToolChange,
    fill_template,
    format_number,
    format_remarks,
    safe_text,
)
from mobilier.profiles.types import Controller

Position = tuple[float, float, float]

_PAUSE_WORDS = 20
"""Characters that a pause line needs beside its text."""


class Writer(ABC):
    """Writes steps for one controller; ``rapid`` are its machine's rapids (xy, z, mm/min)."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        self.controller = controller
        self.name = name
        self.rapid = rapid
        self.lines: list[str] = []
        self.here: Position = (math.nan, math.nan, math.nan)
        self.cutter: ToolChange | None = None
        self.turning = False

    def written(self, head: Iterable[Note], steps: Iterable[ProgramStep]) -> list[str]:
        """Return the lines of a program: remarks, known state, steps, end."""
        start = fill_template(self.controller.start, name=self.name)
        first = [line for line in start if self.before_remarks(line)]
        self.lines += first
        for note in head:
            self.lines += format_remarks(self.controller, note)
        self.lines += [line for line in start if line not in first]
        for step in steps:
            self.step(step)
        self.lines += fill_template(self.controller.end, name=self.name)
        return self.lines

    def before_remarks(self, line: str) -> bool:
        """Tell whether a line of the start must be the very first of the program."""
        return line.startswith("%")

    def step(self, step: ProgramStep) -> None:
        """Write one step."""
        if isinstance(step, Note):
            self.lines += format_remarks(self.controller, step)
        elif isinstance(step, Pause):
            room = self.controller.line_limit - _PAUSE_WORDS
            text = f"stop: {safe_text(step.text)}"[:room].strip()
            self.lines += fill_template(self.controller.pause, text=text)
        elif isinstance(step, ToolChange):
            self._change(step)
        else:
            self._go(step)

    def _change(self, cutter: ToolChange) -> None:
        """Change the tool; the spindle starts once the cutter stands over its first cut."""
        if self.turning:
            self.stop_spindle()
            self.turning = False
        self.lines += fill_template(
            self.controller.tool,
            number=cutter.number,
            name=safe_text(cutter.speeds.tool.name),
            speed=format_number(cutter.speeds.speed, 0),
        )
        self.cutter = cutter
        self.here = (math.nan, math.nan, math.nan)
        self.forget()

    def _go(self, move: Move) -> None:
        wanted = self.cutter is not None and self.cutter.turns and not self.turning
        if wanted and (move.kind != "rapid" or move.z < self.here[2] - 1e-9):
            self._spin()
        for piece in lower_moves([move], self.controller, self.here):
            self.block(piece)
            self.here = (piece.x, piece.y, piece.z)

    def _spin(self) -> None:
        assert self.cutter, "a tool before the first cut"
        self.lines += fill_template(self.controller.spindle, speed=format_number(self.cutter.speeds.speed, 0))
        wait = self.cutter.warm_up
        if wait and self.controller.dwell:
            text = {"seconds": format_number(wait, 1), "milliseconds": format_number(wait * 1000, 0)}
            self.lines += fill_template(self.controller.dwell, **text)
        self.turning = True

    @abstractmethod
    def block(self, move: Move) -> None:
        """Write one lowered move from ``here``."""

    @abstractmethod
    def stop_spindle(self) -> None:
        """Write the word that stops the spindle before a tool change."""

    @abstractmethod
    def forget(self) -> None:
        """Forget what the controller may have changed at a tool change."""
