"""Rules about what still holds a part: tabs and skin, measured on the middle of its kerf."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from mobilier.proof.case import Scene
from mobilier.proof.declaration import DeclaredTab
from mobilier.proof.target import Opening, Target
from mobilier.proof.verdicts import TOLERANCE, Verdict

_OFF = 0.5
"""mm. A tab declared farther than this from the part's outline belongs to no kerf."""

_AWAY = 0.25
"""mm. How far the middle of a tab may lie from where it is declared."""

_QUARTER = 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Bridge:
    """Wood left across a kerf: the stretch of the kerf's middle line, mm."""

    line: Any
    ring: Any

    @property
    def middle(self) -> Any:
        """The contour's point beside the middle of the bridge."""
        half = self.line.interpolate(0.5, normalized=True)
        return self.ring.interpolate(self.ring.project(half))

    @property
    def widths(self) -> tuple[float, float]:
        """Shortest and longest of: along the kerf's middle, along the part's contour, mm."""
        import shapely

        ends = [self.ring.project(shapely.Point(self.line.coords[k])) for k in (0, -1)]
        along = abs(ends[0] - ends[1])
        along = min(along, self.ring.length - along)
        return (min(along, self.line.length), max(along, self.line.length))


@dataclass(frozen=True, kw_only=True)
class Kerf:
    """The kerf along one contour of a copy: its middle line and the tabs declared on it."""

    target: Target
    cut: Opening
    radius: float
    middle: Any
    tabs: tuple[DeclaredTab, ...]


def judge_holding(scene: Scene) -> tuple[Verdict, dict[str, list[Any]]]:
    """Judge the tabs; return the verdict, and by copy the places where tabs hold it."""
    wrong: list[tuple[float, str, str]] = []
    zones: dict[str, list[Any]] = {}
    worst = 0.0
    for target in scene.targets:
        mine = [t for t in scene.case.declaration.tabs if (t.part, t.copy) == _id(target)]
        for kerf in _kerfs(scene, target, mine):
            far = _judge(scene, kerf, wrong, zones.setdefault(target.name, []))
            worst = max(worst, far)
        wrong += [
            (_OFF, f"{target.name} {_at(tab)}", "a tab is declared off the part's outline")
            for tab in mine
            if min(_off(c, tab) for c in target.cuts) > _OFF
        ]
    if wrong:
        figure, where, message = max(wrong, key=lambda w: w[0])
        more = f" ({len(wrong)} faults in all)" if len(wrong) > 1 else ""
        return _failed(scene, figure, where, message + more), zones
    return (
        Verdict(subject=scene.case.layout.name, rule="tabs", passed=True, worst=round(worst, 4)),
        zones,
    )


def judge_skin(scene: Scene) -> Verdict:
    """The skin under a contour is whole: nowhere is it cut deeper than declared."""
    worst, where = 0.0, ""
    for target in scene.targets:
        for cut in target.cuts:
            height = scene.skin(target, cut)
            if not height:
                continue
            depth = scene.case.material.thickness - height
            sign = 1 if cut is target.outline else -1
            line = cut.area.buffer(sign * scene.radius_at(cut.area.boundary, depth)).boundary
            gone = line.length - scene.left(line, depth + TOLERANCE).length
            if gone > max(worst, TOLERANCE):
                worst, where = gone, f"{target.name} {cut.why}"
    return Verdict(
        subject=scene.case.layout.name,
        rule="skin",
        passed=not where,
        worst=round(worst, 3),
        where=where,
        message=f"the skin is cut through over {worst:.1f} mm" if where else "",
    )


def _kerfs(scene: Scene, target: Target, tabs: Sequence[DeclaredTab]) -> list[Kerf]:
    out = []
    for cut in target.cuts:
        radius = scene.radius_at(cut.area.boundary.buffer(2 * TOLERANCE), scene.clear(target, cut))
        sign = 1 if cut is target.outline else -1
        out.append(
            Kerf(
                target=target,
                cut=cut,
                radius=radius,
                middle=cut.area.buffer(sign * radius, quad_segs=_QUARTER).boundary,
                tabs=tuple(t for t in tabs if _off(cut, t) <= _OFF),
            )
        )
    return out


