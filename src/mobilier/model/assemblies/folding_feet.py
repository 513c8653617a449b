"""Feet that turn out from two posts, or fold flat between them, with what holds them either way."""

from __future__ import annotations

from mobilier.geometry.contour import rounded
from mobilier.model.assemblies.levelling import levelling_feet
from mobilier.model.assemblies.posts import BUTTRESS, FOOT, lower_posts
from mobilier.model.assemblies.stay import bolts, held, strap
from mobilier.model.assemblies.turning import corner_hinged, free_places
from mobilier.model.hardware import Fixing, Hardware, Mount
from mobilier.model.mount import mounted_on
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, plate
from mobilier.profiles.types import Material

EYE, EYE_Z = 52.0, 325.0
"""mm. The eye of a strap on a foot: from the post, and how high; the other foot folds over below it."""

HEEL = 75.0
"""mm. The back feet are cut out for the axle this far."""

LATCH, LATCH_Z = 60.0, 245.0
"""mm. The middle of a foot's bolt: from the post, and how high."""


def folding_feet(
    posts: Group, inner: float, deep: tuple[float, float, float], by: Fixing, board: Material
) -> Group:
    """Four buttresses hinged on the posts' inner faces: out on the floor, or flat between the posts."""
    made = Group()
    latches: list[Mount] = []
    levellers: list[tuple[Plate, float]] = []
    depth, reach, aside = deep
    lower = lower_posts(posts)
    for side, way in (("left", 1.0), ("right", -1.0)):
        more = aside if side == "right" else 0.0
        x, face = (-inner - board.thickness, -inner) if side == "left" else (inner, inner)
        for which, sign in (("front", -1.0), ("back", 1.0)):
            near, far = depth + more, depth + reach
            heel = near + HEEL if sign > 0 else near  # the axle passes under the back feet
            points = [(heel, FOOT), (far, FOOT), (far, FOOT + 50), (near + 45, BUTTRESS), (near, BUTTRESS)]
            radii = [15.0, 10.0, 25.0, 25.0, 0.0]
            if sign > 0:
                points += [(near, FOOT + HEEL + 20), (heel, FOOT + HEEL + 20)]
                radii += [0.0, 20.0]
            shape = rounded([(sign * y, z) for y, z in points], radii)
            foot = plate(
                f"contrefort/{side} {which}",
                board,
                x=x,
                y=(near, far) if sign > 0 else (-far, -near),
                z=(FOOT, BUTTRESS),
                outline=shape,
                grain="z",
            )
            hung = corner_hinged(
                foot,
                lower[side],
                corner=(face, sign * near, 0.0),
                into=(way, -sign, 0.0),
                along=(0.0, 0.0, 1.0),
                degrees=-sign * way * 90,
                by=by,
                places=free_places(foot.name, (FOOT + HEEL + 40, BUTTRESS - 10), (), by),
            )
            made.take(hung)
            latch = mounted_on(
                foot, (sign * (near + LATCH), LATCH_Z), upper=side == "right", along=(-sign, 0.0)
            )
            latches.append(held(latch, lower[side], "deployed"))
            levellers.append((foot, sign * (far - 80)))
    levellers += [(post, 0.0) for post in lower.values()]
    made.extras += [bolts(latches, 100.0), levelling_feet(levellers, "y", FOOT), *_straps(made, inner, deep)]
    return made


def _straps(feet: Group, inner: float, deep: tuple[float, float, float]) -> list[Hardware]:
    """A strap holds each pair of folded buttresses together, front and back."""
    depth, _, aside = deep
    bought, apart = [], 2 * (inner - EYE) + aside  # of the eyes when the feet are folded
    for which, sign in (("front", -1.0), ("back", 1.0)):
        left, right = (
            next(p for p in feet.plates if p.name == f"contrefort/{side} {which}")
            for side in ("left", "right")
        )
        one, other = (
            mounted_on(p, (sign * (depth + EYE), EYE_Z), upper=p is right, along=(0.0, 1.0))
            for p in (left, right)
        )
        pair = (held(one, right, "compact"), held(other, left, "compact"))
        bought.append(strap("strap", *pair, long=apart))
    return bought
