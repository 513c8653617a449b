"""Plates too long for a sheet or a bed: cut in two, fingered together again, a strip over the seam."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from mobilier.errors import DesignError
from mobilier.geometry.contour import Contour, Point
from mobilier.geometry.frame import Vector, scaled
from mobilier.geometry.region import intersection
from mobilier.model.contact import CONTACTS, contact_of
from mobilier.model.hardware import Fixing, Hardware
from mobilier.model.joint import CUTTING, Joint, screwed
from mobilier.model.overlap import overlap_of
from mobilier.model.piece import Motion, Piece, Step
from mobilier.model.plate import Plate

Axis = Literal["u", "v"]

SEAM = 60.0
"""mm. Length of the fingers of a seam: three thicknesses of a common board."""

STRIP = 240.0
"""mm. Width of the strip screwed over a seam."""

SCREW = Fixing(key="screw-strip", size="4 × 30", diameter=4.5, pilot=2.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Seam:
    """Where a plate is cut: at ``at`` mm along its ``axis`` (plate coordinates)."""

    plate: str
    axis: Axis
    at: float


def split_for(piece: Piece, room: tuple[float, float]) -> Piece:
    """Return the piece with every part that does not fit ``room`` (mm) cut until its parts do.

    Raises:
        DesignError: a part that is too long both ways, or that a cut would leave too short.
    """
    for _ in range(len(piece.plates)):
        seam = next((s for s in (_seam(piece, p.name, room) for p in piece.plates) if s), None)
        if seam is None:
            return piece
        piece = spliced(piece, seam)
    return piece


def _seam(piece: Piece, name: str, room: tuple[float, float]) -> Seam | None:
    """Return where to cut a plate so that it fits, or None when it fits already."""
    part, instance = piece.part_of[name]
    size, (long, short) = part.size, (max(room), min(room))
    if max(size) <= long + 1e-6 and min(size) <= short + 1e-6:
        return None
    if min(size) > short + 1e-6:
        raise DesignError(
            f"{part.id} {name}: {min(size):.0f} mm across fits no sheet {short:.0f} mm wide; it can "
            "only be cut along its length: use a wider board or a smaller piece"
        )
    plate = next(p for p in piece.plates if p.name == name)
    axis: Axis = "u" if size[0] >= size[1] else "v"
    if abs(_dot(instance.frame.u, plate.frame.u)) < 0.5:
        axis = "v" if axis == "u" else "u"
    x0, y0, x1, y1 = plate.outline.bounds
    low, high = (x0, x1) if axis == "u" else (y0, y1)
    pieces = math.ceil((max(size) - SEAM) / (long - SEAM))
    return Seam(plate=name, axis=axis, at=low + (high - low) / pieces)


def _dot(a: Vector, b: Vector) -> float:
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]


def spliced(piece: Piece, seam: Seam) -> Piece:
    """Return the piece with one plate cut in two along a seam; its joints follow the halves."""
    plate = next(p for p in piece.plates if p.name == seam.plate)
    halves = _halves(plate, seam)
    strip = _strip(piece, plate, halves, seam)
    joints: list[Joint] = []
    for j in piece.joints:
        joints += _followed(j, plate, halves)
    joints.append(Joint(word="spliced", a=halves[0], b=halves[1], seam=(seam.axis, seam.at, SEAM)))
    added = list(halves)
    if strip is not None:
        added.append(strip)
        points = _screws(strip, seam)
        joints += [screwed(strip, h, by=SCREW, at=p) for h, p in zip(halves, points, strict=True)]
    names = tuple(p.name for p in added)
    plates = [q for p in piece.plates for q in (added if p.name == plate.name else [p])]
    hardware = list(piece.hardware)
    if strip is not None:
        hardware.append(Hardware(key=SCREW.key, quantity=sum(map(len, points)), size=SCREW.size, spare=2))
    return replace(
        piece,
        plates=plates,
        joints=joints,
        steps=[s for step in piece.steps for s in _steps(step, plate.name, names)],
        poses=[
            replace(p, motions=tuple(_motion(m, plate.name, names) for m in p.motions)) for p in piece.poses
        ],
        hardware=hardware,
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
            raise DesignError(f"{plate.name}: a seam at {seam.at:.0f} mm leaves pieces; move an opening")
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


def _strip(piece: Piece, plate: Plate, halves: tuple[Plate, Plate], seam: Seam) -> Plate | None:
    """Return a strip over the seam on a face where it runs into nothing, or None."""
    x0, y0, x1, y1 = plate.outline.bounds
    inset = 2 * plate.thickness
    middle, half = seam.at, STRIP / 2
    if seam.axis == "u":
        outline = Contour.rectangle(middle - half, y0 + inset, middle + half, y1 - inset)
    else:
        outline = Contour.rectangle(x0 + inset, middle - half, x1 - inset, middle + half)
    for side in (-1.0, 1.0):
        frame = plate.frame.moved(scaled(plate.normal, side * plate.thickness))
        strip = Plate(
            name=f"{plate.word}.3{plate.name[len(plate.word) :]}",
            board=plate.board,
            frame=frame,
            outline=outline,
            grain=seam.axis,
        )
        if not any(_in_the_way(strip, p) for p in piece.plates if p.name != plate.name):
            return strip
    return None


def _in_the_way(strip: Plate, other: Plate) -> bool:
    return all(min(p[1], q[1]) - max(p[0], q[0]) > 0.01 for p, q in zip(strip.box, other.box, strict=True))


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


def _followed(joint: Joint, plate: Plate, halves: Sequence[Plate]) -> list[Joint]:
    """Return a joint as the halves of one of its plates take it over."""
    if plate.name not in (joint.a.name, joint.b.name):
        return [joint]
    made = []
    for half in halves:
        new = replace(joint, a=half) if joint.a.name == plate.name else replace(joint, b=half)
        if joint.word in CUTTING:
            o = overlap_of(new.a, new.b)
            if o is None or o.run[1] - o.run[0] < SEAM + 20:
                continue
            whole = overlap_of(joint.a, joint.b)
            assert whole is not None
            if o.run[1] - o.run[0] < whole.run[1] - whole.run[0] - 1 and joint.word in ("tabs", "wedged"):
                new = replace(new, count=None, margin=max(joint.margin or 0.0, SEAM + 20))
        elif joint.at:
            new = replace(new, at=tuple(p for p in joint.at if _holds(half, p)))
            if not new.at:
                continue
        elif joint.word in CONTACTS and not _touches(new):
            continue
        made.append(new)
    return made


def _holds(half: Plate, point: Point) -> bool:
    x0, y0, x1, y1 = half.outline.bounds
    return x0 <= point[0] <= x1 and y0 <= point[1] <= y1


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
    seam = replace(step, plates=names, hardware=(SCREW.key,), apart=True)
    if step.apart:
        return [replace(step, plates=(*before, *names, *after))]
    parts = [replace(step, plates=before)] if before else []
    return [*parts, seam, *([replace(step, plates=after)] if after else [])]


def _motion(motion: Motion, name: str, names: tuple[str, ...]) -> Motion:
    if name not in motion.plates:
        return motion
    return replace(motion, plates=tuple(q for p in motion.plates for q in (names if p == name else (p,))))
