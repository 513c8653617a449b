"""What the cutter does to the wood: judged by sweeping discs, and by the proof room."""

from __future__ import annotations

import itertools
import math
from dataclasses import replace

import cut_sheet
import pytest
import shapely
from cut_sheet import (
    HABITS,
    LAYOUT,
    MACHINE,
    MATERIAL,
    MILL,
    PARTS,
    RELIEVED,
    THICK,
    controller,
    usual,
    work,
)
from guard import some

from mobilier.cam.estimate import points_of
from mobilier.cam.moves import Operation, Toolpath
from mobilier.cam.pocket import lay_rings
from mobilier.cam.setup import Rules
from mobilier.cam.sheet import SheetWork
from mobilier.geometry.contour import Contour, rounded
from mobilier.geometry.region import Region
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout, Placement
from mobilier.proof.case import Case
from mobilier.proof.declaration import (
    Declaration,
    DeclaredMark,
    DeclaredProgram,
    DeclaredScrew,
    DeclaredSkin,
    DeclaredTab,
)
from mobilier.proof.prove import prove_sheet

BOTTOM = -(THICK + MACHINE.through)


def runs(path: Toolpath) -> list[tuple[shapely.LineString, float]]:
    """Return every cutting move of a toolpath with the higher of its two ends."""
    out = []
    for a, b in itertools.pairwise(path.moves):
        points = [(a.x, a.y, a.z), *points_of((a.x, a.y, a.z), b)]
        line = shapely.LineString([p[:2] for p in points])
        if b.kind != "rapid" and line.length > 1e-9:
            out.append((line, max(a.z, b.z)))
    return out


def swept(path: Toolpath, z: float = 0.0) -> shapely.Geometry:
    """Return what the cutter takes at depth ``z`` or deeper all along a move."""
    r = path.operation.tool.diameter / 2
    return shapely.union_all([line.buffer(r, quad_segs=32) for line, top in runs(path) if top <= z + 1e-6])


def part_shape(op: Operation) -> shapely.Polygon:
    place = next(p for p in LAYOUT.placements if (p.part, p.copy) == (op.part, op.copy))
    return RELIEVED[op.part].region.transformed(place.transform).polygon(0.002)


def verdicts_against(made: SheetWork, **changes: object) -> list[str]:
    """Return the broken verdicts of the proof room on a sheet."""
    machine = changes.pop("machine", MACHINE)
    material = changes.pop("material", MATERIAL)
    parts, layout = changes.pop("parts", PARTS), changes.pop("layout", LAYOUT)
    style, radius = changes.pop("relief", ("dogbone", MILL.diameter / 2 + 0.25))  # type: ignore[misc]
    habits = changes.pop("habits", HABITS)
    declaration = Declaration(
        sheet="S01",
        programs=tuple(
            DeclaredProgram(
                name=p.name,
                role=p.role,
                tool=p.tool,
                text=p.text,
                changes=tuple((n, s.tool) for n, s in p.cutters),
            )
            for p in made.programs
        ),
        relief_style=style,
        relief_radius=radius,
        tabs=tuple(
            DeclaredTab(part=t.part, copy=t.copy, x=t.x, y=t.y, width=t.width, height=t.height)
            for t in made.tabs
        ),
        skin=habits.onion if habits.hold == "onion" else 0.0,  # type: ignore[attr-defined]
        approach=made.heights.approach,
        lead=made.lead + habits.finishing,  # type: ignore[attr-defined]
        origin=habits.origin,  # type: ignore[attr-defined]
        skins=tuple(
            DeclaredSkin(
                part=o.part,
                copy=o.copy,
                x=o.contours[0].vertices[0][0],
                y=o.contours[0].vertices[0][1],
                height=o.skin,
            )
            for o in made.skins
        ),
        marks=tuple(DeclaredMark(strokes=o.strokes, depth=-o.bottom) for o in made.labels),
        screws=tuple(DeclaredScrew(x=s.x, y=s.y, diameter=s.diameter) for s in made.screws),
    )
    case = Case(
        declaration=declaration,
        layout=layout,  # type: ignore[arg-type]
        parts=parts,  # type: ignore[arg-type]
        material=material,  # type: ignore[arg-type]
        machine=machine,  # type: ignore[arg-type]
        controller=controller(str(changes.get("name", "grbl"))),
        clamps=changes.get("clamps", ()),  # type: ignore[arg-type]
    )
    assert made.programs, made.findings
    return [str(v) for v in prove_sheet(case) if not v.passed]


