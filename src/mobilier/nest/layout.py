"""Layouts: which copy of which part lies where on which sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from mobilier.geometry.frame import Transform
from mobilier.geometry.region import Region
from mobilier.model.part import Part
from mobilier.profiles.types import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A shape to nest: the part as the cutter leaves it (relieved), and how it may lie.

    ``rotations`` are the allowed angles in degrees on a sheet whose grain runs along x;
    None means any angle.
    """

    id: str
    region: Region
    quantity: int
    material: str
    rotations: tuple[float, ...] | None = (0.0, 90.0, 180.0, 270.0)
    mirror: bool = False
    group: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placement:
    """One copy of a part on a sheet: flipped, turned about its origin, then moved (mm)."""

    part: str
    copy: int
    x: float
    y: float
    angle: float = 0.0
    flipped: bool = False

    @property
    def transform(self) -> Transform:
        """The transform from part to sheet coordinates."""
        return Transform(self.x, self.y, self.angle, self.flipped)


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One sheet and the parts on it.  ``name`` is S01, S02, …; ``copies`` sheets are cut alike."""

    name: str
    sheet: Sheet
    placements: tuple[Placement, ...]
    copies: int = 1

    @property
    def title(self) -> str:
        """The name, and how many sheets are cut so: S01 × 3."""
        return self.name if self.copies == 1 else f"{self.name} × {self.copies}"


def used_share(layouts: Iterable[Layout], parts: Mapping[str, Part]) -> float:
    """Return the share of the sheets' area that becomes parts, 0 to 1; ``parts`` as they are cut."""
    cut = [(x.copies, x.sheet.area, sum(parts[p.part].region.area for p in x.placements)) for x in layouts]
    return sum(n * wood for n, _, wood in cut) / sum(n * whole for n, whole, _ in cut)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spacing:
    """Distances a layout keeps, mm.

    ``gap`` between parts (cutter + lab figure); ``margin`` from each edge of the sheet:
    left, front, right, back; ``keep_out`` rectangles (low x, low y, high x, high y) that no
    part may touch.
    """

    gap: float
    margin: tuple[float, float, float, float]
    keep_out: tuple[tuple[float, float, float, float], ...] = ()


Effort = Literal["quick", "normal", "high"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Budget:
    """How long to search: an effort (counted iterations, same answer everywhere) or seconds."""

    effort: Effort = "normal"
    seconds: float | None = None
    seed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Nesting:
    """The answer of :func:`mobilier.nest.nest`: layouts of one material and how good they are.

    ``bound`` is a number of sheets no layout can beat; ``engine`` says who found it;
    ``timed`` is True when the result depended on a clock.
    """

    layouts: tuple[Layout, ...]
    bound: int
    engine: str
    timed: bool
    seconds: float
