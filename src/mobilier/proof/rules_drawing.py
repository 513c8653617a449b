"""The rule that a sheet's DXF, read back, draws what the programs must leave."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from mobilier.dxf.drawing import Drawing, Layer
from mobilier.profiles.types import OPERATIONS, Layers
from mobilier.proof.case import Case
from mobilier.proof.sweep import SAGITTA
from mobilier.proof.target import Target, target_of
from mobilier.proof.verdicts import TOLERANCE, Verdict

_NEAR = 1.0
"""mm. Two outlines whose middles lie farther apart are not meant to be the same."""

_DEEP = 0.006
"""mm. Layer names state depths to 0.01 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Shape:
    """A filled outline: what it is for, how deep, and what to call it."""

    kinds: frozenset[str]
    depth: float | None
    area: Any
    name: str


def judge_drawing(case: Case, drawing: Drawing, layers: Layers) -> Verdict:
    """Judge a drawing of the sheet: each relieved contour once, nothing else, at scale."""
    wrong: list[tuple[float, str]] = []
    if drawing.units != "mm":
        wrong.append((0.0, f"the drawing is in {drawing.units}"))
    wrong += [(0.0, f.message) for f in drawing.findings if f.level == "error"]
    declaration = case.declaration
    targets = [
        target_of(case.parts[p.part], p, declaration.relief_style, declaration.relief_radius)
        for p in case.layout.placements
    ]
    drawn: list[_Shape] = []
    strokes: list[Any] = []
    for layer in drawing.layers:
        kinds, depth = _meaning(layer.name, layers)
        if not kinds and _filled(layer):
            wrong.append((0.0, f"layer {layer.name} has no meaning"))
        drawn += _shapes(layer, kinds, depth)
        if "engrave" in kinds:
            strokes += [_line(s) for s in layer.lines]
        elif kinds and "notes" not in kinds and layer.strokes:
            wrong.append((0.0, f"an open line on layer {layer.name}"))
    wrong += _matched(_expected(case, targets), drawn)
    wrong += _engraved(case, targets, strokes)
    worst = max((w[0] for w in wrong), default=0.0)
    message = "; ".join(w[1] for w in sorted(wrong, key=lambda w: -w[0])[:3])
    more = f" ({len(wrong)} in all)" if len(wrong) > 3 else ""
    return Verdict(
        subject=f"{case.layout.name}.dxf",
        rule="drawing",
        passed=not wrong,
        worst=round(worst, 4),
        message=message + more,
    )


def _meaning(name: str, layers: Layers) -> tuple[frozenset[str], float | None]:
    """Return the operations a layer's name can mean, and the depth it states.

    R12 knows neither dot nor space in a name: an underscore stands for them there.
    """
    kinds, depth = set(), None
    for kind in OPERATIONS:
        template = re.escape(getattr(layers, kind))
        for word in ("depth", "diameter"):
            template = template.replace(re.escape("{" + word + "}"), f"<{word}>")
        template = template.replace(r"\.", "[._]").replace(r"\ ", "[ _]")
        template = re.sub("<(depth|diameter)>", r"(?P<\1>\\d+(?:[._]\\d+)?)", template)
        found = re.fullmatch(template, name)
        if found:
            kinds.add(kind)
            depth = float(found["depth"].replace("_", ".")) if "depth" in found.groupdict() else depth
    return frozenset(kinds), depth


def _filled(layer: Layer) -> bool:
    return bool(layer.contours or layer.circles or layer.strokes)


def _shapes(layer: Layer, kinds: frozenset[str], depth: float | None) -> list[_Shape]:
    """Return the closed contours of a layer; in pockets, those inside another are islands."""
    import shapely

    if not kinds or "notes" in kinds or "engrave" in kinds:
        return []
    areas = [shapely.Polygon(c.flattened(SAGITTA)) for c in layer.rings]
    if "pocket" in kinds:
        areas = _with_islands(areas)
    return [_Shape(kinds=kinds, depth=depth, area=a, name=layer.name) for a in areas]


def _with_islands(areas: list[Any]) -> list[Any]:
    whole = sorted(areas, key=lambda a: -a.area)
    out: list[Any] = []
    for area in whole:
        host = next((k for k, o in enumerate(out) if o.contains(area)), None)
        if host is None:
            out.append(area)
        else:
            out[host] = out[host].difference(area)
    return out


def _expected(case: Case, targets: list[Target]) -> list[_Shape]:
    import shapely

    sheet = case.layout.sheet
    board = shapely.Polygon(sheet.outline) if sheet.outline else shapely.box(0, 0, sheet.length, sheet.width)
    out = [_Shape(kinds=frozenset({"sheet"}), depth=None, area=board, name="sheet")]
    for target in targets:
        for cut in (target.outline, *target.openings):
            depth = case.material.thickness if cut.depth is None else cut.depth
            out.append(
                _Shape(
                    kinds=frozenset({cut.kind}),
                    depth=depth,
                    area=target.relieved(cut),
                    name=f"{target.name} {cut.why}",
                )
            )
    return out


def _matched(expected: list[_Shape], drawn: list[_Shape]) -> list[tuple[float, str]]:
    """Pair each expected contour with the drawn one nearest to it; say what does not pair or agree."""
    out: list[tuple[float, str]] = []
    unmet = list(drawn)
    for shape in expected:
        middle = shape.area.centroid
        near = [d for d in unmet if d.kinds & shape.kinds and d.area.centroid.distance(middle) <= _NEAR]
        near = [
            d for d in near if d.depth is None or shape.depth is None or abs(d.depth - shape.depth) < _DEEP
        ]
        if not near:
            out.append((_NEAR, f"{shape.name} is not drawn"))
            continue
        best = min(near, key=lambda d: d.area.symmetric_difference(shape.area).area)
        unmet.remove(best)
        far = _apart(best.area, shape.area)
        if far > TOLERANCE:
            out.append((far, f"{shape.name} is drawn {far:.3f} mm off"))
    out += [(0.0, f"a contour on layer {d.name} belongs to no part") for d in unmet]
    return out


def _apart(a: Any, b: Any) -> float:
    """Return how far the edges of two areas lie apart, mm."""
    import shapely

    fine = 5.0
    one, two = (shapely.segmentize(x.boundary, fine) for x in (a, b))
    far = 0.0
    for x, y in ((one, b.boundary), (two, a.boundary)):
        points = shapely.points(shapely.get_coordinates(x))
        far = max(far, float(shapely.distance(points, y).max()))
    return far


def _engraved(case: Case, targets: list[Target], drawn: list[Any]) -> list[tuple[float, str]]:
    import shapely

    wanted = shapely.union_all([s.lines for t in targets for s in t.strokes])
    there = shapely.union_all(drawn)
    out = []
    for shape, other, words in ((wanted, there, "are not drawn"), (there, wanted, "belong to no part")):
        rest = shape.difference(other.buffer(TOLERANCE))
        if rest.length > TOLERANCE:
            out.append((TOLERANCE, f"{rest.length:.2f} mm of engraved strokes {words}"))
    return out


def _line(stroke: Any) -> Any:
    import shapely

    points = [p for s in stroke.segments for p in s.flattened(SAGITTA)]
    return shapely.LineString([*points, stroke.segments[-1].end])
