"""Read a DXF, ours or anybody's, into contours, circles and strokes in mm."""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from mobilier.dxf.cad import (
    MOST_BYTES,
    document_of,
    flat_entities,
    flatten_entity,
    hatch_rings,
    kind_of,
    readable,
)
from mobilier.dxf.chains import join_strokes
from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text, drop_copies
from mobilier.dxf.ledger import Ledger, Reason, Tally, kinds_of
from mobilier.errors import Finding, Level, MobilierError
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Vertex

UNITS = {1: ("in", 25.4), 2: ("ft", 304.8), 4: ("mm", 1.0), 5: ("cm", 10.0), 6: ("m", 1000.0)}
"""$INSUNITS -> name and mm in one (DXF reference, HEADER section)."""

CURVE_SAGITTA = 0.01
"""mm. Splines and ellipses become lines that stay this close."""


TINY = 2e-3
"""mm. Lines and circles smaller than this are debris of the program that drew them."""

CLOSED = 1e-6
"""mm. A polyline whose ends lie this close is closed."""


@dataclass
class _Loose:
    """What was found on one layer, before chaining."""

    colour: int = 7
    contours: list[Contour] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def read_dxf(
    source: bytes | Path, *, units: str | None = None, join: float = 0.05, hatches: bool = False
) -> Drawing:
    """Return what the file draws.

    Blocks are exploded, loose lines and arcs whose ends lie within ``join`` mm are
    chained, polylines keep their bulges.  Open chains, forks, copies, curves turned to
    lines and missing units become findings; what is left out stands in the ledger and in a
    finding for each reason.  ``units`` (mm, cm, m, in, ft) overrides what the file says.
    ``hatches``: the boundaries of hatches are read as closed lines.

    Raises:
        MobilierError: the file is no DXF, or its units are unknown.
    """
    where = source.name if isinstance(source, Path) else "DXF"
    if isinstance(source, Path) and source.stat().st_size > MOST_BYTES:
        size, most = source.stat().st_size / 1e6, MOST_BYTES / 1e6
        raise MobilierError.of("dxf-file", where, case="large", size=size, most=most)
    document, faults = document_of(source.read_bytes() if isinstance(source, Path) else source, where)
    findings: list[Finding] = []
    if faults:
        findings.append(Finding.of("dxf-faults", where, count=faults))
    unit, scale = _scale(document, units, where, findings)
    loose: dict[str, _Loose] = defaultdict(_Loose)
    tally = Tally()
    curves = 0
    for e in flat_entities(document, tally):
        kind = e.dxftype()
        on = loose[e.dxf.layer]
        why = readable(partial(_take, e, kind, scale, on, hatches), e)
        if why is None:
            curves += kind in ("SPLINE", "ELLIPSE")
            tally.read(kind)
        else:
            tally.leave(why, kind_of(e), e.dxf.layer, e.dxf.handle or "")
    findings += left_out(tally.ledger, where)
    if curves:
        findings.append(Finding.of("dxf-curves", where, count=curves, within=CURVE_SAGITTA))
    for name in document.layers.entries.values():
        if name.dxf.name in loose:
            loose[name.dxf.name].colour = abs(name.color)
    layers = [_layer(name, loose[name], join, findings) for name in loose]
    kept = tuple(k for k in layers if k.contours or k.circles or k.strokes or k.texts)
    stated = UNITS[code][0] if (code := _code(document)) in UNITS else ""
    imperial = document.header.get("$MEASUREMENT", 1) == 0
    return Drawing(
        layers=kept,
        units=unit,
        findings=tuple(findings),
        ledger=tally.ledger,
        stated=stated,
        imperial=imperial,
    )


