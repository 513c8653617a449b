"""``mobilier new``: a design or a lab of one's own, to be changed."""

from __future__ import annotations

import keyword
import re
from collections.abc import Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from mobilier.cli.words import names, word
from mobilier.errors import DesignError, ProfileError
from mobilier.system import is_portable
from mobilier.wording import language, say
from mobilier.wording.figures import plain_letters

if TYPE_CHECKING:
    from mobilier.profiles.machine import Machine

STARTER: Mapping[str, str] = {
    "design.py.txt": "design.py",
    "preset.toml.txt": "presets/standard.toml",
    "texts.fr.toml.txt": "texts.fr.toml",
    "texts.en.toml.txt": "texts.en.toml",
}


@click.group
def new() -> None:
    """Write something to begin with."""


@new.command("design")
@click.argument("name")
def new_design(name: str) -> None:
    """Write ./designs/NAME with a crate to change."""
    called = _word(name)
    folder = Path("designs") / called
    _absent(folder)
    title = name.replace("_", " ").replace("-", " ").strip().capitalize()
    texts = {
        place: (files("mobilier.cli") / "starter" / file)
        .read_text("utf-8")
        .format(name=called, title=title, letter=called[0].upper())
        for file, place in STARTER.items()
    }
    for place, text in texts.items():
        (folder / place).parent.mkdir(parents=True, exist_ok=True)
        (folder / place).write_text(text, encoding="utf-8")
        click.echo((folder / place).as_posix())
    click.echo(say("next", command=f"mobilier show {called}"), err=True)


@new.command("plan")
@click.argument("plan", type=click.Path(path_type=Path, dir_okay=False))
@word("--name", default="")
@word("--units", type=click.Choice(["mm", "cm", "m", "in", "ft"]), default=None)
def new_plan(plan: Path, name: str, units: str | None) -> None:
    """Write ./designs/NAME with a drawing and the plan.toml that says how it is read."""
    from mobilier.plan.design import PLAN, plan_sources
    from mobilier.plan.table import ReadAs, plan_toml
    from mobilier.plan.thickness import nominal_of
    from mobilier.profiles.shelf import Shelf

    called = _word(name or plan.stem)
    folder = Path("designs") / called
    _absent(folder)
    (source,) = plan_sources(plan, Shelf(), ReadAs(units=units or ""))
    nominal = nominal_of([source.reading])
    text = plan_toml(source.table, source.reading, nominal=nominal, name=called, lang=language())
    folder.mkdir(parents=True)
    for place, body in ((source.name, source.data), (PLAN, text.encode("utf-8"))):
        (folder / place).write_bytes(body)
        click.echo((folder / place).as_posix())
    click.echo(say("next", command=f"mobilier show {called} -o {called}-drawn"), err=True)


@new.command("lab")
@click.argument("name")
@word("--title", default=None)
@word("--machine", default=None, shell_complete=names("machines"))
@word("--tool", "tools", multiple=True, shell_complete=names("tools"))
@word("--sheet", "sheets", multiple=True, metavar="MATERIAL=LxW")
@word("--ask/--no-ask", default=None)
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

    called = _word(name, keep="-")
    file = Path("profiles/labs") / f"{called}.toml"
    _absent(file)
    if ask is None:
        ask = sys.stdin.isatty() and not (machine or tools or sheets)
    if ask:
        title = title or click.prompt(say("ask_title"), default=name)
        machine = machine or click.prompt(say("ask_machine"), default="", show_default=False)
        tools = tools or click.prompt(say("ask_tools"), default="").split()
        sheets = sheets or click.prompt(say("ask_sheets"), default="").split()
    text = _lab(called, title or name, machine or "", tools, sheets)
    parse_profile(text, Lab, where=file.as_posix())
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    click.echo(file.as_posix())
    click.echo(say("next", command=f"mobilier check chariot --lab {called}"), err=True)


