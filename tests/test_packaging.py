"""What is handed on: the wheel carries designs and profiles, and works away from the checkout."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
NEEDED = [*PROJECT["project"]["dependencies"], *PROJECT["project"]["optional-dependencies"]["cad"]]


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built and unpacked."""
    folder = tmp_path_factory.mktemp("wheel")
    words = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    built = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stderr
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_wheel_carries_every_design_and_profile(unpacked: Path) -> None:
    for kind in ("designs", "profiles"):
        here = {p.relative_to(ROOT / kind) for p in (ROOT / kind).rglob("*.toml")}
        there = {
            p.relative_to(unpacked / "mobilier" / "shipped" / kind)
            for p in unpacked.rglob(f"{kind}/**/*.toml")
        }
        assert here
        assert here == there


def test_the_wheel_lists_its_designs_away_from_the_checkout(unpacked: Path, tmp_path: Path) -> None:
    program = "import sys; sys.argv = ['mobilier', 'list', 'designs']; from mobilier.cli import main; main()"
    environment = {**os.environ, "PYTHONPATH": str(unpacked)}
    words = [sys.executable, "-c", program]
    run = subprocess.run(words, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    for design in (ROOT / "designs").glob("*/design.py"):
        assert design.parent.name in run.stdout


def test_every_dependency_says_why_it_is_there() -> None:
    told = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    for need in [*NEEDED, *PROJECT["dependency-groups"]["dev"]]:
        name = re.split(r"[><=;\s]", need)[0]
        assert re.search(rf"\b{re.escape(name)}\b", told), f"docs/dependencies.md does not say why {name}"


def test_every_dependency_is_used() -> None:
    """What is installed on a maker's machine is imported somewhere."""
    names = {"hershey-fonts": "HersheyFonts"}
    sources = [p for p in (ROOT / "src").rglob("*.py") if p.parent.name != "bundle"]
    text = "\n".join(p.read_text(encoding="utf-8") for p in sources)
    for need in NEEDED:
        package = re.split(r"[><=;\s]", need)[0]
        module = names.get(package.lower(), package)
        assert re.search(rf"^\s*(import|from) {module}\b", text, re.M), f"nothing imports {module}"


def test_the_version_is_told_in_the_changelog() -> None:
    assert f"## {PROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
