"""The canonical model: a piece's parts as JSON, and back.

``model.json`` is what every judge and drawing outside this run reads.  Lengths in mm rounded
to 0.1 µm, keys sorted, one line per part.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from mobilier.errors import BundleError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame
from mobilier.model.part import Corner, Feature, Instance, Part
from mobilier.model.piece import Piece

SCHEMA = "mobilier.model/1"


def model_json(pieces: Sequence[tuple[Piece, int]]) -> str:
    """Return the parts of pieces (each with its quantity) as text."""
    table = {
        "schema": SCHEMA,
        "pieces": [
            {
                "design": piece.name,
                "preset": piece.preset,
                "quantity": quantity,
                "values": {
                    k: (v if isinstance(v, bool | int | float | str) else v.name)
                    for k, v in piece.values.items()
                },
                "boards": [b.model_dump(mode="json") for b in piece.boards],
                "parts": [part_table(p) for p in piece.parts],
            }
            for piece, quantity in pieces
        ],
    }
    return json.dumps(table, ensure_ascii=False, sort_keys=True, indent=1) + "\n"


def part_table(part: Part) -> dict[str, Any]:
    """Return a part as plain values."""
    return {
        "id": part.id,
        "name": part.name,
        "material": part.material,
        "thickness": _n(part.thickness),
        "grain": part.grain,
        "outline": _ring(part.outline),
        "features": [
            {
                "kind": f.kind,
                "why": f.why,
                "depth": None if f.depth is None else _n(f.depth),
                "contours": [_ring(c) for c in f.contours],
                "strokes": [[[_n(x), _n(y)] for x, y in s] for s in f.strokes],
            }
            for f in part.features
        ],
        "corners": [
            {
                "at": [_n(v) for v in c.at],
                "along": [_n(v) for v in c.along],
                "across": [_n(v) for v in c.across],
                "joint": c.joint,
                "only_along": c.only_along,
                "depth": None if c.depth is None else _n(c.depth),
                "style": c.style,
            }
            for c in part.corners
        ],
        "instances": [
            {
                "plate": i.plate,
                "origin": [_n(v) for v in i.frame.origin],
                "u": [_n(v) for v in i.frame.u],
                "v": [_n(v) for v in i.frame.v],
            }
            for i in part.instances
        ],
    }


def parts_from(text: str) -> list[tuple[tuple[Part, ...], int]]:
    """Return the parts of each piece, with its quantity, from the text of ``model.json``.

    Raises:
        BundleError: not a model of this schema.
    """
    try:
        table = json.loads(text)
        if table["schema"] != SCHEMA:
            raise BundleError.of(
                "model-file", "model.json", case="schema", found=str(table["schema"]), reads=SCHEMA
            )
        return [
            (tuple(part_of(p) for p in piece["parts"]), int(piece["quantity"])) for piece in table["pieces"]
        ]
    except (KeyError, TypeError, ValueError) as wrong:
        raise BundleError.of(
            "model-file", "model.json", case="unread", kind=type(wrong).__name__, problem=str(wrong)
        ) from wrong


def part_of(table: Mapping[str, Any]) -> Part:
    """Return a part from its plain values."""
    return Part(
        id=table["id"],
        name=table["name"],
        material=table["material"],
        thickness=float(table["thickness"]),
        grain=table["grain"],
        outline=_contour(table["outline"]),
        features=tuple(
            Feature(
                kind=f["kind"],
                why=f["why"],
                depth=f["depth"],
                contours=tuple(_contour(c) for c in f["contours"]),
                strokes=tuple(tuple((x, y) for x, y in s) for s in f["strokes"]),
            )
            for f in table["features"]
        ),
        corners=tuple(
            Corner(
                at=tuple(c["at"]),
                along=tuple(c["along"]),
                across=tuple(c["across"]),
                joint=c["joint"],
                only_along=c["only_along"],
                depth=c["depth"],
                style=c["style"],
            )
            for c in table["corners"]
        ),
        instances=tuple(
            Instance(
                plate=i["plate"],
                frame=Frame(tuple(i["origin"]), tuple(i["u"]), tuple(i["v"])),
            )
            for i in table["instances"]
        ),
    )


def _n(value: float) -> float:
    """Round to 0.1 µm, never −0."""
    return round(value, 7) + 0.0


def _ring(contour: Contour) -> list[list[float]]:
    return [[_n(x), _n(y), round(b, 12) + 0.0] for x, y, b in contour.vertices]


def _contour(rows: Sequence[Sequence[float]]) -> Contour:
    return Contour(tuple((float(r[0]), float(r[1]), float(r[2])) for r in rows))
