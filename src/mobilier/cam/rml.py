"""Roland RML-1 (Modela): moves ``Z x,y,z,x,y,z…`` in steps of 1/40 mm, speeds VS and !VZ in mm/s.

One command goes from place to place; where steps from the place before are shorter to write,
a line says so (PR) and ends as absolute as it began (PA).  The language has no rapid: a rapid is
a move at the machine's rapid speed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from mobilier.cam.moves import Move
from mobilier.cam.program_text import format_number
from mobilier.cam.setup import STEP
from mobilier.cam.writer import Writer
from mobilier.profiles.types import Controller

Steps = tuple[int, int, int]
"""A place in steps of the machine."""


class RmlWriter(Writer):
    """Writes Z commands and the speeds before them."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        super().__init__(controller, name, rapid)
        self.speed = ""
        self.here_steps: Steps | None = None
        self.start: Steps | None = None
        self.places: list[Steps] = []
        self.open = ""

    def stop_spindle(self) -> None:
        """Write the command that stops the motor."""
        self.lines.append("!MC0;")

    def forget(self) -> None:
        """Write speed and place again after a tool change."""
        self.speed = self.open = ""
        self.here_steps = None

    def block(self, move: Move) -> None:
        """Write one move.  A first lift without x and y is the machine's own: it starts lifted."""
        if math.isnan(move.x):
            return
        feed = self.rapid if move.kind == "rapid" else (move.feed, move.feed)
        self._speeds(feed)
        x, y, z = (int(format_number(v / STEP, 0)) for v in (move.x, move.y, move.z))
        if self.here_steps == (x, y, z):
            return
        # The line goes on until a speed comes between or it is full.
        longer = _line(self.start, [*self.places, (x, y, z)])
        if self.lines[-1] == self.open and len(longer) <= self.controller.line_limit:
            self.places.append((x, y, z))
            self.lines[-1] = self.open = longer
        else:
            self.start, self.places = self.here_steps, [(x, y, z)]
            self.open = _line(self.start, self.places)
            self.lines.append(self.open)
        self.here_steps = (x, y, z)

    def _speeds(self, feed: tuple[float, float]) -> None:
        xy, z = (format_number(max(0.1, math.floor(f / 6) / 10), 1) for f in feed)
        text = f"VS{xy};!VZ{z};"
        if text != self.speed:
            self.lines.append(text)
            self.speed = text


def _line(start: Steps | None, places: Sequence[Steps]) -> str:
    """Return the shorter command that goes through ``places``; absolute where ``start`` is not known."""
    absolute = f"Z{','.join(str(v) for p in places for v in p)};"
    if start is None:
        return absolute
    steps = [v - u for a, b in pairwise([start, *places]) for u, v in zip(a, b, strict=True)]
    return min(absolute, f"PR;Z{','.join(str(v) for v in steps)};PA;", key=len)
