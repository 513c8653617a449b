"""``mobilier build``: every variant of a project file, each in a folder of its own, and their gallery."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.wording import counted, say

if TYPE_CHECKING:
    from mobilier.bundle.summary import Row
    from mobilier.export.web.gallery import Card
    from mobilier.job.project import Variant


BATCH = 4
"""Variants to look at for which one more process pays: it starts about as long as it looks at these."""


@click.command(help=say("help.build"))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="mobilier.toml")
@click.option(
    "-o",
    "--out",
    "folder",
    type=click.Path(path_type=Path),
    default="out",
    metavar="DIR",
    help=say("help.out"),
)
@click.option("--only", multiple=True, metavar="PATTERN", help=say("help.only"))
@click.option("--list", "look_only", is_flag=True, help=say("help.build_list"))
@click.option("--again", is_flag=True, help=say("help.again"))
@click.option("--jobs", type=click.IntRange(1, 256), metavar="N", help=say("help.jobs"))
@click.option("--json", "as_json", is_flag=True, help=say("help.json"))
@click.option("-v", "--verbose", is_flag=True, help=say("help.verbose"))
@click.option("-q", "--quiet", is_flag=True, help=say("help.quiet"))
def build(
    file: Path,
    folder: Path,
    only: tuple[str, ...],
    look_only: bool,
    again: bool,
    jobs: int | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
) -> int:
    """Check every variant, make those that are due, and write the gallery and the summary."""
    from mobilier.bundle.summary import publish, strangers, summary, writable
    from mobilier.cli.options import told
    from mobilier.export.web.gallery import gallery
    from mobilier.job.processes import cores
    from mobilier.job.project import chosen, project, variants

    plan = project(file)
    everything = variants(plan, str(file))
    wished, unknown = chosen(everything, only)
    if unknown:
        raise click.BadParameter(", ".join(unknown), param_hint="--only")
    writable(folder)
    silent = quiet or as_json

    def say_row(row: Row) -> None:
        if not silent:
            _tell(row, folder, verbose)

    at_once = jobs or cores()
    rows = _looked_at(wished, folder, again, at_once)
    if look_only:
        for row in rows:
            say_row(row)
    else:
        rows = _all_made(wished, rows, folder, at_once, quiet, say_row)
    table = summary(rows, folder)
    if not look_only:
        publish(folder, gallery(_cards(everything, rows, folder), plan.lang, plan.title), table)
        for name in strangers(folder, [v.name for v in everything]):
            click.echo(say("stranger", folder=str(folder / name)), err=True)
    if as_json:
        told(table)
    elif not quiet:
        click.echo(_summed(table, folder, look_only))
    return int(not table["ok"])


def _looked_at(wished: Sequence[Variant], folder: Path, again: bool, jobs: int) -> list[Row]:
    """Return what is to be done for every variant; those that cannot be made are told at once.

    Each process looks at several.  One that ends without an answer is not believed: its variants
    are looked at again, each in a process of its own.
    """
    from mobilier.bundle.summary import Row
    from mobilier.cli.variants import states
    from mobilier.job.processes import each

    found: dict[str, Row] = {}
    number = min(jobs, math.ceil(len(wished) / BATCH))
    groups = [wished[k::number] for k in range(number)]
    while groups:
        with closing(each(states, [(group, folder, again) for group in groups], jobs)) as outcomes:
            told = list(zip(groups, outcomes, strict=True))
        found |= {row.name: row for _, outcome in told for row in outcome.value or ()}
        lost = [(group, outcome.problem) for group, outcome in told if outcome.value is None]
        groups = [(v,) for group, _ in lost if len(group) > 1 for v in group]
        for group, problem in lost:
            if len(group) == 1:
                found[group[0].name] = Row(name=group[0].name, state="failed", problem=problem)
    rows = [found[variant.name] for variant in wished]
    for row in rows:
        if row.problem:
            click.echo(f"{row.name}: {row.problem}", err=True)
    return rows


def _all_made(
    wished: Sequence[Variant],
    rows: Sequence[Row],
    folder: Path,
    jobs: int,
    quiet: bool,
    say_row: Callable[[Row], None],
) -> list[Row]:
    """Make what is due, each variant in a process of its own; return and tell every row in order."""
    from mobilier.bundle.folder import ready
    from mobilier.cli.variants import made
    from mobilier.job.processes import each

    due = [(variant, folder) for variant, row in zip(wished, rows, strict=True) if row.state == "due"]

    def begun(number: int) -> None:
        if not quiet:
            click.echo(f"  {due[number][0].name}", err=True)

    out = []
    try:
        with closing(each(made, due, jobs, begun)) as outcomes:
            for variant, row in zip(wished, rows, strict=True):
                told = _done(row, next(outcomes).problem) if row.state == "due" else row
                out.append(_zipped(told, folder) if variant.zip else told)
                say_row(out[-1])
    except KeyboardInterrupt:
        click.echo(say("stopped_build"), err=True)
        raise SystemExit(130) from None
    finally:
        for variant, _ in due:
            ready(folder / variant.name, look_only=True)
    return out


def _done(row: Row, problem: str) -> Row:
    """Return what became of a variant; a problem is told at once."""
    from dataclasses import replace

    if problem:
        click.echo(f"{row.name}: {problem}", err=True)
    return replace(row, state="failed" if problem else "built", problem=problem)


def _zipped(row: Row, folder: Path) -> Row:
    """Put a variant that is there into one file too."""
    from mobilier.bundle.zipped import zip_beside
    from mobilier.errors import BundleError

    if row.state == "failed":
        return row
    try:
        zip_beside(folder / row.name)
    except (BundleError, OSError) as error:
        return _done(row, str(error))
    return row


def _cards(everything: Sequence[Variant], rows: Sequence[Row], folder: Path) -> list[Card]:
    """Return the cards of the gallery: every variant asked for, and the others that are there."""
    from mobilier.bundle.folder import CONTRACT
    from mobilier.bundle.gallery import card
    from mobilier.errors import BundleError
    from mobilier.export.web.gallery import Card

    problems = {row.name: row.problem for row in rows}
    out = []
    for variant in everything:
        place = folder / variant.name
        if problems.get(variant.name):
            out.append(Card(name=variant.name, problem=problems[variant.name]))
        elif (place / CONTRACT).is_file():
            try:
                out.append(card(place, zipped=variant.zip and place.with_name(f"{place.name}.zip").is_file()))
            except BundleError as error:
                out.append(Card(name=variant.name, problem=str(error)))
    return out


def _tell(row: Row, folder: Path, verbose: bool) -> None:
    """Print one line for a variant, and what its folder was made from otherwise when asked for more."""
    click.echo(f"{say('state.' + row.state)}  {(folder / row.name).as_posix()}")
    for name in row.changed if verbose else ():
        click.echo(f"    {name}")


def _summed(table: Mapping[str, Any], folder: Path, look_only: bool) -> str:
    """Return the last line: 3 variants: 1 built, 2 kept; out/index.html."""
    from mobilier.job.project import PAGE

    states = ("due", "kept", "failed") if look_only else ("built", "kept", "failed")
    words = ", ".join(counted(state, table[state]) for state in states if table[state])
    total = counted("variant", len(table["variants"]))
    page = (folder / PAGE).as_posix()
    return say("built_sum" if look_only else "built_page", total=total, states=words, page=page)
