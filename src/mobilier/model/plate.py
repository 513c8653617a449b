"""Plates: boards placed in the piece before any joint is cut."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour, ShortSideError, rounded
from mobilier.geometry.frame import Frame, dot
from mobilier.geometry.points import Point, Vector
from mobilier.profiles.types import Material

Span = tuple[float, float]
FAR = 1e5
"""mm. No plate is as large, nor as far from the origin of its piece."""

Axis = Literal["x", "y", "z"]
UNIT: dict[str, Vector] = {"x": (1.0, 0.0, 0.0), "y": (0.0, 1.0, 0.0), "z": (0.0, 0.0, 1.0)}
_FACES: dict[str, tuple[str, str]] = {"x": ("y", "z"), "y": ("x", "z"), "z": ("x", "y")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A round hole in a plate's face: piece-plane position (mm), diameter, depth (None: through).

    ``upper`` says from which face a blind hole is drilled.
    """

    at: Point
    diameter: float
    why: str
    depth: float | None = None
    upper: bool = True

    @property
    def through(self) -> bool:
        """Whether it goes right through the board."""
        return self.depth is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pocket:
    """Wood taken off a plate's upper face: area (CCW) less islands, in the plane of the plate, depth mm."""

    contour: Contour
    depth: float
    why: str
    islands: tuple[Contour, ...] = ()


def opening(first: Span, second: Span, *, corner: float) -> Contour:
    """Return a rounded rectangle to cut out: two spans in alphabetical order of their axes, mm."""
    (a0, a1), (b0, b1) = first, second
    return rounded([(a0, b0), (a1, b0), (a1, b1), (a0, b1)], corner)


@dataclass(frozen=True, slots=True, kw_only=True)
class Engraving:
    """Open strokes engraved in a plate's upper face: polylines in the plane of the plate, mm."""

    strokes: tuple[tuple[Point, ...], ...]
    depth: float
    why: str


@dataclass(frozen=True, kw_only=True)
class Plate:
    """A board in the piece: where it lies (frame), its outline and openings in its own plane.

    ``name`` is ``word`` or ``word/which``; plates of one word that come out equal are one part.
    ``face`` True: the upper face (frame normal) is the good one and parts are never mirrored.
    """

    name: str
    board: Material
    frame: Frame
    outline: Contour
    openings: tuple[Contour, ...] = ()
    holes: tuple[Hole, ...] = ()
    pockets: tuple[Pocket, ...] = ()
    engravings: tuple[Engraving, ...] = ()
    grain: Literal["u", "v"] | None = None
    face: bool = False

    @property
    def word(self) -> str:
        """What the part is called."""
        return self.name.partition("/")[0]

    @property
    def thickness(self) -> float:
        """Measured mean thickness in mm."""
        return self.board.thickness

    @property
    def somewhere(self) -> bool:
        """Whether every figure of it is finite, and less than 100 m."""
        rings = (self.outline, *self.openings, *(p.contour for p in self.pockets))
        figures = [x for ring in rings for v in ring.vertices for x in v]
        figures += [x for h in self.holes for x in (*h.at, h.diameter, h.depth or 0.0)]
        figures += [x for v in (self.frame.origin, self.frame.u, self.frame.v) for x in v]
        return all(math.isfinite(x) and abs(x) < FAR for x in figures)

    @property
    def normal(self) -> Vector:
        """Unit vector from the lower to the upper face."""
        return self.frame.normal

    @cached_property
    def slab(self) -> Span:
        """Extent along the normal, as dot products with it, mm."""
        low = dot(self.normal, self.frame.origin)
        return (low, low + self.thickness)

    @cached_property
    def box(self) -> tuple[Span, Span, Span]:
        """Bounding box in the piece, mm."""
        x0, y0, x1, y1 = self.outline.bounds
        corners = [
            self.frame.to_piece(u, v, w) for u in (x0, x1) for v in (y0, y1) for w in (0.0, self.thickness)
        ]
        spans = [(min(c[k] for c in corners), max(c[k] for c in corners)) for k in range(3)]
        return (spans[0], spans[1], spans[2])


def plate(  # one keyword a measure: the words that designs are written in
    name: str,
    board: Material,
    *,
    x: float | Span,
    y: float | Span,
    z: float | Span,
    corner: float | Sequence[float] = 0.0,
    outline: Sequence[Point] | Contour = (),
    openings: Sequence[Contour] = (),
    holes: Sequence[Hole] = (),
    engravings: Sequence[Engraving] = (),
    grain: Axis | Literal["long", "any"] = "long",
    face: bool = False,
) -> Plate:
    """Place a board along the axes: two spans give its face, the lone number where it begins.

    Outline, openings and holes are given in piece coordinates of the two spanned axes, in
    alphabetical order: (y, z), (x, z) or (x, y).  ``corner`` rounds the corners of the
    rectangle, one radius or one each from the low-low corner counter-clockwise.
    """
    given: dict[str, float | Span] = {"x": x, "y": y, "z": z}
    lone = [axis for axis, value in given.items() if not isinstance(value, tuple)]
    if len(lone) != 1:
        raise DesignError.of("plate", name, case="spans", count=len(lone))
    normal = lone[0]
    first, second = _FACES[normal]
    (a0, a1), (b0, b1) = given[first], given[second]  # type: ignore[misc]
    if a1 - a0 <= 0 or b1 - b0 <= 0:
        sizes = {"a0": a0, "a1": a1, "b0": b0, "b1": b1}
        raise DesignError.of("plate", name, case="nothing", first=first, second=second, **sizes)
    start = float(given[normal])  # type: ignore[arg-type]
    origin = {"x": 0.0, "y": 0.0, "z": 0.0, normal: start}
    if normal == "y":  # u × v = x × z = −y: the upper face looks to the front
        origin["y"] = start + board.thickness
    shape = _outline(name, (a0, b0, a1, b1), corner, outline)
    return Plate(
        name=name,
        board=board,
        frame=Frame((origin["x"], origin["y"], origin["z"]), UNIT[first], UNIT[second]),
        outline=shape,
        openings=tuple(openings),
        holes=tuple(holes),
        engravings=tuple(engravings),
        grain=_grain(name, grain, (first, second), (a1 - a0, b1 - b0)),
        face=face,
    )


def turned(plate: Plate, *, at: Vector, along: Vector, degrees: float) -> Plate:
    """Return the plate turned about an axis of the piece (right-hand rule, degrees)."""
    return replace(plate, frame=plate.frame.turned(at, along, degrees))


def _outline(
    name: str,
    box: tuple[float, float, float, float],
    corner: float | Sequence[float],
    outline: Sequence[Point] | Contour,
) -> Contour:
    if isinstance(outline, Contour):
        return outline.turned(ccw=True)
    x0, y0, x1, y1 = box
    points = list(outline) or [(x0, y0), (x1, y0), (x1, y1), (x0, y1)]
    try:
        return rounded(points, corner).turned(ccw=True)
    except ShortSideError as wrong:
        (x0, y0), (x1, y1) = wrong.start, wrong.end
        raise DesignError.of("plate", name, case="corner", x0=x0, y0=y0, x1=x1, y1=y1) from wrong


def _grain(
    name: str, grain: str, axes: tuple[str, str], size: tuple[float, float]
) -> Literal["u", "v"] | None:
    if grain == "any":
        return None
    if grain == "long":
        return "u" if size[0] >= size[1] else "v"
    if grain not in axes:
        raise DesignError.of("plate", name, case="grain", grain=str(grain), first=axes[0], second=axes[1])
    return "u" if grain == axes[0] else "v"
