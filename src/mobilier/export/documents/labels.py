"""Stickers for the cut parts: id, name, size, sheet, step and a QR code, 24 to a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.pdf import pdf
from mobilier.export.drawing.icons import part_icon, qr_code
from mobilier.export.views.stages import tints
from mobilier.geometry.frame import Frame
from mobilier.geometry.points import Point
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
    copies = {p.id: [i.frame for i in p.instances] for c in dossier.chapters for p in c.piece.parts}
    for layout in dossier.layouts:
        for placed in layout.placements * layout.copies:
            part = dossier.parts[placed.part]
            code = f"{dossier.source}#{part.id}" if dossier.source else f"{design[part.id]} {part.id}"
            files[f"qr-{part.id}.svg"] = qr_code(code, 17.0).encode()
            total = dossier.quantities[part.id]
            up = _up(copies[part.id], met[part.id])
            met[part.id] += 1
            icon = f"icon-{part.id}-{met[part.id]}.svg"
            files[icon] = part_icon(dossier.parts[part.id], tint[part.id], width=20, height=8, up=up).encode()
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
                    "icon": icon,
                    "up": say("doc.up", lang) if up else "",
                    "qr": f"qr-{part.id}.svg",
                    "design": design[part.id],
                }
            )
    return pdf("labels", {"lang": lang, "title": dossier.title(lang), "labels": rows}, files)


UPRIGHT = 0.3
"""Of the way up: a part that leans more than this lies, and none of its edges is up."""


def _up(frames: Sequence[Frame], copy: int) -> Point | None:
    """Return the direction in a copy's plane that points up in the piece, None where it lies level."""
    frame = frames[copy % len(frames)]
    up = (frame.u[2], frame.v[2])
    size = math.hypot(*up)
    return (up[0] / size, up[1] / size) if size > UPRIGHT else None
