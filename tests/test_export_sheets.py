"""Sheets out: the DXF read back, the SVG measured, the tables parsed, the same bytes everywhere."""

from __future__ import annotations

import csv
import io
import math
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from export_bench import BOARD, FORM, LAYOUT, MAPS, PARTS, sheet_bytes, sheet_dxf

from mobilier import sold
from mobilier.dxf.read import read_dxf
from mobilier.export.documents.tables import Goods, Naming, Price, bill, cost_table, cutlist, hardware_list
from mobilier.export.drawing.svg import View, path_of
from mobilier.export.sheets.dxf_drawing import part_dxf, sheet_notes
from mobilier.export.sheets.part_map import part_map
from mobilier.export.sheets.shaper import shaper_sheet
from mobilier.export.sheets.sheet_map import sheet_map
from mobilier.geometry.contour import Contour, rounded
from mobilier.model.hardware import Hardware
from mobilier.model.part import Part
from mobilier.nest.layout import Layout, Placement
from mobilier.wording import Lang

NAMING = Naming(fr={"A": "Côté; « gauche »"}, en={"A": 'Side, "left"'})


def test_the_sheet_dxf_holds_every_copy_on_the_layer_of_its_operation() -> None:
    back = read_dxf(sheet_dxf(LAYOUT, PARTS, BOARD, FORM))
    depth = f"{BOARD.thickness:.1f}"
    outside = back.layer(f"5_CUT_OUT_Z{depth}")
    assert len(outside.rings) == len(LAYOUT.placements)
    expected = sorted(PARTS[p.part].outline.area for p in LAYOUT.placements)
    assert sorted(abs(c.area) for c in outside.rings) == pytest.approx(expected, rel=1e-6)
    holes = [c for k in back.layers if k.name.startswith("2_DRILL") for c in k.circles]
    wanted = sum(f.kind == "hole" for p in LAYOUT.placements for f in PARTS[p.part].features)
    assert len(holes) == wanted
    assert {k.name for k in back.layers if "POCKET" in k.name} == {"3_POCKET_Z9.0"}
    for layer in back.layers:
        if not layer.name.startswith("9_"):
            assert not layer.texts


def test_the_placed_outline_lies_where_the_layout_says() -> None:
    back = read_dxf(sheet_dxf(LAYOUT, PARTS, BOARD, FORM)).layer(f"5_CUT_OUT_Z{BOARD.thickness:.1f}")
    found = sorted(tuple(round(v, 3) for v in c.bounds) for c in back.rings)
    wanted = sorted(
        tuple(round(v, 3) for v in PARTS[p.part].outline.transformed(p.transform).bounds)
        for p in LAYOUT.placements
    )
    assert found == wanted


def test_the_reference_square_is_100_mm_and_touches_no_part() -> None:
    notes = read_dxf(sheet_dxf(LAYOUT, PARTS, BOARD, FORM)).layer("9_NOTES_NOCUT")
    squares = [c.bounds for c in notes.contours if abs(abs(c.area) - 1e4) < 1e-3]
    assert [(b[2] - b[0], b[3] - b[1]) for b in squares] == [(100, 100)]
    assert squares[0][3] < 0


def test_a_part_dxf_marks_its_sharp_corners_and_stays_nominal() -> None:
    part = PARTS["A"]
    back = read_dxf(part_dxf(part, FORM, sheet_notes(LAYOUT, BOARD, title="Banc")))
    crosses = back.layer("9_NOTES_NOCUT").strokes
    assert len(crosses) == 2 * len(part.corners)
    middles = {tuple(round(v, 3) for v in s.segments[0].point(0.5)) for s in crosses}
    assert middles == {tuple(round(v, 3) for v in c.at) for c in part.corners}
    (outline,) = back.layer(f"5_CUT_OUT_Z{part.thickness:.1f}").rings
    assert abs(outline.area) == pytest.approx(part.outline.area, rel=1e-6)


