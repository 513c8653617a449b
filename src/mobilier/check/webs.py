"""Is enough wood left between openings and towards the edges?  Are openings wide enough?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from mobilier.errors import Finding, Level
from mobilier.geometry.contour import Contour
from mobilier.model.part import Feature, Part
from mobilier.model.piece import Piece

if TYPE_CHECKING:
    from shapely import Polygon

_SAGITTA = 0.01
SMALL_HOLE = 12.0
"""mm. Round holes up to this size are for fixings: judged by half the web of an opening."""
PILOT, PILOT_WOOD = 3.5, 2.0
"""mm. A blind hole up to this size is a screw's pilot: that many diameters of wood to an edge hold it."""


def crossing_findings(piece: Piece) -> list[Finding]:
    """Return an error for each contour of a piece that crosses itself: nothing else can be said of it."""
    out: list[Finding] = []
    for part in piece.parts:
        named = [("outline", part.outline), *((f.why, c) for f in part.features for c in f.contours)]
        for name, contour in named:
            if not contour.polygon(_SAGITTA).is_valid:
                x0, y0, x1, y1 = contour.bounds
                where = f"{part.id} {part.name}, {name}"
                out.append(Finding.of("contour-crosses-itself", where, x0=x0, y0=y0, x1=x1, y1=y1))
    return out


def web_findings(part: Part, *, cutter: float) -> list[Finding]:
    """Return thin webs of a part for a cutter of ``cutter`` mm (docs/sources.md, joints).

    Between openings: error under max(cutter, T/2), warning under T.  Opening to edge: error
    under T, warning under max(1.5 T, 25).  A fixing's hole counts as half an opening, a screw's pilot
    is judged by its diameter.
    """
    t = part.thickness
    shapes = [(f, f.contours[0].polygon(_SAGITTA)) for f in part.features if f.kind != "engraving"]
    out: list[Finding] = []
    for (f, a), (g, b) in combinations(shapes, 2):
        if not _near(a, b, t):
            continue
        share = 0.5 if _fixing(f) or _fixing(g) else 1.0
        gap = a.distance(b)
        need = share * max(cutter, 0.5 * t)
        if gap < share * t - 1e-6:
            level: Level = "error" if gap < need - 1e-6 else "warning"
            out.append(_thin(part, level, gap, need if level == "error" else share * t, f, g))
    ring = part.outline.polygon(_SAGITTA).exterior
    for f, a in shapes:
        if f.kind == "pocket" or (_pilot(f) and ring.distance(a) >= PILOT_WOOD * f.circle[2]):
            continue
        share = 0.5 if _fixing(f) else 1.0
        gap = ring.distance(a)
        if gap < share * t - 1e-6:
            out.append(_thin(part, "error", gap, share * t, f, None))
        elif gap < share * max(1.5 * t, 25.0) - 1e-6:
            out.append(_thin(part, "warning", gap, share * max(1.5 * t, 25.0), f, None))
    return list(_once(out))


def as_drawn(webs: Iterable[Finding]) -> list[Finding]:
    """Return thin webs of somebody else's drawing: told, not refused; openings that meet are one."""
    gaps = ((f, float(dict(f.values)["gap"])) for f in webs)  # type: ignore[arg-type]
    return [replace(f, level="warning") for f, gap in gaps if gap > 1e-3]


def _near(a: Polygon, b: Polygon, gap: float) -> bool:
    p, q = a.bounds, b.bounds
    return bool(p[0] - q[2] < gap and q[0] - p[2] < gap and p[1] - q[3] < gap and q[1] - p[3] < gap)


def _fixing(f: Feature) -> bool:
    return f.kind == "hole" and f.circle[2] <= SMALL_HOLE


def _pilot(f: Feature) -> bool:
    return f.kind == "hole" and f.depth is not None and f.circle[2] <= PILOT


def _thin(part: Part, level: Level, gap: float, need: float, f: Feature, g: Feature | None) -> Finding:
    where = f"{part.id} {part.name}"
    if g:
        return Finding.of("thin-web", where, level=level, gap=gap, why=f.why, other=g.why, need=need)
    return Finding.of("near-edge", where, level=level, gap=gap, why=f.why, need=need)


def _once(findings: Sequence[Finding]) -> Iterator[Finding]:
    seen: set[Finding] = set()
    for f in findings:
        if f not in seen:
            seen.add(f)
            yield f


def width_findings(part: Part, *, cutter: float, play: float = 0.2) -> list[Finding]:
    """Return openings that a cutter of ``cutter`` mm cannot enter with ``play`` mm to spare."""
    out = []
    for f in part.features:
        if f.kind in ("cutout", "pocket"):
            width = narrowest(f.contours[0])
            if width < cutter + play - 1e-6:
                out.append(
                    Finding.of(
                        "opening-too-narrow",
                        f"{part.id} {part.name}",
                        why=f.why,
                        width=width,
                        cutter=cutter,
                        need=cutter + play,
                    )
                )
    return out


def narrowest(contour: Contour) -> float:
    """Return the width in mm of the widest disc that enters the ring (its inscribed diameter)."""
    import shapely

    box = contour.bounds
    if len(contour.vertices) == 4 and not any(b for _, _, b in contour.vertices):
        return min(contour.segments[0].chord, contour.segments[1].chord)
    if contour.as_circle:
        return contour.as_circle[2]
    tolerance = min(box[2] - box[0], box[3] - box[1]) / 1000
    return 2 * float(shapely.maximum_inscribed_circle(contour.polygon(_SAGITTA), tolerance).length)
