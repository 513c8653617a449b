"""Words and sentences that are no findings: the command line, documents, places, pages.

Each stands under a key in one of the files of ``words/``; a key stands in one file only.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache

from mobilier.wording.language import FOLDER, LANGS, Lang, Pair, Value, filled, language, read_texts


def say(key: str, lang: Lang | None = None, **words: Value) -> str:
    """Return a text of the catalogue with its words filled in, in the locale's language without one.

    Raises:
        KeyError: no such key.
    """
    return filled(_of(key), lang or language(), words)


def pair(key: str, **words: Value) -> Pair:
    """Return a text of the catalogue in both languages, its words filled in."""
    english, french = (filled(_of(key), lang, words) for lang in LANGS)
    return english, french


def counted(key: str, number: int, lang: Lang | None = None) -> str:
    """Return a number with its noun: 1 part, 2 parts; French counts nought as one."""
    spoken = lang or language()
    one = number == 1 or (spoken == "fr" and number == 0)
    return say(key if one else f"{key}s", spoken, number=number)


def hint(name: str, known: Iterable[str]) -> Pair:
    """Return what a misspelt name may have meant: the nearest one known, else all of them."""
    names = list(known)
    near = get_close_matches(name, names, n=1)
    if near:
        return pair("hint.near", name=near[0])
    return pair("hint.known", names=", ".join(names)) if names else pair("hint.none")


def under(beginning: str, lang: Lang | None = None) -> dict[str, str]:
    """Return the texts of all keys that begin so, as they are, by the rest of their keys."""
    spoken = LANGS.index(lang or language())
    keys = [key for name in tables() for key in table(name) if key.startswith(beginning)]
    return {key.removeprefix(beginning): _of(key)[spoken] for key in keys}


def has(key: str) -> bool:
    """Tell whether the catalogue has a key."""
    return any(key in table(name) for name in tables())


@cache
def tables() -> tuple[str, ...]:
    """Return the names of the files, the command line's first: a short call reads no other."""
    names = sorted(p.stem for p in (FOLDER / "words").glob("*.toml"))
    return tuple(sorted(names, key=lambda n: n != "cli"))


@cache
def table(name: str) -> Mapping[str, Pair]:
    """Return the texts of one file by key."""
    return {key: (str(en), str(fr)) for key, (en, fr) in read_texts(f"words/{name}").items()}


def _of(key: str) -> Pair:
    for name in tables():
        if key in table(name):
            return table(name)[key]
    raise KeyError(key)
