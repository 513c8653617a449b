"""Bills and lists as CSV.

French: UTF-8 with a byte-order mark, semicolons, decimal commas, CRLF: what a French
spreadsheet opens with a double click.  English: the same with commas and decimal points.
Unknown figures stay blank; nothing is invented.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from mobilier.export.documents.dossier import Dossier
from mobilier.export.terms import board_name
from mobilier.model.hardware import Hardware
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Material
from mobilier.wording import Lang, figure, say

Cell = str | float | int | None
_BOM = "\ufeff"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")

BOM_COLUMNS = (
    "ref", "type", "name_fr", "name_en", "qty", "unit", "material", "thickness_nominal",
    "thickness_measured", "L", "W", "mass_kg", "cost_eur", "co2e_kg", "supplier_url", "notes",
)  # fmt: skip
CUT_COLUMNS = (
    "id", "name_fr", "name_en", "qty", "L", "W", "T", "material", "grain", "sheets", "step",
    "area_m2", "edge_m", "mass_kg", "dxf", "sha256",
)  # fmt: skip
HARDWARE_COLUMNS = (
    "ref", "name_fr", "name_en", "qty", "spare", "buy", "size", "load_kg", "cost_eur", "supplier_url",
    "notes",
)  # fmt: skip
COST_COLUMNS = ("item", "qty", "unit", "unit_eur", "cost_eur", "price_date", "notes")


@dataclass(frozen=True, slots=True, kw_only=True)
class Naming:
    """What things are called, by part id or hardware key, in both languages."""

    fr: Mapping[str, str]
    en: Mapping[str, str]

    def both(self, key: str, otherwise: str) -> tuple[str, str]:
        """Return the French and the English name."""
        return (self.fr.get(key, otherwise), self.en.get(key, otherwise))


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[Cell]], lang: Lang) -> bytes:
    """Return a table as a spreadsheet of ``lang`` opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(c, lang) for c in row])
    return (_BOM + out.getvalue()).encode()


def _cell(value: Cell, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return figure(value, lang, 4)
    if isinstance(value, int):
        return str(value)
    text = " ".join(value.split())
    return f"'{text}" if text.startswith(_FORMULA) else text


def edge_length(part: Part) -> float:
    """Return the length of every through edge of one copy in mm."""
    return sum(c.length for c in part.region.contours)


def cutlist(
    parts: Sequence[Part],
    materials: Mapping[str, Material],
    layouts: Sequence[Layout],
    *,
    naming: Naming,
    steps: Mapping[str, Sequence[int]] | None = None,
    files: Mapping[str, tuple[str, str]] | None = None,
    quantity: int = 1,
    lang: Lang = "fr",
) -> bytes:
    """Return cutlist.csv: one line per distinct part.

    ``quantity`` pieces are made; ``steps`` gives the numbers of the steps each part id is
    used in; ``files`` its DXF and checksum.  L runs along the grain where there is one.
    """
    rows: list[Sequence[Cell]] = []
    for p in parts:
        m = materials[p.material]
        long, wide = p.size if p.grain != "y" else p.size[::-1]
        count = p.quantity * quantity
        sheets = sorted({k.name for k in layouts if any(q.part == p.id for q in k.placements)})
        dxf, digest = (files or {}).get(p.id, ("", ""))
        rows.append(
            (
                p.id, *naming.both(p.id, p.name), count, round(long, 2), round(wide, 2), m.thickness, m.name,
                "L" if p.grain else "", " ".join(sheets),
                " ".join(str(n) for n in (steps or {}).get(p.id, ())),
                p.region.area * 1e-6 * count, edge_length(p) * 1e-3 * count,
                m.mass(p.volume) * count, dxf, digest,
            )
        )  # fmt: skip
    return csv_bytes(CUT_COLUMNS, rows, lang)


def hardware_list(
    hardware: Sequence[Hardware], *, naming: Naming, quantity: int = 1, lang: Lang = "fr"
) -> bytes:
    """Return hardware.csv: what to buy for ``quantity`` pieces, spares shown apart."""
    rows: list[Sequence[Cell]] = []
    for k, h in enumerate(hardware, start=1):
        needed, spare = h.quantity * quantity, h.spare
        rows.append(
            (
                f"H{k:02d}", *naming.both(h.key, h.key), needed, spare, needed + spare, h.size,
                h.load or None, None, "", "",
            )
        )  # fmt: skip
    return csv_bytes(HARDWARE_COLUMNS, rows, lang)


def bill(
    parts: Sequence[Part],
    materials: Mapping[str, Material],
    layouts: Sequence[Layout],
    hardware: Sequence[Hardware],
    *,
    naming: Naming,
    quantity: int = 1,
    lang: Lang = "fr",
) -> bytes:
    """Return bom.csv: sheets to buy, parts to cut, hardware."""
    rows: list[Sequence[Cell]] = []
    kinds: dict[tuple[str, float, float], list[Layout]] = {}
    for k in layouts:
        kinds.setdefault((k.sheet.material, k.sheet.length, k.sheet.width), []).append(k)
    for n, (key, found) in enumerate(sorted(kinds.items()), start=1):
        m = materials[key[0]]
        count = sum(k.copies for k in found)
        mass = m.mass(key[1] * key[2] * m.thickness) * count
        price = found[0].sheet.cost
        cost = None if price is None else price * count
        rows.append(
            (
                f"B{n:02d}", "sheet", board_name(m, "fr"), board_name(m, "en"), count, "pc", m.name,
                m.nominal, m.thickness, key[1], key[2], mass, cost, None, "",
                " ".join(k.title for k in found),
            )
        )  # fmt: skip
    for p in parts:
        m = materials[p.material]
        long, wide = p.size if p.grain != "y" else p.size[::-1]
        count = p.quantity * quantity
        rows.append(
            (
                p.id, "part", *naming.both(p.id, p.name), count, "pc", m.name, m.nominal, m.thickness,
                round(long, 2), round(wide, 2), m.mass(p.volume) * count, None, None, "", "",
            )
        )  # fmt: skip
    for n, h in enumerate(hardware, start=1):
        note = h.size + (f" (+{h.spare})" if h.spare else "")
        rows.append(
            (
                f"H{n:02d}", "hardware", *naming.both(h.key, h.key), h.quantity * quantity, "pc", "", None,
                None, None, None, None, None, None, "", note,
            )
        )  # fmt: skip
    return csv_bytes(BOM_COLUMNS, rows, lang)


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """One line of the cost table; ``unit_eur`` None: not known, the cell stays blank."""

    item: str
    quantity: float
    unit: str
    unit_eur: float | None = None
    date: str = ""
    notes: str = ""


def cost_table(prices: Sequence[Price], *, lang: Lang = "fr") -> bytes:
    """Return cost.csv; the total only where every price is known."""
    rows: list[Sequence[Cell]] = [
        (
            p.item, p.quantity, p.unit, p.unit_eur,
            None if p.unit_eur is None else round(p.unit_eur * p.quantity, 2), p.date, p.notes,
        )
        for p in prices
    ]  # fmt: skip
    known = [p.unit_eur * p.quantity for p in prices if p.unit_eur is not None]
    if known and len(known) == len(prices):
        rows.append(("total", None, "", None, round(sum(known), 2), "", ""))
    return csv_bytes(COST_COLUMNS, rows, lang)


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
