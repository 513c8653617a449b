"""A web page in one file, in French and English, with the type and colours of every other page."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

from mobilier.export.drawing.style import FONT_STACK, INK, SOFT, WARN
from mobilier.wording import Lang, say
from mobilier.wording.safe import html

TEMPLATE = Path(__file__).parent / "templates" / "page.html"
LINE, WASH = "#d8d4cb", "#f6f4ef"
"""Rules between things, and what lies behind them: as in the viewer."""


def page(title: str, body: str, langs: tuple[Lang, ...]) -> str:
    """Return the page; ``body`` is HTML, made with :func:`spoken`."""
    words = {
        "LANG": langs[0],
        "LANGS": " ".join(langs),
        "TITLE": html(title),
        "INK": INK,
        "SOFT": SOFT,
        "WARN": WARN,
        "LINE": LINE,
        "WASH": WASH,
        "FONT": FONT_STACK,
        "BODY": body,
    }
    text = TEMPLATE.read_text("utf-8")
    return re.sub(r"/\*([A-Z]+)\*/", lambda hit: words.get(hit[1], hit[0]), text)


def spoken(langs: tuple[Lang, ...], said: Callable[[Lang], str]) -> str:
    """Return HTML that shows what ``said`` (plain text) says in the language of the reader."""
    texts = {lang: html(said(lang)) for lang in langs}
    if len(set(texts.values())) == 1:
        return texts[langs[0]]
    return "".join(f'<span lang="{lang}">{text}</span>' for lang, text in texts.items())


def switch(langs: tuple[Lang, ...]) -> str:
    """Return the button that changes the language, where there are two."""
    if len(langs) < 2:
        return ""
    return f'<button class="language">{spoken(langs, lambda lang: say("page.language", lang))}</button>'


def inline(svg: bytes) -> str:
    """Return a picture as an address that needs no file."""
    return "data:image/svg+xml;base64," + base64.b64encode(svg).decode("ascii")
