"""``mobilier diff``: what a variant changes.  Leaves with 0 when nothing does, 1 when something does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.options import asked, choosing, languages, names, out, told
from mobilier.wording import Lang, counted, say

if TYPE_CHECKING:
    from mobilier.export.web.changes import Change
    from mobilier.job.compare import Side


@click.command(help=say("help.diff"))
@click.argument("first", metavar="A", shell_complete=names("designs"))
@click.argument("second", metavar="B", shell_complete=names("designs"))
@choosing
@click.option("--sheets", "with_sheets", is_flag=True, help=say("help.diff_sheets"))
@out(required=False)
def diff(
    first: str,
    second: str,
    folder: Path | None,
    with_sheets: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    lang: str,
    **given: Any,
) -> int:
    """Print in what two sources or bundles differ; with -o draw the parts and write a page."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.text import plain
    from mobilier.export.web.changes import kind_words, name_words, value_words
    from mobilier.job.compare import changes

    spoken = languages(lang)
    if folder is not None:
        ready(folder)
    a, b = (_side(text, with_sheets or folder is not None, given) for text in (first, second))
    found = changes(a, b)
    called = _called(first, second)
    table = {
        "schema": "mobilier.diff/1",
        **dict(zip("ab", called, strict=True)),
        "same": not found,
        "changes": plain(found),
    }
    if folder is not None:
        _write(folder, table, (a, b), found, spoken)
    if as_json:
        told(table)
    elif not quiet:
        for c in found:
            before, after = (value_words(c, v, spoken[0]) for v in (c.before, c.after))
            words = "  ".join(filter(None, (kind_words(c.kind, spoken[0]), name_words(c, spoken[0]))))
            click.echo(f"{words}: {before} -> {after}" if (before or after) else words)
        if not found:
            click.echo(say("no_difference", a=called[0], b=called[1]))
    return int(bool(found))


def _called(first: str, second: str) -> tuple[str, str]:
    """Return what the sides are called: a bundle by its folder, with the one above where both are alike."""
    from mobilier.bundle.side import is_bundle

    for depth in (1, 2):
        a, b = (
            "/".join(Path(text).resolve().parts[-depth:]) if is_bundle(Path(text)) else text
            for text in (first, second)
        )
        if a != b:
            break
    return a, b


def _side(text: str, with_sheets: bool, given: dict[str, Any]) -> Side:
    """Return a source, laid out and cut when its sheets are wanted, or a bundle as it stands."""
    from mobilier.bundle.folder import faults
    from mobilier.bundle.side import bundle_side, is_bundle
    from mobilier.job.compare import laid_sheets, side
    from mobilier.job.lay import lay

    place = Path(text)
    if is_bundle(place):
        found = bundle_side(place)
        altered = len(faults(place))
        if altered:
            click.echo(say("altered", folder=str(place), number=counted("file", altered)), err=True)
        return found
    job = asked(sources=(text,), **given)
    return side(job, laid_sheets(lay(job)) if with_sheets else None)


def _write(
    folder: Path,
    table: dict[str, Any],
    sides: tuple[Side, Side],
    found: Sequence[Change],
    langs: tuple[Lang, ...],
) -> None:
    """Write the table, a picture of every part that differs, and a page of both."""
    from mobilier.bundle.folder import CONTRACT, write
    from mobilier.bundle.text import as_json
    from mobilier.export.web.changes import changes_page
    from mobilier.export.web.overlay import overlay
    from mobilier.job.compare import named_parts
    from mobilier.job.draw import plain as plain_name

    before, after = (named_parts(s) for s in sides)
    names = (str(table["a"]), str(table["b"]))
    drawn = {
        name: overlay(before.get(name), after.get(name), lang=langs[0], names=names)
        for name in dict.fromkeys(c.name for c in found if c.kind == "part")
    }
    files = {f"parts/{plain_name(name)}.svg": svg.encode() for name, svg in drawn.items()}
    page = changes_page(found, drawn, names, langs)
    write(folder, {**files, "diff.html": page.encode(), CONTRACT: as_json(table)})
