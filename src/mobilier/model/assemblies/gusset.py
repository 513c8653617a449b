"""Triangles that turn out under a drop leaf, each on a cleat that carries its hinges on faces.

leaf ─────────────┬── fixed
╲    gusset │▐ cleat, screwed to the side
╲        │▐
"""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.geometry.contour import rounded
from mobilier.model.assemblies.fixings import butt_hinge, wood_screw
from mobilier.model.assemblies.stay import BESIDE, held, stop_beside, stops
from mobilier.model.assemblies.turning import corner_hinged
from mobilier.model.hardware import Mount
from mobilier.model.joint import screwed
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, Span, plate
from mobilier.profiles.shop import sold

CLEAT = 60.0
"""mm. How deep a cleat is."""


def cleat_gussets(
    sides: Sequence[Plate], at: Span, reach: float, high: float, leaf: Group, *, degrees: float
) -> Group:
    """Return a gusset inside each of two sides (left, right), which turns out by ``degrees`` to the front.

    ``at``: where the cleats begin (y) and the underside of what they stand under (z); a magnetic stop
    under the ``leaf`` keeps each where it carries, another on its side where it is folded.
    """
    made, halts = Group(), list[Mount]()
    start, under = at
    low, top, y = under - high, under - 0.5, start + CLEAT
    points = [(y, low), (y + 50, low), (y + reach, under - 45), (y + reach, top), (y, top)]
    for side, way in zip(sides, (-1.0, 1.0), strict=True):
        board, which = side.board, side.name.partition("/")[2]
        t, inner = board.thickness, min(abs(x) for x in side.box[0])
        x = inner - t if way > 0 else -inner
        cleat = plate(f"tasseau/{which}", board, x=x, y=(start, y - 0.5), z=(low, under), grain="z")
        gusset = plate(
            f"gousset/{which}",
            board,
            x=x,
            y=(y, y + reach),
            z=(low, top),
            outline=rounded(points, [10.0, 25.0, 15.0, 10.0, 0.0]),
            grain="z",
        )
        spots = [(start + 18.0, low + high * share) for share in (0.12, 0.5, 0.88)]
        screw = wood_screw("screw-cleat", 4.0, 30.0, pilot=2.5)
        turning = corner_hinged(
            gusset,
            cleat,
            corner=(way * (inner - t), y, 0.0),
            into=(-way, 0.0, 0.0),
            along=(0.0, 0.0, 1.0),
            degrees=way * degrees,
            by=butt_hinge(),
            count=2,
        )
        made.take(Group([cleat], [screwed(cleat, side, by=screw, at=spots)]), turning)
        tip = (way * (inner - t), y + reach - 60, top)
        carried = (leaf.plates[0], leaf.motions)
        size = sold("magnetic-catch").size
        beside = (way * inner, y + reach + BESIDE + (size.width or 0.0) / 2, under - 25.0)
        shut = Mount(plate=side.name, at=beside, out=(-way, 0.0, 0.0), along=(0.0, 0.0, 1.0))
        halts.append(held(shut, gusset, "closed"))
        stop = stop_beside(gusset, turning.motions[0], (-way, 0.0, 0.0), carried, tip)
        halts.append(held(stop, gusset, "open"))
    made.extras.append(stops(halts))
    return made
