"""Screws and bolts where they are driven: on which face the head lies, and from where the driver comes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from mobilier.geometry.frame import dot, plus, scaled
from mobilier.geometry.points import Vector
from mobilier.model.clamp import clamp_contact, clamps_at
from mobilier.model.contact import Contact, contact_of, spread_fixings
from mobilier.model.hinge import screw_spots, seat_of
from mobilier.model.joint import Joint
from mobilier.model.plate import Plate


@dataclass(frozen=True, slots=True, kw_only=True)
class Screw:
    """A screw or bolt of a joint in the modelled position of its plates.

    ``plate`` is the one that its head lies on, at ``head`` (mm); ``out`` is the unit vector from there
    to the driver.
    """

    joint: Joint
    plate: str
    head: Vector
    out: Vector


def screws_of(joint: Joint) -> tuple[Screw, ...]:
    """Return the screws and bolts of a joint; none where nothing is driven."""
    if joint.fixing is None or joint.word == "dowelled":
        return ()
    if joint.word == "hinged":
        return tuple(_on_flaps(joint))
    if joint.word == "clamped":
        return tuple(_along(joint, joint.b, joint.a, clamp_contact(joint), clamps_at(joint)))
    if joint.at:
        return tuple(_face_to_face(joint))
    contact = contact_of(joint)
    places = spread_fixings(joint, contact, joint.fixing)
    return tuple(_along(joint, joint.a, joint.b, contact, places))


def _along(
    joint: Joint, held: Plate, mate: Plate, contact: Contact, places: Iterable[float]
) -> Iterable[Screw]:
    """Yield the screws through the face of a plate into the edge of its mate, mm along their contact."""
    out, face = _away(held, contact.side)
    middle = sum(mate.slab) / 2
    for at in places:
        head = scaled(out, face)
        for axis, value in ((contact.across, middle), (contact.along, at)):
            head = plus(head, axis, value)
        yield Screw(joint=joint, plate=held.name, head=head, out=out)


def _face_to_face(joint: Joint) -> Iterable[Screw]:
    a, b = joint.a, joint.b
    x0, y0, x1, y1 = b.outline.bounds
    middle = b.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2, b.thickness / 2)
    out, face = _away(a, 1.0 if dot(middle, a.normal) > sum(a.slab) / 2 else -1.0)
    for u, v in joint.at:
        spot = a.frame.to_piece(u, v)
        yield Screw(joint=joint, plate=a.name, head=plus(spot, out, face - dot(spot, out)), out=out)


def _away(plate: Plate, side: float) -> tuple[Vector, float]:
    """Return the direction out of the face that the mate does not touch, and how far along it that face lies.

    ``side`` 1: the mate touches the upper face, −1: the lower.
    """
    out = scaled(plate.normal, -side)
    return out, max(-side * face for face in plate.slab)


def _on_flaps(joint: Joint) -> Iterable[Screw]:
    assert joint.fixing is not None
    proud = joint.fixing.article.size.thickness or 0.0
    for plate in (joint.a, joint.b):
        out = seat_of(joint, plate).out
        for spot in screw_spots(joint, plate):
            yield Screw(joint=joint, plate=plate.name, head=plus(spot, out, proud), out=out)
