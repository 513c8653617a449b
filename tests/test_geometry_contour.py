"""Contours: exact measures, and laws of turning, reversing and cutting."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapes import FINE, apart, arcs, drawing, motions, outlines, shapes

from mobilier.geometry.contour import Contour, Segment, rounded
from mobilier.geometry.frame import Transform

unit = st.floats(0.01, 0.99)
segments = st.builds(
    Segment,
    st.tuples(st.floats(-100, 100), st.floats(-100, 100)),
    st.tuples(st.floats(101, 300), st.floats(-100, 100)),
    st.one_of(st.just(0.0), st.floats(0.01, 3.0), st.floats(-3.0, -0.01)),
)


@given(shape=shapes)
def test_measures_agree_with_a_dense_drawing(shape: Contour) -> None:
    """Area, length and bounds are those of the flattened ring as its chords grow short."""
    dense = shape.polygon(FINE)
    assert shape.area == pytest.approx(dense.area, abs=FINE * shape.length)
    assert shape.length == pytest.approx(dense.length, rel=1e-4)
    assert shape.bounds == pytest.approx(dense.bounds, abs=2 * FINE)


@given(shape=shapes, sagitta=st.sampled_from([0.1, 0.01, 0.002]))
def test_chords_keep_within_the_sagitta_and_begin_on_the_arc(shape: Contour, sagitta: float) -> None:
    assert apart(shape.polygon(sagitta), shape.polygon(FINE)) <= sagitta + FINE
    points = {tuple(p) for p in shape.flattened(sagitta)}
    assert {(x, y) for x, y, _ in shape.vertices} <= points


@given(shape=shapes)
def test_reversing_turns_the_area_and_nothing_else(shape: Contour) -> None:
    back = shape.reversed()
    assert back.area == pytest.approx(-shape.area)
    assert back.length == pytest.approx(shape.length)
    assert back.bounds == pytest.approx(shape.bounds)
    assert back.reversed() == shape
    assert shape.turned(ccw=False).area < 0 < shape.turned(ccw=True).area


@given(shape=shapes, by=motions)
def test_motion_keeps_measures_and_the_sense_of_rotation(shape: Contour, by: Transform) -> None:
    moved = shape.transformed(by)
    assert moved.area == pytest.approx(shape.area, rel=1e-9)
    assert moved.length == pytest.approx(shape.length, rel=1e-9)
    before = sorted(s.radius for s in shape.segments if s.bulge)
    after = sorted(s.radius for s in moved.segments if s.bulge)
    assert after == pytest.approx(before, rel=1e-6)


@given(shape=shapes, by=motions)
def test_moving_then_drawing_is_drawing_then_moving(shape: Contour, by: Transform) -> None:
    import shapely

    dense = shapely.transform(
        shape.polygon(0.01), lambda a: np.array([by.apply((float(x), float(y))) for x, y in a])
    )
    assert apart(dense, shape.transformed(by).polygon(0.01)) <= 0.02


@given(by=motions, point=st.tuples(st.floats(-500, 500), st.floats(-500, 500)))
def test_undoing_a_motion_comes_home(by: Transform, point: tuple[float, float]) -> None:
    assert by.undo(by.apply(point)) == pytest.approx(point, abs=1e-8)


@given(segment=segments, low=unit, high=unit)
def test_a_stretch_of_a_segment_lies_on_it(segment: Segment, low: float, high: float) -> None:
    low, high = min(low, high), max(low, high)
    part = segment.part(low, high)
    assert part.length == pytest.approx((high - low) * segment.length, rel=1e-6, abs=1e-6)
    for share in (0.0, 0.3, 1.0):
        assert part.point(share) == pytest.approx(segment.point(low + share * (high - low)), abs=1e-6)


@given(segment=segments, share=unit)
def test_the_direction_is_the_way_the_point_goes(segment: Segment, share: float) -> None:
    step = 1e-6
    (x0, y0), (x1, y1) = segment.point(share - step), segment.point(share + step)
    d = math.hypot(x1 - x0, y1 - y0)
    assert segment.direction(share) == pytest.approx(((x1 - x0) / d, (y1 - y0) / d), abs=1e-4)


@given(segment=segments)
def test_ends_of_a_segment_are_its_own(segment: Segment) -> None:
    assert segment.point(0) == pytest.approx(segment.start, abs=1e-7)
    assert segment.point(1) == pytest.approx(segment.end, abs=1e-7)
    assert segment.reversed().point(0.25) == pytest.approx(segment.point(0.75), abs=1e-6)


@given(segment=segments)
def test_bounds_hold_every_point_and_touch_them(segment: Segment) -> None:
    x0, y0, x1, y1 = segment.bounds
    points = np.array([segment.point(k / 500) for k in range(501)])
    assert (points >= (x0 - 1e-6, y0 - 1e-6)).all()
    assert (points <= (x1 + 1e-6, y1 + 1e-6)).all()
    slack = segment.length / 500
    low, high = points.min(axis=0), points.max(axis=0)
    assert (*low, *high) == pytest.approx(segment.bounds, abs=slack)


@given(x=st.floats(-100, 100), y=st.floats(-100, 100), d=st.floats(1, 300), by=motions)
def test_a_circle_is_known_as_one(x: float, y: float, d: float, by: Transform) -> None:
    circle = Contour.circle(x, y, d)
    assert circle.as_circle == pytest.approx((x, y, d))
    found = circle.transformed(by).as_circle
    assert found is not None
    assert found == pytest.approx((*by.apply((x, y)), d), abs=1e-6)
    assert circle.reversed().as_circle == pytest.approx((x, y, d))


@given(shape=outlines())
def test_an_outline_is_no_circle(shape: Contour) -> None:
    assert shape.as_circle is None


def test_half_a_disc_and_two_radii_are_no_circles() -> None:
    assert Contour(((0, 0, 1.0), (10, 0, 0.0))).as_circle is None
    assert Contour(((0, 0, 1.0), (10, 0, 0.5))).as_circle is None


def test_rounding_makes_one_arc_a_corner_of_the_radius_asked() -> None:
    shape = rounded([(0, 0), (100, 0), (100, 50), (40, 50), (40, 90), (0, 90)], 5)
    assert arcs(shape) == 6
    assert {round(s.radius, 9) for s in shape.segments if s.bulge} == {5.0}
    assert sum(1 for s in shape.segments if s.bulge < 0) == 1
    assert shape.area == pytest.approx(100 * 50 + 40 * 40 - (4 - math.pi) * 25)


def test_a_side_too_short_for_its_roundings_is_refused() -> None:
    with pytest.raises(ValueError, match="too short"):
        rounded([(0, 0), (100, 0), (100, 8), (0, 8)], 5)


def test_two_roundings_that_meet_leave_no_empty_side() -> None:
    slot = rounded([(0, 0), (100, 0), (100, 10), (0, 10)], 5)
    assert len(slot.vertices) == 6
    assert min(s.length for s in slot.segments) > 1
    assert drawing(slot).is_valid
