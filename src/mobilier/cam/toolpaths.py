"""From operations to toolpaths: what each costs to reach, and the moves that cut it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from mobilier.cam.engrave import engrave_strokes
from mobilier.cam.holes import bore_hole, bore_level, drill_hole
from mobilier.cam.moves import Move, Operation, Screw, Tab, Toolpath
from mobilier.cam.path import ClosedPath
from mobilier.cam.pocket import PocketCut, clear_pocket
from mobilier.cam.profile import ProfileCut, ProfileEntry, cut_profile, lead_arc, lifts_of, plan_descent
from mobilier.cam.setup import Setup
from mobilier.cam.speeds import Speeds, split_depth
from mobilier.cam.stops import Stop
from mobilier.cam.tool_selection import area_of
from mobilier.geometry.offset import offset
from mobilier.geometry.region import Region
from mobilier.model.part import Feature

if TYPE_CHECKING:
    from shapely import STRtree
    from shapely.geometry.base import BaseGeometry as Geometry

CANDIDATES = 12
"""Places at most where a profile may begin."""

_ROUGHED = 0.9
"""Share of the cutter's radius within which a finishing pass follows its roughing pass."""

_ROOM = 0.1
"""mm between a lead's sweep and any part."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """An operation with its path, or the loops from which a path is made once its entry is known."""

    setup: Setup
    operation: Operation
    speeds: Speeds

    @cached_property
    def loops(self) -> tuple[ClosedPath, ClosedPath | None]:
        """The loop of the roughing passes and that of the finishing pass (None without).

        A shape too narrow to rough at a distance is cut to size at once: the finishing pass, at
        full depth, must find all its wood roughed.
        """
        radius, left = self.operation.tool.diameter / 2, self.setup.habits.finishing
        exact = self._loops(radius)[0]
        rough = self._loops(radius + left) if left else []
        if len(rough) == 1 and _roughed(exact, rough[0], radius):
            return (rough[0], exact)
        return (exact, None)

    def _loops(self, distance: float) -> list[ClosedPath]:
        op = self.operation
        sign = 1.0 if op.kind == "outside" else -1.0
        climb = self.setup.habits.direction == "climb"
        ccw = (op.kind == "outside") != climb
        found = offset(Region(op.contours[0].turned(ccw=True)), sign * distance)
        return [ClosedPath(region.outer.turned(ccw=ccw)) for region in found]

    @property
    def waste_left(self) -> bool:
        """Whether the waste lies to the left of the running direction."""
        return self.setup.habits.direction == "climb"

    @cached_property
    def fixed(self) -> tuple[list[Move], int]:
        """The moves of an operation whose entry is not a matter of choice."""
        op, setup, s = self.operation, self.setup, self.speeds
        climb = setup.habits.direction == "climb"
        if op.kind == "engrave":
            return engrave_strokes(op.strokes, -op.bottom, s, setup.heights)
        if op.kind == "pocket":
            feature = Feature(kind="pocket", why=op.why, contours=op.contours)
            return clear_pocket(
                PocketCut(
                    area=area_of(feature),
                    depth=-op.bottom,
                    speeds=s,
                    heights=setup.heights,
                    stepover=setup.habits.stepover,
                    finishing=setup.habits.finishing,
                    climb=climb,
                    helical=setup.controller.arcs.helical,
                )
            )
        circle = op.contours[0].as_circle
        assert circle, "a hole is a circle"
        if op.kind == "drill":
            return drill_hole(circle[:2], -op.bottom, s, setup.heights, out=setup.habits.peck == "out")
        if not setup.controller.arcs.helical:
            return bore_level(circle, -op.bottom, s, setup.heights, ccw=climb)
        return bore_hole(circle, -op.bottom, s, setup.heights, ccw=climb)

    @property
    def free(self) -> bool:
        """Whether the entry is still to be chosen."""
        return self.operation.kind in ("inside", "outside")

    @cached_property
    def entries(self) -> tuple[float, ...]:
        """Positions on the roughing loop where the cut may begin."""
        loop = self.loops[0]
        tabs = lifts_of(loop, self.operation.tabs, self.speeds.tool.diameter, self.setup.thickness)
        margin = self.speeds.tool.diameter
        good = [
            s for s in _starts(loop) if not any(_under(s, t.low, t.high, margin, loop.length) for t in tabs)
        ]
        good = good or _starts(loop)
        step = max(1.0, len(good) / CANDIDATES)
        return tuple(good[int(k * step)] for k in range(min(CANDIDATES, len(good))))

    @cached_property
    def stop(self) -> Stop:
        """The operation as the search for a short way sees it."""
        if not self.free:
            moves = self.fixed[0]
            return Stop(((moves[0].x, moves[0].y),), ((moves[-1].x, moves[-1].y),))
        loop = self.loops[0]
        shift = 0.0 if self.setup.habits.entry == "plunge" else self._last_ramp
        return Stop(
            tuple(loop.point(s) for s in self.entries),
            tuple(loop.point(s + shift) for s in self.entries),
        )

    @property
    def _last_ramp(self) -> float:
        deep = split_depth(-self.operation.bottom, self.speeds.deepest, self.speeds.tool.first_pass)
        last = deep[-1] - (deep[-2] if len(deep) > 1 else 0.0)
        return last / math.tan(math.radians(self.speeds.ramp))


def _roughed(exact: ClosedPath, rough: ClosedPath, radius: float) -> bool:
    """Tell whether the cutter's centre, finishing, keeps within what the roughing pass took."""
    import shapely

    done = shapely.LinearRing(rough.contour.flattened(0.01)).buffer(_ROUGHED * radius)
    return bool(done.covers(shapely.LinearRing(exact.contour.flattened(0.01))))


