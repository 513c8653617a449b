"""What a reader finds in a program text: motions of the cutter's tip, and what is wrong.

Positions in mm in program coordinates, feeds in mm/min, speeds in rev/min, times in s.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Literal

from mobilier.proof.verdicts import ProofRule

Place = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolMotion:
    """One movement as the controller would make it.

    An arc turns by ``sweep`` radians (counter-clockwise positive) about ``centre``; a line
    has sweep 0.  ``spindle`` is the speed while moving, None when it stands still, 0 when it
    runs at a speed the program does not set; ``waited`` the dwell since it was last started
    or changed; ``tool`` the number selected last, 0 when none was.
    """

    kind: Literal["rapid", "cut"]
    line: int
    start: Place
    end: Place
    centre: tuple[float, float] = (0.0, 0.0)
    sweep: float = 0.0
    feed: float | None = None
    spindle: float | None = None
    waited: float = 0.0
    tool: int = 0

    @property
    def across(self) -> float:
        """Length seen from above, mm."""
        if self.sweep:
            return abs(self.sweep) * math.dist(self.start[:2], self.centre)
        return math.dist(self.start[:2], self.end[:2])

    @property
    def fall(self) -> float:
        """How far the tip goes down, mm; negative when it rises."""
        return self.start[2] - self.end[2]

    @property
    def length(self) -> float:
        """Length along the path, mm."""
        return math.hypot(self.across, self.fall)

    @property
    def low(self) -> float:
        """Lowest z of the tip, mm."""
        return min(self.start[2], self.end[2])

    def moved(self, x: float, y: float, z: float) -> ToolMotion:
        """Return the motion moved by (x, y, z) mm."""
        (x0, y0, z0), (x1, y1, z1), (cx, cy) = self.start, self.end, self.centre
        return replace(
            self, start=(x0 + x, y0 + y, z0 + z), end=(x1 + x, y1 + y, z1 + z), centre=(cx + x, cy + y)
        )


@dataclass(frozen=True, slots=True)
class ReadingFault:
    """A place in the text that breaks a rule."""

    line: int
    rule: ProofRule
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A program as understood: its motions in order, its faults, the step (mm) it counts in."""

    motions: tuple[ToolMotion, ...]
    faults: tuple[ReadingFault, ...]
    grain: float = 0.0
