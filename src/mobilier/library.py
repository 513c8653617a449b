"""Where designs and profiles lie.  Finds paths; knows no types and opens no file.

A library is a folder that holds ``designs/<name>/design.py`` (or ``plan.toml``)
and ``profiles/<kind>/<name>.toml``.
First hit wins:

1. ``./designs`` and ``./profiles`` of the working folder,
2. the folders of ``$MOBILIER_PATH``,
3. the user's configuration folder,
4. installed packages with an entry point in the group ``mobilier.library``,
5. what mobilier ships.

A library that fails to load is listed with its problem and never stops the others.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path

from mobilier.errors import ProfileError
from mobilier.wording import hint, pair

PROFILES = ("machines", "controllers", "tools", "materials", "labs", "layers", "hardware")
KINDS = ("designs", *PROFILES)
GROUP = "mobilier.library"


@dataclass(frozen=True, slots=True, kw_only=True)
class Library:
    """A folder of designs and profiles: ``label`` is shown, ``problem`` says why it is broken."""

    label: str
    root: Path
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A name found in a library, and the same names that it ``hides`` further down the path."""

    kind: str
    name: str
    path: Path
    library: str
    hides: tuple[Path, ...] = ()


def libraries(folder: Path | None = None, environ: Mapping[str, str] | None = None) -> tuple[Library, ...]:
    """Return every library on the search path, broken ones too, first one first."""
    env = os.environ if environ is None else environ
    found = [Library(label=".", root=folder or Path())]
    places = filter(None, env.get("MOBILIER_PATH", "").split(os.pathsep))
    found += [_folder(Path(place).expanduser(), place) for place in places]
    own = _app_folder()
    if own.is_dir():
        found.append(Library(label=str(own), root=own))
    found += [_package(point) for point in sorted(entry_points(group=GROUP), key=lambda p: p.name)]
    found.append(Library(label="shipped", root=shipped()))
    last = {place.root.resolve(): index for index, place in enumerate(found) if not place.problem}
    return tuple(p for index, p in enumerate(found) if p.problem or last[p.root.resolve()] == index)


def shipped() -> Path:
    """Return the folder of what mobilier ships: inside the wheel, else the checkout's."""
    inside = Path(__file__).parent / "shipped"
    return inside if inside.is_dir() else Path(__file__).parents[2]


def entries(kind: str, path: tuple[Library, ...] | None = None) -> tuple[Entry, ...]:
    """Return every name of a kind, sorted, each from the first library that has it."""
    hits: dict[str, list[tuple[str, Path]]] = {}
    for library in libraries() if path is None else path:
        if not library.problem:
            for name, place in _names(library.root, kind):
                hits.setdefault(name, []).append((library.label, place))
    return tuple(
        Entry(kind=kind, name=name, path=at[0][1], library=at[0][0], hides=tuple(p for _, p in at[1:]))
        for name, at in sorted(hits.items())
    )


def find(kind: str, name: str, path: tuple[Library, ...] | None = None) -> Path:
    """Return the file that holds ``name``.

    Raises:
        ProfileError: there is none; the nearest name is told.
    """
    known = {entry.name: entry for entry in entries(kind, path)}
    if name in known:
        return known[name].path
    raise ProfileError.of("unknown-name", kind=pair(f"kind.{kind}"), name=name, hint=hint(name, known))


def _names(root: Path, kind: str) -> list[tuple[str, Path]]:
    """Return (name, file) of a kind in one library."""
    if kind == "designs":
        found = sorted(p for name in ("design.py", "plan.toml") for p in root.glob(f"designs/*/{name}"))
        return list({p.parent.name: (p.parent.name, p) for p in reversed(found)}.values())[::-1]
    return [(p.stem, p) for p in sorted(root.glob(f"profiles/{kind}/*.toml"))]


def _folder(root: Path, label: str) -> Library:
    if not root.is_dir():
        return Library(label=label, root=root, problem="named in MOBILIER_PATH, but is not a folder")
    if not (root / "designs").is_dir() and not (root / "profiles").is_dir():
        return Library(label=label, root=root, problem="holds neither designs/ nor profiles/")
    return Library(label=label, root=root)


def _package(point: EntryPoint) -> Library:
    """Return the library of an installed package, found without importing the package itself."""
    label = f"{point.name} (installed)"
    try:
        spec = find_spec(point.value)
    except (ImportError, AttributeError, ValueError) as error:
        return Library(label=label, root=Path(), problem=f"{point.value}: {error}")
    if spec is None or not spec.submodule_search_locations:
        return Library(label=label, root=Path(), problem=f"{point.value} is not an installed package")
    return _folder(Path(next(iter(spec.submodule_search_locations))), label)


def _app_folder() -> Path:
    import click

    return Path(click.get_app_dir("mobilier"))
