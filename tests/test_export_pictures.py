"""Hidden lines, explosions, meshes: judged by geometry, not by looks."""

from __future__ import annotations

import io
import json
import struct
from pathlib import Path

import numpy as np
import pytest
import shapely
from export_bench import PARTS
from export_pieces import stool
from hypothesis import given, settings
from hypothesis import strategies as st

import designs
from mobilier.export.models.glb import piece_glb
from mobilier.export.models.mesh import mesh_of
from mobilier.export.views.explosion import explosion
from mobilier.export.views.hidden_lines import Sight, visible, visible_line
from mobilier.export.views.manual import manual
from mobilier.export.views.pictures import exploded_picture, piece_pictures, step_pictures
from mobilier.export.views.scene import Camera, Detail, Face, SceneSolid, faces_of
from mobilier.export.views.stages import Stages, solids
from mobilier.export.web.overlay import GONE, NEW, overlay
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame, dot, plus
from mobilier.model.part import Feature, Instance, Part


def board(
    x: float, y: float, z: float, w: float = 100, h: float = 100, t: float = 18, upright: bool = False
) -> SceneSolid:
    """A bare board whose corner lies at a point."""
    frame = Frame((x, y, z), (1, 0, 0), (0, 0, 1) if upright else (0, 1, 0))
    outline = Contour.rectangle(0, 0, w, 100)
    copies = (Instance(plate="x", frame=frame),)
    part = Part(id="X", name="x", material="m", thickness=18, outline=outline, instances=copies)
    return SceneSolid(plate="x", part=part, frame=frame, tint="#cccccc")


def seen(boards: list[SceneSolid], camera: Camera) -> tuple[list[Face], list[shapely.Geometry]]:
    faces = [
        f for n, s in enumerate(boards) for f in faces_of(n, s, camera, Detail(sagitta=0.5, smallest=2.0))
    ]
    return faces, visible(faces)


ANYWHERE = st.floats(-150, 150)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(ANYWHERE, ANYWHERE, ANYWHERE, st.booleans()), min_size=1, max_size=4),
    st.floats(5, 85),
    st.floats(10, 80),
)
def test_what_is_seen_never_overlaps_and_covers_the_shadow(
    spots: list[tuple[float, float, float, bool]], azimuth: float, elevation: float
) -> None:
    """The visible pieces tile the shadow of the boards on the page: none twice, none missing.

    Boards that cut through one another are fine: nearness decides along a line.
    """
    boards = [board(x, y, z, upright=u) for x, y, z, u in spots]
    faces, shapes = seen(boards, Camera(azimuth, elevation))
    shadow = shapely.union_all([f.shape for f in faces]).area
    tiled = sum(s.area for s in shapes)
    assert tiled == pytest.approx(shadow, rel=2e-3)


@settings(max_examples=20, deadline=None)
@given(
    st.lists(st.tuples(ANYWHERE, ANYWHERE, ANYWHERE, st.booleans()), min_size=2, max_size=5),
    st.integers(1, 4),
)
def test_what_comes_later_hides_as_if_it_had_always_been_there(
    spots: list[tuple[float, float, float, bool]], first: int
) -> None:
    """A step is drawn from the step before: the same is seen as when all is looked at at once."""
    boards = [board(x, y, z, upright=u) for x, y, z, u in spots]
    faces, at_once = seen(boards, Camera())
    old = [f for f in faces if f.solid < first]
    grown = Sight().joined_by(old).joined_by(faces[len(old) :])
    assert [s.area for s in grown.shown] == pytest.approx([s.area for s in at_once], abs=0.5)


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(ANYWHERE, ANYWHERE, ANYWHERE), min_size=2, max_size=3), st.integers(0, 10_000))
def test_at_any_point_the_nearest_face_is_the_one_drawn(
    spots: list[tuple[float, float, float]], seed: int
) -> None:
    camera = Camera(32, 24)
    faces, shapes = seen([board(*s) for s in spots], camera)
    random = np.random.default_rng(seed)
    for k, shape in enumerate(shapes):
        for piece in shapely.get_parts(shape):
            if piece.area < 50:
                continue
            x0, y0, x1, y1 = piece.bounds
            point = shapely.Point(*(random.uniform([x0, y0], [x1, y1])))
            if not piece.buffer(-0.5).contains(point):
                continue

            def nearness(f: Face, at: shapely.Point = point) -> float:
                return f.plane[0] * at.x + f.plane[1] * at.y + f.plane[2]

            others = [nearness(f) for f in faces if f.shape.contains(point)]
            assert nearness(faces[k]) >= max(others) - 0.06


