"""The documents of a job, and what is missing where a library cannot be had."""

from __future__ import annotations

from collections.abc import Collection

from mobilier.errors import Finding, MobilierError
from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.job.cut import Made
from mobilier.model.kernel import cadquery_module
from mobilier.wording import Lang


def plan_of(made: Made) -> Dossier:
    """Return the job as its documents tell it."""
    laid, place = made.laid, made.laid.job.workshop
    chapters = tuple(Chapter(piece=o.piece, design=o.design, quantity=o.quantity) for o in laid.job.orders)
    publisher = place.lab.publisher
    return Dossier(
        chapters=chapters,
        layouts=laid.layouts,
        offcuts={x.name: tuple(o.box for o in made.left if o.layout == x.name) for x in laid.layouts},
        parts=laid.parts,
        relieved=laid.relieved,
        quantities=laid.quantities,
        boards=laid.job.boards,
        lab=place.lab,
        cutter=laid.cutter,
        machine=place.machine if made.sheets else None,
        controller=place.controller if made.sheets else None,
        programs={s.layout.name: s.work.programs for s in made.sheets},
        findings=made.findings,
        verdicts=made.verdicts,
        source=publisher.url.format(design=chapters[0].variant_name) if publisher else "",
        licensor=publisher.licensor if publisher else "",
        licence=licence(made),
    )


def licence(made: Made) -> str:
    """Return the licence that all designs of the job state (SPDX), or nothing."""
    stated = {order.design.text("licence") for order in made.laid.job.orders}
    one = stated.pop() if len(stated) == 1 else ""
    return "" if one == "licence" else one


def setup_sheets(made: Made, langs: tuple[Lang, ...]) -> dict[str, bytes]:
    """Return what the operator reads, by path in the bundle; nothing without programs."""
    plan = plan_of(made)
    if plan.machine is None:
        return {}
    from mobilier.export.documents.setup import setup_sheet

    folder = f"programs/{plan.machine.name}"
    return {f"{folder}/setup.{lang}.md": setup_sheet(plan, lang).encode() for lang in langs}


def told(made: Made, langs: tuple[Lang, ...]) -> tuple[dict[str, bytes], list[Finding]]:
    """Return every document by path in the bundle, and findings where a picture or STEP cannot be had."""
    from mobilier.export.documents.licences import licence_files
    from mobilier.export.documents.tables import cost_file
    from mobilier.export.publication import documents

    plan = plan_of(made)
    more = {"cost.csv": cost_file(plan, langs[0]), **licence_files(plan.licence)}
    try:
        cadquery_module()
    except MobilierError as error:
        missing = Finding.of("no-step", "3d", problem=str(error))
        files, findings = documents(plan, langs, solid=False)
        return {**files, **more}, [*findings, missing]
    files, findings = documents(plan, langs)
    return {**files, **more}, findings


def plots(made: Made, lang: Lang) -> dict[str, bytes]:
    """Return a picture of every program's way by path in the bundle."""
    from mobilier.export.publication import ways

    return ways(plan_of(made), lang)


def front_pages(made: Made, files: Collection[str]) -> dict[str, bytes]:
    """Return the files that name all the others: LISEZMOI.md, README.md, and okh.toml where it can be."""
    from mobilier.export.publication import front_pages as pages

    return pages(plan_of(made), files)
