"""A bundle as one of two things to compare, read from its files.  Nothing in it is run."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mobilier.bundle.contract import SCHEMA, stacks
from mobilier.bundle.folder import CONTRACT
from mobilier.errors import BundleError
from mobilier.job.compare import Piece, Sheets, Side, bought, words_of
from mobilier.model.model_json import parts_from
from mobilier.nest.files import layouts_of


def is_bundle(place: Path) -> bool:
    """Tell whether a folder says that it is a bundle."""
    return (place / CONTRACT).is_file()


def bundle_side(folder: Path) -> Side:
    """Return what a bundle says of itself.

    Raises:
        BundleError: it cannot be read, or it is another kind of folder.
    """
    try:
        table = json.loads((folder / CONTRACT).read_text("utf-8"))
        if table.get("schema") != SCHEMA:
            msg = f"{folder / CONTRACT}: schema {SCHEMA} expected"
            raise BundleError(msg)
        return _side(folder, table)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, ValidationError) as error:
        msg = f"{folder}: cannot be read: {type(error).__name__}: {error}"
        raise BundleError(msg) from None


def _side(folder: Path, table: Mapping[str, Any]) -> Side:
    parts = parts_from((folder / "model.json").read_text("utf-8"))
    hardware = table.get("hardware")
    return Side(
        pieces=tuple(
            Piece(
                name=row["design"],
                quantity=row["quantity"],
                values=row["values"],
                size=tuple(row["size"]),
                mass=row["mass"],
                parts=own,
            )
            for row, (own, _) in zip(table["pieces"], parts, strict=True)
        ),
        boards={row["name"]: row["thickness"] for row in table["boards"]},
        hardware=None if hardware is None else bought((h["key"], h["quantity"], h["size"]) for h in hardware),
        sheets=_sheets(folder, table),
        words=words_of(
            {place.name.split(".")[1]: tomllib.loads(place.read_text("utf-8"))}
            for place in sorted(folder.glob("source/designs/*/texts.*.toml"))
        ),
    )


def _sheets(folder: Path, table: Mapping[str, Any]) -> Sheets:
    """Return what it takes to cut a bundle, by the figures it states."""
    copies = {row["name"]: row.get("copies", 1) for row in table["sheets"]}
    cuts = [copies[p["sheet"]] * p["seconds"] for p in table["programs"] if p["role"] == "cut"]
    layouts = layouts_of((folder / "layout.json").read_text("utf-8"))
    prices = [x.copies * x.sheet.cost for x in layouts if x.sheet.cost is not None]
    return Sheets(
        counts={f"{b} {x:g} x {y:g}": found for (b, x, y), found in stacks(table["sheets"]).items()},
        seconds=sum(cuts) if cuts else None,
        price=sum(prices) if prices and len(prices) == len(layouts) else None,
    )
