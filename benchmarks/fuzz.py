"""Give every command random words and files of strangers, and count tracebacks and hangs.

    python benchmarks/fuzz.py [--count 3000] [--seed 1]

Each fault is printed with the words that were called; the exit code is 1 when there is one.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))

from fuzz import cases, ended, make_ground


def main() -> int:
    """Run the cases and print what they came to."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--count", type=int, default=3000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    codes: Counter[tuple[str, int]] = Counter()
    faults = 0
    start = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        ground = make_ground(Path(folder) / "ground")
        for k, case in enumerate(islice(cases(ground, asked.seed), asked.count)):
            how = ended(case, ground, Path(folder) / "here")
            codes[case.kind, how.code] += 1
            if how.bad:
                faults += 1
                called = " ".join(case.words)
                print(f"{k}: {how.bad} {case.kind}: {called!r} {how.seconds:.0f} s\n    {how.said[-400:]}")
    for (kind, code), count in sorted(codes.items()):
        print(f"{kind:24} exit {code:2}  {count}")
    print(f"{asked.count} cases, {faults} faults, {time.monotonic() - start:.0f} s")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())
