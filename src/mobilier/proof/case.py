"""One sheet as the judge sees it: the cutters with their motions, and the copies they must leave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from mobilier.errors import ProofError
from mobilier.geometry.points import Bounds
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Controller, Machine, Material, Tool
from mobilier.proof.declaration import Declaration, DeclaredProgram
from mobilier.proof.readers import read_program
from mobilier.proof.reading import Reading, ToolMotion
from mobilier.proof.sweep import Path, Swept
from mobilier.proof.target import Opening, Target, target_of
from mobilier.proof.track import track_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """Everything needed to judge one sheet: the declaration, and what it is measured against.

    ``parts`` are the nominal parts by id, with their sharp corners marked, not relieved.
    """

    declaration: Declaration
    layout: Layout
    parts: Mapping[str, Part]
    material: Material
    machine: Machine
    controller: Controller
    clamps: tuple[Bounds, ...] = field(default=())

    @property
    def shift(self) -> tuple[float, float, float]:
        """Where the program's zero lies in sheet coordinates, mm."""
        length, width = self.layout.sheet.length, self.layout.sheet.width
        x, y = {
            "front-left": (0.0, 0.0),
            "front-right": (length, 0.0),
            "back-left": (0.0, width),
            "back-right": (length, width),
            "centre": (length / 2, width / 2),
        }[self.declaration.origin]
        return (x, y, -self.material.thickness if self.machine.zero == "bed" else 0.0)


@dataclass(frozen=True, kw_only=True)
class Cutter:
    """One tool in one program and its motions in sheet coordinates, in order."""

    program: str
    tool: Tool
    motions: tuple[ToolMotion, ...]

    @property
    def radius(self) -> float:
        """Radius of the cutter in mm."""
        return self.tool.diameter / 2

    @cached_property
    def path(self) -> Path:
        """The way of the cutter, ready to be sliced."""
        return Path(track_of(self.motions), self.radius)


@dataclass(frozen=True, kw_only=True)
class ProgramRun:
    """One program as read: its claim, its reading (sheet coordinates) and the cutters in it."""

    declaration: DeclaredProgram
    reading: Reading
    cutters: tuple[Cutter, ...]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The programs of one sheet, read, and the copies that should come out."""

    case: Case
    runs: tuple[ProgramRun, ...]
    targets: tuple[Target, ...]
    _slices: dict[tuple[int, float], Swept] = field(default_factory=dict)

    @cached_property
    def cutters(self) -> tuple[Cutter, ...]:
        """Every cutter of every program that is meant to cut, in the order of the programs."""
        return tuple(c for r in self.runs if r.declaration.role in ("cut", "screws") for c in r.cutters)

    @property
    def through(self) -> float:
        """Depth in mm at which a through cut must be clear: the thickest reading below a zero on top."""
        board, known = self.case.material, self.case.machine.zero == "top"
        return board.thickness_max if board.readings and known else board.thickness

    def grain(self, run: ProgramRun) -> float:
        """Return by how many mm a place as written may differ from the one meant."""
        return run.reading.grain or 10.0**-self.case.controller.decimals

    def clear(self, target: Target, cut: Opening) -> float:
        """Return the depth in mm at which the kerf of a contour must be clear."""
        skin = self.skin(target, cut) or self.case.declaration.skin
        return self.case.material.thickness - skin if skin else self.through

    def skin(self, target: Target, cut: Opening) -> float:
        """Return the thickness of the skin that must stay under a contour, mm (0: none)."""
        import shapely

        place = (target.placement.part, target.placement.copy)
        for s in self.case.declaration.skins:
            here = shapely.Point(s.x, s.y)
            if (s.part, s.copy) == place and cut is min(
                target.cuts, key=lambda c: c.area.boundary.distance(here)
            ):
                return s.height
        return self.case.declaration.skin if cut is target.outline else 0.0

    def slice(self, k: int, depth: float) -> Swept:
        """Return what cutter ``k`` takes ``depth`` mm below the top of the sheet."""
        key = (k, round(depth, 6))
        if key not in self._slices:
            self._slices[key] = self.cutters[k].path.slice(-depth)
        return self._slices[key]

    def near(self, shape: Any, depth: float) -> list[Any]:
        """Return the areas that any cutter takes at ``depth`` and that touch ``shape``."""
        return [a for k in range(len(self.cutters)) for a in self.slice(k, depth).near(shape)]

    def left(self, shape: Any, depth: float) -> Any:
        """Return what of ``shape`` no cutter takes at ``depth``."""
        import shapely

        taken = self.near(shape, depth)
        return shape.difference(shapely.union_all(taken)) if taken else shape

    def radius_at(self, shape: Any, depth: float) -> float:
        """Return the radius of the smallest cutter that takes some of ``shape`` at ``depth``."""
        found = [c.radius for k, c in enumerate(self.cutters) if self.slice(k, depth).near(shape)]
        every = [c.radius for c in self.cutters]
        return min(found or [max(every, default=1.0)])


def scene_of(case: Case) -> Scene:
    """Read the programs of a case and set out what they must leave.

    Raises:
        ProofError: the layout names a part that is not given, or no reader knows the syntax.
    """
    runs = tuple(_run(case, p) for p in case.declaration.programs)
    declaration = case.declaration
    targets = []
    for placement in case.layout.placements:
        if placement.part not in case.parts:
            raise ProofError.of("no-proof", case.layout.name, case="part", part=placement.part)
        part, by_hand = case.parts[placement.part], declaration.by_hand
        style, radius = declaration.relief_style, declaration.relief_radius
        targets.append(target_of(part, placement, style, radius, by_hand=by_hand))
    return Scene(case=case, runs=runs, targets=tuple(targets))


def _run(case: Case, declaration: DeclaredProgram) -> ProgramRun:
    raw = read_program(declaration.text, case.controller)
    motions = tuple(m.moved(*case.shift) for m in raw.motions)
    tools = dict(declaration.changes)
    cutters = tuple(
        Cutter(program=declaration.name, tool=tools.get(number, declaration.tool), motions=tuple(group))
        for number, group in groupby(motions, key=lambda m: m.tool)
    )
    return ProgramRun(declaration=declaration, reading=replace(raw, motions=motions), cutters=cutters)
