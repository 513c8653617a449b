"""Joints, webs and assembly: tiny pieces that the checks refuse."""

from __future__ import annotations

from dataclasses import replace

import shapely
from shapely.geometry.base import BaseGeometry

from faults import Fault, only
from faults.sketch import MATE, PLY, Sketch, boards, box, floor, seen
from mobilier.check.access import access_findings
from mobilier.check.assembly import insertions, motion_findings
from mobilier.check.faces import face_findings
from mobilier.check.fit import clashes, closures, floors, loose_overlaps, solids_of
from mobilier.check.hardware import hardware_findings, nowhere_findings
from mobilier.check.held import held_findings
from mobilier.check.shear import shear_findings
from mobilier.check.solids import Solid
from mobilier.check.tooling import Tooling
from mobilier.check.webs import web_findings, width_findings
from mobilier.errors import Finding
from mobilier.export.drawing.style import WARN
from mobilier.geometry.contour import Contour
from mobilier.model.assemblies.fixings import butt_hinge, edge_screw
from mobilier.model.hardware import Bolt, Hardware
from mobilier.model.joint import bolted, fingers, hinged, housed, screwed, tabs
from mobilier.model.part import Feature, Part
from mobilier.model.piece import Motion, Piece, Pose, Step
from mobilier.model.plate import Plate, plate
from mobilier.profiles.shop import sold
from mobilier.profiles.types import Material

X, Y, Z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)


def ply(thickness: float = 18.0) -> Material:
    """Return a board measured once."""
    return Material(
        name="ply", family="plywood", nominal=round(thickness), thickness=thickness, thickness_min=thickness,
        thickness_max=thickness, density=480, clearance=0.2, clearance_along=0.5, sheets=((2500, 1220),),
        source="example",
    )  # fmt: skip


def whole(p: Plate) -> Solid:
    """Return a plate before its joints as a solid."""
    part = Part(id="P", name=p.name, material="ply", thickness=p.thickness, outline=p.outline)
    return Solid(
        plate=p.name, part=part, frame=p.frame, shape=part.region.polygon(), depth=(0.0, p.thickness)
    )


def front(piece: Piece, pose: str = "") -> list[BaseGeometry]:
    """Return what every part covers seen from the front."""
    return [seen(s, X, Z) for s in solids_of(piece, pose)]


def _crossing() -> tuple[Plate, Plate]:
    b = ply()
    return plate("shelf", b, x=(0, 160), y=(0, 80), z=60), plate("divider", b, x=80, y=(0, 80), z=(0, 120))


def _loose_overlap() -> Fault:
    a, b = _crossing()
    found = only("loose-overlap", loose_overlaps(Piece(plates=[a, b], joints=[])))
    s, shapes = Sketch(), [seen(whole(p), X, Z) for p in (a, b)]
    boards(s, shapes)
    s.fault(shapes[0].intersection(shapes[1]))
    return Fault(finding=found, sketch=s)


def _double_joint() -> Fault:
    b = ply()
    end = plate("end", b, x=(0, 160), y=0.0, z=(0, 100))
    side = plate("side", b, x=0.0, y=(0, 80), z=(0, 100))
    joints = [fingers(end, side), tabs(side, into=end)]
    found = only("double-joint", loose_overlaps(Piece(plates=[end, side], joints=joints)))
    s, shapes = Sketch(), [seen(whole(p), X, Y) for p in (end, side)]
    boards(s, shapes)
    s.area(shapes[0].intersection(shapes[1]), fill="none", stroke=WARN, width=0.7)
    s.word((9, -22), "fingers", WARN)
    s.word((60, 40), "tabs", WARN)
    s.arrow((9, -16), (9, -2))
    s.arrow((44, 30), (20, 14))
    return Fault(finding=found, sketch=s)


def _clash() -> Fault:
    b = ply()
    plates = [plate("shelf", b, x=(0, 140), y=(0, 80), z=60), plate("top", b, x=(60, 200), y=(0, 80), z=69)]
    piece = Piece(plates=plates, joints=[])
    s, shapes = Sketch(), front(piece)
    boards(s, shapes)
    s.fault(shapes[0].intersection(shapes[1]))
    return Fault(finding=only("clash", clashes(piece, "closed")), sketch=s)


