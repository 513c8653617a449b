"""Read a profile: strict TOML in, a value out, or one error that names file, key and remedy.

An unknown key, a missing key, a figure of the wrong kind or outside its limits is an error.
All mistakes of a file are told at once.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError

from mobilier.errors import Finding, ProfileError
from mobilier.profiles.table import ProfileMistakeError
from mobilier.profiles.types import Controller, Lab, Layers, Lot, Machine, Material, Profile, Stock, Tool
from mobilier.wording import Value, hint

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
    except FileNotFoundError:
        raise ProfileError.of("profile-file", str(path), case="absent") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ProfileError.of("profile-file", str(path), case="unread", problem=str(error)) from None
    profile = parse_profile(text, kind, where=str(path))
    name = getattr(profile, "name", path.stem)
    if name != path.stem and kind is not Lot:
        raise ProfileError.of("profile-file", str(path), case="name", name=name, file=path.stem)
    return profile


def parse_profile(text: str, kind: type[P], where: str) -> P:
    """Return the profile written in ``text``; ``where`` names it in errors."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ProfileError.of("profile-file", where, case="toml", problem=str(error)) from None
    _only_numbers_and_words(table, where, "")
    try:
        return kind.model_validate_json(json.dumps(table), strict=True)
    except ValidationError as error:
        raise ProfileError(*(_mistake(detail, kind, where) for detail in error.errors())) from None


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
        raise ProfileError.of("profile-key", where, case="kind", **told)


_LIMITS = {
    "greater_than": "above",
    "greater_than_equal": "least",
    "less_than": "below",
    "less_than_equal": "most",
}
_KINDS = {
    "float_type": "number",
    "int_type": "whole",
    "string_type": "text",
    "bool_type": "switch",
    "finite_number": "finite",
    "string_too_short": "empty",
    "too_short": "empty",
    "string_pattern_mismatch": "form",
}


def _mistake(detail: ErrorDetails, kind: type[Profile], where: str) -> Finding:
    """Return one mistake: key path, what is wrong, what was meant."""
    path, found, ctx = detail["loc"], _shown(detail["input"]), detail.get("ctx", {})
    key, sort = _path(path), detail["type"]
    wrong = ctx.get("error")

    def told(case: str, **values: Value) -> Finding:
        return Finding.of("profile-key", where, level="error", case=case, key=key, **values)

    if isinstance(wrong, ProfileMistakeError):
        values = {"key": _path((*path, *wrong.path)), **wrong.values}
        return Finding.of("profile-key", where, level="error", case=wrong.case, **values)
    if sort == "extra_forbidden":
        return told("unknown", hint=hint(str(path[-1]), _fields(kind, path[:-1])))
    if sort == "missing":
        return told("missing")
    if sort == "literal_error":
        choices = _choices(detail)
        return told(
            "choice", found=found, choices=", ".join(choices), hint=hint(str(detail["input"]), choices)
        )
    if sort in _LIMITS:
        return told(_LIMITS[sort], found=found, limit=next(float(n) for n in ctx.values()))
    if sort in _KINDS:
        return told(_KINDS[sort], found=found)
    return told("other", found=found, problem=detail["msg"].replace("Input should be", "should be"))


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
