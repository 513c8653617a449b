"""``mobilier diff``: what a variant changes.  Leaves with 0 when nothing does, 1 when something does."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.options import asked, choosing, names, out, told
from mobilier.cli.words import say

if TYPE_CHECKING:
    from mobilier.job.compare import Change
    from mobilier.job.order import Order


@click.command(help=say("help.diff"))
@click.argument("first", metavar="A", shell_complete=names("designs"))
@click.argument("second", metavar="B", shell_complete=names("designs"))
@choosing
@out(required=False)
def diff(
    first: str,
    second: str,
    folder: Path | None,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    lang: str,
    **given: Any,
) -> int:
    """Print the values, parts and hardware in which two sources differ; with -o draw the parts."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.text import plain
    from mobilier.job.compare import changes

    if folder is not None:
        ready(folder)
    a, b = (asked(sources=(source,), **given).orders[0] for source in (first, second))
    found = changes(a, b)
    table = {"schema": "mobilier.diff/1", "a": first, "b": second, "same": not found, "changes": plain(found)}
    if folder is not None:
        _write(folder, table, a, b, found)
    if as_json:
        told(table)
    elif not quiet:
        for change in found:
            what = f" {change.what}" if change.what else ""
            turned = f"{_said(change.before)} -> {_said(change.after)}"
            click.echo(f"{say('kind.' + change.kind)}  {change.name}{what}: {turned}")
        if not found:
            click.echo(say("no_difference", a=first, b=second))
    return int(bool(found))


def _write(folder: Path, table: dict[str, Any], a: Order, b: Order, found: list[Change]) -> None:
    from mobilier.bundle.folder import write
    from mobilier.bundle.text import as_json
    from mobilier.job.compare import named_parts, overlay
    from mobilier.job.draw import plain as plain_name

    before, after = named_parts(a.piece), named_parts(b.piece)
    changed = dict.fromkeys(c.name for c in found if c.kind == "part")
    files = {
        f"parts/{plain_name(name)}.svg": overlay(name, before.get(name), after.get(name)).encode()
        for name in changed
    }
    write(folder, {**files, "bundle.json": as_json(table)})


def _said(value: object) -> str:
    if value is None:
        return "-"
    if isinstance(value, list | tuple):
        return " x ".join(f"{v:g}" for v in value)
    return f"{value:g}" if isinstance(value, float) else str(value)
