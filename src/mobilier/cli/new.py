"""``mobilier new``: a design or a lab of one's own, to be changed."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import click

from mobilier.cli.options import names
from mobilier.errors import DesignError, ProfileError
from mobilier.wording import say

STARTER: Mapping[str, str] = {
    "design.py.txt": "design.py",
    "preset.toml.txt": "presets/standard.toml",
    "texts.fr.toml.txt": "texts.fr.toml",
    "texts.en.toml.txt": "texts.en.toml",
}


@click.group(help=say("help.new"))
def new() -> None:
    """Write something to begin with."""


@new.command("design", help=say("help.new_design"))
@click.argument("name")
def new_design(name: str) -> None:
    """Write ./designs/NAME with a crate to change."""
    word = _word(name)
    folder = Path("designs") / word
    _absent(folder)
    title = name.replace("_", " ").replace("-", " ").strip().capitalize()
    texts = {
        place: (files("mobilier.cli") / "starter" / file)
        .read_text("utf-8")
        .format(name=word, title=title, letter=word[0].upper())
        for file, place in STARTER.items()
    }
    for place, text in texts.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
        click.echo((folder / place).as_posix())
    click.echo(say("next", command=f"mobilier show {word}"), err=True)


@new.command("lab", help=say("help.new_lab"))
@click.argument("name")
@click.option("--title", default=None, help=say("help.lab_title"))
@click.option("--machine", default=None, shell_complete=names("machines"), help=say("help.lab_machine"))
@click.option("--tool", "tools", multiple=True, shell_complete=names("tools"), help=say("help.lab_tool"))
@click.option("--sheet", "sheets", multiple=True, metavar="MATERIAL=LxW", help=say("help.lab_sheet"))
@click.option("--ask/--no-ask", default=None, help=say("help.ask"))
def new_lab(
    name: str,
    title: str | None,
    machine: str | None,
    tools: Sequence[str],
    sheets: Sequence[str],
    ask: bool | None,
) -> None:
    """Write ./profiles/labs/NAME.toml from a few answers."""
    import sys

    from mobilier.profiles.reader import parse_profile
    from mobilier.profiles.types import Lab

    word = _word(name, keep="-")
    file = Path("profiles/labs") / f"{word}.toml"
    _absent(file)
    if ask is None:
        ask = sys.stdin.isatty() and not (machine or tools or sheets)
    if ask:
        title = title or click.prompt(say("ask_title"), default=name)
        machine = machine or click.prompt(say("ask_machine"), default="", show_default=False)
        tools = tools or click.prompt(say("ask_tools"), default="").split()
        sheets = sheets or click.prompt(say("ask_sheets"), default="").split()
    text = _lab(word, title or name, machine or "", tools, sheets)
    parse_profile(text, Lab, where=file.as_posix())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    click.echo(file.as_posix())
    click.echo(say("next", command=f"mobilier check chariot --lab {word}"), err=True)


def _lab(name: str, title: str, machine: str, tools: Sequence[str], sheets: Sequence[str]) -> str:
    """Return the profile of a lab; what nobody answered is left out."""
    from mobilier.job.workshop import DEFAULT_LAB
    from mobilier.library import find
    from mobilier.profiles.reader import read_profile
    from mobilier.profiles.types import Lab

    for kind, wanted in (("machines", [machine] if machine else []), ("tools", tools)):
        for one in wanted:
            find(kind, one)
    table: dict[str, Any] = {"name": name, "title": title, "about": ""}
    if machine:
        table["machine"] = machine
    table |= {
        "tools": list(tools),
        "layers": "mobilier",
        "deliver": ["gcode", "dxf", "svg"] if machine else ["dxf", "svg"],
        "confirmed": [],
        "source": "",
    }
    habits = read_profile(find("labs", DEFAULT_LAB), Lab).habits.model_dump(
        mode="json", exclude_defaults=True
    )
    table |= {"stock": [_sheet(text) for text in sheets], "habits": habits}
    return _toml(table)


def _toml(table: Mapping[str, Any]) -> str:
    """Return the profile as TOML with a word on what to fill in."""
    import tomlkit

    document = tomlkit.document()
    for line in say("lab_head").splitlines():
        document.add(tomlkit.comment(line))
    for key, value in table.items():
        document.add(key, value)
    return tomlkit.dumps(document)


def _sheet(text: str) -> dict[str, Any]:
    """Return a sheet of the stock from MATERIAL=LxW."""
    from mobilier.cli.lengths import sheet
    from mobilier.library import find

    material, mark, size = text.partition("=")
    if not mark:
        raise ProfileError(say("bad_stock", text=text))
    find("materials", material)
    long, wide, _ = sheet(size)
    return {
        "name": f"{material} {max(long, wide):g} x {min(long, wide):g}",
        "material": material,
        "length": max(long, wide),
        "width": min(long, wide),
        "grain": "x" if long >= wide else "y",
    }


def _word(name: str, keep: str = "") -> str:
    """Return a name that a file (and, without hyphens, a function) may have."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    word = re.sub(f"[^a-z0-9{keep}]+", "_", plain).strip("_-")
    if not word or not word[0].isalpha() or keyword.iskeyword(word):
        raise DesignError(say("bad_name", name=name))
    return word


def _absent(place: Path) -> None:
    if place.exists():
        raise DesignError(say("exists", place=place.as_posix()))
