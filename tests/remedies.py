"""Faults with what mends them, as the remedies say; and the remedies that need more than words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from crate import DESIGN

ROOT = Path(__file__).parents[1]
BOARD = ("--thickness", "17.6")
CRATE = ("check", "crate", *BOARD)

FRENCH = """title = "Caisse"
[parameters]
width = "largeur"
depth = "profondeur"
floors = "fonds"
drain = "trou"
board = "panneau"
[parts]
end = "bout"
floor = "fond"
[steps]
put = "Assembler."
[poses]
closed = "debout"
"""
"""Texts of the crate."""

LAB = """name = "own"
title = "own"
about = ""
machine = "generic_grbl"
tools = ["endmill_6", "drill_5"]
layers = "mobilier"
deliver = ["gcode", "dxf", "svg"]
confirmed = []
source = ""
stock = []
[habits]
margin = 15
spacing = 4
tab_width = 8
tab_height = 3
"""


def text(old: str, new: str) -> str:
    """The crate's design with one passage written otherwise."""
    assert old in DESIGN, old
    return DESIGN.replace(old, new)


def lab(old: str, new: str) -> str:
    """A lab with one passage written otherwise."""
    assert old in LAB, old
    return LAB.replace(old, new)


@dataclass(frozen=True, kw_only=True)
class Case:
    """A fault: the command and the files it starts from, what is said, and what the remedy makes of them."""

    rule: str
    words: tuple[str, ...] = CRATE
    files: Mapping[str, str] = field(default_factory=dict)
    said: str = ""
    then: tuple[str, ...] = ()
    mended: Mapping[str, str] = field(default_factory=dict)


NEST = ("nest", *CRATE[1:], "--sheet", "1250x1220", "--effort", "quick", "-q", "-o", "out")
MEASURED = ("--material", "okoume-18", "--reading", "17.6")
LOT = """name = "lot"
material = "okoume-18"
readings = [17.6, 17.58, 17.62, 17.6]
source = "a calliper"
"""
BARE = re.sub(
    r"\n\[cutting[^\[]*", "\n", (ROOT / "profiles/tools/endmill_6.toml").read_text("utf-8")
).replace('name = "endmill_6"', 'name = "bare"')
DRAWN = "designs/crate/design.py"
OWN = "profiles/labs/own.toml"
IN_OWN = (*CRATE, "--lab", "own")
ENDS = "    joints = [tabs(b, into=e, count=1) for b in bottoms for e in ends]\n"
PUT = 'steps=[Step(key="put", plates=order)]'


GLUED = (
    DESIGN.replace("count, design, length", "count, design, glue, length")
    .replace("plates=order)]", "plates=order, hardware=('glue',))]")
    .replace("joints=joints, steps", "joints=joints, extras=glue(joints, []), steps")
)
"""The crate with its tabs glued."""


def design(rule: str, old: str, new: str, said: str = "", *, right: str = DESIGN) -> Case:
    """A slip in a design, mended as the remedy says."""
    return Case(rule=rule, files={DRAWN: text(old, new)}, said=said, mended={DRAWN: right})


def typed(rule: str, wrong: str, right: str, said: str = "", *, before: tuple[str, ...] = CRATE) -> Case:
    """Words that cannot be meant, and the words that the remedy asks for."""
    return Case(
        rule=rule,
        words=(*before, *wrong.split()),
        said=said or right.split()[-1],
        then=(*before, *right.split()),
    )


def profile(said: str, old: str, new: str, *, rule: str = "wrong-key") -> Case:
    """A slip in a lab's profile, mended as the remedy says."""
    return Case(rule=rule, words=IN_OWN, files={OWN: lab(old, new)}, said=said, mended={OWN: LAB})


SHELVES = "    bottoms = [\n"
EXTRA = '    rail = plate("rail", board, x=(t, width - t), y=(0, 60), z=20)\n'
LOOSE = DESIGN.replace(SHELVES, EXTRA + SHELVES).replace("*ends, *bottoms]", "*ends, *bottoms, rail]")
LOOSE = LOOSE.replace('order = ("end/left", *', 'order = ("end/left", "rail", *')

