"""The one door for files that somebody else may have written: bounded, typed, or refused in words.

A document is JSON or TOML with a schema name and version.  It is read as far as a limit, parsed
without following any depth, and made a value of a strict type: unknown and missing keys, figures
that are not finite and other versions are refused by name.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobilier.errors import BundleError

MOST_BYTES = 64_000_000
"""Bytes of the largest document that is read: a bundle of a thousand pieces has a tenth of it."""


class Record(BaseModel):
    """A frozen, strict table of a document."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, populate_by_name=True)


class Document(Record):
    """A file of ours; ``READS`` names the versions of its schema that are read, the one written first."""

    READS: ClassVar[tuple[str, ...]]

    written_as: str = Field(alias="schema")


D = TypeVar("D", bound=Document)


def read_document(file: Path, kind: type[D]) -> D:
    """Return the document in a JSON or TOML file.

    Raises:
        BundleError: no plain file, too large, not of this schema, or wrong inside.
    """
    return parse_document(read_text(file), kind, where=str(file), toml=_is_toml(file))


def parse_document(text: str, kind: type[D], *, where: str, toml: bool = False) -> D:
    """Return the document written in ``text``; ``where`` names it in errors.

    Raises:
        BundleError: not of this schema, or wrong inside.
    """
    table = parse_table(text, where=where, toml=toml)
    schema = table.get("schema")
    if schema not in kind.READS:
        raise BundleError.of(
            "other-schema", where, found=str(schema)[:60], reads=", ".join(kind.READS), written=kind.READS[0]
        )
    try:
        return kind.model_validate(table)
    except ValidationError as error:
        raise BundleError.of("bad-document", where, problem=first_problem(error)) from None


def read_text(file: Path) -> str:
    """Return the text of a plain file that is not larger than the limit.

    Raises:
        BundleError: it is absent, no plain file, too large or not UTF-8.
    """
    try:
        if not file.is_file():
            raise BundleError.of("missing-document", str(file))
        if file.stat().st_size > MOST_BYTES:
            raise BundleError.of("large-document", str(file), most=MOST_BYTES // 1_000_000)
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BundleError.of("bad-document", str(file), problem=str(error)) from None


def parse_table(text: str, *, where: str, toml: bool = False) -> dict[str, Any]:
    """Return a JSON or TOML table as plain values.

    Raises:
        BundleError: it cannot be parsed, or is nested too deeply.
    """
    try:
        table = tomllib.loads(text) if toml else json.loads(text, parse_constant=_not_finite)
    except RecursionError:
        raise BundleError.of("bad-document", where, problem="nested too deeply") from None
    except ValueError as error:
        raise BundleError.of("bad-document", where, problem=str(error)[:200]) from None
    if not isinstance(table, dict):
        raise BundleError.of("bad-document", where, problem=f"a table expected, not {type(table).__name__}")
    return table


def first_problem(error: ValidationError) -> str:
    """Return the first thing that is wrong with a document: its key and why."""
    found = error.errors(include_url=False, include_input=False)
    key = ".".join(str(step) for step in found[0]["loc"])
    more = f" (+{len(found) - 1})" if len(found) > 1 else ""
    return f"{key}: {found[0]['msg']}{more}" if key else f"{found[0]['msg']}{more}"


def _not_finite(word: str) -> float:
    msg = f"{word} is no figure"
    raise ValueError(msg)


def _is_toml(file: Path) -> bool:
    return file.suffix in (".toml", ".lock")
