"""Parts too long for a bed: cut in two, fingered together, covered by a strip."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import board, trestle

from mobilier import DesignError, Hardware, Hole, Piece, Step, plate, sold, tabs
from mobilier.check.assembly import insertions
from mobilier.check.fit import fit_findings
from mobilier.check.tooling import Tooling
from mobilier.model.mount import mounted_on
from mobilier.model.seam import SeamLine
from mobilier.model.seam_places import CLEAR_HOLE
from mobilier.model.splice import SEAM, Seam, splice, split_for


def bench(t: float = 18.0, length: float = 1400.0) -> Piece:
    """A long seat on three uprights."""
    ply = board(t)
    seat = plate("seat", ply, x=(0, length), y=(0, 350), z=400.0)
    legs = [plate(f"leg/{k}", ply, x=x, y=(40, 310), z=(0, 400 + t)) for k, x in enumerate((60, length - 78))]
    return Piece(
        plates=[seat, *legs],
        joints=[tabs(leg, into=seat, count=2, width=50) for leg in legs],
        steps=[Step(key="all", plates=("leg/0", "leg/1", "seat"))],
    )


@given(t=st.floats(12, 24), length=st.floats(1150, 2200), bed=st.floats(700, 1000))
@settings(max_examples=10, deadline=None)
def test_every_part_fits_the_bed_and_the_piece_still_closes(t: float, length: float, bed: float) -> None:
    piece = bench(t, length)
    cut = split_for(piece, (bed, 600))
    for part in cut.parts:
        assert max(part.size) <= bed + 1e-6
        assert min(part.size) <= 600
    assert [str(f) for f in fit_findings(cut, Tooling(diameter=6.0, relief=3.25))] == []
    assert cut.size()[0] == pytest.approx(piece.size()[0])
    assert cut.size()[1] == pytest.approx(piece.size()[1])


def test_a_piece_that_fits_is_left_alone() -> None:
    piece = bench()
    assert split_for(piece, (2480, 1200)) is piece


def test_the_halves_hold_the_wood_of_the_whole() -> None:
    """Nothing is lost at the seam but the play along its fingers."""
    piece = bench()
    cut = splice(piece, Seam(plate="seat", axis="u", at=700))
    whole = next(p for p in piece.parts if p.name == "seat").region.area
    halves = [p for p in cut.parts if p.name in ("seat.1", "seat.2")]
    lost = whole - sum(p.region.area * p.quantity for p in halves)
    assert 0 <= lost < 0.5 * SEAM * 6 + 0.5 * 350


def test_the_strip_is_screwed_to_both_halves_and_counted() -> None:
    cut = splice(bench(), Seam(plate="seat", axis="u", at=700))
    strip = next(p for p in cut.parts if p.name == "seat.3")
    holes = [f for f in strip.features if f.kind == "hole"]
    assert len(holes) == next(h.quantity for h in cut.hardware if h.key == "screw-strip")
    assert {f.why for f in holes} == {"screwed seat.3 > seat.1", "screwed seat.3 > seat.2"}


def test_the_seam_is_put_together_first_then_goes_in_as_one() -> None:
    cut = splice(bench(), Seam(plate="seat", axis="u", at=700))
    ways, found = insertions(cut)
    assert [str(f) for f in found] == []
    assert [s.apart for s in cut.steps] == [False, True]
    assert {w.plate for w in ways} == {p.name for p in cut.plates}


def test_a_part_too_wide_both_ways_is_refused() -> None:
    with pytest.raises(DesignError, match=r"across fits no sheet"):
        split_for(bench(), (700, 300))


def test_screws_at_points_go_with_the_half_that_holds_them() -> None:
    """Contacts follow the halves too: a trestle's top keeps every bolt."""
    piece = replace(trestle(board(18), w=1200), steps=[])
    before = sum(f.kind == "hole" for p in piece.parts if p.name == "top" for f in p.features)
    cut = split_for(piece, (900, 600))
    after = sum(
        p.quantity
        for p in cut.parts
        if p.name in ("top.1", "top.2")
        for f in p.features
        if f.why.startswith("bolted")
    )
    assert before == after == 4


def drilled(pitch: float = 40.0) -> Piece:
    """The bench with a row of screw holes along the whole seat."""
    piece = bench()
    row = [Hole(at=(20 + pitch * k, 12), diameter=2.5, why="row") for k in range(int(1360 / pitch) + 1)]
    plates = [replace(p, holes=tuple(row)) if p.name == "seat" else p for p in piece.plates]
    joints = [replace(j, b=plates[0]) for j in piece.joints]
    return replace(piece, plates=plates, joints=joints)


def test_a_row_of_holes_does_not_keep_a_seam_away_and_none_is_lost() -> None:
    piece = drilled()
    cut = split_for(piece, (1000, 600))
    holes = [f for p in cut.parts for f in p.features if f.why == "row"]
    assert len(holes) == len([f for p in piece.parts for f in p.features if f.why == "row"])
    (seam,) = [j.seam for j in cut.joints if j.seam]
    line = SeamLine(plate=piece.plates[0], axis="u", at=seam[1])
    assert all(line.clear_of((*h.at, *h.at), CLEAR_HOLE) for h in piece.plates[0].holes)


@given(along=st.floats(0, 1400), across=st.floats(1, 349))
def test_each_point_of_a_plate_is_one_halfs(along: float, across: float) -> None:
    """The wood on the low side of the fingers is the first half's, also between them."""
    line = SeamLine(plate=bench().plates[0], axis="u", at=700)
    low, high = line.shoulders
    first = line.first((along, across))
    if along < low or along > high:
        assert first == (along < low)
    else:
        finger = next(k for k, edge in enumerate(line.edges[1:]) if across <= edge)
        assert first == (finger % 2 == 0) or across in line.edges or along in (low, high)


def test_what_is_mounted_goes_with_its_half() -> None:
    piece = bench()
    seat = piece.plates[0]
    feet = [
        replace(mounted_on(seat, (x, 175.0), upper=True, along=(1.0, 0.0)), to="leg/0")
        for x in (300.0, 1100.0)
    ]
    item = Hardware(key="pad", quantity=2, article=sold("felt-pad"), mounts=tuple(feet))
    cut = splice(replace(piece, extras=[item], steps=()), Seam(plate="seat", axis="u", at=700))
    (moved,) = cut.extras
    assert [m.plate for m in moved.mounts] == ["seat.1", "seat.2"]
    assert [m.to for m in moved.mounts] == ["leg/0", "leg/0"]
