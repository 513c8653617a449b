"""Run mobilier from a checkout: python cli.py show chariot."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "src"))

from mobilier.cli import main

if __name__ == "__main__":
    main()