CASES = [
    # the search and the sheets
    Case(
        rule="too-many-wishes",
        words=(*NEST, "--run", "K01+K01+K01"),
        said="leave K01 out",
        then=(*NEST, "--run", "K01+K01"),
    ),
    Case(
        rule="too-many-wishes",
        words=(*NEST, "--pin", "K02@40,40,0", "--pin", "K02@40,500,0"),
        said="leave K02 out",
        then=(*NEST, "--pin", "K02@40,40,0"),
    ),
    Case(
        rule="unknown-part",
        words=(*NEST, "--pin", "K09@40,40,0"),
        said="did you mean 'K02'",
        then=(*NEST, "--pin", "K02@40,40,0"),
    ),
    Case(rule="bad-wish", words=(*NEST, "--run", "K01"), said="PART+PART", then=(*NEST, "--run", "K01+K02")),
    Case(
        rule="no-panel-saw",
        words=(*NEST, "--saw", "--lab", "own"),
        files={OWN: LAB},
        said="add [saw] with kerf, trim and source",
        mended={OWN: LAB + '[saw]\nkerf = 4\ntrim = 10\nsource = "measured"\n'},
    ),
    Case(
        rule="lot-not-used",
        words=(*CRATE[:2], "--lot", "lots/other.toml"),
        files={"lots/other.toml": LOT.replace("okoume-18", "birch-18")},
        said="--material birch-18",
        then=(*CRATE[:2], "--lot", "lots/other.toml", "--material", "birch-18", "--sheet", "1250x1220"),
    ),
    Case(
        rule="seam",
        words=("check", "crate", *BOARD, "--split", "--set", "width=900", "--sheet", "300x280"),
        said="smaller piece",
        then=("check", "crate", *BOARD, "--split", "--set", "width=900", "--sheet", "1000x400"),
    ),
    # how a piece goes together
    design(
        "step-hardware", PUT, PUT.replace("plates=order", "plates=order, hardware=('nail',)"), "take it out"
    ),
    Case(
        rule="step-hardware",
        files={DRAWN: GLUED.replace(", hardware=('glue',)", "")},
        said="name it in the step",
        mended={DRAWN: GLUED},
    ),
    design(
        "blocked-step",
        'order = ("end/left", *(b.name for b in bottoms), "end/right")',
        'order = ("end/left", "end/right", *(b.name for b in bottoms))',
        "change the order",
    ),
    design("clash", ENDS, "    joints = []\n", "declare the joint between them"),
    # words of the command line
    typed("bad-length", "--set width=4oo", "--set width=400", "17.6mm"),
    typed("bad-length", "--set width=17,600", "--set width=600", "600"),
    typed("bad-length", "--set depth=1/0", "--set depth=300", "17.6mm"),
    typed("bad-sheet-size", "--sheet 2500", "--sheet 2500x1220"),
    typed("bad-value", "--set floors=two", "--set floors=2", "whole number"),
    typed("bad-value", "--set drain=perhaps", "--set drain=no", "yes or no"),
    typed("bad-pair", "--set width", "--set width=400", "NAME=VALUE"),
    typed("said-twice", "--set width=400 --set width=500", "--set width=500", "once"),
    typed("value-refused", "--set width=100", "--set width=200", "at least 200"),
    typed("value-refused", "--set width=1000", "--set width=900", "at most 900"),
    typed("unknown-parameter", "--set widht=400", "--set width=400", "'width'"),
    typed("unknown-preset", "--preset plian", "--preset plain", "'plain'"),
    typed("unknown-name", "--lab defalt", "--lab default", "'default'"),
    typed("unknown-name", "--machine generic_grb", "--machine generic_grbl", "'generic_grbl'"),
    typed("unused-sheet", "--sheet 1220x1220x12", "--sheet 1220x1220x18", "nominal thickness"),
    typed("reading-off", "--thickness 1.76", "--thickness 17.6", "measure again", before=("check", "crate")),
    Case(rule="unknown-name", words=("check", "crat"), said="'crate'", then=CRATE),
    Case(
        rule="bad-source", words=("check", "crate*2000"), said="1 to 1000", then=("check", "crate*2", *BOARD)
    ),
    Case(
        rule="bad-source", words=("check", "crate*two"), said="1 to 1000", then=("check", "crate*2", *BOARD)
    ),
    Case(rule="bad-source", words=("check", "crate:"), said="crate alone", then=CRATE),
    Case(rule="bad-name", words=("new", "design", "3"), said="my_table", then=("new", "design", "my_table")),
    Case(
        rule="bad-name", words=("new", "design", "class"), said="my_table", then=("new", "design", "my_table")
    ),
    Case(
        rule="there-already",
        words=("new", "design", "crate"),
        said="another name",
        then=("new", "design", "box"),
    ),
    Case(
        rule="bad-stock-word",
        words=("new", "lab", "x", "--sheet", "okoume-18"),
        said="okoume-18=2500x1220",
        then=("new", "lab", "x", "--sheet", "okoume-18=2500x1220"),
    ),
    # the lab, its boards and its sheets
    Case(rule="board-not-measured", words=("check", "crate"), said="--thickness", then=CRATE),
    Case(
        rule="stock-assumed",
        words=IN_OWN,
        files={OWN: LAB},
        said="--sheet",
        then=(*IN_OWN, "--sheet", "2500x1220"),
    ),
    Case(
        rule="unknown-cutters",
        words=IN_OWN,
        files={OWN: lab('["endmill_6", "drill_5"]', "[]")},
        said="write its tools into its profile",
        mended={OWN: LAB},
    ),
    Case(
        rule="no-cutter",
        words=IN_OWN,
        files={OWN: lab('"endmill_6", ', "")},
        said="lab's tools",
        mended={OWN: LAB},
    ),
    Case(
        rule="no-programs",
        words=IN_OWN,
        files={OWN: lab('machine = "generic_grbl"\n', "").replace('"gcode", ', "")},
        said="--machine",
        then=(*IN_OWN, "--machine", "generic_grbl"),
    ),
    typed(
        "sheet-larger-than-bed",
        "--machine shopbot_prs --sheet 2500x1220x18",
        "--machine shopbot_prs --sheet 2440x1220x18",
    ),
    Case(
        rule="part-too-large",
        words=(*CRATE, "--set", "width=900", "--sheet", "700x500"),
        said="--split",
        then=(*CRATE, "--set", "width=900", "--sheet", "700x500", "--split"),
    ),
    typed("said-twice", "--thickness 11.8", "", "BOARD=11.8"),
    # the layout that is asked for
    typed("unknown-part", "--pin K9@0,0", "--pin K01@20,20", "K01", before=NEST),
    typed("bad-wish", "--pin K01", "--pin K01@20,20", "for example", before=NEST),
    typed("too-many-wishes", "--run K01+K01+K01+K01", "--run K01+K01", "leave K01 out", before=NEST),
    typed("one-of-these", "--layout out --pin K01@20,20", "--pin K01@20,20", "only one", before=NEST),
    Case(
        rule="lot-file",
        words=("lot", "june.txt", *MEASURED),
        said="ends in .toml",
        then=("lot", "june.toml", *MEASURED),
    ),
    Case(
        rule="lot-of-another-board",
        words=("lot", "lot.toml", "--material", "birch-18", "--reading", "17.7"),
        files={"lot.toml": LOT},
        said="another file",
        then=("lot", "birch.toml", "--material", "birch-18", "--reading", "17.7"),
    ),
    Case(
        rule="readings-apart",
        words=("check", "crate", "--lot", "lot.toml"),
        files={"lot.toml": LOT.replace("17.6]", "16.2, 18.8]")},
        said="leave the wrong reading out",
        mended={"lot.toml": LOT},
    ),
    # cutters and clamps
    Case(
        rule="no-cutting-data",
        words=IN_OWN,
        files={OWN: lab('"endmill_6"', '"bare"'), "profiles/tools/bare.toml": BARE},
        said="choose another tool",
        mended={OWN: LAB},
    ),
    Case(
        rule="no-tool-fits",
        words=IN_OWN,
        files={OWN: lab('"endmill_6"', '"endmill_12"'), DRAWN: text("diameter=12.0", "diameter=8.0")},
        said="smaller",
        mended={OWN: LAB},
    ),
    Case(
        rule="no-tool-fits",
        words=IN_OWN,
        files={OWN: LAB, DRAWN: text("diameter=12.0", "diameter=4.5")},
        said="drill_by_hand = true",
        mended={OWN: LAB + "drill_by_hand = true\n"},
    ),
    Case(
        rule="zero-under-clamp",
        words=("cut", *IN_OWN[1:], "--sheet", "1250x1220", "--effort", "quick", "-o", "out"),
        files={OWN: lab("stock = []", "stock = []\nclamps = [[0, 0, 60, 60]]")},
        said="another corner",
        mended={OWN: lab("stock = []", "stock = []\nclamps = [[0, 0, 60, 60]]") + 'origin = "back-right"\n'},
    ),
    # profiles
    profile("did you mean 'tools'", "tools =", "tolls ="),
    profile("add it", 'title = "own"\n', ""),
    profile("in quotes", 'title = "own"', "title = 5"),
    profile("correct the figure", "[habits]\n", "[habits]\nrelief_extra = -1\n"),
    profile("write a number", "spacing = 4\n", 'spacing = "4"\n'),
    profile("should be 20 or less", "tab_height = 3", "tab_height = 100"),
    profile("at least 50, or 0", "[habits]\n", "[habits]\nscrews = 0.01\n"),
    profile("should be 3 or less", "[habits]\n", "[habits]\nonion = 30\n"),
    profile("same name", 'name = "own"', 'name = "other"', rule="profile-file"),
    profile("did you mean 'endmill_6'", '"endmill_6"', '"endmil_6"', rule="unknown-name"),
    # designs
    design("design-file", "    return Piece(", "    Piece(", "return Piece"),
    design("design-file", "@design(letter", "# (letter", "@design"),
    design("design-file", 'letter="K"', 'letter="kk1"', "capitals"),
    design("design-file", "    return Piece(", "    1 / 0\n    return Piece(", "correct the design"),
    design("design-file", "(400, 200, 900,", "(400, 900, 200,", "lowest"),
    design("same-name", 'plate("end/right"', 'plate("end/left"', "tell them apart"),
    design(
        "plate",
        "y=(0, depth), z=(0, height)),\n        plate",
        "y=(0, depth), z=height),\n        plate",
        "two spans",
    ),
    design(
        "plate", "x=(0, width), y=(0, depth), z=100.0", "x=(width, width), y=(0, depth), z=100.0", "larger"
    ),
    design(
        "joint", "x=(0, width), y=(0, depth), z=100.0", "x=(60, width - 60), y=(0, depth), z=100.0", "extend"
    ),
    design("step-plate", '"end/right")', '"end/rigth")', "did you mean 'end/right'"),
    design("member", "joints=joints", "joints=[*joints, None]", "tabs(seat, into=left)"),
    design("member", "plates=[*ends, *bottoms]", "plates=bottoms", "leave the joint out"),
    design("design-file", "t = board.thickness", "t = bord.thickness", "did you mean 'board'"),
    design("design-file", "into=e, count=1", "in_to=e, count=1", "did you mean 'into'"),
    design("design-file", "board.thickness\n", "board.thicknes\n", "did you mean 'thickness'"),
    design("design-file", "for e in ends]\n    order", "for e in ends\n    order", "bracket, a comma"),
    design("design-file", "import Hole", "import Holes, Hole", "did you mean 'Hole'"),
    design("design-file", '"""Crate:', 'import numpyy\n"""Crate:', "install it, or"),
    Case(
        rule="text-missing",
        files={"designs/crate/texts.fr.toml": FRENCH.replace('end = "bout"', "")},
        said="write the text of end below [parts]",
        mended={"designs/crate/texts.fr.toml": FRENCH},
    ),
    Case(
        rule="text-stale",
        files={"designs/crate/texts.fr.toml": FRENCH.replace('end = "bout"', 'end = "bout"\nhood = "toit"')},
        said="take them out",
        mended={"designs/crate/texts.fr.toml": FRENCH},
    ),
    design("loose-overlap", ENDS, "    joints = []\n", "declare a joint", right=DESIGN),
    design("double-joint", "for e in ends]\n    order", "for e in ends] * 2\n    order", "keep one"),
    Case(
        rule="held",
        files={DRAWN: DESIGN},
        said="extras=glue",
        mended={DRAWN: GLUED},
    ),
    design("not-assembled", ', "end/right")', ")", "list them in a step"),
    design(
        "thin-web",
        "holes = [Hole(",
        "holes = [Hole(at=(width / 2 + 14, depth / 2), diameter=12.0, why='x'), Hole(",
        "move one",
    ),
    Case(
        rule="near-edge",
        files={DRAWN: text("at=(width / 2, depth / 2)", "at=(width / 2, 5)")},
        said="move it away from the edge",
        mended={DRAWN: DESIGN},
    ),
]
