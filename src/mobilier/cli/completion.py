"""``mobilier completion``: the script that completes names in a shell."""

from __future__ import annotations

import click


@click.command
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the script of a shell; put it where the shell looks for it."""
    from click.shell_completion import get_completion_class

    from mobilier.cli import cli

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(cli, {}, "mobilier", "_MOBILIER_COMPLETE").source())
