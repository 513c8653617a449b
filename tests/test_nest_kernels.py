"""The compiled loops of nest against slow references: plain Python, or shapely on true outlines.

All of it runs a second time without a compiler, as the Python it is written in.
"""

from __future__ import annotations

import heapq
import itertools
import math
import os
import random
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import shapely
from nest_bench import SHEET, Ranges, ell, meets, problem_of, ranges
from shapely.affinity import translate

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.engine.compaction import compact
from mobilier.nest.engine.depth_maps import DepthMaps
from mobilier.nest.engine.intervals import (
    Bytes,
    Floats,
    Intervals,
    Offset,
    deepen,
    intervals_of,
    mark_meetings,
)
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.nest.offcuts import largest_rectangle
from mobilier.nest.problem import Problem
from mobilier.nest.saw.guillotine import fill_strip

INTERPRETED = os.environ.get("NUMBA_DISABLE_JIT") == "1"
SEEDS = range(3)
STEP = 2.0


def star(r: random.Random, size: float) -> shapely.Polygon:
    """Return a star with its low corner at (0, 0), sometimes with a hole."""
    n = r.randint(3, 6)
    turns = [math.pi * k / n for k in range(2 * n)]
    points = [
        (size * f * math.cos(a), size * f * math.sin(a))
        for a, f in zip(turns, [r.uniform(0.5, 1.0) for _ in turns], strict=True)
    ]
    hole = [(0.2 * x, 0.2 * y) for x, y in points] if r.random() < 0.5 else []
    shape = shapely.Polygon(points, [hole] if hole else [])
    x0, y0, _, _ = shape.bounds
    return translate(shape, -x0, -y0)


def edges(shape: shapely.Polygon) -> Floats:
    rings = [np.asarray(ring.coords) for ring in (shape.exterior, *shape.interiors)]
    return np.concatenate([np.column_stack((xy[:-1], xy[1:])) for xy in rings])


def table(shape: shapely.Polygon, close: float = 0.0) -> Intervals:
    columns = math.ceil(shape.bounds[2] / STEP - 1e-9)
    return Intervals(*intervals_of(edges(shape), columns, STEP, close))


def covered(shape: shapely.Polygon, x0: float, x1: float) -> Ranges:
    """Return the y ranges a shape covers within a strip, by shapely."""
    _, low, _, high = shape.bounds
    part = shape.intersection(shapely.box(x0, low - 1, x1, high + 1))
    rows = sorted((p.bounds[1], p.bounds[3]) for p in shapely.get_parts(part) if p.area > 1e-9)
    joined: Ranges = []
    for a, b in rows:
        if joined and a <= joined[-1][1] + 1e-6:
            joined[-1] = (joined[-1][0], max(joined[-1][1], b))
        else:
            joined.append((a, b))
    return joined


def overlap(a: Intervals, b: Intervals, dx: int, dy: int) -> bool:
    """Tell whether two tables overlap, b moved by (dx, dy) steps."""
    slabs = range(max(0, -dx), min(len(b.start) - 1, len(a.start) - 1 - dx))
    return any(
        low + dy * STEP < high_a - 1e-6 and high + dy * STEP > low_a + 1e-6
        for j in slabs
        for low_a, high_a in ranges(a, j + dx)
        for low, high in ranges(b, j)
    )


def meetings(a: Intervals, b: Intervals, shape: tuple[int, int], begin: Offset) -> Bytes:
    out = np.zeros(shape, dtype=np.uint8)
    mark_meetings(a, b, begin, out, STEP)
    return out


@pytest.mark.parametrize("seed", SEEDS)
def test_intervals_are_what_shapely_finds_in_each_strip(seed: int) -> None:
    shape = star(random.Random(seed), 14)
    found = table(shape)
    slabs = len(found.start) - 1
    assert slabs >= 5
    mine = [ranges(found, k) for k in range(slabs)]
    theirs = [covered(shape, k * STEP, (k + 1) * STEP) for k in range(slabs)]
    assert [len(rows) for rows in mine] == [len(rows) for rows in theirs]
    assert np.allclose(list(itertools.chain(*mine)), list(itertools.chain(*theirs)), atol=1e-6)


def test_gaps_narrower_than_asked_are_filled() -> None:
    hole = [(4, 4), (4, 7), (16, 7), (16, 4)]
    frame = shapely.Polygon([(0, 0), (20, 0), (20, 10), (0, 10)], [hole])
    assert ranges(table(frame, 2.9), 4) == [(0.0, 4.0), (7.0, 10.0)]
    assert ranges(table(frame, 3.1), 4) == [(0.0, 10.0)]


