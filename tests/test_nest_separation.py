"""The separation of overlapping parts against slow references, compiled or not."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
import shapely
from nest_bench import Bench, problem_of

from mobilier.nest.engine.state import rand
from mobilier.nest.layout import Spacing

SEEDS = range(3)
SIZES = [(50.0, 30.0), (40.0, 30.0), (30.0, 40.0), (20.0, 20.0), (35.0, 25.0)]


@pytest.mark.parametrize("seed", SEEDS)
def test_overlapping_parts_are_separated(seed: int) -> None:
    bench = Bench(problem_of(SIZES), seed=seed + 1)
    assert len(bench.meeting()) == 10
    left, moves = bench.separate(3_000)
    assert left == 0
    assert 0 < moves < 3_000
    assert bench.meeting() == []
    at, rooms = bench.units.at, bench.rooms
    assert np.all(at[:, 2] <= rooms.most_x[0, at[:, 0]])
    assert np.all(at[:, 3] <= rooms.most_y[0, at[:, 0]])
    assert sorted(bench.units.members[0].tolist()) == list(range(len(SIZES)))


def test_the_overlap_is_the_sum_of_the_depths_of_all_pairs() -> None:
    bench = Bench(problem_of(SIZES[:3]))
    before = bench.units.at.copy()
    left, moves = bench.separate(0)
    maps, poses = bench.maps, before[:, 0].tolist()
    slow = sum(int(maps.depths[maps.centre[a, b]]) for a, b in itertools.combinations(poses, 2))
    assert (left, moves) == (slow, 0)
    assert bench.units.at.tolist() == before.tolist()


def test_parts_move_out_of_an_obstacle() -> None:
    clamp = Spacing(gap=0.0, margin=(0.0,) * 4, keep_out=((0.0, 0.0, 40.0, 30.0),))
    bench = Bench(problem_of([(30.0, 30.0)], clamp))
    assert bench.separate(0)[0] > 0
    assert bench.separate(500)[0] == 0
    o, _, x, y = bench.units.at[0].tolist()
    p = bench.problem.tables.lattice.placement(bench.problem.items, 0, o, x, y, 0)
    part = bench.problem.items[0].region.transformed(p.transform).polygon()
    assert part.intersection(shapely.box(0, 0, 40, 30)).area < 1e-6


def test_a_raised_flag_ends_the_separation_at_once() -> None:
    bench = Bench(problem_of(SIZES))
    left, moves = bench.separate(3_000, stop=True)
    assert left > 0
    assert moves == 0


def test_parts_that_fill_two_sheets_are_spread_over_them() -> None:
    bench = Bench(problem_of([(100.0, 70.0), (100.0, 70.0), (30.0, 30.0), (25.0, 25.0)]), sheets=2)
    left, _ = bench.separate(3_000)
    assert left == 0
    assert bench.meeting() == []
    units = bench.units
    sheets = units.at[:, 1]
    assert sheets[0] != sheets[1]
    assert units.filled.tolist() == [int((sheets == s).sum()) for s in (0, 1)]
    assert [units.members[s, k] for s, k in zip(sheets, units.slot, strict=True)] == list(range(4))


@pytest.mark.parametrize("seed", range(1, 5))
def test_what_cannot_be_separated_ends_in_the_state_of_least_overlap(seed: int) -> None:
    bench = Bench(problem_of([(90.0, 60.0), (70.0, 70.0), *SIZES]), seed)
    first, _ = bench.separate(0)
    left, _ = bench.separate(60)
    assert 0 < left <= first
    again, _ = bench.separate(0)
    assert again == left
    weight = bench.units.weight
    assert weight.max() > 1
    assert np.array_equal(weight, weight.T)


def test_the_generator_is_xorshift_star() -> None:
    state, slow, most = np.array([88172645463325252], dtype=np.uint64), 88172645463325252, 2**64 - 1
    drawn, expected = [], []
    for _ in range(50):
        drawn.append(rand(state, 1000))
        slow ^= slow >> 12
        slow ^= (slow << 25) & most
        slow ^= slow >> 27
        expected.append(((slow * 2685821657736338717) & most) >> 33)
    assert drawn == [value % 1000 for value in expected]
