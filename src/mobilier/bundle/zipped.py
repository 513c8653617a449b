"""A folder as one file to download, beside it: written again only when the folder changed."""

from __future__ import annotations

import os
from pathlib import Path
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from mobilier.bundle.folder import SUMS
from mobilier.errors import BundleError

DATE = (1980, 1, 1, 0, 0, 0)
"""The first day a ZIP can tell: no clock."""


def zip_beside(folder: Path) -> None:
    """Write ``folder.zip`` next to a whole folder of ours, unless it holds that very folder already.

    Raises:
        BundleError: a file of that name is not ours.
    """
    target = folder.with_name(f"{folder.name}.zip")
    sums = (folder / SUMS).read_bytes()
    if target.exists() and _sums(target, folder.name) == sums:
        return
    fresh = target.with_name(f".{target.name}.new-{os.getpid()}")
    try:
        with ZipFile(fresh, "w", ZIP_DEFLATED, compresslevel=9) as out:
            for file in sorted(p for p in folder.rglob("*") if p.is_file()):
                entry = ZipInfo(f"{folder.name}/{file.relative_to(folder).as_posix()}", DATE)
                entry.external_attr = 0o644 << 16
                out.writestr(entry, file.read_bytes(), ZIP_DEFLATED)
        fresh.replace(target)
    finally:
        fresh.unlink(missing_ok=True)


def _sums(file: Path, name: str) -> bytes:
    """Return the checksums inside a ZIP of ours."""
    try:
        with ZipFile(file) as found:
            return found.read(f"{name}/{SUMS}")
    except (OSError, BadZipFile, KeyError) as error:
        raise BundleError.of("not-ours", str(file), files=f"{file.name} ({error})") from None
