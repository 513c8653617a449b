"""Which tool cuts what: the sheet's cutter where it fits, drills for their holes, every refusal named."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mobilier.cam.moves import CutKind
from mobilier.cam.setup import Setup
from mobilier.cam.tool_fit import opening_refused, outline_refused, reach_missing
from mobilier.errors import Finding
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region
from mobilier.model.part import Feature, Part
from mobilier.profiles.types import Tool
from mobilier.wording import Pair, pair

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
class Machining:
    """One feature (or the outline) of a part and how deep it goes, before a tool is chosen."""

    part: Part
    index: int
    depth: float
    through: bool

    @property
    def key(self) -> Key:
        """Part id and index of the feature."""
        return (self.part.id, self.index)

    @property
    def feature(self) -> Feature | None:
        """The feature, None for the outline."""
        return self.part.features[self.index] if self.index >= 0 else None

    @property
    def marked(self) -> list[Point]:
        """The relieved corners of the feature."""
        f = self.feature
        depth = f.depth if f and not f.through else None
        return [c.at for c in self.part.corners if c.depth == depth]

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
class ToolChoice:
    """A machining with its tool and the kind of operation that makes it."""

    machining: Machining
    tool: Tool
    cut: CutKind


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a tool cannot make a feature; no ``reason`` where it is no tool for such work at all."""

    reason: Pair | None = None


def machinings_of(setup: Setup) -> list[Machining]:
    """Return every feature and outline of the parts on the sheet, once per part."""
    out: list[Machining] = []
    for part_id in sorted({p.part for p in setup.layout.placements}):
        part = setup.parts[part_id]
        for k, f in enumerate(part.features):
            out.append(Machining(part=part, index=k, depth=f.depth_in(-setup.bottom), through=f.through))
        out.append(Machining(part=part, index=-1, depth=-setup.bottom, through=True))
    return out


def select_tools(setup: Setup, gaps: Mapping[str, float]) -> tuple[dict[Key, ToolChoice], list[Finding]]:
    """Return a choice for every feature and outline on the sheet, and what has none.

    ``gaps``: the distance in mm from each part to its nearest neighbour on this sheet.
    """
    findings: list[Finding] = []
    choices: dict[Key, ToolChoice] = {}
    for machining in machinings_of(setup):
        able, reasons = _fitting(setup, machining, gaps)
        if not able:
            findings.append(_no_tool(machining, reasons, setup))
            continue
        drills = [c for c in able if c.cut == "drill"]
        preferred = [c for c in able if c.tool == setup.cutter and c.cut not in ("bore", "engrave")]
        choices[machining.key] = (drills or preferred or able)[0]
    if findings:  # a tool without speeds here may be the one that is missed
        findings += [f for t in setup.tools for f in setup.speed_findings(t) if f.level == "error"]
    used = {c.tool.name: c.tool for c in choices.values()}
    for name in sorted(used):
        findings += setup.speed_findings(used[name])
    return choices, findings


def drillers(setup: Setup, machining: Machining) -> list[ToolChoice]:
    """Return the choices that make a hole, best first."""
    return _fitting(setup, machining, {})[0]


def _fitting(
    setup: Setup, machining: Machining, gaps: Mapping[str, float]
) -> tuple[list[ToolChoice], list[Pair]]:
    """Return the choices that can make a feature, best first, and why the other tools cannot."""
    able: list[ToolChoice] = []
    reasons: list[Pair] = []
    for tool in setup.usable:
        cut = _cut_with(setup, machining, tool, gaps)
        if not isinstance(cut, Refusal):
            able.append(ToolChoice(machining=machining, tool=tool, cut=cut))
        elif cut.reason:
            reasons.append(pair("cutter.refused", tool=tool.name, why=cut.reason))
    if machining.feature and machining.feature.kind == "engraving":
        able.sort(key=lambda c: (c.tool.kind != "engraver", c.tool.diameter))
    if machining.feature and machining.feature.kind == "hole":
        able.sort(key=lambda c: (c.cut != "drill", c.tool.kind != "drill", -c.tool.diameter))
    return able, reasons


