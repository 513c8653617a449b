"""Make a bundle again from its own sources, starting from its recorded layout.

This runs the design files in the bundle, which are programs: do it only to bundles you trust.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from mobilier.bundle.contents import contents
from mobilier.bundle.folder import CONTRACT, SUMS
from mobilier.bundle.inputs import since
from mobilier.bundle.params import LOCK, LOCK_FILE, PARAMS, PARAMS_FILE, versions
from mobilier.errors import BundleError
from mobilier.job.laying import Laying
from mobilier.job.make import laid_out, made
from mobilier.job.order import Choice, Job, Wanted, job
from mobilier.job.source import Source
from mobilier.library import Library
from mobilier.model.design import load
from mobilier.nest.files import layouts_of
from mobilier.nest.layout import Budget, Nesting
from mobilier.profiles.shelf import Shelf
from mobilier.wording import Lang


def regenerated(folder: Path) -> dict[str, bytes]:
    """Return the files of a bundle made again, starting from its recorded layout.

    Raises:
        BundleError: its sources or parameters cannot be read.
        DesignError, ProfileError, MachineError, ProofError: as when it was made.
    """
    table, locked = _toml(folder / PARAMS_FILE, PARAMS), _toml(folder / LOCK_FILE, LOCK)
    kind = _kind(folder)
    langs: tuple[Lang, ...] = tuple(table["lang"])
    task = _job(folder / "source", table)
    known = _known(folder, locked)
    done = (laid_out if kind == "nest" else made)(task, langs[0], None, known)
    return contents(done, kind, langs, plot=any(folder.glob("programs/*/*.svg")))[0]


def differing(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """Return the paths that a bundle and ``files`` do not share byte for byte.

    Pictures in dots (PNG) may differ from machine to machine: they need only be there.  The
    versions in ``mobilier.lock`` are told by :func:`newer`, so it is compared without them; and
    ``bundle.json`` states the checksums of all these, so it is compared without those.
    """
    there = {p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file()} - {SUMS}
    same = {
        p
        for p in there & set(files)
        if p.endswith(".png") or _core(p, (folder / p).read_bytes()) == _core(p, files[p])
    }
    return sorted((there | set(files)) - same)


def _core(path: str, body: bytes) -> object:
    """Return what of a file must come out the same."""
    if path == LOCK_FILE:
        return {k: v for k, v in tomllib.loads(body.decode()).items() if k != "versions"}
    if path != CONTRACT:
        return body
    table = json.loads(body)
    table["files"] = [
        row for row in table["files"] if not row["path"].endswith(".png") and row["path"] != LOCK_FILE
    ]
    return table


def newer(folder: Path) -> list[str]:
    """Return the packages whose version is not the one that the bundle was made with."""
    return since(_toml(folder / LOCK_FILE, LOCK)["versions"], versions())


def _job(source: Path, table: Mapping[str, Any]) -> Job:
    """Return the job that params.toml asks for, from the bundle's own library alone."""
    asked = table["asked"]
    items = []
    for row in table["piece"]:
        file = source / "designs" / Path(row["design"]).name / "design.py"
        design = load(file)
        preset = row["preset"] if row["preset"] in design.presets else ""
        place = Source(text=row["design"], file=file, preset=preset, quantity=row["quantity"])
        items.append(Wanted(source=place, design=design, given=row["given"]))
    lot = str(source / "profiles/lots" / Path(asked["lot"]).name) if asked["lot"] else ""
    rack = str(source / "profiles/stock" / Path(asked["stock"]).name) if asked["stock"] else ""
    budget = Budget(effort=asked["effort"], seconds=asked.get("seconds"), seed=asked["seed"])
    choice = Choice(
        lab=asked["lab"],
        machine=asked["machine"],
        lot=lot,
        material=asked["material"],
        thickness=asked["thickness"],
        sheets=tuple(_sheet(text) for text in asked["sheets"]),
        rack=rack,
        split=asked["split"],
        budget=budget,
        laying=Laying(pins=tuple(asked["pins"]), runs=tuple(asked["runs"]), apart=asked["apart"]),
    )
    made_of = job(items, choice, Shelf(path=(Library(label="source", root=source),)))
    return replace(made_of, choice=replace(choice, lot=asked["lot"], rack=asked["stock"]))


def _sheet(text: str) -> tuple[float, float, float | None]:
    sides = [float(v) for v in text.split("x")]
    return sides[0], sides[1], sides[2] if len(sides) == 3 else None


def _known(folder: Path, locked: Mapping[str, Any]) -> dict[str, Nesting]:
    """Return the layouts of a bundle by board, as if they had just been found."""
    layouts = layouts_of((folder / "layout.json").read_text("utf-8"))
    return {
        name: Nesting(
            layouts=tuple(x for x in layouts if x.sheet.material == name),
            bound=row["bound"],
            engine=row["engine"],
            timed=row["timed"],
            seconds=0.0,
        )
        for name, row in locked["nest"].items()
    }


def _kind(folder: Path) -> Any:
    return json.loads((folder / CONTRACT).read_text("utf-8"))["kind"]


def _toml(file: Path, schema: str) -> dict[str, Any]:
    try:
        table = tomllib.loads(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{file}: {error}"
        raise BundleError(msg) from None
    if table.get("schema") != schema:
        msg = f"{file}: schema {schema} expected"
        raise BundleError(msg)
    return table
