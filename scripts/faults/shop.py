"""What the workshop has, what is known of it, and the files of a bundle."""

from __future__ import annotations

import shapely

from faults import Fault, only
from faults.cuts import cutter, profile, section
from faults.joints import ply
from faults.sketch import MATE, Listing, Sketch, box, sheet
from mobilier.errors import Finding
from mobilier.export.drawing.style import FAINT, SOFT, WARN
from mobilier.export.web.okh import okh_findings
from mobilier.geometry.contour import Contour
from mobilier.job.workshop import sheets_for
from mobilier.profiles.types import Lab, Machine, Material


def _board_not_measured() -> Fault:
    board = profile(Material, "okoume-18")
    loose = board.opening - board.thickness_min
    found = Finding.of(
        "board-not-measured", board.name, thickest=board.thickness_max, clearance=board.clearance, loose=loose
    )
    s = Sketch()
    s.area(shapely.box(0, 0, 60, 18).difference(shapely.box(20, -1, 20 + board.opening, 19)))
    s.area(box(20, -14, 20 + board.thickness_min, 32), fill=MATE)
    s.fault(box(20 + board.thickness_min, 0, 20 + board.opening, 18))
    s.measure((20 + board.thickness_min, 22), (20 + board.opening, 22), f"{loose:.2g}")
    return Fault(finding=found, sketch=s)


def _stock_assumed() -> Fault:
    lab = profile(Lab, "default").model_copy(update={"stock": ()})
    found = only("stock-assumed", list(sheets_for(lab, ply(), (), ply())[1]))
    s = Sketch()
    s.ghost(box(0, 0, 2500, 1220))
    s.word((1250, 610), "2500 × 1220 ?", WARN, 4)
    return Fault(finding=found, sketch=s)


def _corner(s: Sketch, radius: float, dash: bool) -> None:
    s.area(shapely.box(0, 0, 80, 50).difference(shapely.box(30, 20, 80, 50)))
    ring = Contour.circle(30 + radius * 0.7071, 20 + radius * 0.7071, 2 * radius)
    if dash:
        s.ghost(ring)
    else:
        s.area(ring, fill="none", stroke=WARN, width=0.5)


def _unknown_cutters() -> Fault:
    s = Sketch()
    for radius in (3, 4, 6):
        _corner(s, radius, dash=True)
    s.word((50, 38), "Ø ?", WARN, 5)
    return Fault(finding=Finding.of("unknown-cutters", "atelier", tool="endmill_6"), sketch=s)


def _no_cutter() -> Fault:
    s = Sketch()
    section(s, bed=False)
    s.area(shapely.Polygon([(56, 46), (64, 46), (64, 26), (60, 20), (56, 26)]), fill=FAINT)
    s.line([(0, 9), (120, 9)], WARN, 0.4, "1.5 1")
    s.cross((60, 9), 5)
    return Fault(finding=Finding.of("no-cutter", "atelier"), sketch=s)


def _no_programs() -> Fault:
    s = Sketch()
    sheet(s, 200, 120)
    s.area(box(20, 20, 110, 100), fill="none")
    s.area(box(125, 20, 180, 100), fill="none")
    s.ghost(box(230, 0, 330, 120))
    s.word((280, 60), "G1 ?", WARN, 4)
    return Fault(finding=Finding.of("no-programs", "atelier", case="unknown"), sketch=s)


def _bed(s: Sketch, length: float, width: float, dash: bool) -> None:
    if dash:
        s.ghost(box(0, 0, length, width))
    else:
        s.area(box(0, 0, length, width), fill="#e9ebed", stroke=SOFT)


def _unconfirmed_figures() -> Fault:
    machine = profile(Machine, "generic_grbl")
    found = Finding.of("unconfirmed-figures", machine.name, figures=", ".join(machine.unconfirmed))
    s = Sketch()
    _bed(s, *machine.travel[:2], dash=True)
    s.measure((0, 1400), (2520, 1400), "2520 ?")
    s.measure((2640, 0), (2640, 1240), "1240 ?")
    s.points.append((3100, 0))
    return Fault(finding=found, sketch=s)


def _untested_controller() -> Fault:
    s = Sketch()
    section(s, bed=False)
    cutter(s, 60, 30, 12)
    s.line([(10, 30), (110, 30)], WARN, 0.4, "1.5 1")
    s.measure((80, 18), (80, 30), "?")
    return Fault(finding=Finding.of("untested-controller", "rml"), sketch=s)


