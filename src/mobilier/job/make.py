"""The whole line: job to sheets, programs, drawings and proof."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mobilier.errors import DesignError, refuse
from mobilier.job.cut import Made, cut, proven
from mobilier.job.draw import sheet_drawings, title
from mobilier.job.lay import Progress, checked, lay
from mobilier.job.offcuts import left_over
from mobilier.job.order import Job
from mobilier.nest.layout import Nesting
from mobilier.wording import Lang

Known = Mapping[str, Nesting]


def laid_out(job: Job, lang: Lang, progress: Progress | None = None, known: Known | None = None) -> Made:
    """Return a job checked, nested and drawn, the drawings proven, without programs.

    Raises:
        DesignError, NestError, MachineError, ProofError: nothing may be written.
    """
    drawn = _drawn(job, lang, progress, known)
    return replace(drawn, verdicts=proven(drawn.laid, (), drawn.drawings))


def made(job: Job, lang: Lang, progress: Progress | None = None, known: Known | None = None) -> Made:
    """Return a job checked, nested, drawn, cut and proven.

    Raises:
        DesignError, NestError, MachineError, ProofError: nothing may be written.
    """
    drawn = _drawn(job, lang, progress, known)
    sheets, findings = cut(drawn.laid, title(job, lang), progress)
    return replace(
        drawn,
        sheets=sheets,
        verdicts=proven(drawn.laid, sheets, drawn.drawings),
        findings=(*drawn.findings, *findings),
    )


def _drawn(job: Job, lang: Lang, progress: Progress | None, known: Known | None) -> Made:
    findings = checked(job)
    refuse(findings, DesignError)
    laid = lay(job, progress, known)
    drawings = sheet_drawings(laid, lang)
    return Made(
        laid=laid,
        sheets=(),
        drawings=drawings,
        left=left_over(laid),
        verdicts=(),
        findings=tuple(findings),
    )
