"""cost.csv: what a job is made of, with the prices that were given; the others stay blank."""

from __future__ import annotations

from collections import Counter

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.tables import Price, cost_table
from mobilier.export.terms import board_name
from mobilier.wording import Lang, say


def cost_file(dossier: Dossier, lang: Lang, *, date: str = "") -> bytes:
    """Return the lines of a quotation: sheets at the lab's prices, hardware and machine time.

    ``date``: when the prices of the stock were asked for.
    """
    count: Counter[tuple[str, float, float, float | None]] = Counter()
    for k in dossier.layouts:
        count[k.sheet.material, k.sheet.length, k.sheet.width, k.sheet.cost] += k.copies
    lines = [
        Price(
            item=f"{board_name(dossier.boards[name], lang)} {long:g} × {wide:g}",
            quantity=float(n),
            unit="pc",
            unit_eur=price,
            date=date if price is not None else "",
        )
        for (name, long, wide, price), n in sorted(count.items(), key=lambda row: row[0][:3])
    ]
    for c in dossier.chapters:
        lines += [
            Price(
                item=f"{c.bought_name(h.key, lang)}, {c.bought_size(h, lang)}".rstrip(", "),
                quantity=float((h.quantity + h.spare) * c.quantity),
                unit="pc",
            )
            for h in c.piece.hardware
        ]
    if dossier.seconds:
        item = say("doc.machine_hours", lang)
        lines.append(Price(item=item, quantity=round(dossier.seconds / 3600, 2), unit="h"))
    return cost_table(lines, lang=lang)
