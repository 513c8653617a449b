"""What a piece buys: what its joints ask for, and what is bought besides; and which step takes it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mobilier.errors import DesignError
from mobilier.model.clamp import clamps_at
from mobilier.model.contact import contact_of, spread_fixings
from mobilier.model.hardware import Hardware
from mobilier.model.joint import Joint

if TYPE_CHECKING:
    from mobilier.model.piece import Piece


def fixings_of(joint: Joint) -> int:
    """Return how many of its fixing a joint takes: a hinge, screw, bolt or dowel for each place."""
    if joint.fixing is None:
        return 0
    if joint.word == "hinged":
        return joint.count or 1
    if joint.word == "clamped":
        return len(clamps_at(joint))
    if joint.at:
        return len(joint.at)
    return len(spread_fixings(joint, contact_of(joint), joint.fixing))


def bill_of(joints: Iterable[Joint], extras: Sequence[Hardware]) -> tuple[Hardware, ...]:
    """Return one line for each key and article: what joints ask for first, then what is bought besides."""
    lines: list[Hardware] = []
    for joint in joints:
        by = joint.fixing
        if by is not None:
            lines.append(Hardware(key=by.key, quantity=fixings_of(joint), article=by.article, spare=by.spare))
    merged: dict[tuple[str, str], Hardware] = {}
    for line in [*lines, *extras]:
        name = (line.key, line.size("en"))
        old = merged.get(name)
        merged[name] = (
            line
            if old is None
            else replace(
                old,
                quantity=old.quantity + line.quantity,
                spare=max(old.spare, line.spare),
                mounts=(*old.mounts, *line.mounts),
            )
        )
    return tuple(h for h in merged.values() if h.quantity)


def used_in(piece: Piece, number: int) -> Mapping[str, int]:
    """Return how many of each piece of hardware a step takes.

    The fixings of a joint go into the first step that names them once both its plates stand;
    what no joint asks for is shared evenly by the steps that name it.
    """
    step = piece.steps[number]
    return {key: _taken(piece, key, number) for key in step.hardware}


def step_that_fixes(piece: Piece, joint: Joint) -> int | None:
    """Return the number of the step that takes the fixings of a joint, None where none does."""
    done = {n: k for k, s in reversed(list(enumerate(piece.steps))) for n in s.plates}
    stands = max(done.get(p.name, 0) for p in (joint.a, joint.b))
    key = joint.fixing.key if joint.fixing else ""
    return next((k for k, s in enumerate(piece.steps) if k >= stands and key in s.hardware), None)


def _taken(piece: Piece, key: str, number: int) -> int:
    named = [k for k, s in enumerate(piece.steps) if key in s.hardware]
    joints = [j for j in piece.joints if j.fixing is not None and j.fixing.key == key]
    mine = sum(fixings_of(j) for j in joints if step_that_fixes(piece, j) == number)
    extra = sum(h.quantity for h in piece.extras if h.key == key)
    at = named.index(number)
    return mine + extra * (at + 1) // len(named) - extra * at // len(named)


def judge_steps(piece: Piece) -> None:
    """Refuse steps that use what is not bought, and hardware that no step uses.

    Raises:
        DesignError: which key, and in which step.
    """
    bought: dict[str, int] = {}
    for h in piece.hardware:
        bought[h.key] = bought.get(h.key, 0) + h.quantity
    taken = dict.fromkeys(bought, 0)
    for n, step in enumerate(piece.steps):
        for key, quantity in used_in(piece, n).items():
            if key not in bought:
                raise DesignError.of("step-hardware", step.key, case="not-bought", key=key)
            taken[key] += quantity
    for key, quantity in bought.items():
        if piece.steps and taken[key] != quantity:
            raise DesignError.of(
                "step-hardware", piece.name, case="not-used", key=key, bought=quantity, used=taken[key]
            )
