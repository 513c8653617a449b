"""Read ShopBot OpenSBP programs.

Commands of two letters with parameters between commas (ShopBot command reference).  Speeds
are in mm/s, across and down apart; a program for millimetres must guard itself against a
control set to inches.  A slanted move runs at the speed across along its path, each axis
within its own (as FabMo, the open control of the same maker, does it).
"""

from __future__ import annotations

import re

from mobilier.profiles.types import Controller
from mobilier.proof.lines import lines_of, number_of
from mobilier.proof.reading import Reading
from mobilier.proof.virtual_machine import VirtualMachine

_GUARD = re.compile(r"IF\s*%\(25\)\s*=\s*0\s*THEN\s*GOTO\s+(\w+)", re.IGNORECASE)
_LABEL = re.compile(r"(\w+):")
_TOOL = re.compile(r"&TOOL\s*=\s*(\d+)", re.IGNORECASE)
_SECONDS = 60.0
_CUTS = {"MX": "x", "MY": "y", "MZ": "z", "M2": "xy", "M3": "xyz"}
_AXES = _CUTS | {name.replace("M", "J"): axes for name, axes in _CUTS.items()}


def read_opensbp(text: str, controller: Controller) -> Reading:
    """Return what an OpenSBP program does."""
    reader = _Sbp(controller)
    for line in lines_of(text, reader.machine, controller):
        reader.line(line)
    for label in sorted(reader.wanted - reader.labels):
        reader.machine.fault("reading", f"label {label} is not there")
    return reader.machine.reading()


class _Sbp:
    """The state of a ShopBot control, and the machine it drives."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.words = frozenset(w.upper() for w in controller.words)
        self.machine = VirtualMachine()
        self.absolute = False
        self.guarded = False
        self.wanted: set[str] = set()
        self.labels: set[str] = set()
        self.begun = False

    def line(self, line: str) -> None:
        """Read one command; after END only labels and what stands under them."""
        machine = self.machine
        code = line.split("'", 1)[0].strip()
        if not code:
            return
        label = _LABEL.fullmatch(code)
        if label:
            self.labels.add(label[1].upper())
            self._accept(label[0].upper())
            if not machine.ended:
                machine.fault("reading", f"label {label[1]} in the middle of the program")
            return
        name, *values = (v.strip() for v in code.split(","))
        name = name.upper()
        if machine.ended and name not in ("CN", "END"):
            machine.fault("reading", f"{code[:12]!r} after the end of the program")
        elif not (self._guard(code) or self._tool(code)):
            self._accept(name.partition(" ")[0])
            self._command(name, values)

    def _accept(self, name: str) -> None:
        if name not in self.words:
            self.machine.fault("reading", f"{self.controller.name} does not accept {name}")

    def _guard(self, code: str) -> bool:
        found = _GUARD.fullmatch(code)
        if found:
            self.guarded = True
            self.wanted.add(found[1].upper())
            self._accept("IF")
        return bool(found)

    def _tool(self, code: str) -> bool:
        found = _TOOL.fullmatch(code)
        if found:
            self.machine.selected = int(found[1])
            self._accept("&TOOL")
        return bool(found)

    def _command(self, name: str, values: list[str]) -> None:
        machine = self.machine
        if name in _AXES:
            self._move(name, values)
        elif name == "CG":
            self._arc(values)
        elif name in ("MS", "JS"):
            self._speeds(name, values)
        elif name == "TR":
            speed = self._only(values)
            machine.set_speed(speed or 0.0)
        elif name.partition(" ")[0] == "PAUSE":
            self._pause(name, values)
        else:
            self._word(name, values)

    def _word(self, name: str, values: list[str]) -> None:
        machine = self.machine
        if name == "SA":
            self.absolute = True
        elif name == "C6":
            machine.start_spindle()
        elif name == "C7":
            machine.stop_spindle()
        elif name == "C9":
            machine.change_tool()
        elif name == "END":
            machine.ended = True
        elif not (name == "CN" and values and number_of(values[0], machine) in (90, 91)):
            machine.fault("reading", f"{name} is not understood")

    def _only(self, values: list[str]) -> float | None:
        if len(values) != 1:
            self.machine.fault("reading", f"one value expected, {len(values)} found")
        return number_of(values[0], self.machine) if values else None

    def _pause(self, name: str, values: list[str]) -> None:
        """PAUSE alone waits for a key, PAUSE n for n seconds."""
        word = name[len("PAUSE") :].strip() or (values[0] if values else "")
        seconds = number_of(word, self.machine)
        if seconds is not None:
            self.machine.dwell(seconds)

    def _speeds(self, name: str, values: list[str]) -> None:
        found = [number_of(v, self.machine) for v in values]
        if len(found) != 2 or any(v is not None and v <= 0 for v in found):
            self.machine.fault("reading", f"{name} needs a speed across and one down")
            return
        if name == "MS":
            across, down = found
            self.machine.feed = across * _SECONDS if across else self.machine.feed
            self.machine.plunge = down * _SECONDS if down else self.machine.plunge

    def _begin(self) -> None:
        if self.begun:
            return
        self.begun = True
        if not self.guarded:
            self.machine.fault("known-state", "no guard against a control set to inches")
        if not self.absolute:
            self.machine.fault("known-state", "SA (absolute positions) not stated before the first motion")

    def _move(self, name: str, values: list[str]) -> None:
        self._begin()
        axes = _AXES[name]
        if not 1 <= len(values) <= len(axes):
            self.machine.fault("reading", f"{name} takes {len(axes)} values, {len(values)} found")
            return
        found = dict(zip(axes, (number_of(v, self.machine) for v in values), strict=False))
        self.machine.go((found.get("x"), found.get("y"), found.get("z")), rapid=name.startswith("J"))

    def _arc(self, values: list[str]) -> None:
        """CG,diameter,x,y,i,j,T,direction: centre from the start; 1 clockwise, -1 counter-clockwise."""
        self._begin()
        machine = self.machine
        if len(values) != 7 or values[0] or values[5].upper() != "T" or values[6] not in ("1", "-1"):
            machine.fault("reading", "an arc that is not CG,,x,y,i,j,T,1 or -1")
            return
        x, y, i, j = (number_of(v, machine) for v in values[1:5])
        if None in (x, y, i, j) or machine.x is None or machine.y is None or machine.z is None:
            machine.fault("known-state", "an arc without a place, or from an unknown one")
            return
        assert x is not None
        assert y is not None
        centre = (machine.x + (i or 0.0), machine.y + (j or 0.0))
        machine.turn((x, y, machine.z), centre, ccw=values[6] == "-1")
        machine.check_turn(self.controller)
