"""The sweep against what a disc on a path covers, worked out point by point."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from mobilier.proof.reading import ToolMotion
from mobilier.proof.sweep import SAGITTA, Path
from mobilier.proof.track import track_of

coordinate = st.floats(-40, 40).map(lambda v: round(v, 3))
depth = st.floats(-12, 2).map(lambda v: round(v, 3))
place = st.tuples(coordinate, coordinate, depth)


@st.composite
def motions(draw: st.DrawFn) -> list[ToolMotion]:
    """A chain of lines, plunges and arcs, some of them sloping."""
    here = draw(place)
    out = []
    for _ in range(draw(st.integers(1, 4))):
        kind = draw(st.sampled_from(["line", "plunge", "arc"]))
        if kind == "arc":
            r, a, sweep = draw(st.floats(0.5, 20)), draw(st.floats(0, 6)), draw(st.floats(-6.2, 6.2))
            sweep = sweep if abs(sweep) > 0.01 else 1.0
            centre = (here[0] + r * math.cos(a), here[1] + r * math.sin(a))
            end = (*_on(here, centre, sweep), draw(depth))
            out.append(_motion(here, end, centre, sweep))
        else:
            end = draw(place) if kind == "line" else (*here[:2], draw(depth))
            out.append(_motion(here, end))
        here = out[-1].end
    return out


def _on(start: tuple[float, ...], centre: tuple[float, float], turn: float) -> tuple[float, float]:
    x, y = start[0] - centre[0], start[1] - centre[1]
    c, s = math.cos(turn), math.sin(turn)
    return (centre[0] + c * x - s * y, centre[1] + s * x + c * y)


def _motion(
    start: tuple[float, ...],
    end: tuple[float, ...],
    centre: tuple[float, float] = (0.0, 0.0),
    sweep: float = 0.0,
) -> ToolMotion:
    return ToolMotion(kind="cut", line=1, start=start, end=end, centre=centre, sweep=sweep)  # type: ignore[arg-type]


def _nearest(m: ToolMotion, z: float, point: tuple[float, float]) -> float:
    """Distance from a point to the path where the tip is at ``z`` or below, by fine steps."""
    best = math.inf
    for k in range(2001):
        t = k / 2000
        if m.start[2] + t * (m.end[2] - m.start[2]) > z + 1e-6:
            continue
        if m.sweep:
            here = _on(m.start, m.centre, t * m.sweep)
        else:
            here = tuple(a + t * (b - a) for a, b in zip(m.start[:2], m.end[:2], strict=True))  # type: ignore[assignment]
        best = min(best, math.dist(here, point))
    return best


@settings(max_examples=40, deadline=None, derandomize=True)
@given(
    found=motions(),
    z=depth,
    radius=st.floats(0.5, 8),
    points=st.lists(st.tuples(coordinate, coordinate), min_size=4, max_size=4),
)
def test_a_point_is_swept_when_the_path_passes_within_the_radius(
    found: list[ToolMotion], z: float, radius: float, points: list[tuple[float, float]]
) -> None:
    areas = Path(track_of(found), radius).slice(z).areas
    whole = shapely.union_all(list(areas))
    for p in points:
        far = min(_nearest(m, z, p) for m in found)
        step = max(m.length for m in found) / 2000
        if abs(far - radius) > 2 * SAGITTA + step:
            assert whole.covers(shapely.Point(p)) == (far < radius)


@settings(max_examples=30, deadline=None, derandomize=True)
@given(found=motions(), radius=st.floats(0.5, 8))
def test_higher_slices_hold_the_lower_ones(found: list[ToolMotion], radius: float) -> None:
    path = Path(track_of(found), radius)
    levels = [shapely.union_all(list(path.slice(z).areas)) for z in (-9.0, -4.0, 0.0, 2.0)]
    for low, high in pairwise(levels):
        assert low.difference(high).area < 0.05  # arcs lie within their sagitta over tens of mm


@pytest.mark.parametrize("radius", [0.1, 1.5, 3.0, 6.35])
def test_areas_are_those_of_the_formulas(radius: float) -> None:
    line = _motion((0, 0, -1), (50, 0, -1))
    (area,) = Path(track_of([line]), radius).slice(0.0).areas
    assert area.area == pytest.approx(100 * radius + math.pi * radius**2, abs=0.1)
    arc = _motion((20, 0, -1), (-20, 0, -1), (0.0, 0.0), math.pi)
    ring = shapely.union_all(list(Path(track_of([arc]), radius).slice(0.0).areas))
    assert ring.area == pytest.approx(math.pi * 20 * 2 * radius + math.pi * radius**2, abs=0.3)
    circle = _motion((20, 0, -1), (20, 0, -1), (0.0, 0.0), math.tau)
    whole = shapely.union_all(list(Path(track_of([circle]), radius).slice(0.0).areas))
    assert whole.area == pytest.approx(math.pi * ((20 + radius) ** 2 - (20 - radius) ** 2), abs=0.5)


def test_a_ramp_is_cut_off_where_it_passes_the_height() -> None:
    ramp = _motion((0, 0, 0), (40, 0, -8))
    for z, length in ((-8.0, 0.0), (-6.0, 10.0), (-2.0, 30.0), (0.0, 40.0), (-8.1, None)):
        areas = Path(track_of([ramp]), 2.0).slice(z).areas
        if length is None:
            assert not areas
        else:
            x0, _, x1, _ = shapely.union_all(list(areas)).bounds
            assert (x0, x1) == pytest.approx((40 - length - 2, 42), abs=0.01)


def test_the_same_path_is_swept_once() -> None:
    there, back = _motion((0, 0, -1), (50, 0, -1)), _motion((50, 0, -2), (0, 0, -2))
    arc = _motion((20, 0, -1), (-20, 0, -1), (0.0, 0.0), math.pi)
    again = _motion((-20, 0, -3), (20, 0, -3), (0.0, 0.0), -math.pi)
    assert len(Path(track_of([there, back]), 3.0).slice(0.0).areas) == 1
    assert len(Path(track_of([arc, again, arc]), 3.0).slice(0.0).areas) == 3
    assert np.isclose(track_of([arc]).across[0], 20 * math.pi)
