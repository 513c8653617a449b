"""``mobilier diff``: what a variant changes.  Leaves with 0 when nothing does, 1 when something does."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.options import EVERYTHING, asks, request_of
from mobilier.cli.words import names, out, reports, told, word
from mobilier.wording import counted, language, say, slug

if TYPE_CHECKING:
    from mobilier.export.web.changes import Change
    from mobilier.job.compare import Side
    from mobilier.wording import Lang


@click.command
@click.argument("first", metavar="A", shell_complete=names("designs"))
@click.argument("second", metavar="B", shell_complete=names("designs"))
@asks(*(group for group in EVERYTHING if group != "laying"), sources=False)
@word("--sheets", "with_sheets", is_flag=True)
@out(required=False)
@reports
def diff(
    first: str,
    second: str,
    folder: Path | None,
    with_sheets: bool,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    **given: Any,
) -> int:
    """Print in what two sources or bundles differ; with -o draw the parts and write a page."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.text import plain
    from mobilier.export.web.changes import kind_words, name_words, value_words
    from mobilier.job.compare import changes

    spoken = request_of(given).languages(language())
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
    from mobilier.bundle.comparison_side import is_bundle

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
    from mobilier.bundle.comparison_side import bundle_side, is_bundle
    from mobilier.bundle.folder import faults
    from mobilier.job.compare import laid_sheets, side
    from mobilier.job.job import prepare
    from mobilier.job.nesting import nest_job

    place = Path(text)
    if is_bundle(place):
        found = bundle_side(place)
        altered = len(faults(place))
        if altered:
            click.echo(say("altered", folder=str(place), number=counted("file", altered)), err=True)
        return found
    job = prepare(request_of({**given, "sources": (text,)}))
    return side(job, laid_sheets(nest_job(job)) if with_sheets else None)


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

    before, after = (named_parts(s) for s in sides)
    names = (str(table["a"]), str(table["b"]))
    drawn = {
        name: overlay(before.get(name), after.get(name), lang=langs[0], names=names)
        for name in dict.fromkeys(c.name for c in found if c.kind == "part")
    }
    files = {f"parts/{slug(name) or 'part'}.svg": svg.encode() for name, svg in drawn.items()}
    page = changes_page(found, drawn, names, langs)
    write(folder, {**files, "diff.html": page.encode(), CONTRACT: as_json(table)})
