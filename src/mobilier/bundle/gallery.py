"""What the gallery tells of a folder, read from its own files.  Nothing in it is run."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from mobilier.bundle.contract import stacks
from mobilier.bundle.folder import CONTRACT
from mobilier.bundle.params import PARAMS_FILE
from mobilier.errors import BundleError
from mobilier.export.web.gallery import Card, CardStep, Stack
from mobilier.profiles.types import Material
from mobilier.wording import Lang

LANGS: tuple[Lang, Lang] = ("fr", "en")


def card(folder: Path, *, zipped: bool = False) -> Card:
    """Return the card of a folder that ``nest``, ``cut`` or ``bundle`` wrote, with its ZIP if it has one.

    Raises:
        BundleError: it cannot be read.
    """
    try:
        return _card(folder, zipped=zipped)
    except (OSError, ValueError, KeyError, TypeError, ValidationError) as error:
        msg = f"{folder}: cannot be read: {type(error).__name__}: {error}"
        raise BundleError(msg) from None


def _card(folder: Path, *, zipped: bool) -> Card:
    table = json.loads((folder / CONTRACT).read_text("utf-8"))
    files = tuple(row["path"] for row in table["files"])
    copies = {row["name"]: row.get("copies", 1) for row in table["sheets"]}
    levels = [row["level"] for row in table["findings"]]
    return Card(
        name=folder.name,
        titles={lang: _title(folder, table, lang) for lang in LANGS},
        pictures=tuple((folder / path).read_bytes() for path in _pictures(files)),
        sizes=tuple(tuple(row["size"]) for row in table["pieces"]),
        mass=sum(row["mass"] * row["quantity"] for row in table["pieces"]),
        stacks=_stacks(folder, table),
        place=" · ".join(filter(None, (table["lab"], table["machine"]))),
        programs=tuple(
            CardStep(
                file=row["file"],
                tool=row["tool"],
                runs=copies[row["sheet"]],
                seconds=row["seconds"] * copies[row["sheet"]],
            )
            for row in table["programs"]
            if row["role"] == "cut"
        ),
        findings={level: levels.count(level) for level in ("error", "warning", "note")},
        verdicts=table["proof"]["verdicts"],
        broken=table["proof"]["broken"],
        files=files,
        zipped=zipped,
    )


def _title(folder: Path, table: dict[str, Any], lang: Lang) -> str:
    """Return what is made: Le Chariot (mini) × 2 + La Porte."""
    asked = tomllib.loads((folder / PARAMS_FILE).read_text("utf-8"))["piece"]
    words = []
    for row, piece in zip(asked, table["pieces"], strict=True):
        texts = folder / "source/designs" / row["design"] / f"texts.{lang}.toml"
        named = tomllib.loads(texts.read_text("utf-8")) if texts.is_file() else {}
        preset = f" ({piece['preset']})" if piece["preset"] else ""
        many = f" × {piece['quantity']}" if piece["quantity"] > 1 else ""
        words.append(f"{named.get('title', piece['design'])}{preset}{many}")
    return " + ".join(words)


def _pictures(files: tuple[str, ...]) -> list[str]:
    """Return the pictures that show most: the pieces where they were drawn, else the first sheet."""
    covers = [f for f in files if f.startswith("steps/") and f.endswith("cover.svg")]
    sheets = [f for f in files if f.startswith("sheets/") and f.endswith(".svg")]
    return covers or sheets[:1]


def _stacks(folder: Path, table: dict[str, Any]) -> tuple[Stack, ...]:
    """Return the sheets by board and size, in the order of the folder."""
    model = json.loads((folder / "model.json").read_text("utf-8"))
    boards = {b["name"]: Material.model_validate(b) for p in model["pieces"] for b in p["boards"]}
    return tuple(
        Stack(board=boards[name], length=length, width=width, count=count, used=used)
        for (name, length, width), (count, used) in stacks(table["sheets"]).items()
    )
