"""Read an SVG, anybody's, into contours, circles and strokes: the one place that loads svgelements.

An SVG whose size carries a unit is in mm afterwards; one without is left as it stands (1 px = 1 mm)
for the units to be judged.  y points up.
"""

from __future__ import annotations

import io
import itertools
import math
import re
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobilier.dxf.chains import join_strokes
from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text, drop_copies
from mobilier.dxf.ledger import Reason, Tally
from mobilier.dxf.read import TINY, left_out
from mobilier.errors import MobilierError
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Vertex

MOST_BYTES = 32_000_000
"""What a drawing of furniture never reaches."""

PPI = 96.0
"""px in one inch (CSS)."""

PIXELS = {
    "px": 25.4 / PPI,
    "mm": 1.0,
    "in": 25.4,
    "pt": 25.4 / 72,
    "cm": 10.0,
    "px at 90 dpi": 25.4 / 90,
}
"""What the user units of an SVG without a size may stand for -> mm in one (Inkscape drew at 90 dpi once)."""

SAGITTA = 0.01
"""mm. Curves become lines that stay this close; rounds among them become arcs later."""

_UNIT = re.compile(r"[\d.]\s*(mm|cm|in|pt|pc)\s*$")
_INKSCAPE = "{http://www.inkscape.org/namespaces/inkscape}"
_SHAPER = "{http://www.shapertools.com/namespaces/shaper}"


@dataclass
class _Found:
    """What lies on one layer, before loose lines are chained."""

    contours: list[Contour] = field(default_factory=list)
    circles: list[Circle] = field(default_factory=list)
    strokes: list[Stroke] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


def read_svg(source: bytes | Path, *, join: float = 0.05) -> Drawing:
    """Return what an SVG draws; layers are Inkscape's, or the colours of the lines.

    Raises:
        MobilierError: no SVG, or one that cannot be read.
    """
    from xml.etree.ElementTree import ParseError

    from svgelements import SVG

    where = source.name if isinstance(source, Path) else "SVG"
    data = source.read_bytes() if isinstance(source, Path) else source
    if len(data) > MOST_BYTES:
        size, most = len(data) / 1e6, MOST_BYTES / 1e6
        raise MobilierError.of("dxf-file", where, case="large", size=size, most=most)
    if b"<svg" not in data:
        raise MobilierError.of("svg-file", where, case="none", size=len(data))
    if b"<!ENTITY" in data:
        data = _without_entities(data)
    try:
        svg = SVG.parse(io.BytesIO(data), reify=True, ppi=PPI, width=1000, height=1000)
        walk = _SvgWalk(scale=_scale_of(data))
        walk.group(svg, "", {})
    except MobilierError:
        raise
    except ParseError as wrong:
        raise MobilierError.of("svg-file", where, case="broken", problem=str(wrong)[:200]) from wrong
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as wrong:
        problem = " ".join(str(wrong).split())[:200] or type(wrong).__name__
        raise MobilierError.of("svg-file", where, case="broken", problem=problem) from wrong
    layers = [_layer(name, found, join) for name, found in walk.found.items()]
    ledger = walk.tally.ledger
    stated = "mm" if _has_unit(data) else ""
    kept = tuple(k for k in layers if k.contours or k.circles or k.strokes or k.texts)
    return Drawing(
        layers=kept, units="mm", stated=stated, ledger=ledger, findings=tuple(left_out(ledger, where))
    )


def _without_entities(data: bytes) -> bytes:
    """Return the file without a document type: names for colours and namespaces (Illustrator) put in place.

    Only texts without further references are put in, so nothing grows.
    """
    text = data.decode("utf-8", errors="replace")
    named = dict(re.findall(r'<!ENTITY\s+(\w+)\s+"([^"&%]{0,200})"', text))
    text = re.sub(r"<!DOCTYPE[^\[>]*(\[.*?\])?\s*>", "", text, count=1, flags=re.DOTALL)
    return re.sub(r"&(\w+);", lambda m: named.get(m[1], m[0]), text).encode("utf-8")


