"""Nothing that a profile says is lost: every field of every kind is read somewhere."""

from __future__ import annotations

import ast
from pathlib import Path

import mobilier
from mobilier.profiles.types import OPERATIONS, Profile


def kinds_below(kind: type[Profile]) -> set[type[Profile]]:
    """Return every kind of profile and of table in one."""
    return {k for sub in kind.__subclasses__() for k in {sub, *kinds_below(sub)}}


KINDS = sorted((k for k in kinds_below(Profile) if k.__module__.startswith("mobilier.")), key=str)

BY_NAME = {*OPERATIONS, "about_fr"}
"""Fields that are read by a name put together while running."""


def names_read() -> set[str]:
    """Return the names of attributes that the project reads, and of those read by name."""
    files = Path(mobilier.__file__).parent.rglob("*.py")
    nodes = [n for file in files for n in ast.walk(ast.parse(file.read_text("utf-8")))]
    found = {n.attr for n in nodes if isinstance(n, ast.Attribute) and isinstance(n.ctx, ast.Load)}
    return found | BY_NAME


def test_the_kinds_are_found() -> None:
    found = {k.__name__ for k in KINDS}
    assert found >= {"Machine", "Controller", "Lab", "Habits", "Tool", "Material", "Sheet", "Lot", "Layers"}


def test_every_field_of_every_kind_of_profile_is_read() -> None:
    read = names_read()
    lost = [f"{kind.__name__}.{name}" for kind in KINDS for name in kind.model_fields if name not in read]
    assert lost == []