def _cut_with(setup: Setup, machining: Machining, tool: Tool, gaps: Mapping[str, float]) -> CutKind | Refusal:
    short = reach_missing(tool, machining.depth)
    if short is not None:
        return Refusal(short)
    if tool.diameter > setup.cutter.diameter and tool.kind != "drill":
        return Refusal(pair("cutter.laid-out", cutter=setup.cutter.name))
    if machining.feature is None:
        return _outline(setup, machining.part, tool, gaps)
    return _HOW[machining.feature.kind](machining, machining.feature, tool)


def _outline(setup: Setup, part: Part, tool: Tool, gaps: Mapping[str, float]) -> CutKind | Refusal:
    if tool.kind in ("drill", "engraver"):
        return Refusal()
    kerf = tool.diameter + setup.habits.finishing
    gap = gaps.get(part.id, kerf)
    if gap < kerf - 1e-3:
        told = {"gap": gap, "kerf": kerf, "missing": kerf - gap}
        return Refusal(pair("cutter.neighbour", **told))
    marked = [c.at for c in part.corners if c.through]
    refused = outline_refused(part.outline, tool.diameter, marked)
    return Refusal(refused) if refused else "outside"


def _cutout(machining: Machining, feature: Feature, tool: Tool) -> CutKind | Refusal:
    if tool.kind in ("drill", "engraver"):
        return Refusal()
    refused = opening_refused(Region(feature.contours[0].turned(ccw=True)), tool.diameter, machining.marked)
    return Refusal(refused) if refused else "inside"


def _pocket(machining: Machining, feature: Feature, tool: Tool) -> CutKind | Refusal:
    if tool.kind in ("drill", "engraver"):
        return Refusal()
    refused = opening_refused(area_of(feature), tool.diameter, machining.marked)
    return Refusal(refused) if refused else "pocket"


def _hole(_: Machining, feature: Feature, tool: Tool) -> CutKind | Refusal:
    d = feature.circle[2]
    if tool.kind == "engraver":
        return Refusal()
    if abs(tool.diameter - d) <= MATCH:
        return "drill"
    if tool.kind == "drill":
        return Refusal()
    if tool.diameter > d:
        return Refusal(pair("cutter.hole", hole=d, diameter=tool.diameter))
    if d <= CORE * tool.diameter:
        return "bore"
    return "inside" if feature.through else "pocket"


def _engraving(_: Machining, feature: Feature, tool: Tool) -> CutKind | Refusal:
    if tool.kind == "drill":
        return Refusal()
    limit = max(ENGRAVER, _letter_side(feature) / BOLD)
    if tool.kind == "engraver" or tool.diameter <= limit:
        return "engrave"
    return Refusal(pair("cutter.bold", diameter=tool.diameter, limit=limit))


def _letter_side(feature: Feature) -> float:
    """Return the smaller side in mm of the box around the strokes of an engraving."""
    points = [p for s in feature.strokes for p in s]
    if not points:
        return 0.0
    x, y = [p[0] for p in points], [p[1] for p in points]
    return min(max(x) - min(x), max(y) - min(y))


_HOW: Mapping[str, Callable[[Machining, Feature, Tool], CutKind | Refusal]] = {
    "cutout": _cutout,
    "pocket": _pocket,
    "hole": _hole,
    "engraving": _engraving,
}


def area_of(feature: Feature) -> Region:
    """Return the area that a pocket (or a blind hole cut as one) clears."""
    outer, *islands = feature.contours
    return Region(outer.turned(ccw=True), tuple(i.turned(ccw=False) for i in islands))


def _no_tool(machining: Machining, reasons: Sequence[Pair], setup: Setup) -> Finding:
    kind = machining.feature.kind if machining.feature else "outline"
    case: str = kind if kind in ("outline", "engraving", "hole") else "feature"
    if not setup.usable:
        case = "no-speeds"
    elif not reasons:
        case += "-none"
    where = f"{setup.layout.name}: {machining.where}"
    why = ("; ".join(r[0] for r in reasons), " ; ".join(r[1] for r in reasons))
    return Finding.of("no-tool-fits", where, case=case, why=why, kind=kind)
