"""ShopBot OpenSBP: speeds in mm/s, jogs J2/J3/JZ, cuts M3/MZ, arcs CG with relative centres.

``CG, ,x,y,i,j,T,1`` runs clockwise, ``-1`` counter-clockwise (Vectric's post for ShopBot in
millimetres).  Blanks never separate words: ``M2 20 30`` does not parse.
"""

from __future__ import annotations

import math

from mobilier.cam.moves import Move
from mobilier.cam.program_text import format_number
from mobilier.cam.writer import Writer
from mobilier.profiles.types import Controller

_SPEED_DECIMALS = 2


class SbpWriter(Writer):
    """Writes one command a line."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        super().__init__(controller, name, rapid)
        self.speed = ""

    def forget(self) -> None:
        """Write the speed again after a tool change."""
        self.speed = ""

    def stop_spindle(self) -> None:
        """Write C7, the spindle-off macro."""
        self.lines.append("C7")

    def _n(self, value: float) -> str:
        return format_number(value, self.controller.decimals)

    def block(self, move: Move) -> None:
        """Write one move."""
        x, y, z = self._n(move.x), self._n(move.y), self._n(move.z)
        across = not math.isnan(move.x) and (move.x, move.y) != self.here[:2]
        level = move.z == self.here[2]
        if move.kind == "rapid":
            if across:
                self.lines.append(f"J2,{x},{y}" if level else f"J3,{x},{y},{z}")
            elif not level:
                self.lines.append(f"JZ,{z}")
            return
        self._speed(move.feed)
        if move.kind == "line":
            self.lines.append(f"M3,{x},{y},{z}" if across else f"MZ,{z}")
            return
        d = self.controller.decimals
        i, j = move.cx - round(self.here[0], d), move.cy - round(self.here[1], d)
        turn = "1" if move.kind == "cw" else "-1"
        self.lines.append(f"CG,,{x},{y},{self._n(i)},{self._n(j)},T,{turn}")

    def _speed(self, feed: float) -> None:
        """Write MS when the feed (mm/min) changes; ShopBot counts in mm/s, xy and z alike here."""
        text = format_number(math.floor(feed / 60 * 100) / 100, _SPEED_DECIMALS)
        if text != self.speed:
            self.lines.append(f"MS,{text},{text}")
            self.speed = text
