"""What is being worked on: on a terminal one line that changes, elsewhere a line for each thing."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from mobilier.job.nesting import Progress
from mobilier.wording import counted, figure, language, say


@contextmanager
def shown(*, quiet: bool) -> Iterator[Progress]:
    """Give what a run tells its progress to; nothing is left of it on a terminal."""
    if quiet:
        yield lambda _name, **_facts: None
    elif not sys.stderr.isatty():
        yield lambda name, **facts: click.echo(f"  {told(name, facts)}", err=True)
    else:
        from rich.console import Console
        from rich.markup import escape

        with Console(stderr=True).status(say("starting")) as status:
            yield lambda name, **facts: status.update(escape(told(name, facts)))


def told(name: str, facts: dict[str, Any]) -> str:
    """Return one line: what is worked on, and how far the nesting is."""
    if not facts:
        return name
    spoken = language()
    words = say(
        "nesting_step",
        seconds=figure(facts["seconds"], spoken, 1),
        number=counted("sheet", facts["sheets"]),
        bound=facts["bound"],
        used=figure(100 * facts["utilisation"], spoken, 1),
        engine=facts["engine"],
    )
    return f"{name}  {words}"
