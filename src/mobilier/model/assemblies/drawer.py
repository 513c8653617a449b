"""A drawer on slides: an inset front, a finger-jointed box with a grooved bottom, and its slides."""

from __future__ import annotations

from mobilier.model.assemblies.fixings import wood_screw
from mobilier.model.hardware import Hardware
from mobilier.model.joint import fingers, housed, screwed
from mobilier.model.mount import mounted_on
from mobilier.model.piece import Group
from mobilier.model.plate import Plate, opening, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

SLIDE = 13.0
"""mm. Room for one drawer slide."""

GROOVE = 5.0
"""mm. How far a drawer bottom sits in its sides."""


def drawer(
    k: int,
    bay: tuple[float, float, float, float],
    front_z: tuple[float, float],
    deep: tuple[float, float],
    boards: tuple[Material, Material, Material],
) -> Group:
    """An inset front of the main board, a finger-jointed box, a grooved bottom.

    ``bay`` in x and the air beside the front at both ends; ``deep``: where the front stands, the box's depth.
    """
    board, thin, sheet = boards
    t, s = board.thickness, thin.thickness
    (x0, x1, near, far), (z, high), (face, depth) = bay, front_z, deep
    zb, box = z + 20, high - 40
    middle = (x0 + x1) / 2
    grip = opening((middle - 55, middle + 55), (z + high - 73, z + high - 45), corner=14)
    front = plate(
        f"facade tiroir/{k}",
        board,
        x=(x0 + near, x1 - far),
        y=face,
        z=(z, z + high),
        corner=4,
        openings=[grip],
    )
    a, b, y0, y1 = x0 + SLIDE, x1 - SLIDE, face + t, face + t + depth
    one, other = (
        plate(f"cote tiroir/{k} {w}", thin, x=x, y=(y0, y1), z=(zb, zb + box))
        for w, x in (("left", a), ("right", b - s))
    )
    rear = plate(f"bout tiroir/{k} back", thin, x=(a, b), y=y1 - s, z=(zb, zb + box))
    inner = plate(f"bout tiroir/{k} front", thin, x=(a, b), y=y0, z=(zb, zb + box), openings=[grip])
    reach = s - GROOVE
    bottom = plate(f"fond tiroir/{k}", sheet, x=(a + reach, b - reach), y=(y0 + reach, y1 - reach), z=zb + 10)
    rows = (zb + 10 + sheet.thickness + 18, zb + box - 16)  # a driver passes over the bottom
    points = [(middle + i * 140, row) for i in (-1, 1) for row in rows]
    joints = [fingers(end, side) for end in (inner, rear) for side in (one, other)]
    joints += [housed(bottom, into=p) for p in (one, other, rear, inner)]
    joints.append(screwed(inner, front, by=wood_screw("screw-front", 4.0, 25.0, pilot=2.5), at=points))
    return Group([one, bottom, rear, inner, other, front], joints)


def slides_of(drawer: Group, walls: list[Plate]) -> Hardware:
    """A pair of slides between the sides of a drawer and the walls of its bay, half way up the front."""
    sides = [p for p in drawer.plates if p.name.startswith("cote")]
    (_, (y0, y1), (z0, z1)) = sides[0].box
    article = sold("slides", least={"load": 20.0}, near={"length": (y1 - y0) // 50 * 50})
    at = (y0 + 1 + (article.size.length or 0.0) / 2, (z0 + z1) / 2)
    mounts = []
    for side, wall, way in zip(sides, walls[:2], (1.0, -1.0), strict=True):
        mounts.append(mounted_on(wall, at, upper=way > 0, along=(way, 0)))
        mounts.append(mounted_on(side, at, upper=way < 0, along=(way, 0)))
    return Hardware(key="slides", quantity=1, article=article, mounts=tuple(mounts))
