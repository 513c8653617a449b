"""GRBL's planner, block by block, as its source does it: the referee of our estimate of time.

A ring of 16 blocks of which 15 hold movements, a backward and a forward pass whenever one is
added, the oldest run as soon as the ring is full (planner.c and motion_control.c of GRBL 1.1h).
Programs are read by the proof's reader, not taken from the room that wrote them.  Units mm, s.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from mobilier.profiles.types import Machine
from mobilier.proof.reading import ToolMotion

ROOM = 15
"""Movements in the ring."""

ARC_TOLERANCE = 0.002
"""$12."""

Place = tuple[float, float, float]


@dataclass(slots=True)
class Block:
    """One straight movement, as GRBL's plan_block_t: squares of speeds."""

    unit: Place
    length: float
    acceleration: float
    nominal: float
    highest: float = 0.0
    entry: float = 0.0


def limited(unit: Place, limits: Place) -> float:
    """limit_value_by_axis_maximum."""
    return min(limit / abs(u) for u, limit in zip(unit, limits, strict=True) if abs(u) > 1e-12)


def straight(motions: Sequence[ToolMotion]) -> Iterator[tuple[Place, Place, float]]:
    """Yield start, end and feed (mm/s, infinite for rapids) of movements, arcs split as mc_arc does."""
    for m in motions:
        feed = math.inf if m.kind == "rapid" else (m.feed or 0.0) / 60
        if not m.sweep:
            yield m.start, m.end, feed
            continue
        r = math.dist(m.start[:2], m.centre)
        n = int(abs(0.5 * m.sweep * r) / math.sqrt(ARC_TOLERANCE * (2 * r - ARC_TOLERANCE)))
        first = math.atan2(m.start[1] - m.centre[1], m.start[0] - m.centre[0])
        here = m.start
        for k in range(1, n):
            turn = first + m.sweep * k / n
            z = m.start[2] + (m.end[2] - m.start[2]) * k / n
            there = (m.centre[0] + r * math.cos(turn), m.centre[1] + r * math.sin(turn), z)
            yield here, there, feed
            here = there
        yield here, m.end, feed


class Planner:
    """The ring, and the time that what has left it took."""

    def __init__(self, machine: Machine) -> None:
        self.fast = (machine.rapid[0] / 60, machine.rapid[0] / 60, machine.rapid[1] / 60)
        self.push = (machine.acceleration[0], machine.acceleration[0], machine.acceleration[1])
        self.deviation = machine.junction_deviation
        self.ring: deque[Block] = deque()
        self.before: Block | None = None
        self.seconds = 0.0

    def add(self, start: Place, end: Place, feed: float) -> None:
        """plan_buffer_line, after waiting for room."""
        length = math.dist(start, end)
        if length < 1e-9:
            return
        x, y, z = ((b - a) / length for a, b in zip(start, end, strict=True))
        unit = (x, y, z)
        nominal = min(feed, limited(unit, self.fast))
        block = Block(unit, length, limited(unit, self.push), nominal**2)
        if self.before:
            corner = self._corner(self.before.unit, unit)
            block.highest = min(corner, block.nominal, self.before.nominal)
        self.before = block
        if len(self.ring) == ROOM:
            self.run()
        self.ring.append(block)
        self._recalculate()

    def _corner(self, a: Place, b: Place) -> float:
        cosine = -sum(p * q for p, q in zip(a, b, strict=True))
        if cosine > 0.999999:
            return 0.0
        if cosine < -0.999999:
            return math.inf
        x, y, z = (q - p for p, q in zip(a, b, strict=True))
        size = math.sqrt(x * x + y * y + z * z)
        half = math.sqrt(0.5 * (1 - cosine))
        return limited((x / size, y / size, z / size), self.push) * self.deviation * half / (1 - half)

    def _recalculate(self) -> None:
        blocks = self.ring
        last = blocks[-1]
        if len(blocks) == 1:
            return
        last.entry = min(last.highest, 2 * last.acceleration * last.length)
        for k in range(len(blocks) - 2, 0, -1):
            block = blocks[k]
            block.entry = min(block.highest, blocks[k + 1].entry + 2 * block.acceleration * block.length)
        for k in range(1, len(blocks)):
            one = blocks[k - 1]
            blocks[k].entry = min(blocks[k].entry, one.entry + 2 * one.acceleration * one.length)

    def run(self) -> None:
        """Run the oldest block with the speeds now planned."""
        block = self.ring.popleft()
        low = block.entry
        high = self.ring[0].entry if self.ring else 0.0
        a, v = block.acceleration, math.sqrt(block.nominal)
        up, down = (block.nominal - low) / (2 * a), (block.nominal - high) / (2 * a)
        if up + down <= block.length:
            cruise = (block.length - up - down) / v
            self.seconds += (v - math.sqrt(low)) / a + (v - math.sqrt(high)) / a + cruise
        else:
            peak = math.sqrt((2 * a * block.length + low + high) / 2)
            self.seconds += (2 * peak - math.sqrt(low) - math.sqrt(high)) / a

    def rest(self) -> None:
        """Wait until the ring is empty, as GRBL does before a dwell or a change of the spindle."""
        while self.ring:
            self.run()
        self.before = None


def planned_seconds(motions: Sequence[ToolMotion], machine: Machine) -> float:
    """Return the time GRBL takes for the motions of a program from its park place, waits aside."""
    planner = Planner(machine)
    first = motions[0].start
    planner.add((*machine.park, first[2]), first, math.inf)
    turning = None
    for m in motions:
        if (m.spindle, m.waited) != turning and turning is not None:
            planner.rest()
        turning = (m.spindle, m.waited)
        for start, end, feed in straight([m]):
            planner.add(start, end, feed)
    planner.rest()
    return planner.seconds
