"""Plates too long for a sheet or a bed: cut in two, fingered together again, a strip over the seam."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import dot, scaled, unit
from mobilier.geometry.points import Point
from mobilier.geometry.region import intersection
from mobilier.model.contact import CONTACTS, contact_of, cut_contact
from mobilier.model.hardware import Fixing, Hardware, Mount
from mobilier.model.hinge import hinge_spans
from mobilier.model.joint import CUTTING, Joint, screwed
from mobilier.model.keepers import divide_run
from mobilier.model.overlap import Overlap, boxes_meet, overlap_of
from mobilier.model.piece import Motion, Piece, Step
from mobilier.model.plate import Plate, Span
from mobilier.model.seam import SEAM, Seam, SeamAxis, SeamLine
from mobilier.model.seam_places import (
    CLEAR_HOLE,
    LEAST,
    hinge_groups,
    runs_along,
    seam_places,
    seam_range,
    span_of,
)
from mobilier.profiles.shop import sold

STRIP = 240.0
"""mm. Width of the strip screwed over a seam."""

SCREW = "screw-strip"

FACES = (-1.0, 1.0)
"""The sides of a plate that a strip may lie on: below it and above, along its normal."""

TRIES = 8
"""Places that are tried for a seam before it is refused."""


def split_for(piece: Piece, room: tuple[float, float], told: Callable[[Piece], str] = lambda _: "") -> Piece:
    """Return the piece with every part that does not fit ``room`` (mm) cut until its parts do.

    ``told`` says what is wrong with a piece; a seam that would spoil a sound one is tried elsewhere.

    Raises:
        DesignError: a part that is too long both ways, or that no seam divides.
    """
    for _ in range(len(piece.plates)):
        wanted = next((w for w in (_too_long(piece, p, room) for p in piece.plates) if w), None)
        if wanted is None:
            return piece
        piece = _divided(piece, *wanted, told)
    return piece


def _too_long(piece: Piece, plate: Plate, room: tuple[float, float]) -> tuple[Plate, SeamAxis, float] | None:
    """Return a plate that fits no sheet, the axis to cut it along and its room there in mm, else None."""
    part, instance = piece.part_of[plate.name]
    size, (long, short) = part.size, (max(room), min(room))
    if max(size) <= long + 1e-6 and min(size) <= short + 1e-6:
        return None
    if min(size) > short + 1e-6:
        raise DesignError.of("seam", f"{part.id} {plate.name}", case="wide", width=min(size), sheet=short)
    axis: SeamAxis = "u" if size[0] >= size[1] else "v"
    if abs(dot(instance.frame.u, plate.frame.u)) < 0.5:
        axis = "v" if axis == "u" else "u"
    return plate, axis, long


def _divided(piece: Piece, plate: Plate, axis: SeamAxis, long: float, told: Callable[[Piece], str]) -> Piece:
    """Return the piece with a plate cut at the place nearest to an even cut that leaves it sound.

    Raises:
        DesignError: there is none that leaves pieces of at most ``long`` mm.
    """
    low, _ = span_of(plate, axis)
    first, last = seam_range(plate, axis, long)
    places = seam_places(piece, plate, axis, long)
    where = {"low": first - low, "high": last - low}
    if not places:
        raise DesignError.of("seam", plate.name, case="place", length=SEAM, **where)
    sound, wrong = not told(piece), ""
    for at, face in product(places[:TRIES], FACES):
        try:
            made = splice(piece, Seam(plate=plate.name, axis=axis, at=at), faces=(face,) if sound else FACES)
            said = told(made) if sound else ""
        except DesignError as error:
            said = f"{error.findings[0].place()}: {error.findings[0].message}"
        if not said:
            return made
        wrong = wrong or said
    raise DesignError.of("seam", plate.name, case="broken", told=wrong, **where)


def strip_screw() -> Fixing:
    """Return the screw that holds a strip on the halves it bridges."""
    article = sold("wood-screw", least={"diameter": 4.0, "length": 30.0})
    return Fixing(key=SCREW, article=article, diameter=4.5, pilot=2.5, spare=2)


def splice(piece: Piece, seam: Seam, faces: Sequence[float] = FACES) -> Piece:
    """Return the piece with one plate cut in two along a seam; its joints follow the halves.

    A strip lies over the seam on the first of ``faces`` where it runs into nothing.
    """
    plate = next(p for p in piece.plates if p.name == seam.plate)
    halves = _halves(plate, seam)
    strip = _strip(piece, plate, seam, faces)
    joints: list[Joint] = []
    for j in piece.joints:
        joints += _followed(j, plate, halves, seam, piece.plates)
    joints.append(Joint(word="spliced", a=halves[0], b=halves[1], seam=(seam.axis, seam.at, SEAM)))
    added = list(halves)
    if strip is not None:
        added.append(strip)
        points = _screws(strip, seam)
        joints += [screwed(strip, h, by=strip_screw(), at=p) for h, p in zip(halves, points, strict=True)]
    names = tuple(p.name for p in added)
    plates = [q for p in piece.plates for q in (added if p.name == plate.name else [p])]
    return replace(
        piece,
        plates=plates,
        joints=joints,
        steps=[s for step in piece.steps for s in _steps(step, plate.name, names)],
        extras=[_remounted(h, plate, halves, seam) for h in piece.extras],
        poses=[
            replace(p, motions=tuple(_motion(m, plate.name, names) for m in p.motions)) for p in piece.poses
        ],
    )


def _halves(plate: Plate, seam: Seam) -> tuple[Plate, Plate]:
    x0, y0, x1, y1 = plate.outline.bounds
    low, high = seam.at - SEAM / 2, seam.at + SEAM / 2
    if seam.axis == "u":
        boxes = [(x0 - 1, y0 - 1, high, y1 + 1), (low, y0 - 1, x1 + 1, y1 + 1)]
    else:
        boxes = [(x0 - 1, y0 - 1, x1 + 1, high), (x0 - 1, low, x1 + 1, y1 + 1)]
    made = []
    line = SeamLine(plate=plate, axis=seam.axis, at=seam.at)
    for which, box in zip("12", boxes, strict=True):
        outline = intersection(plate.outline, Contour.rectangle(*box))
        if len(outline) != 1:
            raise DesignError.of("seam", plate.name, case="pieces", at=seam.at)
        first = which == "1"
        made.append(
            replace(
                plate,
                name=f"{plate.word}.{which}{plate.name[len(plate.word) :]}",
                outline=outline[0].outer,
                holes=tuple(h for h in plate.holes if line.first(h.at) == first),
                engravings=tuple(e for e in plate.engravings if line.first(e.strokes[0][0]) == first),
            )
        )
    return made[0], made[1]


def _strip(piece: Piece, plate: Plate, seam: Seam, faces: Sequence[float]) -> Plate | None:
    """Return a strip over the seam on the first face where it runs into nothing, or None."""
    x0, y0, x1, y1 = plate.outline.bounds
    inset = 2 * plate.thickness
    middle, half = seam.at, STRIP / 2
    if seam.axis == "u":
        outline = Contour.rectangle(middle - half, y0 + inset, middle + half, y1 - inset)
    else:
        outline = Contour.rectangle(x0 + inset, middle - half, x1 - inset, middle + half)
    for side in faces:
        frame = plate.frame.moved(scaled(plate.normal, side * plate.thickness))
        strip = Plate(
            name=f"{plate.word}.3{plate.name[len(plate.word) :]}",
            board=plate.board,
            frame=frame,
            outline=outline,
            grain=seam.axis,
        )
        if not any(boxes_meet(strip, p) for p in piece.plates if p.name != plate.name):
            return strip
    return None


def _screws(strip: Plate, seam: Seam) -> list[list[Point]]:
    """Return the screws into each half: two rows beside the fingers, in plate coordinates."""
    x0, y0, x1, y1 = strip.outline.bounds
    run = (y0, y1) if seam.axis == "u" else (x0, x1)
    number = max(2, math.ceil((run[1] - run[0] - 60) / 150) + 1)
    step = (run[1] - run[0] - 60) / (number - 1)
    places = [run[0] + 30 + k * step for k in range(number)]
    off = SEAM / 2 + (STRIP - SEAM) / 4
    return [
        [(seam.at + s * off, p) if seam.axis == "u" else (p, seam.at + s * off) for p in places]
        for s in (-1.0, 1.0)
    ]


def _followed(
    joint: Joint, plate: Plate, halves: Sequence[Plate], seam: Seam, plates: Sequence[Plate]
) -> list[Joint]:
    """Return a joint as the halves of one of its plates take it over."""
    if plate.name not in (joint.a.name, joint.b.name):
        return [joint]
    if joint.word == "screwed" and not joint.at:  # the screws stay where they were
        joint = replace(joint, at=tuple(h.at for h in cut_contact(joint)[0]))
    made = []
    for first, half in zip((True, False), halves, strict=True):
        new = replace(joint, a=half) if joint.a.name == plate.name else replace(joint, b=half)
        if joint.word in CUTTING:
            made += _cut_anew(joint, new, plates)
        elif joint.word == "hinged":
            made += _hung(joint, new, plate, seam, first=first)
        elif joint.at:
            spots = tuple(p for p in joint.at if _on(joint, plate, seam, p) == first)
            made += [replace(new, at=spots)] if spots else []
        elif joint.word not in CONTACTS or _touches(new):
            made.append(new)
    if made and all(j.count == 0 for j in made):
        raise DesignError.of("joint", joint.label, case="seam")
    return made


def _cut_anew(joint: Joint, new: Joint, plates: Sequence[Plate]) -> list[Joint]:
    """Return a joint that divides an overlap on one of the halves, nothing where too little of it is left."""
    o, whole = overlap_of(new.a, new.b), overlap_of(joint.a, joint.b)
    assert whole is not None
    if o is None or o.run[1] - o.run[0] < LEAST:
        return []
    shorter = o.run[1] - o.run[0] < whole.run[1] - whole.run[0] - 1
    return [
        _tabbed(new, o, whole, plates) if shorter and joint.word in ("tabs", "wedged", "clamped") else new
    ]


def _hung(joint: Joint, new: Joint, plate: Plate, seam: Seam, *, first: bool) -> list[Joint]:
    """Return a hinged joint with the hinges that one half of a plate carries.

    A hinge that is sawn off a bar and lies over the seam is sawn in two, clear of the fingers.
    """
    fixing = joint.fixing
    assert isinstance(fixing, Fixing)
    line = SeamLine(plate=plate, axis=seam.axis, at=seam.at)
    spans = hinge_spans(joint)
    if fixing.article.cut and runs_along(joint, plate, seam.axis):
        sawn = [
            (max(p[0], low), min(p[1], low + long))
            for p in [_half_run(joint, plate, seam, first=first)]
            for low, long in spans
        ]
        return [_sawn(new, fixing, low, high) for low, high in sawn if high - low >= SEAM]
    groups = hinge_groups(joint, plate)
    middles = [low + long / 2 for low, long in spans]
    kept = tuple(m for m, spots in zip(middles, groups, strict=True) if line.first(spots[0]) == first)
    return [replace(new, places=kept, count=len(kept))] if kept else []


def _half_run(joint: Joint, plate: Plate, seam: Seam, *, first: bool) -> Span:
    """Return from where to where on a hinge's axis one half of a plate lies, clear of the fingers."""
    assert joint.axis is not None
    along, way = unit(joint.axis[1]), plate.frame.u if seam.axis == "u" else plate.frame.v
    base, sign = dot(plate.frame.origin, along), dot(way, along)
    low, high = sorted(base + sign * (seam.at + s * (SEAM / 2 + CLEAR_HOLE)) for s in (-1.0, 1.0))
    return (-math.inf, low) if first == (sign > 0) else (high, math.inf)


