"""Number the parts: plates of one word that come out equal are one part, several times."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, Transform, plus, scaled
from mobilier.geometry.points import Point
from mobilier.model.carve import Carved
from mobilier.model.part import Corner, Feature, Instance, Part

_SAME = 0.02
"""mm. Outlines that differ by less are one part."""


def number_parts(carved: Sequence[Carved], letter: str) -> tuple[Part, ...]:
    """Return the distinct parts in order of appearance, numbered ``letter`` + two digits."""
    found: list[Part] = []
    for one in carved:
        fresh = _part(one)
        for k, known in enumerate(found):
            instance = _instance_of(known, fresh, one.plate.face)
            if instance:
                found[k] = replace(known, instances=(*known.instances, instance))
                break
        else:
            found.append(fresh)
    return tuple(replace(p, id=f"{letter}{k:02d}") for k, p in enumerate(found, start=1))


def _part(c: Carved) -> Part:
    """Return the carved plate as a part with its corner at the origin."""
    x0, y0, _, _ = c.outline.bounds
    shift = Transform(-x0, -y0)
    plate = c.plate
    origin = plate.frame.to_piece(x0, y0)
    return Part(
        id="",
        name=plate.word,
        material=plate.board.name,
        thickness=plate.thickness,
        outline=c.outline.transformed(shift),
        features=tuple(_moved(f, shift) for f in c.features),
        corners=tuple(_moved_corner(k, shift) for k in c.corners),
        grain=_GRAIN[plate.grain],
        instances=(Instance(plate=plate.name, frame=Frame(origin, plate.frame.u, plate.frame.v)),),
    )


_GRAIN: dict[str | None, Literal["x", "y"] | None] = {"u": "x", "v": "y", None: None}


def _moved(f: Feature, by: Transform) -> Feature:
    return replace(
        f,
        contours=tuple(c.transformed(by) for c in f.contours),
        strokes=tuple(tuple(by.apply(p) for p in s) for s in f.strokes),
    )


def _moved_corner(c: Corner, by: Transform) -> Corner:
    return replace(c, at=by.apply(c.at), along=by.turn(c.along), across=by.turn(c.across))


def _instance_of(known: Part, fresh: Part, face: bool) -> Instance | None:
    """Return where ``fresh`` lies when it is the same part as ``known``, else None."""
    if (known.name, known.material, len(known.features)) != (
        fresh.name,
        fresh.material,
        len(fresh.features),
    ):
        return None
    if abs(known.outline.area - fresh.outline.area) > 1.0 or known.grain != fresh.grain:
        return None
    through = all(f.through for f in known.features)
    for by in _ways(known, through and not face):
        if _same(known, fresh, by):
            return Instance(
                plate=fresh.instances[0].plate,
                frame=_frame(fresh.instances[0].frame, by, fresh.thickness),
            )
    return None


def _ways(part: Part, flippable: bool) -> Iterator[Transform]:
    """Yield the transforms that lay the part onto its own bounding box again."""
    w, h = part.size
    square = part.grain is None and abs(w - h) < _SAME
    for flipped in (False, True) if flippable else (False,):
        for angle in (0.0, 180.0, 90.0, 270.0) if square else (0.0, 180.0):
            raw = Transform(0.0, 0.0, angle, flipped)
            corners = [raw.apply(p) for p in ((0.0, 0.0), (w, h))]
            x = -min(p[0] for p in corners)
            y = -min(p[1] for p in corners)
            yield Transform(x, y, angle, flipped)


def _same(known: Part, fresh: Part, by: Transform) -> bool:
    """Say whether ``by`` lays ``known`` onto ``fresh``."""
    if not _equal(known.outline.transformed(by), fresh.outline):
        return False
    rest = list(fresh.features)
    for feature in known.features:
        moved = _moved(feature, by)
        for k, other in enumerate(rest):
            if _same_feature(moved, other):
                del rest[k]
                break
        else:
            return False
    return True


def _same_feature(a: Feature, b: Feature) -> bool:
    if (a.kind, a.depth, len(a.contours)) != (b.kind, b.depth, len(b.contours)):
        return False
    if [len(s) for s in a.strokes] != [len(s) for s in b.strokes]:
        return False
    dots = zip((p for s in a.strokes for p in s), (p for s in b.strokes for p in s), strict=True)
    return all(math.dist(p, q) < _SAME for p, q in dots) and all(
        _equal(c, d) for c, d in zip(a.contours, b.contours, strict=True)
    )


def _equal(a: Contour, b: Contour) -> bool:
    """Say whether two rings are the same within ``_SAME`` mm, wherever they start."""
    if abs(a.area - b.area) > 1.0 or len(a.vertices) != len(b.vertices):
        return False
    if any(abs(p - q) > _SAME for p, q in zip(a.bounds, b.bounds, strict=True)):
        return False
    (x, y), n = a.vertices[0][:2], len(a.vertices)
    for k, v in enumerate(b.vertices):
        if math.dist((x, y), v[:2]) < _SAME and all(
            math.dist(a.vertices[i][:2], b.vertices[(i + k) % n][:2]) < _SAME for i in range(n)
        ):
            return True
    return bool(_round(a) and _round(b))


def _round(c: Contour) -> bool:
    return c.as_circle is not None


def _frame(fresh: Frame, by: Transform, thickness: float) -> Frame:
    """Return the frame in which the known part fills the place of the fresh one.

    ``by`` maps known to fresh coordinates; a flip turns the board over.
    """

    def vector(p: Point) -> tuple[float, float, float]:
        return plus(scaled(fresh.u, p[0]), fresh.v, p[1])

    origin = fresh.to_piece(*by.apply((0.0, 0.0)))
    if by.flipped:
        origin = plus(origin, fresh.normal, thickness)
    return Frame(origin, vector(by.turn((1.0, 0.0))), vector(by.turn((0.0, 1.0))))
