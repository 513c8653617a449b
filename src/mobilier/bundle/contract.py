"""bundle.json: what a bundle holds, for machines; and checks.json."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any

from mobilier import __version__
from mobilier.bundle.folder import sha256
from mobilier.job.cut import CutSheet, Made, drawn
from mobilier.job.lay import Laid
from mobilier.job.order import Job
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Material
from mobilier.proof.declaration import Declaration, declaration_json

SCHEMA = "mobilier.bundle/1"
CHECKS = "mobilier.checks/1"
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


def contract(made: Made, kind: str, files: Mapping[str, bytes]) -> dict[str, Any]:
    """Return bundle.json for what is about to be written in ``files`` (by path)."""
    laid, place = made.laid, made.laid.job.workshop
    cut = {s.layout.name: s.claim for s in made.sheets}
    return {
        "schema": SCHEMA,
        "kind": kind,
        "mobilier": __version__,
        "pieces": pieces(laid.job),
        "boards": [board(b) for b in laid.job.boards.values()],
        "hardware": hardware(laid.job),
        "lab": place.lab.name,
        "machine": place.machine.name if place.machine else None,
        "controller": place.controller.name if place.controller else None,
        "drawn_for": place.drawn_for[0].name,
        "cutter": laid.cutter.name,
        "parts": [_part(laid, key) for key in laid.parts],
        "sheets": [_sheet(laid, x, cut.get(x.name) or drawn(laid, x)) for x in laid.layouts],
        "programs": [row for sheet in made.sheets for row in _programs(made, sheet)],
        "findings": [f.table() for f in made.findings],
        "proof": _proof(made),
        "files": [
            {"path": path, "role": role(path), "sha256": sha256(body)} for path, body in sorted(files.items())
        ],
    }


def pieces(job: Job) -> list[dict[str, Any]]:
    """Return what is made, with every value that it follows from."""
    return [
        {
            "design": order.piece.name,
            "preset": order.piece.preset,
            "quantity": order.quantity,
            "size": order.piece.size(),
            "mass": order.piece.mass,
            "values": {k: v.name if isinstance(v, Material) else v for k, v in order.piece.values.items()},
        }
        for order in job.orders
    ]


def hardware(job: Job) -> list[dict[str, Any]]:
    """Return what is bought for the whole job, spares apart."""
    return [
        {
            "key": h.key,
            "quantity": h.quantity * order.quantity,
            "spare": h.spare * order.quantity,
            "size": h.size,
            "load": h.load,
        }
        for order in job.orders
        for h in order.piece.hardware
    ]


def checks(made: Made) -> dict[str, Any]:
    """Return checks.json: every finding and every verdict."""
    levels = [f.level for f in made.findings]
    return {
        "schema": CHECKS,
        "summary": {
            "errors": levels.count("error"),
            "warnings": levels.count("warning"),
            "notes": levels.count("note"),
            "verdicts": len(made.verdicts),
            "broken": sum(not v.passed for v in made.verdicts),
        },
        "findings": [f.table() for f in made.findings],
        "verdicts": made.verdicts,
    }


def role(path: str) -> str:
    """Return what a file is for."""
    top = PurePosixPath(path).parts[0]
    return ROLES.get(top, PurePosixPath(path).stem.lower() if "/" not in path else top)


def utilisation(laid: Laid, layout: Layout) -> float:
    """Return the share of a sheet's area that becomes parts."""
    area = sum(laid.relieved[p.part].region.area for p in layout.placements)
    return area / (layout.sheet.length * layout.sheet.width)


def board(board: Material) -> dict[str, Any]:
    """Return a board as it was measured."""
    return {
        "name": board.name,
        "nominal": board.nominal,
        "thickness": board.thickness,
        "thickness_min": board.thickness_min,
        "thickness_max": board.thickness_max,
        "readings": board.readings,
        "clearance": board.clearance,
        "clearance_along": board.clearance_along,
    }


def _part(laid: Laid, key: str) -> dict[str, Any]:
    part = laid.parts[key]
    density = laid.job.boards[part.material].density
    return {
        "id": key,
        "name": part.name,
        "quantity": laid.quantities[key],
        "material": part.material,
        "bbox": [*part.size, part.thickness],
        "area": part.region.area,
        "mass": part.volume * 1e-9 * density,
    }


def _sheet(laid: Laid, layout: Layout, claim: Declaration) -> dict[str, Any]:
    sheet = layout.sheet
    return {
        "name": layout.name,
        "material": sheet.material,
        "size": [sheet.length, sheet.width],
        "thickness": laid.board(layout).thickness,
        "grain": sheet.grain,
        "copies": layout.copies,
        "utilisation": utilisation(laid, layout),
        "placements": [
            {"part": p.part, "copy": p.copy, "x": p.x, "y": p.y, "angle": p.angle, "flipped": p.flipped}
            for p in layout.placements
        ],
        "claim": declaration_json(claim),
    }


def stacks(sheets: Sequence[Mapping[str, Any]]) -> dict[tuple[str, float, float], tuple[int, float]]:
    """Return how many sheets of a bundle.json there are and what share of them is used, by board and size."""
    alike: dict[tuple[str, float, float], list[tuple[int, float]]] = {}
    for row in sheets:
        key = (row["material"], row["size"][0], row["size"][1])
        alike.setdefault(key, []).append((row.get("copies", 1), row["utilisation"]))
    counts = {key: sum(n for n, _ in rows) for key, rows in alike.items()}
    return {key: (counts[key], sum(n * u for n, u in rows) / counts[key]) for key, rows in alike.items()}


def _programs(made: Made, sheet: CutSheet) -> list[dict[str, Any]]:
    return [
        {
            "file": program_path(made, p.name),
            "role": p.role,
            "sheet": p.sheet,
            "tool": p.tool.name,
            "seconds": p.seconds,
            "cut_length": p.cut_length,
            "rapid_length": p.rapid_length,
            "passes": p.passes,
        }
        for p in sheet.work.programs
    ]


def program_path(made: Made, name: str) -> str:
    """Return where a program lies in the bundle."""
    machine = made.laid.job.workshop.machine
    assert machine is not None
    return f"programs/{machine.name}/{name}"


def _proof(made: Made) -> dict[str, Any]:
    """Return the proof in short; every verdict stands in checks.json."""
    return {
        "verdicts": len(made.verdicts),
        "broken": sum(not v.passed for v in made.verdicts),
        "rules": sorted({v.rule for v in made.verdicts}),
    }
