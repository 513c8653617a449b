"""Laws of joints: one declaration, two mates that cannot disagree."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from guard import some
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import board, box, named, shelf, trestle
from shapely import Point

from mobilier import DesignError, Piece, halved, plate, tabs
from mobilier.check.fit import fit_findings
from mobilier.check.tooling import Tooling
from mobilier.geometry.frame import Frame, dot
from mobilier.model.joint import CUTTING
from mobilier.model.joint_cuts import cut_joint
from mobilier.model.overlap import overlap_of
from mobilier.model.part import Part
from mobilier.model.relief import relieve
from mobilier.profiles.types import Relief

share = st.integers(3, 996).map(lambda k: (k + 0.3719) / 1000)  # never on a boundary
thickness = st.floats(12.0, 24.0)
clearance = st.floats(0.0, 0.6)


def mill(diameter: float, style: Relief = "dogbone") -> Tooling:
    """A cutter with reliefs a quarter of a millimetre wider than itself."""
    return Tooling(diameter=diameter, relief=diameter / 2 + 0.25, style=style)


def keepers(piece: Piece, point: tuple[float, float, float]) -> list[str]:
    """The plates whose finished part has wood at a point of the piece."""
    found = []
    for part in piece.parts:
        for i in part.instances:
            u, v, w = i.frame.to_local(point)
            if not -1e-9 <= w <= part.thickness + 1e-9 or not part.region.polygon().contains(Point(u, v)):
                continue
            pocketed = any(
                f.kind == "pocket"
                and part.thickness - w < (f.depth or 0.0)
                and f.contours[0].polygon().contains(Point(u, v))
                for f in part.features
            )
            if not pocketed:
                found.append(i.plate)
    return found


@given(
    t=thickness,
    w=st.floats(300, 700),
    d=st.floats(250, 500),
    h=st.floats(200, 400),
    at=st.tuples(share, share, share),
)
@settings(max_examples=20, deadline=None)
def test_one_part_keeps_every_point_of_an_overlap(
    t: float, w: float, d: float, h: float, at: tuple[float, float, float]
) -> None:
    """At zero clearance, before relief, no wood is claimed twice and none is lost."""
    piece = box(board(t, clearance=0.0, along=0.0), w, d, h)
    for joint in some(piece.joints):
        o = overlap_of(joint.a, joint.b)
        assert o is not None
        spans = (o.through_a, o.through_b, o.run)
        p, q, r = (low + k * (high - low) for k, (low, high) in zip(at, spans, strict=True))
        axes = (o.a.normal, o.b.normal, o.along)
        point = tuple(p * axes[0][k] + q * axes[1][k] + r * axes[2][k] for k in range(3))
        assert len(keepers(piece, point)) == 1, joint.label  # type: ignore[arg-type]


@given(t=thickness, reach=st.floats(4.0, 7.0), at=st.tuples(share, share, share))
@settings(max_examples=12, deadline=None)
def test_a_housed_edge_and_its_pocket_share_nothing(
    t: float, reach: float, at: tuple[float, float, float]
) -> None:
    """The pocket is exactly what the edge fills at zero clearance."""
    piece = shelf(board(t, clearance=0.0, along=0.0), reach=reach)
    x, y, z = at
    point = (t - reach + x * reach, 20 + y * 260, 200 + z * t)
    assert keepers(piece, point) == ["shelf"]


@given(t=thickness, c=clearance, w=st.floats(300, 700))
@settings(max_examples=15, deadline=None)
def test_an_opening_is_its_board_plus_the_clearance(t: float, c: float, w: float) -> None:
    """Opening − largest measured thickness = clearance, along the joint likewise; tabs keep their size."""
    ply = board(t, clearance=c, along=c)
    piece = box(ply, w)
    joint = next(j for j in piece.joints if j.word == "tabs")
    slots = [x for x in cut_joint(joint) if x.plate == joint.b.name]
    for slot in some(slots):
        assert math.isclose(ply.thickness_max + c, min(s.chord for s in slot.area.segments), abs_tol=1e-6)
    snug = [
        x
        for x in cut_joint(replace(joint, b=_with_board(joint.b, board(t, clearance=0.0, along=0.0))))
        if x.plate == joint.b.name
    ]
    for loose, tight in zip(slots, snug, strict=True):
        long, short = (max(s.chord for s in x.area.segments) for x in (loose, tight))
        assert math.isclose(long - short, c, abs_tol=1e-6)


def _with_board(p, ply):  # type: ignore[no-untyped-def]
    return replace(p, board=ply)


@given(t=thickness, w=st.floats(300, 700), d=st.floats(250, 500))
@settings(max_examples=12, deadline=None)
def test_slot_and_tab_have_one_centre(t: float, w: float, d: float) -> None:
    """The finished slot, put back in its place, is centred on the finished tab within 0.01 mm."""
    piece = box(board(t), w, d)
    for joint in some(j for j in piece.joints if j.word == "tabs"):
        o = overlap_of(joint.a, joint.b)
        assert o is not None
        into, frame = piece.part_of[joint.b.name]
        middle = sum(joint.a.slab) / 2
        for f in some(f for f in into.features if f.why.startswith("tabs bottom")):
            x0, y0, x1, y1 = f.contours[0].bounds
            centre = frame.frame.to_piece((x0 + x1) / 2, (y0 + y1) / 2)
            assert abs(dot(centre, joint.a.normal) - middle) < 0.01
            assert [joint.a.name] == keepers(piece, _at(o, middle, centre))


def _at(o, middle, centre):  # type: ignore[no-untyped-def]
    """The centre of a slot in the middle of the board it goes through."""
    p, q, r = middle, sum(o.through_b) / 2, dot(centre, o.along)
    return tuple(p * o.a.normal[k] + q * o.b.normal[k] + r * o.along[k] for k in range(3))


@given(
    t=thickness,
    c=st.floats(0.05, 0.6),
    cutter=st.floats(3.0, 12.0),
    style=st.sampled_from(["dogbone", "tbone-along", "tbone-across"]),
    w=st.floats(400, 700),
)
@settings(max_examples=15, deadline=None)
def test_joints_close_as_a_cutter_leaves_them(
    t: float, c: float, cutter: float, style: str, w: float
) -> None:
    """With relief, the fillets of any cutter keep no tab, finger or half-lap from closing."""
    piece = box(board(t, clearance=c), w, 400, 350)
    found = fit_findings(piece, mill(cutter, style))  # type: ignore[arg-type]
    assert [str(f) for f in found] == []


@pytest.mark.parametrize("cutter", [3.0, 6.0, 8.0])
def test_without_relief_the_fillets_are_in_the_way(cutter: float) -> None:
    """The check is not blind: the same piece with its corners forgotten stays open."""
    piece = box(board(18))
    bare = replace(piece)
    object.__setattr__(bare, "parts", tuple(replace(p, corners=()) for p in piece.parts))
    found = fit_findings(bare, mill(cutter))
    assert {"joint-stays-open"} == {f.rule for f in found}
    assert len(found) >= 6


def test_a_forgotten_joint_is_named() -> None:
    """An overlap that no joint claims is an error, with both plates."""
    piece = box(board(18))
    less = replace(piece, joints=piece.joints[:-1])
    found = fit_findings(less)
    assert "loose-overlap" in {f.rule for f in found}
    assert "clash" in {f.rule for f in found}
    assert any("rail" in f.where and "cross" in f.where for f in found)


def test_a_wrong_clearance_is_named() -> None:
    """Slots cut for a thinner board than the one that arrives do not close."""
    thin = box(board(17.0, clearance=0.0))
    thick = board(17.0, clearance=0.0).model_copy(update={"thickness_max": 17.5})
    arrived = replace(thin, plates=[replace(p, board=thick) for p in thin.plates])
    object.__setattr__(arrived, "parts", thin.parts)
    assert {f.rule for f in fit_findings(arrived)} == {"joint-stays-open"}


def test_a_mirrored_frame_is_named() -> None:
    """A part put in mirrored runs into its mates."""
    piece = box(board(18), 400, 300, 250)
    parts = []
    for p in piece.parts:
        if p.name == "bottom":
            i = p.instances[0]
            f = Frame((i.frame.origin[0] + 7.0, *i.frame.origin[1:]), i.frame.u, i.frame.v)
            p = replace(p, instances=(replace(i, frame=f),))
        parts.append(p)
    moved = replace(piece)
    object.__setattr__(moved, "parts", tuple(parts))
    assert "clash" in {f.rule for f in fit_findings(moved)}


@given(t=thickness, cutter=st.floats(3.0, 6.0), c=clearance)
@settings(max_examples=10, deadline=None)
def test_housed_edges_enter_their_pockets_as_machined(t: float, cutter: float, c: float) -> None:
    """Relieved pockets take the square edge of the mate, whatever the cutter."""
    piece = shelf(board(t, clearance=c))
    found = fit_findings(piece, mill(cutter))
    assert [str(f) for f in found if f.rule != "thin-floor"] == []


def test_relief_never_touches_a_tab() -> None:
    """Tabs are as wide after relief as before, whatever the style."""
    piece = box(board(18))
    part: Part = next(p for p in piece.parts if p.name == "bottom")
    before = part.outline.bounds
    for style in ("dogbone", "tbone-along", "tbone-across"):
        after = relieve(part, 3.25, style)  # type: ignore[arg-type]
        assert before == pytest.approx(after.outline.bounds)
        lost = part.region.polygon().difference(after.region.polygon())
        x0, _, x1, _ = before
        t = part.thickness
        assert lost.bounds[0] >= x0 + t - 1e-6
        assert lost.bounds[2] <= x1 - t + 1e-6


def test_equal_parts_are_one_part() -> None:
    """Two ends and two sides of a box are one part twice each."""
    counts = {p.name: p.quantity for p in box(board(18)).parts}
    assert counts == {"end": 2, "side": 2, "bottom": 1, "rail": 1, "cross": 1}


def test_instances_fill_the_places_of_their_plates() -> None:
    """Every copy, put back by its frame, covers the box its plate was placed in."""
    for piece in (box(board(18)), shelf(board(18)), trestle(board(18))):
        for part in some(piece.parts):
            for i in some(part.instances):
                target = named(piece, i.plate).box
                w, h = part.size
                corners = [
                    i.frame.to_piece(u, v, k) for u in (0, w) for v in (0, h) for k in (0, part.thickness)
                ]
                for axis in range(3):
                    assert target[axis][0] == pytest.approx(min(c[axis] for c in corners), abs=0.6)
                    assert target[axis][1] == pytest.approx(max(c[axis] for c in corners), abs=0.6)


def test_plates_that_do_not_meet_are_refused() -> None:
    """A joint needs an overlap; the message names both plates."""
    ply = board(18)
    a = plate("a", ply, x=(0, 300), y=(0, 200), z=0.0)
    b = plate("b", ply, x=400.0, y=(0, 200), z=(0, 200))
    with pytest.raises(DesignError, match="tabs b > a"):
        cut_joint(tabs(b, into=a))


def test_a_half_lap_needs_a_direction_along_the_joint() -> None:
    """A wrong direction is refused, not guessed."""
    ply = board(18)
    a = plate("a", ply, x=(0, 300), y=100.0, z=(0, 200))
    b = plate("b", ply, x=150.0, y=(0, 300), z=(0, 200))
    with pytest.raises(DesignError, match="opens"):
        cut_joint(halved(a, b, opens="+x"))


def test_every_cutting_word_is_exercised() -> None:
    """The laws above run on every word that divides an overlap."""
    used = {j.word for p in (box(board(18)), shelf(board(18)), trestle(board(18))) for j in p.joints}
    assert set(CUTTING) <= used | {"clamped"}  # clamped: tests/test_model_clamp.py


@given(t=thickness, c=st.floats(0.05, 0.6), cutter=st.floats(3.0, 6.4))
@settings(max_examples=10, deadline=None)
def test_wedges_bolts_and_dowels_leave_a_piece_that_closes(t: float, c: float, cutter: float) -> None:
    """Tusk tenons, T-slots and dowel holes: nothing in the way of anything, as machined."""
    piece = trestle(board(t, clearance=c))
    found = fit_findings(piece, mill(cutter))
    assert [str(f) for f in found] == []


def test_a_wedge_hole_starts_inside_the_mate_and_leaves_its_relish() -> None:
    """The hole reaches 1.5 mm into the mate's outer face, so that the wedge pulls."""
    piece = trestle(board(18))
    rail = next(p for p in piece.parts if p.name == "rail")
    holes = [f.contours[0].bounds for f in rail.features if f.why.startswith("wedged")]
    assert len(holes) == 2
    inner = sorted(b[2] for b in holes)[0]
    assert inner == pytest.approx(100.0 + 1.5)
    assert min(b[0] for b in holes) >= max(2 * 18, 30) - 1e-6


