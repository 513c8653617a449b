"""Rules about one program's motions: feeds, rapids, depths, travel, spindle."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from mobilier.proof.case import Cutter, ProgramRun, Scene
from mobilier.proof.reading import ToolMotion
from mobilier.proof.track import join_tracks
from mobilier.proof.verdicts import TOLERANCE, ProofRule, Verdict

if TYPE_CHECKING:
    from mobilier.profiles.types import Cutting

_OVER = 1.01
"""A feed or speed above its limit by less than this share is rounding."""

_RUBS = 0.25
"""Share of the wished feed under which a level cut burns the edge (project constant)."""

_LEVEL = 1.0
"""mm. Shorter moves never reach their feed."""

_NEAREST = 0.5
"""mm that a drill's rapid back into its hole keeps from the floor of it."""

_CLOSE = 0.05
"""mm. A rapid closer than this to the top of the sheet is no rapid above it."""

Broken = tuple[float, str, str]
"""Worst figure, where, message."""


def judge_reading(run: ProgramRun, rule: ProofRule) -> Verdict:
    """Judge a rule by what the reader noted."""
    found = [f for f in run.reading.faults if f.rule == rule]
    more = f" ({len(found)} in all)" if len(found) > 1 else ""
    return Verdict(
        subject=run.declaration.name,
        rule=rule,
        passed=not found,
        worst=float(len(found)),
        where=f"line {found[0].line}" if found else "",
        message=found[0].message + more if found else "",
    )


def judge_feed(scene: Scene, run: ProgramRun) -> Verdict:
    """No faster through wood than tool and machine allow, nor so slow that the edge rubs."""
    holes = {id(m) for c in run.cutters for m in _returns(c, _NEAREST - scene.grain(run))}

    def judge(cutter: Cutter, m: ToolMotion) -> Broken | None:
        if m.kind == "rapid" or not m.feed or m.low > -1e-6 or (m.across < 1e-6 and m.fall < 0):
            return None
        if id(m) in holes:
            return None
        cutting = cutter.tool.cutting.get(scene.case.material.family)
        if cutting is None:
            return (m.feed, f"line {m.line}", f"{cutter.tool.name} has no feeds for this material")
        limit = _feed_limit(scene, cutter, cutting, m)
        if m.feed > limit * _OVER:
            return (m.feed, f"line {m.line}", f"feed {m.feed:.0f} mm/min, at most {limit:.0f} allowed")
        if m.across > _LEVEL and abs(m.fall) < 1e-6 and m.feed < _RUBS * limit:
            return (limit - m.feed, f"line {m.line}", f"feed {m.feed:.0f} mm/min, the edge rubs")
        return None

    return _worst(run, "feed", judge)


def judge_plunge(scene: Scene, run: ProgramRun) -> Verdict:
    """No faster downwards than tool and machine allow, but back into a hole that is drilled already."""
    grain = scene.grain(run)
    holes = {id(m) for c in run.cutters for m in _returns(c, _NEAREST - grain)}

    def judge(cutter: Cutter, m: ToolMotion) -> Broken | None:
        cutting = cutter.tool.cutting.get(scene.case.material.family)
        if m.kind == "rapid" or not m.feed or m.fall <= 1e-6 or m.low > -1e-6 or cutting is None:
            return None
        if id(m) in holes:
            return None
        limit = min(cutting.plunge * _feed_limit(scene, cutter, cutting, m), scene.case.machine.feed_max[1])
        down = m.feed * max(0.0, m.fall - grain) / m.length
        if down <= limit * _OVER:
            return None
        return (down, f"line {m.line}", f"{down:.0f} mm/min downwards, at most {limit:.0f} allowed")

    return _worst(run, "plunge", judge)


