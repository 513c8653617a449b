"""A loop over nothing proves nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def some(things: Iterable[T]) -> list[T]:
    """All of the things; the test fails where there are none."""
    found = list(things)
    assert found, "nothing to look at: the test would pass without looking"
    return found
