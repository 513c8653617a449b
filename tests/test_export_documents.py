"""Booklets, labels, wiki pages, manifests: read by others, broken by no text, the same every time."""

from __future__ import annotations

import csv
import html
import io
import json
import os
import re
import subprocess
import sys
import tomllib
import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import cut_sheet
import pytest
from export_pieces import NASTY, paper_digest, papers, stool_dossier
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.export.documents.dossier import Dossier
from mobilier.export.documents.readme import readme
from mobilier.export.documents.setup import setup_sheet
from mobilier.export.terms import duration
from mobilier.export.web.okh import manifest, okh_findings, okh_toml
from mobilier.export.web.viewer import viewer
from mobilier.export.web.wiki import WikiPage, mediawiki, uploads, wikifab
from mobilier.wording.safe import one_line, wikitext

files = cache(papers)


def inflated(pdf: bytes) -> bytes:
    """Return a PDF with its compressed streams opened."""
    out = [pdf]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", pdf, re.DOTALL):
        try:
            out.append(zlib.decompress(found[1]))
        except zlib.error:
            continue
    return b"\n".join(out)


def test_booklets_and_labels_embed_every_font_they_use() -> None:
    for path in ("plans/booklet.fr.pdf", "plans/booklet.en.pdf", "labels.pdf"):
        text = inflated(files()[path])
        fonts = len(re.findall(rb"/Type ?/FontDescriptor", text))
        embedded = len(re.findall(rb"/FontFile[23]?\b", text))
        assert embedded
        assert fonts == embedded
        names = set(re.findall(rb"/FontName ?/([A-Z]{6}\+[A-Za-z-]+)", text))
        assert names
        assert all(b"IBMPlexSans" in n for n in names), names
        assert b"ToUnicode" in text


def test_a_booklet_names_no_place_of_this_machine() -> None:
    text = inflated(files()["plans/booklet.fr.pdf"])
    assert str(Path.home()).encode() not in text
    assert str(Path(__file__).parents[1]).encode() not in text


@given(st.text())
def test_wiki_text_comes_back_whole_and_holds_no_markup(text: str) -> None:
    code = wikitext(text)
    assert html.unescape(code) == one_line(text)
    assert not re.search(r"[{}|\[\]<>=~]|''|__", code)
    assert not re.match(r"[*#:;! ]", code)


def templates(page: str) -> list[tuple[str, dict[str, str]]]:
    """Read the outer templates of a page as MediaWiki does: braces counted, bars split at depth one."""
    out, depth, start = [], 0, 0
    k = 0
    while k < len(page):
        if page.startswith("{{", k):
            depth += 1
            start = k + 2 if depth == 1 else start
            k += 2
        elif page.startswith("}}", k):
            depth -= 1
            assert depth >= 0, "a template is closed that was not open"
            if depth == 0:
                out.append(page[start:k])
            k += 2
        else:
            k += 1
    assert depth == 0, "a template stays open"
    named = []
    for body in out:
        pieces = re.split(r"\|(?![^{]*\}\})", body)
        fields = dict(p.split("=", 1) for p in pieces[1:] if "=" in p)
        named.append((pieces[0].strip(), {k.strip(): v.strip() for k, v in fields.items()}))
    return named


def test_a_wikifab_page_has_the_form_s_templates_in_order_and_survives_any_text() -> None:
    dossier = stool_dossier()
    page = wikifab(dossier, dossier.chapters[0], "fr", WikiPage(cost=120, hours=5.2))
    found = templates(page)
    names = ["Tuto Details", "Introduction", "Materials", "Separator", "Tuto Step", "Tuto Step", "Notes"]
    assert [name for name, _ in found] == [*names, "Tuto Status"]
    titles = [fields["Step_Title"] for name, fields in found if name == "Tuto Step"]
    assert titles == ["1. Étape", "2. Étape"], "no key stands for a title that nobody wrote"
    details = found[0][1]
    assert (details["Cost"], details["Duration"], details["Language"]) == ("120", "6", "fr")
    assert html.unescape(details["Description"]) == " ".join(NASTY.split())
    assert details["Licences"] == "Attribution-ShareAlike (CC BY-SA)"
    assert "<script" not in page
    unknown = dict(templates(wikifab(dossier, dossier.chapters[0], "fr")))["Tuto Details"]
    known = [p.price * p.total for p in dossier.chapters[0].purchases("fr") if p.price]
    assert unknown["Cost"] == f"{sum(known):.0f}", "what is known, and that some is missing is said"
    assert "cost.csv" in dict(templates(page))["Materials"]["Material"]
    assert int(unknown["Duration"]) >= 1, "the time at the bench"


def named(text: str) -> Dossier:
    """The stool with one text everywhere a text is said."""
    dossier = stool_dossier()
    chapter = dossier.chapters[0]
    words = {
        "title": text,
        "about": text,
        "credit": text,
        "parts": dict.fromkeys(("leg", "rail", "seat"), text),
    }
    words |= {"steps": {"frame": text, "seat": text}, "hardware": {"glue": text}, "notes": {"any": text}}
    design = replace(chapter.design, texts={"fr": words, "en": words})
    return replace(dossier, chapters=(replace(chapter, design=design),))


def skeleton(page: str) -> str:
    """A page without its words: templates, tables, headings, links, tags."""
    return "".join(re.findall(r"\{\{|\}\}|\{\||\|\}|\[\[|\]\]|\n\||\n=+|=+\n|\n\*|<[^>]*>|''+|~~~+|__", page))