def judge_rapids(scene: Scene, run: ProgramRun) -> Verdict:
    """Whatever travels above the sheet keeps the safe height; rapids descend to the approach, no lower."""
    grain = scene.grain(run)
    safe, approach = scene.case.machine.safe_z - grain, scene.case.declaration.approach - grain
    holes = {id(m) for c in run.cutters for m in _returns(c, _NEAREST - grain)}

    def judge(cutter: Cutter, m: ToolMotion) -> Broken | None:
        if (m.across < 1e-6 and (m.fall < 0 or m.kind == "cut")) or id(m) in holes:
            return None
        at = f"line {m.line}"
        if m.kind == "rapid" and m.low <= _CLOSE:
            return (_CLOSE - m.low, at, f"a rapid move at z {m.low:.2f} of the sheet's top")
        first = m.kind == "rapid" and m.start == m.end  # sideways from a place that is not known
        if (m.across > 1e-6 or first) and _CLOSE < m.low < safe:
            return (safe - m.low, at, f"it travels at z {m.low:.2f}, the safe height is {safe:.2f}")
        if m.kind == "rapid" and m.low < approach:
            return (
                approach - m.low,
                at,
                f"a rapid descends to z {m.low:.2f}, the approach is {approach:.2f}",
            )
        return None

    return _worst(run, "rapid", judge)


def _returns(cutter: Cutter, clear: float) -> Iterator[ToolMotion]:
    """Yield the ways straight back down a hole of the cutter's own that end ``clear`` mm over its floor."""
    floor: dict[tuple[float, float], float] = {}
    for m in cutter.motions:
        if m.across > 1e-6 or m.fall <= 0:
            continue
        at = (round(m.end[0], 3), round(m.end[1], 3))
        if at in floor and m.low >= floor[at] + clear:
            yield m
        elif m.kind == "cut":
            floor[at] = min(m.low, floor.get(at, 0.0))


def judge_depth(scene: Scene, run: ProgramRun) -> Verdict:
    """Nothing deeper than the through cut declared, the spoilboard allowance or the flutes."""
    machine, board = scene.case.machine, scene.case.material
    thickest = max(board.thickness, board.thickness_max if board.readings else 0.0)
    if run.declaration.role in ("air", "corner"):
        lowest = 0.0
    else:
        lowest = -min(thickest + machine.through + TOLERANCE, board.thickness + machine.spoilboard)
        lowest -= scene.grain(run)

    def judge(cutter: Cutter, m: ToolMotion) -> Broken | None:
        if m.low < lowest - 1e-6:
            return (lowest - m.low, f"line {m.line}", f"z {m.low:.3f}, no deeper than {lowest:.3f} allowed")
        if m.low < -cutter.tool.reach - 1e-6:
            over = -cutter.tool.reach - m.low
            return (over, f"line {m.line}", f"{over:.2f} mm deeper than the flutes of {cutter.tool.name}")
        return None

    return _worst(run, "depth", judge)


def judge_travel(scene: Scene, run: ProgramRun) -> Verdict:
    """Everything over the sheet and its edges, within the machine's travel."""
    track = join_tracks([c.path.track for c in run.cutters])
    if not len(track):
        return Verdict(subject=run.declaration.name, rule="travel", passed=False, message="nothing moves")
    sheet, reach = scene.case.layout.sheet, scene.case.machine.travel
    margin = max(c.tool.diameter for c in run.cutters) + scene.case.declaration.lead + 1.0
    lows, highs = (p.tolist() for p in track.bounds)
    for low, high, size, name in zip(lows, highs, (sheet.length, sheet.width), "xy", strict=False):
        beyond = max(-margin - low, high - size - margin)
        if beyond > 0:
            message = f"{name} from {low:.1f} to {high:.1f} leaves the sheet (0 to {size:.0f}) behind"
            return _failed(run, "travel", beyond, message)
    for low, high, most, name in zip(lows, highs, reach, "xyz", strict=True):
        missing = high - low - most
        if missing > 1e-6:
            return _failed(run, "travel", missing, f"{name} needs {missing:.1f} mm more than the travel")
    return Verdict(subject=run.declaration.name, rule="travel", passed=True)


