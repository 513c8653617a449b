"""Dialects: what a controller reads, and the templates of what it is told."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from mobilier.document import MistakeError
from mobilier.profiles.table import Profile, check_template


class Arcs(Profile):
    """What arcs a controller takes."""

    supported: bool
    helical: bool = False
    full_circle: bool = False
    max_sweep: Annotated[float, Field(gt=0, le=360)] = 180.0
    centre: Literal["relative", "absolute"] = "relative"


REMARK = 28
"""Letters that a line of a program keeps for what a remark says, its number and subject."""


class Controller(Profile):
    """A dialect: what a controller reads.  ``family`` picks the writer and the reader."""

    name: str
    about: str = ""
    about_fr: str = Field(default="", description="the same in French")
    family: Literal["iso", "opensbp", "rml", "heidenhain"]
    extension: str = Field(pattern="^[a-z0-9]{1,8}$")
    decimals: Annotated[int, Field(ge=0, le=6)]
    newline: Literal["lf", "crlf"] = "lf"
    line_limit: Annotated[int, Field(ge=32, le=1024)]
    comment: str = Field(description="template with {text}")
    start: tuple[str, ...]
    spindle: tuple[str, ...] = Field(description="templates with {speed}")
    dwell: tuple[str, ...] = Field(description="templates with {seconds} or {milliseconds}; empty: none")
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
                check_template(key, text, words)
        longest = self.line_limit - REMARK
        if self.comment and ("{text}" not in self.comment or len(self.comment) > longest):
            raise MistakeError("remark", "comment", found=self.comment[:40], longest=longest)
        if self.extension in ("md", "svg"):
            raise MistakeError("extension", "extension", found=self.extension)
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
