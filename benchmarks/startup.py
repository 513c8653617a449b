"""How long `mobilier --help` takes against a bare click program: CPU seconds, best of several, one run.

Run it with: python benchmarks/startup.py [runs]
"""

from __future__ import annotations

import os
import subprocess
import sys

BARE = """
import click
@click.group()
def main(): "A program."
for name in "list show check nest cut bundle verify".split():
    main.command(name)(lambda: None)
main(["--help"])
"""
OURS = "import sys; sys.argv = ['mobilier', {words}]; from mobilier.cli import main; main()"
PROGRAMS = {
    "python, nothing": "pass",
    "click, bare group": BARE,
    "mobilier --help": OURS.format(words="'--help'"),
    "mobilier list": OURS.format(words="'list'"),
    "mobilier show chariot": OURS.format(words="'show', 'chariot'"),
}


def cpu(program: str) -> float:
    """Return the CPU seconds of a fresh interpreter that runs a program."""
    before = os.times()
    subprocess.run([sys.executable, "-c", program], check=True, stdout=subprocess.DEVNULL)
    after = os.times()
    return after.children_user + after.children_system - before.children_user - before.children_system


def main() -> None:
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    best = {name: min(cpu(program) for _ in range(runs)) for name, program in PROGRAMS.items()}
    bare = best["click, bare group"]
    for name, seconds in best.items():
        print(f"{name:24} {seconds * 1000:7.0f} ms   {seconds / bare:5.2f} x bare click")


if __name__ == "__main__":
    main()
