"""Part numbers engraved on the parts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from mobilier.cam.moves import Operation
from mobilier.cam.setup import Setup
from mobilier.cam.tool_selection import ENGRAVER
from mobilier.errors import DesignError, Finding
from mobilier.geometry.points import Point
from mobilier.model.lettering import LetterStroke, size_of, strokes_of
from mobilier.model.part import Part
from mobilier.nest.layout import Placement

if TYPE_CHECKING:
    from shapely.geometry.base import BaseGeometry as Geometry

LABEL = "label"
"""Why of an operation that engraves a part's number; it is no feature of the part."""


def labels_of(setup: Setup) -> tuple[dict[str, tuple[tuple[Point, ...], ...]], list[Finding]]:
    """Return the strokes of each part's label in part coordinates, and which parts go without."""
    height = setup.habits.label_height
    if not height:
        return {}, []
    found: list[Finding] = []
    able = [t for t in setup.usable if t.kind == "engraver" or t.diameter <= ENGRAVER]
    if not able:
        return {}, [Finding.of("no-tool-fits", f"{setup.layout.name}: labels", case="labels", limit=ENGRAVER)]
    out: dict[str, tuple[tuple[Point, ...], ...]] = {}
    for part_id in sorted({p.part for p in setup.layout.placements}):
        try:
            strokes = label_of(setup.parts[part_id], part_id, height, margin=height / 2)
        except DesignError as error:
            (why,) = error.findings
            problem = (why.text("en"), why.text("fr"))
            found.append(Finding.of("label-not-drawn", part_id, problem=problem, label=part_id))
            continue
        if strokes:
            out[part_id] = strokes
        else:
            found.append(
                Finding.of(
                    "no-room-for-label",
                    f"{setup.layout.name}: {part_id} {setup.parts[part_id].name}",
                    low=height / 2,
                    high=height,
                )
            )
    return out, found


def engrave_label(setup: Setup, placement: Placement, strokes: Sequence[tuple[Point, ...]]) -> Operation:
    """Return the operation that engraves a label (strokes in part coordinates) on one copy."""
    able = [t for t in setup.usable if t.kind == "engraver" or t.diameter <= ENGRAVER]
    tool = min(able, key=lambda t: (t.kind != "engraver", t.diameter, t.name))
    by = placement.transform
    return Operation(
        kind="engrave",
        tool=tool,
        part=placement.part,
        copy=placement.copy,
        why=LABEL,
        bottom=-setup.habits.label_depth,
        strokes=tuple(tuple(by.apply(p) for p in s) for s in strokes),
    )


def label_of(part: Part, text: str, height: float, margin: float) -> tuple[LetterStroke, ...]:
    """Return the strokes of a label placed on a part, () where the part has no room for it.

    The label goes to the middle of the widest free place of the part, along x or along y,
    ``margin`` mm clear of edges, openings and pockets, in the size asked or down to half of it.
    """
    import shapely

    # Chords may cross where reliefs meet an edge: a buffer of nothing sets them right.
    free: Geometry = part.region.polygon(0.05).buffer(0)
    busy = [f.contours[0].polygon(0.05).buffer(0) for f in part.features if f.contours]
    if busy:
        free = free.difference(shapely.union_all(busy))
    free = free.buffer(-margin)
    if free.is_empty:
        return ()
    disc = shapely.maximum_inscribed_circle(free, tolerance=1.0)
    cx, cy = disc.coords[0]
    for share in (1.0, 0.75, 0.5):
        strokes = strokes_of(text, height * share)
        x0, y0, x1, y1 = size_of(strokes)
        for turned in (False, True):
            placed = tuple(
                tuple(_set(px - (x0 + x1) / 2, py - (y0 + y1) / 2, (cx, cy), turned=turned) for px, py in s)
                for s in strokes
            )
            if free.covers(shapely.box(*size_of(placed))):
                return placed
    return ()


def _set(x: float, y: float, at: Point, *, turned: bool) -> Point:
    return (at[0] - y, at[1] + x) if turned else (at[0] + x, at[1] + y)
