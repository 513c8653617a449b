"""What of each face can be seen: every face less the faces in front of it, exactly.

All faces are flat, so of two that overlap on the page one is nearer on one side of a line:
nearness is linear in the page coordinates.  No raster, no painter's order that could fail
where boards run through each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.export.views.scene import Face

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

TOUCH = 0.05
"""mm. A face nearer by less than this lies in the same plane and hides nothing."""

GRID = 1e-3
"""mm. Page coordinates are snapped to this grid in booleans."""


def visible(faces: Sequence[Face]) -> list[BaseGeometry]:
    """Return the part of each face that the eye sees (possibly empty)."""
    import shapely

    shapes = shapely.set_precision(np.array([f.shape for f in faces], dtype=object), GRID)
    shapes = shapely.make_valid(shapes)
    planes = np.array([f.plane for f in faces])
    tree = shapely.STRtree(shapes)
    behind, front = tree.query(shapes, predicate="intersects")
    ahead = planes[front] - planes[behind]
    boxes = shapely.bounds(shapes)
    lowest, highest = _lead_in_boxes(boxes, behind, front, ahead)
    level = (np.abs(lowest) <= TOUCH) & (np.abs(highest) <= TOUCH)  # one plane: the first face is drawn
    hides = ((highest > TOUCH) | (level & (front < behind))) & (behind != front)
    lowest = np.where(level, 2 * TOUCH, lowest)
    behind, front, ahead, lowest = behind[hides], front[hides], ahead[hides], lowest[hides]
    out: list[BaseGeometry] = list(shapes)
    covers: dict[int, list[BaseGeometry]] = {}
    sure = lowest > TOUCH
    gone = np.zeros(len(faces), dtype=bool)
    gone[behind[sure][shapely.covered_by(shapes[behind[sure]], shapes[front[sure]])]] = True
    for i in np.nonzero(gone)[0]:
        out[i] = shapely.Polygon()
    for k in np.nonzero(sure & ~gone[behind])[0]:
        within = shapely.clip_by_rect(shapes[front[k]], *boxes[behind[k]])
        covers.setdefault(int(behind[k]), []).extend(_areas(within))
    _uncover(out, covers)
    gone = shapely.is_empty(np.array(out, dtype=object))
    unsure = ~sure & ~gone[behind]
    unsure[unsure] = ~shapely.touches(shapes[behind[unsure]], shapes[front[unsure]])
    behind, front, ahead = behind[unsure], front[unsure], ahead[unsure]
    common = shapely.intersection(shapes[behind], shapes[front], grid_size=GRID)
    lowest, highest = _lead(common, ahead)
    covers = {}
    for k in np.nonzero((highest > TOUCH) & (shapely.area(common) > 1e-4))[0]:
        cover = _nearer_side(common[k], ahead[k]) if lowest[k] < -TOUCH else common[k]
        covers.setdefault(int(behind[k]), []).extend(_areas(cover))
    _uncover(out, covers)
    return out


def _uncover(shapes: list[BaseGeometry], covers: dict[int, list[BaseGeometry]]) -> None:
    """Take from each shape what covers it."""
    import shapely

    for i, hidden in covers.items():
        shape = shapely.MultiPolygon(_areas(shapes[i]))
        shapes[i] = shapely.difference(shape, shapely.union_all(hidden, grid_size=GRID), grid_size=GRID)


def _areas(shape: BaseGeometry) -> list[Polygon]:
    import shapely

    return [p for p in shapely.get_parts(shape) if isinstance(p, shapely.Polygon) and not p.is_empty]


def _lead_in_boxes(
    boxes: NDArray[np.float64],
    behind: NDArray[np.int64],
    front: NDArray[np.int64],
    ahead: NDArray[np.float64],
) -> tuple[NDArray[np.float64], ...]:
    """Return bounds of the lead of the front faces, from the common bounding boxes alone, mm."""
    low = np.maximum(boxes[behind, :2], boxes[front, :2])
    high = np.minimum(boxes[behind, 2:], boxes[front, 2:])
    steps = [(ahead[:, k] * low[:, k], ahead[:, k] * high[:, k]) for k in range(2)]
    least = sum(np.minimum(a, b) for a, b in steps) + ahead[:, 2]
    most = sum(np.maximum(a, b) for a, b in steps) + ahead[:, 2]
    return least, most


def _lead(common: NDArray[np.object_], ahead: NDArray[np.float64]) -> tuple[NDArray[np.float64], ...]:
    """Return by how much the front face leads at least and at most over each overlap, mm."""
    import shapely

    points, owner = shapely.get_coordinates(common, return_index=True)
    lead = ahead[owner, 0] * points[:, 0] + ahead[owner, 1] * points[:, 1] + ahead[owner, 2]
    low, high = np.full(len(common), np.inf), np.full(len(common), -np.inf)
    np.minimum.at(low, owner, lead)
    np.maximum.at(high, owner, lead)
    return low, high


def _nearer_side(shape: BaseGeometry, ahead: NDArray[np.float64]) -> BaseGeometry:
    """Return the part of ``shape`` where a·x + b·y + c > 0."""
    import shapely

    a, b, c = ahead
    length = float(np.hypot(a, b))
    nx, ny, shift = a / length, b / length, c / length
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
    return shapely.intersection(shapely.MultiPolygon(_areas(shape)), half, grid_size=GRID)


def pieces(shape: BaseGeometry, slimmest: float) -> list[Polygon]:
    """Return the polygons of a shape that are wider than ``slimmest`` mm on average."""
    import shapely

    return [
        p
        for p in shapely.get_parts(shapely.make_valid(shape))
        if isinstance(p, shapely.Polygon) and p.area > slimmest * p.length / 2
    ]


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
    hidden: list[tuple[float, float]] = []
    for f in faces:
        for run in shapely.get_parts(shapely.intersection(line, f.shape)):
            if not isinstance(run, shapely.LineString) or run.is_empty:
                continue
            low, high = sorted(
                line.project(shapely.Point(c)) / line.length for c in (run.coords[0], run.coords[-1])
            )
            hidden += _behind(a, b, f, low, high)
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

    first, last = lead(low), lead(high)
    if first <= TOUCH and last <= TOUCH:
        return []
    if first > TOUCH and last > TOUCH:
        return [(low, high)]
    cross = low + (high - low) * (first - TOUCH) / (first - last)
    return [(low, cross)] if first > TOUCH else [(cross, high)]
