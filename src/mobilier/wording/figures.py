"""Numbers and names as text: the one place where a float becomes figures.

Programs and drawings want a number without exponent or trailing zeros (:func:`trimmed`), people
want it in their language (:func:`figure`); a name becomes a word for files and addresses
(:func:`slug`).
"""

from __future__ import annotations

import re
import unicodedata

from mobilier.wording.language import Lang

_SPELLED = str.maketrans(
    {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "Ø": "O", "ø": "o", "×": "x"}
)


def trimmed(value: float, decimals: int) -> str:
    """Return a number without exponent, trailing zeros or a negative zero."""
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


def figure(value: float, lang: Lang, decimals: int = 2) -> str:
    """Return a number as people write it: at most ``decimals`` places, a comma in French."""
    text = trimmed(value, decimals)
    return text.replace(".", ",") if lang == "fr" else text


def plain_letters(text: str) -> str:
    """Return a text in ASCII: letters without their accents, a space for all that is no letter there."""
    apart = unicodedata.normalize("NFKD", text.translate(_SPELLED))
    return "".join(c if c.isascii() else " " for c in apart if not unicodedata.combining(c))


def slug(text: str, joint: str = "-") -> str:
    """Return a name in small letters, figures and ``joint``, as any file system and address takes it."""
    return re.sub(r"[^a-z0-9]+", joint, plain_letters(text).lower()).strip(joint)