def test_a_board_in_front_hides_and_one_behind_does_not() -> None:
    camera = Camera(0, 0.001)
    behind, front = board(0, 100, 0, upright=True), board(0, 0, 0, w=50, upright=True)
    faces, shapes = seen([behind, front], camera)
    area = [sum(s.area for f, s in zip(faces, shapes, strict=True) if f.solid == n) for n in (0, 1)]
    assert area == pytest.approx([5000, 5000], rel=1e-3)


def test_a_line_is_cut_where_a_board_hides_it() -> None:
    camera = Camera(0, 0.001)
    faces, _ = seen([board(0, 0, 0, upright=True)], camera)

    def spot(x: float, y: float) -> tuple[float, float, float]:
        p = (x, y, 50.0)
        return (*camera.seen(p), dot(p, camera.sight))

    (first, last) = visible_line(spot(-100, 50), spot(300, 50), faces)
    assert first == pytest.approx((0, 0.25), abs=1e-3)
    assert last == pytest.approx((0.5, 1), abs=1e-3)
    assert visible_line(spot(-100, -50), spot(300, -50), faces) == [(0.0, 1.0)]


def test_exploded_plates_leave_along_their_joints_and_stay_in_order() -> None:
    piece = stool()
    away = explosion(piece, 100.0)
    left, seat, right = (away[n] for n in ("leg/left", "seat", "leg/right"))
    assert seat[2] - left[2] > 60
    assert seat[2] - right[2] > 60
    rail = away["rail"]
    assert left[0] < rail[0] < right[0]
    assert explosion(piece, 100.0) == away


def test_in_a_step_only_the_new_plates_move() -> None:
    piece = stool()
    away = explosion(piece, 100.0, built=["leg/left", "leg/right", "rail"], moving=["seat"])
    assert {n for n, v in away.items() if v != (0, 0, 0)} == {"seat"}
    assert away["seat"][2] > 0


def test_pictures_name_every_part_and_never_leave_the_page() -> None:
    import re

    piece = stool()
    made, missing = piece_pictures(piece)
    assert not missing
    assert set(made) == {"cover", "exploded", *(name for told in manual(piece) for name in told.pictures)}
    for svg in made.values():
        wide, high = (float(v) for v in re.findall(r'viewBox="0 0 ([\d.]+) ([\d.]+)"', svg)[0])
        for d in re.findall(r'<path d="([^"]+)"', svg):
            points = re.findall(r"(-?[\d.]+) (-?[\d.]+)", d)
            assert all(-0.1 <= float(x) <= wide + 0.1 and -0.1 <= float(y) <= high + 0.1 for x, y in points)
    for part in piece.parts:
        assert f">{part.id}" in made["exploded"]
    way_in, done = step_pictures(Stages.of(piece), manual(piece)[1])
    assert "#f1f2f3" in way_in
    assert f">{piece.part_of['seat'][0].id}<" in way_in
    assert "<text" not in done
    assert exploded_picture(Stages.of(piece)) == made["exploded"]


@pytest.mark.parametrize("part", list(PARTS.values()), ids=lambda p: p.id)
def test_meshes_are_closed_and_hold_the_volume_of_the_part(part: Part) -> None:
    trimesh = pytest.importorskip("trimesh")
    mesh = mesh_of(part, chord=0.01)
    read = trimesh.Trimesh(mesh.points, mesh.triangles, process=False)
    assert read.is_watertight
    assert read.is_winding_consistent
    assert mesh.volume == pytest.approx(part.volume, rel=3e-4)
    assert mesh.volume == pytest.approx(float(read.volume), rel=1e-9)


def test_a_pocket_that_runs_out_of_the_edge_over_a_blind_hole_stays_closed() -> None:
    trimesh = pytest.importorskip("trimesh")
    part = Part(
        id="P",
        name="p",
        material="m",
        thickness=18,
        outline=Contour.rectangle(0, 0, 100, 60),
        features=(
            Feature(kind="pocket", why="", contours=(Contour.rectangle(40, -5, 60, 65),), depth=6),
            Feature(kind="hole", why="", contours=(Contour.circle(50, 30, 12),), depth=12),
            Feature(kind="hole", why="", contours=(Contour.circle(50, 50, 5),)),
        ),
    )
    mesh = mesh_of(part, chord=0.005)
    read = trimesh.Trimesh(mesh.points, mesh.triangles, process=False)
    assert read.is_watertight
    inside = 100 * 60 * 18 - 20 * 60 * 6 - np.pi * 36 * 6 - np.pi * 6.25 * 12
    assert mesh.volume == pytest.approx(inside, rel=1e-4)


