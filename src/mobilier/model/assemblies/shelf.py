"""Shelves on tabs in a spine and two ends, and an upright that slides in before them."""

from __future__ import annotations

from mobilier.model.assemblies.fixings import edge_screw
from mobilier.model.joint import halved, screwed, tabs
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, plate
from mobilier.profiles.types import Material


def tabbed_shelves(
    levels: list[float],
    spine: Plate,
    ends: list[Plate],
    across: tuple[float, float],
    deep: tuple[float, float, float],
    board: Material,
) -> Group:
    """Shelves tabbed into the spine and the ends; the back ones only where a shelf is of use."""
    spine_y, t, behind = deep
    made = Group()
    (x0, x1), long = across, across[1] - across[0]
    wide, c = min(4 * t, long / 14), t + 1  # the corners keep off those where spine and ends meet
    for k, z in enumerate(levels):
        sides = [("avant", 0.0, spine_y + t, spine_y - 1, 4)]
        if behind - spine_y - t >= 80:
            sides.append(("arriere", behind, spine_y, spine_y + t + 1, 2))
        for where, free, far, inner, number in sides:
            shape = [(x0, free), (x1, free), (x1, inner), (x1 - c, inner), (x1 - c, far)]
            shape += [(x0 + c, far), (x0 + c, inner), (x0, inner)]
            y = (min(free, far), max(free, far))
            shelf = plate(f"etagere {where}/{k}", board, x=across, y=y, z=z, outline=shape)
            margin = long / (2 * number) - wide / 2 - c  # the tabs of one shelf fall between the other's
            made.plates.append(shelf)
            made.joints += [tabs(shelf, into=end, count=1) for end in ends]
            made.joints.append(tabs(shelf, into=spine, count=number, width=wide, margin=margin))
    return made


def slide_in_upright(
    x: float,
    deep: float,
    z: tuple[float, float],
    spine: Plate,
    lid: Plate,
    base: Plate,
    shelves: Group,
) -> Group:
    """An upright that slides in from the front: open half-laps along y, then the top goes on."""
    t, (low, high) = spine.thickness, z
    free = max([low, *(p.box[2][1] + 30 for p in shelves.plates)])  # its tabs stand above the shelves'
    near = deep - t - 1
    foot = [(near, low), (near, free), (deep, free)] if shelves.plates else [(deep, low)]
    shape = [(0.0, low), *foot, (deep, high), (0.0, high)]
    upright = plate("separateur", spine.board, x=x, y=(0, deep), z=z, outline=shape, grain="z")
    joints = [
        tabs(upright, into=spine, count=1),
        tabs(upright, into=lid, count=1),
        screwed(base, upright, by=edge_screw(), count=2),
    ]
    joints += [halved(upright, s, opens="+y") for s in shelves.plates if "avant" in s.name]
    return Group([upright], joints)
