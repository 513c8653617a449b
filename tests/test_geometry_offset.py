"""Offsets: the cutter's centre line, with every arc exact."""

from __future__ import annotations

import math
from pathlib import Path

import pytest
import shapely
from hypothesis import assume, given
from hypothesis import strategies as st
from shapes import apart, arcs, boxes, dogbones, drawing, fingered, motions, outlines, shapes, slots

from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Transform
from mobilier.geometry.offset import offset
from mobilier.geometry.region import Region, difference

CLOSE = 0.005
"""mm. How far an offset may lie from the offset of a dense drawing."""
PEERS = Path(__file__).parents[2] / "shared" / "data" / "peers" / "sheet_profiles.dxf"

distances = st.sampled_from([0.5, 3.0, 3.175, 6.35]).flatmap(lambda d: st.sampled_from([d, -d]))


def dense(shape: Contour | Region, distance: float) -> shapely.Geometry:
    """Offset a dense drawing with dense corners, specks left out."""
    grown = drawing(shape).buffer(distance, quad_segs=200)
    return shapely.union_all([p for p in shapely.get_parts(grown) if p.area > 0.002 * p.length])


@given(shape=shapes, distance=distances)
def test_offsets_lie_on_the_offset_of_a_dense_drawing(shape: Contour, distance: float) -> None:
    theirs = dense(shape, distance)
    assume(all(p.area > 0.05 * p.length for p in shapely.get_parts(theirs)))
    ours = offset(shape, distance)
    assert apart(drawing(ours), theirs) <= CLOSE
    for region in ours:
        assert region.polygon().is_valid
        assert region.outer.area > 0 > max((h.area for h in region.holes), default=-1.0)


@given(shape=st.one_of(boxes(), slots()), distance=st.sampled_from([0.5, 3.0, 6.35]))
def test_growing_a_convex_shape_adds_what_steiner_says(shape: Contour, distance: float) -> None:
    """Area + length × distance + π distance²; length + 2 π distance; an arc at every corner."""
    (grown,) = offset(shape, distance)
    assert grown.holes == ()
    expected = shape.area + shape.length * distance + math.pi * distance**2
    assert grown.area == pytest.approx(expected, abs=1e-3)
    assert grown.outer.length == pytest.approx(shape.length + math.tau * distance, abs=1e-4)
    assert arcs(grown) in (4, 2)  # two when round ends grow: half turns
    before = max((s.radius for s in shape.segments if s.bulge), default=0.0)
    for s in grown.outer.segments:
        assert not s.bulge or s.radius == pytest.approx(before + distance, abs=1e-6)


@given(shape=boxes(), distance=st.sampled_from([0.5, 1.5, 3.0, 3.9]))
def test_out_and_in_again_is_where_it_began(shape: Contour, distance: float) -> None:
    """A rounded convex shape comes back: same vertices, same arcs, from outside and from inside."""
    for way in (distance, -distance):
        (there,) = offset(shape, way)
        (back,) = offset(there, -way)
        assert arcs(back) == arcs(shape)
        assert len(back.outer.vertices) == len(shape.vertices)
        assert back.area == pytest.approx(shape.area, abs=1e-4)
        assert apart(drawing(back), drawing(shape)) < 1e-4


@given(shape=outlines(), distance=distances)
def test_every_arc_has_a_radius_that_its_corner_explains(shape: Contour, distance: float) -> None:
    """Source radius ± the distance, or the distance itself at a sharp corner: nothing fitted."""
    known = {abs(distance)}
    for s in shape.segments:
        if s.bulge:
            known.add(abs(s.radius + math.copysign(distance, distance * s.bulge)))
    found = [s for r in offset(shape, distance) for c in r.contours for s in c.segments if s.bulge]
    assert [s for s in found if min(abs(s.radius - r) for r in known) >= 1e-6] == []


@given(shape=boxes(), distance=distances, by=motions)
def test_offsets_travel_with_their_shapes(shape: Contour, distance: float, by: Transform) -> None:
    here = offset(shape, distance)
    there = offset(shape.transformed(by), distance)
    assert len(here) == len(there)
    assert [r.area for r in there] == pytest.approx([r.area for r in here], abs=1e-4)
    assert [arcs(r) for r in there] == [arcs(r) for r in here]


