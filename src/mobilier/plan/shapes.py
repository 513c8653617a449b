"""Parts as they were drawn: outlines, openings, pockets, lines and words, in the drawing's own place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from mobilier.dxf.drawing import Stroke, Text
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region

if TYPE_CHECKING:
    import shapely


@dataclass(frozen=True, slots=True)
class Drawn:
    """A closed line of the drawing: counter-clockwise, with its layer."""

    ring: Contour
    layer: str


@dataclass(frozen=True, slots=True)
class Recess:
    """A pocket or drilled hole: its area within the part, islands, depth in mm (None: not told)."""

    ring: Contour
    layer: str
    depth: float | None
    islands: tuple[Contour, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPart:
    """A part as it was drawn, in the drawing's own place, mm."""

    outline: Drawn
    openings: tuple[Drawn, ...] = ()
    recesses: tuple[Recess, ...] = ()
    lines: tuple[tuple[Stroke, str], ...] = ()
    words: tuple[Text, ...] = ()
    name: str = ""
    quantity: int = 1
    grain: Literal["x", "y", ""] = ""
    face: bool = False

    @property
    def region(self) -> Region:
        """The part less its openings."""
        return Region(self.outline.ring, tuple(o.ring.turned(ccw=False) for o in self.openings))


def holder_of(parts: Sequence[PlanPart], shape: shapely.Polygon | shapely.LineString) -> int | None:
    """Return the smallest part that holds most of a shape."""
    best, share = None, 0.0
    size = shape.area or shape.length
    for k, part in enumerate(parts):
        x0, y0, x1, y1 = part.outline.ring.bounds
        a, b, c, d = shape.bounds
        if a > x1 or c < x0 or b > y1 or d < y0 or not size:
            continue
        common = part.outline.ring.polygon(0.02).intersection(shape)
        here = (common.area or common.length) / size - 1e-12 * part.outline.ring.area
        if here > max(share, 0.25):
            best, share = k, here
    return best


def part_at(parts: Sequence[PlanPart], at: Point) -> int | None:
    """Return the smallest part around a point."""
    import shapely

    spot = shapely.Point(at)
    holding = [k for k, p in enumerate(parts) if p.outline.ring.polygon(0.02).contains(spot)]
    return min(holding, key=lambda k: parts[k].outline.ring.area) if holding else None
