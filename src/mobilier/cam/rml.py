"""Roland RML-1 (Modela): absolute moves ``Z x,y,z`` in steps of 1/40 mm, speeds VS and !VZ in mm/s.

The language has no rapid: a rapid is a move at the machine's rapid speed.
"""

from __future__ import annotations

import math

from mobilier.cam.moves import Move
from mobilier.cam.program_text import format_number
from mobilier.cam.setup import STEP
from mobilier.cam.writer import Writer
from mobilier.profiles.types import Controller


class RmlWriter(Writer):
    """Writes Z commands and the speeds before them."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        super().__init__(controller, name, rapid)
        self.speed = ""
        self.at = ""

    def stop_spindle(self) -> None:
        """Write the command that stops the motor."""
        self.lines.append("!MC0;")

    def forget(self) -> None:
        """Write speed and place again after a tool change."""
        self.speed = self.at = ""

    def block(self, move: Move) -> None:
        """Write one move.  A first lift without x and y is the machine's own: it starts lifted."""
        if math.isnan(move.x):
            return
        feed = self.rapid if move.kind == "rapid" else (move.feed, move.feed)
        self._speeds(feed)
        text = ",".join(format_number(v / STEP, 0) for v in (move.x, move.y, move.z))
        if text != self.at:
            self.lines.append(f"Z{text};")
            self.at = text

    def _speeds(self, feed: tuple[float, float]) -> None:
        xy, z = (format_number(max(0.1, math.floor(f / 6) / 10), 1) for f in feed)
        text = f"VS{xy};!VZ{z};"
        if text != self.speed:
            self.lines.append(text)
            self.speed = text
