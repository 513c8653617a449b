"""README.md and LISEZMOI.md of a bundle: what it is, what to do first, what lies where."""

from __future__ import annotations

from collections.abc import Collection

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.usage import stood
from mobilier.export.terms import board_name, duration, safety, stated, thickness_words
from mobilier.wording import Lang, figure, say
from mobilier.wording.safe import markdown

STEPS = ("measure", "cut", "prepare", "assemble")
PLACES = (
    "plans/", "labels.pdf", "sheets/", "programs/", "parts/", "steps/", "3d/", "bom.csv", "cutlist.csv",
    "hardware.csv", "wiki/", "source/", "checks.json", "okh.toml", "LICENSES/",
)  # fmt: skip
"""What to do first, and what lies in a bundle: endings of keys."""


def readme(dossier: Dossier, lang: Lang, files: Collection[str]) -> str:
    """Return the read-me of a bundle that holds ``files`` (paths)."""
    first = dossier.chapters[0]

    facts = [
        stated(say("doc.from_floor", lang), stood(first.piece, "", lang), lang),
        stated(say("doc.wood_mass", lang), f"{figure(dossier.mass, lang, 0)} kg", lang),
        *(stated(board_name(m, lang), thickness_words(m, lang), lang) for m in dossier.boards.values()),
        stated(say("booklet.cutter", lang), f"Ø {figure(dossier.cutter.diameter, lang)} mm", lang),
    ]
    if dossier.seconds:
        facts.append(stated(say("doc.machine_time", lang), duration(dossier.seconds, lang), lang))
    sheets = ", ".join(k.title for k in dossier.layouts)
    steps = [say(f"readme.{key}", lang, sheets=sheets) for key in STEPS]
    places = [place for place in PLACES if any(f.startswith(place) for f in files)]
    lines = [
        f"# {markdown(dossier.title(lang))}",
        "",
        markdown(first.text("about", lang) or first.design.about),
        "",
        *(f"- {markdown(f)}" for f in facts),
        "",
        f"## {say('booklet.safety', lang)}",
        "",
        *(f"- {s}" for s in safety(lang)),
        "",
        f"## {say('readme.first', lang)}",
        "",
        *(f"{n}. {s}" for n, s in enumerate(steps, start=1)),
        "",
        f"## {say('readme.files', lang)}",
        "",
        *(f"- `{place}`: {say(f'place.{place}', lang)}" for place in places),
        "",
        f"## {say('readme.checked', lang)}",
        "",
        "```",
        "sha256sum -c SHA256SUMS",
        "mobilier verify .",
        "mobilier verify . --regenerate",
        "```",
    ]
    credit = markdown(first.text("credit", lang))
    tail = [credit] if credit else []
    if dossier.licence:
        tail.append(say("doc.licence", lang, licence=dossier.licence))
    if dossier.source:
        who = f" ({markdown(dossier.licensor)})" if dossier.licensor else ""
        tail.append(stated(say("doc.published", lang), f"<{dossier.source}>{who}", lang))
    return "\n".join([*lines, "", *("\n\n".join(tail).split("\n") if tail else [])]).rstrip() + "\n"
