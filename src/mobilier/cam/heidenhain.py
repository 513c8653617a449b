"""Heidenhain conversational: numbered blocks, L for lines, CC and C for arcs, signed numbers.

R0 stands in the first block, a centre and F where they change and F after every FMAX, which is a
block's own; M functions stand in blocks of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from mobilier.cam.moves import Move
from mobilier.cam.program_text import Note, ProgramStep
from mobilier.cam.writer import Writer
from mobilier.profiles.types import Controller


class HeidenhainWriter(Writer):
    """Writes conversational blocks."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        super().__init__(controller, name, rapid)
        self.feed = self.side = self.centre = ""

    def written(self, head: Iterable[Note], steps: Iterable[ProgramStep]) -> list[str]:
        """Return the blocks of a program, numbered from 0."""
        return [f"{k} {line}" for k, line in enumerate(super().written(head, steps))]

    def before_remarks(self, line: str) -> bool:
        """BEGIN PGM is the first block."""
        return line.startswith("BEGIN PGM")

    def stop_spindle(self) -> None:
        """Write M5."""
        self.lines.append("M5")

    def forget(self) -> None:
        """State side and feed again after a tool change."""
        self.feed = self.side = self.centre = ""

    def _n(self, value: float) -> str:
        text = f"{value:+.{self.controller.decimals}f}"
        return "+" + text[1:] if float(text) == 0 else text

    def block(self, move: Move) -> None:
        """Write one move."""
        if move.kind in ("cw", "ccw"):
            centre = f"CC X{self._n(move.cx)} Y{self._n(move.cy)}"
            if centre != self.centre:
                self.lines.append(centre)
                self.centre = centre
            turn = "DR-" if move.kind == "cw" else "DR+"
            self._write("C", [f"X{self._n(move.x)}", f"Y{self._n(move.y)}", turn], move)
            return
        words = []
        for letter, value, old in zip("XYZ", (move.x, move.y, move.z), self.here, strict=True):
            if not math.isnan(value) and value != old:
                words.append(letter + self._n(value))
        if words:
            self._write("L", words, move)

    def _write(self, name: str, words: list[str], move: Move) -> None:
        """Write a block with the side and the feed where they are not in force."""
        feed = "FMAX" if move.kind == "rapid" else f"F{max(1.0, move.feed):.0f}"
        tail = [w for w, old in (("R0", self.side), (feed, self.feed)) if w != old]
        self.lines.append(" ".join([name, *words, *tail]))
        self.side, self.feed = "R0", "" if feed == "FMAX" else feed
