"""What a maker may ask of the piece: its size over the floor, its care, what it carries and withstands."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.export.phrases import CARE, CARE_WITH, listed, phrase
from mobilier.export.words import Lang, figure
from mobilier.model.piece import Piece
from mobilier.wording import is_rule, rule_of

RUNGS = ("stability", "use")
"""Notes of these rungs of the ladder are for those who use the piece."""


def stood(piece: Piece, pose: str, lang: Lang) -> str:
    """Return length, width and height over the floor (z = 0) in a pose: castors and feet count."""
    low, high = piece.extent(pose)
    sizes = (high[0] - low[0], high[1] - low[1], high[2] - min(low[2], 0.0))
    return " × ".join(figure(v, 0, lang) for v in sizes) + " mm"


def care(chapters: Sequence[Chapter], lang: Lang) -> list[str]:
    """Return how the pieces are looked after, and what some of them ask besides."""
    promised = {r.kind for c in chapters for r in c.piece.requirements}
    extra = tuple(text for kind, text in CARE_WITH.items() if kind in promised)
    return listed((*CARE, *extra), lang)


def limits(dossier: Dossier, lang: Lang) -> list[str]:
    """Return what the pieces carry and withstand: notes of the design, of the checks, loads."""
    out = []
    for c in dossier.chapters:
        out += [str(text) for text in c.design.texts.get(lang, {}).get("notes", {}).values()]
    told = [f for f in dossier.findings if f.level == "note" and is_rule(f.rule)]
    out += [_sentence(f.text(lang)) for f in told if rule_of(f.rule).rung in RUNGS]
    for c in dossier.chapters:
        loads = [r.values["payload"] for r in c.piece.requirements if "payload" in r.values]
        out += [phrase("payload", lang, load=figure(v, 0, lang)) for v in loads]
        out += [
            phrase("load_each", lang, name=c.bought_name(h.key, lang), load=figure(h.load, 0, lang))
            for h in c.piece.hardware
            if h.load
        ]
    return [_sentence(text) for text in dict.fromkeys(out)]


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
