"""The line that a seam follows across a plate: a row of fingers, each kept by one of the halves.

All points are in the plane of the plate, mm.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from mobilier.geometry.points import Bounds, Point
from mobilier.model.plate import Plate, Span

if TYPE_CHECKING:
    from shapely import LineString

SeamAxis = Literal["u", "v"]

SEAM = 60.0
"""mm. Length of the fingers of a seam: three thicknesses of a common board."""

FINGER = 70.0
"""mm. About how wide the fingers of a seam are."""


@dataclass(frozen=True, kw_only=True)
class Seam:
    """Where a plate is cut: at ``at`` mm along its ``axis`` (plate coordinates)."""

    plate: str
    axis: SeamAxis
    at: float


@dataclass(frozen=True, kw_only=True)
class SeamLine:
    """The fingers of a seam ``at`` mm along the ``axis`` of a plate; the first half keeps the odd ones."""

    plate: Plate
    axis: SeamAxis
    at: float
    length: float = SEAM

    @cached_property
    def across(self) -> Span:
        """From where to where the plate reaches across the seam, where the seam lies."""
        import shapely

        x0, y0, x1, y1 = self.plate.outline.bounds
        low, high = self.shoulders
        zone = (low, y0, high, y1) if self.axis == "u" else (x0, low, x1, high)
        met = self.plate.outline.polygon().intersection(shapely.box(*zone)).bounds
        k = 1 if self.axis == "u" else 0
        return met[k], met[k + 2]

    @property
    def shoulders(self) -> Span:
        """Where the fingers of the second half and of the first end, along the axis."""
        return self.at - self.length / 2, self.at + self.length / 2

    @cached_property
    def edges(self) -> list[float]:
        """Where one finger ends and the next begins, across the plate, its own edges included."""
        low, high = self.across
        number = max(3, round((high - low) / FINGER))
        number += 1 - number % 2
        return [low + (high - low) * k / number for k in range(number + 1)]

    @cached_property
    def line(self) -> LineString:
        """The line from edge to edge that parts the halves."""
        import shapely

        points: list[Point] = []
        low, high = self.shoulders
        for k, (start, end) in enumerate(zip(self.edges, self.edges[1:], strict=False)):
            along = high if k % 2 == 0 else low
            points += [(along, start), (along, end)]
        return shapely.LineString(points if self.axis == "u" else [(y, x) for x, y in points])

    def first(self, point: Point) -> bool:
        """Say whether the wood at a point is the first half's."""
        along, across = point if self.axis == "u" else point[::-1]
        low, high = self.shoulders
        if not low < along < high:
            return along <= low
        return sum(edge <= across for edge in self.edges[1:-1]) % 2 == 0

    def clear_of(self, box: Bounds, gap: float) -> bool:
        """Say whether the line keeps ``gap`` mm from a box."""
        import shapely

        return bool(self.line.distance(shapely.box(*box)) >= gap)
