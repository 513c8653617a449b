"""Plates too long for a sheet or a bed: cut in two, fingered together again, a strip over the seam."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import dot, scaled
from mobilier.geometry.points import Point
from mobilier.geometry.region import intersection
from mobilier.model.contact import CONTACTS, contact_of, cut_contact
from mobilier.model.hardware import Fixing
from mobilier.model.joint import CUTTING, Joint, screwed
from mobilier.model.keepers import divide_run
from mobilier.model.overlap import Overlap, boxes_meet, overlap_of
from mobilier.model.piece import Motion, Piece, Step
from mobilier.model.plate import Plate, Span
from mobilier.profiles.shop import sold

SeamAxis = Literal["u", "v"]

SEAM = 60.0
"""mm. Length of the fingers of a seam: three thicknesses of a common board."""

STRIP = 240.0
"""mm. Width of the strip screwed over a seam."""

CLEAR = 1.6
"""Thicknesses of wood that the fingers of a seam keep from openings and corners."""

SCREW = "screw-strip"

FACES = (-1.0, 1.0)
"""The sides of a plate that a strip may lie on: below it and above, along its normal."""

TRIES = 8
"""Places that are tried for a seam before it is refused."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """Where a plate is cut: at ``at`` mm along its ``axis`` (plate coordinates)."""

    plate: str
    axis: SeamAxis
    at: float


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
    low, _ = _span(plate, axis)
    first, last, places = _places(piece, plate, axis, long)
    where = {"low": first - low, "high": last - low}
    if not places:
        raise DesignError.of("seam", plate.name, case="place", length=SEAM, **where)
    sound, wrong = not told(piece), ""
    for at, face in product(places[:TRIES], FACES):
        try:
            made = splice(piece, Seam(plate=plate.name, axis=axis, at=at), faces=(face,) if sound else FACES)
            said = told(made) if sound else ""
        except DesignError as error:
            said = error.findings[0].message
        if not said:
            return made
        wrong = wrong or said
    raise DesignError.of("seam", plate.name, case="broken", told=wrong, **where)


def _span(plate: Plate, axis: SeamAxis) -> Span:
    k = 0 if axis == "u" else 1
    return plate.outline.bounds[k], plate.outline.bounds[k + 2]


def _places(piece: Piece, plate: Plate, axis: SeamAxis, long: float) -> tuple[float, float, list[float]]:
    """Return where a seam may lie, mm, and the places there whose fingers meet no opening, tab or joint.

    The place nearest to an even cut stands first; those after it are a seam's length apart.
    """
    low, high = _span(plate, axis)
    pieces = math.ceil((high - low - SEAM) / (long - SEAM))
    even = low + (high - low) / pieces
    first = max(low + SEAM, high - SEAM / 2 - (pieces - 1) * (long - SEAM))
    last = min(low + long - SEAM / 2, high - SEAM)
    busy = _busy(piece, plate, 0 if axis == "u" else 1)
    clear = SEAM / 2 + CLEAR * plate.thickness
    free = [
        at
        for at in (low + 5.0 * n for n in range(int((high - low) / 5) + 1))
        if first <= at <= last and not any(p - clear < at < q + clear for p, q in busy)
    ]
    places: list[float] = []
    for at in sorted(free, key=lambda x: abs(x - even)):
        if all(abs(at - other) >= SEAM / 2 for other in places):
            places.append(at)
    return first, last, places


def _busy(piece: Piece, plate: Plate, k: int) -> list[Span]:
    """Return the stretches along a plate's axis that openings and corners of joints take."""
    part, instance = piece.part_of[plate.name]

    def along(at: Point) -> float:
        return plate.frame.to_local(instance.frame.to_piece(*at))[k]

    out: list[Span] = []
    for f in part.features:
        boxes = [c.bounds for c in f.contours]
        ends = [along(p) for b in boxes for p in ((b[0], b[1]), (b[2], b[3]))]
        ends += [along(p) for s in f.strokes for p in s]
        out.append((min(ends), max(ends)))
    return out + [(along(c.at), along(c.at)) for c in part.corners if c.through]


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
    k = 0 if seam.axis == "u" else 1
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
                holes=tuple(h for h in plate.holes if (h.at[k] < seam.at) == first),
                engravings=tuple(e for e in plate.engravings if (e.strokes[0][0][k] < seam.at) == first),
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
            o = overlap_of(new.a, new.b)
            if o is None or o.run[1] - o.run[0] < SEAM + 20:
                continue
            whole = overlap_of(joint.a, joint.b)
            assert whole is not None
            if o.run[1] - o.run[0] < whole.run[1] - whole.run[0] - 1 and joint.word in (
                "tabs",
                "wedged",
                "clamped",
            ):
                new = _tabbed(new, o, plates)
        elif joint.at:
            new = replace(new, at=tuple(p for p in joint.at if _on(joint, plate, seam, p) == first))
            if not new.at:
                continue
        elif joint.word in CONTACTS and not _touches(new):
            continue
        made.append(new)
    return made


def _tabbed(joint: Joint, o: Overlap, plates: Sequence[Plate]) -> Joint:
    """Return a tabbed joint of a half with its tabs clear of the seam and of every other plate.

    Raises:
        DesignError: no count of tabs leaves all of them clear.
    """
    others = [p for p in plates if abs(abs(dot(p.normal, o.along)) - 1) < 1e-9]
    busy = []
    for p in others:
        span = p.slab if dot(p.normal, o.along) > 0 else (-p.slab[1], -p.slab[0])
        if boxes_meet(p, joint.a, gap=1.0) and boxes_meet(p, joint.b, gap=1.0):
            busy.append((span[0] - p.thickness, span[1] + p.thickness))
    room = o.run[1] - o.run[0]
    for margin in (SEAM + 20, room / 4, room / 3, room / 5):
        for count in (2, 1, 3, 4):
            new = replace(joint, count=count, margin=max(joint.margin or 0.0, margin))
            try:
                tabs = [span for span, keeper in divide_run(new, o) if keeper == "a"]
            except DesignError:
                continue
            if not any(t[0] < q and p < t[1] for t in tabs for p, q in busy):
                return new
    raise DesignError.of("joint", joint.place, case="seam")


def _on(joint: Joint, plate: Plate, seam: Seam, point: Point) -> bool:
    """Say whether a point of the joint's first plate lies on the first side of the seam."""
    there = plate.frame.to_local(joint.a.frame.to_piece(*point))
    return there[0 if seam.axis == "u" else 1] < seam.at


def _touches(joint: Joint) -> bool:
    try:
        contact_of(joint)
    except DesignError:
        return False
    return True


def _steps(step: Step, name: str, names: tuple[str, ...]) -> list[Step]:
    """Return a step in which the plate's pieces are put together apart, then go in as one."""
    if name not in step.plates:
        return [step]
    k = step.plates.index(name)
    before, after = step.plates[:k], step.plates[k + 1 :]
    seam = replace(step, plates=names, hardware=(SCREW,), apart=True)
    if step.apart:
        return [replace(step, plates=(*before, *names, *after))]
    parts = [replace(step, plates=before)] if before else []
    return [*parts, seam, *([replace(step, plates=after)] if after else [])]


def _motion(motion: Motion, name: str, names: tuple[str, ...]) -> Motion:
    if name not in motion.plates:
        return motion
    return replace(motion, plates=tuple(q for p in motion.plates for q in (names if p == name else (p,))))
