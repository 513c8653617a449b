"""The piece as faces seen by a camera: what the line drawings start from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, cross, dot, plus, scaled
from mobilier.geometry.points import Point, Vector
from mobilier.model.part import Feature, Part

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

EDGE_ON = 0.02
"""Faces whose normal makes less than this with the line of sight show no area."""

FLOORS = 1000
"""First group of the floors of pockets; below it are the big face and the walls."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SceneSolid:
    """One copy of a part where it stands.

    ``ghost``: already built, drawn in grey.  ``bought``: hardware, not cut from a board.
    """

    plate: str
    part: Part
    frame: Frame
    tint: str
    ghost: bool = False
    bought: bool = False

    @property
    def centre(self) -> Vector:
        """Middle of the part's bounding box in the piece, mm."""
        x0, y0, x1, y1 = self.part.outline.bounds
        return self.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, self.part.thickness / 2)

    @property
    def corners(self) -> tuple[Vector, ...]:
        """The eight corners of the part's bounding box in the piece, mm."""
        x0, y0, x1, y1 = self.part.outline.bounds
        return tuple(
            self.frame.to_piece(x, y, w)
            for x in (x0, x1)
            for y in (y0, y1)
            for w in (0.0, self.part.thickness)
        )


@dataclass(frozen=True)
class Camera:
    """A parallel view.  ``azimuth`` degrees from the front towards the right, ``elevation`` above."""

    azimuth: float = 32.0
    elevation: float = 24.0

    @cached_property
    def sight(self) -> Vector:
        """Unit vector from the piece towards the eye."""
        a, e = math.radians(self.azimuth), math.radians(self.elevation)
        return (math.sin(a) * math.cos(e), -math.cos(a) * math.cos(e), math.sin(e))

    @cached_property
    def right(self) -> Vector:
        """Unit vector that points right on the page."""
        a = math.radians(self.azimuth)
        return (math.cos(a), math.sin(a), 0.0)

    @cached_property
    def up(self) -> Vector:
        """Unit vector that points up on the page."""
        return cross(self.sight, self.right)

    def seen(self, p: Vector) -> Point:
        """Return the page position of a point of the piece, mm at full size."""
        return (dot(p, self.right), dot(p, self.up))


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A flat face towards the eye: its shape on the page and how near each point of it is.

    ``plane`` (a, b, c): nearness = a·x + b·y + c, mm towards the eye.  ``around`` is a
    parallelogram on the page that holds the shape.  ``group`` tells the facets of one round
    apart from other faces; ``light`` is 1 for a face that looks up.
    """

    solid: int
    group: int
    shape: Polygon
    around: tuple[Point, ...]
    plane: tuple[float, float, float]
    light: float
    edge: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """How fine faces are: rounds become facets within ``sagitta`` mm.

    Holes narrower than ``smallest`` mm have no faces; :func:`small_rings` has them.
    """

    sagitta: float
    smallest: float


def faces_of(index: int, solid: SceneSolid, camera: Camera, detail: Detail) -> list[Face]:
    """Return the faces of the ``index``-th solid that look towards the eye."""
    part, seen = solid.part, _Seen(index=index, solid=solid, camera=camera)
    openings, recesses = _openings(part, detail.smallest), _recesses(part, detail.smallest)
    faces = _boards(seen, openings, recesses, detail.sagitta)
    # walls: those of the outline and the openings stand on the lower face, those of recesses on their floor
    rings = [(part.outline.turned(ccw=True), 0.0)]
    rings += [(f.contours[0].turned(ccw=False), 0.0) for f in openings]
    rings += [(f.contours[0].turned(ccw=False), part.thickness - (f.depth or 0.0)) for f in recesses]
    segments = [(s, bottom) for ring, bottom in rings for s in ring.segments]
    for group, (segment, bottom) in enumerate(segments, start=2):
        chords = itertools.pairwise([*segment.flattened(detail.sagitta), segment.end])
        faces += [wall for a, b in chords if (wall := _wall(seen, group, (a, b), bottom))]
    return faces


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A solid with its number, and the camera that looks at it."""

    index: int
    solid: SceneSolid
    camera: Camera

    def spots(self, points: Iterable[Sequence[float]], level: float) -> list[Point]:
        """Return page positions of points of the board, ``level`` mm above its lower face."""
        f = self.solid.frame
        return [self.camera.seen(f.to_piece(p[0], p[1], level)) for p in points]


