"""Stickers for the cut parts: id, name, size, sheet, step and a QR code, 24 to a page."""

from __future__ import annotations

from collections import Counter

from mobilier.export.pdf import pdf
from mobilier.export.phrases import phrase
from mobilier.export.plan import Plan
from mobilier.export.qr import qr
from mobilier.export.staging import tints
from mobilier.export.words import Lang, figure


def labels(plan: Plan, lang: Lang) -> bytes:
    """Return labels.pdf: one sticker per copy, sheet by sheet, in the order of the layout."""
    names = plan.names(lang)
    step = {
        p.part_of[plate][0].id: n
        for c in plan.chapters
        for p in (c.piece,)
        for n, s in reversed(list(enumerate(p.steps, start=1)))
        for plate in s.plates
    }
    design = {p.id: c.piece.name for c in plan.chapters for p in c.piece.parts}
    files, rows = {}, []
    tint = {key: value for c in plan.chapters for key, value in tints(c.piece).items()}
    met: Counter[str] = Counter()
    for layout in plan.layouts:
        for placed in layout.placements * layout.copies:
            part = plan.parts[placed.part]
            code = f"{plan.source}#{part.id}" if plan.source else f"{design[part.id]} {part.id}"
            files[f"qr-{part.id}.svg"] = qr(code, 17.0).encode()
            total = plan.quantities[part.id]
            met[part.id] += 1
            size = " × ".join(figure(v, 1, lang) for v in (*part.size, part.thickness))
            rows.append(
                {
                    "id": part.id,
                    "copy": f"{met[part.id]} / {total}" if total > 1 else "",
                    "tint": tint[part.id],
                    "name": names[part.id],
                    "size": f"{size} mm",
                    "sheet": layout.name,
                    "step": f"{phrase('step', lang)} {step[part.id]}" if part.id in step else "",
                    "qr": f"qr-{part.id}.svg",
                    "design": design[part.id],
                }
            )
    return pdf("labels", {"lang": lang, "title": plan.title(lang), "labels": rows}, files)
