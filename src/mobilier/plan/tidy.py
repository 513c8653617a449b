"""Mend a foreign drawing without changing what was meant, and say each mend.

Outlines that miss by tenths are closed where nobody else could be meant, lines shared by two
parts become two outlines, copies go, polygons of chords become arcs again, and what crosses
itself is refused by name.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypeVar

from mobilier.dxf.chains import FINE, join_strokes
from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke
from mobilier.errors import Finding
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.geometry.recovery import circles_of, recover_arcs
from mobilier.plan.rounds import as_circle, straightened, stroke_with_arcs, with_arcs

if TYPE_CHECKING:
    import shapely

REACH = 1.0
"""mm. Widest gap that is ever closed."""

SHARE = 0.01
"""Widest gap as a share of the shorter of the two lines: an engraved tick stays open."""

ALONE = 3.0
"""No third end lies within this many times the gap."""

SAME = 0.01
"""mm. Lines that follow each other this closely are one line drawn twice."""

CURL = 2e-3
"""Share of a ring's area that spikes and curls may enclose and still be left out."""

TOUCH = 0.05
"""mm. A line that ends this close to another one ends on it."""

Shape = TypeVar("Shape", Contour, Circle, Stroke)


def tidied(drawing: Drawing) -> Drawing:
    """Return the drawing mended; what was done and what cannot be mended joins its findings."""
    gone = ("dxf-open", "dxf-curves")
    findings = [f for f in drawing.findings if f.rule not in gone]
    layers = [_mended(layer, findings) for layer in drawing.layers]
    layers = _without_copies(layers, findings)
    return replace(drawing, layers=tuple(layers), findings=tuple(findings))


def _mended(layer: Layer, findings: list[Finding]) -> Layer:
    strokes, contours = list(layer.strokes), list(layer.contours)
    if strokes:
        joined = close_gaps(strokes)
        for gap, (x, y) in joined.gaps:
            findings.append(Finding.of("plan-gap", layer.name, gap=gap, x=x, y=y))
        contours += joined.contours
        strokes, contours, shared = split_faces(list(joined.strokes), contours)
        if shared:
            x, y = shared[0].points[0]
            findings.append(Finding.of("dxf-forks", layer.name, count=2 * len(shared), x=x, y=y))
    circles = list(layer.circles)
    kept: list[Contour] = []
    found = 0
    for contour in contours:
        circle = as_circle(contour)
        if circle:
            found += contour.as_circle is None
            circles.append(circle)
        else:
            kept.append(straightened(with_arcs(contour)))
    if found:
        findings.append(Finding.of("plan-rounds", layer.name, count=found))
    whole = [c for c in (_uncrossed(c, layer.name, findings) for c in kept) if c is not None]
    return replace(
        layer,
        contours=tuple(whole),
        circles=tuple(circles),
        strokes=tuple(stroke_with_arcs(s) for s in strokes),
    )


@dataclass(frozen=True, slots=True)
class Joined:
    """Lines after their gaps are closed: rings, what stays open, and each gap with its place, mm."""

    contours: tuple[Contour, ...]
    strokes: tuple[Stroke, ...]
    gaps: tuple[tuple[float, Point], ...]


def close_gaps(strokes: Sequence[Stroke]) -> Joined:
    """Close the gaps between ends that can only have been meant for each other.

    Both are each other's nearest, the gap is short beside the lines and beside the distance
    of any third end.  A U or a tick that is meant open stays open.
    """
    ends = [(k, first, s.vertices[0 if first else -1][:2]) for k, s in enumerate(strokes) for first in (1, 0)]
    cells: dict[tuple[int, int], list[int]] = defaultdict(list)
    for n, (_, _, p) in enumerate(ends):
        cells[math.floor(p[0] / REACH), math.floor(p[1] / REACH)].append(n)

    def near(n: int) -> list[tuple[float, int]]:
        x, y = ends[n][2]
        i, j = math.floor(x / REACH), math.floor(y / REACH)
        around = (m for a in (-1, 0, 1) for b in (-1, 0, 1) for m in cells.get((i + a, j + b), ()))
        return sorted((math.dist(ends[m][2], (x, y)), m) for m in around if m != n)

    nearest = [near(n) for n in range(len(ends))]
    lengths = [sum(s.length for s in stroke.segments) for stroke in strokes]
    moved: dict[tuple[int, int], Point] = {}
    gaps: list[tuple[float, Point]] = []
    for n, found in enumerate(nearest):
        if not found or found[0][1] < n:
            continue
        gap, m = found[0]
        third = min((d for d, _ in (*found[1:2], *nearest[m][1:2])), default=math.inf)
        mutual = nearest[m][0][1] == n
        short = gap <= min(REACH, SHARE * min(lengths[ends[n][0]], lengths[ends[m][0]]))
        if mutual and short and third > ALONE * gap and gap > FINE:
            at = _meeting(strokes, ends[n], ends[m], gap)
            moved[ends[n][:2]] = moved[ends[m][:2]] = at
            gaps.append((gap, at))
    if not gaps:
        return Joined(contours=(), strokes=tuple(strokes), gaps=())
    changed = [_with_ends(s, moved.get((k, 1)), moved.get((k, 0))) for k, s in enumerate(strokes)]
    chains = join_strokes(changed, FINE)
    return Joined(contours=chains.contours, strokes=chains.strokes, gaps=tuple(gaps))