def judge_keep_out(scene: Scene, run: ProgramRun) -> Verdict:
    """Clear of clamps below the safe height, and of the screws wherever it cuts."""
    import shapely

    safe = scene.case.machine.safe_z
    for cutter in run.cutters:
        low = cutter.path.slice(safe - TOLERANCE)
        for box in scene.case.clamps:
            if low.near(shapely.box(*box).buffer(-1e-6)):
                return _failed(run, "keep-out", 0.0, f"the cutter meets the clamp {box}")
        if run.declaration.role == "screws":
            continue
        for s in scene.case.declaration.screws:
            if low.near(shapely.Point(s.x, s.y).buffer(s.diameter / 2)):
                return _failed(run, "keep-out", 0.0, f"the cutter meets the screw at x {s.x:g} y {s.y:g}")
    return Verdict(subject=run.declaration.name, rule="keep-out", passed=True)


def judge_spindle(scene: Scene, run: ProgramRun) -> Verdict:
    """The spindle turns, at speed, before wood is met, and stands still at the end."""
    noted = judge_reading(run, "spindle")
    if not noted.passed or not scene.case.controller.spindle:
        return noted
    turning = scene.case.machine.spindle
    wait = turning.warm_up if scene.case.controller.dwell else 0.0

    def judge(cutter: Cutter, m: ToolMotion) -> Broken | None:
        if m.low > -1e-6:
            return None
        at = f"line {m.line}"
        if m.spindle is None:
            return (0.0, at, "wood is met while the spindle stands still")
        if m.waited < wait - 0.01:
            return (wait - m.waited, at, f"{m.waited:.1f} s after the start, {wait:.1f} s to reach speed")
        cutting = cutter.tool.cutting.get(scene.case.material.family)
        if not m.spindle:
            return (0.0, at, "no speed is set") if _sets_speed(scene) else None
        if not turning.low - 1 <= m.spindle <= turning.high + 1:
            return (
                m.spindle,
                at,
                f"{m.spindle:.0f} rev/min, the spindle turns {turning.low:.0f}…{turning.high:.0f}",
            )
        if cutting and m.spindle > max(cutting.speed, turning.low) * _OVER:
            return (m.spindle, at, f"{m.spindle:.0f} rev/min, the tool wants {cutting.speed:.0f}")
        return None

    return _worst(run, "spindle", judge)


def judge_tools(scene: Scene, run: ProgramRun) -> Verdict:
    """Every tool number in the text is declared when the program uses several."""
    known = {number for number, _ in run.declaration.changes}
    used = {m.tool for m in run.reading.motions}
    unknown = sorted(used - known)
    alone = len(used) <= 1 and (not known or used <= {0})
    message = "" if alone or not unknown else f"tool {', '.join(map(str, unknown))} is not declared"
    return Verdict(subject=run.declaration.name, rule="tool", passed=not message, message=message)


def _sets_speed(scene: Scene) -> bool:
    return any("{speed}" in s for s in (*scene.case.controller.spindle, *scene.case.controller.tool))


def _feed_limit(scene: Scene, cutter: Cutter, cutting: Cutting, m: ToolMotion) -> float:
    """Return chip load × flutes × speed, capped by the machine, mm/min."""
    turning = scene.case.machine.spindle
    speed = m.spindle or min(max(cutting.speed, turning.low), turning.high)
    return min(cutting.chip_load * cutter.tool.flutes * speed, scene.case.machine.feed_max[0])


def _each(run: ProgramRun) -> Iterator[tuple[Cutter, ToolMotion]]:
    return ((c, m) for c in run.cutters for m in c.motions)


def _worst(run: ProgramRun, rule: ProofRule, judge: Callable[[Cutter, ToolMotion], Broken | None]) -> Verdict:
    """Return the verdict with the worst of what ``judge`` finds over the motions."""
    found = [b for c, m in _each(run) if (b := judge(c, m))]
    if not found:
        return Verdict(subject=run.declaration.name, rule=rule, passed=True)
    figure, where, message = max(found, key=lambda b: b[0])
    message += f" ({len(found)} moves in all)" if len(found) > 1 else ""
    worst = round(figure, 4)
    return Verdict(
        subject=run.declaration.name, rule=rule, passed=False, worst=worst, where=where, message=message
    )


def _failed(run: ProgramRun, rule: ProofRule, worst: float, message: str) -> Verdict:
    return Verdict(
        subject=run.declaration.name, rule=rule, passed=False, worst=round(worst, 4), message=message
    )
