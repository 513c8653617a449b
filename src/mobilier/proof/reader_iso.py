"""Read ISO programs (G-code): a modal interpreter that refuses what it does not know.

Words and their order of execution per NIST RS274/NGC; which of them a controller accepts,
how it dwells and what arcs it takes come from its profile.
"""

from __future__ import annotations

import re

from mobilier.profiles.types import Controller
from mobilier.proof.iso_block import Block, bare_word, without_comments
from mobilier.proof.lines import lines_of
from mobilier.proof.reading import Reading
from mobilier.proof.virtual_machine import VirtualMachine

_STATED = ("G90", "G17", "G21", "G71")
"""Words that must stand before the first motion where the controller knows them."""

_FEED_MODE = "G94"
"""mm/min: must stand there where the profile starts with it; elsewhere it is all there is."""

_INCH = 25.4


def read_iso(text: str, controller: Controller) -> Reading:
    """Return what an ISO program does, as ``controller`` would read it."""
    reader = _Iso(controller)
    for line in lines_of(text, reader.machine, controller):
        reader.line(line)
    if not reader.words & {"M2", "M30"}:
        reader.machine.ended = True
    return reader.machine.reading()


class _Iso:
    """The modal state of an ISO controller, and the machine it drives."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.words = frozenset(bare_word(w) for w in controller.words)
        self.machine = VirtualMachine()
        self.motion: str | None = None
        self.scale = 1.0
        self.incremental = False
        self.absolute_centre = controller.arcs.centre == "absolute"
        self.stated: set[str] = set()
        self.begun = False

    def line(self, raw: str) -> None:
        """Read one line."""
        machine = self.machine
        if raw.startswith("%"):
            self._percent(raw)
            return
        code = without_comments(self._without_message(raw), machine, self.controller.comment[:1])
        if code.startswith("/"):
            machine.fault("reading", "block delete: the line may or may not be run")
        block = Block(code.lstrip("/"), machine)
        if not block.modal and not block.values:
            return
        if machine.ended:
            machine.fault("reading", "words after the end of the program")
            return
        self._run(block)

    def _percent(self, raw: str) -> None:
        known = [s for s in (*self.controller.start, *self.controller.end) if s.startswith("%")]
        if not known or self.stated or (len(raw) > 1 and not any("{" in s for s in known)):
            self.machine.fault("reading", f"the controller takes no line {raw[:12]!r} here")

    def _without_message(self, code: str) -> str:
        """Drop the message behind M0 where the controller shows it."""
        if any(re.fullmatch(r"M0 \{text\}", p) for p in self.controller.pause):
            return re.sub(r"(?i)^(M0+)\s.*", r"\1", code)
        return code

    def _run(self, block: Block) -> None:
        """Run a block in the order of RS274/NGC (feed, speed, tool, spindle, dwell, modes, motion, stop)."""
        machine, modal = self.machine, block.modal
        for word in modal.values():
            if word not in self.words:
                machine.fault("reading", f"{self.controller.name} does not accept {word}")
        self._units(block)
        self._spindle(block)
        if "dwell" in modal:
            self._dwell(block)
        self._modes(block)
        self._move(block)
        if modal.get("stop") in ("M2", "M30"):
            machine.ended = True
        for letter in sorted(block.values):
            machine.fault("reading", f"{letter} is not understood here")

    def _units(self, block: Block) -> None:
        units = block.modal.get("units")
        if units:
            self.scale = 1.0 if units in ("G21", "G71") else _INCH
        feed = None if "dwell" in block.modal else block.take("F")
        if feed is not None:
            if feed <= 0:
                self.machine.fault("reading", f"a feed of {feed:g}")
            self.machine.feed = feed * self.scale

    def _spindle(self, block: Block) -> None:
        machine = self.machine
        speed = None if "dwell" in block.modal else block.take("S")
        if speed is not None:
            machine.set_speed(speed)
        number = block.take("T")
        if number is not None:
            machine.selected = int(number)
        if "change" in block.modal:
            machine.change_tool()
        word = block.modal.get("spindle")
        if word == "M3":
            machine.start_spindle()
        elif word == "M5":
            machine.stop_spindle()

    def _dwell(self, block: Block) -> None:
        form = re.search(r"([A-Z])\{(seconds|milliseconds)\}", " ".join(self.controller.dwell))
        time = block.take(form[1]) if form else None
        if form is None or time is None:
            self.machine.fault(
                "reading", f"a dwell the controller does not know (it knows {form and form[0]})"
            )
            return
        self.machine.dwell(time / 1000 if form[2] == "milliseconds" else time)

    def _modes(self, block: Block) -> None:
        modal = block.modal
        if "distance" in modal:
            self.incremental = modal["distance"] == "G91"
        if "centre" in modal:
            self.absolute_centre = modal["centre"] == "G90.1"
        if modal.get("length") == "G43" and block.take("H") is None:
            self.machine.fault("reading", "G43 without H")
        if modal.get("path") == "G64":
            block.take("P")
            block.take("Q")
        if "motion" in modal:
            self.motion = None if modal["motion"] == "G80" else modal["motion"]
        self.stated.update(modal.values())

    def _move(self, block: Block) -> None:
        machine = self.machine
        axes = [block.take(a) for a in "XYZ"]
        if all(a is None for a in axes):
            return
        if self.motion is None:
            machine.fault("known-state", "a position before any G0 or G1")
            return
        self._begin()
        x, y, z = (
            self._place(a, old) for a, old in zip(axes, (machine.x, machine.y, machine.z), strict=True)
        )
        if self.motion in ("G0", "G1"):
            machine.go((x, y, z), rapid=self.motion == "G0")
        else:
            self._arc(block, x, y, z)

    def _begin(self) -> None:
        """Before the first motion everything that changes its meaning must be stated."""
        if self.begun:
            return
        self.begun = True
        wanted = [w for w in _STATED if w in self.words]
        if any(_FEED_MODE in line.split() for line in self.controller.start):
            wanted.append(_FEED_MODE)
        missing = [w for w in wanted if w not in self.stated]
        if missing:
            self.machine.fault("known-state", f"{', '.join(missing)} not stated before the first motion")

    def _place(self, value: float | None, old: float | None) -> float | None:
        if value is None:
            return None
        if not self.incremental:
            return value * self.scale
        if old is None:
            self.machine.fault("known-state", "an incremental position from an unknown place")
        return (old or 0.0) + value * self.scale

    def _arc(self, block: Block, x: float | None, y: float | None, z: float | None) -> None:
        machine = self.machine
        i, j = block.take("I"), block.take("J")
        if "G91.1" in self.words and not self.stated & {"G91.1", "G90.1"}:
            machine.fault("known-state", "an arc before G91.1 or G90.1 is stated")
        if machine.x is None or machine.y is None or machine.z is None:
            machine.fault("known-state", "an arc starts from an unknown place")
            return
        if i is None and j is None:
            machine.fault("reading", "an arc without a centre")
            return
        if self.absolute_centre:
            if i is None or j is None:
                machine.fault("reading", "an absolute arc centre needs I and J")
                return
            centre = (i * self.scale, j * self.scale)
        else:
            centre = (machine.x + (i or 0.0) * self.scale, machine.y + (j or 0.0) * self.scale)
        to = (machine.x if x is None else x, machine.y if y is None else y, machine.z if z is None else z)
        machine.turn(to, centre, ccw=self.motion == "G3")
        machine.check_turn(self.controller)