End = tuple[int, int, Point]


def _meeting(strokes: Sequence[Stroke], a: End, b: End, gap: float) -> Point:
    """Return where two ends are joined: where their lines cross if that is near, else halfway."""
    (x0, y0), (x1, y1) = a[2], b[2]
    ways = []
    for k, first, _ in (a, b):
        s = strokes[k].segments[0 if first else -1]
        if s.bulge:
            return ((x0 + x1) / 2, (y0 + y1) / 2)
        ways.append(s.direction(0.0))
    (ax, ay), (bx, by) = ways
    cross = ax * by - ay * bx
    if abs(cross) > 0.1:
        t = ((x1 - x0) * by - (y1 - y0) * bx) / cross
        at = (x0 + t * ax, y0 + t * ay)
        if max(math.dist(at, a[2]), math.dist(at, b[2])) <= 2 * gap:
            return at
    return ((x0 + x1) / 2, (y0 + y1) / 2)


def _with_ends(stroke: Stroke, first: Point | None, last: Point | None) -> Stroke:
    v = list(stroke.vertices)
    if first:
        v[0] = (*first, v[0][2])
    if last:
        v[-1] = (*last, v[-1][2])
    return replace(stroke, vertices=tuple(v))


def split_faces(
    strokes: list[Stroke], contours: list[Contour]
) -> tuple[list[Stroke], list[Contour], list[Stroke]]:
    """Return open strokes, rings, and the strokes that two rings share.

    A stroke that begins and ends on other lines divides what they enclose: the faces of the
    planar graph are the parts.
    """
    import shapely

    rings = [_line(c) for c in contours]
    lines = [_line(s) for s in strokes]
    shapes = [*rings, *lines]
    if not lines or not shapes:
        return strokes, contours, []
    tree = shapely.STRtree(shapes)
    ends = [(shapely.Point(s.vertices[0][:2]), shapely.Point(s.vertices[-1][:2])) for s in strokes]
    base = len(rings)
    touching = [
        [_others(tree, p, base + k, strokes[k], n) for n, p in enumerate(pair)] for k, pair in enumerate(ends)
    ]
    held = [k for k, (a, b) in enumerate(touching) if a and b]
    if not held:
        return strokes, contours, []
    used = {n for k in held for n in (*touching[k][0], *touching[k][1], base + k)}
    for k in held:  # the rings that a stroke lies in or on are divided by it
        used |= {int(n) for n in tree.query(lines[k], "dwithin", TOUCH) if n < base}
    points = shapely.MultiPoint([p for k in held for p in ends[k]])
    graph = shapely.unary_union([shapely.snap(shapes[n], points, TOUCH) for n in sorted(used)])
    faces, _, dangling, _ = shapely.polygonize_full(shapely.get_parts(_noded(graph)))
    circles = circles_of(contours[n] if n < base else strokes[n - base] for n in sorted(used))
    made = [
        recover_arcs(shapely.get_coordinates(face.exterior)[:-1], circles).turned(ccw=True)
        for face in shapely.get_parts(faces)
        if face.area > 1e-3
    ]
    loose = [d for d in shapely.get_parts(dangling) if isinstance(d, shapely.LineString)]
    open_ = [k for k in range(len(strokes)) if base + k not in used]
    left = [k for k in range(len(strokes)) if base + k in used and _on(lines[k], loose)]
    shared = [strokes[k] for k in held if k not in left]
    if not shared:
        return strokes, contours, []
    kept = [c for n, c in enumerate(contours) if n not in used]
    return [strokes[k] for k in sorted({*open_, *left})], [*kept, *made], shared


def _others(tree: shapely.STRtree, end: shapely.Point, own: int, stroke: Stroke, last: int) -> set[int]:
    """Return the lines that an end of a stroke lies on; its own other segments are one of them."""
    found = {int(n) for n in tree.query(end, "dwithin", TOUCH)} - {own}
    v = stroke.vertices[:-1] if last else stroke.vertices[1:]
    if len(v) > 2 and _line(Stroke((*v[:-1], (*v[-1][:2], 0.0)))).distance(end) < TOUCH:
        found.add(own)
    return found


def _noded(graph: shapely.Geometry) -> shapely.Geometry:
    import shapely

    return shapely.unary_union(shapely.set_precision(graph, 1e-6))


