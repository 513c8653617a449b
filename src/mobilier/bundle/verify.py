"""Judge a bundle from its files alone.  Nothing in it is run.

The checksums say whether a file changed since it was written; the proof says whether the
programs and drawings still leave the parts of ``model.json``, whatever the checksums say.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from mobilier.bundle.contract import SCHEMA
from mobilier.bundle.folder import CONTRACT, faults
from mobilier.errors import BundleError, Finding
from mobilier.model.model_json import parts_from
from mobilier.model.part import Part
from mobilier.nest.files import layouts_of
from mobilier.nest.layout import Layout
from mobilier.profiles.reader import KINDS, parse_profile
from mobilier.profiles.types import Controller, Lab, Layers, Machine, Material, Profile
from mobilier.proof.case import Case
from mobilier.proof.declaration import declaration_of
from mobilier.proof.verdicts import Verdict

P = TypeVar("P", bound=Profile)


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
    table: Mapping[str, Any]
    parts: Mapping[str, Part]
    quantities: Mapping[str, int]
    boards: Mapping[str, Material]
    layouts: tuple[Layout, ...]

    def profile(self, kind: type[P], name: str) -> P:
        """Return a profile of the bundle's own source."""
        folder = next(k for k, t in KINDS.items() if t is kind)
        return parse_profile(_text(self.folder, f"source/profiles/{folder}/{name}.toml"), kind, where=name)


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
    return Judged(faults=tuple(found), verdicts=proof(read(folder), own))


_RULES = {"changed": "changed-file", "missing": "missing-file", "foreign": "foreign-file"}


def read(folder: Path) -> Read:
    """Return the values in a bundle's files.

    Raises:
        BundleError: a file is absent or not what it should be.
    """
    try:
        table = json.loads(_text(folder, CONTRACT))
        if not isinstance(table, dict) or table.get("schema") != SCHEMA:
            msg = f"{folder / CONTRACT}: schema {SCHEMA} expected"
            raise BundleError(msg)
        text = _text(folder, "model.json")
        boards = [Material.model_validate(b) for p in json.loads(text)["pieces"] for b in p["boards"]]
    except (ValueError, KeyError, TypeError, ValidationError) as error:
        msg = f"{folder}: bundle.json or model.json cannot be read: {error}"
        raise BundleError(msg) from None
    pieces = parts_from(text)
    return Read(
        folder=folder,
        table=table,
        parts={p.id: p for parts, _ in pieces for p in parts},
        quantities={p.id: p.quantity * n for parts, n in pieces for p in parts},
        boards={b.name: b for b in boards},
        layouts=layouts_of(_text(folder, "layout.json")),
    )


def proof(bundle: Read, own: Own | None = None) -> tuple[Verdict, ...]:
    """Return every verdict on the programs and drawings of a bundle.

    Raises:
        BundleError: the contract does not name what the proof needs, or names another controller.
    """
    from mobilier.dxf.read import read_dxf
    from mobilier.proof.prove import prove_bill, prove_dxf, prove_sheet

    verdicts = [prove_bill(bundle.layouts, bundle.parts.values(), bundle.quantities), _all_claimed(bundle)]
    try:
        machine = bundle.profile(Machine, str(bundle.table["drawn_for"]))
        lab = bundle.profile(Lab, str(bundle.table["lab"]))
        claims = {row["name"]: row["claim"] for row in bundle.table["sheets"]}
    except (KeyError, TypeError) as error:
        msg = f"{CONTRACT}: {error} is missing"
        raise BundleError(msg) from None
    controller = bundle.profile(Controller, machine.controller)
    if own is not None:
        if own.controller.family != controller.family:
            msg = (
                f"{bundle.folder}: its programs are for {controller.name} ({controller.family}), "
                f"{own.machine.name} runs {own.controller.name} ({own.controller.family}); "
                f"make the bundle again with --machine {own.machine.name}"
            )
            raise BundleError(msg)
        machine, controller = own.machine, own.controller
    layers = bundle.profile(Layers, lab.layers)
    texts = _programs(bundle)
    for layout in bundle.layouts:
        if layout.name not in claims:
            msg = f"{CONTRACT}: sheet {layout.name} of layout.json is not there"
            raise BundleError(msg)
        case = Case(
            declaration=declaration_of(claims[layout.name], texts),
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
        msg = f"layout.json: sheet {layout.name} is of {name}, which model.json does not know"
        raise BundleError(msg)
    return bundle.boards[name]


def _programs(bundle: Read) -> dict[str, str]:
    """Return the text of every program by its name."""
    places = [p for p in sorted(bundle.folder.glob("programs/*/*")) if p.suffix not in (".md", ".svg")]
    return {p.name: p.read_bytes().decode("ascii", errors="replace") for p in places}


def _all_claimed(bundle: Read) -> Verdict:
    """Judge that no program lies in the bundle that no sheet declares, and none is declared twice."""
    claimed = [
        str(p["name"]) for row in bundle.table["sheets"] for p in row.get("claim", {}).get("programs", ())
    ]
    there = sorted(_programs(bundle))
    stray = sorted({*there} - {*claimed}) + sorted({c for c in claimed if claimed.count(c) > 1})
    return Verdict(
        subject="bundle",
        rule="claim",
        passed=not stray,
        worst=float(len(stray)),
        where=", ".join(stray),
        message=f"programs that no sheet declares, or twice: {', '.join(stray)}" if stray else "",
    )


def _text(folder: Path, name: str) -> str:
    try:
        return (folder / name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{folder}: {name} cannot be read: {error}"
        raise BundleError(msg) from None
