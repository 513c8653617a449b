"""Layouts as JSON and back: stable text, lengths to a thousandth of a millimetre."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobilier.document import parse_table, read_text
from mobilier.errors import NestError
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Sheet

SCHEMA = 1

NAME = "layout.json"
MOST_COPIES = 100_000
"""Copies of a part or sheet that are read: a hundred pieces each day of three years."""
MOST_PLACEMENTS = 20_000
"""Parts on one sheet that are read."""


class PlacementRecord(BaseModel):
    """A placement as the file states it: mm and degrees."""

    model_config = ConfigDict(frozen=True, allow_inf_nan=False)

    part: str
    copy_: int = Field(alias="copy", ge=0, le=MOST_COPIES)
    x: float = Field(ge=-1e6, le=1e6)
    y: float = Field(ge=-1e6, le=1e6)
    angle: float = Field(ge=-3600, le=3600)
    flipped: bool = False


class LayoutRecord(BaseModel):
    """A layout as the file states it."""

    model_config = ConfigDict(frozen=True)

    name: str
    sheet: Sheet
    copies: int = Field(default=1, ge=1, le=MOST_COPIES, strict=True)
    placements: tuple[PlacementRecord, ...] = Field(max_length=MOST_PLACEMENTS)


class LayoutFile(BaseModel):
    """A whole file of layouts."""

    model_config = ConfigDict(frozen=True)

    schema_: Literal[1] = Field(alias="schema")
    layouts: tuple[LayoutRecord, ...]


def number(value: float, digits: int = 3) -> float:
    """Return a figure as it is written: rounded, never minus zero."""
    return round(value, digits) + 0.0


def layouts_json(layouts: Sequence[Layout]) -> str:
    """Return layouts as JSON text, one placement a line."""
    rows = ",".join(_layout_text(layout) for layout in layouts)
    return f'{{"schema": {SCHEMA}, "layouts": [{rows}\n]}}\n'


def read_layouts(place: Path) -> tuple[Layout, ...]:
    """Return the layouts in a file, or in ``layout.json`` of a folder.

    Raises:
        NestError: it cannot be read or is no file of layouts.
    """
    file = place / NAME if place.is_dir() else place
    return layouts_of(read_text(file, NestError), str(file))


def layouts_of(text: str, where: str = NAME) -> tuple[Layout, ...]:
    """Return the layouts written in ``text``; ``where`` it stands is named when it is wrong.

    Raises:
        NestError: the text is not a file of layouts.
    """
    value = parse_table(text, where=where, error=NestError)
    found = value.get("schema")
    if found != SCHEMA:
        raise NestError.of("layout-file", where, case="schema", reads=SCHEMA, found=_short(found))
    try:
        file = LayoutFile.model_validate(value)
    except ValidationError as error:
        raise _refusal(error, where) from None
    return tuple(_layout_of(record) for record in file.layouts)


def _refusal(error: ValidationError, where: str) -> NestError:
    """Return the first thing that is wrong in a file, with its place in it."""
    first = error.errors(include_url=False)[0]
    key = ".".join(str(step) for step in first["loc"])
    if first["type"] == "missing":
        return NestError.of("layout-file", where, case="missing", key=key)
    return NestError.of("layout-file", where, case="value", key=key, found=_short(first["input"]))


def _short(value: object) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= 40 else f"{text[:39]}…"


def _layout_value(layout: Layout) -> dict[str, Any]:
    return {
        "name": layout.name,
        "sheet": layout.sheet.model_dump(mode="json", exclude_defaults=True),
        "copies": layout.copies,
        "placements": [_placement_value(p) for p in layout.placements],
    }


def _placement_value(p: Placement) -> dict[str, Any]:
    value: dict[str, Any] = {"part": p.part, "copy": p.copy, "x": number(p.x), "y": number(p.y)}
    value["angle"] = number(p.angle, 6)
    if p.flipped:
        value["flipped"] = True
    return value


def _layout_text(layout: Layout) -> str:
    value = _layout_value(layout)
    rows = ",".join("\n    " + json.dumps(p, ensure_ascii=False) for p in value.pop("placements"))
    return "\n  " + json.dumps(value, ensure_ascii=False)[:-1] + ', "placements": [' + rows + "]}"


def _layout_of(record: LayoutRecord) -> Layout:
    placements = tuple(
        Placement(part=p.part, copy=p.copy_, x=p.x, y=p.y, angle=p.angle, flipped=p.flipped)
        for p in record.placements
    )
    return Layout(name=record.name, sheet=record.sheet, placements=placements, copies=record.copies)