def _sawn(joint: Joint, fixing: Fixing, low: float, high: float) -> Joint:
    """Return a hinged joint with one length of a hinge that is sawn off a bar."""
    article = replace(fixing.article, cut=(high - low, *fixing.article.cut[1:]))
    return replace(joint, fixing=replace(fixing, article=article), places=((low + high) / 2,), count=1)


def _tabbed(joint: Joint, o: Overlap, whole: Overlap, plates: Sequence[Plate]) -> Joint:
    """Return a tabbed joint of a half with its tabs clear of the seam and of every other plate.

    Where no count, width and place of tabs leaves all of them clear, the half ends at its mate without one.
    """
    across = [p for p in plates if abs(abs(dot(p.normal, o.along)) - 1) < 1e-9]
    busy = []
    for p in (p for p in across if boxes_meet(p, joint.a, gap=1.0) and boxes_meet(p, joint.b, gap=1.0)):
        low, high = p.slab if dot(p.normal, o.along) > 0 else (-p.slab[1], -p.slab[0])
        busy.append((low - p.thickness, high + p.thickness))
    room, usual = o.run[1] - o.run[0], (joint.width,)
    free = (
        o.run[0] + (LEAST if o.run[0] > whole.run[0] + 1 else 0.0) - 1e-6,
        o.run[1] - (LEAST if o.run[1] < whole.run[1] - 1 else 0.0) + 1e-6,
    )
    margins = [max(joint.margin or 0.0, m) for m in (LEAST, *(room * k / 20 for k in (5, 4, 6, 3, 7, 8, 2)))]
    narrow = tuple(w * joint.a.board.nominal for w in _NARROWER)
    for widths in (usual, narrow):
        for margin, count, width in product(margins, (2, 1, 3, 4), widths):
            new = replace(joint, count=count, margin=margin, width=width)
            try:
                tabs = [span for span, keeper in divide_run(new, o) if keeper == "a"]
            except DesignError:
                continue
            if all(free[0] <= t[0] and t[1] <= free[1] for t in tabs) and not any(
                t[0] < q and p < t[1] for t in tabs for p, q in busy
            ):
                return new
    return replace(joint, count=0)


