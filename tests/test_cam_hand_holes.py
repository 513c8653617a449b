"""Holes that no cutter of a lab makes are left to the hand drill: marked, told everywhere, and proven so."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from crate import DESIGN, SMALL, add_crate, call
from remedies import BOARD, LAB

from mobilier.api import cut, job, nest
from mobilier.job.cutting import case_of
from mobilier.job.stages import Result
from mobilier.model.hand_holes import marked
from mobilier.proof.declaration import DeclaredHandHole
from mobilier.proof.prove import prove_sheet
from mobilier.proof.verdicts import Verdict

NARROW = DESIGN.replace("diameter=12.0", "diameter=4.5")


def add_lab(root: Path, *tools: str, by_hand: bool = True) -> None:
    """Write the crate with a drain hole of 4.5 mm and a lab with these tools."""
    (add_crate(root) / "design.py").write_text(NARROW)
    (root / "profiles/labs").mkdir(parents=True)
    text = LAB.replace('["endmill_6", "drill_5"]', json.dumps(list(tools)))
    (root / "profiles/labs/own.toml").write_text(text + f"drill_by_hand = {json.dumps(by_hand)}\n")


def made() -> Result:
    """The crate cut with that lab."""
    return cut(nest(job("crate", thickness=17.6, lab="own", sheets=((1250, 1220),), effort="quick")))


def verdicts(result: Result, *holes: DeclaredHandHole) -> list[Verdict]:
    """What the proof says when these holes are declared to be drilled by hand."""
    (sheet,) = result.sheets
    declaration = replace(sheet.declaration, by_hand=holes)
    return [v for v in prove_sheet(case_of(result.laid, sheet.layout, declaration)) if not v.passed]


def test_a_hole_without_a_cutter_is_refused_until_the_lab_drills_by_hand(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    add_lab(place, "endmill_6", by_hand=False)
    said = call(capsys, "check", "crate", "--lab", "own", *BOARD)
    assert said.code == 1
    assert "no-tool-fits" in said.err
    assert "drill_by_hand = true in the lab's habits" in said.err
    lab = place / "profiles/labs/own.toml"
    lab.write_text(lab.read_text().replace("drill_by_hand = false", "drill_by_hand = true"))
    said = call(capsys, "check", "crate", "--lab", "own", *BOARD)
    assert said.code == 0
    assert "1 × Ø 4.5 right through: drilled by hand, not marked" in said.err
    french = call(capsys, "check", "crate", "--lab", "own", *BOARD, "--lang", "fr")
    assert "1 × Ø 4,5 débouchants : à percer à la main" in french.err


@pytest.mark.parametrize(
    ("tools", "mark", "size", "depth"),
    [
        (("endmill_6",), "none", 0.0, 0.0),
        (("endmill_6", "drill_4", "drill_3"), "spot", 3.0, 1.0),
        (("endmill_6", "engraver_60"), "cross", 2.5, 0.5),
    ],
)
def test_its_centre_is_marked_where_a_cutter_can(
    tools: tuple[str, ...], mark: str, size: float, depth: float, place: Path
) -> None:
    add_lab(place, *tools)
    result = made()
    (hole,) = result.sheets[0].declaration.by_hand
    assert (hole.mark, hole.size, hole.depth) == (mark, pytest.approx(size), depth)
    assert verdicts(result, hole) == []
    part = result.laid.parts[hole.part]
    left = marked(part, result.laid.by_hand)
    assert len(left.features) == len(part.features) - (mark == "none")
    assert "drilled-by-hand" in {f.rule for f in result.findings}
    used = {s.tool.name for p in result.sheets[0].work.programs for _, s in p.cutters}
    assert len(used) == (1 if mark == "none" else 2)


def test_the_proof_does_not_believe_that_a_hole_is_drilled_by_hand(place: Path) -> None:
    add_lab(place, "endmill_6", "drill_4_5", "drill_3")
    drilled = made()
    assert drilled.laid.by_hand == ()
    part = next(p for p in drilled.laid.parts.values() if any(f.kind == "hole" for f in p.features))
    index = next(k for k, f in enumerate(part.features) if f.kind == "hole")
    claimed = DeclaredHandHole(part=part.id, feature=index)
    broken = {v.rule: v.message for v in verdicts(drilled, claimed)}
    assert f"a cutter of the sheet drills the 4.5 mm hole {index} of {part.id}" in broken["claim"]
    assert "part-whole" in broken
    other = 0 if index else 1
    (wrong,) = verdicts(drilled, DeclaredHandHole(part=part.id, feature=other))
    assert wrong.message == f"{part.id} has no hole {other} to drill by hand"
    (wrong,) = verdicts(drilled, DeclaredHandHole(part="Z99", feature=0))
    assert wrong.message == "Z99 has no hole 0 to drill by hand"


def test_a_hole_that_is_neither_drilled_nor_declared_is_missed(place: Path) -> None:
    add_lab(place, "endmill_6", "drill_3")
    result = made()
    assert {v.rule for v in verdicts(result)} == {"wood-left"}
    (hole,) = result.sheets[0].declaration.by_hand
    (wrong,) = verdicts(result, replace(hole, depth=0.5))
    assert wrong.rule == "part-whole"
    assert {v.rule for v in verdicts(result, replace(hole, size=5.0))} == {"claim", "pocket"}


def test_documents_say_it_where_it_is_done(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add_lab(place, "endmill_6", "drill_3")
    said = call(capsys, "bundle", "crate", "--lab", "own", *SMALL, "-o", "out", "--lang", "en,fr")
    assert said.code == 0, said.err
    setup = (place / "out/programs/generic_grbl/setup.en.md").read_text("utf-8")
    assert "**drilled by hand**: K02 floor: 1 × Ø 4.5 right through" in setup
    (drawing,) = (place / "out/parts").glob("K02*.map.svg")
    assert "1 × Ø 4.5 through, by hand" in drawing.read_text("utf-8")
    wiki = (place / "out/wiki/Crate.mediawiki.wikitext").read_text("utf-8")
    assert "First drill by hand in K02: 1 × Ø 4.5 right through." in wiki
    assert call(capsys, "verify", "out", "--regenerate").code == 0