@settings(max_examples=40, deadline=None)
@given(
    st.text(
        alphabet=st.one_of(
            st.sampled_from("{}[]|=<>'~_*#:;!-&\n /"), st.characters(exclude_categories=["Cc", "Cs"])
        ),
        min_size=1,
    )
)
def test_no_text_of_a_design_changes_the_structure_of_a_wiki_page(text: str) -> None:
    if not text.split():
        return
    dossier, plain = named(text), named("x")
    for page in (wikifab, mediawiki):
        shown = page(dossier, dossier.chapters[0], "fr")
        assert skeleton(shown) == skeleton(page(plain, plain.chapters[0], "fr"))


def test_every_file_a_wiki_page_shows_is_listed_for_upload_and_exists() -> None:
    dossier = stool_dossier()
    names = {u.name for u in uploads(dossier, "fr")}
    for page in (wikifab(dossier, dossier.chapters[0], "fr"), mediawiki(dossier, dossier.chapters[0], "fr")):
        shown = set(re.findall(r"(?:Picture\w*=|Attachment=|File:)([^|\]\n}]+)", page))
        assert shown
        assert shown <= names
    table = files()["wiki/upload.csv"].decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(table, newline=""), delimiter=";"))
    assert [r["wiki_name"] for r in rows] == [u.name for u in uploads(dossier, "fr")]


def test_the_plain_page_has_balanced_tables_and_links() -> None:
    dossier = stool_dossier()
    page = mediawiki(dossier, dossier.chapters[0], "fr")
    assert page.count("{|") == page.count("|}") == 1
    assert page.count("[[") == page.count("]]")
    assert "{{" not in page
    assert page.count("\n|-") == len(dossier.parts)


def test_the_manifest_is_valid_and_each_fault_is_named() -> None:
    dossier = stool_dossier()
    there = {"README.md", "bom.csv", "parts/S01-leg.dxf"}
    table = manifest(dossier, there)
    assert okh_findings(table, there) == []
    assert tomllib.loads(okh_toml(table)) == table
    faults = {
        "repo": {"repo": "ftp://x"},
        "license": {"license": "do what you like"},
        "okhv": {"okhv": "1.0"},
        "colour": {"colour": "red"},
        "tsdc": {"tsdc": ["ABC"]},
        "outer-dimensions": {"outer-dimensions": {"width": 3}},
        "../x": {"readme": "../x"},
        "gone.md": {"readme": "gone.md"},
    }
    for where, change in faults.items():
        found = okh_findings({**table, **change}, there)
        assert any(f.where.endswith(where) for f in found), where
    for key in ("name", "repo", "license", "licensor", "function"):
        assert okh_findings({k: v for k, v in table.items() if k != key})


def test_no_manifest_is_written_where_it_could_not_be_valid() -> None:
    from mobilier.export.publication import front_pages

    assert "okh.toml" in files()
    bare = stool_dossier(source="", licence="")
    assert set(front_pages(bare, ())) == {"README.md", "LISEZMOI.md"}


def test_the_viewer_is_one_file_with_every_plate_and_no_way_out() -> None:
    dossier = stool_dossier()
    page = viewer(dossier, dossier.chapters[0])
    assert not re.search(r"(?:src|href)\s*=|https?://|@import|url\(", page)
    data = json.loads(re.search(r"const D = (\{.*\});\n", page)[1].replace("<\\/", "</"))  # type: ignore[index]
    assert len(data["plates"]) == 4
    assert [p["id"] for p in data["parts"]] == list(dossier.parts)
    assert data["parts"][0]["sheets"] == ["S01"]
    assert "</script>alert" not in page.split("const D")[1].split("const W")[0]


def test_read_me_lists_only_what_is_there() -> None:
    dossier = stool_dossier()
    page = readme(dossier, "fr", {"plans/booklet.fr.pdf", "bom.csv"})
    assert "`plans/`" in page
    assert "`3d/`" not in page
    assert "<script" not in page.replace("\\<", "")


def test_the_setup_sheet_says_what_holds_and_which_cutters_come_when() -> None:
    programs = cut_sheet.usual().programs
    page = setup_sheet(stool_dossier(programs={"S01": programs}, held={"S01": (12, 2)}), "en")
    assert "tabs of 8 × 3 mm: 12; contours on a skin of 0.4 mm: 2" in page
    tour = "T2 drill\\_5 (Ø 5, flutes: 2, 25 mm deep) → T1 mill\\_6 (Ø 6, flutes: 2, 25 mm deep)"
    assert f"**cutters, in order**: {tour}" in page


def test_the_setup_sheet_says_what_was_not_measured() -> None:
    page = setup_sheet(stool_dossier(), "fr")
    assert "non mesuré" in page
    assert "S01" in page
    measured = replace(
        stool_dossier(), boards={k: b.measured(17.5, 17.7) for k, b in stool_dossier().boards.items()}
    )
    assert "mesuré 17,6 mm" in setup_sheet(measured, "fr")


@pytest.mark.parametrize(
    ("seconds", "fr"), [(12, "12 s"), (59.7, "1 min"), (3570, "1 h 00"), (3599, "1 h 00"), (7500, "2 h 05")]
)
def test_times_are_said_as_people_say_them(seconds: float, fr: str) -> None:
    assert duration(seconds, "fr") == fr


def test_the_same_bytes_elsewhere(tmp_path: Path) -> None:
    env = {
        **os.environ,
        "PYTHONHASHSEED": "5",
        "TZ": "Asia/Kathmandu",
        "LC_ALL": "C",
        "HOME": str(tmp_path),
        "PYTHONPATH": os.pathsep.join([str(Path(__file__).parent), *sys.path]),
    }
    code = "import export_pieces, sys; sys.stdout.write(export_pieces.paper_digest())"
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert run.stdout == paper_digest()