def _root(data: bytes) -> str:
    found = re.search(rb"<svg\b[^>]*>", data, re.DOTALL)
    return found[0].decode("utf-8", errors="replace") if found else ""


def _has_unit(data: bytes) -> bool:
    """Whether the size of the page, or the figures of the lines, carry a unit."""
    root = _root(data)
    width = re.search(r"\bwidth\s*=\s*[\"']([^\"']*)", root)
    if width and _UNIT.search(width[1]):
        return True
    return "viewBox" not in root and re.search(rb'\bx1="[-\d.]+(mm|cm|in)"', data) is not None


def _scale_of(data: bytes) -> float:
    """Return mm in one px of svgelements; 1 where the file names no unit."""
    return 25.4 / PPI if _has_unit(data) else 1.0


class _SvgWalk:
    """Walks the tree; everything ends as lines, arcs and words on layers."""

    def __init__(self, scale: float) -> None:
        self.scale = scale
        self.found: dict[str, _Found] = defaultdict(_Found)
        self.tally = Tally()

    def group(self, group: Any, layer: str, shaper: dict[str, str]) -> None:
        """Take everything in a group; a layer of Inkscape gives its name to what is in it."""
        from svgelements import Group, Shape, SVGText, Use

        for e in group:
            own = _own(e)
            if own.get("display") == "none" or "display:none" in own.get("style", "").replace(" ", ""):
                self.tally.leave("hidden", type(e).__name__, layer)
                continue
            name = layer
            if own.get(f"{_INKSCAPE}groupmode") == "layer":
                name = own.get(f"{_INKSCAPE}label") or str(e.id or "") or layer
            cut = shaper | {k.removeprefix(_SHAPER): v for k, v in own.items() if k.startswith(_SHAPER)}
            if isinstance(e, Group | Use):
                self.group(e, name, cut)
            elif isinstance(e, SVGText):
                self._text(e, name)
            elif isinstance(e, Shape):
                why = self._shape(e, name or _colour(e, cut))
                if why:
                    self.tally.leave(why, type(e).__name__, name)
                else:
                    self.tally.read(type(e).__name__)
            elif type(e).__name__ in ("SVGImage", "Image"):
                self.tally.leave("kind", "Image", name)

    def _text(self, e: Any, layer: str) -> None:
        words = str(e.text or "").strip()
        if not words:
            self.tally.leave("empty", "Text", layer)
            return
        at = e.transform.point_in_matrix_space((float(e.x or 0), float(e.y or 0)))
        height = abs(float(e.font_size or 12.0)) * 0.7 * self.scale
        self.found[layer or "text"].texts.append(
            Text(float(at.x) * self.scale, -float(at.y) * self.scale, height, words)
        )
        self.tally.read("Text")

    def _shape(self, e: Any, layer: str) -> Reason | None:
        from svgelements import Circle as SvgCircle
        from svgelements import Path as SvgPath

        out = self.found[layer]
        path = SvgPath(e)
        path.reify()
        if isinstance(e, SvgCircle):
            x0, y0, x1, y1 = path.bbox()
            if abs((x1 - x0) - (y1 - y0)) < 1e-6 * max(1.0, x1 - x0):
                if (x1 - x0) * self.scale < TINY:
                    return "debris"
                s = self.scale
                out.circles.append(Circle((x0 + x1) / 2 * s, -(y0 + y1) / 2 * s, (x1 - x0) * s))
                return None
        drawn = 0
        for chain, closed in self._chains(path):
            drawn += _keep(out, chain, closed)
        return None if drawn else "debris"

    def _chains(self, path: Any) -> list[tuple[list[Vertex], bool]]:
        """Return each loop of a path as vertices with bulges, and whether it is closed."""
        from svgelements import Arc, Close, CubicBezier, Line, Move, QuadraticBezier

        out: list[tuple[list[Vertex], bool]] = []
        chain: list[Vertex] = []

        def end(closed: bool) -> None:
            if len(chain) > 1:
                out.append((list(chain), closed))

        for s in path:
            if isinstance(s, Move):
                end(False)
                chain = [self._vertex(s.end)] if s.end is not None else []
                continue
            if not chain and s.start is not None:
                chain = [self._vertex(s.start)]
            if isinstance(s, Close):
                end(True)
                chain = [self._vertex(s.end)] if s.end is not None else []
            elif isinstance(s, Line):
                chain.append(self._vertex(s.end))
            elif isinstance(s, Arc) and abs(float(s.rx) - float(s.ry)) <= 1e-6 * max(1.0, float(s.rx)):
                self._arc(chain, s)
            elif isinstance(s, Arc | CubicBezier | QuadraticBezier):
                n = self._steps(s)
                chain.extend(self._vertex(s.point(k / n)) for k in range(1, n + 1))
        end(False)
        return out

    def _arc(self, chain: list[Vertex], s: Any) -> None:
        """Add a circular arc, in pieces of at most half a turn; up is down in an SVG."""
        sweep = -float(s.sweep)
        pieces = max(1, math.ceil(abs(sweep) / math.pi - 1e-9))
        bulge = math.tan(sweep / pieces / 4)
        for k in range(1, pieces + 1):
            x, y, _ = chain[-1]
            chain[-1] = (x, y, bulge)
            chain.append(self._vertex(s.point(k / pieces) if k < pieces else s.end))

    def _steps(self, s: Any) -> int:
        """Return how many chords keep within ``SAGITTA`` mm of a curve."""
        points = [s.point(k / 16) for k in range(17)]
        bend = 0.0
        for a, b, c in zip(points, points[1:], points[2:], strict=False):
            bend = max(bend, math.hypot(a.x - 2 * b.x + c.x, a.y - 2 * b.y + c.y))
        mm = bend * (self.scale if self.scale != 1.0 else PIXELS["px"])
        # A chord over 1/16 of the curve is off by an eighth of its second difference; halves quarter it.
        return max(2, min(512, math.ceil(16 * math.sqrt(mm / 8 / SAGITTA))))

    def _vertex(self, p: Any) -> Vertex:
        return (float(p.x) * self.scale, -float(p.y) * self.scale, 0.0)


