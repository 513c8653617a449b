"""Rules about the wood: what is taken, what is left, judged by the sweep of the cutters."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

from mobilier.proof.case import Cutter, ProgramRun, Scene
from mobilier.proof.target import Opening, Target, fillets
from mobilier.proof.verdicts import TOLERANCE, ProofRule, Verdict

SPECK = 1e-4
"""mm². Pieces smaller than this are what is left of rounding, not wood."""


def judge_touched(scene: Scene, run: ProgramRun) -> Verdict:
    """Nothing outside kerfs, openings, lead-ins, marks and screw holes is touched."""
    import shapely

    declaration = scene.case.declaration
    worst, where = 0.0, ""
    for k, cutter in _cutters(scene, run):
        # At most: an arc of the lead's radius that leaves the kerf beyond a sharp corner.
        reach = cutter.radius + math.hypot(cutter.radius + declaration.lead, declaration.lead) + TOLERANCE
        allowed = [shapely.Polygon(t.outline.area.exterior).buffer(reach) for t in scene.targets]
        allowed += [
            shapely.MultiLineString(m.strokes).buffer(cutter.radius + TOLERANCE) for m in declaration.marks
        ]
        if run.declaration.role == "screws":
            allowed += [
                shapely.Point(s.x, s.y).buffer(s.diameter / 2 + TOLERANCE) for s in declaration.screws
            ]
        ground = shapely.union_all(allowed)
        shapely.prepare(ground)
        for area in scene.slice(k, TOLERANCE).areas:
            if not ground.covers(area):
                beyond = area.difference(ground)
                far = TOLERANCE + max(_distances(beyond, ground), default=0.0)
                if far > worst:
                    worst, where = far, _place(beyond)
    message = f"the cutter enters wood up to {worst:.2f} mm away from any declared cut" if where else ""
    return _verdict(run.declaration.name, "touched", not where, worst, where, message)


def judge_parts_whole(scene: Scene, run: ProgramRun) -> Verdict:
    """No part loses wood beyond its allowed reliefs, at any height."""
    worst, where, deep = 0.0, "", 0.0
    for k, cutter in _cutters(scene, run):
        for target in scene.targets:
            for height in (TOLERANCE, *(d + TOLERANCE for d in target.depths)):
                spoiled, place = _spoiled(scene, k, cutter, target, height)
                if spoiled > worst:
                    worst, where, deep = spoiled, f"{target.name} {place}", height
    message = f"the cutter bites {worst:.3f} mm into the part, {deep:.2f} mm below the top" if where else ""
    return _verdict(run.declaration.name, "part-whole", not where, worst, where, message)


def _spoiled(scene: Scene, k: int, cutter: Cutter, target: Target, height: float) -> tuple[float, str]:
    """Return how deep the cutter bites into a copy at ``height`` below the top, and where."""
    import shapely

    solid = target.solid(height, TOLERANCE)
    spared = target.spared(height, TOLERANCE, cutter.radius)
    spared += [
        shapely.MultiLineString(m.strokes).buffer(cutter.radius)
        for m in scene.case.declaration.marks
        if m.depth > height - TOLERANCE + 1e-6
    ]
    core = solid.buffer(-TOLERANCE)
    if spared:
        core = core.difference(shapely.union_all(spared).buffer(TOLERANCE))
    taken = scene.slice(k, height).near(core)
    if not taken:
        return 0.0, ""
    kept = solid.difference(shapely.union_all(spared)) if spared else solid
    bites = shapely.union_all([a.intersection(core) for a in taken])
    if bites.area < SPECK:
        return 0.0, ""
    return max(_distances(bites, kept.boundary), default=0.0), _place(bites)


def judge_wood_left(scene: Scene, zones: dict[str, list[Any]]) -> Verdict:
    """All wood between a part and the rest is gone; ``zones`` are the tabs found, by copy."""
    import shapely

    worst, where, rests = 0.0, "", 0
    for target in scene.targets:
        for cut in target.cuts:
            depth = scene.clear(target, cut)
            radius = scene.radius_at(cut.area.boundary.buffer(2 * TOLERANCE), depth)
            outside = cut is target.outline
            band, waste = _band(cut, radius, outside=outside)
            rest = scene.left(band, depth)
            spare = [f.buffer(TOLERANCE) for f in fillets(cut, waste, radius)] + zones.get(target.name, [])
            rest = rest.difference(shapely.union_all(spare)) if spare else rest
            found, place = _remains(rest, cut.area)
            rests += bool(found)
            if found > worst:
                worst, where = found, f"{target.name} {cut.why} {place}"
    message = f"wood stands up to {worst:.3f} mm beyond the part ({rests} contours)" if rests else ""
    return _verdict(scene.case.layout.name, "wood-left", not rests, worst, where, message)


def judge_pockets(scene: Scene) -> Verdict:
    """Pockets and blind holes are clear to their depth (too deep: see part-whole)."""
    import shapely

    worst, where = 0.0, ""
    for target in scene.targets:
        for o in target.openings:
            if o.depth is None:
                continue
            depth = o.depth - TOLERANCE
            radius = scene.radius_at(o.area.buffer(-2 * TOLERANCE), depth)
            need = o.area.buffer(-TOLERANCE)
            spare = [f.buffer(TOLERANCE) for f in fillets(o, o.area, radius)]
            need = need.difference(shapely.union_all(spare)) if spare else need
            found, place = _remains(scene.left(need, depth), o.area)
            if found > worst:
                worst, where = found, f"{target.name} {o.why} {place}"
    message = f"wood stands in the opening, up to {worst:.3f} mm from its wall" if where else ""
    return _verdict(scene.case.layout.name, "pocket", not where, worst, where, message)


def judge_engravings(scene: Scene) -> Verdict:
    """Every stroke is engraved to its depth."""
    import shapely

    worst, where = 0.0, ""
    strokes = [(t.name, s.lines, s.depth) for t in scene.targets for s in t.strokes]
    strokes += [("mark", shapely.MultiLineString(m.strokes), m.depth) for m in scene.case.declaration.marks]
    for name, lines, depth in strokes:
        missing = scene.left(lines, depth - TOLERANCE)
        if missing.length > max(worst, TOLERANCE):
            worst, where = missing.length, f"{name} {_place(missing)}"
    message = f"{worst:.2f} mm of strokes are not engraved" if where else ""
    return _verdict(scene.case.layout.name, "engraving", not where, worst, where, message)


def _band(cut: Opening, radius: float, *, outside: bool) -> tuple[Any, Any]:
    """Return the strip beside a contour that its kerf must clear, and the waste it lies in."""
    import shapely

    if not outside:
        return cut.area.buffer(-TOLERANCE).difference(cut.area.buffer(-radius)), cut.area
    solid = shapely.Polygon(cut.area.exterior)
    around = shapely.box(*solid.bounds).buffer(9 * radius, join_style="mitre")
    return solid.buffer(radius).difference(solid.buffer(TOLERANCE)), around.difference(solid)


def _remains(rest: Any, area: Any) -> tuple[float, str]:
    """Return how far from a contour wood still stands (0: none), and where."""
    if rest.area < SPECK:
        return 0.0, ""
    return max(_distances(rest, area.boundary), default=0.0), _place(rest)


def _distances(shape: Any, other: Any) -> list[float]:
    """Return the distance of each point of ``shape`` from ``other``."""
    import shapely

    points = shapely.points(shapely.get_coordinates(shape))
    return [float(d) for d in shapely.distance(points, other)]


def _place(shape: Any) -> str:
    p = shape.representative_point()
    return f"near x {p.x:.2f} y {p.y:.2f}"


def _cutters(scene: Scene, run: ProgramRun) -> Iterator[tuple[int, Cutter]]:
    wanted: Iterable[int] = {id(c) for c in run.cutters}
    return ((k, c) for k, c in enumerate(scene.cutters) if id(c) in wanted)


def _verdict(subject: str, rule: ProofRule, passed: bool, worst: float, where: str, message: str) -> Verdict:
    return Verdict(
        subject=subject, rule=rule, passed=passed, worst=round(worst, 4), where=where, message=message
    )