def test_a_t_slot_holds_its_nut() -> None:
    """The crossbar is as wide and as thick as the nut plus its play, in the edge of the post."""
    piece = trestle(board(18))
    post = next(p for p in piece.parts if p.name == "post")
    x0, y0, x1, y1 = post.outline.bounds
    notches = [c for c in post.corners if c.joint.startswith("bolted")]
    assert len(notches) == 8
    across = sorted({round(c.at[0], 3) for c in notches})
    deep = sorted({round(c.at[1], 3) for c in notches})
    assert across[1] - across[0] == pytest.approx(13.5)
    assert deep[1] - deep[0] == pytest.approx(7.0)
    assert x0 == y0 == 0
    assert x1 == pytest.approx(300)
    assert y1 == pytest.approx(482)


def test_dowel_holes_are_blind_and_from_the_touched_face() -> None:
    """Eight deep from the upper face of the foot, over the middle of each post's edge."""
    piece = trestle(board(18))
    foot = next(p for p in piece.parts if p.name == "foot")
    holes = [f for f in foot.features if f.kind == "hole"]
    assert len(holes) == 6
    assert {f.depth for f in holes} == {8.0}
    assert {round(f.circle[0], 3) for f in holes} == {109.0, 491.0}


def test_a_joint_may_choose_its_own_relief() -> None:
    """One joint asks for T-bones along; the others follow the lab."""
    piece = box(board(18))
    joints = [j.relieved_by("tbone-along") if j.word == "tabs" else j for j in piece.joints]
    own = replace(piece, joints=joints)
    slots = [c for p in own.parts for c in p.corners if c.joint.startswith("tabs") and not c.only_along]
    rest = [c for p in own.parts for c in p.corners if not c.joint.startswith("tabs")]
    assert {c.style for c in slots} == {"tbone-along"}
    assert {c.style for c in rest} == {None}
    side = next(p for p in own.parts if p.name == "side")
    slot = next(f.contours[0].bounds for f in side.features if f.kind == "cutout")
    longer = next(f.contours[0].bounds for f in relieve(side, 3.25).features if f.kind == "cutout")
    assert longer[0] == pytest.approx(slot[0] - 3.25)
    assert longer[1] == pytest.approx(slot[1])
    assert [str(f) for f in fit_findings(own, mill(6.0))] == []


def test_a_tilted_joint_is_refused_at_once() -> None:
    """Leaning by ten degrees, tabs close nowhere: said of the joint, not as a clash of what it joins."""
    import designs
    from mobilier import Piece, plate, tabs, turned
    from mobilier.errors import DesignError

    board = designs.board("okoume-18")
    seat = plate("seat", board, x=(0, 400), y=(0, 400), z=300)
    leg = plate("leg", board, x=100, y=(50, 350), z=(0, 330))
    leaning = turned(leg, at=(100, 0, 300), along=(0, 1, 0), degrees=10)
    with pytest.raises(DesignError, match="right angle"):
        _ = Piece(plates=[seat, leaning], joints=[tabs(leaning, into=seat)]).parts