def left_out(ledger: Ledger, where: str) -> list[Finding]:
    """Return a finding for each reason why entities were left out."""
    out = []
    for why in dict.fromkeys(row.why for row in ledger.left_out):
        rows = [row for row in ledger.left_out if row.why == why]
        level: Level = "note" if why in ("kind", "construction", "debris", "empty") else "warning"
        count = sum(row.count for row in rows)
        which = kinds_of(rows)
        out.append(Finding.of("dxf-left-out", where, level=level, case=why, count=count, which=which))
    return out


def _code(document: Any) -> int:
    return int(document.header.get("$INSUNITS", 0)) if document.dxfversion > "AC1009" else 0


def _scale(document: Any, asked: str | None, where: str, findings: list[Finding]) -> tuple[str, float]:
    named = dict(UNITS.values())
    if asked is not None:
        if asked not in named:
            known = ", ".join(sorted(named))
            raise MobilierError.of("drawing-units", where, case="asked", unit=asked, known=known)
        return asked, named[asked]
    code = _code(document)
    if code in UNITS:
        return UNITS[code]
    if code:
        raise MobilierError.of("drawing-units", where, case="code", code=code, known=", ".join(named))
    findings.append(Finding.of("dxf-units", where))
    return "mm", 1.0


def _take(e: Any, kind: str, scale: float, out: _Loose, hatches: bool) -> Reason | None:
    """Add one entity to its layer, or return why it is left out."""
    d = e.dxf
    handle = d.handle or ""
    if kind == "LINE":
        a, b = d.start, d.end
        start, end = _xy(a, scale), _xy(b, scale)
        if not level([a[2] * scale, b[2] * scale]) and math.dist(start, end) > TINY:
            return "tilted"
        return _stroke(out, [(*start, 0.0), (*end, 0.0)], handle)
    if kind == "ARC":
        return _arc(out, _xy(d.center, scale), d.radius * scale, (d.start_angle, d.end_angle), handle)
    if kind == "CIRCLE":
        return _circle(out, _xy(d.center, scale), d.radius * scale)
    if kind in ("LWPOLYLINE", "POLYLINE", "SPLINE", "ELLIPSE"):
        return _path(e, kind, scale, out)
    if kind in ("TEXT", "MTEXT", "ATTRIB"):
        return _words(e, kind, scale, out)
    if kind == "HATCH" and hatches:
        for ring in hatch_rings(e, CURVE_SAGITTA / scale):
            _polyline(out, [(x * scale, y * scale, b) for x, y, b in ring], closed=True, handle=handle)
        return None
    return "kind"


def _path(e: Any, kind: str, scale: float, out: _Loose) -> Reason | None:
    """Add a polyline or a curve."""
    handle = e.dxf.handle or ""
    if kind == "LWPOLYLINE":
        points = [(*_xy(p, scale), float(p[2])) for p in e.get_points("xyb")]
        return _polyline(out, points, closed=e.closed, handle=handle)
    if kind == "POLYLINE":
        if not (e.is_2d_polyline or e.is_3d_polyline):
            return "kind"
        drawn = [v for v in e.vertices if not v.dxf.flags & 16]  # 16: frame of a spline, not on the curve
        if e.is_3d_polyline and not level([v.dxf.location[2] * scale for v in drawn]):
            return "tilted"
        points = [(*_xy(v.dxf.location, scale), float(v.dxf.get("bulge", 0.0))) for v in drawn]
        return _polyline(out, points, closed=e.is_closed, handle=handle)
    flat = flatten_entity(e, CURVE_SAGITTA / scale)
    if not level([z * scale for _, _, z in flat]):
        return "tilted"
    points = [(x * scale, y * scale, 0.0) for x, y, _ in flat]
    closed = kind == "SPLINE" and bool(e.closed)
    touching = math.dist(points[0][:2], points[-1][:2]) < CLOSED
    return _polyline(out, points, closed=closed or touching, handle=handle)


