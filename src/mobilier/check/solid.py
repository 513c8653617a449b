"""The flat solid that a finished part is in a pose, and the wood that two of them share."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from mobilier.geometry.frame import Frame, dot, plus
from mobilier.geometry.points import Bounds, Vector
from mobilier.model.part import Part
from mobilier.model.plate import Span

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

SAME = 0.02
"""mm. Surfaces nearer than this touch; they do not run into each other."""


@dataclass(frozen=True, kw_only=True)
class Solid:
    """One copy of a part in the piece, in a pose; a part with pockets is several, one per layer.

    ``shape`` in part coordinates, ``depth`` from and to along the part's normal (0: its lower
    face), mm.
    """

    plate: str
    part: Part
    frame: Frame
    shape: BaseGeometry
    depth: Span

    @cached_property
    def normal(self) -> Vector:
        """Unit vector from the lower to the upper face."""
        return self.frame.normal

    @cached_property
    def slab(self) -> Span:
        """Extent along the normal, as dot products with it, mm."""
        lower = dot(self.normal, self.frame.origin)
        return (lower + self.depth[0], lower + self.depth[1])

    @cached_property
    def box(self) -> tuple[tuple[float, float, float], tuple[float, float, float]]:
        """Lowest and highest corner in the piece, mm."""
        middle, half, axes = self.oriented
        x, y, z = (sum(abs(a[k]) * h for a, h in zip(axes, half, strict=True)) for k in range(3))
        return plus(middle, (x, y, z), -1.0), plus(middle, (x, y, z))

    @cached_property
    def lowest(self) -> float:
        """Height of its lowest point above the floor, mm."""
        import shapely

        x, y = shapely.get_coordinates(self.shape).T
        heights = self.frame.origin[2] + self.frame.u[2] * x + self.frame.v[2] * y
        return float(heights.min()) + min(self.normal[2] * d for d in self.depth)

    @cached_property
    def bounds(self) -> Bounds:
        """Bounding box of the shape in part coordinates, mm."""
        x0, y0, x1, y1 = self.shape.bounds
        return (x0, y0, x1, y1)

    @cached_property
    def oriented(self) -> tuple[Vector, Vector, tuple[Vector, Vector, Vector]]:
        """Centre, half sizes and axes of the solid's own box, mm."""
        x0, y0, x1, y1 = self.bounds
        low, high = self.depth
        middle = self.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, (low + high) / 2)
        half = ((x1 - x0) / 2, (y1 - y0) / 2, (high - low) / 2)
        return middle, half, (self.frame.u, self.frame.v, self.normal)

    def seen(self, across: Vector, along: Vector) -> BaseGeometry:
        """Return the shape in coordinates (X·across, X·along), both in the part's plane."""
        import shapely

        f = self.frame
        matrix = np.array([[dot(f.u, across), dot(f.u, along)], [dot(f.v, across), dot(f.v, along)]])
        origin = np.array([dot(f.origin, across), dot(f.origin, along)])
        moved: BaseGeometry = shapely.transform(self.shape, lambda p: p @ matrix + origin)
        return moved


def by_plate(solids: Iterable[Solid]) -> dict[str, list[Solid]]:
    """Return the layers of every plate, by its name."""
    out: dict[str, list[Solid]] = {}
    for s in solids:
        out.setdefault(s.plate, []).append(s)
    return out


@dataclass(frozen=True, slots=True, kw_only=True)
class Common:
    """Wood that two solids would share: where, how much (mm³) and how deep (mm)."""

    a: str
    b: str
    volume: float
    depth: float
