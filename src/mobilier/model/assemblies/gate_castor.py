"""A sprung castor that carries the free edge of an upright wing over uneven ground.

Its plate is bolted through a block on the wing's inner face; closed it stands inside the piece.
"""

from __future__ import annotations

from mobilier.model.assemblies.fixings import wood_screw
from mobilier.model.hardware import Hardware, Mount
from mobilier.model.joint import screwed
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

RIM = 28.0
"""mm. Wood under and beside the bolts of the plate."""

EDGE = 17.0
"""mm. The screws of the block from its edges."""

HEAD = 15.0
"""mm. What a bolt needs beyond the boards: the castor's plate, a washer, the nut."""


def gate_castor(wing: Plate, x: float, board: Material) -> Group:
    """Return a castor, and its block, on the back (+y) face of a wing with its middle at ``x``.

    Raises:
        DesignError: no castor that is sold is as high as the wing's underside asks.
    """
    _, (_, face), (low, _) = wing.box
    nearest = sold("castor-gate")
    pitch = nearest.size.pitch
    assert pitch is not None, "a castor states its pitch"
    middle = low + RIM + pitch[1] / 2
    article = sold("castor-gate", least={"height": middle}, near={"height": middle})
    middle = article.size.height or middle
    wide, high = pitch[0] / 2 + RIM, pitch[1] / 2 + RIM
    block = plate(
        f"cale de roulette/{wing.name.partition('/')[2]}",
        board,
        x=(x - wide, x + wide),
        y=face,
        z=(middle - high, middle + high),
        corner=10,
        grain="z",
    )
    by = wood_screw("screw-block", 4.0, 30.0, pilot=2.5)
    low, top = middle - high + EDGE, middle + high - EDGE
    spots = [(x - wide + EDGE, middle), (x + wide - EDGE, middle), (x, low), (x, top)]
    castor = Mount(
        plate=block.name,
        at=(x, face + board.thickness, middle),
        out=(0.0, 1.0, 0.0),
        along=(0.0, 0.0, 1.0),
        through=(wing.name,),
    )
    bolt = sold("bolt-m6", least={"length": wing.thickness + board.thickness + HEAD})
    made = Group([block], [screwed(block, wing, by=by, at=spots)])
    made.extras += [
        Hardware(key="castor-wing", quantity=1, article=article, mounts=(castor,)),
        Hardware(key="bolt-wing", quantity=4, article=bolt, spare=1, holds="castor-wing"),
    ]
    return made
