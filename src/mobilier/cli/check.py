"""``mobilier check``: is it right?"""

from __future__ import annotations

from typing import Any

import click

from mobilier.cli.options import asked, common, languages, told
from mobilier.wording import say


@click.command(help=say("help.check"))
@common
@click.option("--kernel", is_flag=True, help=say("help.kernel"))
def check(kernel: bool, as_json: bool, verbose: bool, quiet: bool, lang: str, **given: Any) -> int:
    """Print every finding; leave with 1 when one is an error."""
    from mobilier.cli.findings import summed, tell
    from mobilier.job.lay import checked, lay_findings

    job = asked(**given)
    findings = checked(job)
    findings += lay_findings(job)
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
    spoken = languages(lang)[0]
    tell(findings, quiet=quiet, verbose=verbose, lang=spoken)
    names = ", ".join(order.piece.name for order in job.orders)
    click.echo(f"{names}: {summed(findings, spoken)}")
    return int(wrong)
