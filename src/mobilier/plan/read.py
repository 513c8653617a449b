"""From the bytes of a drawing to what it is read as: units judged, mended, parts found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import PurePath

from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text
from mobilier.dxf.read import read_dxf
from mobilier.errors import Finding, MobilierError
from mobilier.geometry.contour import Contour
from mobilier.geometry.points import Vertex
from mobilier.plan.parts import PlanReading, read_parts
from mobilier.plan.svg import PIXELS, read_svg
from mobilier.plan.table import PlanTable, meanings
from mobilier.plan.tidy import tidied
from mobilier.plan.units import MM, judge_units
from mobilier.profiles.types import Layers

SUFFIXES = (".dxf", ".svg")
"""Drawings that are read."""


def read_plan(
    data: bytes, name: str, table: PlanTable, conventions: Mapping[str, Layers], units: str = ""
) -> PlanReading:
    """Return what a drawing is read as.

    Args:
        data: the bytes of the file.
        name: what it is called; its suffix says whether it is a DXF or an SVG.
        table: how it is to be read.
        conventions: the profiles of layers by name, ``plain`` among them.
        units: mm, cm, m, in or ft, where the person who asks knows better than the file.

    Raises:
        MobilierError: it cannot be read; or its header and what is drawn disagree about the unit.
    """
    try:
        drawing = _in_mm(data, name, table, units or table.units)
    except MobilierError as wrong:
        raise type(wrong)(*(replace(f, where=_placed(name, f)) for f in wrong.findings)) from wrong
    drawing = tidied(drawing)
    meaning = meanings([layer.name for layer in drawing.layers], table, conventions)
    reading = read_parts(drawing, meaning, table)
    findings = [replace(f, where=_placed(name, f)) for f in (*drawing.findings, *reading.findings)]
    return replace(reading, findings=tuple(findings))


def _placed(name: str, finding: Finding) -> str:
    """Return where something was found: the file, and the layer or entity in it."""
    place = finding.place()
    return name if place in ("", name, "DXF", "SVG") else f"{name} {place}"


def _in_mm(data: bytes, name: str, table: PlanTable, units: str) -> Drawing:
    """Return the drawing in mm, with a finding on its unit."""
    svg = PurePath(name).suffix.lower() == ".svg"
    if svg:
        raw = read_svg(data)
        candidates = MM if raw.stated else PIXELS
    else:
        raw = read_dxf(data, units="mm", hatches=table.hatches)
        candidates = MM
    raw = replace(raw, findings=tuple(f for f in raw.findings if f.rule != "dxf-units"))
    if units:
        if units not in MM:
            raise MobilierError.of("drawing-units", name, case="asked", unit=units, known=", ".join(MM))
        return _scaled_again(data, raw, units, MM[units], svg, table)
    verdict = judge_units(raw, candidates)
    if verdict.contradicts:
        raise MobilierError.of(
            "plan-units",
            name,
            case="against",
            stated=verdict.contradicts,
            unit=verdict.unit,
            evidence=verdict.evidence,
        )
    sure = verdict.sure or raw.stated
    told = Finding.of(
        "plan-units",
        name,
        level="note" if sure else "warning",
        case="read" if sure else "guessed",
        unit=verdict.unit,
        evidence=verdict.evidence,
    )
    made = _scaled_again(data, raw, verdict.unit, candidates[verdict.unit], svg, table)
    return replace(made, findings=(*made.findings, told))


def _scaled_again(data: bytes, raw: Drawing, unit: str, mm: float, svg: bool, table: PlanTable) -> Drawing:
    """Return the drawing in mm; curves of a DXF are flattened anew, to the same hundredth of a mm."""
    if mm == 1.0:
        return replace(raw, units=unit)
    if not svg:
        again = read_dxf(data, units=unit, hatches=table.hatches)
        return replace(again, findings=tuple(f for f in again.findings if f.rule != "dxf-units"))
    return replace(raw, units=unit, layers=tuple(_scaled(layer, mm) for layer in raw.layers))


def _scaled(layer: Layer, mm: float) -> Layer:
    def grown(vertices: tuple[Vertex, ...]) -> tuple[Vertex, ...]:
        return tuple((x * mm, y * mm, b) for x, y, b in vertices)

    return replace(
        layer,
        contours=tuple(Contour(grown(c.vertices)) for c in layer.contours),
        circles=tuple(Circle(c.x * mm, c.y * mm, c.diameter * mm) for c in layer.circles),
        strokes=tuple(Stroke(grown(s.vertices), handle=s.handle) for s in layer.strokes),
        texts=tuple(Text(t.x * mm, t.y * mm, t.height * mm, t.words) for t in layer.texts),
    )
