"""What only one kind of system has: locks, the exchange of two folders, signals put off, a limit of time."""

from __future__ import annotations

import ctypes
import os
import re
import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

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


def flush(folder: Path) -> None:
    """Have everything below a folder on the disk before it is moved: it shall survive a loss of power."""
    sync = getattr(os, "sync", None)
    if sync is not None and sys.platform.startswith("linux"):
        number = os.open(folder, os.O_RDONLY)
        try:
            if ctypes.CDLL(None, use_errno=True).syncfs(number) == 0:
                return
        finally:
            os.close(number)
    for file in folder.rglob("*"):
        if file.is_file():
            with file.open("rb+") as body:
                os.fsync(body.fileno())


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


@contextmanager
def signals_put_off() -> Iterator[None]:
    """Let an interrupt or a request to stop wait until this is done: a library may swallow it as it loads."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    before: dict[signal.Signals, Any] = {}
    for number in (signal.SIGINT, signal.SIGTERM):
        before[number] = signal.signal(number, lambda heard_now, _frame: heard.append(heard_now))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


class TooLongError(Exception):
    """Something took longer than it may."""


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Stop what runs longer than ``seconds`` of processor time; without a limit where the system has none.

    Raises:
        TooLongError: it was stopped.
    """
    timer = getattr(signal, "ITIMER_PROF", None)
    if timer is None or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(timer, seconds)
    try:
        yield
    finally:
        signal.setitimer(timer, 0)
        signal.signal(signal.SIGPROF, before)


@contextmanager
def deaf_to_interrupts() -> Iterator[None]:
    """Let processes that are started here not hear an interrupt from the keyboard; this one hears it later.

    Where signals cannot be held back, it is not heard at all while this runs.
    """
    hold_back = getattr(signal, "pthread_sigmask", None)
    if hold_back is None:
        before = signal.signal(signal.SIGINT, signal.SIG_IGN)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, before)
        return
    held = hold_back(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        hold_back(signal.SIG_SETMASK, held)


def end_this_process() -> None:
    """Ask this process to end as if from outside; where no such request exists it ends at once."""
    os.kill(os.getpid(), signal.SIGTERM)


_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)


def is_portable(name: str) -> bool:
    """Tell whether a file or folder may be called so on every system; Windows refuses most."""
    return not (_RESERVED.fullmatch(name) or name.endswith((".", " ")) or set(name) & set('<>:"|?*'))
