"""Read Roland RML-1 programs (Modela): commands ended by semicolons, steps of 1/40 mm.

``Z x,y,z`` moves all axes at the z speed (!VZ), in mm/s, from place to place where more than one
follow, by steps from the place before under PR; there is no rapid.  The machine starts lifted, at
its home.
"""

from __future__ import annotations

import re

from mobilier.profiles.types import Controller
from mobilier.proof.lines import lines_of, number_of
from mobilier.proof.reading import Reading
from mobilier.proof.virtual_machine import VirtualMachine

STEP = 0.025
"""mm in one step (1/40 mm)."""

_SECONDS = 60.0
_COMMAND = re.compile(r"(!?[A-Z]{1,2})([-+0-9., ]*)")


def read_rml(text: str, controller: Controller) -> Reading:
    """Return what an RML-1 program does."""
    reader = _Rml(controller)
    for line in lines_of(text, reader.machine, controller):
        if not line.endswith(";"):
            reader.machine.fault("reading", "a command without its semicolon")
        for command in filter(None, (c.strip() for c in line.split(";"))):
            reader.command(command)
    return reader.machine.reading()


class _Rml:
    """The state of a Modela, and the machine it drives."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.words = frozenset(controller.words)
        self.machine = VirtualMachine(grain=STEP)
        self.absolute: bool | None = None
        self.across: float | None = None
        self.at: list[float] = []

    def command(self, text: str) -> None:
        """Run one command."""
        machine = self.machine
        found = _COMMAND.fullmatch(text)
        if not found:
            machine.fault("reading", f"cannot read {text[:12]!r}")
            return
        name, rest = found[1], found[2]
        values = [number_of(v, machine) for v in rest.split(",")] if rest.strip() else []
        if name not in self.words:
            machine.fault("reading", f"{self.controller.name} does not accept {name}")
        if machine.ended:
            machine.fault("reading", "a command after the end of the program")
        elif None in values:
            machine.fault("reading", f"{name} with a value missing")
        else:
            self._run(name, [v for v in values if v is not None])

    def _run(self, name: str, values: list[float]) -> None:
        machine = self.machine
        if name in ("PA", "PR") and not values:
            self.absolute = name == "PA"
        elif name == "VS" and len(values) == 1:
            self.across = values[0] * _SECONDS
        elif name == "!VZ" and len(values) == 1:
            machine.feed = values[0] * _SECONDS
        elif name == "!MC" and len(values) == 1:
            machine.start_spindle() if values[0] else machine.stop_spindle()
        elif name == "H" and not values:
            machine.ended = True
        elif name == "Z" and values and len(values) % 3 == 0:
            for k in range(0, len(values), 3):
                self._move(values[k : k + 3])
        else:
            machine.fault("reading", f"{name} with {len(values)} values is not understood")

    def _move(self, values: list[float]) -> None:
        machine = self.machine
        if any(v != round(v) for v in values):
            machine.fault("reading", "a position that is no whole number of steps")
        if self.absolute is None:
            machine.fault("known-state", "PA (absolute positions) not stated before the first motion")
            self.absolute = True
        if self.absolute:
            self.at = values
        elif not self.at:
            machine.fault("known-state", "steps from a place that is not known")
            return
        else:
            self.at = [a + v for a, v in zip(self.at, values, strict=True)]
        x, y, z = (v * STEP for v in self.at)
        if machine.z is None:
            machine.z = z
            machine.go((x, y, None), rapid=True)
            return
        machine.go((x, y, z), rapid=False)
