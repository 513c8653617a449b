"""What one copy of a part must look like on the sheet, and what it may lose at each height.

Built from the nominal part and its marked corners; the relief discs are worked out here,
from the definition in `Corner`, not taken from whoever drew the relieved contour.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Point
from mobilier.model.part import Corner, Feature, Part
from mobilier.nest.layout import Placement
from mobilier.profiles.types import Relief
from mobilier.proof.declaration import DeclaredHandHole
from mobilier.proof.sweep import SAGITTA

_SHARP = math.radians(5)
"""A turn of less than this is no corner: two arcs or an arc and a line that meet smoothly."""

_ON = 1e-3
_KINDS: dict[str, Literal["inside", "pocket", "drill"]] = {
    "cutout": "inside",
    "pocket": "pocket",
    "hole": "drill",
}
_HAIR = 1e-4
"""mm. What rounding leaves along a straight wall is thinner."""

_QUARTER = 64
"""Chords in a quarter of a circle: 3 µm at 10 mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WasteCorner:
    """A sharp inside corner of something that is cut away: where, how sharp, and who fills it.

    ``turn`` is the angle in radians by which the outline of the waste turns there.
    """

    at: Point
    turn: float
    marked: bool


@dataclass(frozen=True, kw_only=True)
class Disc:
    """An allowed relief: the disc taken at a marked corner, ``depth`` mm deep (None: through)."""

    at: Point
    depth: float | None
    area: Any


@dataclass(frozen=True, kw_only=True)
class Opening:
    """Wood to be cut away, ``depth`` mm deep (None: through): a filled area and its corners.

    The outline is the one ``outside`` which the wood goes.
    """

    kind: Literal["outside", "inside", "pocket", "drill"]
    why: str
    depth: float | None
    area: Any
    vertices: tuple[WasteCorner, ...] = ()

    @property
    def through(self) -> bool:
        """Whether it goes right through the board."""
        return self.depth is None


@dataclass(frozen=True, kw_only=True)
class EngravedStroke:
    """Lines to be engraved ``depth`` mm deep."""

    why: str
    depth: float
    lines: Any


@dataclass(frozen=True, kw_only=True)
class Target:
    """One copy of a part on the sheet.

    Everything is in sheet coordinates; ``discs`` are the allowed reliefs, ``strokes`` what
    is engraved.
    """

    placement: Placement
    outline: Opening
    openings: tuple[Opening, ...]
    strokes: tuple[EngravedStroke, ...]
    discs: tuple[Disc, ...]

    @property
    def name(self) -> str:
        """How messages call this copy."""
        return f"{self.placement.part}.{self.placement.copy}"

    @cached_property
    def region(self) -> Any:
        """What is left right through: the outline less its through openings."""
        import shapely

        through = [o.area for o in self.openings if o.through]
        return self.outline.area.difference(shapely.union_all(through)) if through else self.outline.area

    def relieved(self, cut: Opening) -> Any:
        """Return the area of a contour with its relief discs, as a drawing for a cutter shows it."""
        import shapely

        mine = [d.area for d in self.discs if self._owner(d) is cut]
        if not mine:
            return cut.area
        discs = shapely.union_all(mine)
        return solid(cut.area.difference(discs) if cut is self.outline else cut.area.union(discs))

    def _owner(self, disc: Disc) -> Opening:
        """Return the opening at whose corner a disc is taken; else the outline."""
        for o in self.openings:
            if o.depth == disc.depth and any(math.dist(v.at, disc.at) < _ON for v in o.vertices):
                return o
        return self.outline

    @property
    def depths(self) -> tuple[float, ...]:
        """Depths of what is cut in from the top, shallowest first, mm."""
        found = {o.depth for o in self.openings if o.depth is not None} | {s.depth for s in self.strokes}
        return tuple(sorted(found))

    def solid(self, height: float, tolerance: float) -> Any:
        """Return the wood that must be there ``height`` mm below the top (see :meth:`spared`)."""
        import shapely

        gone = [o.area for o in self.openings if o.depth is not None and o.depth > height - tolerance + 1e-6]
        return self.region.difference(shapely.union_all(gone)) if gone else self.region

    def spared(self, height: float, tolerance: float, radius: float) -> list[Any]:
        """Return what may be missing from the solid: relief discs, and strokes of a cutter's width."""
        out = [d.area for d in self.discs if d.depth is None or d.depth > height - tolerance + 1e-6]
        out += [
            s.lines.buffer(radius, quad_segs=_QUARTER)
            for s in self.strokes
            if s.depth > height - tolerance + 1e-6
        ]
        return out

    @property
    def cuts(self) -> tuple[Opening, ...]:
        """The outline and every through opening: what frees the part."""
        return (self.outline, *(o for o in self.openings if o.through))


