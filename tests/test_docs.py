"""What the documents say is true: every console block is run, every link leads somewhere."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = [
    ROOT / "README.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *sorted((ROOT / "examples").rglob("README.md")),
]
NOT_RUN = ("sh scripts/test", "sh scripts/check", "sh scripts/setup", "git ")
"""Commands of the checkout itself: they would set up an environment inside the tests."""


def console(page: Path) -> list[tuple[str, list[str]]]:
    """The commands of a page with the output that it shows for each."""
    found: list[tuple[str, list[str]]] = []
    for block in re.findall(r"^```console\n(.*?)^```", page.read_text(encoding="utf-8"), re.M | re.S):
        for line in block.splitlines():
            if line.startswith("$ "):
                found.append((line[2:], []))
            elif line.strip():
                found[-1][1].append(line)
    return found


def shows(output: str, wanted: list[str]) -> Iterator[str]:
    """Yield each wanted line that the output does not hold, in order; ``…`` stands for anything."""
    lines = [re.sub(r"\s+", " ", line).strip() for line in output.splitlines()]
    at = 0
    for want in wanted:
        pattern = ".*".join(re.escape(p) for p in re.sub(r"\s+", " ", want).strip().split("…"))
        hit = next((k for k in range(at, len(lines)) if re.fullmatch(pattern, lines[k])), None)
        if want.strip() == "…":
            continue
        if hit is None:
            yield want
        else:
            at = hit + 1


@pytest.fixture(scope="session")
def path_with_mobilier(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A search path on which ``mobilier`` is the code under test."""
    folder = tmp_path_factory.mktemp("bin")
    script = folder / "mobilier"
    program = "import sys; sys.argv[0] = 'mobilier'; from mobilier.cli import main; main()"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{program}" "$@"\n')
    script.chmod(0o755)
    return f"{folder}:{os.environ['PATH']}"


@pytest.mark.parametrize(
    "page", [p for p in PAGES if console(p)], ids=lambda p: str(p.relative_to(ROOT)).replace("/", "-")
)
def test_console_blocks_do_what_they_show(page: Path, tmp_path: Path, path_with_mobilier: str) -> None:
    here = tmp_path / "here"
    if "examples" in page.parts:
        shutil.copytree(page.parent, here)
    else:
        here.mkdir()
    language = "fr_FR.UTF-8" if "fr" in page.relative_to(ROOT).parts else "C.UTF-8"
    environment = {
        **os.environ,
        "PATH": path_with_mobilier,
        "LANG": language,
        "PYTHONPATH": str(ROOT / "src"),
    }
    for command, wanted in console(page):
        if command.startswith(NOT_RUN):
            continue
        run = subprocess.run(
            command.replace("sh scripts/mobilier", "mobilier"),
            shell=True,
            cwd=here,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )
        output = run.stdout + run.stderr
        refused = any(line.startswith(("error  ", "erreur  ", "Error:", "Erreur")) for line in wanted)
        assert run.returncode == int(refused), output
        missing = list(shows(output, wanted))
        assert not missing, f"$ {command}\nshows no line like {missing[0]!r} in:\n{output}"


@pytest.mark.parametrize("page", PAGES, ids=lambda p: str(p.relative_to(ROOT)).replace("/", "-"))
def test_links_between_pages_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", text) + re.findall(
        r'(?:src|href)="([^"#]+)"', text
    ):
        if "://" not in target:
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


def test_every_example_has_a_page_that_runs_it() -> None:
    folders = [p for p in (ROOT / "examples").iterdir() if p.is_dir()]
    assert folders
    for folder in folders:
        assert console(folder / "README.md"), f"examples/{folder.name} is not run by its README.md"
