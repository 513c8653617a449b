"""Booklets and labels read by others: pypdf for the text, zxing for the codes."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from export_pieces import papers, stool_dossier
from shapely.errors import GEOSException

from mobilier.errors import Finding
from mobilier.export.documents import labels
from mobilier.export.documents.pdf import _inputs, _set, png
from mobilier.export.drawing.icons import qr_code
from mobilier.export.publication import documents, front_pages
from mobilier.export.views import line_drawing, pictures
from mobilier.export.views.pictures import piece_pictures
from mobilier.wording import Lang, say

files = cache(papers)


def pages(path: str) -> list[str]:
    """The text of each page, as another reader has it."""
    pypdf = pytest.importorskip("pypdf")
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(files()[path])).pages]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_booklet_says_every_part_step_and_section_in_its_language(lang: Lang) -> None:
    dossier = stool_dossier()
    found = pages(f"plans/booklet.{lang}.pdf")
    whole = " ".join(" ".join(found).split())
    for key in ("safety", "shopping", "cutlist", "drawings", "assembly", "care", "checks", "proof"):
        assert say(f"booklet.{key}", lang) in whole, key
    for part in dossier.parts:
        assert sum(part in page for page in found) >= 4, "cut list, sheet, drawing, assembly"
    for n in range(1, len(dossier.chapters[0].piece.steps) + 1):
        assert any(page.lstrip().startswith(str(n)) or f"\n{n}\n" in page for page in found)
    assert ("Put the seat on." if lang == "en" else "Poser l'assise.") in whole.replace("’", "'")
    assert 8 <= len(found) <= 14


@pytest.mark.parametrize("path", ["plans/booklet.fr.pdf", "plans/booklet.en.pdf", "labels.pdf"])
def test_another_reader_finds_every_font_embedded(path: str) -> None:
    pypdf = pytest.importorskip("pypdf")
    reader = pypdf.PdfReader(io.BytesIO(files()[path]))
    seen = 0
    for page in reader.pages:
        for font in page["/Resources"].get("/Font", {}).values():
            for below in font.get_object().get("/DescendantFonts", []):
                about = below.get_object()["/FontDescriptor"]
                assert {"/FontFile", "/FontFile2", "/FontFile3"} & set(about), font
                seen += 1
    assert seen


def sheet_of_labels(monkeypatch: pytest.MonkeyPatch) -> tuple[bytes, Mapping[str, Any]]:
    """The first page of labels as a picture, and what it is set from."""
    kept: dict[str, Any] = {}

    def picture(template: str, data: Mapping[str, Any], drawn: Mapping[str, bytes]) -> bytes:
        kept.update(data)
        return _set(_inputs(template, data, drawn), "png", 200.0)[0]

    monkeypatch.setattr(labels, "pdf", picture)
    return labels.labels(stool_dossier(), "fr"), kept


def codes(picture: bytes) -> list[str]:
    zxing = pytest.importorskip("zxingcpp")
    image = pytest.importorskip("PIL.Image").open(io.BytesIO(picture)).convert("L")
    return sorted(c.text for c in zxing.read_barcodes(image))


def test_the_code_on_each_sticker_is_read_and_names_its_part(monkeypatch: pytest.MonkeyPatch) -> None:
    dossier = stool_dossier()
    picture, data = sheet_of_labels(monkeypatch)
    stickers = [label["id"] for label in data["labels"]]
    assert sorted(stickers) == sorted(p.part for k in dossier.layouts for p in k.placements)
    assert codes(picture) == sorted(f"{dossier.source}#{key}" for key in stickers)


def test_a_sticker_carries_the_number_that_is_engraved(monkeypatch: pytest.MonkeyPatch) -> None:
    from mobilier.cam.part_labels import label_of
    from mobilier.model.lettering import strokes_of

    dossier = stool_dossier()
    _, data = sheet_of_labels(monkeypatch)
    for label in data["labels"]:
        engraved = label_of(dossier.relieved[label["id"]], label["id"], 12.0, margin=6.0)
        assert len(engraved) == len(strokes_of(label["id"], 12.0))
    text = pages("labels.pdf")[0]
    assert all(label["id"] in text for label in data["labels"])


def test_the_code_of_a_cover_leads_to_the_plans() -> None:
    source = "https://example.org/wiki/Été?a=1&b=2#C01"
    assert codes(png(qr_code(source))) == [source]


def test_a_picture_that_fails_is_a_finding_and_the_documents_are_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Where the geometry library gives up nothing but the picture is lost."""
    dossier = stool_dossier()
    real, calls = line_drawing.draw, []

    def broken(*args: Any, **how: Any) -> line_drawing.Picture:
        calls.append(args)
        if len(calls) == 3:
            raise GEOSException("TopologyException: side location conflict")
        return real(*args, **how)

    monkeypatch.setattr(pictures, "draw", broken)
    made, missing = documents(dossier, ("fr", "en"), solid=False)
    assert [(f.rule, f.level) for f in missing] == [("no-picture", "warning")]
    assert "side location conflict" in missing[0].message
    assert set(files()) - set(made) <= {"README.md", "LISEZMOI.md", "okh.toml"}
    pypdf = pytest.importorskip("pypdf")
    booklet = pypdf.PdfReader(io.BytesIO(made["plans/booklet.fr.pdf"]))
    text = " ".join(page.extract_text() for page in booklet.pages)
    assert "side location conflict" in text, "the booklet says what it lacks"


def test_every_picture_may_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_how: Any) -> line_drawing.Picture:
        raise GEOSException("no room")

    piece = stool_dossier().chapters[0].piece
    whole, _ = piece_pictures(piece)
    for room in (pictures, __import__("mobilier.export.views.render", fromlist=["draw"])):
        monkeypatch.setattr(room, "draw", broken)
    made, missing = piece_pictures(piece)
    assert set(made) == set(whole)
    assert len(missing) == 2 + len(piece.steps)
    assert all(isinstance(f, Finding) for f in missing)


def test_a_fault_of_ours_is_no_missing_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: Any, **_how: Any) -> line_drawing.Picture:
        raise ZeroDivisionError("no room")

    monkeypatch.setattr(pictures, "draw", broken)
    with pytest.raises(ZeroDivisionError):
        piece_pictures(stool_dossier().chapters[0].piece)


def test_a_manifest_needs_somebody_who_publishes() -> None:
    dossier = stool_dossier()
    assert "okh.toml" in front_pages(dossier, ())
    for unknown in ({"licensor": ""}, {"source": ""}, {"licence": ""}):
        assert "okh.toml" not in front_pages(replace(dossier, **unknown), ())  # type: ignore[arg-type]


def test_a_bundle_says_its_limits_and_its_height_from_the_floor() -> None:
    import designs
    from mobilier.export.documents.dossier import Chapter
    from mobilier.export.documents.usage import care, limits, stood

    piece = designs.built("maisonnette")
    note = Finding.of("unconfirmed-figures", "router", figures="travel")
    chapter = Chapter(piece=piece, design=designs.design("maisonnette"))
    dossier = replace(stool_dossier(), chapters=(chapter,), findings=(note,))
    said = " ".join(limits(dossier, "fr"))
    assert "sacs de sable" in said, "the note of the design"
    assert "80 kg" in said, "the load of a castor"
    assert "travel" not in said, "that is the operator's"
    assert piece.extent()[0][2] > 50, "the boards begin above the castors"
    assert stood(piece, "", "fr").endswith(f"× {piece.extent()[1][2]:.0f} mm")
    assert len(care([chapter], "en")) == len(care(stool_dossier().chapters, "en")) + 2
