"""What holds a moving plate where it should be: hooks, catches, bolts, straps, each with its footing.

Each says what it holds to what, and in which pose.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from mobilier.geometry.frame import Frame, cross, dot, plus, unit
from mobilier.geometry.points import Vector
from mobilier.model.assemblies.turning import swung
from mobilier.model.hardware import Hardware, Mount
from mobilier.model.piece import Motion
from mobilier.model.plate import Plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Article

BESIDE = 0.5
"""mm. Between a stop and what comes to rest on it."""


def held(mount: Mount, to: Plate, pose: str = "") -> Mount:
    """Return a footing of a thing that holds its plate to another in a pose (all: empty)."""
    return replace(mount, to=to.name, pose=pose)


def fitted_out(key: str, article: Article, mounts: Sequence[Mount]) -> Hardware:
    """Return a line of the list with one thing for each footing."""
    return Hardware(key=key, quantity=len(mounts), article=article, mounts=tuple(mounts))


def hooks(mounts: Sequence[Mount], long: float = 150.0) -> Hardware:
    """Return cabin hooks of about ``long`` mm."""
    return fitted_out("hook", sold("cabin-hook", near={"length": long}), mounts)


def stops(mounts: Sequence[Mount]) -> Hardware:
    """Return magnetic catches that stop what comes to rest on them and hold it there."""
    return fitted_out("stop", sold("magnetic-catch"), mounts)


def bolts(mounts: Sequence[Mount], long: float = 60.0) -> Hardware:
    """Return barrel bolts of about ``long`` mm; a footing's ``along`` is the way the bolt shoots."""
    return fitted_out("barrel-bolt", sold("barrel-bolt", near={"length": long}), mounts)


def hasp(mount: Mount) -> Hardware:
    """Return a hasp for a padlock."""
    return fitted_out("hasp", sold("hasp"), [mount])


def strap(key: str, one: Mount, other: Mount, long: float = 0.0) -> Hardware:
    """Return a rubber strap between two eyes, for ``long`` mm (0: as far as they are as modelled)."""
    far = long or sum((a - b) ** 2 for a, b in zip(one.at, other.at, strict=True)) ** 0.5
    return Hardware(key=key, quantity=1, article=sold("rubber-strap", cut=(far,)), mounts=(one, other))


def stop_beside(
    support: Plate, turn: Motion, ahead: Vector, carried: tuple[Plate, Sequence[Motion]], tip: Vector
) -> Mount:
    """Return the footing of a stop under a plate, where its support comes to rest: it turns no further.

    ``ahead``: the normal of the face that leads the support's turn, ``tip`` a point of that face at its
    upper end, both as modelled; ``carried``: the plate above and its motions.
    """
    leaf, motions = carried
    at, front = swung(tip, turn), swung(plus(tip, ahead), turn)
    out = plus(front, at, -1.0)
    under = (0.0, 0.0, -1.0)
    size = sold("magnetic-catch").size
    spot = plus(at, out, (size.width or 0.0) / 2 + BESIDE)
    mount = as_modelled(Mount(plate=leaf.name, at=spot, out=under, along=unit(cross(under, out))), motions)
    return replace(mount, to=support.name, at=_onto(leaf, mount))


def _onto(plate: Plate, mount: Mount) -> Vector:
    """Return the middle of a footing, moved along its normal to the face that it looks away from."""
    facing = dot(mount.out, plate.normal)
    level = plate.slab[1] if facing > 0 else plate.slab[0]
    return plus(mount.at, plate.normal, level - dot(mount.at, plate.normal))


def as_modelled(mount: Mount, motions: Sequence[Motion]) -> Mount:
    """Return a footing given where its plate comes to, as it lies in the modelled position.

    ``motions`` are those of its plate, in order.
    """
    frame = Frame(mount.at, unit(mount.along), unit(cross(mount.out, mount.along)))
    for motion in reversed(motions):
        frame = replace(motion, degrees=-motion.degrees, slide=-motion.slide).moved(frame)
    return replace(mount, at=frame.origin, along=frame.u, out=frame.normal)