def _joint_stays_open() -> Fault:
    b = ply()
    wall = plate("wall", b, x=0.0, y=(0, 90), z=(0, 60))
    rail = plate("rail", b, x=(0, 120), y=(10, 80), z=21)
    piece = Piece(plates=[wall, rail], joints=[tabs(rail, into=wall, count=1, width=44)])
    tooling = Tooling(diameter=8.0, relief=0.5)  # reliefs left far too small
    found = only("joint-stays-open", closures(piece, tooling))
    cut = {s.plate: s for s in solids_of(piece, tooling=tooling)}
    holed, tab = cut["wall"].seen(Y, Z), cut["rail"]
    middle = 9.0
    strip = tab.seen(X, Y).intersection(shapely.box(middle - 0.1, -100, middle + 0.1, 200))
    _, y0, _, y1 = strip.bounds
    end = shapely.box(y0, 21, y1, 39)
    s = Sketch()
    s.area(holed.intersection(shapely.box(8, 5, 82, 55)))
    s.area(end, fill=MATE)
    s.fault(end.intersection(holed))
    return Fault(finding=found, sketch=s)


def _joint_bears_nowhere() -> Fault:
    s = Sketch()
    s.area(shapely.box(0, 0, 18, 100).difference(shapely.box(0, 40, 18, 58.2)))
    s.area(box(24, 40.1, 110, 58), fill=MATE)
    s.measure((18, 66), (24, 66), "6")
    return Fault(finding=Finding.of("joint-bears-nowhere", "tabs rail/wall"), sketch=s)


def _thin_floor() -> Fault:
    b = ply()
    wall = plate("upright", b, x=0.0, y=(0, 80), z=(0, 80))
    shelf = plate("shelf", b, x=(3, 100), y=(0, 80), z=31)
    piece = Piece(plates=[wall, shelf], joints=[housed(shelf, into=wall)])
    found = only("thin-floor", floors(piece))
    left = dict(found.values)["floor"]
    s = Sketch()
    s.area(shapely.box(0, 0, 18, 80).difference(shapely.box(float(left), 30.9, 18, 49.1)))
    s.area(box(float(left), 31, 100, 49), fill=MATE)
    s.fault(box(0, 31, float(left), 49))
    s.measure((0, 56), (float(left), 56), f"{left:g}")
    return Fault(finding=found, sketch=s)


def slotted(*slots: tuple[float, float, float, float], size: tuple[float, float] = (160, 90)) -> Part:
    """Return a part with rectangular openings."""
    features = tuple(
        Feature(kind="cutout", why=name, contours=(box(*at).reversed(),))
        for name, at in zip(("shelf", "divider", "rail"), slots, strict=False)
    )
    return Part(
        id="A1", name="side", material="ply", thickness=18, outline=box(0, 0, *size), features=features
    )


def _thin_web() -> Fault:
    part = slotted((30, 36, 71, 54), (79, 36, 130, 54))
    s = Sketch()
    s.area(part.region)
    s.fault(box(71, 36, 79, 54))
    s.measure((71, 60), (79, 60), "8")
    return Fault(finding=only("thin-web", web_findings(part, cutter=6)), sketch=s)


def _near_edge() -> Fault:
    part = slotted((40, 11, 120, 29))
    s = Sketch()
    s.area(part.region)
    s.fault(box(40, 0, 120, 11))
    s.measure((128, 0), (128, 11), "11")
    return Fault(finding=only("near-edge", web_findings(part, cutter=6)), sketch=s)


def _opening_too_narrow() -> Fault:
    part = slotted((20, 20, 60, 25.8), size=(80, 46))
    s = Sketch()
    s.area(part.region)
    s.area(Contour.circle(40, 22.9, 8), fill="none", stroke=WARN, width=0.6)
    s.measure((66, 20), (66, 25.8), "5.8")
    s.word((40, 34), "Ø 8", WARN)
    return Fault(finding=only("opening-too-narrow", width_findings(part, cutter=8)), sketch=s)


def crate() -> Piece:
    """Return four fingered sides and a bottom on tabs."""
    b, w, d, h = ply(), 200.0, 120.0, 110.0
    ends = [plate(f"end/{n}", b, x=(0, w), y=y, z=(0, h)) for n, y in (("front", 0.0), ("back", d - 18))]
    sides = [plate(f"side/{n}", b, x=x, y=(0, d), z=(0, h)) for n, x in (("left", 0.0), ("right", w - 18))]
    bottom = plate("bottom", b, x=(0, w), y=(18, d - 18), z=30)
    joints = [fingers(e, s) for e in ends for s in sides] + [tabs(bottom, into=s) for s in sides]
    return Piece(plates=[*ends, *sides, bottom], joints=joints)


