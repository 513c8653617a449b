"""Layouts brought into their final form, and those that one program cuts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.nest.files import number
from mobilier.nest.layout import Layout


def finalize(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return layouts named S01, S02, …, rounded, placements sorted, copies numbered from 0."""
    copies: dict[str, int] = {}
    out = []
    for n, layout in enumerate(layouts, 1):
        rows = sorted(layout.placements, key=lambda p: (p.part, number(p.x), number(p.y), p.angle))
        placements = []
        for p in rows:
            copy = copies[p.part] = copies.get(p.part, -1) + 1
            angle = number(p.angle % 360, 6)
            placements.append(replace(p, copy=copy, x=number(p.x), y=number(p.y), angle=angle))
        out.append(replace(layout, name=f"S{n:02d}", placements=tuple(placements)))
    return tuple(out)


def merge_alike(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return each different layout once, with the number of sheets that are cut so."""
    return tuple(replace(group[0], copies=sum(x.copies for x in group)) for group in group_alike(layouts))


def spread_copies(layouts: Sequence[Layout]) -> tuple[Layout, ...]:
    """Return one layout a sheet, copies of parts counted through: the opposite of :func:`merged`."""
    return finalize([replace(x, copies=1) for x in layouts for _ in range(x.copies)])


def group_alike(layouts: Sequence[Layout]) -> tuple[tuple[Layout, ...], ...]:
    """Return layouts in groups that one program cuts: same sheet, same parts at the same places."""
    groups: dict[object, list[Layout]] = {}
    for layout in layouts:
        rows = tuple(sorted((p.part, p.x, p.y, p.angle, p.flipped) for p in layout.placements))
        groups.setdefault((layout.sheet.name, rows), []).append(layout)
    return tuple(tuple(group) for group in groups.values())
