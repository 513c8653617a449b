"""What the drawings and tables say, in French and English."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Literal

from mobilier.profiles.types import Material

Lang = Literal["fr", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # key: (French, English)
    "sheet": ("plaque", "sheet"),
    "sheets": ("plaques", "sheets"),
    "part": ("pièce", "part"),
    "parts": ("pièces", "parts"),
    "board": ("matériau", "board"),
    "nominal": ("nominal", "nominal"),
    "measured": ("mesuré", "measured"),
    "thickness": ("épaisseur", "thickness"),
    "grain": ("fil", "grain"),
    "used": ("utilisé", "used"),
    "offcut": ("chute", "offcut"),
    "cutter": ("fraise", "cutter"),
    "zero": ("origine", "zero"),
    "clearance": ("jeu", "clearance"),
    "relief": ("dégagements", "relief"),
    "clamp": ("bride", "clamp"),
    "quantity": ("quantité", "quantity"),
    "scale": ("échelle", "scale"),
    "through": ("débouchant", "through"),
    "deep": ("prof.", "deep"),
    "hole": ("perçage", "hole"),
    "pocket": ("poche", "pocket"),
    "engraving": ("gravure", "engraving"),
    "cutout": ("découpe", "cutout"),
    "sharp": ("angle vif à dégager", "sharp corner to relieve"),
    "face_up": ("face visible dessus", "good face up"),
    "all_mm": ("cotes en mm", "all in mm"),
    "mass": ("masse", "mass"),
    "front": ("avant", "front"),
    "reference": ("carré témoin", "reference square"),
    "centres": ("centres x ; y depuis le coin bas gauche", "centres x; y from the lower left corner"),
    "not_cut": ("ne pas usiner", "do not cut"),
}


def say(key: str, lang: Lang) -> str:
    """Return a word in ``lang``."""
    return WORDS[key][0 if lang == "fr" else 1]


def stated(label: str, value: str, lang: Lang) -> str:
    """Return ``label: value``, with the space that French puts before a colon."""
    return f"{label} : {value}" if lang == "fr" else f"{label}: {value}"


BOARDS: dict[str, tuple[str, str]] = {
    "birch": ("contreplaqué bouleau", "birch plywood"),
    "poplar": ("contreplaqué peuplier", "poplar plywood"),
    "okoume": ("contreplaqué okoumé", "okoume plywood"),
    "mdf": ("médium (MDF)", "MDF"),
    "osb": ("OSB", "OSB"),
}
"""By the first word of a material's name."""


def board_name(material: Material, lang: Lang) -> str:
    """Return what to ask for at the merchant's: species and nominal thickness."""
    known = BOARDS.get(re.split(r"[-_ ]", material.name)[0])
    if known is None:
        return material.about or material.name
    return f"{known[0 if lang == 'fr' else 1]} {figure(material.nominal, 1, lang)} mm"


def thickness_words(material: Material, lang: Lang) -> str:
    """Return the thickness, and whether anybody measured it."""
    value = f"{figure(material.thickness, 2, lang)} mm"
    if material.readings:
        return f"{say('measured', lang)} {value}"
    return f"non mesuré, supposé {value}" if lang == "fr" else f"not measured, taken as {value}"


CORNERS: dict[str, tuple[str, str]] = {
    "front-left": ("coin avant gauche", "front left corner"),
    "front-right": ("coin avant droit", "front right corner"),
    "back-left": ("coin arrière gauche", "back left corner"),
    "back-right": ("coin arrière droit", "back right corner"),
    "centre": ("centre de la plaque", "centre of the sheet"),
}


def corner_name(origin: str, lang: Lang) -> str:
    """Return where X = Y = 0 lies on the sheet."""
    return CORNERS[origin][0 if lang == "fr" else 1]


def figure(value: float, places: int, lang: Lang) -> str:
    """Return a number as people of ``lang`` write it, without trailing zeros."""
    text = f"{value:.{places}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    text = "0" if text == "-0" else text
    return text.replace(".", ",") if lang == "fr" else text


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def hardware_size(size: str, texts: Mapping[str, Any], lang: Lang) -> str:
    """Return what to ask for in the shop, in ``lang``.

    Designs write sizes in English, their figures computed.  ``texts`` are the design's texts in
    ``lang``; their table ``sizes`` translates what stands between commas, {} for each figure:
    ``"{} mm high" = "hauteur {} mm"``.
    """
    table = texts.get("sizes", {})
    return ", ".join(_phrase_of(words, table, lang) for words in size.split(", "))


def _phrase_of(words: str, table: Mapping[str, str], lang: Lang) -> str:
    figures = [f.replace(".", ",") if lang == "fr" else f for f in _FIGURE.findall(words)]
    pattern = _FIGURE.sub("{}", words)
    said = table.get(pattern, pattern)
    for f in figures:
        said = said.replace("{}", f, 1)
    return said
