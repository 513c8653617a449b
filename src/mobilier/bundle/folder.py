"""A folder of ours on disk: whole or absent, replaced only when nobody touched it.

Files are written to a temporary folder beside the target and moved in at the end.  A run
that is killed leaves the target as it was; the next run sweeps up what it left.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Literal

from mobilier.errors import BundleError

SUMS = "SHA256SUMS"
CONTRACT = "bundle.json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A file that is not as it was written."""

    path: str
    kind: Literal["changed", "missing", "foreign"]


def sums(files: Mapping[str, bytes]) -> bytes:
    """Return the text of SHA256SUMS, as ``sha256sum -c`` reads it."""
    rows = [f"{sha256(body)}  {path}\n" for path, body in sorted(files.items()) if path != SUMS]
    return "".join(rows).encode()


def sha256(body: bytes) -> str:
    """Return the checksum of a file."""
    return hashlib.sha256(body).hexdigest()


def faults(folder: Path) -> list[Fault]:
    """Return every file that is changed, missing or foreign.

    Raises:
        BundleError: the folder states no checksums, or states them wrongly.
    """
    stated = _stated(folder)
    found = []
    present = {p.relative_to(folder).as_posix(): p for p in sorted(folder.rglob("*"))}
    needed = {parent.as_posix() for path in stated for parent in PurePosixPath(path).parents}
    for path, place in present.items():
        if place.is_dir() and not place.is_symlink():
            if path not in needed:
                found.append(Fault(path=f"{path}/", kind="foreign"))
        elif path != SUMS and (path not in stated or place.is_symlink()):
            found.append(Fault(path=path, kind="foreign"))
        elif path in stated and sha256(place.read_bytes()) != stated[path]:
            found.append(Fault(path=path, kind="changed"))
    found += [Fault(path=path, kind="missing") for path in stated if path not in present]
    return sorted(found, key=lambda f: (f.path, f.kind))


def _stated(folder: Path) -> dict[str, str]:
    """Return the checksums that a folder states, by path."""
    file = folder / SUMS
    if not file.is_file() or file.is_symlink():
        msg = f"{folder}: no {SUMS}, so this is no folder that mobilier wrote"
        raise BundleError(msg)
    out = {}
    for number, line in enumerate(file.read_text("utf-8", errors="replace").splitlines(), start=1):
        digest, mark, path = line.partition("  ")
        parts = PurePosixPath(path).parts
        if not mark or len(digest) != 64 or not parts or ".." in parts or PurePosixPath(path).is_absolute():
            msg = f"{file}: line {number} is not a checksum and a path inside the folder"
            raise BundleError(msg)
        out[path] = digest
    return out


def ready(target: Path, *, look_only: bool = False) -> None:
    """Mend what an interrupted run left, and refuse a folder that holds anything but our files.

    With ``look_only`` nothing is going to be written, so nothing is refused.

    Raises:
        BundleError: the target may not be replaced; the message names the files.
    """
    _mend(target)
    if look_only:
        return
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        msg = f"{target} is not a folder; choose another with -o"
        raise BundleError(msg)
    if not target.exists() or not any(target.iterdir()):
        return
    try:
        wrong = faults(target)
        ours = _is_ours(target / CONTRACT)
    except BundleError as error:
        msg = f"{error}; choose an empty or new folder with -o"
        raise BundleError(msg) from None
    if wrong or not ours:
        names = ", ".join(f"{f.path} ({f.kind})" for f in wrong[:8]) or f"{CONTRACT} (not ours)"
        more = f" and {len(wrong) - 8} more" if len(wrong) > 8 else ""
        msg = f"{target} holds what a new run would destroy: {names}{more}; move it or choose another -o"
        raise BundleError(msg)


def _is_ours(contract: Path) -> bool:
    try:
        table = json.loads(contract.read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(table, dict) and str(table.get("schema", "")).startswith("mobilier.")


def write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (by path inside the folder) and their checksums; the folder appears at once.

    Raises:
        BundleError: the target may not be replaced.
    """
    ready(target)
    target = target.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    fresh, old = _new(target, os.getpid()), _old(target)
    try:
        for path, body in {**files, SUMS: sums(files)}.items():
            place = fresh / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(body)
        if target.exists():
            target.rename(old)
        fresh.rename(target)
    except BaseException:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    shutil.rmtree(old, ignore_errors=True)


def _new(target: Path, pid: int | str) -> Path:
    return target.with_name(f".{target.name}.new-{pid}")


def _old(target: Path) -> Path:
    return target.with_name(f".{target.name}.old")


def _mend(target: Path) -> None:
    """Finish or undo a swap that was cut short, and remove what dead runs left."""
    target = target.absolute()
    old = _old(target)
    if old.exists() and not target.exists():
        old.rename(target)
    elif old.exists():
        shutil.rmtree(old)
    if target.parent.is_dir():
        for left in target.parent.glob(_new(target, "*").name):
            pid = left.name.rpartition("-")[2]
            if not (pid.isdigit() and _alive(int(pid))):
                shutil.rmtree(left, ignore_errors=True)


def _alive(pid: int) -> bool:
    """Tell whether a process runs; our own counts as dead, since it is not writing yet."""
    if pid == os.getpid():
        return False
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True
