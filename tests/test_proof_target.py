"""What a copy must look like: reliefs worked out anew agree with the relieved parts, fillets are bounded."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from proof_sheet import PART, case

from mobilier.geometry.contour import Contour
from mobilier.model.part import Corner, Part
from mobilier.model.relief import relieve
from mobilier.nest.layout import Placement
from mobilier.profiles.types import Relief
from mobilier.proof.prove import prove_sheet
from mobilier.proof.target import fillets, solid, target_of

STYLES: tuple[Relief, ...] = ("dogbone", "tbone-along", "tbone-across")


def _far(a: object, b: object) -> float:
    """How far the edges of two areas lie apart."""
    return max(
        float(shapely.hausdorff_distance(x.boundary, y.boundary))  # type: ignore[attr-defined]
        for x, y in ((a, b), (b, a))
    )


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "place",
    [Placement(part="A01", copy=0, x=40, y=30), Placement(part="A01", copy=0, x=200, y=90, angle=137.0)],
)
def test_reliefs_agree_with_the_relieved_part(style: Relief, place: Placement) -> None:
    target = target_of(PART, place, style, 3.25)
    ready = relieve(PART, 3.25, style)
    slot = ready.features[0].contours[0].transformed(place.transform).polygon()
    assert _far(target.relieved(target.openings[0]), slot) < 0.01
    outline = ready.outline.transformed(place.transform).polygon()
    assert _far(target.relieved(target.outline), outline) < 0.01


@settings(max_examples=12, deadline=None, derandomize=True)
@given(angle=st.integers(0, 3), x=st.floats(80, 120), y=st.floats(80, 110), flipped=st.booleans())
def test_the_sheet_is_proven_wherever_the_part_lies(angle: int, x: float, y: float, flipped: bool) -> None:
    turned = Placement(part="A01", copy=0, x=0, y=0, angle=90.0 * angle, flipped=flipped)
    low = PART.outline.transformed(turned.transform).bounds
    there = replace(turned, x=round(x, 2) - low[0] - 60, y=round(y, 2) - low[1] - 70)
    wrong = [str(v) for v in prove_sheet(case(place=there)) if not v.passed]
    assert wrong == []


def ell(*, marked: bool) -> Part:
    """An L whose inside corner at (40, 30) receives a mate or not."""
    corner = Corner(at=(40, 30), along=(1, 0), across=(0, 1), joint="lap")
    return replace(
        PART,
        outline=Contour.polygon_of([(0, 0), (100, 0), (100, 30), (40, 30), (40, 60), (0, 60)]),
        features=(),
        corners=(corner,) if marked else (),
    )


def test_only_a_corner_without_a_mate_may_keep_its_fillet() -> None:
    place = Placement(part="A01", copy=0, x=0, y=0)
    for marked in (False, True):
        target = target_of(ell(marked=marked), place, "dogbone", 3.25)
        waste = shapely.box(-50, -50, 200, 150).difference(target.outline.area)
        found = fillets(target.outline, waste, 3.0)
        assert len(found) == (0 if marked else 1)
        if found:
            assert found[0].area == pytest.approx(9 * (1 - math.pi / 4), rel=0.02)


def test_an_opening_too_narrow_for_the_cutter_may_keep_nothing() -> None:
    place = Placement(part="A01", copy=0, x=0, y=0)
    for size in (4.0, 5.9):
        square = replace(
            PART,
            corners=(),
            features=(
                replace(
                    PART.features[0], contours=(Contour.rectangle(20, 20, 20 + size, 20 + size).reversed(),)
                ),
            ),
        )
        target = target_of(square, place, "dogbone", 3.25)
        assert fillets(target.openings[0], target.openings[0].area, 3.0) == []


def test_the_solid_follows_the_depth() -> None:
    target = target_of(PART, Placement(part="A01", copy=0, x=0, y=0), "dogbone", 3.25)
    whole = 100 * 60 - 100 * (1 - math.pi / 4) - 40 * 14 - math.pi * 100
    dowel, tray = math.pi * 9, 30 * 20
    assert target.solid(0.05, 0.05).area == pytest.approx(whole - dowel - tray, abs=0.5)
    assert target.solid(5.05, 0.05).area == pytest.approx(whole - dowel, abs=0.5)
    assert target.solid(8.05, 0.05).area == pytest.approx(whole, abs=0.5)
    assert target.depths == (5.0, 8.0)


def test_what_a_difference_leaves_of_lines_is_no_area() -> None:
    square = shapely.box(0, 0, 10, 10)
    mixed = shapely.GeometryCollection([square, shapely.LineString([(10, 5), (12, 5)])])
    assert mixed.boundary is None or mixed.boundary.is_empty
    assert solid(mixed).equals(square)
    assert solid(square).equals(square)
