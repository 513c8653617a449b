"""``mobilier build``: every variant of a project file, each in a folder of its own, and their gallery."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.words import counted, say

if TYPE_CHECKING:
    from mobilier.bundle.summary import Row
    from mobilier.export.gallery import Card
    from mobilier.job.order import Job
    from mobilier.job.project import Variant


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
    from mobilier.export.gallery import gallery
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

    rows = _looked_at(wished, folder, again)
    if look_only:
        for row in rows:
            say_row(row)
    else:
        rows = _all_made(wished, rows, folder, jobs, quiet, say_row)
    table = summary(rows, folder)
    if not look_only:
        publish(folder, gallery(_cards(everything, rows, folder), plan.lang, plan.title), table)
        for name in strangers(folder, [v.name for v in everything]):
            click.echo(say("stranger", folder=folder / name), err=True)
    if as_json:
        told(table)
    elif not quiet:
        click.echo(_summed(table, folder, look_only))
    return int(not table["ok"])


def _looked_at(wished: Sequence[Variant], folder: Path, again: bool) -> list[Row]:
    """Return what is to be done for every variant; those that cannot be made are told at once."""
    rows = []
    for variant in wished:
        with redirect_stdout(sys.stderr):  # what a design prints is no result of ours
            rows.append(_state(variant, folder / variant.name, again))
        if rows[-1].problem:
            click.echo(f"{variant.name}: {rows[-1].problem}", err=True)
    return rows


def _state(variant: Variant, target: Path, again: bool) -> Row:
    """Return what is to be done for a variant, or why it cannot be made."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.inputs import changed_inputs
    from mobilier.bundle.summary import Row
    from mobilier.errors import DesignError, refuse
    from mobilier.job.lay import checked, lay_findings
    from mobilier.job.processes import problem_of

    try:
        job = _job(variant)
        ready(target)
        changed = changed_inputs(target, job, variant.task.verb, variant.lang)
        if not (changed or again):
            return Row(name=variant.name, state="kept")
        refuse([*checked(job), *lay_findings(job)], DesignError)
    except Exception as error:
        return Row(name=variant.name, state="failed", problem=problem_of(error))
    return Row(name=variant.name, state="due", changed=tuple(changed))


def _all_made(
    wished: Sequence[Variant],
    rows: Sequence[Row],
    folder: Path,
    jobs: int | None,
    quiet: bool,
    say_row: Callable[[Row], None],
) -> list[Row]:
    """Make what is due, each variant in a process of its own; return and tell every row in order."""
    from mobilier.bundle.folder import ready
    from mobilier.job.processes import cores, each

    due = [(variant, folder) for variant, row in zip(wished, rows, strict=True) if row.state == "due"]

    def begun(number: int) -> None:
        if not quiet:
            click.echo(f"  {due[number][0].name}", err=True)

    out = []
    try:
        with closing(each(_made, due, jobs or cores(), begun)) as outcomes:
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


def _made(asked: tuple[Variant, Path]) -> None:
    """Make one variant and write its folder."""
    from mobilier.bundle.contents import contents
    from mobilier.bundle.folder import write
    from mobilier.job.make import laid_out, made

    variant, folder = asked
    verb = variant.task.verb
    done = (laid_out if verb == "nest" else made)(_job(variant), variant.lang[0])
    files, _ = contents(done, verb, variant.lang)
    write(folder / variant.name, files)


def _job(variant: Variant) -> Job:
    from mobilier.cli.options import asked, laid

    task = variant.task
    return asked(
        sources=task.sources,
        sets=[f"{name}={_word(value)}" for name, value in task.values.items()],
        preset=variant.preset,
        lab=variant.lab,
        machine=task.machine,
        material=[f"{board}={name}" for board, name in task.material.items()],
        lot=task.lot,
        thickness=[f"{board}={value}" for board, value in variant.thickness.items()],
        sheets=task.sheets,
        rack=task.stock,
        laying=laid(None, None, task.pins, task.runs, apart=task.apart),
        split=task.split,
        quantity=task.quantity,
        seed=task.seed,
        effort=task.effort,
        seconds=task.seconds,
    )


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _cards(everything: Sequence[Variant], rows: Sequence[Row], folder: Path) -> list[Card]:
    """Return the cards of the gallery: every variant asked for, and the others that are there."""
    from mobilier.bundle.folder import CONTRACT
    from mobilier.bundle.gallery import card
    from mobilier.errors import BundleError
    from mobilier.export.gallery import Card

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
