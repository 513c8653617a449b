"""Standing, using and moving the piece."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely.affinity import rotate

from faults import Fault, only
from faults.joints import Y, Z, front, ply
from faults.sketch import MATE, PLY, Sketch, boards, box, floor, seen
from mobilier.check import bending, body, ergonomics, hardware, wind
from mobilier.check.fit import solids_of
from mobilier.export.drawing.style import FAINT, SOFT, WARN
from mobilier.geometry.contour import Contour
from mobilier.model.lettering import filled, fitted
from mobilier.model.piece import Piece, Requirement, Step
from mobilier.model.plate import Pocket, plate


def cabinet(width: float, height: float, depth: float = 500.0, foot: float = 100.0) -> Piece:
    """Return two sides and a top, standing on castors ``foot`` high."""
    b = ply()
    return Piece(
        plates=[
            plate("side/left", b, x=0.0, y=(0, depth), z=(foot, foot + height)),
            plate("side/right", b, x=width - 18, y=(0, depth), z=(foot, foot + height)),
            plate("bottom", b, x=(18, width - 18), y=(0, depth), z=foot),
            plate("top", b, x=(18, width - 18), y=(0, depth), z=foot + height - 18),
        ],
        joints=[],
        name="cabinet",
    )


def _asked(kind: str, **values: float) -> Requirement:
    return Requirement(kind=kind, values=values, pose="closed")  # type: ignore[arg-type]


def _wheels(s: Sketch, *at: float, radius: float = 45.0, fill: str = FAINT) -> None:
    for x in at:
        s.area(Contour.circle(x, radius, 2 * radius), fill=fill)


def _tilt() -> Fault:
    piece = cabinet(420, 1500)
    found = only("tilt", body.tilt(piece, _asked("tilt", base_width=220.0)))
    angle = float(dict(found.values)["angle"])
    s = Sketch()
    foot = (320.0, 0.0)
    wheels = [shapely.Point(x, 45).buffer(45) for x in (100.0, 320.0)]
    for k, shape in enumerate([*wheels, *front(piece)]):
        s.area(rotate(shape, -angle, origin=foot), fill=FAINT if k < 2 else PLY)
    _, centre = body.mass_and_centre(piece)
    at = rotate(shapely.Point(centre[0], centre[2]), -angle, origin=foot)
    s.area(at.buffer(28), fill=WARN, stroke=WARN)
    s.line([(at.x, at.y), (at.x, 0.0)], WARN, 0.3, "1.2 0.8")
    floor(s, -200, 1100)
    s.word((800, 1000), f"{angle:.1f}°", WARN, 4)
    return Fault(finding=found, sketch=s)


def _castor_load() -> Fault:
    piece = cabinet(1200, 600)
    found = only("castor-load", body.castors(piece, _asked("castors", load=40.0, payload=180.0)))
    s = Sketch()
    boards(s, front(piece), (PLY,))
    s.area(box(300, 118, 900, 480), fill=MATE)
    s.word((600, 300), "180 kg")
    _wheels(s, 150, fill=FAINT)
    _wheels(s, 1050, fill=WARN)
    s.arrow((1050, 700 + 160), (1050, 720))
    s.arrow((150, 700 + 160), (150, 720))
    floor(s, -60, 1260)
    return Fault(finding=found, sketch=s)


def _ballast() -> Fault:
    b = ply()
    panel = plate("panel", b, x=(0, 900), y=200.0, z=(18, 2000))
    foot = plate("foot", b, x=(0, 900), y=(0, 418), z=0.0)
    piece = Piece(plates=[panel, foot], joints=[], name="sign")
    asked = _asked("ballast", speed=12.0, y0=0.0, y1=418.0, ballast_y=80.0, room=20.0)
    found = only("ballast", wind.ballast(piece, asked))
    s = Sketch()
    boards(s, [seen(x, Y, Z) for x in solids_of(piece)], (PLY,))
    s.area(box(20, 18, 140, 110), fill=MATE)
    for z in (500, 1000, 1500, 1900):
        s.arrow((-500, z), (190, z))
    s.line([(418, 0), (418, 140)], WARN, 0.4)
    floor(s, -560, 900)
    return Fault(finding=found, sketch=s)


def _leaf_load() -> Fault:
    b = ply()
    piece = Piece(
        plates=[*cabinet(500, 700).plates, plate("leaf", b, x=(500, 900), y=(0, 500), z=782)],
        joints=[],
        name="bench",
    )
    asked = _asked("leaf-load", lever=450.0, half_track=180.0, load=40.0)
    found = only("leaf-load", ergonomics.leaf_load(piece, asked))
    s = Sketch()
    boards(s, front(piece), (PLY,))
    _wheels(s, 70, 430)
    s.arrow((850, 1080), (850, 805))
    s.word((850, 1130), "750 N", WARN)
    floor(s, -60, 960)
    return Fault(finding=found, sketch=s)


def _desk(height: float, stop: float = 0.0) -> Piece:
    b = ply()
    plates = [
        plate("top", b, x=(0, 900), y=(0, 600), z=height),
        plate("leg/left", b, x=0.0, y=(0, 600), z=(0, height)),
        plate("leg/right", b, x=882.0, y=(0, 600), z=(0, height)),
    ]
    if stop:
        plates.append(plate("shelf", b, x=(18, 882), y=(300, 600), z=stop))
    return Piece(plates=plates, joints=[], name="desk")


def _void() -> Fault:
    piece = _desk(762, stop=500)
    room = {"x0": 60.0, "x1": 840.0, "y0": 0.0, "y1": 500.0, "height": 740.0, "top": 780.0}
    found = only("void", ergonomics.void(piece, _asked("void", **room)))
    s = Sketch()
    void = box(0, 0, 500, 740)
    for solid in solids_of(piece):
        if not solid.plate.startswith("leg"):
            s.area(seen(solid, Y, Z))
    s.ghost(void)
    shelf = next(x for x in solids_of(piece) if x.plate == "shelf")
    s.fault(seen(shelf, Y, Z).intersection(shapely.box(0, 0, 500, 740)))
    s.area(Contour.circle(-60, 300, 600), fill="none", stroke=SOFT)
    s.line([(-120, 480), (60, 480), (240, 480), (250, 120), (330, 110)], SOFT, 0.5)
    floor(s, -380, 640)
    return Fault(finding=found, sketch=s)


def _work_height() -> Fault:
    piece = _desk(682)
    found = only(
        "work-height", ergonomics.work_height(piece, _asked("work-height", top=700, low=850, high=950))
    )
    s = Sketch()
    boards(s, front(piece), (PLY,))
    s.area(box(0, 850, 900, 950), fill="none", stroke=SOFT, width=0.18, dash="1.2 0.8")
    s.word((450, 900), "850 … 950", SOFT)
    s.measure((960, 0), (960, 700), "700")
    floor(s, -60, 1200)
    return Fault(finding=found, sketch=s)


def _passage() -> Fault:
    b = ply()
    piece = Piece(
        plates=[
            plate("post/left", b, x=0.0, y=(0, 200), z=(0, 2300)),
            plate("post/right", b, x=738.0, y=(0, 200), z=(0, 2300)),
            plate("lintel", b, x=(0, 756), y=(0, 200), z=2300),
        ],
        joints=[],
        name="gate",
    )
    found = only("passage", ergonomics.passage(piece, _asked("passage", clear=720.0, height=2300.0)))
    s = Sketch()
    boards(s, front(piece), (PLY,))
    s.measure((18, 1000), (738, 1000), "720")
    floor(s, -500, 1260)
    return Fault(finding=found, sketch=s)


def _door(s: Sketch, clear: float, height: float = 2040.0) -> None:
    wall = shapely.box(-500, 0, clear + 500, height + 300).difference(shapely.box(0, 0, clear, height))
    s.area(wall, fill="#e9ebed", stroke=SOFT, width=0.25)


def _transit_width() -> Fault:
    piece = cabinet(900, 900, depth=1000)
    found = only("transit-width", body.transit_width(piece, _asked("transit-width")))
    s = Sketch()
    _door(s, 830)
    for shape in front(piece):
        s.area(shapely.affinity.translate(shape, -35, 0))
    s.fault(box(-35, 100, 0, 1000))
    s.fault(box(830, 100, 865, 1000))
    _wheels(s, 80, 750)
    s.measure((0, 1300), (830, 1300), "830")
    return Fault(finding=found, sketch=s)


def _transit_height() -> Fault:
    piece = cabinet(600, 2010)
    found = only("transit-height", body.transit_height(piece, _asked("transit-height")))
    s = Sketch()
    _door(s, 830)
    for shape in front(piece):
        s.area(shapely.affinity.translate(shape, 115, 0))
    s.fault(box(115, 2040, 715, 2110))
    _wheels(s, 200, 630)
    return Fault(finding=found, sketch=s)


def _ground_clearance() -> Fault:
    piece = cabinet(600, 800, foot=45)
    found = only("ground-clearance", hardware.ground_clearance(piece, _asked("ground-clearance")))
    s = Sketch()
    for shape in front(piece):
        s.area(shape)
    _wheels(s, 80, 520, radius=22.0)
    s.fault(box(18, 0, 582, 45))
    floor(s, -60, 660)
    s.measure((660, 0), (660, 60), "60")
    return Fault(finding=found, sketch=s)


def _deflection() -> Fault:
    piece = cabinet(1100, 700)
    asked = _asked("deflection", span=1065.0, width=320.0, thickness=17.6)
    found = only("deflection", bending.deflection(piece, asked))
    given = float(dict(found.values)["sag"]) * 3
    s = Sketch()
    down = [(x, 800 - 4 * given * x / 1065 * (1 - x / 1065)) for x in range(0, 1066, 71)]
    s.area(shapely.Polygon([*down, *((x, y + 18) for x, y in reversed(down))]))
    for x in (0, 1047):
        s.area(box(x, 700, x + 18, 800 - 18))
    s.line([(0, 800), (1065, 800)], FAINT, 0.3, "1.2 0.8")
    s.fault(box(520, 800 - given, 545, 800))
    s.measure((0, 860), (1065, 860), "1065")
    return Fault(finding=found, sketch=s)


def _sign() -> Fault:
    b = ply()
    lines = [tuple((x + 300.0, y + 100.0) for x, y in s) for s in fitted("ICI", 460.0, 130.0)]
    letters = [Pocket(contour=c, depth=3.0, why="sign", islands=i) for c, i in filled(lines, 6.0)]
    board = replace(plate("sign", b, x=(0, 600), y=0.0, z=(0, 200)), pockets=tuple(letters))
    piece = Piece(plates=[board], joints=[], name="sign")
    asked = _asked("sign", stroke=6.0, height=130.0)
    s = Sketch()
    s.area(box(0, 0, 600, 200))
    for letter in letters:
        s.fault(letter.contour.polygon(0.05))
    return Fault(finding=only("sign", ergonomics.sign(piece, asked)), sketch=s)


def _leaflets() -> Fault:
    b = ply()
    piece = Piece(
        plates=[plate(f"shelf/{k}", b, x=(0, 500), y=(-75, 75), z=z) for k, z in enumerate((0.0, 150.0))],
        joints=[],
        name="rack",
    )
    room = {"x0": 0.0, "x1": 500.0, "y0": -57.0, "y1": 57.0, "low": 18.0, "lip": 80.0, "clear": 230.0}
    found = only("leaflets", ergonomics.leaflets(piece, _asked("leaflets", **room)))
    s = Sketch()
    for solid in solids_of(piece):
        s.area(seen(solid, Y, Z))
    s.ghost(box(-5, 18, 8, 228))
    s.fault(box(-5, 150, 8, 168))
    return Fault(finding=found, sketch=s)


def _lift() -> Fault:
    piece = cabinet(1500, 1600, depth=700)
    step = Step(key="castors", plates=tuple(p.name for p in piece.plates), people=1, lifts=True)
    found = only("lift", body.lift_findings(replace(piece, steps=[step])))
    s = Sketch()
    for shape in front(piece):
        s.area(rotate(shape, 35, origin=(1500.0, 100.0)))
    s.fault(shapely.Point(900, 1150).buffer(60))
    floor(s, 0, 1700)
    s.word((450, 300), f"{float(dict(found.values)['each']):.0f} kg", WARN, 5)
    return Fault(finding=found, sketch=s)


SCENES = {
    "tilt": _tilt,
    "castor-load": _castor_load,
    "ballast": _ballast,
    "leaf-load": _leaf_load,
    "void": _void,
    "work-height": _work_height,
    "passage": _passage,
    "transit-width": _transit_width,
    "transit-height": _transit_height,
    "ground-clearance": _ground_clearance,
    "deflection": _deflection,
    "lift": _lift,
    "sign": _sign,
    "leaflets": _leaflets,
}
