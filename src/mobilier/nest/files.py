"""Layouts as JSON and back: stable text, lengths to a thousandth of a millimetre."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mobilier.errors import NestError
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Sheet

SCHEMA = 1


def number(value: float, digits: int = 3) -> float:
    """Return a figure as it is written: rounded, never minus zero."""
    return round(value, digits) + 0.0


def layouts_value(layouts: Sequence[Layout]) -> dict[str, Any]:
    """Return layouts as plain values for JSON."""
    return {"schema": SCHEMA, "layouts": [_layout_value(layout) for layout in layouts]}


def layouts_json(layouts: Sequence[Layout]) -> str:
    """Return layouts as JSON text, one placement a line."""
    head = json.dumps(layouts_value(()), ensure_ascii=False)[:-3]
    return head + "[" + ",".join(_layout_text(layout) for layout in layouts) + "\n]}\n"


def read_layouts(place: Path) -> tuple[Layout, ...]:
    """Return the layouts in a file, or in ``layout.json`` of a folder.

    Raises:
        NestError: it cannot be read or is no file of layouts.
    """
    file = place / "layout.json" if place.is_dir() else place
    try:
        return layouts_of(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file}: cannot be read: {error}"
        raise NestError(msg) from None
    except NestError as error:
        msg = f"{file}: {error}"
        raise NestError(msg) from None


def layouts_of(text: str) -> tuple[Layout, ...]:
    """Return the layouts written in ``text``.

    Raises:
        NestError: the text is not a file of layouts.
    """
    try:
        value = json.loads(text)
        if not isinstance(value, dict) or value.get("schema") != SCHEMA:
            msg = f"schema {SCHEMA} expected"
            raise ValueError(msg)
        return tuple(_layout_of(v) for v in value["layouts"])
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        msg = f"not a file of layouts: {error} -> write it again with `mobilier nest`"
        raise NestError(msg) from None


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


def _copies(value: object) -> int:
    if not isinstance(value, int) or value < 1:
        msg = f"copies: {value!r} is not a number of sheets"
        raise ValueError(msg)
    return value


def _layout_of(value: dict[str, Any]) -> Layout:
    return Layout(
        name=str(value["name"]),
        sheet=Sheet.model_validate(value["sheet"]),
        placements=tuple(
            Placement(
                part=str(p["part"]),
                copy=int(p["copy"]),
                x=float(p["x"]),
                y=float(p["y"]),
                angle=float(p["angle"]),
                flipped=bool(p.get("flipped", False)),
            )
            for p in value["placements"]
        ),
        copies=_copies(value.get("copies", 1)),
    )
