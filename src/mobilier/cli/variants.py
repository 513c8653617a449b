"""What a process of ``build`` does for variants: look at several, or make one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mobilier.bundle.summary import Row
    from mobilier.job.order import Job
    from mobilier.job.project import Variant


def states(asked: tuple[Sequence[Variant], Path, bool]) -> list[Row]:
    """Return what is to be done for variants in a folder; with True also what would come out the same."""
    wished, folder, again = asked
    return [_state(variant, folder / variant.name, again) for variant in wished]


def _state(variant: Variant, target: Path, again: bool) -> Row:
    """Return what is to be done for a variant, or why it cannot be made."""
    from mobilier.bundle.folder import ready
    from mobilier.bundle.inputs import changed_inputs
    from mobilier.bundle.summary import Row
    from mobilier.errors import DesignError, refuse
    from mobilier.job.lay import checked, lay_findings
    from mobilier.job.processes import problem_of

    try:
        job = _job(variant)
        ready(target)
        changed = changed_inputs(target, job, variant.task.verb, variant.lang)
        if not (changed or again):
            return Row(name=variant.name, state="kept")
        refuse([*checked(job), *lay_findings(job)], DesignError)
    except Exception as error:
        return Row(name=variant.name, state="failed", problem=problem_of(error))
    return Row(name=variant.name, state="due", changed=tuple(changed))


def made(asked: tuple[Variant, Path]) -> None:
    """Make one variant and write its folder."""
    from mobilier.bundle.contents import contents
    from mobilier.bundle.folder import write
    from mobilier.job.make import laid_out
    from mobilier.job.make import made as proven

    variant, folder = asked
    verb = variant.task.verb
    done = (laid_out if verb == "nest" else proven)(_job(variant), variant.lang[0])
    files, _ = contents(done, verb, variant.lang)
    write(folder / variant.name, files)


def _job(variant: Variant) -> Job:
    from mobilier.cli.options import asked, laid

    task = variant.task
    return asked(
        sources=task.sources,
        sets=[f"{name}={_word(value)}" for name, value in task.values.items()],
        preset=variant.preset,
        lab=variant.lab,
        machine=task.machine,
        material=[f"{board}={name}" for board, name in task.material.items()],
        lot=task.lot,
        thickness=[f"{board}={value}" for board, value in variant.thickness.items()],
        sheets=task.sheets,
        rack=task.stock,
        laying=laid(None, None, task.pins, task.runs, apart=task.apart),
        split=task.split,
        quantity=task.quantity,
        seed=task.seed,
        effort=task.effort,
        seconds=task.seconds,
    )


def _word(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
