"""Cutters, and the feeds and speeds they like by material family."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from mobilier.profiles.table import Positive, Profile

SPARE = 1.05
"""How many steps deep a pass may be, so that passes stay few (a project constant: docs/sources.md)."""


class Cutting(Profile):
    """Feeds and speeds of one tool in one material family."""

    chip_load: Annotated[float, Field(gt=0, le=1)] = Field(description="mm per tooth")
    speed: Positive = Field(description="rev/min wished for")
    step: Annotated[float, Field(ge=0.05, le=100)] = Field(description="deepest pass, mm")
    plunge: Annotated[float, Field(gt=0, le=1)] = Field(description="plunge feed as a share of feed")
    ramp: Annotated[float, Field(ge=0.2, le=45)] = Field(description="ramp angle, degrees")
    source: str

    @property
    def deepest(self) -> float:
        """The deepest pass taken in mm: a little more than the step is not worth one pass more."""
        return SPARE * self.step


class Tool(Profile):
    """A cutter."""

    name: str
    kind: Literal["endmill", "compression", "drill", "engraver"]
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    diameter: Annotated[float, Field(ge=0.1, le=50)]
    flutes: Annotated[int, Field(ge=1, le=8)]
    reach: Positive = Field(description="deepest cut the flutes allow, mm")
    first_pass: float | None = Field(
        default=None, description="a compression cutter's first pass is at least this deep, mm"
    )
    cutting: dict[str, Cutting] = Field(description="by material family")
    source: str
