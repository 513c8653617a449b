"""Slots, tabs and grooves follow the board; everything else stays where it was drawn."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import mobilier
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.model.carve import Carved
from mobilier.plan.adapt import Adapted, Fit, adapt
from mobilier.plan.shapes import Drawn, PlanPart, Recess
from mobilier.plan.slots import gaps_of, ledges_of, rings_of
from mobilier.plan.table import SlotNote

PRESETS = [(d, p) for d in ("chariot", "maisonnette", "porte") for p in mobilier.design(d).presets]
Size = tuple[str, str, tuple[float, float], float]


def plates_at(design: str, preset: str, thickness: float) -> list[Carved]:
    """The carved plates of a shipped piece whose 18 mm boards measure ``thickness``, thin boards as sold."""
    made = mobilier.design(design)
    values = made.values(preset)
    boards = {
        name: mobilier.board(values[name], thickness if values[name].endswith("-18") else nominal)
        for name in made.boards
        if (nominal := float(values[name].rpartition("-")[2]))
    }
    plain = {k: v for k, v in values.items() if k not in made.boards}
    return [c for c in made(**plain, **boards).carved if c.plate.board.name.endswith("-18")]


def as_plan(made: Carved) -> PlanPart:
    """A plate as another program would export it: lines alone, no joints, its corner at the origin."""
    x0, y0, _, _ = made.outline.bounds
    by = Transform(-x0, -y0)
    through = [f.contours[0].turned(ccw=True) for f in made.features if f.through and f.contours]
    sunk = [(f.contours[0].turned(ccw=True), f.depth) for f in made.features if f.recess]
    return PlanPart(
        outline=Drawn(made.outline.transformed(by), "CUT"),
        openings=tuple(Drawn(c.transformed(by), "CUT") for c in through),
        recesses=tuple(Recess(c.transformed(by), "POCKET", depth) for c, depth in sunk),
    )


def sizes(part: PlanPart, low: float, high: float) -> list[Size]:
    """Every width and length of a part between two figures, with its place as a share of the part."""
    x0, y0, x1, y1 = part.outline.ring.bounds
    found = []
    for where, ring in rings_of(part):
        found += [("width", where[0], g.at, g.width) for g in gaps_of(where, ring, low, high)]
        found += [("tab", where[0], s.at, s.depth) for s in ledges_of(where, ring, low, high)]
    return [(k, w, ((x - x0) / (x1 - x0), (y - y0) / (y1 - y0)), v) for k, w, (x, y), v in found]


def same_place(size: Size, among: list[Size]) -> float:
    """The size of the same kind that lies nearest."""
    own = [o for o in among if o[:2] == size[:2]]
    return min(own, key=lambda o: math.dist(o[2], size[2]))[3]


@pytest.mark.parametrize("measured", [17.1, 17.6, 18.7])
@pytest.mark.parametrize(("design", "preset"), PRESETS)
def test_our_own_pieces_adapted_are_our_own_pieces_built(design: str, preset: str, measured: float) -> None:
    """Drawn at 18.0 and adapted, against the design built for the measured board.

    What the design moves with the board is moved, to its size; what it does not, stays as drawn.
    """
    drawn = {c.plate.name: as_plan(c) for c in plates_at(design, preset, 18.0)}
    built = {c.plate.name: as_plan(c) for c in plates_at(design, preset, measured)}
    assert drawn.keys() == built.keys()
    made = dict(zip(drawn, adapt(list(drawn.values()), Fit(18.0, measured)).parts, strict=True))
    followed, off = 0, []
    for name, part in drawn.items():
        own, true = (
            sizes(made[name], measured - 2, measured + 4),
            sizes(built[name], measured - 2, measured + 4),
        )
        for size in sizes(part, 17.6, 19.65):
            before, after, wanted = size[3], same_place(size, own), same_place(size, true)
            follows = abs((wanted - before) - (measured - 18.0)) <= 0.02
            followed += follows
            if abs(after - (wanted if follows else before)) > 0.02:
                off.append((name, size, after, wanted))
    assert followed >= 8
    assert off == []
    assert [made[n].outline.ring.bounds for n in drawn] == [
        pytest.approx(p.outline.ring.bounds) for p in drawn.values()
    ]


@pytest.mark.parametrize(("design", "preset"), PRESETS)
def test_there_and_back_is_where_it_was(design: str, preset: str) -> None:
    drawn = [as_plan(p) for p in plates_at(design, preset, 18.0)]
    assert adapt(drawn, Fit(18.0, 18.0)).changes == ()
    assert list(adapt(drawn, Fit(18.0, 18.0)).parts) == drawn
    there = adapt(drawn, Fit(18.0, 17.3)).parts
    back = adapt(there, Fit(17.3, 18.0)).parts
    assert len(back) == len(drawn) >= 3
    away = [
        math.dist(a[:2], b[:2]) + abs(a[2] - b[2])
        for p, q in zip(drawn, back, strict=True)
        for (_, r), (_, s) in zip(rings_of(p), rings_of(q), strict=True)
        for a, b in zip(r.vertices, s.vertices, strict=True)
    ]
    assert max(away) < 1e-9


END = st.sampled_from(["square", "round", "dogbone", "tbone"])


def slot(long: float, wide: float, end: str, cutter: float = 6.0) -> Contour:
    """A slot along x about the origin, its ends as plans draw them, counter-clockwise."""
    a, b, r = long / 2, wide / 2, cutter / 2
    if end == "round":
        return Contour(((-a + b, -b, 0), (a - b, -b, 1.0), (a - b, b, 0), (-a + b, b, 1.0)))
    if end == "square":
        return Contour.rectangle(-a, -b, a, b)
    if end == "tbone":  # half discs bite the long walls beside each end
        low = ((-a, -b, 1.0), (-a + 2 * r, -b, 0), (a - 2 * r, -b, 1.0), (a, -b, 0))
        return Contour((*low, (a, b, 1.0), (a - 2 * r, b, 0), (-a + 2 * r, b, 1.0), (-a, b, 0)))
    k = r * math.sqrt(2)
    low = ((-a, -b + k, 1.0), (-a + k, -b, 0), (a - k, -b, 1.0), (a, -b + k, 0))
    return Contour((*low, (a, b - k, 1.0), (a - k, b, 0), (-a + k, b, 1.0), (-a, b - k, 0)))


@settings(max_examples=120, deadline=None)
@given(
    nominal=st.sampled_from([12.0, 15.0, 18.0, 19.05]),
    clearance=st.floats(-0.2, 1.2),
    measured=st.floats(-1.2, 1.2),
    end=END,
    angle=st.floats(0, 360),
    long=st.floats(50, 200),
)
def test_a_slot_keeps_its_centre_its_ends_and_its_clearance(
    nominal: float, clearance: float, measured: float, end: str, angle: float, long: float
) -> None:
    wide = nominal + clearance
    by = Transform(300.0, 250.0, angle)
    openings = tuple(
        Drawn(slot(long, wide, end).transformed(Transform(dx, dy)).transformed(by).turned(ccw=True), "CUT")
        for dx, dy in ((0.0, 0.0), (0.0, 60.0))
    )
    plate = Drawn(Contour.rectangle(-200, -200, 800, 800), "CUT")
    made = adapt([PlanPart(outline=plate, openings=openings)], Fit(nominal, nominal + measured))
    assert len(made.slots) == 2
    fresh = made.parts[0].openings
    pairs = list(zip(openings, fresh, strict=True))
    straight = Transform(angle=-angle)
    boxes = [[d.ring.transformed(straight).bounds for d in pair] for pair in pairs]
    bulges = [[sorted(v[2] for v in d.ring.vertices) for d in pair] for pair in pairs]
    extra = boxes[0][0][3] - boxes[0][0][1] - wide  # what a relief bites into the long walls
    assert [(b[3] - b[1]) - wide - extra for _, b in boxes] == pytest.approx([measured] * 2, abs=1e-6)
    assert [(a[k] + a[k + 2]) / 2 - (b[k] + b[k + 2]) / 2 for a, b in boxes for k in (0, 1)] == pytest.approx(
        [0.0] * 4, abs=1e-6
    )
    ends = [abs((a[2] - a[0]) - (b[2] - b[0])) for a, b in boxes]
    assert max(ends) <= (abs(measured) if end == "round" else 1e-6) + 1e-6
    assert [a for a, _ in bulges] == [pytest.approx(b) for _, b in bulges]
    assert made.parts[0].outline == plate


@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_a_plan_without_slots_is_left_alone(seed: int) -> None:
    """Windows, round holes and shapes of any size but a board's thickness."""
    import random

    dice = random.Random(seed)
    openings = [Contour.circle(60 + 90 * k, 60, dice.uniform(5, 60)) for k in range(5)]
    openings += [
        Contour.rectangle(60 + 90 * k, 150, 60 + 90 * k + dice.uniform(25, 80), 150 + dice.uniform(25, 90))
        for k in range(5)
    ]
    part = PlanPart(
        outline=Drawn(Contour.rectangle(0, 0, 600, 400), "CUT"),
        openings=tuple(Drawn(c, "CUT") for c in openings),
    )
    assert adapt([part], Fit(18.0, 17.3)) == Adapted(
        parts=(part,), changes=(), slots=(), ambiguous=(), clearance=0.0
    )