def _not_assembled() -> Fault:
    base = crate()
    names = tuple(p.name for p in base.plates[:4])
    piece = Piece(plates=base.plates, joints=base.joints, steps=[Step(key="sides", plates=names)])
    s = Sketch()
    for solid in solids_of(piece):
        if solid.plate.startswith("side"):
            s.area(seen(solid, X, Z))
    bottom = next(x for x in solids_of(piece) if x.plate == "bottom")
    s.area(shapely.affinity.translate(seen(bottom, X, Z), 0, -60), fill=MATE, stroke=WARN, width=0.6)
    s.word((100, -21 - 18), "?", WARN, 5)
    return Fault(finding=only("not-assembled", insertions(piece)[1]), sketch=s)


def _blocked_step() -> Fault:
    base = crate()
    names = [p.name for p in base.plates]
    steps = [Step(key="sides", plates=tuple(names[:4])), Step(key="bottom", plates=(names[4],))]
    piece = Piece(plates=base.plates, joints=base.joints, steps=steps)
    found = only("blocked-step", insertions(piece)[1])
    solids = {x.plate: x for x in solids_of(piece)}
    s = Sketch()
    walls = [seen(solids[n], X, Z) for n in ("side/left", "side/right")]
    boards(s, walls, (PLY,))
    above = shapely.affinity.translate(seen(solids["bottom"], X, Z), 0, 110)
    s.area(above, fill=MATE)
    s.fault(
        above.intersection(shapely.union_all([shapely.box(0, 0, 18, 200), shapely.box(182, 0, 200, 200)]))
    )
    s.arrow((100, 136), (100, 66))
    return Fault(finding=found, sketch=s)


def _blocked_motion() -> Fault:
    b = ply()
    post = plate("post", b, x=0.0, y=(0, 80), z=(0, 120))
    leaf = plate("leaf", b, x=(24, 130), y=(0, 80), z=110)
    stop = plate("stop", b, x=(60, 100), y=(0, 80), z=40)
    turn = Motion(plates=("leaf",), at=(24.0, 0.0, 110.0), along=Y, degrees=90.0)
    poses = [Pose(name="up"), Pose(name="down", motions=(turn,))]
    piece = Piece(plates=[post, leaf, stop], joints=[], poses=poses)
    found = only("blocked-motion", motion_findings(piece))
    at = float(dict(found.values)["way"]) / 90
    solids = {x.plate: x for x in solids_of(piece, "up")}
    s = Sketch()
    shapes = {n: seen(x, X, Z) for n, x in solids.items()}
    boards(s, (shapes["post"], shapes["stop"]), (PLY,))
    moved = [
        seen(replace(solids["leaf"], frame=turn.moved(solids["leaf"].frame, k)), X, Z) for k in (at / 2,)
    ]
    hit = seen(replace(solids["leaf"], frame=turn.moved(solids["leaf"].frame, min(1.0, at * 1.06))), X, Z)
    s.area(shapes["leaf"], fill=MATE)
    for ghost in moved:
        s.ghost(ghost)
    s.area(hit, fill=MATE)
    s.fault(hit.intersection(shapes["stop"]))
    floor(s, -10, 140)
    return Fault(finding=found, sketch=s)


def _hardware_clash() -> Fault:
    b = ply()
    by = butt_hinge(60.0)
    top = plate("top", b, x=(0, 120), y=(0, 80), z=100)
    leaf = plate("leaf", b, x=-18.0, y=(0, 80), z=(0, 100))
    joint = hinged(leaf, top, at=(0.0, 0.0, 100.0), along=Y, by=by)
    piece = Piece(plates=[top, leaf], joints=[joint])
    found = only("hardware-clash", hardware_findings(piece))
    s = Sketch()
    boards(s, front(piece), (PLY, MATE))
    pin = shapely.Point(0, 100).buffer((by.article.size.diameter or 0.0) / 2)
    s.area(pin, fill="none")
    for wood in front(piece):
        s.fault(pin.intersection(wood))
    return Fault(finding=found, sketch=s)


def _hardware_nowhere() -> Fault:
    b = ply()
    door = plate("door", b, x=(0, 90), y=0.0, z=(0, 120))
    lock = Hardware(key="hasp", quantity=1, article=sold("hasp"))
    found = only("hardware-nowhere", nowhere_findings(Piece(plates=[door], joints=[], extras=[lock])))
    s = Sketch()
    s.area(box(0, 0, 90, 120), fill=PLY)
    s.fault(box(100, 50, 150, 68))
    return Fault(finding=found, sketch=s)


