"""Draw the pictures of the documents from the designs: python scripts/pictures.py."""

from __future__ import annotations

from pathlib import Path

from mobilier.export.views.render import render
from mobilier.export.views.stages import Stages
from mobilier.job.job import prepare
from mobilier.job.request import Request

ROOT = Path(__file__).parents[1]
DESIGNS = ROOT / "designs"
FOLDER = ROOT / "docs" / "pictures"


def main() -> None:
    """Write the render of each design."""
    FOLDER.mkdir(exist_ok=True)
    designs = sorted(path.parent.name for path in DESIGNS.glob("*/design.py"))
    for order in prepare(Request(sources=tuple(designs))).orders:
        (FOLDER / f"{order.piece.name}.svg").write_text(render(Stages.of(order.piece)), "utf-8")


if __name__ == "__main__":
    main()
