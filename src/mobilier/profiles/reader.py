"""Read a profile: strict TOML in, a value out, or one error that names file, key and remedy.

An unknown key, a missing key, a figure of the wrong kind or outside its limits is an error.
All mistakes of a file are told at once.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from mobilier.document import parse_table, problems, read_text
from mobilier.errors import ProfileError
from mobilier.profiles.types import (
    Controller,
    Lab,
    Layers,
    Lot,
    Machine,
    Material,
    Profile,
    Series,
    Stock,
    Tool,
)

P = TypeVar("P", bound=Profile)

KINDS: dict[str, type[Profile]] = {
    "machines": Machine,
    "controllers": Controller,
    "tools": Tool,
    "materials": Material,
    "labs": Lab,
    "layers": Layers,
    "hardware": Series,
    "lots": Lot,
    "stock": Stock,
}


def read_profile(path: Path, kind: type[P]) -> P:
    """Return the profile in ``path``; its ``name`` must be the name of the file."""
    text = read_text(path, ProfileError)
    profile = parse_profile(text, kind, where=str(path))
    name = getattr(profile, "name", path.stem)
    if name != path.stem and kind is not Lot:
        raise ProfileError.of("profile-file", str(path), case="name", name=name, file=path.stem)
    return profile


def parse_profile(text: str, kind: type[P], where: str) -> P:
    """Return the profile written in ``text``; ``where`` names it in errors."""
    table = parse_table(text, where=where, toml=True, error=ProfileError)
    _only_numbers_and_words(table, where, "")
    try:
        return kind.model_validate_json(json.dumps(table), strict=True)
    except ValidationError as error:
        raise ProfileError(*problems(error, kind, where)) from None


def profile_schema(kind: type[Profile]) -> dict[str, Any]:
    """Return the JSON Schema of a profile, for editors that complete and check TOML."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **kind.model_json_schema()}


def _only_numbers_and_words(value: object, where: str, key: str) -> None:
    """Refuse TOML dates and times, which no profile holds and JSON cannot carry."""
    if isinstance(value, dict):
        for name, item in value.items():
            _only_numbers_and_words(item, where, f"{key}.{name}" if key else name)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _only_numbers_and_words(item, where, f"{key}[{index}]")
    elif not isinstance(value, str | int | float | bool):
        told = {"key": key, "kind": type(value).__name__, "found": str(value)}
        raise ProfileError.of("wrong-key", where, case="kind", **told)
