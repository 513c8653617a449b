"""The options of a request, made from its fields."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from types import UnionType
from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar, Union, get_args, get_origin

import click
from pydantic.fields import FieldInfo

from mobilier.cli.words import names, word
from mobilier.errors import DesignError
from mobilier.job.request import Group, Option, Request, options
from mobilier.wording import figure, language, say

F = TypeVar("F", bound=Callable[..., Any])
EVERYTHING: tuple[Group, ...] = ("what", "made-of", "sheets", "search", "laying", "said")


class Choice(click.Choice[str]):
    """One of several words, refused in the reader's language."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word."""
        if value not in self.choices:
            raise click.BadParameter(
                say("not_one_of", value=str(value), choices=", ".join(self.choices)), ctx, param
            )
        return str(value)


LONGEST = 30
"""Letters of a whole number; a longer one is out of every range, and kept as a figure."""


if TYPE_CHECKING:
    _Typed = click.ParamType[int | float]
else:  # no generic before click 8.4
    _Typed = click.ParamType


class Figure(_Typed):
    """A number within limits, refused in the reader's language; a comma is a decimal point."""

    name = "figure"

    def __init__(self, low: float | None, high: float | None, *, whole: bool) -> None:
        self.low, self.high, self.whole = low, high, whole

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int | float:
        """Return the number."""
        if isinstance(value, str):
            try:
                found = float(value.replace(",", "."))
                if self.whole and len(value) <= LONGEST:
                    found = int(value)
            except ValueError:
                raise click.BadParameter(
                    say("not_whole" if self.whole else "not_a_number", value=_short(value)), ctx, param
                ) from None
        else:
            found = value
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not (math.isfinite(found) and low <= found <= high):
            told = figure(found, language()) if math.isfinite(found) else _short(str(value))
            raise click.BadParameter(
                say("not_within", value=told, low=_limit(low), high=_limit(high)), ctx, param
            )
        return found


def _short(value: str) -> str:
    return value if len(value) <= LONGEST else f"{value[:LONGEST]}…"


def _limit(value: float) -> str:
    return "…" if math.isinf(value) else f"{value:g}"


def asks(*groups: Group, kind: type[Request] = Request, sources: bool = True) -> Callable[[F], F]:
    """Add the options of a request that belong to some groups, and SOURCE first unless told otherwise."""

    def add(function: F) -> F:
        for name, option in reversed(options(kind).items()):
            if option.group in groups and (sources or option.flag):
                function = _option(name, option, kind.model_fields[name])(function)
        return function

    return add


USAGE = frozenset({"wrong-key", "one-of-these", "said-twice"})
"""Refusals that are about the words of the command itself."""


def request_of(given: Mapping[str, Any], kind: type[Request] = Request) -> Request:
    """Return the request that the words of a verb make.

    Raises:
        DesignError: a word that cannot be read.
        UsageError: words that do not go together.
    """
    try:
        return kind.from_words(given)
    except DesignError as error:
        if error.findings[0].rule in USAGE:
            raise click.UsageError(error.findings[0].line(language()), click.get_current_context()) from None
        raise


def _option(name: str, option: Option, field: FieldInfo) -> Callable[[F], F]:
    """Return the click option of one field."""
    if not option.flag:
        return click.argument(
            name, nargs=-1, required=True, metavar="SOURCE…", shell_complete=names(option.completes)
        )
    how: dict[str, Any] = _kind(field, option)
    if option.metavar:
        how["metavar"] = option.metavar
    if option.completes:
        how["shell_complete"] = names(option.completes)
    return word(option.flag, name, **how)


def _kind(field: FieldInfo, option: Option) -> dict[str, Any]:
    """Return how click reads a field: as a flag, a choice, a figure, once, or several times."""
    kind, limits = _bare(field.annotation, field.metadata)
    if kind is bool:
        return {"is_flag": True}
    if get_origin(kind) is Literal:
        return {"type": Choice(get_args(kind)), "default": field.default, "show_default": True}
    if kind in (int, float):
        low, high = (next((getattr(m, n) for m in limits if hasattr(m, n)), None) for n in ("ge", "le"))
        whole = kind is int
        return {"type": Figure(low, high, whole=whole), "default": field.default, "metavar": "N"}
    if get_origin(kind) in (tuple, dict) and not option.commas:
        return {"multiple": True}
    return {"default": ""}


def _bare(kind: Any, metadata: Sequence[Any]) -> tuple[Any, list[Any]]:
    """Return a type without None and annotations, and what the annotations say of it."""
    limits = list(metadata)
    if get_origin(kind) in (Union, UnionType):
        kind = next(k for k in get_args(kind) if k is not type(None))
    if get_origin(kind) is Annotated:
        kind, *more = get_args(kind)
        for entry in more:
            limits += entry.metadata if isinstance(entry, FieldInfo) else [entry]
    return kind, limits