@pytest.mark.parametrize(
    "habits",
    [
        {},
        {"direction": "climb"},
        {"finishing": 0.4},
        {"hold": "onion"},
        {"origin": "centre"},
        {"origin": "back-right"},
        {"screws": 250.0},
    ],
    ids=lambda h: "-".join(f"{k}-{v}" for k, v in h.items()) or "usual",
)
def test_the_proof_room_finds_nothing(habits: dict[str, object]) -> None:
    chosen = HABITS.model_copy(update=habits)
    assert verdicts_against(work(habits=chosen), habits=chosen) == []


@pytest.mark.parametrize("name", ["linuxcnc", "marlin", "winpc_nc", "shopbot", "rml", "heidenhain"])
def test_the_proof_room_finds_nothing_in_any_dialect(name: str) -> None:
    machine = MACHINE.model_copy(update={"tool_change": "automatic"})
    habits = HABITS.model_copy(update={"label_height": 12.0, "screws": 300.0})
    tools = (*cut_sheet.TOOLS, cut_sheet.mill(3, name="fine"))
    made = work(name, machine=machine, habits=habits, tools=tools)
    assert len(made.labels) == len(LAYOUT.placements)
    assert verdicts_against(made, machine=machine, habits=habits, name=name) == []


def test_the_proof_room_finds_nothing_with_zero_on_the_bed() -> None:
    machine = MACHINE.model_copy(update={"zero": "bed"})
    made = work(machine=machine)
    assert made.origin == (0.0, 0.0, -THICK)
    assert made.programs[-1].extents[2] == pytest.approx(-MACHINE.through)
    assert verdicts_against(made, machine=machine) == []


@pytest.mark.parametrize("path", usual().toolpaths, ids=lambda p: f"{p.operation.part}-{p.operation.why}")
def test_no_cut_touches_a_finished_part(path: Toolpath) -> None:
    op = path.operation
    taken = swept(path)
    for place in LAYOUT.placements:
        shape = RELIEVED[place.part].region.transformed(place.transform).polygon(0.002)
        for f in RELIEVED[place.part].features:
            if f.depth is not None:
                shape = shape.difference(
                    f.contours[0].transformed(place.transform).polygon(0.002).buffer(1e-3)
                )
        assert taken.intersection(shape.buffer(-0.02)).area < 1e-6, (op.part, op.why, place.part)


def test_every_profile_is_through_but_for_its_tabs() -> None:
    for path in some(p for p in usual().toolpaths if p.operation.kind in ("inside", "outside")):
        op = path.operation
        outline = op.contours[0].polygon(0.002)
        kerf = (
            outline.buffer(MILL.diameter, quad_segs=32).difference(outline)
            if op.kind == "outside"
            else outline.buffer(-3, quad_segs=32).buffer(3, quad_segs=32).difference(outline.buffer(-6))
        )
        through = swept(path, BOTTOM)
        left = [g for g in shapely.get_parts(kerf.difference(through.buffer(0.03))) if g.area > 0.5]
        assert len(left) == len(op.tabs), (op.part, op.why)
        for tab in op.tabs:
            (here,) = [g for g in left if g.distance(shapely.Point(tab.x, tab.y)) < 0.1]
            assert here.length < 2 * (tab.width + 2 * MILL.diameter + 4 * tab.height)
            neck = swept(path, -THICK + tab.height + 0.01)
            bridge = kerf.difference(neck.buffer(0.03))
            assert not bridge.intersects(shapely.Point(tab.x, tab.y).buffer(1))  # flat top at its height


def test_every_pocket_is_cleared_to_its_depth_and_no_more() -> None:
    for path in some(p for p in usual().toolpaths if p.operation.kind == "pocket"):
        op = path.operation
        area = op.contours[0].polygon(0.002).difference(op.contours[1].polygon(0.002))
        floor = area.buffer(-3, quad_segs=32).buffer(2.99, quad_segs=32)
        assert floor.difference(swept(path, op.bottom)).area < 0.01
        assert swept(path).difference(area.buffer(0.02)).area < 1e-6
        assert min(m.z for m in path.moves) == op.bottom == -7.0


