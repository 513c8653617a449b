"""Do the joints close?  As drawn and as a cutter leaves them.

Nothing here knows how the joints were cut: finished parts are put back in their places with
the largest measured thickness, and no two may share wood, in any pose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobilier.check.solid import SAME, Solid
from mobilier.check.solids import Measured, common_wood, layers, overlapping
from mobilier.check.tooling import Tooling
from mobilier.errors import Finding
from mobilier.geometry.frame import dot
from mobilier.model.joint import CUTTING, Joint
from mobilier.model.overlap import Overlap, boxes_meet, overlap_of, perpendicular
from mobilier.model.piece import Piece
from mobilier.model.plate import Plate
from mobilier.model.relief import relieve

TAPER = 8.0
"""mm. A wedge is this much wider at its thick end than at its seat, at most."""


def solids_of(
    piece: Piece,
    pose: str = "",
    *,
    tooling: Tooling | None = None,
    thickest: bool = False,
    until: int | None = None,
) -> list[Solid]:
    """Return every copy of every part in a pose, as ``tooling`` leaves it (None: as drawn).

    ``until``: only that many of the pose's motions are done.
    ``thickest``: with the largest measured thickness of each board in place of the mean.
    """
    play = {b.name: b.thickness_max - b.thickness if thickest else 0.0 for b in piece.boards}
    frames = piece.frames(pose, until)
    out = []
    for part in piece.parts:
        cut = relieve(part, tooling.relief, tooling.style) if tooling else part
        for shape, depth in layers(cut, tooling.diameter / 2 if tooling else 0.0, play[part.material]):
            out += [
                Solid(plate=i.plate, part=part, frame=frames[i.plate], shape=shape, depth=depth)
                for i in part.instances
            ]
    return out


def loose_overlaps(piece: Piece) -> list[Finding]:
    """Return an error for each overlap of two plates that not exactly one joint claims."""
    claims: dict[frozenset[str], list[Joint]] = {}
    for j in piece.joints:
        if j.word in CUTTING:
            claims.setdefault(frozenset((j.a.name, j.b.name)), []).append(j)
    found = []
    plates = list(piece.plates)
    for k, a in enumerate(plates):
        for b in plates[k + 1 :]:
            joints = claims.get(frozenset((a.name, b.name)), [])
            if len(joints) > 1:
                found.append(_twice(joints))
            if joints or not boxes_meet(a, b) or not perpendicular(a, b):
                continue
            o = overlap_of(a, b)
            if o is not None and not _shared_out(o, plates, claims, piece.joints):
                size = " × ".join(f"{s[1] - s[0]:.1f}" for s in (o.through_a, o.through_b, o.run))
                found.append(Finding.of("loose-overlap", f"{a.name}, {b.name}", size=size))
    return found


def _shared_out(
    o: Overlap, plates: Sequence[Plate], claims: Mapping[frozenset[str], object], joints: Sequence[Joint]
) -> bool:
    """Say whether other joints have shared an overlap out that has none of its own."""
    return _held_by_third(o, plates, claims) or _wedge_in(o, joints) or _at_a_seam(o, joints)


def _held_by_third(o: Overlap, plates: Sequence[Plate], claims: Mapping[frozenset[str], object]) -> bool:
    """Say whether a plate jointed to both holds the whole overlap: those joints have shared it out."""
    for c in plates:
        if {frozenset((c.name, o.a.name)), frozenset((c.name, o.b.name))} <= set(claims):
            with_a, with_b = overlap_of(o.a, c), overlap_of(o.b, c)
            if (
                with_a
                and with_b
                and _within(o.through_a, with_b)
                and _within(o.through_b, with_a)
                and abs(dot(o.along, c.normal)) > 1 - 1e-9
                and o.run[1] - o.run[0] < c.thickness + SAME
            ):
                return True
    return False


def _wedge_in(o: Overlap, joints: Sequence[Joint]) -> bool:
    """Say whether the overlap is a wedge in its tab's hole: outside the mate, as wide as the seat."""
    for j in joints:
        if j.word != "wedged" or j.a.name not in (o.a.name, o.b.name):
            continue
        side = dot(o.along, j.b.normal)
        if abs(side) < 1 - 1e-9:
            continue
        run = o.run if side > 0 else (-o.run[1], -o.run[0])
        beyond = min(abs(run[0] - j.b.slab[1]), abs(run[1] - j.b.slab[0]))
        if beyond < TAPER and run[1] - run[0] < j.seat + TAPER:
            return True
    return False


