"""Programs: every controller's own words, read back by the proof and by LinuxCNC's interpreter."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import cut_sheet
import pytest
import rs274
import shapely
from cut_sheet import (
    CONTROLLERS,
    HABITS,
    MACHINE,
    MILL,
    controller,
    usual,
    work,
)
from guard import some

from mobilier.cam.lowering import lower_moves
from mobilier.cam.moves import Program
from mobilier.cam.program_text import format_number, safe_text
from mobilier.cam.setup import Rules
from mobilier.cam.sheet import SheetWork
from mobilier.proof.readers import read_program

CHANGER = MACHINE.model_copy(update={"tool_change": "automatic"})
ISO = tuple(n for n in CONTROLLERS if controller(n).family == "iso")
LIKE_LINUXCNC = tuple(n for n in ISO if n not in ("marlin", "winpc_nc"))
"""Controllers whose programs LinuxCNC's interpreter reads too (G4 S is Marlin's own, G71 WinPC's)."""


@lru_cache
def changed(name: str) -> SheetWork:
    """Return the sheet's work on a machine with a tool changer, screwed down."""
    return work(name, machine=CHANGER, habits=HABITS.model_copy(update={"screws": 300.0}))


def cuts(made: SheetWork) -> list[Program]:
    return [p for p in made.programs if p.role == "cut"]


@pytest.mark.parametrize("name", CONTROLLERS)
def test_every_controller_gets_programs_it_can_read(name: str) -> None:
    made = changed(name)
    assert [f for f in made.findings if f.level == "error"] == []
    assert {p.role for p in made.programs} == {"cut", "screws", "air", "corner"}
    for program in made.programs:
        assert read_program(program.text, controller(name)).faults == (), program.name
        assert program.name.endswith("." + controller(name).extension)


@pytest.mark.parametrize("name", CONTROLLERS)
def test_the_text_says_what_the_moves_do(name: str) -> None:
    """Read the text back with a reader of the test's own: same places, same lengths."""
    c = controller(name)
    for program in some(cuts(changed(name))):
        told = READERS[c.family](program.text)
        meant = [(m.x, m.y, m.z) for m in lower_moves(program.moves, c, (math.nan, math.nan, math.nan))]
        grain = 0.013 if c.family == "rml" else 0.6 * 10.0**-c.decimals
        spots = shapely.points([p[:2] for p in told])
        tree = shapely.STRtree(spots)
        for p in meant:
            near = tree.query(shapely.Point(p[:2]), predicate="dwithin", distance=2 * grain)
            assert any(abs(told[k][2] - p[2]) < 2 * grain for k in near), p
        assert _length(told) == pytest.approx(_length(meant), rel=2e-3)


def _length(points: list[tuple[float, float, float]]) -> float:
    return sum(math.dist(a, b) for a, b in itertools.pairwise(points))


Points = list[tuple[float, float, float]]


def _iso(text: str) -> Points:
    at, out = {"X": math.nan, "Y": math.nan, "Z": math.nan}, []
    for line in text.split("\n"):
        words = re.findall(r"([XYZ])(-?[0-9.]+)", re.sub(r"\(.*?\)|;.*", "", line))
        if words:
            at.update({a: float(v) for a, v in words})
            out.append((at["X"], at["Y"], at["Z"]))
    return out[1:]


def _sbp(text: str) -> Points:
    at, out = {"X": math.nan, "Y": math.nan, "Z": math.nan}, []
    axes = {"J2": "XY", "J3": "XYZ", "JZ": "Z", "M3": "XYZ", "MZ": "Z"}
    for line in text.split("\r\n"):
        word, *values = line.split(",")
        if word in axes:
            at.update({a: float(v) for a, v in zip(axes[word], values, strict=True)})
        elif word == "CG":
            at.update(X=float(values[1]), Y=float(values[2]))
        else:
            continue
        out.append((at["X"], at["Y"], at["Z"]))
    return out[1:]


