"""Everything laid flat in one pile: what goes into a car."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.geometry.points import Vector
from mobilier.model.piece import Group, Motion
from mobilier.model.plate import Plate, turned


def flat_pile(plates: Sequence[Plate], whole: Sequence[Group] = ()) -> tuple[Motion, ...]:
    """Lay every plate flat, the deepest first, in rows and layers, and on top what stays ``whole``."""
    kept = {name for g in whole for name in g.names}
    motions: list[Motion] = []
    flat: list[tuple[float, float, Plate]] = []
    for p in (p for p in plates if p.name not in kept):
        lying = p
        for axis in _to_flat(p):
            lying = turned(lying, at=(0, 0, 0), along=axis, degrees=90)
            motions.append(Motion(plates=(p.name,), at=(0, 0, 0), along=axis, degrees=90, carried=True))
        (x0, x1), (y0, y1), _ = lying.box
        flat.append((y1 - y0, x1 - x0, lying))
    flat.sort(key=lambda f: (-round(f[0]), -round(f[1]), f[2].name))
    longest, deepest = max(f[1] for f in flat), flat[0][0]
    x = y = z = row = 0.0
    for deep, long, lying in flat:
        if x > 0 and x + long > longest:
            x, y = 0.0, y + row + 4
        if x == 0:
            if y + deep > deepest:
                y, z = 0.0, z + lying.thickness + 0.5
            row = deep
        (x0, _), (y0, _), (z0, _) = lying.box
        for axis, by in (((1, 0, 0), x - x0), ((0, 1, 0), y - y0), ((0, 0, 1), z - z0)):
            motions.append(Motion(plates=(lying.name,), at=(0, 0, 0), along=axis, slide=by, carried=True))
        x += long + 4
    top, y = z + max(f[2].thickness for f in flat) + 0.5, 0.0
    for group in whole:
        low = [min(p.box[k][0] for p in group.plates) for k in range(3)]
        for axis, by in (((1, 0, 0), -low[0]), ((0, 1, 0), y - low[1]), ((0, 0, 1), top - low[2])):
            motions.append(Motion(plates=group.names, at=(0, 0, 0), along=axis, slide=by, carried=True))
        y += max(p.box[1][1] for p in group.plates) - low[1] + 4
    return tuple(motions)


def _to_flat(p: Plate) -> list[Vector]:
    """Return the axes of the quarter turns that lay a plate flat, its long side along x."""
    spans = [b - a for a, b in p.box]
    if abs(p.normal[0]) > 0.5:  # x: turn about y, then its height lies along x
        return [(0, 1, 0)] if spans[2] >= spans[1] else [(0, 1, 0), (0, 0, 1)]
    if abs(p.normal[1]) > 0.5:
        return [(1, 0, 0)] if spans[0] >= spans[2] else [(1, 0, 0), (0, 0, 1)]
    return [] if spans[0] >= spans[1] else [(0, 0, 1)]