def _at_a_seam(o: Overlap, joints: Sequence[Joint]) -> bool:
    """Say whether the halves of spliced plates share the overlap out: a sibling's joint covers it."""
    seams = [(j.a, j.b) for j in joints if j.word == "spliced"]
    for a, b in ((o.a, o.b), (o.b, o.a)):
        for pair in seams:
            if b.name not in (pair[0].name, pair[1].name):
                continue
            sibling = pair[1] if b.name == pair[0].name else pair[0]
            if not any({j.a.name, j.b.name} == {a.name, sibling.name} for j in joints if j.word in CUTTING):
                continue
            other = overlap_of(a, sibling)
            if other is not None:
                mine = o.run if dot(other.along, o.along) > 0 else (-o.run[1], -o.run[0])
                run = other.run
                if run[0] - SAME <= mine[0] and mine[1] <= run[1] + SAME:
                    return True
    return False


def _within(span: tuple[float, float], other: Overlap) -> bool:
    """Say whether a plate's thickness in one overlap lies within another overlap's run."""
    length = other.run[1] - other.run[0]
    return span[1] - span[0] < length + SAME


def _twice(joints: Sequence[Joint]) -> Finding:
    where = f"{joints[0].a.name}, {joints[0].b.name}"
    return Finding.of("double-joint", where, count=len(joints), words=", ".join(j.word for j in joints))


def clashes(piece: Piece, pose: str, known: Measured | None = None) -> list[Finding]:
    """Return an error for each pair of parts that share wood in a pose, as drawn, at mean thickness.

    ``known``: what pairs share that were measured in other poses (see `overlapping`).
    """
    solids = solids_of(piece, pose)
    ids = {s.plate: s.part.id for s in solids}
    return [
        Finding.of(
            "clash",
            f"{ids[c.a]} {c.a}, {ids[c.b]} {c.b}",
            case="flat",
            volume=float(c.volume),
            depth=float(c.depth),
            pose=pose,
        )
        for c in overlapping(solids, known)
    ]


def closures(piece: Piece, tooling: Tooling | None = None) -> list[Finding]:
    """Return an error for each joint that stays open with the thickest board that was measured.

    Judges the joints as ``tooling`` leaves them; without it as drawn.
    """
    solids: dict[str, list[Solid]] = {}
    for s in solids_of(piece, tooling=tooling, thickest=True):
        solids.setdefault(s.plate, []).append(s)
    found = []
    for joint in piece.joints:
        if joint.word not in CUTTING:
            continue
        pairs = [common_wood(a, b) for a in solids[joint.a.name] for b in solids[joint.b.name]]
        worst = max((c.depth for c in pairs if c), default=0.0)
        if worst:
            a, b = (f"{solids[p.name][0].part.id} {p.name}" for p in (joint.a, joint.b))
            case, cutter = ("machined", tooling.diameter) if tooling else ("drawn", 0.0)
            found.append(
                Finding.of("joint-stays-open", f"{a}, {b}", case=case, depth=float(worst), cutter=cutter)
            )
    return found


def floors(piece: Piece) -> list[Finding]:
    """Return an error for each pocket whose floor is too thin on the thinnest board that was measured.

    A floor keeps at least 5 mm and a third of the board (docs/sources.md, joints).
    """
    thinnest = {b.name: b.thickness_min for b in piece.boards}
    found = []
    for part in piece.parts:
        need = max(5.0, part.thickness / 3)
        for f in part.features:
            floor = thinnest[part.material] - (f.depth or 0.0)
            if f.kind == "pocket" and floor < need:
                found.append(
                    Finding.of(
                        "thin-floor", f"{part.id} {part.name}", floor=float(floor), why=f.why, need=need
                    )
                )
    return found


def fit_findings(piece: Piece, tooling: Tooling | None = None) -> list[Finding]:
    """Return everything that keeps the joints of a piece from closing, in every pose."""
    found = loose_overlaps(piece)
    known: Measured = {}
    for pose in piece.poses:
        found += clashes(piece, pose.name, known)
    if not found:  # what clashes as drawn needs no second verdict
        found += closures(piece, tooling)
    return found + floors(piece)
