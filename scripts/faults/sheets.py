"""Parts that do not lie on the sheets, and layouts that the judge refuses."""

from __future__ import annotations

from dataclasses import replace

import shapely

from faults import Fault, only
from faults.sketch import MATE, PLY, Sketch, box, sheet
from mobilier.export.drawing.style import FAINT, SOFT, WARN
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.judge import validate
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.nest.stock import examine
from mobilier.profiles.types import Sheet

BOARD = Sheet(name="full", material="ply", length=1000, width=600)
SPACING = Spacing(gap=10, margin=(20, 20, 20, 20))
SIDE = Item(id="A1", region=Region(box(0, 0, 360, 240)), quantity=2, material="ply", rotations=(0.0, 180.0))
LID = Item(id="A2", region=Region(box(0, 0, 240, 240)), quantity=1, material="ply", rotations=(0.0, 90.0))
GOOD = (
    Placement(part="A1", copy=0, x=40, y=40),
    Placement(part="A1", copy=1, x=420, y=40),
    Placement(part="A2", copy=0, x=40, y=310),
)
KNOT = ((300.0, 150.0), (330.0, 130.0), (360.0, 150.0), (340.0, 180.0), (310.0, 175.0))


def laid(placements: tuple[Placement, ...], board: Sheet = BOARD, hot: tuple[int, ...] = ()) -> Sketch:
    """Return a sheet with its parts, some of them marked."""
    s = Sketch()
    sheet(s, board.length, board.width)
    items = {i.id: i for i in (SIDE, LID)}
    for k, p in enumerate(placements):
        shape = items[p.part].region.transformed(p.transform)
        s.area(shape, fill=PLY if p.part == "A1" else MATE, stroke=WARN if k in hot else "#1d2329")
        x0, y0, x1, y1 = shape.bounds
        s.word(((x0 + x1) / 2, (y0 + y1) / 2), p.part)
    return s


def _judged(rule: str, placements: tuple[Placement, ...], sketch: Sketch, board: Sheet = BOARD) -> Fault:
    layout = Layout(name="S01", sheet=board, placements=placements)
    return Fault(finding=only(rule, validate([layout], [SIDE, LID], SPACING)), sketch=sketch)


def _quantity() -> Fault:
    placements = (GOOD[0], GOOD[2])
    s = laid(placements)
    s.ghost(box(420, 40, 780, 280))
    s.word((600, 160), "A1 ?", WARN)
    return _judged("quantity", placements, s)


def _copy() -> Fault:
    placements = (GOOD[0], replace(GOOD[1], copy=0), GOOD[2])
    s = laid(placements, hot=(0, 1))
    s.word((220, 90), "#0", WARN)
    s.word((600, 90), "#0", WARN)
    return _judged("copy", placements, s)


def _angle() -> Fault:
    placements = (GOOD[0], replace(GOOD[1], x=700, angle=90.0), GOOD[2])
    s = laid(placements, hot=(1,))
    for y in range(60, 600, 60):
        s.line([(0, y), (1000, y)], FAINT, 0.1)
    for x in range(490, 690, 40):
        s.line([(x, 60), (x, 380)], WARN, 0.18)
    return _judged("angle", placements, s)


def _margin() -> Fault:
    placements = (GOOD[0], replace(GOOD[1], x=634), GOOD[2])
    s = laid(placements)
    s.ghost(box(20, 20, 980, 580))
    s.fault(box(980, 40, 994, 280))
    return _judged("margin", placements, s)


def _obstacle() -> Fault:
    board = BOARD.model_copy(update={"defects": (KNOT,)})
    s = laid(GOOD, board)
    s.fault(shapely.Polygon(KNOT))
    return _judged("obstacle", GOOD, s, board)


def _gap() -> Fault:
    placements = (GOOD[0], replace(GOOD[1], x=404), GOOD[2])
    s = laid(placements)
    s.fault(box(400, 40, 404, 280))
    s.measure((400, 300), (404, 300), "4 < 10")
    return _judged("gap", placements, s)


def _examined(
    rule: str, sketch: Sketch, *items: Item, board: Sheet = BOARD, spacing: Spacing = SPACING
) -> Fault:
    return Fault(finding=only(rule, examine(items, [board], spacing)), sketch=sketch)


