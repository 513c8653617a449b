"""What a drawing is read as: sheet frames, parts with their openings, pockets, holes, lines and words.

The nesting of closed lines decides: a ring in no other is a part, a ring in a part an opening, a
ring in an opening a part again.  What a layer is called is evidence, and told where it differs.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from mobilier.dxf.drawing import Drawing, Stroke, Text
from mobilier.errors import Finding, Level
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import difference, intersection, union
from mobilier.plan.marks import with_lines, with_words
from mobilier.plan.shapes import Drawn, PlanPart, Recess, holder_of, part_at
from mobilier.plan.table import LayerMeaning, PlanTable
from mobilier.plan.units import rectangle, sheet_size
from mobilier.wording import Value

HOLE = 30.0
"""mm. Round openings up to this diameter are holes; larger ones are cut out."""

SCRAP = 3.0
"""mm. What is narrower is no part but a scrap of the drawing."""

MARGIN = 80.0
"""mm. How far inside a sheet frame its margin frame lies at most."""

SLIVER = 1.0
"""mm². Shapes that overlap by less only touch."""

THROUGH = ("outside", "inside", "cut")


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanReading:
    """Everything a drawing was read as; ``left`` are closed lines that are no parts, by reason."""

    drawing: Drawing
    meaning: Mapping[str, LayerMeaning]
    parts: tuple[PlanPart, ...]
    frames: tuple[tuple[Drawn, tuple[float, float]], ...] = ()
    left: tuple[tuple[Drawn, str], ...] = ()
    open: tuple[tuple[Stroke, str], ...] = ()
    words: tuple[Text, ...] = ()
    findings: tuple[Finding, ...] = field(default=())


def read_parts(drawing: Drawing, meaning: Mapping[str, LayerMeaning], table: PlanTable) -> PlanReading:
    """Return what a tidied drawing is read as."""
    findings: list[Finding] = []
    rings = [
        Drawn(c.turned(ccw=True), layer.name)
        for layer in drawing.layers
        for c in layer.rings
        if abs(c.area) > 1e-4
    ]
    frames, rings, left = _frames(rings, meaning)
    through = [d for d in rings if meaning[d.layer].does in THROUGH or _bored(meaning[d.layer])]
    parts, scraps = _nested(through, meaning, findings)
    left += [(d, "scrap") for d in scraps]
    recessed = [d for d in rings if meaning[d.layer].does in ("pocket", "drill") and d not in through]
    parts, lost = _with_recesses(parts, recessed, meaning, table)
    left += [(d, "stray") for d in lost]
    written = [d for d in rings if meaning[d.layer].does == "engrave"]
    parts, open_ = with_lines(parts, drawing, written, meaning)
    parts, words = with_words(parts, drawing)
    parts = _noted(parts, table)
    findings += _told(left, open_, parts, table)
    return PlanReading(
        drawing=drawing,
        meaning=meaning,
        parts=tuple(parts),
        frames=tuple(frames),
        left=tuple(left),
        open=tuple(open_),
        words=tuple(words),
        findings=tuple(findings),
    )


def _bored(meaning: LayerMeaning) -> bool:
    """Whether a layer holds holes that are drilled right through."""
    return meaning.does == "drill" and meaning.depth is None


def _frames(
    rings: Sequence[Drawn], meaning: Mapping[str, LayerMeaning]
) -> tuple[list[tuple[Drawn, tuple[float, float]]], list[Drawn], list[tuple[Drawn, str]]]:
    """Return the sheet frames, the other rings, and what is no part: margins and notes."""
    boxes = [d.ring.bounds for d in rings]
    kept: list[Drawn] = []
    frames: list[tuple[Drawn, tuple[float, float]]] = []
    left: list[tuple[Drawn, str]] = []
    plain = [d for d in rings if rectangle(d.ring)]
    for k, d in enumerate(rings):
        does = meaning[d.layer].does
        size = sheet_size(d.ring)
        if size or (does == "sheet" and rectangle(d.ring)):
            inside = [rings[n] for n, b in enumerate(boxes) if n != k and _within(b, boxes[k])]
            wall = does == "outside" and inside and all(meaning[i.layer].does == "inside" for i in inside)
            if (inside and not wall) or does == "sheet":
                x0, y0, x1, y1 = boxes[k]
                frames.append((d, size or (max(x1 - x0, y1 - y0), min(x1 - x0, y1 - y0))))
                continue
        if does in ("sheet", "notes"):
            left.append((d, does))
        else:
            kept.append(d)
    for frame, _ in frames:
        for d in plain:
            if d in kept and _margin(d, frame, kept):
                kept.remove(d)
                left.append((d, "margin"))
    return frames, kept, left


def _margin(d: Drawn, frame: Drawn, others: Sequence[Drawn]) -> bool:
    """Whether a rectangle is the margin drawn inside a sheet frame: near it, with all else inside it."""
    a, b = frame.ring.bounds, d.ring.bounds
    gaps = (b[0] - a[0], b[1] - a[1], a[2] - b[2], a[3] - b[3])
    if min(gaps) < 0 or max(gaps) > MARGIN:
        return False
    rest = [o.ring.bounds for o in others if o is not d and _within(o.ring.bounds, a)]
    return bool(rest) and all(_within(o, b) for o in rest)


def _within(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    slack = 1e-3
    return a[0] >= b[0] - slack and a[1] >= b[1] - slack and a[2] <= b[2] + slack and a[3] <= b[3] + slack


@dataclass(frozen=True, slots=True)
class _Forest:
    """Closed lines by how they lie in each other, largest first.

    ``depth``: in how many others; ``crossing``: the larger ones that a line runs over.
    """

    drawn: tuple[Drawn, ...]
    parent: tuple[int | None, ...]
    crossing: tuple[tuple[int, ...], ...]

    def depth(self, k: int) -> int:
        above, depth = self.parent[k], 0
        while above is not None:
            above, depth = self.parent[above], depth + 1
        return depth


def _forest(rings: Sequence[Drawn]) -> _Forest:
    """Return how closed lines lie in each other."""
    import shapely

    ordered = sorted(rings, key=lambda d: (-d.ring.area, d.ring.bounds))
    shapes = [d.ring.polygon(0.02) for d in ordered]
    shapely.prepare(shapes)
    parent: list[int | None] = [None] * len(ordered)
    crossing: list[list[int]] = [[] for _ in ordered]
    tree = shapely.STRtree(shapes)
    for k, shape in enumerate(shapes):
        touch = max(SLIVER, 1e-3 * shape.area)
        for n in sorted(int(m) for m in tree.query(shape, "intersects") if m < k):
            common = shape.area if shapes[n].contains(shape) else shapes[n].intersection(shape).area
            if common >= shape.area - touch:
                parent[k] = n  # in order of size: the last is the smallest that holds it
            elif common > touch:
                crossing[k].append(n)
    return _Forest(tuple(ordered), tuple(parent), tuple(tuple(c) for c in crossing))


def _nested(
    rings: Sequence[Drawn], meaning: Mapping[str, LayerMeaning], findings: list[Finding]
) -> tuple[list[PlanPart], list[Drawn]]:
    """Return the parts with their openings, and the scraps."""
    wood = _forest(rings)
    depth = [wood.depth(k) for k in range(len(wood.drawn))]
    roots = [k for k, d in enumerate(wood.drawn) if depth[k] % 2 == 0]
    scraps = [k for k in roots if _narrow(wood.drawn[k].ring)]
    openings: dict[int, list[Drawn]] = {k: [] for k in roots if k not in scraps}
    bites: dict[int, list[Drawn]] = {}
    for k, d in enumerate(wood.drawn):
        over = [n for n in wood.crossing[k] if n in openings and depth[n] % 2 == 0]
        above = wood.parent[k]
        if depth[k] % 2 == 1 and above in openings:
            openings[above].append(d)
        elif over and (_cuts_inside(meaning[d.layer]) or d.ring.as_circle):
            for n in over:
                bites.setdefault(n, []).append(d)
            openings.pop(k, None)
        elif over and k in openings:
            x, y = d.ring.vertices[0][:2]
            findings.append(Finding.of("plan-overlap", d.layer, x=x, y=y, other=wood.drawn[over[0]].layer))
    parts = [_part(wood.drawn[k], inside, bites.get(k, ())) for k, inside in openings.items()]
    lying = [
        d.layer
        for k, d in enumerate(wood.drawn)
        if (depth[k] % 2 == 0) == _cuts_inside(meaning[d.layer])
        and meaning[d.layer].does != "cut"
        and k not in scraps
        and not wood.crossing[k]
    ]
    for layer, count in sorted(Counter(lying).items()):
        findings.append(Finding.of("plan-layer", layer, count=count))
    return (
        sorted(parts, key=lambda p: _reading_order(p.outline.ring)),
        [wood.drawn[k] for k in scraps],
    )


def _part(outline: Drawn, inside: Sequence[Drawn], bites: Sequence[Drawn]) -> PlanPart:
    """Return a part: what runs over its outline is taken off it."""
    ring, cut = outline.ring, [o.ring for o in inside]
    pieces = difference(ring, [b.ring for b in bites]) if bites else ()
    if pieces:
        ring = pieces[0].outer
        cut += [h.turned(ccw=True) for h in pieces[0].holes]
    return PlanPart(outline=Drawn(ring, outline.layer), openings=_merged(cut, inside))


def _cuts_inside(meaning: LayerMeaning) -> bool:
    return meaning.does == "inside" or _bored(meaning)


def _reading_order(ring: Contour) -> tuple[float, float]:
    """Return the place of a part in reading order: from the upper left, in rows of 100 mm."""
    x0, _, _, y1 = ring.bounds
    return (-(y1 // 100.0), x0)


def _narrow(ring: Contour) -> bool:
    x0, y0, x1, y1 = ring.bounds
    return min(x1 - x0, y1 - y0) < SCRAP


def _merged(cut: Sequence[Contour], drawn: Sequence[Drawn]) -> tuple[Drawn, ...]:
    """Return the openings, those that run into each other as one."""
    import shapely

    if len(cut) < 2:
        return tuple(Drawn(c, drawn[0].layer if drawn else "") for c in cut)
    layer = {id(d.ring): d.layer for d in drawn}
    shapes = [c.polygon(0.02) for c in cut]
    tree = shapely.STRtree(shapes)
    groups: list[set[int]] = []
    for k, shape in enumerate(shapes):
        near = {int(n) for n in tree.query(shape, "intersects")}
        near = {n for n in near if n == k or shapes[n].intersection(shape).area > 1e-3}
        joined = [g for g in groups if g & near]
        groups = [g for g in groups if g not in joined] + [near.union(*joined)]
    out: list[tuple[int, Drawn]] = []
    for group in groups:
        first = min(group)
        name = layer.get(id(cut[first]), "")
        if len(group) == 1:
            out.append((first, Drawn(cut[first], name)))
        else:
            out += [(first, Drawn(r.outer, name)) for r in union([cut[k] for k in sorted(group)])]
    return tuple(d for _, d in sorted(out, key=lambda row: row[0]))


def _with_recesses(
    parts: Sequence[PlanPart],
    rings: Sequence[Drawn],
    meaning: Mapping[str, LayerMeaning],
    table: PlanTable,
) -> tuple[list[PlanPart], list[Drawn]]:
    """Return the parts with their pockets and blind holes, and those that lie on no part.

    A pocket that hangs over the edge ends at the edge; one that lies in another is an island.
    """
    held: dict[int, list[Recess]] = {}
    lost: list[Drawn] = []
    islands: dict[int, list[Contour]] = {}
    ordered = sorted(rings, key=lambda d: -d.ring.area)
    shapes = [d.ring.polygon(0.02) for d in ordered]
    for k, d in enumerate(ordered):
        inside = [
            n for n in range(k) if ordered[n].layer == d.layer and shapes[n].contains(shapes[k].buffer(-1e-3))
        ]
        if inside and meaning[d.layer].does == "pocket":
            islands.setdefault(inside[-1], []).append(d.ring)
    for k, d in enumerate(ordered):
        if any(d.ring in group for group in islands.values()):
            continue
        at = holder_of(parts, shapes[k])
        if at is None:
            lost.append(d)
            continue
        depth = meaning[d.layer].depth or table.depth
        for piece in intersection(d.ring, parts[at].outline.ring):
            if piece.area > SLIVER:
                own = tuple(islands.get(k, ()))
                held.setdefault(at, []).append(Recess(piece.outer, d.layer, depth, own))
    return [replace(p, recesses=tuple(held.get(k, ()))) for k, p in enumerate(parts)], lost


def _noted(parts: Sequence[PlanPart], table: PlanTable) -> list[PlanPart]:
    """Return the parts as plan.toml names them; those with quantity 0 go."""
    out = list(parts)
    for note in table.part:
        at = part_at(out, note.at)
        if at is None:
            continue
        out[at] = replace(
            out[at],
            name=note.name or out[at].name,
            quantity=note.quantity,
            grain=note.grain,
            face=note.face,
        )
    return [p for p in out if p.quantity]


def _told(
    left: Sequence[tuple[Drawn, str]],
    open_: Sequence[tuple[Stroke, str]],
    parts: Sequence[PlanPart],
    table: PlanTable,
) -> list[Finding]:
    """Return what a person should know before this is cut."""
    out = []
    for reason in ("scrap", "stray"):
        mine = [d for d, why in left if why == reason]
        if mine:
            x, y = mine[0].ring.vertices[0][:2]
            layers = ", ".join(sorted({d.layer for d in mine}))
            out.append(Finding.of("plan-left", layers, case=reason, count=len(mine), x=x, y=y))
    for layer in sorted({name for _, name in open_}):
        lines = [s for s, name in open_ if name == layer]
        x, y = lines[0].points[0]
        level: Level = "error" if table.open == "refuse" else "warning"
        where: dict[str, Value] = {"count": len(lines), "x": x, "y": y, "handle": lines[0].handle or "-"}
        out.append(Finding.of("plan-open", layer, level=level, case=table.open, **where))
    bare = [r for part in parts for r in part.recesses if r.depth is None]
    for layer in sorted({r.layer for r in bare}):
        own = [r for r in bare if r.layer == layer]
        x, y = own[0].ring.vertices[0][:2]
        out.append(Finding.of("plan-depth", layer, count=len(own), x=x, y=y))
    if not parts:
        out.append(Finding.of("plan-empty", ""))
    return out
