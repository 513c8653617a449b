"""Give flattened rings their arcs back, by provenance.

Every vertex that a boolean or an offset leaves on a curve lies on a circle that is known
beforehand: a circle of the source contours, one concentric with it, or one about a source
vertex.  Runs of edges that follow one known circle become one arc again.  Measured on
offsets of a sheet of profiles: the same segments and arcs as an arc-exact library.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from mobilier.geometry.contour import SAGITTA, Contour, Segment
from mobilier.geometry.points import Point, Vertex

KnownCircle = tuple[float, float, float]
"""Centre x, centre y, radius in mm."""

Circles = Sequence[KnownCircle] | NDArray[np.float64]
"""Circles as tuples or as rows (n, 3) mm."""

EdgeRun = tuple[int, int, int | None]
"""First edge, number of edges, and the circle they follow (None: one straight edge)."""

TOLERANCE = 2 * SAGITTA
"""mm. How far from its circle a flattened vertex may lie."""

_EXACT = 1e-6
_TANGENT = 1e-5
"""mm. Curves that miss each other by less than this touch."""

_MOVE = 20 * TOLERANCE
"""mm. How far a joint of two curves that cross may lie from their chords' joint."""

_FEW = 4096
"""Pairs of edges and circles below which looking at each is quicker than a search tree."""

_COLLINEAR = 1e-6


class Path(Protocol):
    """A ring or an open line: anything of lines and arcs."""

    @property
    def segments(self) -> Sequence[Segment]:
        """The lines and arcs in order."""
        ...


def circles_of(paths: Iterable[Path]) -> list[KnownCircle]:
    """Return the distinct circles that the arcs of ``paths`` lie on."""
    found: dict[tuple[int, int, int], KnownCircle] = {}
    for path in paths:
        for s in path.segments:
            if s.bulge:
                circle = (*s.centre, s.radius)
                key = (round(circle[0] * 1e5), round(circle[1] * 1e5), round(circle[2] * 1e5))
                found.setdefault(key, circle)
    return list(found.values())


def recover_arcs(ring: Sequence[Sequence[float]] | NDArray[np.float64], circles: Circles) -> Contour:
    """Return a flattened ring (n, 2) mm, not closed, as lines and arcs on ``circles``."""
    # Which known circles can the ring touch at all?  Which edges follow which?  Then arcs again.
    points = np.asarray(ring, dtype=float)[:, :2]
    points = points[np.hypot(*(points - np.roll(points, 1, axis=0)).T) > 1e-9]
    known = _near(points, np.asarray(circles, dtype=float).reshape(-1, 3))
    if not len(known):  # straight sides alone: nothing to fit, nothing to snap
        return _merged([(x, y, 0.0) for x, y in points.tolist()])
    runs = _runs(points, known)
    rounds: list[KnownCircle] = [(x, y, r) for x, y, r in known.tolist()]
    if len(runs) == 1 and runs[0][2] is not None:
        return _whole(points, rounds[runs[0][2]])
    return _contour(points, runs, rounds)


