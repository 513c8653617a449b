"""What is found in drawings of others."""

from __future__ import annotations

import math

from faults import Fault
from faults.sketch import MATE, Sketch, box, sheet
from mobilier.errors import Finding
from mobilier.export.drawing.style import SOFT, WARN
from mobilier.geometry.contour import Contour


def strokes(*lines: tuple[tuple[float, float], ...]) -> Sketch:
    """Return lines of a plan."""
    s = Sketch()
    for points in lines:
        s.line(points)
    return s


FRAME = ((0.0, 0.0), (160.0, 0.0), (160.0, 90.0), (0.0, 90.0))


def _dxf_faults() -> Fault:
    s = strokes(FRAME[:3])
    s.line([(160, 90), (110, 90)], WARN, 0.5, "1.2 0.8")
    s.line([(70, 90), (0, 90), (0, 0)])
    s.word((90, 90), "?", WARN, 5)
    return Fault(finding=Finding.of("dxf-faults", "plan.dxf", count=2), sketch=s)


def _dxf_left_out() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    for k in range(8):
        s.line([(40 + 8 * k, 30), (60 + 8 * k, 60)], WARN, 0.18)
    found = Finding.of("dxf-left-out", "plan.dxf", level="note", case="kind", count=8, which="8 HATCH (0)")
    return Fault(finding=found, sketch=s)


def _dxf_curves() -> Fault:
    curve = tuple((20 + 12.0 * k, 45 + 30 * math.sin(k)) for k in range(11))
    s = strokes(curve)
    for x, y in curve:
        s.area(Contour.circle(x, y, 3), fill=WARN, stroke=WARN)
    return Fault(finding=Finding.of("dxf-curves", "plan.dxf", count=2, within=0.01), sketch=s)


def _dxf_units() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    s.measure((0, 104), (160, 104), "160 mm ? 160 in ?")
    return Fault(finding=Finding.of("dxf-units", "plan.dxf"), sketch=s)


def _dxf_copies() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    s.line([(30, 30), (130, 30), (130, 60), (30, 60), (30, 30)], "#1d2329", 0.9)
    s.line([(30, 30), (130, 30), (130, 60), (30, 60), (30, 30)], WARN, 0.35, "1.5 1.5")
    return Fault(finding=Finding.of("dxf-copies", "CUT", count=4), sketch=s)


def _dxf_forks() -> Fault:
    s = strokes((*FRAME, FRAME[0]), ((80.0, 90.0), (80.0, 40.0)))
    s.area(Contour.circle(80, 90, 8), fill="none", stroke=WARN, width=0.5)
    return Fault(finding=Finding.of("dxf-forks", "CUT", count=2, x=80.0, y=90.0), sketch=s)


def _dxf_gaps() -> Fault:
    s = strokes(((80.0, 90.0), (0.0, 90.0), (0.0, 0.0), (160.0, 0.0), (160.0, 90.0), (84.0, 90.0)))
    s.area(Contour.circle(82, 90, 12), fill="none", stroke=WARN, width=0.5)
    return Fault(finding=Finding.of("dxf-gaps", "CUT", gap=0.02), sketch=s)


def _dxf_open() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    s.line([(40, 25), (120, 25), (120, 65), (40, 65)], WARN, 0.5)
    return Fault(finding=Finding.of("dxf-open", "CUT", count=3, x=40.0, y=25.0), sketch=s)


def _ring(s: Sketch, x: float, y: float, size: float) -> None:
    s.area(Contour.circle(x, y, size), fill="none", stroke=WARN, width=0.5)


def _gap() -> Fault:
    s = strokes(((84.0, 90.0), (160.0, 90.0), (160.0, 0.0), (0.0, 0.0), (0.0, 90.0), (80.0, 90.0)))
    _ring(s, 82, 90, 14)
    s.measure((80, 104), (84, 104), "0.2")
    return Fault(finding=Finding.of("plan-gap", "plan.dxf OUTSIDE", gap=0.2, x=82.0, y=90.0), sketch=s)


def _rounds() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    corners = [(80 + 28 * math.cos(k * math.pi / 6), 45 + 28 * math.sin(k * math.pi / 6)) for k in range(13)]
    s.line(corners, SOFT, 0.35)
    _ring(s, 80, 45, 56)
    return Fault(finding=Finding.of("plan-rounds", "plan.dxf CUT", count=4), sketch=s)


def _two_layers() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    s.line([*FRAME, FRAME[0]], WARN, 0.5, "1.5 1.5")
    s.word((80, 55), "CUT")
    s.word((80, 35), "0", WARN)
    return Fault(finding=Finding.of("plan-two-layers", "plan.dxf 0", count=1, first="CUT"), sketch=s)


def _spike() -> Fault:
    s = strokes((*FRAME, FRAME[0]))
    s.line([(160, 45), (200, 45)], WARN, 0.5)
    return Fault(finding=Finding.of("plan-spike", "plan.dxf CUT", x=160.0, y=45.0), sketch=s)