@pytest.mark.parametrize(
    "area",
    [
        Region(Contour.rectangle(0, 0, 6.5, 80)),
        Region(Contour.polygon_of([(0, 0), (90, 0), (45, 30)])),
        Region(rounded([(0, 0), (100, 0), (100, 40), (60, 40), (60, 90), (0, 90)], 5)),
        Region(Contour.rectangle(0, 0, 100, 60), (Contour.circle(30, 30, 20).reversed(),)),
        Region(Contour.circle(0, 0, 61)),
    ],
    ids=["a slot", "a sharp triangle", "an L", "an island", "a circle"],
)
def test_rings_leave_no_island(area: Region) -> None:
    found = lay_rings(area, 3.0, 0.0, 0.45)
    taken = shapely.union_all(
        [shapely.LinearRing(r.contour.flattened(0.002)).buffer(3, quad_segs=64) for r in found]
    )
    can = area.polygon(0.002).buffer(-3, quad_segs=64).buffer(2.97, quad_segs=64)
    assert can.difference(taken).area < 0.01


@pytest.mark.parametrize(("direction", "turn"), [("climb", -1), ("conventional", 1)])
def test_the_direction_of_cutting_is_the_one_asked_for(direction: str, turn: int) -> None:
    made = work(
        habits=HABITS.model_copy(update={"direction": direction}), rules=Rules(leads=False, tabs=False)
    )
    for path in some(p for p in made.toolpaths if p.operation.kind in ("inside", "outside")):
        x, y = zip(*(line.coords[0] for line, _ in runs(path)), strict=True)
        area = sum(x[k - 1] * y[k] - x[k] * y[k - 1] for k in range(len(x)))  # however many turns are run
        sense = turn if path.operation.kind == "outside" else -turn
        assert area * sense > 0, path.operation.why


def test_a_finishing_pass_takes_what_the_roughing_left() -> None:
    made = work(habits=HABITS.model_copy(update={"finishing": 0.5}), rules=Rules(leads=False, tabs=False))
    path = next(p for p in made.toolpaths if p.operation.part == "A02")
    place = next(p for p in LAYOUT.placements if (p.part, p.copy) == ("A02", path.operation.copy))
    cx, cy = place.x + 40, place.y + 40
    radii = {round(math.dist((m.x, m.y), (cx, cy)), 2) for m in path.moves if m.kind in ("cw", "ccw")}
    assert radii == {43.5, 43.0}
    last = [m for m in path.moves if m.kind in ("cw", "ccw") and math.dist((m.x, m.y), (cx, cy)) < 43.2]
    assert {m.z for m in last} == {BOTTOM}


def test_onion_skin_holds_every_part_and_every_large_slug() -> None:
    made = work(habits=HABITS.model_copy(update={"hold": "onion", "onion": 0.4}))
    outside = [op for op in made.operations if op.kind == "outside"]
    assert {op.skin for op in outside} == {0.4}
    assert {op.bottom for op in outside} == {-(THICK - 0.4)}
    assert {op.skin for op in made.operations if op.why == "window"} == {0.4}
    assert {op.skin for op in made.operations if op.why == "slot"} == {0.0}
    assert made.tabs == ()


def test_a_part_is_never_cut_into_after_it_is_freed() -> None:
    order = [(op.part, op.copy, op.kind, op.why) for op in usual().operations]
    for k in some(k for k, (_, _, kind, _) in enumerate(order) if kind == "outside"):
        part, copy, *_ = order[k]
        assert all((p, c) != (part, copy) for p, c, *_ in order[k + 1 :])
    nested = order.index(("A02", 0, "outside", "outline"))
    assert (
        nested < order.index(("A01", 0, "inside", "window")) < order.index(("A01", 0, "outside", "outline"))
    )


# --- tabs ------------------------------------------------------------------------------------------


def test_tabs_sit_on_straights_away_from_corners() -> None:
    for op, tab in some((o, t) for o in usual().operations for t in o.tabs):
        at = shapely.Point(tab.x, tab.y)
        near = min(
            op.contours[0].segments,
            key=lambda s: shapely.LineString([*s.flattened(0.01), s.end]).distance(at),
        )
        if op.part == "A02":
            assert near.bulge
            continue
        assert not near.bulge
        assert min(math.dist(near.start, (tab.x, tab.y)), math.dist(near.end, (tab.x, tab.y))) > 10


def test_every_part_has_two_tabs_on_opposite_sides() -> None:
    for op in some(op for op in usual().operations if op.kind == "outside"):
        assert len(op.tabs) >= 2
        x0, y0, x1, y1 = op.contours[0].bounds
        far = max(math.dist((a.x, a.y), (b.x, b.y)) for a in op.tabs for b in op.tabs)
        assert far > 0.5 * min(x1 - x0, y1 - y0)


def test_tabs_keep_away_from_joints() -> None:
    slots = some(op for op in work().operations if op.kind == "inside" and op.why == "slot")
    assert [op.tabs for op in slots] == [()] * len(slots)


