"""Sheets and parts as DXF: layers by operation, every arc an arc, notes beside the sheet."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from mobilier.check.tooling import relief_radius
from mobilier.dxf.cad import Version
from mobilier.dxf.drawing import Circle, Drawing, Layer, Stroke, Text
from mobilier.dxf.write import Flavour, write_dxf
from mobilier.export.terms import board_name, corner_name, thickness_words
from mobilier.geometry.contour import Contour
from mobilier.geometry.frame import Transform
from mobilier.geometry.points import Bounds
from mobilier.model.part import Feature, Part
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Habits, Layers, Material, Sheet, Tool
from mobilier.wording import Lang, figure, say

REFERENCE = 100.0
"""mm. Side of the square that shows a reader whether the scale survived."""

LETTERS = 14.0
"""mm. Height of the notes beside the sheet."""

KINDS = ("sheet", "engrave", "drill", "pocket", "inside", "outside", "notes")
_KIND_OF = {"engraving": "engrave", "hole": "drill", "pocket": "pocket", "cutout": "inside"}


def layer_of(layers: Layers, kind: str, *, depth: float | None = None, diameter: float | None = None) -> str:
    """Return the name of the layer for an operation; depth and diameter in mm fill the template."""
    template: str = getattr(layers, kind)
    return template.format(depth=_size(depth), diameter=_size(diameter))


def _size(value: float | None) -> str:
    if value is None:
        return "0"
    text = f"{value:.2f}"
    return text[:-1] if text.endswith("0") else text


@dataclass(frozen=True, slots=True, kw_only=True)
class DxfForm:
    """How a DXF file is written: names of layers, version, and what arcs become."""

    layers: Layers
    version: Version = "R2000"
    flavour: Flavour = "polylines"


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetSetting:
    """How a sheet is cut: the cutter, the habits of the lab, and where Z = 0 lies ("top", "bed")."""

    cutter: Tool
    habits: Habits
    zero: str = "top"


@dataclass(frozen=True, slots=True)
class _Shape:
    kind: str
    layer: str
    shape: Contour | Circle | Stroke | Text


def sheet_drawing(
    layout: Layout,
    parts: Mapping[str, Part],
    material: Material,
    layers: Layers,
    notes: Sequence[str] = (),
    *,
    keep_out: Sequence[Bounds] = (),
) -> Drawing:
    """Return one sheet as it is to be cut: sheet coordinates, origin at the front-left corner.

    ``parts`` are the relieved ones.  Beside the sheet, on the notes layer: the reference
    square, ``notes`` line by line, clamps (``keep_out``) and the id of each part.
    """
    shapes = [_Shape("sheet", layer_of(layers, "sheet"), c) for c in (outline_of(layout.sheet),)]
    for p in layout.placements:
        part = parts[p.part]
        shapes += _cuts(part, p.transform, layers, material.thickness)
    marks: list[Contour | Circle | Stroke | Text] = [
        Contour.rectangle(0, -50 - REFERENCE, REFERENCE, -50),
        *(Contour.rectangle(*k) for k in keep_out),
        *(Contour.polygon_of(d) for d in layout.sheet.defects),
        *_words_beside(notes, REFERENCE + 40, -50),
    ]
    for p in layout.placements:
        x0, y0, x1, y1 = parts[p.part].outline.transformed(p.transform).bounds
        size = min(LETTERS, (x1 - x0) / (len(p.part) + 1), (y1 - y0) / 2)
        marks.append(Text((x0 + x1) / 2 - 0.4 * size * len(p.part), (y0 + y1 - size) / 2, size, p.part))
    shapes += [_Shape("notes", layer_of(layers, "notes"), m) for m in marks]
    return _drawing(shapes, layers)


def part_drawing(part: Part, layers: Layers, notes: Sequence[str] = ()) -> Drawing:
    """Return a part at its nominal size; a small cross on the notes layer marks each sharp corner."""
    shapes = _cuts(part, Transform(), layers, part.thickness)
    arm = 3.0
    marks: list[Contour | Circle | Stroke | Text] = []
    for c in part.corners:
        x, y = c.at
        marks.append(Stroke.through([(x - arm, y - arm), (x + arm, y + arm)]))
        marks.append(Stroke.through([(x - arm, y + arm), (x + arm, y - arm)]))
    x0, y0, _, _ = part.outline.bounds
    marks.append(Contour.rectangle(x0, y0 - 50 - REFERENCE, x0 + REFERENCE, y0 - 50))
    marks += _words_beside(notes, x0 + REFERENCE + 40, y0 - 50)
    shapes += [_Shape("notes", layer_of(layers, "notes"), m) for m in marks]
    return _drawing(shapes, layers)


def part_dxf(part: Part, form: DxfForm, notes: Sequence[str] = ()) -> bytes:
    """Return :func:`part_drawing` as a DXF file."""
    return write_dxf(part_drawing(part, form.layers, notes), version=form.version, flavour=form.flavour)


def outline_of(sheet: Sheet) -> Contour:
    """Return the edge of a sheet or offcut."""
    if sheet.outline:
        return Contour.polygon_of(sheet.outline)
    return Contour.rectangle(0, 0, sheet.length, sheet.width)


def _cuts(part: Part, by: Transform, layers: Layers, thickness: float) -> list[_Shape]:
    """Return everything the cutter does to one copy, engraving first and the outline last."""
    shapes: list[_Shape] = []
    for f in part.features:
        kind = _KIND_OF[f.kind]
        depth = f.depth_in(thickness)
        diameter = f.circle[2] if f.kind == "hole" else None
        name = layer_of(layers, kind, depth=depth, diameter=diameter)
        shapes += [_Shape(kind, name, s) for s in _placed(f, by)]
    shapes.append(
        _Shape("outside", layer_of(layers, "outside", depth=thickness), part.outline.transformed(by))
    )
    return shapes


def _placed(feature: Feature, by: Transform) -> Iterable[Contour | Circle | Stroke]:
    if feature.kind == "hole":
        x, y, d = feature.circle
        yield Circle(*by.apply((x, y)), d)
        return
    for c in feature.contours:
        yield c.transformed(by)
    for s in feature.strokes:
        yield Stroke.through(by.apply(p) for p in s)


def _words_beside(notes: Sequence[str], x: float, top: float) -> list[Text]:
    return [Text(x, top - (k + 1) * 1.6 * LETTERS, LETTERS, line) for k, line in enumerate(notes)]


def _drawing(shapes: Sequence[_Shape], layers: Layers) -> Drawing:
    """Gather shapes by layer, in machining order; a name used for two operations is one layer."""
    order = sorted({(KINDS.index(s.kind), s.layer) for s in shapes})
    names = list(dict.fromkeys(name for _, name in order))
    colour = {name: layers.colours.get(KINDS[k], 7) for k, name in reversed(order)}
    return Drawing(
        layers=tuple(
            Layer(
                name=name,
                colour=colour[name],
                contours=tuple(s.shape for s in shapes if s.layer == name and isinstance(s.shape, Contour)),
                circles=tuple(s.shape for s in shapes if s.layer == name and isinstance(s.shape, Circle)),
                strokes=tuple(s.shape for s in shapes if s.layer == name and isinstance(s.shape, Stroke)),
                texts=tuple(s.shape for s in shapes if s.layer == name and isinstance(s.shape, Text)),
            )
            for name in names
        )
    )


def sheet_notes(
    layout: Layout, material: Material, *, title: str, setting: SheetSetting | None = None, lang: Lang = "fr"
) -> tuple[str, ...]:
    """Return the notes of a sheet: board, size, clearances, and how it is cut where that is known."""

    def f(value: float) -> str:
        return figure(value, lang)

    def noted(key: str, text: str) -> str:
        return f"{say(key, lang)}: {text}"

    sheet, thin, thick = layout.sheet, material.thickness_min, material.thickness_max
    board = f"{board_name(material, lang)}, {thickness_words(material, lang)} ({f(thin)} - {f(thick)})"
    size = f"{f(sheet.length)} x {f(sheet.width)} mm, {say('booklet.grain', lang)} {sheet.grain.upper()}"
    across = f"{f(material.clearance)} mm ({say('drawing.thickness', lang)})"
    along = f"{f(material.clearance_along)} mm ({say('drawing.length', lang)})"
    lines = [
        f"{title} - {layout.title.replace('×', 'x')}",
        noted("booklet.board", board),
        noted("booklet.sheet", size),
        noted("drawing.clearance", f"{across}, {along}"),
    ]
    if setting is not None:
        cutter, habits = setting.cutter, setting.habits
        zero = f"X Y {corner_name(habits.origin, lang)}, Z {say(f'zero.{setting.zero}', lang)}"
        lines += [
            noted("booklet.cutter", f"Ø {f(cutter.diameter)} mm; {say('drawing.not_offset', lang)}"),
            noted("drawing.zero", zero),
            noted("drawing.relief", f"{habits.relief} R {f(relief_radius(cutter, habits))} mm"),
        ]
    square = f"{REFERENCE:g} x {REFERENCE:g} mm; {say('drawing.all_mm', lang)}"
    return (*lines, noted("drawing.reference", square))