def _area_of_path(d: str) -> float:
    """Integrate path data of M, L, A, Z with an own reading of the SVG arc (y downwards)."""
    total = 0.0
    for ring in d.split("Z")[:-1]:
        words = re.findall(r"([MLA])([^MLA]*)", ring)
        start = here = (0.0, 0.0)
        area = 0.0
        for letter, rest in words:
            values = [float(v) for v in rest.split()]
            end = (values[-2], values[-1])
            if letter == "M":
                start = here = end
                continue
            area += (here[0] * end[1] - end[0] * here[1]) / 2
            if letter == "A":
                r, sweep = values[0], int(values[4])
                half = math.asin(min(1.0, math.dist(here, end) / 2 / r))
                area += (1 if sweep else -1) * r * r * (2 * half - math.sin(2 * half)) / 2
            here = end
        area += (here[0] * start[1] - start[0] * here[1]) / 2
        total += abs(area)
    return total


@pytest.mark.parametrize(
    "ring",
    [
        Contour.rectangle(0, 0, 50, 30),
        rounded([(0, 0), (80, 0), (80, 60), (0, 60)], 12),
        rounded([(0, 0), (80, 0), (80, 60), (0, 60)], 12).reversed(),
        Contour(((0, 0, 0.0), (60, 0, 0.0), (60, 40, -0.4), (0, 40, 0.0))),
    ],
)
def test_svg_paths_keep_area_and_arcs(ring: Contour) -> None:
    d = path_of([ring], View(1.0, 0.0, 100.0))
    assert _area_of_path(d) == pytest.approx(abs(ring.area), rel=1e-4)
    assert d.count("A") == sum(1 for s in ring.segments if s.bulge)


def test_the_map_shows_every_part_and_stays_on_its_page() -> None:
    root = ET.fromstring(sheet_map(MAPS, LAYOUT))
    _, _, wide, high = (float(v) for v in root.attrib["viewBox"].split())
    words = [t.text or "" for t in root.iter("{http://www.w3.org/2000/svg}text")]
    for p in LAYOUT.placements:
        assert any(w == p.part or w.startswith(f"{p.part} ·") for w in words)
    assert sum(w == "A" for w in words) == sum(p.part == "A" for p in LAYOUT.placements)
    for node in root.iter("{http://www.w3.org/2000/svg}path"):
        for x, y in re.findall(r"(-?[\d.]+) (-?[\d.]+)(?=[MLAZ]|$)", node.attrib["d"]):
            assert -0.01 <= float(x) <= wide + 0.01
            assert -0.01 <= float(y) <= high + 0.01


def test_names_cannot_break_a_drawing() -> None:
    nasty = '<script>&"</text>'
    root = ET.fromstring(part_map(PARTS["A"], BOARD, name=nasty))
    assert nasty in [t.text for t in root.iter("{http://www.w3.org/2000/svg}text")]


def test_shaper_paths_say_how_they_are_cut() -> None:
    part = PARTS["A"]
    alone = Layout(name="S01", sheet=LAYOUT.sheet, placements=(Placement(part="A", copy=1, x=20.0, y=20.0),))
    root = ET.fromstring(shaper_sheet(alone, PARTS, BOARD.thickness))
    space = "{http://www.shapertools.com/namespaces/shaper}"
    kinds = [(n.attrib[space + "cutType"], n.attrib.get(space + "cutDepth")) for n in root]
    through = sum(f.through for f in part.features)
    assert kinds.count(("outside", f"{BOARD.thickness:g}mm")) == 1
    assert kinds.count(("inside", f"{BOARD.thickness:g}mm")) == through
    assert ("pocket", "9mm") in kinds
    assert kinds.count(("guide", None)) == 1
    assert root.attrib["width"] == f"{alone.sheet.length:g}mm"
    assert "<text" not in shaper_sheet(LAYOUT, PARTS, BOARD.thickness)


def goods(parts: Iterable[Part], hardware: Sequence[Hardware] = ()) -> Goods:
    return Goods(
        parts=tuple(parts),
        boards={BOARD.name: BOARD},
        layouts=[LAYOUT],
        hardware=hardware,
        naming=NAMING,
    )


