"""Programs beside the cut: first corner, way in the air, marks for hold-down screws."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from mobilier.cam.moves import Move, Operation, Screw, Toolpath
from mobilier.cam.post import Draft, extents_of
from mobilier.cam.program_text import Note, Pause, ProgramStep, ToolChange
from mobilier.cam.routing import find_route
from mobilier.cam.setup import Setup
from mobilier.cam.stops import Stop

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

HEAD = 5.0
"""mm. Radius of a screw head that no cutter may meet."""

MARK = 3.0
"""mm. Depth of a screw's mark."""

_GRID = 20.0


def corner_draft(setup: Setup, cutter: ToolChange, paths: Sequence[Toolpath]) -> Draft:
    """Return the program that shows its zero: over the zero point, down to just above the sheet, stop.

    It stays at the safe height where a clamp stands at the zero point.
    """
    x, y, _ = setup.origin
    safe = setup.machine.safe_z
    x0, y0, _, x1, y1, _ = extents_of([m for p in paths for m in p.moves])
    low = safe if setup.clamped((x, y), cutter.speeds.tool.diameter / 2) else setup.heights.approach
    steps: list[ProgramStep] = [
        _still(cutter),
        Note("spindle off: shows the zero point and the far corner of the work"),
        Move("rapid", x, y, safe),
        Move("rapid", x, y, low),
        Pause(f"the tip stands {low:g} mm above the zero point of the sheet"),
        Move("rapid", x, y, safe),
    ]
    far = max(((px, py) for px in (x0, x1) for py in (y0, y1)), key=lambda p: math.dist(p, (x, y)))
    steps += [Move("rapid", *far, safe), Pause("the far corner of the work")]
    return Draft(role="corner", suffix="corner", steps=tuple(steps))


def air_draft(setup: Setup, cutter: ToolChange, paths: Sequence[Toolpath]) -> Draft:
    """Return the program that goes around all that the cutter reaches, leads too, at safe z, spindle off."""
    safe = setup.machine.safe_z
    x0, y0, _, x1, y1, _ = extents_of([m for p in paths for m in p.moves])
    ring = [(x0, y0), (x1, y0), (x1, y1), (x0, y1), (x0, y0)]
    steps: list[ProgramStep] = [_still(cutter), Note("spindle off: goes around the whole work at safe z")]
    steps += [Move("rapid", x, y, safe) for x, y in ring]
    return Draft(role="air", suffix="air", steps=tuple(steps))


def _still(cutter: ToolChange) -> ToolChange:
    return ToolChange(cutter.number, cutter.speeds, 0.0, turns=False)


def screws_of(setup: Setup, operations: Sequence[Operation]) -> tuple[Screw, ...]:
    """Return places for hold-down screws in the waste, about ``habits.screws`` mm apart.

    Every place keeps a screw head, the cutter's kerf and its leads clear; places are taken
    from the corners inwards, each as far from the others as asked.
    """
    apart = setup.habits.screws
    if not apart:
        return ()
    import shapely

    diameter = max(op.tool.diameter for op in operations)
    waste: Geometry = _waste(setup, operations, 1.5 * diameter + setup.habits.finishing).buffer(-HEAD)
    for clamp in setup.clamps:
        waste = waste.difference(shapely.box(*clamp).buffer(HEAD))
    x1, y1 = setup.layout.sheet.length, setup.layout.sheet.width
    grid = [
        (x, y)
        for x in np.arange(HEAD * 2, x1 - HEAD, _GRID).tolist()
        for y in np.arange(HEAD * 2, y1 - HEAD, _GRID).tolist()
    ]
    shapely.prepare(waste)
    places = [p for p, ok in zip(grid, shapely.covers(waste, shapely.points(grid)), strict=True) if ok]
    places.sort(key=lambda p: (round(min(p[0], x1 - p[0]) + min(p[1], y1 - p[1]), 3), p))
    taken: list[tuple[float, float]] = []
    for p in places:
        if all(math.dist(p, t) >= apart for t in taken):
            taken.append(p)
    return tuple(Screw(x=x, y=y, diameter=2 * HEAD) for x, y in sorted(taken))


def _waste(setup: Setup, operations: Sequence[Operation], kerf: float) -> Geometry:
    """Return the sheet without its parts, their openings, and ``kerf`` mm around them."""
    import shapely

    outline = setup.layout.sheet.outline
    whole = shapely.box(0, 0, setup.layout.sheet.length, setup.layout.sheet.width)
    sheet = shapely.Polygon(outline) if outline else whole
    solid = [op.contours[0].polygon(0.05) for op in operations if op.kind == "outside"]
    return sheet.difference(shapely.union_all(solid).buffer(kerf, quad_segs=8))


def screws_draft(setup: Setup, cutter: ToolChange, screws: Sequence[Screw]) -> Draft:
    """Return the program that marks the screws' places and stops for the operator to drive them."""
    s, safe = cutter.speeds, setup.machine.safe_z
    home = (
        setup.machine.park[0] + setup.origin[0],
        setup.machine.park[1] + setup.origin[1],
    )
    stops = [Stop(((k.x, k.y),), ((k.x, k.y),)) for k in screws]
    way = find_route(stops, [frozenset()] * len(stops), home, rounds=1)
    steps: list[ProgramStep] = [cutter, Note(f"marks for {len(screws)} hold-down screws, in the waste")]
    depth = min(MARK, setup.thickness / 2, s.step)
    for k in way.order:
        x, y = screws[k].x, screws[k].y
        steps += [
            Move("rapid", x, y, safe),
            Move("rapid", x, y, setup.heights.approach),
            Move("line", x, y, -depth, feed=s.plunge),
            Move("rapid", x, y, safe),
        ]
    return Draft(role="screws", suffix="screws", steps=(*steps, Pause("drive the screws")), passes=1)
