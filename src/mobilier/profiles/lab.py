"""One workshop: machine, tools, stock and habits, and who publishes its plans."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.profiles.board import Sheet
from mobilier.profiles.machine import PanelSaw
from mobilier.profiles.table import Length, Profile, check_keys, check_template

Relief = Literal["dogbone", "tbone-along", "tbone-across"]


CLOSEST = 50.0
"""mm. Screws that hold a sheet down stand no closer (a project constant)."""


class Habits(Profile):
    """How a workshop likes its work done."""

    margin: Length = Field(description="kept free along the sheet edge, mm")
    spacing: Length = Field(description="between parts, added to the cutter, mm")
    hold: Literal["tabs", "onion"] = "tabs"
    tab_width: Annotated[float, Field(ge=1, le=200)] = Field(description="visible width of a holding tab, mm")
    tab_height: Annotated[float, Field(ge=0.2, le=20)] = Field(
        description="height of a holding tab above the sheet's underside, mm"
    )
    tab_spacing: Annotated[float, Field(ge=0, le=5000)] = Field(
        default=0.0, description="mm of outline for one tab; 0: as few as hold (docs/sources.md)"
    )
    tab_least: Annotated[int, Field(ge=2, le=20)] = Field(default=2, description="tabs of a part, at least")
    coin: Annotated[float, Field(ge=0, le=100)] = Field(
        default=25.0,
        description="a plug larger than a disc of this diameter is held or milled away, mm",
    )
    onion: Annotated[float, Field(ge=0, le=3)] = Field(default=0.4, description="skin left under a part, mm")
    direction: Literal["climb", "conventional"] = "conventional"
    finishing: Annotated[float, Field(ge=0, le=0.5)] = Field(
        default=0.0, description="left for a finishing pass, mm; 0: none"
    )
    entry: Literal["ramp", "plunge"] = Field(
        default="ramp",
        description="into a profile: on a ramp along it, or straight down, in the waste where there is room; "
        "a compression cutter always goes down to its first pass so",
    )
    approach: Annotated[float, Field(ge=0.5, le=20)] = Field(
        default=2.0, description="above the sheet where a rapid descent ends and the feed begins, mm"
    )
    stepover: Annotated[float, Field(ge=0.1, le=0.8)] = Field(
        default=0.45, description="between two rings of a pocket, as a share of the cutter's diameter"
    )
    peck: Literal["out", "break"] = Field(
        default="out",
        description="between the pecks of a drill: out of the hole and back at rapid, or a short lift that "
        "breaks the chip",
    )
    drill_by_hand: bool = Field(
        default=False,
        description="holes that no cutter of the lab makes are left to a hand drill, their centres marked "
        "where a thinner drill or an engraver can; false: they are refused",
    )
    screws: Annotated[float, Field(ge=0, le=5000)] = Field(
        default=0.0, description="mm between hold-down screws; 0: the sheet is clamped"
    )
    label_height: Annotated[float, Field(ge=0, le=50)] = Field(
        default=0.0, description="height of engraved part labels, mm; 0: none"
    )
    label_depth: Annotated[float, Field(gt=0, le=2)] = Field(
        default=0.3, description="depth of engraved labels, mm"
    )
    relief: Relief = "dogbone"
    relief_extra: Annotated[float, Field(ge=0.05, le=0.5)] = Field(
        default=0.25, description="relief radius beyond the cutter's, mm"
    )
    origin: Literal["front-left", "front-right", "back-left", "back-right", "centre"] = "front-left"

    @model_validator(mode="after")
    def _screws_apart(self) -> Habits:
        if 0 < self.screws < CLOSEST:
            raise MistakeError("screws", "screws", found=self.screws, least=CLOSEST)
        return self


class Pace(Profile):
    """How long people take at the bench, min: what a booklet says of each step.

    Every figure is assumed: time one of yours.
    """

    part: Annotated[float, Field(gt=0, le=60)] = Field(
        default=3.0, description="to take a part, clean its edges and put it in its place, min"
    )
    fixing: Annotated[float, Field(gt=0, le=30)] = Field(
        default=0.75, description="to drive a screw or bolt, hinge screws counted, min"
    )
    joint: Annotated[float, Field(ge=0, le=30)] = Field(
        default=1.0, description="to try a joint dry, glue it and wipe it, min"
    )


class Publisher(Profile):
    """Who publishes the plans, and where; only they can say.  Without it there is no okh.toml."""

    name: Annotated[str, Field(min_length=1, description="the person or body that grants the licence")]
    email: Annotated[str, Field(pattern=r"^$|^[^@<>\s]+@[^@<>\s]+$")] = ""
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] = Field(
        description="page of the plans; {design} stands for the design and its preset: chariot-mini"
    )

    @model_validator(mode="after")
    def _fillable(self) -> Publisher:
        check_template("url", self.url, ("design",))
        return self

    @property
    def licensor(self) -> str:
        """Name and address as manifests write them."""
        return f"{self.name} <{self.email}>" if self.email else self.name


class Lab(Profile):
    """One workshop: machine, tools, stock and habits.  What is not known is left out."""

    name: str
    title: str
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    machine: str | None = None
    tools: tuple[str, ...]
    stock: tuple[Sheet, ...]
    habits: Habits
    clamps: tuple[tuple[float, float, float, float], ...] = Field(
        default=(), description="keep-out rectangles on every sheet: low x, low y, high x, high y"
    )
    layers: str = "mobilier"
    deliver: tuple[Literal["gcode", "dxf", "svg", "shaper"], ...] = ("gcode", "dxf", "svg")
    dxf: Literal["R2000", "R12", "lines-arcs"] = Field(
        default="R2000",
        description="how sheets are drawn: bulge polylines (R2000, R12), or lines and arcs for readers "
        "that misplace bulges",
    )
    saw: PanelSaw | None = Field(default=None, description="for `nest --saw`")
    pace: Pace = Pace()
    publisher: Publisher | None = None
    confirmed: tuple[str, ...] = ()
    source: str

    @model_validator(mode="after")
    def _known_keys(self) -> Lab:
        check_keys(type(self), self.confirmed)
        return self
