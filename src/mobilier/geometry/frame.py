"""Placing: plane transforms of sheets and rigid frames of the piece."""

from __future__ import annotations

import math
from dataclasses import dataclass

from mobilier.geometry.points import Point, Vector

_QUARTERS = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}


@dataclass(frozen=True, slots=True)
class Transform:
    """Mirror x → −x (if flipped), turn by ``angle`` degrees CCW, then move by (x, y) mm."""

    x: float = 0.0
    y: float = 0.0
    angle: float = 0.0
    flipped: bool = False

    @property
    def cos_sin(self) -> tuple[float, float]:
        """Cosine and sine of the angle, exact at quarter turns."""
        turn = self.angle % 360
        if turn in _QUARTERS:
            return _QUARTERS[int(turn)]
        return (math.cos(math.radians(turn)), math.sin(math.radians(turn)))

    def apply(self, point: Point) -> Point:
        """Return the moved point in mm."""
        c, s = self.cos_sin
        px = -point[0] if self.flipped else point[0]
        return (self.x + c * px - s * point[1], self.y + s * px + c * point[1])

    def turn(self, vector: Point) -> Point:
        """Return the vector mirrored and turned, not moved."""
        c, s = self.cos_sin
        vx = -vector[0] if self.flipped else vector[0]
        return (c * vx - s * vector[1], s * vx + c * vector[1])

    def undo(self, point: Point) -> Point:
        """Return the point that :meth:`apply` moves to ``point``."""
        c, s = self.cos_sin
        dx, dy = point[0] - self.x, point[1] - self.y
        px, py = c * dx + s * dy, -s * dx + c * dy
        return (-px if self.flipped else px, py)


def dot(a: Vector, b: Vector) -> float:
    """Scalar product."""
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def cross(a: Vector, b: Vector) -> Vector:
    """Vector product."""
    return (
        a[1] * b[2] - a[2] * b[1],
        a[2] * b[0] - a[0] * b[2],
        a[0] * b[1] - a[1] * b[0],
    )


def plus(a: Vector, b: Vector, scale: float = 1.0) -> Vector:
    """Return a + scale·b."""
    return (a[0] + scale * b[0], a[1] + scale * b[1], a[2] + scale * b[2])


def scaled(a: Vector, by: float) -> Vector:
    """Return by·a."""
    return (a[0] * by, a[1] * by, a[2] * by)


def unit(a: Vector) -> Vector:
    """Return a divided by its length."""
    return scaled(a, 1 / math.sqrt(dot(a, a)))


@dataclass(frozen=True, slots=True)
class Frame:
    """Where a plate lies in the piece: an origin and two unit axes, right-handed, mm.

    Local coordinates are (u, v, w): u and v span the face that lies up on the router,
    w runs along the normal u × v from the lower face (0) to the upper face (thickness).
    """

    origin: Vector
    u: Vector
    v: Vector

    @property
    def normal(self) -> Vector:
        """Unit vector from the lower to the upper face."""
        return cross(self.u, self.v)

    def to_piece(self, u: float, v: float, w: float = 0.0) -> Vector:
        """Return piece coordinates of a local point."""
        p = plus(plus(self.origin, self.u, u), self.v, v)
        return plus(p, self.normal, w) if w else p

    def to_local(self, point: Vector) -> Vector:
        """Return local coordinates of a piece point."""
        d = plus(point, self.origin, -1.0)
        return (dot(d, self.u), dot(d, self.v), dot(d, self.normal))

    def moved(self, by: Vector) -> Frame:
        """Return the frame shifted by a piece vector."""
        return Frame(plus(self.origin, by), self.u, self.v)

    def turned(self, axis_point: Vector, axis: Vector, degrees: float) -> Frame:
        """Return the frame turned about an axis of the piece (right-hand rule)."""
        return Frame(
            plus(rotated(plus(self.origin, axis_point, -1.0), axis, degrees), axis_point),
            rotated(self.u, axis, degrees),
            rotated(self.v, axis, degrees),
        )


def rotated(a: Vector, axis: Vector, degrees: float) -> Vector:
    """Return ``a`` turned about the unit vector ``axis`` (Rodrigues' formula)."""
    c, s = Transform(angle=degrees).cos_sin
    k = unit(axis)
    out = plus(scaled(a, c), cross(k, a), s)
    return plus(out, k, dot(k, a) * (1 - c))
