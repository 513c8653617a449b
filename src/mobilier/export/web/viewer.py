"""viewer.html: the piece in 3-D in one file that opens from a USB stick, without a network.

A small WebGL program of our own (templates/viewer.html) and the piece as JSON: meshes of the
distinct parts and of the hardware, every copy's place in every pose, explode vectors, steps,
names, sheets.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from mobilier.export.documents.dossier import Chapter, Dossier
from mobilier.export.models.glb import extras, frame_list
from mobilier.export.models.mesh import Mesh, mesh_of
from mobilier.export.views.pictures import SPREAD
from mobilier.export.views.stages import tints
from mobilier.geometry.frame import unit
from mobilier.model.fittings import carried, fittings, step_of
from mobilier.model.part import Part
from mobilier.wording.safe import script

TEMPLATE = Path(__file__).parent / "templates" / "viewer.html"

COARSE = 0.3
"""mm. Rounds on a screen become chords within this."""

STEEP = 0.85
"""Cosine of the angle between two triangles above which no edge line is drawn between them."""


def viewer(dossier: Dossier, chapter: Chapter) -> str:
    """Return the page of one piece, French and English."""
    piece, colour = chapter.piece, tints(chapter.piece)
    about = extras(piece)
    data: dict[str, Any] = {
        "title": {"fr": chapter.title("fr"), "en": chapter.title("en")},
        "poses": [_named(chapter, "poses", p.name) for p in piece.poses],
        "steps": [_named(chapter, "steps", s.key) for s in piece.steps],
        "parts": [_part(dossier, chapter, p, colour[p.id], k) for k, p in enumerate(piece.parts)],
        "plates": [
            {
                "part": next(k for k, p in enumerate(piece.parts) if p.id == a["part"]),
                "step": a["step"],
                "explode": a["explode"],
                "frames": [a["poses"][p.name] for p in piece.poses],
            }
            for a in about.values()
        ],
    }
    _add_hardware(data, chapter, about)
    _add_motions(data, chapter, list(about))
    page = TEMPLATE.read_text("utf-8")
    return page.replace("/*DATA*/null", script(data))


def _named(chapter: Chapter, table: str, key: str) -> dict[str, str]:
    return {
        "key": key,
        "fr": chapter.text(f"{table}.{key}", "fr") or key,
        "en": chapter.text(f"{table}.{key}", "en") or key,
    }


def _part(dossier: Dossier, chapter: Chapter, part: Part, tint: str, group: int) -> dict[str, Any]:
    return {
        "id": part.id,
        "fr": chapter.part_name(part, "fr"),
        "en": chapter.part_name(part, "en"),
        "count": part.quantity,
        "sheets": dossier.sheets_of.get(part.id, []),
        "group": group,
        **_shape(part, tint),
    }


def _add_hardware(data: dict[str, Any], chapter: Chapter, about: Mapping[str, Any]) -> None:
    """Add the hardware that can be drawn: one part for each body, those of one kind as a group."""
    piece = chapter.piece
    groups: dict[str, int] = {}
    bought = {h.key: h for h in piece.hardware}
    frames = [piece.frames(p.name) for p in piece.poses]
    off = 0.3 * SPREAD * max(piece.size())
    for f in fittings(piece):
        home = piece.part_of[f.plate][1].frame
        away = [round(e + off * o, 3) for e, o in zip(about[f.plate]["explode"], f.off, strict=True)]
        for b in f.bodies:
            group = groups.setdefault(f.key, len(data["parts"]))
            item = bought[f.key]
            data["plates"].append(
                {
                    "on": f.plate,
                    "part": len(data["parts"]),
                    "step": step_of(piece, f) + 1,
                    "explode": away,
                    "frames": [frame_list(carried(b.frame, home, at[f.plate])) for at in frames],
                }
            )
            data["parts"].append(
                {
                    "id": "",
                    "fr": chapter.bought_name(f.key, "fr"),
                    "en": chapter.bought_name(f.key, "en"),
                    "about": {"fr": chapter.bought_size(item, "fr"), "en": chapter.bought_size(item, "en")},
                    "count": item.quantity,
                    "sheets": [],
                    "group": group,
                    **_shape(b.part, b.tint),
                }
            )


def _add_motions(data: dict[str, Any], chapter: Chapter, names: Sequence[str]) -> None:
    """Add the motions of each pose: which copies move (hardware with its plate), how, in order."""
    on = [*names, *(p.pop("on") for p in data["plates"][len(names) :])]
    for told, pose in zip(data["poses"], chapter.piece.poses, strict=True):
        told["motions"] = [
            {
                "plates": [k for k, name in enumerate(on) if name in m.plates],
                "at": [round(x, 3) for x in m.at],
                "along": [round(x, 6) for x in unit(m.along)],
                "degrees": m.degrees,
                "slide": round(m.slide, 3),
            }
            for m in pose.motions
        ]


def _shape(part: Part, tint: str) -> dict[str, Any]:
    """Return the mesh of a part as the page reads it, engraved strokes among its lines."""
    mesh = mesh_of(part, COARSE)
    points, edges = mesh.points, _edges(mesh)
    for line in (s for f in part.features for s in f.strokes if len(s) > 1):
        first = len(points)
        points = np.vstack([points, [(x, y, part.thickness) for x, y in line]])
        edges = np.vstack([edges, [(first + k, first + k + 1) for k in range(len(line) - 1)]])
    return {
        "size": [round(v, 1) for v in (*part.size, part.thickness)],
        "tint": [int(tint[k : k + 2], 16) / 255 for k in (1, 3, 5)],
        "points": _packed(points.astype("<f4")),
        "triangles": _packed(mesh.triangles.astype("<u4")),
        "edges": _packed(edges.astype("<u4")),
    }


def _packed(values: Any) -> str:
    return base64.b64encode(np.ascontiguousarray(values).tobytes()).decode("ascii")


def _edges(mesh: Mesh) -> Any:
    """Return the pairs of points between triangles that meet at an angle: the lines of the drawing."""
    a, b, c = (mesh.points[mesh.triangles[:, k]] for k in range(3))
    normals = np.cross(b - a, c - a)
    lengths = np.linalg.norm(normals, axis=1, keepdims=True)
    normals = normals / np.where(lengths > 0, lengths, 1)
    first: dict[tuple[int, int], int] = {}
    out: list[tuple[int, int]] = []
    for k, (i, j, m) in enumerate(mesh.triangles.tolist()):
        for p, q in ((i, j), (j, m), (m, i)):
            key = (min(p, q), max(p, q))
            if key not in first:
                first[key] = k
            elif float(normals[first[key]] @ normals[k]) < STEEP:
                out.append(key)
    return np.array(sorted(out), dtype=np.int64).reshape(-1, 2)
