"""Line drawings of the piece with hidden lines removed: assembled, exploded, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mobilier.export.drawing.style import FAINT, HAIR, INK, MEDIUM, OUTLINE, SOFT, THIN, shaded
from mobilier.export.drawing.svg import Svg, View, num
from mobilier.export.views.projection import Projection
from mobilier.export.views.scene import Face, SceneSolid, small_rings
from mobilier.geometry.frame import dot

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry

GHOST = "#f1f2f3"
"""Fill of what is already built."""

ENGRAVED = "#6b4a2b"
"""Colour of engraved strokes: bared wood."""

SLIM = 0.05
"""mm on paper. Slivers thinner than this are not drawn."""


SMOOTH = 0.02
"""mm on paper. Points that move a line by less are left out."""

POLYGON = 3
"""The library's number for a polygon."""

LEAST_LIT = 0.3
"""How much darker a face is that looks away from the light, at most."""

MOST_LIT = 0.35
"""How much lighter a face is that looks into the light, at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pen:
    """Colour of the lines, and how much darker than usual faces are that look away from the light."""

    ink: str = INK
    depth: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing in the making: the page, what it shows, and what is seen of each solid."""

    svg: Svg
    of: Projection
    seen: Mapping[int, BaseGeometry]


def draw(of: Projection, pen: Pen | None = None) -> Picture:
    """Draw what is seen."""
    svg = Svg(*of.size)
    seen = _paint(svg, of, pen or Pen())
    _holes(svg, of)
    _engravings(svg, of)
    return Picture(svg=svg, of=of, seen=seen)


def _paint(svg: Svg, of: Projection, pen: Pen) -> dict[int, BaseGeometry]:
    """Fill and stroke every visible face, then the silhouette of every solid."""
    solids, faces, shown = of.solids, of.sight.faces, of.sight.shown
    # the facets of a round are one group: each has its light, but one outline holds them all
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k in np.nonzero(_wide(shown, of.view))[0].tolist():
        groups[faces[k].solid, faces[k].group].append(k)
    drawn = [k for members in groups.values() for k in members]
    fills: dict[int, list[str]] = defaultdict(list)
    for k, d in zip(drawn, paths_of([shown[k] for k in drawn], of.view), strict=True):
        fill = _fill(solids[faces[k].solid], faces[k], pen.depth)
        fills[faces[k].solid].append(f'<path d="{d}" fill="{fill}" stroke="{fill}"/>')
    outlines = [of.sights.joined([shown[k] for k in members]) for members in groups.values()]
    lines: dict[int, list[str]] = defaultdict(list)
    for (n, _), d in zip(groups, paths_of(outlines, of.view), strict=True):
        lines[n].append(f'<path d="{d}" stroke="{SOFT if solids[n].ghost else pen.ink}"/>')
    # first all areas, then the lines inside, then the silhouettes, so that no area covers a line
    svg.raw('<g stroke-width="0.06" stroke-linejoin="round">')
    svg.body.extend(line for n in sorted(fills) for line in fills[n])
    svg.raw("</g>")
    for n in sorted(lines):
        weight = num(HAIR if solids[n].ghost else THIN)
        svg.raw(f'<g fill="none" stroke-width="{weight}" stroke-linejoin="round">')
        svg.body.extend(lines[n])
        svg.raw("</g>")
    whole: dict[int, list[BaseGeometry]] = defaultdict(list)
    for k in drawn:
        whole[faces[k].solid].append(shown[k])
    seen = {n: of.sights.joined(whole[n]) for n in sorted(whole)}
    for n, d in zip(seen, paths_of(list(seen.values()), of.view), strict=True):
        ghost = solids[n].ghost
        stroke, width = (SOFT, THIN) if ghost else (pen.ink, OUTLINE)
        svg.path(d, fill="none", stroke=stroke, stroke_width=width, stroke_linejoin="round")
    return seen


def _wide(shapes: Any, view: View) -> Any:
    """Say of each shape whether it is wider than a sliver on average."""
    import shapely

    return shapely.area(shapes) > SLIM / view.scale * shapely.length(shapes) / 2