def _lab(name: str, title: str, machine: str, tools: Sequence[str], sheets: Sequence[str]) -> str:
    """Return the profile of a lab.

    What nobody answered is left out; a lab with a machine works at once with the cutters and the
    sheets, cut to its bed, of the generic workshop, and the profile says that they are assumed.

    Raises:
        ProfileError: an unknown name, a sheet that the machine cannot hold.
    """
    from mobilier.job.workshop import DEFAULT_LAB
    from mobilier.library import find
    from mobilier.profiles.reader import read_profile
    from mobilier.profiles.types import Lab, Machine, Tool

    generic = read_profile(find("labs", DEFAULT_LAB), Lab)
    router = read_profile(find("machines", machine), Machine) if machine else None
    kinds = {read_profile(find("tools", tool), Tool).kind for tool in tools}
    stock = [_sheet(text, router) for text in sheets]
    assumed = []
    if router is not None and not tools:
        tools = generic.tools
        assumed.append("tools")
    if router is not None and not stock:
        stock = [_entry(s.material, *_on_the_bed(s.length, s.width, router)) for s in generic.stock]
        assumed.append("stock")
    table: dict[str, Any] = {"name": name, "title": title, "about": ""}
    if machine:
        table["machine"] = machine
    table |= {
        "tools": list(tools),
        "layers": "mobilier",
        "deliver": ["gcode", "dxf", "svg"] if machine else ["dxf", "svg"],
        "confirmed": [],
        "source": say("lab_assumed", keys=", ".join(assumed)) if assumed else "",
    }
    habits = generic.habits.model_dump(mode="json", exclude_defaults=True)
    if kinds and "drill" not in kinds:
        habits["drill_by_hand"] = True
    table |= {"stock": stock, "habits": habits}
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


def _sheet(text: str, router: Machine | None) -> dict[str, Any]:
    """Return a sheet of the stock from MATERIAL=LxW.

    Raises:
        ProfileError: no such words, an unknown material, a sheet that the machine cannot hold or
            that was measured in centimetres.
    """
    from mobilier.job.lengths import sheet_size
    from mobilier.library import find

    material, mark, size = text.partition("=")
    if not mark:
        raise ProfileError.of("bad-stock-word", text, case="words")
    find("materials", material)
    along, across = sheet_size(size)[:2]
    x, y = max(along, across), min(along, across)
    if router is not None:
        if router.bed[0] < router.bed[1]:
            x, y = y, x
        fit = _on_the_bed(x, y, router)
        bed_x, bed_y = router.bed
        if fit != (x, y):
            raise ProfileError.of(
                "bad-stock-word", text, case="bed", bed_x=bed_x, bed_y=bed_y, fit_x=fit[0], fit_y=fit[1]
            )
        if _on_the_bed(10 * x, 10 * y, router) == (10 * x, 10 * y):
            raise ProfileError.of("bad-stock-word", text, case="cm", x=x, y=y, bed_x=bed_x, bed_y=bed_y)
    return _entry(material, x, y, grain="x" if x == along else "y")


def _on_the_bed(x: float, y: float, router: Machine) -> tuple[float, float]:
    """Return what remains of a sheet, mm, when it is cut to the bed."""
    return min(x, router.bed[0]), min(y, router.bed[1])


def _entry(material: str, length: float, width: float, grain: str = "x") -> dict[str, Any]:
    return {
        "name": f"{material} {length:g} x {width:g}",
        "material": material,
        "length": length,
        "width": width,
        "grain": grain,
    }


def _word(name: str, keep: str = "") -> str:
    """Return a name that a file (and, without hyphens, a function) may have."""
    plain = re.sub(f"[^a-z0-9{keep}]+", "_", plain_letters(name).lower()).strip("_-")
    if not plain or not plain[0].isalpha():
        raise DesignError.of("bad-name", name[:60], case="letter")
    if not is_portable(plain):
        raise DesignError.of("bad-name", name, case="reserved")
    if keyword.iskeyword(plain):
        raise DesignError.of("bad-name", name, case="keyword")
    return plain


def _absent(place: Path) -> None:
    if place.exists():
        raise DesignError.of("there-already", place.as_posix())