def target_of(
    part: Part,
    placement: Placement,
    style: Relief,
    radius: float,
    *,
    by_hand: Iterable[DeclaredHandHole] = (),
) -> Target:
    """Return what ``part`` must look like where it is placed, with reliefs of ``radius`` mm.

    Of holes that are drilled ``by_hand`` only the marks are made.
    """
    import shapely

    by = placement.transform
    corners = part.corners
    outline = part.outline.turned(ccw=True)
    openings: list[Opening] = []
    strokes: list[EngravedStroke] = []
    left = {h.feature: h for h in by_hand if h.part == part.id}
    for k, f in enumerate(part.features):
        if k in left and f.kind == "hole":
            mark = _mark(f, by, left[k])
            openings += [mark] if isinstance(mark, Opening) else []
            strokes += [mark] if isinstance(mark, EngravedStroke) else []
            continue
        if f.kind == "engraving":
            lines = shapely.MultiLineString([[by.apply(p) for p in s] for s in f.strokes])
            strokes.append(EngravedStroke(why=f.why, depth=f.depth or 0.0, lines=lines))
            continue
        depth = None if f.kind == "cutout" else f.depth
        first = f.contours[0].turned(ccw=True)
        islands = [c.turned(ccw=False) for c in f.contours[1:]]
        area = shapely.Polygon(
            first.transformed(by).flattened(SAGITTA),
            [i.transformed(by).flattened(SAGITTA) for i in islands],
        )
        sharp = _vertices((first, *islands), _at(corners, depth), by.apply)
        kind = _KINDS[f.kind]
        openings.append(Opening(kind=kind, why=f.why, depth=depth, area=area, vertices=sharp))
    return Target(
        placement=placement,
        outline=Opening(
            kind="outside",
            why="outline",
            depth=None,
            area=shapely.Polygon(outline.transformed(by).flattened(SAGITTA)),
            vertices=_vertices((outline.reversed(),), _at(corners, None), by.apply),
        ),
        openings=tuple(openings),
        strokes=tuple(strokes),
        discs=tuple(_disc(c, style, radius, by) for c in corners),
    )


def _mark(feature: Feature, by: Transform, hole: DeclaredHandHole) -> Opening | EngravedStroke | None:
    """Return what is made in the place of a hole that is drilled by hand."""
    import shapely

    x, y, _ = feature.circle
    r = hole.size / 2
    if hole.mark == "spot":
        area = shapely.Point(by.apply((x, y))).buffer(r, quad_segs=_QUARTER)
        return Opening(kind="drill", why=feature.why, depth=hole.depth, area=area)
    if hole.mark == "cross":
        strokes = [[(x - r, y), (x + r, y)], [(x, y - r), (x, y + r)]]
        lines = shapely.MultiLineString([[by.apply(p) for p in s] for s in strokes])
        return EngravedStroke(why=feature.why, depth=hole.depth, lines=lines)
    return None


def _disc(corner: Corner, style: Relief, radius: float, by: Transform) -> Disc:
    """Return the relief disc through a corner (definition in `Corner`), where the part lies."""
    import shapely

    ways = {"tbone-across": (1.0, 0.0), "tbone-along": (0.0, 1.0), "dogbone": (1.0, 1.0)}
    p, q = (1.0, 0.0) if corner.only_along else ways[corner.style or style]
    dx = p * corner.along[0] + q * corner.across[0]
    dy = p * corner.along[1] + q * corner.across[1]
    far = radius / math.hypot(dx, dy)
    centre = (corner.at[0] + far * dx, corner.at[1] + far * dy)
    area = shapely.Point(by.apply(centre)).buffer(radius, quad_segs=_QUARTER)
    return Disc(at=by.apply(corner.at), depth=corner.depth, area=area)


def _at(corners: Iterable[Corner], depth: float | None) -> list[Point]:
    return [c.at for c in corners if c.depth == depth]


def _vertices(rings: Sequence[Contour], marked: Sequence[Point], moved: Any) -> tuple[WasteCorner, ...]:
    """Return the corners that a round cutter cannot reach: rings run with the waste on their left."""
    out = []
    for ring in rings:
        segments = ring.segments
        for k, s in enumerate(segments):
            (ax, ay), (bx, by) = segments[k - 1].direction(1.0), s.direction(0.0)
            turn = math.atan2(ax * by - ay * bx, ax * bx + ay * by)
            if turn > _SHARP:
                is_marked = any(math.dist(s.start, m) < _ON for m in marked)
                out.append(WasteCorner(at=moved(s.start), turn=turn, marked=is_marked))
    return tuple(out)


def solid(area: Any) -> Any:
    """Return an area without the lines and points that taking one shape from another may leave."""
    import shapely

    return shapely.union_all([p for p in shapely.get_parts(area) if p.geom_type == "Polygon"])


def fillets(opening: Opening, waste: Any, radius: float) -> list[Any]:
    """Return what a cutter of ``radius`` mm may leave of ``waste`` in the opening's unmarked corners.

    Only in a corner that stands alone: where one cutter's reach spans two corners the
    opening is too narrow for it, and nothing may be left.
    """
    import shapely

    out = []
    for v in opening.vertices:
        if v.marked:
            continue
        reach = radius * math.tan(v.turn / 2) if v.turn < math.radians(170) else 8 * radius
        x, y = v.at
        far = reach + 3 * radius
        window = waste.intersection(shapely.box(x - far, y - far, x + far, y + far))
        inner = window.buffer(-radius, quad_segs=_QUARTER)
        reached = inner.buffer(radius + _HAIR, quad_segs=_QUARTER)  # no hair of rounding joins two corners
        corner = shapely.Point(v.at)
        left = [p for p in shapely.get_parts(window.difference(reached)) if p.distance(corner) < 0.01]
        near = shapely.union_all(left).buffer(0.01)
        if sum(near.covers(shapely.Point(w.at)) for w in opening.vertices) == 1:
            out.append(shapely.union_all(left).intersection(corner.buffer(reach + 0.1)))
    return out
