"""Give rounds that were drawn in short lines their arcs back.

Programs export circles as polygons, and splines come in as chords.  A run of chords becomes one
arc where every vertex lies on it within ``ON`` mm, the chords turn gently, and none of them is so
long that a person would see a polygon.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from mobilier.dxf.drawing import Circle, Stroke
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Vertex

ON = 0.01
"""mm. How far a vertex may lie from the arc that takes its place."""

BELLY = 0.3
"""mm. Largest distance between a chord and its arc: with more, a polygon was meant."""

TURN = math.radians(31)
"""Largest turn from chord to chord: twelve of them make a circle, and a hexagon stays one."""

FEWEST = 5
"""Chords that an arc replaces at least."""

Points = NDArray[np.float64]


def as_circle(contour: Contour) -> Circle | None:
    """Return the circle that a ring is, in arcs or in chords, or None."""
    exact = contour.as_circle
    if exact:
        return Circle(*exact)
    points = np.array([v[:2] for v in contour.vertices], dtype=float)
    if len(points) < 12 or any(v[2] for v in contour.vertices):
        return None
    fitted = _fitted(points)
    if fitted is None:
        return None
    x, y, r = fitted
    away = np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - r).max()
    turns = _turns(points)
    whole = abs(abs(turns.sum()) - math.tau) < 1e-6 and (np.abs(turns) <= TURN).all()
    chords = np.hypot(*(np.roll(points, -1, axis=0) - points).T)
    belly = _belly(float(chords.max()), r)
    one_way = (turns > -1e-6).all() or (turns < 1e-6).all()
    return Circle(x, y, 2 * r) if away <= ON and whole and one_way and belly <= BELLY else None


STRAIGHT = 0.002
"""mm. A vertex this close to the line between its neighbours is no corner."""


KINK = 0.05
"""mm. Beside a shorter side than this, a vertex a hundredth off the line is debris too."""


def straightened(contour: Contour) -> Contour:
    """Return a ring without the vertices that lie on a straight line between their neighbours."""
    v = list(contour.vertices)
    k = 0
    while len(v) > 3 and k < len(v):
        before, here, after = v[k - 1], v[k], v[(k + 1) % len(v)]
        if not before[2] and not here[2] and _on_line(before, here, after):
            del v[k]
            k = max(0, k - 1)
        else:
            k += 1
    return Contour(tuple(v)) if len(v) < len(contour.vertices) else contour


def _on_line(before: Vertex, here: Vertex, after: Vertex) -> bool:
    x, y = after[0] - before[0], after[1] - before[1]
    u, w = here[0] - before[0], here[1] - before[1]
    long = math.hypot(x, y)
    kink = min(math.hypot(u, w), math.hypot(x - u, y - w)) < KINK
    near = ON if kink else STRAIGHT
    return (
        long > 1e-9 and abs(x * w - y * u) / long <= near and -near <= (x * u + y * w) / long <= long + near
    )


def with_arcs(contour: Contour) -> Contour:
    """Return a ring with its runs of chords as arcs."""
    v = contour.vertices
    if len(v) <= FEWEST or not _may_be_round(v):
        return contour
    # Begin where a run cannot go on: at an arc, or at the sharpest corner.
    points = np.array([p[:2] for p in v], dtype=float)
    turns = np.abs(_turns(points))
    first = next((k for k in range(len(v)) if v[k - 1][2]), int(turns.argmax()))
    ring = [*v[first:], *v[:first]]
    vertices = _arcs([*ring, (*ring[0][:2], 0.0)])
    return Contour(tuple(vertices[:-1])) if len(vertices) < len(v) + 1 else contour


def stroke_with_arcs(stroke: Stroke) -> Stroke:
    """Return an open line with its runs of chords as arcs."""
    if len(stroke.vertices) <= FEWEST or not _may_be_round(stroke.vertices):
        return stroke
    return Stroke(tuple(_arcs(list(stroke.vertices))), handle=stroke.handle)


def _may_be_round(v: Sequence[Vertex]) -> bool:
    """Tell quickly whether enough gentle turns follow each other."""
    points = np.array([p[:2] for p in v], dtype=float)
    turns = _turns(points)
    gentle = (np.abs(turns) <= TURN) & (np.abs(turns) > 1e-7)
    return int(gentle.sum()) >= FEWEST - 1


def _turns(points: Points) -> Points:
    """Return the turn at each vertex of a ring, radians, left positive."""
    ahead = np.roll(points, -1, axis=0) - points
    behind = np.roll(ahead, 1, axis=0)
    cross = behind[:, 0] * ahead[:, 1] - behind[:, 1] * ahead[:, 0]
    turns: Points = np.arctan2(cross, (behind * ahead).sum(axis=1))
    return turns


def _arcs(v: list[Vertex]) -> list[Vertex]:
    """Return the vertices of an open chain with runs of chords replaced, longest first from each start."""
    points = np.array([p[:2] for p in v], dtype=float)
    out: list[Vertex] = []
    k, last = 0, len(v) - 1
    while k < last:
        if v[k][2]:
            out.append(v[k])
            k += 1
            continue
        limit = k  # the run ends at the next arc
        while limit < last and not v[limit][2]:
            limit += 1
        end, bulge = _longest(points[k : limit + 1])
        out.append((v[k][0], v[k][1], bulge))
        k += end
    out.append(v[last])
    return out


def _longest(points: Points) -> tuple[int, float]:
    """Return how many chords from the first point on one arc replaces, and its bulge (1, 0: none)."""
    good, step = 0, FEWEST
    bulge = 0.0
    # Grow while it fits, then close in from below.
    while step < len(points):
        found = _arc(points[: step + 1])
        if found is None:
            break
        good, bulge = step, found
        step *= 2
    if not good:
        return 1, 0.0
    low, high = good, min(step, len(points))
    while high - low > 1:
        middle = (low + high) // 2
        found = _arc(points[: middle + 1]) if middle < len(points) else None
        if found is None:
            high = middle
        else:
            low, bulge = middle, found
    return low, bulge


def _arc(points: Points) -> float | None:
    """Return the bulge of the arc from the first to the last point that all others lie on, or None."""
    ahead = np.diff(points, axis=0)
    cross = ahead[:-1, 0] * ahead[1:, 1] - ahead[:-1, 1] * ahead[1:, 0]
    turns = np.arctan2(cross, (ahead[:-1] * ahead[1:]).sum(axis=1))
    if not ((turns > 1e-9).all() or (turns < -1e-9).all()) or np.abs(turns).max() > TURN:
        return None
    a, b = points[0], points[-1]
    chord = b - a
    wide = float(np.hypot(*chord))
    if wide < 1e-6:
        return None
    # The circle through both ends whose middle fits best: bulge by the farthest vertex, then checked.
    sweep = float(turns.sum()) * (len(points) - 1) / max(1, len(points) - 2)
    if abs(sweep) > math.pi + 1e-6:
        return None
    best = _through_ends(points, sweep)
    if best is None:
        return None
    bulge, x, y, r = best
    if np.abs(np.hypot(points[:, 0] - x, points[:, 1] - y) - r).max() > ON:
        return None
    return bulge if _belly(float(np.hypot(*ahead.T).max()), r) <= BELLY else None


def _through_ends(points: Points, sweep: float) -> tuple[float, float, float, float] | None:
    """Return bulge and circle (x, y, r) through both ends that lies nearest to the points between.

    With the chord as x axis and the centre at (0, c): x² + y² - h² = 2 c y for each point, a line in c.
    """
    a, b = points[0], points[-1]
    chord = b - a
    half = float(np.hypot(*chord)) / 2
    along = chord / (2 * half)
    across = np.array([-along[1], along[0]])
    middle = (a + b) / 2
    own = points[1:-1] - middle
    x, y = own @ along, own @ across
    weight = float((y * y).sum())
    if weight < 1e-18:
        return None
    c = float((y * (x * x + y * y - half * half)).sum()) / (2 * weight)
    r = math.hypot(half, c)
    # A left turn has the points on the right of the chord; the short way round, or the long one.
    side = -1.0 if sweep > 0 else 1.0
    turn = 2 * math.asin(min(1.0, half / r))
    if c * side > 0:
        turn = math.tau - turn
    bulge = math.copysign(math.tan(turn / 4), sweep)
    cx, cy = middle + c * across
    return bulge, float(cx), float(cy), r


def _fitted(points: Points) -> tuple[float, float, float] | None:
    """Return centre and radius of the circle nearest to the points (Kåsa's linear least squares)."""
    middle = points.mean(axis=0)
    own = points - middle
    matrix = np.column_stack([2 * own, np.ones(len(own))])
    solution, _, rank, _ = np.linalg.lstsq(matrix, (own * own).sum(axis=1), rcond=None)
    if rank < 3:
        return None
    x, y, rest = (float(v) for v in solution)
    square = rest + x * x + y * y
    return (x + float(middle[0]), y + float(middle[1]), math.sqrt(square)) if square > 0 else None


def _belly(chord: float, radius: float) -> float:
    """Return the distance between a chord and its arc, mm."""
    if chord >= 2 * radius:
        return radius
    return radius - math.sqrt(radius * radius - chord * chord / 4)
