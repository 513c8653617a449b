"""``mobilier nest``, ``cut``, ``bundle`` and ``coupon``: each goes one stage further along the same line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.options import EVERYTHING, asks, request_of
from mobilier.cli.progress import shown
from mobilier.cli.words import out, replaces, reports, word
from mobilier.wording import counted, figure, language, say

if TYPE_CHECKING:
    from mobilier.bundle.contract import Kind
    from mobilier.errors import Finding
    from mobilier.job.job import Job
    from mobilier.job.request import Request
    from mobilier.job.stages import Result
    from mobilier.nest.layout import Layout, Nesting


@click.command
@asks(*EVERYTHING)
@word("--saw", is_flag=True)
@out(required=True)
@replaces
@reports
def nest(saw: bool, **given: Any) -> int:
    """Lay the parts on sheets and write the drawings."""
    return _saw(given) if saw else _run("nest", given)


@click.command
@asks(*EVERYTHING)
@word("--plot", is_flag=True)
@out(required=True)
@replaces
@reports
def cut(plot: bool, **given: Any) -> int:
    """Write sheets and proven programs."""
    return _run("cut", given, plot=plot)


@click.command
@asks(*EVERYTHING)
@out(required=True)
@word("--strict", is_flag=True)
@replaces
@reports
def bundle(**given: Any) -> int:
    """Write everything."""
    return _run("bundle", given)


@click.command
@asks("made-of", "sheets", "search", "said", sources=False)
@out(required=True)
@replaces
@reports
def coupon(**given: Any) -> int:
    """Write a fit test piece for a lab and a board."""
    from importlib.util import find_spec

    room = find_spec("mobilier.job")
    assert room is not None
    assert room.origin is not None
    place = Path(room.origin).parent / "coupon" / "design.py"
    return _run("bundle", {**given, "sources": (str(place),)})


def _run(kind: Kind, given: Mapping[str, Any], *, plot: bool = False) -> int:
    """Make a job, write its folder, and tell what was made."""
    from mobilier.bundle.contents import contents
    from mobilier.bundle.folder import ready, write
    from mobilier.bundle.lock import refuse_left_out
    from mobilier.bundle.target import refuse_target
    from mobilier.job.job import prepare
    from mobilier.job.stages import make

    request, folder = request_of(given), given["folder"]
    spoken = request.languages(language())
    ready(folder)
    job = prepare(request)
    refuse_target(folder, job.orders, replace=given["replace"])
    with shown(quiet=given["quiet"]) as progress:
        result = make(job, spoken[0], progress, programs=kind != "nest")
        progress(say("writing"))
        files, findings = contents(result, kind, spoken, plot=plot)
    if given.get("strict"):
        refuse_left_out(findings)
    write(folder, files)
    _tell(given, request, findings, files, lambda: _summary(result, folder, len(files) + 1))
    return 0


def _saw(given: Mapping[str, Any]) -> int:
    """Write blanks and cuts for a panel saw."""
    from mobilier.bundle.folder import ready, write
    from mobilier.bundle.saw_files import saw_contents
    from mobilier.bundle.target import refuse_target
    from mobilier.job.job import prepare
    from mobilier.job.request import Request, options
    from mobilier.job.saw import saw_blanks

    request, folder = request_of(given), given["folder"]
    laying = [o.flag for n, o in options(Request).items() if o.group == "laying" and getattr(request, n)]
    if laying:
        raise click.UsageError(say("saw_alone", options=", ".join(laying)))
    spoken = request.languages(language())
    ready(folder)
    job = prepare(request)
    refuse_target(folder, job.orders, replace=given["replace"])
    with shown(quiet=given["quiet"]) as progress:
        done = saw_blanks(job, progress)
    files = saw_contents(done, spoken)
    write(folder, files)

    def summary() -> list[str]:
        rows = [
            f"  {x.title}  {x.sheet.name}  {counted('cut', len(done.cuts[x.name]))}" for x in done.layouts
        ]
        return [_head(folder, len(files) + 1, done.layouts), *_boards(done.job, done.nestings), *rows]

    _tell(given, request, done.job.findings, files, summary)
    return 0


def _tell(
    given: Mapping[str, Any],
    request: Request,
    findings: Sequence[Finding],
    files: Mapping[str, bytes],
    summary: Any,
) -> None:
    """Print the findings, then the contract as JSON or what was made in a few lines."""
    from mobilier.bundle.folder import CONTRACT
    from mobilier.cli.findings import tell

    tell(findings, quiet=given["quiet"], verbose=given["verbose"], lang=request.languages(language())[0])
    if given["as_json"]:
        click.echo(files[CONTRACT].decode().rstrip())
    elif not given["quiet"]:
        click.echo("\n".join(summary()))


def _summary(result: Result, folder: Path, count: int) -> list[str]:
    """Return what was made, in a few lines."""
    laid, spoken = result.laid, language()
    lines = [_head(folder, count, laid.layouts), *_boards(result.job, laid.nestings)]
    for layout in laid.layouts:
        share = figure(100 * laid.used(layout), spoken, 1)
        parts = counted("part", len(layout.placements))
        lines.append(f"  {layout.title}  {layout.sheet.name}  {parts}  {share} %")
    for sheet in result.sheets:
        lines += [
            f"  {p.name}  {p.tool.name}  {_clock(p.seconds)}  {figure(p.cut_length / 1000, spoken, 1)} m"
            for p in sheet.work.programs
        ]
    if result.verdicts:
        lines.append(say("proven", number=len(result.verdicts)))
    elif result.job.workshop.machine is None:
        lines.append(say("no_machine", lab=result.job.workshop.lab.name))
    return lines


def _head(folder: Path, count: int, layouts: Sequence[Layout]) -> str:
    sheets = sum(x.copies for x in layouts)
    return f"{folder}: {counted('file', count)}, {counted('sheet', sheets)}"


def _boards(job: Job, nestings: Mapping[str, Nesting]) -> list[str]:
    """Return for each board how many sheets it takes, from stock and bought, and how few can do."""
    held = {s.name for s in job.in_stock}
    lines = []
    for name, found in nestings.items():
        sheets = len(found.layouts)
        key = "board_best" if sheets == found.bound else "board_open"
        line = say(key, board=name, number=counted("sheet", sheets), bound=found.bound, engine=found.engine)
        own = sum(x.sheet.name in held for x in found.layouts)
        if own:
            line += say("from_stock", own=own, bought=sheets - own)
        lines.append("  " + line + (say("by_clock", seconds=f"{found.seconds:.0f}") if found.timed else ""))
    return lines


def _clock(seconds: float) -> str:
    """Return a time as people say it: 12 min 05 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"
