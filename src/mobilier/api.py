"""The chain for programs: a job, its findings, its sheets, its programs, their proof, its folder.

    import mobilier

    job = mobilier.job("chariot:mini", thickness=17.6, length=1000, effort="quick")
    mobilier.check(job)
    result = mobilier.prove(mobilier.cut(mobilier.nest(job)))
    mobilier.bundle(result, "out")

Lengths in mm, masses in kg, times in s.  Every error is a `MobilierError` that holds findings.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    from mobilier.bundle.verify import Judged
    from mobilier.errors import Finding
    from mobilier.job.job import Job
    from mobilier.job.nesting import Progress
    from mobilier.job.stages import Result
    from mobilier.model.design import Design
    from mobilier.model.piece import Piece
    from mobilier.profiles.types import Material


@overload
def design(name: str | Path) -> Design: ...


@overload
def design(*, letter: str) -> Callable[[Callable[..., Piece]], Design]: ...


def design(name: str | Path = "", *, letter: str = "") -> Any:
    """Return a design by its name or file; with ``letter`` alone, make a function a design.

    A design is called with parameters to build its piece, its own defaults for the others:
    ``mobilier.design("chariot")(length=1200).size()``.

    Args:
        name: a name of ``mobilier list``, or the path of a ``design.py``.
        letter: what the ids of its parts begin with, for a function that is decorated.

    Raises:
        DesignError, ProfileError: no such design, or one that cannot be loaded.
    """
    from mobilier.model.design import design as decorated
    from mobilier.plan.design import load_source

    if letter:
        return decorated(letter=letter)
    from mobilier.job.source import source

    return load_source(source(str(name)).file)


def board(name: str, *readings: float) -> Material:
    """Return a board by the name of its profile, as it was measured: thickness readings in mm.

    Raises:
        ProfileError: no such board, or a reading that is far from its nominal thickness.
    """
    from mobilier.profiles.board import measured
    from mobilier.profiles.shelf import Shelf
    from mobilier.profiles.types import Material

    found = Shelf().take(Material, name)
    return measured(found, name, *readings) if readings else found


def job(*sources: str, thickness: float | dict[str, float] | None = None, **asked: Any) -> Job:
    """Return a job: pieces built, boards and sheets chosen, ready to be checked and nested.

    Args:
        sources: ``DESIGN``, ``DESIGN:PRESET``, ``DESIGN:PRESET*QUANTITY`` or a file, as on the command line.
        thickness: measured thickness of the main board, or of boards by name, mm.
        asked: fields of `Request` (``lab``, ``machine``, ``sheets``, ``effort`` …); any other name is a
            parameter of the designs.

    Raises:
        DesignError, ProfileError, NestError: what is asked for cannot be made.
    """
    from mobilier.job.job import prepare
    from mobilier.job.request import Request

    fields = {k: v for k, v in asked.items() if k in Request.model_fields}
    values = {**fields.pop("values", {}), **{k: v for k, v in asked.items() if k not in Request.model_fields}}
    if thickness is not None:
        fields["thickness"] = thickness if isinstance(thickness, dict) else {"": thickness}
    return prepare(Request(sources=sources, values=values, **fields))


def check(job: Job) -> list[Finding]:
    """Return every finding on a job: its pieces, its tools, its sheets; errors first."""
    from mobilier.errors import LEVELS
    from mobilier.job.nesting import job_findings

    return sorted(job_findings(job), key=lambda f: LEVELS.index(f.level))


def nest(job: Job, progress: Progress | None = None) -> Result:
    """Return a job checked, laid on sheets and drawn: ``result.laid.layouts``, ``result.drawings``.

    Raises:
        DesignError, NestError, MachineError: it cannot be made.
    """
    from mobilier.job.stages import lay
    from mobilier.wording import language

    return lay(job, job.request.languages(language())[0], progress)


def cut(result: Result) -> Result:
    """Return a nested job with the programs of every sheet: ``result.sheets``.

    Raises:
        MachineError: work that the machine, its tools or its controller cannot do.
    """
    from mobilier.job.stages import cut as cut_programs

    return cut_programs(result)


def prove(result: Result) -> Result:
    """Return a job with a verdict on every program and drawing: ``result.verdicts``.

    Raises:
        ProofError: a rule is broken; nothing of this job may be cut.
    """
    from mobilier.job.stages import prove as prove_all

    return prove_all(result)


def bundle(result: Result, folder: str | Path, kind: str = "bundle", *, replace: bool = False) -> Path:
    """Write everything about a job into a folder and return it; what is not proven is proven first.

    Args:
        result: from `nest`, `cut` or `prove`.
        folder: new, empty, or a bundle of ours that nobody edited.
        kind: "nest" (sheets), "cut" (sheets and programs) or "bundle" (everything).
        replace: take the place of a bundle of other designs too.

    Raises:
        ProofError: a rule is broken.
        BundleError: the folder may not be replaced or cannot be written.
    """
    from mobilier.bundle.contents import contents
    from mobilier.bundle.contract import Kind
    from mobilier.bundle.folder import ready, write
    from mobilier.bundle.target import refuse_target
    from mobilier.errors import BundleError
    from mobilier.wording import language

    kinds: dict[str, Kind] = {"nest": "nest", "cut": "cut", "bundle": "bundle"}
    if kind not in kinds:
        raise BundleError.of("bad-kind", kind, kinds=", ".join(kinds))
    place = Path(folder)
    ready(place)
    refuse_target(place, result.job.orders, replace=replace)
    proven = result if result.verdicts else prove(result)
    files, _ = contents(proven, kinds[kind], proven.job.request.languages(language()))
    write(place, files)
    return place


def verify(folder: str | Path) -> Judged:
    """Return what is found out about a bundle from its files alone: ``whole``, ``faults``, ``verdicts``.

    Raises:
        BundleError: this is no bundle, or it cannot be read.
    """
    from mobilier.bundle.verify import judged

    return judged(Path(folder))
