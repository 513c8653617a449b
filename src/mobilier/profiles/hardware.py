"""What is bought: series of hardware as the trade sells them, and one size of a series.

A series says where its figures come from; a figure without a public source is "assumed".
Lengths in mm, loads in kg, prices in €.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.errors import DesignError
from mobilier.profiles.table import Length, Positive, Profile, check_template
from mobilier.wording import Lang, figure

HardwareKind = Literal[
    "screw", "bolt", "hinge", "piano-hinge", "slides", "castor", "foot", "latch", "catch", "glue", "sandbag",
    "power", "light", "profile", "cloth", "peg", "pad", "wheel", "axle", "hook", "strap",
]  # fmt: skip

MEASURES = ("diameter", "length", "width", "height", "thickness")
NEEDED: Mapping[str, tuple[str, ...]] = {
    "screw": ("diameter", "length"),
    "bolt": ("diameter", "length"),
    "hinge": ("length", "width", "thickness", "diameter"),
    "piano-hinge": ("length", "width", "thickness", "diameter"),
    "slides": ("length", "thickness", "height", "load"),
    "castor": ("diameter", "height", "plate", "pitch", "hole", "load"),
    "foot": ("diameter", "height", "nut"),
    "glue": ("length",),
    "sandbag": ("load",),
    "profile": ("length",),
    "peg": ("diameter", "length"),
    "wheel": ("diameter", "width", "hole", "load"),
    "axle": ("diameter", "length"),
}
"""What each size of a kind must state.  A hinge: length along its axis, width open, diameter of its
knuckle; glue: metres of joint that one pack makes, in mm; a sandbag: its sand as load."""


class Pilot(Profile):
    """The hole that a screw wants: in a face the router drills it, in an edge a hand with a jig."""

    diameter: Positive
    depth: Positive
    into: Literal["face", "edge"]


Corner3 = tuple[float, float, float]


class Block(Profile):
    """A plain solid between two corners of a box; ``round``: the cylinder along that axis that fills it.

    In mm from the middle of the footing: u along the thing, v across it, w out of the wood; of what is
    cut to length, u is a share of its length.
    """

    low: Corner3
    high: Corner3
    round: Literal["", "u", "v", "w"] = ""
    dark: bool = Field(default=False, description="rubber, wood or plastic: drawn darker than steel")


class Size(Profile):
    """One size of a series."""

    diameter: Positive | None = None
    length: Positive | None = None
    width: Positive | None = None
    height: Positive | None = None
    thickness: Positive | None = None
    plate: tuple[Positive, Positive] | None = Field(default=None, description="mounting plate, mm")
    pitch: tuple[Positive, Positive] | None = Field(default=None, description="between its holes, mm")
    hole: Positive | None = Field(default=None, description="holes of the mounting plate, mm")
    nut: tuple[Positive, Positive] | None = Field(
        default=None, description="width and thickness of its captive nut, mm"
    )
    body: tuple[Block, ...] = Field(
        default=(), description="the room it takes; else length, width, thickness"
    )
    screws: tuple[tuple[float, float], ...] = Field(
        default=(),
        description="its screws from the middle of its footing: along (what is cut: a share), across, mm",
    )
    load: Length = Field(default=0.0, description="kg that one carries; 0: not stated")
    price: Annotated[float, Field(gt=0)] | None = Field(default=None, description="€ apiece, assumed")


class Series(Profile):
    """A kind of hardware in the sizes that are sold; ``label`` is what one asks for in the shop."""

    name: str
    kind: HardwareKind
    about: str
    about_fr: str
    label: str
    label_fr: str
    cut_to_length: bool = Field(default=False, description="sold in bars that are cut")
    pilot: Pilot | None = None
    place: Literal["fixed", "loose", "consumed"] = Field(
        default="fixed", description="loose: laid in or put up by hand; consumed: glue, oil"
    )
    sizes: tuple[Size, ...] = Field(min_length=1)
    source: str

    @model_validator(mode="after")
    def _complete(self) -> Series:
        for text in (self.label, self.label_fr):
            check_template("label", text, (*MEASURES, "plate", "load", "cut", "across"))
        missing = sorted({m for s in self.sizes for m in NEEDED.get(self.kind, ()) if not getattr(s, m)})
        if missing:
            raise MistakeError("measures", kind=self.kind, missing=", ".join(missing))
        return self


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """One size of a series, as it goes on the list; ``cut``: length (and width) it is cut to, mm."""

    series: Series
    size: Size
    cut: tuple[float, ...] = ()

    def label(self, lang: Lang) -> str:
        """Return what to ask for in the shop."""
        told: dict[str, str] = {}
        for name in (*MEASURES, "load"):
            value = getattr(self.size, name)
            told[name] = "" if value is None else figure(value, lang)
        told["plate"] = " × ".join(figure(v, lang) for v in self.size.plate or ())
        told["cut"], told["across"] = (
            figure(self.cut[k], lang, 0) if len(self.cut) > k else "" for k in (0, 1)
        )
        return (self.series.label_fr if lang == "fr" else self.series.label).format(**told)


def choose(series: Series, least: Mapping[str, float], near: Mapping[str, float]) -> Size:
    """Return the size that reaches every ``least`` measure, nearest to ``near``; then the smallest.

    Raises:
        DesignError: none does; what is sold is told.
    """
    fit = [s for s in series.sizes if all((getattr(s, k) or 0.0) >= v - 1e-6 for k, v in least.items())]
    if not fit:
        asked = ", ".join(f"{k} ≥ {v:g}" for k, v in least.items())
        known = ["/".join(f"{getattr(s, k) or 0:g}" for k in least) for s in series.sizes]
        raise DesignError.of("not-sold", series.name, name=series.name, asked=asked, known=", ".join(known))
    return min(
        fit,
        key=lambda s: (
            sum(abs((getattr(s, k) or 0.0) - v) for k, v in near.items()),
            [getattr(s, k) or 0.0 for k in least],
        ),
    )