def test_glb_stands_upright_in_metres_for_another_reader() -> None:
    trimesh = pytest.importorskip("trimesh")
    piece = stool()
    data = piece_glb(piece)
    scene = trimesh.load(io.BytesIO(data), file_type="glb")
    x, y, z = piece.size()
    assert scene.extents == pytest.approx([x / 1000, z / 1000, y / 1000], abs=1e-6)
    assert set(scene.geometry) == {p.id for p in piece.parts}
    volume = sum(scene.geometry[scene.graph[n][1]].volume for n in scene.graph.nodes_geometry)
    assert volume * 1e9 == pytest.approx(sum(p.volume * p.quantity for p in piece.parts), rel=1e-3)


@pytest.mark.parametrize("name", designs.NAMES)
def test_the_shipped_pieces_are_closed_meshes_for_another_reader(name: str) -> None:
    trimesh = pytest.importorskip("trimesh")
    piece = designs.built(name, thickness=17.6)
    scene = trimesh.load(io.BytesIO(piece_glb(piece)), file_type="glb")
    x, y, z = piece.size()
    assert scene.extents == pytest.approx([x / 1000, z / 1000, y / 1000], abs=2e-4)
    assert set(scene.geometry) == {p.id for p in piece.parts}
    for part in piece.parts:
        mesh = scene.geometry[part.id]
        assert mesh.is_watertight, part.id
        assert mesh.volume * 1e9 == pytest.approx(part.volume, rel=2e-3), part.id
        assert mesh.metadata["part"] == part.id


def test_glb_nodes_say_what_they_are() -> None:
    piece = stool()
    data = piece_glb(piece)
    length = struct.unpack("<I", data[12:16])[0]
    table = json.loads(data[20 : 20 + length])
    nodes = {n["name"]: n["extras"] for n in table["nodes"] if "extras" in n}
    assert set(nodes) == {p.name for p in piece.plates}
    assert nodes["seat"]["step"] == 2
    assert nodes["seat"]["explode"][2] > 0
    assert any("seat" in j for j in nodes["leg/left"]["joints"])
    assert len(data) == struct.unpack("<I", data[8:12])[0]
    assert all(v["byteOffset"] % 4 == 0 for v in table["bufferViews"])


def test_overlays_show_what_went_and_what_came() -> None:
    from dataclasses import replace

    def filled(svg: str) -> set[str]:
        return {colour for colour in (GONE, NEW) if f'fill="{colour}" fill-opacity' in svg}

    a = PARTS["A"]
    b = replace(a, outline=Contour.rectangle(0, 0, 420, 900))
    assert filled(overlay(a, a)) == set()
    assert filled(overlay(a, b)) == {NEW}
    assert filled(overlay(b, a)) == {GONE}
    assert filled(overlay(a, None)) == {GONE}
    assert filled(overlay(None, a)) == {NEW}
    assert "absent" in overlay(None, a)


def test_solids_of_a_piece_lie_where_its_frames_say() -> None:
    piece = stool()
    frames = piece.frames()
    for s in solids(piece, frames, moved={"seat": (0.0, 0.0, 50.0)}):
        shift = (0.0, 0.0, 50.0) if s.plate == "seat" else (0.0, 0.0, 0.0)
        assert s.frame.origin == pytest.approx(plus(frames[s.plate].origin, shift))


def test_step_file_read_by_the_kernel_holds_every_copy(tmp_path: Path) -> None:
    cq = pytest.importorskip("cadquery")
    from mobilier.export.models.step import step_file

    piece = stool()
    data = step_file(piece)
    assert data == step_file(piece)
    assert b"1970-01-01" in data
    file = tmp_path / "stool.step"
    file.write_bytes(data)
    found = cq.importers.importStep(str(file)).solids().vals()
    assert len(found) == sum(p.quantity for p in piece.parts)
    assert data.count(b"MANIFOLD_SOLID_BREP") == len(piece.parts)
    assert sum(s.Volume() for s in found) == pytest.approx(
        sum(p.volume * p.quantity for p in piece.parts), rel=1e-6
    )
