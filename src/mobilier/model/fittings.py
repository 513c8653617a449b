"""What is bought, as the plain solids it takes up where the piece knows its place.

Things with a footing lie as their series says.  A castor stands on the floor under the holes that
name it: holes whose ``why`` is its key.  Hinges lie along the axis of their joint; where a joint has
several, they are spread over it.  A flap lies on the face of its plate that the knuckle touches,
else on the edge.  Pictures draw these solids, checks judge them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, Transform, cross, dot, plus, scaled, unit
from mobilier.geometry.points import Point, Vector
from mobilier.model.hardware import Hardware, Mount
from mobilier.model.hinge import hinge_spans, seat_of
from mobilier.model.joint import Joint
from mobilier.model.mount import footing, lengthwise
from mobilier.model.part import Part
from mobilier.model.piece import Piece
from mobilier.model.plate import Plate
from mobilier.profiles.hardware import Block
from mobilier.profiles.types import Article

STEEL, RUBBER = "#aab2b9", "#5a636b"

_DOWN: Vector = (0.0, 0.0, -1.0)
PLATE_HOLES = 4
"""Holes in the mounting plate of a castor."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A plain solid: a flat outline with a thickness, where it lies, and its colour."""

    part: Part
    frame: Frame
    tint: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fitting:
    """One piece of hardware in the modelled position of the plate that carries it.

    ``key`` names the hardware, ``off`` is the direction in which it leaves the plate.
    ``rest``: what of it stays on the other plate, the second flap of a hinge.
    """

    key: str
    plate: str
    bodies: tuple[Body, ...]
    off: Vector = (0.0, 0.0, 0.0)
    rest: bool = False


def fittings(piece: Piece) -> tuple[Fitting, ...]:
    """Return all hardware that has a place: castors, things with footings, then hinges."""
    out: list[Fitting] = []
    for h in piece.hardware:
        if h.article.series.kind == "castor":
            out += _castors(piece, h)
        out += [_mounted(h, mount) for mount in h.mounts]
    return (*out, *_hinges(piece))


def _mounted(item: Hardware, mount: Mount) -> Fitting:
    """Return a thing on its footing."""
    frame = footing(mount)
    bodies = tuple(_block(item.key, b, frame) for b in solids_of(item.article))
    return Fitting(key=item.key, plate=mount.plate, bodies=bodies, off=mount.out)


def solids_of(article: Article) -> tuple[Block, ...]:
    """Return the solids of an article about its footing: its own, or length, width and thickness."""
    size = article.size
    long, wide, high = lengthwise(article), size.width or size.height, size.thickness
    if size.body and not article.cut:
        return size.body
    if size.body:
        return tuple(
            b.model_copy(
                update={"low": (b.low[0] * long, *b.low[1:]), "high": (b.high[0] * long, *b.high[1:])}
            )
            for b in size.body
        )
    if not (long and wide and high):
        return ()
    return (Block(low=(-long / 2, -wide / 2, 0.0), high=(long / 2, wide / 2, high)),)


_TURNED = {"": (0, 1, 2), "w": (0, 1, 2), "u": (1, 2, 0), "v": (2, 0, 1)}
"""Which axes of a footing are the two of a block's outline, and the third along its thickness."""


def _block(key: str, block: Block, foot: Frame) -> Body:
    """Return a block of a body where its footing lies."""
    i, j, k = _TURNED[block.round]
    axes = (foot.u, foot.v, foot.normal)
    middle = ((block.low[i] + block.high[i]) / 2, (block.low[j] + block.high[j]) / 2)
    if block.round:
        outline = Contour.circle(*middle, block.high[i] - block.low[i])
    else:
        outline = Contour.rectangle(block.low[i], block.low[j], block.high[i], block.high[j])
    frame = Frame(plus(foot.origin, axes[k], block.low[k]), axes[i], axes[j])
    return _body(key, outline, block.high[k] - block.low[k], frame, RUBBER if block.dark else STEEL)


def carried(frame: Frame, before: Frame, after: Frame) -> Frame:
    """Return a frame that keeps its place on a plate when the plate moves."""

    def turned(v: Vector) -> Vector:
        local = (dot(v, before.u), dot(v, before.v), dot(v, before.normal))
        return plus(
            plus(scaled(after.u, local[0]), scaled(after.v, local[1])), scaled(after.normal, local[2])
        )

    return Frame(after.to_piece(*before.to_local(frame.origin)), turned(frame.u), turned(frame.v))


def _castors(piece: Piece, item: Hardware) -> list[Fitting]:
    """Return a castor under each group of holes in a level board that name it."""
    out = []
    for part in piece.parts:
        holes = [f.circle for f in part.features if f.kind == "hole" and f.why == item.key]
        for i in part.instances if holes else ():
            if abs(i.frame.normal[2]) < 0.999:
                continue
            level = min(i.frame.to_piece(0, 0, w)[2] for w in (0.0, part.thickness))
            for group in _near(holes, PLATE_HOLES):
                spots = [i.frame.to_piece(x, y)[:2] for x, y, _ in group]
                bodies = _castor(item, spots, level)
                out.append(Fitting(key=item.key, plate=i.plate, bodies=bodies, off=_DOWN))
    return out