def _holes(svg: Svg, of: Projection) -> None:
    """Draw the small holes as rings on the visible part of their face."""
    import shapely

    view, camera, shapes = of.view, of.camera, of.sight.shown
    for k, f in enumerate(of.sight.faces):
        s = of.solids[f.solid]
        if f.edge or f.group or shapes[k].is_empty:
            continue  # holes lie on the big face alone
        above = dot(s.frame.normal, camera.sight) > 0
        for ring, through in small_rings(s.part, of.detail.smallest):
            if not above and not through:
                continue
            level = s.part.thickness if above else 0.0
            points = [camera.seen(s.frame.to_piece(x, y, level)) for x, y in ring.flattened(0.1 / view.scale)]
            dot_ = shapely.Polygon(points)
            if shapes[k].contains(dot_):
                colour = FAINT if s.ghost else INK
                fill = FAINT if through else "none"
                svg.path(region_path(dot_, view), fill=fill, stroke=colour, stroke_width=HAIR)


def _engravings(svg: Svg, of: Projection) -> None:
    """Draw the engraved strokes that can be seen on the upper face of their part."""
    import shapely

    view, camera, shapes = of.view, of.camera, of.sight.shown
    for k, f in enumerate(of.sight.faces):
        s = of.solids[f.solid]
        strokes = [line for e in s.part.features for line in e.strokes if len(line) > 1]
        if f.edge or f.group or not strokes or shapes[k].is_empty or dot(s.frame.normal, camera.sight) < 0:
            continue
        top = s.part.thickness
        lines = [
            shapely.LineString([camera.seen(s.frame.to_piece(x, y, top)) for x, y in line])
            for line in strokes
        ]
        shown = shapely.intersection(shapely.MultiLineString(lines), shapes[k])
        runs = [r for r in shapely.get_parts(shown) if isinstance(r, shapely.LineString)]
        d = "".join("M" + "L".join(_spot(view, c) for c in r.coords) for r in runs)
        if d:
            ends = {"stroke_linecap": "round", "stroke_linejoin": "round"}
            svg.path(d, fill="none", stroke=FAINT if s.ghost else ENGRAVED, stroke_width=MEDIUM, **ends)


def _spot(view: View, p: Sequence[float]) -> str:
    x, y = view.at((p[0], p[1]))
    return f"{num(x, 2)} {num(y, 2)}"


def _fill(s: SceneSolid, f: Face, depth: float) -> str:
    if s.ghost:
        return GHOST if not f.edge else shaded(GHOST, 0.95)
    base = shaded(s.tint, 0.86) if f.edge else s.tint
    return shaded(base, 1 + (MOST_LIT if f.light > 0 else LEAST_LIT * depth) * f.light)


def region_path(shape: BaseGeometry, view: View) -> str:
    """Return closed path data of every polygon of a page region."""
    return paths_of([shape], view)[0]


def paths_of(shapes: Sequence[BaseGeometry], view: View) -> list[str]:
    """Return closed path data of page regions, slivers left out, all worked out together."""
    import shapely

    # regions to polygons to rings to points: each level keeps the number of what it came from
    polygons, region = shapely.get_parts(np.array(shapes, dtype=object), return_index=True)
    kept = (shapely.get_type_id(polygons) == POLYGON) & _wide(polygons, view)
    polygons, region = shapely.simplify(polygons[kept], SMOOTH / view.scale), region[kept]
    rings, polygon = shapely.get_rings(polygons, return_index=True)
    points, ring = shapely.get_coordinates(rings, return_index=True)
    spots = np.round(points * (view.scale, -view.scale) + (view.x, view.y), 2) + 0.0
    words = [f"{x:g} {y:g}" for x, y in spots.tolist()]
    # a closed ring says its first point again: the path says Z
    ends = np.searchsorted(ring, np.arange(len(rings) + 1))
    out = [""] * len(shapes)
    for n in range(len(rings)):
        out[region[polygon[n]]] += "M" + "L".join(words[ends[n] : ends[n + 1] - 1]) + "Z"
    return out
