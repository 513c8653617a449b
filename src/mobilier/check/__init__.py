"""Checks: is it right?  Findings, not opinions."""

from __future__ import annotations

from typing import Any

__all__ = ["check_piece", "chosen"]


def __getattr__(name: str) -> Any:
    """Load the ladder when it is first used."""
    if name not in __all__:
        raise AttributeError(f"module 'mobilier.check' has no {name!r}")
    from mobilier.check import ladder

    return getattr(ladder, name)
