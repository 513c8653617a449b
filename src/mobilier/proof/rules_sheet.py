"""Rules about the sheet as a whole: what is declared, where copies lie, in what order they are cut."""

from __future__ import annotations

import math
from collections import Counter
from typing import Any

import numpy as np

from mobilier.proof.case import Scene
from mobilier.proof.track import join_tracks
from mobilier.proof.verdicts import TOLERANCE, ProofRule, Verdict

_RELIEF = 0.55
"""mm. A relief larger than the cutter by more than this is not a relief (docs/sources.md, proof)."""


_MARK = 1.0
"""mm. The mark of a hole that is drilled by hand goes no deeper."""

_NEAREST = 0.5
"""mm. No rapid descends closer to a sheet: boards bow and their thickness varies by that much."""


def judge_declaration(scene: Scene) -> Verdict:
    """What is declared is possible."""
    case = scene.case
    declared, wrong = case.declaration, []
    cutting = [p for p in declared.programs if p.role == "cut"]
    radii = [p.tool.diameter / 2 for p in cutting]
    cornered = any(case.parts[p.part].corners for p in case.layout.placements)
    if not cutting:
        wrong.append("no program is declared to cut")
    elif cornered and not min(radii) <= declared.relief_radius <= max(radii) + _RELIEF + 1e-9:
        wrong.append(f"a relief of radius {declared.relief_radius:g} does not go with the cutters")
    if declared.sheet != case.layout.name:
        wrong.append(f"the claim is about sheet {declared.sheet}")
    wrong += _reach(scene)
    copies = {(p.part, p.copy) for p in case.layout.placements}
    for tab in declared.tabs:
        if (tab.part, tab.copy) not in copies:
            wrong.append(f"a tab holds {tab.part}.{tab.copy}, which is not on the sheet")
        if not (0 < tab.height < case.material.thickness and tab.width > 0 and 0 < tab.ramp <= 90):
            wrong.append(f"a tab of {tab.width:g} x {tab.height:g} mm at {tab.ramp:g} degrees")
    wrong += _corners(scene)
    wrong += _hand_holes(scene)
    return _verdict(scene, "claim", wrong)


def _hand_holes(scene: Scene) -> list[str]:
    """Holes left to the hand are holes, too narrow for every cutter of the sheet, with marks inside them."""
    case, wrong = scene.case, []
    diameters = {t.diameter for p in case.declaration.programs for t in (p.tool, *(t for _, t in p.changes))}
    for hole in case.declaration.by_hand:
        part = case.parts.get(hole.part)
        features = part.features if part else ()
        found = features[hole.feature] if hole.feature < len(features) else None
        if found is None or found.kind != "hole":
            wrong.append(f"{hole.part} has no hole {hole.feature} to drill by hand")
            continue
        wide = found.circle[2]
        if any(abs(wide - d) <= TOLERANCE for d in diameters):
            wrong.append(f"a cutter of the sheet drills the {wide:g} mm hole {hole.feature} of {hole.part}")
        if hole.mark != "none" and not (hole.size < wide and 0 < hole.depth <= _MARK):
            wrong.append(f"a mark of {hole.size:g} mm, {hole.depth:g} mm deep, for a hole of {wide:g} mm")
    return wrong


def _reach(scene: Scene) -> list[str]:
    """Skin, leads, approach and marks stay within what a cut may do."""
    declared, thickness = scene.case.declaration, scene.case.material.thickness
    diameter = max((p.tool.diameter for p in declared.programs if p.role == "cut"), default=math.inf)
    wrong = []
    if not 0 <= declared.skin < thickness / 2:
        wrong.append(f"a skin of {declared.skin:g} mm holds no part")
    if not 0 <= declared.lead <= diameter:
        wrong.append(f"lead-ins of {declared.lead:g} mm beyond the kerf")
    if not _NEAREST <= declared.approach <= scene.case.machine.safe_z:
        wrong.append(f"rapids that descend to {declared.approach:g} mm above the sheet")
    if any(not 0 < m.depth < thickness / 2 for m in declared.marks):
        wrong.append("a mark as deep as a cut")
    return wrong


