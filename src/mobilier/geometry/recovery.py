"""Give flattened rings their arcs back, by provenance.

Every vertex that a boolean or an offset leaves on a curve lies on a circle that is known
beforehand: a circle of the source contours, one concentric with it, or one about a source
vertex.  Runs of edges that follow one known circle become one arc again.  Measured on
`sheet_profiles` (CAM knowledge): the same segments and arcs as an arc-exact library.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.contour import SAGITTA, Contour, Point, Vertex

if TYPE_CHECKING:
    from numpy.typing import NDArray

Circle = tuple[float, float, float]
"""Centre x, centre y, radius in mm."""

TOLERANCE = 2 * SAGITTA
"""mm. How far from its circle a flattened vertex may lie."""

_EXACT = 1e-6
_FEW = 4096
"""Pairs of edges and circles below which looking at each is quicker than a search tree."""

_COLLINEAR = 1e-6


def circles_of(contours: Iterable[Contour]) -> list[Circle]:
    """Return the distinct circles that the arcs of ``contours`` lie on."""
    found: dict[tuple[int, int, int], Circle] = {}
    for contour in contours:
        for s in contour.segments:
            if s.bulge:
                circle = (*s.centre, s.radius)
                key = (round(circle[0] * 1e5), round(circle[1] * 1e5), round(circle[2] * 1e5))
                found.setdefault(key, circle)
    return list(found.values())


def recovered(ring: Sequence[Sequence[float]] | NDArray[np.float64], circles: Sequence[Circle]) -> Contour:
    """Return a flattened ring (n, 2) mm, not closed, as lines and arcs on ``circles``."""
    points = np.asarray(ring, dtype=float)[:, :2]
    points = points[np.hypot(*(points - np.roll(points, 1, axis=0)).T) > 1e-9]
    labels = _labels(points, circles)
    runs = _runs(labels, len(points))
    if len(runs) == 1 and runs[0][2] is not None:
        return _whole(points, circles[runs[0][2]])
    return _contour(points, runs, circles)


def _labels(points: NDArray[np.float64], circles: Sequence[Circle]) -> list[dict[int, int]]:
    """Return for each edge the circles it follows: {circle: sense of rotation}."""
    labels: list[dict[int, int]] = [{} for _ in points]
    ahead = np.roll(points, -1, axis=0)
    edge, circle = _candidates(points, ahead, circles)
    if not len(edge):
        return labels
    cx, cy, r = np.array(circles)[circle].T
    ax, ay = points[edge, 0] - cx, points[edge, 1] - cy
    bx, by = ahead[edge, 0] - cx, ahead[edge, 1] - cy
    middle = np.hypot(ax + bx, ay + by) / 2
    fits = (
        (np.abs(np.hypot(ax, ay) - r) < TOLERANCE)
        & (np.abs(np.hypot(bx, by) - r) < TOLERANCE)
        & ((r - middle < 2 * TOLERANCE) | (r < 4 * TOLERANCE))
    )
    sense = np.where(ax * by - ay * bx > 0, 1, -1)
    for index, k, turn in zip(edge[fits].tolist(), circle[fits].tolist(), sense[fits].tolist(), strict=True):
        labels[index][k] = turn
    return labels


def _candidates(
    points: NDArray[np.float64], ahead: NDArray[np.float64], circles: Sequence[Circle]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (edge, circle) where the middle of the edge lies in the circle's square."""
    import shapely

    none = np.zeros(0, dtype=np.int64)
    if not circles:
        return none, none
    cx, cy, r = np.array(circles).T
    reach = r + TOLERANCE
    (low_x, low_y), (high_x, high_y) = points.min(axis=0), points.max(axis=0)
    near = np.flatnonzero(
        (cx - reach <= high_x) & (cx + reach >= low_x) & (cy - reach <= high_y) & (cy + reach >= low_y)
    )
    if len(near) * len(points) <= _FEW:
        edge, which = np.divmod(np.arange(len(near) * len(points)), max(1, len(near)))
        return edge, near[which]
    squares = shapely.box((cx - reach)[near], (cy - reach)[near], (cx + reach)[near], (cy + reach)[near])
    tree = shapely.STRtree(shapely.points((points + ahead) / 2))
    which, edge = tree.query(squares)
    return edge, near[which]


def _runs(labels: list[dict[int, int]], n: int) -> list[tuple[int, int, int | None]]:
    """Cut the ring into runs (first edge, edges, circle or None for a line)."""
    start = next((k for k in range(n) if not labels[k].items() & labels[k - 1].items()), 0)
    runs: list[tuple[int, int, int | None]] = []
    done = 0
    while done < n:
        here = labels[(start + done) % n]
        best, best_length = None, 0
        for circle, turn in here.items():
            length = 1
            while done + length < n and labels[(start + done + length) % n].get(circle) == turn:
                length += 1
            if length > best_length:
                best, best_length = circle, length
        runs.append(((start + done) % n, max(1, best_length), best))
        done += max(1, best_length)
    return runs


def _whole(points: NDArray[np.float64], circle: Circle) -> Contour:
    """Return the circle that the whole ring follows, in the ring's sense of rotation."""
    x, y = points[:, 0], points[:, 1]
    ccw = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) > 0
    return Contour.circle(circle[0], circle[1], 2 * circle[2]).turned(ccw=ccw)


