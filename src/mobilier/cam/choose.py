"""Which tool cuts what: the largest that fits, few tools per sheet, every refusal named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from mobilier.cam.fit import opening_refused, outline_refused, reach_missing
from mobilier.cam.rules import Job
from mobilier.errors import Finding
from mobilier.geometry.region import Region
from mobilier.model.part import Feature, Part
from mobilier.profiles.types import Tool

Cut = Literal["engrave", "drill", "bore", "pocket", "inside", "outside"]

MATCH = 0.05
"""mm. A tool this near to a hole's diameter drills it."""

CORE = 2.0
"""A hole wider than this many cutters leaves a core when bored: cut it as a profile or pocket."""

ENGRAVER = 3.2
"""mm. The widest cutter that may engrave when the lab has no engraver."""

BOLD = 8.0
"""Letters this many times as high as the cutter is wide stay readable."""

Key = tuple[str, int]
"""Part id and index of the feature, −1 for the outline."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One feature (or the outline) of a part and how deep it goes, before a tool is chosen."""

    part: Part
    index: int
    depth: float
    through: bool

    @property
    def feature(self) -> Feature | None:
        """The feature, None for the outline."""
        return self.part.features[self.index] if self.index >= 0 else None

    @property
    def where(self) -> str:
        """Name of the part and the feature for messages."""
        f = self.feature
        head = f"{self.part.id} {self.part.name}"
        if f is None:
            return f"{head}, outline"
        x0, y0, x1, y1 = (
            f.contours[0].bounds
            if f.contours
            else (*f.strokes[0][0], *f.strokes[0][-1])
            if f.strokes and f.strokes[0]
            else (0.0, 0.0, 0.0, 0.0)
        )
        return f"{head}, {f.kind} '{f.why}' at ({(x0 + x1) / 2:.1f}, {(y0 + y1) / 2:.1f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A task with its tool and the kind of operation that makes it."""

    task: Task
    tool: Tool
    cut: Cut


def tasks_of(job: Job) -> list[Task]:
    """Return every feature and outline of the parts on the sheet, once per part."""
    out: list[Task] = []
    for part_id in sorted({p.part for p in job.layout.placements}):
        part = job.parts[part_id]
        for k, f in enumerate(part.features):
            through = f.kind == "cutout" or (f.kind == "hole" and f.depth is None)
            depth = -job.bottom if through else float(f.depth or 0.0)
            out.append(Task(part=part, index=k, depth=depth, through=through))
        out.append(Task(part=part, index=-1, depth=-job.bottom, through=True))
    return out


def chosen(job: Job, gaps: Mapping[str, float]) -> tuple[dict[Key, Choice], list[Finding]]:
    """Return a choice for every feature and outline on the sheet, and what has none.

    ``gaps``: the distance in mm from each part to its nearest neighbour on this sheet.
    """
    tasks = tasks_of(job)
    findings = [f for t in job.tools for f in job.speed_findings(t) if f.level == "error"]
    findings = findings if not job.usable else []
    fits = {(t.part.id, t.index): _fitting(job, t, gaps) for t in tasks}
    primary = job.cutter or _primary(tasks, fits)
    choices: dict[Key, Choice] = {}
    for task in tasks:
        able, reasons = fits[task.part.id, task.index]
        if not able:
            findings.append(_refusal(task, reasons, job))
            continue
        preferred = [c for c in able if c.tool == primary and c.cut not in ("bore", "engrave")]
        drills = [c for c in able if c.cut == "drill"]
        pick = (drills or preferred or able)[0]
        choices[task.part.id, task.index] = pick
    used = {c.tool.name: c.tool for c in choices.values()}
    for name in sorted(used):
        findings += job.speed_findings(used[name])
    return choices, findings


def _primary(tasks: Sequence[Task], fits: Mapping[Key, tuple[list[Choice], list[str]]]) -> Tool | None:
    """Return the tool that is the largest fit of most profiles and pockets, the larger of equals."""
    votes: dict[str, tuple[int, Tool]] = {}
    for task in tasks:
        able = [c for c in fits[task.part.id, task.index][0] if c.cut in ("pocket", "inside", "outside")]
        if able:
            tool = able[0].tool
            votes[tool.name] = (votes.get(tool.name, (0, tool))[0] + 1, tool)
    if not votes:
        return None
    return max(votes.values(), key=lambda v: (v[0], v[1].diameter, v[1].name))[1]


