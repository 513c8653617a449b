"""``bundle.json`` and ``checks.json``: what a bundle says of itself, as types with a schema.

One writer makes them from a result, one reader gives them back; everything that looks at a bundle
(verify, diff, gallery, regenerate, a wiki) looks through these types.  Lengths in mm, areas in mm²,
masses in kg, times in s.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath
from typing import Any, ClassVar, Literal

from pydantic import Field

from mobilier import __version__
from mobilier.bundle.folder import CONTRACT, sha256
from mobilier.document import Document, Record, read_document
from mobilier.errors import Finding
from mobilier.job.cutting import CutSheet, drawing_declaration
from mobilier.job.job import Job, Order
from mobilier.job.nesting import Laid
from mobilier.job.stages import Result
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Material
from mobilier.proof.declaration import Declaration, declaration_json
from mobilier.wording import LANGS

CHECKS_FILE = "checks.json"
Kind = Literal["nest", "cut", "bundle"]
Level = Literal["error", "warning", "note"]

ROLES: Mapping[str, str] = {
    "sheets": "sheet",
    "parts": "part",
    "programs": "program",
    "source": "source",
    "plans": "plan",
    "3d": "model",
    "steps": "step",
    "wiki": "wiki",
    "LICENSES": "licence",
}


class PieceRow(Record):
    """A piece that is made, with every value it follows from; ``size`` x, y, z in its first pose."""

    design: str
    preset: str
    quantity: int = Field(ge=1)
    size: tuple[float, float, float]
    mass: float
    values: dict[str, Any]
    title: dict[str, str] = Field(default_factory=dict, description="by language")


class BoardRow(Record):
    """A board as it was measured."""

    name: str
    nominal: float
    thickness: float
    thickness_min: float
    thickness_max: float
    readings: int
    clearance: float
    clearance_along: float


class HardwareRow(Record):
    """Something to buy, for all pieces; ``load`` that each must carry, kg."""

    key: str
    quantity: int
    spare: int
    size: str
    load: float


class PartRow(Record):
    """A part: bounding box with thickness, area of its face, mass of one."""

    id: str
    name: str
    quantity: int
    material: str
    bbox: tuple[float, float, float]
    area: float
    mass: float


class PlacementRow(Record):
    """Where one copy of a part lies on its sheet: origin, turned counter-clockwise by ``angle`` degrees."""

    part: str
    number: int = Field(alias="copy")
    x: float
    y: float
    angle: float
    flipped: bool


class SheetRow(Record):
    """A sheet of the stock that is cut; ``claim``: what its programs declare, for the proof."""

    name: str
    material: str
    size: tuple[float, float]
    thickness: float
    grain: str
    copies: int = Field(default=1, ge=1, le=1_000_000)
    utilisation: float
    placements: tuple[PlacementRow, ...]
    claim: dict[str, Any]


class ProgramRow(Record):
    """A program: its file, what it is for, the time and ways of one run."""

    file: str
    role: str
    sheet: str
    tool: str
    seconds: float
    cut_length: float
    rapid_length: float
    passes: int


class FindingRow(Record):
    """A finding, its texts in English; ``values`` are the figures they were made from."""

    level: Level
    rule: str
    where: str
    message: str
    remedy: str
    values: dict[str, Any]


class ProofRow(Record):
    """The proof in short; every verdict stands in checks.json."""

    verdicts: int
    broken: int
    rules: tuple[str, ...]


class FileRow(Record):
    """A file of the bundle."""

    path: str
    role: str
    sha256: str = Field(pattern="^[0-9a-f]{64}$")


class Contract(Document):
    """``bundle.json``."""

    READS: ClassVar[tuple[str, ...]] = ("mobilier.bundle/2", "mobilier.bundle/1")

    kind: Kind
    mobilier: str
    pieces: tuple[PieceRow, ...]
    boards: tuple[BoardRow, ...]
    hardware: tuple[HardwareRow, ...] | None = None
    lab: str
    machine: str | None
    controller: str | None
    drawn_for: str
    cutter: str
    parts: tuple[PartRow, ...]
    sheets: tuple[SheetRow, ...]
    programs: tuple[ProgramRow, ...]
    findings: tuple[FindingRow, ...]
    proof: ProofRow
    files: tuple[FileRow, ...]

    @property
    def cutting_seconds(self) -> float | None:
        """Machine time of all cutting programs, copies of sheets counted; None without programs."""
        copies = {sheet.name: sheet.copies for sheet in self.sheets}
        seconds = [copies[p.sheet] * p.seconds for p in self.programs if p.role == "cut"]
        return sum(seconds) if seconds else None

    def stacks(self) -> dict[tuple[str, float, float], tuple[int, float]]:
        """Return how many sheets there are and what share of them is used, by board and size."""
        alike: dict[tuple[str, float, float], list[SheetRow]] = {}
        for row in self.sheets:
            alike.setdefault((row.material, *row.size), []).append(row)
        counts = {key: sum(row.copies for row in rows) for key, rows in alike.items()}
        return {
            key: (counts[key], sum(row.copies * row.utilisation for row in rows) / counts[key])
            for key, rows in alike.items()
        }


class Summary(Record):
    """How many findings and verdicts there are."""

    errors: int
    warnings: int
    notes: int
    verdicts: int
    broken: int


class VerdictRow(Record):
    """A verdict of the proof on one program or sheet and one rule."""

    subject: str
    rule: str
    passed: bool
    worst: float
    where: str
    message: str


class Checks(Document):
    """``checks.json``: every finding and every verdict."""

    READS: ClassVar[tuple[str, ...]] = ("mobilier.checks/1",)

    summary: Summary
    findings: tuple[FindingRow, ...]
    verdicts: tuple[VerdictRow, ...]


def read_contract(folder: Path) -> Contract:
    """Return what a bundle says of itself.

    Raises:
        BundleError: there is none, or it is not of a schema that is read.
    """
    return read_document(folder / CONTRACT, Contract)


def contract(result: Result, kind: Kind, files: Mapping[str, bytes]) -> Contract:
    """Return bundle.json for what is about to be written in ``files`` (by path)."""
    laid, place = result.laid, result.job.workshop
    cut = {s.layout.name: s.declaration for s in result.sheets}
    return Contract(
        schema=Contract.READS[0],
        kind=kind,
        mobilier=__version__,
        pieces=tuple(piece_row(order) for order in result.job.orders),
        boards=board_rows(result.job),
        hardware=tuple(
            HardwareRow(key=h.key, quantity=h.quantity, spare=h.spare, size=h.size("en"), load=h.load)
            for h in result.job.bought
        ),
        lab=place.lab.name,
        machine=place.machine.name if place.machine else None,
        controller=place.controller.name if place.controller else None,
        drawn_for=place.drawn_for[0].name,
        cutter=laid.cutter.name,
        parts=tuple(_part(laid, key) for key in laid.parts),
        sheets=tuple(_sheet(laid, x, cut.get(x.name) or drawing_declaration(laid, x)) for x in laid.layouts),
        programs=tuple(row for sheet in result.sheets for row in _programs(result, sheet)),
        findings=finding_rows(result.findings),
        proof=ProofRow(
            verdicts=len(result.verdicts),
            broken=sum(not v.passed for v in result.verdicts),
            rules=tuple(sorted({v.rule for v in result.verdicts})),
        ),
        files=tuple(
            FileRow(path=path, role=role(path), sha256=sha256(body)) for path, body in sorted(files.items())
        ),
    )


def checks(result: Result) -> Checks:
    """Return checks.json: every finding and every verdict."""
    levels = [f.level for f in result.findings]
    return Checks(
        schema=Checks.READS[0],
        summary=Summary(
            errors=levels.count("error"),
            warnings=levels.count("warning"),
            notes=levels.count("note"),
            verdicts=len(result.verdicts),
            broken=sum(not v.passed for v in result.verdicts),
        ),
        findings=finding_rows(result.findings),
        verdicts=tuple(
            VerdictRow(
                subject=v.subject,
                rule=v.rule,
                passed=v.passed,
                worst=v.worst,
                where=v.where,
                message=v.message,
            )
            for v in result.verdicts
        ),
    )


def finding_rows(findings: Iterable[Finding]) -> tuple[FindingRow, ...]:
    """Return findings as rows of a document."""
    return tuple(FindingRow.model_validate(f.table()) for f in findings)


def piece_row(order: Order) -> PieceRow:
    """Return what is made of one order."""
    return PieceRow(
        design=order.piece.name,
        preset=order.piece.preset,
        quantity=order.quantity,
        size=order.piece.stands(),
        mass=order.piece.mass,
        values=order.plain_values,
        title={lang: order.title(lang) for lang in LANGS},
    )


def board_rows(job: Job) -> tuple[BoardRow, ...]:
    """Return the boards of a job as they were measured."""
    return tuple(_board(b) for b in job.boards.values())


def role(path: str) -> str:
    """Return what a file is for."""
    top = PurePosixPath(path).parts[0]
    return ROLES.get(top, PurePosixPath(path).stem.lower() if "/" not in path else top)


def program_path(result: Result, name: str) -> str:
    """Return where a program lies in the bundle."""
    machine = result.job.workshop.machine
    assert machine is not None
    return f"programs/{machine.name}/{name}"


def _board(board: Material) -> BoardRow:
    return BoardRow(
        name=board.name,
        nominal=board.nominal,
        thickness=board.thickness,
        thickness_min=board.thickness_min,
        thickness_max=board.thickness_max,
        readings=board.readings,
        clearance=board.clearance,
        clearance_along=board.clearance_along,
    )


def _part(laid: Laid, key: str) -> PartRow:
    part = laid.parts[key]
    return PartRow(
        id=key,
        name=part.name,
        quantity=laid.quantities[key],
        material=part.material,
        bbox=(*part.size, part.thickness),
        area=part.region.area,
        mass=laid.job.boards[part.material].mass(part.volume),
    )


def _sheet(laid: Laid, layout: Layout, declaration: Declaration) -> SheetRow:
    sheet = layout.sheet
    return SheetRow(
        name=layout.name,
        material=sheet.material,
        size=(sheet.length, sheet.width),
        thickness=laid.board(layout).thickness,
        grain=sheet.grain,
        copies=layout.copies,
        utilisation=laid.used(layout),
        placements=tuple(
            PlacementRow(part=p.part, copy=p.copy, x=p.x, y=p.y, angle=p.angle, flipped=p.flipped)
            for p in layout.placements
        ),
        claim=declaration_json(declaration),
    )


def _programs(result: Result, sheet: CutSheet) -> list[ProgramRow]:
    return [
        ProgramRow(
            file=program_path(result, p.name),
            role=p.role,
            sheet=p.sheet,
            tool=p.tool.name,
            seconds=p.seconds,
            cut_length=p.cut_length,
            rapid_length=p.rapid_length,
            passes=p.passes,
        )
        for p in sheet.work.programs
    ]