def _rows(data: bytes, delimiter: str) -> list[dict[str, str]]:
    assert data.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_the_cut_list_counts_measures_and_survives_its_own_separators() -> None:
    twice = tuple(replace(p, instances=p.instances * 2) for p in PARTS.values())
    spoken: tuple[tuple[Lang, str], ...] = (("fr", ";"), ("en", ","))
    for lang, delimiter in spoken:
        data = cutlist(goods(twice), lang)
        rows = _rows(data, delimiter)
        assert [r["id"] for r in rows] == list(PARTS)
        assert [int(r["qty"]) for r in rows] == [2 * p.quantity for p in PARTS.values()]
        assert rows[0]["name_fr"] == "Côté; « gauche »"
        assert rows[0]["name_en"] == 'Side, "left"'
        assert (rows[0]["L"], rows[0]["W"]) == ("900", "400")
        area = float(rows[0]["area_m2"].replace(",", "."))
        assert area == pytest.approx(2 * PARTS["A"].quantity * PARTS["A"].region.area * 1e-6, abs=1e-4)
        assert ("," in rows[0]["area_m2"]) == (lang == "fr")


def test_bill_mass_is_volume_times_density_and_unknown_prices_stay_blank() -> None:
    hardware = [
        Hardware(key="castor", quantity=4, article=sold("castor-swivel", near={"height": 108}), spare=1)
    ]
    rows = _rows(bill(goods(PARTS.values(), hardware), "fr"), ";")
    parts = [r for r in rows if r["type"] == "part"]
    total = sum(float(r["mass_kg"].replace(",", ".")) for r in parts)
    assert total == pytest.approx(
        sum(p.volume * p.quantity * 1e-9 * BOARD.density for p in PARTS.values()), abs=1e-3
    )
    assert {r["cost_eur"] for r in rows} == {""}
    assert [r["qty"] for r in rows if r["type"] == "hardware"] == ["4"]
    (line,) = _rows(hardware_list(goods((), [replace(hardware[0], quantity=12)]), "fr"), ";")
    assert (line["qty"], line["spare"], line["buy"], line["load_kg"]) == ("12", "1", "13", "80")


@pytest.mark.parametrize(("lang", "mark", "point"), [("fr", ";", ","), ("en", ",", ".")])
def test_a_quotation_opens_in_a_spreadsheet_and_invents_no_price(lang: Lang, mark: str, point: str) -> None:
    known = Price(item='plywood, 18 mm; "okoumé"', quantity=3.0, unit="pc", unit_eur=61.5, date="2026-10-01")
    unknown = Price(item="castor", quantity=4.0, unit="pc")
    data = cost_table([known, unknown], lang=lang)
    assert data.startswith("\ufeff".encode())
    assert data.count(b"\r\n") == data.count(b"\n") == 4
    first, second, total = _rows(data, mark)
    assert (total["cost_eur"], bool(total["notes"])) == (f"184{point}5", True), "what is missing is said"
    assert (first["item"], first["unit_eur"], first["cost_eur"]) == (
        known.item,
        f"61{point}5",
        f"184{point}5",
    )
    assert (second["unit_eur"], second["cost_eur"], second["price_date"]) == ("", "", "")
    whole = _rows(cost_table([known], lang=lang), mark)
    assert (whole[-1]["item"], whole[-1]["cost_eur"], whole[-1]["notes"]) == ("total", f"184{point}5", "")


def test_no_cell_becomes_a_formula() -> None:
    naming = Naming(fr={"A": "=HYPERLINK(1)"}, en={"A": "+1"})
    (row, *_) = _rows(cutlist(replace(goods([PARTS["A"]]), naming=naming), "fr"), ";")
    assert row["name_fr"] == "'=HYPERLINK(1)"
    assert row["name_en"] == "'+1"


@pytest.mark.parametrize("seed", ["1", "7"])
def test_the_same_bytes_under_another_hash_seed_place_time_and_language(seed: str, tmp_path: object) -> None:
    here = str(Path(__file__).parent)
    env = {
        **os.environ,
        "PYTHONHASHSEED": seed,
        "TZ": "Pacific/Kiritimati",
        "LC_ALL": "C.UTF-8",
        "SOURCE_DATE_EPOCH": "1",
        "PYTHONPATH": os.pathsep.join([here, *sys.path]),
    }
    code = "import export_bench, sys; sys.stdout.write(export_bench.digest())"
    run = subprocess.run(
        [sys.executable, "-c", code], env=env, cwd=str(tmp_path), capture_output=True, text=True, check=True
    )
    from export_bench import digest

    assert run.stdout == digest()
    assert sheet_bytes()
