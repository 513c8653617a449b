"""Feeds and speeds of one tool in one material on one machine, and equal pass depths.

feed = chip load × flutes × speed; where the machine cannot follow, the speed comes down
with the feed so that the chip keeps its thickness, as the charts of cutter makers ask.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from mobilier.errors import Finding
from mobilier.profiles.types import Machine, Material, Tool

FASTER = 1.25
"""A spindle whose lowest speed passes the tool's by more than this share is refused."""

DEEP = 2.0
"""Cutter diameters a pass may be deep: charts of cutter makers halve the chip at three (docs/sources.md)."""

RUBBING = 0.6
"""Share of the wished chip load under which an edge rubs instead of cutting."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Speeds:
    """What the operator sets: rev/min, mm/min, mm per pass, ramp in degrees.

    ``deepest``: what a pass may take, so that a little more than a step needs no pass more.
    """

    tool: Tool
    speed: float
    feed: float
    plunge: float
    step: float
    deepest: float
    ramp: float
    chip_load: float
    source: str


def speeds_of(tool: Tool, material: Material, machine: Machine) -> tuple[Speeds | None, list[Finding]]:
    """Return the speeds of a tool, or None with the finding that says why there are none."""
    cutting = tool.cutting.get(material.family)
    where = f"{tool.name} / {material.name} / {machine.name}"
    if cutting is None:
        known = ", ".join(sorted(tool.cutting)) or "none"
        return None, [Finding.of("no-cutting-data", where, family=material.family, known=known)]
    spindle = machine.spindle
    if spindle.low > FASTER * cutting.speed:
        return None, [Finding.of("speed-outside-spindle", where, wanted=cutting.speed, low=spindle.low)]
    speed = min(max(cutting.speed, spindle.low), spindle.high)
    per_turn = cutting.chip_load * tool.flutes
    feed = min(per_turn * speed, machine.feed_max[0])
    speed = max(spindle.low, math.ceil(min(speed, feed / per_turn) / 100) * 100)
    speed = min(speed, spindle.high)
    chip = feed / (tool.flutes * speed)
    found = _findings(where, cutting.chip_load, chip, cutting.speed, speed)
    if cutting.step > DEEP * tool.diameter:
        found.append(Finding.of("pass-too-deep", where, step=cutting.step, cutter=tool.diameter, limit=DEEP))
    return (
        Speeds(
            tool=tool,
            speed=round(speed),
            feed=float(math.floor(feed + 1e-6)),
            plunge=float(max(1, math.floor(min(cutting.plunge * feed, machine.feed_max[1]) + 1e-6))),
            step=cutting.step,
            deepest=cutting.deepest,
            ramp=cutting.ramp,
            chip_load=chip,
            source=cutting.source,
        ),
        found,
    )


def _findings(where: str, wished: float, chip: float, wished_speed: float, speed: float) -> list[Finding]:
    found: list[Finding] = []
    if chip < RUBBING * wished:
        found.append(Finding.of("edge-rubs", where, chip=chip, speed=speed, wanted=wished))
    if speed > wished_speed * 1.001:
        found.append(Finding.of("edge-too-fast", where, speed=speed, wanted=wished_speed))
    return found


def split_depth(total: float, step: float, first: float | None = None) -> tuple[float, ...]:
    """Return the depths (mm, positive) of equal passes down to ``total``, none deeper than ``step``.

    Counted in integers, so that no rounding adds a pass: n = ⌈total/step⌉, total·i/n.
    ``first`` is the least depth of the first pass (a compression cutter's up-cut part).
    """
    if total <= 0:
        return ()
    n = max(1, math.ceil((total - 1e-6) / step))
    if first is None or total / n >= first - 1e-9:
        return (*(total * i / n for i in range(1, n)), total)
    if first >= total:
        return (total,)
    rest = max(1, math.ceil((total - first - 1e-6) / step))
    return (*(first + (total - first) * i / rest for i in range(rest)), total)
