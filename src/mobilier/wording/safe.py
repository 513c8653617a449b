"""Words of strangers made safe for where they go: one function for each language that is written.

A title, a name or a file of somebody else is data; it reaches a page, a wiki, a table, a script or
a terminal through one of these, and a program through :mod:`mobilier.cam.program_text` alone.
"""

from __future__ import annotations

import html as _html
import json
import re
import unicodedata

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|!~])")
_LIST = re.compile(r"^(\s*)([-+>]|\d+[.)])(?=\s)")
_WIKI = re.compile(r"[&<>{}|\[\]=~]|''+|__+|(?<=-)-+|^[*#:; \-!]")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def one_line(text: str) -> str:
    """Return a text on one line, without letters that steer."""
    joined = " ".join(text.split())
    return "".join(c for c in joined if unicodedata.category(c) not in ("Cc", "Cs"))


def html(text: str) -> str:
    """Return a text for an HTML page, inside an element or an attribute in quotes."""
    return _html.escape(one_line(text), quote=True)


def script(value: object) -> str:
    """Return a value as JSON inside a ``<script>`` of an HTML page."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def markdown(text: str) -> str:
    """Return a text for a Markdown page: one line that begins no heading, list, link or table."""
    line = _MARKDOWN.sub(r"\\\1", one_line(text))
    return _LIST.sub(lambda m: f"{m[1]}\\{m[2]}", line)


def wikitext(text: str) -> str:
    """Return a text for a wiki: one line, every character that means something there as an entity."""
    return _WIKI.sub(lambda m: "".join(f"&#{ord(c)};" for c in m[0]), one_line(text))


def cell(text: str) -> str:
    """Return a text for a cell of a spreadsheet: one line that is no formula."""
    line = one_line(text)
    return f"'{line}" if line.startswith(_FORMULA) else line


def printable(text: str) -> str:
    """Return a text for a terminal: what steers it, or hides, is written as its number."""
    return "".join(f"\\x{ord(c):02x}" if c != "\n" and _steers(c) else c for c in text)


def _steers(letter: str) -> bool:
    """Tell whether a letter moves what is written, or is not seen."""
    category = unicodedata.category(letter)
    return category[0] == "C" or category in ("Zl", "Zp")
