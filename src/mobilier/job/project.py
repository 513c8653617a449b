"""A project file: many variants, each with its lab, for continuous integration.

lang = ["fr", "en"]

[[job]]
name = "chariot-brest"
sources = ["chariot:mini*2"]
lab = "our-place"
thickness = { "" = 17.6 }
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from mobilier.errors import ProfileError
from mobilier.profiles.reader import parse
from mobilier.profiles.types import Profile

Value = bool | int | float | str


class Task(Profile):
    """One variant: the same words as on the command line."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    verb: Literal["nest", "cut", "bundle"] = "bundle"
    values: dict[str, Value] = Field(default_factory=dict, description="parameters, as with --set")
    lab: str = ""
    machine: str = ""
    lot: str = ""
    material: dict[str, str] = Field(default_factory=dict)
    thickness: dict[str, float | str] = Field(default_factory=dict)
    sheets: tuple[str, ...] = ()
    split: bool = False
    quantity: Annotated[int, Field(ge=1, le=1000)] = 1
    seed: Annotated[int, Field(ge=0)] = 0
    effort: Literal["quick", "normal", "high"] = "normal"
    seconds: Annotated[float, Field(gt=0, le=86400)] | None = None


class Project(Profile):
    """A file of variants."""

    lang: tuple[Literal["fr", "en"], ...] = ("fr", "en")
    job: Annotated[tuple[Task, ...], Field(min_length=1)]


def project(file: Path) -> Project:
    """Return the project in a TOML file.

    Raises:
        ProfileError: the file cannot be read, or two jobs have one name.
    """
    try:
        text = file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        msg = f"{file}: cannot be read: {error}"
        raise ProfileError(msg) from None
    found = parse(text, Project, where=str(file))
    names = [task.name for task in found.job]
    twice = sorted({n for n in names if names.count(n) > 1})
    if twice:
        msg = f"{file}: two jobs are called {', '.join(twice)}; give each its own name"
        raise ProfileError(msg)
    return found
