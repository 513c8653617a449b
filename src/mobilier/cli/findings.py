"""Print findings: errors first, in the maker's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import click

from mobilier.errors import LEVELS
from mobilier.wording import counted, language, printable, say

if TYPE_CHECKING:
    from mobilier.errors import Finding
    from mobilier.wording import Lang

COLOUR = {"error": "red", "warning": "yellow", "note": None}


def tell(
    findings: Iterable[Finding], quiet: bool = False, verbose: bool = True, lang: Lang | None = None
) -> None:
    """Print findings on the standard error; notes only when ``verbose``, nothing but errors when quiet.

    Level, rule and place stand in columns; what was found and its remedy below, indented.
    """
    spoken: Lang = lang or ("fr" if language() == "fr" else "en")
    shown = [
        f
        for f in sorted(findings, key=lambda f: LEVELS.index(f.level))
        if f.level == "error" or not (quiet or (f.level == "note" and not verbose))
    ]
    words = {f.level: say(f"level.{f.level}", spoken) for f in shown}
    first = max((len(w) for w in words.values()), default=0)
    second = max((len(f.rule) for f in shown), default=0)
    for f in shown:
        level = click.style(words[f.level].ljust(first), fg=COLOUR[f.level])
        click.echo(f"{level}  {f.rule.ljust(second)}  {printable(f.place(spoken))}".rstrip(), err=True)
        click.echo(f"    {printable(f.text(spoken))}", err=True)
        if f.remedy:
            click.echo(f"    -> {printable(f.remedy_in(spoken))}", err=True)


def summed(findings: Iterable[Finding], lang: Lang | None = None) -> str:
    """Return how many errors and warnings there are: 1 error, 2 warnings."""
    levels = [f.level for f in findings]
    errors, warnings = levels.count("error"), levels.count("warning")
    return f"{counted('count_error', errors, lang)}, {counted('count_warning', warnings, lang)}"