def _crossing() -> Fault:
    s = strokes(((0.0, 0.0), (160.0, 90.0), (160.0, 0.0), (0.0, 90.0), (0.0, 0.0)))
    _ring(s, 80, 45, 16)
    return Fault(finding=Finding.of("plan-crossing", "plan.dxf CUT", x=80.0, y=45.0), sketch=s)


def _overlap() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 110, 80))
    s.area(box(80, 20, 190, 100), fill=MATE)
    s.fault(box(80, 20, 110, 80))
    found = Finding.of("plan-overlap", "plan.dxf CUT", x=80.0, y=20.0, other="CUT")
    return Fault(finding=found, sketch=s)


def _layer() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 160, 90))
    s.area(box(60, 30, 100, 60), fill="#ffffff", stroke=WARN)
    s.word((80, 45), "OUTSIDE ?", WARN)
    return Fault(finding=Finding.of("plan-layer", "plan.dxf OUTSIDE", count=1), sketch=s)


def _left() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 110, 80))
    s.area(box(150, 20, 151, 60), fill="none", stroke=WARN, width=0.5)
    found = Finding.of("plan-left", "plan.dxf CUT", case="scrap", count=4, x=150.0, y=20.0)
    return Fault(finding=found, sketch=s)


def _plan_open() -> Fault:
    s = strokes(FRAME)
    _ring(s, 0, 90, 14)
    _ring(s, 0, 0, 14)
    found = Finding.of(
        "plan-open", "plan.dxf CUT", level="error", case="refuse", count=1, x=0.0, y=0.0, handle="2F"
    )
    return Fault(finding=found, sketch=s)


def _depth() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 160, 90))
    s.area(box(50, 30, 110, 60), fill="none", stroke=WARN, dash="1.2 0.8")
    s.word((80, 45), "? mm", WARN)
    return Fault(finding=Finding.of("plan-depth", "plan.dxf POCKET", count=1, x=50.0, y=30.0), sketch=s)


def _empty() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 160, 90), fill="none", stroke=SOFT, dash="1.2 0.8")
    s.word((80, 45), "?", WARN, 5)
    return Fault(finding=Finding.of("plan-empty", "plan.dxf"), sketch=s)


def _units() -> Fault:
    s = Sketch()
    sheet(s, 244, 122)
    s.area(box(20, 20, 100, 80))
    s.measure((0, 138), (244, 138), "2440 in ?")
    evidence = (
        "a frame of 2440 x 1220 mm, a board's size",
        "un cadre de 2440 x 1220 mm, format d'une plaque",
    )
    found = Finding.of(
        "plan-units", "plan.dxf", level="error", case="against", stated="in", unit="mm", evidence=evidence
    )
    return Fault(finding=found, sketch=s)


def _slotted(width: float, words: str) -> Sketch:
    s = Sketch()
    s.area(box(0, 0, 160, 90))
    s.area(box(50, 45 - width / 2, 110, 45 + width / 2), fill="#ffffff", stroke=WARN)
    s.measure((122, 45 - width / 2), (122, 45 + width / 2), words)
    return s


def _not_adapted() -> Fault:
    found = Finding.of("plan-not-adapted", "plan.dxf", count=12, nominal=18.0)
    return Fault(finding=found, sketch=_slotted(18.5, "18.5"))


def _adapted() -> Fault:
    told = {"nominal": 18.0, "thickness": 17.6, "clearance": 0.5}
    return Fault(
        finding=Finding.of("plan-adapted", "plan.dxf", count=12, **told), sketch=_slotted(18.1, "18.1")
    )


def _ambiguous() -> Fault:
    s = Sketch()
    s.area(box(0, 0, 160, 90))
    s.area(box(70, 36, 88, 54), fill="#ffffff", stroke=WARN)
    s.measure((70, 28), (88, 28), "18")
    s.measure((96, 36), (96, 54), "18")
    found = Finding.of("plan-ambiguous", "plan.dxf", count=1, width=18.0, x=79.0, y=45.0)
    return Fault(finding=found, sketch=s)


SCENES = {
    "dxf-faults": _dxf_faults,
    "dxf-left-out": _dxf_left_out,
    "dxf-curves": _dxf_curves,
    "dxf-units": _dxf_units,
    "dxf-copies": _dxf_copies,
    "dxf-forks": _dxf_forks,
    "dxf-gaps": _dxf_gaps,
    "dxf-open": _dxf_open,
    "plan-gap": _gap,
    "plan-rounds": _rounds,
    "plan-two-layers": _two_layers,
    "plan-spike": _spike,
    "plan-crossing": _crossing,
    "plan-overlap": _overlap,
    "plan-layer": _layer,
    "plan-left": _left,
    "plan-open": _plan_open,
    "plan-depth": _depth,
    "plan-empty": _empty,
    "plan-units": _units,
    "plan-not-adapted": _not_adapted,
    "plan-adapted": _adapted,
    "plan-ambiguous": _ambiguous,
}
