"""``mobilier check``: is it right?"""

from __future__ import annotations

from typing import Any

import click

from mobilier.cli.options import asks, request_of
from mobilier.cli.words import reports, told, word
from mobilier.wording import language


@click.command
@asks("what", "made-of", "sheets", "said")
@word("--kernel", is_flag=True)
@reports
def check(kernel: bool, as_json: bool, verbose: bool, quiet: bool, **given: Any) -> int:
    """Print every finding; leave with 1 when one is an error."""
    from mobilier.cli.findings import summed, tell
    from mobilier.job.job import prepare
    from mobilier.job.nesting import job_findings

    request = request_of(given)
    job = prepare(request)
    findings = job_findings(job)
    if kernel:
        from mobilier.check.kernel_checks import kernel_findings

        findings += [f for order in job.orders for f in kernel_findings(order.piece)]
    wrong = any(f.level == "error" for f in findings)
    if as_json:
        told(
            {
                "schema": "mobilier.check/1",
                "pieces": [order.piece.name for order in job.orders],
                "ok": not wrong,
                "findings": [f.table() for f in findings],
            }
        )
        return int(wrong)
    spoken = request.languages(language())[0]
    tell(findings, quiet=quiet, verbose=verbose, lang=spoken)
    names = ", ".join(order.piece.name for order in job.orders)
    click.echo(f"{names}: {summed(findings, spoken)}")
    return int(wrong)
