"""What documents and drawings call things: boards, corners, sizes, times, people."""

from __future__ import annotations

import re

from mobilier.profiles.types import Material
from mobilier.wording import Lang, counted, figure, has, say

SAFETY = ("router", "dust", "spindle", "lifting", "square")
HANDTOOLS = ("measure", "saw", "sanding", "mallet", "driver", "clamps")
"""What is said at the machine, and the tools it takes to build a piece: endings of keys."""


def safety(lang: Lang) -> list[str]:
    """Return what keeps the operator whole, a sentence each."""
    return [say(f"safety.{key}", lang) for key in SAFETY]


def handtools(lang: Lang) -> list[str]:
    """Return the tools that it takes to build a piece."""
    return [say(f"handtool.{key}", lang) for key in HANDTOOLS]


def stated(label: str, value: str, lang: Lang) -> str:
    """Return ``label: value``, with the space that French puts before a colon."""
    return f"{label} : {value}" if lang == "fr" else f"{label}: {value}"


def board_name(material: Material, lang: Lang) -> str:
    """Return what to ask for at the merchant's: species and nominal thickness."""
    wood = f"wood.{re.split(r'[-_ ]', material.name)[0]}"
    if not has(wood):
        return material.about or material.name
    return f"{say(wood, lang)} {figure(material.nominal, lang, 1)} mm"


def thickness_words(material: Material, lang: Lang) -> str:
    """Return the thickness, and whether anybody measured it."""
    key = "drawing.measured" if material.readings else "drawing.unmeasured"
    return say(key, lang, thickness=figure(material.thickness, lang))


def corner_name(origin: str, lang: Lang) -> str:
    """Return where X = Y = 0 lies on the sheet."""
    return say(f"corner.{origin}", lang)


def crew(people: int, lang: Lang) -> str:
    """Return how many people it takes."""
    return counted("crew", people, lang)


def about(minutes: float, lang: Lang) -> str:
    """Return a time that is only known roughly: to 5 min, above an hour to a quarter of one."""
    grain = 5 if minutes < 60 else 15
    return duration(max(grain, grain * round(minutes / grain)) * 60, lang)


def duration(seconds: float, lang: Lang) -> str:
    """Return a time as people say it: 1 h 05, 12 min, 40 s."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes = round(whole / 60)
    if minutes < 60:
        return f"{minutes} min"
    hours, rest = divmod(minutes, 60)
    return say("doc.hours", lang, hours=hours, minutes=f"{rest:02d}")
