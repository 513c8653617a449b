"""Every syntax family: the hand-written sheet passes as it should, and damaged words are named."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from proof_sheet import FEEDS, ISO, SAFE, case, head, iso

from mobilier.errors import ProofError
from mobilier.profiles.types import Arcs, Controller
from mobilier.proof.prove import prove_sheet
from mobilier.proof.readers import read_program

Moves = Sequence[tuple[str, tuple[float, ...]]]

SBP = ISO.model_copy(
    update={
        "family": "opensbp",
        "name": "shopbot",
        "line_limit": 120,
        "newline": "crlf",
        "spindle": ("TR,{speed}", "C6"),
        "dwell": ("PAUSE {seconds}",),
        "comment": "'{text}",
        "start": ("IF %(25)=0 THEN GOTO UNIT_ERROR", "SA", "CN,90"),
        "pause": (),
        "end": ("C7", "END", "UNIT_ERROR:", "CN,91", "END"),
        "words": (
            *("IF", "SA", "CN", "TR", "C6", "C7", "C9", "&Tool", "PAUSE", "MS", "JS"),
            *("J2", "J3", "JZ", "M2", "M3", "MZ", "CG", "END", "UNIT_ERROR:"),
        ),
        "arcs": Arcs(supported=True),
    }
)
RML = ISO.model_copy(
    update={
        "family": "rml",
        "name": "rml",
        "line_limit": 120,
        "spindle": ("!MC1;",),
        "dwell": (),
        "comment": "",
        "start": ("PA;PA;",),
        "pause": (),
        "end": ("!MC0;", "H;"),
        "words": ("PA", "Z", "VS", "!VZ", "!MC", "H"),
        "arcs": Arcs(supported=False),
    }
)
HEIDENHAIN = ISO.model_copy(
    update={
        "family": "heidenhain",
        "name": "heidenhain",
        "line_limit": 120,
        "spindle": ("M3",),
        "dwell": (),
        "comment": "; {text}",
        "start": ("BEGIN PGM {name} MM",),
        "tool": ("TOOL CALL {number} Z S{speed}",),
        "tool_always": True,
        "pause": (),
        "end": ("M5", "M30", "END PGM {name} MM"),
        "words": (
            "BEGIN PGM",
            "END PGM",
            "TOOL CALL",
            "L",
            "CC",
            "C",
            "FMAX",
            "STOP",
            "M0",
            "M3",
            "M5",
            "M30",
        ),
        "arcs": Arcs(supported=True),
    }
)
ABSOLUTE = ISO.model_copy(
    update={
        "words": (*ISO.words, "G90.1"),
        "start": ("G21", "G17 G90 G94", "G90.1", "G54"),
        "arcs": Arcs(supported=True, helical=True, centre="absolute"),
    }
)
MILLISECONDS = ISO.model_copy(update={"dwell": ("G4 P{milliseconds}",)})


def absolute(moves: Moves) -> str:
    """The same G-code with arc centres as places."""
    lines, k = iso(moves).replace("G91.1", "G90.1").split("\n"), 0
    arcs = [p for kind, p in moves if kind in ("cw", "ccw")]
    for n, line in enumerate(lines):
        if line.startswith(("G2 ", "G3 ")):
            head, feed = line.split(" I")[0], line.split(" F")[1]
            lines[n] = f"{head} I{arcs[k][3]:.4f} J{arcs[k][4]:.4f} F{feed}"
            k += 1
    return "\n".join(lines)


def tight(text: str) -> str:
    """The same G-code in small letters without blanks; remarks stay as they are."""
    lines = (t if t.startswith("(") else t.replace(" ", "").lower() for t in text.split("\n"))
    return "\n".join(lines)


def sbp(moves: Moves) -> str:
    lines = [*head("'{text}"), "IF %(25)=0 THEN GOTO UNIT_ERROR", "SA", "CN,90", "TR,18000", "C6", "PAUSE 5"]
    lines += [f"JZ,{SAFE:.4f}"]
    x = y = 0.0
    for kind, (nx, ny, nz, *centre) in moves:
        if kind == "rapid":
            lines.append(f"J3,{nx:.4f},{ny:.4f},{nz:.4f}")
        else:
            speed = FEEDS[kind] / 60 - 0.005
            lines.append(f"MS,{speed:.2f},{min(speed, FEEDS['plunge'] / 60 - 0.005):.2f}")
            if centre:
                i, j = centre[0] - x, centre[1] - y
                lines.append(f"CG,,{nx:.4f},{ny:.4f},{i:.4f},{j:.4f},T,{1 if kind == 'cw' else -1}")
            else:
                lines.append(f"M3,{nx:.4f},{ny:.4f},{nz:.4f}" if kind != "plunge" else f"MZ,{nz:.4f}")
        x, y = nx, ny
    return "\r\n".join([*lines, "C7", "END", "UNIT_ERROR:", "CN,91", "END", ""])


def chords(start: tuple[float, float], p: tuple[float, ...], *, ccw: bool) -> list[tuple[float, float]]:
    cx, cy = p[3:]
    r = math.dist(start, (cx, cy))
    a, b = (math.atan2(q[1] - cy, q[0] - cx) for q in (start, p[:2]))
    sweep = (b - a) % math.tau if ccw else -((a - b) % math.tau)
    n = 40
    return [
        (cx + r * math.cos(a + sweep * k / n), cy + r * math.sin(a + sweep * k / n)) for k in range(1, n + 1)
    ]


def rml(moves: Moves) -> str:
    lines = ["PA;PA;", "!MC1;"]
    here = (0.0, 0.0)
    for kind, p in moves:
        speed = 100.0 if kind == "rapid" else FEEDS[kind] / 60 - 0.05
        lines.append(f"VS{speed:.1f};!VZ{speed:.1f};")
        for x, y in chords(here, p, ccw=kind == "ccw") if len(p) == 5 else [p[:2]]:
            lines.append(f"Z{x * 40:.0f},{y * 40:.0f},{p[2] * 40:.0f};")
        here = p[:2]
    return "\n".join([*lines, "!MC0;", "H;", ""])


def heidenhain(moves: Moves) -> str:
    lines = ["BEGIN PGM S01 MM", *head("; {text}"), "TOOL CALL 1 Z S18000", f"L Z{SAFE:+.3f} R0 FMAX", "M3"]
    for kind, (x, y, z, *centre) in moves:
        if kind == "rapid":
            lines.append(f"L X{x:+.3f} Y{y:+.3f} Z{z:+.3f} R0 FMAX")
        elif centre:
            lines.append(f"CC X{centre[0]:+.3f} Y{centre[1]:+.3f}")
            turn = "DR-" if kind == "cw" else "DR+"
            lines.append(f"C X{x:+.3f} Y{y:+.3f} {turn} R0 F{FEEDS[kind]}")
        else:
            lines.append(f"L X{x:+.3f} Y{y:+.3f} Z{z:+.3f} R0 F{FEEDS[kind]}")
    lines += ["M5", "M30", "END PGM S01 MM"]
    return "\n".join(f"{k} {line}" for k, line in enumerate(lines)) + "\n"


FAMILIES: dict[str, tuple[Controller, Callable[[Moves], str]]] = {
    "iso": (ISO, iso),
    "iso, absolute centres": (ABSOLUTE, absolute),
    "iso, dwell in ms": (MILLISECONDS, lambda m: iso(m).replace("G4 P5", "G4 P5000")),
    "iso, tight words": (ISO, lambda m: tight(iso(m))),
    "opensbp": (SBP, sbp),
    "rml": (RML, rml),
    "heidenhain": (HEIDENHAIN, heidenhain),
}

DAMAGE: dict[str, list[tuple[str, str, str]]] = {
    "opensbp": [
        ("IF %(25)=0 THEN GOTO UNIT_ERROR\r\n", "", "known-state"),
        ("SA\r\n", "", "known-state"),
        ("C6\r\n", "", "spindle"),
        ("C7\r\n", "", "spindle"),
        ("PAUSE 5\r\n", "", "spindle"),
        ("END\r\nUNIT", "UNIT", "reading"),
        ("J3,143.0000,55.0000,10.0000", "J3,143.0000,55.0000,-3.0000", "rapid"),
        ("MZ,-12.3000", "MZ,-13.3000", "depth"),
        ("CG,,130.0000,93.0000,-13.0000,0.0000,T,-1", "CG,,130.0000,93.0000,-13.1000,0.0000,T,-1", "reading"),
        ("CG,,130.0000,93.0000,-13.0000,0.0000,T,-1", "CG,,130.0000,93.0000,-13.0000,0.0000,T,1", "reading"),
        ("CG,,130.0000,93.0000,-13.0000,0.0000,T,-1", "M3,130.0000,93.0000,-12.3", "part-whole"),
        ("M3,40.0000,93.0000", "M3 40.0000 93.0000", "reading"),
        ("MS,83.33,20.83", "MS,833.3,20.83", "feed"),
        ("MS,20.83,20.83", "MS,83.33,83.33", "plunge"),
        ("TR,18000", "TR,28000", "spindle"),
        ("SA\r\n", "SA\r\nVD,,1\r\n", "reading"),
        ("M3,127.0000,43.0000,-5.0000", "M3,127.1000,43.0000,-5.0000", "part-whole"),
    ],
    "rml": [
        ("PA;PA;\n", "", "known-state"),
        ("!MC1;\n", "", "spindle"),
        ("!MC0;\n", "", "spindle"),
        ("H;\n", "", "known-state"),
        ("Z5720,2200,400;", "Z5720,2200,400", "reading"),
        ("Z5720,2200,-492;", "Z5720,2200,-552;", "depth"),
        ("Z5080,1720,-200;", "Z5084,1720,-200;", "part-whole"),
        ("Z5080,1720,-200;", "Z5080.5,1720,-200;", "reading"),
        ("Z5080,1720,-200;", "Z5080,1720,-200,5080;", "reading"),
        ("!VZ20.8;", "!VZ83.3;", "plunge"),
        ("!VZ83.3;", "!VZ833.3;", "feed"),
        ("!MC1;\n", "!MC1;\nPR;\n", "reading"),
    ],
    "heidenhain": [
        ("BEGIN PGM S01 MM", "BEGIN PGM S01 INCH", "reading"),
        ("9 L X", "10 L X", "reading"),
        ("M3\n", "; M3\n", "spindle"),
        ("M5\n", "; M5\n", "spindle"),
        ("DR+ R0", "DR- R0", "reading"),
        ("R0 F5000", "RL F5000", "reading"),
        (" R0", "", "known-state"),
        (" F1250", "", "known-state"),
        ("L X+143.000 Y+55.000 Z-4.100 R0 F1250", "L X+143.000 Y+55.000 Z-4.100 R0 FMAX", "rapid"),
        ("Z-12.300 R0 F1250", "Z-13.300 R0 F1250", "depth"),
        ("C X+130.000 Y+93.000 DR+", "C X+130.000 Y+93.100 DR+", "wood-left"),
        ("CC X+130.000 Y+80.000", "CC X+130.100 Y+80.000", "reading"),
        ("L X+127.000", "L IX+127.000", "reading"),
        ("TOOL CALL 1 Z S18000", "TOOL CALL 1 Z S28000", "spindle"),
    ],
}


@pytest.mark.parametrize("family", FAMILIES)
def test_an_undamaged_program_passes(family: str) -> None:
    controller, write = FAMILIES[family]
    wrong = [str(v) for v in prove_sheet(case(write=write, controller=controller)) if not v.passed]
    assert wrong == []


@pytest.mark.parametrize(("family", "k"), [(f, k) for f, found in DAMAGE.items() for k in range(len(found))])
def test_a_damaged_program_is_named(family: str, k: int) -> None:
    controller, write = FAMILIES[family]
    old, new, rule = DAMAGE[family][k]
    text = case(write=write, controller=controller).declaration.programs[0].text
    assert old in text
    found = {v.rule for v in prove_sheet(case(text.replace(old, new), controller=controller)) if not v.passed}
    assert rule in found, f"{old!r} -> {new!r}: {found}"


def test_a_syntax_without_a_reader_is_refused() -> None:
    with pytest.raises(ProofError, match="no reader"):
        read_program("", ISO.model_copy(update={"family": "hpgl"}))


@pytest.mark.parametrize("family", FAMILIES)
def test_any_text_is_judged_without_falling_over(family: str) -> None:
    controller, write = FAMILIES[family]
    text = case(write=write, controller=controller).declaration.programs[0].text
    for step in (7, 13, 29):
        assert read_program(text[::step], controller).faults
        assert read_program(text[len(text) // step :], controller).faults
        assert not all(v.passed for v in prove_sheet(case(text[len(text) // step :], controller=controller)))
    assert read_program("", controller).faults


@settings(max_examples=15, deadline=None, derandomize=True)
@given(data=st.data())
@pytest.mark.parametrize("family", FAMILIES)
def test_a_letter_changed_anywhere_is_judged_without_falling_over(family: str, data: st.DataObject) -> None:
    controller, write = FAMILIES[family]
    text = case(write=write, controller=controller).declaration.programs[0].text
    at = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.sampled_from("0123456789.-+ XYZGMFSIJ,;%(é\n"))
    verdicts = prove_sheet(case(text[:at] + letter + text[at + 1 :], controller=controller))
    assert len({(v.subject, v.rule) for v in verdicts}) == len(verdicts)
