"""The CAD kernel and the flat checks must say the same of the same piece."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pieces import board, box, shelf, trestle

from mobilier import Piece
from mobilier.check.fit import clashes, solids_of
from mobilier.check.solids import overlapping

pytest.importorskip("cadquery", reason="the CAD kernel is not installed")

from mobilier.check.kernel_checks import bearings, find_clashes

PIECES = {"box": box, "shelf": shelf, "trestle": trestle}


def shifted(piece: Piece, plate: str, by: tuple[float, float, float]) -> Piece:
    """The piece with one finished part put in the wrong place."""
    parts = tuple(
        replace(
            p,
            instances=tuple(
                replace(i, frame=i.frame.moved(by)) if i.plate == plate else i for i in p.instances
            ),
        )
        for p in piece.parts
    )
    moved = replace(piece)
    object.__setattr__(moved, "parts", parts)
    return moved


@pytest.mark.parametrize("name", PIECES)
def test_neither_finds_wood_in_common(name: str) -> None:
    piece = PIECES[name](board(17.6))
    assert find_clashes(piece) == []
    assert clashes(piece, piece.poses[0].name) == []


@pytest.mark.parametrize("name", PIECES)
def test_every_joint_bears(name: str) -> None:
    """Mates pushed together touch: no part floats."""
    found = bearings(PIECES[name](board(18)))
    assert [b.joint for b in found if b.area < 50] == []


@given(
    which=st.sampled_from(["bottom", "rail", "cross", "side/left"]),
    by=st.tuples(*[st.integers(-16, 16).map(lambda k: 0.75 * k + 0.4)] * 3),
)
@settings(max_examples=8, deadline=None, phases=[Phase.explicit, Phase.generate])
def test_both_name_the_same_pairs_and_volumes(which: str, by: tuple[float, float, float]) -> None:
    """A part anywhere wrong: the same clashes, the same volume.

    Within 15 % or 60 mm³: the flat checks leave 0.02 mm on each side.
    """
    piece = shifted(box(board(18), 400, 300, 250), which, by)
    true = {frozenset((a, b)): v for a, b, v in find_clashes(piece)}
    flat: dict[frozenset[str], float] = {}
    for c in overlapping(solids_of(piece)):
        flat[frozenset((c.a, c.b))] = flat.get(frozenset((c.a, c.b)), 0.0) + c.volume
    pairs = {tuple(sorted(pair)): (flat.get(pair, 0.0), true.get(pair, 0.0)) for pair in true | flat}
    assert [p for p, (a, b) in pairs.items() if a != pytest.approx(b, rel=0.15, abs=60)] == [], pairs
