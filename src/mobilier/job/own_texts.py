"""Whether the texts of a design say what its piece asks for, in every language, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

from mobilier.errors import Finding
from mobilier.job.job import Order
from mobilier.wording import LANGS, Lang

SECTIONS = ("parameters", "parts", "steps", "hardware", "poses")
_SHOWN = 8
"""Keys that a finding lists; the rest are counted."""


def text_findings(order: Order) -> list[Finding]:
    """Return what the texts of a design in a folder leave unsaid or say of nothing; a file alone has none."""
    design = order.design
    if design.folder is None or not design.texts:
        return []
    return [f for lang in LANGS for f in _in_language(order, lang)]


def _in_language(order: Order, lang: Lang) -> Iterator[Finding]:
    file = f"{order.design.home}/texts.{lang}.toml"
    if lang not in order.design.texts:
        yield Finding.of("text-missing", file, level="note", case="file", lang=lang)
        return
    texts, asked = order.design.texts[lang], _asked(order)
    missing = [
        f"{section}.{key}" for section in SECTIONS for key in asked[section] if not _said(texts, section, key)
    ]
    if missing:
        first = missing[0].partition(".")
        told = {"keys": _listed(missing), "section": first[0], "key": first[2]}
        yield Finding.of("text-missing", file, level="warning", case="keys", **told)
    stale = [f"{section}.{key}" for section in SECTIONS for key in _strangers(order, texts, section, asked)]
    if stale:
        yield Finding.of("text-stale", file, keys=_listed(stale))


def _asked(order: Order) -> dict[str, list[str]]:
    """Return the keys that the piece asks a text for, by section."""
    piece = order.piece
    return {
        "parameters": list(order.design.parameters),
        "parts": list(dict.fromkeys(p.word for p in piece.plates)),
        "steps": list(dict.fromkeys(s.key for s in piece.steps)),
        "hardware": list(dict.fromkeys(h.key for h in piece.hardware)),
        "poses": [p.name for p in piece.poses],
    }


def _said(texts: Mapping[str, object], section: str, key: str) -> bool:
    table = texts.get(section)
    return isinstance(table, Mapping) and isinstance(table.get(key), str)


def _strangers(
    order: Order, texts: Mapping[str, object], section: str, asked: Mapping[str, list[str]]
) -> list[str]:
    """Return keys of a section that the piece does not ask for and its program does not write."""
    table = texts.get(section)
    program = order.design.sources.get("design.py")
    if not isinstance(table, Mapping) or program is None:
        return []
    written = program.decode("utf-8", "replace")
    return [key for key in table if key not in asked[section] and not _names(written + _assemblies(), key)]


def _names(program: str, key: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(key)}(?!\w)", program) is not None


@cache
def _assemblies() -> str:
    """Return the programs of the assemblies that designs may use: they name plates and hardware too."""
    folder = files("mobilier.model.assemblies")
    return "".join(f.read_text("utf-8") for f in folder.iterdir() if f.name.endswith(".py"))


def _listed(keys: list[str]) -> str:
    rest = len(keys) - _SHOWN
    return ", ".join(keys[:_SHOWN]) + (f", … (+{rest})" if rest > 0 else "")
