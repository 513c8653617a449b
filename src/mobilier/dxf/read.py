"""Read a DXF, ours or anybody's, into contours, circles and strokes in mm."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobilier.dxf.cad import document_of, flat_entities, flatten_entity
from mobilier.dxf.chains import join_strokes
from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text, drop_copies
from mobilier.errors import Finding, MobilierError
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Vertex

UNITS = {1: ("in", 25.4), 2: ("ft", 304.8), 4: ("mm", 1.0), 5: ("cm", 10.0), 6: ("m", 1000.0)}
"""$INSUNITS -> name and mm in one (DXF reference, HEADER section)."""

CURVE_SAGITTA = 0.01
"""mm. Splines and ellipses become lines that stay this close."""


@dataclass
class _Loose:
    """What was found on one layer, before chaining."""

    colour: int = 7
    contours: list[Contour] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def read_dxf(source: bytes | Path, *, units: str | None = None, join: float = 0.05) -> Drawing:
    """Return what the file draws.

    Blocks are exploded, loose lines and arcs whose ends lie within ``join`` mm are
    chained, polylines keep their bulges.  Open chains, forks, copies, curves turned to
    lines, entities without meaning for a router and missing units become findings.
    ``units`` (mm, cm, m, in, ft) overrides what the file says.

    Raises:
        MobilierError: the file is no DXF, or its units are unknown.
    """
    where = source.name if isinstance(source, Path) else "DXF"
    document, faults = document_of(source.read_bytes() if isinstance(source, Path) else source)
    findings: list[Finding] = []
    if faults:
        findings.append(Finding.of("dxf-faults", where, count=faults))
    unit, scale = _scale(document, units, where, findings)
    loose: dict[str, _Loose] = defaultdict(_Loose)
    unread: Counter[str] = Counter()
    curves = 0
    for e in flat_entities(document):
        kind = e.dxftype()
        if kind in ("SPLINE", "ELLIPSE"):
            curves += 1
        if not _take(e, kind, scale, loose[e.dxf.layer]):
            unread[kind] += 1
    findings += [Finding.of("dxf-unread", where, count=unread[kind], kind=kind) for kind in sorted(unread)]
    if curves:
        findings.append(Finding.of("dxf-curves", where, count=curves, within=CURVE_SAGITTA))
    for name in document.layers.entries.values():
        if name.dxf.name in loose:
            loose[name.dxf.name].colour = abs(name.color)
    layers = [_layer(name, loose[name], join, findings) for name in loose]
    kept = tuple(k for k in layers if k.contours or k.circles or k.strokes or k.texts)
    return Drawing(layers=kept, units=unit, findings=tuple(findings))


def _scale(document: Any, asked: str | None, where: str, findings: list[Finding]) -> tuple[str, float]:
    named = dict(UNITS.values())
    if asked is not None:
        if asked not in named:
            known = ", ".join(sorted(named))
            raise MobilierError.of("drawing-units", where, case="asked", unit=asked, known=known)
        return asked, named[asked]
    code = int(document.header.get("$INSUNITS", 0)) if document.dxfversion > "AC1009" else 0
    if code in UNITS:
        return UNITS[code]
    if code:
        raise MobilierError.of("drawing-units", where, case="code", code=code, known=", ".join(named))
    findings.append(Finding.of("dxf-units", where))
    return "mm", 1.0


def _take(e: Any, kind: str, scale: float, out: _Loose) -> bool:
    """Add one entity to its layer; False when it means nothing to a router."""
    d = e.dxf
    if kind == "LINE":
        _segment(out, Segment(_xy(d.start, scale), _xy(d.end, scale)))
    elif kind == "ARC":
        _arc(out, _xy(d.center, scale), d.radius * scale, d.start_angle, d.end_angle)
    elif kind == "CIRCLE":
        out.circles.append(Circle(*_xy(d.center, scale), 2 * d.radius * scale))
    elif kind == "LWPOLYLINE":
        _polyline(out, [(*_xy(p, scale), float(p[2])) for p in e.get_points("xyb")], closed=e.closed)
    elif kind == "POLYLINE" and (e.is_2d_polyline or e.is_3d_polyline):
        drawn = [v for v in e.vertices if not v.dxf.flags & 16]  # 16: frame of a spline, not on the curve
        points = [(*_xy(v.dxf.location, scale), float(v.dxf.get("bulge", 0.0))) for v in drawn]
        _polyline(out, points, closed=e.is_closed)
    elif kind in ("SPLINE", "ELLIPSE"):
        points = [(x * scale, y * scale, 0.0) for x, y in flatten_entity(e, CURVE_SAGITTA / scale)]
        closed = kind == "SPLINE" and bool(e.closed)
        _polyline(out, points, closed=closed or math.dist(points[0][:2], points[-1][:2]) < 1e-6)
    elif kind in ("TEXT", "MTEXT"):
        words = e.plain_text() if kind == "TEXT" else " ".join(e.plain_text(split=True))
        height = d.height if kind == "TEXT" else d.char_height
        out.texts.append(Text(*_xy(d.insert, scale), height * scale, words))
    else:
        return False
    return True


def _xy(point: Any, scale: float) -> tuple[float, float]:
    return (float(point[0]) * scale, float(point[1]) * scale)


def _segment(out: _Loose, s: Segment) -> None:
    if s.chord > 1e-9:
        out.strokes.append(Stroke(((*s.start, s.bulge), (*s.end, 0.0))))


def _arc(out: _Loose, centre: tuple[float, float], radius: float, low: float, high: float) -> None:
    sweep = (high - low) % 360
    if sweep < 1e-9:
        out.circles.append(Circle(*centre, 2 * radius))
        return
    a, b = math.radians(low), math.radians(low + sweep)
    start = (centre[0] + radius * math.cos(a), centre[1] + radius * math.sin(a))
    end = (centre[0] + radius * math.cos(b), centre[1] + radius * math.sin(b))
    _segment(out, Segment(start, end, math.tan(math.radians(sweep) / 4)))


def _polyline(out: _Loose, vertices: list[Vertex], *, closed: bool) -> None:
    """Keep a polyline, without the vertices that repeat the next one."""
    if len(vertices) > 2 and math.dist(vertices[0][:2], vertices[-1][:2]) < 1e-6:
        closed, vertices = True, vertices[:-1]
    after = vertices[1:] + vertices[:1]
    kept = [
        v
        for k, (v, w) in enumerate(zip(vertices, after, strict=True))
        if math.dist(v[:2], w[:2]) > 1e-9 or (not closed and k == len(vertices) - 1)
    ]
    if closed and (len(kept) > 2 or (len(kept) == 2 and any(v[2] for v in kept))):
        out.contours.append(Contour(tuple(kept)))
    elif len(kept) > 1:
        out.strokes.append(Stroke(tuple(kept)))


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
