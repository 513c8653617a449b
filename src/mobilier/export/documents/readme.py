"""README.md and LISEZMOI.md of a bundle: what it is, what to do first, what lies where."""

from __future__ import annotations

from collections.abc import Collection

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.usage import stood
from mobilier.export.phrases import SAFETY, duration, listed, phrase
from mobilier.export.words import Lang, board_name, figure, stated, thickness_words

_TEXT: dict[str, tuple[str, str]] = {
    "first": ("Dans l'ordre", "In this order"),
    "files": ("Ce qu'il y a ici", "What is here"),
    "checked": ("Vérifier, refaire", "Verify, make again"),
}

_STEPS: tuple[tuple[str, str], ...] = (
    (
        "Mesurez l'épaisseur de vos plaques. Si elle diffère de celle d'en haut, refaites les plans.",
        "Measure the thickness of your boards. If it is not the one given above, make the plans again.",
    ),
    (
        "Lisez la fiche de réglage de la machine, puis usinez les plaques dans l'ordre {sheets}.",
        "Read the machine's setup sheet, then cut the sheets in the order {sheets}.",
    ),
    (
        "Collez les étiquettes, coupez les attaches, poncez, protégez.",
        "Stick the labels on, cut the tabs, sand, protect.",
    ),
    (
        "Montez en suivant le livret.",
        "Assemble as the booklet shows.",
    ),
)

_PLACES: tuple[tuple[str, str, str], ...] = (
    ("plans/", "livret en français et en anglais", "booklet in French and English"),
    ("labels.pdf", "étiquettes à coller sur les pièces", "stickers for the parts"),
    ("sheets/", "plaques à usiner : DXF et plan", "sheets to cut: DXF and map"),
    ("programs/", "programmes par machine et fiche de réglage", "programs by machine and setup sheet"),
    ("parts/", "chaque pièce à ses cotes nominales", "each part at its nominal size"),
    ("steps/", "images du montage", "pictures of the assembly"),
    ("3d/", "modèle STEP, GLB et visionneuse hors ligne", "STEP and GLB model, offline viewer"),
    ("bom.csv", "nomenclature", "bill of materials"),
    ("cutlist.csv", "liste de débit", "cut list"),
    ("hardware.csv", "quincaillerie", "hardware"),
    ("wiki/", "pages prêtes pour un wiki", "pages ready for a wiki"),
    ("source/", "designs et profils dont tout ceci découle", "designs and profiles all of this follows from"),
    ("checks.json", "contrôles et preuve", "checks and proof"),
    ("okh.toml", "manifeste Open Know-How", "Open Know-How manifest"),
    ("LICENSES/", "licences", "licences"),
)


def readme(dossier: Dossier, lang: Lang, files: Collection[str]) -> str:
    """Return the read-me of a bundle that holds ``files`` (paths)."""
    first = dossier.chapters[0]

    def t(key: str) -> str:
        return _TEXT[key][0 if lang == "fr" else 1]

    facts = [
        stated(phrase("from_floor", lang), stood(first.piece, "", lang), lang),
        stated(phrase("wood_mass", lang), f"{figure(dossier.mass, 0, lang)} kg", lang),
        *(stated(board_name(m, lang), thickness_words(m, lang), lang) for m in dossier.boards.values()),
        stated(phrase("cutter", lang), f"Ø {figure(dossier.cutter.diameter, 2, lang)} mm", lang),
    ]
    if dossier.seconds:
        facts.append(stated(phrase("machine_time", lang), duration(dossier.seconds, lang), lang))
    steps = [s.format(sheets=", ".join(k.title for k in dossier.layouts)) for s in listed(_STEPS, lang)]
    places = [(place, fr if lang == "fr" else en) for place, fr, en in _PLACES]
    lines = [
        f"# {dossier.title(lang)}",
        "",
        _plain(first.text("about", lang) or first.design.about),
        "",
        *(f"- {_plain(f)}" for f in facts),
        "",
        f"## {phrase('safety', lang)}",
        "",
        *(f"- {s}" for s in listed(SAFETY, lang)),
        "",
        f"## {t('first')}",
        "",
        *(f"{n}. {s}" for n, s in enumerate(steps, start=1)),
        "",
        f"## {t('files')}",
        "",
        *(f"- `{place}`: {what}" for place, what in places if any(f.startswith(place) for f in files)),
        "",
        f"## {t('checked')}",
        "",
        "```",
        "sha256sum -c SHA256SUMS",
        "mobilier verify .",
        "mobilier verify . --regenerate",
        "```",
    ]
    credit = _plain(first.text("credit", lang))
    tail = [credit] if credit else []
    if dossier.licence:
        tail.append(phrase("licence", lang, licence=dossier.licence))
    if dossier.source:
        who = f" ({_plain(dossier.licensor)})" if dossier.licensor else ""
        tail.append(stated(phrase("published", lang), f"<{dossier.source}>{who}", lang))
    return "\n".join([*lines, "", *("\n\n".join(tail).split("\n") if tail else [])]).rstrip() + "\n"


def _plain(text: str) -> str:
    """Return text that Markdown shows as it is."""
    return "".join(f"\\{c}" if c in "\\`*_[]<>#|" else c for c in " ".join(text.split()))
