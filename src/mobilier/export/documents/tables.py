"""Bills and lists of a job for a spreadsheet.  Unknown figures stay blank; nothing is invented."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from mobilier.export.documents.dossier import Dossier
from mobilier.export.spreadsheet import Cell, csv_bytes
from mobilier.export.terms import board_name
from mobilier.model.hardware import Hardware
from mobilier.model.part import Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Material
from mobilier.wording import Lang, say

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


def edge_length(part: Part) -> float:
    """Return the length of every through edge of one copy in mm."""
    return sum(c.length for c in part.region.contours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """What a job is made of: distinct parts with their quantities, boards, sheets, hardware.

    ``steps`` are the numbers of the steps that each part id is used in, ``files`` its DXF and
    checksum.
    """

    parts: Sequence[Part]
    boards: Mapping[str, Material]
    layouts: Sequence[Layout]
    hardware: Sequence[Hardware]
    naming: Naming
    steps: Mapping[str, Sequence[int]] = field(default_factory=dict)
    files: Mapping[str, tuple[str, str]] = field(default_factory=dict)

    def sheets_of(self, part: str) -> list[str]:
        """Return the names of the sheets that a part is cut from."""
        return sorted({k.name for k in self.layouts if any(p.part == part for p in k.placements)})


def cutlist(goods: Goods, lang: Lang) -> bytes:
    """Return cutlist.csv: one line per distinct part; L runs along the grain where there is one."""
    rows: list[Sequence[Cell]] = []
    for p in goods.parts:
        m = goods.boards[p.material]
        long, wide = p.size if p.grain != "y" else p.size[::-1]
        dxf, digest = goods.files.get(p.id, ("", ""))
        rows.append(
            (
                p.id, *goods.naming.both(p.id, p.name), p.quantity, round(long, 2), round(wide, 2),
                m.thickness, m.name, "L" if p.grain else "", " ".join(goods.sheets_of(p.id)),
                " ".join(str(n) for n in goods.steps.get(p.id, ())),
                p.region.area * 1e-6 * p.quantity, edge_length(p) * 1e-3 * p.quantity,
                m.mass(p.volume) * p.quantity, dxf, digest,
            )
        )  # fmt: skip
    return csv_bytes(CUT_COLUMNS, rows, lang)


def hardware_list(goods: Goods, lang: Lang) -> bytes:
    """Return hardware.csv: what to buy, spares shown apart."""
    rows: list[Sequence[Cell]] = [
        (
            f"H{k:02d}", *goods.naming.both(h.key, h.key), h.quantity, h.spare, h.quantity + h.spare,
            h.size(lang), h.load or None, None, "", "",
        )
        for k, h in enumerate(goods.hardware, start=1)
    ]  # fmt: skip
    return csv_bytes(HARDWARE_COLUMNS, rows, lang)


def bill(goods: Goods, lang: Lang) -> bytes:
    """Return bom.csv: sheets to buy, parts to cut, hardware."""
    return csv_bytes(
        BOM_COLUMNS, [*_sheet_rows(goods), *_part_rows(goods), *_hardware_rows(goods, lang)], lang
    )


def _sheet_rows(goods: Goods) -> list[Sequence[Cell]]:
    kinds: dict[tuple[str, float, float], list[Layout]] = {}
    for k in goods.layouts:
        kinds.setdefault((k.sheet.material, k.sheet.length, k.sheet.width), []).append(k)
    rows: list[Sequence[Cell]] = []
    for n, ((name, long, wide), found) in enumerate(sorted(kinds.items()), start=1):
        m, count, price = goods.boards[name], sum(k.copies for k in found), found[0].sheet.cost
        rows.append(
            (
                f"B{n:02d}", "sheet", board_name(m, "fr"), board_name(m, "en"), count, "pc", m.name,
                m.nominal, m.thickness, long, wide, m.mass(long * wide * m.thickness) * count,
                None if price is None else price * count, None, "", " ".join(k.title for k in found),
            )
        )  # fmt: skip
    return rows


def _part_rows(goods: Goods) -> list[Sequence[Cell]]:
    rows: list[Sequence[Cell]] = []
    for p in goods.parts:
        m = goods.boards[p.material]
        long, wide = p.size if p.grain != "y" else p.size[::-1]
        rows.append(
            (
                p.id, "part", *goods.naming.both(p.id, p.name), p.quantity, "pc", m.name, m.nominal,
                m.thickness, round(long, 2), round(wide, 2), m.mass(p.volume) * p.quantity, None, None,
                "", "",
            )
        )  # fmt: skip
    return rows


def _hardware_rows(goods: Goods, lang: Lang) -> list[Sequence[Cell]]:
    return [
        (
            f"H{n:02d}", "hardware", *goods.naming.both(h.key, h.key), h.quantity, "pc", "", None,
            None, None, None, None, None, None, "", h.size(lang) + (f" (+{h.spare})" if h.spare else ""),
        )
        for n, h in enumerate(goods.hardware, start=1)
    ]  # fmt: skip


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
    """Return cost.csv; its last line sums what is known, and says so where a price is missing."""
    rows: list[Sequence[Cell]] = [
        (
            p.item, p.quantity, p.unit, p.unit_eur,
            None if p.unit_eur is None else round(p.unit_eur * p.quantity, 2), p.date, p.notes,
        )
        for p in prices
    ]  # fmt: skip
    known, whole = known_cost(prices)
    if known:
        missing = sum(p.unit_eur is None for p in prices)
        note = "" if whole else say("doc.prices_missing", lang, number=missing)
        rows.append(("total", None, "", None, round(known, 2), "", note))
    return csv_bytes(COST_COLUMNS, rows, lang)


def known_cost(prices: Sequence[Price]) -> tuple[float, bool]:
    """Return the sum of the known prices in €, and whether it is all of them."""
    known = [p.unit_eur * p.quantity for p in prices if p.unit_eur is not None]
    return sum(known), len(known) == len(prices)


def cost_lines(dossier: Dossier, lang: Lang, *, date: str = "") -> list[Price]:
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
                item=bought.label,
                quantity=float(bought.total),
                unit="pc",
                unit_eur=bought.price,
                notes=say("doc.price_assumed", lang) if bought.price is not None else "",
            )
            for bought in c.purchases(lang)
        ]
    if dossier.seconds:
        item = say("doc.machine_hours", lang)
        lines.append(Price(item=item, quantity=round(dossier.seconds / 3600, 2), unit="h"))
    return lines
