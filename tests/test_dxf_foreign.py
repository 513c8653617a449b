"""Plans drawn elsewhere: blocks, loose lines, inches, gaps, copies, mirrored entities."""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from pathlib import Path

import ezdxf
import pytest
from ezdxf.document import Drawing as Document

from mobilier.dxf.read import read_dxf
from mobilier.errors import MobilierError

SHARED = Path(__file__).parents[2] / "shared" / "data"


def file_of(draw: Callable[[Document], None], units: int = 4, version: str = "R2000") -> bytes:
    """Return a DXF that ``draw`` made with ezdxf's own calls."""
    document = ezdxf.new(version, units=units)
    draw(document)
    stream = io.StringIO()
    document.write(stream)
    return document.encode(stream.getvalue())


def rules(data: bytes, **how: object) -> set[str]:
    return {f.rule for f in read_dxf(data, **how).findings}  # type: ignore[arg-type]


def test_inches_become_millimetres_and_may_be_overridden() -> None:
    data = file_of(lambda d: d.modelspace().add_circle((1, 2), 0.5), units=1)
    (circle,) = read_dxf(data).layer("0").circles
    assert (circle.x, circle.y, circle.diameter) == (25.4, 50.8, 25.4)
    assert read_dxf(data).units == "in"
    assert read_dxf(data, units="mm").layer("0").circles[0].diameter == 1.0
    with pytest.raises(MobilierError, match="use one of"):
        read_dxf(data, units="cubit")


def test_an_unknown_unit_is_refused_not_guessed() -> None:
    with pytest.raises(MobilierError, match="unit code 18"):
        read_dxf(file_of(lambda d: d.modelspace().add_circle((0, 0), 1), units=18))


def test_blocks_are_exploded_with_their_scale_turn_and_layer() -> None:
    def draw(d: Document) -> None:
        block = d.blocks.new("SLOT")
        block.add_lwpolyline([(0, 0), (40, 0), (40, 20), (0, 20)], close=True)
        block.add_circle((10, 10), 3, dxfattribs={"layer": "DRILL"})
        outer = d.blocks.new("PAIR")
        outer.add_blockref("SLOT", (0, 0))
        outer.add_blockref("SLOT", (100, 0), dxfattribs={"rotation": 90})
        d.modelspace().add_blockref("PAIR", (500, 0), dxfattribs={"xscale": 2, "yscale": 2, "layer": "CUT"})

    drawing = read_dxf(file_of(draw))
    assert sorted(round(c.area) for c in drawing.layer("CUT").contours) == [3200, 3200]
    assert [c.diameter for c in drawing.layer("DRILL").circles] == [12.0, 12.0]
    assert {(round(c.x), round(c.y)) for c in drawing.layer("DRILL").circles} == {(520, 20), (680, 20)}


def test_a_mirrored_arc_keeps_its_place() -> None:
    """An entity with extrusion −z lies mirrored in x: its arcs run the other way."""

    def draw(d: Document) -> None:
        m = d.modelspace()
        m.add_lwpolyline(
            [(-10, 0, 1.0), (-30, 0, 0)], format="xyb", close=True, dxfattribs={"extrusion": (0, 0, -1)}
        )

    (ring,) = read_dxf(file_of(draw)).layer("0").contours
    low_x, low_y, high_x, high_y = ring.bounds
    assert (low_x, high_x) == pytest.approx((10, 30))
    assert high_y - low_y == pytest.approx(10)
    assert abs(ring.area) == pytest.approx(math.pi * 50)


def test_gaps_are_bridged_up_to_the_tolerance_and_reported() -> None:
    def draw(d: Document) -> None:
        m = d.modelspace()
        m.add_line((0, 0), (100, 0))
        m.add_line((100, 0.03), (100, 50))
        m.add_line((0, 50), (100, 50.02))
        m.add_line((0, 50), (0, 0))

    data = file_of(draw)
    assert len(read_dxf(data).layer("0").contours) == 1
    assert "dxf-gaps" in rules(data)
    tight = read_dxf(data, join=0.01)
    assert not tight.layer("0").contours
    assert "dxf-open" in {f.rule for f in tight.findings}


