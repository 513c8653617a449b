"""The whole line: job to sheets, programs, drawings and proof."""

from __future__ import annotations

from mobilier.errors import DesignError, refuse
from mobilier.export.words import Lang
from mobilier.job.cut import Made, cut, proven
from mobilier.job.draw import sheet_drawings, title
from mobilier.job.lay import Progress, checked, lay
from mobilier.job.order import Job


def laid_out(job: Job, lang: Lang, progress: Progress | None = None) -> Made:
    """Return a job checked, nested and drawn, without programs.

    Raises:
        DesignError: a finding of level error.
    """
    findings = checked(job)
    refuse(findings, DesignError)
    laid = lay(job, progress)
    return Made(
        laid=laid,
        sheets=(),
        drawings=sheet_drawings(laid, lang),
        verdicts=(),
        findings=tuple(findings),
    )


def made(job: Job, lang: Lang, progress: Progress | None = None) -> Made:
    """Return a job checked, nested, cut and proven.

    Raises:
        DesignError, NestError, MachineError, ProofError: nothing may be written.
    """
    drawn = laid_out(job, lang, progress)
    sheets, findings = cut(drawn.laid, title(drawn.laid, lang), progress)
    return Made(
        laid=drawn.laid,
        sheets=sheets,
        drawings=drawn.drawings,
        verdicts=proven(drawn.laid, sheets, drawn.drawings),
        findings=(*drawn.findings, *findings),
    )
