"""The steps as they are told: a few parts in each picture, and equal sub-assemblies once."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from mobilier.export.views.stages import added_by_step
from mobilier.model.bill import fixings_of, step_that_fixes, used_in
from mobilier.model.fittings import Fitting
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.piece import Piece, Step
from mobilier.model.screws import Screw, screws_of
from mobilier.profiles.types import Pace

MOST = 3
"""Parts that come in one picture; four where they are called the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Phase:
    """What one picture of a step adds; ``picture`` is its name, ``screws`` are driven when it is done."""

    picture: str
    plates: tuple[str, ...]
    fittings: tuple[Fitting, ...]
    screws: tuple[Screw, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A step as it is printed.

    ``number`` counts the steps of the piece from 1; ``times``: it and the next ones build as many equal
    sub-assemblies.  ``done`` is the name of the picture of the result, empty where nothing is added.
    """

    number: int
    times: int
    step: Step
    phases: tuple[Phase, ...]
    done: str

    @property
    def numbers(self) -> str:
        """The numbers of the steps it tells."""
        last = self.number + self.times - 1
        return str(self.number) if self.times == 1 else f"{self.number}–{last}"

    @property
    def pictures(self) -> tuple[str, ...]:
        """The names of its pictures, in order."""
        return (*(p.picture for p in self.phases), *((self.done,) if self.done else ()))


def manual(piece: Piece) -> tuple[Told, ...]:
    """Return the steps of a piece as they are told."""
    added = added_by_step(piece)
    out: list[Told] = []
    number = 0
    while number < len(piece.steps):
        times = _equal_ones(piece, number)
        step, (plates, fittings) = piece.steps[number], added[number]
        out.append(
            Told(
                number=number + 1,
                times=times,
                step=step,
                phases=_phases(piece, number, plates, fittings),
                done=f"{number + 1:02d}-done" if plates or fittings else "",
            )
        )
        number += times
    return tuple(out)


def hands(piece: Piece, told: Told) -> tuple[str, ...]:
    """Return the hand tools that a step asks for: keys of words and pictograms."""
    series = [h.article.series for h in piece.hardware if h.key in told.step.hardware]
    kinds = {s.kind for s in series}
    asked = {
        "mallet": any(j.word in CUTTING for j in _closed(piece, told)),
        "driver": any(s.pilot for s in series),  # what has pilots is screwed on
        "spanner": "bolt" in kinds,
        "clamps": "glue" in kinds,
    }
    return tuple(k for k, wanted in asked.items() if wanted)


def minutes(piece: Piece, told: Told, pace: Pace) -> float:
    """Return how long a step takes its people at a pace, min; all that is told once."""
    number = told.number - 1
    driven = _driven(piece, number)
    fixings = sum(len(screws_of(j)) for j in driven)
    others = sum(used_in(piece, number).values()) - sum(fixings_of(j) for j in driven)
    glued = len([j for j in _closed(piece, told) if j.word in CUTTING])
    once = pace.part * len(told.step.plates) + pace.fixing * (fixings + others) + pace.joint * glued
    return once * told.times / told.step.people


def built_in(piece: Piece, pace: Pace) -> float:
    """Return how long the whole assembly takes, min."""
    return sum(minutes(piece, told, pace) for told in manual(piece))


def _driven(piece: Piece, number: int) -> list[Joint]:
    """Return the joints that a step (from 0) screws or bolts."""
    return [j for j in piece.joints if j.fixing and step_that_fixes(piece, j) == number]


def _closed(piece: Piece, told: Told) -> list[Joint]:
    """Return the joints that a step closes."""
    there = {n for s in piece.steps[: told.number] for n in s.plates}
    fresh = set(told.step.plates)
    pairs = [(j, {j.a.name, j.b.name}) for j in piece.joints]
    return [j for j, mates in pairs if mates & fresh and mates <= there]


def _equal_ones(piece: Piece, number: int) -> int:
    """Return how many steps from this one on put together the same parts on their own."""

    def made(step: Step) -> tuple[object, ...]:
        parts = Counter(piece.part_of[n][0].id for n in step.plates)
        return (step.key, step.hardware, step.people, sorted(parts.items()))

    first = piece.steps[number]
    if not first.apart or not first.plates:
        return 1
    times = 1
    for after in piece.steps[number + 1 :]:
        if not after.apart or made(after) != made(first):
            break
        times += 1
    return times


def _phases(
    piece: Piece, number: int, plates: Sequence[str], fittings: Sequence[Fitting]
) -> tuple[Phase, ...]:
    groups = _groups(plates)
    driven = [s for j in _driven(piece, number) if j.word != "hinged" for s in screws_of(j)]
    out, built = [], set(piece.part_of) - set(plates)
    for k, group in enumerate(groups, start=1):
        last = k == len(groups)
        built |= set(group)
        mine = tuple(f for f in fittings if f.plate in group or (last and f.plate not in plates))
        ready = [s for s in driven if {s.joint.a.name, s.joint.b.name} <= built]
        driven = [s for s in driven if s not in ready]
        name = f"{number + 1:02d}" if len(groups) == 1 else f"{number + 1:02d}-{k}"
        out.append(Phase(picture=name, plates=group, fittings=mine, screws=tuple(ready)))
    return tuple(out)


def _groups(plates: Sequence[str]) -> list[tuple[str, ...]]:
    """Return the plates in groups of at most three; up to four that are called the same stay together."""
    out: list[tuple[str, ...]] = [()]
    for _, run in groupby(plates, key=lambda name: name.partition("/")[0]):
        names = tuple(run)
        size = len(names) if len(names) <= MOST + 1 else math.ceil(len(names) / math.ceil(len(names) / MOST))
        for k in range(0, len(names), size):
            group = names[k : k + size]
            if len(out[-1]) + len(group) <= MOST:
                out[-1] += group
            else:
                out.append(group)
    return [g for g in out if g] or [()]
