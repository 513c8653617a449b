"""Cut the presets for beds that are smaller than their plates, and tell what came of each.

    python benchmarks/splitting.py [--bed 750x750] [--only chariot:mini]

A row says how many plates were divided and in how many parts, or why the piece is refused.  ``check``
has passed wherever a number stands; the exit code is 1 when a piece is made that does not pass.
"""

from __future__ import annotations

import argparse
import sys
import time

from mobilier.errors import LEVELS, MobilierError
from mobilier.job.job import Job, prepare, select
from mobilier.job.nesting import job_findings
from mobilier.job.request import Request

BEDS = ("750x750", "1000x1000", "1250x1220")
DESIGNS = ("chariot", "maisonnette", "porte")
THICKNESS = 17.6


def presets() -> list[str]:
    """Return every preset of the shipped designs: chariot:mini."""
    return [
        f"{name}:{preset}"
        for name in DESIGNS
        for preset in select(Request(sources=(name,)))[0].design.presets
    ]


def split(source: str, bed: str) -> Job:
    """Return the job of a preset on sheets that are as large as a bed."""
    long, wide = (float(side) for side in bed.split("x"))
    bare = Request(sources=(source,), thickness={"": THICKNESS})
    nominals = {b.nominal for b in prepare(bare).boards.values()}
    sheets = tuple((long, wide, nominal) for nominal in sorted(nominals))
    return prepare(bare.model_copy(update={"sheets": sheets, "split": True}))


def outcome(source: str, bed: str) -> tuple[bool, str]:
    """Return whether what was made is sound, and what came of it in words."""
    try:
        job = split(source, bed)
    except MobilierError as error:
        first = error.findings[0]
        return True, f"refused: {first.place()}: {first.message}"
    errors = [f for f in job_findings(job) if f.level == LEVELS[0]]
    if errors:
        return False, f"BROKEN: {errors[0].line()}"
    piece = job.orders[0].piece
    seams = sum(j.word == "spliced" for j in piece.joints)
    return True, f"{seams} seams, {len(piece.plates)} plates"


def main() -> int:
    """Print a row for every preset and bed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bed", action="append")
    parser.add_argument("--only", action="append")
    asked = parser.parse_args()
    every = True
    for source in asked.only or presets():
        for bed in asked.bed or BEDS:
            start = time.process_time()
            sound, words = outcome(source, bed)
            every = every and sound
            print(f"{source:24} {bed:10} {time.process_time() - start:5.1f} s  {words}", flush=True)
    return 0 if every else 1


if __name__ == "__main__":
    sys.exit(main())
