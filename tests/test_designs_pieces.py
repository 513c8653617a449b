"""The shipped pieces: what each preset is made of, how large it is, and that it holds together."""

from __future__ import annotations

import random
import re
from collections import Counter
from dataclasses import replace

import pytest

import designs
from mobilier.check.ladder import check_piece
from mobilier.errors import DesignError
from mobilier.model.piece import Piece

PARTS = {
    ("chariot", "atelier"): {
        "socle": 1, "plateau": 1, "flanc": 2, "cloison": 1, "poignee": 2, "etagere avant": 1,
        "etagere arriere": 1, "separateur": 1, "rallonge": 2, "pied-portillon": 4, "semelle": 4, "cale": 4,
        "facade tiroir": 2, "cote tiroir": 4, "bout tiroir": 4, "fond tiroir": 2,
    },
    ("chariot", "mini"): {
        "socle": 1, "plateau": 1, "flanc": 2, "cloison": 1, "poignee": 2, "etagere avant": 1,
        "etagere arriere": 1,
    },
    ("chariot", "pmr"): {
        "socle": 1, "plateau": 1, "flanc": 2, "cloison": 1, "poignee": 2, "etagere avant": 1,
        "etagere arriere": 1, "separateur": 1, "rallonge": 2, "pied-portillon": 4, "semelle": 4, "cale": 4,
        "facade tiroir": 2, "cote tiroir": 4, "bout tiroir": 4, "fond tiroir": 2, "panneau outils": 1,
    },
    ("chariot", "euro"): {
        "socle": 1, "plateau": 1, "flanc": 2, "cloison": 1, "poignee": 2, "etagere avant": 2,
        "etagere arriere": 2, "rallonge": 2, "pied-portillon": 4, "semelle": 4, "cale": 4,
    },
    ("maisonnette", "duo"): {
        "socle": 1, "fond": 1, "joue": 2, "plateau fixe": 1, "tablette haute": 1, "pignon avant": 1,
        "pan de toit": 2, "closoir": 2, "volet": 2, "cale de roulette": 2, "plateau rabattable": 1,
        "gousset": 2, "tasseau": 2, "assise": 2,
        "pied de tabouret": 4,
    },
    ("maisonnette", "solo"): {
        "socle": 1, "fond": 1, "joue": 2, "plateau fixe": 1, "tablette haute": 1, "pignon avant": 1,
        "pan de toit": 2, "closoir": 2, "volet": 2, "cale de roulette": 2, "plateau rabattable": 1,
        "gousset": 2, "tasseau": 2, "assise": 1,
        "pied de tabouret": 2,
    },
    ("maisonnette", "pmr"): {
        "socle": 1, "fond": 2, "couvre-joint": 1, "joue": 2, "plateau fixe": 1, "tablette haute": 1,
        "pignon avant": 1, "pan de toit": 2, "closoir": 2, "volet": 2,
        "cale de roulette": 2, "plateau rabattable": 1, "gousset": 2, "tasseau": 2,
    },
    ("porte", "comptoir"): {
        "bac de lest": 1, "lisse": 1, "panneau de fond": 1, "comptoir": 1, "tablette depliants": 2,
        "rebord": 4, "montant bas": 2, "montant haut": 2, "eclisse": 2, "fronton": 2, "clavette": 8,
        "contrefort": 4, "flasque": 2,
    },
    ("porte", "totem"): {
        "bac de lest": 1, "lisse": 1, "panneau de fond": 1, "tablette depliants": 1, "rebord": 2,
        "montant bas": 2, "montant haut": 2, "eclisse": 2, "fronton": 2, "clavette": 8, "contrefort": 4,
        "flasque": 2,
    },
    ("porte", "passage"): {
        "bac lateral": 2, "paroi": 2, "montant bas": 2, "montant haut": 2, "eclisse": 2, "nervure": 4,
        "fronton": 2, "clavette": 8, "contrefort": 4,
    },
}  # fmt: skip