def _stock() -> Fault:
    s = Sketch()
    s.ghost(box(0, 0, 1000, 600))
    for p in GOOD:
        s.area({"A1": SIDE, "A2": LID}[p.part].region.transformed(p.transform), fill="none", stroke=WARN)
    return Fault(finding=only("stock", examine([SIDE], [], SPACING)), sketch=s)


def _part_too_large() -> Fault:
    long = replace(SIDE, region=Region(box(0, 0, 1080, 240)))
    s = Sketch()
    sheet(s, 1000, 600)
    s.ghost(box(20, 20, 980, 580))
    s.area(box(20, 180, 1100, 420))
    s.fault(box(980, 180, 1100, 420))
    s.measure((20, 470), (1100, 470), "1080")
    return _examined("part-too-large", s, long)


def _repeated_part() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 360, 240), stroke=WARN)
    s.area(box(420, 0, 660, 240), fill=MATE, stroke=WARN)
    s.word((180, 120), "A1", WARN, 4)
    s.word((540, 120), "A1", WARN, 4)
    return _examined("repeated-part", s, SIDE, replace(LID, id="A1"))


def _repeated_sheet() -> Fault:
    s = Sketch()
    for x, width in ((0, 600), (1060, 400)):
        s.area(box(x, 0, x + 1000, width), fill="#f6efe2", stroke=WARN)
        s.word((x + 500, width / 2), "full", WARN, 4)
    boards = [BOARD, BOARD.model_copy(update={"width": 400.0})]
    return Fault(finding=only("repeated-sheet", examine([SIDE], boards, SPACING)), sketch=s)


def _rotations() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 360, 240))
    s.area(Contour.circle(180, 120, 90), fill="none", stroke=WARN, width=0.5)
    s.cross((180, 120), 45)
    return _examined("rotations", s, replace(SIDE, rotations=()))


def _outline() -> Fault:
    bow = Contour(((0, 0, 0), (360, 240, 0), (360, 0, 0), (0, 240, 0)))
    s = Sketch()
    s.area(bow)
    s.cross((180, 120), 18)
    return _examined("outline", s, replace(SIDE, region=Region(bow)))


def _defect() -> Fault:
    bad = ((300.0, 150.0), (420.0, 260.0), (420.0, 150.0), (300.0, 260.0))
    s = Sketch()
    sheet(s, 1000, 600)
    s.line([*bad, bad[0]], WARN, 0.5)
    s.cross((360, 205), 22)
    return _examined("defect", s, SIDE, board=BOARD.model_copy(update={"defects": (bad,)}))


def _materials() -> Fault:
    s = laid(GOOD[:2], hot=(1,))
    s.word((220, 90), "18 mm")
    s.word((600, 90), "12 mm", WARN)
    return _examined("materials", s, SIDE, replace(LID, material="ply12"))


def _spacing() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 360, 240))
    s.area(box(330, 40, 600, 280), fill=MATE)
    s.fault(box(330, 40, 360, 240))
    return _examined("spacing", s, SIDE, spacing=replace(SPACING, gap=-30))


def _margins() -> Fault:
    board = BOARD.model_copy(update={"width": 36.0, "length": 300.0})
    s = Sketch()
    sheet(s, 300, 36)
    s.area(box(0, 0, 300, 20), fill="none", stroke=SOFT, dash="1.2 0.8", width=0.18)
    s.area(box(0, 16, 300, 36), fill="none", stroke=SOFT, dash="1.2 0.8", width=0.18)
    s.fault(box(20, 16, 280, 20))
    return _examined("margins", s, SIDE, board=board)


SCENES = {
    "part-too-large": _part_too_large,
    "repeated-part": _repeated_part,
    "repeated-sheet": _repeated_sheet,
    "quantity": _quantity,
    "copy": _copy,
    "stock": _stock,
    "rotations": _rotations,
    "outline": _outline,
    "defect": _defect,
    "materials": _materials,
    "spacing": _spacing,
    "margins": _margins,
    "angle": _angle,
    "margin": _margin,
    "obstacle": _obstacle,
    "gap": _gap,
}
