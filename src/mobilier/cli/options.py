"""The options that every verb shares, and what they become."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from mobilier.cli.lengths import length, sheet
from mobilier.errors import DesignError
from mobilier.wording import Lang, language, say

if TYPE_CHECKING:
    from mobilier.job.laying import Laying
    from mobilier.job.order import Choice, Job, Wanted
    from mobilier.model.parameter import Parameter

F = TypeVar("F", bound=Callable[..., Any])
YES, NO = ("yes", "true", "on", "1", "oui", "vrai"), ("no", "false", "off", "0", "non", "faux")


Completion = Callable[[click.Context, click.Parameter, str], list[str]]


def names(kind: str) -> Completion:
    """Return a completion of the names of a kind."""

    def complete(_context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
        from mobilier.library import entries

        return [entry.name for entry in entries(kind) if entry.name.startswith(begun)]

    return complete


def common(function: F) -> F:
    """Add SOURCE and the options that choose what is made and what with."""
    argument = click.argument(
        "sources", nargs=-1, required=True, metavar="SOURCE…", shell_complete=names("designs")
    )
    return argument(choosing(function))


def choosing(function: F) -> F:
    """Add the options that choose what is made and what with."""
    for add in reversed(
        [
            click.option("--set", "sets", multiple=True, metavar="NAME=VALUE", help=say("help.set")),
            click.option("--preset", default="", help=say("help.preset")),
            click.option("--lab", default="", help=say("help.lab"), shell_complete=names("labs")),
            click.option("--machine", default="", help=say("help.machine"), shell_complete=names("machines")),
            click.option(
                "--material",
                multiple=True,
                metavar="[BOARD=]NAME",
                help=say("help.material"),
                shell_complete=names("materials"),
            ),
            click.option("--lot", default="", metavar="FILE", help=say("help.lot_option")),
            click.option("--thickness", multiple=True, metavar="[BOARD=]MM", help=say("help.thickness")),
            click.option("--sheet", "sheets", multiple=True, metavar="LxW[xT]", help=say("help.sheet")),
            click.option("--split", is_flag=True, help=say("help.split")),
            click.option("--quantity", type=click.IntRange(1, 1000), default=1, help=say("help.quantity")),
            click.option("--seed", type=click.IntRange(0), default=0, help=say("help.seed")),
            click.option(
                "--effort",
                type=click.Choice(["quick", "normal", "high"]),
                default="normal",
                show_default=True,
                help=say("help.effort"),
            ),
            click.option(
                "--time", "seconds", type=click.FloatRange(0.1, 86400), metavar="S", help=say("help.time")
            ),
            click.option(
                "--units",
                type=click.Choice(["mm", "cm", "m", "in"]),
                default="mm",
                show_default=True,
                help=say("help.units"),
            ),
            click.option("--lang", default="", metavar="fr,en", help=say("help.lang")),
            click.option("--json", "as_json", is_flag=True, help=say("help.json")),
            click.option("-v", "--verbose", is_flag=True, help=say("help.verbose")),
            click.option("-q", "--quiet", is_flag=True, help=say("help.quiet")),
        ]
    ):
        function = add(function)
    return function


def laying(function: F) -> F:
    """Add the options that say how the parts are to lie."""
    for add in reversed(
        [
            click.option("--stock", "rack", default="", metavar="FILE", help=say("help.stock")),
            click.option("--improve", type=_FILE, metavar="LAYOUT", help=say("help.improve")),
            click.option("--layout", type=_FILE, metavar="LAYOUT", help=say("help.layout")),
            click.option(
                "--pin", "pins", multiple=True, metavar="PART@X,Y[,ANGLE][#N]", help=say("help.pin")
            ),
            click.option("--run", "runs", multiple=True, metavar="PART+PART[:x|y]", help=say("help.run")),
            click.option("--apart", is_flag=True, help=say("help.apart")),
        ]
    ):
        function = add(function)
    return function


_FILE = click.Path(path_type=Path)


def laid(
    improve: Path | None, layout: Path | None, pins: Sequence[str], runs: Sequence[str], *, apart: bool
) -> Laying:
    """Return how the parts are to lie, the layouts read.

    Raises:
        NestError: options that exclude each other, or a file that is no layout.
    """
    from mobilier.job.laying import Laying
    from mobilier.nest.files import read_layouts

    file = improve or layout
    alone = [f"--{n}" for n, v in (("pin", pins), ("run", runs), ("apart", apart)) if v]
    if (improve and layout) or (file and alone):
        both = ["--improve" if improve else "--layout", *(["--layout"] if improve and layout else alone)]
        raise click.UsageError(say("one_of", options=", ".join(both)))
    start = read_layouts(file) if file else ()
    return Laying(start=start, keep=layout is not None, pins=tuple(pins), runs=tuple(runs), apart=apart)


def out(required: bool) -> Callable[[F], F]:
    """Add ``-o``."""
    return click.option(
        "-o",
        "--out",
        "folder",
        type=click.Path(path_type=Path),
        required=required,
        metavar="DIR",
        help=say("help.out"),
    )


def languages(text: str) -> tuple[Lang, ...]:
    """Return the languages of the documents; the terminal's first, then the other, when none is named."""
    wished = tuple(dict.fromkeys(word.strip() for word in text.split(",") if word.strip()))
    unknown = [w for w in wished if w not in ("fr", "en")]
    if unknown:
        raise click.BadParameter(f"{', '.join(unknown)}: fr, en", param_hint="--lang")
    known: dict[str, Lang] = {"fr": "fr", "en": "en"}
    both = sorted(known, key=lambda w: w != language())
    return tuple(known[w] for w in wished or both)


