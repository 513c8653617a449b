"""What cannot be cut as asked: tools, speeds, faces, clamps, tabs, travel."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

import shapely

from faults import Fault, only
from faults.joints import slotted
from faults.sketch import MATE, PLY, Sketch, box, sheet
from mobilier.cam.hand_holes import hand_hole_findings
from mobilier.cam.machine_notes import machine_notes
from mobilier.cam.part_labels import labels_of
from mobilier.cam.plan import plan_operations
from mobilier.cam.refusals import find_clamped, find_crossings, find_misplaced
from mobilier.cam.setup import Setup
from mobilier.cam.speeds import speeds_of
from mobilier.errors import Finding
from mobilier.export.drawing.style import CLAMP, DRILL, FAINT, INK, SOFT, WARN
from mobilier.geometry.contour import Contour
from mobilier.library import shipped
from mobilier.model.hand_holes import HandHole
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.profiles.reader import KINDS, read_profile
from mobilier.profiles.types import Controller, Habits, Machine, Material, Profile, Sheet, Tool

P = TypeVar("P", bound=Profile)
BED = Sheet(name="small", material="ply", length=400, width=240)


def profile(kind: type[P], name: str) -> P:
    """Return a shipped profile."""
    folder = next(k for k, t in KINDS.items() if t is kind)
    return read_profile(shipped() / "profiles" / folder / f"{name}.toml", kind)


def habits(label_height: float = 0.0) -> Habits:
    """Return a lab's habits, with letters of that height on every part (0: none)."""
    return Habits(margin=15, spacing=4, tab_width=8, tab_height=3, label_height=label_height)


def one(part: Part, **changes: object) -> Setup:
    """Return the job of a sheet with one part on it."""
    flipped = bool(changes.pop("flipped", False))
    at = Placement(part=part.id, copy=0, x=240 if flipped else 80, y=60, flipped=flipped)
    job = Setup(
        layout=Layout(name="S01", sheet=BED, placements=(at,)),
        parts={part.id: part},
        material=profile(Material, "birch-18").measured(18.0),
        machine=profile(Machine, "generic_grbl"),
        controller=profile(Controller, "grbl"),
        tools=(profile(Tool, "endmill_6"),),
        habits=habits(),
        cutter=profile(Tool, "endmill_6"),
    )
    return replace(job, **changes)  # type: ignore[arg-type]


def cutter(s: Sketch, x: float, tip: float, diameter: float, fill: str = FAINT, top: float = 70.0) -> None:
    """Draw a cutter from the side, its tip at a height."""
    s.area(box(x - diameter / 2, tip, x + diameter / 2, top), fill=fill)
    for k in range(1, 5):
        y = tip + k * (top - tip) / 5
        s.line([(x - diameter / 2, y - 3), (x + diameter / 2, y + 3)], SOFT, 0.18)


def section(s: Sketch, bed: bool = True) -> None:
    """Draw a board on its spoilboard, from the side."""
    if bed:
        s.area(box(0, -12, 120, 0), fill="#e3ddd0")
    s.area(box(0, 0, 120, 18))


def _no_tool_fits() -> Fault:
    part = slotted((40, 40, 120, 44), size=(160, 90))
    s = Sketch()
    s.area(part.region)
    s.area(Contour.circle(80, 42, 6), fill="none", stroke=WARN, width=0.6)
    s.word((80, 58), "Ø 6", WARN)
    s.measure((128, 40), (128, 44), "4")
    return Fault(finding=only("no-tool-fits", list(plan_operations(one(part)).findings)), sketch=s)


def _drilled_by_hand() -> Fault:
    spot = HandHole(part="C01", feature=0, mark="spot", size=2.5, depth=1.0)
    part = Part(
        id="C01",
        name="side",
        material="birch-18",
        thickness=18.0,
        outline=Contour.rectangle(0, 0, 160, 90),
        features=(Feature(kind="hole", why="screw", contours=(Contour.circle(80, 45, 4.5),)),),
        instances=(),
    )
    s = Sketch()
    s.area(part.region)
    s.fault(Contour.circle(80, 45, 12))
    s.cross((80, 45), 5)
    s.word((80, 62), "Ø 4.5", WARN)
    return Fault(finding=only("drilled-by-hand", hand_hole_findings(part, (spot,))), sketch=s)


def _no_cutting_data() -> Fault:
    tool = profile(Tool, "endmill_6")
    board = profile(Material, "birch-18").model_copy(update={"family": "bamboo"})
    found = only("no-cutting-data", speeds_of(tool, board, profile(Machine, "generic_grbl"))[1])
    s = Sketch()
    section(s, bed=False)
    cutter(s, 60, 22, 12)
    s.word((95, 45), "? mm/min", WARN)
    s.word((95, 36), "? rev/min", WARN)
    return Fault(finding=found, sketch=s)


