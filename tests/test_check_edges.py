"""Pockets that run out over the edge, outlines that cross, and seams that would spoil a piece."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pieces import board

from mobilier import DesignError, Piece, Step, housed, plate, tabs
from mobilier.check.fit import fit_findings
from mobilier.check.ladder import check_piece
from mobilier.check.tooling import Tooling
from mobilier.geometry.contour import Contour
from mobilier.model.splice import split_for

MILL = Tooling(diameter=6.0, relief=3.25)


def shelves(front: float, back: float, depth: float = 300.0) -> Piece:
    """Two sides and a shelf housed in them, from ``front`` to ``back`` of ``depth`` mm."""
    ply = board(17.6)
    sides = [plate(f"side/{x:g}", ply, x=x, y=(0, depth), z=(0, 500)) for x in (0.0, 582.4)]
    shelf = plate("shelf", ply, x=(11.6, 588.4), y=(front, back), z=250)
    return Piece(
        plates=[*sides, shelf],
        joints=[housed(shelf, into=s) for s in sides],
        steps=[Step(key="put", plates=("side/0", "shelf", "side/582.4"))],
    )


@pytest.mark.parametrize(("front", "back"), [(0, 300), (20, 300), (0, 280), (20, 280)])
def test_a_dado_closes_through_or_stopped(front: float, back: float) -> None:
    assert [str(f) for f in fit_findings(shelves(front, back), MILL)] == []


def test_a_crossed_outline_is_told_and_nothing_is_measured_on_it() -> None:
    ply = board(18.0)
    bow = Contour.polygon_of([(0, 0), (400, 300), (400, 0), (0, 300)])
    crossed = replace(plate("bow", ply, x=(0, 400), y=(0, 300), z=0), outline=bow)
    found = check_piece(Piece(plates=[crossed], joints=[], steps=[Step(key="put", plates=("bow",))]))
    assert [f.rule for f in found if f.level == "error"] == ["contour-crosses-itself"]


def test_a_seam_that_spoils_the_piece_is_tried_elsewhere_then_refused() -> None:
    ply = board(18.0)
    seat = plate("seat", ply, x=(0, 1400), y=(0, 350), z=400.0)
    legs = [plate(f"leg/{k}", ply, x=x, y=(40, 310), z=(0, 418)) for k, x in enumerate((60, 1322))]
    piece = Piece(
        plates=[seat, *legs],
        joints=[tabs(leg, into=seat, count=2, width=50) for leg in legs],
        steps=[Step(key="all", plates=("leg/0", "leg/1", "seat"))],
    )
    spoiled: list[float] = []

    def first_is_bad(made: Piece) -> str:
        at = next((j.seam[1] for j in made.joints if j.seam), None)
        if at is not None:
            spoiled.append(at)
        return "it leans" if at is not None and at == spoiled[0] else ""

    seam = next(j.seam for j in split_for(piece, (900, 600), first_is_bad).joints if j.seam)
    assert seam[1] != spoiled[0]
    with pytest.raises(DesignError, match="it leans") as told:
        split_for(piece, (900, 600), lambda made: "it leans" if len(made.plates) > 3 else "")
    assert told.value.findings[0].case == "broken"