def _starts(loop: ClosedPath) -> list[float]:
    """Return the middles of the straights and the ends of the segments, longest straights first."""
    found: list[tuple[float, float]] = []
    start = 0.0
    for s, end in zip(loop.contour.segments, loop.ends, strict=True):
        if not s.bulge:
            found.append((-s.length, (start + end) / 2))
        found.append((math.inf, start))
        start = end
    return [p for _, p in sorted(found)]


def _under(s: float, low: float, high: float, margin: float, turn: float) -> bool:
    return (s - low + margin) % turn < high - low + 2 * margin


@dataclass(frozen=True, kw_only=True)
class Leads:
    """Where a lead arc may swing without touching a part, a tab or a clamp."""

    setup: Setup
    parts: tuple[Geometry, ...]
    tabs: tuple[Tab, ...]
    screws: tuple[Screw, ...] = ()

    @cached_property
    def tree(self) -> STRtree:
        """Index of everything a lead must not touch."""
        import shapely

        boxes = [shapely.box(*c) for c in self.setup.clamps]
        kerf = max((t.diameter for t in self.setup.tools), default=0.0)
        tabs = [shapely.Point(t.x, t.y).buffer(max(t.width / 2, kerf), quad_segs=4) for t in self.tabs]
        heads = [shapely.Point(s.x, s.y).buffer(s.diameter / 2, quad_segs=8) for s in self.screws]
        return shapely.STRtree([*self.parts, *boxes, *tabs, *heads])

    @property
    def helical(self) -> bool:
        """Whether the controller takes arcs that fall."""
        return self.setup.controller.arcs.helical

    def radius(self, reach: Reach, position: float) -> float:
        """Return the radius of the lead arcs at a position of a profile, 0 where there is no room."""
        loop, finish = reach.loops
        cutter = reach.speeds.tool.diameter / 2
        lifts = lifts_of(loop, reach.operation.tabs, 2 * cutter, self.setup.thickness, finish)
        if any(_under(position, t.low, t.high, 0.0, loop.length) for t in lifts):
            return 0.0  # no place clear of the tabs was found: the way in is level with their top
        for share in (1.0, 0.5):
            radius = share * cutter
            last, end = loop, position
            if self.setup.habits.entry == "ramp":
                entry = ProfileEntry(position=position, lead=radius, helical=self.helical)
                end = plan_descent(loop, entry, -reach.operation.bottom, reach.speeds, lifts)[-1][0]
            if finish:
                last, end = finish, finish.nearest(loop.point(end))
            if self._swings(loop, position, radius, reach, leaving=False) and self._swings(
                last, end, radius, reach, leaving=True
            ):
                return radius
        return 0.0

    def _swings(
        self, loop: ClosedPath, position: float, radius: float, reach: Reach, *, leaving: bool
    ) -> bool:
        """Tell whether the cutter swings through a lead arc touching only what its path touches."""
        import shapely

        cutter, left = reach.speeds.tool.diameter / 2, self.setup.habits.finishing
        arc = lead_arc(loop, position, radius, left=reach.waste_left, leaving=leaving)
        line = shapely.LineString([*arc.flattened(0.005), arc.end])
        foot = shapely.Point(loop.point(position))
        for k in self.tree.query(line, predicate="dwithin", distance=cutter + _ROOM):
            thing = self.tree.geometries[k]
            if thing.distance(line) < cutter - 0.02 or thing.distance(foot) > cutter + left + 0.02:
                return False
        return True


def toolpath_of(reach: Reach, choice: int, leads: Leads | None) -> tuple[Toolpath, int, float]:
    """Return the toolpath that begins at candidate ``choice``, its passes and its lead radius."""
    op, setup = reach.operation, reach.setup
    if not reach.free:
        moves, passes = reach.fixed
        return Toolpath(operation=op, moves=tuple(moves)), passes, 0.0
    position = reach.entries[choice]
    lead = leads.radius(reach, position) if leads else 0.0
    rough, finish = reach.loops
    moves, passes = cut_profile(
        ProfileCut(
            loop=rough,
            entry=ProfileEntry(position=position, lead=lead, helical=setup.controller.arcs.helical),
            total=-op.bottom,
            speeds=reach.speeds,
            tabs=op.tabs,
            thickness=setup.thickness,
            heights=setup.heights,
            plunge=setup.habits.entry == "plunge",
            left=reach.waste_left,
            finish=finish,
        )
    )
    return Toolpath(operation=op, moves=tuple(moves)), passes, lead


def reaches_of(setup: Setup, operations: Sequence[Operation]) -> list[Reach]:
    """Return every operation with what it takes to reach it."""
    out = []
    for op in operations:
        speeds = setup.speeds(op.tool)
        assert speeds, "an operation has a usable tool"
        out.append(Reach(setup=setup, operation=op, speeds=speeds))
    return out