def _near(points: NDArray[np.float64], circles: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the circles that reach into the box of the points."""
    reach = circles[:, 2:] + TOLERANCE
    low, high = points.min(axis=0), points.max(axis=0)
    near = (circles[:, :2] - reach <= high) & (circles[:, :2] + reach >= low)
    inside: NDArray[np.float64] = circles[near[:, 0] & near[:, 1]]
    return inside


def _runs(points: NDArray[np.float64], circles: NDArray[np.float64]) -> list[EdgeRun]:
    """Cut the ring into runs of edges along one circle, each as long as can be; a line is a run."""
    n = len(points)
    edge, circle, sense = _fits(points, circles)
    if not len(edge):
        return [(k, 1, None) for k in range(n)]
    # An edge near two circles belongs to the one on which the longer run follows.
    if len(np.unique(edge)) < len(edge):
        labels: list[dict[int, int]] = [{} for _ in range(n)]
        for e, c, turn in zip(edge.tolist(), circle.tolist(), sense.tolist(), strict=True):
            labels[e][c] = turn
        return _longest_runs(labels, n)
    # Else every edge has one label: circle and sense of rotation; runs are equal labels in a row.
    codes = np.full(n, -1)
    codes[edge] = 2 * circle + (sense > 0)
    starts = np.flatnonzero((codes < 0) | (codes != np.roll(codes, 1)))
    if not len(starts):
        return [(0, n, int(circle[0]))]
    counts = np.diff([*starts, starts[0] + n])
    return [
        (first, count, None if code < 0 else code // 2)
        for first, count, code in zip(starts.tolist(), counts.tolist(), codes[starts].tolist(), strict=True)
    ]


def _fits(
    points: NDArray[np.float64], circles: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]]:
    """Return which edge follows which circle, and in which sense of rotation."""
    # Both ends on the circle, and the middle no deeper inside it than a chord's sagitta.
    ahead = np.roll(points, -1, axis=0)
    edge, circle = _candidates((points + ahead) / 2, circles)
    cx, cy, r = circles[circle].T
    ax, ay = points[edge, 0] - cx, points[edge, 1] - cy
    bx, by = ahead[edge, 0] - cx, ahead[edge, 1] - cy
    fits = (
        (np.abs(np.hypot(ax, ay) - r) < TOLERANCE)
        & (np.abs(np.hypot(bx, by) - r) < TOLERANCE)
        & ((r - np.hypot(ax + bx, ay + by) / 2 < 2 * TOLERANCE) | (r < 4 * TOLERANCE))
    )
    return edge[fits], circle[fits], np.where(ax * by - ay * bx > 0, 1, -1)[fits]


def _candidates(
    middles: NDArray[np.float64], circles: NDArray[np.float64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return pairs (edge, circle) where the middle of the edge lies in the circle's square."""
    if len(circles) * len(middles) <= _FEW:
        edge, circle = np.divmod(np.arange(len(circles) * len(middles)), max(1, len(circles)))
        return edge, circle
    import shapely

    cx, cy, r = circles.T
    reach = r + TOLERANCE
    squares = shapely.box(cx - reach, cy - reach, cx + reach, cy + reach)
    places: NDArray[np.object_] = np.asarray(shapely.points(middles))
    circle, edge = shapely.STRtree(places).query(squares)
    return edge, circle


def _longest_runs(labels: list[dict[int, int]], n: int) -> list[EdgeRun]:
    """Cut a ring some of whose edges fit several circles, taking the longest run first met."""
    start = next((k for k in range(n) if not labels[k].items() & labels[k - 1].items()), 0)
    runs: list[EdgeRun] = []
    done = 0
    while done < n:
        best, best_length = None, 1
        for circle, turn in labels[(start + done) % n].items():
            length = 1
            while done + length < n and labels[(start + done + length) % n].get(circle) == turn:
                length += 1
            if best is None or length > best_length:
                best, best_length = circle, length
        runs.append(((start + done) % n, best_length, best))
        done += best_length
    return runs


def _whole(points: NDArray[np.float64], circle: KnownCircle) -> Contour:
    """Return the circle that the whole ring follows, in the ring's sense of rotation."""
    x, y = points[:, 0], points[:, 1]
    ccw = float(np.dot(x, np.roll(y, -1)) - np.dot(y, np.roll(x, -1))) > 0
    return Contour.circle(circle[0], circle[1], 2 * circle[2]).turned(ccw=ccw)


def _contour(
    points: NDArray[np.float64],
    runs: list[EdgeRun],
    circles: Sequence[KnownCircle],
) -> Contour:
    """Return the contour of the runs, with the joints between them snapped to both curves."""
    # Flattening moved the joints between runs off both curves: put each where the curves meet.
    n = len(points)
    joints: list[Point] = []
    for k, (first, _, circle) in enumerate(runs):
        before = runs[k - 1]
        here = (float(points[first][0]), float(points[first][1]))
        joints.append(
            _snapped(here, _curve(points, before, circles), _curve(points, (first, 1, circle), circles))
        )
    # A run on a circle is one arc (two beyond a half turn), a run off all circles one line.
    vertices: list[Vertex] = []
    for k, (first, count, circle) in enumerate(runs):
        a, b = joints[k], joints[(k + 1) % len(runs)]
        if circle is None:
            vertices.append((*a, 0.0))
            continue
        chain = points[(first + np.arange(count + 1)) % n]
        vertices.extend(_arc(a, b, circles[circle], chain))
    return _merged(vertices)


_Curve = KnownCircle | tuple[Point, Point]


def _curve(points: NDArray[np.float64], run: EdgeRun, circles: Sequence[KnownCircle]) -> _Curve:
    first, count, circle = run
    if circle is not None:
        return circles[circle]
    a, b = points[(first + count - 1) % len(points)], points[(first + count) % len(points)]
    return ((float(a[0]), float(a[1])), (float(b[0]), float(b[1])))


def _snapped(here: Point, before: _Curve, after: _Curve) -> Point:
    """Return ``here`` moved onto the circles among the two curves that meet there."""
    # Two lines meet where they did; with a circle, at the crossing near by; where none is, on the circle.
    rounds = [c for c in (before, after) if len(c) == 3]
    off = [c for c in rounds if abs(math.dist(here, c[:2]) - c[2]) > _EXACT]
    if not rounds:
        return here
    if len(rounds) == 2:
        hits, reach = _circle_circle(rounds[0], rounds[1])
    else:
        line = before if len(before) == 2 else after
        hits, reach = _line_circle(line, rounds[0])  # type: ignore[arg-type]
    near = [p for p in hits if math.dist(p, here) < reach]
    if near:
        return min(near, key=lambda p: math.dist(p, here))
    return _pushed(here, off[0]) if off else here


def _pushed(point: Point, circle: KnownCircle) -> Point:
    """Return the point of the circle in the direction of ``point`` from its centre."""
    cx, cy, r = circle
    d = math.dist(point, (cx, cy))
    return (cx + (point[0] - cx) * r / d, cy + (point[1] - cy) * r / d)


def _line_circle(line: tuple[Point, Point], circle: KnownCircle) -> tuple[list[Point], float]:
    """Return where a line meets a circle, and how far in mm a joint may move to get there."""
    (x0, y0), (x1, y1) = line
    d = math.dist(*line)
    ux, uy = (x1 - x0) / d, (y1 - y0) / d
    along = (circle[0] - x0) * ux + (circle[1] - y0) * uy
    foot = (x0 + along * ux, y0 + along * uy)
    gap = math.dist(foot, circle[:2])
    if abs(gap - circle[2]) < _TANGENT:
        return [_pushed(foot, circle)], min(_reach(circle[2]), d / 2)
    if gap > circle[2]:
        return [], 0.0
    h = math.sqrt(circle[2] ** 2 - gap**2)
    return [(foot[0] - h * ux, foot[1] - h * uy), (foot[0] + h * ux, foot[1] + h * uy)], _MOVE


def _circle_circle(a: KnownCircle, b: KnownCircle) -> tuple[list[Point], float]:
    """Return where two circles meet, and how far in mm a joint may move to get there."""
    d = math.dist(a[:2], b[:2])
    if d < _EXACT:
        return [], 0.0
    ux, uy = (b[0] - a[0]) / d, (b[1] - a[1]) / d
    if min(abs(d - a[2] - b[2]), abs(d - abs(a[2] - b[2]))) < _TANGENT:
        ends = [(a[0] + s * a[2] * ux, a[1] + s * a[2] * uy) for s in (-1.0, 1.0)]
        touch = min(ends, key=lambda p: abs(math.dist(p, b[:2]) - b[2]))
        return [touch], _reach(min(a[2], b[2]))
    along = (d * d + a[2] ** 2 - b[2] ** 2) / (2 * d)
    room = a[2] ** 2 - along**2
    if room < 0:
        return [], 0.0
    h = math.sqrt(room)
    mx, my = a[0] + along * ux, a[1] + along * uy
    return [(mx - h * uy, my + h * ux), (mx + h * uy, my - h * ux)], _MOVE


def _reach(radius: float) -> float:
    """Return how far from the point of touch a chord may leave a circle of ``radius`` mm."""
    return _MOVE + 2 * math.sqrt(2 * radius * TOLERANCE)


def _arc(a: Point, b: Point, circle: KnownCircle, chain: NDArray[np.float64]) -> list[Vertex]:
    """Return the arc from a to b on the circle, in two when it turns more than half.

    ``chain`` holds the flattened points that the arc stands for, from first to last.
    """
    first, second = chain[0], chain[1]
    cx, cy, _ = circle
    # The sense of rotation is that of the first chord, not of the snapped ends.
    start = math.atan2(a[1] - cy, a[0] - cx)
    ccw = (first[0] - cx) * (second[1] - cy) - (first[1] - cy) * (second[0] - cx) > 0
    sweep = (math.atan2(b[1] - cy, b[0] - cx) - start) % math.tau
    if not ccw:
        sweep -= math.tau
    if len(chain) == 2 and abs(sweep) > math.pi:  # a and b traded places while snapping
        return [(*a, 0.0)]
    if abs(sweep) <= math.pi + 1e-6:
        return [(*a, math.tan(sweep / 4))]
    middle = chain[len(chain) // 2]
    half = math.atan2(middle[1] - cy, middle[0] - cx)
    m = (cx + circle[2] * math.cos(half), cy + circle[2] * math.sin(half))
    turn = (half - start) % math.tau - (0 if ccw else math.tau)
    return [(*a, math.tan(turn / 4)), (*m, math.tan((sweep - turn) / 4))]


def _merged(vertices: list[Vertex]) -> Contour:
    """Drop vertices in the middle of straight runs and segments of no length."""
    # First segments of no length, then corners that are none.
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
