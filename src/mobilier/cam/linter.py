"""Reads a finished program as its controller would, and says what the controller would refuse.

Judges the text alone: allowed words, line length, ASCII, numbers, arcs, a feed before the
first cut, the spindle running before and off after, z safe at the end.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from mobilier.cam.controls import Controls, Report, plain
from mobilier.cam.linter_other import lint_heidenhain, lint_opensbp, lint_rml
from mobilier.errors import Finding
from mobilier.profiles.types import Controller

_COMMENT = re.compile(r"\([^()]*\)")
_WORD = re.compile(r"([A-Z])([+-]?[0-9]*\.?[0-9]*)")
_LETTERS = set("GMXYZIJFSPQTHN")


def lint(text: str, controller: Controller, where: str) -> list[Finding]:
    """Return what ``controller`` would refuse in a program, nothing when it is clean."""
    out: list[Finding] = []

    def report(rule: str, line: int, case: str = "", **values: float | int | str) -> None:
        out.append(Finding.of(rule, f"{where}, line {line}", level="error", case=case, **values))

    end = "\r\n" if controller.newline == "crlf" else "\n"
    if not text.endswith(end) or ("\r" in text) != (end == "\r\n"):
        report("line-ends", 1, newline=controller.newline)
    lines = text.split(end)[:-1]
    for k, line in enumerate(lines, 1):
        if not line.isascii() or any(ord(c) < 32 for c in line):
            report("not-ascii", k)
        if len(line) > controller.line_limit:
            report("line-too-long", k, count=len(line), limit=controller.line_limit)
    _FAMILY[controller.family](lines, controller, report)
    return out


def _iso(lines: list[str], controller: Controller, report: Report) -> None:
    state = _State(controller, report)
    for k, line in enumerate(lines, 1):
        state.line = k
        code = _stripped(line, controller, report, k)
        if code.startswith("%"):
            if code.replace("%", "", 1) and "%{name}" not in controller.start:
                report("percent", k, "alone", code=code)
            if not any(s.startswith("%") for s in controller.start):
                report("percent", k, "refused")
            continue
        state.block(code)
    state.done()


def _stripped(line: str, controller: Controller, report: Report, k: int) -> str:
    """Return a line without its comments, reporting comments the controller cannot take."""
    if controller.comment.startswith(";"):
        return line.split(";")[0].strip()
    if ";" in line:
        report("comment", k, "semicolon")
    if "M0 " in line and not controller.comment.startswith("("):
        return line
    code = _COMMENT.sub("", line).strip()
    if "(" in code or ")" in code:
        report("comment", k, "brackets")
    return code


class _State(Controls):
    """What an ISO controller remembers from line to line."""

    def __init__(self, controller: Controller, report: Report) -> None:
        super().__init__(controller, report)
        self.words = {_code(w) for w in controller.words}
        self.motion = ""
        self.speed = False

    def block(self, code: str) -> None:
        if not code:
            return
        if self.ended:
            self.say("after-end", code=code)
        found = _WORD.findall(code.replace(" ", ""))
        if code.startswith("M0 ") and "M0" in self.words:
            return
        if "".join(a + b for a, b in found) != code.replace(" ", ""):
            self.say("unreadable", "line", code=code)
            return
        values: dict[str, float] = {}
        codes: list[str] = []
        for letter, text in found:
            self._word(letter, text, codes, values)
        self._act(codes, values)

    def _word(self, letter: str, text: str, codes: list[str], values: dict[str, float]) -> None:
        if letter not in _LETTERS or (letter in "TH" and not self.controller.tool):
            self.say("word-refused", code=f"{letter}{text}", controller=self.controller.name)
        if not plain(text):
            self.say("number", "form", code=f"{letter}{text}")
            return
        if letter in "GM":
            code = _code(letter + text)
            codes.append(code)
            if code not in self.words:
                self.say("word-refused", code=f"{letter}{text}", controller=self.controller.name)
        elif letter in values:
            self.say("word-twice", letter=letter)
        else:
            values[letter] = float(text)

    def _act(self, codes: list[str], values: Mapping[str, float]) -> None:
        self.feed |= "F" in values and values["F"] > 0
        self.speed |= "S" in values
        if "M3" in codes:
            self.turning = True
            if not self.speed:
                self.say("no-speed")
        if "M5" in codes:
            self.turning = False
        if "M6" in codes and self.turning:
            self.say("tool-change")
        motion = [c for c in codes if c in ("G0", "G1", "G2", "G3")]
        if len(motion) > 1:
            self.say("two-motions", words=" ".join(motion))
        self.motion = motion[0] if motion else self.motion
        if any(a in values for a in "XYZ") and "G92" not in codes and "G10" not in codes:
            self._moved(values)
        if {"M2", "M30"} & set(codes):
            self.ended = True

    def _moved(self, values: Mapping[str, float]) -> None:
        start = dict(self.at)
        self.at.update({a: values[a] for a in "XYZ" if a in values})
        if not self.motion:
            self.say("no-motion")
        if self.motion == "G0" and "Z" not in start and ("X" in values or "Y" in values):
            self.say("z-first")
        self.went(cuts=self.motion in ("G1", "G2", "G3"))
        if self.motion in ("G2", "G3"):
            self._arc(start, values)

    def _arc(self, start: Mapping[str, float], values: Mapping[str, float]) -> None:
        if "I" not in values and "J" not in values:
            self.say("arc-centre", "missing")
            return
        i, j = values.get("I", 0.0), values.get("J", 0.0)
        x, y = start.get("X", 0.0), start.get("Y", 0.0)
        self.turned(start, (i, j) if self.controller.arcs.centre == "absolute" else (x + i, y + j))

    def done(self) -> None:
        """Report what must hold after the last line."""
        self.finish()
        if not self.ended and {"M2", "M30"} & self.words:
            self.say("no-end", "iso")


def _code(word: str) -> str:
    """Return G01 as G1, M03 as M3; decimals kept."""
    m = re.fullmatch(r"([GM])0*([0-9]+(?:\.[0-9]+)?)", word)
    return m.group(1) + m.group(2) if m else word


_FAMILY: Mapping[str, Callable[[list[str], Controller, Report], None]] = {
    "iso": _iso,
    "opensbp": lint_opensbp,
    "rml": lint_rml,
    "heidenhain": lint_heidenhain,
}
