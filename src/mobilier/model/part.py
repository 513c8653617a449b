"""Parts: finished flat pieces of board, before any cutter is chosen.

A part lies in its own plane: x and y in mm from the corner of its bounding box, seen from
the face that lies up on the router; depths are measured down from that face.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame
from mobilier.geometry.points import Point
from mobilier.geometry.region import Region
from mobilier.profiles.types import Relief

FeatureKind = Literal["cutout", "pocket", "hole", "engraving"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something cut into a part from its upper face.

    ``cutout``: through, ``contours[0]`` runs clockwise.  ``pocket``: area of
    ``contours[0]`` (CCW) less the islands that follow, ``depth`` mm deep.  ``hole``: one
    circle, drilled or bored; ``depth`` None means through.  ``engraving``: open strokes,
    ``strokes`` (m polylines), ``depth`` mm deep.  ``why`` names the joint or purpose.
    """

    kind: FeatureKind
    why: str
    contours: tuple[Contour, ...] = ()
    strokes: tuple[tuple[Point, ...], ...] = ()
    depth: float | None = None

    @property
    def through(self) -> bool:
        """Whether it goes right through the board."""
        return self.depth is None

    @property
    def recess(self) -> bool:
        """Whether it is a pocket or blind hole: wood taken off the upper face, with a floor left."""
        return self.kind in ("pocket", "hole") and not self.through

    def depth_in(self, thickness: float) -> float:
        """Return how deep it goes in mm into a board of ``thickness`` mm."""
        return thickness if self.depth is None else self.depth

    @property
    def circle(self) -> tuple[float, float, float]:
        """Centre x, centre y, diameter of a hole in mm."""
        found = self.contours[0].as_circle
        assert found is not None, "a hole is a circle"
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """A sharp inside corner that a mate must be able to fill.

    Two sides of the opening meet at ``at``; ``along`` and ``across`` are the unit directions
    in which they leave it.  A relief is a disc of radius r through ``at``: its centre lies at
    at + r·(along + across)/|along + across| (dogbone), at + r·along (T-bone across: bites the
    long wall) or at + r·across (T-bone along: lengthens the opening).  ``only_along`` allows
    at + r·along alone: at the root of a tab, whose flank leaves along ``across`` and must stay
    whole.  ``depth`` None: a corner of the outline or of a cutout; else of a pocket that deep.
    ``joint`` names the joint it belongs to; ``style`` is its own relief where it asks for one.
    """

    at: Point
    along: Point
    across: Point
    joint: str
    only_along: bool = False
    depth: float | None = None
    style: Relief | None = None

    @property
    def through(self) -> bool:
        """Whether the opening of this corner goes right through the board."""
        return self.depth is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instance:
    """One copy of a part in the piece: its plate's name and where the part frame lies."""

    plate: str
    frame: Frame


@dataclass(frozen=True, kw_only=True)
class Part:
    """A finished part and every copy of it in the piece.  Quantity = len(instances)."""

    id: str
    name: str
    material: str
    thickness: float
    outline: Contour
    features: tuple[Feature, ...] = ()
    corners: tuple[Corner, ...] = ()
    grain: Literal["x", "y"] | None = None
    instances: tuple[Instance, ...] = ()

    @property
    def quantity(self) -> int:
        """How many copies the piece needs."""
        return len(self.instances)

    @cached_property
    def region(self) -> Region:
        """What is left of the board right through: the outline less cutouts and through holes."""
        holes = [f.contours[0].turned(ccw=False) for f in self.features if f.through]
        return Region(self.outline, tuple(holes))

    @property
    def size(self) -> tuple[float, float]:
        """Length along x and y of the bounding box, mm."""
        x0, y0, x1, y1 = self.outline.bounds
        return (x1 - x0, y1 - y0)

    @cached_property
    def volume(self) -> float:
        """Wood left, mm³ (pockets, blind holes taken off; engravings ignored)."""
        gone = 0.0
        for f in self.features:
            if f.recess:
                area = abs(f.contours[0].area) - sum(abs(c.area) for c in f.contours[1:])
                gone += area * f.depth_in(self.thickness)
        return self.region.area * self.thickness - gone
