"""The one door for files that somebody else may have written: bounded, typed, or refused in words.

A document is JSON or TOML with a schema name and version.  It is read as far as a limit, parsed
without following any depth, and made a value of a strict type: unknown and missing keys, figures
that are not finite and other versions are refused by name.
"""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from mobilier.errors import BundleError, Finding, MobilierError
from mobilier.wording import Value, hint

if TYPE_CHECKING:
    from pydantic_core import ErrorDetails

MOST_BYTES = 64_000_000
"""Bytes of the largest document that is read: a bundle of a thousand pieces has a tenth of it."""
MOST_PROBLEMS = 20
"""Mistakes of one document that are told."""


class MistakeError(ValueError):
    """What breaks a rule of a table: a case of the texts on keys, and what they are filled with.

    ``path`` leads from the table to the key that is wrong.
    """

    def __init__(self, case: str, *path: str, **values: Value) -> None:
        super().__init__(case)
        self.case = case
        self.path = path
        self.values = values


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
        raise BundleError(*problems(error, kind, where)) from None


def read_text(file: Path, error: type[MobilierError] = BundleError) -> str:
    """Return the text of a plain file that is not larger than the limit.

    Raises:
        BundleError: it is absent, no plain file, too large or not UTF-8 (or what ``error`` names).
    """
    try:
        if not file.is_file():
            raise error.of("missing-document", str(file))
        if file.stat().st_size > MOST_BYTES:
            raise error.of("large-document", str(file), most=MOST_BYTES // 1_000_000)
        return file.read_text("utf-8")
    except (OSError, ValueError) as wrong:
        raise error.of("unreadable-file", str(file), problem=str(wrong)) from None


def parse_table(
    text: str, *, where: str, toml: bool = False, error: type[MobilierError] = BundleError
) -> dict[str, Any]:
    """Return a JSON or TOML table as plain values.

    Raises:
        BundleError: it cannot be parsed, or is nested too deeply (or what ``error`` names).
    """
    try:
        table = tomllib.loads(text) if toml else json.loads(text, parse_constant=_not_finite)
    except RecursionError:
        raise error.of("bad-document", where, case="deep") from None
    except ValueError as wrong:
        raise error.of("unreadable-file", where, problem=str(wrong)[:200]) from None
    if not isinstance(table, dict):
        raise error.of("bad-document", where, case="table")
    return table


def problems(error: ValidationError, kind: type[BaseModel], where: str) -> list[Finding]:
    """Return every mistake of a document: its key, what is wrong, what was meant."""
    return [_mistake(detail, kind, where) for detail in error.errors(include_url=False)[:MOST_PROBLEMS]]


def _not_finite(word: str) -> float:
    msg = f"{word} is no figure"
    raise ValueError(msg)


def _is_toml(file: Path) -> bool:
    return file.suffix in (".toml", ".lock")


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


def _mistake(detail: ErrorDetails, kind: type[BaseModel], where: str) -> Finding:
    """Return one mistake: key path, what is wrong, what was meant."""
    path, found, ctx = detail["loc"], _shown(detail["input"]), detail.get("ctx", {})
    key, sort = _path(path), detail["type"]
    wrong = ctx.get("error")

    def told(case: str, **values: Value) -> Finding:
        return Finding.of("wrong-key", where, level="error", case=case, key=key, **values)

    if isinstance(wrong, MistakeError):
        values = {"key": _path((*path, *wrong.path)), **wrong.values}
        return Finding.of("wrong-key", where, level="error", case=wrong.case, **values)
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
    text = json.dumps(value, ensure_ascii=False, default=str)
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
