"""Parts as closed triangle meshes, from shapely's constrained Delaunay triangulation.

Seen from above a part is a map of cells, each with its own height: the face, the floors of
pockets and blind holes.  Cells share their corners, walls stand where heights differ, and
every edge ends up with exactly two triangles.
"""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.contour import Contour
from mobilier.model.part import Part

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from shapely import Polygon

CHORD = 0.05
"""mm. Rounds become chords within this."""

GRID = 1e-6
"""mm. Corners closer than this are one."""

Spot = tuple[int, int]


@dataclass(frozen=True)
class Mesh:
    """Closed triangles: (n, 3) points in part coordinates, mm, and (m, 3) point numbers, CCW outside."""

    points: NDArray[np.float64]
    triangles: NDArray[np.int64]

    @property
    def volume(self) -> float:
        """Volume in mm³ by the divergence theorem."""
        a, b, c = (self.points[self.triangles[:, k]] for k in range(3))
        return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


def mesh_of(part: Part, chord: float = CHORD) -> Mesh:
    """Return a part as a closed mesh; engravings are left out."""
    cells = _cells(part, chord)
    around: dict[Spot, set[float]] = defaultdict(set)
    owner: dict[tuple[Spot, Spot], float] = {}
    for height, cell in cells:
        for p, q in _sides(cell):
            owner[p, q] = height
            around[p].add(height)
    for p, q in list(owner):
        if (q, p) not in owner:
            around[p].add(0.0)
            around[q].add(0.0)
    build = _Builder()
    for height, cell in cells:
        for a, b, c in _triangles(cell):
            build.triangle((*a, height), (*b, height), (*c, height))
            build.triangle((*c, 0.0), (*b, 0.0), (*a, 0.0))
    for (p, q), height in owner.items():
        low = owner.get((q, p), 0.0)
        if height > low:
            build.wall(p, q, *(sorted(h for h in around[s] if low <= h <= height) for s in (p, q)))
    return build.mesh()


def _cells(part: Part, chord: float) -> list[tuple[float, Polygon]]:
    """Return the cells of the map and their heights above the lower face, mm."""
    import shapely

    def area(outer: Contour, holes: Sequence[Contour]) -> shapely.Geometry:
        cut = shapely.union_all([h.polygon(chord) for h in holes])
        return shapely.difference(outer.polygon(chord), cut, grid_size=GRID)

    board = area(part.region.outer, part.region.holes)
    floors = [
        (part.thickness - f.depth_in(part.thickness), area(f.contours[0], f.contours[1:]))
        for f in part.features
        if f.recess
    ]
    lines = shapely.union_all([shapely.boundary(s) for s in (board, *(a for _, a in floors))], grid_size=GRID)
    cells = []
    for cell in shapely.get_parts(shapely.polygonize([lines])):
        inside = cell.point_on_surface()
        if not isinstance(cell, shapely.Polygon) or not shapely.contains(board, inside):
            continue
        deepest = min((h for h, a in floors if shapely.contains(a, inside)), default=part.thickness)
        cells.append((deepest, shapely.orient_polygons(cell)))
    return cells


def _spot(x: float, y: float) -> Spot:
    return (round(x / GRID), round(y / GRID))


def _sides(cell: Polygon) -> list[tuple[Spot, Spot]]:
    """Return the directed sides of a cell, the cell on their left."""
    out = []
    for ring in (cell.exterior, *cell.interiors):
        spots = [_spot(x, y) for x, y in ring.coords]
        out += [(p, q) for p, q in itertools.pairwise(spots) if p != q]
    return out


def _triangles(cell: Polygon) -> list[tuple[Spot, Spot, Spot]]:
    """Return the cell cut into triangles without new corners, counter-clockwise."""
    import shapely

    out = []
    for t in shapely.get_parts(shapely.constrained_delaunay_triangles(cell)):
        a, b, c = (_spot(x, y) for x, y in t.exterior.coords[:3])
        turn = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        out.append((a, b, c) if turn > 0 else (a, c, b))
    return out


class _Builder:
    """Numbers the corners and gathers triangles."""

    def __init__(self) -> None:
        self.numbers: dict[tuple[int, int, float], int] = {}
        self.rows: list[tuple[int, int, int]] = []

    def _number(self, corner: tuple[int, int, float]) -> int:
        return self.numbers.setdefault(corner, len(self.numbers))

    def triangle(self, *corners: tuple[int, int, float]) -> None:
        """Add one triangle, counter-clockwise seen from outside."""
        a, b, c = (self._number(k) for k in corners)
        self.rows.append((a, b, c))

    def wall(self, p: Spot, q: Spot, left: Sequence[float], right: Sequence[float]) -> None:
        """Add the wall over p–q; its two uprights have corners at the given heights."""
        i = j = 0
        while i < len(left) - 1 or j < len(right) - 1:
            rise = j == len(right) - 1 or (i < len(left) - 1 and left[i + 1] <= right[j + 1])
            here, there = (*p, left[i]), (*q, right[j])
            if rise:
                i += 1
                self.triangle(here, there, (*p, left[i]))
            else:
                j += 1
                self.triangle(here, there, (*q, right[j]))

    def mesh(self) -> Mesh:
        """Return what was gathered."""
        points = np.array([(x * GRID, y * GRID, z) for x, y, z in self.numbers], dtype=float)
        return Mesh(points, np.array(self.rows, dtype=np.int64))
