"""Nesting: parts onto sheets.  Light to import; engines load when they are called."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from mobilier.verb import Verb

if TYPE_CHECKING:
    from mobilier.nest.judge import validate as validate
    from mobilier.nest.solve import nest as nest
    from mobilier.nest.solve import nest_what_fits as nest_what_fits

__all__ = ["nest", "nest_what_fits", "validate"]

sys.modules[__name__].__class__ = Verb


def __getattr__(name: str) -> Any:
    """Load what is offered when it is first asked for."""
    if name in ("nest", "nest_what_fits"):
        from mobilier.nest import solve

        return getattr(solve, name)
    if name == "validate":
        from mobilier.nest.judge import validate

        return validate
    msg = f"module {__name__!r} has no attribute {name!r}"
    raise AttributeError(msg)
