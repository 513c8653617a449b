"""An adapted plan as a file again: the same file with points moved where that is possible."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from mobilier.dxf.drawing import Circle, Drawing, Layer
from mobilier.dxf.edit import with_points_moved
from mobilier.dxf.write import LONGEST_NAME, write_dxf
from mobilier.errors import MobilierError
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Point
from mobilier.plan.adapt import Adapted
from mobilier.plan.parts import PlanReading
from mobilier.plan.read import read_plan
from mobilier.plan.shapes import PlanPart
from mobilier.plan.slots import rings_of
from mobilier.plan.table import PlanTable
from mobilier.plan.units import MM
from mobilier.profiles.types import Layers
from mobilier.wording import slug

NEAR = 0.03
"""mm. How far from an outline, mended and its rounds recovered, its drawn points may lie."""

SAME = 0.02
"""mm. How closely the file that was written must be read back as the parts that were made."""


def rewritten(
    data: bytes, name: str, reading: PlanReading, made: Adapted, conventions: Mapping[str, Layers]
) -> tuple[bytes, bool]:
    """Return an adapted drawing as DXF, and whether it is the file itself with points moved.

    A file whose changed outlines lie in blocks or are curves cannot be edited in place: its reading is
    written instead, layers and words kept.  What was written is read back and compared before it is
    trusted.
    """
    if not made.changes:
        return data, True
    if name.lower().endswith(".dxf"):
        carry = _Carry.of(reading.parts, made.parts)
        unit = reading.drawing.units
        edited = with_points_moved(data, carry, MM[unit])
        table = PlanTable(files=(name,))
        try:
            again = read_plan(edited, name, table, conventions, unit)
        except MobilierError:
            again = None
        if again is not None and _alike(again.parts, made.parts):
            return edited, True
    return write_dxf(drawing_of(reading, made.parts)), False


def _alike(own: Sequence[PlanPart], wanted: Sequence[PlanPart]) -> bool:
    """Whether two readings draw the same rings, in any order."""
    import shapely

    left = [shapely.LinearRing(r.flattened()) for p in own for _, r in rings_of(p)]
    right = [shapely.LinearRing(r.flattened()) for p in wanted for _, r in rings_of(p)]
    if len(left) != len(right):
        return False
    tree = shapely.STRtree(left)
    return all(
        any(
            shapely.hausdorff_distance(left[int(n)], r) <= SAME
            for n in tree.query(r.envelope, "intersects")
            if max(abs(a - b) for a, b in zip(left[int(n)].bounds, r.bounds, strict=True)) <= SAME
        )
        for r in right
    )


def drawing_of(reading: PlanReading, parts: Sequence[PlanPart]) -> Drawing:
    """Return a drawing with the outlines of ``parts`` in the place of those that were read."""
    fresh: dict[str, list[Contour]] = {}
    for part in parts:
        drawn = [part.outline, *part.openings]
        for where, ring in [*((d.layer, d.ring) for d in drawn), *((r.layer, r.ring) for r in part.recesses)]:
            fresh.setdefault(where, []).append(ring)
    for frame, _ in reading.frames:
        fresh.setdefault(frame.layer, []).append(frame.ring)
    for drawn_line, _ in reading.left:
        fresh.setdefault(drawn_line.layer, []).append(drawn_line.ring)
    names = _plain_names([layer.name for layer in reading.drawing.layers])
    layers = []
    for layer in reading.drawing.layers:
        rings = fresh.get(layer.name, [])
        rounds = [c for r in rings if (c := r.as_circle)]
        layers.append(
            Layer(
                name=names[layer.name],
                colour=layer.colour,
                contours=tuple(r for r in rings if r.as_circle is None),
                circles=tuple(Circle(*c) for c in rounds),
                strokes=layer.strokes,
                texts=layer.texts,
            )
        )
    return replace(reading.drawing, layers=tuple(layers))


def _plain_names(names: Sequence[str]) -> dict[str, str]:
    """Return a name for each layer that every reader takes, each once."""
    out: dict[str, str] = {}
    for name in names:
        plain = (slug(name, "_").upper() or "LAYER")[: LONGEST_NAME - 3]
        number = sum(v == plain or v.startswith(f"{plain}_") for v in out.values())
        out[name] = f"{plain}_{number + 1}" if number else plain
    return out


@dataclass(frozen=True)
class _Carry:
    """Moves a point that lies on a changed ring to the same place of the ring it became."""

    pairs: tuple[tuple[Contour, Contour], ...]
    tree: object

    @classmethod
    def of(cls, before: Sequence[PlanPart], after: Sequence[PlanPart]) -> _Carry:
        import shapely

        pairs = tuple(
            (old, new)
            for p, q in zip(before, after, strict=True)
            for (_, old), (_, new) in zip(rings_of(p), rings_of(q), strict=True)
            if old != new
        )
        return cls(pairs, shapely.STRtree([shapely.LinearRing(old.flattened()) for old, _ in pairs]))

    def __call__(self, point: Point) -> Point | None:
        """Return where a point goes, None where it lies on no changed ring."""
        import shapely

        assert isinstance(self.tree, shapely.STRtree)
        best: tuple[float, Point] | None = None
        for n in self.tree.query(shapely.Point(point), "dwithin", NEAR):
            old, new = self.pairs[int(n)]
            for a, b in zip(old.segments, new.segments, strict=True):
                share, away = _place(a, point)
                if away <= NEAR and (best is None or away < best[0] - 1e-9):
                    best = (away, b.point(share))
        return best[1] if best else None


def _place(s: Segment, p: Point) -> tuple[float, float]:
    """Return where along a segment (0…1) a point lies nearest, and how far from it, mm."""
    if not s.bulge:
        d, long = s.direction(0.0), s.chord
        along = min(max((p[0] - s.start[0]) * d[0] + (p[1] - s.start[1]) * d[1], 0.0), long)
        return along / long, math.dist(p, s.point(along / long))
    (cx, cy), r = s.centre, s.radius
    first = math.atan2(s.start[1] - cy, s.start[0] - cx)
    turn = (math.atan2(p[1] - cy, p[0] - cx) - first) * math.copysign(1.0, s.sweep) % math.tau
    share = turn / abs(s.sweep)
    if share > 1.0:  # outside the arc: the nearer of its ends
        share = 0.0 if math.dist(p, s.start) < math.dist(p, s.end) else 1.0
        return share, math.dist(p, s.point(share))
    return share, abs(math.dist(p, (cx, cy)) - r)
