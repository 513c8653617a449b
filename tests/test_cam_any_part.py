"""Any part, laid anyhow, in any dialect of ours: the proof room finds nothing."""

from __future__ import annotations

import math
import random

import cut_sheet
import pytest
from cut_sheet import HABITS, MACHINE, MATERIAL, THICK, controller
from declared import case_of_work

from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.frame import Transform
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.proof.prove import prove_sheet


def any_part(rng: random.Random) -> Part:
    """Return a star-shaped part with rounded corners, openings, bored holes and pockets."""
    corners = rng.randint(3, 9)
    turns = sorted(rng.uniform(0.75, 1.25) * math.tau * k / corners for k in range(corners))
    points = [
        (150 + rng.uniform(90, 150) * math.cos(a), 150 + rng.uniform(90, 150) * math.sin(a)) for a in turns
    ]
    try:
        outline = rounded(points, [rng.choice((0.0, 4.0, 12.0)) for _ in points])
    except ValueError:
        outline = Contour.polygon_of(points)
    outline = outline.turned(ccw=True)
    features = []
    for k in range(3):
        a = math.tau * (k + rng.random() / 2) / 3
        x, y = 150 + 34 * math.cos(a), 150 + 34 * math.sin(a)
        kind = rng.choice(("hole", "cutout", "pocket", "blind", "drill"))
        circle = Contour.circle(x, y, {"hole": rng.uniform(7, 22), "blind": 20.0, "drill": 6.0}.get(kind, 10))
        w, h, r = rng.uniform(8, 26), rng.uniform(8, 26), rng.choice((0.0, 3.5))
        box = [(x - w / 2, y - h / 2), (x + w / 2, y - h / 2), (x + w / 2, y + h / 2), (x - w / 2, y + h / 2)]
        ring = rounded(box, r)
        if kind == "cutout":
            features.append(Feature(kind="cutout", why=f"f{k}", contours=(ring.reversed(),)))
        elif kind == "pocket":
            features.append(Feature(kind="pocket", why=f"f{k}", contours=(ring,), depth=rng.uniform(1, 9)))
        else:
            depth = rng.uniform(2, 15) if kind == "blind" else None
            features.append(Feature(kind="hole", why=f"f{k}", contours=(circle,), depth=depth))
    inner = outline.polygon().buffer(-8)
    features = [f for f in features if inner.covers(f.contours[0].polygon())]
    return Part(
        id="R01", name="any", material="board", thickness=THICK, outline=outline, features=tuple(features)
    )


@pytest.mark.parametrize("seed", [*range(14), 24])
def test_any_part_is_cut_true_or_refused_by_name(seed: int) -> None:
    rng = random.Random(seed)
    part = any_part(rng)
    blind = any(not f.through for f in part.features)
    flipped = rng.random() < 0.4 and not blind
    turn = Transform(0, 0, rng.choice((0.0, 90.0, rng.uniform(0, 360))), flipped)
    x0, y0, *_ = part.outline.transformed(turn).bounds
    place = Placement(part="R01", copy=0, x=30 - x0, y=30 - y0, angle=turn.angle, flipped=flipped)
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=(place,))
    habits = HABITS.model_copy(
        update={
            "direction": rng.choice(("climb", "conventional")),
            "finishing": rng.choice((0.0, 0.0, 0.3)),
            "hold": rng.choice(("tabs", "tabs", "onion")),
        }
    )
    name = rng.choice(("grbl", "linuxcnc", "shopbot", "heidenhain", "uccnc"))
    made = cut_sheet.work(name, layout=layout, parts={"R01": part}, habits=habits)
    if not made.programs:
        errors = [f for f in made.findings if f.level == "error"]
        assert errors
        assert {f.rule for f in errors} <= {"no-tool-fits", "contour-crosses-itself"}
        assert all("R01 any" in f.where and f.remedy for f in errors)
        return
    case = case_of_work(made, {"R01": part}, (MATERIAL, MACHINE, controller(name)), habits)
    assert [str(v) for v in prove_sheet(case) if not v.passed] == []


def test_some_of_any_are_cut() -> None:
    """The test above must not pass by refusing everything."""
    cut = 0
    for seed in range(6):
        part = any_part(random.Random(seed))
        layout = Layout(
            name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="R01", copy=0, x=30, y=30),)
        )
        made = cut_sheet.work(layout=layout, parts={"R01": part})
        cut += bool(made.programs)
    assert cut >= 3
