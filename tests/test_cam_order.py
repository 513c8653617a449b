"""The order of cutting: exact on small jobs, precedence never broken, time as the planner's formulas say."""

from __future__ import annotations

import itertools
import math
import random

import cut_sheet
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mobilier.cam.estimate import points_of, seconds_of
from mobilier.cam.local_search import choose_entries, close_precedence
from mobilier.cam.lowering import lower_moves
from mobilier.cam.moves import Move
from mobilier.cam.routing import EXACT, find_route
from mobilier.cam.stops import Stop
from mobilier.geometry.points import Point

HOME = (0.0, 0.0)


def jobs(seed: int, count: int, width: int = 3) -> tuple[list[Stop], list[frozenset[int]]]:
    rng = random.Random(seed)

    def place() -> Point:
        return (rng.uniform(0, 900), rng.uniform(0, 600))

    stops = []
    for _ in range(count):
        entries = tuple(place() for _ in range(rng.randint(1, width)))
        stops.append(Stop(entries, tuple(place() for _ in entries) if rng.random() < 0.3 else entries))
    before = [
        frozenset(b for b in range(k) if rng.random() < 0.15) if rng.random() < 0.5 else frozenset()
        for k in range(count)
    ]
    return stops, before


def length(stops: list[Stop], order: tuple[int, ...], choice: tuple[int, ...]) -> float:
    here, total = HOME, 0.0
    for k, c in zip(order, choice, strict=True):
        total += math.dist(here, stops[k].entries[c])
        here = stops[k].exits[c]
    return total + math.dist(here, HOME)


def allowed(order: tuple[int, ...], before: list[frozenset[int]]) -> bool:
    place = {k: i for i, k in enumerate(order)}
    return all(place[b] < place[k] for k, ones in enumerate(before) for b in ones)


@given(st.integers(0, 10_000), st.integers(1, 5))
def test_small_jobs_take_the_best_of_all_orders(seed: int, count: int) -> None:
    stops, before = jobs(seed, count)
    way = find_route(stops, before, HOME)
    best = min(
        length(stops, order, pick)
        for order in itertools.permutations(range(count))
        if allowed(order, before)
        for pick in itertools.product(*(range(len(stops[k].entries)) for k in order))
    )
    assert way.length >= best - 1e-6
    assert way.length <= best + 1e-6
    assert length(stops, way.order, way.choice) == pytest.approx(way.length)


@pytest.mark.parametrize("count", [20, EXACT, EXACT + 1, 150])
def test_every_stop_is_made_once_and_after_those_it_waits_for(count: int) -> None:
    stops, before = jobs(count, count)
    way = find_route(stops, before, HOME, rounds=1)
    assert sorted(way.order) == list(range(count))
    assert allowed(way.order, before)
    assert length(stops, way.order, way.choice) == pytest.approx(way.length)


def test_the_search_beats_going_to_the_nearest() -> None:
    stops, before = jobs(7, 40)
    way = find_route(stops, before, HOME)
    here, total, left, done = HOME, 0.0, set(range(40)), set[int]()
    while left:
        ready = [k for k in left if before[k] <= done]
        k, c = min(
            ((k, c) for k in ready for c in range(len(stops[k].entries))),
            key=lambda kc: math.dist(here, stops[kc[0]].entries[kc[1]]),
        )
        total += math.dist(here, stops[k].entries[c])
        here = stops[k].exits[c]
        left.discard(k)
        done.add(k)
    assert way.length < 0.97 * (total + math.dist(here, HOME))


def test_the_same_job_gives_the_same_way() -> None:
    stops, before = jobs(3, 30)
    assert find_route(stops, before, HOME) == find_route(stops, before, HOME)


@given(st.integers(0, 10_000), st.integers(1, 6))
def test_entries_of_a_fixed_order_are_the_best_ones(seed: int, count: int) -> None:
    stops, _ = jobs(seed, count)
    picks, found = choose_entries(stops, HOME)
    every = itertools.product(*(range(len(s.entries)) for s in stops))
    order = tuple(range(count))
    assert found == pytest.approx(min(length(stops, order, p) for p in every))
    assert length(stops, order, picks) == pytest.approx(found)