def test_a_square_opening_is_left_and_listed_until_plan_toml_says() -> None:
    square = Drawn(Contour.rectangle(91, 91, 109.2, 109.2), "CUT")
    long = [Drawn(slot(70, 18.2, "square").transformed(Transform(x, 200)), "CUT") for x in (80, 200, 320)]
    part = PlanPart(outline=Drawn(Contour.rectangle(0, 0, 600, 400), "CUT"), openings=(square, *long))
    made = adapt([part], Fit(18.0, 17.6))
    assert [(w, n) for w, n, _ in made.ambiguous] == [(18.2, 2)]
    assert made.parts[0].openings[0] == square
    assert len(made.changes) == 3
    told = adapt([part], Fit(18.0, 17.6), [SlotNote(at=(100.1, 100.1), follows=True)])
    x0, y0, x1, y1 = told.parts[0].openings[0].ring.bounds
    assert (x1 - x0, y1 - y0) == pytest.approx((17.8, 17.8))
    assert not told.ambiguous


def test_a_clearance_of_ones_own_replaces_that_of_the_plan() -> None:
    long = [Drawn(slot(70, 19.5, "dogbone").transformed(Transform(x, 200)), "CUT") for x in (80, 200, 320)]
    part = PlanPart(outline=Drawn(Contour.rectangle(0, 0, 600, 400), "CUT"), openings=tuple(long))
    made = adapt([part], Fit(18.0, 17.6, clearance=0.2))
    assert [c.after for c in made.changes] == pytest.approx([17.8] * 3)
    assert made.clearance == pytest.approx(1.5)


def test_a_groove_that_takes_a_board_follows_it_in_width() -> None:
    groove = Recess(Contour.rectangle(100, 0, 118.2, 400), "POCKET", 6.0)
    second = Recess(Contour.rectangle(300, 0, 318.2, 400), "POCKET", 6.0)
    part = PlanPart(outline=Drawn(Contour.rectangle(0, 0, 600, 400), "CUT"), recesses=(groove, second))
    made = adapt([part], Fit(18.0, 17.6)).parts[0]
    assert [r.ring.bounds[2] - r.ring.bounds[0] for r in made.recesses] == pytest.approx([17.8, 17.8])
    assert [r.depth for r in made.recesses] == [6.0, 6.0]
