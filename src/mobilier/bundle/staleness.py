"""Was a bundle made from the very inputs that a job has now?  Then making it again changes no byte.

``params.toml`` holds what was asked and every value, ``mobilier.lock`` the checksums of designs,
texts, presets and profiles and the versions of all code: together they are the whole input.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from mobilier.bundle.contents import source_files
from mobilier.bundle.contract import Kind, read_contract
from mobilier.bundle.folder import CONTRACT
from mobilier.bundle.lock import LOCK_FILE, PARAMS_FILE, Lock, Params, digests, params, versions
from mobilier.bundle.text import as_toml
from mobilier.document import parse_table, read_document, read_text
from mobilier.errors import BundleError, MobilierError
from mobilier.job.job import Job
from mobilier.model.kernel import cadquery_module
from mobilier.wording import Lang


def changed_inputs(folder: Path, job: Job, kind: Kind, langs: tuple[Lang, ...]) -> list[str]:
    """Return what a job has otherwise than the bundle in ``folder``; nothing: it would come out the same.

    The folder is one of ours and whole (:func:`mobilier.bundle.folder.ready`); one that is not
    there, or that another version wrote, is "new".
    """
    if not (folder / CONTRACT).is_file():
        return ["new"]
    try:
        made = read_contract(folder)
        read_document(folder / PARAMS_FILE, Params)
        locked = read_document(folder / LOCK_FILE, Lock)
    except BundleError:
        return ["new"]
    asked = parse_table(read_text(folder / PARAMS_FILE), where=PARAMS_FILE, toml=True)
    now = parse_table(as_toml(params(job, langs).table()).decode(), where=PARAMS_FILE, toml=True)
    return [
        *since({"kind": made.kind}, {"kind": kind}),
        *(f"{PARAMS_FILE}: {key}" for key in sorted({*now, *asked}) if now.get(key) != asked.get(key)),
        *since(locked.versions, versions()),
        *_names(locked.sources, digests(source_files(job))),
        *_to_be_had(locked.missing),
    ]


def _to_be_had(missing: Sequence[str]) -> list[str]:
    """Return what was left out of a bundle and could be made now."""
    if "no-step" not in missing:
        return []
    try:
        cadquery_module()
    except MobilierError:
        return []
    return ["3d/*.step"]


def since(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return every name whose word is not the same as before: numpy 2.3.0 -> 2.4.0."""
    return [
        f"{name} {before.get(name, 'absent')} -> {after.get(name, 'absent')}"
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _names(before: Mapping[str, str], after: Mapping[str, str]) -> list[str]:
    """Return the files whose checksum is not the same as before, without the folder they all lie in."""
    return [
        name.removeprefix("source/")
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]
