"""Small pieces for tests: every joint word on plates of any size."""

from __future__ import annotations

from mobilier import (
    Bolt,
    Fixing,
    Material,
    Piece,
    Plate,
    bolted,
    dowelled,
    edge_screw,
    fingers,
    halved,
    housed,
    plate,
    screwed,
    sold,
    tabs,
    wedged,
)


def board(
    thickness: float = 18.0, *, clearance: float = 0.2, along: float = 0.5, name: str = "ply"
) -> Material:
    """A board measured once."""
    return Material(
        name=name,
        family="plywood",
        nominal=round(thickness),
        thickness=thickness,
        thickness_min=thickness,
        thickness_max=thickness,
        density=480,
        clearance=clearance,
        clearance_along=along,
        sheets=((2500, 1220),),
        source="test",
    )


def box(ply: Material, w: float = 400, d: float = 300, h: float = 250) -> Piece:
    """Four fingered sides, a bottom on tabs, a divider half-lapped with a rail and screwed down."""
    t = ply.thickness
    front = plate("end/front", ply, x=(0, w), y=0.0, z=(0, h))
    back = plate("end/back", ply, x=(0, w), y=d - t, z=(0, h))
    left = plate("side/left", ply, x=0.0, y=(0, d), z=(0, h))
    right = plate("side/right", ply, x=w - t, y=(0, d), z=(0, h))
    bottom = plate("bottom", ply, x=(0, w), y=(t, d - t), z=h / 4)
    rail = plate("rail", ply, x=(t, w - t), y=d / 2 - t / 2, z=(h / 2, h - 10))
    cross = plate("cross", ply, x=w / 2 - t / 2, y=(t, d - t), z=(h / 2 - 20, h - 20))
    joints = [fingers(e, s) for e in (front, back) for s in (left, right)]
    joints += [tabs(bottom, into=s) for s in (left, right)]
    joints += [halved(rail, cross, opens="+z")]
    return Piece(plates=[front, back, left, right, bottom, rail, cross], joints=joints)


def shelf(ply: Material, w: float = 500, d: float = 300, h: float = 400, reach: float = 6.0) -> Piece:
    """Two uprights, a housed shelf and a screwed top."""
    t = ply.thickness
    left = plate("upright/left", ply, x=0.0, y=(0, d), z=(0, h))
    right = plate("upright/right", ply, x=w - t, y=(0, d), z=(0, h))
    board_ = plate("shelf", ply, x=(t - reach, w - t + reach), y=(20, d - 20), z=h / 2)
    top = plate("top", ply, x=(0, w), y=(0, d), z=h)
    screw = edge_screw()
    return Piece(
        plates=[left, right, board_, top],
        joints=[
            housed(board_, into=left),
            housed(board_, into=right),
            screwed(top, left, by=screw),
            screwed(top, right, by=screw),
        ],
    )


def trestle(ply: Material, w: float = 600, d: float = 300, h: float = 500) -> Piece:
    """Two posts, a rail wedged through both, a top bolted on, a foot dowelled under each post."""
    t = ply.thickness
    left = plate("post/left", ply, x=100.0, y=(0, d), z=(t, h))
    right = plate("post/right", ply, x=w - 100 - t, y=(0, d), z=(t, h))
    rail = plate("rail", ply, x=(0, w), y=d / 2 - t / 2, z=(h / 2 - 80, h / 2 + 80))
    top = plate("top", ply, x=(0, w), y=(0, d), z=h)
    foot = plate("foot", ply, x=(0, w), y=(0, d), z=0.0)
    bolt = Bolt(key="bolt", article=sold("bolt-m8-captive", near={"length": 70.0}), nut=(13.0, 6.5))
    dowel = Fixing(key="dowel", article=sold("dowel-rod", cut=(40.0,)), diameter=8.0, pilot=8.0)
    posts = (left, right)
    return Piece(
        plates=[left, right, rail, top, foot],
        joints=[wedged(rail, into=p, wedge=ply, count=1, width=100, margin=20) for p in posts]
        + [bolted(top, p, by=bolt, count=2) for p in posts]
        + [dowelled(foot, p, by=dowel, count=3) for p in posts],
    )


def named(piece: Piece, name: str) -> Plate:
    """The plate of that name."""
    return next(p for p in piece.plates if p.name == name)
