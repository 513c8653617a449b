"""The piece as GLB (glTF 2.0, ISO/IEC 12113): metres, Y up, one named mesh per part.

Each copy is a node that shares its part's mesh; its extras say part, plate, step, joints,
the explode vector and where it stands in every pose, in piece coordinates (mm, Z up).  The
same piece always gives the same bytes.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from mobilier.export.models.mesh import Mesh, mesh_of
from mobilier.export.views.explosion import explosion
from mobilier.export.views.pictures import SPREAD
from mobilier.export.views.stages import tints
from mobilier.geometry.frame import Frame
from mobilier.geometry.points import Vector
from mobilier.model.part import Part
from mobilier.model.piece import Piece

if TYPE_CHECKING:
    from numpy.typing import NDArray

METRE = 0.001
_JSON, _BIN = 0x4E4F534A, 0x004E4942


def piece_glb(piece: Piece, *, pose: str = "", names: Mapping[str, str] | None = None) -> bytes:
    """Return the piece in a pose (default: its first) as a GLB file."""
    parts = piece.parts
    names = names or {}
    blob = bytearray()
    table: dict[str, Any] = {
        "asset": {"version": "2.0", "generator": "mobilier"},
        "scene": 0,
        "scenes": [{"name": piece.name, "nodes": [0]}],
        "nodes": [],
        "meshes": [],
        "materials": [],
        "accessors": [],
        "bufferViews": [],
    }
    colour = tints(piece)
    for p in parts:
        table["materials"].append(_material(p.id, colour[p.id]))
        table["meshes"].append(_mesh(p, names.get(p.id, p.name), mesh_of(p), table, blob))
    root: dict[str, Any] = {
        "name": piece.name,
        "rotation": [-0.7071067811865476, 0, 0, 0.7071067811865476],  # Z up to Y up
        "children": [],
    }
    table["nodes"].append(root)
    frames = piece.frames(pose)
    about = extras(piece)
    for k, p in enumerate(parts):
        for i in p.instances:
            root["children"].append(len(table["nodes"]))
            table["nodes"].append(
                {"name": i.plate, "mesh": k, "matrix": _matrix(frames[i.plate]), "extras": about[i.plate]}
            )
    table["buffers"] = [{"byteLength": len(blob)}]
    return _file(table, bytes(blob))


def extras(piece: Piece) -> dict[str, dict[str, Any]]:
    """Return what is worth knowing about each plate: part, step, joints, explode vector, poses."""
    away = explosion(piece, SPREAD * max(piece.size()))
    step = {n: k for k, s in reversed(list(enumerate(piece.steps, start=1))) for n in s.plates}
    poses = {pose.name: piece.frames(pose.name) for pose in piece.poses}
    out = {}
    for name, (part, _) in piece.part_of.items():
        out[name] = {
            "part": part.id,
            "plate": name,
            "step": step.get(name, 0),
            "joints": [j.label for j in piece.joints if name in (j.a.name, j.b.name)],
            "explode": [_n(v) for v in away[name]],
            "poses": {pose: frame_list(frames[name]) for pose, frames in poses.items()},
        }
    return out


def frame_list(f: Frame) -> list[float]:
    """Return a frame as twelve numbers: origin, u, v, normal."""
    return [_n(v) for axis in (f.origin, f.u, f.v, f.normal) for v in axis]


def _material(name: str, tint: str) -> dict[str, Any]:
    linear = [_n(_linear(int(tint[k : k + 2], 16) / 255)) for k in (1, 3, 5)]
    return {
        "name": name,
        "pbrMetallicRoughness": {
            "baseColorFactor": [*linear, 1],
            "metallicFactor": 0,
            "roughnessFactor": 0.85,
        },
    }


def _linear(c: float) -> float:
    """Return an sRGB share as linear light (IEC 61966-2-1)."""
    return c / 12.92 if c <= 0.04045 else float(((c + 0.055) / 1.055) ** 2.4)


def _mesh(part: Part, name: str, mesh: Mesh, table: dict[str, Any], blob: bytearray) -> dict[str, Any]:
    points = (mesh.points * METRE).astype("<f4")
    numbers = mesh.triangles.astype("<u4")
    position = _accessor(table, blob, points, _POINTS)
    table["accessors"][position]["min"] = [float(v) for v in points.min(axis=0)]
    table["accessors"][position]["max"] = [float(v) for v in points.max(axis=0)]
    index = _accessor(table, blob, numbers, _TRIANGLES)
    return {
        "name": part.id,
        "primitives": [
            {"attributes": {"POSITION": position}, "indices": index, "material": len(table["meshes"])}
        ],
        "extras": {
            "part": part.id,
            "name": name,
            "material": part.material,
            "quantity": part.quantity,
            "size_mm": [_n(round(v, 2)) for v in (*part.size, part.thickness)],
        },
    }


@dataclass(frozen=True, slots=True)
class _Layout:
    """How numbers lie in a buffer: what they are for, their type and how many make one (glTF 2.0, 3.6)."""

    target: int
    component: int
    kind: str


_POINTS = _Layout(34962, 5126, "VEC3")
_TRIANGLES = _Layout(34963, 5125, "SCALAR")


def _accessor(table: dict[str, Any], blob: bytearray, values: NDArray[Any], layout: _Layout) -> int:
    """Add numbers to the buffer and return their place in the table of accessors."""
    data = values.tobytes()
    view = {"buffer": 0, "byteOffset": len(blob), "byteLength": len(data), "target": layout.target}
    table["bufferViews"].append(view)
    blob += data
    table["accessors"].append(
        {
            "bufferView": len(table["bufferViews"]) - 1,
            "componentType": layout.component,
            "count": len(values) if layout.kind == "VEC3" else values.size,
            "type": layout.kind,
        }
    )
    return len(table["accessors"]) - 1


def _matrix(f: Frame) -> list[float]:
    """Return the column-major matrix of a frame in metres."""
    columns: list[tuple[Vector, float]] = [(f.u, 0), (f.v, 0), (f.normal, 0)]
    out = [_n(v) for axis, last in columns for v in (*axis, last)]
    return [*out, *(_n(v * METRE) for v in f.origin), 1]


def _n(value: float) -> float:
    return round(float(value), 9) + 0.0


def _file(table: dict[str, Any], blob: bytes) -> bytes:
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=False).encode()
    text += b" " * (-len(text) % 4)
    blob += b"\0" * (-len(blob) % 4)
    head = struct.pack("<4sII", b"glTF", 2, 12 + 8 + len(text) + 8 + len(blob))
    return (
        head
        + struct.pack("<II", len(text), _JSON)
        + text
        + struct.pack("<II", len(blob), _BIN)
        + np.frombuffer(blob, dtype=np.uint8).tobytes()
    )
