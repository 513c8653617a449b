"""What nest refuses is told in both languages: rule, place, figures and what to do about it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from mobilier.errors import Finding, NestError
from mobilier.geometry.contour import Contour
from mobilier.geometry.region import Region
from mobilier.nest import nest
from mobilier.nest.bounds import bound_of
from mobilier.nest.constraints import GrainRun, LayoutWishes, Pin
from mobilier.nest.engine.incumbent import Incumbent
from mobilier.nest.files import read_layouts
from mobilier.nest.layout import Budget, Item, Spacing
from mobilier.nest.problem import whole_problem
from mobilier.nest.saw.guillotine import nest_for_saw
from mobilier.nest.saw.panel_saw import Saw
from mobilier.nest.solve import refusal
from mobilier.profiles.types import Sheet

FULL = Sheet(name="full", material="ply", length=1000, width=600)
ONE = FULL.model_copy(update={"quantity": 1})
SPACING = Spacing(gap=8, margin=(10, 10, 10, 10))
QUICK = Budget(effort="quick")


def panel(name: str, w: float, h: float, n: int = 1) -> Item:
    region = Region(Contour.rectangle(0, 0, w, h))
    return Item(id=name, region=region, quantity=n, material="ply", rotations=(0.0, 90.0))


def refused(work: Callable[[], object]) -> NestError:
    with pytest.raises(NestError) as told:
        work()
    return told.value


def pin(part: str = "front", sheet: str = "full", number: int = 1) -> Pin:
    return Pin(part=part, sheet=sheet, number=number, x=20, y=20)


@pytest.mark.parametrize(
    ("wishes", "rule", "where", "english", "french"),
    [
        (
            LayoutWishes(runs=(GrainRun(name="drawers", parts=("front", "frnt")),)),
            *("run", "drawers", "no part is called 'frnt' -> did you mean 'front'?", "« frnt »"),
        ),
        (
            LayoutWishes(runs=(GrainRun(name="drawers", parts=("front",) * 3),)),
            *(
                "run",
                "front",
                "3 times in runs, but cut 2 times",
                "3 fois dans des suites, mais coupée 2 fois",
            ),
        ),
        (
            LayoutWishes(runs=(GrainRun(name="drawers", parts=()),)),
            *("run", "drawers", "it names no part", "ne nomme aucune pièce"),
        ),
        (
            LayoutWishes(pins=(pin(part="bottom"),)),
            *("pin", "bottom", "no part is called 'bottom' -> known: front", "aucune pièce ne s'appelle"),
        ),
        (
            LayoutWishes(pins=(pin(sheet="half"),)),
            *("pin", "front", "no sheet of the stock is called 'half'", "aucune plaque du stock"),
        ),
        (
            LayoutWishes(pins=(pin(), pin(number=2), pin(number=3))),
            *("pin", "front", "pinned 3 times, but cut 2 times", "fixée 3 fois, mais coupée 2 fois"),
        ),
    ],
)
def test_wishes_that_cannot_be_met_are_told(
    wishes: LayoutWishes, rule: str, where: str, english: str, french: str
) -> None:
    error = refused(lambda: nest([panel("front", 300, 100, 2)], [FULL], SPACING, QUICK, wishes=wishes))
    (finding,) = error.findings
    assert (finding.rule, finding.where, finding.level) == (rule, where, "error")
    assert english in error.text("en")
    assert french in error.text("fr")
    assert finding.remedy_in("fr") != finding.remedy


def test_too_small_a_stock_says_what_remains_and_what_would_hold_it() -> None:
    error = refused(lambda: nest([panel("p", 480, 280, 6)], [ONE], SPACING, QUICK))
    assert error.text("en") == (
        "error [stock-too-small] stock: no room for 2 of 6 parts (p ×2); sheets filled: 1 "
        "-> add about 1 of 1000 × 600 mm, or nest fewer parts"
    )
    assert error.text("fr") == (
        "erreur [stock-too-small] stock : pas de place pour 2 pièces sur 6 (p ×2) ; plaques remplies : 1 "
        "-> ajoutez-en 1 environ de 1000 × 600 mm, ou placez moins de pièces"
    )


def test_too_small_a_stock_for_the_panel_saw_counts_blanks() -> None:
    error = refused(lambda: nest_for_saw([panel("p", 900, 500, 3)], [ONE], Saw(kerf=4), QUICK))
    (finding,) = error.findings
    assert (finding.rule, finding.case) == ("stock-too-small", "blanks")
    assert "2 débits sur 3 (p ×2)" in error.text("fr")


def test_a_ragged_sheet_is_not_for_the_panel_saw() -> None:
    ragged = FULL.model_copy(update={"outline": ((0.0, 0.0), (1000.0, 0.0), (0.0, 600.0))})
    error = refused(lambda: nest_for_saw([panel("p", 100, 100)], [ragged], Saw(kerf=4), QUICK))
    (finding,) = error.findings
    assert (finding.rule, finding.where) == ("ragged-sheet", "full")
    assert "rectangles entiers de 1000 × 600 mm" in error.text("fr")


@pytest.mark.parametrize(
    ("points", "case", "english"),
    [
        ([(0, 0), (90, 90), (90, 0), (0, 90)], "crosses", "crosses itself at (45.0, 45.0) mm"),
        ([(0, 0), (90, 0), (180, 0)], "flat", "has no area"),
    ],
)
def test_an_outline_that_is_no_shape_says_where(
    points: list[tuple[float, float]], case: str, english: str
) -> None:
    item = Item(id="p", region=Region(Contour.polygon_of(points)), quantity=1, material="ply")
    error = refused(lambda: nest([item], [FULL], SPACING, QUICK))
    assert error.findings[0].case == case
    assert english in error.text("en")


def test_a_hole_outside_its_outline_is_told() -> None:
    hole = Contour.rectangle(200, 0, 250, 50).turned(ccw=False)
    item = Item(id="p", region=Region(Contour.rectangle(0, 0, 90, 90), (hole,)), quantity=1, material="ply")
    error = refused(lambda: nest([item], [FULL], SPACING, QUICK))
    assert [f.case for f in error.findings] == ["holes"]


def test_a_folder_without_layouts_is_named(tmp_path: Path) -> None:
    error = refused(lambda: read_layouts(tmp_path / "none.json"))
    (finding,) = error.findings
    assert finding.rule == "missing-document"
    assert finding.where == str(tmp_path / "none.json")


def test_no_layout_at_all_is_told_by_what_the_judge_refused_or_by_the_time() -> None:
    problem = whole_problem([panel("p", 300, 100)], [FULL], SPACING)
    best = Incumbent(problem, bound_of(problem.items, problem.stock, SPACING), None)
    assert "in 0.5 s" not in refusal(best, QUICK).text("en")
    late = refusal(best, Budget(seconds=0.5))
    assert "within 0.5 s" in late.text("en")
    assert "en 0,5 s" in late.text("fr")
    best.refused.append(("separation", Finding.of("gap", "S01", case="near", distance=7.0, gap=8.0)))
    told = refusal(best, QUICK)
    assert [f.case for f in told.findings] == ["refused"]
    assert "(gap)" in told.text("fr")
