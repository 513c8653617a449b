"""The canonical model: a piece's parts as JSON, and back.

``model.json`` is what every judge and drawing outside this run reads.  Lengths in mm rounded
to 0.1 µm, keys sorted, one line per part.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field

from mobilier.document import Document, Record, parse_document
from mobilier.errors import BundleError
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Frame
from mobilier.model.part import Corner, Feature, Instance, Part
from mobilier.model.piece import Piece
from mobilier.profiles.types import Material, Relief

SCHEMA = "mobilier.model/1"
Figure = Annotated[float, Field(ge=-1e6, le=1e6)]
"""mm. A coordinate within a kilometre."""
MOST_THICK = 200.0
"""mm. Thickness or depth of the thickest board that is read."""
MOST_ROWS = 20_000
"""Vertices of a contour, features of a part and parts of a piece that are read."""
MOST_BULGE = 1000.0
"""Bulge of the fullest arc: nearly a whole circle."""

Spot = tuple[Figure, Figure]
Triple = tuple[Figure, Figure, Figure]
Ring = Annotated[
    tuple[tuple[Figure, Figure, Annotated[float, Field(ge=-MOST_BULGE, le=MOST_BULGE)]], ...],
    Field(min_length=2, max_length=MOST_ROWS),
]


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


class FeatureRow(Record):
    """A feature as the file states it."""

    kind: Literal["cutout", "pocket", "hole", "engraving"]
    why: str
    depth: Annotated[float, Field(gt=0, le=MOST_THICK)] | None
    contours: tuple[Ring, ...]
    strokes: tuple[tuple[Spot, ...], ...]


class CornerRow(Record):
    """A sharp inside corner as the file states it."""

    at: Spot
    along: Spot
    across: Spot
    joint: str
    only_along: bool
    depth: Annotated[float, Field(gt=0, le=MOST_THICK)] | None
    style: Relief | None


class InstanceRow(Record):
    """A plate that a part stands for, and its frame."""

    plate: str
    origin: Triple
    u: Triple
    v: Triple


class PartRecord(Record):
    """A part as the file states it."""

    id: str
    name: str
    material: str
    thickness: float = Field(gt=0, le=MOST_THICK)
    grain: Literal["x", "y"] | None
    outline: Ring
    features: tuple[FeatureRow, ...] = Field(max_length=MOST_ROWS)
    corners: tuple[CornerRow, ...] = Field(max_length=MOST_ROWS)
    instances: tuple[InstanceRow, ...] = Field(min_length=1, max_length=MOST_ROWS)


class PieceRecord(Record):
    """A piece as the file states it."""

    design: str
    preset: str
    quantity: int = Field(ge=1, le=1_000_000)
    values: dict[str, Any]
    boards: tuple[Material, ...]
    parts: tuple[PartRecord, ...] = Field(max_length=MOST_ROWS)


class ModelFile(Document):
    """``model.json``."""

    READS: ClassVar[tuple[str, ...]] = (SCHEMA,)

    pieces: tuple[PieceRecord, ...]

    @property
    def parts(self) -> list[tuple[tuple[Part, ...], int]]:
        """The parts of each piece, with its quantity."""
        return [(tuple(map(part_of, piece.parts)), piece.quantity) for piece in self.pieces]

    @property
    def boards(self) -> dict[str, Material]:
        """Every board by name."""
        return {b.name: b for piece in self.pieces for b in piece.boards}


def parts_from(text: str, where: str = "model.json") -> list[tuple[tuple[Part, ...], int]]:
    """Return the parts of each piece, with its quantity, from the text of ``model.json``.

    Raises:
        BundleError: not a model of this schema, or a part that cannot be.
    """
    return parse_document(text, ModelFile, where=where).parts


def part_of(row: PartRecord) -> Part:
    """Return a part from its row."""
    return Part(
        id=row.id,
        name=row.name,
        material=row.material,
        thickness=row.thickness,
        grain=row.grain,
        outline=_sound(row.outline, row.id),
        features=tuple(
            Feature(
                kind=f.kind,
                why=f.why,
                depth=f.depth,
                contours=tuple(_sound(c, row.id) for c in f.contours),
                strokes=f.strokes,
            )
            for f in row.features
        ),
        corners=tuple(
            Corner(
                at=c.at,
                along=c.along,
                across=c.across,
                joint=c.joint,
                only_along=c.only_along,
                depth=c.depth,
                style=c.style,
            )
            for c in row.corners
        ),
        instances=tuple(Instance(plate=i.plate, frame=Frame(i.origin, i.u, i.v)) for i in row.instances),
    )


def _sound(ring: Sequence[tuple[float, float, float]], part: str) -> Contour:
    """Return a contour that encloses an area and does not cross itself.

    Raises:
        BundleError: it does.
    """
    contour = Contour(tuple(ring))
    shape = contour.polygon()
    if not shape.is_valid or not shape.area:
        raise BundleError.of("bad-document", part, case="outline")
    return contour


def _n(value: float) -> float:
    """Round to 0.1 µm, never −0."""
    return round(value, 7) + 0.0


def _ring(contour: Contour) -> list[list[float]]:
    return [[_n(x), _n(y), round(b, 12) + 0.0] for x, y, b in contour.vertices]
