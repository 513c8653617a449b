"""Footings of what is bought: the holes, pilots and nut slots that they want in the wood."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import replace

from mobilier.errors import DesignError
from mobilier.geometry.frame import Frame, cross, dot, plus, scaled
from mobilier.geometry.points import Point
from mobilier.model.contact import Edge
from mobilier.model.hardware import Hardware, Mount
from mobilier.model.joint_cuts import JointCut
from mobilier.model.plate import Hole, Plate
from mobilier.profiles.types import Article
from mobilier.wording import hint

PILOT = 3.2
"""mm. Holes up to this are pilots of screws."""

NUT_DEPTH, STEM_DEPTH, PLAY = 12.0, 28.0, 0.5
"""mm. How deep the captive nut of a foot and its stem sit in an edge, and the air about them."""


def lengthwise(article: Article) -> float:
    """Return how long an article is: what it is cut to, else its length, mm."""
    return article.cut[0] if article.cut else article.size.length or 0.0


def footing(mount: Mount) -> Frame:
    """Return the frame of a footing: u along the thing, v across it, its normal out of the wood."""
    return Frame(mount.at, mount.along, cross(mount.out, mount.along))


def mounted(
    plates: Iterable[Plate], bought: Iterable[Hardware]
) -> tuple[list[tuple[str, Hole]], list[JointCut]]:
    """Return the holes that footings want, each with its plate, and the nut slots of feet in edges.

    Raises:
        DesignError: a footing on a plate that the piece does not have.
    """
    known = {p.name: p for p in plates}
    holes: list[tuple[str, Hole]] = []
    slots: list[JointCut] = []
    for item in bought:
        for mount in item.mounts:
            for name in (mount.plate, *mount.through):
                if name not in known:
                    raise DesignError.of("mount-plate", item.key, name=name, hint=hint(name, known))
            if item.article.size.nut:
                slots += _slot(item.article, mount, known[mount.plate])
            else:
                holes += _holes(item, mount, known)
    return holes, slots


def _holes(item: Hardware, mount: Mount, known: Mapping[str, Plate]) -> Iterator[tuple[str, Hole]]:
    """Yield bolt holes through all plates of a footing, or pilots in the face that it sits on."""
    size, pilot, frame = item.article.size, item.article.series.pilot, footing(mount)
    scale = lengthwise(item.article) if item.article.cut else 1.0
    for u, v in size.screws:
        spot = frame.to_piece(u * scale, v)
        for name in (mount.plate, *mount.through):
            plate = known[name]
            x, y, _ = plate.frame.to_local(spot)
            facing = dot(mount.out, plate.normal)
            if size.hole:
                yield name, Hole(at=(x, y), diameter=size.hole, why=item.key)
            elif pilot and abs(facing) > 1 - 1e-6:
                depth = min(pilot.depth, plate.board.thickness_min - 3)
                yield (
                    name,
                    Hole(
                        at=(x, y),
                        diameter=pilot.diameter,
                        why=f"pilot {item.key}",
                        depth=depth,
                        upper=facing > 0,
                    ),
                )


def _slot(article: Article, mount: Mount, plate: Plate) -> list[JointCut]:
    """Return the T-slot of a foot's captive nut in the edge of a plate."""
    nut, into = article.size.nut, scaled(mount.out, -1.0)
    assert nut is not None
    edge = Edge(plate=plate, axis=into, side=1.0, along=mount.along, face=dot(into, mount.at))
    wide = (8.0 + PLAY, nut[0] + PLAY)
    return edge.slot(
        "foot", dot(mount.at, mount.along), wide, (STEM_DEPTH, NUT_DEPTH, NUT_DEPTH + nut[1] + PLAY)
    )


def pierced(holes: Sequence[Hole], faces: Set[bool]) -> Sequence[Hole]:
    """Return the holes of a plate; where it is worked from both faces, the pilots of one go right through.

    A router sees one face only: that of its pockets (``faces``, True: the upper), else the busier one.
    """
    blind = [h for h in holes if not h.through]
    if len(faces | {h.upper for h in blind}) < 2:
        return holes
    busier = sum(1 if h.upper else -1 for h in blind) >= 0
    kept = next(iter(faces)) if len(faces) == 1 else busier
    return [
        replace(h, depth=None) if not h.through and h.upper != kept and h.diameter <= PILOT else h
        for h in holes
    ]


def mounted_on(plate: Plate, at: Point, *, upper: bool, along: Point) -> Mount:
    """Return a footing on a face of a plate: its middle there and the way it lies, in the plate's plane."""
    f = plate.frame
    x, y, z = f.to_piece(*at, plate.thickness if upper else 0.0)
    way = plus(scaled(f.u, along[0]), f.v, along[1])
    return Mount(plate=plate.name, at=(x, y, z), out=f.normal if upper else scaled(f.normal, -1.0), along=way)
