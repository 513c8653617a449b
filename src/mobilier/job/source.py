"""What is to be made: SOURCE words such as ``chariot``, ``chariot:mini*2``, ``my/preset.toml``."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from mobilier.document import parse_table, read_text
from mobilier.errors import DesignError
from mobilier.library import Library, find
from mobilier.plan.design import PLAN
from mobilier.plan.read import SUFFIXES

MOST = 1000
"""Pieces of one kind in a job."""

_WORDS = re.compile(r"(?P<design>.+?)(?::(?P<preset>[^:*]*))?(?:\*(?P<quantity>[^*]*))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A design to make: its file, a preset of it or values of one's own, and how many."""

    text: str
    file: Path
    preset: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    quantity: int = 1

    @property
    def name(self) -> str:
        """The design's name: that of its folder, or of the file that stands alone."""
        return self.file.stem if _alone(self.file) else self.file.resolve().parent.name


def words_of(text: str) -> tuple[str, str]:
    """Return the design and the preset that the words alone name, without looking for either.

    A file stands for its folder, a preset file for its own name, both as design and as preset.
    """
    found = _WORDS.fullmatch(text)
    if found is None:
        return text, ""
    place = Path(found["design"])
    if place.suffix == ".toml":
        return place.stem, place.stem
    if _alone(place):
        return place.stem, found["preset"] or ""
    return (place.parent if place.suffix == ".py" else place).name, found["preset"] or ""


def _alone(file: Path) -> bool:
    """Whether a file is a design by itself: a drawing, or a program that is not a folder's ``design.py``."""
    return file.suffix.lower() in SUFFIXES or (file.suffix == ".py" and file.name != "design.py")


def portable(text: str) -> str:
    """Return a source as it is called everywhere: a file or folder by its name alone."""
    found = _WORDS.fullmatch(text)
    design, preset = words_of(text)
    number = found["quantity"] if found else None
    named = f"{design}:{preset}" if preset and preset != design else design
    return f"{named}*{number}" if number else named


def source(text: str, path: tuple[Library, ...] | None = None) -> Source:
    """Return the source that ``text`` names: a design, a design file or a preset file.

    Raises:
        DesignError: a file that is not there or not a preset.
        ProfileError: no design of that name.
    """
    found = _WORDS.fullmatch(text)
    if found is None or any(unicodedata.category(c) == "Cc" for c in text):
        raise DesignError.of("bad-source", repr(text)[:80], case="form")
    if found["preset"] == "":
        raise DesignError.of("bad-source", text[:80], case="preset", design=found["design"][:60])
    name, preset = found["design"], found["preset"] or ""
    quantity = _quantity(text, found["quantity"] if found["quantity"] is not None else "1")
    place = Path(name)
    if place.suffix.lower() in SUFFIXES or place.name == PLAN or (place / PLAN).is_file():
        file = place / PLAN if place.is_dir() else place
        if not file.is_file():
            raise DesignError.of("bad-source", str(file), case="file")
        return Source(text=text, file=file, preset=preset, quantity=quantity)
    if place.suffix == ".toml":
        file, values = _preset_file(place, path)
        return Source(text=text, file=file, values=values, quantity=quantity)
    if place.suffix == ".py" or (place / "design.py").is_file():
        file = place if place.suffix == ".py" else place / "design.py"
        if not file.is_file():
            raise DesignError.of("bad-source", str(file), case="file")
    else:
        file = find("designs", name, path)
    return Source(text=text, file=file, preset=preset, quantity=quantity)


def _preset_file(file: Path, path: tuple[Library, ...] | None) -> tuple[Path, dict[str, Any]]:
    """Return the design and the values of a preset file.

    It stands in its design's ``presets`` folder, or names the design: ``design = "chariot"``.
    """
    table = parse_table(read_text(file, DesignError), where=str(file), toml=True, error=DesignError)
    values = {k: v for k, v in table.items() if k not in ("design", "order", "about")}
    if "design" in table:
        return find("designs", str(table["design"]), path), values
    beside = file.resolve().parent.parent / "design.py"
    if file.resolve().parent.name == "presets" and beside.is_file():
        return beside, values
    raise DesignError.of("bad-source", str(file), case="which")


def _quantity(text: str, figures: str) -> int:
    """Return how many are asked for."""
    plain = figures.isdecimal() and len(figures) <= len(str(MOST))
    number = int(figures) if plain else MOST + 1
    if not 1 <= number <= MOST:
        raise DesignError.of("bad-source", text[:80], case="quantity", quantity=figures[:20], most=MOST)
    return number