def _fitting(job: Job, task: Task, gaps: Mapping[str, float]) -> tuple[list[Choice], list[str]]:
    """Return the choices that can make a task, best first, and why the other tools cannot."""
    able: list[Choice] = []
    reasons: list[str] = []
    how = _HOW[task.feature.kind if task.feature else "outline"]
    for tool in job.usable:
        reason = reach_missing(tool, task.depth)
        if reason is None and job.cutter and tool.diameter > job.cutter.diameter and tool.kind != "drill":
            reason = f"the sheet is laid out for {job.cutter.name}"
        cut = how(job, task, tool, gaps) if reason is None else reason
        if cut in ("engrave", "drill", "bore", "pocket", "inside", "outside"):
            able.append(Choice(task=task, tool=tool, cut=cut))  # type: ignore[arg-type]
        elif cut:
            reasons.append(f"{tool.name}: {cut}")
    if task.feature and task.feature.kind == "engraving":
        able.sort(key=lambda c: (c.tool.kind != "engraver", c.tool.diameter))
    if task.feature and task.feature.kind == "hole":
        able.sort(key=lambda c: (c.cut != "drill", c.tool.kind != "drill", -c.tool.diameter))
    return able, reasons


def _outline(job: Job, task: Task, tool: Tool, gaps: Mapping[str, float]) -> str:
    if tool.kind in ("drill", "engraver"):
        return ""
    kerf = tool.diameter + job.habits.finishing
    gap = gaps.get(task.part.id, kerf)
    if gap < kerf - 1e-3:
        return f"its neighbour is {gap:.2f} mm away, the kerf takes {kerf:g} mm ({kerf - gap:.2f} mm missing)"
    return outline_refused(task.part.outline, tool.diameter + 2 * job.habits.finishing) or "outside"


def _cutout(job: Job, task: Task, tool: Tool, _: Mapping[str, float]) -> str:
    if tool.kind in ("drill", "engraver"):
        return ""
    assert task.feature
    area = Region(task.feature.contours[0].turned(ccw=True))
    return opening_refused(area, tool.diameter) or "inside"


def _pocket(job: Job, task: Task, tool: Tool, _: Mapping[str, float]) -> str:
    if tool.kind in ("drill", "engraver"):
        return ""
    assert task.feature
    return opening_refused(area_of(task.feature), tool.diameter) or "pocket"


def _hole(job: Job, task: Task, tool: Tool, _: Mapping[str, float]) -> str:
    assert task.feature
    d = task.feature.circle[2]
    if tool.kind == "engraver":
        return ""
    if abs(tool.diameter - d) <= MATCH:
        return "drill"
    if tool.kind == "drill":
        return ""
    if tool.diameter > d:
        return f"the hole is {d:g} mm wide, the cutter {tool.diameter:g} mm"
    if d <= CORE * tool.diameter:
        return "bore"
    return "inside" if task.through else "pocket"


def _engraving(job: Job, task: Task, tool: Tool, _: Mapping[str, float]) -> str:
    assert task.feature
    if tool.kind == "drill":
        return ""
    limit = max(ENGRAVER, _letter_side(task.feature) / BOLD)
    if tool.kind == "engraver" or tool.diameter <= limit:
        return "engrave"
    return f"{tool.diameter:g} mm is too wide to engrave (at most {limit:g} mm)"


def _letter_side(feature: Feature) -> float:
    """Return the smaller side in mm of the box around the strokes of an engraving."""
    points = [p for s in feature.strokes for p in s]
    if not points:
        return 0.0
    x, y = [p[0] for p in points], [p[1] for p in points]
    return min(max(x) - min(x), max(y) - min(y))


_HOW: Mapping[str, Callable[[Job, Task, Tool, Mapping[str, float]], str]] = {
    "outline": _outline,
    "cutout": _cutout,
    "pocket": _pocket,
    "hole": _hole,
    "engraving": _engraving,
}


def area_of(feature: Feature) -> Region:
    """Return the area that a pocket (or a blind hole cut as one) clears."""
    outer, *islands = feature.contours
    return Region(outer.turned(ccw=True), tuple(i.turned(ccw=False) for i in islands))


def _refusal(task: Task, reasons: Sequence[str], job: Job) -> Finding:
    kind = task.feature.kind if task.feature else "outline"
    case: str = kind if kind in ("outline", "engraving") else "feature"
    if not job.usable:
        case = "no-speeds"
    elif not reasons:
        case += "-none"
    where = f"{job.layout.name}: {task.where}"
    return Finding.of("no-tool-fits", where, case=case, why="; ".join(reasons), kind=kind)
