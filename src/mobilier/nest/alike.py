"""Sheets that one program cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.nest.layout import Layout


def merged(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return each different layout once, with the number of sheets that are cut so."""
    return tuple(replace(group[0], copies=sum(x.copies for x in group)) for group in identical(layouts))


def spread(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return one layout a sheet, copies of parts counted through: the opposite of :func:`merged`."""
    from mobilier.nest.best import finished

    return finished([replace(x, copies=1) for x in layouts for _ in range(x.copies)])


def identical(layouts: Sequence[Layout]) -> tuple[tuple[Layout, ...], ...]:
    """Return layouts in groups that one program cuts: same sheet, same parts at the same places."""
    groups: dict[object, list[Layout]] = {}
    for layout in layouts:
        rows = tuple(sorted((p.part, p.x, p.y, p.angle, p.flipped) for p in layout.placements))
        groups.setdefault((layout.sheet.name, rows), []).append(layout)
    return tuple(tuple(group) for group in groups.values())
