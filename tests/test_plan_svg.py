"""SVG drawings: units, transforms, arcs, colours; and files damaged on the way."""

from __future__ import annotations

import random

import pytest
from ezdxf.document import Drawing as Document
from plans import box, counts, drawn, read

from mobilier.errors import MobilierError


def svg(body: str, head: str = 'width="300mm" height="200mm" viewBox="0 0 300 200"') -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" {head}>{body}</svg>'.encode()


RECT = '<rect x="10" y="20" width="100" height="60" fill="none" stroke="#000"/>'


@pytest.mark.parametrize(
    ("head", "scale"),
    [
        ('width="300mm" height="200mm" viewBox="0 0 300 200"', 1.0),
        ('width="300mm" height="200mm" viewBox="0 0 1063 708.66"', 300 / 1063),
        ('width="10in" height="5in" viewBox="0 0 10 5"', 25.4),
        ('width="30cm" height="20cm" viewBox="0 0 300 200"', 1.0),
    ],
)
def test_the_size_of_an_svg_says_its_scale(head: str, scale: float) -> None:
    ring = read(svg(RECT, head), "plan.svg", units="").parts[0].outline.ring
    x0, y0, x1, y1 = ring.bounds
    assert (x1 - x0, y1 - y0) == pytest.approx((100 * scale, 60 * scale), rel=1e-4)


def test_arcs_transforms_and_many_loops_of_an_svg() -> None:
    body = (
        '<g transform="translate(20 30) scale(2)"><path fill="none" stroke="black" d="'
        "M0 0 H100 V50 H0 Z M20 20 a5 5 0 1 0 10 0 a5 5 0 1 0 -10 0 Z M50 15 H90 A5 5 0 0 1 90 35 H50 Z"
        '"/></g>'
    )
    reading = read(svg(body), "plan.svg")
    part = reading.parts[0]
    assert counts(reading) == (1, 2, 0)
    circle = next(c for o in part.openings if (c := o.ring.as_circle))
    assert circle[2] == pytest.approx(20.0)
    assert part.outline.ring.area == pytest.approx(200 * 100, rel=1e-5)


def test_colours_of_boxes_py_say_inside_and_outside() -> None:
    body = RECT + '<rect x="30" y="30" width="20" height="5" fill="none" stroke="rgb(0,0,255)"/>'
    reading = read(svg(body), "plan.svg")
    assert {o.layer for o in reading.parts[0].openings} == {"#0000FF"}
    assert reading.meaning["#0000FF"].does == "inside"


@pytest.mark.parametrize("body", [b"", b"<svg", b"not xml <svg <<<", b"<svg><path d='M0 0 L"])
def test_a_broken_svg_is_refused_in_words(body: bytes) -> None:
    with pytest.raises(MobilierError, match="SVG"):
        read(body, "plan.svg")


# --- hostile files


def many_kinds(d: Document) -> None:
    box(d, 0, 0, 300, 200)
    d.modelspace().add_circle((50, 50), 10)
    d.modelspace().add_arc((90, 90), 10, 20, 200)
    d.modelspace().add_spline([(0, 0), (10, 20), (30, 0)])
    block = d.blocks.new("B")
    block.add_lwpolyline([(0, 0, 0.5), (9, 0, 0), (9, 9, 0)], format="xyb", close=True)
    d.modelspace().add_blockref("B", (100, 100))


@pytest.fixture(scope="module")
def whole() -> bytes:
    return drawn(many_kinds)


def damaged(data: bytes, seed: int) -> bytes:
    """Bytes changed, cut out, doubled or put in, mostly among the entities."""
    dice = random.Random(seed)
    out = bytearray(data)
    start = out.find(b"ENTITIES") if dice.random() < 0.7 else 0
    for _ in range(dice.randint(1, 6)):
        at, long = dice.randrange(start, len(out)), dice.randint(1, 40)
        how = dice.choice(["byte", "drop", "double", "line"])
        if how == "byte":
            out[at] = dice.randint(32, 126)
        elif how == "drop":
            del out[at : at + long]
        elif how == "double":
            out[at:at] = out[at : at + long]
        else:
            out[at:at] = dice.choice([b"\n 10\n1e308\n", b"\n  0\nINSERT\n", b"\n 70\n-1\n", b"\n 40\nnan\n"])
    return bytes(out)


def test_a_damaged_file_never_ends_in_a_traceback(whole: bytes) -> None:
    """An error in words, or a reading that accounts for itself."""
    told = []
    for seed in range(400):
        try:
            reading = read(damaged(whole, seed))
        except MobilierError:
            continue
        told.append((reading.drawing.ledger.total, len(reading.parts)))
    assert len(told) >= 20
    assert all(total >= parts for total, parts in told)


def test_a_file_of_a_million_entities_is_refused_before_it_is_read() -> None:
    body = b"0\nPOINT\n8\n0\n10\n1\n20\n1\n" * 1_000_000
    with pytest.raises(MobilierError, match="more than 400"):
        read(b"0\nSECTION\n2\nENTITIES\n" + body + b"0\nENDSEC\n0\nEOF\n")
    with pytest.raises(MobilierError, match="MB"):
        read(b"0\nSECTION\n2\nENTITIES\n" + body * 3 + b"0\nENDSEC\n0\nEOF\n")


def test_a_small_file_that_draws_millions_is_stopped() -> None:
    def draw(d: Document) -> None:
        block = d.blocks.new("DOT")
        block.add_circle((0, 0), 1)
        at = {"row_count": 3000, "column_count": 3000, "row_spacing": 3, "column_spacing": 3}
        d.modelspace().add_blockref("DOT", (0, 0), dxfattribs=at)

    with pytest.raises(MobilierError, match="more than"):
        read(drawn(draw))
