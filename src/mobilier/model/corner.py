"""Where three plates meet: the first listed keeps the corner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import dot
from mobilier.geometry.points import Vector
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.overlap import TOUCH, Overlap, overlap_of, rectangle
from mobilier.model.plate import Plate, Span

PlatePair = frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class CornerMeeting:
    """The box three perpendicular plates share: who keeps it, and its spans by plate normal.

    ``housed`` names plates that only reach into the others' pockets: they always yield.
    """

    plates: tuple[Plate, Plate, Plate]
    spans: tuple[Span, Span, Span]
    keeper: str
    housed: frozenset[str]

    def area_on(self, plate: Plate, *, by: float) -> Contour:
        """Return the box as a rectangle of ``plate``'s face, grown by ``by`` mm (plate coordinates)."""
        (p, across), (q, along) = [
            ((s[0] - by, s[1] + by), other.normal)
            for other, s in zip(self.plates, self.spans, strict=True)
            if other.name != plate.name
        ]
        return rectangle(plate, across, along, p, q)


def find_meetings(plates: Sequence[Plate], joints: Sequence[Joint]) -> list[CornerMeeting]:
    """Return every box that three jointed plates share, in the order of the plates."""
    rank = {p.name: k for k, p in enumerate(plates)}
    words: dict[PlatePair, Joint] = {frozenset((j.a.name, j.b.name)): j for j in joints if j.word in CUTTING}
    overlaps = {pair: overlap_of(j.a, j.b) for pair, j in words.items()}
    near: dict[str, set[str]] = {}
    for pair in words:
        one, two = sorted(pair)
        near.setdefault(one, set()).add(two)
        near.setdefault(two, set()).add(one)
    by_name = {p.name: p for p in plates}
    found: list[CornerMeeting] = []
    for name in sorted(near, key=rank.__getitem__):
        for x, y in combinations(sorted(near[name], key=rank.__getitem__), 2):
            if rank[x] < rank[name] or frozenset((x, y)) not in words:
                continue
            trio = (by_name[name], by_name[x], by_name[y])
            meeting = _meeting(trio, overlaps, words)
            if meeting:
                found.append(meeting)
    return found


def _meeting(
    trio: tuple[Plate, Plate, Plate],
    overlaps: Mapping[PlatePair, Overlap | None],
    words: Mapping[PlatePair, Joint],
) -> CornerMeeting | None:
    spans: list[Span] = []
    for plate in trio:
        others = [o for o in trio if o is not plate]
        low, high = plate.slab
        for other in others:
            o = overlaps[frozenset((plate.name, other.name))]
            if o is None:
                return None
            s = o.through_a if o.a.name == plate.name else o.through_b
            low, high = max(low, s[0]), min(high, s[1])
        o = overlaps[frozenset(p.name for p in others)]
        assert o is not None
        run = _along(o, plate.normal)
        low, high = max(low, run[0]), min(high, run[1])
        if high - low < TOUCH:
            return None
        spans.append((low, high))
    housed = frozenset(
        words[frozenset(p)].a.name
        for p in combinations([t.name for t in trio], 2)
        if words[frozenset(p)].word == "housed"
    )
    return CornerMeeting(
        plates=trio,
        spans=(spans[0], spans[1], spans[2]),
        keeper=next(p.name for p in trio if p.name not in housed),
        housed=housed,
    )


def _along(overlap: Overlap, normal: Vector) -> Span:
    """Return the overlap's run as dot products with ``normal`` (parallel to it)."""
    sign = dot(overlap.along, normal)
    if abs(sign) < 0.999:  # not three perpendicular plates
        return (0.0, 0.0)
    low, high = overlap.run
    return (low, high) if sign > 0 else (-high, -low)