def _driver_access() -> Fault:
    b = ply()
    spine = plate("spine", b, x=200.0, y=(0, 300), z=(0, 200))
    shelves = [plate(f"shelf/{k}", b, x=x, y=(0, 300), z=100.0) for k, x in enumerate(((0, 200), (218, 418)))]
    joints = [screwed(spine, shelf, by=edge_screw(), count=2) for shelf in shelves]
    steps = [Step(key="case", plates=(spine.name, *(p.name for p in shelves)), hardware=("screw-edge",))]
    piece = Piece(plates=[spine, *shelves], joints=joints, steps=steps)
    found = only("driver-access", access_findings(piece))
    s = Sketch()
    boards(s, front(piece), (PLY, MATE, MATE))
    s.area(box(218, 106, 270, 112), fill="none")
    s.fault(box(20, 106, 198, 112))
    return Fault(finding=found, sketch=s)


def _held() -> Fault:
    b = ply()
    post = plate("post", b, x=0.0, y=(0, 80), z=(0, 160))
    wing = plate("wing", b, x=(26, 160), y=(0.0), z=(10, 150))
    joint = hinged(wing, post, at=(22.0, 22.0, 0.0), along=Z, by=butt_hinge(60.0))
    turn = Motion(plates=("wing",), at=(22.0, 22.0, 0.0), along=Z, degrees=-40)
    piece = Piece(
        plates=[post, wing], joints=[joint], poses=[Pose(name="closed"), Pose(name="open", motions=(turn,))]
    )
    found = only("held", held_findings(piece))
    s = Sketch()
    solids = {x.plate: x for x in solids_of(piece)}
    s.area(seen(solids["post"], X, Y), fill=PLY)
    s.area(seen(solids["wing"], X, Y), fill=MATE)
    for share in (0.5, 1.0):
        s.ghost(seen(replace(solids["wing"], frame=turn.moved(solids["wing"].frame, share)), X, Y))
    s.arrow((150, 10), (118, -75))
    return Fault(finding=found, sketch=s)


def _visible_face() -> Fault:
    b = ply()
    sides = [plate(f"side/{k}", b, x=x, y=(0, 160), z=(0, 160)) for k, x in (("left", 0.0), ("right", 142.0))]
    top = plate("top", b, x=(0, 160), y=(0, 160), z=120.0)
    piece = Piece(plates=[*sides, top], joints=[tabs(top, into=side) for side in sides], name="stool")
    found = only("visible-face", face_findings(piece))
    s = Sketch()
    boards(s, front(piece), (PLY, PLY, MATE))
    s.fault(box(-3, 0, 0, 160))
    s.arrow((-60, 80), (-8, 80))
    return Fault(finding=found, sketch=s)


def _shear() -> Fault:
    b = ply()
    bolt = Bolt(key="bolt", article=sold("bolt-m8-captive", near={"length": 60.0}), nut=(13.0, 6.5))
    post = plate("post", b, x=0.0, y=(0, 160), z=(0, 160))
    shelf = plate("shelf", b, x=(18, 150), y=(0, 160), z=90)
    piece = Piece(plates=[post, shelf], joints=[bolted(post, shelf, by=bolt, count=2)])
    found = only("shear", shear_findings(piece))
    s = Sketch()
    wood = front(piece)
    boards(s, wood, (PLY, MATE))
    s.ghost(shapely.affinity.translate(wood[1], 0, -22))
    s.fault(box(18, 68, 22, 108))
    return Fault(finding=found, sketch=s)


SCENES = {
    "loose-overlap": _loose_overlap,
    "double-joint": _double_joint,
    "clash": _clash,
    "joint-stays-open": _joint_stays_open,
    "joint-bears-nowhere": _joint_bears_nowhere,
    "thin-floor": _thin_floor,
    "thin-web": _thin_web,
    "near-edge": _near_edge,
    "opening-too-narrow": _opening_too_narrow,
    "not-assembled": _not_assembled,
    "blocked-step": _blocked_step,
    "blocked-motion": _blocked_motion,
    "hardware-clash": _hardware_clash,
    "hardware-nowhere": _hardware_nowhere,
    "driver-access": _driver_access,
    "held": _held,
    "visible-face": _visible_face,
    "shear": _shear,
}
