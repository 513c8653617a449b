"""Other people's drawings: every kind of trap, drawn here and read as a person reads it."""

from __future__ import annotations

import io
import json
import random
from pathlib import Path

import ezdxf
import pytest
from ezdxf.document import Drawing as Document
from hypothesis import given, settings
from hypothesis import strategies as st
from plans import box, counts, drawn, lines, read, rules

from mobilier.dxf.drawing import Circle
from mobilier.errors import MobilierError
from mobilier.plan.rounds import as_circle

PLANS = Path(__file__).parents[2] / "shared" / "data" / "plans"

# --- units


@pytest.mark.parametrize(("code", "scale", "unit"), [(1, 25.4, "in"), (4, 1.0, "mm"), (5, 10.0, "cm")])
def test_a_header_that_agrees_with_the_drawing_is_believed(code: int, scale: float, unit: str) -> None:
    data = drawn(lambda d: box(d, 0, 0, 400 / scale, 300 / scale), units=code)
    reading = read(data)
    assert reading.drawing.units == unit
    assert reading.parts[0].outline.ring.bounds == pytest.approx((0, 0, 400, 300))


def test_a_header_that_what_is_drawn_contradicts_stops_the_reader() -> None:
    """A sheet of 2440 x 1220 under a header of inches would be 62 m long."""

    def draw(d: Document) -> None:
        box(d, 0, 0, 2440, 1220, "SHEET")
        box(d, 50, 50, 600, 400)

    with pytest.raises(MobilierError, match=r"--units mm or --units in"):
        read(drawn(draw, units=1))
    assert read(drawn(draw, units=1), units="mm").frames[0][1] == (2440.0, 1220.0)
    inches = drawn(lambda d: (box(d, 0, 0, 96, 48, "0"), box(d, 2, 2, 20, 15.5)), units=4)  # type: ignore[func-returns-value]
    with pytest.raises(MobilierError, match="--units in or --units mm"):
        read(inches)


def test_a_silent_file_is_judged_by_its_sizes() -> None:
    data = drawn(lambda d: box(d, 0, 0, 450 / 25.4, 60 / 25.4), units=0)
    assert read(data).drawing.units in ("in", "mm")
    framed = drawn(lambda d: (box(d, 0, 0, 96, 48), box(d, 1, 1, 30, 20)), units=0)  # type: ignore[func-returns-value]
    reading = read(framed)
    assert reading.drawing.units == "in"
    assert counts(reading) == (1, 0, 0)


# --- outlines


def open_box(gap: float) -> list[tuple[float, float]]:
    return [(gap, 0), (300, 0), (300, 200), (0, 200), (0, 0)]


@pytest.mark.parametrize("gap", [0.06, 0.146, 0.2, 0.364, 0.5])
def test_an_outline_that_misses_by_tenths_is_closed_and_warned_of(gap: float) -> None:
    reading = read(drawn(lambda d: lines(d, open_box(gap))))
    assert counts(reading)[0] == 1
    assert rules(reading)["plan-gap"] == "warning"
    assert reading.parts[0].outline.ring.bounds == pytest.approx((0, 0, 300, 200))


def test_what_is_meant_open_stays_open_and_is_no_note_where_it_would_be_cut() -> None:
    def draw(d: Document, layer: str) -> None:
        box(d, 0, 0, 300, 200)
        lines(d, [(50, 50), (50, 90), (70, 90), (70, 50)], layer)

    engraved = read(drawn(lambda d: draw(d, "ENGRAVE")))
    assert counts(engraved) == (1, 0, 0)
    assert len(engraved.parts[0].lines) == 1
    assert "plan-open" not in rules(engraved)
    cut = read(drawn(lambda d: draw(d, "CUT")))
    assert rules(cut)["plan-open"] == "error"
    assert rules(read(drawn(lambda d: draw(d, "CUT")), open="leave"))["plan-open"] == "warning"


def test_a_line_that_two_parts_share_makes_two_outlines() -> None:
    def draw(d: Document) -> None:
        lines(d, [(0, 0), (100, 0), (200, 0), (200, 80), (100, 80), (0, 80), (0, 0)])
        lines(d, [(100, 0), (100, 80)])

    reading = read(drawn(draw))
    assert sorted(round(p.outline.ring.area) for p in reading.parts) == [8000, 8000]
    assert "dxf-forks" in rules(reading)


