"""Guided separation: overlapping parts are moved until none overlaps (compiled loops).

Every part may overlap any other at first.  The cost of a place is the sum, over the parts
it overlaps, of how deep (lattice steps to get clear, looked up in a map made once for each
pair of poses) times the weight of the pair.  Parts that overlap are moved in turn to the
cheapest place found by sampling and descent; pairs that go on overlapping gain weight
(guided local search, as in Egeblad et al. 2007, Umetani et al. 2009, Sato et al. 2019 and
Gardeyn and Wauters 2025).  Whole numbers and one generator of our own: the same answer on
every machine.
"""

from __future__ import annotations

import numpy as np

from mobilier.nest.engine.depth_maps import PairMaps
from mobilier.nest.engine.intervals import Bytes, Ints
from mobilier.nest.engine.state import Effort, Random, Scratch, SheetRooms, Spot, Units, rand
from mobilier.nest.jit import borrowing, compiled

MOST_WEIGHT = 1.0e6
"""More a pair never weighs: its products stay exact in a float."""


@borrowing
def depth_between(a: int, b: int, units: Units, maps: PairMaps) -> int:
    """Return how deep unit b lies in unit a, lattice steps (they lie on one sheet)."""
    at, size = units.at, maps.size
    oa, ob = at[a, 0], at[b, 0]
    dx, dy = at[b, 2] - at[a, 2], at[b, 3] - at[a, 3]
    # boxes that do not meet need no look into the map
    if dx >= size[oa, 0] or -dx >= size[ob, 0] or dy >= size[oa, 1] or -dy >= size[ob, 1]:
        return 0
    # the map of (b, a) is that of (a, b) read backwards: its row is kept with a minus
    r = maps.row[oa, ob]
    return int(maps.depths[maps.centre[oa, ob] + dx * r + (dy if r > 0 else -dy)])


@borrowing
def price(u: int, spot: Spot, limit: float, units: Units, maps: PairMaps, rooms: SheetRooms) -> float:
    """Return the weighted overlap of unit u at a spot, or a number ≥ ``limit`` if it is that much."""
    at, members, weight = units.at, units.members, units.weight
    size, centre, row, depths = maps.size, maps.centre, maps.row, maps.depths
    o, s, x, y = spot.pose, spot.sheet, spot.x, spot.y
    cost: float = 0.0
    # obstacles of the sheet
    wall = rooms.wall[s, o]
    if wall >= 0:
        cost += float(weight[u, u] * rooms.depths[wall + x * rooms.pitch[s, o] + y])
    # every other unit of the sheet; most are too far away for the map to be read
    for k in range(units.filled[s]):
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
        d = depths[centre[oa, o] + dx * r + (dy if r > 0 else -dy)]
        if d:
            cost += float(weight[u, v] * d)
            if cost >= limit:
                return cost
    return cost


