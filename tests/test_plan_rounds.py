"""Rounds drawn in short lines become arcs again, and polygons stay polygons."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.geometry.contour import Contour, rounded
from mobilier.plan.rounds import as_circle, with_arcs


@settings(max_examples=60, deadline=None)
@given(
    x=st.floats(-2000, 2000),
    y=st.floats(-2000, 2000),
    radius=st.floats(1.5, 60.0),
    extra=st.integers(0, 90),
)
def test_a_circle_of_chords_is_a_circle_again(x: float, y: float, radius: float, extra: int) -> None:
    least = max(16, math.ceil(math.pi / math.acos(1 - 0.25 / radius)) if radius > 0.25 else 16)
    n = least + extra
    points = [
        (x + radius * math.cos(k * math.tau / n), y + radius * math.sin(k * math.tau / n)) for k in range(n)
    ]
    found = as_circle(Contour.polygon_of(points))
    assert found is not None
    assert (found.x, found.y) == pytest.approx((x, y), abs=0.01)
    assert found.diameter == pytest.approx(2 * radius, abs=0.02)


@pytest.mark.parametrize("n", [3, 4, 6, 8, 10])
def test_a_polygon_stays_a_polygon(n: int) -> None:
    ring = Contour.polygon_of(
        [(50 * math.cos(k * math.tau / n), 50 * math.sin(k * math.tau / n)) for k in range(n)]
    )
    assert as_circle(ring) is None
    assert with_arcs(ring) == ring


@pytest.mark.parametrize("power", [2.2, 2.5, 4.0])
def test_a_squircle_is_no_circle(power: float) -> None:
    points = []
    for k in range(168):
        c, s = math.cos(k * math.tau / 168), math.sin(k * math.tau / 168)
        r = 20 / (abs(c) ** power + abs(s) ** power) ** (1 / power)
        points.append((r * c, r * s))
    assert as_circle(Contour.polygon_of(points)) is None


@settings(max_examples=40, deadline=None)
@given(
    long=st.floats(80, 900), wide=st.floats(60, 500), radius=st.floats(3, 25), sagitta=st.floats(0.005, 0.1)
)
def test_rounded_corners_of_chords_are_arcs_again(
    long: float, wide: float, radius: float, sagitta: float
) -> None:
    """The ring with its arcs flattened is read back within a hundredth, in few segments."""
    ring = rounded([(0, 0), (long, 0), (long, wide), (0, wide)], radius)
    chords = Contour.polygon_of(ring.flattened(sagitta).tolist())
    again = with_arcs(chords)
    assert again.polygon(0.001).symmetric_difference(ring.polygon(0.001)).area <= 0.012 * ring.length
    assert again.bounds == pytest.approx(ring.bounds, abs=0.02)
    if len(chords.vertices) >= 40:  # enough chords in each corner to be told from a chamfer
        assert len(again.vertices) <= 12