@settings(max_examples=25, deadline=None)
@given(columns=st.integers(1, 5), rows=st.integers(1, 4), seed=st.integers(0, 999))
def test_a_grid_of_shared_lines_makes_every_cell_a_part(columns: int, rows: int, seed: int) -> None:
    """Lines in any order and sense, each drawn once: the faces of the graph are the parts."""
    edges = [
        ((i * 90.0, j * 70.0), ((i + 1) * 90.0, j * 70.0)) for i in range(columns) for j in range(rows + 1)
    ]
    edges += [
        ((i * 90.0, j * 70.0), (i * 90.0, (j + 1) * 70.0)) for i in range(columns + 1) for j in range(rows)
    ]
    shuffled = random.Random(seed)
    shuffled.shuffle(edges)

    def draw(d: Document) -> None:
        for a, b in edges:
            lines(d, [a, b] if shuffled.random() < 0.5 else [b, a])

    reading = read(drawn(draw))
    areas = [p.outline.ring.area for p in reading.parts]
    assert len(areas) == columns * rows
    assert areas == pytest.approx([6300.0] * len(areas))


def test_copies_are_compared_by_the_path_they_cover() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        shifted = [(4e-3, 0), (150, 0), (300, 4e-3), (300, 200), (0, 200)]  # one more vertex, 4 µm off
        d.modelspace().add_lwpolyline(shifted, close=True, dxfattribs={"layer": "CUT"})
        box(d, 50, 50, 60, 40, "CUT")
        box(d, 50, 50, 60, 40, "0")

    reading = read(drawn(draw))
    assert counts(reading) == (1, 1, 0)
    assert rules(reading).keys() >= {"dxf-copies", "plan-two-layers"}


def test_half_an_edge_drawn_again_changes_nothing() -> None:
    def draw(d: Document) -> None:
        lines(d, [(0, 0), (300, 0), (300, 200), (0, 200), (0, 0)])
        lines(d, [(150, 0), (300, 0)])

    reading = read(drawn(draw))
    assert [round(p.outline.ring.area) for p in reading.parts] == [60000]
    assert not reading.open


def test_a_bow_tie_is_refused_with_its_place() -> None:
    bow = [(0, 0), (100, 100), (100, 0), (0, 100)]
    data = drawn(lambda d: d.modelspace().add_lwpolyline(bow, close=True))
    (crossing,) = [f for f in read(data).findings if f.rule == "plan-crossing"]
    assert crossing.level == "error"
    assert "(50.0, 50.0)" in crossing.message


# --- what is in the file is read or named


def test_the_ledger_accounts_for_every_entity() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        m = d.modelspace()
        m.add_circle((50, 50), 0.0002, dxfattribs={"layer": "CUT"})
        m.add_point((1, 1))
        m.add_circle((0, 0), 5, dxfattribs={"layer": "CUT", "extrusion": (1, 0, 0)})
        m.add_line((0, 0, 0), (0, 0, 18), dxfattribs={"layer": "CUT"})
        d.layers.add("OLD").freeze()
        box(d, 10, 10, 20, 20, "OLD")
        box(d, 10, 10, 20, 20, "DEFPOINTS")
        d.layout("Layout1").add_line((0, 0), (9, 9))

    reading = read(drawn(draw))
    ledger = reading.drawing.ledger
    assert dict(ledger.read) == {"LWPOLYLINE": 1}
    assert {r.why for r in ledger.left_out} == {"debris", "kind", "tilted", "hidden", "construction", "paper"}
    assert ledger.total == 1 + sum(r.count for r in ledger.left_out) == 8
    assert counts(reading) == (1, 0, 0)


@pytest.mark.parametrize(
    ("head", "kind"),
    [(b"AC1032\x00\x00", "DWG"), (b"%PDF-1.7", "PDF"), (b"PK\x03\x04", "ZIP"), (b"<svg xmlns=''>", "SVG")],
)
def test_a_file_under_another_name_is_told_what_it_is(head: bytes, kind: str) -> None:
    with pytest.raises(MobilierError, match=kind):
        read(head + b"SECTION ENTITIES" * 40)


