"""Stickers for the cut parts: id, name, size, sheet, step and a QR code, 24 to a page."""

from __future__ import annotations

from collections import Counter

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.pdf import pdf
from mobilier.export.drawing.icons import qr_code
from mobilier.export.views.stages import tints
from mobilier.wording import Lang, figure, say


def labels(dossier: Dossier, lang: Lang) -> bytes:
    """Return labels.pdf: one sticker per copy, sheet by sheet, in the order of the layout."""
    names = dossier.names(lang)
    step = {
        p.part_of[plate][0].id: n
        for c in dossier.chapters
        for p in (c.piece,)
        for n, s in reversed(list(enumerate(p.steps, start=1)))
        for plate in s.plates
    }
    design = {p.id: c.piece.name for c in dossier.chapters for p in c.piece.parts}
    files, rows = {}, []
    tint = {key: value for c in dossier.chapters for key, value in tints(c.piece).items()}
    met: Counter[str] = Counter()
    for layout in dossier.layouts:
        for placed in layout.placements * layout.copies:
            part = dossier.parts[placed.part]
            code = f"{dossier.source}#{part.id}" if dossier.source else f"{design[part.id]} {part.id}"
            files[f"qr-{part.id}.svg"] = qr_code(code, 17.0).encode()
            total = dossier.quantities[part.id]
            met[part.id] += 1
            size = " × ".join(figure(v, lang, 1) for v in (*part.size, part.thickness))
            rows.append(
                {
                    "id": part.id,
                    "copy": f"{met[part.id]} / {total}" if total > 1 else "",
                    "tint": tint[part.id],
                    "name": names[part.id],
                    "size": f"{size} mm",
                    "sheet": layout.name,
                    "step": f"{say('booklet.step', lang)} {step[part.id]}" if part.id in step else "",
                    "qr": f"qr-{part.id}.svg",
                    "design": design[part.id],
                }
            )
    return pdf("labels", {"lang": lang, "title": dossier.title(lang), "labels": rows}, files)