def box(part: str, width: float, height: float) -> Part:
    return Part(
        id=part, name="box", material="board", thickness=THICK, outline=Contour.rectangle(0, 0, width, height)
    )


def side_by_side(gap: float) -> SheetWork:
    parts = {p.id: p for p in (box("B1", 200, 150), box("B2", 200, 150))}
    layout = Layout(
        name="S01",
        sheet=cut_sheet.SHEET,
        placements=(
            Placement(part="B1", copy=0, x=20, y=20),
            Placement(part="B2", copy=0, x=220 + gap, y=20),
        ),
    )
    return work(layout=layout, parts=parts)


@pytest.mark.parametrize("gap", [6.5, 10.0, 12.0, 30.0])
def test_every_tab_reaches_wood_that_stays(gap: float) -> None:
    made = side_by_side(gap)
    deep = shapely.union_all([swept(p, BOTTOM + 0.01) for p in made.toolpaths])
    left = shapely.box(0, 0, 900, 600).difference(deep.buffer(0.02))
    sheet = [g for g in shapely.get_parts(left) if g.area > 1]
    assert len(sheet) == 1, "a part or a strip has come loose"


def test_a_part_shut_in_by_overlapping_kerfs_shares_the_tabs_of_its_neighbours() -> None:
    parts = {"B1": box("B1", 160, 120)}
    places = tuple(
        Placement(part="B1", copy=3 * i + j, x=20 + 170 * i, y=20 + 130 * j)
        for i in range(3)
        for j in range(3)
    )
    made = work(layout=Layout(name="S01", sheet=cut_sheet.SHEET, placements=places), parts=parts)
    middle = [t for t in made.tabs if t.copy == 4]
    assert len(middle) >= 2
    for tab in middle:
        mates = [t for t in made.tabs if t.copy != 4 and math.dist((t.x, t.y), (tab.x, tab.y)) < 10.01]
        assert len(mates) == 1
    deep = shapely.union_all([swept(p, BOTTOM + 0.01) for p in made.toolpaths])
    left = shapely.box(0, 0, 900, 600).difference(deep.buffer(0.02))
    assert len([g for g in shapely.get_parts(left) if g.area > 100]) == 1  # but for crumbs at crossings


@pytest.mark.parametrize("diameter", [75.0, 120.0, 220.0])
def test_the_slug_of_a_round_window_hangs_on_tabs(diameter: float) -> None:
    hole = Feature(kind="hole", why="window", contours=(Contour.circle(150, 150, diameter),))
    parts = {"B1": replace(box("B1", 300, 300), features=(hole,))}
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="B1", copy=0, x=50, y=50),))
    made = work(layout=layout, parts=parts)
    (window,) = [op for op in made.operations if op.why == "window"]
    assert len(window.tabs) >= 2
    assert window.skin == 0
    for tab in window.tabs:
        assert math.dist((tab.x, tab.y), (200, 200)) == pytest.approx(diameter / 2, abs=0.01)


def test_a_part_too_small_for_tabs_is_left_on_a_skin_and_told() -> None:
    parts = {"B1": box("B1", 18, 14)}
    layout = Layout(name="S01", sheet=cut_sheet.SHEET, placements=(Placement(part="B1", copy=0, x=50, y=50),))
    made = work(layout=layout, parts=parts)
    assert [f.rule for f in made.findings if f.level == "warning"] == ["no-room-for-tabs"]
    assert [op.skin for op in made.operations] == [HABITS.onion]


def test_moves_are_continuous_and_end_lifted() -> None:
    for path in some(usual().toolpaths):
        assert path.moves[0].z == path.moves[-1].z == MACHINE.safe_z
        for a, b in itertools.pairwise(path.moves):
            if b.kind in ("cw", "ccw"):
                assert math.dist((a.x, a.y), (b.cx, b.cy)) == pytest.approx(
                    math.dist((b.x, b.y), (b.cx, b.cy)), abs=2e-4
                )


def test_rapids_never_fall_into_the_wood() -> None:
    for program in some(usual().programs):
        drilled: dict[tuple[float, float], float] = {}
        for a, b in some(itertools.pairwise(program.moves)):
            if b.kind == "rapid":
                assert b.z >= 0 or b.z >= drilled[b.x, b.y] + 0.5
                assert min(a.z, b.z) >= 0 or (a.x, a.y) == (b.x, b.y)
            elif (a.x, a.y) == (b.x, b.y):
                drilled[b.x, b.y] = min(b.z, drilled.get((b.x, b.y), 0.0))
