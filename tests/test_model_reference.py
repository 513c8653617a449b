"""What each joint word cuts, drawn a second time by hand in shapely: the model against its definition."""

from __future__ import annotations

import math
from collections.abc import Callable

import pytest
import shapely
from guard import some
from hypothesis import given, settings
from hypothesis import strategies as st
from pieces import board, box
from shapely import Polygon

from mobilier import Piece, Plate, fingers, halved, housed, plate, tabs, wedged
from mobilier.geometry.contour import Contour
from mobilier.model.relief import relieve
from mobilier.model.splice import split_for
from mobilier.profiles.types import Relief

T, ACROSS, ALONG = 18.0, 0.2, 0.5
PLY = board(T, clearance=ACROSS, along=ALONG)
SLOT = (T + ACROSS) / 2
"""Half the width of an opening that receives the board."""

Plane = Callable[[tuple[float, float, float]], tuple[float, float]]
YZ: Plane = lambda p: (p[1], p[2])  # noqa: E731
XY: Plane = lambda p: (p[0], p[1])  # noqa: E731
XZ: Plane = lambda p: (p[0], p[2])  # noqa: E731


def seen(piece: Piece, name: str, contour: Contour, plane: Plane) -> Polygon:
    """A contour of a finished part where it lies in the piece, in two of the piece's axes."""
    frame = piece.part_of[name][1].frame
    return Polygon([plane(frame.to_piece(u, v)) for u, v in contour.flattened(0.001)])


def wood(piece: Piece, name: str, plane: Plane) -> Polygon:
    """What is left of a plate right through."""
    region = piece.part_of[name][0].region
    holes = [seen(piece, name, h, plane) for h in region.holes]
    return seen(piece, name, region.outer, plane).difference(shapely.union_all(holes))


def less(whole: Polygon, *gone: Polygon) -> Polygon:
    return whole.difference(shapely.union_all(gone))


def off(a: Polygon, b: Polygon) -> float:
    """Area in mm² in which two shapes differ."""
    return float(a.symmetric_difference(b).area)


def wall_and_rail(x0: float, word: Callable[..., object], **options: object) -> Piece:
    """A wall of x = 0…18 and a rail of z = 60…78 that comes through it from x = ``x0``."""
    wall = plate("wall", PLY, x=0.0, y=(0, 200), z=(0, 150))
    rail = plate("rail", PLY, x=(x0, 300), y=(0, 200), z=60.0)
    return Piece(plates=[wall, rail], joints=[word(rail, into=wall, count=2, width=40, margin=30, **options)])


WALL = shapely.box(0, 0, 200, 150)
SLOTS = [shapely.box(y - ALONG / 2, 69 - SLOT, y + 40 + ALONG / 2, 69 + SLOT) for y in (30, 130)]
BETWEEN = ((-1, 30), (70, 130), (170, 201))
"""Where along y the rail has no tab."""


def test_tabs_are_slots_in_one_plate_and_shoulders_on_the_other() -> None:
    piece = wall_and_rail(0, tabs)
    assert off(wood(piece, "wall", YZ), less(WALL, *SLOTS)) < 1e-3
    shoulders = [shapely.box(-1, low, T, high) for low, high in BETWEEN]
    assert off(wood(piece, "rail", XY), less(shapely.box(0, 0, 300, 200), *shoulders)) < 1e-3


def test_wedged_tabs_stand_out_and_have_a_hole_that_begins_inside_the_wall() -> None:
    piece = wall_and_rail(-80, wedged, wedge=board(12.0, clearance=ACROSS, name="thin"), seat=24.0)
    assert off(wood(piece, "wall", YZ), less(WALL, *SLOTS)) < 1e-3
    shoulders = [shapely.box(-81, low, T, high) for low, high in BETWEEN]
    half = (12.0 + ACROSS) / 2
    holes = [shapely.box(-24 - ALONG, y - half, 1.5, y + half) for y in (50, 150)]
    assert off(wood(piece, "rail", XY), less(shapely.box(-80, 0, 300, 200), *shoulders, *holes)) < 1e-3


def test_fingers_alternate_and_only_one_plate_gives_room() -> None:
    front = plate("front", PLY, x=(0, 200), y=0.0, z=(0, 150))
    side = plate("side", PLY, x=0.0, y=(0, 120), z=(0, 150))
    piece = Piece(plates=[front, side], joints=[fingers(front, side, count=3)])
    middle = shapely.box(-1, 50, T, 100)
    assert off(wood(piece, "front", XZ), less(shapely.box(0, 0, 200, 150), middle)) < 1e-3
    ends = [shapely.box(-1, -1, T, 50 + ALONG / 2), shapely.box(-1, 100 - ALONG / 2, T, 151)]
    assert off(wood(piece, "side", YZ), less(shapely.box(0, 0, 120, 150), *ends)) < 1e-3


def test_halved_plates_each_lose_half_of_the_crossing() -> None:
    a = plate("a", PLY, x=(0, 200), y=50.0, z=(0, 100))
    b = plate("b", PLY, x=91.0, y=(0, 150), z=(0, 100))
    piece = Piece(plates=[a, b], joints=[halved(a, b, opens="+z")])
    upper = shapely.box(100 - SLOT, 50 - ALONG / 4, 100 + SLOT, 101)
    lower = shapely.box(59 - SLOT, -1, 59 + SLOT, 50 + ALONG / 4)
    assert off(wood(piece, "a", XZ), less(shapely.box(0, 0, 200, 100), upper)) < 1e-3
    assert off(wood(piece, "b", YZ), less(shapely.box(0, 0, 150, 100), lower)) < 1e-3


