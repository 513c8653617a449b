"""``mobilier build``: every variant of a project file, each in a folder of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.words import counted, say

if TYPE_CHECKING:
    from mobilier.job.project import Task


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
@click.option("--only", multiple=True, metavar="NAME", help=say("help.only"))
@click.option("--json", "as_json", is_flag=True, help=say("help.json"))
@click.option("-q", "--quiet", is_flag=True, help=say("help.quiet"))
def build(file: Path, folder: Path, only: tuple[str, ...], as_json: bool, quiet: bool) -> int:
    """Make every job; one that cannot be made is told and does not stop the others."""
    from mobilier.cli.options import told
    from mobilier.errors import MobilierError
    from mobilier.job.project import project

    plan = project(file)
    tasks = [t for t in plan.job if not only or t.name in only]
    unknown = sorted(set(only) - {t.name for t in plan.job})
    if unknown:
        raise click.BadParameter(", ".join(unknown), param_hint="--only")
    rows: list[dict[str, Any]] = []
    for task in tasks:
        row: dict[str, Any] = {"name": task.name, "folder": (folder / task.name).as_posix(), "ok": True}
        try:
            _one(task, plan.lang, folder / task.name)
        except MobilierError as error:
            row |= {"ok": False, "problem": str(error)}
            click.echo(f"{task.name}: {error}", err=True)
        rows.append(row)
        if row["ok"] and not (quiet or as_json):
            click.echo(row["folder"])
    if as_json:
        told(rows)
    failed = sum(not row["ok"] for row in rows)
    if failed and not quiet:
        click.echo(say("failed", number=counted("job", failed), of=len(rows)), err=True)
    return int(failed > 0)


def _one(task: Task, langs: tuple[Any, ...], target: Path) -> None:
    from mobilier.bundle.contents import contents
    from mobilier.bundle.folder import ready, write
    from mobilier.cli.options import asked
    from mobilier.job.make import laid_out, made

    ready(target)
    job = asked(
        sources=task.sources,
        sets=[f"{name}={_word(value)}" for name, value in task.values.items()],
        preset="",
        lab=task.lab,
        machine=task.machine,
        material=[f"{board}={name}" for board, name in task.material.items()],
        lot=task.lot,
        thickness=[f"{board}={value}" for board, value in task.thickness.items()],
        sheets=task.sheets,
        split=task.split,
        quantity=task.quantity,
        seed=task.seed,
        effort=task.effort,
        seconds=task.seconds,
    )
    done = (laid_out if task.verb == "nest" else made)(job, langs[0])
    files, _ = contents(done, task.verb, langs)
    write(target, files)


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
