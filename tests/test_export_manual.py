"""The steps as they are told: nothing is left out, nothing twice, and few parts in each picture."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

import designs
from mobilier.export.views.manual import MOST, built_in, hands, manual, minutes
from mobilier.model.bill import fixings_of, step_that_fixes
from mobilier.model.screws import screws_of
from mobilier.profiles.types import Pace

PACE = Pace()


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_every_part_fitting_and_screw_is_told_once_in_order(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    told = manual(piece)
    assert [n for t in told for n in range(t.number, t.number + t.times)] == list(
        range(1, len(piece.steps) + 1)
    )
    for t in told:
        assert [n for p in t.phases for n in p.plates] == list(t.step.plates)
        driven = [s for p in t.phases for s in p.screws]
        asked = [
            s
            for j in piece.joints
            if j.word != "hinged" and step_that_fixes(piece, j) == t.number - 1
            for s in screws_of(j)
        ]
        assert sorted(map(repr, driven)) == sorted(map(repr, asked))
    names = [name for t in told for name in t.pictures]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_a_picture_brings_three_parts_or_four_of_one_name(name: str, preset: str) -> None:
    groups = [p.plates for t in manual(designs.built(name, preset)) for p in t.phases]
    words = [{n.partition("/")[0] for n in g} for g in groups]
    assert all(len(g) <= MOST + (len(w) == 1) for g, w in zip(groups, words, strict=True))


@pytest.mark.parametrize(
    ("name", "preset", "key"), [("chariot", "atelier", "drawer"), ("maisonnette", "duo", "stool")]
)
def test_equal_sub_assemblies_are_told_once(name: str, preset: str, key: str) -> None:
    piece = designs.built(name, preset)
    (told,) = [t for t in manual(piece) if t.step.key == key]
    alike = [s for s in piece.steps if s.key == key]
    assert told.times == len(alike) > 1
    parts = [Counter(piece.part_of[n][0].id for n in s.plates) for s in alike]
    assert all(p == parts[0] for p in parts)
    alone = minutes(piece, replace(told, times=1), PACE)
    assert minutes(piece, told, PACE) == pytest.approx(told.times * alone)


def test_steps_of_unequal_parts_are_told_each() -> None:
    piece = designs.built("chariot", "atelier")
    first, second = [s for s in piece.steps if s.key == "drawer"]
    unequal = replace(piece, steps=[replace(first, plates=first.plates[:-1]), second])
    assert [t.times for t in manual(unequal)] == [1, 1]


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_time_grows_with_parts_screws_and_glue_and_hands_share_it(name: str, preset: str) -> None:
    piece = designs.built(name, preset)
    work = sum(minutes(piece, t, PACE) * t.step.people for t in manual(piece))
    fixings = sum(fixings_of(j) for j in piece.joints)
    assert work >= PACE.part * len(piece.plates) + PACE.fixing * fixings
    slow = Pace(part=2 * PACE.part, fixing=2 * PACE.fixing, joint=2 * PACE.joint)
    assert built_in(piece, slow) == pytest.approx(2 * built_in(piece, PACE))


def test_tools_follow_the_joints_of_a_step() -> None:
    piece = designs.built("chariot", "atelier")
    asked = {t.step.key: set(hands(piece, t)) for t in manual(piece)}
    assert asked["case"] == {"mallet", "clamps"}
    assert asked["castors"] == {"spanner"}
    assert "driver" in asked["separator"]
    assert "driver" in asked["leaves"]


def test_a_barrel_bolt_is_screwed_on_and_a_castor_bolted() -> None:
    piece = designs.built("maisonnette", "duo")
    asked = {t.step.key: set(hands(piece, t)) for t in manual(piece)}
    assert asked["stays"] == {"driver"}
    assert asked["castors"] == {"spanner"}
