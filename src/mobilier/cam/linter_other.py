"""The linters of OpenSBP, RML-1 and Heidenhain conversational."""

from __future__ import annotations

import re

from mobilier.cam.controls import Controls, Report, plain
from mobilier.profiles.types import Controller

_RML = re.compile(r"(![A-Z]{2}|[A-Z]{1,2})([^;]*);")
_HEIDENHAIN = re.compile(r"([0-9]+) (.*)")
_AXIS = re.compile(r"([XYZ])([+-][0-9]+\.[0-9]+)$")


def lint_opensbp(lines: list[str], controller: Controller, report: Report) -> None:
    """Check a ShopBot program: known commands, commas, speeds before cuts, the unit guard."""
    state = _Sbp(controller, report)
    for k, line in enumerate(lines, 1):
        state.line = k
        if line.startswith("'") or not line:
            continue
        if line.startswith(("IF ", "&")) or line.endswith(":"):
            if line.split(" ")[0] not in state.words:
                state.say("word-refused", code=line, controller=controller.name)
            continue
        state.command(line)
    guards = [s for s in controller.start if s.startswith("IF ")]
    if any(g not in lines for g in guards):
        state.say("no-guard")
    state.finish()


class _Sbp(Controls):
    def __init__(self, controller: Controller, report: Report) -> None:
        super().__init__(controller, report)
        self.words = set(controller.words)
        self.speed = False

    def command(self, line: str) -> None:
        name, *values = line.split(",")
        if name.startswith("PAUSE"):
            name, _, pause = name.partition(" ")
            values = [pause] if pause else []
        if name not in self.words:
            self.say("word-refused", code=line, controller=self.controller.name)
            return
        numbers = [v for v in values if v not in ("", "T")]
        if any(not plain(v) for v in numbers):
            self.say("number", "form", code=line)
            return
        self._act(name, values)

    def _act(self, name: str, values: list[str]) -> None:
        if self.ended:
            return
        if name == "MS":
            self.feed = all(float(v) > 0 for v in values)
        elif name == "TR":
            self.speed = True
        elif name == "C6":
            self.turning = True
            if not self.speed:
                self.say("no-speed")
        elif name == "C7":
            self.turning = False
        elif name == "END":
            self.ended = True
        elif name in ("J2", "J3", "JZ", "M2", "M3", "MZ"):
            self._straight(name, values)
        elif name == "CG":
            self._arc(values)

    def _straight(self, name: str, values: list[str]) -> None:
        if name in ("J2", "J3") and "Z" not in self.at:
            self.say("z-first")
        axes = {"2": "XY", "3": "XYZ", "Z": "Z"}[name[1]]
        if len(values) != len(axes):
            self.say("unreadable", "count", code=name, count=len(values))
        self.at.update({a: float(v) for a, v in zip(axes, values, strict=False) if v})
        self.went(cuts=name.startswith("M"))

    def _arc(self, values: list[str]) -> None:
        if len(values) != 7 or values[5] != "T" or values[6] not in ("1", "-1"):
            self.say("unreadable", "arc")
            return
        start = dict(self.at)
        x, y, i, j = (float(v) for v in values[1:5])
        self.at.update(X=x, Y=y)
        self.went(cuts=True)
        self.turned(start, (start.get("X", 0.0) + i, start.get("Y", 0.0) + j))


def lint_rml(lines: list[str], controller: Controller, report: Report) -> None:
    """Check a Modela program: known commands, whole steps, speeds before moves, motor off at the end."""
    state = Controls(controller, report)
    known = set(controller.words)
    for k, line in enumerate(lines, 1):
        state.line = k
        found = _RML.findall(line)
        if "".join(f"{a}{b};" for a, b in found) != line:
            state.say("unreadable", "line", code=line)
            continue
        for name, rest in found:
            values = rest.split(",") if rest else []
            if name not in known:
                state.say("word-refused", code=name, controller=controller.name)
            elif any(not plain(v) for v in values):
                state.say("number", "form", code=f"{name}{rest}")
            elif name == "!MC":
                state.turning = values == ["1"]
            elif name == "VS":
                state.feed = float(values[0]) > 0
            elif name == "Z":
                _rml_move(state, values)
    state.finish()


def _rml_move(state: Controls, values: list[str]) -> None:
    if len(values) != 3 or any("." in v for v in values):
        state.say("number", "whole", code=",".join(values))
        return
    state.at.update({a: float(v) for a, v in zip("XYZ", values, strict=True)})
    state.went(cuts=state.at["Z"] < 0)


def lint_heidenhain(lines: list[str], controller: Controller, report: Report) -> None:
    """Check a conversational program: block numbers, known blocks, signed numbers, F or FMAX."""
    state = _Tnc(controller, report)
    for k, line in enumerate(lines):
        state.line = k + 1
        found = _HEIDENHAIN.match(line)
        if not found or int(found[1]) != k:
            state.say("block-number", code=line, number=k)
            continue
        state.block(found[2])
    if not lines or not lines[-1].split(" ", 1)[-1].startswith("END PGM"):
        state.say("no-end", "tnc")
    state.finish()


class _Tnc(Controls):
    def __init__(self, controller: Controller, report: Report) -> None:
        super().__init__(controller, report)
        self.words = set(controller.words)
        self.centre: tuple[float, float] | None = None

    def block(self, code: str) -> None:
        if code.startswith(";"):
            return
        name = next((w for w in sorted(self.words, key=len, reverse=True) if _begins(code, w)), None)
        if name is None:
            self.say("word-refused", code=code, controller=self.controller.name)
        elif name == "M3":
            self.turning = True
        elif name == "M5":
            self.turning = False
        elif name in ("L", "C", "CC"):
            self._move(name, code.split(" ")[1:])

    def _move(self, name: str, words: list[str]) -> None:
        start = dict(self.at)
        found = [_AXIS.match(w) for w in words]
        values = {m[1]: float(m[2]) for m in found if m and plain(m[2])}
        rapid = "FMAX" in words and "FMAX" in self.words
        feed = any(w.startswith("F") and plain(w[1:]) for w in words)
        known = len(values) + rapid + feed + sum(w in ("R0", "DR+", "DR-") for w in words)
        if known != len(words):
            self.say("unreadable", "line", code=" ".join(words))
        if name == "CC":
            self.centre = (values.get("X", 0.0), values.get("Y", 0.0))
            return
        if not rapid and not feed:
            self.say("no-feed", "without")
        if rapid and "Z" not in start and ("X" in values or "Y" in values):
            self.say("z-first")
        self.feed = True
        self.at.update(values)
        self.went(cuts=not rapid)
        if name == "C":
            if self.centre is None:
                self.say("arc-centre", "before")
            else:
                self.turned(start, self.centre)


def _begins(code: str, word: str) -> bool:
    return code == word or code.startswith(word + " ")
