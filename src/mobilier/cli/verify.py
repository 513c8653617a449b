"""``mobilier verify``: is a bundle whole and true?"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from mobilier.cli.words import names, reports, word
from mobilier.wording import language, printable, say

if TYPE_CHECKING:
    from mobilier.bundle.verify import Own
    from mobilier.errors import Finding
    from mobilier.wording import Lang


@click.command
@click.argument("folder", type=click.Path(path_type=Path), metavar="DIR")
@word("--regenerate", is_flag=True)
@word("--machine", default="", metavar="NAME", shell_complete=names("machines"))
@reports
def verify(folder: Path, regenerate: bool, machine: str, as_json: bool, verbose: bool, quiet: bool) -> int:
    """Print what changed and which rules are broken; leave with 1 when anything is."""
    from dataclasses import replace

    from mobilier.bundle.text import plain
    from mobilier.bundle.verify import judged
    from mobilier.cli.findings import tell
    from mobilier.cli.words import told

    found = judged(folder, _own(machine) if machine else None)
    if regenerate and found.whole:
        found = replace(found, faults=_again(folder))
    if as_json:
        told(
            {
                "schema": "mobilier.verify/1",
                "ok": found.whole,
                "files": [f.table() for f in found.faults],
                "verdicts": plain(found.verdicts),
            }
        )
        return int(not found.whole)
    spoken: Lang = "fr" if language() == "fr" else "en"
    tell(found.faults)
    for verdict in found.verdicts:
        if not verdict.passed or verbose:
            click.echo(printable(verdict.text(spoken)), err=not verdict.passed)
    broken = sum(not v.passed for v in found.verdicts)
    if found.whole:
        if not quiet:
            click.echo(say("verified", folder=str(folder), number=len(found.verdicts)))
        return 0
    click.echo(say("not_verified", folder=str(folder), files=len(found.faults), broken=broken), err=True)
    return 1


def _own(name: str) -> Own:
    """Return a machine of the library with its controller."""
    from mobilier.bundle.verify import Own
    from mobilier.profiles.shelf import Shelf
    from mobilier.profiles.types import Controller, Machine

    shelf = Shelf()
    machine = shelf.take(Machine, name)
    return Own(machine=machine, controller=shelf.take(Controller, machine.controller))


def _again(folder: Path) -> tuple[Finding, ...]:
    """Make the bundle again from its own sources and return what came out otherwise."""
    from mobilier.bundle.regenerate import differing, newer, regenerated
    from mobilier.errors import Finding

    click.echo(say("runs_code", folder=str(folder / "source/designs")), err=True)
    other = ", ".join(newer(folder))
    return tuple(
        Finding.of("not-reproduced", path, case="other-versions" if other else "same-versions", names=other)
        for path in differing(folder, regenerated(folder))
    )
