"""Make an environment of the lowest versions that pyproject.toml allows, and try the program in it.

Needs nothing but Python 3.11 or newer.  The environment lies in a temporary folder and goes with it.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
import tomllib
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TESTERS = ("pytest", "pytest-xdist", "hypothesis", "pypdf", "pillow", "trimesh")
"""What of the tools the tests below import."""

TESTS = (
    *("test_cli_own", "test_bundle_deliver", "test_dxf_roundtrip", "test_plan_svg"),
    *("test_geometry_contour", "test_geometry_region", "test_export_documents", "test_nest_judge"),
    *("test_profiles_reader", "test_model_joints"),
)
"""Tests that meet every library once."""

QUIET = ("-W", "ignore::DeprecationWarning")
"""Old libraries call older ones by names that have gone since; that is theirs to mend."""

BUNDLE = ("bundle", "porte:totem", "--thickness", "17.6", "--effort", "quick", "--lang", "en", "-q")


def floors(requirements: list[str]) -> list[str]:
    """Return requirements with their floors as the one version: numpy>=2.0 becomes numpy==2.0."""
    return [re.sub(r">=\s*([\w.]+)(,[^;]*)?", r"==\1", text) for text in requirements]


def main() -> int:
    """Make the environment, a bundle, and run the tests; 1 where one of them fails."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    tools = {re.split(r"[<>=]", text)[0]: text for text in project["dependency-groups"]["dev"]}
    wanted = floors(project["project"]["dependencies"]) + floors([tools[name] for name in TESTERS])
    with tempfile.TemporaryDirectory(prefix="lowest-") as folder:
        venv.create(folder, with_pip=True)
        bare = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "MOBILIER"))}
        environment = {**bare, "PYTHONPATH": str(ROOT / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
        own = [str(Path(folder) / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))]
        steps = (
            ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", *wanted),
            (*QUIET, str(ROOT / "cli.py"), *BUNDLE, "-o", f"{folder}/out"),
            (*QUIET, str(ROOT / "cli.py"), "verify", f"{folder}/out", "--regenerate"),
            (
                "-m",
                "pytest",
                "-q",
                "-n",
                "2",
                "-p",
                "no:cacheprovider",
                *QUIET,
                *(f"tests/{t}.py" for t in TESTS),
            ),
        )
        for step in steps:
            done = subprocess.run([*own, *step], cwd=ROOT, env=environment, check=False)
            if done.returncode:
                print("fails with the lowest dependencies:", " ".join(step[:6]), file=sys.stderr)
                return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
