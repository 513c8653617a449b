"""The viewer in a real browser, where one is installed: it draws, and says what is chosen."""

from __future__ import annotations

from pathlib import Path

from browser import opened
from export_pieces import stool_dossier

from mobilier.export.web.viewer import viewer


def shown(tmp_path: Path, wish: str, *flags: str) -> str:
    """Open the viewer of the stool and return the page as the browser has it."""
    plan = stool_dossier()
    page = tmp_path / "viewer.html"
    page.write_text(viewer(plan, plan.chapters[0]), "utf-8")
    return opened(page, wish, *flags)


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


def test_fading_and_what_stands_beside_change_the_picture(tmp_path: Path) -> None:
    pictures = set()
    for wish in ("lang=fr", "lang=fr&part=0&fade=1", "lang=fr&beside=person", "lang=fr&beside=chair"):
        shown(tmp_path, wish, "--screenshot=shot.png")
        pictures.add((tmp_path / "shot.png").read_bytes())
    assert len(pictures) == 4