def test_what_waits_for_what_waits_is_known() -> None:
    must = close_precedence([frozenset(), frozenset({0}), frozenset({1}), frozenset()])
    assert must.tolist() == [
        [False, True, True, False],
        [False, False, True, False],
        [False, False, False, False],
        [False, False, False, False],
    ]


# --- time: the planner's formulas worked by hand ---------------------------------------------------


def test_one_long_move_takes_a_trapezoid() -> None:
    v, a, d = 50.0, 400.0, 100.0
    seconds = seconds_of([Move("line", d, 0, 0, feed=v * 60)], cut_sheet.MACHINE)
    assert seconds == pytest.approx(d / v + v / a)


def test_one_short_move_takes_a_triangle() -> None:
    seconds = seconds_of([Move("line", 1.0, 0, 0, feed=5000)], cut_sheet.MACHINE)
    assert seconds == pytest.approx(2 * math.sqrt(1.0 / 400.0))


def test_turning_back_stops_and_going_on_does_not() -> None:
    back = [Move("line", 50, 0, 0, feed=3000), Move("line", 0, 0, 0, feed=3000)]
    on = [Move("line", 50, 0, 0, feed=3000), Move("line", 100, 0, 0, feed=3000)]
    one = seconds_of(on[:1], cut_sheet.MACHINE)
    assert seconds_of(back, cut_sheet.MACHINE) == pytest.approx(2 * one)
    whole = [Move("line", 100, 0, 0, feed=3000)]
    assert seconds_of(on, cut_sheet.MACHINE) == pytest.approx(seconds_of(whole, cut_sheet.MACHINE))


def test_a_square_corner_is_taken_at_the_junction_speed() -> None:
    a, deviation, v = 400.0, 0.01, 50.0
    half = math.sqrt(0.5)
    slow = math.sqrt(a * math.sqrt(2) * deviation * half / (1 - half))  # both axes share the turn
    expected = 2 * (100 / v) + 2 * (v / (2 * a)) + 2 * ((v - slow) / a - (v * v - slow * slow) / (2 * a * v))
    corner = [Move("line", 100, 0, 0, feed=3000), Move("line", 100, 100, 0, feed=3000)]
    assert seconds_of(corner, cut_sheet.MACHINE) == pytest.approx(expected)


def test_z_is_slower_than_x() -> None:
    across = seconds_of([Move("rapid", 80, 0, 0)], cut_sheet.MACHINE)
    up = seconds_of([Move("rapid", 0, 0, 80)], cut_sheet.MACHINE)
    assert up == pytest.approx(80 / (2500 / 60) + (2500 / 60) / 200)
    assert across < up


def test_the_times_of_a_sheet_add_up_to_its_program() -> None:
    made = cut_sheet.usual()
    grbl, router = cut_sheet.controller("grbl"), cut_sheet.MACHINE
    starts = [(p.moves[0].x, p.moves[0].y, p.moves[0].z) for p in made.toolpaths]
    times = [
        seconds_of(lower_moves(p.moves, grbl, start), router, start)
        for p, start in zip(made.toolpaths, starts, strict=True)
    ]
    program = [p for p in made.programs if p.role == "cut"]
    rapids = sum(p.rapid_length for p in program) / (8000 / 60)
    whole = sum(p.seconds for p in program) - sum(cut_sheet.MACHINE.spindle.warm_up for _ in program)
    assert sum(times) < whole < sum(times) + rapids + len(times) * 0.6


@given(st.floats(0.5, 200), st.floats(-6.2, 6.2).filter(lambda a: abs(a) > 0.05))
def test_chords_of_an_arc_lie_within_the_controllers_tolerance(r: float, sweep: float) -> None:
    move = Move(
        "ccw" if sweep > 0 else "cw", r * math.cos(sweep), r * math.sin(sweep), -1.0, cx=0.0, cy=0.0, feed=1
    )
    points = [(r, 0.0, 0.0), *points_of((r, 0.0, 0.0), move)]
    assert all(math.hypot(x, y) == pytest.approx(r) for x, y, _ in points)
    assert points[-1] == (move.x, move.y, move.z)
    middles = [math.hypot((a[0] + b[0]) / 2, (a[1] + b[1]) / 2) for a, b in itertools.pairwise(points)]
    assert len(points) == 2 or r - min(middles) < 0.009  # floor() of GRBL lets a few arcs pass 0.002
