"""Was a bundle made from the very inputs that a job has now?  Then making it again changes no byte.

``params.toml`` holds what was asked and every value, ``mobilier.lock`` the checksums of designs,
texts, presets and profiles and the versions of all code: together they are the whole input.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from mobilier.bundle.contents import Kind, source_files
from mobilier.bundle.folder import CONTRACT
from mobilier.bundle.params import LOCK_FILE, PARAMS_FILE, digests, params, versions
from mobilier.bundle.text import as_toml
from mobilier.job.order import Job
from mobilier.wording import Lang


def changed_inputs(folder: Path, job: Job, kind: Kind, langs: tuple[Lang, ...]) -> list[str]:
    """Return what a job has otherwise than the bundle in ``folder``; nothing: it would come out the same.

    The folder is one of ours and whole (:func:`mobilier.bundle.folder.ready`); one that is not
    there is "new".
    """
    if not (folder / CONTRACT).is_file():
        return ["new"]
    made = json.loads((folder / CONTRACT).read_text("utf-8"))
    asked, lock = (_table(folder / name) for name in (PARAMS_FILE, LOCK_FILE))
    now = tomllib.loads(as_toml(params(job, langs)).decode())
    return [
        *since({"kind": made.get("kind", "")}, {"kind": kind}),
        *(f"{PARAMS_FILE}: {key}" for key in sorted({*now, *asked}) if now.get(key) != asked.get(key)),
        *since(lock.get("versions", {}), versions()),
        *_names(lock.get("sources", {}), digests(source_files(job))),
    ]


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


def _table(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}
