"""params.toml says what was asked, mobilier.lock with what it was made."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import mobilier
from mobilier import __version__
from mobilier.bundle.contract import board, pieces
from mobilier.bundle.folder import sha256
from mobilier.job.lay import Laid
from mobilier.job.order import Job
from mobilier.wording import Lang

PARAMS_FILE, LOCK_FILE = "params.toml", "mobilier.lock"
PARAMS = "mobilier.params/1"
LOCK = "mobilier.lock/1"
PINNED = ("numpy", "shapely", "ezdxf", "rectpack", "numba", "spyrrow", "packingsolver", "trimesh",
          "cadquery", "typst", "segno", "Hershey-Fonts")  # fmt: skip
"""Packages whose version may change a byte of a bundle."""


def params(task: Job, lang: tuple[Lang, ...]) -> dict[str, Any]:
    """Return params.toml: what was asked, and the values that follow from it."""
    rows = pieces(task)
    return {
        "schema": PARAMS,
        "lang": list(lang),
        "asked": _asked(task),
        "piece": [
            {
                "design": _folder(order.design.folder),
                "preset": order.piece.preset,
                "quantity": order.quantity,
                "given": dict(order.given),
                "values": row["values"],
            }
            for order, row in zip(task.orders, rows, strict=True)
        ],
        "board": [board(b) for b in task.boards.values()],
    }


def _asked(task: Job) -> dict[str, Any]:
    """Return what was chosen for the job; profiles by name, as the bundle's sources hold them."""
    choice, place = task.choice, task.workshop
    seconds = {"seconds": choice.budget.seconds} if choice.budget.seconds is not None else {}
    return {
        "lab": place.lab.name if choice.lab else "",
        "machine": place.machine.name if choice.machine and place.machine else "",
        "lot": Path(choice.lot).name if choice.lot else "",
        "effort": choice.budget.effort,
        "seed": choice.budget.seed,
        **seconds,
        "split": choice.split,
        "stock": Path(choice.rack).name if choice.rack else "",
        "pins": list(choice.laying.pins),
        "runs": list(choice.laying.runs),
        "apart": choice.laying.apart,
        "sheets": ["x".join(f"{v:g}" for v in s if v is not None) for s in choice.sheets],
        "material": {k: Path(v).stem if v.endswith(".toml") else v for k, v in choice.material.items()},
        "thickness": dict(choice.thickness),
    }


def lock(laid: Laid, sources: Mapping[str, bytes]) -> dict[str, Any]:
    """Return mobilier.lock: versions, seeds and checksums of everything that went in."""
    return {
        "schema": LOCK,
        "versions": versions(),
        "nest": {
            name: {
                "engine": n.engine,
                "seed": laid.job.choice.budget.seed,
                "timed": n.timed,
                "bound": n.bound,
            }
            for name, n in laid.nestings.items()
        },
        "sources": digests(sources),
    }


def digests(files: Mapping[str, bytes]) -> dict[str, str]:
    """Return the checksum of every file by its path."""
    return {path: sha256(body) for path, body in sorted(files.items())}


def versions() -> dict[str, str]:
    """Return the version of every package that may change a byte, and the checksum of our own code."""
    found = {"mobilier": __version__, "mobilier-code": _code()}
    for name in PINNED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _code() -> str:
    """Return one checksum of mobilier's own files: two commits of a checkout share a version."""
    root = Path(mobilier.__file__).parent
    files = {p.relative_to(root): p for p in root.rglob("*") if p.is_file()}
    ours = {k.as_posix(): p.read_bytes() for k, p in files.items() if not _aside(k)}
    return sha256("".join(f"{d}  {path}\n" for path, d in digests(ours).items()).encode())[:16]


def _aside(path: Path) -> bool:
    """Tell what is no code: what Python and editors leave, and designs and profiles, listed one by one."""
    return any(step.startswith(".") or step in ("__pycache__", "shipped") for step in path.parts)


def _folder(folder: Path | None) -> str:
    assert folder is not None
    return folder.resolve().name
