"""The text of a program: lines within the controller's limits, numbers it can read.

Numbers are formatted here and nowhere else: fixed point, no exponent, no ``-0``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap
from typing import Literal

from mobilier.cam.moves import Move
from mobilier.cam.speeds import Speeds
from mobilier.profiles.types import Controller
from mobilier.wording import trimmed

_NAME = re.compile(r"[^A-Za-z0-9_-]+")
_UNSAFE = re.compile(r"[^A-Za-z0-9 .,:+*/=_'-]+")
"""What no program holds beside its words: brackets, ``!`` ``~`` ``?`` and all else a control may act on."""

_SPELT = {
    "×": "x",
    "œ": "oe",
    "Œ": "OE",
    "æ": "ae",
    "ß": "ss",
    "Ø": "D",
    "ø": "o",
    "–": "-",
    "—": "-",
    "’": "'",
}

Subject = Literal["job", "sheet", "board", "cutter", "zero", "reach", "time", "set", "note", "part", "stop"]
"""The first word of a remark, so that no name can stand where a control looks for a command."""


_NUMBERED = 8
"""Characters kept for the number that some controllers want before a line."""


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the reader of the program, and what it is about."""

    text: str
    subject: Subject = "note"


@dataclass(frozen=True, slots=True)
class Pause:
    """The machine stops until the operator goes on; the text says why."""

    text: str


@dataclass(frozen=True, slots=True)
class ToolChange:
    """The tool that cuts from here on, its number, and the seconds to wait for the spindle.

    ``turns`` False: the spindle stays off (programs that only show a way).
    """

    number: int
    speeds: Speeds
    warm_up: float
    turns: bool = True


ProgramStep = Move | Note | Pause | ToolChange


def format_number(value: float, decimals: int, *, point: bool = False) -> str:
    """Return a number without exponent, trailing zeros or a negative zero."""
    text = trimmed(value, decimals)
    return text + ".0" if point and "." not in text else text


def safe_text(text: str) -> str:
    """Return the text in letters that no controller acts on: accents taken off, the rest left out."""
    plain = unicodedata.normalize("NFKD", "".join(_SPELT.get(c, c) for c in text))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_UNSAFE.sub(" ", plain).split())


def file_word(text: str) -> str:
    """Return the text as one word that any file system and controller takes."""
    return _NAME.sub("-", safe_text(text)).strip("-")


def format_remarks(controller: Controller, note: Note) -> list[str]:
    """Return a remark as comment lines of the controller, each with its subject first.

    There are none where the controller has no comments.
    """
    if not controller.comment:
        return []
    lead = f"{note.subject}: "
    room = controller.line_limit - len(controller.comment.format(text=lead)) - _NUMBERED
    return [controller.comment.format(text=lead + piece) for piece in wrap(safe_text(note.text), room)]


def fill_template(templates: Iterable[str], **values: object) -> list[str]:
    """Return the lines of a profile with their {words} filled in."""
    return [t.format(**values) for t in templates]


def assemble_program(controller: Controller, lines: Iterable[str]) -> str:
    """Return the text of a program with the controller's line ends."""
    end = "\r\n" if controller.newline == "crlf" else "\n"
    return "".join(line + end for line in lines)
