"""What is bought: counts follow the joints, sizes are sold, steps use what is on the list."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import replace

import pytest

import designs
from mobilier import sold
from mobilier.errors import DesignError
from mobilier.model.bill import judge_steps, used_in
from mobilier.model.piece import Piece
from mobilier.model.splice import Seam, splice
from mobilier.profiles.hardware import MEASURES


def drilled(piece: Piece) -> Counter[str]:
    """The holes that screws, bolts and castors go through, by the key of what goes in."""
    keys = {j.label: j.fixing.key for j in piece.joints if j.fixing}
    out: Counter[str] = Counter()
    for part in piece.parts:
        for f in part.features:
            if f.kind == "hole" and f.why in keys:
                out[keys[f.why]] += part.quantity
            elif f.kind == "hole" and f.why == "castor":
                out["bolt-castor"] += part.quantity
    return out


def lines(piece: Piece) -> Counter[str]:
    """What is bought, by key."""
    out: Counter[str] = Counter()
    for h in piece.hardware:
        out[h.key] += h.quantity
    return out


@pytest.mark.parametrize("name", designs.NAMES)
def test_the_list_agrees_with_the_holes_and_the_steps_of_any_values(name: str) -> None:
    """Presets and random values: one screw or bolt a hole, and every piece of hardware in its step."""
    dice, met = random.Random(f"bill {name}"), 0
    built = [designs.built(n, p) for n, p in designs.presets() if n == name]
    for _ in range(25):
        try:
            built.append(designs.built(name, **designs.drawn(name, dice)))
        except DesignError:
            continue
    for piece in built:
        holes, bought = drilled(piece), lines(piece)
        assert {k: bought[k] for k in holes} == dict(holes)
        used: Counter[str] = Counter()
        for n in range(len(piece.steps)):
            used.update(used_in(piece, n))
        assert used == bought
        met += len(holes)
    assert met > len(built)


def test_a_passage_buys_one_bolt_for_each_bolt_hole() -> None:
    """A side tray is bolted to its post and to its wall."""
    piece = designs.built("porte", "passage")
    holes = [f for p in piece.parts for _ in p.instances for f in p.features if "clamped" in f.why]
    assert lines(piece)["bolt"] == len([f for f in holes if f.kind == "hole"]) == 6


def test_hinges_come_in_the_step_that_hangs_what_turns() -> None:
    """Four on the gussets, six on the wings."""
    piece = designs.built("maisonnette")
    taken = {s.key: used_in(piece, n).get("butt-hinge") for n, s in enumerate(piece.steps)}
    assert {k: v for k, v in taken.items() if v} == {"gussets": 4, "wings": 6}


def test_steps_and_list_may_not_disagree() -> None:
    """A screw that no step drives, and a step with hardware that nobody buys, are refused."""
    piece = designs.built("chariot", "mini")
    bare = replace(piece, steps=[replace(s, hardware=()) for s in piece.steps])
    with pytest.raises(DesignError, match="glue"):
        judge_steps(bare)
    odd = replace(piece, steps=[*piece.steps[:-1], replace(piece.steps[-1], hardware=("castor", "magnet"))])
    with pytest.raises(DesignError, match="magnet"):
        judge_steps(odd)


def test_what_is_not_sold_is_refused_and_what_is_sold_is_told() -> None:
    """The nearest size of those that carry the load; beyond them, the list."""
    article = sold("castor-swivel", least={"load": 100.0}, near={"height": 120.0})
    assert (article.size.diameter, article.size.height) == (100.0, 128.0)
    with pytest.raises(DesignError, match="135") as refused:
        sold("castor-swivel", least={"load": 500.0})
    assert refused.value.findings[0].rule == "not-sold"
    with pytest.raises(DesignError):
        sold("piano-hinge", cut=(2500.0,))
    assert sold("piano-hinge", cut=(1180.0,)).label("fr").startswith("barre de 2000 mm coupée à 1180")


def test_the_piece_stands_on_castors_that_are_sold() -> None:
    """A wish of 140 mm becomes 128 or 155, and the base lies there."""
    piece = designs.built("chariot", "mini", castor_h=140.0)
    base = next(p for p in piece.plates if p.name == "socle")
    castor = next(h for h in piece.hardware if h.key == "castor")
    assert base.box[2][0] == castor.article.size.height
    assert all(m in ("diameter", "height") or getattr(castor.article.size, m) is None for m in MEASURES)


def test_shelves_hang_on_tabs_and_no_screw_hides_behind_another_shelf() -> None:
    """Front and back shelves lie at one height: the spine between them takes no screws."""
    for preset in designs.design("chariot").presets:
        piece = designs.built("chariot", preset)
        words = [j.word for j in piece.joints if j.a.name.startswith("etagere") and j.b.name == "cloison"]
        assert words
        assert set(words) == {"tabs"}
        assert not [j for j in piece.joints if j.word == "screwed" and "cloison" in (j.a.name, j.b.name)]


def test_a_splice_brings_its_own_screws() -> None:
    """The strip over a seam is screwed to both halves."""
    piece = designs.built("chariot", "mini")
    cut = splice(piece, Seam(plate="plateau", axis="u", at=450.0))
    assert lines(cut)["screw-strip"] > 0
    assert lines(piece)["screw-strip"] == 0
