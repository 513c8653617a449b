"""Damage every dialect's programs in every known way, and count what the proof lets through.

    python benchmarks/mutations.py [--places 10] [--only grbl]

Each kind strikes at so many places of the programs of one bundle, whose checksums are made
anew; `verify` then judges it.  Survivors stand with the reason why they are harmless; the exit
code is 1 when one has none.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from crate import SMALL, add_crate
from mutations import HARMLESS, survivors

from mobilier.cli import run
from mobilier.library import shipped

DIALECTS = {
    "grbl": "iso", "linuxcnc": "iso", "mach3": "iso", "uccnc": "iso", "kinetic_nc": "iso", "winpc_nc": "iso",
    "marlin": "iso", "shopbot": "opensbp", "heidenhain": "heidenhain", "rml": "rml",
}  # fmt: skip


def machine_for(folder: Path, controller: str) -> str:
    """Write a machine that speaks a dialect, beside the designs of a folder; return its name."""
    text = (shipped() / "profiles/machines/generic_grbl.toml").read_text("utf-8")
    name = f"mill_{controller}"
    text = text.replace('"generic_grbl"', f'"{name}"').replace(
        'controller = "grbl"', f'controller = "{controller}"'
    )
    place = folder / "profiles/machines"
    place.mkdir(parents=True, exist_ok=True)
    (place / f"{name}.toml").write_text(text, "utf-8")
    return name


def main() -> int:
    """Print the table, then every kind that survived."""
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--places", type=int, default=10)
    words.add_argument("--only", default="", metavar="DIALECT")
    asked = words.parse_args()
    harmful = 0
    told: dict[str, list[str]] = {}
    print(f"{'dialect':12} kinds  struck  caught  survive  harmful")
    for controller, family in DIALECTS.items():
        if asked.only not in ("", controller):
            continue
        with tempfile.TemporaryDirectory() as place:
            root = Path(place)
            add_crate(root)
            os.chdir(root)
            machine = machine_for(root, controller)
            if run(["bundle", "crate", *SMALL, "--machine", machine, "-q", "-o", "out"]):
                print(f"{controller:12} no bundle")
                harmful += 1
                continue
            tried = list(survivors(root / "out", family, asked.places))
            os.chdir("/")
        alive = Counter(kind for kind, _, passed in tried if passed)
        bad = sum(n for kind, n in alive.items() if kind not in HARMLESS)
        harmful += bad
        for kind, where, passed in tried:
            if passed:
                told.setdefault(kind, []).append(f"{controller}, {where}")
        kinds, count = len({kind for kind, _, _ in tried}), sum(alive.values())
        print(
            f"{controller:12} {kinds:5}  {len(tried):6}  {len(tried) - count:6}  {count:7}  {bad:7}",
            flush=True,
        )
    for kind, found in sorted(told.items()):
        print(f"{kind}: {len(found)}, e.g. {found[0]}\n    {HARMLESS.get(kind, 'HARMFUL')}")
    return int(harmful > 0)


if __name__ == "__main__":
    sys.exit(main())
