"""The recipe for the CI of a wiki: it builds, verifies, keeps, and leaves with 1 when anything is wrong."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest
from crate import add_crate
from pages import read_page

ROOT = Path(__file__).parents[1]
PROJECT = """
[[job]]
name = "{design}-{preset}"
sources = ["crate"]
presets = ["plain"]
thicknesses = [17.6]
sheets = ["1250x1220"]
effort = "quick"
"""


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wiki with one piece, and ``mobilier`` on its search path."""
    root = tmp_path_factory.mktemp("wiki")
    shutil.copytree(ROOT / "examples/ci", root, dirs_exist_ok=True)
    add_crate(root)
    (root / "mobilier.toml").write_text(PROJECT)
    (root / "bin").mkdir()
    program = "from mobilier.cli import main; main()"
    script = root / "bin/mobilier"
    script.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -c "{program}" "$@"\n')
    script.chmod(0o755)
    return root


def recipe(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "PATH": f"{root / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(ROOT / "src"),
        "LC_ALL": "C.UTF-8",
    }
    return subprocess.run(
        ["sh", str(root / "build.sh"), *words], env=environment, capture_output=True, text=True, check=False
    )


def test_a_wiki_is_built_once_and_kept(wiki: Path) -> None:
    first = recipe(wiki)
    assert first.returncode == 0, first.stderr
    assert "built   out/crate-plain" in first.stdout
    assert "out/crate-plain: whole; " in first.stdout
    page = read_page(wiki / "out/index.html")
    links = {unquote(link) for link in page.links}
    assert links >= {
        f"crate-plain/{path}"
        for path in ("plans/booklet.fr.pdf", "plans/booklet.en.pdf", "3d/viewer.html", "sheets/S01.dxf",
                     "programs/generic_grbl/setup.fr.md", "LISEZMOI.md", "README.md")
    }  # fmt: skip
    before = (wiki / "out/index.html").read_bytes()
    second = recipe(wiki)
    assert second.returncode == 0, second.stderr
    assert "kept    out/crate-plain" in second.stdout
    summary = json.loads(second.stdout[second.stdout.index("{") :])
    assert (summary["ok"], summary["kept"], summary["built"]) == (True, 1, 0)
    assert (wiki / "out/index.html").read_bytes() == before


def test_it_leaves_with_1_when_one_variant_fails_or_was_forged(wiki: Path) -> None:
    recipe(wiki)
    wrong = PROJECT + '\n[[job]]\nname = "wrong"\nsources = ["crate"]\nvalues = { width = 50 }\n'
    (wiki / "mobilier.toml").write_text(wrong)
    failed = recipe(wiki)
    assert failed.returncode == 1
    assert "width: 50 is 150 mm below the range" in failed.stderr
    assert "kept    out/crate-plain" in failed.stdout
    (wiki / "mobilier.toml").write_text(PROJECT)
    program = next((wiki / "out").glob("crate-plain/programs/*/S01-*-T*.nc"))
    program.write_text(program.read_text().replace("X1", "X2", 1))
    forged = recipe(wiki)
    assert forged.returncode == 1
    assert f"{program.name} (changed)" in forged.stderr
    assert "1 failed" in forged.stdout


def test_the_recipe_is_plain_shell() -> None:
    script = ROOT / "examples/ci/build.sh"
    assert script.read_text().startswith("#!/bin/sh\n")
    shells = [shell for shell in ("dash", "busybox", "bash") if shutil.which(shell)]
    for shell in shells:
        words = [shell, "sh"] if shell == "busybox" else [shell]
        assert subprocess.run([*words, "-n", str(script)], check=False).returncode == 0
