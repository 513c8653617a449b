"""Drawings made here and read as plans, for the tests of plans."""

from __future__ import annotations

import io
import itertools
from collections.abc import Callable

import ezdxf
from ezdxf.document import Drawing as Document

from mobilier.library import entries
from mobilier.plan.parts import PlanReading
from mobilier.plan.read import read_plan
from mobilier.plan.table import PlanTable
from mobilier.profiles.shelf import Shelf
from mobilier.profiles.types import Layers

CONVENTIONS = {e.name: Shelf().take(Layers, e.name) for e in entries("layers")}


def read(data: bytes, name: str = "plan.dxf", *, units: str = "", **table: object) -> PlanReading:
    wanted = PlanTable.model_validate({"files": (name,), **table})
    return read_plan(data, name, wanted, CONVENTIONS, units)


def drawn(draw: Callable[[Document], None], units: int = 4, version: str = "R2000") -> bytes:
    document = ezdxf.new(version, units=units)
    draw(document)
    stream = io.StringIO()
    document.write(stream)
    return document.encode(stream.getvalue())


def box(d: Document, x: float, y: float, long: float, wide: float, layer: str = "CUT") -> None:
    corners = [(x, y), (x + long, y), (x + long, y + wide), (x, y + wide)]
    d.modelspace().add_lwpolyline(corners, close=True, dxfattribs={"layer": layer})


def lines(d: Document, points: list[tuple[float, float]], layer: str = "CUT") -> None:
    for a, b in itertools.pairwise(points):
        d.modelspace().add_line(a, b, dxfattribs={"layer": layer})


def rules(reading: PlanReading) -> dict[str, str]:
    return {f.rule: f.level for f in reading.findings}


def counts(reading: PlanReading) -> tuple[int, int, int]:
    """Parts, through openings, pockets and blind holes."""
    parts = reading.parts
    return len(parts), sum(len(p.openings) for p in parts), sum(len(p.recesses) for p in parts)
