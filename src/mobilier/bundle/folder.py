"""A folder of ours on disk: whole or absent, replaced only when nobody touched it.

Files are written to a workplace beside the target and moved in at the end.  A run that is killed
leaves the target as it was; the next run that writes there sweeps up what it left.  A workplace holds
a marker that its run keeps locked: only one that bears the marker and is not locked is ever removed.
Looking at a folder (:func:`faults`, :func:`stated_sums`) changes nothing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from tempfile import mkdtemp
from typing import Literal

from mobilier.errors import BundleError
from mobilier.system import exchange, flush, hold, hold_folder, is_held, is_portable

SUMS = "SHA256SUMS"
CONTRACT = "bundle.json"
MARKER = "mobilier-workplace"
"""Name of the file that says that a workplace is ours; its run holds a lock on it."""
MOST_FILES = 20_000
"""Files of one folder that are looked at; a bundle of a hundred pieces has a tenth of it."""
LONGEST = 240
"""Bytes of one step of a path; file systems take 255."""


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
    stated = stated_sums(folder)
    needed = {parent.as_posix() for path in stated for parent in PurePosixPath(path).parents}
    found, present = [], set()
    for number, place in enumerate(folder.rglob("*")):
        path = place.relative_to(folder).as_posix()
        present.add(path)
        if number >= MOST_FILES:
            raise BundleError.of("too-many-files", str(folder), most=MOST_FILES)
        if place.is_dir() and not place.is_symlink():
            if path not in needed:
                found.append(Fault(path=f"{path}/", kind="foreign"))
        elif path != SUMS and (path not in stated or place.is_symlink() or not place.is_file()):
            found.append(Fault(path=path, kind="foreign"))
        elif path in stated and _digest(place) != stated[path]:
            found.append(Fault(path=path, kind="changed"))
    found += [Fault(path=path, kind="missing") for path in stated if path not in present]
    return sorted(found, key=lambda f: (f.path, f.kind))


def _digest(file: Path) -> str:
    """Return the checksum of a file, read piece by piece."""
    with file.open("rb") as body:
        return hashlib.file_digest(body, "sha256").hexdigest()


def stated_sums(folder: Path) -> dict[str, str]:
    """Return the checksums that a folder states, by path.

    Raises:
        BundleError: it states none, or states them wrongly.
    """
    file = folder / SUMS
    if not file.is_file() or file.is_symlink():
        raise BundleError.of("no-sums", str(folder), case="none", name=SUMS)
    out = {}
    with file.open(encoding="utf-8", errors="replace") as text:
        lines = text.read(MOST_FILES * 4 * LONGEST).splitlines()
    if len(lines) > MOST_FILES:
        raise BundleError.of("too-many-files", str(folder), most=MOST_FILES)
    for number, line in enumerate(lines, start=1):
        digest, mark, path = line.partition("  ")
        if not mark or len(digest) != 64 or not is_inside(path):
            raise BundleError.of("no-sums", str(folder), case="line", name=SUMS, number=number)
        out[path] = digest
    return out


def is_inside(path: str) -> bool:
    """Tell whether a path names a file below its folder, in letters that every file system takes."""
    pure = PurePosixPath(path)
    return (
        bool(pure.parts)
        and path == pure.as_posix()
        and not pure.is_absolute()
        and ".." not in pure.parts
        and "\\" not in path
        and all(len(step.encode()) <= LONGEST for step in pure.parts)
        and not any(unicodedata.category(c).startswith("C") for c in path)
    )


def ready(target: Path) -> None:
    """Refuse a target that may not be written, before any work is done for it; write nothing that stays.

    Raises:
        BundleError: it holds anything but our files, or cannot be written; the message says which.
    """
    target = target.absolute()
    if target.is_symlink() or (target.exists() and not target.is_dir()) or not target.name:
        raise BundleError.of("no-folder", str(target))
    if target.exists() and (target.is_mount() or target == Path.cwd()):
        raise BundleError.of("held-folder", str(target), case="mount" if target.is_mount() else "here")
    _probe(target)
    with hold_folder(_beside(target)):
        _sweep(target)
        _refuse_foreign(target)


def _refuse_foreign(target: Path) -> None:
    """Refuse a folder that holds anything but files of ours, as they were written."""
    if not target.exists() or not any(target.iterdir()):
        return
    wrong = faults(target)
    if wrong or not _is_ours(target / CONTRACT):
        names = ", ".join(f"{f.path} ({f.kind})" for f in wrong[:8]) or f"{CONTRACT} (foreign)"
        more = f" (+{len(wrong) - 8})" if len(wrong) > 8 else ""
        raise BundleError.of("would-be-lost", str(target), files=names + more)


def _probe(target: Path) -> None:
    """Try what writing will do: make a folder beside the target and move it."""
    try:
        with _workplace(target) as place:
            (place / "a").mkdir()
            (place / "a").rename(place / "b")
    except OSError as error:
        raise BundleError.of("not-written", str(target), problem=error.strerror or str(error)) from None


def _is_ours(contract: Path) -> bool:
    try:
        table = json.loads(contract.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return False
    return isinstance(table, dict) and str(table.get("schema", "")).startswith("mobilier.")


def write(target: Path, files: Mapping[str, bytes]) -> None:
    """Write ``files`` (by path inside the folder) and their checksums; the folder appears at once.

    Raises:
        BundleError: the target may not be replaced or cannot be written, or a path leads out of it.
    """
    for path in files:
        if not is_inside(path):
            raise BundleError.of("path-outside", str(target), case="outside", path=repr(path)[:200])
        if not all(map(is_portable, PurePosixPath(path).parts)):
            raise BundleError.of("path-outside", str(target), case="name", path=path[:200])
    ready(target)
    target = target.absolute()
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with _workplace(target) as place:
            fresh = place / "folder"
            for path, body in {**files, SUMS: sums(files)}.items():
                file = fresh / path
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(body)
            flush(fresh)
            with hold_folder(target.parent):
                _refuse_foreign(target)
                _swap(fresh, target, place / "old")
    except OSError as error:
        raise BundleError.of("not-written", str(target), problem=error.strerror or str(error)) from None


def _swap(fresh: Path, target: Path, old: Path) -> None:
    """Put a folder in the place of the target, at once where the system can."""
    if not target.exists():
        fresh.rename(target)
    elif not exchange(fresh, target):
        target.rename(old)
        try:
            fresh.rename(target)
        except BaseException:
            old.rename(target)
            raise


@contextmanager
def _workplace(target: Path) -> Iterator[Path]:
    """Give a folder beside the target that is ours while this runs, and gone afterwards."""
    with ExitStack() as held:
        with hold_folder(_beside(target)):
            place = Path(mkdtemp(prefix=_begins(target), dir=_beside(target)))
            held.callback(shutil.rmtree, place, ignore_errors=True)
            held.enter_context(hold(place / MARKER))
        yield place


def _beside(target: Path) -> Path:
    """Return the folder that a target lies in, or the nearest above that is there."""
    return next(p for p in target.parents if p.exists())


def _begins(target: Path) -> str:
    return f".{target.name[:100]}.new-"


def mend(target: Path) -> None:
    """Finish or undo what a dead run left beside the target; leave alone what is not proven to be ours."""
    target = target.absolute()
    with hold_folder(_beside(target)):
        _sweep(target)


def _sweep(target: Path) -> None:
    """Mend, while nobody else begins or ends to write beside the target."""
    for place in sorted(_beside(target).iterdir()):
        if not place.name.startswith(_begins(target)) or place.is_symlink() or not place.is_dir():
            continue
        with suppress(FileNotFoundError):  # its run takes it away at this moment
            _sweep_one(place, target)


def _sweep_one(place: Path, target: Path) -> None:
    """Remove a workplace whose run is dead; give back the folder that it had put aside."""
    marker = place / MARKER
    if not any(place.iterdir()):
        place.rmdir()  # its run ended before it could mark it
    elif marker.is_file() and not is_held(marker):
        old = place / "old"
        if old.is_dir() and not target.exists():
            old.rename(target)
        shutil.rmtree(place, ignore_errors=True)
