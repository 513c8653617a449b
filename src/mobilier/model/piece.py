"""A piece: plates, joints, poses, steps and hardware; its parts follow from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from mobilier.errors import DesignError, Finding
from mobilier.geometry.frame import Frame, scaled, unit
from mobilier.geometry.points import Vector
from mobilier.model.bill import bill_of
from mobilier.model.carve import Carved, carve
from mobilier.model.hardware import Hardware
from mobilier.model.joint import Joint
from mobilier.model.part import Instance, Part
from mobilier.model.part_numbering import number_parts
from mobilier.model.plate import Plate
from mobilier.profiles.types import Material
from mobilier.wording import hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Motion:
    """Plates that move together: turned about an axis (degrees) or slid (mm along it).

    ``carried``: lifted out and put back by hand, so the way between is not judged.
    """

    plates: tuple[str, ...]
    at: Vector
    along: Vector
    degrees: float = 0.0
    slide: float = 0.0
    carried: bool = False

    def moved(self, frame: Frame, share: float = 1.0) -> Frame:
        """Return the frame after ``share`` (0…1) of the motion."""
        if self.degrees:
            frame = frame.turned(self.at, unit(self.along), self.degrees * share)
        if self.slide:
            frame = frame.moved(scaled(unit(self.along), self.slide * share))
        return frame

    def taking(self, frames: Mapping[str, Frame], share: float = 1.0) -> dict[str, Frame]:
        """Return where every plate is after ``share`` (0…1) of the motion: those that it names are moved."""
        return {n: self.moved(f, share) if n in self.plates else f for n, f in frames.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Pose:
    """A way the piece stands: motions from the modelled position, done in order."""

    name: str
    motions: tuple[Motion, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step of the assembly: its text's key, the plates it adds in order, the hardware it uses.

    ``apart``: the plates are put together on their own first, then go in as one; ``lifts``: what stands
    is turned over or lifted by its ``people``.
    """

    key: str
    plates: tuple[str, ...]
    hardware: tuple[str, ...] = ()
    people: int = 1
    apart: bool = False
    lifts: bool = False

    def __post_init__(self) -> None:
        """Refuse plates that are not a tuple of names."""
        names: object = self.plates
        strange = [names] if isinstance(names, str) else [n for n in self.plates if type(n) is not str]
        if strange:
            found, example = (
                _found(strange[0]),
                "plates=(seat.name, left.name), one alone plates=(seat.name,)",
            )
            raise DesignError.of(
                "member", self.key, case="kind", field="plates", found=found, wanted="str", example=example
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """What a design promises and a check measures; see `mobilier.check`.

    ``kind`` names the check, ``values`` its figures (mm, kg, degrees).
    """

    kind: Literal[
        "transit-width",
        "transit-height",
        "tilt",
        "castors",
        "void",
        "work-height",
        "leaf-load",
        "ballast",
        "passage",
        "ground-clearance",
        "deflection",
        "sign",
        "leaflets",
    ]
    values: Mapping[str, float]
    pose: str = ""


IN_USE = ("void", "work-height", "leaf-load", "ballast", "passage")
"""Kinds of promise about the pose in which a piece is used."""


@dataclass(slots=True)
class Group:
    """Plates that belong together and what follows from them: a subassembly while it is drawn.

    Their joints, how they move, what is bought besides the joints' fixings, what they promise.
    """

    plates: list[Plate] = field(default_factory=list)
    joints: list[Joint] = field(default_factory=list)
    motions: list[Motion] = field(default_factory=list)
    extras: list[Hardware] = field(default_factory=list)
    promises: list[Requirement] = field(default_factory=list)

    def take(self, *others: Group) -> None:
        """Take in the plates of other groups and all that follows from them."""
        for other in others:
            self.plates += other.plates
            self.joints += other.joints
            self.motions += other.motions
            self.extras += other.extras
            self.promises += other.promises

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the plates, for steps and motions."""
        return tuple(p.name for p in self.plates)


@dataclass(frozen=True, kw_only=True)
class Piece:
    """What a design returns.  ``name`` and ``values`` are filled in by the design's call.

    ``extras`` is what is bought besides the fixings that joints ask for; ``told`` what is known of the
    piece before any check, such as how a drawing was read.  ``drawn``: somebody else's drawing, whose weak
    places are told and not refused.
    """

    plates: Sequence[Plate]
    joints: Sequence[Joint]
    poses: Sequence[Pose] = (Pose(name="closed"),)
    steps: Sequence[Step] = ()
    extras: Sequence[Hardware] = ()
    requirements: Sequence[Requirement] = ()
    letter: str = "P"
    name: str = ""
    preset: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    told: tuple[Finding, ...] = ()
    drawn: bool = False

    def __post_init__(self) -> None:
        """Refuse what is no plate, joint or step, names that are not one plate's, plates that lie nowhere."""
        for field_, kind, example in _MEMBERS:
            for member in getattr(self, field_):
                if not isinstance(member, kind):
                    raise DesignError.of(
                        "member",
                        case="kind",
                        field=field_,
                        found=_found(member),
                        wanted=kind.__name__,
                        example=example,
                    )
        for plate in self.plates:
            if not isinstance(plate.board, Material):
                raise DesignError.of("plate", plate.name, case="board", found=str(plate.board)[:40])
            if not plate.somewhere:
                raise DesignError.of("plate", plate.name, case="figures")
        names = [p.name for p in self.plates]
        twice = sorted({n for n in names if names.count(n) > 1})
        if twice:
            raise DesignError.of("same-name", self.name, names=", ".join(twice), example=f"{twice[0]}/left")
        self._refuse_strangers({p.name: p for p in self.plates})

    def _refuse_strangers(self, known: Mapping[str, Plate]) -> None:
        """Refuse joints, steps and motions of plates that are not the piece's."""
        for joint in self.joints:
            for plate in (joint.a, joint.b):
                held = known.get(plate.name)
                if held is None or (held.frame, held.outline) != (plate.frame, plate.outline):
                    case = "other" if held else "left-out"
                    raise DesignError.of("member", joint.line, case=case, joint=joint.label, name=plate.name)
        for step in self.steps:
            for name in (n for n in step.plates if n not in known):
                raise DesignError.of("step-plate", step.key, name=name, hint=hint(name, known))
        if not self.poses:
            raise DesignError.of("member", case="no-pose")
        for pose in self.poses:
            for name in (n for motion in pose.motions for n in motion.plates if n not in known):
                raise DesignError.of(
                    "member", case="motion", pose=pose.name, name=name, hint=hint(name, known)
                )

    @cached_property
    def carved(self) -> list[Carved]:
        """Every plate with its joints cut."""
        return carve(self.plates, self.joints, self.hardware)

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """The distinct finished parts."""
        return number_parts(self.carved, self.letter)

    @cached_property
    def hardware(self) -> tuple[Hardware, ...]:
        """What is bought: the fixings of the joints, then the extras."""
        return bill_of(self.joints, self.extras)

    @cached_property
    def boards(self) -> tuple[Material, ...]:
        """The boards used, in the order of the plates."""
        return tuple({p.board.name: p.board for p in self.plates}.values())

    @cached_property
    def part_of(self) -> Mapping[str, tuple[Part, Instance]]:
        """The part and instance of every plate, by plate name."""
        return {i.plate: (p, i) for p in self.parts for i in p.instances}

    @cached_property
    def modelled(self) -> Mapping[str, Frame]:
        """Every instance's frame as it is modelled, before any motion, by plate name."""
        return {name: i.frame for name, (_, i) in self.part_of.items()}

    def frames(self, pose: str = "", until: int | None = None) -> dict[str, Frame]:
        """Return every instance's frame in a pose (default: the first), by plate name.

        ``until``: only that many of the pose's motions are done.
        """
        known = {p.name: p for p in self.poses}
        if pose and pose not in known:
            raise DesignError.of("unknown-pose", self.name, name=pose, hint=hint(pose, known))
        frames = dict(self.modelled)
        for motion in (known[pose] if pose else self.poses[0]).motions[:until]:
            for name in motion.plates:
                frames[name] = motion.moved(frames[name])
        return frames

    @property
    def in_use(self) -> str:
        """The name of the pose in which it is used: that of a promise about use, else the last one."""
        asked = [r.pose for r in self.requirements if r.kind in IN_USE and r.pose]
        return asked[0] if asked else self.poses[-1].name

    def size(self, pose: str = "") -> tuple[float, float, float]:
        """Return the overall x, y, z in mm of the finished parts in a pose."""
        low, high = self.extent(pose)
        return (high[0] - low[0], high[1] - low[1], high[2] - low[2])

    def stands(self, pose: str = "") -> tuple[float, float, float]:
        """Return x, y and the height over the floor (z = 0) in a pose, mm: castors and feet count."""
        low, high = self.extent(pose)
        return (high[0] - low[0], high[1] - low[1], high[2] - min(low[2], 0.0))

    def extent(self, pose: str = "") -> tuple[Vector, Vector]:
        """Return the lowest and highest corner of the finished parts in a pose, mm."""
        frames = self.frames(pose)
        points = []
        for part in self.parts:
            x0, y0, x1, y1 = part.outline.bounds
            for i in part.instances:
                f = frames[i.plate]
                points += [
                    f.to_piece(u, v, w) for u in (x0, x1) for v in (y0, y1) for w in (0.0, part.thickness)
                ]
        low, high = (tuple(pick(p[k] for p in points) for k in range(3)) for pick in (min, max))
        return low, high  # type: ignore[return-value]

    def mass_of(self, part: Part) -> float:
        """Return the mass of one copy of a part of this piece, kg."""
        return next(b for b in self.boards if b.name == part.material).mass(part.volume)

    @property
    def mass(self) -> float:
        """Mass of the boards in kg (hardware not counted)."""
        return sum(self.mass_of(p) * p.quantity for p in self.parts)


_MEMBERS: tuple[tuple[str, type, str], ...] = (
    ("plates", Plate, "plates=[seat, left, right]"),
    ("joints", Joint, "joints=[tabs(seat, into=left), …]"),
    ("poses", Pose, 'poses=[Pose(name="closed"), …]'),
    ("steps", Step, 'steps=[Step(key="close", plates=(seat.name, left.name)), …]'),
    ("extras", Hardware, "extras=[Hardware(…), …]"),
    ("requirements", Requirement, "requirements=[Requirement(kind=…, values=…), …]"),
)
"""What a piece is made of: its field, what that holds, and how it is written."""


def _found(member: object) -> str:
    return repr(member)[:40] if isinstance(member, str | int | float | None) else f"a {type(member).__name__}"
