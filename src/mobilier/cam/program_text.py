"""The text of a program: lines within the controller's limits, numbers it can read.

Numbers are formatted here and nowhere else: fixed point, no exponent, no ``-0``.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import wrap

from mobilier.cam.moves import Move
from mobilier.cam.speeds import Speeds
from mobilier.profiles.types import Controller
from mobilier.wording import trimmed

_NAME = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True, slots=True)
class Note:
    """A remark for the reader of the program."""

    text: str


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


def ascii_of(text: str) -> str:
    """Return the text in ASCII, accents taken off, brackets and line ends made harmless."""
    plain = unicodedata.normalize("NFKD", text.replace("×", "x").replace("œ", "oe").replace("Ø", "D"))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    plain = plain.encode("ascii", "replace").decode("ascii")
    return plain.translate(str.maketrans("()[]{}\r\n%;", "          ")).strip()


def file_word(text: str) -> str:
    """Return the text as one word that any file system and controller takes."""
    return _NAME.sub("-", ascii_of(text)).strip("-")


def format_remarks(controller: Controller, text: str) -> list[str]:
    """Return ``text`` as comment lines of the controller, none where it has no comments."""
    if not controller.comment:
        return []
    room = controller.line_limit - len(controller.comment.format(text="")) - 1
    return [controller.comment.format(text=piece) for piece in wrap(ascii_of(text), room)]


def fill_template(templates: Iterable[str], **values: object) -> list[str]:
    """Return the lines of a profile with their {words} filled in."""
    return [t.format(**values) for t in templates]


def assemble_program(controller: Controller, lines: Iterable[str]) -> str:
    """Return the text of a program with the controller's line ends."""
    end = "\r\n" if controller.newline == "crlf" else "\n"
    return "".join(line + end for line in lines)
