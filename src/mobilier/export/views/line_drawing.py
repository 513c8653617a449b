"""Line drawings of the piece with hidden lines removed: assembled, exploded, step by step."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from mobilier.export.drawing.style import FAINT, HAIR, INK, MEDIUM, OUTLINE, SOFT, THIN, shaded
from mobilier.export.drawing.svg import Svg, View, num
from mobilier.export.views.hidden_lines import pieces, visible
from mobilier.export.views.scene import Camera, Face, SceneSolid, faces_of, small_rings
from mobilier.geometry.frame import dot
from mobilier.geometry.points import Point, Vector

if TYPE_CHECKING:
    from shapely import Polygon
    from shapely.geometry.base import BaseGeometry

GHOST = "#f1f2f3"
"""Fill of what is already built."""

ENGRAVED = "#6b4a2b"
"""Colour of engraved strokes: bared wood."""

CHORD = 0.07
"""mm on paper. Rounds become chords within this."""

SLIM = 0.05
"""mm on paper. Slivers thinner than this are not drawn."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A drawing in the making: the page, how the piece maps to it, and what is seen of each solid."""

    svg: Svg
    view: View
    camera: Camera
    seen: dict[int, BaseGeometry]
    faces: tuple[Face, ...]
    solids: tuple[SceneSolid, ...]
    box: tuple[Point, Point]

    def at(self, p: Vector) -> Point:
        """Return the paper position of a point of the piece."""
        return self.view.at(self.camera.seen(p))


def draw(
    solids: Sequence[SceneSolid],
    *,
    camera: Camera | None = None,
    width: float = 180.0,
    height: float = 140.0,
    margin: float = 4.0,
    head: float = 4.0,
    around: Sequence[Vector] = (),
    scale: float | None = None,
    ink: str = INK,
    depth: float = 1.0,
) -> Picture:
    """Draw solids to fit ``width`` × ``height`` mm; points ``around`` also stay on the page.

    ``margin`` mm stay free on the left and right, ``head`` above and below; ``depth`` says how
    much darker a face is that looks away from the light.
    """
    camera = camera or Camera()
    corners = [camera.seen(p) for s in solids for p in s.corners] + [camera.seen(p) for p in around]
    x0, x1 = min(p[0] for p in corners), max(p[0] for p in corners)
    y0, y1 = min(p[1] for p in corners), max(p[1] for p in corners)
    fit = min((width - 2 * margin) / (x1 - x0), (height - 2 * head) / (y1 - y0))
    k = min(fit, scale) if scale else fit
    drawn = (y1 - y0) * k + 2 * head
    svg = Svg(width, drawn)
    view = View(k, width / 2 - k * (x0 + x1) / 2, head + k * y1)
    box = (view.at((x0, y1)), view.at((x1, y0)))
    sagitta, smallest = CHORD / k, 1.6 / k
    faces = [f for n, s in enumerate(solids) for f in faces_of(n, s, camera, sagitta, smallest)]
    shapes = visible(faces)
    seen = _paint(svg, view, solids, faces, shapes, ink, depth)
    _holes(svg, view, solids, camera, faces, shapes, smallest)
    _engravings(svg, view, solids, camera, faces, shapes)
    return Picture(
        svg=svg, view=view, camera=camera, seen=seen, faces=tuple(faces), solids=tuple(solids), box=box
    )


