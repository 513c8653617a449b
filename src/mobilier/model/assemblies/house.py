"""A house: its back, whole or in halves, its front gable, and two pans of a roof on both."""

from __future__ import annotations

import math

from mobilier.geometry.contour import Contour, rounded
from mobilier.model.assemblies.fixings import edge_screw, wood_screw
from mobilier.model.joint import screwed
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, plate, turned
from mobilier.profiles.types import Material

EAVES = 42.0
"""mm. The roof reaches out over the closed wings."""

WIDEST = 1190.0
"""mm. What a sheet of 1220 gives: a wider back is made in two halves."""


def house_back(
    half: float, depth: float, z: tuple[float, float, float], rim: float, porthole: bool, board: Material
) -> Group:
    """The back, house-shaped; in two halves with a strip over their joint where a sheet is too narrow."""
    t = board.thickness
    low, eave, ridge = z
    inward = t + 10  # the fingers begin above the base
    if 2 * half <= WIDEST:
        points = [
            (-half + inward, low),
            (half - inward, low),
            (half - inward, low + t + 1),
            (half, low + t + 1),
            (half, eave),
        ]
        points += [(0.0, ridge), (-half, eave), (-half, low + t + 1), (-half + inward, low + t + 1)]
        eye = [Contour.circle(0.0, eave + 30, 140.0)] if porthole else []
        return Group(
            [
                plate(
                    "fond",
                    board,
                    x=(-half, half),
                    y=depth - t,
                    z=(low, ridge),
                    outline=points,
                    openings=eye,
                    grain="z",
                )
            ]
        )
    halves = []
    for which, way in (("left", -1.0), ("right", 1.0)):
        points = [
            (0.0, low),
            (way * (half - inward), low),
            (way * (half - inward), low + t + 1),
            (way * half, low + t + 1),
        ]
        points += [(way * half, eave), (0.0, ridge)]
        x = (0.0, half) if way > 0 else (-half, 0.0)
        halves.append(
            plate(f"fond/{which}", board, x=x, y=depth - t, z=(low, ridge), outline=points, grain="z")
        )
    high = ridge - 60 * math.tan((ridge - eave) / half) - 40
    strip = plate("couvre-joint", board, x=(-60, 60), y=depth, z=(low + t + 30, high), corner=15, grain="z")
    n = 8
    joints = []
    for back, row in zip(halves, (-30.0, 30.0), strict=True):
        points = [(row, low + t + 80 + k * (high - low - t - 130) / (n - 1)) for k in range(n)]
        joints.append(screwed(strip, back, by=wood_screw("screw-strip", 4.0, 30.0, pilot=2.5), at=points))
    return Group([*halves, strip], joints)


def front_gable(half: float, z: tuple[float, float], porthole: bool, board: Material) -> Plate:
    """The front gable: stiffens the roof, arched below, with a round window."""
    eave, ridge = z
    low, inner = eave - 150, half - board.thickness - 1
    shoulder = eave + (half - inner) * (ridge - eave) / half
    points = [
        (-half, low),
        (-half + 110, low),
        (-half + 190, eave - 70),
        (half - 190, eave - 70),
        (half - 110, low),
        (half, low),
        (half, eave - 20),
        (inner, eave - 20),
        (inner, shoulder),
        (0.0, ridge),
        (-inner, shoulder),
        (-inner, eave - 20),
        (-half, eave - 20),
    ]
    radii = [0.0, 20.0, 40.0, 40.0, 20.0, *[0.0] * 8]
    eye = [Contour.circle(0.0, eave + 30, 140.0)] if porthole else []
    return plate(
        "pignon avant",
        board,
        x=(-half, half),
        y=40.0,
        z=(low, ridge),
        outline=rounded(points, radii),
        openings=eye,
        grain="x",
    )


def pitched_roof(
    half: float, depth: float, ridge: float, pitch: float, gable: Plate, backs: Group, over: float
) -> Group:
    """Two pans lie on the gables' slopes and are screwed into their edges; they reach ``over`` the sides."""
    board = gable.board
    t = board.thickness
    made = Group()
    slope = math.radians(pitch)
    long = (half + over - t * math.sin(slope)) / math.cos(slope)
    rests = backs.plates if len(backs.plates) == 1 else backs.plates[:2]
    for k, (which, way) in enumerate((("left", -1.0), ("right", 1.0))):
        x = (0.0, long) if way > 0 else (-long, 0.0)
        pan = plate(
            f"pan de toit/{which}",
            board,
            x=x,
            y=(-EAVES, depth + 20),
            z=ridge,
            corner=(0, 30, 30, 0) if way > 0 else (30, 0, 0, 30),
            grain="x",
        )
        pan = turned(pan, at=(0.0, 0.0, ridge), along=(0.0, 1.0, 0.0), degrees=way * pitch)
        back = rests[0] if len(rests) == 1 else rests[k]
        made.plates.append(pan)
        made.joints += [screwed(pan, rest, by=edge_screw(), count=3) for rest in (gable, back)]
    return made
