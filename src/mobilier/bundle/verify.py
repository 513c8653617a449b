"""Judge a bundle from its files alone.  Nothing in it is run.

The checksums say whether a file changed since it was written; the proof says whether the
programs and drawings still leave the parts of ``model.json``, whatever the checksums say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TypeVar

from mobilier.bundle.contract import CHECKS_FILE, Contract, SheetRow, read_contract
from mobilier.bundle.folder import CONTRACT, SUMS, faults, stated_sums
from mobilier.bundle.lock import LOCK_FILE, PARAMS_FILE
from mobilier.document import read_document, read_text
from mobilier.errors import BundleError, Finding
from mobilier.model.model_json import ModelFile
from mobilier.model.part import Part
from mobilier.nest.files import layouts_of
from mobilier.nest.layout import Layout
from mobilier.profiles.reader import KINDS, parse_profile
from mobilier.profiles.types import Controller, Lab, Layers, Machine, Material, Profile
from mobilier.proof.case import Case
from mobilier.proof.declaration import declaration_of
from mobilier.proof.verdicts import Verdict

P = TypeVar("P", bound=Profile)
NEEDED = ("model.json", "layout.json", CHECKS_FILE, PARAMS_FILE, LOCK_FILE)
"""Files without which nothing can be judged or made again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What was found out about a bundle."""

    faults: tuple[Finding, ...]
    verdicts: tuple[Verdict, ...]

    @property
    def whole(self) -> bool:
        """Tell whether every file is as written and every rule is kept."""
        return not self.faults and all(v.passed for v in self.verdicts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """The files of a bundle as values."""

    folder: Path
    table: Contract
    parts: Mapping[str, Part]
    quantities: Mapping[str, int]
    boards: Mapping[str, Material]
    layouts: tuple[Layout, ...]

    def profile(self, kind: type[P], name: str) -> P:
        """Return a profile of the bundle's own source."""
        folder = next(k for k, t in KINDS.items() if t is kind)
        return parse_profile(
            read_text(self.folder / f"source/profiles/{folder}/{name}.toml"), kind, where=name
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """The machine that a reader has, with what it speaks, in place of the one a bundle states."""

    machine: Machine
    controller: Controller


def judged(folder: Path, own: Own | None = None) -> Judged:
    """Return every changed, missing or foreign file and every verdict of the proof.

    The figures of the machine are those that the bundle states, or one's ``own``.

    Raises:
        BundleError: this is no bundle, it cannot be read, or is written for another controller.
    """
    found = [Finding.of(_RULES[fault.kind], fault.path) for fault in faults(folder)]
    if any(f.rule == "missing-file" for f in found):
        return Judged(faults=tuple(found), verdicts=())
    table = read_contract(folder)
    if table.written_as != Contract.READS[0]:
        raise BundleError.of("older-bundle", str(folder), version=table.mobilier, schema=table.written_as)
    found += _listed_otherwise(table, stated_sums(folder))
    return Judged(faults=tuple(found), verdicts=proof(read(folder, table), own))


_RULES = {"changed": "changed-file", "missing": "missing-file", "foreign": "foreign-file"}


def _listed_otherwise(table: Contract, sums: Mapping[str, str]) -> list[Finding]:
    """Return every file that bundle.json and SHA256SUMS do not list alike, and needed ones in neither."""
    listed = {row.path: row.sha256 for row in table.files}
    others = {path: digest for path, digest in sums.items() if path not in (CONTRACT, SUMS)}
    found = [Finding.of("foreign-file", path) for path in sorted(others.keys() - listed.keys())]
    found += [Finding.of("missing-file", path) for path in sorted({*listed, *NEEDED} - others.keys())]
    both = sorted(listed.keys() & others.keys())
    return found + [Finding.of("changed-file", path) for path in both if listed[path] != others[path]]


def read(folder: Path, table: Contract) -> Read:
    """Return the values in a bundle's files.

    Raises:
        BundleError: a file is absent or not what it should be.
    """
    where = str(folder / "model.json")
    model = read_document(folder / "model.json", ModelFile)
    pieces = model.parts
    twice = [i for i, n in Counter(p.id for parts, _ in pieces for p in parts).items() if n > 1]
    if twice:
        raise BundleError.of("bad-document", where, case="twice", what=twice[0])
    return Read(
        folder=folder,
        table=table,
        parts={p.id: p for parts, _ in pieces for p in parts},
        quantities={p.id: p.quantity * n for parts, n in pieces for p in parts},
        boards=model.boards,
        layouts=layouts_of(read_text(folder / "layout.json")),
    )


def proof(bundle: Read, own: Own | None = None) -> tuple[Verdict, ...]:
    """Return every verdict on the programs and drawings of a bundle.

    Raises:
        BundleError: the contract does not name what the proof needs, or names another controller.
    """
    from mobilier.dxf.read import read_dxf
    from mobilier.proof.prove import prove_bill, prove_dxf, prove_sheet

    verdicts = [prove_bill(bundle.layouts, bundle.parts.values(), bundle.quantities), _all_claimed(bundle)]
    machine = bundle.profile(Machine, bundle.table.drawn_for)
    lab = bundle.profile(Lab, bundle.table.lab)
    rows = {row.name: row for row in bundle.table.sheets}
    controller = bundle.profile(Controller, machine.controller)
    if own is not None:
        if own.controller.family != controller.family:
            raise BundleError.of(
                "other-controller",
                str(bundle.folder),
                made_for=controller.name,
                family=controller.family,
                machine=own.machine.name,
                controller=own.controller.name,
                other=own.controller.family,
            )
        machine, controller = own.machine, own.controller
    layers = bundle.profile(Layers, lab.layers)
    texts = _programs(bundle)
    for layout in bundle.layouts:
        if layout.name not in rows:
            raise BundleError.of("sheet-not-listed", layout.name, case="contract")
        case = Case(
            declaration=declaration_of(rows[layout.name].claim, texts),
            layout=layout,
            parts=bundle.parts,
            material=_board(bundle, layout),
            machine=machine,
            controller=controller,
            clamps=lab.clamps,
        )
        if case.declaration.programs:
            verdicts += prove_sheet(case)
        verdicts.append(prove_dxf(case, read_dxf(bundle.folder / f"sheets/{layout.name}.dxf"), layers))
    return tuple(verdicts)


def _board(bundle: Read, layout: Layout) -> Material:
    name = layout.sheet.material
    if name not in bundle.boards:
        raise BundleError.of("sheet-not-listed", layout.name, case="board", board=name)
    return bundle.boards[name]


def _programs(bundle: Read) -> dict[str, str]:
    """Return the text of every program by its name, each from the one path that the bundle states."""
    return {
        PurePosixPath(row.file).name: (bundle.folder / row.file).read_bytes().decode("ascii", "replace")
        for row in bundle.table.programs
    }


def _all_claimed(bundle: Read) -> Verdict:
    """Judge that every file among the programs is stated and claimed by its sheet, and once only."""
    stated = [row.file for row in bundle.table.programs]
    home = f"programs/{bundle.table.machine}/"
    claimed = [home + name for row in bundle.table.sheets for name in _claimed(row)]
    there = [
        p.relative_to(bundle.folder).as_posix()
        for p in sorted(bundle.folder.glob("programs/**/*"))
        if p.is_file() and not (p.name in _BESIDE or p.suffix == ".svg")
    ]
    stray = sorted({*there} ^ {*stated} | {*stated} ^ {*claimed})
    stray += sorted(path for path, n in (Counter(stated) + Counter(claimed)).items() if n > 2)
    return Verdict(
        subject="bundle",
        rule="claim",
        passed=not stray,
        worst=float(len(stray)),
        where=", ".join(stray),
        message=f"programs that no sheet declares, or twice: {', '.join(stray)}" if stray else "",
    )


_BESIDE = ("setup.fr.md", "setup.en.md")
"""Files beside the programs that are none."""


def _claimed(row: SheetRow) -> list[str]:
    """Return the names of the programs that a sheet claims."""
    return [str(p["name"]) for p in row.claim.get("programs", ()) if isinstance(p, dict) and "name" in p]