@pytest.mark.parametrize("seed", SEEDS)
def test_shapes_meet_where_their_intervals_do(seed: int) -> None:
    r = random.Random(100 + seed)
    a, b = star(r, 9), star(r, 7)
    begin, size = Offset(-9, -9), (20, 20)
    found = meetings(table(a), table(b), size, begin)
    spots = list(itertools.product(range(size[0]), range(size[1])))
    slow = [overlap(table(a), table(b), begin.dx + k, begin.dy + m) for k, m in spots]
    assert found.ravel().tolist() == [int(meets) for meets in slow]
    assert 0 < found.sum() < found.size
    # never too close, and at most a step too far
    moved = [translate(b, (begin.dx + k) * STEP, (begin.dy + m) * STEP) for k, m in spots]
    free = [a.intersection(s).area for s, meets in zip(moved, slow, strict=True) if not meets]
    taken = [a.distance(s) for s, meets in zip(moved, slow, strict=True) if meets]
    assert max(free) < 1e-6
    assert max(taken) <= STEP


@pytest.mark.parametrize("wall", [False, True])
@pytest.mark.parametrize("seed", SEEDS)
def test_depth_is_the_shortest_way_out(seed: int, wall: bool) -> None:
    field = (np.random.default_rng(seed).random((9, 13)) < 0.8).astype(np.uint8)
    field[0, 0] = 0
    slow = ways_out(field, wall)
    deepen(field, wall)
    assert field.tolist() == slow.tolist()
    assert field.max() > 1


