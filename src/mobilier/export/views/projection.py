"""Solids seen by a camera and laid on a page: what of each shows, worked out once for every picture."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from mobilier.export.drawing.svg import View
from mobilier.export.views.hidden_lines import Sight
from mobilier.export.views.scene import Camera, Detail, SceneSolid, faces_of
from mobilier.geometry.points import Point, Vector

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

    from mobilier.geometry.frame import Frame
    from mobilier.model.part import Part

    Placed = tuple[Part, Frame]

CHORD = 0.07
"""mm on paper. Rounds become chords within this."""

HOLE = 1.6
"""mm on paper. Holes narrower than this are drawn as rings without walls."""

MERGE = 0.01
"""mm at full size. Faces of a solid that lie closer than this are seen as one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """The page of a picture, mm: ``margin`` stays free on the left and right, ``head`` above and below."""

    width: float = 180.0
    height: float = 140.0
    margin: float = 4.0
    head: float = 4.0


class Sights:
    """What was seen of solids that stand together, by content, for pictures that add to others.

    The picture of a step starts from the picture of the step before: only what the new solids
    hide, and what hides them, is worked out.  ``scale`` (paper mm a mm) is that of the pictures
    that share most: smaller ones take its faces, larger ones finer faces in steps of two.
    """

    def __init__(self, scale: float = 0.0) -> None:
        self._scale = scale
        self._known: dict[tuple[Camera, Detail], dict[tuple[Placed, ...], Sight]] = {}
        self._joined: dict[tuple[int, ...], tuple[list[BaseGeometry], BaseGeometry]] = {}

    def detail(self, scale: float) -> Detail:
        """Return how fine the faces of a picture are."""
        base = self._scale or scale
        finer = base * 2.0 ** max(0, math.ceil(math.log2(scale / base) - 1e-9))
        return Detail(sagitta=CHORD / finer, smallest=HOLE / finer)

    def sight(self, solids: Sequence[SceneSolid], camera: Camera, detail: Detail) -> Sight:
        """Return what is seen of solids in their order, from the longest beginning known."""
        placed = tuple((s.part, s.frame) for s in solids)
        known = self._known.setdefault((camera, detail), {(): Sight()})
        start = max((k for k in known if placed[: len(k)] == k), key=len)
        fresh = range(len(start), len(solids))
        faces = [f for n in fresh for f in faces_of(n, solids[n], camera, detail)]
        return known.setdefault(placed, known[start].joined_by(faces))

    def joined(self, shapes: Sequence[BaseGeometry]) -> BaseGeometry:
        """Return page shapes as one: the same shapes are joined once."""
        import shapely

        if len(shapes) == 1:
            return shapes[0]
        key = tuple(id(s) for s in shapes)
        if key not in self._joined:  # kept with its shapes, so that no other shape takes their place
            self._joined[key] = (list(shapes), shapely.union_all(shapes, grid_size=MERGE))
        return self._joined[key][1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """Solids as a camera sees them, and how they map to the page.

    ``box`` holds them all, corner to corner on paper, mm; ``size`` is that of the page.  ``sights``
    has what other pictures of them share.
    """

    solids: tuple[SceneSolid, ...]
    camera: Camera
    view: View
    size: Point
    box: tuple[Point, Point]
    sight: Sight
    detail: Detail
    sights: Sights

    def at(self, p: Vector) -> Point:
        """Return the paper position of a point of the piece, mm."""
        return self.view.at(self.camera.seen(p))

    def shown(self, of: Collection[int]) -> float:
        """Return the paper area that can be seen of some solids, by their numbers, mm²."""
        import shapely

        mine = np.isin(self.sight.solids, list(of))
        return float(shapely.area(self.sight.shown[mine]).sum()) * self.view.scale**2


def project(
    solids: Sequence[SceneSolid],
    paper: Paper,
    *,
    camera: Camera | None = None,
    around: Sequence[Vector] = (),
    sights: Sights | None = None,
) -> Projection:
    """Return solids as large as fits the paper; points ``around`` stay on the page with them.

    ``sights`` keeps what is worked out for the next picture of the same solids.
    """
    camera, sights = camera or Camera(), sights or Sights()
    (x0, y0), (x1, y1) = _box(solids, camera, around)
    scale = _fit((x1 - x0, y1 - y0), paper)
    view = View(scale, paper.width / 2 - scale * (x0 + x1) / 2, paper.head + scale * y1)
    detail = sights.detail(scale)
    return Projection(
        solids=tuple(solids),
        camera=camera,
        view=view,
        size=(paper.width, (y1 - y0) * scale + 2 * paper.head),
        box=(view.at((x0, y1)), view.at((x1, y0))),
        sight=sights.sight(solids, camera, detail),
        detail=detail,
        sights=sights,
    )


def largest_scale(solids: Sequence[SceneSolid], paper: Paper) -> float:
    """Return the scale, paper mm a mm, at which solids fill a page."""
    (x0, y0), (x1, y1) = _box(solids, Camera(), ())
    return _fit((x1 - x0, y1 - y0), paper)


def _box(solids: Sequence[SceneSolid], camera: Camera, around: Sequence[Vector]) -> tuple[Point, Point]:
    """Return low and high corner on the page of solids and points, mm at full size."""
    corners = [camera.seen(p) for s in solids for p in s.corners] + [camera.seen(p) for p in around]
    xs, ys = zip(*corners, strict=True)
    return (min(xs), min(ys)), (max(xs), max(ys))


def _fit(size: Point, paper: Paper) -> float:
    """Return the largest scale at which a size stays within the margins of the paper."""
    return min((paper.width - 2 * paper.margin) / size[0], (paper.height - 2 * paper.head) / size[1])
