"""Rules that divide the run of a joint into stretches and say who keeps each."""

from __future__ import annotations

import math
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.frame import dot
from mobilier.geometry.points import Vector
from mobilier.model.joint import Joint
from mobilier.model.overlap import Overlap
from mobilier.model.plate import UNIT, Span

Keeper = Literal["a", "b"]

BESIDE_LIP = 8.0
"""mm. Clamped tabs keep this and a thickness off the end of their run: a lip may stand there."""

LONGEST_TAB = 120.0
WIDEST_PITCH = 350.0
"""mm. Rules of thumb for through tabs, after files of AtFAB and Opendesk (docs/sources.md, joints)."""


def tab_rule(run: float, thickness: float, joint: Joint) -> tuple[int, float, float]:
    """Return (count, width, margin) of through tabs on a run, mm (docs/sources.md, joints)."""
    if joint.word == "clamped":
        number, margin = joint.count or 2, joint.b.board.nominal + BESIDE_LIP
        return (number, min(4 * thickness, (run - 2 * margin) / (2 * number - 1)), margin)
    margin = joint.margin if joint.margin is not None else max(2 * thickness, 40.0)
    width = joint.width if joint.width is not None else min(4 * thickness, LONGEST_TAB)
    room = run - 2 * margin
    if joint.margin is None and joint.width is None and room < width:
        margin, width = run / 4, run / 2
        room = width
    if joint.count is not None:
        number = joint.count
    else:
        number = max(1, math.ceil((room - width) / WIDEST_PITCH) + 1) if room > 3 * width else 1
    if number * width + (number - 1) * width > room + 1e-9 and number > 1:
        told = {"width": width, "run": run, "margin": margin}
        raise DesignError.of("joint", joint.place, case="tabs", count=number, **told)
    return (number, width, margin)


def divide_run(joint: Joint, overlap: Overlap) -> list[tuple[Span, Keeper]]:
    """Divide the run of the overlap into stretches and say who keeps each."""
    low, high = overlap.run
    run = high - low
    if joint.word == "housed":
        return [(overlap.run, "a")]
    if joint.word in ("tabs", "wedged", "clamped"):
        number, width, margin = tab_rule(run, joint.a.board.nominal, joint)
        first, last = low + margin, high - margin - width
        if number == 1:
            first = (low + high - width) / 2
        pitch = (last - first) / (number - 1) if number > 1 else 0.0
        out: list[tuple[Span, Keeper]] = []
        done = low
        for k in range(number):
            start = first + k * pitch
            out += [((done, start), "b"), ((start, start + width), "a")]
            done = start + width
        out.append(((done, high), "b"))
        return [s for s in out if s[0][1] - s[0][0] > 1e-9]
    if joint.word == "fingers":
        number = joint.count or _finger_count(run, max(joint.a.thickness, joint.b.thickness))
        if number % 2 == 0 or number < 3:
            raise DesignError.of("joint", joint.place, case="fingers", count=number)
        w = run / number
        return [((low + k * w, low + (k + 1) * w), "a" if k % 2 == 0 else "b") for k in range(number)]
    middle = (low + high) / 2  # halved: a's slot opens towards one end, b's towards the other
    a_high = _opens_high(joint, overlap.along)
    lower: Keeper = "a" if a_high else "b"
    upper: Keeper = "b" if a_high else "a"
    return [((low, middle), lower), ((middle, high), upper)]


def _finger_count(run: float, thickness: float) -> int:
    """Odd count with fingers of about three thicknesses (2 T ≤ w ≤ 5 T: docs/sources.md)."""
    number = max(3, round(run / (3 * thickness)))
    return number if number % 2 else number + 1


def _opens_high(joint: Joint, along: Vector) -> bool:
    sign, axis = joint.opens[:1], joint.opens[1:]
    if sign not in ("+", "-") or axis not in UNIT or abs(dot(along, UNIT[axis])) < 0.5:
        raise DesignError.of("joint", joint.place, case="opens", opens=joint.opens)
    return (dot(along, UNIT[axis]) > 0) == (sign == "+")
