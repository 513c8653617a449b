"""Heidenhain conversational: numbered blocks, L for lines, CC and C for arcs, signed numbers.

Every cutting block carries R0 and F, rapids FMAX; M functions stand in blocks of their own.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from mobilier.cam.moves import Move
from mobilier.cam.program_text import Note, ProgramStep
from mobilier.cam.writer import Writer


class HeidenhainWriter(Writer):
    """Writes conversational blocks."""

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
        """Nothing is left out of a block that a tool change could upset."""

    def _n(self, value: float) -> str:
        text = f"{value:+.{self.controller.decimals}f}"
        return "+" + text[1:] if float(text) == 0 else text

    def block(self, move: Move) -> None:
        """Write one move."""
        feed = "FMAX" if move.kind == "rapid" else f"F{max(1.0, move.feed):.0f}"
        if move.kind in ("cw", "ccw"):
            self.lines.append(f"CC X{self._n(move.cx)} Y{self._n(move.cy)}")
            turn = "DR-" if move.kind == "cw" else "DR+"
            self.lines.append(f"C X{self._n(move.x)} Y{self._n(move.y)} {turn} R0 {feed}")
            return
        words = []
        for letter, value, old in zip("XYZ", (move.x, move.y, move.z), self.here, strict=True):
            if not math.isnan(value) and value != old:
                words.append(letter + self._n(value))
        if words:
            self.lines.append(" ".join(["L", *words, "R0", feed]))
