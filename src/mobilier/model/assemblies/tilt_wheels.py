"""Wheels behind what stands on feet: it rolls once it is tipped back.

│ │
│ │         each wheel turns on a bolt in a plate that is bolted
─┤ ├──.      to the outer face of an upright, low at the back
│ │ (o)     and just off the floor
────┴─┴─────
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.geometry.contour import rounded
from mobilier.model.assemblies.stay import fitted_out
from mobilier.model.hardware import Mount
from mobilier.model.mount import mounted_on
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, Span, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

OFF = 5.5
"""mm. The wheels off the floor."""

RIM = 36.0
"""mm. Wood of a plate behind its axle."""

EDGE = 25.0
"""mm. Bolts from the edges of a plate."""


def tilt_wheels(
    uprights: Sequence[Plate], front: float, axle: float, z: Span, board: Material, *, load: float = 70.0
) -> Group:
    """Return a wheel for ``load`` kg, and its plate, on the outer face of each of two uprights (normal x).

    The plates reach from ``front`` (y) to behind the ``axle``, and over ``z``, mm.
    """
    made, hubs, held = Group(), list[Mount](), list[Mount]()
    wheel, (low, high) = sold("wheel", least={"load": load}, near={"diameter": 125.0}), z
    level, back = (wheel.size.diameter or 0.0) / 2 + OFF, axle + RIM
    for upright in uprights:
        (x0, x1), (_, behind), _ = upright.box
        right = x0 > 0
        outline = [(front, low), (back, low), (back, level + RIM), (axle - 40, high), (front, high)]
        made.plates.append(
            plate(
                f"flasque/{upright.name.partition('/')[2]}",
                board,
                x=x1 if right else x0 - board.thickness,
                y=(front, back),
                z=z,
                outline=rounded(outline, [20.0, 25.0, 25.0, 40.0, 20.0]),
                grain="y",
            )
        )
        rows = (front + EDGE, min(behind, axle) - 2 * EDGE)
        spots = [(y, h) for y in rows for h in (low + EDGE + 5, high - EDGE)]
        cheek, names = made.plates[-1], (upright.name,)
        held += [
            replace(mounted_on(cheek, spot, upper=right, along=(1.0, 0.0)), through=names)
            for spot in (spots[1], spots[2])
        ]
        hubs.append(mounted_on(made.plates[-1], (axle, level), upper=right, along=(1.0, 0.0)))
    bolt = sold("bolt-m8-wing", least={"length": 2 * board.thickness + 14})
    made.extras += [fitted_out("wheel", wheel, hubs), fitted_out("bolt-wheel", bolt, held)]
    return made
