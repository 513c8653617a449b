"""Everything a run writes, by path inside the folder.  Pure: nothing is written here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from mobilier.bundle.contract import CHECKS_FILE, Kind, checks, contract, program_path
from mobilier.bundle.folder import CONTRACT, SUMS, sha256
from mobilier.bundle.lock import LOCK_FILE, PARAMS_FILE, lock, params
from mobilier.bundle.text import as_json, as_toml
from mobilier.errors import Finding
from mobilier.job.documents import front_pages, path_pictures, publication_files, setup_sheets
from mobilier.job.drawings import lists, part_file, part_files, shaper_cuts, sheet_pictures, sheet_svgs
from mobilier.job.job import Job
from mobilier.job.nesting import Laid
from mobilier.job.offcuts import stock_after
from mobilier.job.stages import Result
from mobilier.wording import Lang


def contents(
    result: Result, kind: Kind, langs: tuple[Lang, ...], *, plot: bool = False
) -> tuple[dict[str, bytes], tuple[Finding, ...]]:
    """Return the files of a run (layouts only, with programs, or everything) and every finding."""
    from mobilier.model.model_json import model_json
    from mobilier.nest.files import layouts_json

    lang = langs[0]
    extra: dict[str, bytes] = {}
    if kind == "bundle":
        extra, missing = publication_files(result, langs)
        result = replace(result, findings=(*result.findings, *missing))
    elif plot:
        extra = path_pictures(result, lang)
    laid = result.laid
    files: dict[str, bytes] = {
        **setup_sheets(result, langs),
        **extra,
        "model.json": model_json([(o.piece, o.quantity) for o in laid.job.orders]).encode(),
        "layout.json": layouts_json(laid.layouts).encode(),
        PARAMS_FILE: as_toml(params(laid.job, langs).table()),
        CHECKS_FILE: as_json(checks(result)),
    }
    files["offcuts.toml"] = as_toml(
        stock_after(laid, result.left).model_dump(mode="json", exclude_defaults=True)
    )
    drawn = {
        "dxf": result.drawings,
        "svg": sheet_svgs(laid, lang),
        "map.svg": sheet_pictures(laid, lang, result.left),
        "shaper.svg": shaper_cuts(laid),
    }
    files |= {f"sheets/{n}.{ending}": body for ending, own in drawn.items() for n, body in own.items()}
    for sheet in result.sheets:
        for program in sheet.work.programs:
            files[program_path(result, program.name)] = program.text.encode("ascii")
    if kind == "bundle":
        parts = {f"parts/{name}": body for name, body in part_files(laid, lang).items()}
        files |= parts
        files |= lists(laid, lang, _digests(laid, parts))
    sources = source_files(laid.job)
    files |= sources
    files[LOCK_FILE] = as_toml(
        lock(laid, sources, result.findings).model_dump(mode="json", by_alias=True, exclude_defaults=True)
    )
    if kind == "bundle":
        files |= front_pages(result, {*files, CONTRACT, SUMS})
    files[CONTRACT] = as_json(contract(result, kind, files))
    return files, result.findings


def _digests(laid: Laid, parts: Mapping[str, bytes]) -> dict[str, tuple[str, str]]:
    """Return the DXF of each part and its checksum."""
    paths = {key: f"parts/{part_file(laid, key)}.dxf" for key in laid.parts}
    return {key: (path, sha256(parts[path])) for key, path in paths.items()}


def source_files(job: Job) -> dict[str, bytes]:
    """Return the designs and profiles that this job came from, as a library of its own."""
    out = {f"source/profiles/{name}": file.read_bytes() for name, file in job.shelf.files.items()}
    for order in job.orders:
        for inside, body in order.design.sources.items():
            out[f"source/designs/{order.design.home}/{inside}"] = body
    return out
