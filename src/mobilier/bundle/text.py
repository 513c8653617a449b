"""How figures and tables of a bundle are written: the same bytes everywhere."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import BaseModel


def plain(value: object, digits: int = 6) -> Any:
    """Return JSON values: figures rounded, never minus zero, dataclasses and profiles as tables."""
    if isinstance(value, bool | int | str) or value is None:
        return value
    if isinstance(value, float):
        return round(value, digits) + 0.0
    if isinstance(value, BaseModel):
        return plain(value.model_dump(mode="json", by_alias=True), digits)
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: plain(getattr(value, f.name), digits) for f in fields(value)}
    if isinstance(value, Mapping):
        return {str(k): plain(v, digits) for k, v in value.items()}
    if isinstance(value, Sequence):
        return [plain(v, digits) for v in value]
    msg = f"{type(value).__name__} cannot be written"
    raise TypeError(msg)


def as_json(table: object) -> bytes:
    """Return a table as JSON text."""
    return (json.dumps(plain(table), ensure_ascii=False, indent=1) + "\n").encode()


def as_toml(table: Mapping[str, Any]) -> bytes:
    """Return a table as TOML text."""
    import tomlkit

    return tomlkit.dumps(plain(table)).encode()
