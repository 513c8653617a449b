"""Random small jobs: whatever is returned is valid by two judges, whatever is refused says why."""

from __future__ import annotations

import math
import random
from collections import Counter

import pytest
import shapely
import shapely.affinity

from mobilier.errors import Finding, NestError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.region import Region
from mobilier.nest import nest, validate
from mobilier.nest.engine.pipeline import ROUNDS
from mobilier.nest.engine.search import Pace
from mobilier.nest.layout import Budget, Item, Nesting, Spacing
from mobilier.profiles.types import Sheet

Job = tuple[list[Item], list[Sheet], Spacing]


def _ring(points: list[tuple[float, float]]) -> Contour:
    return Contour.polygon_of(points)


def _needle(r: random.Random) -> Region:
    return Region(
        _ring([(0, 0), (r.uniform(50, 700), r.uniform(0, 3)), (r.uniform(0, 10), r.uniform(2, 30))])
    )


def _sliver(r: random.Random) -> Region:
    return Region(Contour.rectangle(0, 0, r.uniform(50, 900), r.uniform(0.5, 6)))


def _star(r: random.Random) -> Region:
    n, out = r.randint(3, 9), r.uniform(20, 220)
    points = []
    for k in range(2 * n):
        rho = out if k % 2 == 0 else out * r.uniform(0.15, 0.9)
        points.append((rho * math.cos(math.pi * k / n), rho * math.sin(math.pi * k / n)))
    return Region(_ring(points))


def _frame(r: random.Random) -> Region:
    """Return a frame with one large hole or two that nearly touch."""
    w, h, t = r.uniform(120, 600), r.uniform(120, 500), r.uniform(5, 40)
    holes = [Contour.rectangle(t, t, w - t, h - t)]
    if r.random() < 0.4:
        m = w / 2
        holes = [Contour.rectangle(t, t, m - 0.3, h - t), Contour.rectangle(m + 0.3, t, w - t, h - t)]
    return Region(Contour.rectangle(0, 0, w, h), tuple(c.turned(ccw=False) for c in holes))


def _comb(r: random.Random) -> Region:
    """Return a comb whose bays others may enter."""
    n, tooth, deep = r.randint(2, 5), r.uniform(8, 60), r.uniform(30, 200)
    points = [(0.0, 0.0), ((2 * n - 1) * tooth, 0.0)]
    for k in range(2 * n - 2, -1, -1):
        y = 20 + deep if k % 2 == 0 else 20
        points += [((k + 1) * tooth, y), (k * tooth, y)]
    return Region(_ring(points))


def _disc(r: random.Random) -> Region:
    d = r.uniform(10, 300)
    holes = (Contour.circle(0, 0, d / 2).reversed(),) if r.random() < 0.4 else ()
    return Region(Contour.circle(0, 0, d), holes)


def _whole(r: random.Random) -> Region:
    """Return a panel of exactly the room of the sheet, or a hair more or less."""
    return Region(Contour.rectangle(0, 0, 980 + r.choice((0, 0, -0.5, 0.4)), 580 + r.choice((0, 0, -0.5))))


SHAPES = (_needle, _sliver, _star, _frame, _comb, _disc, _star, _frame, _disc, _whole)
TURNS = ((0.0, 180.0), (0.0, 90.0, 180.0, 270.0), (0.0,), (90.0,), (45.0, 30.0), None)


