"""A page in a real browser, where one is installed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

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


def opened(page: Path, wish: str, *flags: str) -> str:
    """Open a page from a file, as from a USB stick, and return what the browser prints."""
    browser = next((b for b in BROWSERS if shutil.which(b)), None)
    if browser is None:
        pytest.skip("no Chromium here")
    run = subprocess.run(
        [browser, *FLAGS, *flags, f"{page.as_uri()}#{wish}"],
        cwd=page.parent,
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    return run.stdout
