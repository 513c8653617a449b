"""What is drawn comes back: the file against the drawing, and ezdxf's own audit against both."""

from __future__ import annotations

import io
import math

import ezdxf
import pytest
from ezdxf import recover
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text, shape_key
from mobilier.dxf.read import read_dxf
from mobilier.dxf.write import layer_name, write_dxf
from mobilier.errors import MobilierError
from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Transform

lengths = st.floats(20, 400)


@st.composite
def contours(draw: st.DrawFn) -> Contour:
    """A rectangle with rounded, sharp or notched corners, somewhere on a sheet."""
    w, h = draw(lengths), draw(lengths)
    x, y = draw(st.floats(-500, 2000)), draw(st.floats(-500, 2000))
    radii = [draw(st.sampled_from([0.0, 3.0, 8.5])) for _ in range(4)]
    ring = rounded([(x, y), (x + w, y), (x + w, y + h), (x, y + h)], radii)
    return ring if draw(st.booleans()) else ring.reversed()


@settings(max_examples=12, deadline=None)
@given(st.lists(contours(), min_size=1, max_size=4, unique_by=shape_key), st.sampled_from(["R2000", "R12"]))
def test_contours_come_back_as_drawn(rings: list[Contour], version: str) -> None:
    drawing = Drawing(layers=(Layer(name="CUT", contours=tuple(rings)),))
    back = read_dxf(write_dxf(drawing, version=version)).layer("CUT")  # type: ignore[arg-type]
    assert len(back.contours) == len(rings)
    for a, b in zip(rings, back.contours, strict=True):
        assert len(a.vertices) == len(b.vertices)
        for (x, y, k), (u, v, m) in zip(a.vertices, b.vertices, strict=True):
            assert math.dist((x, y), (u, v)) < 1e-4
            assert abs(k - m) < 1e-9


@settings(max_examples=12, deadline=None)
@given(st.lists(contours(), min_size=1, max_size=4, unique_by=shape_key))
def test_loose_lines_and_arcs_are_joined_again(rings: list[Contour]) -> None:
    rings = [r.transformed(Transform(3000.0 * k)) for k, r in enumerate(rings)]  # shapes that never touch
    drawing = Drawing(layers=(Layer(name="CUT", contours=tuple(rings)),))
    back = read_dxf(write_dxf(drawing, flavour="lines-arcs")).layer("CUT")
    assert not back.strokes
    areas = sorted(abs(c.area) for c in back.contours)
    assert areas == pytest.approx(sorted(abs(c.area) for c in rings), rel=1e-5)
    lengths_ = sorted(c.length for c in back.contours)
    assert lengths_ == pytest.approx(sorted(c.length for c in rings), rel=1e-6)


def drawing_of_all() -> Drawing:
    """One of everything."""
    return Drawing(
        layers=(
            Layer(
                name="5_OUT_Z18.0",
                colour=5,
                contours=(rounded([(0, 0), (90, 0), (90, 50), (0, 50)], 9),),
            ),
            Layer(name="2_DRILL", colour=3, circles=(Circle(20, 20, 6.5), Circle(70, 30, 6.5))),
            Layer(name="1_ENGRAVE", colour=2, strokes=(Stroke(((5, 5, 0.0), (9, 5, 0.4), (9, 9, 0.0))),)),
            Layer(name="9_NOTES", texts=(Text(0, -40, 10, "Contreplaqué peuplier, fraise Ø 6"),)),
        )
    )


@pytest.mark.parametrize("flavour", ["polylines", "lines-arcs"])
@pytest.mark.parametrize("version", ["R12", "R2000"])
def test_every_flavour_passes_the_audit_and_keeps_everything(version: str, flavour: str) -> None:
    data = write_dxf(drawing_of_all(), version=version, flavour=flavour)  # type: ignore[arg-type]
    document, auditor = recover.read(io.BytesIO(data))
    assert not auditor.errors
    assert not auditor.fixes
    assert document.dxfversion == {"R12": "AC1009", "R2000": "AC1015"}[version]
    back = read_dxf(data)
    assert [k.colour for k in back.layers] == [5, 3, 2, 7]
    assert [c.diameter for k in back.layers for c in k.circles] == [6.5, 6.5]
    assert [t.words for k in back.layers for t in k.texts] == ["Contreplaqué peuplier, fraise Ø 6"]
    stroke = next(s for k in back.layers for s in k.strokes)
    ours = drawing_of_all().layers[2].strokes[0]
    assert sum(s.length for s in stroke.segments) == pytest.approx(sum(s.length for s in ours.segments))


def test_r2000_says_millimetres_and_r12_is_read_with_a_warning() -> None:
    assert ezdxf.read(io.StringIO(write_dxf(drawing_of_all()).decode("cp1252"))).units == 4
    assert not [f for f in read_dxf(write_dxf(drawing_of_all())).findings if f.rule == "dxf-units"]
    old = read_dxf(write_dxf(drawing_of_all(), version="R12"))
    assert [f.level for f in old.findings if f.rule == "dxf-units"] == ["warning"]


def test_a_shape_drawn_twice_is_written_once() -> None:
    ring = Contour.rectangle(0, 0, 40, 30)
    again = Contour(ring.vertices[2:] + ring.vertices[:2]).reversed()
    round_ = Contour.circle(15, 15, 8)
    layer = Layer(name="CUT", contours=(ring, again, round_), circles=(Circle(15, 15, 8),))
    back = read_dxf(write_dxf(Drawing(layers=(layer,))))
    assert len(back.layer("CUT").contours) == 1
    assert len(back.layer("CUT").circles) == 1
    assert not [f for f in back.findings if f.rule == "dxf-copies"]


def test_no_number_is_written_with_an_exponent_or_a_negative_zero() -> None:
    ring = Contour(((-0.00000001, 0.0, 1e-7), (100, -0.0, 0.0), (100, 1e-9, 0.0), (0, 50, 0.0)))
    text = write_dxf(Drawing(layers=(Layer(name="CUT", contours=(ring,)),))).decode("cp1252")
    lines = text.split("\n")
    section = text.index("ENTITIES")
    for code, value in zip(lines[0::2], lines[1::2], strict=False):
        if code.strip() in ("10", "20", "42"):
            assert "e" not in value.lower()
    assert "\n-0.0\n" not in text[section:]
    assert "\n0.0000001\n" in text[section:]


@pytest.mark.parametrize("bad", ["", "FRÄSE", "A" * 32, "A/B", "A|B"])
def test_a_layer_name_readers_would_cut_or_refuse_is_refused_here(bad: str) -> None:
    with pytest.raises(MobilierError, match="layer name"):
        write_dxf(Drawing(layers=(Layer(name=bad),)))


def test_r12_layer_names_have_no_dot() -> None:
    assert layer_name("3_POCKET_Z9.5", "R12") == "3_POCKET_Z9_5"
    with pytest.raises(MobilierError, match="twice"):
        write_dxf(Drawing(layers=(Layer(name="A.B"), Layer(name="A_B"))), version="R12")


def test_a_stroke_that_ends_where_it_began_is_still_a_line_to_follow() -> None:
    letter = Stroke.through([(0, 0), (6, 0), (6, 9), (0, 9), (0, 0)])
    slash = Stroke.through([(0, 0), (6, 9)])
    back = read_dxf(write_dxf(Drawing(layers=(Layer(name="ENGRAVE", strokes=(letter, slash)),))))
    lines = back.layer("ENGRAVE").lines
    assert sum(s.length for k in lines for s in k.segments) == pytest.approx(30 + 117**0.5)