def job_of(seed: int) -> Job:
    """Return a random job."""
    r = random.Random(seed)
    items = []
    for k in range(r.randint(1, 5)):
        region = r.choice(SHAPES)(r)
        if r.random() < 0.2:  # a ring that runs the wrong way round
            region = Region(region.outer.reversed(), tuple(h.reversed() for h in region.holes))
        if r.random() < 0.3:
            region = region.transformed(
                Transform(r.uniform(-500, 500), r.uniform(-500, 500), r.choice((0, 33.3)))
            )
        turns = r.choice(TURNS)
        quantity = 1 if turns is None else r.randint(0, 6)
        items.append(
            Item(
                id=f"p{k}",
                region=region,
                quantity=quantity,
                material="m",
                rotations=turns,
                mirror=r.random() < 0.2,
            )
        )
    stock = [Sheet(name="full", material="m", length=1000, width=600, grain=r.choice(("x", "x", "y")))]
    if r.random() < 0.3:
        outline = ((0.0, 0.0), (700.0, 0.0), (700.0, 250.0), (300.0, 250.0), (300.0, 400.0), (0.0, 400.0))
        stock.append(
            Sheet(name="rest", material="m", length=700, width=400, outline=outline, quantity=r.randint(1, 2))
        )
    if r.random() < 0.2:
        hole = ((400.0, 200.0), (460.0, 210.0), (430.0, 280.0))
        stock[0] = stock[0].model_copy(update={"defects": (hole,)})
    keep = ((0.0, 280.0, 40.0, 320.0),) if r.random() < 0.2 else ()
    gap = r.choice((0.0, 3.0, 8.0, 8.0, 20.0))
    return items, stock, Spacing(gap=gap, margin=(10.0,) * 4, keep_out=keep)


def second_judge(found: Nesting, items: list[Item], spacing: Spacing) -> list[str]:
    """Judge by areas: parts grown by half the gap (less a hair) share no area."""
    known = {i.id: i for i in items}
    wrong = []
    for layout in found.layouts:
        grown = []
        for p in layout.placements:
            polygon = shapely.Polygon(
                known[p.part].region.outer.flattened(), [h.flattened() for h in known[p.part].region.holes]
            )
            c, s = math.cos(math.radians(p.angle)), math.sin(math.radians(p.angle))
            f = -1 if p.flipped else 1
            moved = shapely.affinity.affine_transform(polygon, [c * f, -s, s * f, c, p.x, p.y])
            grown.append(moved.buffer(spacing.gap / 2 - 0.003, quad_segs=24))
        tree = shapely.STRtree(grown)
        for a, b in tree.query(grown, predicate="intersects").T:
            if a < b and grown[a].intersection(grown[b]).area > 1e-3:
                wrong.append(f"{layout.name}: {layout.placements[a].part} and {layout.placements[b].part}")
    return wrong


def trial(seed: int) -> str:
    """Nest a random job; return "nested" or "refused", raise when the answer is wrong."""
    items, stock, spacing = job_of(seed)
    found: Nesting | None = None
    why: tuple[Finding, ...] = ()
    try:
        found = nest(items, stock, spacing, Budget(effort="quick", seed=seed))
    except NestError as error:
        why = error.findings
    if found is None:
        assert why, f"seed {seed}: refused without a reason"
        assert all(f.remedy for f in why), f"seed {seed}: no remedy"
        assert "no-layout" not in {f.rule for f in why}, f"seed {seed}"
        return "refused"
    wrong = validate(found.layouts, items, spacing)
    assert not wrong, f"seed {seed}: {wrong[0]}"
    assert not second_judge(found, items, spacing), f"seed {seed}"
    placed = Counter(p.part for layout in found.layouts for p in layout.placements)
    assert placed == Counter({i.id: i.quantity for i in items if i.quantity}), f"seed {seed}"
    assert len(found.layouts) >= found.bound, f"seed {seed}: fewer sheets than the bound"
    return "nested"


@pytest.fixture(autouse=True)
def _short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Search little: what is judged is the answer, not how good it is."""
    monkeypatch.setitem(ROUNDS, "quick", Pace(rounds=1, idle=1, moves=300))


@pytest.mark.parametrize("first", range(0, 40, 20))
def test_random_jobs_are_nested_validly_or_refused_clearly(first: int) -> None:
    told = Counter(trial(seed) for seed in range(first, first + 20))
    assert told["nested"] >= 10
