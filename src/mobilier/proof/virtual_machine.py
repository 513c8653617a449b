"""The machine a reader drives: where the tip is, what turns, what was said about it."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from mobilier.profiles.types import Controller
from mobilier.proof.reading import Place, Reading, ReadingFault, ToolMotion
from mobilier.proof.verdicts import ProofRule

OFF_CIRCLE = 0.01
"""mm. An arc whose ends lie this much apart from one circle is no arc (GRBL: 0.005 + rounding)."""


_LOW = 1e-6
"""mm under the highest place of the program at which the cutter is left low."""


@dataclass
class VirtualMachine:
    """State of the cutter while a program is read; collects motions and faults.

    ``plunge`` is the feed of the z axis where a syntax sets it apart from ``feed``.
    """

    x: float | None = None
    y: float | None = None
    z: float | None = None
    top: float = -math.inf
    feed: float | None = None
    plunge: float | None = None
    spindle: float | None = None
    speed: float = 0.0
    waited: float = 0.0
    tool: int = 0
    selected: int = 0
    ended: bool = False
    line: int = 0
    grain: float = 0.0
    motions: list[ToolMotion] = field(default_factory=list)
    faults: list[ReadingFault] = field(default_factory=list)

    def fault(self, rule: ProofRule, message: str) -> None:
        """Note that the current line breaks a rule."""
        self.faults.append(ReadingFault(self.line, rule, message))

    def start_spindle(self) -> None:
        """Let the spindle turn at the speed set, or at its own."""
        if self.spindle != self.speed:
            self.waited = 0.0
        self.spindle = self.speed

    def set_speed(self, speed: float) -> None:
        """Set the speed, at once when the spindle turns."""
        if self.spindle is not None and speed != self.spindle:
            self.spindle, self.waited = speed, 0.0
        self.speed = speed

    def stop_spindle(self) -> None:
        """Stop the spindle."""
        self.spindle, self.waited = None, 0.0

    def change_tool(self) -> None:
        """Put the selected cutter in: the spindle must stand still meanwhile, the height is lost."""
        if self.spindle is not None:
            self.fault("spindle", "the tool is changed while the spindle turns")
        self.tool = self.selected
        self.z, self.top = None, -math.inf
        self.stop_spindle()

    def dwell(self, seconds: float) -> None:
        """Wait, the spindle in the state it is."""
        if seconds < 0:
            self.fault("reading", f"a dwell of {seconds:g} s")
        self.waited += max(0.0, seconds)

    def go(self, to: Place | tuple[float | None, float | None, float | None], *, rapid: bool) -> None:
        """Move in a straight line; None leaves an axis where it is."""
        placed = self.x is not None and self.y is not None
        start = self._start(to, rapid=rapid)
        x, y, z = (n if n is not None else old for n, old in zip(to, (self.x, self.y, self.z), strict=True))
        self.x, self.y, self.z = x, y, z
        self.top = max(self.top, self.top if z is None else z)
        if start is None or x is None or y is None or z is None:
            return
        self._add(start, (x, y, z), rapid=rapid, kept=not placed)

    def turn(self, to: Place, centre: tuple[float, float], *, ccw: bool) -> None:
        """Move along an arc about ``centre`` (the whole circle when it ends where it starts)."""
        if self.x is None or self.y is None or self.z is None:
            self.fault("known-state", "an arc starts from an unknown place")
            self.x, self.y, self.z = to
            return
        start = (self.x, self.y, self.z)
        self.x, self.y, self.z = to
        self.top = max(self.top, to[2])
        r0, r1 = math.dist(start[:2], centre), math.dist(to[:2], centre)
        if abs(r0 - r1) > OFF_CIRCLE or r0 < 1e-6:
            self.fault("reading", f"the arc ends {abs(r0 - r1):.3f} mm off its circle of radius {r0:.3f}")
        first = math.atan2(start[1] - centre[1], start[0] - centre[0])
        last = math.atan2(to[1] - centre[1], to[0] - centre[0])
        sweep = (last - first) % math.tau if ccw else -((first - last) % math.tau)
        if math.dist(start[:2], to[:2]) < 1e-9:
            sweep = math.tau if ccw else -math.tau
        self._add(start, to, centre=centre, sweep=sweep, rapid=False)

    def check_turn(self, controller: Controller) -> None:
        """Note an arc, just read, that the controller does not take."""
        if not self.motions:
            return
        motion, arcs = self.motions[-1], controller.arcs
        sweep = abs(motion.sweep)
        # The ends of an arc are rounded, which turns a small one further than it was meant to.
        radius = math.dist(motion.start[:2], motion.centre)
        room = math.radians(1.0) + 2 * 10.0**-controller.decimals / max(radius, 1e-6)
        if not arcs.supported:
            self.fault("reading", f"{controller.name} takes no arcs")
        if motion.fall and not arcs.helical:
            self.fault("reading", f"{controller.name} takes no helical arcs")
        if sweep >= math.tau and not arcs.full_circle:
            self.fault("reading", f"{controller.name} takes no full circles")
        elif math.radians(arcs.max_sweep) + room < sweep < math.tau:
            turn = math.degrees(sweep)
            self.fault("reading", f"an arc of {turn:.1f} degrees, at most {arcs.max_sweep:.0f} are taken")

    def reading(self) -> Reading:
        """Return everything read, and whether the end is safe."""
        if not self.ended:
            self.fault("known-state", "the program has no end")
        if self.spindle is not None:
            self.fault("spindle", "the spindle still turns at the end")
        if self.z is not None and self.z < self.top - _LOW:
            self.fault("known-state", f"the cutter ends at z {self.z:g}, below the height of its rapids")
        return Reading(motions=tuple(self.motions), faults=tuple(self.faults), grain=self.grain)

    def _start(self, to: tuple[float | None, float | None, float | None], *, rapid: bool) -> Place | None:
        """Return where a straight move starts; None while the place is not known yet."""
        x, y, z = self.x, self.y, self.z
        if x is not None and y is not None and z is not None:
            return (x, y, z)
        if not rapid:
            self.fault("known-state", "a cut starts from an unknown place")
            return None
        if z is None and (to[0] is not None or to[1] is not None):
            self.fault("known-state", "the cutter moves sideways before its height is known")
            return None
        if z is None:
            return None
        if to[2] is not None and to[2] != z and (to[0] is not None or to[1] is not None):
            self.fault("known-state", "the height changes while the place is not known yet")
        ends = (to[0] if x is None else x, to[1] if y is None else y)
        return None if ends[0] is None or ends[1] is None else (ends[0], ends[1], z)

    def _add(
        self,
        start: Place,
        end: Place,
        *,
        rapid: bool,
        centre: tuple[float, float] = (0.0, 0.0),
        sweep: float = 0.0,
        kept: bool = False,
    ) -> None:
        if not sweep and start == end and not kept:  # from an unknown place it still goes sideways
            return
        motion = ToolMotion(
            kind="rapid" if rapid else "cut",
            line=self.line,
            start=start,
            end=end,
            centre=centre,
            sweep=sweep,
            feed=None if rapid else self.feed,
            spindle=self.spindle,
            waited=self.waited,
            tool=self.tool,
        )
        if not rapid:
            if self.plunge is not None:
                motion = replace(motion, feed=self._slanted(motion))
            if not motion.feed:
                self.fault("feed-set", "a cut before any feed is set")
        self.motions.append(motion)

    def _slanted(self, motion: ToolMotion) -> float | None:
        """Return the feed along a move: the z axis' own straight down, and its limit on a slope."""
        if not motion.across or not self.plunge:
            return self.plunge
        if not self.feed or not motion.fall:
            return self.feed
        return min(self.feed, self.plunge * motion.length / abs(motion.fall))
