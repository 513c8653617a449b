"""Gate legs and brackets: they turn out from the edges of a case and carry a leaf.

They hang in the inside corner between the end's inner face and their own back, off the ground; an
eccentric shoe of the same board comes down where the piece stands and levels it.

        end │                     shoe up: 75 above the ground, in transit
            │○═════════════╗      shoe down: on the floor, levelled by turning it
            │ leg   (○)    ║
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.points import Vector
from mobilier.model.assemblies.drop_leaf import pad
from mobilier.model.assemblies.fixings import butt_hinge
from mobilier.model.assemblies.stay import held, hooks
from mobilier.model.assemblies.turning import corner_hinged, free_places, hinge_room, knuckle, swung
from mobilier.model.hardware import Fixing, Mount
from mobilier.model.joint import screwed
from mobilier.model.piece import Group, Motion
from mobilier.model.plate import Hole, Plate, Span, opening, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

CLEAR = 75.0
"""mm. Under a leg in transit; a French sill is 20 high, cobbles and cable covers more."""

THROW = 44.0
"""mm. The bolt of a shoe stands this far from its middle."""

DROP = CLEAR - THROW
"""mm. How far the middle of a shoe that stands on the floor lies under its bolt."""

HOOK = (45.0, 24.0)
"""mm. The hook of a leg from its tip and its top; thin enough for the leaf that hangs before it."""

ARM = 60.0
"""mm. Wide parts of a bracket."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What the legs of a piece share: mm, degrees.  ``faces`` are the case's front and back."""

    board: Material
    faces: Span
    wide: float
    top: float
    degrees: float = 60.0
    standing: bool = True

    @property
    def by(self) -> Fixing:
        """The hinge, where there is room for it."""
        return butt_hinge(80.0)

    @property
    def small(self) -> Fixing:
        """The hinge where there is less."""
        return butt_hinge(60.0)

    @property
    def away(self) -> float:
        """From the end's inner face to where the leg begins, mm."""
        return hinge_room(self.by, self.degrees, self.board)

    @property
    def reach(self) -> float:
        """How far a leg's tip stands from the end's inner face, along the case, when it is out, mm."""
        r = knuckle(self.by)
        turn = math.radians(self.degrees)
        return r + (self.away - r + self.wide) * math.cos(turn) - r * math.sin(turn)


def gate_legs(
    gate: Gate,
    ends: Sequence[Plate],
    leaves: Group,
    taken: tuple[Sequence[Span], Sequence[Span]],
    pads: Material,
) -> Group:
    """Return the four legs of two ends (low x first), and screw pads where they bear under the leaves.

    ``taken``: the heights, in front and behind, where a hinge would meet something.
    """
    made = Group()
    for front, heights in zip((True, False), taken, strict=True):
        legs = [_leg(gate, end, near=end is ends[0], front=front, taken=heights) for end in ends]
        pad(leaves, front, [_tip(leg) for leg in legs], pads)
        made.extras.append(hooks([_hook(leg, leaves.plates[0 if front else 1], front) for leg in legs], 60.0))
        made.take(*legs)
    return made


def _hook(leg: Group, leaf: Plate, front: bool) -> Mount:
    """Return the footing of the hook that holds a leg to its leaf: flat on its outer face, near its tip.

    The leg turns no further: its near corner comes to rest on the end (`hinge_room`).
    """
    upright = leg.plates[0]
    (x0, x1), (y0, y1), (_, top) = upright.box
    near = leg.motions[0].at[0]
    way = 1.0 if abs(x0 - near) < abs(x1 - near) else -1.0
    tip = x1 if way > 0 else x0
    at = (tip - way * HOOK[0], y0 if front else y1, top - HOOK[1])
    hook = Mount(plate=upright.name, at=at, out=(0.0, -1.0 if front else 1.0, 0.0), along=(way, 0.0, 0.0))
    return held(hook, leaf, "bench")


