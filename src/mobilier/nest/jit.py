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
    try:
        return _compile(function, cache=True)
    except RuntimeError:  # no folder to keep machine code in
        return _compile(function)


def inner(function: F) -> F:
    """Return ``function`` for use in compiled ones alone: it has no way in from Python."""
    return _compile(function, no_cpython_wrapper=True)


def borrowing(function: F) -> F:
    """Return ``function`` for use in compiled ones alone; it only reads and writes single numbers.

    So the arrays it is given, by themselves or in named tuples, need not be counted each time
    they are touched: a third of the time of the search.  It must not make an array, nor a slice,
    nor return one: nobody would know when to give its memory back.
    """
    try:
        return _compile(function, no_cpython_wrapper=True, _nrt=False)
    except KeyError:  # numba calls the option its own business: without it all is the same, slower
        return inner(function)


def _compile(function: F, **options: bool) -> F:
    """Return ``function`` without a way in from C and without tests for a division by zero."""
    import numba

    jit: Any = numba.njit
    return cast("F", jit(nogil=True, error_model="numpy", no_cfunc_wrapper=True, **options)(function))
