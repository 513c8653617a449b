"""Rules about a program's text: its letters, what the profile promised it states, the facts in its head."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from mobilier.proof.case import ProgramRun, Scene
from mobilier.proof.program_lines import Event, ProgramLines, program_lines
from mobilier.proof.reading import Place
from mobilier.proof.track import join_tracks
from mobilier.proof.verdicts import TOLERANCE, ProofRule, Verdict

_PAUSES = {"corner": 2, "screws": 1}
"""How often a program of a role stops for the operator."""

_STILL = ("air", "corner")
"""Roles of programs that only show a way: their spindle stays off."""


def judge_text(scene: Scene, run: ProgramRun) -> list[Verdict]:
    """Judge letters, stated lines and head of one program."""
    name = re.sub(r"[^A-Za-z0-9_-]+", "-", run.declaration.name.rpartition(".")[0])
    lines = program_lines(run.declaration.text, scene.case.controller, name)
    stated = [lines.framed] if lines.framed else []
    stated += [
        f"line {e.line}: {e.text[:24]!r} is not in the profile" for e in lines.events if e.kind == "stray"
    ]
    stated += [*_tools(scene, run, lines.events), *_spindle(scene, run, lines.events)]
    stated += [*_pauses(scene, run, lines.events), *_shown(scene, run)]
    odd = [f"line {number}: {what}" for number, what in lines.odd]
    return [
        _verdict(run, "letters", odd),
        _verdict(run, "as-stated", stated),
        _verdict(run, "head", _head(scene, run, lines)),
    ]


def _of(events: Sequence[Event], kind: str) -> list[Event]:
    return [e for e in events if e.kind == kind]


def _tools(scene: Scene, run: ProgramRun, events: Sequence[Event]) -> list[str]:
    """The tool lines stand first and once a cutter, with its own number in each of their words."""
    controller, machine = scene.case.controller, scene.case.machine
    numbered = bool(controller.tool) and (controller.tool_always or machine.tool_change != "none")
    wanted = [number for number, _ in run.declaration.changes] if numbered else []
    found = [round(e.value) for e in _of(events, "tool")]
    if found != wanted:
        return [f"the tool lines name {found or 'no tool'}, declared are {wanted or 'none'}"]
    if wanted and events[0].kind != "tool":
        return [f"line {events[0].line}: something stands before the first tool line"]
    return [
        f"line {e.line}: the cutter is changed away from its place"
        for e in _of(events, "tool")[1:]
        if not _clear_to_change(scene, run, e.line)
    ]


def _clear_to_change(scene: Scene, run: ProgramRun, line: int) -> bool:
    """Whether the tip stands high enough, and where the machine says, when cutters are changed."""
    machine, grain = scene.case.machine, scene.grain(run)
    here = _tip(run, line)
    if here is None or here[2] < machine.safe_z - grain:
        return False
    at = machine.change_at
    if at is None:
        return True
    x, y, _ = scene.case.shift
    return math.dist(here[:2], (at[0] + x, at[1] + y)) < 2 * grain and here[2] > at[2] - grain


def _spindle(scene: Scene, run: ProgramRun, events: Sequence[Event]) -> list[str]:
    """It is started once a cutter, and not at all by a program that only shows a way."""
    started = _of(events, "spindle")
    waits, controller = _of(events, "dwell"), scene.case.controller
    still = run.declaration.role in _STILL
    wanted = max(1, len(run.declaration.changes)) if controller.spindle and not still else 0
    if len(started) != wanted:
        return [f"the spindle is started {len(started)} times for {wanted} cutters that cut"]
    stops = _of(events, "stop")
    if len(stops) != max(0, wanted - 1):
        return [f"the spindle is stopped {len(stops)} times between {wanted} cutters"]
    warm_up = scene.case.machine.spindle.warm_up
    wrong = [
        f"line {e.line}: it waits {e.value:g} s, not {warm_up:g}"
        for e in waits
        if not _near(e.value, warm_up)
    ]
    if len(waits) != (wanted if controller.dwell and warm_up else 0):
        wrong.append(f"it waits {len(waits)} times for {wanted} starts of the spindle")
    return wrong


def _near(seconds: float, wanted: float) -> bool:
    return abs(seconds - wanted) < 0.06


def _pauses(scene: Scene, run: ProgramRun, events: Sequence[Event]) -> list[str]:
    """It stops where the operator is needed, with the tip where that is safe."""
    wanted = _PAUSES.get(run.declaration.role, 0) if scene.case.controller.pause else 0
    stops = _of(events, "pause")
    if not stops and not wanted:
        return []
    if len(stops) != wanted:
        return [f"it stops {len(stops)} times for the operator, {wanted} times are declared"]
    if run.declaration.role == "screws":
        deepest = max((m.line for m in run.reading.motions if m.low < 0), default=0)
        return [f"line {e.line}: it stops before every mark is made" for e in stops if e.line < deepest]
    if run.declaration.role == "corner":
        zero, far = (_tip(run, e.line) for e in stops)
        low, safe, grain = scene.case.declaration.approach, scene.case.machine.safe_z, scene.grain(run)
        shown = zero is not None and math.dist(zero[:2], scene.case.shift[:2]) < 2 * grain
        high = far is not None and far[2] >= safe - grain
        if zero is None or not (shown and high and low - grain <= zero[2] <= safe + grain):
            return [f"line {stops[0].line}: it does not stop over the zero point, then at the far corner"]
    return []


def _shown(scene: Scene, run: ProgramRun) -> list[str]:
    """An air program goes around all that is cut, leads too."""
    cuts = [c.path.track for r in scene.runs if r.declaration.role == "cut" for c in r.cutters]
    cuts = [t.take(t.low < -TOLERANCE) for t in cuts]
    cuts = [t for t in cuts if len(t)]
    if run.declaration.role != "air" or not cuts or not run.reading.motions:
        return []
    low, high = join_tracks(cuts).bounds
    places = [p for m in run.reading.motions for p in (m.start, m.end)]
    wrong = []
    for axis, name in enumerate("xy"):
        at = [p[axis] for p in places]
        short = max(min(at) - low[axis], high[axis] - max(at)) - TOLERANCE
        if short > 0:
            wrong.append(f"the way in the air ends {short:.1f} mm short of what is cut along {name}")
    return wrong


def _tip(run: ProgramRun, line: int) -> Place | None:
    """Return where the tip stands at a line, None before any motion."""
    before = [m for m in run.reading.motions if m.line < line]
    return before[-1].end if before else None


_CORNERS = {
    "front-left": "front left corner",
    "front-right": "front right corner",
    "back-left": "back left corner",
    "back-right": "back right corner",
    "centre": "centre",
}


def _head(scene: Scene, run: ProgramRun, lines: ProgramLines) -> list[str]:
    """The remarks say the sheet, the board, every cutter, the zero and the job that are declared."""
    case = scene.case
    if not case.controller.comment:
        return []
    told: dict[str, str] = {}
    for r in lines.remarks:
        told[r.subject] = f"{told[r.subject]} {r.text}" if r.subject in told else r.text
    sheet, board = case.layout.sheet, case.material
    top = "top of the sheet" if case.machine.zero == "top" else "bed under the sheet"
    zero = f"{_CORNERS[case.declaration.origin]} of the sheet, z on the {top}, set z again with each cutter"
    wrong = []
    if (
        told.get("sheet", "")
        != f"{case.layout.name}, {_figure(sheet.length, 1)} x {_figure(sheet.width, 1)} mm"
    ):
        wrong.append(f"the head is of another sheet: {told.get('sheet', 'none')}")
    if not told.get("board", "").startswith(f"{_plain(board.name)}, {_figure(board.thickness)} mm thick, "):
        wrong.append(f"the head is of another board: {told.get('board', 'none')}")
    if told.get("zero", "") != zero:
        wrong.append(f"the head names another zero: {told.get('zero', 'none')}")
    wrong += _cutters(scene, run, told.get("cutter", ""), [e.speed for e in lines.events if e.speed])
    if case.declaration.job and not told.get("job", "").startswith(case.declaration.job + ", "):
        wrong.append(f"the head is of another job: {told.get('job', 'none')}")
    missing = [s for s in case.controller.settings if _plain(s) not in told.get("set", "")]
    wrong += [f"the head does not say what must be set: {s}" for s in missing]
    return wrong


_SAME = 1.01
"""Feeds that differ by less than this share are rounded."""

_CUTTER = re.compile(r"T(\d+) (.*?) D([\d.]+) S(\d+) F(\d+) plunge (\d+) ?")


def _cutters(scene: Scene, run: ProgramRun, told: str, speeds: Sequence[float]) -> list[str]:
    """Every cutter in the order of use, at a speed that is the program's own, or right for the dial."""
    found = [m.groups() for m in _CUTTER.finditer(told)]
    wanted = [(str(n), _plain(t.name), _figure(t.diameter)) for n, t in run.declaration.changes]
    if [f[:3] for f in found] != wanted or _CUTTER.sub("", told):
        return [f"the head names other cutters: {told or 'none'}"]
    turning = scene.case.machine.spindle
    fastest = {c.tool.name: max((m.feed or 0.0 for m in c.motions), default=0.0) for c in run.cutters}
    wrong = []
    for k, (_, tool) in enumerate(run.declaration.changes):
        speed, feed = float(found[k][3]), float(found[k][4])
        cutting = tool.cutting.get(scene.case.material.family)
        if k < len(speeds) and speeds[k] != speed:
            wrong.append(f"the head says S{speed:.0f} for {tool.name}, the program {speeds[k]:.0f}")
        if feed * _SAME < fastest.get(tool.name, 0.0):
            wrong.append(f"the head says F{feed:.0f} for {tool.name}, the program {fastest[tool.name]:.0f}")
        if cutting is None:
            continue
        if not turning.low - 1 <= speed <= min(turning.high, max(cutting.speed, turning.low) * 1.01) + 1:
            wrong.append(f"the head says S{speed:.0f} for {tool.name}, which wants {cutting.speed:.0f}")
        if feed > cutting.chip_load * tool.flutes * speed * 1.01:
            wrong.append(f"the head says F{feed:.0f} for {tool.name}, too fast at S{speed:.0f}")
    return wrong


def _figure(value: float, decimals: int = 2) -> str:
    return f"{value:.{decimals}f}".rstrip("0").rstrip(".")


def _plain(text: str) -> str:
    """Return a line of the profile without the letters that no remark holds."""
    return " ".join(re.sub(r"[^A-Za-z0-9 .,:+*/=_'-]", " ", text).split())


def _verdict(run: ProgramRun, rule: ProofRule, wrong: Sequence[str]) -> Verdict:
    more = f" ({len(wrong)} in all)" if len(wrong) > 1 else ""
    return Verdict(
        subject=run.declaration.name,
        rule=rule,
        passed=not wrong,
        worst=float(len(wrong)),
        message=wrong[0] + more if wrong else "",
    )
