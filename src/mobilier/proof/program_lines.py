"""A program as lines of its profile: remarks, motions, and the templates they were filled from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from mobilier.profiles.types import Controller

LETTERS = r"[A-Za-z0-9 .,:+*/=_'-]"
"""The letters of a remark: no control acts on any of them."""

SUBJECTS = ("job", "sheet", "board", "cutter", "zero", "reach", "time", "set", "note", "part", "stop")
"""Words one of which every remark begins with, so that no name stands where a control looks for a command."""

_NUMBER = r"[+-]?\d+(?:\.\d+)?"
_PLACES = r"Z-?\d+,-?\d+,-?\d+(?:,-?\d+,-?\d+,-?\d+)*;"
_MOTIONS = {
    "iso": rf"G0?[0-3](?:[XYZIJF]{_NUMBER})+",
    "opensbp": r"(?:J2|J3|JZ|M2|M3|MZ|MS|CG)(?:,[-+.\dT]*)+",
    "heidenhain": r"(?:L|CC|C)(?:[XYZ][+-]\d+\.\d+)+(?:DR[+-])?(?:R0)?(?:F\d+|FMAX)?",
    "rml": rf"(?:PR;{_PLACES}PA;|{_PLACES}|VS[\d.]+;!VZ[\d.]+;)",
}
_STOPS = {"iso": "M5", "opensbp": "C7", "heidenhain": "M5", "rml": "!MC0;"}

EventKind = Literal["motion", "tool", "spindle", "dwell", "pause", "stop", "stray"]


@dataclass(frozen=True, slots=True)
class Event:
    """What a line, or several that belong together, tell the control.

    ``value``: the tool's number, or the seconds it waits.  ``speed`` of the spindle (0: not told).
    """

    kind: EventKind
    line: int
    text: str = ""
    value: float = 0.0
    speed: float = 0.0


@dataclass(frozen=True, slots=True)
class Remark:
    """A comment: its subject (empty: none that is known) and its text."""

    line: int
    subject: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgramLines:
    """A program taken apart: remarks, odd letters, what is not as the profile starts and ends, the rest."""

    remarks: tuple[Remark, ...]
    odd: tuple[tuple[int, str], ...]
    framed: str
    events: tuple[Event, ...]


def program_lines(text: str, controller: Controller, name: str) -> ProgramLines:
    """Take a program apart by the templates of its controller; ``name`` is its file's, without extension."""
    remarks: list[Remark] = []
    odd: list[tuple[int, str]] = []
    code: list[tuple[int, str]] = []
    pauses = [_pattern(p) for p in controller.pause if "{text}" in p and not _is_comment(p, controller)]
    for number, raw in enumerate(text.split("\n"), start=1):
        line = re.sub(r"^\s*\d+ ", "", raw) if controller.family == "heidenhain" else raw
        line = line.strip()
        remark = None if any(p.fullmatch(line) for p in pauses) else _remark(line, controller)
        if remark is not None:
            remarks.append(Remark(number, *remark))
            if not remark[0] or not re.fullmatch(LETTERS + "*", remark[1]):
                odd.append((number, f"a remark that is not plain: {line[:24]!r}"))
        elif line:
            code.append((number, line))
    start = [_packed(s.format(name=name)) for s in controller.start]
    end = [_packed(s.format(name=name)) for s in controller.end]
    packed = [_packed(line) for _, line in code]
    framed = ""
    if packed[: len(start)] != start:
        framed = f"it does not begin with {' / '.join(controller.start)}"
    elif packed[len(packed) - len(end) :] != end:
        framed = f"it does not end with {' / '.join(controller.end)}"
    body = code[len(start) : len(code) - len(end)]
    return ProgramLines(
        remarks=tuple(remarks), odd=tuple(odd), framed=framed, events=tuple(_events(body, controller))
    )


def _packed(line: str) -> str:
    return re.sub(r"\s", "", line).upper()


def _pattern(template: str) -> re.Pattern[str]:
    """Return what lines filled from a template look like."""
    out = re.escape(template).replace(r"\ ", r"\s*")
    for word, what in (
        ("text", rf"stop: {LETTERS}*"), ("number", r"(?P<number>\d+)"), ("name", LETTERS + "*"),
        ("speed", r"(?P<speed>\d+)"), ("seconds", r"(?P<seconds>\d+(?:\.\d+)?)"),
        ("milliseconds", r"(?P<milliseconds>\d+)"),
    ):  # fmt: skip
        out = out.replace(rf"\{{{word}\}}", what)
    return re.compile(out, re.IGNORECASE)


def _is_comment(template: str, controller: Controller) -> bool:
    return bool(controller.comment) and template == controller.comment


def _remark(line: str, controller: Controller) -> tuple[str, str] | None:
    """Return subject and text of a line that is a comment as a whole, None for any other."""
    if not controller.comment:
        return None
    before, after = controller.comment.split("{text}")
    if not (line.startswith(before.strip()) and line.endswith(after)):
        return None
    inside = line[len(before.strip()) : len(line) - len(after)].strip()
    subject, colon, text = inside.partition(": ")
    return (subject, text) if colon and subject in SUBJECTS else ("", inside)


def _events(body: Sequence[tuple[int, str]], controller: Controller) -> list[Event]:
    """Return the lines of a program between its start and its end as what they tell."""
    kinds: tuple[tuple[EventKind, tuple[str, ...]], ...] = (
        ("tool", controller.tool),
        ("spindle", controller.spindle),
        ("dwell", controller.dwell),
        ("pause", tuple(p for p in controller.pause if not _is_comment(p, controller))),
    )
    blocks = [(kind, [_pattern(t) for t in templates]) for kind, templates in kinds if templates]
    motion = re.compile(_MOTIONS[controller.family])
    out: list[Event] = []
    k = 0
    while k < len(body):
        number, line = body[k]
        if motion.fullmatch(_packed(line)):
            out.append(Event("motion", number))
            k += 1
            continue
        for kind, patterns in blocks:
            told = _filled(patterns, [text for _, text in body[k : k + len(patterns)]])
            if told is not None:
                out.append(Event(kind, number, line, *told))
                k += len(patterns)
                break
        else:
            stops = _packed(line) == _STOPS[controller.family]
            out.append(Event("stop" if stops else "stray", number, line))
            k += 1
    return out


def _filled(patterns: Sequence[re.Pattern[str]], lines: Sequence[str]) -> tuple[float, float] | None:
    """Return value and speed that lines filled from templates agree on (0: they hold none), else None."""
    if len(lines) < len(patterns):
        return None
    found = [p.fullmatch(line) for p, line in zip(patterns, lines, strict=True)]
    groups = [m.groupdict() for m in found if m]
    if len(groups) < len(patterns):
        return None
    values = {k: {g[k] for g in groups if k in g} for k in ("number", "speed")}
    if any(len(v) > 1 for v in values.values()):
        return None
    told = {k: float(v) for g in groups for k, v in g.items()}
    seconds = told["milliseconds"] / 1000 if "milliseconds" in told else told.get("seconds", 0.0)
    return told.get("number", seconds), told.get("speed", 0.0)