def _turning(rule: str, low: float, feed: float, words: str) -> Fault:
    machine = profile(Machine, "generic_grbl")
    spindle = machine.spindle.model_copy(update={"low": low, "high": max(low, 24000)})
    slow = machine.model_copy(update={"spindle": spindle, "feed_max": (feed, 1500.0)})
    found = only(rule, speeds_of(profile(Tool, "endmill_6"), profile(Material, "birch-18"), slow)[1])
    s = Sketch()
    section(s, bed=False)
    s.area(box(54, 6, 120, 18), fill="#ffffff", stroke="none")
    cutter(s, 60, 6, 12, WARN if rule == "edge-rubs" else FAINT)
    s.arrow((72, 60), (48, 60))
    s.word((88, 60), words, WARN)
    return Fault(finding=found, sketch=s)


def _speed_outside_spindle() -> Fault:
    return _turning("speed-outside-spindle", 23000, 5000, "23 000")


def _edge_rubs() -> Fault:
    return _turning("edge-rubs", 18000, 1200, "0.033")


def _edge_too_fast() -> Fault:
    return _turning("edge-too-fast", 20000, 6000, "20 000")


def _pass_too_deep() -> Fault:
    tool = profile(Tool, "endmill_3")
    cut = tool.cutting["plywood"].model_copy(update={"step": 9.0})
    deep = tool.model_copy(update={"cutting": {"plywood": cut}})
    found = speeds_of(deep, profile(Material, "birch-18"), profile(Machine, "generic_grbl"))[1]
    s = Sketch()
    section(s, bed=False)
    s.area(box(58.5, 9, 61.5, 18), fill="#ffffff")
    cutter(s, 60, 9, 3)
    s.measure((72, 9), (72, 18), "9 = 3 × Ø")
    return Fault(finding=only("pass-too-deep", found), sketch=s)


def pocketed() -> Part:
    """Return a part with a pocket."""
    pocket = Feature(kind="pocket", why="shelf", contours=(box(30, 36, 130, 54),), depth=6.0)
    return Part(
        id="A1", name="side", material="ply", thickness=18, outline=box(0, 0, 160, 90), features=(pocket,)
    )


def _wrong_face_up() -> Fault:
    part = pocketed()
    s = Sketch()
    section(s, bed=False)
    s.area(box(40, 0, 80, 6), fill="#ffffff", stroke=WARN, width=0.5)
    s.area(box(0, -12, 120, 0), fill="#e3ddd0")
    s.arrow((60, 46), (60, 22), INK)
    return Fault(finding=only("wrong-face-up", find_misplaced(one(part, flipped=True))), sketch=s)


def _wrong_board() -> Fault:
    part = replace(pocketed(), thickness=15.0)
    s = Sketch()
    s.area(box(0, 0, 120, 18))
    s.area(box(0, 26, 120, 41), fill=MATE)
    s.measure((126, 0), (126, 18), "18")
    s.measure((126, 26), (126, 41), "15")
    s.points.append((140, 0))
    return Fault(finding=only("wrong-board", find_misplaced(one(part))), sketch=s)


def _spoilboard_too_thin() -> Fault:
    machine = profile(Machine, "generic_grbl").model_copy(update={"through": 2.0, "spoilboard": 1.0})
    s = Sketch()
    s.area(box(0, -12, 120, -4), fill="#c9cdd2")
    s.area(box(0, -4, 120, 0), fill="#e3ddd0")
    s.area(box(0, 0, 120, 18))
    cutter(s, 60, -8, 12)
    s.fault(box(54, -8, 66, -4))
    return Fault(
        finding=only("spoilboard-too-thin", find_misplaced(one(pocketed(), machine=machine))), sketch=s
    )


def _may_not_cut_through() -> Fault:
    board = profile(Material, "birch-18").model_copy(update={"thickness": 17.6, "thickness_max": 18.6})
    s = Sketch()
    s.area(box(0, -12, 120, -3), fill="#e3ddd0")
    s.area(shapely.Polygon([(0, 0), (60, -3), (120, 0), (120, 18), (0, 18)]))
    s.area(box(54, -1.5, 66, 18), fill="#ffffff", stroke="none")
    cutter(s, 60, -1.5, 12)
    s.fault(box(54, -3, 66, -1.5))
    return Fault(
        finding=only("may-not-cut-through", find_misplaced(one(pocketed(), material=board))), sketch=s
    )


def _cut_in_clamp() -> Fault:
    clamp = (225.0, 95.0, 300.0, 125.0)
    found = only("cut-in-clamp", list(plan_operations(one(pocketed(), clamps=(clamp,))).findings))
    s = Sketch()
    sheet(s, 400, 240)
    s.area(box(80, 60, 240, 150))
    s.area(box(74, 54, 246, 156), fill="none", stroke=DRILL, width=0.35, dash="1.5 1")
    s.area(box(*clamp), fill=CLAMP, stroke=CLAMP)
    return Fault(finding=found, sketch=s)


def _zero_under_clamp() -> Fault:
    clamp = (0.0, 0.0, 60.0, 60.0)
    setup = one(pocketed(), clamps=(clamp,))
    found = only("zero-under-clamp", find_clamped(setup, ()))
    s = Sketch()
    sheet(s, 400, 240)
    s.area(box(80, 60, 240, 150))
    s.area(box(*clamp), fill=CLAMP, stroke=CLAMP)
    s.cross((0, 0), 8)
    return Fault(finding=found, sketch=s)


