"""What designs buy: the nearest size of a series that is sold, from the library that a job reads.

A design asks `sold` for a function ("a castor for 100 kg, about 155 high") and its arithmetic
follows the answer.  While a job is prepared the shelf of the job is the shop, so that a bundle
holds the series it was made with; else it is what the search path holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache

from mobilier.profiles.hardware import Article, Series, choose
from mobilier.profiles.shelf import Shelf

_SHOP: ContextVar[Shelf | None] = ContextVar("shop", default=None)


@contextmanager
def shop(shelf: Shelf) -> Iterator[None]:
    """Let designs that are built in this context buy from ``shelf``."""
    before = _SHOP.set(shelf)
    try:
        yield
    finally:
        _SHOP.reset(before)


def sold(
    series: str,
    *,
    least: Mapping[str, float] | None = None,
    near: Mapping[str, float] | None = None,
    cut: tuple[float, ...] = (),
) -> Article:
    """Return the size of a series that reaches ``least`` and is nearest to ``near`` (mm, kg).

    ``cut``: the length it is sawn to, and the width of cloth; the bar must be as long.

    Raises:
        DesignError: no size that is sold will do.
        ProfileError: no such series.
    """
    shelf = _SHOP.get()
    taken = _taken(series) if shelf is None else shelf.take(Series, series)
    wanted = dict(least or {})
    if taken.cut_to_length and cut:
        wanted["length"] = max(cut[0], wanted.get("length", 0.0))
    return Article(series=taken, size=choose(taken, wanted, near or {}), cut=cut)


@cache
def _taken(name: str) -> Series:
    return Shelf().take(Series, name)