def _contour(
    points: NDArray[np.float64],
    runs: list[tuple[int, int, int | None]],
    circles: Sequence[Circle],
) -> Contour:
    """Return the contour of the runs, with the joints between them snapped to both curves."""
    n = len(points)
    joints: list[Point] = []
    for k, (first, _, circle) in enumerate(runs):
        before = runs[k - 1]
        here = (float(points[first][0]), float(points[first][1]))
        joints.append(
            _snapped(here, _curve(points, before, circles), _curve(points, (first, 1, circle), circles))
        )
    vertices: list[Vertex] = []
    for k, (first, count, circle) in enumerate(runs):
        a, b = joints[k], joints[(k + 1) % len(runs)]
        if circle is None:
            vertices.append((*a, 0.0))
            continue
        middle = points[(first + (count + 1) // 2) % n] if count > 1 else None
        vertices.extend(_arc(a, b, circles[circle], points[first], points[(first + 1) % n], middle, count))
    return _merged(vertices)


_Curve = Circle | tuple[Point, Point]


def _curve(
    points: NDArray[np.float64], run: tuple[int, int, int | None], circles: Sequence[Circle]
) -> _Curve:
    first, count, circle = run
    if circle is not None:
        return circles[circle]
    a, b = points[(first + count - 1) % len(points)], points[(first + count) % len(points)]
    return ((float(a[0]), float(a[1])), (float(b[0]), float(b[1])))


def _snapped(here: Point, before: _Curve, after: _Curve) -> Point:
    """Return ``here`` moved onto the circles among the two curves that meet there."""
    rounds = [c for c in (before, after) if len(c) == 3]
    off = [c for c in rounds if abs(math.dist(here, c[:2]) - c[2]) > _EXACT]
    if not off:
        return here
    if len(rounds) == 2:
        hits = _circle_circle(rounds[0], rounds[1])
    else:
        line = before if len(before) == 2 else after
        hits = _line_circle(line, rounds[0])  # type: ignore[arg-type]
    near = [p for p in hits if math.dist(p, here) < 20 * TOLERANCE]
    if near:
        return min(near, key=lambda p: math.dist(p, here))
    cx, cy, r = off[0]
    d = math.dist(here, (cx, cy))
    return (cx + (here[0] - cx) * r / d, cy + (here[1] - cy) * r / d)


def _line_circle(line: tuple[Point, Point], circle: Circle) -> list[Point]:
    (x0, y0), (x1, y1) = line
    d = math.dist(*line)
    ux, uy = (x1 - x0) / d, (y1 - y0) / d
    along = (circle[0] - x0) * ux + (circle[1] - y0) * uy
    foot = (x0 + along * ux, y0 + along * uy)
    room = circle[2] ** 2 - (foot[0] - circle[0]) ** 2 - (foot[1] - circle[1]) ** 2
    if room < 0:
        return []
    h = math.sqrt(room)
    return [(foot[0] - h * ux, foot[1] - h * uy), (foot[0] + h * ux, foot[1] + h * uy)]


def _circle_circle(a: Circle, b: Circle) -> list[Point]:
    d = math.dist(a[:2], b[:2])
    if d < 1e-9:
        return []
    along = (d * d + a[2] ** 2 - b[2] ** 2) / (2 * d)
    room = a[2] ** 2 - along**2
    if room < 0:
        return []
    ux, uy, h = (b[0] - a[0]) / d, (b[1] - a[1]) / d, math.sqrt(room)
    mx, my = a[0] + along * ux, a[1] + along * uy
    return [(mx - h * uy, my + h * ux), (mx + h * uy, my - h * ux)]


def _arc(
    a: Point,
    b: Point,
    circle: Circle,
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    middle: NDArray[np.float64] | None,
    count: int,
) -> list[Vertex]:
    """Return the arc from a to b on the circle, in two when it turns more than half."""
    cx, cy, _ = circle
    start = math.atan2(a[1] - cy, a[0] - cx)
    ccw = (first[0] - cx) * (second[1] - cy) - (first[1] - cy) * (second[0] - cx) > 0
    sweep = (math.atan2(b[1] - cy, b[0] - cx) - start) % math.tau
    if not ccw:
        sweep -= math.tau
    if count == 1 and abs(sweep) > math.pi:  # a and b traded places while snapping
        return [(*a, 0.0)]
    if abs(sweep) <= math.pi + 1e-6:
        return [(*a, math.tan(sweep / 4))]
    assert middle is not None
    half = math.atan2(middle[1] - cy, middle[0] - cx)
    m = (cx + circle[2] * math.cos(half), cy + circle[2] * math.sin(half))
    turn = (half - start) % math.tau - (0 if ccw else math.tau)
    return [(*a, math.tan(turn / 4)), (*m, math.tan((sweep - turn) / 4))]


def _merged(vertices: list[Vertex]) -> Contour:
    """Drop vertices in the middle of straight runs and segments of no length."""
    kept = [
        v for k, v in enumerate(vertices) if math.dist(v[:2], vertices[(k + 1) % len(vertices)][:2]) > 1e-7
    ]
    out: list[Vertex] = []
    for k, (x, y, bulge) in enumerate(kept):
        before, after = kept[k - 1], kept[(k + 1) % len(kept)]
        if not bulge and not before[2]:
            d = math.dist(before[:2], after[:2])
            off = (x - before[0]) * (after[1] - before[1]) - (y - before[1]) * (after[0] - before[0])
            ahead = (x - before[0]) * (after[0] - x) + (y - before[1]) * (after[1] - y)
            if d > 0 and abs(off) / d < _COLLINEAR and ahead > 0:
                continue
        out.append((x, y, bulge))
    return Contour(tuple(out))
