"""``mobilier nest``, ``cut`` and ``bundle``: each goes one stage further along the same line."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.options import asked, choosing, common, laid, languages, laying, out, told
from mobilier.wording import counted, say

if TYPE_CHECKING:
    from mobilier.bundle.contents import Kind
    from mobilier.job.cut import Made
    from mobilier.nest.layout import Nesting


@click.command(help=say("help.nest"))
@common
@laying
@click.option("--saw", is_flag=True, help=say("help.saw"))
@out(required=True)
def nest(saw: bool, **given: Any) -> int:
    """Lay the parts on sheets and write the drawings."""
    return _saw(**given) if saw else _run("nest", **given)


@click.command(help=say("help.cut"))
@common
@laying
@out(required=True)
@click.option("--plot", is_flag=True, help=say("help.plot"))
def cut(**given: Any) -> int:
    """Write sheets and proven programs."""
    return _run("cut", **given)


@click.command(help=say("help.bundle"))
@common
@laying
@out(required=True)
def bundle(**given: Any) -> int:
    """Write everything."""
    return _run("bundle", **given)


@click.command(help=say("help.coupon"))
@choosing
@out(required=True)
def coupon(**given: Any) -> int:
    """Write a fit test piece for a lab and a board."""
    from mobilier import job

    place = Path(job.__file__).parent / "coupon" / "design.py"
    return _run("bundle", **{**given, "sources": (str(place),)})


def _run(
    kind: Kind,
    folder: Path,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    lang: str,
    plot: bool = False,
    improve: Path | None = None,
    layout: Path | None = None,
    pins: tuple[str, ...] = (),
    runs: tuple[str, ...] = (),
    apart: bool = False,
    **given: Any,
) -> int:
    from mobilier.bundle.contents import contents
    from mobilier.bundle.folder import ready, write
    from mobilier.cli.findings import tell
    from mobilier.job.make import laid_out, made

    spoken = languages(lang)
    ready(folder)
    job = asked(**given, laying=laid(improve, layout, pins, runs, apart=apart))
    tell_step = (lambda _name, **_facts: None) if quiet else _step
    done = (laid_out if kind == "nest" else made)(job, spoken[0], tell_step)
    if sys.stderr.isatty() and not quiet:
        click.echo("\r\x1b[K", nl=False, err=True)
    files, findings = contents(done, kind, spoken, plot=plot)
    write(folder, files)
    tell(findings, quiet=quiet, verbose=verbose, lang=spoken[0])
    if as_json:
        import json

        told(json.loads(files["bundle.json"]))
    elif not quiet:
        click.echo("\n".join(_summary(done, folder, len(files) + 1)))
    return 0


def _saw(
    folder: Path,
    as_json: bool,
    verbose: bool,
    quiet: bool,
    lang: str,
    improve: Path | None,
    layout: Path | None,
    pins: tuple[str, ...],
    runs: tuple[str, ...],
    apart: bool,
    **given: Any,
) -> int:
    """Write blanks and cuts for a panel saw."""
    from mobilier.bundle.folder import ready, write
    from mobilier.bundle.sawn import contents
    from mobilier.cli.findings import tell
    from mobilier.job.saw import sawn

    if improve or layout or pins or runs or apart:
        raise click.UsageError(say("saw_alone"))
    spoken = languages(lang)
    ready(folder)
    done = sawn(asked(**given), (lambda _name, **_facts: None) if quiet else _step)
    files = contents(done, spoken)
    write(folder, files)
    tell(done.job.findings, quiet=quiet, verbose=verbose, lang=spoken[0])
    if as_json:
        import json

        told(json.loads(files["bundle.json"]))
    elif not quiet:
        sheets = counted("sheet", sum(x.copies for x in done.layouts))
        click.echo(
            "\n".join(
                [f"{folder}: {counted('file', len(files) + 1)}, {sheets}"]
                + _boards(done.nestings)
                + [
                    f"  {x.title}  {x.sheet.name}  {counted('cut', len(done.cuts[x.name]))}"
                    for x in done.layouts
                ]
            )
        )
    return 0


def _step(name: str, **facts: Any) -> None:
    """Say what is being worked on: on a terminal in one line that changes, elsewhere in lines."""
    line = f"  {name}"
    if facts:
        used, spent = f"{100 * facts['utilisation']:.1f}", f"{facts['seconds']:.1f}"
        number = counted("sheet", facts["sheets"])
        words = {"number": number, "bound": facts["bound"], "used": used, "engine": facts["engine"]}
        line += "  " + say("nesting_step", seconds=spent, **words)
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{line}", nl=False, err=True)
    else:
        click.echo(line, err=True)


def _summary(done: Made, folder: Path, count: int) -> list[str]:
    """Return what was made, in a few lines."""
    from mobilier.bundle.contract import utilisation

    laid = done.laid
    lines = [f"{folder}: {counted('file', count)}, {counted('sheet', sum(x.copies for x in laid.layouts))}"]
    lines += _boards(laid.nestings)
    for layout in laid.layouts:
        share = 100 * utilisation(laid, layout)
        parts = counted("part", len(layout.placements))
        lines.append(f"  {layout.title}  {layout.sheet.name}  {parts}  {share:.1f} %")
    for sheet in done.sheets:
        lines += [
            f"  {p.name}  {p.tool.name}  {_clock(p.seconds)}  {p.cut_length / 1000:.1f} m"
            for p in sheet.work.programs
        ]
    if done.verdicts:
        lines.append(say("proven", number=len(done.verdicts)))
    elif laid.job.workshop.machine is None:
        lines.append(say("no_machine", lab=laid.job.workshop.lab.name))
    return lines


def _boards(nestings: Mapping[str, Nesting]) -> list[str]:
    """Return for each board how many sheets it takes and how many no layout can do without."""
    lines = []
    for name, found in nestings.items():
        sheets = len(found.layouts)
        key = "board_best" if sheets == found.bound else "board_open"
        line = say(key, board=name, number=counted("sheet", sheets), bound=found.bound, engine=found.engine)
        lines.append("  " + line + (say("by_clock", seconds=f"{found.seconds:.0f}") if found.timed else ""))
    return lines


def _clock(seconds: float) -> str:
    """Return a time as people say it: 12 min 05 s."""
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s"