@borrowing
def descend(
    u: int, spot: Spot, cost: float, units: Units, maps: PairMaps, rooms: SheetRooms
) -> tuple[Spot, float]:
    """Walk downhill from a spot, halving the step when none of eight neighbours is cheaper."""
    o, s, x, y = spot.pose, spot.sheet, spot.x, spot.y
    most_x, most_y = rooms.most_x[s, o], rooms.most_y[s, o]
    # the first step is a sixth of the part: valleys between two others are about as wide
    step = max(1, min(maps.size[o, 0], maps.size[o, 1]) // 6)
    while step >= 1 and cost > 0:
        moved = False
        for k in range(8):
            nx = x + (step if k in (0, 4, 5) else (-step if k in (1, 6, 7) else 0))
            ny = y + (step if k in (2, 4, 6) else (-step if k in (3, 5, 7) else 0))
            nx = min(max(nx, 0), most_x)
            ny = min(max(ny, 0), most_y)
            if nx == x and ny == y:
                continue
            # the first cheaper neighbour is taken: looking at all eight costs more than it gains
            c = price(u, Spot(o, s, nx, ny), cost, units, maps, rooms)
            if c < cost:
                x, y, cost = nx, ny, c
                moved = True
                break
        if not moved:
            step //= 2
    return Spot(o, s, x, y), cost


@borrowing
def move(u: int, spot: Spot, units: Units) -> None:
    """Put unit u at a spot, on another sheet if need be."""
    at, members, filled, slot = units.at, units.members, units.filled, units.slot
    old, s = at[u, 1], spot.sheet
    if old != s:
        # the last member of the old sheet takes the slot that becomes free
        if old >= 0:
            last = members[old, filled[old] - 1]
            members[old, slot[u]] = last
            slot[last] = slot[u]
            filled[old] -= 1
        slot[u] = filled[s]
        members[s, filled[s]] = u
        filled[s] += 1
    at[u, 0], at[u, 1], at[u, 2], at[u, 3] = spot.pose, s, spot.x, spot.y


@borrowing
def _guess(u: int, near: bool, units: Units, maps: PairMaps, rooms: SheetRooms) -> Spot:
    """Return a random spot, anywhere or near the present one; pose −1: none."""
    at, random = units.at, units.random
    most_x, most_y = rooms.most_x, rooms.most_y
    o, s = at[u, 0], at[u, 1]
    no = units.poses[u, 0] + rand(random, units.poses[u, 1] - units.poses[u, 0])
    if not near or s < 0:
        ns = rand(random, len(most_x))
        if most_x[ns, no] < 0:
            return Spot(-1, 0, 0, 0)
        return Spot(no, ns, rand(random, most_x[ns, no] + 1), rand(random, most_y[ns, no] + 1))
    # near: within half the size of the part, three times in four without turning it
    if rand(random, int(np.int64(4))):
        no = o
    if most_x[s, no] < 0:
        return Spot(-1, 0, 0, 0)
    x = at[u, 2] + rand(random, maps.size[no, 0] + 1) - maps.size[no, 0] // 2
    y = at[u, 3] + rand(random, maps.size[no, 1] + 1) - maps.size[no, 1] // 2
    return Spot(no, s, min(max(x, 0), most_x[s, no]), min(max(y, 0), most_y[s, no]))


@borrowing
def _rank(spot: Spot, cost: float, scratch: Scratch) -> None:
    """Keep the three cheapest spots, cheapest first."""
    top, spots = scratch.cost, scratch.spot
    if cost >= top[2]:
        return
    j = 2
    while j > 0 and cost < top[j - 1]:
        top[j] = top[j - 1]
        for k in range(4):
            spots[j, k] = spots[j - 1, k]
        j -= 1
    top[j] = cost
    spots[j, 0], spots[j, 1], spots[j, 2], spots[j, 3] = spot.pose, spot.sheet, spot.x, spot.y


@borrowing
def relocate(
    u: int, units: Units, maps: PairMaps, rooms: SheetRooms, effort: Effort, scratch: Scratch
) -> None:
    """Move unit u to the cheapest of the spots tried."""
    at, top, spots = units.at, scratch.cost, scratch.spot
    for j in range(3):
        top[j] = np.inf
    # where it lies now: it stays there unless something is as cheap
    present = Spot(at[u, 0], at[u, 1], at[u, 2], at[u, 3])
    here = np.inf
    o, s = present.pose, present.sheet
    if s >= 0 and rooms.most_x[s, o] >= present.x and rooms.most_y[s, o] >= present.y:
        here = price(u, present, np.inf, units, maps, rooms)
        _rank(present, here, scratch)
    # samples: anywhere on any sheet first, then round the present spot
    for k in range(effort.samples + effort.near):
        spot = _guess(u, k >= effort.samples, units, maps, rooms)
        if spot.pose >= 0:
            _rank(spot, price(u, spot, top[2], units, maps, rooms), scratch)
    # the three best walk downhill; the lowest end wins
    best = np.inf
    goal = present
    for j in range(3):
        if top[j] == np.inf:
            continue
        begin = Spot(spots[j, 0], spots[j, 1], spots[j, 2], spots[j, 3])
        end, c = descend(u, begin, top[j], units, maps, rooms)
        if c < best:
            best = c
            goal = end
    if best <= here and best < np.inf:
        move(u, goal, units)


@borrowing
def measure_overlaps(units: Units, maps: PairMaps, rooms: SheetRooms, hit: Bytes) -> tuple[float, int]:
    """Return the total overlap and that of the worst pair; flag in ``hit`` the units that overlap."""
    at, members, filled = units.at, units.members, units.filled
    total = 0.0
    worst = int(np.int64(1))
    for u in range(len(hit)):
        hit[u] = 0
    for s in range(len(filled)):
        for a in range(filled[s]):
            # a unit and the obstacles of its sheet
            u = members[s, a]
            wall = rooms.wall[s, at[u, 0]]
            if wall >= 0:
                d = int(rooms.depths[wall + at[u, 2] * rooms.pitch[s, at[u, 0]] + at[u, 3]])
                if d:
                    total += d
                    hit[u] = 1
            # every pair of the sheet once
            for c in range(a):
                v = members[s, c]
                d = depth_between(u, v, units, maps)
                if d:
                    total += d
                    worst = max(worst, d)
                    hit[u] = 1
                    hit[v] = 1
    return total, worst


@borrowing
def adapt_weights(units: Units, maps: PairMaps, rooms: SheetRooms, worst: int) -> None:
    """Raise the weight of pairs that overlap (and of units in obstacles), let the others sink."""
    at, weight = units.at, units.weight
    for u in range(len(at)):
        # obstacles
        o, s = at[u, 0], at[u, 1]
        wall = rooms.wall[s, o] if s >= 0 else -1
        if wall >= 0 and rooms.depths[wall + at[u, 2] * rooms.pitch[s, o] + at[u, 3]]:
            weight[u, u] = min(weight[u, u] * 1.5, MOST_WEIGHT)
        # pairs: by 1.2 to 2, the deeper the more; those apart forget by and by
        for v in range(u):
            d = 0
            if s == at[v, 1]:
                d = depth_between(u, v, units, maps)
            w = weight[u, v]
            if d:
                w = min(w * (1.2 + 0.8 * d / worst), MOST_WEIGHT)
            elif w > 1:
                w = max(w * 0.95, 1.0)
            weight[u, v] = w
            weight[v, u] = w


@borrowing
def _copy(source: Ints, target: Ints) -> None:
    for u in range(len(source)):
        for k in range(source.shape[1]):
            target[u, k] = source[u, k]


@borrowing
def _shuffle_overlapping(hit: Bytes, queue: Ints, random: Random) -> int:
    """Write the units that overlap into ``queue`` in random order; return how many."""
    m = 0
    for u in range(len(hit)):
        if hit[u]:
            queue[m] = u
            m += 1
    for k in range(m - 1, 0, -1):
        j = rand(random, k + 1)
        queue[k], queue[j] = queue[j], queue[k]
    return m


@compiled
def separate(
    units: Units, maps: PairMaps, rooms: SheetRooms, effort: Effort, scratch: Scratch
) -> tuple[float, int]:
    """Move units until none overlaps; return the overlap left and the moves made.

    On failure the state with the least overlap is restored.
    """
    at, best_at = units.at, scratch.best_at
    hit, queue = scratch.hit, scratch.queue
    _copy(at, best_at)
    least, worst = measure_overlaps(units, maps, rooms, hit)
    level = least
    moves, idle, strikes = 0, 0, 0
    while least > 0 and strikes < effort.strikes and moves < effort.moves and not effort.stop[0]:
        # one pass: every unit that overlaps is moved once, in random order
        m = _shuffle_overlapping(hit, queue, units.random)
        for k in range(m):
            relocate(queue[k], units, maps, rooms, effort, scratch)
        moves += m
        # what still overlaps becomes dearer, so the next pass finds other ways
        total, worst = measure_overlaps(units, maps, rooms, hit)
        adapt_weights(units, maps, rooms, worst)
        # progress is two per cent less than at the last progress
        if total < least:
            _copy(at, best_at)
            idle = 0 if total < 0.98 * level else idle + 1
            level = min(level, total) if total < 0.98 * level else level
            least = total
        else:
            idle += 1
        # a strike: too long without progress, so back to the best state, weights kept
        if idle >= effort.idle:
            idle = 0
            strikes += 1
            level = least
            restore(best_at, units)
            measure_overlaps(units, maps, rooms, hit)
    restore(best_at, units)
    return least, moves


@compiled
def restore(state: Ints, units: Units) -> None:
    """Make ``state`` (n, 4: pose, sheet, x, y) the present state."""
    at, members, filled, slot = units.at, units.members, units.filled, units.slot
    for s in range(len(filled)):
        filled[s] = 0
    for u in range(len(at)):
        for k in range(4):
            at[u, k] = state[u, k]
        s = at[u, 1]
        slot[u] = filled[s]
        members[s, filled[s]] = u
        filled[s] += 1
