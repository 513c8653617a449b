"""The judge finds every planted fault and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest.judge import validate
from mobilier.nest.layout import Item, Layout, Placement, Spacing
from mobilier.profiles.types import Sheet

SHEET = Sheet(name="full", material="ply", length=1000, width=600)
SPACING = Spacing(gap=8, margin=(10, 12, 14, 16))
DISC = Item(id="disc", region=Region(Contour.circle(0, 0, 100)), quantity=2, material="ply", rotations=(0.0,))
RING = Item(
    id="ring",
    region=Region(Contour.circle(0, 0, 300), (Contour.circle(0, 0, 150).reversed(),)),
    quantity=1,
    material="ply",
    rotations=(0.0, 90.0),
)
GOOD = (
    Placement(part="disc", copy=0, x=60, y=62),
    Placement(part="disc", copy=1, x=60 + 108, y=62),
    Placement(part="ring", copy=0, x=500, y=300),
)


def rules(placements: tuple[Placement, ...], spacing: Spacing = SPACING, sheet: Sheet = SHEET) -> list[str]:
    layout = Layout(name="S01", sheet=sheet, placements=placements)
    return [f.rule for f in validate([layout], [DISC, RING], spacing)]


def changed(k: int, **by: object) -> tuple[Placement, ...]:
    return tuple(replace(p, **by) if n == k else p for n, p in enumerate(GOOD))  # type: ignore[arg-type]


def test_discs_at_the_margin_and_at_the_gap_are_fine() -> None:
    assert rules(GOOD) == []


def test_a_disc_in_the_hole_of_a_ring_is_fine_as_long_as_the_gap_is_kept() -> None:
    assert rules(changed(0, x=500, y=300)) == []
    assert rules(changed(0, x=516, y=300)) == []
    assert rules(changed(0, x=518, y=300)) == ["gap"]


@pytest.mark.parametrize(
    ("placements", "rule"),
    [
        (changed(1, x=60 + 107.99), "gap"),
        (changed(1, x=60), "gap"),
        (changed(0, x=59.9), "margin"),
        (changed(0, y=61.9), "margin"),
        (changed(2, x=1000 - 14 - 150 + 0.1), "margin"),
        (changed(2, y=600 - 16 - 150 + 0.1), "margin"),
        (changed(0, angle=90), "angle"),
        (changed(2, flipped=True), "angle"),
        (changed(1, copy=0), "copy"),
        (GOOD[1:], "quantity"),
        ((*GOOD, Placement(part="disc", copy=2, x=800, y=80)), "quantity"),
        ((*GOOD, Placement(part="stranger", copy=0, x=800, y=80)), "quantity"),
    ],
)
def test_every_planted_fault_is_found(placements: tuple[Placement, ...], rule: str) -> None:
    assert rule in rules(placements)


def test_arcs_count_as_arcs() -> None:
    assert rules(changed(1, x=60 + 107.998, y=62)) == ["gap"]
    assert rules(changed(1, x=60 + 107.9995, y=62)) == []


def test_clamps_keep_the_kerf_away_too() -> None:
    touching = replace(SPACING, keep_out=((600.0, 500.0, 640.0, 540.0),))
    near = replace(SPACING, keep_out=((655.0, 290.0, 700.0, 310.0),))
    assert rules(GOOD, touching) == []
    assert rules(GOOD, near) == ["obstacle"]


def test_defects_and_missing_corners_are_seen() -> None:
    knot = ((110.0, 60.0), (120.0, 55.0), (118.0, 70.0))
    assert rules(GOOD, sheet=SHEET.model_copy(update={"defects": (knot,)})) == ["obstacle"]
    in_hole = tuple((x + 380, y + 240) for x, y in knot)
    assert rules(GOOD, sheet=SHEET.model_copy(update={"defects": (in_hole,)})) == []
    corner = ((0.0, 0.0), (1000.0, 0.0), (1000.0, 600.0), (420.0, 600.0), (0.0, 90.0))
    assert rules(GOOD, sheet=SHEET.model_copy(update={"outline": corner})) == ["obstacle"]


def test_more_sheets_than_in_stock_are_refused() -> None:
    layout = Layout(name="S01", sheet=SHEET.model_copy(update={"quantity": 0}), placements=GOOD)
    assert [f.rule for f in validate([layout], [DISC, RING], SPACING)] == ["stock"]


def test_parts_may_touch_where_no_gap_is_asked_for() -> None:
    none = replace(SPACING, gap=0)
    assert rules(changed(1, x=160, y=62), none) == []
    assert rules(changed(1, x=159.9, y=62), none) == ["gap"]
