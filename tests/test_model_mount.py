"""Footings of what is bought: where a thing sits, its holes, and that nothing bought is nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pieces import board

import designs
from mobilier import DesignError, Hardware, Mount, Piece, Plate, Pose, gate_castor, mounted_on, plate, sold
from mobilier.check.hardware import hardware_findings, nowhere_findings
from mobilier.geometry.frame import dot, plus
from mobilier.model.assemblies.stay import as_modelled
from mobilier.model.fittings import fittings
from mobilier.model.mount import footing
from mobilier.model.piece import Motion

Z = (0.0, 0.0, 1.0)


def door(thickness: float = 18.0) -> Plate:
    return plate("door", board(thickness), x=(0, 300), y=0.0, z=(0, 600))


def fitted(mounts: tuple[Mount, ...], series: str = "hasp") -> Piece:
    bought = Hardware(key="thing", quantity=len(mounts), article=sold(series), mounts=mounts)
    return Piece(plates=[door()], joints=[], extras=[bought])


def test_a_thing_without_a_place_is_refused_with_its_number() -> None:
    bought = Hardware(key="thing", quantity=3, article=sold("hasp"), mounts=(one_mount(),))
    (found,) = nowhere_findings(Piece(plates=[door()], joints=[], extras=[bought]))
    assert (found.rule, dict(found.values)["number"]) == ("hardware-nowhere", 2)


def one_mount() -> Mount:
    return mounted_on(door(), (150.0, 300.0), upper=True, along=(1.0, 0.0))


@pytest.mark.parametrize("series", ["sandbag", "glue-pu"])
def test_what_is_laid_in_or_used_up_needs_no_place(series: str) -> None:
    bought = Hardware(key="thing", quantity=3, article=sold(series))
    assert nowhere_findings(Piece(plates=[door()], joints=[], extras=[bought])) == []


@given(x=st.floats(60, 240), z=st.floats(60, 540), upper=st.booleans())
def test_pilots_are_drilled_under_the_thing_in_the_face_it_sits_on(x: float, z: float, upper: bool) -> None:
    piece = fitted((mounted_on(door(), (x, z), upper=upper, along=(1.0, 0.0)),))
    (part,) = piece.parts
    (_, instance), (mount,) = piece.part_of["door"], piece.extras[0].mounts
    holes = [f for f in part.features if f.kind == "hole"]
    assert len(holes) == len(sold("hasp").size.screws) > 0
    assert dot(instance.frame.normal, mount.out) == pytest.approx(1.0)
    for hole in holes:
        cx, cy, _ = hole.circle
        u, v, w = footing(mount).to_local(instance.frame.to_piece(cx, cy, part.thickness))
        assert min(abs(u - a) + abs(v - b) for a, b in sold("hasp").size.screws) < 1e-6
        assert w == pytest.approx(0.0, abs=1e-9)


def test_a_plate_fitted_on_both_faces_is_worked_from_the_busier_and_pierced_for_the_other() -> None:
    mounts = [mounted_on(door(), (150.0, z), upper=True, along=(1.0, 0.0)) for z in (200.0, 300.0)]
    mounts.append(mounted_on(door(), (150.0, 400.0), upper=False, along=(1.0, 0.0)))
    holes = [f for f in fitted(tuple(mounts)).parts[0].features if f.kind == "hole"]
    each = len(sold("hasp").size.screws)
    assert sum(f.through for f in holes) == each
    assert sum(not f.through for f in holes) == 2 * each


def test_the_nut_of_a_foot_sits_in_a_slot_that_opens_at_the_edge() -> None:
    foot = Mount(plate="door", at=(150.0, 9.0, 0.0), out=(0.0, 0.0, -1.0), along=(1.0, 0.0, 0.0))
    (part,) = fitted((foot,), "foot-m8").parts
    nut, _ = sold("foot-m8").size.nut or (0.0, 0.0)
    assert part.outline.polygon(0.01).area < 300 * 600 - nut * 6.5
    (body,) = {f.plate for f in fittings(fitted((foot,), "foot-m8"))}
    assert body == "door"


def test_a_footing_on_a_plate_that_is_not_there_is_refused_with_the_nearest_name() -> None:
    lost = Mount(plate="doors", at=(0.0, 0.0, 0.0), out=Z, along=(1.0, 0.0, 0.0))
    with pytest.raises(DesignError, match="door"):
        _ = fitted((lost,)).parts


@given(degrees=st.floats(-170, 170), slide=st.floats(-50, 50))
def test_a_footing_given_in_a_pose_comes_back_there(degrees: float, slide: float) -> None:
    motions = [
        Motion(plates=("door",), at=(0.0, 0.0, 0.0), along=Z, degrees=degrees),
        Motion(plates=("door",), at=(0.0, 0.0, 0.0), along=(1.0, 0.0, 0.0), slide=slide),
    ]
    given_there = Mount(plate="door", at=(10.0, 20.0, 30.0), out=(0.0, 1.0, 0.0), along=(1.0, 0.0, 0.0))
    frame = footing(as_modelled(given_there, motions))
    for motion in motions:
        frame = motion.moved(frame)
    assert frame.origin == pytest.approx(given_there.at)
    assert frame.normal == pytest.approx(given_there.out)


@given(low=st.floats(97, 160))
def test_the_castor_of_a_wing_stands_on_the_ground_and_clears_the_wing_over_all_its_travel(
    low: float,
) -> None:
    wing = plate("wing", board(18.0), x=(0, 500), y=0.0, z=(low, 1200))
    made = gate_castor(wing, 95.0, board(18.0))
    piece = Piece(plates=[wing, *made.plates], joints=made.joints, extras=made.extras, poses=[Pose(name="a")])
    assert hardware_findings(piece) == []
    assert nowhere_findings(piece) == []
    castor = next(f for f in fittings(piece) if f.key == "castor-wing")
    wheel = castor.bodies[-1]
    x0, y0, x1, y1 = wheel.part.outline.bounds
    heights = [wheel.frame.to_piece(u, v)[2] for u in (x0, x1) for v in (y0, y1)]
    assert min(heights) == pytest.approx(0.0, abs=1e-6)
    assert max(heights) + 20.0 < low, "20 mm of spring lift the wheel towards the wing"
    (block,) = made.plates
    bores = [f.circle for p in piece.parts for f in p.features if f.why == "castor-wing"]
    assert len(bores) == 8, "four bolts go through block and wing"
    assert block.box[2][0] >= low


@pytest.mark.parametrize("name", designs.NAMES)
def test_everything_bought_for_a_piece_is_somewhere(name: str) -> None:
    made = [designs.built(name, preset) for preset in designs.design(name).presets]
    assert [f for piece in made for f in nowhere_findings(piece)] == []
    assert min(len(piece.hardware) for piece in made) >= 3


def test_a_stop_touches_what_comes_to_rest_on_it_and_the_plate_that_it_sits_under() -> None:
    piece = designs.built("maisonnette", "duo")
    frames, modelled = piece.frames("open"), {n: i.frame for n, (_, i) in piece.part_of.items()}
    (line,) = (h for h in piece.hardware if h.key == "stop")
    under = [m for m in line.mounts if m.plate == "plateau rabattable"]
    assert len(under) == 2
    for mount in under:
        leaf = modelled[mount.plate]
        local = leaf.to_local(mount.at)
        there = frames[mount.plate].to_piece(*local)
        gusset, frame = piece.part_of[mount.to][0], frames[mount.to]
        off = frame.to_local(plus(there, (0.0, 0.0, 1.0), -5.0))[2]
        gap = min(abs(off), abs(off - gusset.thickness))
        assert gap == pytest.approx((sold("magnetic-catch").size.width or 0.0) / 2 + 0.5, abs=0.1)


def test_the_words_of_the_rule_name_what_is_sold() -> None:
    (found,) = nowhere_findings(
        Piece(plates=[door()], joints=[], extras=[Hardware(key="x", quantity=1, article=sold("hasp"))])
    )
    assert sold("hasp").series.about in found.message
