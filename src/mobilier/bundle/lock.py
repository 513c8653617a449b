"""``params.toml`` says what was asked, ``mobilier.lock`` with what it was made: together the whole input."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, ClassVar

from pydantic import Field

import mobilier
from mobilier import __version__
from mobilier.bundle.contract import BoardRow, board_rows
from mobilier.bundle.folder import sha256
from mobilier.document import Document, Record
from mobilier.errors import BundleError, Finding
from mobilier.job.job import Job
from mobilier.job.nesting import Laid
from mobilier.job.request import Request
from mobilier.wording import Lang

PARAMS_FILE, LOCK_FILE = "params.toml", "mobilier.lock"
PINNED = ("numpy", "shapely", "ezdxf", "svgelements", "rectpack", "numba", "spyrrow", "packingsolver",
          "cadquery", "typst", "segno", "Hershey-Fonts")  # fmt: skip
"""Packages whose version may change a byte of a bundle."""


class PieceAsked(Record):
    """One piece: its design and preset, the values given by hand, and all values."""

    design: str
    preset: str
    quantity: int = Field(ge=1)
    given: dict[str, Any]
    values: dict[str, Any]


class Params(Document):
    """``params.toml``."""

    READS: ClassVar[tuple[str, ...]] = ("mobilier.params/2", "mobilier.params/1")

    lang: tuple[Lang, ...] = Field(min_length=1)
    asked: Request
    piece: tuple[PieceAsked, ...] = Field(min_length=1)
    board: tuple[BoardRow, ...]

    def table(self) -> dict[str, Any]:
        """Return it as a table, with the fields of the request that a bundle keeps."""
        return {**self.model_dump(mode="json", by_alias=True), "asked": self.asked.table()}


class NestingRow(Record):
    """How the layout of one board was found."""

    engine: str
    seed: int
    timed: bool
    bound: int


class Lock(Document):
    """``mobilier.lock``: versions, seeds and checksums of everything that went in.

    ``missing``: the rules that told what could not be made here, such as ``no-step``.
    """

    READS: ClassVar[tuple[str, ...]] = ("mobilier.lock/1",)

    versions: dict[str, str]
    nest: dict[str, NestingRow]
    sources: dict[str, str]
    missing: tuple[str, ...] = ()


def params(job: Job, lang: tuple[Lang, ...]) -> Params:
    """Return params.toml: what was asked, and the values that follow from it."""
    return Params(
        schema=Params.READS[0],
        lang=lang,
        asked=job.request,
        piece=tuple(
            PieceAsked(
                design=order.design.home,
                preset=order.piece.preset,
                quantity=order.quantity,
                given=dict(order.given),
                values=order.plain_values,
            )
            for order in job.orders
        ),
        board=board_rows(job),
    )


LEFT_OUT = ("no-step", "no-picture")
"""Rules that tell that a document of a bundle is left out."""


def lock(laid: Laid, sources: Mapping[str, bytes], findings: Iterable[Finding] = ()) -> Lock:
    """Return mobilier.lock for what a job was laid from, and what ``findings`` say was left out."""
    seed = laid.job.request.seed
    return Lock(
        schema=Lock.READS[0],
        versions=versions(),
        nest={
            name: NestingRow(engine=n.engine, seed=seed, timed=n.timed, bound=n.bound)
            for name, n in laid.nestings.items()
        },
        sources=digests(sources),
        missing=tuple(sorted({f.rule for f in findings if f.rule in LEFT_OUT})),
    )


def refuse_left_out(findings: Iterable[Finding]) -> None:
    """Refuse a bundle that lacks a document.

    Raises:
        BundleError: a finding says that one was left out.
    """
    for finding in findings:
        if finding.rule in LEFT_OUT:
            told = (finding.text("en"), finding.text("fr"))
            raise BundleError.of("left-out", finding.where, told=told)


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
