"""ISO G-code: GRBL, LinuxCNC, Mach, UCCNC, KinetiC-NC, WinPC-NC, Marlin."""

from __future__ import annotations

import math

from mobilier.cam.moves import Move
from mobilier.cam.program_text import format_number
from mobilier.cam.writer import Writer
from mobilier.profiles.types import Controller

_WORD = {"rapid": "G0", "line": "G1", "cw": "G2", "ccw": "G3"}


class IsoWriter(Writer):
    """Writes blocks of words, leaving out the words that do not change."""

    def __init__(self, controller: Controller, name: str, rapid: tuple[float, float]) -> None:
        super().__init__(controller, name, rapid)
        self.seen: dict[str, str] = {}

    def forget(self) -> None:
        """Write every word again after a tool change."""
        self.seen = {}

    def stop_spindle(self) -> None:
        """Write M5."""
        self.lines.append("M5")

    def block(self, move: Move) -> None:
        """Write one move."""
        decimals = self.controller.decimals
        words = []
        for letter, value in zip("XYZ", (move.x, move.y, move.z), strict=True):
            text = "" if math.isnan(value) else format_number(value, decimals)
            if text and self.seen.get(letter) != text:
                words.append(letter + text)
                self.seen[letter] = text
        if move.kind in ("cw", "ccw"):
            words = [w for w in words if w[0] == "Z"]
            words = [f"X{self.seen['X']}", f"Y{self.seen['Y']}", *words, *self._centre(move)]
        if not words:
            return
        words += self._feed(move)
        self.lines.append(" ".join([_WORD[move.kind], *words]))

    def _feed(self, move: Move) -> list[str]:
        """Return the feed word where it changes; on rapids only for controllers that keep it."""
        if move.kind == "rapid":
            if not self.controller.rapid_feed:
                return []
            level = move.z == self.here[2]
            feed = format_number(self.rapid[0 if level else 1], 0)
        else:
            feed = format_number(max(1.0, move.feed), 0)
        if self.seen.get("F") == feed:
            return []
        self.seen["F"] = feed
        return ["F" + feed]

    def _centre(self, move: Move) -> list[str]:
        """Return I and J from the place the controller believes to stand at."""
        decimals = self.controller.decimals
        if self.controller.arcs.centre == "absolute":
            return [f"I{format_number(move.cx, decimals)}", f"J{format_number(move.cy, decimals)}"]
        x, y = (round(v, decimals) for v in self.here[:2])
        return [f"I{format_number(move.cx - x, decimals)}", f"J{format_number(move.cy - y, decimals)}"]
