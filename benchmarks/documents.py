"""What the documents of a bundle cost, in CPU seconds.

    python benchmarks/documents.py [SOURCE]

Makes a bundle (``chariot`` without a word) with counted effort and says what its steps take:
pictures, booklets, labels, models, wiki pages, and the whole run, twice: with an empty
process and with everything loaded.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "src"))

from click.testing import CliRunner

from mobilier.cli import cli
from mobilier.export import publication

STEPS = ("piece_pictures", "booklet", "labels", "ways", "models", "wiki", "documents")
"""Functions of the room that puts a bundle's documents together; the last holds all others."""


def timed(function: Callable[..., Any], name: str, spent: dict[str, float]) -> Callable[..., Any]:
    """Return a function that adds its CPU seconds to ``spent``."""

    @wraps(function)
    def run(*args: Any, **how: Any) -> Any:
        start = time.process_time()
        try:
            return function(*args, **how)
        finally:
            spent[name] = spent.get(name, 0.0) + time.process_time() - start

    return run


def bundled(source: str) -> dict[str, float]:
    """Return the CPU seconds of each step of a bundle."""
    spent: dict[str, float] = {}
    real = {name: getattr(publication, name) for name in STEPS}
    for name, function in real.items():
        setattr(publication, name, timed(function, name, spent))
    start = time.process_time()
    try:
        with tempfile.TemporaryDirectory() as folder:
            words = ["bundle", source, "--effort", "quick", "-q", "-o", f"{folder}/out"]
            result = CliRunner().invoke(cli, words, catch_exceptions=False)
            assert result.exit_code == 0, result.output
    finally:
        for name, function in real.items():
            setattr(publication, name, function)
    return {**spent, "whole bundle": time.process_time() - start}


def main() -> None:
    source = sys.argv[1] if len(sys.argv) > 1 else "chariot"
    cold, warm = bundled(source), bundled(source)
    print(f"{source:16} {'cold':>8} {'warm':>8}   CPU s")
    for name in cold:
        print(f"{name:16} {cold[name]:8.2f} {warm[name]:8.2f}")


if __name__ == "__main__":
    main()