def _sheet_larger_than_bed() -> Fault:
    s = Sketch()
    _bed(s, 1300, 900, dash=False)
    sheet(s, 1500, 1000)
    s.area(box(0, 0, 1300, 900), fill="none", stroke=SOFT, width=0.18, dash="1.2 0.8")
    s.fault(shapely.box(0, 0, 1500, 1000).difference(shapely.box(0, 0, 1300, 900)))
    found = Finding.of(
        "sheet-larger-than-bed", "ply 1500 x 1000 on router", length=1500.0, width=1000.0, x=200.0, y=100.0,
        bed_x=1300.0, bed_y=900.0, fit_x=1300.0, fit_y=900.0, board=18.0,
    )  # fmt: skip
    return Fault(finding=found, sketch=s)


def _no_step() -> Fault:
    s = Sketch()
    for dx, dy in ((0, 0), (30, 22)):
        s.ghost(box(dx, dy, dx + 80, dy + 60))
    for x, y in ((0, 0), (80, 0), (80, 60), (0, 60)):
        s.line([(x, y), (x + 30, y + 22)], SOFT, 0.18, "1.2 0.8")
    s.word((55, 41), "STEP ?", WARN, 4)
    return Fault(finding=Finding.of("no-step", "3d", problem="cadquery"), sketch=s)


def _no_picture() -> Fault:
    s = Sketch()
    s.ghost(box(0, 0, 110, 70))
    for a, b in (((0, 0), (110, 70)), ((0, 70), (110, 0))):
        s.line([a, b], SOFT, 0.18, "1.2 0.8")
    s.word((55, 35), "?", WARN, 8)
    problem = "GEOSException: TopologyException"
    return Fault(finding=Finding.of("no-picture", "chariot: 03", problem=problem), sketch=s)


def _files(marked: int, *lines: str) -> Sketch:
    return Listing(lines=lines, marked=marked)


def _changed_file() -> Fault:
    s = _files(2, "bundle.json", "programs/S01-T1.nc   9f2c… ≠ 41ab…", "sheets/S01.dxf")
    return Fault(finding=Finding.of("changed-file", "programs/S01-T1.nc"), sketch=s)


def _missing_file() -> Fault:
    s = _files(3, "bundle.json", "programs/S01-T1.nc", "programs/S02-T1.nc   —", "sheets/S01.dxf")
    return Fault(finding=Finding.of("missing-file", "programs/S02-T1.nc"), sketch=s)


def _foreign_file() -> Fault:
    s = _files(3, "bundle.json", "programs/S01-T1.nc", "programs/test.nc   ?", "sheets/S01.dxf")
    return Fault(finding=Finding.of("foreign-file", "programs/test.nc"), sketch=s)


def _not_reproduced() -> Fault:
    s = _files(2, "source/designs/…  →  bundle", "sheets/S01.dxf   41ab… ≠ 7d03…", "programs/S01-T1.nc")
    return Fault(
        finding=Finding.of("not-reproduced", "sheets/S01.dxf", case="same-versions", names=""), sketch=s
    )


def _okh() -> Fault:
    found = okh_findings(
        {"okhv": "2.4", "name": "x", "repo": "ftp:x", "license": "MIT", "licensor": "x", "function": "x"}
    )
    s = _files(3, 'okhv = "2.4"', 'name = "chariot"', 'repo = "ftp:x"', 'license = "CC-BY-SA-4.0"')
    return Fault(finding=only("okh", found), sketch=s)


def _text_missing() -> Fault:
    s = _files(3, "[parts]", 'seat = "seat"', "rail = ?")
    told = {"keys": "parts.rail", "key": "rail", "section": "parts"}
    found = Finding.of("text-missing", "stool/texts.en.toml", level="warning", case="keys", **told)
    return Fault(finding=found, sketch=s)


def _text_stale() -> Fault:
    s = _files(3, "[parts]", 'seat = "seat"', 'lid = "lid of the crate"')
    return Fault(finding=Finding.of("text-stale", "stool/texts.en.toml", keys="parts.lid"), sketch=s)


SCENES = {
    "board-not-measured": _board_not_measured,
    "stock-assumed": _stock_assumed,
    "unknown-cutters": _unknown_cutters,
    "no-cutter": _no_cutter,
    "no-programs": _no_programs,
    "unconfirmed-figures": _unconfirmed_figures,
    "untested-controller": _untested_controller,
    "sheet-larger-than-bed": _sheet_larger_than_bed,
    "no-step": _no_step,
    "no-picture": _no_picture,
    "changed-file": _changed_file,
    "missing-file": _missing_file,
    "foreign-file": _foreign_file,
    "not-reproduced": _not_reproduced,
    "okh": _okh,
    "text-missing": _text_missing,
    "text-stale": _text_stale,
}
