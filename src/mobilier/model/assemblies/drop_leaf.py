"""Leaves that hang from the long edges of a level top and swing up flush with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.geometry.points import Point
from mobilier.model.assemblies.fixings import piano_hinge, wood_screw
from mobilier.model.assemblies.stay import held, hooks
from mobilier.model.assemblies.turning import corner_hinged, hinge_room
from mobilier.model.hardware import Hardware
from mobilier.model.joint import screwed
from mobilier.model.mount import mounted_on
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, plate
from mobilier.profiles.types import Material


def drop_leaves(top: Plate, wide: float, board: Material) -> Group:
    """Return two leaves, ``wide`` mm each, hung on piano hinges in the corner under the top's edges."""
    made = Group()
    (x0, x1), (y0, y1), (under, _) = top.box
    by = piano_hinge(x1 - x0)
    upper = under - hinge_room(by, 90, board)
    for side, y, low, way in (("front", y0, y0 - board.thickness, 1.0), ("back", y1, y1, -1.0)):
        leaf = plate(
            f"rallonge/{side}",
            board,
            x=(x0, x1),
            y=low,
            z=(upper - wide, upper),
            corner=(30, 30, 0, 0),
            grain="x",
        )
        hung = corner_hinged(
            leaf,
            top,
            corner=(0.0, y, under),
            into=(0.0, way, -1.0),
            along=(1.0, 0.0, 0.0),
            degrees=-way * 90,
            by=by,
        )
        made.plates += hung.plates
        made.joints += hung.joints
        made.motions += hung.motions
    return made


PAD = (40.0, 20.0)
"""mm. Half a pad, along the leaf and across it."""


def pad(leaves: Group, front: bool, spots: Sequence[Point], board: Material) -> None:
    """Screw pads under a leaf where legs come to bear, given where that is when it is up (x, y), mm.

    They take up the air between leg and leaf; when the leaf hangs they fall into the legs' windows.
    """
    k = 0 if front else 1
    leaf = leaves.plates[k]
    (_, (y0, y1), (_, upper)) = leaf.box
    edge, thin = (y1, board.thickness) if front else (y0, -board.thickness)
    by = wood_screw("screw-pad", 4.0, 16.0, pilot=2.5)
    made = []
    for n, (x, y) in enumerate(spots):
        z = upper - abs(edge - y)
        made.append(
            plate(
                f"cale/{'front' if front else 'back'} {n}",
                board,
                x=(x - PAD[0], x + PAD[0]),
                y=min(edge, edge + thin),
                z=(z - PAD[1], z + PAD[1]),
                corner=8,
            )
        )
        leaves.joints.append(screwed(made[-1], leaf, by=by, at=[(x - 22, z), (x + 22, z)]))
    leaves.plates += made
    turn = leaves.motions[k]
    leaves.motions[k] = replace(turn, plates=(*turn.plates, *(p.name for p in made)))


HOOK = 75.0
"""mm. The middle of a leaf's hook from the end's edge."""


def leaf_hooks(ends: list[Plate], leaves: Group, body: float, slides: list[float]) -> Hardware:
    """Hooks on the outer faces of the ends hold the hanging leaves; they keep off the screws of slides."""
    mounts = []
    for leaf, y, way in zip(leaves.plates[:2], (HOOK, body - HOOK), (-1.0, 1.0), strict=True):
        low = leaf.box[2][0] + 40
        level = next(z for z in (low, low + 26, low - 14) if all(abs(z - s) > 20 for s in slides))
        for end in ends:
            outer = mounted_on(end, (y, level), upper=end is ends[1], along=(way, 0))
            mounts.append(held(outer, leaf, "transit"))
    return hooks(mounts, 100.0)
