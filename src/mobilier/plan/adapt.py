"""Make the slots, tabs and grooves of a drawing for the board that is there, and touch nothing else."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.plan.shapes import Drawn, PlanPart
from mobilier.plan.slots import Gap, Where, gaps_of, ledges_of, moved, rings_of
from mobilier.plan.table import SlotNote

TIGHTEST, LOOSEST = -0.35, 1.65
"""mm. What slots of plans are wider than the board they are drawn for; a laser's kerf makes them narrower."""

ALIKE = 0.06
"""mm. Widths this close are one clearance."""

FLUSH = 0.03
"""mm. How near a tab is to the board, the slots, or the commonest tab of its plan."""

Kind = Literal["slot", "tab", "pocket"]


@dataclass(frozen=True, slots=True)
class Fit:
    """The board that a plan was drawn for and the one that is there, mm; ``clearance`` None: as drawn."""

    nominal: float
    thickness: float
    clearance: float | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """A width, length or depth before and after, mm, and where (in the drawing)."""

    kind: Kind
    part: int
    at: Point
    before: float
    after: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """Parts made to fit.  ``clearance`` is the plan's own commonest, mm; ``slots`` all that follow the board.

    ``ambiguous``: width, how many, and the first place of what was left alone.
    """

    parts: tuple[PlanPart, ...]
    changes: tuple[Change, ...]
    slots: tuple[Change, ...]
    ambiguous: tuple[tuple[float, int, Point], ...]
    clearance: float


def adapt(parts: Sequence[PlanPart], fit: Fit, notes: Sequence[SlotNote] = ()) -> Adapted:
    """Return the parts with everything that follows the board made for it.

    Slots keep their centres, parts their outer sizes; a slot stays wider than the board by what it
    was drawn wider.  What is as wide as a slot but stands alone is listed and left.
    """
    same = Adapted(parts=tuple(parts), changes=(), slots=(), ambiguous=(), clearance=0.0)
    if not fit.nominal:
        return same
    low, high = fit.nominal + TIGHTEST, fit.nominal + LOOSEST
    rings = [(n, where, ring) for n, part in enumerate(parts) for where, ring in rings_of(part)]
    gaps = [(n, g) for n, where, ring in rings for g in gaps_of(where, ring, low, high)]
    common = _common([g.width for _, g in gaps if not g.square])
    ledges = [
        (n, s) for n, where, ring in rings if where[0] == "outline" for s in ledges_of(where, ring, low, high)
    ]
    depths = [s.depth for _, s in ledges]
    steps = [fit.nominal, *common, *_common(depths)[:1]]
    mine = [(n, g) for n, g in gaps if _chosen(g.at, notes, not g.square and _among(g.width, common))]
    tabs = [(n, s) for n, s in ledges if _chosen(s.at, notes, _among(s.depth, steps, FLUSH))]
    sunk = [
        (n, k, r)
        for n, part in enumerate(parts)
        for k, r in enumerate(part.recesses)
        if r.depth is not None and _chosen(_centre(r.ring), notes, False)
    ]
    difference = fit.thickness - fit.nominal
    shifts: dict[tuple[int, Where], dict[int, float]] = {}
    slots: list[Change] = []
    for n, g in mine:
        after = g.width + difference if fit.clearance is None else fit.thickness + fit.clearance
        slots.append(Change("slot", n, g.at, g.width, after))
        own = shifts.setdefault((n, g.ring), {})
        for edge in g.edges:  # towards the wood: away from the air
            own[edge] = own.get(edge, 0.0) - (after - g.width) / 2
    for n, s in tabs:
        slots.append(Change("tab", n, s.at, s.depth, s.depth + difference))
        own = shifts.setdefault((n, s.ring), {})
        if s.shoulder not in own:
            own[s.shoulder] = -difference
    deeper = {(n, k): difference for n, k, _ in sunk}
    slots += [
        Change("pocket", n, _centre(r.ring), r.depth or 0.0, (r.depth or 0.0) + difference)
        for n, _, r in sunk
    ]
    left = [(n, g) for n, g in gaps if (n, g) not in mine and not _chosen(g.at, notes, False)]
    made, stuck = _made(parts, shifts, deeper)
    changes = [c for c in slots if abs(c.after - c.before) > 1e-9]
    clearance = common[0] - fit.nominal if common else 0.0
    return Adapted(
        parts=made,
        changes=tuple(changes),
        slots=tuple(slots),
        ambiguous=(*_listed(g for _, g in left), *stuck),
        clearance=round(clearance, 3),
    )


def _common(values: Sequence[float]) -> list[float]:
    """Return the widths that a drawing uses as a rule, the commonest first.

    One that is met twice belongs; one that stands alone among others is left to a person.
    """
    counted = Counter(round(v / ALIKE) for v in values)
    rule = [k * ALIKE for k, count in counted.most_common() if count > 1 or len(values) <= 2]
    return [sum(own) / len(own) for r in rule if (own := [v for v in values if abs(v - r) <= ALIKE])]


def _among(value: float, common: Sequence[float], near: float = ALIKE) -> bool:
    return any(abs(value - c) <= near for c in common)


def _chosen(at: Point, notes: Sequence[SlotNote], otherwise: bool) -> bool:
    """Return what plan.toml says of a place, else ``otherwise``."""
    for note in notes:
        if math.dist(note.at, at) <= 5.0:
            return note.follows
    return otherwise


def _centre(ring: Contour) -> Point:
    x0, y0, x1, y1 = ring.bounds
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _made(
    parts: Sequence[PlanPart],
    shifts: dict[tuple[int, Where], dict[int, float]],
    deeper: dict[tuple[int, int], float],
) -> tuple[tuple[PlanPart, ...], list[tuple[float, int, Point]]]:
    """Return the parts with their edges moved, and the places where that was not possible."""
    out = list(parts)
    stuck: list[tuple[float, int, Point]] = []
    for n, part in enumerate(parts):
        for where, ring in rings_of(part):
            own = shifts.get((n, where))
            if not own or not any(own.values()):
                continue
            fresh = moved(ring, own)
            if fresh is None:
                stuck.append((0.0, 1, _centre(ring)))
            else:
                out[n] = _with_ring(out[n], where, fresh.turned(ccw=True))
        for (m, k), by in deeper.items():
            if m == n:
                old = out[n].recesses[k]
                rest = replace(old, depth=(old.depth or 0.0) + by)
                out[n] = replace(out[n], recesses=(*out[n].recesses[:k], rest, *out[n].recesses[k + 1 :]))
    return tuple(out), stuck


def _with_ring(part: PlanPart, where: Where, ring: Contour) -> PlanPart:
    kind, k = where
    if kind == "outline":
        return replace(part, outline=Drawn(ring, part.outline.layer))
    if kind == "opening":
        fresh = Drawn(ring, part.openings[k].layer)
        return replace(part, openings=(*part.openings[:k], fresh, *part.openings[k + 1 :]))
    deep = replace(part.recesses[k], ring=ring)
    return replace(part, recesses=(*part.recesses[:k], deep, *part.recesses[k + 1 :]))


def _listed(gaps: Iterable[Gap]) -> list[tuple[float, int, Point]]:
    """Return what was left, by width: how many, and the first place."""
    by: dict[float, list[Gap]] = {}
    for g in gaps:
        by.setdefault(round(g.width, 1), []).append(g)
    return [(width, len(own), own[0].at) for width, own in sorted(by.items())]
