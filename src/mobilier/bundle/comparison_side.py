"""A bundle as one of two things to compare, read from its files.  Nothing in it is run."""

from __future__ import annotations

from pathlib import Path

from mobilier.bundle.contract import Contract, read_contract
from mobilier.bundle.folder import CONTRACT
from mobilier.document import parse_table, read_text
from mobilier.job.compare import SheetFacts, Side, SidePiece, bought, words_of
from mobilier.model.model_json import parts_from
from mobilier.nest.files import layouts_of


def is_bundle(place: Path) -> bool:
    """Tell whether a folder says that it is a bundle."""
    return (place / CONTRACT).is_file()


def bundle_side(folder: Path) -> Side:
    """Return what a bundle says of itself.

    Raises:
        BundleError: it cannot be read, or it is another kind of folder.
    """
    table = read_contract(folder)
    parts = parts_from(read_text(folder / "model.json"))
    hardware = table.hardware
    return Side(
        pieces=tuple(
            SidePiece(
                name=row.design,
                quantity=row.quantity,
                values=row.values,
                size=row.size,
                mass=row.mass,
                parts=own,
            )
            for row, (own, _) in zip(table.pieces, parts, strict=True)
        ),
        boards={row.name: row.thickness for row in table.boards},
        hardware=None if hardware is None else bought((h.key, h.quantity, h.size) for h in hardware),
        sheets=_sheets(folder, table),
        words=words_of(
            {place.name.split(".")[1]: parse_table(read_text(place), where=str(place), toml=True)}
            for place in sorted(folder.glob("source/designs/*/texts.*.toml"))
        ),
    )


def _sheets(folder: Path, table: Contract) -> SheetFacts:
    """Return what it takes to cut a bundle, by the figures it states."""
    layouts = layouts_of(read_text(folder / "layout.json"))
    prices = [x.copies * x.sheet.cost for x in layouts if x.sheet.cost is not None]
    return SheetFacts(
        counts={f"{b} {x:g} x {y:g}": found for (b, x, y), found in table.stacks().items()},
        seconds=table.cutting_seconds,
        price=sum(prices) if prices and len(prices) == len(layouts) else None,
    )