def _words(e: Any, kind: str, scale: float, out: _Loose) -> Reason | None:
    """Add a text."""
    words = " ".join(e.plain_text(split=True)) if kind == "MTEXT" else e.plain_text()
    if not words.strip():
        return "empty"
    height = e.dxf.char_height if kind == "MTEXT" else e.dxf.height
    out.texts.append(Text(*_xy(e.dxf.insert, scale), height * scale, words))
    return None


def level(heights: Sequence[float]) -> bool:
    """Whether points lie in one level plane, rounding apart, in mm."""
    return max(heights, default=0.0) - min(heights, default=0.0) < 0.05


def _xy(point: Any, scale: float) -> tuple[float, float]:
    return (float(point[0]) * scale, float(point[1]) * scale)


def _stroke(out: _Loose, vertices: list[Vertex], handle: str) -> Reason | None:
    if math.dist(vertices[0][:2], vertices[-1][:2]) < TINY and _length(vertices) < TINY:
        return "debris"
    out.strokes.append(Stroke(tuple(vertices), handle=handle))
    return None


def _length(vertices: Sequence[Vertex]) -> float:
    return sum(math.dist(a[:2], b[:2]) for a, b in itertools.pairwise(vertices))


def _circle(out: _Loose, centre: tuple[float, float], radius: float) -> Reason | None:
    if radius < TINY:
        return "debris"
    out.circles.append(Circle(*centre, 2 * radius))
    return None


def _arc(
    out: _Loose, centre: tuple[float, float], radius: float, turn: tuple[float, float], handle: str
) -> Reason | None:
    low, high = turn
    sweep = (high - low) % 360
    if sweep < 1e-9:
        return _circle(out, centre, radius)
    if radius < TINY:
        return "debris"
    a, b = math.radians(low), math.radians(low + sweep)
    start = (centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a))
    end = (centre[0] + radius * math.cos(b), centre[1] + radius * math.sin(b))
    return _stroke(out, [(*start, math.tan(math.radians(sweep) / 4)), (*end, 0.0)], handle)


def _polyline(out: _Loose, vertices: list[Vertex], *, closed: bool, handle: str) -> Reason | None:
    """Keep a polyline, without the vertices that repeat the next one."""
    if len(vertices) > 2 and math.dist(vertices[0][:2], vertices[-1][:2]) < CLOSED:
        closed, vertices = True, vertices[:-1]
    after = vertices[1:] + vertices[:1]
    kept = [
        v
        for k, (v, w) in enumerate(zip(vertices, after, strict=True))
        if math.dist(v[:2], w[:2]) > 1e-9 or (not closed and k == len(vertices) - 1)
    ]
    if closed and (len(kept) > 2 or (len(kept) == 2 and any(v[2] for v in kept))):
        if _length([*kept, kept[0]]) < TINY:
            return "debris"
        out.contours.append(Contour(tuple(kept)))
        return None
    return _stroke(out, kept, handle) if len(kept) > 1 else "debris"


def _layer(name: str, loose: _Loose, join: float, findings: list[Finding]) -> Layer:
    strokes, copies = drop_copies(loose.strokes)
    chains = join_strokes(strokes, join)
    contours, twice = drop_copies((*loose.contours, *chains.contours))
    circles, again = drop_copies(loose.circles)
    copies += twice + again
    if copies:
        findings.append(Finding.of("dxf-copies", name, count=copies))
    if chains.forks:
        x, y = chains.forks[0]
        findings.append(Finding.of("dxf-forks", name, count=len(chains.forks), x=x, y=y))
    if chains.widest_gap > 1e-3:
        findings.append(Finding.of("dxf-gaps", name, gap=chains.widest_gap))
    if chains.strokes:
        x, y = chains.strokes[0].points[0]
        findings.append(Finding.of("dxf-open", name, count=len(chains.strokes), x=x, y=y))
    return Layer(
        name=name,
        colour=loose.colour,
        contours=contours,
        circles=circles,
        strokes=chains.strokes,
        texts=tuple(loose.texts),
    )
