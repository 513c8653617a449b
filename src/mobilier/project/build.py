"""``build``: every variant of a project, each in a folder of its own; what is due, and the gallery."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from pathlib import Path

from mobilier.bundle.contents import contents
from mobilier.bundle.folder import CONTRACT, mend, ready, write
from mobilier.bundle.staleness import changed_inputs
from mobilier.bundle.target import refuse_target
from mobilier.bundle.zipped import zip_beside
from mobilier.errors import BundleError, DesignError, Finding, MobilierError, refuse
from mobilier.export.web.gallery import Card, gallery
from mobilier.job.job import prepare
from mobilier.job.nesting import job_findings
from mobilier.job.stages import make
from mobilier.project.cards import card
from mobilier.project.processes import each
from mobilier.project.project import Project, Variant
from mobilier.project.summary import Row, publish, summary
from mobilier.wording import Lang

BATCH = 4
"""Variants to look at for which one more process pays: it starts about as long as it looks at these."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Watcher:
    """Told how a build goes: a variant begins, a row is settled."""

    begun: Callable[[str], None] = field(default=lambda _name: None)
    settled: Callable[[Row], None] = field(default=lambda _row: None)


def look(variants: Sequence[Variant], folder: Path, *, again: bool = False, processes: int = 1) -> list[Row]:
    """Return what is to be done for every variant, those that cannot be made failed.

    Each process looks at several.  One that ends without an answer is not believed: its variants
    are looked at again, each in a process of its own.
    """
    found: dict[str, Row] = {}
    number = min(processes, math.ceil(len(variants) / BATCH))
    groups = [tuple(variants[k::number]) for k in range(number)]
    while groups:
        with closing(each(_states, [(group, folder, again) for group in groups], processes)) as outcomes:
            told = list(zip(groups, outcomes, strict=True))
        found |= {row.name: row for _, outcome in told for row in outcome.value or ()}
        lost = [(group, outcome.problems) for group, outcome in told if outcome.value is None]
        groups = [(v,) for group, _ in lost if len(group) > 1 for v in group]
        for group, problems in lost:
            if len(group) == 1:
                found[group[0].name] = Row(name=group[0].name, state="failed", problems=problems)
    return [found[variant.name] for variant in variants]


def build(
    variants: Sequence[Variant],
    rows: Sequence[Row],
    folder: Path,
    *,
    processes: int = 1,
    watcher: Watcher | None = None,
) -> list[Row]:
    """Make what is due of :func:`look`'s rows, each in a process of its own; return every row in order."""
    watch = watcher or Watcher()
    due = [(variant, folder) for variant, row in zip(variants, rows, strict=True) if row.state == "due"]
    out = []
    try:
        with closing(each(_make, due, processes, lambda n: watch.begun(due[n][0].name))) as outcomes:
            for variant, row in zip(variants, rows, strict=True):
                done = _settled(row, next(outcomes).problems) if row.state == "due" else row
                out.append(_zipped(done, folder) if variant.zip else done)
                watch.settled(out[-1])
    finally:
        for variant, _ in due:
            mend(folder / variant.name)
    return out


def publish_pages(
    plan: Project, variants: Sequence[Variant], rows: Sequence[Row], folder: Path, lang: Lang
) -> None:
    """Write the gallery of every variant that is there, and the summary of this run."""
    publish(
        folder, gallery(_cards(variants, rows, folder, lang), plan.lang, plan.title), summary(rows, folder)
    )


def _states(asked: tuple[Sequence[Variant], Path, bool]) -> list[Row]:
    """Return what is to be done for variants in a folder; with True also what would come out the same."""
    variants, folder, again = asked
    return [state_of(variant, folder / variant.name, again=again) for variant in variants]


def state_of(variant: Variant, target: Path, *, again: bool = False) -> Row:
    """Return what is to be done for a variant, or why it cannot be made."""
    from mobilier.project.processes import problems_of

    try:
        job = prepare(variant.request)
        ready(target)
        refuse_target(target, job.orders, replace=True)
        changed = changed_inputs(target, job, variant.verb, variant.lang)
        if not (changed or again):
            return Row(name=variant.name, state="kept")
        refuse(job_findings(job), DesignError)
    except Exception as error:
        return Row(name=variant.name, state="failed", problems=problems_of(error))
    return Row(name=variant.name, state="due", changed=tuple(changed))


def _make(asked: tuple[Variant, Path]) -> None:
    """Make one variant and write its folder."""
    variant, folder = asked
    result = make(prepare(variant.request), variant.lang[0], programs=variant.verb != "nest")
    files, _ = contents(result, variant.verb, variant.lang)
    write(folder / variant.name, files)


def _settled(row: Row, problems: Sequence[Finding]) -> Row:
    """Return what became of a variant."""
    return replace(row, state="failed" if problems else "built", problems=tuple(problems))


def _zipped(row: Row, folder: Path) -> Row:
    """Put a variant that is there into one file too."""
    if row.state == "failed":
        return row
    try:
        zip_beside(folder / row.name)
    except BundleError as error:
        return _settled(row, error.findings)
    except OSError as error:
        return _settled(
            row, BundleError.of("not-written", str(folder / row.name), problem=str(error)).findings
        )
    return row


def _cards(variants: Iterable[Variant], rows: Sequence[Row], folder: Path, lang: Lang) -> list[Card]:
    """Return the cards of the gallery: every variant asked for, and the others that are there."""
    problems = {row.name: row.problem(lang) for row in rows}
    out = []
    for variant in variants:
        place = folder / variant.name
        if problems.get(variant.name):
            out.append(Card(name=variant.name, problem=problems[variant.name]))
        elif (place / CONTRACT).is_file():
            try:
                out.append(card(place, zipped=variant.zip and place.with_name(f"{place.name}.zip").is_file()))
            except MobilierError as error:
                out.append(Card(name=variant.name, problem=error.text(lang)))
    return out