def test_holes_shrink_as_the_wood_grows() -> None:
    plate = Region(Contour.rectangle(0, 0, 100, 60), (Contour.circle(50, 30, 20).reversed(),))
    (grown,) = offset(plate, 3)
    assert grown.bounds == pytest.approx((-3, -3, 103, 63))
    assert grown.holes[0].as_circle == pytest.approx((50, 30, 14))
    (shrunk,) = offset(plate, -3)
    assert shrunk.holes[0].as_circle == pytest.approx((50, 30, 26))
    assert arcs(Region(shrunk.outer)) == 0


def test_a_circle_stays_a_circle_or_vanishes() -> None:
    circle = Contour.circle(10, -5, 35)
    assert offset(circle, 3)[0].outer.as_circle == pytest.approx((10, -5, 41))
    assert offset(circle, -3)[0].outer.as_circle == pytest.approx((10, -5, 29))
    assert offset(circle, -17.6) == ()


def test_an_offset_of_nothing_turns_the_rings_the_right_way() -> None:
    plate = Region(Contour.rectangle(0, 0, 9, 9).reversed(), (Contour.circle(4, 4, 2),))
    (same,) = offset(plate, 0)
    assert same.outer.area == 81
    assert same.holes[0].area < 0
    assert offset(plate, 1)[0].area == offset(same, 1)[0].area


def test_a_waist_thinner_than_the_cutter_falls_apart() -> None:
    below = [(0, 0), (50, 0), (50, 20), (90, 20), (90, 0), (140, 0)]
    above = [(140, 60), (90, 60), (90, 25), (50, 25), (50, 60), (0, 60)]
    waist = Contour.polygon_of([*below, *above])
    assert len(offset(waist, -2.4)) == 1
    left, right = offset(waist, -2.6)
    assert left.area == pytest.approx(right.area)


def test_a_dogboned_panel_keeps_every_bone_as_the_cutter_passes() -> None:
    """Outside offset by the cutter's radius: each 6.5 mm bone becomes an arc of 0.25 mm."""
    (panel,) = difference(fingered(), dogbones())
    (path,) = offset(panel, 3)
    bones = [s for s in path.outer.segments if s.bulge < 0]
    assert len(bones) == 39
    assert {round(s.radius, 6) for s in bones} == {0.25}
    assert {round(s.radius, 6) for s in path.outer.segments if s.bulge > 0} == {3.0}


def test_a_rounded_inside_corner_of_the_cutter_s_size_becomes_sharp() -> None:
    corner = rounded([(0, 0), (100, 0), (100, 50), (40, 50), (40, 90), (0, 90)], [0, 0, 0, 3, 0, 0])
    (path,) = offset(corner, 3)
    assert not [s for s in path.outer.segments if s.bulge < 0]


@pytest.mark.skipif(not PEERS.exists(), reason="the shared comparison sheet is not beside the project")
def test_the_comparison_sheet_has_the_known_length_and_arcs() -> None:
    """Job A: 36 loops, 3 mm to the waste side: 13 879.3 mm in 264 segments, 136 of them arcs."""
    loops = _loops_of(PEERS)
    assert len(loops) == 36
    paths = []
    for loop in loops:
        inside = any(o is not loop and o.polygon().contains(loop.polygon()) for o in loops)
        (region,) = offset(loop, -3 if inside else 3)
        assert region.holes == ()
        paths.append(region.outer)
    assert sum(p.length for p in paths) == pytest.approx(13_879.3, abs=0.05)
    assert (sum(len(p.segments) for p in paths), sum(arcs(p) for p in paths)) == (264, 136)


def _loops_of(path: Path) -> list[Contour]:
    """Read the closed polylines and circles of a sheet."""
    import ezdxf

    found = []
    for entity in ezdxf.readfile(path).modelspace():
        if entity.dxftype() == "LWPOLYLINE" and entity.closed:
            points = entity.get_points("xyb")
            found.append(Contour(tuple((float(x), float(y), float(b)) for x, y, b in points)))
        elif entity.dxftype() == "CIRCLE":
            (x, y, _), r = entity.dxf.center, entity.dxf.radius
            found.append(Contour.circle(x, y, 2 * r))
    return [c.turned(ccw=True) for c in found]