def _judge(scene: Scene, kerf: Kerf, wrong: list[tuple[float, str, str]], zones: list[Any]) -> float:
    """Measure one kerf against its tabs; add what is wrong, and the zones of the tabs found."""
    ring = kerf.cut.area.exterior
    where = f"{kerf.target.name} {kerf.cut.why}"
    bottom = scene.clear(kerf.target, kerf.cut)
    bridges = _bridges(scene, kerf.middle, ring, bottom)
    thickness = scene.case.material.thickness
    worst = 0.0
    unmet = list(bridges)
    for tab in kerf.tabs:
        place = f"{where} {_at(tab)}"
        here = [b for b in unmet if _reach(b, tab) <= tab.width + tab.height]
        if not here:
            wrong.append((tab.width, place, f"a tab of {tab.width:g} mm is missing"))
            continue
        bridge = min(here, key=lambda b: _reach(b, tab))
        unmet.remove(bridge)
        zones.append(bridge.line.buffer(1.45 * kerf.radius))
        top = thickness - tab.height
        run = 1 / math.tan(math.radians(tab.ramp))
        below = _bridges(scene, bridge.line, ring, top + TOLERANCE)
        above = _bridges(scene, bridge.line, ring, top - TOLERANCE)
        faults = _sizes(tab, below, above, bridge, run, bottom - top)
        wrong += [(figure, place, message) for figure, message in faults]
        worst = max(worst, *(abs(b.widths[0] - tab.width) for b in below), 0.0)
    for bridge in unmet:
        p = bridge.middle
        message = f"a bridge of {bridge.line.length:.2f} mm that no tab declares"
        wrong.append((bridge.line.length, f"{where} near x {p.x:.2f} y {p.y:.2f}", message))
    return worst


def _sizes(
    tab: DeclaredTab, below: list[Bridge], above: list[Bridge], foot: Bridge, run: float, depth: float
) -> list[tuple[float, str]]:
    """Compare a tab with the bridges just below and above its top, and at its foot."""
    out: list[tuple[float, str]] = []
    if above:
        out.append((TOLERANCE, f"the tab stands higher than {tab.height:g} mm"))
    if len(below) != 1:
        out.append((tab.height, f"the tab does not reach its height of {tab.height:g} mm"))
        return out
    low, high = below[0].widths
    if high < tab.width - TOLERANCE:
        out.append((tab.width - high, f"the tab is {high:.2f} mm wide, {tab.width:g} declared"))
    if low > tab.width + 2 * TOLERANCE * run + TOLERANCE:
        out.append((low - tab.width, f"the tab is {low:.2f} mm wide, {tab.width:g} declared"))
    low, _ = foot.widths
    widest = tab.width + 2 * depth * run + 2 * TOLERANCE
    if low > widest:
        out.append((low - widest, f"the tab's foot is {low:.2f} mm wide, at most {widest:.2f} expected"))
    away = _reach(below[0], tab)
    if away > _AWAY:
        out.append((away, f"the tab stands {away:.2f} mm from where it is declared"))
    return out


def _bridges(scene: Scene, line: Any, ring: Any, depth: float) -> list[Bridge]:
    """Return the stretches of a line along a kerf that no cutter takes at ``depth``."""
    import shapely

    if line.is_empty:
        return []
    rest = scene.left(line, depth)
    merged = shapely.line_merge(shapely.union_all([rest])) if rest.length > TOLERANCE else rest
    lines = [p for p in shapely.get_parts(merged) if p.length > TOLERANCE]
    return [Bridge(line=p, ring=ring) for p in lines]


def _reach(bridge: Bridge, tab: DeclaredTab) -> float:
    """Return how far the middle of a bridge lies from where a tab is declared, mm."""
    p = bridge.middle
    return math.dist((p.x, p.y), (tab.x, tab.y))


def _off(cut: Opening, tab: DeclaredTab) -> float:
    import shapely

    return float(cut.area.boundary.distance(shapely.Point(tab.x, tab.y)))


def _id(target: Target) -> tuple[str, int]:
    return (target.placement.part, target.placement.copy)


def _at(tab: DeclaredTab) -> str:
    return f"at x {tab.x:.2f} y {tab.y:.2f}"


def _failed(scene: Scene, worst: float, where: str, message: str) -> Verdict:
    return Verdict(
        subject=scene.case.layout.name,
        rule="tabs",
        passed=False,
        worst=round(worst, 4),
        where=where,
        message=message,
    )
