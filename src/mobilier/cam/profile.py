"""Inside and outside profiles: ramps along the contour, equal passes, tabs, leads, finishing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import count

from mobilier.cam.moves import Heights, Move, Tab
from mobilier.cam.path import ClosedPath, Depth, Lift, cut_along, lift_line, moves_along, slow_feed
from mobilier.cam.setup import TAB_SLOPE
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.geometry.contour import Segment

Stretch = tuple[float, float]
"""Positions on a loop from which and to which it runs, mm."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEntry:
    """Where a profile begins: a position on the loop and the radius of its lead arcs (0: none).

    ``helical``: whether arcs may fall; else only straights do.
    """

    position: float
    lead: float = 0.0
    helical: bool = True


def lifts_of(
    loop: ClosedPath,
    tabs: Sequence[Tab],
    diameter: float,
    thickness: float,
    finish: ClosedPath | None = None,
) -> tuple[Lift, ...]:
    """Return the stretches of a cutter path that must stay above its tabs.

    The wood left in the middle of the kerf is ``tab.width`` wide, so the flat is that plus
    the cutter's diameter, along the path ``finish`` that cuts to size where ``loop`` does not.
    """
    out: list[Lift] = []
    for tab in tabs:
        middle, half = loop.nearest((tab.x, tab.y)), (tab.width + diameter) / 2
        low = high = half
        if finish:
            centre = finish.nearest((tab.x, tab.y))
            low = (middle - loop.nearest(finish.point(centre - half))) % loop.length
            high = (loop.nearest(finish.point(centre + half)) - middle) % loop.length
        out.append(Lift(middle - low, middle + high, tab.height - thickness))
    return tuple(out)


def lead_arc(loop: ClosedPath, position: float, radius: float, *, left: bool, leaving: bool) -> Segment:
    """Return the quarter arc that meets the loop at ``position``, on its left or right side."""
    (x, y), (dx, dy) = loop.point(position), loop.direction(position)
    nx, ny = (-dy, dx) if left else (dy, -dx)
    sense = math.tan(math.pi / 8) * (1 if left else -1)
    ahead = 1.0 if leaving else -1.0
    far = (x + radius * (nx + ahead * dx), y + radius * (ny + ahead * dy))
    return Segment((x, y), far, sense) if leaving else Segment(far, (x, y), sense)


def ramp_down(
    start: float,
    top: float,
    passes: Sequence[float],
    turn: float,
    slope: float,
    flats: Sequence[Stretch] = (),
) -> list[Depth]:
    """Return the depth line that ramps down pass by pass and ends with one level turn.

    ``top`` is the z at ``start``; ``passes`` depths (positive); ``slope`` falls per mm, but
    for the stretches ``flats`` of the loop, which are run level.
    Where a ramp is shorter than a turn the rest of the turn is level and the next ramp
    cuts what the last one left.
    """
    line: list[Depth] = [(start, top)]
    s, z, ramp = start, top, 0.0
    for depth in passes:
        line += _fall((s, z), -depth, turn, slope, flats)
        ramp, z = line[-1][0] - s, -depth
        if ramp <= turn:
            s += turn
            if s > line[-1][0]:
                line.append((s, z))
        else:
            s, ramp = s + ramp, 0.0
    end = s + (ramp or turn)
    if end > line[-1][0]:
        line.append((end, z))
    return line


def _fall(begin: Depth, bottom: float, turn: float, slope: float, flats: Sequence[Stretch]) -> list[Depth]:
    """Return the bends of a ramp from ``begin`` down to ``bottom``, level over the stretches ``flats``."""
    line: list[Depth] = []
    s, z = begin
    for k in count(math.floor(s / turn)) if flats else ():
        for low, high in ((a + k * turn, b + k * turn) for a, b in flats):
            if high <= s:
                continue
            here = max(low, s)
            if z - (here - s) * slope <= bottom:
                return [*line, (s + (z - bottom) / slope, bottom)]
            z -= (here - s) * slope
            line += [(here, z)] if here > s else []
            line.append((high, z))
            s = high
    return [*line, (s + (z - bottom) / slope, bottom)]


def flats_of(loop: ClosedPath, fall: float) -> tuple[Stretch, ...]:
    """Return the arcs of a loop, to be run level by a controller that takes no helix.

    None where the straights are too short to ramp ``fall`` mm (along the loop) in two turns.
    """
    ends = (0.0, *loop.ends)
    arcs = [(a, b) for s, a, b in zip(loop.contour.segments, ends, ends[1:], strict=False) if s.bulge]
    straight = loop.length - sum(b - a for a, b in arcs)
    return tuple(arcs) if 2 * straight >= fall else ()


def plan_descent(
    loop: ClosedPath, entry: ProfileEntry, total: float, speeds: Speeds, lifts: Sequence[Lift]
) -> list[Depth]:
    """Return the depth line of a profile: ramps, level turns, and an end clear of every tab.

    A compression cutter is down at its first pass before it meets the contour: on a ramp its
    lower flutes, which cut upwards, would tear the top veneer all the way.
    """
    slope = math.tan(math.radians(speeds.ramp))
    passes = split_depth(total, speeds.deepest, speeds.tool.first_pass)
    top = -min(slope * entry.lead * math.pi / 2, passes[0]) if entry.helical else 0.0
    top = -passes[0] if speeds.tool.first_pass else top
    flats = () if entry.helical else flats_of(loop, total / len(passes) / slope)
    line = ramp_down(entry.position, top, passes, loop.length, slope, flats)
    end = _clear(line[-1][0], lifts, loop.length, entry.lead + speeds.tool.diameter)
    if end > line[-1][0]:
        line.append((end, -total))
    return line


