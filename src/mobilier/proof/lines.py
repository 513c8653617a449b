"""What every reader checks on a line before it looks at its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mobilier.profiles.types import Controller
from mobilier.proof.virtual_machine import VirtualMachine

NUMBER = r"[+-]?\d+(?:\.\d+)?"
"""A number that every controller reads alike: digits on both sides of a point, no exponent."""

_NUMBER = re.compile(NUMBER)


def lines_of(text: str, machine: VirtualMachine, controller: Controller) -> Iterator[str]:
    """Yield the lines of a program in turn, the machine told which; odd ends, letters, lengths are faults."""
    end = "\r\n" if controller.newline == "crlf" else "\n"
    for number, raw in enumerate(text.split("\n"), start=1):
        machine.line = number
        line = raw.removesuffix("\r")
        if raw and (line == raw) == (controller.newline == "crlf"):
            machine.fault("reading", f"a line end that is not {controller.newline.upper()}")
        if not (line.isascii() and line.isprintable()):
            machine.fault("reading", "a letter outside ASCII")
        if len(line) > controller.line_limit:
            machine.fault("reading", f"a line of {len(line)} letters, {controller.line_limit} are read")
        if line.strip():
            yield line.strip()
    if not text.endswith(end):
        machine.fault("reading", "the last line has no end, as if the file were cut off")


def number_of(text: str, machine: VirtualMachine) -> float | None:
    """Return a plain decimal number; None for a blank, and with a fault for anything else."""
    word = text.strip()
    if not word:
        return None
    if not _NUMBER.fullmatch(word):
        machine.fault("reading", f"{word!r} is no number")
        return None
    return value_of(word, machine)


def value_of(word: str, machine: VirtualMachine) -> float:
    """Return the value of a number; a zero with a minus, which some read as a fault, is one here."""
    value = float(word)
    if not value and word.startswith("-"):
        machine.fault("reading", f"{word} is a negative zero")
    return value
