"""``mobilier list``: what there is, where it comes from, what it hides."""

from __future__ import annotations

import ast
import tomllib
from pathlib import Path
from typing import Any

import click

from mobilier import library
from mobilier.cli.words import told, word
from mobilier.wording import language, say


@click.command("list")
@click.argument("kind", type=click.Choice(library.KINDS), default="designs")
@word("--problems", is_flag=True)
@word("--schema", is_flag=True)
@word("--json", "as_json", is_flag=True)
def list_(kind: str, problems: bool, schema: bool, as_json: bool) -> int:
    """Print the names of a kind, its JSON Schema, or every problem of every library."""
    if schema:
        return _schema(kind)
    if problems:
        return _problems(as_json)
    path = library.libraries()
    rows = [
        {
            "name": entry.name,
            "about": about(entry),
            "library": entry.library,
            "path": entry.path.as_posix(),
            "hides": [p.as_posix() for p in entry.hides],
        }
        for entry in library.entries(kind, path)
    ]
    broken(path)
    if as_json:
        told(rows)
        return 0
    wide = max((len(str(row["name"])) for row in rows), default=0)
    for row in rows:
        click.echo(f"{row['name']:<{wide}}  {row['about']}  [{_library(str(row['library']))}]")
        if row["hides"]:
            click.echo(f"{'':<{wide}}  {say('hides', paths=', '.join(row['hides']))}")
    return 0


def _schema(kind: str) -> int:
    """Print the JSON Schema of a kind of profile."""
    from mobilier.profiles.reader import KINDS, profile_schema

    if kind not in KINDS:
        raise click.BadParameter(say("no_schema", kind=kind), param_hint="--schema")
    told(profile_schema(KINDS[kind]))
    return 0


def broken(path: tuple[library.Library, ...]) -> None:
    """Tell of every library that cannot be used."""
    for place in path:
        if place.problem:
            click.echo(say("broken", label=place.label, problem=place.problem), err=True)


def about(entry: library.Entry) -> str:
    """Return one line about a design or profile without running or checking it."""
    try:
        if entry.kind == "designs":
            return _of_design(entry.path)
        table = tomllib.loads(entry.path.read_text("utf-8"))
        return str(table.get(f"about_{language()}") or table.get("about") or table.get("title") or "")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, SyntaxError) as error:
        return f"({type(error).__name__}: {error})"


def _library(label: str) -> str:
    """Return a library's label as people say it."""
    return say("shipped") if label == "shipped" else label


def _of_design(file: Path) -> str:
    """Return what the texts beside a design say of it, else the first line of its docstring."""
    texts = file.parent / f"texts.{language()}.toml"
    if texts.is_file():
        return str(tomllib.loads(texts.read_text("utf-8")).get("about", ""))
    if file.suffix == ".toml":
        table = tomllib.loads(file.read_text("utf-8"))
        return str(table.get("about") or table.get("title") or ", ".join(map(str, table.get("files", ()))))
    return (ast.get_docstring(ast.parse(file.read_text("utf-8"))) or "").partition("\n")[0]


def _problems(as_json: bool) -> int:
    """Read everything on the search path; print what is wrong and return the exit code."""
    from mobilier.errors import MobilierError
    from mobilier.plan.design import load_source
    from mobilier.profiles.reader import KINDS, read_profile

    path = library.libraries()
    found: list[dict[str, Any]] = [
        {"name": p.label, "kind": "library", "problem": p.problem} for p in path if p.problem
    ]
    for kind in library.KINDS:
        for entry in library.entries(kind, path):
            for file in (entry.path, *entry.hides):
                try:
                    if kind == "designs":
                        load_source(file)
                    else:
                        read_profile(file, KINDS[kind])
                except MobilierError as error:
                    found.append({"name": entry.name, "kind": kind, "problem": str(error)})
    if as_json:
        told(found)
    else:
        for row in found:
            click.echo(f"{row['kind']}  {row['name']}  {row['problem']}")
        if not found:
            click.echo(say("no_problems"))
    return 1 if found else 0