_NARROWER = (3.0, 2.0)
"""Widths of tabs in thicknesses that are tried where those of the usual width find no place."""


def _on(joint: Joint, plate: Plate, seam: Seam, point: Point) -> bool:
    """Say whether a point of the joint's first plate lies on the first side of the seam."""
    there = plate.frame.to_local(joint.a.frame.to_piece(*point))
    return SeamLine(plate=plate, axis=seam.axis, at=seam.at).first(there[:2])


def _touches(joint: Joint) -> bool:
    try:
        contact_of(joint)
    except DesignError:
        return False
    return True


def _remounted(item: Hardware, plate: Plate, halves: Sequence[Plate], seam: Seam) -> Hardware:
    """Return what is bought with its footings on the halves that they stand on."""
    line = SeamLine(plate=plate, axis=seam.axis, at=seam.at)

    def named(mount: Mount) -> Mount:
        half = halves[0 if line.first(plate.frame.to_local(mount.at)[:2]) else 1].name
        names = {plate.name: half}
        return replace(
            mount,
            plate=names.get(mount.plate, mount.plate),
            through=tuple(names.get(n, n) for n in mount.through),
            to=names.get(mount.to, mount.to),
        )

    return replace(item, mounts=tuple(named(m) for m in item.mounts))


def _steps(step: Step, name: str, names: tuple[str, ...]) -> list[Step]:
    """Return a step in which the plate's pieces are put together apart, then go in as one."""
    if name not in step.plates:
        return [step]
    k = step.plates.index(name)
    before, after = step.plates[:k], step.plates[k + 1 :]
    hardware = (SCREW,) if after else (SCREW, *step.hardware)
    seam = replace(step, plates=names, hardware=hardware, apart=True)
    if step.apart:
        return [replace(step, plates=(*before, *names, *after))]
    parts = [replace(step, plates=before)] if before else []
    return [*parts, seam, *([replace(step, plates=after)] if after else [])]


def _motion(motion: Motion, name: str, names: tuple[str, ...]) -> Motion:
    if name not in motion.plates:
        return motion
    return replace(motion, plates=tuple(q for p in motion.plates for q in (names if p == name else (p,))))
