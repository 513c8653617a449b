"""Booleans of regions: the areas of set theory, with every arc kept."""

from __future__ import annotations

import math

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapes import apart, boxes, discs, dogbones, drawing, fingered, motions, outlines, shapes, slots

from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.region import Region, difference, intersection, union

CLOSE = 0.005
"""mm. How far a result may lie from the boolean of dense drawings."""


TIP = 0.01
"""mm. Sides that meet at a grazing angle and lie nearer than this are one: their tip may lie anywhere."""


def blunt(shape: shapely.Geometry) -> shapely.Geometry:
    """The shape without tips thinner than twice `TIP`."""
    return shape.buffer(-TIP).buffer(TIP)


def sound(regions: tuple[Region, ...]) -> bool:
    """Every ring closed, simple and turning as it should; holes inside."""
    return all(
        r.outer.area > 0
        and all(h.area < 0 for h in r.holes)
        and r.polygon().is_valid
        and all(s.chord > 0 for c in r.contours for s in c.segments)
        for r in regions
    )


def rounds(ring: Contour) -> dict[tuple[float, ...], float]:
    """Length of arc on each circle (centre, radius): what stays when two arcs of one circle are joined."""
    on: dict[tuple[float, ...], float] = {}
    for s in ring.segments:
        if s.bulge:
            circle = (*s.centre, s.radius)
            known = next((k for k in on if math.dist(k, circle) < 1e-6), circle)
            on[known] = on.get(known, 0.0) + s.length
    return on


def same_rounds(a: Contour, b: Contour) -> bool:
    """Whether two rings have the same length of arc on the same circles."""
    ours, theirs = sorted(rounds(a).items()), sorted(rounds(b).items())
    if len(ours) != len(theirs):
        return False
    return all(min(math.dist((*c, on), (*d, o)) for d, o in theirs) < 1e-4 for c, on in ours)


@given(a=shapes, b=shapes)
def test_booleans_lie_on_the_booleans_of_dense_drawings(a: Contour, b: Contour) -> None:
    """Within 0.005 mm of what shapely says of outlines drawn with chords of 0.0001 mm."""
    one, two = drawing(a), drawing(b)
    for name, ours, theirs in (
        ("union", union([a, b]), one.union(two)),
        ("difference", difference(a, [b]), one.difference(two)),
        ("intersection", intersection(a, b), one.intersection(two)),
    ):
        wood = shapely.set_precision(theirs, 1e-6)  # sides that coincide leave spikes of no width
        parts = [p for p in shapely.get_parts(wood) if p.area > 0.002 * p.length]
        assume(all(p.area > 0.05 * p.length for p in parts))  # slivers between two arcs are dropped
        thick = shapely.union_all(parts)
        assert sound(ours), name
        assert apart(blunt(drawing(ours)), blunt(thick)) <= CLOSE, name


@given(a=outlines(), b=shapes)
def test_areas_of_parts_and_whole_agree(a: Contour, b: Contour) -> None:
    both = sum(r.area for r in intersection(a, b))
    assert sum(r.area for r in union([a, b])) == pytest.approx(a.area + b.area - both, abs=1.0)
    assert sum(r.area for r in difference(a, [b])) == pytest.approx(a.area - both, abs=1.0)


@given(shape=shapes)
def test_a_shape_with_nothing_done_to_it_is_itself(shape: Contour) -> None:
    for result in (union([shape]), union([shape, shape]), intersection(shape, shape)):
        assert len(result) == 1
        assert result[0].outer.length == pytest.approx(shape.length, abs=1e-6)
        assert same_rounds(result[0].outer, shape)
        assert len(result[0].outer.vertices) <= len(shape.vertices)


@given(tool=st.one_of(slots(), discs))
def test_an_opening_inside_a_panel_is_kept_as_it_was(tool: Contour) -> None:
    panel = Contour.rectangle(-400, -400, 400, 400)
    (region,) = difference(panel, [tool])
    assert region.outer.area == panel.area
    assert len(region.holes) == 1
    assert same_rounds(region.holes[0], tool)
    assert region.holes[0].area == pytest.approx(-tool.area, abs=1e-6)
    assert region.holes[0].as_circle == pytest.approx(tool.as_circle) or tool.as_circle is None


@given(
    d=st.sampled_from([3.2, 6.5, 8.5, 12.0]),
    angle=st.floats(0, 360),
    share=st.floats(0.1, 0.9),
)
def test_a_disc_on_an_edge_leaves_its_arc(d: float, angle: float, share: float) -> None:
    """A dogbone on a straight side: one arc (two when it turns more than half), of its own radius."""
    by = Transform(37.0, -12.0, angle)
    panel = Contour.rectangle(0, 0, 300, 200).transformed(by)
    middle = by.apply((50 + 200 * share, d * (share - 0.5)))
    (cut,) = difference(panel, [Contour.circle(*middle, d)])
    left = [s for s in cut.outer.segments if s.bulge]
    assert 1 <= len(left) <= 2
    assert all(s.radius == pytest.approx(d / 2, abs=1e-6) for s in left)
    assert all(math.dist(s.centre, middle) < 1e-6 for s in left)
    half = d / 2
    y = d * (share - 0.5)
    assert sum(s.length for s in left) == pytest.approx(2 * half * math.acos(-y / half), abs=0.02)


def test_a_relieved_finger_panel_has_one_arc_a_corner() -> None:
    """Corners of 90 degrees opened by discs through them: arcs of 3.25 mm, sharp where wood stands out."""
    panel, bones = fingered(), dogbones()
    (cut,) = difference(panel, bones)
    left = [s for s in cut.outer.segments if s.bulge]
    assert {round(s.radius, 6) for s in left} == {3.25}
    assert {tuple(round(v, 6) for v in s.centre) for s in left} == {
        tuple(round(v, 6) for v in (b.as_circle or ())[:2]) for b in bones
    }
    assert len(left) == len(bones)
    assert len(cut.outer.vertices) == len(panel.vertices) + len(bones)


@given(a=boxes(), b=slots(), by=motions)
def test_booleans_travel_with_their_shapes(a: Contour, b: Contour, by: Transform) -> None:
    here = [r.transformed(by) for r in difference(a, [b])]
    there = difference(a.transformed(by), [b.transformed(by)])
    assert sum(r.area for r in there) == pytest.approx(sum(r.area for r in here), abs=0.05)
    # each of the two lies within CLOSE of the exact shape
    assert apart(drawing(tuple(here)), drawing(there)) <= 2 * CLOSE or sum(r.area for r in there) < 1.0


def test_pieces_come_largest_first_and_specks_are_dropped() -> None:
    panel = Contour.rectangle(0, 0, 300, 100)
    left, right = difference(panel, [Contour.rectangle(100, -1, 118, 101)])
    assert left.area == pytest.approx(182 * 100)
    assert right.area == pytest.approx(100 * 100)
    assert difference(panel, [Contour.rectangle(-1, -1, 301, 99.999999)]) == ()


def test_net_area_and_bounds_of_a_region_with_a_window() -> None:
    window = Region(Contour.rectangle(0, 0, 100, 50), (Contour.circle(30, 25, 20).reversed(),))
    assert window.area == pytest.approx(5000 - math.pi * 100)
    assert window.bounds == (0, 0, 100, 50)
    moved = window.transformed(Transform(10, 0, 90, flipped=True))
    assert moved.area == pytest.approx(window.area)
    assert moved.polygon(1e-4).area == pytest.approx(window.area, abs=0.05)
