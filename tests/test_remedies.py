"""Every remedy that can be carried out is carried out: from the fault to what is clean."""

from __future__ import annotations

import re
import shutil
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from crate import DESIGN, SMALL, add_crate, call

import mobilier.wording as wording

HOME = Path(wording.__file__).parent
ROOT = Path(__file__).parents[1]
BOARD = ("--thickness", "17.6")
CRATE = ("check", "crate", *BOARD)
CHARIOT = ("check", "chariot", *BOARD, "--thickness", "okoume-12=11.8")

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
MINI = ("nest", "chariot:atelier", "--effort", "quick", "-q", "-o", "out")
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
    typed("run-over-boards", "--run C01+C17", "--run C01+C02", "one board", before=MINI),
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
    design("loose-overlap", ENDS, "    joints = []\n", "declare a joint", right=DESIGN),
    design("double-joint", "for e in ends]\n    order", "for e in ends] * 2\n    order", "keep one"),
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

IN_BUNDLES = {
    *("changed-file", "missing-file", "foreign-file", "would-be-lost"),
    *("other-sources", "no-sums", "out-in-design"),
}
"""Carried out on a bundle, below."""

NOT_HERE = {
    "told elsewhere with what mends it (tests/test_nest_*.py, test_cli_build.py, test_job_*.py)": """
        two-thicknesses layout-of-another-job board-not-known lot-not-used no-panel-saw presets-named
        placeholder variant-name stock-too-small sheets-would-hold no-preset run pin ragged-sheet
        layout-file repeated-part repeated-sheet quantity stock rotations outline defect
        materials spacing margins unknown-pose""",
    "a drawing of others is mended in the program that drew it (tests/test_plan*.py, test_dxf_*.py)": """
        dxf-file dxf-entity drawing-units layer-name svg-file plan-file plan-nominal plan-twice
        layer-use dxf-faults dxf-left-out dxf-curves dxf-units dxf-copies dxf-forks dxf-open plan-gap
        plan-two-layers plan-crossing plan-overlap plan-layer plan-open plan-depth plan-empty
        plan-units plan-not-adapted plan-ambiguous""",
    "asks for another piece: only its designer knows which (tests/test_check_*.py, test_model_*.py)": """
        seam lettering not-sold step-hardware hinge-place blocked-step blocked-motion clash
        joint-stays-open joint-bears-nowhere thin-floor hardware-clash tilt castor-load ballast leaf-load
        transit-width transit-height ground-clearance void passage opening-too-narrow
        contour-crosses-itself""",
    "a deed at the machine, the bench or the shop": """
        speed-outside-spindle edge-rubs edge-too-fast may-not-cut-through controller-settings
        no-spin-up-wait unconfirmed-figures untested-controller one-tab-only no-room-for-tabs""",
    "a figure of the lab or the layout that tests/test_cam_*.py change": """
        wrong-face-up wrong-board spoilboard-too-thin cut-in-clamp label-not-drawn no-room-for-label
        beyond-travel pass-too-deep""",
    "a file of others is restored or made anew (tests/test_hostile.py, test_bundle_*.py)": """
        unreadable-file other-schema bad-document other-controller sheet-not-listed no-folder not-ours
        bad-kind missing-document large-document too-many-files older-bundle no-proof okh not-reproduced
        held-folder path-outside""",
    "asks for an installation, room, rights, or a word to us": """
        not-proven saw-not-free not-written fault process-ended system typesetter licence-text step-file
        kernel no-layout no-picture no-step""",
}
"""Remedies that no case here carries out, by the reason."""


def printed() -> dict[str, int]:
    """How many remedies each rule of the catalogue prints."""
    count: dict[str, int] = {}
    for file in sorted([*HOME.glob("refusals/*.toml"), *HOME.glob("rules/*.toml")]):
        for name, rule in tomllib.loads(file.read_text("utf-8")).items():
            tables = [rule, *rule.get("cases", {}).values()] if isinstance(rule, dict) else []
            count[name] = sum("remedy" in table for table in tables)
    return {name: number for name, number in count.items() if number}


def test_every_remedy_is_carried_out_or_has_a_reason() -> None:
    carried = {c.rule for c in CASES} | IN_BUNDLES
    excused = [name for names in NOT_HERE.values() for name in names.split()]
    assert len(excused) == len(set(excused))
    assert not carried & set(excused)
    assert carried | set(excused) == set(printed())


@pytest.fixture
def own(place: Path) -> Path:
    """A library with a crate."""
    add_crate(place)
    return place


def write(root: Path, files: Mapping[str, str]) -> None:
    """Write files below a folder."""
    for name, body in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(body, "utf-8")


def rules(told: str) -> set[str]:
    """The names of the rules that a command told."""
    lines = re.findall(r"^(?:error|warning|note) +(\S+)|error \[(\S+)\]", told, re.MULTILINE)
    return {first or second for first, second in lines}


@pytest.mark.parametrize("case", CASES, ids=[f"{c.rule}-{k}" for k, c in enumerate(CASES)])
def test_a_remedy_works(case: Case, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(own, case.files)
    before = call(capsys, *case.words)
    assert case.rule in rules(before.err), before.err
    assert case.said in before.err
    write(own, case.mended)
    after = call(capsys, *(case.then or case.words))
    assert after.code == 0, after.err
    assert case.rule not in rules(after.err)


BUNDLE = ("cut", "crate", *SMALL, "-o", "out")


@pytest.mark.parametrize("rule", ["changed-file", "missing-file", "foreign-file"])
def test_a_spoiled_bundle_is_whole_once_it_is_written_again(
    rule: str, own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *BUNDLE).code == 0
    spoiled = own / "out/params.toml"
    if rule == "changed-file":
        spoiled.write_text("x = 1\n")
    elif rule == "missing-file":
        spoiled.unlink()
    else:
        (own / "out/more.txt").write_text("mine")
    before = call(capsys, "verify", "out")
    assert before.code == 1
    assert rule in rules(before.err)
    refused = call(capsys, *BUNDLE)
    if rule != "missing-file":
        assert "would-be-lost" in rules(refused.err)
        assert "choose another folder with -o" in refused.err
    assert call(capsys, *BUNDLE[:-1], "again").code == 0
    assert call(capsys, "verify", "again").code == 0


def test_another_folder_or_replace_ends_what_keeps_a_folder(
    own: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(capsys, *BUNDLE).code == 0
    shutil.copytree(own / "designs/crate", own / "designs/box")
    (own / "designs/box/design.py").write_text(DESIGN.replace("def crate(", "def box("))
    box = ("cut", "box", *BUNDLE[2:])
    said = call(capsys, *box)
    assert "other-sources" in rules(said.err)
    assert "--replace" in said.err
    assert call(capsys, *box, "--replace").code == 0
    (own / "mine").mkdir()
    (own / "mine/letter.txt").write_text("dear")
    said = call(capsys, *box[:-1], "mine")
    assert "no-sums" in rules(said.err)
    assert call(capsys, *box[:-1], "other").code == 0
    said = call(capsys, *box[:-1], "designs/box/out")
    assert "out-in-design" in rules(said.err)
    assert "outside" in said.err
