"""Rapids that go around clamps instead of over them."""

from __future__ import annotations

import heapq
import math
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from mobilier.cam.moves import Move
from mobilier.cam.setup import BERTH, Rectangle
from mobilier.geometry.points import Point

if TYPE_CHECKING:
    from shapely import Polygon


def avoid_clamps(moves: Sequence[Move], clamps: Sequence[Rectangle], radius: float) -> list[Move]:
    """Return the moves with rapids across the sheet led around every clamp.

    A rapid whose end lies in a clamp's berth cannot be led around it and stays as it is:
    the operation it serves has a finding of its own.
    """
    import shapely

    if not clamps:
        return list(moves)
    m = radius + BERTH
    walls = [shapely.box(c[0] - m, c[1] - m, c[2] + m, c[3] + m) for c in clamps]
    out: list[Move] = []
    for move in moves:
        here = (out[-1].x, out[-1].y) if out else None
        if here and move.kind == "rapid" and here != (move.x, move.y):
            way = _around(here, (move.x, move.y), walls)
            out += [Move("rapid", x, y, out[-1].z) for x, y in way]
        out.append(move)
    return out


def _around(a: Point, b: Point, walls: Sequence[Polygon]) -> list[Point]:
    """Return the corners to pass between a and b, none when the straight way is free."""
    import shapely

    blocks = shapely.union_all([w.buffer(-1e-3) for w in walls])
    if not shapely.LineString([a, b]).intersects(blocks):
        return []
    # Shortest way over the corners of the berths that see each other (Dijkstra on the visibility graph).
    corners = [(x, y) for w in walls for x, y in list(w.exterior.coords)[:-1]]
    nodes = [a, b, *corners]
    best = {0: 0.0}
    came: dict[int, int] = {}
    queue = [(0.0, 0)]
    while queue:
        cost, k = heapq.heappop(queue)
        if k == 1:
            break
        if cost > best.get(k, math.inf):
            continue
        for j, point in enumerate(nodes):
            if j == k or shapely.LineString([nodes[k], point]).intersects(blocks):
                continue
            there = cost + math.dist(nodes[k], point)
            if there < best.get(j, math.inf) - 1e-9:
                best[j], came[j] = there, k
                heapq.heappush(queue, (there, j))
    way: list[Point] = []
    k = came.get(1, 0)
    while k:
        way.append(nodes[k])
        k = came[k]
    return way[::-1]


def length_across(moves: Sequence[Move]) -> float:
    """Return how far rapids travel across the sheet, mm."""
    return sum(math.dist((a.x, a.y), (b.x, b.y)) for a, b in pairwise(moves) if b.kind == "rapid")
