"""Whether a folder may be written for a job: what lies there stays unless it was made of the same designs."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from mobilier.bundle.folder import CONTRACT
from mobilier.document import parse_table, read_text
from mobilier.errors import BundleError
from mobilier.job.job import Order


def refuse_target(target: Path, orders: Iterable[Order], *, replace: bool = False) -> None:
    """Refuse a folder inside a design, and one that holds other designs unless ``replace`` says yes.

    Raises:
        BundleError: the message says what lies there, and what to do.
    """
    made = list(orders)
    for order in made:
        home = order.design.folder
        if home is not None and target.resolve().is_relative_to(home.resolve()):
            raise BundleError.of("out-in-design", str(target), design=order.design.name)
    now = sorted({order.piece.name for order in made})
    before = designs_in(target)
    if before and before != now and not replace:
        raise BundleError.of("other-sources", str(target), before=", ".join(before), now=", ".join(now))


def designs_in(folder: Path) -> list[str]:
    """Return the designs that a folder of ours was made of, nothing for an empty or new one.

    Raises:
        BundleError: its contract cannot be read.
    """
    file = folder / CONTRACT
    if not file.is_file():
        return []
    table = parse_table(read_text(file), where=str(file))
    rows: list[Any] = table.get("pieces", [table]) if isinstance(table.get("pieces", []), list) else []
    named = (row.get("design", row.get("name")) for row in rows if isinstance(row, dict))
    return sorted({str(name) for name in named if name})
