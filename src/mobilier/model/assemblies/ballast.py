"""Trays for sandbags: between two posts, or outside each of them."""

from __future__ import annotations

from mobilier.model.clamp import clamped
from mobilier.model.hardware import Bolt
from mobilier.model.joint import tabs
from mobilier.model.piece import Group
from mobilier.model.plate import Span, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material


def nut_bolt() -> Bolt:
    """An M8 bolt whose nut sits in a slot of the mate's edge."""
    article = sold("bolt-m8-captive", near={"length": 60.0})
    return Bolt(key="bolt", article=article, nut=(13.0, 6.5), spare=2)


def ballast_tray(inner: float, y: Span, z: tuple[float, float, float], rim: float, board: Material) -> Group:
    """Front wall, rear panel and the tray between them, for sandbags.

    ``z``: where they begin, how high the wall is, where the panel ends, mm.
    """
    t, (low, lip, high) = board.thickness, z
    wall = plate("lisse", board, x=(-inner, inner), y=y[0], z=(low, low + lip))
    panel = plate("panneau de fond", board, x=(-inner, inner), y=y[1], z=(low, high), grain="x")
    tray = plate("bac de lest", board, x=(-inner, inner), y=(y[0], y[1] + t), z=low + rim)
    joints = [tabs(tray, into=p, margin=120) for p in (wall, panel)]
    return Group([tray, wall, panel], joints)


def side_tray(
    side: int, across: tuple[float, float, float], depth: float, long: float, z: Span, board: Material
) -> Group:
    """A passage has its ballast outside the posts: a tray with tabs in the post, and its wall."""
    inner, outer, far = across
    t = board.thickness
    which = "left" if side < 0 else "right"
    ends, step = (-long / 2 + 8, long / 2 - 8), depth - 12
    free = outer + 0.5
    points = [(free, ends[0]), (far, ends[0]), (far, ends[1]), (free, ends[1])]
    points += [(free, step), (inner, step), (inner, -step), (free, -step)]
    shape = points if side > 0 else [(-x, y) for x, y in reversed(points)]
    x = (inner, far) if side > 0 else (-far, -inner)
    wall = plate(
        f"paroi/{which}",
        board,
        x=far - t if side > 0 else -far,
        y=(-long / 2, long / 2),
        z=z,
        corner=(10, 10, 40, 40),
        grain="y",
    )
    tray = plate(f"bac lateral/{which}", board, x=x, y=ends, z=z[0] + 40, outline=shape, grain="y")
    return Group([tray, wall], [clamped(tray, wall, by=nut_bolt(), count=2)])
