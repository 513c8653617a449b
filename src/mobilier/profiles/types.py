"""Profiles: what a board, a cutter, a router, a controller and a workshop are.

Every figure about a real thing lives in a TOML file of one of these shapes, with its
source.  Lengths in mm, feeds in mm/min, speeds in rev/min, times in s, accelerations in
mm/s², densities in kg/m³.  Unknown and missing keys are errors.
"""

from __future__ import annotations

from string import Formatter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

Length = Annotated[float, Field(ge=0, le=10_000)]
Positive = Annotated[float, Field(gt=0, le=100_000)]
Grain = Literal["x", "y"]
Relief = Literal["dogbone", "tbone-along", "tbone-across"]


class Profile(BaseModel):
    """A frozen, strict table."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class Material(Profile):
    """A board as it lies on the bench.

    ``thickness`` is the measured mean; openings that receive this board take
    ``thickness_max`` + ``clearance``, pocket floors are judged on ``thickness_min``.
    """

    name: str
    family: str = Field(description="what cutting data is looked up by, e.g. plywood")
    about: str = ""
    nominal: Positive = Field(description="mm; names the board, sizes nothing")
    thickness: Positive
    thickness_min: Positive
    thickness_max: Positive
    readings: Annotated[int, Field(ge=0)] = Field(
        default=0, description="how many readings of the real board stand behind the thickness; 0: none"
    )
    density: Positive
    grained: bool = True
    clearance: Annotated[float, Field(ge=0, le=0.6)] = Field(description="across the thickness, total")
    clearance_along: Annotated[float, Field(ge=0, le=1.5)] = Field(description="along the joint, total")
    sheets: tuple[tuple[float, float], ...] = Field(description="sizes sold, mm, face grain along the first")
    source: str

    @model_validator(mode="after")
    def _in_order(self) -> Material:
        if not self.thickness_min <= self.thickness <= self.thickness_max:
            msg = "thickness_min <= thickness <= thickness_max does not hold"
            raise ValueError(msg)
        return self

    def measured(self, *readings: float) -> Material:
        """Return this board with its thickness as measured (one or several readings, mm)."""
        mean = min(max(sum(readings) / len(readings), min(readings)), max(readings))
        return self.model_copy(
            update={
                "thickness": mean,
                "thickness_min": min(readings),
                "thickness_max": max(readings),
                "readings": len(readings),
            }
        )

    @property
    def opening(self) -> float:
        """Width in mm of an opening that receives this board across its thickness."""
        return self.thickness_max + self.clearance


class Lot(Profile):
    """A batch of boards as it was measured: thickness readings, and the fit a coupon proved.

    EN 324-1 takes eight readings per board, 50 mm from the edges.
    """

    name: str
    material: str
    readings: Annotated[tuple[Positive, ...], Field(min_length=1)] = Field(description="thickness, mm")
    clearance: Annotated[float, Field(ge=0, le=0.6)] | None = None
    clearance_along: Annotated[float, Field(ge=0, le=1.5)] | None = None
    about: str = ""
    source: str

    def applied(self, material: Material) -> Material:
        """Return ``material`` as this batch measures, with the fit it proved."""
        proven = {"clearance": self.clearance, "clearance_along": self.clearance_along}
        return material.measured(*self.readings).model_copy(
            update={k: v for k, v in proven.items() if v is not None}
        )


class Sheet(Profile):
    """A board to cut from: a full sheet of the stock, or an offcut of it.

    x runs along ``length``; ``grain`` is the direction of the face grain.  An offcut that
    is not a rectangle has an ``outline`` of (x, y) points; ``defects`` are polygons that
    no part may touch.  ``quantity`` None means as many as needed.
    """

    name: str
    material: str
    length: Positive
    width: Positive
    grain: Grain = "x"
    quantity: int | None = None
    cost: float | None = None
    outline: tuple[tuple[float, float], ...] = ()
    defects: tuple[tuple[tuple[float, float], ...], ...] = ()


class Stock(Profile):
    """Sheets and offcuts that lie in a rack, beside what a lab buys."""

    source: str
    sheet: tuple[Sheet, ...] = Field(default=(), description="each with its quantity")


class PanelSaw(Profile):
    """A saw that cuts sheets from edge to edge."""

    kerf: Positive = Field(description="width of its cut, mm")
    trim: Length = Field(description="sawn off every edge first, mm")
    source: str


class Cutting(Profile):
    """Feeds and speeds of one tool in one material family."""

    chip_load: Annotated[float, Field(gt=0, le=1)] = Field(description="mm per tooth")
    speed: Positive = Field(description="rev/min wished for")
    step: Positive = Field(description="deepest pass, mm")
    plunge: Annotated[float, Field(gt=0, le=1)] = Field(description="plunge feed as a share of feed")
    ramp: Annotated[float, Field(gt=0, le=45)] = Field(description="ramp angle, degrees")
    source: str


class Tool(Profile):
    """A cutter."""

    name: str
    kind: Literal["endmill", "compression", "drill", "engraver"]
    about: str = ""
    diameter: Annotated[float, Field(ge=0.1, le=50)]
    flutes: Annotated[int, Field(ge=1, le=8)]
    reach: Positive = Field(description="deepest cut the flutes allow, mm")
    first_pass: float | None = Field(
        default=None, description="a compression cutter's first pass is at least this deep, mm"
    )
    cutting: dict[str, Cutting] = Field(description="by material family")
    source: str


class Spindle(Profile):
    """Speed range in rev/min; a fixed-speed router has low = high."""

    low: Positive
    high: Positive
    controlled: bool = Field(description="False: the speed is a dial, set by hand")
    warm_up: Annotated[float, Field(ge=0, le=600)] = Field(description="s from start to first cut")

    @model_validator(mode="after")
    def _in_order(self) -> Spindle:
        if self.low > self.high:
            msg = f"low {self.low:g} is above high {self.high:g}"
            raise ValueError(msg)
        return self


class Machine(Profile):
    """A router, as far as it is known.

    ``assumed`` names the keys that no source gives (``travel.z``, ``spindle.low``),
    ``confirmed`` those a lab has checked on the machine.
    """

    name: str
    about: str = ""
    controller: str
    travel: tuple[Positive, Positive, Positive]
    bed: tuple[Positive, Positive]
    zero: Literal["top", "bed"] = Field(description="where z = 0 is in the program")
    safe_z: Positive = Field(description="mm above the sheet for rapids")
    through: Annotated[float, Field(ge=0, le=3)] = Field(description="mm a through cut goes below the sheet")
    spoilboard: Annotated[float, Field(ge=0, le=10)] = Field(
        description="mm the cutter may enter the spoilboard"
    )
    rapid: tuple[Positive, Positive] = Field(description="xy, z, mm/min")
    feed_max: tuple[Positive, Positive] = Field(description="xy, z, mm/min")
    acceleration: tuple[Positive, Positive] = Field(description="xy, z, mm/s²")
    junction_deviation: Annotated[float, Field(gt=0, le=1)] = 0.01
    spindle: Spindle
    tool_change: Literal["none", "manual", "automatic"]
    tool_change_time: Annotated[float, Field(ge=0, le=3600)] = 120.0
    park: tuple[float, float] = (0.0, 0.0)
    assumed: tuple[str, ...] = ()
    confirmed: tuple[str, ...] = ()
    source: str

    @model_validator(mode="after")
    def _known_keys(self) -> Machine:
        _keys_of(type(self), (*self.assumed, *self.confirmed))
        return self

    @property
    def unconfirmed(self) -> tuple[str, ...]:
        """Keys whose figure is assumed and that nobody has checked."""
        return tuple(k for k in self.assumed if k not in self.confirmed)


class Arcs(Profile):
    """What arcs a controller takes."""

    supported: bool
    helical: bool = False
    full_circle: bool = False
    max_sweep: Annotated[float, Field(gt=0, le=360)] = 180.0
    centre: Literal["relative", "absolute"] = "relative"


class Controller(Profile):
    """A dialect: what a controller reads.  ``family`` picks the writer and the reader."""

    name: str
    about: str = ""
    family: Literal["iso", "opensbp", "rml", "heidenhain"]
    extension: str
    decimals: Annotated[int, Field(ge=0, le=6)]
    newline: Literal["lf", "crlf"] = "lf"
    line_limit: Annotated[int, Field(ge=32, le=1024)]
    comment: str = Field(description="template with {text}")
    start: tuple[str, ...]
    spindle: tuple[str, ...] = Field(description="templates with {speed}")
    dwell: str = Field(description="template with {seconds} or {milliseconds}; empty: none")
    tool: tuple[str, ...] = Field(description="templates with {number}, {name}; empty: one tool per program")
    pause: tuple[str, ...] = Field(description="template with {text}")
    end: tuple[str, ...]
    words: tuple[str, ...] = Field(description="every G/M word (or command) it accepts")
    arcs: Arcs
    tool_always: bool = Field(default=False, description="the tool words stand in every program's head")
    rapid_feed: bool = Field(default=False, description="G0 keeps the last feed, so every rapid names one")
    settings: tuple[str, ...] = Field(
        default=(), description="what must be set on the controller for the program to run true"
    )
    untested: bool = Field(description="True: never run on a controller nor its interpreter")
    source: str

    @model_validator(mode="after")
    def _fillable(self) -> Controller:
        for key, words in _TEMPLATE_WORDS.items():
            value = getattr(self, key)
            for text in (value,) if isinstance(value, str) else value:
                _fills(key, text, words)
        return self


_TEMPLATE_WORDS: dict[str, tuple[str, ...]] = {
    "comment": ("text",),
    "start": ("name",),
    "spindle": ("speed",),
    "dwell": ("seconds", "milliseconds"),
    "tool": ("number", "name", "speed"),
    "pause": ("text",),
    "end": ("name",),
}


class Habits(Profile):
    """How a workshop likes its work done."""

    margin: Length = Field(description="kept free along the sheet edge, mm")
    spacing: Length = Field(description="between parts, added to the cutter, mm")
    hold: Literal["tabs", "onion"] = "tabs"
    tab_width: Positive = Field(description="visible width of a holding tab, mm")
    tab_height: Positive = Field(description="height of a holding tab above the sheet's underside, mm")
    onion: Length = 0.4
    direction: Literal["climb", "conventional"] = "conventional"
    finishing: Length = Field(default=0.0, description="left for a finishing pass, mm")
    screws: Length = Field(default=0.0, description="mm between hold-down screws; 0: the sheet is clamped")
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


class Publisher(Profile):
    """Who publishes the plans, and where; only they can say.  Without it there is no okh.toml."""

    name: Annotated[str, Field(min_length=1, description="the person or body that grants the licence")]
    email: Annotated[str, Field(pattern=r"^$|^[^@<>\s]+@[^@<>\s]+$")] = ""
    url: Annotated[str, Field(pattern=r"^https?://\S+$")] = Field(
        description="page of the plans; {design} stands for the design and its preset: chariot-mini"
    )

    @model_validator(mode="after")
    def _fillable(self) -> Publisher:
        _fills("url", self.url, ("design",))
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
    publisher: Publisher | None = None
    confirmed: tuple[str, ...] = ()
    source: str

    @model_validator(mode="after")
    def _known_keys(self) -> Lab:
        _keys_of(type(self), self.confirmed)
        return self


class Layers(Profile):
    """DXF layer names by operation; {depth}, {diameter} in mm may appear in a name."""

    name: str
    about: str = ""
    sheet: str
    engrave: str
    drill: str
    pocket: str
    inside: str
    outside: str
    notes: str
    colours: dict[str, int]
    source: str

    @model_validator(mode="after")
    def _fillable(self) -> Layers:
        for key in OPERATIONS:
            _fills(key, getattr(self, key), ("depth", "diameter"))
        wrong = sorted(set(self.colours) ^ set(OPERATIONS))
        if wrong:
            msg = f"colours: one for each of {', '.join(OPERATIONS)}, and no other ({', '.join(wrong)})"
            raise ValueError(msg)
        return self


OPERATIONS = ("sheet", "engrave", "drill", "pocket", "inside", "outside", "notes")


def _fills(key: str, text: str, words: tuple[str, ...]) -> None:
    """Raise unless every {word} of a template is one that the writer can fill in."""
    try:
        used = [word for _, word, _, _ in Formatter().parse(text) if word is not None]
    except ValueError as error:
        msg = f"{key}: {text!r}: {error}"
        raise ValueError(msg) from None
    for word in used:
        if word not in words:
            known = ", ".join("{" + w + "}" for w in words)
            msg = f"{key}: {{{word}}} in {text!r} cannot be filled in; known: {known}"
            raise ValueError(msg)


def _keys_of(kind: type[Profile], keys: tuple[str, ...]) -> None:
    """Raise unless every key names a field of the table (``travel.z`` names ``travel``)."""
    for key in keys:
        if key.partition(".")[0] not in kind.model_fields:
            msg = f"{key!r} names no key of a {kind.__name__.lower()}"
            raise ValueError(msg)
