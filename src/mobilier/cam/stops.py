"""Places where operations may begin."""

from __future__ import annotations

from dataclasses import dataclass

from mobilier.geometry.points import Point


@dataclass(frozen=True, slots=True)
class Stop:
    """An operation as the way sees it: where it may begin, and where it then ends, mm."""

    entries: tuple[Point, ...]
    exits: tuple[Point, ...]
