"""DXF layer names by operation."""

from __future__ import annotations

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.profiles.table import Profile, check_template

OPERATIONS = ("sheet", "engrave", "drill", "pocket", "inside", "outside", "notes")


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

    @model_validator(mode="after")
    def _fillable(self) -> Layers:
        for key in OPERATIONS:
            check_template(key, getattr(self, key), ("depth", "diameter"))
        wrong = sorted(set(self.colours) ^ set(OPERATIONS))
        if wrong:
            raise MistakeError("colours", known=", ".join(OPERATIONS), wrong=", ".join(wrong))
        return self