def ways_out(field: Bytes, wall: bool) -> Bytes:
    """Return the steps to the nearest 0 by Dijkstra: 3 a step, 4 a diagonal one, a third of that."""
    rows, cols = field.shape
    spots = set(itertools.product(range(-1, rows + 1), range(-1, cols + 1)))
    inside = set(itertools.product(range(rows), range(cols)))
    best = dict.fromkeys((s for s in inside if not field[s]), 0)
    best |= {} if wall else dict.fromkeys(spots - inside, 0)
    heap = [(0, s) for s in best]
    while heap:
        d, (i, j) = heapq.heappop(heap)
        for di, dj in itertools.product((-1, 0, 1), repeat=2):
            s, far = (i + di, j + dj), d + (4 if di and dj else 3)
            if s in inside and far < best.get(s, 10**6):
                best[s] = far
                heapq.heappush(heap, (far, s))
    return np.array([[(best[i, j] + 2) // 3 for j in range(cols)] for i in range(rows)], dtype=np.uint8)


def test_a_depth_map_is_read_the_same_from_either_side() -> None:
    problem = problem_of([(30, 20), (14, 26)])
    maps = DepthMaps(problem.tables.lattice)
    poses = range(len(problem.tables.lattice.poses))
    maps.need(poses)
    pairs = maps.pairs

    def depth(a: int, b: int, dx: int, dy: int) -> int:
        r = pairs.row[a, b]
        return int(pairs.depths[pairs.centre[a, b] + dx * r + (dy if r > 0 else -dy)])

    spots = [
        (a, b, dx, dy)
        for a, b in itertools.product(poses, poses)
        for dx in range(1 - int(pairs.size[b, 0]), int(pairs.size[a, 0]))
        for dy in range(1 - int(pairs.size[b, 1]), int(pairs.size[a, 1]))
    ]
    assert len(spots) > 500
    assert all(depth(a, b, dx, dy) == depth(b, a, -dx, -dy) for a, b, dx, dy in spots)
    some = spots[:: max(1, len(spots) // 300)]
    assert [depth(*s) > 0 for s in some] == [meets(problem, (a, 0, 0), (b, x, y)) for a, b, x, y in some]


def slow_first_fit(problem: Problem, order: list[int]) -> list[tuple[int, int, int]]:
    """Lay items one after the other at the free place of least right edge, then least top edge."""
    lattice, first = problem.tables.lattice, problem.tables.pose_of
    placed: list[tuple[int, int, int]] = []
    for item in order:
        options = []
        for o in range(first[item], first[item + 1]):
            w, h = lattice.shapes.size[o].tolist()
            spots = itertools.product(range(lattice.most_x[0, o] + 1), range(lattice.most_y[0, o] + 1))
            free = ((x, y) for x, y in spots if not any(meets(problem, p, (o, x, y)) for p in placed))
            x, y = next(free, (None, None))
            if x is not None and y is not None:
                options.append(((x + w, y + h), o, x, y))
        _, o, x, y = min(options)
        placed.append((o, x, y))
    return placed


@pytest.mark.parametrize("seed", SEEDS)
def test_first_fit_takes_the_first_free_place(seed: int) -> None:
    r = random.Random(seed)
    problem = problem_of([(r.uniform(15, 45), r.uniform(15, 35)) for _ in range(5)])
    order = r.sample(range(5), 5)
    found = problem.tables.first_fit.lay(np.array(order), np.array([0]))
    assert found.units[:, 0].tolist() == order
    assert [tuple(row) for row in found.units[:, 2:].tolist()] == slow_first_fit(problem, order)


def test_first_fit_leaves_what_finds_no_room() -> None:
    problem = problem_of([(100, 70), (90, 60)])
    found = problem.tables.first_fit.lay(np.array([0, 1]), np.array([0]))
    assert found.missing.tolist() == [1]


def test_compaction_slides_parts_until_they_touch_at_the_gap() -> None:
    spacing = Spacing(gap=6.0, margin=(5.0,) * 4)
    sheet = SHEET.model_copy(update={"length": 300.0, "width": 100.0})
    items = [
        Item(id="l", region=ell(60, 50), quantity=2, material="m"),
        Item(id="d", region=Region(Contour.circle(0, 0, 40)), quantity=1, material="m"),
    ]
    loose = (
        Placement(part="l", copy=0, x=8, y=12),
        Placement(part="l", copy=1, x=120, y=15),
        Placement(part="d", copy=0, x=240, y=40),
    )
    known = {i.id: i for i in items}
    done = compact(Layout(name="S01", sheet=sheet, placements=loose), items, spacing)
    shapes = [known[p.part].region.transformed(p.transform).polygon() for p in done.placements]
    apart = [a.distance(b) for a, b in itertools.combinations(shapes, 2)]
    assert min(apart) >= 6 - 0.001
    assert min(s.bounds[0] for s in shapes) == pytest.approx(5, abs=0.05)
    # none can slide a tenth of a millimetre further towards the low side
    assert len(shapes) == 3
    slid = [translate(shape, -0.1, 0) for shape in shapes]
    assert all(
        nearer.bounds[0] < 5 or min(nearer.distance(s) for n, s in enumerate(shapes) if n != k) < 6
        for k, nearer in enumerate(slid)
    )


@pytest.mark.parametrize("seed", SEEDS)
def test_the_largest_empty_rectangle_is_found(seed: int) -> None:
    taken = (np.random.default_rng(seed).random((8, 9)) < 0.25).astype(np.uint8)
    i0, i1, j0, j1 = largest_rectangle(taken)
    rows, cols = (list(itertools.combinations(range(n + 1), 2)) for n in taken.shape)
    slow = max((a1 - a0) * (b1 - b0) for a0, a1 in rows for b0, b1 in cols if not taken[a0:a1, b0:b1].any())
    assert not taken[i0:i1, j0:j1].any()
    assert (i1 - i0) * (j1 - j0) == slow


@pytest.mark.parametrize("seed", SEEDS)
def test_a_strip_of_the_saw_is_filled_best(seed: int) -> None:
    r = random.Random(seed)
    wide = [r.randint(7, 30) for _ in range(4)]
    most = [r.randint(1, 3) for _ in range(4)]
    worth = [r.uniform(1, 30) for _ in range(4)]
    room = 70
    counts = fill_strip(room, np.array(wide), np.array(most), np.array(worth)).tolist()
    every = itertools.product(*(range(m + 1) for m in most))
    fits = [c for c in every if sum(n * w for n, w in zip(c, wide, strict=True)) <= room]

    def value(count: tuple[int, ...]) -> float:
        return sum(n * v for n, v in zip(count, worth, strict=True))

    assert tuple(counts) in fits
    assert value(tuple(counts)) == pytest.approx(max(value(c) for c in fits))


@pytest.mark.skipif(INTERPRETED, reason="this is the run without a compiler")
def test_all_of_it_holds_without_a_compiler() -> None:
    """The loops are Python too: what a coverage tool and a debugger see does the same."""
    line = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-W", "ignore::RuntimeWarning"]
    done = subprocess.run(
        [*line, str(Path(__file__)), str(Path(__file__).with_name("test_nest_separation.py"))],
        env={**os.environ, "NUMBA_DISABLE_JIT": "1"},
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[1],
    )
    assert done.returncode == 0, done.stdout[-3000:]
    assert " passed" in done.stdout
