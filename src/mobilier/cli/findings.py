"""Print findings: errors first, one line each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.words import counted, say

if TYPE_CHECKING:
    from mobilier.errors import Finding

RANK = {"error": 0, "warning": 1, "note": 2}
COLOUR = {"error": "red", "warning": "yellow", "note": None}


def tell(findings: Iterable[Finding], quiet: bool = False, verbose: bool = True) -> None:
    """Print findings on the standard error; notes only when ``verbose``, nothing but errors when quiet."""
    for finding in sorted(findings, key=lambda f: RANK[f.level]):
        if finding.level != "error" and (quiet or (finding.level == "note" and not verbose)):
            continue
        level = click.style(say(f"level.{finding.level}"), fg=COLOUR[finding.level])
        click.echo(f"{level}  {finding.rule}  {finding.where}: {finding.message}", err=True)
        if finding.remedy:
            click.echo(f"    -> {finding.remedy}", err=True)


def summed(findings: Iterable[Finding]) -> str:
    """Return how many errors and warnings there are: 1 error, 2 warnings."""
    levels = [f.level for f in findings]
    errors, warnings = levels.count("error"), levels.count("warning")
    return f"{counted('count_error', errors)}, {counted('count_warning', warnings)}"


def plain(finding: Finding) -> dict[str, Any]:
    """Return a finding as JSON values."""
    return {
        "level": finding.level,
        "rule": finding.rule,
        "where": finding.where,
        "message": finding.message,
        "remedy": finding.remedy,
    }
