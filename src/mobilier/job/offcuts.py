"""What a job leaves: usable offcuts, and the stock after it."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.job.nesting import Laid
from mobilier.nest.layout import Item, Layout
from mobilier.nest.offcuts import Offcut, find_offcuts
from mobilier.profiles.types import Sheet, Stock


def left_over(laid: Laid) -> tuple[Offcut, ...]:
    """Return the usable rectangles of every sheet, each named after its board and size."""
    items = [
        Item(id=key, region=part.region, quantity=laid.quantities[key], material=part.material)
        for key, part in laid.relieved.items()
    ]
    found: list[Offcut] = []
    for name, spacing in laid.spacing.items():
        found += find_offcuts(laid.of_board(name), items, spacing)
    return tuple(found)


def stock_after(laid: Laid, left: Sequence[Offcut]) -> Stock:
    """Return the stock a job was given, less what it used, and the offcuts it leaves."""
    job = laid.job
    before = job.in_stock
    names = {s.name for s in before}
    used = _used(laid.layouts)
    sheets: dict[str, Sheet] = {}
    for sheet in before:
        rest = sheet.quantity
        sheets[sheet.name] = sheet.model_copy(
            update={"quantity": None if rest is None else rest - used.get(sheet.name, 0)}
        )
    for offcut in left:
        sheet = _named(offcut.sheet)
        twin = sheets.get(sheet.name)
        if twin is None:
            sheets[sheet.name] = sheet
        elif twin.quantity is not None and sheet.quantity is not None:
            sheets[sheet.name] = twin.model_copy(update={"quantity": twin.quantity + sheet.quantity})
    kept = [s for s in sheets.values() if s.quantity != 0]
    order = sorted(kept, key=lambda s: (s.material, s.name not in names, -s.length * s.width, s.name))
    made = " + ".join(dict.fromkeys(o.piece.name for o in job.orders))
    return Stock(source=f"the stock after {made}: give it to the next job with --stock", sheet=tuple(order))


def _used(layouts: Sequence[Layout]) -> dict[str, int]:
    out: dict[str, int] = {}
    for layout in layouts:
        out[layout.sheet.name] = out.get(layout.sheet.name, 0) + layout.copies
    return out


def _named(sheet: Sheet) -> Sheet:
    """Return an offcut under the name that offcuts of its kind share."""
    grain = "" if sheet.grain == "x" else ", grain y"
    name = f"{sheet.material} {sheet.length:g} x {sheet.width:g} offcut{grain}"
    return sheet.model_copy(update={"name": name})