@dataclass(frozen=True, kw_only=True)
class ProfileCut:
    """A closed contour to be cut ``total`` mm deep.

    ``loop`` is where the cutter's centre runs, ``left``: with the waste to its left.
    ``finish``: the loop of a last pass at full depth, the wood between having been left by
    ``loop``.  ``plunge``: straight down to the first pass, in the waste where there is a lead,
    and from pass to pass.
    """

    loop: ClosedPath
    entry: ProfileEntry
    total: float
    speeds: Speeds
    tabs: Sequence[Tab]
    thickness: float
    heights: Heights
    left: bool
    plunge: bool = False
    finish: ClosedPath | None = None


def cut_profile(cut: ProfileCut) -> tuple[list[Move], int]:
    """Return the moves that cut a closed contour, and the number of passes."""
    loop, entry, total, speeds = cut.loop, cut.entry, cut.total, cut.speeds
    passes = split_depth(total, speeds.deepest, speeds.tool.first_pass)
    lifts = lifts_of(loop, cut.tabs, speeds.tool.diameter, cut.thickness, cut.finish)
    down = passes[0] if cut.plunge or speeds.tool.first_pass else 0.0
    # The way in: an arc in the waste where there is room, else the contour itself.
    arc = lead_arc(loop, entry.position, entry.lead, left=cut.left, leaving=False) if entry.lead else None
    start = arc.start if arc else loop.point(entry.position)
    moves = [
        Move("rapid", *start, cut.heights.safe),
        Move("rapid", *start, cut.heights.approach),
        Move(
            "line", *start, -down if arc else _lifted(loop, entry.position, -down, lifts), feed=speeds.plunge
        ),
    ]
    # Down: turn by turn, or on a ramp that begins with the lead; tabs lift the line where it passes.
    if cut.plunge:
        body, end = _plunged(loop, entry.position, passes, lifts, speeds)
        if arc:
            moves.append(cut_along(arc, -down, speeds.feed))
    else:
        line = plan_descent(loop, entry, total, speeds, lifts)
        end = line[-1][0]
        if arc:
            moves.append(cut_along(arc, line[0][1], speeds.feed))
        body = moves_along(loop, lift_line(line, lifts, loop.length, TAB_SLOPE), speeds.feed, speeds.plunge)
    moves += body
    # A finishing pass runs closer, from the point of it nearest to where the roughing ended.
    if cut.finish is not None:
        extra, loop, end = _finished(cut, moves[-1], cut.finish)
        moves += extra
    if entry.lead:
        out = lead_arc(loop, end, entry.lead, left=cut.left, leaving=True)
        moves.append(cut_along(out, moves[-1].z, speeds.feed))
    moves.append(Move("rapid", moves[-1].x, moves[-1].y, cut.heights.safe))
    return moves, len(passes) + (cut.finish is not None)


def _plunged(
    loop: ClosedPath, start: float, passes: Sequence[float], lifts: Sequence[Lift], speeds: Speeds
) -> tuple[list[Move], float]:
    """Return one level turn for each pass; the cutter is down at the first already."""
    moves: list[Move] = []
    x, y = loop.point(start)
    for depth in passes:
        line = lift_line([(start, -depth), (start + loop.length, -depth)], lifts, loop.length, TAB_SLOPE)
        if moves and line[0][1] < moves[-1].z:
            moves.append(Move("line", x, y, line[0][1], feed=speeds.plunge))
        moves += moves_along(loop, line, speeds.feed, speeds.plunge)
    return moves, start


def _lifted(loop: ClosedPath, position: float, z: float, lifts: Sequence[Lift]) -> float:
    """Return how low the cutter may be at a position of a loop on its way down to ``z``."""
    return lift_line([(position, z), (position + loop.length, z)], lifts, loop.length, TAB_SLOPE)[0][1]


def _finished(cut: ProfileCut, last: Move, finish: ClosedPath) -> tuple[list[Move], ClosedPath, float]:
    """Return the last pass at full depth along ``finish``, from the point of it nearest to ``last``."""
    total, speeds = cut.total, cut.speeds
    here = (last.x, last.y)
    start = finish.nearest(here)
    lifts = lifts_of(finish, cut.tabs, speeds.tool.diameter, cut.thickness)
    line = lift_line([(start, -total), (start + finish.length, -total)], lifts, finish.length, TAB_SLOPE)
    # Roughing may have ended on the side of a tab: go over to the same side, not through it.
    to, z = finish.point(start), line[0][1]
    fall = (z - last.z) / max(1e-9, math.dist(here, to))
    moves = [Move("line", *to, z, feed=slow_feed(speeds.feed, speeds.plunge, min(0.0, fall)))]
    return moves + moves_along(finish, line, speeds.feed, speeds.plunge), finish, start


def _clear(position: float, lifts: Sequence[Lift], turn: float, margin: float) -> float:
    """Return the first position from ``position`` on that lies ``margin`` mm clear of every lift."""
    for _ in range(len(lifts) + 1):
        for lift in lifts:
            low, high = lift.low - margin, lift.high + margin
            behind = (position - low) % turn
            if behind < high - low:
                position += high - low - behind
                break
        else:
            return position
    return position
