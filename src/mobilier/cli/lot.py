"""``mobilier lot``: record what a batch of boards measures, and the fit a coupon proved."""

from __future__ import annotations

from pathlib import Path

import click

from mobilier.cli.words import names, word
from mobilier.errors import ProfileError
from mobilier.wording import say


@click.command
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@word("--material", required=True, shell_complete=names("materials"))
@word("--reading", "readings", multiple=True, metavar="MM")
@word("--clearance", default="", metavar="MM")
@word("--clearance-along", default="", metavar="MM")
@word("--source", default="")
def lot(
    file: Path, material: str, readings: tuple[str, ...], clearance: str, clearance_along: str, source: str
) -> int:
    """Write a lot file, or add readings to one; print what it comes to."""
    import tomlkit

    from mobilier.job.lengths import length
    from mobilier.profiles.reader import parse_profile, read_profile
    from mobilier.profiles.shelf import Shelf
    from mobilier.profiles.types import Lot, Material

    if file.suffix != ".toml":
        raise ProfileError.of("lot-file", str(file))
    board = Shelf().take(Material, material)
    before = read_profile(file, Lot) if file.is_file() else None
    if before is not None and before.material != board.name:
        raise ProfileError.of("lot-of-another-board", str(file), material=before.material, asked=board.name)
    table: dict[str, object] = {
        "name": file.stem,
        "material": board.name,
        "readings": [*(before.readings if before else ()), *(length(text) for text in readings)],
    }
    for key, text in (("clearance", clearance), ("clearance_along", clearance_along)):
        known = getattr(before, key) if before else None
        if text or known is not None:
            table[key] = length(text) if text else known
    table["source"] = source or (before.source if before else say("lot_source"))
    body = tomlkit.dumps(table)
    found = parse_profile(body, Lot, where=str(file)).applied(board)
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(body, encoding="utf-8")
    click.echo(
        say(
            "lot_sum",
            number=found.readings,
            mean=round(found.thickness, 2),
            low=found.thickness_min,
            high=found.thickness_max,
            opening=round(found.opening, 2),
        )
    )
    return 0
