"""What a piece promises: knees, wind, leaves, ways through; and letters that hold together."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from pieces import board as ply

import designs
from mobilier import DesignError, Requirement, fitted, leaflet_shelves, stencil
from mobilier.check.ergonomics import leaf_load, leaflets, passage, void
from mobilier.check.wind import ballast, silhouette, stands
from mobilier.model.assemblies.leaflets import pitch_of
from mobilier.model.lettering import bold, filled, size_of, strokes_of
from mobilier.model.piece import Piece


def promise(piece: Piece, kind: str) -> Requirement:
    """The piece's requirement of a kind."""
    return next(r for r in piece.requirements if r.kind == kind)


def test_a_narrow_leaf_leaves_no_room_for_knees() -> None:
    """A seated bench with leaves of 360 has its void, and with 240 promises none."""
    good = designs.built("chariot", "pmr")
    assert void(good, promise(good, "void")) == []
    narrow = designs.built("chariot", "pmr", leaf_w=240.0)
    assert "void" not in {r.kind for r in narrow.requirements}


def test_a_part_in_the_void_is_found() -> None:
    """Promise more depth than the base's cut-out gives: the base stands in it."""
    piece = designs.built("maisonnette", "duo")
    r = promise(piece, "void")
    assert void(piece, r) == []
    deeper = replace(r, values={**r.values, "y1": r.values["y1"] + 30})
    found = void(piece, deeper)
    assert len(found) == 1
    assert "socle" in str(found[0])


def test_empty_brackets_tip_below_98_kg() -> None:
    """750 N at 0.32 m over castors 0.25 m from the middle need 98 kg in all: the moments' sum."""
    piece = designs.built("chariot", "euro")
    need = 750 * 0.32 / (9.81 * 0.25)
    assert need == pytest.approx(98, abs=0.2)
    values = {"lever": 320.0, "half_track": 250.0, "load": need - piece.mass + 0.1}
    r = Requirement(kind="leaf-load", values=values)
    assert [f.level for f in leaf_load(piece, r)] == ["note"]
    short = replace(r, values={**values, "load": need - piece.mass - 0.1})
    assert [f.level for f in leaf_load(piece, short)] == ["error"]


def test_ballast_balances_the_worse_of_wind_and_push() -> None:
    """Moments about the rear edge add up with the ballast in its place, at any wind."""
    piece = designs.built("porte", "comptoir")
    r = promise(piece, "ballast")
    area, height = silhouette(piece, r.pose)
    last = 0.0
    for speed in (6.0, 10.0, 13.0, 16.0):
        at = replace(r, values={**r.values, "speed": speed})
        back, _ = stands(piece, at)
        assert back.wind == pytest.approx(0.613 * speed**2 * 1.3 * area * height)
        arm = (r.values["y1"] - r.values["ballast_y"]) / 1000
        held = back.held + back.ballast * 9.81 * arm
        assert held == pytest.approx(max(1.5 * back.wind, back.push))
        assert back.ballast >= last
        last = back.ballast
    assert area == pytest.approx(1.1 * 0.4 + 0.96 * 0.742, rel=0.5)


def test_ballast_without_room_is_an_error() -> None:
    """What finds no place is refused, and the note names the wind to fold above."""
    piece = designs.built("porte", "comptoir")
    r = promise(piece, "ballast")
    (note,) = ballast(piece, r)
    assert note.level == "note"
    assert "36 km/h" in str(note)
    (error,) = ballast(piece, replace(r, values={**r.values, "room": 5.0}))
    assert error.level == "error"


@pytest.mark.parametrize(
    ("clear", "height", "levels"),
    [(950, 2210, []), (800, 2210, ["warning"]), (760, 2210, ["error"]), (950, 2200, ["error"])],
)
def test_a_way_through_is_as_wide_as_a_door(clear: float, height: float, levels: list[str]) -> None:
    """830 clear for a new door, 770 for an old one, and nothing hung at 2200."""
    piece = designs.built("chariot", "mini")
    r = Requirement(kind="passage", values={"clear": clear, "height": height})
    assert [f.level for f in passage(piece, r)] == levels


@pytest.mark.parametrize("words", ["NUMÉRIQUE", "OÙ ÇA ?", "ABDOPQR 0689", "Ici, le numérique à Brest"])
def test_letters_fit_their_board(words: str) -> None:
    """As large as asked, centred, on as many lines as it takes."""
    x0, y0, x1, y1 = size_of(fitted(words, 600.0, 200.0))
    assert x1 - x0 <= 600.01
    assert y1 - y0 <= 200.01
    assert max((x1 - x0) / 600, (y1 - y0) / 200) > 0.7
    assert abs(x0 + x1) < 60
    assert abs(y0 + y1) < 1e-6


