"""What of each face can be seen: every face less the faces in front of it, exactly.

All faces are flat, so of two that overlap on the page one is nearer on one side of a line:
nearness is linear in the page coordinates.  No raster, no painter's order that could fail
where boards run through each other.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from mobilier.export.views.scene import Face

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely.geometry.base import BaseGeometry

    Shapes = NDArray[np.object_]
    Numbers = NDArray[np.float64]
    Indices = NDArray[np.int64]

TOUCH = 0.05
"""mm. A face nearer by less than this lies in the same plane and hides nothing."""

GRID = 1e-3
"""mm. Page coordinates are snapped to this grid in booleans."""

LINE, POLYGON, POLYGONS = 1, 3, 6
"""The library's numbers for kinds of shapes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What the eye sees of faces that stand together; one row per face in every array.

    ``whole`` is a face's shape on the page, ``shown`` what nothing hides of it (possibly empty),
    ``planes`` its nearness as (a, b, c), ``around`` a parallelogram that holds it, ``solids`` the
    solid that it bounds; ``shadows`` holds for each solid all that it covers on the page.
    Lengths in mm at full size.
    """

    faces: tuple[Face, ...] = ()
    whole: Shapes = field(default_factory=lambda: np.zeros(0, dtype=object))
    shown: Shapes = field(default_factory=lambda: np.zeros(0, dtype=object))
    planes: Numbers = field(default_factory=lambda: np.zeros((0, 3)))
    around: Numbers = field(default_factory=lambda: np.zeros((0, 4, 2)))
    solids: Indices = field(default_factory=lambda: np.zeros(0, dtype=np.int64))
    shadows: Mapping[int, BaseGeometry] = field(default_factory=dict)

    def joined_by(self, faces: Sequence[Face]) -> Sight:
        """Return what is seen when more faces, of solids that were not there, come to these.

        Faces that already hide each other are not looked at again: each old face loses what the
        new ones hide, each new face what any face hides.
        """
        if not faces:
            return self
        import shapely

        # the rows of the new faces under those of the old
        fresh = shapely.set_precision(np.array([f.shape for f in faces], dtype=object), GRID)
        old, solids = len(self.faces), np.array([f.solid for f in faces])
        all_ = Sight(
            faces=(*self.faces, *faces),
            whole=np.concatenate([self.whole, fresh]),
            shown=np.concatenate([self.shown, fresh]),
            planes=np.concatenate([self.planes, [f.plane for f in faces]]),
            around=np.concatenate([self.around, [f.around for f in faces]]),
            solids=np.concatenate([self.solids, solids]),
            shadows={
                **self.shadows,
                **{
                    int(n): shapely.union_all(fresh[solids == n], grid_size=GRID)
                    for n in dict.fromkeys(solids)
                },
            },
        )
        _hide(all_, *_pairs(all_, old))
        return all_


def visible(faces: Sequence[Face]) -> list[BaseGeometry]:
    """Return the part of each face that the eye sees (possibly empty)."""
    return list(Sight().joined_by(faces).shown)


def _pairs(sight: Sight, old: int) -> tuple[Indices, Indices]:
    """Return the faces that meet on the page and of which one is new, as (behind, front) both ways round."""
    import shapely

    # every new face against all
    behind, front = shapely.STRtree(sight.whole).query(sight.whole[old:], predicate="intersects")
    behind = behind + old
    if not old:
        return behind, front
    # what is left of the old ones against the new
    left = np.nonzero(~shapely.is_empty(sight.shown[:old]))[0]
    below, above = shapely.STRtree(sight.whole[old:]).query(sight.shown[left], predicate="intersects")
    return np.concatenate([behind, left[below]]), np.concatenate([front, above + old])


def _hide(sight: Sight, behind: Indices, front: Indices) -> None:
    """Take from ``sight.shown`` what the front face of each pair hides of the one behind it."""
    import shapely

    shown, whole = sight.shown, sight.whole
    # how far the front face leads over the box that both have in common: most pairs are settled by that
    ahead = sight.planes[front] - sight.planes[behind]
    lowest, highest = _lead_at_most(sight, behind, front, ahead)
    level = (np.abs(lowest) <= TOUCH) & (np.abs(highest) <= TOUCH)  # one plane: the first face is drawn
    hides = ((highest > TOUCH) | (level & (front < behind))) & (behind != front)
    sure = hides & (level | (lowest > TOUCH))

    # a solid whose faces all lie in front hides with its whole shadow: one cover instead of many
    last = int(sight.solids.max()) + 1
    group = behind * last + sight.solids[front]
    split = np.isin(group, np.unique(group[~sure]))
    _, firsts = np.unique(np.where(split, -1 - np.arange(len(group)), group), return_index=True)
    firsts = firsts[sure[firsts]]
    shadows = np.array([sight.shadows.get(n) for n in range(last)], dtype=object)
    covers = np.where(split[firsts], whole[front[firsts]], shadows[sight.solids[front[firsts]]])
    _uncover(shown, behind[firsts], covers)

    # the other pairs meet or cross: look at what they really have in common
    open_ = np.nonzero(hides & ~sure & ~shapely.is_empty(shown)[behind])[0]
    open_ = open_[~shapely.touches(shown[behind[open_]], whole[front[open_]])]
    common = shapely.intersection(shown[behind[open_]], whole[front[open_]], grid_size=GRID)
    lowest, highest = _lead(common, ahead[open_])
    some = np.nonzero((highest > TOUCH) & (shapely.area(common) > 1e-4))[0]
    covers = np.array(
        [_nearer_side(common[k], ahead[open_[k]]) if lowest[k] < -TOUCH else common[k] for k in some],
        dtype=object,
    )
    _uncover(shown, behind[open_[some]], covers)


def _uncover(shown: Shapes, behind: Indices, covers: Shapes) -> None:
    """Take ``covers[k]`` from ``shown[behind[k]]``, for every k."""
    import shapely

    # the largest covers first: what they hide wholly needs no other
    covers = _areas_of(covers)
    boxes = shapely.bounds(covers).reshape(-1, 4)
    size = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    order = np.lexsort((-size, behind))
    behind, covers = behind[order], covers[order]
    # one cover of each face a round, all faces at once
    starts = np.nonzero(np.diff(behind, prepend=-1))[0]
    turn = np.arange(len(behind)) - np.repeat(starts, np.diff(starts, append=len(behind)))
    for n in range(int(turn.max(initial=-1)) + 1):
        now = np.nonzero(turn == n)[0]
        now = now[~shapely.is_empty(shown[behind[now]])]
        shown[behind[now]] = _areas_of(shapely.difference(shown[behind[now]], covers[now], grid_size=GRID))


def _areas_of(shapes: Shapes) -> Shapes:
    """Return shapes with their polygons alone: a boolean may leave a line beside them."""
    import shapely

    mixed = np.nonzero(~np.isin(shapely.get_type_id(shapes), (POLYGON, POLYGONS)))[0]
    for k in mixed:
        parts = shapely.get_parts(shapes[k])
        shapes[k] = shapely.multipolygons(parts[shapely.get_type_id(parts) == POLYGON])
    return shapes


def _lead_at_most(sight: Sight, behind: Indices, front: Indices, ahead: Numbers) -> tuple[Numbers, Numbers]:
    """Return bounds of the lead of the front face over what each pair has in common, mm.

    The lead is linear, so over a convex region it is least and most at corners.  What two faces
    have in common lies in the box of both and in the parallelogram around either: the tightest
    of the three counts.
    """
    import shapely

    one, other = shapely.bounds(sight.shown)[behind], shapely.bounds(sight.whole)[front]
    low, high = np.maximum(one[:, :2], other[:, :2]), np.minimum(one[:, 2:], other[:, 2:])
    box = np.stack(
        [low, np.column_stack([high[:, 0], low[:, 1]]), high, np.column_stack([low[:, 0], high[:, 1]])], 1
    )
    least, most = np.full(len(behind), -np.inf), np.full(len(behind), np.inf)
    for corners in (box, sight.around[behind], sight.around[front]):
        lead = np.einsum("kcd,kd->kc", corners, ahead[:, :2]) + ahead[:, 2:]
        least, most = np.maximum(least, lead.min(axis=1)), np.minimum(most, lead.max(axis=1))
    return least, most


def _lead(common: Shapes, ahead: Numbers) -> tuple[Numbers, Numbers]:
    """Return by how much the front face leads at least and at most over each overlap, mm."""
    import shapely

    points, owner = shapely.get_coordinates(common, return_index=True)
    lead = ahead[owner, 0] * points[:, 0] + ahead[owner, 1] * points[:, 1] + ahead[owner, 2]
    low, high = np.full(len(common), np.inf), np.full(len(common), -np.inf)
    np.minimum.at(low, owner, lead)
    np.maximum.at(high, owner, lead)
    return low, high


def _nearer_side(shape: BaseGeometry, ahead: Numbers) -> BaseGeometry:
    """Return the part of ``shape`` where a·x + b·y + c > 0."""
    import shapely

    # the line where neither is nearer, as a unit normal and a distance
    a, b, c = ahead
    length = float(np.hypot(a, b))
    nx, ny, shift = a / length, b / length, c / length
    # a rectangle on the nearer side of it, larger than the shape
    x0, y0, x1, y1 = shapely.bounds(shape)
    far = 2 * (x1 - x0 + y1 - y0) + 10
    mx, my = (x0 + x1) / 2, (y0 + y1) / 2
    away = nx * mx + ny * my + shift
    px, py = mx - away * nx, my - away * ny  # the foot of the middle on the line
    half = shapely.Polygon(
        [
            (px - far * ny, py + far * nx),
            (px + far * ny, py - far * nx),
            (px + far * ny + far * nx, py - far * nx + far * ny),
            (px - far * ny + far * nx, py + far * nx + far * ny),
        ]
    )
    # two faces may share a line beside an area, and an overlay takes areas only
    side: BaseGeometry = shapely.intersection(_areas_of(np.array([shape]))[0], half, grid_size=GRID)
    return side


def visible_line(
    start: tuple[float, float, float], end: tuple[float, float, float], faces: Sequence[Face]
) -> list[tuple[float, float]]:
    """Return the stretches (shares of the length) of a straight line that no face hides.

    Points are page x, page y and nearness, mm.
    """
    import shapely

    a, b = np.array(start), np.array(end)
    line = shapely.LineString([a[:2], b[:2]])
    if line.length < 1e-9:
        return []
    # the stretches of the line over each face, as shares of its length
    shapes = np.array([f.shape for f in faces], dtype=object)
    over = np.nonzero(shapely.intersects(line, shapes))[0]
    runs, owner = shapely.get_parts(shapely.intersection(line, shapes[over]), return_index=True)
    lines = shapely.get_type_id(runs) == LINE
    ends = [shapely.line_locate_point(line, shapely.get_point(runs[lines], k)) / line.length for k in (0, -1)]
    # of each the part on which the line runs behind the face
    hidden: list[tuple[float, float]] = []
    for k, low, high in zip(over[owner[lines]], *np.sort(ends, axis=0), strict=True):
        hidden += _behind(a, b, faces[k], float(low), float(high))
    # what lies between the hidden parts
    shown, at = [], 0.0
    for low, high in sorted(hidden):
        if low > at:
            shown.append((at, low))
        at = max(at, high)
    return [*shown, (at, 1.0)] if at < 1 else shown


def _behind(
    a: NDArray[np.float64], b: NDArray[np.float64], f: Face, low: float, high: float
) -> list[tuple[float, float]]:
    """Return where between two shares the line runs behind the plane of a face."""

    def lead(share: float) -> float:
        p = a + share * (b - a)
        return float(f.plane[0] * p[0] + f.plane[1] * p[1] + f.plane[2] - p[2])

    # the lead changes evenly along the line: one sign, or one crossing
    first, last = lead(low), lead(high)
    if first <= TOUCH and last <= TOUCH:
        return []
    if first > TOUCH and last > TOUCH:
        return [(low, high)]
    cross = low + (high - low) * (first - TOUCH) / (first - last)
    return [(low, cross)] if first > TOUCH else [(cross, high)]
