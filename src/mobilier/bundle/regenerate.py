"""Make a bundle again from its own sources, starting from its recorded layout.

This runs the design files in the bundle, which are programs: do it only to bundles you trust.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from mobilier.bundle.contents import contents
from mobilier.bundle.contract import read_contract
from mobilier.bundle.folder import CONTRACT, SUMS
from mobilier.bundle.lock import LOCK_FILE, PARAMS_FILE, Lock, Params, versions
from mobilier.bundle.staleness import since
from mobilier.document import read_document, read_text
from mobilier.job.job import Job, Selection, prepare
from mobilier.job.source import Source
from mobilier.job.stages import make
from mobilier.library import Library
from mobilier.nest.files import layouts_of
from mobilier.nest.layout import Nesting
from mobilier.plan.design import load_source
from mobilier.profiles.shelf import Shelf


def regenerated(folder: Path) -> dict[str, bytes]:
    """Return the files of a bundle made again, starting from its recorded layout.

    Raises:
        BundleError: its sources or parameters cannot be read.
        DesignError, ProfileError, MachineError, ProofError: as when it was made.
    """
    asked, locked = read_document(folder / PARAMS_FILE, Params), read_document(folder / LOCK_FILE, Lock)
    kind = read_contract(folder).kind
    job = _job(folder / "source", asked)
    made = make(job, asked.lang[0], known=_known(folder, locked), programs=kind != "nest")
    return contents(made, kind, asked.lang, plot=any(folder.glob("programs/*/*.svg")))[0]


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
    return since(read_document(folder / LOCK_FILE, Lock).versions, versions())


def _job(source: Path, asked: Params) -> Job:
    """Return the job that params.toml asks for, from the bundle's own library alone."""
    shelf = Shelf(path=(Library(label="source", root=source),))
    selection = []
    for row in asked.piece:
        design = load_source(source / "designs" / Path(row.design).name, shelf)
        preset = row.preset if row.preset in design.presets else ""
        place = Source(text=row.design, file=design.folder or source, preset=preset, quantity=row.quantity)
        selection.append(Selection(source=place, design=design, given=row.given))
    request = asked.asked
    files = {
        name: str(source / "profiles" / folder / Path(getattr(request, name)).name)
        for name, folder in (("lot", "lots"), ("stock", "stock"))
        if getattr(request, name)
    }
    return prepare(request.model_copy(update={**files, "quantity": 1}), shelf, selection)


def _known(folder: Path, locked: Lock) -> dict[str, Nesting]:
    """Return the layouts of a bundle by board, as if they had just been found."""
    layouts = layouts_of(read_text(folder / "layout.json"))
    return {
        name: Nesting(
            layouts=tuple(x for x in layouts if x.sheet.material == name),
            bound=row.bound,
            engine=row.engine,
            timed=row.timed,
            seconds=0.0,
        )
        for name, row in locked.nest.items()
    }
