"""Does it stand in wind and against a push?  How much ballast, how large, and where?

Pressure 0.613 v² Pa (v in m/s) with a drag factor of 1.3 for flat panels (trade knowledge), on
the silhouette seen from the front.  A push of 200 N at 1.5 m: project constant after the NF EN
1023 test of screens.  Only boards and ballast hold it down; hardware and contents come on top.
"""

from __future__ import annotations

from dataclasses import dataclass

from mobilier.check.body import GRAVITY, mass_and_centre
from mobilier.check.fit import solids_of
from mobilier.errors import Finding
from mobilier.model.piece import Piece, Requirement

PRESSURE = 0.613
DRAG = 1.3
PUSH = 200.0
PUSH_HEIGHT = 1500.0
SAFE_WIND, SAFE_PUSH = 1.5, 1.0
SAND = 1.6
"""kg per litre of dry sand."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stand:
    """Moments in N·m that tip a piece backward or forward, and what ballast must add (kg)."""

    wind: float
    push: float
    held: float
    ballast: float


def silhouette(piece: Piece, pose: str) -> tuple[float, float]:
    """Return the area seen from the front in m² and the height of its middle in m."""
    import shapely

    shapes = [s.seen((1.0, 0.0, 0.0), (0.0, 0.0, 1.0)) for s in solids_of(piece, pose)]
    shape = shapely.union_all([g.buffer(0.01) for g in shapes])
    return shape.area * 1e-6, shape.centroid.y / 1000


def stands(piece: Piece, r: Requirement) -> tuple[Stand, Stand]:
    """Return how the piece stands over its rear edge ``y1`` and over its front edge ``y0``."""
    v = r.values
    area, height = silhouette(piece, r.pose)
    wind = PRESSURE * v["speed"] ** 2 * DRAG * area * height
    top = piece.extent(r.pose)[1][2]
    push = PUSH * min(PUSH_HEIGHT, top) / 1000
    mass, centre = mass_and_centre(piece, r.pose)
    both = []
    for edge, sign in ((v["y1"], 1.0), (v["y0"], -1.0)):
        held = mass * GRAVITY * sign * (edge - centre[1]) / 1000
        arm = sign * (edge - v["ballast_y"]) / 1000
        lack = max(SAFE_WIND * wind, SAFE_PUSH * push) - held
        both.append(Stand(wind=wind, push=push, held=held, ballast=max(0.0, lack / (GRAVITY * arm))))
    return both[0], both[1]


def ballast(piece: Piece, r: Requirement) -> list[Finding]:
    """Print the ballast that holds the piece to ``speed`` m/s, and refuse what finds no place."""
    worst = max(stands(piece, r), key=lambda s: s.ballast)
    v = r.values
    need = worst.ballast
    litres, room, speed = need / SAND, float(v["room"]), float(v["speed"])
    told = {
        "kilos": need,
        "litres": litres,
        "room": room,
        "speed": speed,
        "wind": worst.wind,
        "push": worst.push,
        "held": worst.held,
        "margin": SAFE_WIND,
    }
    if litres > room + 1e-6:
        return [Finding.of("ballast", piece.name, level="error", case="no-room", **told)]
    case = "sand" if need else "none"
    fold = speed * 3.6
    return [Finding.of("ballast", piece.name, level="note", case=case, pose=r.pose, fold=fold, **told)]