def _boards(
    seen: _Seen, openings: Sequence[Feature], recesses: Sequence[Feature], sagitta: float
) -> list[Face]:
    """Return the big face towards the eye, and the floors of the pockets in it."""
    import shapely

    part, normal = seen.solid.part, seen.solid.frame.normal
    upper = dot(normal, seen.camera.sight)
    if abs(upper) <= EDGE_ON:
        return []
    recesses = recesses if upper > 0 else []
    outline = shapely.Polygon(part.outline.flattened(sagitta))
    cut = shapely.union_all([f.contours[0].polygon(sagitta) for f in (*openings, *recesses)])
    level, normal = (part.thickness, normal) if upper > 0 else (0.0, scaled(normal, -1.0))
    faces = _flat(seen, 0, shapely.difference(outline, cut), level, normal)
    for k, f in enumerate(recesses):
        islands = shapely.union_all([c.polygon(sagitta) for c in f.contours[1:]])
        floor = shapely.difference(f.contours[0].polygon(sagitta), islands)
        faces += _flat(seen, FLOORS + k, floor, part.thickness - (f.depth or 0.0), normal)
    return faces


def small_rings(part: Part, smallest: float) -> list[tuple[Contour, bool]]:
    """Return the holes too small for walls, and whether each goes through."""
    return [(f.contours[0], f.through) for f in part.features if f.kind == "hole" and f.circle[2] < smallest]


def _small(f: Feature, smallest: float) -> bool:
    return f.kind == "hole" and f.circle[2] < smallest


def _openings(part: Part, smallest: float) -> list[Feature]:
    return [f for f in part.features if f.through and not _small(f, smallest)]


def _recesses(part: Part, smallest: float) -> list[Feature]:
    return [f for f in part.features if f.recess and not _small(f, smallest)]


def _wall(seen: _Seen, group: int, chord: tuple[Point, Point], bottom: float) -> Face | None:
    """Return the upright face over a chord, wood on its left, or None when it looks away."""
    import shapely

    a, b = chord
    d = math.dist(a, b)
    if d < 1e-9:
        return None
    f, top = seen.solid.frame, seen.solid.part.thickness
    normal = plus(scaled(f.u, (b[1] - a[1]) / d), f.v, -(b[0] - a[0]) / d)
    if dot(normal, seen.camera.sight) <= EDGE_ON:
        return None
    around = (*seen.spots(chord, bottom), *seen.spots((b, a), top))
    return Face(
        solid=seen.index,
        group=group,
        shape=shapely.Polygon(around),
        around=around,
        plane=_plane(f.to_piece(*a, bottom), normal, seen.camera),
        light=_light(normal),
        edge=True,
    )


def _flat(seen: _Seen, group: int, shape: BaseGeometry, level: float, normal: Vector) -> list[Face]:
    """Return the faces parallel to the board at ``level`` mm above its lower face."""
    import shapely

    plane = _plane(seen.solid.frame.to_piece(0, 0, level), normal, seen.camera)
    return [
        Face(
            solid=seen.index,
            group=group,
            shape=shapely.Polygon(
                seen.spots(p.exterior.coords, level), [seen.spots(i.coords, level) for i in p.interiors]
            ),
            around=tuple(seen.spots(_box(p.bounds), level)),
            plane=plane,
            light=_light(normal),
            edge=False,
        )
        for p in shapely.get_parts(shape)
        if isinstance(p, shapely.Polygon) and p.area > 1e-6
    ]


def _box(bounds: tuple[float, float, float, float]) -> list[Point]:
    """Return the corners of a box, one after the other."""
    x0, y0, x1, y1 = bounds
    return [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]


def _plane(p: Vector, normal: Vector, camera: Camera) -> tuple[float, float, float]:
    """Return nearness as a function of the page position on the plane through ``p``."""
    n = dot(normal, camera.sight)
    return (-dot(normal, camera.right) / n, -dot(normal, camera.up) / n, dot(normal, p) / n)


def _light(normal: Vector) -> float:
    """Return how bright a face is: the sky above, a window on the left, from −1 to 1."""
    return 0.62 * normal[2] - 0.38 * normal[0] - 0.2 * normal[1]
