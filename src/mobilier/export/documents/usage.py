"""What a maker may ask of the piece: its size over the floor, its care, what it carries and withstands."""

from __future__ import annotations

from collections.abc import Sequence

from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.model.piece import Piece
from mobilier.wording import Lang, figure, is_rule, rule_of, say

CARE = ("finish", "tighten", "climb")
CARE_WITH = ("castors", "ballast")
"""What is said of every piece, and what only of those that promise it."""

RUNGS = ("stability", "use")
"""Notes of these rungs of the ladder are for those who use the piece."""


def stood(piece: Piece, pose: str, lang: Lang) -> str:
    """Return length, width and height over the floor (z = 0) in a pose: castors and feet count."""
    return " × ".join(figure(v, lang, 0) for v in piece.stands(pose)) + " mm"


def care(chapters: Sequence[Chapter], lang: Lang) -> list[str]:
    """Return how the pieces are looked after, and what some of them ask besides."""
    promised = {r.kind for c in chapters for r in c.piece.requirements}
    return [say(f"care.{key}", lang) for key in (*CARE, *(k for k in CARE_WITH if k in promised))]


def limits(dossier: Dossier, lang: Lang) -> list[str]:
    """Return what the pieces carry and withstand: notes of the design, of the checks, loads."""
    out = []
    for c in dossier.chapters:
        out += [str(text) for text in c.design.texts.get(lang, {}).get("notes", {}).values()]
    told = [f for f in dossier.findings if f.level == "note" and is_rule(f.rule)]
    out += [_sentence(f.text(lang)) for f in told if rule_of(f.rule).rung in RUNGS]
    for c in dossier.chapters:
        loads = [r.values["payload"] for r in c.piece.requirements if "payload" in r.values]
        out += [say("doc.payload", lang, load=figure(v, lang, 0)) for v in loads]
        out += [
            say("doc.load_each", lang, name=c.bought_name(h.key, lang), load=figure(h.load, lang, 0))
            for h in c.piece.hardware
            if h.load
        ]
    return [_sentence(text) for text in dict.fromkeys(out)]


def _sentence(text: str) -> str:
    text = text[:1].upper() + text[1:]
    return text if text.endswith((".", "!", "?")) else f"{text}."
