"""The piece as faces seen by a camera: what the line drawings start from."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, cross, dot, scaled
from mobilier.geometry.points import Point, Vector
from mobilier.model.part import Feature, Part

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

EDGE_ON = 0.02
"""Faces whose normal makes less than this with the line of sight show no area."""


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


@dataclass(frozen=True, slots=True)
class Face:
    """A flat face towards the eye: its shape on the page and how near each point of it is.

    ``plane`` (a, b, c): nearness = a·x + b·y + c, mm towards the eye.  ``group`` tells the
    facets of one round apart from other faces; ``light`` is 1 for a face that looks up.
    """

    solid: int
    group: int
    shape: Polygon
    plane: tuple[float, float, float]
    light: float
    edge: bool


def faces_of(index: int, solid: SceneSolid, camera: Camera, sagitta: float, smallest: float) -> list[Face]:
    """Return the faces of a solid that look towards the eye.

    Rounds become facets within ``sagitta`` mm; holes narrower than ``smallest`` mm are left
    for :func:`small_rings`.
    """
    part = solid.part
    faces = _boards(index, solid, camera, sagitta, smallest)
    recesses = _recesses(part, smallest)
    rings = [(part.outline.turned(ccw=True), 0.0)]
    rings += [(f.contours[0].turned(ccw=False), 0.0) for f in _openings(part, smallest)]
    rings += [(f.contours[0].turned(ccw=False), part.thickness - (f.depth or 0.0)) for f in recesses]
    group = 1
    for ring, bottom in rings:
        for chords in _walls(ring, sagitta):
            group += 1
            walls = (_wall(index, group, a, b, bottom, solid, camera) for a, b in chords)
            faces += [w for w in walls if w]
    return faces


def _boards(index: int, solid: SceneSolid, camera: Camera, sagitta: float, smallest: float) -> list[Face]:
    """Return the big face towards the eye, and the floors of the pockets in it."""
    import shapely

    part, upper = solid.part, dot(solid.frame.normal, camera.sight)
    if abs(upper) <= EDGE_ON:
        return []
    normal = scaled(solid.frame.normal, math.copysign(1.0, upper))
    recesses = _recesses(part, smallest) if upper > 0 else []
    cut = [f.contours[0] for f in (*_openings(part, smallest), *recesses)]
    base = shapely.difference(
        shapely.Polygon(part.outline.flattened(sagitta)), shapely.union_all([c.polygon(sagitta) for c in cut])
    )
    faces = _flat(index, 0, base, solid, camera, part.thickness if upper > 0 else 0.0, normal)
    for k, f in enumerate(recesses):
        islands = shapely.union_all([c.polygon(sagitta) for c in f.contours[1:]])
        floor = shapely.difference(f.contours[0].polygon(sagitta), islands)
        faces += _flat(index, 1000 + k, floor, solid, camera, part.thickness - (f.depth or 0.0), normal)
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


def _walls(ring: Contour, sagitta: float) -> Iterator[list[tuple[Point, Point]]]:
    """Yield, for each line or arc, the chords that stand in for it; arcs that meet smoothly are one."""
    for s in ring.segments:
        points = [*s.flattened(sagitta), s.end]
        yield list(itertools.pairwise(points))


def _wall(
    index: int, group: int, a: Point, b: Point, bottom: float, solid: SceneSolid, camera: Camera
) -> Face | None:
    """Return the upright face over a–b, wood on its left, or None when it looks away."""
    import shapely

    d = math.dist(a, b)
    if d < 1e-9:
        return None
    f, t = solid.frame, solid.part.thickness
    nu, nv = (b[1] - a[1]) / d, -(b[0] - a[0]) / d
    normal = tuple(nu * f.u[k] + nv * f.v[k] for k in range(3))
    facing = dot(normal, camera.sight)  # type: ignore[arg-type]
    if facing <= EDGE_ON:
        return None
    corners = [f.to_piece(*a, bottom), f.to_piece(*b, bottom), f.to_piece(*b, t), f.to_piece(*a, t)]
    shape = shapely.Polygon([camera.seen(p) for p in corners])
    return Face(index, group, shape, _plane(corners[0], normal, camera), _light(normal), True)  # type: ignore[arg-type]


def _flat(
    index: int,
    group: int,
    shape: BaseGeometry,
    solid: SceneSolid,
    camera: Camera,
    level: float,
    normal: Vector,
) -> list[Face]:
    """Return the face parallel to the board at ``level`` mm above its lower face."""
    import shapely

    f = solid.frame

    def place(points: Iterable[Sequence[float]]) -> list[Point]:
        return [camera.seen(f.to_piece(p[0], p[1], level)) for p in points]

    plane = _plane(f.to_piece(0, 0, level), normal, camera)
    return [
        Face(
            index,
            group,
            shapely.Polygon(place(p.exterior.coords), [place(i.coords) for i in p.interiors]),
            plane,
            _light(normal),
            False,
        )
        for p in shapely.get_parts(shape)
        if isinstance(p, shapely.Polygon) and p.area > 1e-6
    ]


def _plane(p: Vector, normal: Vector, camera: Camera) -> tuple[float, float, float]:
    """Return nearness as a function of the page position on the plane through ``p``."""
    n = dot(normal, camera.sight)
    return (-dot(normal, camera.right) / n, -dot(normal, camera.up) / n, dot(normal, p) / n)


def _light(normal: Vector) -> float:
    """Return how bright a face is: the sky above, a window on the left, from −1 to 1."""
    return 0.62 * normal[2] - 0.38 * normal[0] - 0.2 * normal[1]
