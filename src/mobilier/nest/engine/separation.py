"""Guided separation: overlapping parts are moved until none overlaps (compiled loops).

Every part may overlap any other at first.  The cost of a place is the sum, over the parts
it overlaps, of how deep (lattice steps to get clear, looked up in a map made once for each
pair of poses) times the weight of the pair.  Parts that overlap are moved in turn to the
cheapest place found by sampling and descent; pairs that go on overlapping gain weight
(guided local search, as in Egeblad et al. 2007, Umetani et al. 2009, Sato et al. 2019 and
Gardeyn and Wauters 2025).  Whole numbers and one generator of our own: the same answer on
every machine.

State of n units on sheets: ``at`` (n, 4) pose, sheet, x, y; ``members`` (sheets, n) and
``count`` (sheets) the units of each sheet, ``slot`` (n) where a unit stands in them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from mobilier.nest.engine.intervals import Bytes, Floats, Ints
from mobilier.nest.jit import compiled, inner

Weights = NDArray[np.float32]

MOST_WEIGHT = 1.0e6


@compiled
def rand(seed: NDArray[np.uint64], below: int) -> int:
    """Return a whole number 0 … below − 1 (xorshift*)."""
    x = seed[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    seed[0] = x
    return int(np.int64((x * np.uint64(2685821657736338717)) >> np.uint64(33))) % below


@inner
def depth(oa: int, ob: int, dx: int, dy: int, size: Ints, centre: Ints, row: Ints, maps: Bytes) -> int:
    """Return how deep pose ob, moved by (dx, dy) steps, lies in pose oa."""
    if dx >= size[oa, 0] or -dx >= size[ob, 0] or dy >= size[oa, 1] or -dy >= size[ob, 1]:
        return 0
    r = row[oa, ob]
    return int(maps[centre[oa, ob] + dx * r + (dy if r > 0 else -dy)])


@inner
def price(
    u: int, o: int, s: int, x: int, y: int, limit: float, at: Ints, members: Ints, count: Ints,
    weight: Weights, size: Ints, centre: Ints, row: Ints, maps: Bytes, block: Ints, blocks: Bytes,
    pitch: Ints,
) -> float:  # fmt: skip
    """Return the weighted overlap of unit u at a place, or a number ≥ ``limit`` if it is that much."""
    cost: float = 0.0
    b = block[s, o]
    if b >= 0:
        cost += float(weight[u, u] * blocks[b + x * pitch[s, o] + y])
    for k in range(count[s]):
        v = members[s, k]
        if v == u:
            continue
        oa = at[v, 0]
        dx = x - at[v, 2]
        if dx >= size[oa, 0] or -dx >= size[o, 0]:
            continue
        dy = y - at[v, 3]
        if dy >= size[oa, 1] or -dy >= size[o, 1]:
            continue
        r = row[oa, o]
        d = maps[centre[oa, o] + dx * r + (dy if r > 0 else -dy)]
        if d:
            cost += float(weight[u, v] * d)
            if cost >= limit:
                return cost
    return cost


@inner
def descend(
    u: int, o: int, s: int, x: int, y: int, cost: float, step: int, most_x: int, most_y: int, at: Ints,
    members: Ints, count: Ints, weight: Weights, size: Ints, centre: Ints, row: Ints, maps: Bytes,
    block: Ints, blocks: Bytes, pitch: Ints,
) -> tuple[int, int, float]:  # fmt: skip
    """Walk downhill from a place, halving the step when no neighbour is cheaper."""
    while step >= 1 and cost > 0:
        moved = False
        for k in range(8):
            nx = x + (step if k in (0, 4, 5) else (-step if k in (1, 6, 7) else 0))
            ny = y + (step if k in (2, 4, 6) else (-step if k in (3, 5, 7) else 0))
            nx = min(max(nx, 0), most_x)
            ny = min(max(ny, 0), most_y)
            if nx == x and ny == y:
                continue
            c = price(u, o, s, nx, ny, cost, at, members, count, weight, size, centre, row, maps,
                      block, blocks, pitch)  # fmt: skip
            if c < cost:
                x, y, cost = nx, ny, c
                moved = True
                break
        if not moved:
            step //= 2
    return x, y, cost


@inner
def place(u: int, o: int, s: int, x: int, y: int, at: Ints, members: Ints, count: Ints, slot: Ints) -> None:
    """Put unit u at a place, on another sheet if need be."""
    old = at[u, 1]
    if old != s:
        if old >= 0:
            last = members[old, count[old] - 1]
            members[old, slot[u]] = last
            slot[last] = slot[u]
            count[old] -= 1
        slot[u] = count[s]
        members[s, count[s]] = u
        count[s] += 1
    at[u, 0], at[u, 1], at[u, 2], at[u, 3] = o, s, x, y


@inner
def _guess(
    k: int, samples: int, u: int, first_pose: int, end_pose: int, seed: NDArray[np.uint64], at: Ints,
    size: Ints, most_x: Ints, most_y: Ints,
) -> tuple[int, int, int, int]:  # fmt: skip
    """Return a random place (pose, sheet, x, y): anywhere, then near the present one; pose −1: none."""
    o, s = at[u, 0], at[u, 1]
    no = first_pose + rand(seed, end_pose - first_pose)
    if k < samples or s < 0:
        ns = rand(seed, len(most_x))
        if most_x[ns, no] < 0:
            return (-1, 0, 0, 0)
        return (no, ns, rand(seed, most_x[ns, no] + 1), rand(seed, most_y[ns, no] + 1))
    if rand(seed, int(np.int64(4))):
        no = o
    if most_x[s, no] < 0:
        return (-1, 0, 0, 0)
    x = at[u, 2] + rand(seed, size[no, 0] + 1) - size[no, 0] // 2
    y = at[u, 3] + rand(seed, size[no, 1] + 1) - size[no, 1] // 2
    return (no, s, min(max(x, 0), most_x[s, no]), min(max(y, 0), most_y[s, no]))


@inner
def _rank(top: Floats, spot: Ints, cost: float, o: int, s: int, x: int, y: int) -> None:
    """Keep the three cheapest places, cheapest first."""
    if cost >= top[2]:
        return
    j = 2
    while j > 0 and cost < top[j - 1]:
        top[j] = top[j - 1]
        for k in range(4):
            spot[j, k] = spot[j - 1, k]
        j -= 1
    top[j] = cost
    spot[j, 0], spot[j, 1], spot[j, 2], spot[j, 3] = o, s, x, y


@inner
def relocate(
    u: int, first_pose: int, end_pose: int, seed: NDArray[np.uint64], samples: int, near: int, at: Ints,
    members: Ints, count: Ints, slot: Ints, weight: Weights, size: Ints, centre: Ints, row: Ints, maps: Bytes,
    block: Ints, blocks: Bytes, pitch: Ints, most_x: Ints, most_y: Ints, top: Floats, spot: Ints,
) -> None:  # fmt: skip
    """Move unit u to the cheapest of the places tried."""
    o, s, x, y = at[u, 0], at[u, 1], at[u, 2], at[u, 3]
    for j in range(3):
        top[j] = np.inf
    here = np.inf
    if s >= 0 and most_x[s, o] >= x and most_y[s, o] >= y:
        here = price(u, o, s, x, y, np.inf, at, members, count, weight, size, centre, row, maps,
                     block, blocks, pitch)  # fmt: skip
        _rank(top, spot, here, o, s, x, y)
    for k in range(samples + near):
        o, s, x, y = _guess(k, samples, u, first_pose, end_pose, seed, at, size, most_x, most_y)
        if o >= 0:
            c = price(u, o, s, x, y, top[2], at, members, count, weight, size, centre, row, maps,
                      block, blocks, pitch)  # fmt: skip
            _rank(top, spot, c, o, s, x, y)
    best = np.inf
    for j in range(3):
        if top[j] == np.inf:
            continue
        o, s = spot[j, 0], spot[j, 1]
        x, y, c = descend(u, o, s, spot[j, 2], spot[j, 3], top[j], max(1, min(size[o, 0], size[o, 1]) // 6),
                          most_x[s, o], most_y[s, o], at, members, count, weight, size, centre, row, maps,
                          block, blocks, pitch)  # fmt: skip
        if c < best:
            best = c
            spot[0, 0], spot[0, 1], spot[0, 2], spot[0, 3] = o, s, x, y
    if best <= here and best < np.inf:
        place(u, spot[0, 0], spot[0, 1], spot[0, 2], spot[0, 3], at, members, count, slot)


@inner
def overlaps(
    at: Ints, members: Ints, count: Ints, size: Ints, centre: Ints, row: Ints, maps: Bytes, block: Ints,
    blocks: Bytes, pitch: Ints, hit: Bytes,
) -> tuple[float, int]:  # fmt: skip
    """Return the total overlap and that of the worst pair; flag the units that overlap."""
    total = 0.0
    worst = int(np.int64(1))
    for u in range(len(hit)):
        hit[u] = 0
    for s in range(len(count)):
        for a in range(count[s]):
            u = members[s, a]
            b = block[s, at[u, 0]]
            if b >= 0:
                d = int(blocks[b + at[u, 2] * pitch[s, at[u, 0]] + at[u, 3]])
                if d:
                    total += d
                    hit[u] = 1
            for c in range(a):
                v = members[s, c]
                d = depth(
                    at[u, 0], at[v, 0], at[v, 2] - at[u, 2], at[v, 3] - at[u, 3], size, centre, row, maps
                )
                if d:
                    total += d
                    worst = max(worst, d)
                    hit[u] = 1
                    hit[v] = 1
    return total, worst


@inner
def adapt(
    at: Ints, weight: Weights, size: Ints, centre: Ints, row: Ints, maps: Bytes, block: Ints, blocks: Bytes,
    pitch: Ints, worst: int,
) -> None:  # fmt: skip
    """Raise the weight of pairs that overlap (and of units in obstacles), let the others sink."""
    for u in range(len(at)):
        o, s = at[u, 0], at[u, 1]
        b = block[s, o] if s >= 0 else -1
        if b >= 0 and blocks[b + at[u, 2] * pitch[s, o] + at[u, 3]]:
            weight[u, u] = min(weight[u, u] * 1.5, MOST_WEIGHT)
        for v in range(u):
            d = 0
            if s == at[v, 1]:
                d = depth(o, at[v, 0], at[v, 2] - at[u, 2], at[v, 3] - at[u, 3], size, centre, row, maps)
            w = weight[u, v]
            if d:
                w = min(w * (1.2 + 0.8 * d / worst), MOST_WEIGHT)
            elif w > 1:
                w = max(w * 0.95, 1.0)
            weight[u, v] = w
            weight[v, u] = w


@inner
def _copy(source: Ints, target: Ints) -> None:
    for u in range(len(source)):
        for k in range(source.shape[1]):
            target[u, k] = source[u, k]


@compiled
def separate(
    bounds: Ints, seed: NDArray[np.uint64], effort: Ints, at: Ints, members: Ints, count: Ints,
    slot: Ints, weight: Weights, size: Ints, centre: Ints, row: Ints, maps: Bytes, block: Ints, blocks: Bytes,
    pitch: Ints, most_x: Ints, most_y: Ints, stop: Bytes, hit: Bytes, queue: Ints, best_at: Ints,
    top: Floats, spot: Ints,
) -> tuple[float, int]:  # fmt: skip
    """Move units until none overlaps; return the overlap left and the moves made.

    ``bounds`` (n, 2) first and end pose of each unit; ``effort``: samples, near samples,
    passes without progress, strikes, moves at most; ``hit``, ``queue``, ``best_at``, ``top``
    (3), ``spot`` (3, 4) are scratch.  On failure the state with the least overlap is restored.
    """
    n = len(at)
    _copy(at, best_at)
    least, worst = overlaps(at, members, count, size, centre, row, maps, block, blocks, pitch, hit)
    level = least
    moves, idle, strikes = 0, 0, 0
    while least > 0 and strikes < effort[3] and moves < effort[4] and not stop[0]:
        m = 0
        for u in range(n):
            if hit[u]:
                queue[m] = u
                m += 1
        for k in range(m - 1, 0, -1):
            j = rand(seed, k + 1)
            queue[k], queue[j] = queue[j], queue[k]
        for k in range(m):
            u = queue[k]
            relocate(u, bounds[u, 0], bounds[u, 1], seed, effort[0], effort[1], at, members, count, slot,
                     weight, size, centre, row, maps, block, blocks, pitch, most_x, most_y, top,
                     spot)  # fmt: skip
        moves += m
        total, worst = overlaps(at, members, count, size, centre, row, maps, block, blocks, pitch, hit)
        adapt(at, weight, size, centre, row, maps, block, blocks, pitch, worst)
        if total < least:
            _copy(at, best_at)
            idle = 0 if total < 0.98 * level else idle + 1
            level = min(level, total) if total < 0.98 * level else level
            least = total
        else:
            idle += 1
        if idle >= effort[2]:
            idle = 0
            strikes += 1
            level = least
            restore(best_at, at, members, count, slot)
            overlaps(at, members, count, size, centre, row, maps, block, blocks, pitch, hit)
    restore(best_at, at, members, count, slot)
    return least, moves


@compiled
def restore(state: Ints, at: Ints, members: Ints, count: Ints, slot: Ints) -> None:
    """Make ``state`` the present state."""
    for s in range(len(count)):
        count[s] = 0
    for u in range(len(at)):
        for k in range(4):
            at[u, k] = state[u, k]
        s = at[u, 1]
        slot[u] = count[s]
        members[s, count[s]] = u
        count[s] += 1