def _contour_crosses_itself() -> Fault:
    bow = Contour(((0, 0, 0), (160, 90, 0), (160, 0, 0), (0, 90, 0)))
    found = only("contour-crosses-itself", find_crossings(one(replace(pocketed(), outline=bow, features=()))))
    s = Sketch()
    s.area(bow)
    s.cross((80, 45), 8)
    return Fault(finding=found, sketch=s)


def _label_not_drawn() -> Fault:
    part = replace(pocketed(), id="侧1")
    lettered = habits(12)
    job = one(part, habits=lettered, tools=(profile(Tool, "engraver_60"), profile(Tool, "endmill_6")))
    s = Sketch()
    s.area(box(0, 0, 160, 90))
    s.word((80, 45), "? 1", WARN, 7)
    return Fault(finding=only("label-not-drawn", labels_of(job)[1]), sketch=s)


def _no_room_for_label() -> Fault:
    slots = tuple((8.0 + 12 * k, 8.0, 16.0 + 12 * k, 82.0) for k in range(3))
    part = slotted(*slots, size=(48, 90))
    lettered = habits(12)
    job = one(part, habits=lettered, tools=(profile(Tool, "engraver_60"), profile(Tool, "endmill_6")))
    s = Sketch()
    s.area(part.region)
    s.word((24, 45), "A1", WARN, 6)
    return Fault(finding=only("no-room-for-label", labels_of(job)[1]), sketch=s)


def _one_tab_only() -> Fault:
    s = Sketch()
    sheet(s, 200, 110)
    s.area(box(14, 12, 186, 98), fill="#ffffff")
    s.area(box(20, 18, 180, 92))
    s.area(box(90, 90, 104, 100), fill=WARN, stroke=WARN)
    return Fault(finding=Finding.of("one-tab-only", "S01: A1 copy 0, outside 'outline'", skin=0.5), sketch=s)


def _no_room_for_tabs() -> Fault:
    s = Sketch()
    s.area(box(0, -12, 120, 0), fill="#e3ddd0")
    s.area(box(0, 0, 48, 18))
    s.area(box(60, 0, 120, 18))
    s.fault(box(48, 0, 60, 1.2))
    cutter(s, 54, 1.2, 12)
    found = Finding.of("no-room-for-tabs", "S01: A1 copy 0, outside 'outline'", skin=0.5)
    return Fault(finding=found, sketch=s)


def _beyond_travel() -> Fault:
    s = Sketch()
    s.ghost(box(0, 0, 960, 600))
    s.area(box(40, 40, 1010, 560), fill=PLY)
    s.fault(box(960, 40, 1010, 560))
    s.measure((0, 640), (960, 640), "960")
    found = Finding.of("beyond-travel", "S01 on router", axis="x", span=1010.0, travel=960.0, over=50.0)
    return Fault(finding=found, sketch=s)


def _panel(words: str) -> Sketch:
    """A control box with a word on its screen."""
    s = Sketch()
    s.area(box(0, 0, 160, 90), fill="#e3ddd0")
    s.area(box(14, 30, 146, 78), fill=PLY)
    s.word((80, 52), words, fill=WARN)
    return s


def _machine_note(rule: str, name: str, words: str) -> Fault:
    machine = profile(Machine, "generic_grbl").model_copy(update={"controller": name})
    found = [f for f in machine_notes(machine, profile(Controller, name)) if f.rule == rule]
    return Fault(finding=found[0], sketch=_panel(words))


def _controller_settings() -> Fault:
    return _machine_note("controller-settings", "winpc_nc", "mm/s ?  mm/min !")


def _no_spin_up_wait() -> Fault:
    return _machine_note("no-spin-up-wait", "generic_iso", "M3 S18000   0 s")


SCENES = {
    "no-tool-fits": _no_tool_fits,
    "drilled-by-hand": _drilled_by_hand,
    "no-cutting-data": _no_cutting_data,
    "speed-outside-spindle": _speed_outside_spindle,
    "edge-rubs": _edge_rubs,
    "edge-too-fast": _edge_too_fast,
    "pass-too-deep": _pass_too_deep,
    "wrong-face-up": _wrong_face_up,
    "wrong-board": _wrong_board,
    "spoilboard-too-thin": _spoilboard_too_thin,
    "may-not-cut-through": _may_not_cut_through,
    "cut-in-clamp": _cut_in_clamp,
    "zero-under-clamp": _zero_under_clamp,
    "contour-crosses-itself": _contour_crosses_itself,
    "label-not-drawn": _label_not_drawn,
    "no-room-for-label": _no_room_for_label,
    "one-tab-only": _one_tab_only,
    "no-room-for-tabs": _no_room_for_tabs,
    "beyond-travel": _beyond_travel,
    "controller-settings": _controller_settings,
    "no-spin-up-wait": _no_spin_up_wait,
}
