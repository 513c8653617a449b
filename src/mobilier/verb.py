"""Rooms that are named after a verb: ``mobilier.nest`` is the room, and can be called."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import Any


class Verb(ModuleType):
    """A room that does, when it is called, what its name says (see `mobilier.api`)."""

    def __call__(self, *words: Any, **named: Any) -> Any:
        """Do it."""
        return getattr(import_module("mobilier.api"), self.__name__.rpartition(".")[2])(*words, **named)
