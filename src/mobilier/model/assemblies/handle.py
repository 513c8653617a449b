"""Handles at the ends of a case, cut out for a whole hand."""

from __future__ import annotations

from mobilier.errors import DesignError
from mobilier.model.joint import tabs
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, opening, plate
from mobilier.profiles.types import Material


def end_handles(
    ends: list[Plate], length: float, handle: float, body: float, z: float, board: Material, rim: float
) -> Group:
    """A rail at each end, tabbed through the end panel; its slot takes a whole hand."""
    t, inset = board.thickness, ends[0].box[0][0]
    wide = min(35.0, handle + inset - 2 * rim)
    if wide < 22:
        raise DesignError.of("hand-slot", f"handle {handle:g}", wide=wide, rim=rim, more=22 - wide)
    made = Group()
    for end, x0, x1, slot_x in (
        (ends[0], -handle, inset + t, rim - handle),
        (ends[1], length - inset - t, length + handle, length + handle - rim - wide),
    ):
        slot = opening((slot_x, slot_x + wide), (body / 2 - 200, body / 2 + 200), corner=wide / 2)
        grip = plate(
            f"poignee/{end.name[6:]}",
            board,
            x=(x0, x1),
            y=(0, body),
            z=z,
            corner=(25, 0, 0, 25) if end is ends[0] else (0, 25, 25, 0),
            openings=[slot],
            grain="y",
        )
        made.plates.append(grip)
        made.joints.append(tabs(grip, into=end, count=2))
    return made
