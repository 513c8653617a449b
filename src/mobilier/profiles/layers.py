"""DXF layer names by operation."""

from __future__ import annotations

import re
from functools import cache
from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.profiles.table import Profile, check_template

OPERATIONS = ("sheet", "engrave", "drill", "pocket", "inside", "outside", "notes")


class LayerReading(Profile):
    """How a layer of a foreign drawing is understood by its name.

    ``name``: letters of any case, ``*`` for any others, ``{mm}``, ``{inch}`` (.375) or ``{thou}`` (375
    thousandths of an inch) for a depth.  ``does``: what is done to what is drawn on it; ``cut``: cut
    through, inside or outside as the nesting of the lines says.
    """

    name: Annotated[str, Field(max_length=80, pattern=r"^[^*]*(\*[^*]*){0,4}$")]
    does: Operation
    through: bool = Field(default=False, description="right through, whatever figure stands in the name")

    def depth(self, layer: str) -> tuple[bool, float | None]:
        """Return whether a layer's name fits, and the depth in it, mm."""
        found = _pattern(self.name).fullmatch(layer.upper())
        if found is None:
            return False, None
        for unit, mm in UNITS_OF_DEPTH.items():
            if unit in found.groupdict():
                return True, float(found[unit].replace("_", ".").replace(",", ".")) * mm
        return True, None


Operation = Literal["sheet", "outside", "inside", "cut", "pocket", "drill", "engrave", "notes"]
"""What a layer of a foreign drawing holds; ``notes``: nothing that is cut."""

UNITS_OF_DEPTH = {"mm": 1.0, "inch": 25.4, "thou": 0.0254}
"""Figures in layer names -> mm in one."""

_FIGURES = {
    "{mm}": r"(?P<mm>\d+(?:[.,_]\d+)?)",
    "{inch}": r"(?P<inch>\d*\.\d+)",
    "{thou}": r"(?P<thou>\d{3})",
}


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a layer's name; letters of a stranger are only ever letters."""
    pieces = re.split(r"(\*|\{mm\}|\{inch\}|\{thou\})", name)
    return re.compile(
        "".join(".*?" if p == "*" else _FIGURES.get(p, re.escape(p.upper())) for p in pieces), re.DOTALL
    )


class Layers(Profile):
    """DXF layer names by operation; {depth}, {diameter} in mm may appear in a name."""

    name: str
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    sheet: str
    engrave: str
    drill: str
    pocket: str
    inside: str
    outside: str
    notes: str
    colours: dict[str, int]
    source: str
    reads: tuple[LayerReading, ...] = Field(
        default=(), description="how drawings that follow this convention are read, the first that fits"
    )

    @model_validator(mode="after")
    def _fillable(self) -> Layers:
        for key in OPERATIONS:
            check_template(key, getattr(self, key), ("depth", "diameter"))
        wrong = sorted(set(self.colours) ^ set(OPERATIONS))
        if wrong:
            raise MistakeError("colours", known=", ".join(OPERATIONS), wrong=", ".join(wrong))
        return self
