"""Options whose help is told in the reader's language, and those that every report has.  Light to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click

from mobilier.wording import has, say

F = TypeVar("F", bound=Callable[..., Any])
Completion = Callable[[click.Context, click.Parameter, str], list[str]]


class Word(click.Option):
    """An option whose help is told in the reader's language, the words taken when they are shown."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Return the option and what it does, as help shows them."""
        if self.hidden:
            return None
        verb, name = ctx.info_name or "", max(self.opts, key=len).lstrip("-")
        own = f"option.{verb}.{name}"
        text = say(own if has(own) else f"option.{name}")
        default = self.default if isinstance(self.default, str | int) else None
        if self.show_default and default and not isinstance(default, bool):
            text += f"  [{say('default', value=str(default))}]"
        if self.required:
            text += f"  [{say('required')}]"
        flags = ", ".join(self.opts + self.secondary_opts)
        return f"{flags} {self.make_metavar(ctx)}" if not self.is_flag else flags, text

    def make_metavar(self, ctx: click.Context) -> str:
        """Return what stands for the value: a word of the catalogue, or what the option says itself."""
        if isinstance(self.type, click.Choice):
            return f"[{'|'.join(str(c) for c in self.type.choices)}]"
        word = self.metavar or "NAME"
        return say(f"metavar.{word}") if has(f"metavar.{word}") else word


def word(*flags: str, **how: Any) -> Callable[[F], F]:
    """Add an option whose help stands in the catalogue under its name."""
    return click.option(*flags, cls=Word, **how)


def names(kind: str) -> Completion:
    """Return a completion of the names of a kind."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        from mobilier.library import entries

        return [entry.name for entry in entries(kind) if entry.name.startswith(begun)]

    return complete


def reports(function: F) -> F:
    """Add what every verb says: --json, -v, -q."""
    for add in (
        word("-q", "--quiet", is_flag=True),
        word("-v", "--verbose", is_flag=True),
        word("--json", "as_json", is_flag=True),
    ):
        function = add(function)
    return function


def out(required: bool, default: str | None = None) -> Callable[[F], F]:
    """Add ``-o``."""
    how: dict[str, Any] = {} if default is None else {"default": default}
    return word(
        "-o",
        "--out",
        "folder",
        type=click.Path(path_type=Path),
        required=required,
        metavar="DIR",
        **how,
    )


def told(table: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """Print a result as JSON on the standard output."""
    import json

    click.echo(json.dumps(table, ensure_ascii=False, indent=2))


def replaces(function: F) -> F:
    """Add ``--replace``: a folder of ours that was made of other designs may be replaced."""
    return word("--replace", is_flag=True)(function)
