"""The setup of one sheet as every step of the machining room sees it, and how it is cut."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from mobilier.cam.moves import Heights
from mobilier.cam.speeds import Speeds, speeds_of
from mobilier.errors import Finding
from mobilier.geometry.points import Point
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Controller, Habits, Machine, Material, Tool

Rectangle = tuple[float, float, float, float]
"""Low x, low y, high x, high y in sheet coordinates, mm."""

BERTH = 2.0
"""mm kept between the cutter and a clamp."""

TAB_SLOPE = 1.0
"""Rise over run of the ramps beside a holding tab (45 degrees: docs/sources.md, holding tabs)."""

STEP = 0.025
"""mm of one unit of an RML program (1/40 mm)."""

_OUTWARDS = 10_000.0
"""mm beyond the sheet that no rapid goes around: longer than any machine."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """Choices of the machining room that a workshop may turn off.

    ``leads``: enter and leave
    profiles on an arc in the waste where there is room.  ``tabs``: hold parts (with tabs
    or skin, as the habits say).  ``shows``: also write the first-corner and
    air programs.  ``rounds`` of the search for a short way.
    """

    leads: bool = True
    tabs: bool = True
    rounds: int = 4
    shows: bool = True


@dataclass(frozen=True, kw_only=True)
class Setup:
    """Everything known before the first cut of one sheet.

    ``parts`` are relieved parts by id; ``tools`` are numbered from 1 in the order given.
    ``cutter``: the tool that corners were relieved and parts spaced for; no larger one cuts
    profiles or pockets.  ``job`` is the word that tells its files from those of other jobs.
    """

    layout: Layout
    parts: Mapping[str, Part]
    material: Material
    machine: Machine
    controller: Controller
    tools: tuple[Tool, ...]
    habits: Habits
    cutter: Tool
    clamps: tuple[Rectangle, ...] = ()
    job: str = ""
    rules: Rules = field(default_factory=Rules)

    @property
    def thickness(self) -> float:
        """Measured mean thickness of the board, mm."""
        return self.material.thickness

    @property
    def bottom(self) -> float:
        """Z that a through cut reaches, mm (the sheet's top is 0)."""
        return self.written(-(self.thickness + self.through))

    @property
    def through(self) -> float:
        """How far below the mean of the board a through cut goes, mm.

        With z = 0 on top of a measured board it clears the thickest reading.
        """
        board, machine = self.material, self.machine
        known = bool(board.readings) and machine.zero == "top"
        return max(machine.through, board.thickness_max - board.thickness if known else 0.0)

    @property
    def heights(self) -> Heights:
        """Where rapids travel, and where their descents end."""
        return Heights(self.machine.safe_z, min(self.habits.approach, self.machine.safe_z))

    @property
    def origin(self) -> tuple[float, float, float]:
        """The sheet coordinates of the program's zero.

        x and y: the corner (or the centre) of the sheet that the habits name; the axes keep
        their directions.  z: the top of the sheet, or the bed below it.
        """
        length, width = self.layout.sheet.length, self.layout.sheet.width
        corners = {
            "front-left": (0.0, 0.0),
            "front-right": (length, 0.0),
            "back-left": (0.0, width),
            "back-right": (length, width),
            "centre": (length / 2, width / 2),
        }
        return (*corners[self.habits.origin], -self.thickness if self.machine.zero == "bed" else 0.0)

    @property
    def grain(self) -> float:
        """The smallest step in mm that the controller's text can name."""
        return STEP if self.controller.family == "rml" else 10.0**-self.controller.decimals

    def written(self, z: float) -> float:
        """Return the highest z no higher than ``z`` that the text can name.

        Rounded to the nearest, the floor of a cut could stay a hair above the one asked for.
        """
        zero = self.origin[2]
        steps = (z - zero) / self.grain
        return round(zero + math.floor(steps + 1e-6) * self.grain, 9)

    @property
    def walls(self) -> tuple[Rectangle, ...]:
        """The clamps as rapids see them: one at an edge reaches outwards, for its body stands there."""
        length, width = self.layout.sheet.length, self.layout.sheet.width
        near = self.cutter.diameter
        return tuple(
            (
                -_OUTWARDS if x0 <= near else x0,
                -_OUTWARDS if y0 <= near else y0,
                length + _OUTWARDS if x1 >= length - near else x1,
                width + _OUTWARDS if y1 >= width - near else y1,
            )
            for x0, y0, x1, y1 in self.clamps
        )

    def clamped(self, at: Point, radius: float) -> Rectangle | None:
        """Return the clamp that a cutter of ``radius`` mm standing at a place would meet."""
        (x, y), far = at, radius + BERTH
        return next(
            (c for c in self.clamps if c[0] - far < x < c[2] + far and c[1] - far < y < c[3] + far), None
        )

    @cached_property
    def _speeds(self) -> dict[str, tuple[Speeds | None, list[Finding]]]:
        return {t.name: speeds_of(t, self.material, self.machine) for t in self.tools}

    def speeds(self, tool: Tool) -> Speeds | None:
        """Return the tool's speeds in this board on this machine, None when it cannot be used."""
        return self._speeds[tool.name][0]

    def speed_findings(self, tool: Tool) -> list[Finding]:
        """Return what there is to say about the tool's speeds."""
        return self._speeds[tool.name][1]

    @property
    def usable(self) -> tuple[Tool, ...]:
        """The tools that may be used in this board on this machine, largest first, rubbing ones last."""
        able = [t for t in self.tools if self._speeds[t.name][0] is not None]
        rubs = {t.name: any(f.rule == "edge-rubs" for f in self._speeds[t.name][1]) for t in able}
        return tuple(sorted(able, key=lambda t: (rubs[t.name], -t.diameter, t.kind, t.name)))
