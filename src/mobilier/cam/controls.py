"""What every linter keeps in mind while it reads a program, whatever the syntax."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Protocol

from mobilier.profiles.types import Controller


class Report(Protocol):
    """Takes what breaks a rule at a line; ``values`` are what the catalogue tells it from."""

    def __call__(self, rule: str, line: int, case: str = "", **values: float | int | str) -> None:
        """Keep one fault."""


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

    def say(self, rule: str, case: str = "", **values: float | int | str) -> None:
        """Report at the current line."""
        self.report(rule, self.line, case, **values)

    def went(self, *, cuts: bool) -> None:
        """Note a movement to ``at``."""
        self.top = max(self.top, self.at.get("Z", -math.inf))
        if cuts and not self.feed:
            self.say("no-feed", "before")
        if cuts and not self.turning:
            self.say("spindle-off")

    def turned(self, start: Mapping[str, float], centre: tuple[float, float]) -> None:
        """Check an arc from ``start`` to ``at`` about ``centre``."""
        arcs = self.controller.arcs
        if not arcs.supported:
            self.say("arc-refused")
        if not arcs.helical and abs(self.at.get("Z", 0.0) - start.get("Z", 0.0)) > 1e-9:
            self.say("helix-refused")
        sx, sy = start.get("X", 0.0), start.get("Y", 0.0)
        ex, ey = self.at.get("X", 0.0), self.at.get("Y", 0.0)
        low, high = math.dist((sx, sy), centre), math.dist((ex, ey), centre)
        if abs(low - high) > 0.005 and (abs(low - high) > 0.5 or abs(low - high) > 0.001 * low):
            self.say("arc-radius", start=low, end=high)
        if math.dist((sx, sy), (ex, ey)) < 1e-9 and not arcs.full_circle:
            self.say("full-circle")

    def finish(self) -> None:
        """Report what must hold after the last line: spindle off, z safe."""
        if self.turning:
            self.say("spindle-on")
        if self.at.get("Z", 0.0) < self.top - 1e-9:
            self.say("z-low", z=self.at.get("Z", 0.0), safe=self.top)
