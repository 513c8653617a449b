"""Profiles taken by name from the libraries, or from a TOML file; what was read is remembered."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from mobilier.errors import ProfileError
from mobilier.library import Library, find, libraries
from mobilier.profiles.reader import KINDS, read_profile
from mobilier.profiles.types import Profile

P = TypeVar("P", bound=Profile)


@dataclass(slots=True)
class Shelf:
    """Reads profiles by name or file, and remembers which files were read."""

    path: tuple[Library, ...] | None = None
    files: dict[str, Path] = field(default_factory=dict)
    read: dict[Path, Profile] = field(default_factory=dict)

    def take(self, kind: type[P], name: str) -> P:
        """Return the profile called ``name``, or the one in the TOML file ``name``.

        Raises:
            ProfileError: no such profile, or one with mistakes.
        """
        folder = next(k for k, t in KINDS.items() if t is kind)
        if name.endswith(".toml"):
            file = Path(name)
        elif folder in ("lots", "stock"):
            option = "--lot" if folder == "lots" else "--stock"
            raise ProfileError.of("profile-file", f"{option} {name}", case="option", name=name)
        else:
            self.path = libraries() if self.path is None else self.path
            file = find(folder, name, self.path)
        self.files[f"{folder}/{file.name}"] = file
        known = self.read.get(file)
        if not isinstance(known, kind):
            known = self.read[file] = read_profile(file, kind)
        return known