def _paint(
    svg: Svg,
    view: View,
    solids: Sequence[SceneSolid],
    faces: Sequence[Face],
    shapes: Sequence[BaseGeometry],
    ink: str,
    depth: float,
) -> dict[int, BaseGeometry]:
    """Fill and stroke every visible face, then the silhouette of every solid."""
    import shapely

    slim = SLIM / view.scale
    groups: dict[tuple[int, int], list[int]] = defaultdict(list)
    for k, f in enumerate(faces):
        groups[f.solid, f.group].append(k)
    whole: dict[int, list[BaseGeometry]] = defaultdict(list)
    fills: dict[int, list[str]] = defaultdict(list)
    lines: dict[int, list[str]] = defaultdict(list)
    for (solid, _), members in groups.items():
        s = solids[solid]
        shown = [p for k in members for p in pieces(shapes[k], slim)]
        if not shown:
            continue
        whole[solid] += shown
        for k in members:
            fill = _fill(s, faces[k], depth)
            d = "".join(_path(p, view) for p in pieces(shapes[k], slim))
            if d:
                fills[solid].append(f'<path d="{d}" fill="{fill}" stroke="{fill}"/>')
        joined = shapely.union_all(shown, grid_size=0.01) if len(shown) > 1 else shown[0]
        d = "".join(_path(p, view) for p in pieces(joined, slim))
        lines[solid].append(f'<path d="{d}" stroke="{SOFT if s.ghost else ink}"/>')
    svg.raw('<g stroke-width="0.06" stroke-linejoin="round">')
    svg.body.extend(line for n in sorted(fills) for line in fills[n])
    svg.raw("</g>")
    for n in sorted(lines):
        weight = num(HAIR if solids[n].ghost else THIN)
        svg.raw(f'<g fill="none" stroke-width="{weight}" stroke-linejoin="round">')
        svg.body.extend(lines[n])
        svg.raw("</g>")
    seen = {}
    for solid in sorted(whole):
        seen[solid] = shapely.union_all(whole[solid], grid_size=0.01)
        d = "".join(_path(p, view) for p in pieces(seen[solid], slim))
        ghost = solids[solid].ghost
        svg.path(
            d,
            fill="none",
            stroke=SOFT if ghost else ink,
            stroke_width=THIN if ghost else OUTLINE,
            stroke_linejoin="round",
        )
    return seen


def _holes(
    svg: Svg,
    view: View,
    solids: Sequence[SceneSolid],
    camera: Camera,
    faces: Sequence[Face],
    shapes: Sequence[BaseGeometry],
    smallest: float,
) -> None:
    """Draw the small holes as rings on the visible part of their face."""
    import shapely

    for k, f in enumerate(faces):
        s = solids[f.solid]
        if f.edge or f.group or shapes[k].is_empty:
            continue
        above = dot(s.frame.normal, camera.sight) > 0
        for ring, through in small_rings(s.part, smallest):
            if not above and not through:
                continue
            level = s.part.thickness if above else 0.0
            points = [camera.seen(s.frame.to_piece(x, y, level)) for x, y in ring.flattened(0.1 / view.scale)]
            dot_ = shapely.Polygon(points)
            if shapes[k].contains(dot_):
                colour = FAINT if s.ghost else INK
                fill = FAINT if through else "none"
                svg.path(_path(dot_, view), fill=fill, stroke=colour, stroke_width=HAIR)


def _engravings(
    svg: Svg,
    view: View,
    solids: Sequence[SceneSolid],
    camera: Camera,
    faces: Sequence[Face],
    shapes: Sequence[BaseGeometry],
) -> None:
    """Draw the engraved strokes that can be seen on the upper face of their part."""
    import shapely

    for k, f in enumerate(faces):
        s = solids[f.solid]
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
    return shaded(base, 1 + (0.35 if f.light > 0 else 0.3 * depth) * f.light)


def region_path(shape: BaseGeometry, view: View) -> str:
    """Return closed path data of every polygon of a page region."""
    return "".join(_path(p, view) for p in pieces(shape, SLIM / view.scale))


def _path(p: Polygon, view: View) -> str:
    """Return closed path data of a page polygon."""
    import shapely

    kept = shapely.simplify(p, 0.02 / view.scale)
    if not isinstance(kept, shapely.Polygon):
        return ""
    rings = (kept.exterior, *kept.interiors)
    return "".join("M" + "L".join(_spot(view, c) for c in r.coords[:-1]) + "Z" for r in rings)
