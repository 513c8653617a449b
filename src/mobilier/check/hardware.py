"""Is there room for what is bought, and ground under what hangs low?

Knuckles, flaps and castors are solids like the wood: they may run into no part, in no pose and
nowhere on the way between two.  Plates that are carried to their place in a pose bring no
hardware into question there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from mobilier.check.fit import solids_of
from mobilier.check.solid import Common, Solid
from mobilier.check.solids import common_wood
from mobilier.errors import Finding
from mobilier.geometry.frame import Frame
from mobilier.model.bill import fixings_of
from mobilier.model.fittings import Body, Fitting, carried, fittings
from mobilier.model.piece import Piece, Pose, Requirement

LOOK = 10.0
"""degrees. Hardware on the way is looked at this often (mm of a slide: ten times)."""

DEEP = 0.4
"""mm. What wood gives way to a knuckle or the head of a screw."""

CLEAR = 60.0
"""mm. Ground clearance in transit: a sill of 20, cobbles, a lawn; project constant."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _State:
    """Where every plate is at a moment: a pose reached (nothing moves), or a motion under way."""

    pose: str
    frames: Mapping[str, Frame]
    moving: frozenset[str]

    def apart(self, a: str, b: str) -> bool:
        """Say whether two plates lie to each other as they did before the motion."""
        return bool(self.moving) and (a in self.moving) == (b in self.moving)


def hardware_findings(piece: Piece) -> list[Finding]:
    """Return an error for each piece of hardware and part that are in each other's way."""
    bought = fittings(piece)
    words = {h.key: (h.article.series.about, h.article.series.about_fr) for h in piece.hardware}
    wood = [replace(s, shape=s.shape.simplify(DEEP / 10)) for s in solids_of(piece)] if bought else []
    met: dict[tuple[str, str, str], Finding] = {}
    for state in (s for pose in piece.poses for s in _states(piece, pose)):
        here = [replace(s, frame=state.frames[s.plate]) for s in wood if s.plate in state.frames]
        for item in (f for f in bought if f.plate in state.frames):
            placed = [
                _solid(item, b, carried(b.frame, piece.modelled[item.plate], state.frames[item.plate]))
                for b in item.bodies
            ]
            for other in here:
                name = (item.key, item.plate, other.plate)
                if name in met or state.apart(item.plate, other.plate):
                    continue
                if shared := _deepest(placed, other):
                    met[name] = Finding.of(
                        "hardware-clash",
                        item.plate,
                        case="way" if state.moving else "there",
                        what=words[item.key],
                        part=f"{other.part.id} {other.plate}",
                        depth=shared.depth,
                        pose=state.pose,
                    )
    return list(met.values())


def nowhere_findings(piece: Piece) -> list[Finding]:
    """Return an error for each bought thing that is drawn nowhere and is not laid in by hand or used up."""
    placed = Counter(f.key for f in fittings(piece) if f.bodies and not f.rest)
    for joint in piece.joints:
        if joint.fixing is not None and joint.word != "hinged":
            placed[joint.fixing.key] += fixings_of(joint)
    where = {h.key: placed[h.key] for h in piece.hardware}
    found = []
    for h in piece.hardware:
        bolts = h.holds and where.get(h.holds, 0)
        if h.article.series.place == "fixed" and not bolts and where[h.key] < h.quantity:
            words = (h.article.series.about, h.article.series.about_fr)
            found.append(
                Finding.of(
                    "hardware-nowhere", h.key, what=words, number=h.quantity - where[h.key], of=h.quantity
                )
            )
    return found


def _deepest(placed: Sequence[Solid], other: Solid) -> Common | None:
    """Return what the bodies of one piece of hardware share with a part, the deepest."""
    shared = [c for body in placed if (c := common_wood(body, other)) and c.depth > DEEP]
    return max(shared, key=lambda c: c.depth, default=None)


def _solid(item: Fitting, body: Body, frame: Frame) -> Solid:
    shape = body.part.outline.polygon(0.05)
    return Solid(plate=item.plate, part=body.part, frame=frame, shape=shape, depth=(0.0, body.part.thickness))


def _states(piece: Piece, pose: Pose) -> Iterator[_State]:
    """Yield a pose's ways, look by look, then the pose itself; without the plates it carries."""
    away = {name for m in pose.motions if m.carried for name in m.plates}
    for index, motion in enumerate(pose.motions):
        if motion.carried:
            continue
        before = {n: f for n, f in piece.frames(pose.name, index).items() if n not in away}
        looks = max(1, round(abs(motion.degrees) / LOOK + abs(motion.slide) / (10 * LOOK)))
        for look in range(1, looks):
            frames = motion.taking(before, look / looks)
            yield _State(pose=pose.name, frames=frames, moving=frozenset(motion.plates))
    reached = {n: f for n, f in piece.frames(pose.name).items() if n not in away}
    yield _State(pose=pose.name, frames=reached, moving=frozenset())


def ground_clearance(piece: Piece, r: Requirement) -> list[Finding]:
    """Wood stands well off the ground where the piece rolls on its castors."""
    low = min(solids_of(piece, r.pose), key=lambda s: s.lowest)
    clear = low.lowest
    if clear >= CLEAR:
        return []
    where = f"{low.part.id} {low.plate}"
    return [Finding.of("ground-clearance", where, clear=clear, limit=CLEAR, lack=CLEAR - clear, pose=r.pose)]
