"""Passes are equal and none too deep; speeds keep the chip; a depth line never dips under its tabs."""

from __future__ import annotations

import itertools
import math

import cut_sheet
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mobilier.cam.path import ClosedPath, Lift, lift_line, moves_along
from mobilier.cam.profile import ramp_down
from mobilier.cam.speeds import speeds_of, split_depth
from mobilier.geometry.contour import rounded
from mobilier.profiles.types import Cutting, Spindle

LOOP = ClosedPath(rounded([(0, 0), (80, 0), (80, 50), (30, 50), (0, 30)], 6))


@given(st.floats(0.1, 60), st.floats(0.2, 12))
def test_passes_are_equal_and_as_few_as_the_step_allows(total: float, step: float) -> None:
    found = split_depth(total, step)
    steps = [b - a for a, b in itertools.pairwise((0.0, *found))]
    assert found[-1] == total
    assert max(steps) - min(steps) < 1e-9
    assert max(steps) <= step + 1e-6
    assert len(found) == 1 or total / (len(found) - 1) > step


def test_a_little_more_than_the_steps_needs_no_pass_more() -> None:
    speeds, _ = speeds_of(cut_sheet.MILL, cut_sheet.MATERIAL, cut_sheet.MACHINE)
    assert speeds
    assert speeds.deepest == pytest.approx(1.05 * speeds.step)
    assert len(split_depth(3.04 * speeds.step, speeds.deepest)) == 3
    assert len(split_depth(3.16 * speeds.step, speeds.deepest)) == 4


def test_no_pass_is_added_by_rounding() -> None:
    assert split_depth(18.3, 6.1) == pytest.approx((6.1, 12.2, 18.3))
    assert sum([-6.1] * 3) < -18.3 + 1e-12  # the trap of adding floats


def test_a_compression_cutter_starts_below_its_upcut() -> None:
    assert split_depth(18.3, 5.0, 6.5)[0] == 6.5
    assert max(b - a for a, b in itertools.pairwise(split_depth(18.3, 5.0, 6.5))) <= 5.0
    assert split_depth(18.3, 9.3, 6.5) == pytest.approx((9.15, 18.3))


def test_a_slow_machine_keeps_the_chip_by_turning_slower() -> None:
    machine = cut_sheet.MACHINE.model_copy(update={"feed_max": (1800, 600)})
    speeds, findings = speeds_of(cut_sheet.MILL, cut_sheet.MATERIAL, machine)
    assert speeds
    assert speeds.feed == 1800
    assert speeds.feed / (2 * speeds.speed) == pytest.approx(0.1, rel=0.01)
    assert findings == []


def test_a_fixed_speed_router_feeds_to_its_speed() -> None:
    spindle = Spindle(low=14000, high=14000, controlled=False, warm_up=0)
    machine = cut_sheet.MACHINE.model_copy(update={"spindle": spindle})
    speeds, findings = speeds_of(cut_sheet.MILL, cut_sheet.MATERIAL, machine)
    assert speeds
    assert (speeds.speed, speeds.feed) == (14000, 2800)
    assert findings == []


def test_an_edge_that_would_rub_is_told() -> None:
    machine = cut_sheet.MACHINE.model_copy(update={"feed_max": (300, 300)})
    _, findings = speeds_of(cut_sheet.MILL, cut_sheet.MATERIAL, machine)
    assert [f.rule for f in findings] == ["edge-rubs"]


def test_a_tool_for_a_slower_spindle_is_refused() -> None:
    slow = Cutting(chip_load=0.1, speed=3000, step=6, plunge=1, ramp=3, source="made up")
    speeds, findings = speeds_of(
        cut_sheet.mill(6, cutting={"plywood": slow}), cut_sheet.MATERIAL, cut_sheet.MACHINE
    )
    assert speeds is None
    assert [f.rule for f in findings] == ["speed-outside-spindle"]


@given(st.floats(-200, 400), st.floats(0.01, 500))
def test_a_stretch_of_a_loop_has_its_length_and_its_ends(low: float, length: float) -> None:
    pieces = LOOP.between(low, low + length)
    assert sum(p.length for p in pieces) == pytest.approx(length, abs=1e-5)
    assert math.dist(pieces[0].start, LOOP.point(low)) < 1e-5
    assert math.dist(pieces[-1].end, LOOP.point(low + length)) < 1e-5
    assert all(math.dist(a.end, b.start) < 1e-6 for a, b in itertools.pairwise(pieces))


