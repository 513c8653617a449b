"""The search path: first hit wins, what it hides is said, a broken library stops nothing."""

from __future__ import annotations

from pathlib import Path

import click
import pytest

from mobilier import library
from mobilier.errors import ProfileError
from mobilier.library import Library, entries, find, libraries, shipped


def add(root: Path, *names: str) -> Path:
    """Write empty files under ``root`` and return it."""
    for name in names:
        file = root / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch()
    return root


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder of our own, without the user's library."""
    monkeypatch.chdir(add(tmp_path / "work", "keep"))
    monkeypatch.setattr(click, "get_app_dir", lambda _name: str(tmp_path / "home"))
    return tmp_path


def test_the_first_library_wins_and_hides_the_others(alone: Path) -> None:
    name = "profiles/tools/endmill_6.toml"
    first = add(alone / "first", name)
    second = add(alone / "second", name)
    path = libraries(environ={"MOBILIER_PATH": f"{first}:{second}"})
    (entry,) = (e for e in entries("tools", path) if e.name == "endmill_6")
    assert entry.path == first / name
    assert entry.hides == (second / name, shipped() / name)
    assert entry.library == str(first)


def test_the_order_of_the_path(alone: Path) -> None:
    add(alone / "work", "profiles/tools/a.toml")
    add(alone / "home", "profiles/tools/a.toml")
    add(alone / "named", "profiles/tools/a.toml")
    path = libraries(environ={"MOBILIER_PATH": str(alone / "named")})
    (entry,) = (e for e in entries("tools", path) if e.name == "a")
    assert [p.parts[-4:][0] for p in (entry.path, *entry.hides)] == ["profiles", "named", "home"]
    assert not entry.path.is_absolute()


def test_a_design_is_a_folder_with_a_design_file(alone: Path) -> None:
    add(alone / "work", "designs/stool/design.py", "designs/notes/readme.md")
    assert "stool" in {e.name for e in entries("designs")}
    assert "notes" not in {e.name for e in entries("designs")}
    assert find("designs", "stool") == Path("designs/stool/design.py")


def test_broken_libraries_are_listed_and_stop_nothing(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    empty = add(alone / "empty", "x")
    points = [
        library.EntryPoint(name="absent", value="no_such_package_here", group=library.GROUP),
        library.EntryPoint(name="module", value="json.decoder", group=library.GROUP),
    ]
    monkeypatch.setattr(library, "entry_points", lambda **_kw: points)
    path = libraries(environ={"MOBILIER_PATH": f"{alone / 'gone'}:{empty}"})
    problems = {lib.label: lib.problem for lib in path if lib.problem}
    assert problems == {
        str(alone / "gone"): "named in MOBILIER_PATH, but is not a folder",
        str(empty): "holds neither designs/ nor profiles/",
        "absent (installed)": "no_such_package_here is not an installed package",
        "module (installed)": "json.decoder is not an installed package",
    }
    assert find("tools", "endmill_6", path) == shipped() / "profiles/tools/endmill_6.toml"


def test_an_installed_package_is_a_library(alone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(alone / "site", "north/__init__.py", "north/profiles/machines/big.toml")
    (alone / "site/north/__init__.py").write_text("raise RuntimeError('a library is found, not run')")
    monkeypatch.syspath_prepend(str(alone / "site"))
    point = library.EntryPoint(name="north", value="north", group=library.GROUP)
    monkeypatch.setattr(library, "entry_points", lambda **_kw: [point])
    (entry,) = (e for e in entries("machines") if e.name == "big")
    assert entry.library == "north (installed)"


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(
        ProfileError, match="no machine is called 'generic_grb' -> did you mean 'generic_grbl'"
    ):
        find("machines", "generic_grb")
    nowhere = (Library(label="x", root=Path("/nonexistent")),)
    with pytest.raises(ProfileError, match="there is none"):
        find("machines", "generic_grbl", nowhere)