def _rml(text: str) -> Points:
    out: Points = []
    for line in text.split("\n"):
        if "Z" not in line or line.startswith("VS"):
            continue
        steps = iter(re.findall(r"-?\d+", line))
        for x, y, z in zip(steps, steps, steps, strict=True):
            before = out[-1] if line.startswith("PR") else (0.0, 0.0, 0.0)
            out.append((before[0] + int(x) / 40, before[1] + int(y) / 40, before[2] + int(z) / 40))
    return out


def _tnc(text: str) -> Points:
    at, out = {"X": math.nan, "Y": math.nan, "Z": math.nan}, []
    for line in text.split("\r\n"):
        _, _, code = line.partition(" ")
        if code.startswith(("L ", "C ")):
            at.update({a: float(v) for a, v in re.findall(r"([XYZ])([+-][0-9.]+)", code)})
            out.append((at["X"], at["Y"], at["Z"]))
    return out[1:]


READERS: dict[str, Callable[[str], Points]] = {"iso": _iso, "opensbp": _sbp, "rml": _rml, "heidenhain": _tnc}


@pytest.mark.parametrize("name", LIKE_LINUXCNC)
def test_linuxcnc_reads_it_and_measures_the_same(name: str, tmp_path: Path) -> None:
    rs274.needed()
    c = controller(name)
    tools = {k + 1: t.diameter for k, t in enumerate(cut_sheet.TOOLS)}
    for k, program in enumerate(some(changed(name).programs)):
        folder = tmp_path / str(k)
        folder.mkdir()
        reading = rs274.run(program.text, folder, tools)
        assert reading.error == ""
        assert reading.ended
        assert reading.lowest == pytest.approx(min(0.0, program.extents[2]), abs=1e-6)
        cut = reading.length("line") + reading.length("arc")
        assert cut == pytest.approx(program.cut_length, rel=1e-4, abs=0.01), c.name
        if program.role == "cut":
            arcs = sum(m.kind in ("cw", "ccw") for m in program.moves)
            assert sum(kind == "arc" for kind, *_ in reading.moves) >= 0.9 * arcs or not c.arcs.helical


def test_arcs_stay_arcs() -> None:
    program = cuts(usual())[-1]
    kinds = [m.kind for m in program.moves]
    arcs = sum(line.startswith(("G2 ", "G3 ")) for line in program.text.splitlines())
    assert arcs >= 0.98 * sum(k in ("cw", "ccw") for k in kinds) > 300
    assert len(program.text.splitlines()) < 1.2 * len(kinds) + 60


def test_one_program_a_tool_without_a_changer_and_one_a_sheet_with_it() -> None:
    assert [p.name for p in cuts(usual())] == ["S01-3-T2-drill_5.nc", "S01-4-T1-mill_6.nc"]
    (whole,) = cuts(changed("linuxcnc"))
    assert whole.name == "S01-4.ngc"
    assert [n for n, _ in whole.cutters] == [2, 1]
    changes = [k for k, line in enumerate(whole.text.splitlines()) if "M6" in line]
    stops = [k for k, line in enumerate(whole.text.splitlines()) if line == "M5"]
    assert len(changes) == 2
    assert changes[0] < stops[0] < changes[1]
    assert whole.seconds > sum(p.seconds for p in cuts(usual())) + CHANGER.tool_change_time - 20


def test_a_machine_without_tool_change_is_told_no_tool_number() -> None:
    for name, said in (("linuxcnc", False), ("winpc_nc", True)):
        program = cuts(work(name, rules=Rules(shows=False)))[-1]
        assert ("M6" in program.text) == said


def test_the_head_tells_what_the_operator_must_know() -> None:
    text = cuts(usual())[-1].text
    for word in ("S01", "900 x 600", "board, 18 mm thick, 18 nominal", "D6", "S18000", "F3600", "front left"):
        assert word in text.split("G21")[0]
    assert re.search(r"z -18.3 to 10\)", text)
    assert re.search(r"time: about \d+ min", text)


def test_extents_are_those_of_the_text() -> None:
    for program in some(usual().programs):
        told = _iso(program.text)
        for axis in range(3):
            values = [p[axis] for p in told]
            assert program.extents[axis] <= min(values) + 1e-4
            assert program.extents[axis + 3] >= max(values) - 1e-4
            assert program.extents[axis] >= min(values) - MILL.diameter


