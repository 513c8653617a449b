"""Can people use it?  Room for knees and a wheelchair, working heights, leaves that bear.

Sources: arrêtés of 8 December 2014 and 20 April 2017, article 5: where one reads, writes or
types the top lies at 800 mm at most, over a void at least 300 deep, 600 wide and 700 high.
Standing bench 850 to 950 mm: trade knowledge.  750 N on a leaf, 50 mm from its edge: project
constant after EN 16122.
"""

from __future__ import annotations

from mobilier.check.fit import solids_of
from mobilier.errors import Finding
from mobilier.model.piece import Piece, Requirement

TOP = 800.0
DEEP, WIDE, HIGH = 300.0, 600.0, 700.0
SOURCE = "arrêté of 8 December 2014, article 5"
GRAVITY = 9.81
LEAF_FORCE = 750.0
TOUCH = 0.5


def void(piece: Piece, r: Requirement) -> list[Finding]:
    """The promised void (x0…x1, y0…y1, floor to ``height``) under a top: its size, and nothing in it."""
    v = r.values
    size = {
        "deep": (v["y1"] - v["y0"], DEEP),
        "wide": (v["x1"] - v["x0"], WIDE),
        "high": (v["height"], HIGH),
    }
    found = [
        _void(
            piece,
            f"the void under the top is {have:.0f} mm {name}, {need - have:.0f} less than {need:g}",
            "make room: a deeper or wider leaf, or a higher top",
        )
        for name, (have, need) in size.items()
        if have < need - 0.01
    ]
    if v["top"] > TOP + 0.01:
        found.append(
            _void(
                piece,
                f"the top lies at {v['top']:.0f} mm, {v['top'] - TOP:.0f} above {TOP:g}",
                "lower the top",
            )
        )
    low, high = (v["x0"], v["y0"], 0.0), (v["x1"], v["y1"], v["height"])
    for s in solids_of(piece, r.pose):
        (a, b) = s.box
        if all(min(b[k], high[k]) - max(a[k], low[k]) > TOUCH for k in range(3)):
            found.append(
                _void(
                    piece,
                    f"{s.part.id} {s.plate} stands in the void in pose {r.pose}",
                    "move the part, or promise a smaller void",
                )
            )
    return found


def _void(piece: Piece, message: str, remedy: str) -> Finding:
    return Finding(
        level="error", rule="void", where=piece.name, message=f"{message} ({SOURCE})", remedy=remedy
    )


def work_height(piece: Piece, r: Requirement) -> list[Finding]:
    """A top outside the usual working height is worth a note."""
    top, low, high = r.values["top"], r.values["low"], r.values["high"]
    if low <= top <= high:
        return []
    return [
        Finding(
            level="note",
            rule="work-height",
            where=piece.name,
            message=f"the top lies at {top:.0f} mm; standing work is usual at {low:g} to {high:g} "
            "(trade knowledge)",
            remedy="",
        )
    ]


def leaf_load(piece: Piece, r: Requirement) -> list[Finding]:
    """750 N near the edge of a leaf on brackets tips the piece unless something heavy is on board."""
    v = r.values
    moment = LEAF_FORCE * v["lever"] / 1000
    need = moment / (GRAVITY * v["half_track"] / 1000) - piece.mass
    if need <= 0:
        return []
    if need > v["load"]:
        return [
            Finding(
                level="error",
                rule="leaf-load",
                where=piece.name,
                message=f"{LEAF_FORCE:g} N at the edge of a leaf tips it: {piece.mass:.0f} kg empty, "
                f"{need:.0f} kg of load needed, {v['load']:.0f} declared (project constant after EN 16122)",
                remedy=f"declare min_load {need:.0f} or more, take narrower leaves, or gate legs",
            )
        ]
    return [
        Finding(
            level="note",
            rule="leaf-load",
            where=piece.name,
            message=f"keep at least {v['load']:.0f} kg on board while a leaf is up "
            f"({need:.0f} kg needed against {LEAF_FORCE:g} N at its edge)",
            remedy="",
        )
    ]