def _near(holes: Sequence[tuple[float, float, float]], each: int) -> list[list[tuple[float, float, float]]]:
    """Gather holes in groups of ``each``, the nearest to the first one left."""
    left, groups = sorted(holes), []
    while left:
        x, y, _ = left[0]
        left.sort(key=lambda h: (round((h[0] - x) ** 2 + (h[1] - y) ** 2, 3), h))
        groups.append(left[:each])
        left = sorted(left[each:])
    return groups


def _castor(item: Hardware, spots: Sequence[Point], level: float) -> tuple[Body, ...]:
    """Return plate, wheel and fork of a castor under a board ``level`` mm above the floor."""
    x0, x1 = min(s[0] for s in spots) - 12, max(s[0] for s in spots) + 12
    y0, y1 = min(s[1] for s in spots) - 12, max(s[1] for s in spots) + 12
    wheel = item.article.size.diameter or 0.0
    broad = 0.28 * wheel
    cx, cy = (x0 + x1) / 2, (y0 + y1) / 2
    hub = cx - 0.3 * wheel if cx > 0 else cx + 0.3 * wheel
    lying = Frame((0.0, 0.0, level - 4), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0))
    upright = Frame((0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 0.0, 1.0))  # its normal looks to the front
    fork = Contour.polygon_of(
        [(hub - 10, wheel / 2 - 10), (hub + 10, wheel / 2 - 10), (cx + 24, level - 4), (cx - 24, level - 4)]
    )
    shapes = (
        (Contour.rectangle(x0, y0, x1, y1), 4.0, lying, STEEL),
        (Contour.circle(hub, wheel / 2, wheel), broad, upright.moved((0, cy + broad / 2, 0)), RUBBER),
        (fork, 3.0, upright.moved((0, cy - broad / 2 - 1, 0)), STEEL),
        (fork, 3.0, upright.moved((0, cy + broad / 2 + 4, 0)), STEEL),
    )
    return tuple(_body(item.key, o, t, f, c) for o, t, f, c in shapes)


def _hinges(piece: Piece) -> list[Fitting]:
    """Return the knuckles and flaps of the hinges: what turns on ``a``, the other flap on ``b``."""
    out = []
    for joint in piece.joints:
        if joint.word != "hinged" or joint.axis is None or joint.fixing is None:
            continue
        key, size = joint.fixing.key, joint.fixing.article.size
        at, along = joint.axis[0], unit(joint.axis[1])
        side = unit(cross(along, (0.0, 0.0, 1.0) if abs(along[2]) < 0.9 else (1.0, 0.0, 0.0)))
        foot = plus(at, along, -dot(at, along))
        for low, long in hinge_spans(joint):
            knuckle = Contour.circle(0.0, 0.0, size.diameter or 0.0)
            frame = Frame(plus(foot, along, low), side, cross(along, side))
            body = _body(key, knuckle, long, frame, STEEL)
            one, other = (_flap(joint, p, (low, low + long)) for p in (joint.a, joint.b))
            out.append(Fitting(key=key, plate=joint.a.name, bodies=(body, one)))
            out.append(Fitting(key=key, plate=joint.b.name, bodies=(other,), rest=True))
    return out


def _flap(joint: Joint, plate: Plate, span: tuple[float, float]) -> Body:
    """Return the flap of a hinge on a plate, from the knuckle over the wood."""
    assert joint.axis is not None
    assert joint.fixing is not None
    size, along = joint.fixing.article.size, unit(joint.axis[1])
    seat = seat_of(joint, plate)
    wide, skip = (size.width or 0.0) / 2, (size.diameter or 0.0) / 2 if seat.face else 0.0
    if not seat.face:
        wide = min(wide, plate.thickness)
    u = along if dot(cross(along, seat.over), seat.out) > 0 else scaled(along, -1.0)
    start = span[0] if dot(u, along) > 0 else span[1]
    frame = Frame(plus(plus(seat.foot, along, start), seat.over, skip), u, seat.over)
    outline = Contour.rectangle(0.0, 0.0, span[1] - span[0], wide - skip)
    return _body(joint.fixing.key, outline, size.thickness or 0.0, frame, STEEL)


def _body(key: str, outline: Contour, thickness: float, frame: Frame, tint: str) -> Body:
    """Return a body whose outline, like that of any part, begins at the corner of its box."""
    x, y, _, _ = outline.bounds
    moved = outline.transformed(Transform(x=-x, y=-y))
    part = Part(id=key, name=key, material="", thickness=thickness, outline=moved)
    return Body(part=part, frame=Frame(frame.to_piece(x, y), frame.u, frame.v), tint=tint)


def step_of(piece: Piece, fitting: Fitting) -> int:
    """Return the number of the step that mounts a fitting: the first with its plate and its key."""
    built: set[str] = set()
    there = len(piece.steps)
    for n, s in enumerate(piece.steps):
        built |= set(s.plates)
        if fitting.plate in built:
            there = min(there, n)
            if fitting.key in s.hardware:
                return n
    return there