@pytest.mark.parametrize("reach", [4.0, 9.0])
def test_a_housed_edge_sits_in_a_pocket_as_deep_as_it_reaches(reach: float) -> None:
    side = plate("side", PLY, x=0.0, y=(0, 200), z=(0, 150))
    shelf = plate("shelf", PLY, x=(T - reach, 300), y=(20, 180), z=60.0)
    piece = Piece(plates=[side, shelf], joints=[housed(shelf, into=side)])
    assert off(wood(piece, "side", YZ), WALL) < 1e-3
    (pocket,) = piece.part_of["side"][0].features
    assert (pocket.kind, pocket.depth) == ("pocket", pytest.approx(reach))
    area = seen(piece, "side", pocket.contours[0], YZ)
    assert off(area, shapely.box(20 - ALONG / 2, 69 - SLOT, 180 + ALONG / 2, 69 + SLOT)) < 1e-3
    assert off(wood(piece, "shelf", XY), shapely.box(T - reach, 20, 300, 180)) < 1e-3


@pytest.mark.parametrize("style", ["dogbone", "tbone-along", "tbone-across"])
@pytest.mark.parametrize("radius", [1.75, 3.25, 4.25])
def test_relief_takes_a_disc_at_every_marked_corner_and_nothing_else(radius: float, style: Relief) -> None:
    for part in some(p for p in box(PLY).parts if any(c.through for c in p.corners)):
        discs = []
        for c in some(c for c in part.corners if c.through):
            ways = {"tbone-across": c.along, "tbone-along": c.across}
            way = ways.get("tbone-across" if c.only_along else c.style or style)
            if way is None:  # the bisector
                sx, sy = c.along[0] + c.across[0], c.along[1] + c.across[1]
                way = (sx / math.hypot(sx, sy), sy / math.hypot(sx, sy))
            middle = shapely.Point(c.at[0] + radius * way[0], c.at[1] + radius * way[1])
            discs.append(middle.buffer(radius, quad_segs=64))
        found = relieve(part, radius, style).region.polygon(0.001)
        assert off(found, less(part.region.polygon(0.001), *discs)) < 0.02 * len(discs), part.name


L_SHAPE = [(0.0, 0.0), (200.0, 0.0), (200.0, 60.0), (80.0, 60.0), (80.0, 120.0), (0.0, 120.0)]


def placed(points: list[tuple[float, float]], z: float, name: str) -> Plate:
    xs, ys = [p[0] for p in points], [p[1] for p in points]
    return plate(
        name,
        PLY,
        x=(min(xs), max(xs)),
        y=(min(ys), max(ys)),
        z=z,
        outline=Contour.polygon_of(points),
    )


def number(piece: Piece) -> list[int]:
    return [p.quantity for p in piece.parts]


@settings(max_examples=20, deadline=None)
@given(
    angle=st.sampled_from([0, 180]),
    mirrored=st.booleans(),
    by=st.tuples(st.integers(-300, 300), st.integers(-300, 300)),
)
def test_a_plate_turned_over_or_round_is_the_same_part(
    angle: int, mirrored: bool, by: tuple[int, int]
) -> None:
    """Through and through, a board has no upper face: each copy fills its plate's own place."""
    sign = -1 if angle == 180 else 1
    moved = [(sign * (-x if mirrored else x) + by[0], sign * y + by[1]) for x, y in L_SHAPE]
    moved = moved[::-1] if mirrored else moved
    piece = Piece(plates=[placed(L_SHAPE, 0.0, "shape/0"), placed(moved, 50.0, "shape/1")], joints=[])
    assert number(piece) == [2]
    for name, points in (("shape/0", L_SHAPE), ("shape/1", moved)):
        assert off(wood(piece, name, XY), Polygon(points)) < 1e-3


def test_parts_that_differ_by_a_hair_more_than_rounding_are_two() -> None:
    wider = [(x + 0.1 if x == 200.0 else x, y) for x, y in L_SHAPE]
    piece = Piece(plates=[placed(L_SHAPE, 0.0, "shape/0"), placed(wider, 50.0, "shape/1")], joints=[])
    assert number(piece) == [1, 1]


@pytest.mark.parametrize(("back", "parts"), [(20, [2, 1]), (50, [1, 1, 1])])
def test_a_pocket_has_a_face_so_its_mirror_image_is_another_part(back: float, parts: list[int]) -> None:
    """Two uprights with a housed shelf: one part twice only where the pocket is its own mirror image."""
    left, right = (plate(f"upright/{x:g}", PLY, x=x, y=(0, 300), z=(0, 400)) for x in (0.0, 482.0))
    shelf = plate("shelf", PLY, x=(T - 6, 488), y=(20, 300 - back), z=200.0)
    piece = Piece(plates=[left, right, shelf], joints=[housed(shelf, into=p) for p in (left, right)])
    assert number(piece) == parts


@pytest.mark.parametrize("length", [1300.0, 1900.0])
def test_a_spliced_plate_is_the_whole_one_less_the_play_of_its_fingers(length: float) -> None:
    seat = plate("seat", PLY, x=(0, length), y=(0, 350), z=400.0)
    whole = Piece(plates=[seat], joints=[])
    halves = split_for(whole, (1000.0, 600.0))
    (seam,) = [j for j in halves.joints if j.word == "spliced"]
    one, two = (wood(halves, p.name, XY) for p in (seam.a, seam.b))
    assert one.intersection(two).area < 1e-3
    missing = shapely.box(0, 0, length, 350).difference(one.union(two))
    fingers_ = math.ceil(350 / 70) + 1
    assert 0 < missing.area < fingers_ * 2 * (70 + 70) * ALONG
    assert missing.buffer(-ALONG).is_empty
