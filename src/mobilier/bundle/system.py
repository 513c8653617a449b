"""What only one kind of system has: locks on files, and the exchange of two folders at once."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_AT_FDCWD = -100
_EXCHANGE = 2


@contextmanager
def hold(file: Path) -> Iterator[None]:
    """Make a file and keep it locked while this runs, whatever ends the process."""
    with file.open("w+b") as marker:
        marker.write(b"mobilier\n")
        marker.flush()
        _lock(marker.fileno())
        yield


@contextmanager
def hold_folder(folder: Path) -> Iterator[None]:
    """Wait for, and keep, the lock of a folder while this runs; where folders have none, do without."""
    if sys.platform == "win32":
        yield
        return
    import fcntl

    number = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(number, fcntl.LOCK_EX)
        yield
    finally:
        os.close(number)


def is_held(file: Path) -> bool:
    """Tell whether a running process holds the lock of a file."""
    try:
        with file.open("r+b") as marker:
            _lock(marker.fileno())
    except OSError:
        return True
    return False


def _lock(number: int) -> None:
    """Lock an open file or raise an OSError at once."""
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(number, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)


def exchange(one: Path, other: Path) -> bool:
    """Exchange two folders so that neither is ever absent; False where the system cannot."""
    if not sys.platform.startswith("linux"):
        return False
    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:
        return False
    done: int = renameat2(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _EXCHANGE)
    return done == 0