def _leg(gate: Gate, end: Plate, *, near: bool, front: bool, taken: Sequence[Span]) -> Group:
    """Return a leg, or a bracket, on one edge of an end; ``near``: the end at low x.

    ``taken``: the heights where a hinge on the end's inner face would meet something.
    """
    t, b = gate.board.thickness, end.box[0]
    way, out = (1.0 if near else -1.0), (-1.0 if front else 1.0)
    face, x = gate.faces[0 if front else 1], b[1] if near else b[0]
    y = face - t if front else face
    x0 = x + gate.away if near else x - gate.away - gate.wide
    which = f"{'front' if front else 'back'} {end.name.partition('/')[2]}"
    low = CLEAR if gate.standing else end.box[2][0] + t + 10
    tip = x + way * (gate.away + gate.wide)
    bolt = (tip - way * (_rim(gate) + THROW / 2 + 6), CLEAR + _rim(gate))
    outline, *windows = _frame(x0, gate, low) if gate.standing else _bracket(x0, gate, low, near)
    leg = plate(
        f"{'pied-portillon' if gate.standing else 'console'}/{which}",
        gate.board,
        x=(x0, x0 + gate.wide),
        y=y,
        z=(low, gate.top),
        outline=outline,
        openings=windows,
        holes=[Hole(at=bolt, diameter=8.5, why="shoe")] if gate.standing else (),
        grain="z",
    )
    shoes = [_shoe(gate, which, bolt, y - t if front else y + t)] if gate.standing else []
    room = (max(low, end.box[2][0] + t) + 8, gate.top - 8)
    by, places = _hinges(gate, leg.name, room, taken)
    made = corner_hinged(
        leg,
        end,
        corner=(x, face, 0.0),
        into=(way, -out, 0.0),
        along=(0.0, 0.0, 1.0),
        degrees=way * out * gate.degrees,
        by=by,
        places=places,
        taking=shoes,
    )
    for shoe in shoes:
        made.plates.append(shoe)
        made.joints.append(screwed(shoe, leg, by=_wing_bolt(t), at=[bolt]))
        made.motions.append(_lowered(shoe, (bolt[0], face, bolt[1]), made.motions[0], -way))
    return made


def _hinges(gate: Gate, where: str, room: Span, taken: Sequence[Span]) -> tuple[Fixing, list[float]]:
    """Return the larger of the hinges that finds two free places, and where their middles are."""
    try:
        return gate.by, free_places(where, room, taken, gate.by)
    except DesignError:
        return gate.small, free_places(where, room, taken, gate.small)


def _tip(leg: Group) -> tuple[float, float]:
    """Return where the middle of a leg's tip carries the leaf when it is out (x, y), mm."""
    (x0, x1), (y0, y1), _ = leg.plates[0].box
    turn = leg.motions[0]
    tip = x1 - 30.0 if abs(x0 - turn.at[0]) < abs(x1 - turn.at[0]) else x0 + 30.0
    x, y, _ = swung((tip, (y0 + y1) / 2, 0.0), turn)
    return x, y


def _lowered(shoe: Plate, bolt: Vector, turn: Motion, way: float) -> Motion:
    """Return the turn of a shoe about its bolt, once its leg is out, past the hinge's side to the floor."""
    at, ahead = swung(bolt, turn), swung((bolt[0], bolt[1] + 1.0, bolt[2]), turn)
    along = (ahead[0] - at[0], ahead[1] - at[1], 0.0)
    down = 180.0 - math.degrees(math.acos(DROP / THROW))
    return Motion(plates=(shoe.name,), at=at, along=along, degrees=way * down)


def _rim(gate: Gate) -> float:
    """Return how far a bolt stands from an edge, mm."""
    return max(1.5 * gate.board.thickness, 25.0) + 5.5


def _shoe(gate: Gate, which: str, bolt: tuple[float, float], y: float) -> Plate:
    """Return the shoe, its middle straight above the bolt."""
    middle, radius = (bolt[0], bolt[1] + THROW), THROW + _rim(gate)
    return plate(
        f"semelle/{which}",
        gate.board,
        x=(middle[0] - radius, middle[0] + radius),
        y=y,
        z=(middle[1] - radius, middle[1] + radius),
        outline=Contour.circle(*middle, 2 * radius),
    )


def _wing_bolt(t: float) -> Fixing:
    article = sold("bolt-m8-wing", least={"length": 2 * t + 14})
    return Fixing(key="bolt-shoe", article=article, diameter=8.5, spare=1)


def _frame(x0: float, gate: Gate, low: float) -> list[Contour]:
    """The outline of a leg and its window: a light frame."""
    rail = min(2 * _rim(gate), gate.wide / 4)
    high = gate.top - rail
    return [
        opening((x0, x0 + gate.wide), (low, gate.top), corner=10),
        opening(
            (x0 + rail, x0 + gate.wide - rail), (low + rail, high), corner=min(40.0, gate.wide / 2 - rail - 1)
        ),
    ]


def _bracket(x0: float, gate: Gate, low: float, near: bool) -> list[Contour]:
    """An upright against the end, as high as it, and a triangle under the leaf."""
    top, wide = gate.top, gate.wide
    knee = max(top - wide, low + 20)
    points = [
        (x0, low),
        (x0 + ARM, low),
        (x0 + ARM, knee),
        (x0 + wide, top - ARM),
        (x0 + wide, top),
        (x0, top),
    ]
    if not near:
        points = [(2 * x0 + wide - x, z) for x, z in reversed(points)]
    return [rounded(points, 12.0)]
