"""Can people use it?  Room for knees and a wheelchair, working heights, leaves that bear.

Sources: arrêtés of 8 December 2014 and 20 April 2017, article 5: where one reads, writes or
types the top lies at 800 mm at most, over a void at least 300 deep, 600 wide and 700 high.
Standing bench 850 to 950 mm: trade knowledge.  750 N on a leaf, 50 mm from its edge: project
constant after EN 16122.
"""

from __future__ import annotations

from typing import Literal

from mobilier.check.body import DOOR_EXISTING, DOOR_NEW, GRAVITY
from mobilier.check.fit import solids_of
from mobilier.check.solid import Solid
from mobilier.errors import Finding
from mobilier.geometry.points import Vector
from mobilier.model.part import Feature
from mobilier.model.piece import Piece, Requirement

TOP = 800.0
DEEP, WIDE, HIGH = 300.0, 600.0, 700.0
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
        Finding.of(
            "void", piece.name, case="small", have=float(have), side=side, lack=float(need - have), need=need
        )
        for side, (have, need) in size.items()
        if have < need - 0.01
    ]
    if v["top"] > TOP + 0.01:
        top = float(v["top"])
        found.append(Finding.of("void", piece.name, case="high-top", top=top, over=top - TOP, limit=TOP))
    low, high = (v["x0"], v["y0"], 0.0), (v["x1"], v["y1"], v["height"])
    for s in solids_of(piece, r.pose):
        if _reaches_in(s, low, high):
            part = f"{s.part.id} {s.plate}"
            found.append(Finding.of("void", piece.name, case="filled", part=part, pose=r.pose))
    return found


def _reaches_in(s: Solid, low: Vector, high: Vector) -> bool:
    """Say whether a part has wood in a box (tilted parts: their own box)."""
    a, b = s.box
    if any(min(b[k], high[k]) - max(a[k], low[k]) <= TOUCH for k in range(3)):
        return False
    square = [k for k in range(3) if abs(s.normal[k]) > 1 - 1e-9]
    if not square:
        return True
    import shapely

    p, q = (k for k in range(3) if k != square[0])
    axes: tuple[Vector, Vector, Vector] = ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0))
    zone = shapely.box(low[p], low[q], high[p], high[q])
    return bool(s.seen(axes[p], axes[q]).intersection(zone).area > TOUCH)


def work_height(piece: Piece, r: Requirement) -> list[Finding]:
    """A top outside the usual working height is worth a note."""
    top, low, high = r.values["top"], r.values["low"], r.values["high"]
    if low <= top <= high:
        return []
    return [Finding.of("work-height", piece.name, top=float(top), low=float(low), high=float(high))]


def leaf_load(piece: Piece, r: Requirement) -> list[Finding]:
    """750 N near the edge of a leaf on brackets tips the piece unless something heavy is on board."""
    v = r.values
    moment = LEAF_FORCE * v["lever"] / 1000
    need = moment / (GRAVITY * v["half_track"] / 1000) - piece.mass
    if need <= 0:
        return []
    told = {"need": float(need), "load": float(v["load"]), "force": LEAF_FORCE}
    if need > v["load"]:
        return [
            Finding.of("leaf-load", piece.name, level="error", case="tips", mass=float(piece.mass), **told)
        ]
    return [Finding.of("leaf-load", piece.name, level="note", case="keep", **told)]


HUNG = 2200.0


def passage(piece: Piece, r: Requirement) -> list[Finding]:
    """A way through: clear width as a door's, nothing hung at 2200 mm or lower."""
    clear, height = r.values["clear"], r.values["height"]
    found = []
    if clear < DOOR_NEW:
        level: Literal["error", "warning"] = "error" if clear < DOOR_EXISTING else "warning"
        need = DOOR_EXISTING if level == "error" else DOOR_NEW
        found.append(Finding.of("passage", piece.name, level=level, case="narrow", clear=clear, door=need))
    if height <= HUNG:
        found.append(Finding.of("passage", piece.name, level="error", case="low", height=height, limit=HUNG))
    return found


SEEN, PAINTED = 7.0, 2.0
"""Letters are at most this many times as high as their strokes wide; a painted pocket is this deep, mm."""

LEAFLET, LIP = 230.0, 80.0
"""mm. Room over a shelf for DL and A5 (210 high); the least lip that holds them."""


def sign(piece: Piece, r: Requirement) -> list[Finding]:
    """Letters ``height`` mm high have strokes wide enough to be seen, in every letter that is pocketed."""
    height = r.values["height"]
    need = height / SEEN
    letters = [f for p in piece.parts for f in p.features if f.why == "sign"]
    widths = [_stroke(f) for f in letters if f.kind == "pocket" and (f.depth or 0.0) >= PAINTED]
    thin = [0.0 for f in letters if f.kind == "engraving" or (f.depth or PAINTED) < PAINTED]
    have = min([r.values["stroke"], *widths, *thin])
    if have >= 0.98 * need:
        return []
    return [Finding.of("sign", piece.name, stroke=float(have), height=float(height), need=float(need))]


def _stroke(letter: Feature) -> float:
    """Return how wide a brush a letter takes somewhere, mm."""
    import shapely

    outer, *islands = (c.polygon(0.05) for c in letter.contours)
    circle: shapely.LineString = shapely.maximum_inscribed_circle(
        shapely.Polygon(outer.exterior, [i.exterior for i in islands]), tolerance=0.1
    )
    return 2 * float(circle.length)


def leaflets(piece: Piece, r: Requirement) -> list[Finding]:
    """The promised room over a shelf (x0…x1, y0…y1, from ``low`` up) takes leaflets, behind a ``lip``."""
    v = r.values
    wanted = {"clear": (v["clear"], LEAFLET), "lip": (v["lip"], LIP)}
    found = [
        Finding.of("leaflets", piece.name, case="small", side=side, have=float(have), need=need)
        for side, (have, need) in wanted.items()
        if have < need - 0.01
    ]
    low, high = (v["x0"], v["y0"], v["low"] + 1), (v["x1"], v["y1"], v["low"] + v["clear"])
    for s in solids_of(piece, r.pose):
        if _reaches_in(s, low, high):
            part = f"{s.part.id} {s.plate}"
            found.append(Finding.of("leaflets", piece.name, case="filled", part=part))
    return found
