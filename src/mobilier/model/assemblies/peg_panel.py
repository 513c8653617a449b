"""A panel with holes for pegs on a bench; in transit it stands behind."""

from __future__ import annotations

from mobilier.model.joint import tabs
from mobilier.model.piece import Group, Motion
from mobilier.model.plate import Hole, Plate, plate
from mobilier.profiles.types import Material

PANEL = 420.0
"""mm. The tool panel stands this high above the bench."""


def peg_panel(
    lid: Plate, across: tuple[float, float], y: float, stowed: tuple[float, float], board: Material
) -> Group:
    """A panel with holes for pegs; its tabs stand in slots of the top, in transit in the back bay."""
    (x0, x1), (top, bench) = across, lid.box[2]
    n = int((x1 - x0 - 120) // 90)
    start = (x0 + x1 - (n - 1) * 90) / 2
    holes = [
        Hole(at=(start + 90 * i, bench + 80 + 80 * j), diameter=20.4, why="peg")
        for j in range(4)
        for i in range(n)
    ]
    panel = plate(
        "panneau outils",
        board,
        x=(x0, x1),
        y=y,
        z=(top, bench + PANEL),
        corner=(0, 0, 40, 40),
        holes=holes,
        grain="x",
    )
    lowered = Motion(
        plates=(panel.name,), at=(0, 0, 0), along=(0, stowed[0] - y, stowed[1] - top), slide=1.0, carried=True
    )
    way = ((stowed[0] - y) ** 2 + (stowed[1] - top) ** 2) ** 0.5
    lowered = Motion(plates=(panel.name,), at=lowered.at, along=lowered.along, slide=way, carried=True)
    return Group([panel], [tabs(panel, into=lid, count=3)], [lowered])
