"""What is shown of a plan: layers, entities, findings, and its drawing."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from mobilier.plan.design import readings_of
from mobilier.wording import printable, say

if TYPE_CHECKING:
    from mobilier.job.job import Order
    from mobilier.wording import Lang


def plan_table(order: Order) -> list[dict[str, Any]]:
    """Return what each drawing of an order was read as, lengths in mm; nothing for a design."""
    files = [name for name in order.design.attached if PurePath(name).suffix.lower() in (".dxf", ".svg")]
    out = []
    for name, reading in zip(files, readings_of(order.design), strict=False):
        layers, ledger = reading.drawing.layers, reading.drawing.ledger
        x0, y0, x1, y1 = reading.drawing.bounds or (0.0, 0.0, 0.0, 0.0)
        out.append(
            {
                "file": name,
                "unit": reading.drawing.units,
                "size": [round(x1 - x0, 3), round(y1 - y0, 3)],
                "parts": sum(p.quantity for p in reading.parts),
                "openings": sum(len(p.openings) for p in reading.parts),
                "pockets": sum(len(p.recesses) for p in reading.parts),
                "rings": sum(len(k.contours) + len(k.circles) for k in layers),
                "circles": sum(len(k.circles) for k in layers),
                "open": sum(len(k.strokes) for k in layers),
                "texts": [t.words for k in layers for t in k.texts],
                "frames": [list(size) for _, size in reading.frames],
                "layers": [
                    {
                        "name": k.name,
                        "does": reading.meaning[k.name].does,
                        "depth": reading.meaning[k.name].depth,
                        "by": reading.meaning[k.name].by,
                    }
                    for k in layers
                ],
                "ledger": {
                    "total": ledger.total,
                    "read": dict(ledger.read),
                    "left_out": [
                        {"why": r.why, "kind": r.kind, "layer": r.layer, "count": r.count, "handle": r.handle}
                        for r in ledger.left_out
                    ],
                },
                "findings": [f.table() for f in reading.findings],
            }
        )
    return out


def plan_lines(order: Order, lang: Lang) -> list[str]:
    """Return the same for people: entities and layers of each drawing."""
    out: list[str] = []
    for row in plan_table(order):
        left = sum(r["count"] for r in row["ledger"]["left_out"])
        total = row["ledger"]["total"]
        out += [
            "",
            f"{printable(row['file'])}: "
            + say("plan.ledger", lang, total=total, read=total - left, left=left),
        ]
        out.append(say("plan.layers", lang))
        for layer in row["layers"]:
            by = say("plan.read_by", lang, by=layer["by"]) if layer["by"] else say("plan.nobody", lang)
            depth = "" if layer["depth"] is None else f" {layer['depth']:g} mm"
            does = say(f"plan.does.{layer['does']}", lang)
            out.append(f"  {printable(layer['name'])}  {does}{depth}, {by}")
    return out


def plan_pictures(order: Order, lang: Lang) -> dict[str, bytes]:
    """Return a picture of each drawing as it was read, by file name."""
    from mobilier.export.sheets.plan_map import plan_map

    piece = order.piece
    named = [plate.name for plate in piece.plates]
    out, first = {}, 0
    for k, reading in enumerate(readings_of(order.design)):
        ids = {}
        for n, part in enumerate(reading.parts):
            ids[n] = piece.part_of[named[first]][0].id if first < len(named) else ""
            first += part.quantity
        tail = f"-{k + 1}" if k else ""
        title = f"{order.title(lang)}{tail}"
        picture = plan_map(reading, reading.parts, ids, title=title, lang=lang)
        out[f"{piece.name}{tail}.plan.svg"] = picture.encode()
    return out
