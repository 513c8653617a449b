"""The line that a job goes down: checked, laid on sheets, drawn, cut, proven.

Each stage takes what the one before it returned and adds to it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from mobilier.errors import DesignError, Finding, MachineError, NestError, refuse
from mobilier.job.cutting import CutSheet, cut_sheets, prove_sheets
from mobilier.job.drawings import sheet_drawings
from mobilier.job.job import Job
from mobilier.job.nesting import Laid, Progress, check_job, cut_findings, nest_job, sheet_findings
from mobilier.job.offcuts import left_over
from mobilier.nest.layout import Nesting
from mobilier.wording import Lang

if TYPE_CHECKING:
    from mobilier.nest.offcuts import Offcut
    from mobilier.proof.verdicts import Verdict

Known = Mapping[str, Nesting]
"""Layouts that were found before, by board."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A job as far as it went: ``verdicts`` are empty until it is proven, ``sheets`` until it is cut.

    ``drawings``: the DXF of each sheet by name; ``left``: the usable offcuts; ``lang``: the language
    of titles in drawings and programs.
    """

    laid: Laid
    lang: Lang
    drawings: Mapping[str, bytes]
    left: tuple[Offcut, ...]
    findings: tuple[Finding, ...]
    sheets: tuple[CutSheet, ...] = ()
    verdicts: tuple[Verdict, ...] = ()

    @property
    def job(self) -> Job:
        """What was asked for."""
        return self.laid.job


def refuse_uncuttable(job: Job) -> list[Finding]:
    """Refuse a job that cannot be cut with everything that is known before the search for a layout.

    Return what the check of the pieces found.

    Raises:
        DesignError, NestError, MachineError: by the first of its errors.
    """
    found: list[Finding] = []
    kind: type[DesignError | NestError | MachineError] | None = None
    checked = check_job(job)
    for told, wrong in (
        (checked, DesignError),
        (sheet_findings(job), NestError),
        (cut_findings(job), MachineError),
    ):
        errors = [f for f in told if f.level == "error"]
        kind = kind or (wrong if errors else None)
        found += errors
    refuse(found, kind or MachineError)
    return checked


def lay(
    job: Job,
    lang: Lang,
    progress: Progress | None = None,
    known: Known | None = None,
    *,
    checked: Sequence[Finding] | None = None,
) -> Result:
    """Return a job checked, laid on sheets and drawn; layouts of ``known`` are taken as they are.

    ``checked``: what the check of the pieces found, where it is known already.

    Raises:
        DesignError, NestError, MachineError: it cannot be made.
    """
    findings = list(check_job(job) if checked is None else checked)
    refuse(findings, DesignError)
    laid = nest_job(job, progress, known)
    return Result(
        laid=laid,
        lang=lang,
        drawings=sheet_drawings(laid, lang),
        left=left_over(laid),
        findings=tuple(findings),
    )


def cut(result: Result, progress: Progress | None = None) -> Result:
    """Return a laid job with the programs of every sheet; none for a lab that takes drawings only.

    Raises:
        MachineError: work that the machine, its tools or its controller cannot do.
    """
    sheets, findings = cut_sheets(result.laid, result.job.title(result.lang), progress)
    return replace(result, sheets=sheets, verdicts=(), findings=(*result.findings, *findings))


def prove(result: Result) -> Result:
    """Return a job with a verdict on every program and drawing.

    Raises:
        ProofError: a rule is broken; nothing of this job may be written.
    """
    return replace(result, verdicts=prove_sheets(result.laid, result.sheets, result.drawings))


def make(
    job: Job,
    lang: Lang,
    progress: Progress | None = None,
    known: Known | None = None,
    *,
    programs: bool = True,
) -> Result:
    """Return a job laid, cut (unless only drawings are wanted) and proven.

    Raises:
        DesignError, NestError, MachineError, ProofError: nothing may be written.
    """
    checked = refuse_uncuttable(job) if programs else None
    laid = lay(job, lang, progress, known, checked=checked)
    return prove(cut(laid, progress) if programs else laid)
