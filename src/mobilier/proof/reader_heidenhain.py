"""Read Heidenhain conversational programs: numbered blocks, L for lines, CC and C for arcs."""

from __future__ import annotations

import re

from mobilier.profiles.types import Controller
from mobilier.proof.lines import lines_of, value_of
from mobilier.proof.reading import Reading
from mobilier.proof.virtual_machine import VirtualMachine

_BEGIN = re.compile(r"BEGIN PGM (\S+) (MM|INCH)")
_END = re.compile(r"END PGM (\S+) (MM|INCH)")
_TOOL = re.compile(r"TOOL CALL (\d+) Z S(\d+)")
_DWELL = re.compile(r"CYCL DEF 9\.0 DWELL TIME|CYCL DEF 9\.1 DWELL (\d+(?:\.\d+)?)")
_AXIS = re.compile(r"([XYZ])([+-]\d+\.\d+)")
_FEED = re.compile(r"F(\d+(?:\.\d+)?)")
_INCH = 25.4


def read_heidenhain(text: str, controller: Controller) -> Reading:
    """Return what a conversational program does."""
    reader = _Heidenhain(controller)
    for line in lines_of(text, reader.machine, controller):
        reader.block(line)
    return reader.machine.reading()


class _Heidenhain:
    """The state of the control, and the machine it drives."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.words = frozenset(controller.words)
        self.machine = VirtualMachine()
        self.next = 0
        self.name: tuple[str, str] | None = None
        self.stopped = False
        self.centre: tuple[float, float] | None = None
        self.scale = 1.0
        self.sided = self.fed = False

    def block(self, line: str) -> None:
        """Run one numbered block."""
        machine = self.machine
        number, _, rest = line.partition(" ")
        if number != str(self.next):
            machine.fault("reading", f"block {number} where {self.next} is due")
        self.next = int(number) + 1 if number.isdigit() else self.next + 1
        code = rest.split(";", 1)[0].strip()
        if not code:
            return
        if machine.ended:
            machine.fault("reading", "a block after the end of the program")
        elif not self._frame(code):
            self._run(code)

    def _frame(self, code: str) -> bool:
        """Read a block that begins or ends the program, names the tool, or waits."""
        machine = self.machine
        if found := _BEGIN.fullmatch(code):
            self._accept("BEGIN PGM")
            self.name = (found[1], found[2])
            self.scale = 1.0 if found[2] == "MM" else _INCH
        elif found := _END.fullmatch(code):
            self._accept("END PGM")
            if (found[1], found[2]) != self.name:
                machine.fault("reading", f"the program ends as {found[1]}, it began as {self.name}")
            machine.ended = True
        elif found := _TOOL.fullmatch(code):
            self._accept("TOOL CALL")
            machine.selected = int(found[1])
            machine.change_tool()
            self.sided = self.fed = False
            machine.set_speed(float(found[2]))
        elif found := _DWELL.fullmatch(code):
            self._accept("CYCL DEF")
            machine.dwell(float(found[1] or 0.0))
        else:
            return False
        return True

    def _accept(self, word: str) -> None:
        if word not in self.words:
            self.machine.fault("reading", f"{self.controller.name} does not accept {word}")

    def _run(self, code: str) -> None:
        name, *words = code.split()
        self._accept(name)
        if self.name is None:
            self.machine.fault("known-state", "a block before BEGIN PGM states the unit")
            self.name = ("", "")
        if name in ("M3", "M5", "M30", "STOP"):
            for word in (name, *words):
                self._function(word)
        elif name == "CC":
            self._pole(words)
        elif name in ("L", "C"):
            if self.stopped:
                self.machine.fault("reading", "a motion after M30")
            self._move(name, words)
        else:
            self.machine.fault("reading", f"{name} is not understood")

    def _function(self, word: str) -> None:
        if word == "M3":
            self.machine.start_spindle()
        elif word == "M5":
            self.machine.stop_spindle()
        elif word == "M30":
            self.stopped = True
        elif word not in ("STOP", "M0"):
            self.machine.fault("reading", f"{word} is not understood")

    def _pole(self, words: list[str]) -> None:
        found = self._axes(words, "XY")
        if "X" in found and "Y" in found:
            self.centre = (found["X"], found["Y"])
        else:
            self.machine.fault("reading", "a centre without X or Y")

    def _axes(self, words: list[str], axes: str) -> dict[str, float]:
        """Take the positions off a block; whatever else it holds stays in ``words``."""
        found: dict[str, float] = {}
        for word in list(words):
            axis = _AXIS.fullmatch(word)
            if axis and axis[1] in axes and axis[1] not in found:
                found[axis[1]] = value_of(axis[2], self.machine) * self.scale
                words.remove(word)
        return found

    def _move(self, name: str, words: list[str]) -> None:
        machine = self.machine
        found = self._axes(words, "XYZ" if name == "L" else "XY")
        rapid = "FMAX" in words
        turn = next((w for w in words if w in ("DR+", "DR-")), None)
        for word in words:
            feed = _FEED.fullmatch(word)
            if feed:
                machine.feed = float(feed[1]) * self.scale
                self.fed = True
            elif word == "FMAX":
                self._accept("FMAX")
            elif word in ("M3", "M5"):
                self._function(word)
            elif word == "R0":
                self.sided = True
            elif not (name == "C" and word == turn):
                machine.fault("reading", f"{word} is not understood here")
        if not self.sided:
            machine.fault("known-state", "R0 (no correction of the radius) not stated before a motion")
        if not (self.fed or rapid):
            machine.fault("known-state", "no feed stated since FMAX, which holds for its own block")
        self.fed = self.fed and not rapid
        if name == "L":
            machine.go((found.get("X"), found.get("Y"), found.get("Z")), rapid=rapid)
        else:
            self._arc(found, turn, rapid=rapid)

    def _arc(self, found: dict[str, float], turn: str | None, *, rapid: bool) -> None:
        machine = self.machine
        if self.centre is None or turn is None or rapid or len(found) != 2:
            machine.fault("reading", "an arc without its centre, end, direction or feed")
            return
        if machine.z is None:
            machine.fault("known-state", "an arc starts from an unknown place")
            return
        machine.turn((found["X"], found["Y"], machine.z), self.centre, ccw=turn == "DR+")
        machine.check_turn(self.controller)
