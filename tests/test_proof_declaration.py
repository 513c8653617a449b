"""What is declared travels through JSON unchanged, and nothing else gets in."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from proof_sheet import TOOL, case

from mobilier.errors import ProofError
from mobilier.proof.declaration import (
    Declaration,
    DeclaredMark,
    DeclaredScrew,
    DeclaredSkin,
    declaration_json,
    declaration_of,
)
from mobilier.proof.prove import prove_sheet

FULL: Declaration = replace(
    case().declaration,
    skin=0.4,
    skins=(DeclaredSkin(part="A01", copy=0, x=1.5, y=2.5, height=0.4),),
    lead=3.0,
    origin="centre",
    screws=(DeclaredScrew(x=1.0, y=2.0, diameter=10.0),),
    marks=(DeclaredMark(strokes=(((0.0, 0.0), (1.0, 2.0)),), depth=0.3),),
)
TEXTS = {p.name: p.text for p in FULL.programs}


def test_a_claim_goes_through_json_unchanged() -> None:
    tools = replace(FULL.programs[0], changes=((1, TOOL), (7, TOOL)))
    declaration = replace(FULL, programs=(tools,))
    assert declaration_of(json.loads(json.dumps(declaration_json(declaration))), TEXTS) == declaration


def test_texts_stay_out_of_the_json() -> None:
    assert "G21" not in json.dumps(declaration_json(FULL))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("skin", "thick"),
        ("origin", "left"),
        ("surprise", 1),
        ("skin", float("nan")),
        ("relief_style", "none"),
    ],
)
def test_a_wrong_value_or_an_unknown_key_is_refused(key: str, value: object) -> None:
    with pytest.raises(ProofError, match="S01"):
        declaration_of({**declaration_json(FULL), key: value}, TEXTS)


def test_a_missing_key_or_text_is_refused() -> None:
    values = declaration_json(FULL)
    with pytest.raises(ProofError, match="no text"):
        declaration_of(values, {})
    del values["relief_radius"]
    with pytest.raises(ProofError, match="relief_radius"):
        declaration_of(values, TEXTS)


def test_the_origin_shifts_what_is_judged() -> None:
    right = case()
    moved = replace(right, declaration=replace(right.declaration, origin="front-right"))
    assert {"travel", "wood-left"} <= {v.rule for v in prove_sheet(moved) if not v.passed}


def test_a_zero_on_the_bed_shifts_what_is_judged() -> None:
    right = case()
    bed = replace(right, machine=right.machine.model_copy(update={"zero": "bed"}))
    assert {"depth", "rapid", "part-whole"} & {v.rule for v in prove_sheet(bed) if not v.passed}


def test_verdicts_say_which_rule_where_and_how_much() -> None:
    verdicts = prove_sheet(case())
    assert len({(v.subject, v.rule) for v in verdicts}) == len(verdicts)
    assert all(str(v).startswith("kept [") for v in verdicts)


def test_a_layout_with_an_unknown_part_is_refused() -> None:
    with pytest.raises(ProofError, match="A01"):
        prove_sheet(replace(case(), parts={}))
