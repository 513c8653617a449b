"""A small shelf, its board and one sheet of it: what the export tests draw."""

from __future__ import annotations

import hashlib

from mobilier.dxf.write import write_dxf
from mobilier.export.sheets.dxf_drawing import DxfForm, sheet_drawing
from mobilier.export.sheets.part_map import part_map
from mobilier.export.sheets.shaper import shaper_sheet
from mobilier.export.sheets.sheet_map import MapData, sheet_map
from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Frame
from mobilier.model.part import Corner, Feature, Instance, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.types import Layers, Material, Sheet

BOARD = Material(
    name="birch-18",
    family="plywood",
    about="Birch plywood, 18 mm",
    nominal=18,
    thickness=17.7,
    thickness_min=17.5,
    thickness_max=17.9,
    density=685,
    clearance=0.2,
    clearance_along=0.5,
    sheets=((2500, 1250),),
    source="test",
)

LAYERS = Layers(
    name="test",
    sheet="0_SHEET",
    engrave="1_ENGRAVE_Z{depth}",
    drill="2_DRILL_D{diameter}_Z{depth}",
    pocket="3_POCKET_Z{depth}",
    inside="4_CUT_IN_Z{depth}",
    outside="5_CUT_OUT_Z{depth}",
    notes="9_NOTES_NOCUT",
    colours={"sheet": 8, "engrave": 2, "drill": 3, "pocket": 6, "inside": 4, "outside": 5, "notes": 7},
    source="test",
)

T = BOARD.thickness


def _slot(x: float, y: float, w: float, h: float) -> Feature:
    return Feature(kind="cutout", why="tabs", contours=(Contour.rectangle(x, y, x + w, y + h).reversed(),))


def _hole(x: float, y: float, d: float, depth: float | None = None) -> Feature:
    return Feature(kind="hole", why="screw", contours=(Contour.circle(x, y, d),), depth=depth)


def _copies(name: str, *frames: Frame) -> tuple[Instance, ...]:
    return tuple(Instance(plate=f"{name}/{k}", frame=f) for k, f in enumerate(frames, start=1))


_SLOTS = ((50.0, 100.0), (270.0, 100.0), (50.0, 780.0), (270.0, 780.0))

SIDE = Part(
    id="A",
    name="side",
    material=BOARD.name,
    thickness=T,
    outline=rounded([(0, 0), (400, 0), (400, 900), (0, 900)], [20, 0, 60, 0]),
    features=(
        *(_slot(x, y, 80.5, 18.1) for x, y in _SLOTS),
        Feature(kind="pocket", why="housed", contours=(Contour.rectangle(0, 440, 400, 458.1),), depth=9.0),
        Feature(
            kind="cutout",
            why="handle",
            contours=(rounded([(140, 600), (260, 600), (260, 640), (140, 640)], 19).reversed(),),
        ),
        _hole(40, 40, 6.5),
        _hole(360, 40, 6.5),
        _hole(200, 300, 35, 12.0),
        Feature(kind="engraving", why="mark", strokes=(((180, 700), (190, 720), (200, 700)),), depth=0.5),
    ),
    corners=tuple(
        Corner(
            at=(x + dx, y + dy),
            along=(1.0 if not dx else -1.0, 0.0),
            across=(0.0, 1.0 if not dy else -1.0),
            joint="t",
        )
        for x, y in _SLOTS
        for dx in (0.0, 80.5)
        for dy in (0.0, 18.1)
    ),
    grain="y",
    instances=_copies(
        "side", Frame((0, 0, 0), (0, 1, 0), (0, 0, 1)), Frame((600 - T, 0, 0), (0, 1, 0), (0, 0, 1))
    ),
)

SHELF = Part(
    id="B",
    name="shelf",
    material=BOARD.name,
    thickness=T,
    outline=Contour.polygon_of(
        [
            (18, 0),
            (582, 0),
            (582, 50),
            (600, 50),
            (600, 130),
            (582, 130),
            (582, 270),
            (600, 270),
            (600, 350),
            (582, 350),
            (582, 400),
            (18, 400),
            (18, 350),
            (0, 350),
            (0, 270),
            (18, 270),
            (18, 130),
            (0, 130),
            (0, 50),
            (18, 50),
        ]
    ),
    features=(_hole(60, 200, 6.5), _hole(540, 200, 6.5)),
    grain="x",
    instances=_copies(
        "shelf", Frame((0, 0, 100), (1, 0, 0), (0, 1, 0)), Frame((0, 0, 780), (1, 0, 0), (0, 1, 0))
    ),
)

DISC = Part(
    id="D",
    name="disc",
    material=BOARD.name,
    thickness=T,
    outline=Contour.circle(60, 60, 120),
    features=(_hole(60, 60, 8),),
    instances=_copies("disc", Frame((240, 140, 458), (1, 0, 0), (0, 1, 0))),
)

PARTS = {p.id: p for p in (SIDE, SHELF, DISC)}

LAYOUT = Layout(
    name="S01",
    sheet=Sheet(name="birch", material=BOARD.name, length=2500, width=1250),
    placements=(
        Placement(part="A", copy=1, x=920, y=20, angle=90),
        Placement(part="A", copy=2, x=920, y=440, angle=90),
        Placement(part="B", copy=1, x=1560, y=430, angle=180),
        Placement(part="B", copy=2, x=940, y=440),
        Placement(part="D", copy=1, x=1600, y=30),
    ),
)


FORM = DxfForm(layers=LAYERS)
MAPS = MapData(parts=PARTS, boards={BOARD.name: BOARD})


def sheet_dxf(layout, parts, board, form, notes=(), *, keep_out=()):  # type: ignore[no-untyped-def]
    """A sheet as it is written for a lab."""
    drawing = sheet_drawing(layout, parts, board, form.layers, notes, keep_out=keep_out)
    return write_dxf(drawing, version=form.version, flavour=form.flavour)


def sheet_bytes() -> bytes:
    """Return the sheet as DXF."""
    return sheet_dxf(LAYOUT, PARTS, BOARD, FORM, ["Contreplaqué"], keep_out=[(0, 1150, 150, 1250)])


def digest() -> str:
    """Return one checksum over the drawings of the shelf."""
    total = hashlib.sha256(sheet_bytes())
    total.update(sheet_map(MAPS, LAYOUT).encode())
    total.update(shaper_sheet(LAYOUT, PARTS, T).encode())
    for p in PARTS.values():
        total.update(part_map(p, BOARD).encode())
    return total.hexdigest()
