"""``mobilier build``: every variant of a project file, each in a folder of its own, and their gallery."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.words import out, reports, told, word
from mobilier.wording import counted, language, say

if TYPE_CHECKING:
    from mobilier.project.build import Watcher
    from mobilier.project.project import Project, Variant
    from mobilier.project.summary import Row


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False), default="mobilier.toml")
@out(required=False, default="out")
@word("--only", multiple=True, metavar="PATTERN")
@word("--list", "look_only", is_flag=True)
@word("--again", is_flag=True)
@word("--jobs", type=click.IntRange(1, 256), metavar="N")
@reports
def build(
    file: Path,
    folder: Path,
    only: tuple[str, ...],
    look_only: bool,
    again: bool,
    jobs: int | None,
    **said: bool,
) -> int:
    """Check every variant, make those that are due, and write the gallery and the summary."""
    return _build(file, folder, only, look_only=look_only, again=again, jobs=jobs, **said)


def _build(
    file: Path,
    folder: Path,
    only: tuple[str, ...],
    *,
    look_only: bool,
    again: bool,
    jobs: int | None,
    **said: bool,
) -> int:
    from mobilier.project.build import Watcher, look
    from mobilier.project.processes import cores
    from mobilier.project.project import project, variants
    from mobilier.project.summary import summary, writable

    plan = project(file)
    everything = variants(plan, str(file))
    wished = _wished(everything, only)
    writable(folder)
    silent = said["quiet"] or said["as_json"]

    def settled(row: Row) -> None:
        for line in row.problem(language()).splitlines():
            click.echo(f"{row.name}: {line}", err=True)
        if not silent:
            _tell(row, folder, verbose=said["verbose"])

    rows = look(wished, folder, again=again, processes=jobs or cores())
    if look_only:
        for row in rows:
            settled(row)
    else:
        begun = (lambda _name: None) if said["quiet"] else (lambda name: click.echo(f"  {name}", err=True))
        watcher = Watcher(begun=begun, settled=settled)
        made = _make(plan, wished, rows, folder, jobs or cores(), watcher)
        if made is None:
            return 130
        rows = made
    table = summary(rows, folder)
    if said["as_json"]:
        told(table)
    elif not said["quiet"]:
        click.echo(_summed(table, folder, look_only))
    return int(not table["ok"])


def _make(
    plan: Project,
    wished: Sequence[Variant],
    rows: Sequence[Row],
    folder: Path,
    processes: int,
    watcher: Watcher,
) -> list[Row] | None:
    """Make what is due and publish the pages; None where it was stopped."""
    from mobilier.project.build import build as build_variants
    from mobilier.project.build import publish_pages
    from mobilier.project.project import variants

    try:
        made = build_variants(wished, rows, folder, processes=processes, watcher=watcher)
    except KeyboardInterrupt:
        click.echo(say("stopped_build"), err=True)
        return None
    everything = variants(plan, "")
    publish_pages(plan, everything, made, folder, language())
    _tell_strangers(folder, [v.name for v in everything])
    return made


def _tell_strangers(folder: Path, names: Sequence[str]) -> None:
    """Name folders of ours that no variant bears the name of."""
    from mobilier.project.summary import strangers

    for name in strangers(folder, names):
        click.echo(say("stranger", folder=str(folder / name)), err=True)


def _wished(everything: Sequence[Variant], only: Sequence[str]) -> tuple[Variant, ...]:
    """Return the variants that the patterns name, all without patterns."""
    from mobilier.project.project import chosen

    wished, unknown = chosen(everything, only)
    if unknown:
        named = ", ".join(v.name for v in everything)
        raise click.BadParameter(
            say("not_one_of", value=", ".join(unknown), choices=named), param_hint="--only"
        )
    return wished


def _tell(row: Row, folder: Path, *, verbose: bool) -> None:
    """Print one line for a variant, and what its folder was made from otherwise when asked for more."""
    click.echo(f"{say('state.' + row.state)}  {(folder / row.name).as_posix()}")
    for name in row.changed if verbose else ():
        click.echo(f"    {name}")


def _summed(table: Mapping[str, Any], folder: Path, look_only: bool) -> str:
    """Return the last line: 3 variants: 1 built, 2 kept; out/index.html."""
    from mobilier.project.project import PAGE

    states = ("due", "kept", "failed") if look_only else ("built", "kept", "failed")
    words = ", ".join(counted(state, table[state]) for state in states if table[state])
    total = counted("variant", len(table["variants"]))
    page = (folder / PAGE).as_posix()
    return say("built_sum" if look_only else "built_page", total=total, states=words, page=page)
