"""The one place that imports numba: loops that run as machine code, cached on disk."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

F = TypeVar("F", bound=Callable[..., Any])


def compiled(function: F) -> F:
    """Return ``function`` compiled at its first call, free of the interpreter's lock.

    The machine code is kept beside the package or, where that cannot be written, in the
    user's cache folder; without either it is compiled again by each process.  No fast-math:
    the same numbers on every machine.
    """
    import numba

    try:
        return cast("F", numba.njit(cache=True, nogil=True)(function))
    except RuntimeError:  # no folder to keep machine code in
        return cast("F", numba.njit(nogil=True)(function))
