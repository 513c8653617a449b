"""The words of one line of an ISO program."""

from __future__ import annotations

import re

from mobilier.proof.lines import NUMBER, value_of
from mobilier.proof.virtual_machine import VirtualMachine

_WORD = re.compile(rf"([A-Z])({NUMBER})")
_LINE = re.compile(rf"(?:{_WORD.pattern})*")
_GROUPS: dict[str, frozenset[str]] = {
    "motion": frozenset({"G0", "G1", "G2", "G3", "G80"}),
    "plane": frozenset({"G17"}),
    "distance": frozenset({"G90", "G91"}),
    "centre": frozenset({"G90.1", "G91.1"}),
    "feed mode": frozenset({"G94"}),
    "units": frozenset({"G20", "G21", "G70", "G71"}),
    "compensation": frozenset({"G40"}),
    "length": frozenset({"G43", "G49"}),
    "system": frozenset({"G54"}),
    "path": frozenset({"G61", "G61.1", "G64"}),
    "dwell": frozenset({"G4"}),
    "stop": frozenset({"M0", "M1", "M2", "M30"}),
    "spindle": frozenset({"M3", "M5"}),
    "change": frozenset({"M6"}),
    "coolant": frozenset({"M7", "M8", "M9"}),
}
_COMMENT = frozenset("();")
_GROUP_OF = {word: group for group, words in _GROUPS.items() for word in words}


def bare_word(word: str) -> str:
    """Return a G or M word without leading zeros: G01 is G1."""
    found = _WORD.fullmatch(word.strip().upper())
    return f"{found[1]}{float(found[2]):g}" if found else word


def without_comments(raw: str, machine: VirtualMachine, mark: str) -> str:
    """Return the code of a line; comments that could be misread are faults.

    ``mark`` begins a comment of the controller: ``(`` or ``;``.
    """
    if not _COMMENT.intersection(raw):
        return raw.strip().upper()
    if mark == ";":
        code = raw.split(";", 1)[0]
        if _COMMENT.intersection(code):
            machine.fault("reading", "a comment in brackets, which the controller may not skip")
    else:
        code = _without_brackets(raw, machine)
        if ";" in code:
            machine.fault("reading", "a comment behind a semicolon, which the controller may not skip")
    return code.split(";", 1)[0].strip().upper()


def _without_brackets(raw: str, machine: VirtualMachine) -> str:
    code: list[str] = []
    inside = False
    for letter in raw:
        if letter == "(":
            if inside:
                machine.fault("reading", "a comment inside a comment")
            inside = True
        elif letter == ")":
            if not inside:
                machine.fault("reading", "a comment closes that never opened")
            inside = False
        elif not inside:
            code.append(letter)
    if inside:
        machine.fault("reading", "a comment that never closes")
    return "".join(code)


class Block:
    """The words of one line: G and M by modal group, values by letter."""

    def __init__(self, code: str, machine: VirtualMachine) -> None:
        self.modal: dict[str, str] = {}
        self.values: dict[str, float] = {}
        for letter, value in _words(code, machine):
            if letter in "GM":
                self._modal(f"{letter}{value:g}", machine)
            elif letter in self.values:
                machine.fault("reading", f"{letter} twice in one line")
            else:
                self.values[letter] = value

    def _modal(self, word: str, machine: VirtualMachine) -> None:
        group = _GROUP_OF.get(word)
        if group is None:
            machine.fault("reading", f"{word} is not understood")
        elif group in self.modal:
            machine.fault("reading", f"{self.modal[group]} and {word} in one line")
        else:
            self.modal[group] = word

    def take(self, letter: str) -> float | None:
        """Return a value and strike it off; what is left over at the end is a fault."""
        return self.values.pop(letter, None)


def _words(code: str, machine: VirtualMachine) -> list[tuple[str, float]]:
    packed = code.replace(" ", "").replace("\t", "")
    out = [(letter, value_of(value, machine)) for letter, value in _WORD.findall(packed)]
    if _LINE.fullmatch(packed) is None:
        at = _LINE.match(packed)
        rest = packed[at.end() if at else 0 :]
        machine.fault("reading", f"cannot read {rest[:12]!r}")
    return out[1:] if out and out[0][0] == "N" else out
