"""What every linter keeps in mind while it reads a program, whatever the syntax."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping

from mobilier.profiles.types import Controller

Report = Callable[[str, int, str], None]
"""Rule, line, message."""

_PLAIN = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?$")


def plain(text: str) -> bool:
    """Tell whether a number has digits, at most one point, no exponent and no negative zero."""
    return bool(_PLAIN.match(text)) and not (text.startswith("-") and not text.strip("-0."))


class Controls:
    """Position, feed and spindle as the text sets them; reports what breaks a common rule."""

    def __init__(self, controller: Controller, report: Report) -> None:
        self.controller = controller
        self.report = report
        self.line = 0
        self.at: dict[str, float] = {}
        self.feed = False
        self.turning = False
        self.ended = False
        self.top = -math.inf

    def say(self, rule: str, message: str) -> None:
        """Report at the current line."""
        self.report(rule, self.line, message)

    def went(self, *, cuts: bool) -> None:
        """Note a movement to ``at``."""
        self.top = max(self.top, self.at.get("Z", -math.inf))
        if cuts and not self.feed:
            self.say("no-feed", "a cut before any feed is set")
        if cuts and not self.turning:
            self.say("spindle-off", "a cut with the spindle off")

    def turned(self, start: Mapping[str, float], centre: tuple[float, float]) -> None:
        """Check an arc from ``start`` to ``at`` about ``centre``."""
        arcs = self.controller.arcs
        if not arcs.supported:
            self.say("arc-refused", "this controller takes no arcs")
        if not arcs.helical and abs(self.at.get("Z", 0.0) - start.get("Z", 0.0)) > 1e-9:
            self.say("helix-refused", "an arc that changes z")
        sx, sy = start.get("X", 0.0), start.get("Y", 0.0)
        ex, ey = self.at.get("X", 0.0), self.at.get("Y", 0.0)
        low, high = math.dist((sx, sy), centre), math.dist((ex, ey), centre)
        if abs(low - high) > 0.005 and (abs(low - high) > 0.5 or abs(low - high) > 0.001 * low):
            self.say("arc-radius", f"radius {low:.4f} at the start, {high:.4f} at the end")
        if math.dist((sx, sy), (ex, ey)) < 1e-9 and not arcs.full_circle:
            self.say("full-circle", "an arc that ends where it begins")

    def finish(self) -> None:
        """Report what must hold after the last line: spindle off, z safe."""
        if self.turning:
            self.say("spindle-on", "the spindle still turns at the end")
        if self.at.get("Z", 0.0) < self.top - 1e-9:
            self.say("z-low", f"z ends at {self.at.get('Z', 0.0):g}, safe is {self.top:g}")