def asked(
    sources: Sequence[str],
    sets: Sequence[str],
    preset: str,
    lab: str,
    machine: str,
    material: Sequence[str],
    lot: str,
    thickness: Sequence[str],
    sheets: Sequence[str],
    split: bool,
    quantity: int,
    seed: int,
    effort: Any,
    seconds: float | None,
    units: str = "mm",
    rack: str = "",
    laying: Laying | None = None,
) -> Job:
    """Return the job that the common options describe."""
    from dataclasses import replace

    from mobilier.job.laying import Laying
    from mobilier.job.order import Choice, job, wanted
    from mobilier.job.source import source
    from mobilier.nest.layout import Budget

    named = [source(text) for text in sources]
    if preset:
        named = [s if s.preset or s.values else replace(s, preset=preset) for s in named]
    items = _given(wanted(named), sets, units)
    choice: Choice = Choice(
        lab=lab,
        machine=machine,
        lot=lot,
        material=_by_board(material),
        thickness={n: length(v, units) for n, v in _by_board(thickness).items()},
        sheets=tuple(sheet(text, units) for text in sheets),
        rack=rack,
        quantity=quantity,
        split=split,
        budget=Budget(effort=effort, seconds=seconds, seed=seed),
        laying=laying or Laying(),
    )
    return job(items, choice)


def _by_board(given: Sequence[str]) -> dict[str, str]:
    """Return NAME=VALUE words by board name; a bare VALUE is the main board's, "" ."""
    pairs = (text.rpartition("=") for text in given)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _given(items: Sequence[Wanted], sets: Sequence[str], units: str) -> list[Wanted]:
    """Give each design the values of ``--set`` it knows; a name that none knows is an error."""
    from dataclasses import replace

    pairs: dict[str, str] = {}
    for text in sets:
        name, mark, value = text.partition("=")
        if not mark or not name.strip():
            raise DesignError(say("bad_pair", text=text))
        pairs[name.strip()] = value.strip()
    known = {n for item in items for n in item.design.parameters}
    out = []
    for item in items:
        mine = {
            n: typed(item.design.parameters[n], v, units) if n in item.design.parameters else v
            for n, v in pairs.items()
            if n in item.design.parameters or n not in known
        }
        item.design.values(item.source.preset, mine)
        out.append(replace(item, given=mine))
    return out


def typed(parameter: Parameter, text: str, units: str = "mm") -> Any:
    """Return what was typed as the kind of value that a parameter takes."""
    match parameter.kind:
        case "length":
            return length(text, units)
        case "switch":
            word = text.lower()
            if word not in YES + NO:
                raise DesignError(say("bad_switch", name=parameter.name, text=text))
            return word in YES
        case "count":
            return _number(text, int, "bad_count", parameter.name)
        case "angle" | "mass":
            return _number(text.replace(",", ".").rstrip("°kg "), float, "bad_number", parameter.name)
        case _:
            return text


def _number(text: str, kind: Callable[[str], Any], wrong: str, name: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise DesignError(say(wrong, name=name, text=text)) from None


def told(table: Mapping[str, Any] | Sequence[Mapping[str, Any]]) -> None:
    """Print a result as JSON on the standard output."""
    import json

    click.echo(json.dumps(table, ensure_ascii=False, indent=2))
