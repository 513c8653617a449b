"""Which holes a workshop drills by hand: those that none of its cutters makes, if its habits say so."""

from __future__ import annotations

from mobilier.cam.setup import Setup
from mobilier.cam.tool_selection import Machining, drillers, machinings_of
from mobilier.errors import Finding
from mobilier.model.hand_holes import MARK_DEPTH, HandHole, drilled_by_hand, hole_words
from mobilier.model.part import Part
from mobilier.profiles.types import Tool

CROSS = 0.6
"""Share of a hole's diameter that an engraved cross reaches over: it goes when the hole is drilled."""


def find_hand_holes(setup: Setup) -> tuple[HandHole, ...]:
    """Return the holes of the parts on a sheet that are left to the hand drill."""
    if not setup.habits.drill_by_hand:
        return ()
    return tuple(
        _left_to_hand(setup, m)
        for m in machinings_of(setup)
        if m.feature and m.feature.kind == "hole" and not drillers(setup, m)
    )


def hand_hole_findings(part: Part, holes: tuple[HandHole, ...]) -> list[Finding]:
    """Return what is to be drilled by hand in a part, one finding for holes of a kind."""
    mark = next((h.mark for h in holes if h.part == part.id), "none")
    return [
        Finding.of("drilled-by-hand", f"{part.id} {part.name}", case=mark, what=hole_words(*one))
        for one in drilled_by_hand(part, holes)
    ]


def _left_to_hand(setup: Setup, hole: Machining) -> HandHole:
    assert hole.feature is not None
    diameter = hole.feature.circle[2]
    drills = [t for t in setup.usable if t.kind == "drill" and t.diameter < diameter]
    engravers = [t for t in setup.usable if t.kind == "engraver" and t.diameter < CROSS * diameter]
    deep = min(MARK_DEPTH, hole.depth)
    if drills:
        spot: Tool = min(drills, key=lambda t: (t.diameter, t.name))
        return HandHole(part=hole.part.id, feature=hole.index, mark="spot", size=spot.diameter, depth=deep)
    if engravers:
        reach = CROSS * diameter - min(t.diameter for t in engravers)
        return HandHole(part=hole.part.id, feature=hole.index, mark="cross", size=reach, depth=deep / 2)
    return HandHole(part=hole.part.id, feature=hole.index)
