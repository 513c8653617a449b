"""What every reader checks on a line before it looks at its words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from mobilier.profiles.types import Controller
from mobilier.proof.head import Head

_NUMBER = re.compile(r"[+-]?(?:\d+\.?\d*|\.\d+)")


def lines_of(text: str, head: Head, controller: Controller) -> Iterator[str]:
    """Yield the lines of a program in turn, the head told which; odd letters and lengths are faults."""
    for number, raw in enumerate(text.split("\n"), start=1):
        head.line = number
        line = raw.rstrip("\r")
        if not line.isascii():
            head.fault("reading", "a letter outside ASCII")
        if len(line) > controller.line_limit:
            head.fault("reading", f"a line of {len(line)} letters, {controller.line_limit} are read")
        if line.strip():
            yield line.strip()


def number_of(text: str, head: Head) -> float | None:
    """Return a plain decimal number; None for a blank, and with a fault for anything else."""
    word = text.strip()
    if not word:
        return None
    if not _NUMBER.fullmatch(word):
        head.fault("reading", f"{word!r} is no number")
        return None
    return float(word)
