"""Draw the pictures of the documents from the designs: python scripts/pictures.py."""

from __future__ import annotations

from pathlib import Path

from mobilier.export.pictures import exploded_picture, pose_picture
from mobilier.job.order import Choice, job, wanted
from mobilier.job.source import source

ROOT = Path(__file__).parents[1]
DESIGNS = ROOT / "designs"
FOLDER = ROOT / "docs" / "pictures"


def main() -> None:
    """Write each pose and the exploded view of each design."""
    FOLDER.mkdir(exist_ok=True)
    designs = sorted(path.parent.name for path in DESIGNS.glob("*/design.py"))
    for order in job(wanted([source(name) for name in designs]), Choice()).orders:
        piece = order.piece
        for pose in piece.poses:
            (FOLDER / f"{piece.name}-{pose.name}.svg").write_text(pose_picture(piece, pose.name), "utf-8")
        (FOLDER / f"{piece.name}-exploded.svg").write_text(exploded_picture(piece), "utf-8")


if __name__ == "__main__":
    main()