def _keep(out: _Found, chain: list[Vertex], closed: bool) -> int:
    """Add a chain as a ring or a stroke; return 1, or 0 when there is nothing to it."""
    kept = [v for k, v in enumerate(chain) if k == 0 or math.dist(v[:2], chain[k - 1][:2]) > 1e-9]
    if len(kept) > 2 and math.dist(kept[0][:2], kept[-1][:2]) < 1e-6:
        closed = True
        kept.pop()
    long = sum(math.dist(a[:2], b[:2]) for a, b in itertools.pairwise(kept))
    if long < TINY or len(kept) < 2:
        return 0
    if closed and (len(kept) > 2 or any(v[2] for v in kept)):
        out.contours.append(Contour(tuple(kept)))
    else:
        out.strokes.append(Stroke((*kept[:-1], (*kept[-1][:2], 0.0))))
    return 1


def _own(e: Any) -> dict[str, str]:
    """Return the attributes that stand at an element itself."""
    values = getattr(e, "values", None) or {}
    return {str(k): str(v) for k, v in (values.get("attributes") or {}).items() if v is not None}


def _colour(e: Any, shaper: dict[str, str]) -> str:
    """Return the name of a layer made from how a shape is drawn: cut type of Shaper, else its colour."""
    if "cutType" in shaper:
        depth = re.sub(r"[^\d.]", "", shaper.get("cutDepth", ""))
        return f"shaper {shaper['cutType']} {depth}".strip()
    for paint in (e.stroke, e.fill):
        if paint is not None and paint.value is not None:
            return str(paint.hexrgb).upper()
    return "#000000"


def _layer(name: str, found: _Found, join: float) -> Layer:
    strokes, _ = drop_copies(found.strokes)
    chains = join_strokes(strokes, join)
    return Layer(
        name=name,
        contours=(*found.contours, *chains.contours),
        circles=tuple(found.circles),
        strokes=chains.strokes,
        texts=tuple(found.texts),
    )