def test_the_first_moves_lift_then_go_then_spin_then_plunge() -> None:
    lines = [x for x in cuts(usual())[-1].text.splitlines() if not x.startswith("(")]
    start = lines.index("G54") + 1
    assert lines[start] == "G0 Z10"
    assert re.fullmatch(r"G0 X[\d.]+ Y[\d.]+", lines[start + 1])
    assert lines[start + 2 : start + 5] == ["M3 S18000", "G4 P5", "G0 Z2"]
    assert lines[-4:-2] == ["G0 Z10", "G0 X0 Y0"]


def test_showing_programs_never_start_the_spindle_nor_touch_wood() -> None:
    for program in some(p for p in usual().programs if p.role in ("air", "corner")):
        assert not re.search(r"M3\b", program.text)
        assert program.extents[2] > 0
        assert program.cut_length == 0


@pytest.mark.parametrize("name", ["grbl", "shopbot"])
def test_the_same_sheet_gives_the_same_text(name: str) -> None:
    a, b = work(name), work(name)  # not the kept ones
    assert [p.text for p in a.programs] == [p.text for p in b.programs]


@pytest.mark.parametrize(
    ("origin", "x", "y"),
    [("front-left", 0, 0), ("front-right", 900, 0), ("back-left", 0, 600), ("centre", 450, 300)],
)
def test_the_zero_point_moves_the_text_and_nothing_else(origin: str, x: float, y: float) -> None:
    made = work(habits=HABITS.model_copy(update={"origin": origin}), rules=Rules(shows=False))
    assert made.origin == (x, y, 0.0)
    here, there = _iso(cuts(made)[0].text), _iso(cuts(usual())[0].text)
    assert sorted((round(a + x, 3), round(b + y, 3), c) for a, b, c in here[:-1]) == sorted(
        (round(a, 3), round(b, 3), c) for a, b, c in there[:-1]
    )


# --- what its reader must catch in a finished program -------------------------------------------------


def faults(text: str, name: str) -> set[str]:
    return {f.message for f in read_program(text, controller(name)).faults}


DAMAGE = {
    "a tool change": ("G54", "G54\nT1 M6", "does not accept M6"),
    "tool length": ("G54", "G54\nG43", "does not accept G43"),
    "a byte order mark": ("(", "\ufeff(", "a letter outside ASCII"),
    "a tab between words": ("G0 Z10", "G0\tZ10", "a letter outside ASCII"),
    "an exponent": ("G0 Z10", "G0 Z1e1", "E is not understood"),
    "a number without its tail": ("G0 Z10", "G0 Z10.", "cannot read"),
    "a number without its head": ("G0 X0 Y0", "G0 X.5 Y0", "cannot read"),
    "a cut without a spindle": ("G0 Z10\n", "G0 Z10\nG2 I5 F900 X0 Y0\n", "starts from an unknown place"),
    "a long remark": ("G0 Z10", "(" + "x" * 90 + ")\nG0 Z10", "a line of 92 letters"),
    "blanks in a long line": ("G0 Z10", "G0" + " " * 90 + "Z10", "a line of 95 letters"),
    "negative zero": ("G0 X0 Y0", "G0 X-0.000 Y0", "a negative zero"),
    "two motions": ("G0 X0 Y0", "G0 G1 X0 Y0", "G0 and G1 in one line"),
    "a word twice": ("G0 X0 Y0", "G0 X0 Y0 X1", "X twice in one line"),
    "no motion word": ("G0 Z10", "Z10", "a position before any G0 or G1"),
    "a nested bracket": ("(", "((", "a comment inside a comment"),
    "a semicolon": ("G0 X0 Y0", "G0 X0 Y0 ; left", "a comment behind a semicolon"),
    "an arc without a centre": ("G0 X0 Y0\nM5", "G2 X1 Y0 F900\nM5", "an arc without a centre"),
    "spindle left on": ("M5", "", "still turns at the end"),
    "no end": ("M30", "", "no end"),
    "left low": ("G0 Z10\nG0 X0 Y0", "G0 X0 Y0", "below the height of its rapids"),
    "diagonal start": ("G0 Z10", "G0 X1 Y1", "before its height is known"),
    "a percent": ("G21", "%\nG21", "takes no line '%'"),
    "after the end": ("M30", "M30\nG0 X1", "after the end"),
    "a foreign line end": ("G54\n", "G54\r\n", "a line end that is not LF"),
    "no last line end": ("M30\n", "M30", "the last line has no end"),
}


