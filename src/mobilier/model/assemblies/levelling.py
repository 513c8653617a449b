"""Levelling feet in the lower edges of upright plates: the nut sits in a slot that the router cuts.

A stem screwed into the edge of plywood splits it; a slot right through has nothing to split.
"""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.model.assemblies.stay import fitted_out
from mobilier.model.hardware import Hardware, Mount
from mobilier.model.plate import UNIT, Axis, Plate
from mobilier.profiles.shop import sold


def levelling_feet(feet: Sequence[tuple[Plate, float]], along: Axis, height: float) -> Hardware:
    """Return feet about ``height`` mm high under plates, each so far along the plate's lower edge."""
    mounts = []
    for plate, at in feet:
        middle = [sum(span) / 2 for span in plate.box]
        middle["xyz".index(along)], middle[2] = at, plate.box[2][0]
        spot = (middle[0], middle[1], middle[2])
        mounts.append(Mount(plate=plate.name, at=spot, out=(0.0, 0.0, -1.0), along=UNIT[along]))
    return fitted_out("foot", sold("foot-m8", near={"height": height}), mounts)
