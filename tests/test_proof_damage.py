"""The proof can fail: a program damaged in any of these ways breaks a rule that names it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from proof_sheet import (
    HEAD,
    ISO,
    LAYOUT,
    MATERIAL,
    PART,
    PASSES,
    PLACE,
    TABS,
    TOOL,
    Pen,
    case,
    draw,
    head,
    iso,
    outline,
)

from mobilier.nest.layout import Layout, Placement
from mobilier.proof.case import Case
from mobilier.proof.declaration import DeclaredMark, DeclaredProgram, DeclaredScrew
from mobilier.proof.prove import prove_bill, prove_sheet

TEXT = case().declaration.programs[0].text


def broken(judged: Case) -> set[str]:
    return {v.rule for v in prove_sheet(judged) if not v.passed}


def swapped(*pairs: tuple[str, str]) -> str:
    """The reference program with some words changed; each must be there."""
    text = TEXT
    for old, new in pairs:
        assert old in text, old
        text = text.replace(old, new)
    return text


def without(*lines: str) -> str:
    return swapped(*((line + "\n", "") for line in lines))


def moved(first: str, last: str, dx: float, dy: float) -> str:
    """The program with the moves between two lines shifted by (dx, dy)."""
    lines = TEXT.split("\n")
    a, b = lines.index(first), lines.index(last)

    def shift(line: str) -> str:
        line = re.sub(r"X(-?[\d.]+)", lambda m: f"X{float(m[1]) + dx:.4f}", line)
        return re.sub(r"Y(-?[\d.]+)", lambda m: f"Y{float(m[1]) + dy:.4f}", line)

    return "\n".join([*lines[:a], *map(shift, lines[a : b + 1]), *lines[b + 1 :]])


def grown(by: float, low: float, high: float) -> str:
    """The program with the outline offset ``by`` mm further out between two depths."""
    pen = Pen()
    draw(pen)
    far = {-3.0: -3.0 - by, 103.0: 103.0 + by, 63.0: 63.0 + by}
    start = next(k for k, (_, p) in enumerate(pen.moves) if p[0] == 143.0)

    def push(p: tuple[float, ...]) -> tuple[float, ...]:
        if not low <= p[2] <= high:
            return p
        x, y = (p[0] - 40, p[1] - 30)
        return (far.get(round(x, 6), x) + 40, far.get(round(y, 6), y) + 30, *p[2:])

    return iso([*pen.moves[:start], *((k, push(p)) for k, p in pen.moves[start:])])


def drawn(steps: Callable[[Pen], object]) -> str:
    pen = Pen()
    steps(pen)
    return iso(pen.moves)


def reduced(skip: Callable[[int, str], bool]) -> str:
    """The program without some lines, counted as if the head were one."""
    first = 2 - len(head("({text})"))
    return "\n".join(line for k, line in enumerate(TEXT.split("\n"), start=first) if not skip(k, line))


ARC = "G3 X130.0000 Y93.0000 Z-12.3000 I-13.0000 J0.0000"
GEOMETRIC: dict[str, tuple[str, set[str]]] = {
    "outline corner arc 0.1 mm out": (
        swapped(
            ("X143.0000 Y80.0000 Z", "X143.1000 Y80.1000 Z"), ("X130.0000 Y93.0000 Z", "X130.1000 Y93.1000 Z")
        ),
        {"wood-left"},
    ),
    "outline corner arc 0.1 mm in, one pass": (
        swapped(
            ("X143.0000 Y80.0000 Z-4.1000", "X142.9000 Y79.9000 Z-4.1000"),
            ("X130.0000 Y93.0000 Z-4.1000", "X129.9000 Y92.9000 Z-4.1000"),
        ),
        {"part-whole"},
    ),
    "arc centre 0.1 mm off": (swapped((ARC, ARC.replace("I-13.0000", "I-13.1000"))), {"reading"}),
    "bored hole 0.1 mm to the side": (
        moved(
            "G0 X72.0000 Y48.0000 Z10.0000", "G3 X72.0000 Y48.0000 Z-12.3000 I7.0000 J0.0000 F5000", 0.1, 0.0
        ),
        {"part-whole", "wood-left"},
    ),
    "slot 0.1 mm to the side": (
        moved("G0 X70.0000 Y68.0000 Z10.0000", "G1 X70.0000 Y68.0000 Z-12.3000 F5000", 0.0, 0.1),
        {"part-whole", "wood-left"},
    ),
    "pocket 0.1 mm to the side": (
        moved("G0 X103.0000 Y43.0000 Z10.0000", "G1 X127.0000 Y53.0000 Z-5.0000 F5000", 0.1, 0.0),
        {"part-whole", "pocket"},
    ),
    "lost bulge": (swapped((ARC, "G1 X130.0000 Y93.0000 Z-12.3000")), {"part-whole"}),
    "arc the other way round": (swapped((ARC, ARC.replace("G3", "G2"))), {"reading"}),
    "outline 0.1 mm too large at the last pass": (grown(0.1, -12.3, -12.0), {"wood-left"}),
    "outline 0.1 mm too small at the first pass": (grown(-0.1, -4.1, -4.0), {"part-whole"}),
    "outline on the wrong side": (grown(-6.0, -12.3, -4.0), {"part-whole", "wood-left"}),
    "missing tab": (
        swapped(
            ("X92.0000 Y93.0000 Z-9.0000", "X92.0000 Y93.0000 Z-12.3000"),
            ("X78.0000 Y93.0000 Z-9.0000", "X78.0000 Y93.0000 Z-12.3000"),
        ),
        {"tabs"},
    ),
    "tab 0.2 mm too thin": (swapped(("X92.0000 Y93.0000 Z-9.0000", "X91.8000 Y93.0000 Z-9.0000")), {"tabs"}),
    "tab 0.1 mm too low": (swapped(("Y27.0000 Z-9.0000", "Y27.0000 Z-9.1000")), {"tabs"}),
    "tab 0.1 mm too high": (swapped(("Y27.0000 Z-9.0000", "Y27.0000 Z-8.9000")), {"tabs"}),
    "extra tab": (
        swapped(
            (
                "G1 X37.0000 Y30.0000 Z-12.3000 F5000",
                "G1 X37.0000 Y70.0000 Z-12.3000 F5000\nG1 X37.0000 Y70.0000 Z-9.0000 F1250\n"
                "G1 X37.0000 Y56.0000 Z-9.0000 F5000\nG1 X37.0000 Y56.0000 Z-12.3000 F1250\n"
                "G1 X37.0000 Y30.0000 Z-12.3000 F5000",
            )
        ),
        {"tabs"},
    ),
    "deeper plunge": (
        swapped(("X72.0000 Y48.0000 Z-12.3000 F1250", "X72.0000 Y48.0000 Z-13.4000 F1250")),
        {"depth"},
    ),
    "deeper plunge by 0.1 mm": (
        swapped(("X90.0000 Y48.0000 Z-8.0000 F1250", "X90.0000 Y48.0000 Z-8.1000 F1250")),
        {"part-whole"},
    ),
    "shallower plunge by 0.1 mm": (
        swapped(("X90.0000 Y48.0000 Z-8.0000 F1250", "X90.0000 Y48.0000 Z-7.9000 F1250")),
        {"pocket"},
    ),
    "pocket floor 0.1 mm too deep": (swapped(("Z-5.0000", "Z-5.1000")), {"part-whole"}),
    "through cut too shallow": (swapped(("Z-12.3000", "Z-11.9000")), {"wood-left", "tabs"}),
    "a hole drilled in one go": (
        swapped(
            (
                "G1 X90.0000 Y48.0000 Z-8.0000 F1250",
                "G1 X90.0000 Y48.0000 Z-8.0000 F1250\nG0 X90.0000 Y48.0000 Z10.0000\n"
                "G0 X120.0000 Y80.0000 Z10.0000\nG1 X120.0000 Y80.0000 Z-12.3000 F1250",
            )
        ),
        {"pass-depth", "part-whole"},
    ),
    "skipped pass": (reduced(lambda k, _: 91 <= k <= 100), {"pass-depth"}),
    "skipped last pass": (reduced(lambda k, _: 101 <= k <= 118), {"wood-left", "tabs"}),
    "dropped hole": (reduced(lambda k, _: 25 <= k <= 35), {"wood-left"}),
    "dropped blind hole": (reduced(lambda k, _: 9 <= k <= 11), {"pocket"}),
    "dropped part": (reduced(lambda k, _: 9 <= k <= 119), {"wood-left", "pocket"}),
    "uncut sliver": (
        swapped(
            ("Y53.0000 Z-5.0000", "Y51.8000 Z-5.0000"),
            ("Y47.0000 Z-5.0000", "Y45.2000 Z-5.0000"),
            ("Y50.0000 Z-5.0000", "Y45.4000 Z-5.0000"),
        ),
        {"pocket"},
    ),
    "a relief left out": (reduced(lambda k, _: k in (39, 53, 67)), {"wood-left"}),
    "a relief 0.5 mm too far": (
        swapped(("X87.8787 Y67.1213 Z-4.1000", "X88.2323 Y66.7678 Z-4.1000")),
        {"part-whole"},
    ),
    "sideways at depth instead of up first": (reduced(lambda k, _: k in (35, 79)), {"rapid"}),
    "a scratch across the sheet": (
        swapped(
            (
                "G1 X143.0000 Y55.0000 Z-4.1000 F5000\n",
                "G1 X143.0000 Y55.0000 Z-4.1000 F5000\n"
                "G1 X190.0000 Y55.0000 Z-4.1000\nG1 X143.0000 Y55.0000 Z-4.1000\n",
            )
        ),
        {"touched"},
    ),
    "the outline before the hole": (
        drawn(lambda p: (outline(p, TABS, PASSES), draw(p))),
        {"order"},
    ),
}

MODAL: dict[str, tuple[str, set[str]]] = {
    "rapid at depth": (
        swapped(("G1 X40.0000 Y93.0000 Z-12.3000", "G0 X40.0000 Y93.0000 Z-12.3000")),
        {"rapid"},
    ),
    "rapid plunge": (
        swapped(("G1 X143.0000 Y55.0000 Z-4.1000 F1250", "G0 X143.0000 Y55.0000 Z-4.1000")),
        {"rapid"},
    ),
    "inches": (swapped(("G21", "G20")), {"known-state", "travel"}),
    "incremental positions": (swapped(("G17 G90 G94", "G17 G91 G94")), {"known-state"}),
    "incremental left on half way": (
        swapped(("G0 X70.0000 Y68.0000 Z10.0000\nG1", "G0 X70.0000 Y68.0000 Z10.0000\nG91\nG1")),
        {"depth"},
    ),
    "absolute arc centres": (swapped(("G91.1", "G90.1")), {"reading"}),
    "no units stated": (without("G21"), {"known-state"}),
    "spindle never started": (without("M3 S18000"), {"spindle"}),
    "spindle stopped too early": (
        swapped(("G0 X143.0000 Y55.0000 Z10.0000\nG1", "M5\nG0 X143.0000 Y55.0000 Z10.0000\nG1")),
        {"spindle"},
    ),
    "spindle left running": (without("M5"), {"spindle"}),
    "spindle started without a speed": (swapped(("M3 S18000", "M3")), {"spindle"}),
    "left low at the end": (TEXT.replace("Z10.0000\nM5", "Z1.0000\nM5"), {"known-state"}),
    "no time to reach speed": (without("G4 P5"), {"spindle"}),
    "dwell in the wrong unit": (swapped(("G4 P5", "G4 P0.005")), {"spindle"}),
    "spindle too fast": (swapped(("S18000", "S28000")), {"spindle"}),
    "spindle at a tenth": (swapped(("S18000", "S1800")), {"spindle", "feed"}),
    "no feed before the first cut": (swapped(("Z-8.0000 F1250", "Z-8.0000")), {"feed-set"}),
    "feed ten times too high": (
        swapped(("G1 X140.0000 Y27.0000 Z-12.3000 F5000", "G1 X140.0000 Y27.0000 Z-12.3000 F50000")),
        {"feed"},
    ),
    "feed in mm/s": (swapped(("F5000", "F83.33")), {"feed"}),
    "plunge at cutting feed": (swapped(("Z-12.3000 F1250", "Z-12.3000 F5000")), {"plunge"}),
    "ramp down at cutting feed": (swapped(("F1760", "F5000")), {"plunge"}),
    "a word the controller refuses": (swapped(("G54", "G54\nG64 P0.05")), {"reading"}),
    "a word nobody knows": (swapped(("G54", "G54\nG187")), {"reading"}),
    "cutter compensation": (swapped(("G54", "G54\nG41")), {"reading"}),
    "an exponent": (swapped(("X103.0000 Y43.0000 Z-5.0000", "X1.03e2 Y43.0000 Z-5.0000")), {"reading"}),
    "a full circle": (
        swapped(("G3 X58.0000 Y48.0000 Z-4.1000 I-7.0000", "G3 X72.0000 Y48.0000 Z-4.1000 I-7.0000")),
        {"reading"},
    ),
    "block delete": (
        swapped(("G1 X87.8787 Y67.1213 Z-12.3000", "/G1 X87.8787 Y67.1213 Z-12.3000")),
        {"reading"},
    ),
    "a comment that swallows a move": (
        swapped(("G1 X40.0000 Y93.0000 Z-4.1000", "(G1 X40.0000 Y93.0000 Z-4.1000")),
        {"reading"},
    ),
    "a byte order mark": ("\ufeff" + TEXT, {"reading"}),
    "a line too long": (swapped((f"({HEAD[0]})", f"({HEAD[0]})\nF1." + "0" * 90)), {"reading"}),
    "no end": (without("M30"), {"known-state"}),
    "cut off in the middle": (
        TEXT[: len(TEXT) // 2].rsplit("\n", 1)[0] + "\n",
        {"known-state", "spindle", "wood-left"},
    ),
    "everything after the end": (swapped(("G0 X143.0000", "M30\nG0 X143.0000")), {"reading"}),
    "sideways before the height is known": (without("G0 Z10.000"), {"known-state"}),
    "off the sheet": (
        swapped(
            (
                "G0 X143.0000 Y55.0000 Z10.0000\nG1",
                "G0 X343.0000 Y55.0000 Z10.0000\nG0 X143.0000 Y55.0000 Z10.0000\nG1",
            )
        ),
        {"travel"},
    ),
    "scaled by 1.001": (
        re.sub(r"([XYIJ])(-?[\d.]+)", lambda m: f"{m[1]}{float(m[2]) * 1.001:.4f}", TEXT),
        {"part-whole", "wood-left"},
    ),
    "x and y swapped": (
        re.sub(r"X(-?[\d.]+) Y(-?[\d.]+)", r"X\2 Y\1", TEXT),
        {"part-whole", "wood-left", "reading"},
    ),
}


def test_the_undamaged_program_breaks_no_rule() -> None:
    assert broken(case()) == set()


@pytest.mark.parametrize("name", GEOMETRIC)
def test_a_geometric_damage_is_named(name: str) -> None:
    text, rules = GEOMETRIC[name]
    found = broken(case(text))
    assert rules <= found, f"{name}: {found}"


@pytest.mark.parametrize("name", MODAL)
def test_a_modal_damage_is_named(name: str) -> None:
    text, rules = MODAL[name]
    found = broken(case(text))
    assert rules <= found, f"{name}: {found}"


def test_a_program_for_another_cutter_is_caught() -> None:
    right = case()
    for diameter in (5.8, 6.2, 8.0):
        tool = TOOL.model_copy(update={"diameter": diameter})
        programs = (replace(right.declaration.programs[0], tool=tool),)
        found = broken(replace(right, declaration=replace(right.declaration, programs=programs)))
        assert found & {"part-whole", "wood-left"}, diameter


def test_a_thicker_board_is_not_cut_through() -> None:
    thick = MATERIAL.model_copy(update={"thickness_max": 12.4})
    assert "wood-left" in broken(replace(case(), material=thick))


def test_a_clamp_and_a_screw_in_the_way_are_met() -> None:
    right = case()
    assert broken(replace(right, clamps=((0.0, 0.0, 30.0, 200.0),))) == set()
    assert broken(replace(right, clamps=((0.0, 0.0, 36.0, 200.0),))) == {"keep-out"}
    screw = replace(right.declaration, screws=(DeclaredScrew(x=36.0, y=60.0, diameter=4.0),))
    assert broken(replace(right, declaration=screw)) == {"keep-out"}


def test_an_air_program_may_not_touch_wood() -> None:
    right = case()
    air = DeclaredProgram(name="air.nc", role="air", tool=TOOL, text=TEXT)
    found = broken(
        replace(right, declaration=replace(right.declaration, programs=(*right.declaration.programs, air)))
    )
    assert {"depth", "as-stated"} <= found


def test_a_bill_counts_every_copy() -> None:
    assert prove_bill([LAYOUT], [PART]).passed
    assert not prove_bill([replace(LAYOUT, placements=())], [PART]).passed
    twice: Layout = replace(LAYOUT, placements=(PLACE, replace(PLACE, x=160.0)))
    assert "2 instead of 1" in prove_bill([twice], [PART]).message
    other = Placement(part="B01", copy=0, x=0.0, y=0.0)
    assert "B01" in prove_bill([LAYOUT, replace(LAYOUT, placements=(other,))], [PART]).message


def test_copies_that_share_wood_are_not_two_copies() -> None:
    right = case()
    stacked = replace(LAYOUT, placements=(PLACE, replace(PLACE, copy=1)))
    assert "placed" in broken(replace(right, layout=stacked))


def test_what_is_declared_must_be_possible() -> None:
    right = case()
    wide = replace(right.declaration, relief_radius=6.0)
    assert "claim" in broken(replace(right, declaration=wide))
    ghost = replace(
        right.declaration, tabs=(*right.declaration.tabs, replace(right.declaration.tabs[0], copy=7))
    )
    assert "claim" in broken(replace(right, declaration=ghost))
    deep = replace(
        right.declaration, marks=(DeclaredMark(strokes=(((50.0, 50.0), (60.0, 50.0)),), depth=11.0),)
    )
    assert "claim" in broken(replace(right, declaration=deep))
    more = replace(right.declaration.tabs[0], x=45.0, y=30.0)
    assert "tabs" in broken(
        replace(right, declaration=replace(right.declaration, tabs=(*right.declaration.tabs, more)))
    )


def test_a_refused_tool_change_is_caught_where_the_controller_has_none() -> None:
    words = tuple(w for w in ISO.words if w != "M6")
    text = swapped(("G0 Z10.000", "T1 M6\nG0 Z10.000"))
    changes = {"tool": ("T{number} M6",), "tool_always": True}
    assert broken(case(text, controller=ISO.model_copy(update=changes))) == set()
    assert "reading" in broken(case(text, controller=ISO.model_copy(update={"words": words})))
