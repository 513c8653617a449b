"""The two languages, what may be filled into a text, and how it is filled in.

Templates are format strings: ``{name!t}`` is a word that is translated too, ``{name!c}`` a text of
figures, ``{name!q}`` something quoted.  French writes decimals with a comma.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any, Literal

Lang = Literal["en", "fr"]
LANGS: tuple[Lang, Lang] = ("en", "fr")
FOLDER = Path(__file__).parent

Pair = tuple[str, str]
"""A text in English and in French."""

Value = float | int | str | Pair
"""What a text may be filled with; of a pair each language takes its own."""


def language(environ: Mapping[str, str] | None = None) -> Lang:
    """Return "fr" under a French locale, else "en"."""
    env = os.environ if environ is None else environ
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if env.get(name):
            return "fr" if env[name].lower().startswith("fr") else "en"
    return "en"


def filled(texts: Pair, lang: Lang, values: Mapping[str, Value]) -> str:
    """Return a template in a language with its values in place."""
    return _Words(lang).vformat(texts[LANGS.index(lang)], (), values)


def read_texts(name: str) -> dict[str, Any]:
    """Return a table of the catalogue; ``name`` is its path without the ending."""
    return tomllib.loads(raw_text(name))


@cache
def raw_text(name: str) -> str:
    """Return the text of a table of the catalogue."""
    return (FOLDER / f"{name}.toml").read_text(encoding="utf-8")


@cache
def translations() -> Mapping[str, str]:
    """Return words that stand for a value, English to French."""
    return read_texts("translations")


class _Words(Formatter):
    """Fills a template in one language."""

    def __init__(self, lang: Lang) -> None:
        self.lang = lang

    def get_value(self, key: int | str, args: Any, kwargs: Any) -> Any:
        value = super().get_value(key, args, kwargs)
        return value[LANGS.index(self.lang)] if isinstance(value, tuple) else value

    def convert_field(self, value: Any, conversion: str | None) -> Any:
        if conversion == "t":
            return value if self.lang == "en" else translations().get(value, value)
        if conversion == "c":
            return value if self.lang == "en" else value.replace(".", ",")
        if conversion == "q":
            return f"'{value}'" if self.lang == "en" else f"« {value} »"
        return super().convert_field(value, conversion)

    def format_field(self, value: Any, format_spec: str) -> str:
        text = str(super().format_field(value, format_spec))
        if isinstance(value, bool) or not isinstance(value, float | int):
            return text
        return text.replace(".", ",") if self.lang == "fr" else text