def test_copies_are_dropped_and_reported() -> None:
    def draw(d: Document) -> None:
        m = d.modelspace()
        for _ in range(2):
            m.add_lwpolyline([(0, 0), (40, 0), (40, 20), (0, 20)], close=True)
            m.add_line((60, 0), (90, 0))
        m.add_line((90, 0), (60, 0))
        m.add_circle((5, 5), 2)
        m.add_arc((5, 5), 2, 0, 360)

    drawing = read_dxf(file_of(draw))
    layer = drawing.layer("0")
    assert (len(layer.contours), len(layer.strokes), len(layer.circles)) == (1, 1, 1)
    (copies,) = [f for f in drawing.findings if f.rule == "dxf-copies"]
    assert copies.message.startswith("4 shapes")


def test_squares_that_touch_in_a_corner_stay_two() -> None:
    def draw(d: Document) -> None:
        m = d.modelspace()
        for x, y in ((0, 0), (10, 10)):
            corners = [(x, y), (x + 10, y), (x + 10, y + 10), (x, y + 10)]
            for a, b in zip(corners, corners[1:] + corners[:1], strict=True):
                m.add_line(a, b)

    drawing = read_dxf(file_of(draw))
    assert sorted(round(abs(c.area)) for c in drawing.layer("0").contours) == [100, 100]
    assert "dxf-forks" in {f.rule for f in drawing.findings}


def test_splines_and_ellipses_stay_close_and_are_reported() -> None:
    data = file_of(lambda d: d.modelspace().add_ellipse((0, 0), (50, 0), 0.5))
    (ring,) = read_dxf(data).layer("0").contours
    assert abs(ring.area) == pytest.approx(math.pi * 50 * 25, rel=1e-3)
    assert "dxf-curves" in rules(data)


def test_what_is_left_out_is_said() -> None:
    def draw(d: Document) -> None:
        d.modelspace().add_point((0, 0))
        d.modelspace().add_circle((0, 0), 5)

    drawing = read_dxf(file_of(draw))
    (finding,) = [f for f in drawing.findings if f.rule == "dxf-left-out"]
    assert "1 POINT" in finding.message
    assert drawing.ledger.read == (("CIRCLE", 1),)
    assert drawing.ledger.total == 2


@pytest.mark.parametrize("junk", [b"", b"<svg/>", b"\x00\x01\x02" * 50])
def test_a_file_that_is_no_dxf_is_refused(junk: bytes) -> None:
    with pytest.raises(MobilierError, match="DXF"):
        read_dxf(junk)


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{path} is not here")
    return path


def test_a_real_wikihouse_sheet() -> None:
    drawing = read_dxf(shared("plans/wikihouse-wren-tolerance-test.dxf"))
    counts = {k.name: (len(k.contours), len(k.circles), len(k.strokes)) for k in drawing.layers}
    assert counts["0_SHEET_SPRUCEPLY_2440X122"] == (2, 0, 0)
    assert counts["2_ANYTOOL_2MMCUTTHROUGH_SC"] == (0, 20, 0)
    assert counts["3_ANYTOOL_CUTTHROUGH_INSID"] == (116, 0, 0)
    assert counts["4_ANYTOOL_CUTTHROUGH_OUTSI"] == (45, 0, 15)
    for sheet in drawing.layer("0_SHEET_SPRUCEPLY_2440X122").contours:
        x0, y0, x1, y1 = sheet.bounds
        assert sorted((round(x1 - x0), round(y1 - y0))) == [1220, 2440]
    assert {f.rule for f in drawing.findings} == {"dxf-units", "dxf-open", "dxf-copies"}


def test_the_peers_sheet_keeps_its_arcs() -> None:
    drawing = read_dxf(shared("peers/sheet_profiles.dxf"))
    assert len(drawing.layer("OUTSIDE").contours) == 12
    assert len(drawing.layer("INSIDE").rings) == 24
    assert not drawing.findings
    rounds = [s for c in drawing.layer("OUTSIDE").contours for s in c.segments if s.bulge]
    assert rounds
