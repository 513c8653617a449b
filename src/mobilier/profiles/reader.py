"""Read a profile: strict TOML in, a value out, or one error that names file, key and remedy.

An unknown key, a missing key, a figure of the wrong kind or outside its limits is an error.
All mistakes of a file are told at once.
"""

from __future__ import annotations

import json
import tomllib
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mobilier.errors import ProfileError
from mobilier.profiles.types import Controller, Lab, Layers, Lot, Machine, Material, Profile, Stock, Tool

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

P = TypeVar("P", bound=Profile)

KINDS: dict[str, type[Profile]] = {
    "machines": Machine,
    "controllers": Controller,
    "tools": Tool,
    "materials": Material,
    "labs": Lab,
    "layers": Layers,
    "lots": Lot,
    "stock": Stock,
}


def read_profile(path: Path, kind: type[P]) -> P:
    """Return the profile in ``path``; its ``name`` must be the name of the file."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{path}: cannot be read: {error}"
        raise ProfileError(msg) from None
    profile = parse_profile(text, kind, where=str(path))
    name = getattr(profile, "name", path.stem)
    if name != path.stem and kind is not Lot:
        msg = f"{path}: name: {name!r}, but the file is called {path.stem!r}; give both the same name"
        raise ProfileError(msg)
    return profile


def parse_profile(text: str, kind: type[P], where: str) -> P:
    """Return the profile written in ``text``; ``where`` names it in errors."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        msg = f"{where}: not TOML: {error}"
        raise ProfileError(msg) from None
    _only_numbers_and_words(table, where, "")
    try:
        return kind.model_validate_json(json.dumps(table), strict=True)
    except ValidationError as error:
        lines = [f"{where}: {_told(detail, kind)}" for detail in error.errors()]
        raise ProfileError("\n".join(lines)) from None


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
        msg = f"{where}: {key}: a {type(value).__name__} ({value}) is not expected here; write it as text"
        raise ProfileError(msg)


def _told(detail: ErrorDetails, kind: type[Profile]) -> str:
    """Return one mistake in words: key path, what is wrong, what was meant."""
    path = detail["loc"]
    key = _path(path)
    match detail["type"]:
        case "extra_forbidden":
            near = get_close_matches(str(path[-1]), _fields(kind, path[:-1]), n=1)
            return f"unknown key '{key}'" + (f", did you mean '{near[0]}'?" if near else "")
        case "missing":
            return f"missing key '{key}'"
        case "value_error":
            reason = detail["msg"].removeprefix("Value error, ")
            return f"{key}: {reason}" if key else reason
        case "literal_error":
            near = get_close_matches(str(detail["input"]), _choices(detail), n=1)
            hint = f", did you mean '{near[0]}'?" if near else ""
            return f"{key}: {_shown(detail['input'])} is none of {detail['ctx']['expected']}{hint}"
        case _:
            says = detail["msg"].replace("Input should be", "should be")
            return f"{key}: {says}, found {_shown(detail['input'])}"


def _path(loc: tuple[int | str, ...]) -> str:
    """Return a key path as a maker writes it: stock[0].length."""
    out = ""
    for step in loc:
        out += f"[{step}]" if isinstance(step, int) else (f".{step}" if out else step)
    return out


def _shown(value: object) -> str:
    """Return a short form of what stands in the file."""
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else text[:57] + "..."


def _choices(detail: ErrorDetails) -> list[str]:
    return [word.strip("' ") for part in detail["ctx"]["expected"].split(",") for word in part.split(" or ")]


def _fields(kind: type[BaseModel], loc: tuple[int | str, ...]) -> list[str]:
    """Return the keys known at a place inside a profile."""
    here: type[BaseModel] = kind
    for step in loc:
        if isinstance(step, int) or step not in here.model_fields:
            continue
        inner = _table(here.model_fields[step].annotation)
        if inner is not None:
            here = inner
    return list(here.model_fields)


def _table(annotation: object) -> type[BaseModel] | None:
    """Return the table type inside an annotation such as ``tuple[Sheet, ...]``."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    found = [_table(inner) for inner in get_args(annotation)]
    return next((f for f in found if f is not None), None)