@pytest.mark.parametrize("words", ["NUMÉRIQUE", "ABDOPQR", "0689"])
def test_nothing_falls_out_of_a_stencil(words: str) -> None:
    """Cut right through, the board stays in one piece and no bridge is thinner than asked."""
    strokes = fitted(words, 900.0, 200.0, gap=28.0, lift=28.0)
    letters = [c.polygon(0.01) for c in stencil(strokes, 8.0, 20.0)]
    assert all(p.is_valid for p in letters)
    board = shapely.box(-500, -150, 500, 150).difference(shapely.union_all(letters))
    assert isinstance(board, shapely.Polygon)
    width = min(2 * shapely.maximum_inscribed_circle(p).length for p in letters)
    assert width > 7.0


@pytest.mark.parametrize("words", ["NUMÉRIQUE", "QUAI 9", "MAKER", "ABDOPQR", "04689", "Bœuf àgé"])
@pytest.mark.parametrize("bridge", [13.2, 19.4, 22.0])
def test_a_cutter_enters_all_of_a_stencil(words: str, bridge: float) -> None:
    """However a bridge meets a slanting stroke, no tip of an opening is narrower than the stroke."""
    strokes = fitted(words, 900.0, 260.0, gap=bridge + 8, lift=bridge + 8)
    letters = [c.polygon(0.002) for c in stencil(strokes, 8.0, bridge)]
    left = [p.difference(p.buffer(-3.9, quad_segs=32).buffer(3.92, quad_segs=32)).area for p in letters]
    assert len(left) >= len(words.replace(" ", ""))
    assert max(left) < 0.01


def test_an_accent_is_drawn_and_a_strange_letter_refused() -> None:
    """É has one stroke more than E; a letter the font lacks is an error, never a gap."""
    assert len(strokes_of("É", 50.0)) == len(strokes_of("E", 50.0)) + 1
    with pytest.raises(DesignError, match="plain letters"):
        strokes_of("日", 50.0)


@pytest.mark.parametrize("words", ["NUMÉRIQUE", "ABDOPQR", "ICI LE NUMÉRIQUE À BREST"])
def test_bold_letters_fill_their_board_with_strokes_of_a_seventh(words: str) -> None:
    """Strokes of a seventh of the height, inside the room asked; a tail and an accent by half the air."""
    strokes, width, capitals = bold(words, 800.0, 250.0, 20.0)
    assert width == pytest.approx(capitals / 7, rel=1e-3)
    letters = [c.polygon(0.05) for c, _ in filled(strokes, width)]
    x0, y0, x1, y1 = shapely.union_all(letters).bounds
    assert max(x1 - x0 - 800, y1 - y0 - 250) < 0.5
    assert max((x1 - x0) / 800, (y1 - y0) / 250) > 0.7
    gaps = [a.distance(b) for k, a in enumerate(letters) for b in letters[k + 1 :]]
    assert min(gaps) > 10.0


@given(most=st.integers(0, 4), room=st.floats(50, 1300), thickness=st.floats(12, 24))
def test_as_many_leaflet_shelves_stand_as_leave_room_for_paper(
    most: int, room: float, thickness: float
) -> None:
    shelves = leaflet_shelves(most, (900.0, 900.0 + room), (400.0, 420.0), ply(thickness))
    assert len(shelves) == min(most, int(room // pitch_of(ply(thickness))))
    plates = [p for g in shelves for p in g.plates]
    found = [f for g in shelves for r in g.promises for f in leaflets(Piece(plates=plates, joints=[]), r)]
    assert found == []


def test_text_on_the_sign_follows_the_parameter() -> None:
    """Painted text leaves the outline alone; cut text opens the board; plain does neither."""
    signs = {}
    for mode in ("painted", "cut", "plain"):
        piece = designs.built("porte", "comptoir", sign_mode=mode, sign_text="Ça ira")
        signs[mode] = next(p for p in piece.parts if p.name == "fronton")
    assert any(f.why == "sign" for f in signs["painted"].features)
    assert not any(f.why == "sign" for f in signs["plain"].features)
    assert signs["cut"].region.area < signs["plain"].region.area - 1000
    assert math.isclose(signs["painted"].region.area, signs["plain"].region.area)


def test_a_split_gate_lies_flat_in_a_car() -> None:
    """A split comptoir piles up, its glued shelves on top; no wood is shared, no part longer than 1.25 m."""
    piece = designs.built("porte", "comptoir", split_posts=True)
    x, y, z = piece.size("boot")
    assert x <= 1250
    assert y <= 730
    assert z <= 400
    assert max(max(p.size) for p in piece.parts) <= 1250