@pytest.mark.parametrize("share", [0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off_in_transit_is_refused(share: float) -> None:
    data = drawn(lambda d: [box(d, 40 * k, 0, 30, 20) for k in range(30)])  # type: ignore[func-returns-value]
    with pytest.raises(MobilierError, match=r"ends in the middle|without a SECTION"):
        read(data[: int(share * len(data))])


def test_binary_and_bare_files_are_read_like_any_other() -> None:
    document = ezdxf.new("R2000", units=4)
    box(document, 0, 0, 300, 200)
    document.modelspace().add_circle((100, 100), 10, dxfattribs={"layer": "CUT"})
    stream = io.BytesIO()
    document.write(stream, fmt="bin")
    assert counts(read(stream.getvalue())) == (1, 1, 0)
    bare = "0 SECTION 2 ENTITIES 0 LWPOLYLINE 8 CUT 90 4 70 1 10 0 20 0 10 300 20 0 10 300 20 200 10 0 20 200"
    bare = "\n".join([*bare.split(), "0", "ENDSEC", "0", "EOF", ""])
    assert counts(read(bare.encode())) == (1, 0, 0)


@pytest.mark.parametrize("version", ["R12", "R2000", "R2004", "R2007", "R2010", "R2013", "R2018"])
def test_every_version_is_read_alike(version: str) -> None:
    def draw(d: Document) -> None:
        lines(d, [(0, 0), (300, 0), (300, 200), (0, 200), (0, 0)])
        d.modelspace().add_polyline2d([(40, 40), (80, 40), (80, 60)], close=True, dxfattribs={"layer": "CUT"})
        d.modelspace().add_circle((200, 100), 10, dxfattribs={"layer": "CUT"})
        block = d.blocks.new("SLOT")
        block.add_polyline2d([(0, 0), (80, 0), (80, 18), (0, 18)], close=True)
        at = {"xscale": -1, "rotation": 90, "layer": "CUT"}
        d.modelspace().add_blockref("SLOT", (150, 110), dxfattribs=at)

    reading = read(drawn(draw, version=version), units="mm")
    assert counts(reading) == (1, 3, 0)
    boxes = sorted(o.ring.bounds for o in reading.parts[0].openings)
    assert boxes[1] == pytest.approx((132, 30, 150, 110))


def test_hatches_are_pockets_where_plan_toml_asks() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        hatch = d.modelspace().add_hatch(dxfattribs={"layer": "RECESS"})
        hatch.paths.add_polyline_path([(50, 50), (120, 50), (120, 90), (50, 90)], is_closed=True)

    plain = read(drawn(draw))
    assert counts(plain) == (1, 0, 0)
    assert {r.kind for r in plain.drawing.ledger.left_out} == {"HATCH"}
    asked = read(drawn(draw), hatches=True, depth=5.0)
    assert counts(asked) == (1, 0, 1)
    assert asked.parts[0].recesses[0].depth == 5.0


def test_an_insert_without_depth_and_one_in_an_array_are_drawn() -> None:
    def draw(d: Document) -> None:
        block = d.blocks.new("PANEL")
        block.add_lwpolyline([(0, 0), (90, 0), (90, 60), (0, 60)], close=True, dxfattribs={"layer": "CUT"})
        at = {"zscale": 0, "row_count": 2, "column_count": 3, "row_spacing": 80, "column_spacing": 110}
        d.modelspace().add_blockref("PANEL", (0, 0), dxfattribs=at)

    assert counts(read(drawn(draw)))[0] == 6


# --- nesting decides, layers are evidence


def test_nesting_decides_where_every_line_is_on_one_wrong_layer() -> None:
    def draw(d: Document) -> None:
        for x, y, a, b in (
            (0, 0, 2440, 1220),
            (20, 20, 2400, 1180),
            (100, 100, 600, 400),
            (200, 200, 80, 18),
        ):
            box(d, x, y, a, b, "INSIDE_CUT")
        box(d, 190, 300, 300, 150, "INSIDE_CUT")
        box(d, 200, 310, 200, 100, "INSIDE_CUT")  # a part in the window of a part

    reading = read(drawn(draw))
    assert reading.frames[0][1] == (2440.0, 1220.0)
    assert [why for _, why in reading.left] == ["margin"]
    assert counts(reading) == (2, 2, 0)


def test_depths_are_read_from_five_dialects() -> None:
    names = {
        "POCKET_.375": 9.525,
        "CUT_PCKT_375": 9.525,
        "3_anyTOOL_9mmDEEP_INSIDE": 9.0,
        "TOP-POCKET-6.5MM": 6.5,
        "POCKET_12MM_DEEP": 12.0,
        "3_POCKET_Z9": 9.0,
        "poche 8mm": 8.0,
    }

    def draw(d: Document) -> None:
        box(d, 0, 0, 900, 200, "OUTSIDE")
        for k, name in enumerate(names):
            box(d, 20 + 110 * k, 50, 60, 40, name)

    reading = read(drawn(draw))
    assert {r.layer: r.depth for r in reading.parts[0].recesses} == pytest.approx(names)


def test_a_pocket_over_the_edge_ends_there_and_an_unknown_depth_is_refused() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200, "OUTSIDE")
        box(d, 100, -6, 60, 26, "POCKET")

    reading = read(drawn(draw))
    (recess,) = reading.parts[0].recesses
    assert recess.ring.bounds == pytest.approx((100, 0, 160, 20))
    assert reading.parts[0].outline.ring.bounds == pytest.approx((0, 0, 300, 200))
    assert rules(reading)["plan-depth"] == "error"
    told = read(drawn(draw), layers={"POCKET": {"does": "pocket", "depth": 9.0}})
    assert told.parts[0].recesses[0].depth == 9.0
    assert "plan-depth" not in rules(told)


def test_words_on_a_part_name_it_and_say_how_many() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        d.modelspace().add_text("Side panel x2", height=10).set_placement((100, 100))
        box(d, 400, 0, 300, 200)
        d.modelspace().add_text("20 x 30", height=10).set_placement((500, 100))

    one, other = sorted(read(drawn(draw)).parts, key=lambda p: p.outline.ring.bounds)
    assert (one.name, one.quantity) == ("Side panel", 2)
    assert other.quantity == 1


# --- plans of others, where they are at hand


@pytest.mark.parametrize(
    "row",
    json.loads((PLANS / "real.json").read_text()) if PLANS.is_dir() else [],
    ids=lambda row: Path(row["file"]).name,
)
def test_a_real_plan_is_read_as_a_person_reads_it(row: dict[str, object]) -> None:
    file = PLANS / str(row["file"])
    unit = str(row.get("unit", ""))
    disagree = "mm" if row.get("header_unit") == "mm" and unit == "in" else ""
    if disagree:
        with pytest.raises(MobilierError, match="--units in"):
            read(file.read_bytes(), file.name)
    reading = read(file.read_bytes(), file.name, units="in" if disagree else "")
    x0, y0, x1, y1 = reading.drawing.bounds or (0, 0, 0, 0)
    if row.get("size_mm"):
        assert (x1 - x0, y1 - y0) == pytest.approx(row["size_mm"], abs=0.3)
    engraved = 2 if "engraving" in row else 0  # two discs of a drawn robot look like parts
    if row.get("parts") is not None:
        assert len(reading.parts) == row["parts"] + engraved  # type: ignore[operator]
    if row.get("through_openings") is not None:
        assert counts(reading)[1] == row["through_openings"]
    framed = [size for _, size in reading.frames if size[0] > 2400]
    assert len(framed) >= min(3, len(row.get("sheets", ())))  # type: ignore[arg-type]


def test_a_hole_is_a_hole() -> None:
    def draw(d: Document) -> None:
        box(d, 0, 0, 300, 200)
        d.modelspace().add_circle((50, 50), 4)

    reading = read(drawn(draw))
    assert as_circle(reading.parts[0].openings[0].ring) == Circle(50, 50, 8)