@given(st.floats(0, 200), st.floats(0, 200))
def test_the_nearest_place_of_a_loop_is_found(s: float, away: float) -> None:
    x, y = LOOP.point(s)
    dx, dy = LOOP.direction(s)
    point = (x + away * dy, y - away * dx)
    found = LOOP.nearest(point)
    step = LOOP.length / 400
    assert (
        math.dist(LOOP.point(found), point)
        <= min(math.dist(LOOP.point(k * step), point) for k in range(400)) + 1e-9
    )


@given(
    st.floats(0, 250),
    st.lists(st.tuples(st.floats(0, 250), st.floats(0.5, 20), st.floats(-17, -2)), max_size=4),
    st.floats(0, 1),
)
@example(start=0.0, tabs=[(26.0, 20.0, -2.0), (63.0, 1.0, -2.0)], share=0.96875)  # a valley of two ramps
@example(start=0.0, tabs=[(20.0, 4.0, -2.0), (26.0, 20.0, -5.0)], share=0.0)  # a ramp onto a lower top
def test_a_depth_line_is_the_higher_of_its_ramps_and_its_tabs(
    start: float, tabs: list[tuple[float, float, float]], share: float
) -> None:
    lifts = [Lift(low, low + width, z) for low, width, z in tabs]
    base = ramp_down(start, 0.0, (6.1, 12.2, 18.3), LOOP.length, math.tan(math.radians(4)))
    line = lift_line(base, lifts, LOOP.length, 1.0)
    at = base[0][0] + share * (base[-1][0] - base[0][0])
    floors = [
        Lift(t.low + k * LOOP.length, t.high + k * LOOP.length, t.z).floor(at, 1.0)
        for t in lifts
        for k in range(-2, 8)
    ]
    assert _z(line, at) == pytest.approx(max(_z(base, at), *floors, -99), abs=1e-6)


def _z(line: list[tuple[float, float]], at: float) -> float:
    for (s0, z0), (s1, z1) in itertools.pairwise(line):
        if s0 <= at <= s1:
            return z0 if s1 == s0 else z0 + (z1 - z0) * (at - s0) / (s1 - s0)
    return line[-1][1]


def test_a_spiral_never_bites_deeper_than_a_pass_and_ends_with_a_level_turn() -> None:
    turn, slope = 60.0, math.tan(math.radians(3))
    for passes in ((6.0, 12.0, 18.0), (2.0, 4.0), (18.0,)):
        line = ramp_down(10.0, 0.0, passes, turn, slope)
        depth = passes[0]
        for k in range(400):
            s = 10.0 + (line[-1][0] - 10.0) * k / 400
            above = _z(line, s - turn) if s - turn >= 10.0 else 0.0
            assert above - _z(line, s) <= depth + 1e-9
        assert _z(line, line[-1][0] - turn) == pytest.approx(-passes[-1])


def test_no_ramp_falls_faster_than_the_plunge() -> None:
    moves = moves_along(LOOP, [(0.0, 0.0), (3.0, -6.0), (90.0, -8.0)], 4000, 900)
    z, at = 0.0, LOOP.point(0)
    for m in moves:
        run = math.hypot(m.x - at[0], m.y - at[1])  # chord: a bound on the safe side of the arc
        share = abs(m.z - z) / math.hypot(run, m.z - z) if m.z != z else 0.0
        assert m.feed * share <= 900 * 1.02
        z, at = m.z, (m.x, m.y)
    assert max(m.feed for m in moves) > 3000


@given(st.sampled_from(LOOP.ends), st.floats(-0.0009, 0.0009), st.integers(0, 2))
@example(LOOP.ends[1], -0.0003, 0)
def test_a_bend_a_hair_from_a_vertex_leaves_no_stub(end: float, off: float, turn: int) -> None:
    bend = end + off + turn * LOOP.length
    line = [(bend - 5.0, -1.0), (bend, -1.3), (bend + 5.0, -1.7)]
    moves = moves_along(LOOP, line, 4000, 900)
    places = [LOOP.point(line[0][0]), *((m.x, m.y) for m in moves)]
    assert min(math.dist(a, b) for a, b in itertools.pairwise(places)) > 0.1
    assert moves[-1].z == pytest.approx(-1.7)