def _on(line: shapely.LineString, loose: Sequence[shapely.LineString]) -> bool:
    return any(line.distance(d) < TOUCH and d.length > 0.5 * line.length for d in loose)


def _line(shape: Contour | Stroke) -> shapely.LineString:
    """Return a path as a shapely line; a ring comes back to where it began."""
    import shapely

    if isinstance(shape, Contour):
        return shapely.LinearRing(shape.flattened())
    points = [p for s in shape.segments for p in s.flattened(0.002)]
    return shapely.LineString([*points, shape.vertices[-1][:2]])


def _uncrossed(contour: Contour, layer: str, findings: list[Finding]) -> Contour | None:
    """Return a ring that does not cross itself; spikes of no width are taken off, others refused."""
    import shapely

    polygon = contour.polygon()
    if polygon.is_valid:
        return contour
    whole = shapely.make_valid(polygon)
    areas = [p for p in shapely.get_parts(whole) if isinstance(p, shapely.Polygon)]
    areas.sort(key=lambda p: -p.area)
    if (
        areas
        and _curls(areas[1:], areas[0])
        and abs(areas[0].area - abs(contour.area)) <= CURL * areas[0].area
    ):
        findings.append(Finding.of("plan-spike", layer, x=contour.vertices[0][0], y=contour.vertices[0][1]))
        ring = shapely.get_coordinates(areas[0].exterior)[:-1]
        return recover_arcs(ring, circles_of([contour])).turned(ccw=True)
    x, y = _crossing(polygon)
    findings.append(Finding.of("plan-crossing", layer, x=x, y=y))
    return None


def _curls(others: Sequence[shapely.Polygon], main: shapely.Polygon) -> bool:
    """Whether what a ring encloses beside its main area are curls at corners, as a laser's kerf makes."""
    return sum(p.area for p in others) <= CURL * main.area and all(p.area <= 0.1 for p in others)


def _crossing(polygon: shapely.Polygon) -> Point:
    """Return where a ring crosses itself first, mm."""
    import re

    import shapely

    found = re.search(r"\[(\S+) (\S+)\]", shapely.is_valid_reason(polygon))
    if found is None:
        x, y = polygon.exterior.coords[0]
        return (x, y)
    return (float(found[1]), float(found[2]))


def _without_copies(layers: Sequence[Layer], findings: list[Finding]) -> list[Layer]:
    """Return the layers with every path once; a path on two layers stays on the first that was named."""
    seen = _Seen()
    out = []
    for layer in layers:
        kept = {
            "contours": seen.fresh(layer.contours, layer.name, _line),
            "circles": seen.fresh(layer.circles, layer.name, lambda c: _line(c.contour)),
            "strokes": seen.fresh(layer.strokes, layer.name, _line),
        }
        out.append(replace(layer, **kept))  # type: ignore[arg-type]
    for name, count in seen.twice.items():
        findings.append(Finding.of("dxf-copies", name, count=count))
    for (first, second), count in seen.across.items():
        findings.append(Finding.of("plan-two-layers", second, count=count, first=first))
    return out


class _Seen:
    """Paths that were met, found again by the centre of their box."""

    CELL = 0.1

    def __init__(self) -> None:
        self._at: dict[tuple[int, int], list[tuple[shapely.LineString, str]]] = defaultdict(list)
        self.twice: dict[str, int] = defaultdict(int)
        self.across: dict[tuple[str, str], int] = defaultdict(int)

    def fresh(
        self, shapes: Sequence[Shape], layer: str, line_of: Callable[[Shape], shapely.LineString]
    ) -> tuple[Shape, ...]:
        """Return the shapes whose path was not met before, and note the others."""
        kept = []
        for shape in shapes:
            line = line_of(shape)
            first = self._met(line)
            if first is None:
                kept.append(shape)
                self._add(line, layer)
            elif first == layer:
                self.twice[layer] += 1
            else:
                self.across[first, layer] += 1
        return tuple(kept)

    def _cell(self, line: shapely.LineString) -> tuple[int, int]:
        x0, y0, x1, y1 = line.bounds
        return (math.floor((x0 + x1) / 2 / self.CELL), math.floor((y0 + y1) / 2 / self.CELL))

    def _add(self, line: shapely.LineString, layer: str) -> None:
        self._at[self._cell(line)].append((line, layer))

    def _met(self, line: shapely.LineString) -> str | None:
        import shapely

        i, j = self._cell(line)
        for a in (-1, 0, 1):
            for b in (-1, 0, 1):
                for other, layer in self._at.get((i + a, j + b), ()):
                    near = max(abs(p - q) for p, q in zip(line.bounds, other.bounds, strict=True)) <= SAME
                    if near and shapely.hausdorff_distance(line, other) <= SAME:
                        return layer
        return None