@pytest.mark.parametrize("damage", DAMAGE.values(), ids=DAMAGE)
def test_the_reader_catches(damage: tuple[str, str, str]) -> None:
    old, new, fault = damage
    text = cuts(usual())[-1].text
    assert faults(text, "grbl") == set()
    assert old in text
    assert any(fault in f for f in faults(text.replace(old, new, 1), "grbl"))


def test_the_reader_catches_a_cut_before_a_feed() -> None:
    text = re.sub(r" F\d+", "", cuts(usual())[-1].text)
    assert "a cut before any feed is set" in faults(text, "grbl")


def test_the_reader_catches_an_arc_off_its_circle() -> None:
    text = cuts(usual())[-1].text
    arc = next(x for x in text.splitlines() if re.match(r"G3 .*I-?[1-9]", x))
    wrong = text.replace(arc, re.sub(r"I(-?)(\d)", r"I\g<1>1\2", arc), 1)
    assert wrong != text
    assert all("off its circle" in f for f in faults(wrong, "grbl"))


def test_the_reader_catches_arcs_that_are_not_taken() -> None:
    def refused(arc: str, name: str, end: str) -> set[str]:
        head = [*controller(name).start, "G0 Z10", "G0 X0 Y0", "M3 S9000", "G1 Z0 F900"]
        return faults(end.join([*head, arc, "G0 Z10", "M5", "M30", ""]), name)

    assert refused("G2 X10 Y0 I5 J0", "grbl", "\n") == set()
    assert refused("G2 X0 Y0 I5 J0", "grbl", "\n") == {"grbl takes no full circles"}
    assert refused("G2 X10 Y0 Z-2 I5 J0\r\nG0 Z10", "winpc_nc", "\r\n") >= {"winpc_nc takes no helical arcs"}


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("mach3", "\r\n", "\n", "a line end that is not CRLF"),
        ("marlin", "; ", "( ", "a comment in brackets"),
        ("linuxcnc", "M5\n", "", "the tool is changed while the spindle turns"),
        ("shopbot", "IF %(25)=0 THEN GOTO UNIT_ERROR\r\n", "", "no guard"),
        ("shopbot", "JZ,10", "JZ 10", "is not understood"),
        ("shopbot", "JZ,10", "JZ,-0.0", "a negative zero"),
        ("shopbot", "JZ,10", "JZ,10.", "is no number"),
        ("shopbot", "C7\r\n", "", "still turns at the end"),
        ("rml", "VS", "VX", "does not accept VX"),
        ("rml", ",400;", ",400.5;", "no whole number of steps"),
        ("rml", ",400;", ",4e2;", "cannot read"),
        ("heidenhain", " R0 FMAX", " R0 FMAXX", "is not understood here"),
        ("heidenhain", "5 ", "6 ", "is due"),
        ("heidenhain", "X+0.000", "X-0.000", "a negative zero"),
    ],
)
def test_the_other_readers_catch(name: str, old: str, new: str, fault: str) -> None:
    made = changed(name) if name == "linuxcnc" else work(name, rules=Rules(shows=False))
    text = cuts(made)[-1].text
    assert faults(text, name) == set()
    assert old in text
    assert any(fault in f for f in faults(text.replace(old, new, 1), name))


@pytest.mark.parametrize("text", ["1e-12", "0.00004", "-0.00004", "123456.78901", "-5"])
def test_numbers_are_plain(text: str) -> None:
    told = format_number(float(text), 4)
    assert re.fullmatch(r"-?\d+(\.\d+)?", told)
    assert told != "-0"
    assert float(told) == pytest.approx(float(text), abs=5.1e-5)


def test_remarks_are_plain_letters() -> None:
    assert safe_text("Étagère (n° 3) à côté × 2; œuvre !~?") == "Etagere n 3 a cote x 2 oeuvre"
