"""Two wings under a roof, hinged inside the sides of a house and rolling on sprung castors."""

from __future__ import annotations

from dataclasses import replace

from mobilier.geometry.contour import rounded
from mobilier.model.assemblies.fixings import butt_hinge, edge_screw
from mobilier.model.assemblies.gate_castor import gate_castor
from mobilier.model.assemblies.house import EAVES
from mobilier.model.assemblies.turning import corner_hinged, free_places, hinge_room
from mobilier.model.joint import screwed
from mobilier.model.piece import Group
from mobilier.model.plate import Hole, Plate, opening, plate
from mobilier.profiles.types import Material

WING_AIR = 12.0
"""mm. Between wings and roof."""

OPEN = 95.0
"""degrees. A wing opens so far."""

SHOULDER = 100.0
"""mm. A wing is lower near its hinge, to turn under the eaves."""

CASTOR_IN = 95.0
"""mm. A wing's castor from its free edge."""


def _edge(half: float, rise: float, board: Material) -> tuple[float, float]:
    """Where a wing ends near its hinge (x), and how much lower than the eaves it is there."""
    room = hinge_room(butt_hinge(100.0), OPEN, board)
    return half - board.thickness - room, 8 + (board.thickness + 0.3 * EAVES + 4) * rise


def eaves_fillers(pans: list[Plate], half: float, eave: float, rise: float, board: Material) -> Group:
    """Two plates under the pans close what the wings leave open at the eaves, clear of their turn."""
    made = Group()
    b, drop = _edge(half, rise, board)
    x, low = b - SHOULDER + 5, eave - drop + 4
    top, off = eave + (half - x) * rise, 26.0  # round the wing's inner corner
    points = [(x + off, low), (half, low), (half, eave), (x, top), (x, low + off)]
    for pan, way in zip(pans, (-1.0, 1.0), strict=True):
        filler = plate(
            f"closoir/{pan.name.partition('/')[2]}",
            board,
            x=_span(way * x, way * half),
            y=-board.thickness,
            z=(low, top),
            outline=[(way * u, z) for u, z in points],
            grain="x",
        )
        made.plates.append(filler)
        made.joints.append(screwed(pan, filler, by=edge_screw(margin=35.0), count=2))
    return made


def house_wings(
    half: float,
    z: tuple[float, float, float],
    sides: list[Plate],
    crossed: list[tuple[float, float]],
    board: Material,
) -> Group:
    """Two wings between the sides, hinged on their inner faces; the free edges roll on castors."""
    t = board.thickness
    by = butt_hinge(100.0)
    low, eave, ridge = z
    rise = (ridge - eave) / half
    made = Group()
    for side, way in zip(sides, (-1.0, 1.0), strict=True):
        a, (b, drop) = 1.5, _edge(half, rise, board)
        turn = b - SHOULDER
        points = [(a, low), (b, low), (b, eave - drop), (turn, eave - drop)]
        points += [(turn, eave - WING_AIR + SHOULDER * rise), (a, ridge - WING_AIR - a * rise)]
        shape = rounded([(way * x, zz) for x, zz in points], [15.0, 0.0, 15.0, 20.0, 15.0, 0.0])
        wing = plate(
            f"volet/{side.name[5:]}",
            board,
            x=_span(way * a, way * b),
            y=-t,
            z=(low, ridge),
            outline=shape,
            openings=[opening(_span(way * 60, way * 95), (980, 1100), corner=17)],
            holes=[Hole(at=(way * (a + 40), eave - 20), diameter=10.5, why="rod")],
            grain="z",
        )
        heights = free_places(wing.name, (low + 20, eave - drop - 10), crossed, by, number=3)
        hung = corner_hinged(
            wing,
            side,
            corner=(way * (half - t), 0.0, 0.0),
            into=(-way, 1.0, 0.0),
            along=(0.0, 0.0, 1.0),
            degrees=way * OPEN,
            by=by,
            places=heights,
        )
        castor = gate_castor(wing, way * (a + CASTOR_IN), board)
        made.take(hung, castor)
        made.motions[-1] = replace(made.motions[-1], plates=(wing.name, *castor.names))
    return made


def _span(a: float, b: float) -> tuple[float, float]:
    return (min(a, b), max(a, b))
