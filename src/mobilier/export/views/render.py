"""The piece as it will look: wood, a light from the window, a shadow on the floor.  For the cover."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from mobilier.export.views.line_drawing import Pen, draw, region_path
from mobilier.export.views.projection import project
from mobilier.export.views.scene import Camera, SceneSolid
from mobilier.export.views.stages import LARGEST, Stages
from mobilier.geometry.points import Vector
from mobilier.model.piece import Piece

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

WOOD = {
    "birch": "#e9d3a8",
    "poplar": "#efe2c4",
    "okoume": "#dcae8a",
    "mdf": "#bd9d76",
    "osb": "#d9bb82",
}
"""Face colours, by the first word of a material's name."""

PLY = "#e3c79c"
LINE = "#4a3a2c"
SHADE = "#8a8378"

SUN: Vector = (0.28, 0.2, -1.0)
"""Where the light goes: from the front left, steeply down."""


def render(stages: Stages) -> str:
    """Return an SVG of the piece in wood, in the pose that takes most floor."""
    piece = stages.piece
    pose = max((p.name for p in piece.poses), key=lambda name: _floor(piece, name))
    shown = [
        s if s.bought else replace(s, tint=_wood(s.part.material)) for s in stages.all(piece.frames(pose))
    ]
    shadow, corners = _shadow(shown)
    of = project(shown, LARGEST, around=corners, sights=stages.sights)
    found = draw(of, Pen(ink=LINE, depth=1.5))
    d = region_path(_on_page(shadow, of.camera), of.view)
    found.svg.body.insert(0, f'<path d="{d}" fill="{SHADE}" fill-opacity="0.28" fill-rule="evenodd"/>')
    return found.svg.render(f"{piece.name} {pose}")


def _floor(piece: Piece, pose: str) -> float:
    x, y, _ = piece.size(pose)
    return round(x * y)


def _wood(material: str) -> str:
    return WOOD.get(material.partition("-")[0], PLY)


def _shadow(shown: Sequence[SceneSolid]) -> tuple[BaseGeometry, list[Vector]]:
    """Return the shadow on the floor, in x and y of the piece, and the corners of its box."""
    import shapely

    def fall(p: Vector) -> tuple[float, float]:
        return (p[0] + SUN[0] * p[2], p[1] + SUN[1] * p[2])

    spots = []
    for s in shown:
        ring = s.part.outline.flattened(1.0)
        low, high = (
            [fall(s.frame.to_piece(float(x), float(y), w)) for x, y in ring] for w in (0.0, s.part.thickness)
        )
        sides = [shapely.MultiPoint([low[k - 1], low[k], high[k], high[k - 1]]) for k in range(len(low))]
        spots += [shapely.Polygon(low), shapely.Polygon(high), *(m.convex_hull for m in sides)]
    areas = [p for p in spots if isinstance(p, shapely.Polygon)]
    dark = shapely.union_all(shapely.make_valid(areas), grid_size=0.1)
    x0, y0, x1, y1 = dark.bounds
    return dark, [(x, y, 0.0) for x in (x0, x1) for y in (y0, y1)]


def _on_page(shape: BaseGeometry, camera: Camera) -> BaseGeometry:
    """Return a shape on the floor as the camera sees it."""
    import numpy as np
    import shapely

    return shapely.transform(shape, lambda xy: np.array([camera.seen((x, y, 0.0)) for x, y in xy.tolist()]))
