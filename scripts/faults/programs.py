"""Programs that their controller would refuse, read by the linter."""

from __future__ import annotations

from collections.abc import Mapping

from faults import Fault, Scene, only
from faults.cuts import profile
from faults.sketch import Listing
from mobilier.cam.linter import lint
from mobilier.profiles.types import Controller

HEAD = ("G21 G90 G17", "M3 S18000", "G0 Z10", "G0 X0 Y0")
TAIL = ("G0 Z10", "M5", "M30")

PROGRAMS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "line-ends": ("mach3", ("G21 G90⏎", "G0 Z10⏎")),
    "not-ascii": ("grbl", ("(côté gauche)", *HEAD, *TAIL)),
    "line-too-long": ("grbl", (*HEAD, "G1 F3000 " + " " * 60 + "X10.0000 Y10.0000", *TAIL)),
    "percent": ("grbl", ("%", *HEAD, *TAIL)),
    "comment": ("grbl", (*HEAD, "G0 X5 ; left", *TAIL)),
    "after-end": ("grbl", (*HEAD, *TAIL, "G0 X10")),
    "unreadable": ("grbl", (*HEAD, "G0 Xten", *TAIL)),
    "word-refused": ("grbl", (*HEAD, "G83 X5", *TAIL)),
    "number": ("grbl", (*HEAD, "G0 X1.", *TAIL)),
    "word-twice": ("grbl", (*HEAD, "G0 X5 X6", *TAIL)),
    "no-speed": ("grbl", ("G21 G90 G17", "M3", "G0 Z10", *TAIL)),
    "tool-change": ("linuxcnc", ("G21 G90 G17", "M3 S18000", "T2 M6", *TAIL)),
    "two-motions": ("grbl", (*HEAD, "G0 G1 X5 F900", *TAIL)),
    "no-motion": ("grbl", ("G21 G90 G17", "M3 S18000", "Z10", *TAIL)),
    "z-first": ("grbl", ("G21 G90 G17", "M3 S18000", "G0 X50 Y50", *TAIL)),
    "arc-centre": ("grbl", (*HEAD, "G2 X10 Y0 F900", *TAIL)),
    "no-end": ("grbl", (*HEAD, "G0 Z10", "M5")),
    "no-guard": ("shopbot", ("SA", "CN,90", "TR,18000", "C6", "C7", "END")),
    "block-number": ("heidenhain", ("0 BEGIN PGM S01 MM", "2 M5", "2 M30", "3 END PGM S01 MM")),
    "no-feed": ("grbl", (*HEAD, "G1 X50", *TAIL)),
    "spindle-off": ("grbl", ("G21 G90 G17", "G0 Z10", "G1 X5 F900", "G0 Z10", "M30")),
    "arc-refused": ("rml", ("PA;PA;", "G2 X10 Y0 I5 J0")),
    "helix-refused": ("kinetic_nc", (*HEAD, "G2 X10 Y0 Z-2 I5 J0 F900", *TAIL)),
    "arc-radius": ("grbl", (*HEAD, "G2 X10 Y3 I2 J0 F900", *TAIL)),
    "full-circle": ("grbl", (*HEAD, "G2 X0 Y0 I5 J0 F900", *TAIL)),
    "spindle-on": ("grbl", (*HEAD, "G0 Z10", "M30")),
    "z-low": ("grbl", (*HEAD, "G1 Z-6 F900", "M5", "M30")),
}


def _scene(rule: str) -> Scene:
    def scene() -> Fault:
        name, lines = PROGRAMS[rule]
        controller = profile(Controller, name)
        if rule == "arc-refused":
            controller, lines = _without(profile(Controller, "grbl")), (*HEAD, "G2 X10 Y0 I5 J0 F900", *TAIL)
        if rule == "helix-refused":
            flat = profile(Controller, "grbl").arcs.model_copy(update={"helical": False})
            controller = profile(Controller, "grbl").model_copy(update={"arcs": flat})
        end = "\r\n" if controller.newline == "crlf" else "\n"
        text = end.join(lines) + end if rule != "line-ends" else "".join(x[:-1] + "\n" for x in lines)
        found = only(rule, lint(text, controller, "S01"))
        marked = int(found.where.rsplit(" ", 1)[1])
        shown = tuple(x if len(x) < 40 else x[:10] + "…" + x[-14:] for x in lines)
        return Fault(finding=found, sketch=Listing(lines=shown, marked=marked))

    return scene


def _without(controller: Controller) -> Controller:
    arcs = controller.arcs.model_copy(update={"supported": False})
    return controller.model_copy(update={"arcs": arcs})


SCENES: Mapping[str, Scene] = {rule: _scene(rule) for rule in PROGRAMS}
