"""The documents of a job, and what is missing where a library cannot be had."""

from __future__ import annotations

from collections.abc import Collection

from mobilier.errors import Finding, MobilierError
from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.job.stages import Result
from mobilier.model.kernel import cadquery_module
from mobilier.wording import Lang


def dossier_of(result: Result) -> Dossier:
    """Return the job as its documents tell it."""
    laid, place = result.laid, result.job.workshop
    chapters = tuple(Chapter(piece=o.piece, design=o.design, quantity=o.quantity) for o in laid.job.orders)
    publisher = place.lab.publisher
    return Dossier(
        chapters=chapters,
        layouts=laid.layouts,
        offcuts={x.name: tuple(o.box for o in result.left if o.layout == x.name) for x in laid.layouts},
        parts=laid.parts,
        relieved=laid.relieved,
        quantities=laid.quantities,
        boards=laid.job.boards,
        lab=place.lab,
        by_hand=laid.by_hand if result.sheets else (),
        cutter=laid.cutter,
        machine=place.machine if result.sheets else None,
        controller=place.controller if result.sheets else None,
        programs={s.layout.name: s.work.programs for s in result.sheets},
        held={s.layout.name: (len(s.work.tabs), len(s.work.skins)) for s in result.sheets},
        findings=result.findings,
        verdicts=result.verdicts,
        source=publisher.url.format(design=chapters[0].variant_name) if publisher else "",
        licensor=publisher.licensor if publisher else "",
        licence=licence(result),
    )


def licence(result: Result) -> str:
    """Return the licence that all designs of the job state (SPDX), or nothing."""
    stated = {order.design.said("licence") or "" for order in result.laid.job.orders}
    return stated.pop() if len(stated) == 1 else ""


def setup_sheets(result: Result, langs: tuple[Lang, ...]) -> dict[str, bytes]:
    """Return what the operator reads, by path in the bundle; nothing without programs."""
    plan = dossier_of(result)
    if plan.machine is None:
        return {}
    from mobilier.export.documents.setup import setup_sheet

    folder = f"programs/{plan.machine.name}"
    return {f"{folder}/setup.{lang}.md": setup_sheet(plan, lang).encode() for lang in langs}


def publication_files(result: Result, langs: tuple[Lang, ...]) -> tuple[dict[str, bytes], list[Finding]]:
    """Return every document by path in the bundle, and findings where a picture or STEP cannot be had."""
    from mobilier.export.documents.licences import licence_files
    from mobilier.export.documents.tables import cost_lines, cost_table
    from mobilier.export.publication import documents

    plan = dossier_of(result)
    more = {"cost.csv": cost_table(cost_lines(plan, langs[0]), lang=langs[0]), **licence_files(plan.licence)}
    try:
        cadquery_module()
    except MobilierError as error:
        missing = Finding.of("no-step", "3d", problem=error.findings[0].message)
        files, findings = documents(plan, langs, solid=False)
        return {**files, **more}, [*findings, missing]
    files, findings = documents(plan, langs)
    return {**files, **more}, findings


def path_pictures(result: Result, lang: Lang) -> dict[str, bytes]:
    """Return a picture of every program's way by path in the bundle."""
    from mobilier.export.publication import ways

    return ways(dossier_of(result), lang)


def front_pages(result: Result, files: Collection[str]) -> dict[str, bytes]:
    """Return the files that name all the others: LISEZMOI.md, README.md, and okh.toml where it can be."""
    from mobilier.export.publication import front_pages as pages

    return pages(dossier_of(result), files)
