"""Routers and panel saws, as far as they are known."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.profiles.table import Length, Positive, Profile, check_keys

Side = Annotated[float, Field(gt=0, le=50_000)]
"""mm. The longest machines for boards are a quarter of that."""

Spot = Annotated[float, Field(ge=-50_000, le=50_000)]
Speed = Annotated[float, Field(ge=10, le=300_000)]
"""mm/min."""

Push = Annotated[float, Field(ge=1, le=100_000)]
"""mm/s²."""


class Spindle(Profile):
    """Speed range in rev/min; a fixed-speed router has low = high."""

    low: Positive
    high: Positive
    controlled: bool = Field(description="False: the speed is a dial, set by hand")
    warm_up: Annotated[float, Field(ge=0, le=600)] = Field(description="s from start to first cut")

    @model_validator(mode="after")
    def _in_order(self) -> Spindle:
        if self.low > self.high:
            raise MistakeError("speeds", low=self.low, high=self.high)
        return self


class Machine(Profile):
    """A router, as far as it is known.

    ``assumed`` names the keys that no source gives (``travel.z``, ``spindle.low``),
    ``confirmed`` those a lab has checked on the machine.
    """

    name: str
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    controller: str
    travel: tuple[Side, Side, Side]
    bed: tuple[Positive, Positive]
    zero: Literal["top", "bed"] = Field(description="where z = 0 is in the program")
    safe_z: Positive = Field(description="mm above the sheet for rapids")
    through: Annotated[float, Field(ge=0, le=3)] = Field(description="mm a through cut goes below the sheet")
    spoilboard: Annotated[float, Field(ge=0, le=10)] = Field(
        description="mm the cutter may enter the spoilboard"
    )
    rapid: tuple[Speed, Speed] = Field(description="xy, z, mm/min")
    feed_max: tuple[Speed, Speed] = Field(description="xy, z, mm/min")
    acceleration: tuple[Push, Push] = Field(description="xy, z, mm/s²")
    junction_deviation: Annotated[float, Field(gt=0, le=1)] = 0.01
    spindle: Spindle
    tool_change: Literal["none", "manual", "automatic"]
    tool_change_time: Annotated[float, Field(ge=0, le=3600)] = 120.0
    change_at: tuple[float, float, Positive] | None = Field(
        default=None,
        description="where cutters are changed: x, y from the program's zero, z over the sheet; "
        "left out: over the last cut",
    )
    park: tuple[Spot, Spot] = (0.0, 0.0)
    assumed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    source: str

    @model_validator(mode="after")
    def _known_keys(self) -> Machine:
        check_keys(type(self), (*self.assumed, *self.confirmed))
        if self.safe_z > self.travel[2]:
            raise MistakeError("high", "safe_z", safe_z=self.safe_z, travel=self.travel[2])
        return self

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Keys whose figure is assumed and that nobody has checked."""
        return tuple(k for k in self.assumed if k not in self.confirmed)


class PanelSaw(Profile):
    """A saw that cuts sheets from edge to edge."""

    kerf: Positive = Field(description="width of its cut, mm")
    trim: Length = Field(description="sawn off every edge first, mm")
    source: str
