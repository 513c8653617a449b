"""viewer.html: the piece in 3-D in one file that opens from a USB stick, without a network.

A small WebGL program of our own (templates/viewer.html) and the piece as JSON: meshes of the
distinct parts, every copy's place in every pose, explode vectors, steps, names, sheets.
"""

from __future__ import annotations

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np

from mobilier.export.glb import extras
from mobilier.export.mesh import Mesh, mesh_of
from mobilier.export.plan import Chapter, Plan
from mobilier.export.staging import tints
from mobilier.model.part import Part

TEMPLATE = Path(__file__).parent / "templates" / "viewer.html"

COARSE = 0.3
"""mm. Rounds on a screen become chords within this."""

STEEP = 0.85
"""Cosine of the angle between two triangles above which no edge line is drawn between them."""


def viewer(plan: Plan, chapter: Chapter) -> str:
    """Return the page of one piece, French and English."""
    piece, colour = chapter.piece, tints(chapter.piece)
    about = extras(piece)
    data: dict[str, Any] = {
        "title": {"fr": chapter.title("fr"), "en": chapter.title("en")},
        "poses": [_named(chapter, "poses", p.name) for p in piece.poses],
        "steps": [_named(chapter, "steps", s.key) for s in piece.steps],
        "parts": [_part(plan, chapter, p, colour[p.id]) for p in piece.parts],
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
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    page = TEMPLATE.read_text("utf-8")
    return page.replace("/*DATA*/null", text.replace("</", "<\\/"))


def _named(chapter: Chapter, table: str, key: str) -> dict[str, str]:
    return {
        "key": key,
        "fr": chapter.text(f"{table}.{key}", "fr") or key,
        "en": chapter.text(f"{table}.{key}", "en") or key,
    }


def _part(plan: Plan, chapter: Chapter, part: Part, tint: str) -> dict[str, Any]:
    mesh = mesh_of(part, COARSE)
    points = mesh.points.astype("<f4")
    size = [round(v, 1) for v in (*part.size, part.thickness)]
    return {
        "id": part.id,
        "fr": chapter.part_name(part, "fr"),
        "en": chapter.part_name(part, "en"),
        "size": size,
        "count": part.quantity,
        "sheets": plan.sheets_of.get(part.id, []),
        "tint": [int(tint[k : k + 2], 16) / 255 for k in (1, 3, 5)],
        "points": _packed(points),
        "triangles": _packed(mesh.triangles.astype("<u4")),
        "edges": _packed(_edges(mesh).astype("<u4")),
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
