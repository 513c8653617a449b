"""Regions (an outline with holes) and their booleans, arcs kept.

Booleans run in shapely on arcs flattened with every vertex on its arc; the result is
turned back into lines and arcs by the provenance of each vertex (`recovery`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mobilier.geometry.contour import SAGITTA, Contour
from mobilier.geometry.points import Bounds
from mobilier.geometry.recovery import KnownCircle, circles_of, recover_arcs

if TYPE_CHECKING:
    import shapely
    from shapely import Polygon

    from mobilier.geometry.frame import Transform

SPECK = 1e-3
"""mm². Pieces smaller than this are what is left of rounding, not wood."""

THIN = 0.01
"""mm. A piece whose area is less than this times its outline is a sliver between two arcs, not wood."""

GRID = 1e-7
"""mm. Spikes and necks narrower than this are where two sides coincide, not wood."""


@dataclass(frozen=True)
class Region:
    """A flat piece of board: one outer contour (CCW) and holes (CW)."""

    outer: Contour
    holes: tuple[Contour, ...] = ()

    @property
    def contours(self) -> tuple[Contour, ...]:
        """The outer contour, then the holes."""
        return (self.outer, *self.holes)

    @cached_property
    def area(self) -> float:
        """Net area in mm²."""
        return abs(self.outer.area) - sum(abs(h.area) for h in self.holes)

    @property
    def bounds(self) -> Bounds:
        """Bounding box of the outer contour in mm."""
        return self.outer.bounds

    def transformed(self, by: Transform) -> Region:
        """Return the region moved by ``by``."""
        return Region(self.outer.transformed(by), tuple(h.transformed(by) for h in self.holes))

    @cached_property
    def _kept(self) -> dict[float, Polygon]:
        """Polygons by sagitta: neither they nor the region ever change."""
        return {}

    def polygon(self, sagitta: float = SAGITTA) -> Polygon:
        """Return the region as a shapely polygon with arcs within ``sagitta`` mm."""
        from shapely import Polygon

        if sagitta not in self._kept:
            rings = [h.flattened(sagitta) for h in self.holes]
            self._kept[sagitta] = Polygon(self.outer.flattened(sagitta), rings)
        return self._kept[sagitta]


def union(shapes: Iterable[Region | Contour]) -> tuple[Region, ...]:
    """Return what any of ``shapes`` covers."""
    import shapely

    shapes = list(shapes)
    return regions_of(
        shapely.union_all([s.polygon() for s in shapes]),
        circles_of(c for s in shapes for c in _contours(s)),
    )


def difference(region: Region | Contour, tools: Sequence[Region | Contour]) -> tuple[Region, ...]:
    """Return what of ``region`` no tool covers, largest first."""
    import shapely

    if not tools:
        return (region if isinstance(region, Region) else Region(region.turned(ccw=True)),)
    cut = region.polygon().difference(shapely.union_all([t.polygon() for t in tools]))
    rings = [c for s in (region, *tools) for c in _contours(s)]
    return regions_of(cut, circles_of(rings))


def intersection(a: Region | Contour, b: Region | Contour) -> tuple[Region, ...]:
    """Return what both cover, largest first."""
    common = a.polygon().intersection(b.polygon())
    return regions_of(common, circles_of([*_contours(a), *_contours(b)]))


def regions_of(shape: shapely.Geometry, circles: Sequence[KnownCircle]) -> tuple[Region, ...]:
    """Return a shapely area as regions, its flattened arcs recovered on ``circles``."""
    import shapely

    areas = [
        p for p in shapely.get_parts(_without_necks(shape)) if isinstance(p, shapely.Polygon) and _thick(p)
    ]
    areas.sort(key=lambda p: (-p.area, p.bounds))
    return tuple(
        Region(
            recover_arcs(shapely.get_coordinates(p.exterior)[:-1], circles).turned(ccw=True),
            tuple(
                recover_arcs(shapely.get_coordinates(i)[:-1], circles).turned(ccw=False)
                for i in p.interiors
                if _thick(shapely.Polygon(i))
            ),
        )
        for p in areas
    )


def _thick(area: shapely.Polygon) -> bool:
    """Tell wood from specks and slivers."""
    return bool(area.area > max(SPECK, THIN * area.exterior.length))


def _without_necks(shape: shapely.Geometry) -> shapely.Geometry:
    """Return the shape cut at necks and spikes narrower than `GRID`; itself where it has none."""
    import shapely

    snapped = shapely.set_precision(shape, GRID)
    same = shapely.get_num_coordinates(snapped) == shapely.get_num_coordinates(shape)
    return (
        shape
        if same and shapely.get_num_geometries(snapped) == shapely.get_num_geometries(shape)
        else snapped
    )


def _contours(shape: Region | Contour) -> tuple[Contour, ...]:
    return shape.contours if isinstance(shape, Region) else (shape,)
