"""The command line: parse, call, print; no geometry.

Each verb lives in a module of its own that is imported only when it is called, so that
``mobilier --help`` costs little more than Python itself.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from types import FrameType

import click

from mobilier.wording import language, say

VERBS: Mapping[str, str] = {
    "list": "mobilier.cli.listing:list_",
    "show": "mobilier.cli.show:show",
    "check": "mobilier.cli.check:check",
    "nest": "mobilier.cli.make:nest",
    "cut": "mobilier.cli.make:cut",
    "bundle": "mobilier.cli.make:bundle",
    "verify": "mobilier.cli.verify:verify",
    "build": "mobilier.cli.build:build",
    "diff": "mobilier.cli.diff:diff",
    "coupon": "mobilier.cli.make:coupon",
    "lot": "mobilier.cli.lot:lot",
    "new": "mobilier.cli.new:new",
    "completion": "mobilier.cli.completion:completion",
}
"""Where each verb is; a short help for each is in the catalogue under ``help.<verb>``."""


class Formatter(click.HelpFormatter):
    """Help with its headings in the maker's language."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        """Write the usage line."""
        super().write_usage(prog, args, prefix or say("usage") + " ")

    def write_heading(self, heading: str) -> None:
        """Write a heading."""
        known = {"Options": "options", "Commands": "commands"}
        super().write_heading(say(known[heading]) if heading in known else heading)


class Context(click.Context):
    """A call of a command, helped in the maker's language."""

    formatter_class = Formatter


class LazyGroup(click.Group):
    """A group that imports a verb's module only when the verb is called."""

    context_class = Context

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the verbs in the order a job goes through them."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return a verb."""
        if cmd_name not in VERBS:
            return None
        module, _, attribute = VERBS[cmd_name].partition(":")
        found = getattr(import_module(module), attribute)
        assert isinstance(found, click.Command)
        for command in (found, *getattr(found, "commands", {}).values()):
            command.context_class = Context
            _helped(command, ctx)
        return found

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option of the group itself."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("help.help")
        return option

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs and what each does, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, say(f"help.{verb}")) for verb in VERBS])


def _helped(command: click.Command, ctx: click.Context) -> None:
    """Give a command's help option its text in the maker's language."""
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = say("help.help")


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from mobilier import __version__

        click.echo(f"mobilier {__version__}")
        ctx.exit()


cli = LazyGroup(
    name="mobilier",
    help=say("help"),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
            help=say("help.version"),
        )
    ],
)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 findings or bad input, 2 usage."""
    signal.signal(signal.SIGTERM, _stopped)
    sys.exit(run(args))


def run(args: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    from mobilier.errors import MobilierError

    try:
        return int(cli.main(args, prog_name="mobilier", standalone_mode=False) or 0)
    except click.UsageError as error:
        _tell_usage(error)
        return 2
    except click.ClickException as error:
        click.echo(f"{say('error')} {error.format_message()}", err=True)
        return 1
    except MobilierError as error:
        from mobilier.cli.findings import tell

        tell(error.findings, lang=language())
        return 1
    except (click.Abort, KeyboardInterrupt):
        click.echo(say("stopped"), err=True)
        return 130
    except BrokenPipeError:
        sys.stdout = open(os.devnull, "w")  # noqa: PTH123, SIM115
        return 1
    except OSError as error:
        click.echo(f"{say('error')} {error}", err=True)
        return 1


def _stopped(_signal: int, _frame: FrameType | None) -> None:
    """Leave at once; what was begun is swept up on the way out."""
    raise SystemExit(128 + _signal)


def _tell_usage(error: click.UsageError) -> None:
    """Print what is wrong with the words of a command, in the maker's language."""
    if error.ctx is not None:
        click.echo(error.ctx.get_usage(), err=True)
        click.echo(say("try_help", command=error.ctx.command_path), err=True)
    click.echo(f"{say('error')} {_in_words(error)}", err=True)


def _in_words(error: click.UsageError) -> str:
    if language() == "en":
        return error.format_message()
    match error:
        case click.NoSuchOption():
            near = (
                f" ; {say('did_you_mean', names=', '.join(error.possibilities))}"
                if error.possibilities
                else ""
            )
            return say("no_option", name=error.option_name) + near
        case click.MissingParameter():
            name = error.param.get_error_hint(error.ctx) if error.param and error.ctx else ""
            return say("missing", name=name)
        case click.BadOptionUsage():
            return say("bad_option", name=error.option_name)
        case _:
            return error.format_message()
