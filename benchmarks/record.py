"""What every preset is made into, as checksums, to hold a change against that must not change the cut.

    python benchmarks/record.py > before.json
    python benchmarks/record.py --against before.json

Each preset is cut at 17.6 mm with counted effort for a GRBL router, the fit coupon for other machines.
Recorded are model.json, layout.json, sheets/*.dxf and programs/**: bytes and SHA-256 by name.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DESIGNS = ("chariot", "maisonnette", "porte")
MACHINES = {
    "generic_linuxcnc": "1200x600",
    "shopbot_prs": "1200x600",
    "charly_isel": "390x230",
    "highz_s1000": "1000x600",
    "raptorx_3200": "1200x600",
}
"""Other machines, and a sheet that lies on each."""


def presets() -> list[str]:
    """Return every preset as a source word."""
    return [
        f"{design}:{file.stem}"
        for design in DESIGNS
        for file in sorted((ROOT / "designs" / design / "presets").glob("*.toml"))
    ]


def recorded(source: str, machine: str = "") -> dict[str, list[object]]:
    """Return size and checksum of what a source is cut into, or why it is refused."""
    with tempfile.TemporaryDirectory() as place:
        out = Path(place) / "out"
        verb = ["coupon"] if source == "coupon" else ["cut", source]
        words = [sys.executable, str(ROOT / "cli.py"), *verb, "--thickness", "17.6", "-q"]
        words += ["--effort", "quick", "-o", str(out)] + (
            ["--machine", machine, "--sheet", MACHINES[machine]] if machine else []
        )
        done = subprocess.run(words, capture_output=True, text=True, cwd=place)
        if done.returncode:
            return {"refused": [done.returncode, (done.stderr.splitlines() or [""])[0]]}
        kept = ("model.json", "layout.json", "sheets/*.dxf", "programs/**/*")
        files = sorted({f for pattern in kept for f in out.glob(pattern) if f.is_file()})
        return {
            f.relative_to(out).as_posix(): [f.stat().st_size, hashlib.sha256(f.read_bytes()).hexdigest()]
            for f in files
        }


def main() -> int:
    """Print the record, or what differs from one that was kept."""
    words = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    words.add_argument("--against", type=Path, metavar="FILE", help="a record that was kept")
    words.add_argument("--only", default="", metavar="WORD", help="sources that begin so")
    asked = words.parse_args()
    jobs = [(p, "") for p in presets()] + [("coupon", m) for m in MACHINES]
    jobs = [j for j in jobs if j[0].startswith(asked.only)]
    record = {f"{source} {machine}".strip(): recorded(source, machine) for source, machine in jobs}
    if asked.against is None:
        print(json.dumps(record, indent=1))
        return 0
    before = json.loads(asked.against.read_text("utf-8"))
    differ = 0
    for job, files in record.items():
        old = before.get(job, {})
        for name in sorted({*old, *files}):
            if old.get(name) != files.get(name):
                differ += 1
                print(f"{job}: {name}: {old.get(name)} -> {files.get(name)}")
    print(f"{sum(map(len, record.values()))} files of {len(record)} jobs, {differ} differ")
    return int(differ > 0)


if __name__ == "__main__":
    sys.exit(main())
