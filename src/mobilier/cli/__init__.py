"""The command line: parse, call, print; no geometry.

Each verb lives in a module of its own that is imported only when it is called, so that
``mobilier --help`` costs little more than Python itself.
"""

from __future__ import annotations

import io
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from importlib import import_module
from types import FrameType

import click

from mobilier.wording import LANGS, hint, language, say

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
    "adapt": "mobilier.cli.adapt:adapt",
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
        inner: Mapping[str, click.Command] = getattr(found, "commands", {})
        for key, command in {cmd_name: found, **{f"{cmd_name}_{n}": c for n, c in inner.items()}}.items():
            command.context_class = Context
            command.help = say(f"help.{key}")
            _helped(command, ctx)
            if any("SOURCE" in (p.metavar or "") for p in command.params):
                command.epilog = say("help.source")
        return found

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what mobilier is."""
        with formatter.indentation():
            formatter.write_paragraph()
            formatter.write_text(say("help"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options of the group itself, then the verbs."""
        with formatter.section("Options"):
            formatter.write_dl([("--version", say("option.version")), ("-h, --help", say("option.help"))])
        self.format_commands(ctx, formatter)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the verb; one that does not exist gets the nearest."""
        if args and args[0] not in VERBS and not args[0].startswith("-"):
            told = hint(args[0], VERBS)
            near = told[LANGS.index(language())]
            raise click.UsageError(say("usage.no-verb", name=args[0][:40], hint=near), ctx)
        return super().resolve_command(ctx, args)

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Return the help option of the group itself."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = say("option.help")
        return option

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the verbs and what each does, importing none of them."""
        with formatter.section("Commands"):
            formatter.write_dl([(verb, say(f"help.{verb}")) for verb in VERBS])


def _helped(command: click.Command, ctx: click.Context) -> None:
    """Give a command's help option its text in the maker's language."""
    option = command.get_help_option(ctx)
    if option is not None:
        option.help = say("option.help")


def _version(ctx: click.Context, _option: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        from mobilier import __version__

        click.echo(f"mobilier {__version__}")
        ctx.exit()


cli = LazyGroup(
    name="mobilier",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=_version,
        )
    ],
)


def main(args: Sequence[str] | None = None) -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 findings or bad input, 2 usage."""
    signal.signal(signal.SIGTERM, _stopped)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
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
    except Exception as error:
        _tell_fault(error)
        return 1


def _tell_fault(error: Exception) -> None:
    """Tell in one line what nobody foresaw, and keep the rest for whoever mends it."""
    from tempfile import NamedTemporaryFile
    from traceback import format_exception

    from mobilier.cli.findings import tell
    from mobilier.errors import MobilierError

    kind = type(error).__name__
    problem = " ".join(str(error).split())[:200] or kind
    if isinstance(error, OSError):
        where = str(error.filename or "")
        tell(MobilierError.of("system", where, problem=error.strerror or problem).findings, lang=language())
        return
    with NamedTemporaryFile("w", prefix="mobilier-", suffix=".txt", delete=False, encoding="utf-8") as kept:
        kept.writelines(format_exception(error))
    found = MobilierError.of("fault", kind, problem=problem)
    tell(found.findings, lang=language())
    click.echo(say("fault_kept", file=kept.name), err=True)


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
    """Return what click found wrong, in the reader's language."""
    match error:
        case click.NoSuchOption():
            opts = error.ctx.command.params if error.ctx is not None else ()
            near = get_close_matches(error.option_name, [o for p in opts for o in p.opts], n=1)
            told = say("usage.no-option", name=error.option_name)
            return f"{told}, {say('hint.near', name=near[0])}" if near else told
        case click.MissingParameter():
            return say("usage.missing", name=_hint(error))
        case click.BadOptionUsage():
            return say("usage.option", name=error.option_name)
        case click.BadParameter():
            return say("usage.value", name=_hint(error), why=error.message)
        case _:
            return error.message


def _hint(error: click.BadParameter) -> str:
    """Return how the option or word is written that an error is about."""
    if error.param_hint:
        return str(error.param_hint)
    if isinstance(error.param, click.Option):
        return max(error.param.opts, key=len)
    return str(error.param.metavar or error.param.name) if error.param is not None else ""
