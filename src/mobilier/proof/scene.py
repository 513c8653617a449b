"""One sheet as the judge sees it: the cutters with their motions, and the copies they must leave."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import groupby
from typing import Any

from mobilier.errors import ProofError
from mobilier.profiles.types import Tool
from mobilier.proof.claim import Case, ProgramClaim
from mobilier.proof.readers import read
from mobilier.proof.reading import Motion, Reading
from mobilier.proof.sweep import Path, Swept
from mobilier.proof.target import Opening, Target, target_of
from mobilier.proof.track import track_of


@dataclass(frozen=True, kw_only=True)
class Cutter:
    """One tool in one program and its motions in sheet coordinates, in order."""

    program: str
    tool: Tool
    motions: tuple[Motion, ...]

    @property
    def radius(self) -> float:
        """Radius of the cutter in mm."""
        return self.tool.diameter / 2

    @cached_property
    def path(self) -> Path:
        """The way of the cutter, ready to be sliced."""
        return Path(track_of(self.motions), self.radius)


@dataclass(frozen=True, kw_only=True)
class Run:
    """One program as read: its claim, its reading (sheet coordinates) and the cutters in it."""

    claim: ProgramClaim
    reading: Reading
    cutters: tuple[Cutter, ...]


@dataclass(frozen=True, kw_only=True)
class Scene:
    """The programs of one sheet, read, and the copies that should come out."""

    case: Case
    runs: tuple[Run, ...]
    targets: tuple[Target, ...]
    _slices: dict[tuple[int, float], Swept] = field(default_factory=dict)

    @cached_property
    def cutters(self) -> tuple[Cutter, ...]:
        """Every cutter of every program that is meant to cut, in the order of the programs."""
        return tuple(c for r in self.runs if r.claim.role in ("cut", "screws") for c in r.cutters)

    @property
    def through(self) -> float:
        """Depth in mm at which a through cut must be clear: the thickest reading of the board."""
        board = self.case.material
        return board.thickness_max if board.readings else board.thickness

    def clear(self, target: Target, cut: Opening) -> float:
        """Return the depth in mm at which the kerf of a contour must be clear."""
        skin = self.skin(target, cut) or self.case.claim.skin
        return self.case.material.thickness - skin if skin else self.through

    def skin(self, target: Target, cut: Opening) -> float:
        """Return the thickness of the skin that must stay under a contour, mm (0: none)."""
        import shapely

        place = (target.placement.part, target.placement.copy)
        for s in self.case.claim.skins:
            here = shapely.Point(s.x, s.y)
            if (s.part, s.copy) == place and cut is min(
                target.cuts, key=lambda c: c.area.boundary.distance(here)
            ):
                return s.height
        return self.case.claim.skin if cut is target.outline else 0.0

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
    runs = tuple(_run(case, p) for p in case.claim.programs)
    claim = case.claim
    targets = []
    for placement in case.layout.placements:
        if placement.part not in case.parts:
            msg = f"sheet {case.layout.name} places part {placement.part}, which the model does not have"
            raise ProofError(msg)
        part = case.parts[placement.part]
        targets.append(target_of(part, placement, claim.relief_style, claim.relief_radius))
    return Scene(case=case, runs=runs, targets=tuple(targets))


def _run(case: Case, claim: ProgramClaim) -> Run:
    raw = read(claim.text, case.controller)
    motions = tuple(m.moved(*case.shift) for m in raw.motions)
    tools = dict(claim.changes)
    cutters = tuple(
        Cutter(program=claim.name, tool=tools.get(number, claim.tool), motions=tuple(group))
        for number, group in groupby(motions, key=lambda m: m.tool)
    )
    return Run(claim=claim, reading=replace(raw, motions=motions), cutters=cutters)
