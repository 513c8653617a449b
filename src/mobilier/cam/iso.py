"""Programs in ISO G-code: GRBL, LinuxCNC, Mach, UCCNC, KinetiC-NC, WinPC-NC, Marlin."""

from __future__ import annotations

import math
from collections.abc import Iterable

from mobilier.cam.lowering import lowered
from mobilier.cam.moves import Move
from mobilier.cam.text import Cutter, Note, Pause, Step, ascii_of, filled, number, remarks
from mobilier.profiles.types import Controller

_WORD = {"rapid": "G0", "line": "G1", "cw": "G2", "ccw": "G3"}


def iso_lines(controller: Controller, name: str, head: Iterable[str], steps: Iterable[Step]) -> list[str]:
    """Return the lines of a program: remarks, known state, steps, end."""
    writer = _Writer(controller)
    start = filled(controller.start, name=name)
    first = [line for line in start if line.startswith("%")]
    writer.lines += first
    for text in head:
        writer.lines += remarks(controller, text)
    writer.lines += [line for line in start if not line.startswith("%")]
    for step in steps:
        writer.step(step)
    writer.lines += filled(controller.end, name=name)
    return writer.lines


class _Writer:
    """Writes steps as blocks, leaving out the words that do not change."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.lines: list[str] = []
        self.here: tuple[float, float, float] = (math.nan, math.nan, math.nan)
        self.seen: dict[str, str] = {}
        self.cutter: Cutter | None = None
        self.turning = False

    def step(self, step: Step) -> None:
        if isinstance(step, Note):
            self.lines += remarks(self.controller, step.text)
        elif isinstance(step, Pause):
            room = self.controller.line_limit - 12
            self.lines += filled(self.controller.pause, text=ascii_of(step.text)[:room])
        elif isinstance(step, Cutter):
            self._cutter(step)
        else:
            self._move(step)

    def _cutter(self, cutter: Cutter) -> None:
        """Change the tool; the spindle starts once the cutter stands over its first cut."""
        if self.turning:
            self.lines.append("M5")
            self.turning = False
        change = self.controller.tool
        name = ascii_of(cutter.speeds.tool.name)
        speed = number(cutter.speeds.speed, 0)
        self.lines += filled(change, number=cutter.number, name=name, speed=speed)
        self.cutter = cutter
        self.seen = {}

    def _spin(self) -> None:
        assert self.cutter, "a tool before the first cut"
        self.lines += filled(self.controller.spindle, speed=number(self.cutter.speeds.speed, 0))
        wait = self.cutter.warm_up
        if wait and self.controller.dwell:
            text = {"seconds": number(wait, 1), "milliseconds": number(wait * 1000, 0)}
            self.lines.append(self.controller.dwell.format(**text))
        self.turning = True

    def _move(self, move: Move) -> None:
        if not self.turning and (move.kind != "rapid" or move.z < self.here[2] - 1e-9):
            self._spin()
        start = self.here
        for piece in lowered([move], self.controller, start):
            self._block(piece)

    def _block(self, move: Move) -> None:
        decimals = self.controller.decimals
        words = []
        for letter, value in zip("XYZ", (move.x, move.y, move.z), strict=True):
            text = number(value, decimals)
            if self.seen.get(letter) != text and not math.isnan(value):
                words.append(letter + text)
                self.seen[letter] = text
        arc = move.kind in ("cw", "ccw")
        if arc:
            words = [w for w in words if w[0] == "Z"]
            words = [f"X{self.seen['X']}", f"Y{self.seen['Y']}", *words, *self._centre(move)]
        if words:
            if move.kind != "rapid":
                feed = number(max(1.0, move.feed), 0)
                if self.seen.get("F") != feed:
                    words.append("F" + feed)
                    self.seen["F"] = feed
            self.lines.append(" ".join([_WORD[move.kind], *words]))
        self.here = (move.x, move.y, move.z)

    def _centre(self, move: Move) -> list[str]:
        """Return I and J from the place the controller believes to stand at."""
        decimals = self.controller.decimals
        if self.controller.arcs.centre == "absolute":
            return [f"I{number(move.cx, decimals)}", f"J{number(move.cy, decimals)}"]
        x, y = (round(v, decimals) for v in self.here[:2])
        return [f"I{number(move.cx - x, decimals)}", f"J{number(move.cy - y, decimals)}"]
