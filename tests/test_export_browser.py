"""The viewer in a real browser, where one is installed: it draws, and says what is chosen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from export_pieces import stool_plan

from mobilier.export.viewer import viewer

BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--hide-scrollbars",
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
    "--window-size=900,600",
    "--virtual-time-budget=3000",
)


def shown(tmp_path: Path, wish: str, *flags: str) -> str:
    """Open the viewer from a file, as from a USB stick, and return the page as the browser has it."""
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    if browser is None:
        pytest.skip("no Chromium here")
    plan = stool_plan()
    page = tmp_path / "viewer.html"
    page.write_text(viewer(plan, plan.chapters[0]), "utf-8")
    run = subprocess.run(
        [browser, *FLAGS, *flags, f"{page.as_uri()}#{wish}"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return run.stdout


def test_the_page_says_the_part_the_step_and_the_language(tmp_path: Path) -> None:
    english = shown(tmp_path, "lang=en&part=0&step=2", "--dump-dom")
    assert "Step 2 / 2" in english
    assert "Put the seat on." in english
    assert "sheet S01" in english
    french = shown(tmp_path, "lang=fr", "--dump-dom")
    assert "Le tabouret" in french
    assert "alert('x')" not in french.split("<script>")[0].replace("&lt;script&gt;alert('x')", "")


def test_exploding_changes_the_picture(tmp_path: Path) -> None:
    pictures = []
    for wish in ("lang=fr", "lang=fr&explode=1"):
        shown(tmp_path, wish, "--screenshot=shot.png")
        pictures.append((tmp_path / "shot.png").read_bytes())
    assert all(len(p) > 8000 for p in pictures), "an empty page compresses to less"
    assert pictures[0] != pictures[1]