def _corners(scene: Scene) -> list[str]:
    """A corner that is marked must be a corner of the part, else its relief hides a gouge."""
    out = []
    for name in sorted({p.part for p in scene.case.layout.placements}):
        part = scene.case.parts[name]
        rings = [part.outline, *(c for f in part.features for c in f.contours)]
        spots = [v[:2] for ring in rings for v in ring.vertices]
        out += [
            f"part {name} marks a corner at {corner.at}, where it has none"
            for corner in part.corners
            if min(math.dist(corner.at, s) for s in spots) > 1e-3
        ]
    return out


def judge_places(scene: Scene) -> Verdict:
    """Every copy lies on the sheet, clear of its edges, its defects and the other copies."""
    import shapely

    sheet = scene.case.layout.sheet
    board: Any = (
        shapely.Polygon(sheet.outline) if sheet.outline else shapely.box(0, 0, sheet.length, sheet.width)
    )
    board = board.difference(shapely.union_all([shapely.Polygon(d) for d in sheet.defects]))
    wrong = []
    regions = [t.region for t in scene.targets]
    for target, region in zip(scene.targets, regions, strict=True):
        if region.difference(board).area > TOLERANCE**2:
            wrong.append(f"{target.name} reaches beyond the sheet or into a defect")
        if scene.case.parts[target.placement.part].material != scene.case.material.name:
            wrong.append(f"{target.name} is of another material")
    if regions:
        tree = shapely.STRtree(regions)
        for a, b in sorted(tree.query(regions, predicate="intersects").T.tolist()):
            if a < b and regions[a].intersection(regions[b]).area > TOLERANCE**2:
                wrong.append(f"{scene.targets[a].name} and {scene.targets[b].name} share wood")
    twice = Counter((p.part, p.copy) for p in scene.case.layout.placements)
    wrong += [f"{part}.{copy} lies there {n} times" for (part, copy), n in sorted(twice.items()) if n > 1]
    return _verdict(scene, "placed", wrong)


def judge_order(scene: Scene) -> Verdict:
    """A part is cut free only when everything inside it is cut."""
    import shapely

    found = [(c, np.flatnonzero(c.path.track.low < -TOLERANCE)) for c in scene.cutters]
    found = [(c, rows) for c, rows in found if len(rows)]
    if not found:
        return _verdict(scene, "order", [])
    track = join_tracks([c.path.track.take(rows) for c, rows in found])
    lines = [c.motions[k].line for c, rows in found for k in rows.tolist()]
    radii = [c.radius for c, _ in found]
    middles = track.at(np.arange(len(track)), np.full(len(track), 0.5))[:, :2]
    tree = shapely.STRtree(list(np.asarray(shapely.points(middles))))
    # The centre of a T-bone in a shoulder runs that far inside the outline, and no more.
    bite = max(0.0, scene.case.declaration.relief_radius - min(radii)) + 2 * TOLERANCE
    wrong = []
    for target in scene.targets:
        solid = shapely.Polygon(target.outline.area.exterior)
        inside = tree.query(solid.buffer(-bite), predicate="intersects")
        edge = tree.query(solid.buffer(max(radii) + 0.2), predicate="intersects")
        around = set(edge.tolist()) - set(tree.query(solid, predicate="intersects").tolist())
        free = scene.clear(target, target.outline) - TOLERANCE
        freeing = [k for k in around if track.low[k] < -free]
        if len(inside) and freeing and max(inside) > min(freeing):
            wrong.append(f"{target.name}: line {lines[max(inside)]} cuts inside it after its outline")
    return _verdict(scene, "order", wrong)


def _verdict(scene: Scene, rule: ProofRule, wrong: list[str]) -> Verdict:
    message = "; ".join(wrong[:3]) + (f" ({len(wrong)} in all)" if len(wrong) > 3 else "")
    return Verdict(
        subject=scene.case.layout.name, rule=rule, passed=not wrong, worst=float(len(wrong)), message=message
    )
