"""What a DXF holds, as values: closed contours, circles, strokes and texts on named layers, in mm."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from mobilier.dxf.ledger import Ledger
from mobilier.errors import Finding
from mobilier.geometry.contour import Contour, Segment
from mobilier.geometry.points import Bounds, Point, Vertex

GRAIN = 1e-3
"""mm. Two shapes whose vertices agree this closely are one shape drawn twice."""

Shape = TypeVar("Shape")


@dataclass(frozen=True, slots=True)
class Circle:
    """A whole circle: centre and diameter in mm."""

    x: float
    y: float
    diameter: float

    @property
    def contour(self) -> Contour:
        """The circle as a counter-clockwise ring."""
        return Contour.circle(self.x, self.y, self.diameter)


@dataclass(frozen=True, slots=True)
class Stroke:
    """An open chain of lines and arcs: (x, y, bulge) vertices in mm, the last bulge unused.

    ``handle`` is that of the entity it begins with, in the file it was read from.
    """

    vertices: tuple[Vertex, ...]
    handle: str = field(default="", compare=False)

    @staticmethod
    def through(points: Iterable[Point]) -> Stroke:
        """Return straight lines through ``points``."""
        return Stroke(tuple((float(x), float(y), 0.0) for x, y in points))

    @property
    def segments(self) -> tuple[Segment, ...]:
        """The lines and arcs in order."""
        v = self.vertices
        return tuple(Segment(a[:2], b[:2], a[2]) for a, b in itertools.pairwise(v))

    def reversed(self) -> Stroke:
        """Return the same stroke run the other way."""
        v = self.vertices
        bulges = [0.0 - v[k - 1][2] for k in range(len(v) - 1, 0, -1)]
        ends = zip(v[::-1], [*bulges, 0.0], strict=True)
        return Stroke(tuple((*p[:2], b) for p, b in ends), handle=self.handle)

    @property
    def points(self) -> tuple[Point, ...]:
        """The vertices without their bulges."""
        return tuple((x, y) for x, y, _ in self.vertices)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: lower left corner, height of a capital in mm, and the words."""

    x: float
    y: float
    height: float
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Layer:
    """Everything on one layer.  ``colour`` is an AutoCAD colour index (1…255)."""

    name: str
    colour: int = 7
    contours: tuple[Contour, ...] = ()
    circles: tuple[Circle, ...] = ()
    strokes: tuple[Stroke, ...] = ()
    texts: tuple[Text, ...] = ()

    @property
    def rings(self) -> tuple[Contour, ...]:
        """Closed shapes, circles as rings of two arcs."""
        return (*self.contours, *(c.contour for c in self.circles))

    @property
    def lines(self) -> tuple[Stroke, ...]:
        """Every path as a line to follow: the strokes, and closed shapes back to where they begin.

        A letter O is engraved as a stroke and read back as a ring.
        """
        closed = (Stroke((*c.vertices, (*c.vertices[0][:2], 0.0))) for c in self.rings)
        return (*self.strokes, *closed)

    @property
    def bounds(self) -> Bounds | None:
        """Bounding box in mm of what is drawn (texts left out), or None when nothing is."""
        boxes = [c.bounds for c in self.rings]
        boxes += [s.bounds for k in self.strokes for s in k.segments]
        return _around(boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Layers in drawing order, the unit the file stated, and what was odd about it.

    Coordinates are always mm; ``units`` is what they were converted from.  ``stated`` is the unit
    that the file itself names, empty where it names none; ``imperial``: it says that much alone.
    """

    layers: tuple[Layer, ...]
    units: str = "mm"
    findings: tuple[Finding, ...] = field(default=())
    ledger: Ledger = field(default=Ledger())
    stated: str = ""
    imperial: bool = False

    def layer(self, name: str) -> Layer:
        """Return the layer called ``name``; an empty one when there is none."""
        return next((k for k in self.layers if k.name == name), Layer(name=name))

    @property
    def bounds(self) -> Bounds | None:
        """Bounding box in mm of every layer together."""
        return _around([b for k in self.layers if (b := k.bounds)])


def _around(boxes: list[Bounds]) -> Bounds | None:
    if not boxes:
        return None
    x0, y0, x1, y1 = zip(*boxes, strict=True)
    return (min(x0), min(y0), max(x1), max(y1))


def shape_key(shape: Contour | Circle | Stroke) -> tuple[object, ...]:
    """Return the same key for shapes that cover the same path, wherever they start.

    Vertices are compared on a grid of 1 µm; two circles of arcs count as the circle.
    """
    if isinstance(shape, Circle):
        return ("circle", _grid(shape.x), _grid(shape.y), _grid(shape.diameter))
    if isinstance(shape, Contour):
        round_ = shape.as_circle
        if round_:
            return ("circle", *(_grid(v) for v in round_))
    v = shape.vertices
    after = (*v[1:], v[0]) if isinstance(shape, Contour) else v[1:]
    pieces: list[tuple[tuple[int, int], ...]] = []
    for (x0, y0, bulge), (x1, y1, _) in zip(v, after, strict=False):
        a, b = (_grid(x0), _grid(y0)), (_grid(x1), _grid(y1))
        ends = (a, b) if a <= b else (b, a)
        if bulge:
            x, y = Segment((x0, y0), (x1, y1), bulge).point(0.5)
            pieces.append((*ends, (_grid(x), _grid(y))))
        else:
            pieces.append(ends)
    pieces.sort()
    return (type(shape).__name__, *pieces)


def drop_copies(shapes: Iterable[Shape]) -> tuple[tuple[Shape, ...], int]:
    """Return the shapes each once, in order, and how many copies were dropped."""
    seen: set[tuple[object, ...]] = set()
    kept: list[Shape] = []
    total = 0
    for shape in shapes:
        total += 1
        key = shape_key(shape)  # type: ignore[arg-type]
        if key not in seen:
            seen.add(key)
            kept.append(shape)
    return tuple(kept), total - len(kept)


def _grid(value: float) -> int:
    return math.floor(value / GRAIN + 0.5)
