"""Words of strangers, thrown at every language that is written: none of them gets more than a place in it."""

from __future__ import annotations

import csv
import html as html_reader
import io
import json
import random
import re
import unicodedata
from html.parser import HTMLParser

import pytest

from mobilier.bundle.folder import is_inside
from mobilier.wording import printable, slug
from mobilier.wording.safe import cell, html, markdown, one_line, script, wikitext

SEEDS = [
    "</script><script>alert(1)</script>",
    "<!--<script>",
    '"><img src=x onerror=alert(1)>',
    "'; DROP TABLE parts; --",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd",
    "# heading\n## another",
    "- item\n* item\n1. item",
    "[link](javascript:alert(1))",
    "![pic](http://x/y.png)",
    "| a | b |\n|---|---|",
    "```\ncode",
    "{{template|x=1}} [[File:x.png]] '''bold''' ~~~~",
    "]]{{delete}}<nowiki>",
    "/*BODY*/ /*TITLE*/",
    "../../etc/passwd",
    "/abs/olute",
    "a\\b\\c",
    "CON",
    "\x1b[2J\x1b[H whole; 53 rules kept",
    "\x00\x07\x08\x0b\x0c\x1f\x7f\x85",
    "\u202e\u200b\ufeff\u2028\u2029",
    "$(touch x) `touch x` ; rm -rf /",
    "%0A%0D",
    "!~?$",
    "(LOGOPEN,x)",
    "é œ Œ ß 漢字 🪑",
    " " * 5,
    "x" * 400,
]


def strings() -> list[str]:
    """Two hundred strings: the seeds, and mixtures of their pieces."""
    dice = random.Random(11)
    mixed = [
        "".join(dice.choice(SEEDS)[dice.randrange(3) :][: dice.randrange(1, 30)] for _ in range(3))
        for _ in range(200 - len(SEEDS))
    ]
    return [*SEEDS, *mixed]


STRINGS = strings()


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, tuple[tuple[str, str | None], ...]]] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_there_are_two_hundred_of_them() -> None:
    assert len(STRINGS) == 200


@pytest.mark.parametrize("text", STRINGS)
def test_a_page_shows_the_text_and_nothing_else(text: str) -> None:
    reader = _Reader()
    reader.feed(f'<p title="{html(text)}">{html(text)}</p>')
    assert reader.tags == [("p", (("title", one_line(text)),))]
    assert reader.text == one_line(text)


@pytest.mark.parametrize("text", STRINGS)
def test_a_script_holds_the_value_and_ends_where_it_ends(text: str) -> None:
    told = script({"title": text})
    assert json.loads(told) == {"title": text}
    assert "<" not in told
    assert ">" not in told


@pytest.mark.parametrize("text", STRINGS)
def test_a_wiki_gets_the_text_and_no_markup(text: str) -> None:
    told = wikitext(text)
    assert html_reader.unescape(told) == one_line(text)
    assert not re.search(r"[{}\[\]|<>=~]|''|__|^[*#:;!-]", re.sub(r"&#\d+;", "x", told))
    assert "\n" not in told


@pytest.mark.parametrize("text", STRINGS)
def test_a_markdown_line_is_a_line_of_text(text: str) -> None:
    told = markdown(text)
    assert "\n" not in told
    assert not re.match(r"\s*(#|>|[-+*]\s|\d+[.)]\s|```|\|)", told)
    assert not re.search(r"(?<!\\)[\[\]<>`*_|!~]", re.sub(r"\\\\", "", told))
    assert re.sub(r"\\(.)", r"\1", told) == one_line(text)


@pytest.mark.parametrize("text", STRINGS)
def test_a_spreadsheet_reads_a_text_in_one_cell(text: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow([cell(text), "next"])
    (row,) = csv.reader(io.StringIO(out.getvalue()), delimiter=";")
    assert row[1:] == ["next"]
    assert row[0].lstrip("'") == one_line(text).lstrip("'")
    assert not row[0].startswith(("=", "+", "-", "@", "\t", "\r"))


@pytest.mark.parametrize("text", STRINGS)
def test_a_terminal_is_written_to_and_not_steered(text: str) -> None:
    told = printable(text)
    assert not [c for c in told if c != "\n" and unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp")]


@pytest.mark.parametrize("text", STRINGS)
def test_a_name_of_a_file_stays_in_its_folder(text: str) -> None:
    word = slug(text)
    assert re.fullmatch(r"[a-z0-9-]*", word)
    assert not word or is_inside(f"{word[:100]}.svg")