def outside(piece: Piece) -> dict[str, float]:
    """The sizes that are parameters, measured on the finished parts, beside what they should be."""
    v = piece.values
    first = piece.poses[0].name
    (x0, y0, _), (x1, y1, z1) = piece.extent(first)
    if piece.name == "chariot":
        return {
            "width": (y1 - y0) - v["transit_width"],
            "length": (x1 - x0) - v["length"] - 2 * v["handle"],
            "height": z1 - v["bench_h"],
        }
    if piece.name == "maisonnette":
        return {
            "width": (x1 - x0) - v["width"] - 80,
            "depth": (y1 - y0) - v["depth"] - 200,
            "height": z1 - v["top"],
        }
    if v["variant"] == "passage":
        return {"width": (x1 - x0) - v["width"] - 150, "height": z1 - 2210 - 0.8 * v["sign_h"]}
    plates, poses = [p for p in piece.plates if p.word != "flasque"], piece.poses[:1]
    folded = replace(piece, plates=plates, poses=poses, joints=[], extras=[], steps=[])
    back = folded.extent(first)[1][1] - v["compact_depth"] / 2
    share = 0.6 if v["variant"] == "totem" else 1.0
    return {"width": (x1 - x0) - share * v["width"], "height": z1 - v["height"], "depth": back}


def test_every_preset_is_listed() -> None:
    """The expected parts below name every preset, so that none goes untested."""
    assert set(PARTS) == set(designs.presets())


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_a_preset_is_made_of_its_parts(name: str, preset: str) -> None:
    """Words and quantities of the parts, and every plate in exactly one part and one step."""
    piece = designs.built(name, preset)
    found: Counter[str] = Counter()
    for part in piece.parts:
        found[part.name] += part.quantity
    assert dict(found) == PARTS[name, preset]
    plates = sorted(p.name for p in piece.plates)
    assert sorted(i.plate for p in piece.parts for i in p.instances) == plates
    assert sorted(n for s in piece.steps for n in s.plates) == plates


@pytest.mark.parametrize(("name", "preset"), designs.presets())
@pytest.mark.parametrize("thickness", [12.0, 15.0, 17.1, 18.7, 21.0, 24.0])
def test_outer_sizes_hold_at_every_thickness(name: str, preset: str, thickness: float) -> None:
    """Only slots, tabs and inner lengths follow the board."""
    off = outside(designs.built(name, preset, thickness))
    assert off == pytest.approx(dict.fromkeys(off, 0.0), abs=1e-6)


@pytest.mark.parametrize(("name", "preset"), designs.presets())
def test_a_preset_climbs_the_whole_ladder(name: str, preset: str) -> None:
    """As drawn and as machined, in every pose and on the way: no error, no warning."""
    found = check_piece(designs.built(name, preset), designs.tools(), designs.lab().habits)
    assert [str(f) for f in found if f.level != "note"] == []


@pytest.mark.parametrize("name", designs.NAMES)
def test_presets_differ_in_parts(name: str) -> None:
    """A preset is another piece, not another number."""
    lists = [PARTS[n, p] for n, p in PARTS if n == name]
    assert all(a != b for k, a in enumerate(lists) for b in lists[k + 1 :])


@pytest.mark.parametrize("name", designs.NAMES)
def test_each_parameter_alone_reaches_its_ends(name: str) -> None:
    """At each end the piece's parts can be made, or (rarely) the refusal says what to do."""
    refusals = []
    for key, parameter in designs.design(name).parameters.items():
        for value in designs.ends(parameter):
            try:
                piece = designs.built(name, **{key: value})
                off = outside(piece)
            except DesignError as refused:
                refusals.append(f"{key} = {value}: {refused}")
                continue
            assert off == pytest.approx(dict.fromkeys(off, 0.0), abs=1e-6), f"{key} = {value}"
    assert [r for r in refusals if not re.search(r"= .*[;:] \w+", r)] == []
    assert len(refusals) <= 2


@pytest.mark.parametrize("name", designs.NAMES)
def test_random_values_build_or_are_refused_with_a_remedy(name: str) -> None:
    """Fifteen uniform random combinations: nothing but a piece or a DesignError with a remedy."""
    dice = random.Random(7)
    made, refusals = 0, []
    for _ in range(15):
        given = designs.drawn(name, dice)
        try:
            piece = designs.built(name, **given)
            made += len(piece.parts) > 5
        except DesignError as refused:
            refusals.append(str(refused))
    assert [r for r in refusals if not re.match(r"\w+.*([;:]|->) .+", r)] == []
    assert made >= 11
