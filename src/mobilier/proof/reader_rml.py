"""Read Roland RML-1 programs (Modela): commands ended by semicolons, steps of 1/40 mm.

``Z x,y,z`` moves all axes at the z speed (!VZ), in mm/s; there is no rapid.  The machine
starts lifted, at its home.
"""

from __future__ import annotations

import re

from mobilier.profiles.types import Controller
from mobilier.proof.head import Head
from mobilier.proof.lines import lines_of, number_of
from mobilier.proof.reading import Reading

STEP = 0.025
"""mm in one step (1/40 mm)."""

_SECONDS = 60.0
_COMMAND = re.compile(r"(!?[A-Z]{1,2})([-+0-9., ]*)")


def read_rml(text: str, controller: Controller) -> Reading:
    """Return what an RML-1 program does."""
    reader = _Rml(controller)
    for line in lines_of(text, reader.head, controller):
        if not line.endswith(";"):
            reader.head.fault("reading", "a command without its semicolon")
        for command in filter(None, (c.strip() for c in line.split(";"))):
            reader.command(command)
    return reader.head.reading()


class _Rml:
    """The state of a Modela, and the head it drives."""

    def __init__(self, controller: Controller) -> None:
        self.controller = controller
        self.words = frozenset(controller.words)
        self.head = Head(grain=STEP)
        self.absolute = False
        self.across: float | None = None

    def command(self, text: str) -> None:
        """Run one command."""
        head = self.head
        found = _COMMAND.fullmatch(text)
        if not found:
            head.fault("reading", f"cannot read {text[:12]!r}")
            return
        name, rest = found[1], found[2]
        values = [number_of(v, head) for v in rest.split(",")] if rest.strip() else []
        if name not in self.words:
            head.fault("reading", f"{self.controller.name} does not accept {name}")
        if head.ended:
            head.fault("reading", "a command after the end of the program")
        elif None in values:
            head.fault("reading", f"{name} with a value missing")
        else:
            self._run(name, [v for v in values if v is not None])

    def _run(self, name: str, values: list[float]) -> None:
        head = self.head
        if name == "PA" and not values:
            self.absolute = True
        elif name == "VS" and len(values) == 1:
            self.across = values[0] * _SECONDS
        elif name == "!VZ" and len(values) == 1:
            head.feed = values[0] * _SECONDS
        elif name == "!MC" and len(values) == 1:
            head.start_spindle() if values[0] else head.stop_spindle()
        elif name == "H" and not values:
            head.ended = True
        elif name == "Z" and len(values) == 3:
            self._move(values)
        else:
            head.fault("reading", f"{name} with {len(values)} values is not understood")

    def _move(self, values: list[float]) -> None:
        head = self.head
        if any(v != round(v) for v in values):
            head.fault("reading", "a position that is no whole number of steps")
        if not self.absolute:
            head.fault("known-state", "PA (absolute positions) not stated before the first motion")
            self.absolute = True
        x, y, z = (v * STEP for v in values)
        if head.z is None:
            head.z = z
            head.go((x, y, None), rapid=True)
            return
        head.go((x, y, z), rapid=False)
