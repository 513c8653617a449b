"""The lines that travel with a sheet: board, cutter, zero, clearance."""

from __future__ import annotations

from mobilier.check.tooling import relief_radius
from mobilier.export.terms import board_name, corner_name, thickness_words
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Habits, Material, Tool
from mobilier.wording import Lang, figure, say


def sheet_notes(
    layout: Layout,
    material: Material,
    *,
    title: str,
    cutter: Tool | None = None,
    habits: Habits | None = None,
    zero: str = "top",
    lang: Lang = "fr",
) -> tuple[str, ...]:
    """Return the notes of a sheet, for the DXF and the map."""

    def f(value: float) -> str:
        return figure(value, lang)

    lines = [
        f"{title} - {layout.title.replace('×', 'x')}",
        f"{say('booklet.board', lang)}: {board_name(material, lang)}, "
        f"{thickness_words(material, lang)} "
        f"({f(material.thickness_min)} - {f(material.thickness_max)})",
        f"{say('booklet.sheet', lang)}: {f(layout.sheet.length)} x {f(layout.sheet.width)} mm, "
        f"{say('booklet.grain', lang)} {layout.sheet.grain.upper()}",
        f"{say('drawing.clearance', lang)}: {f(material.clearance)} mm ({say('drawing.thickness', lang)}), "
        f"{f(material.clearance_along)} mm ({say('drawing.length', lang)})",
    ]
    if cutter is not None:
        drawn = say("drawing.not_offset", lang)
        lines.append(f"{say('booklet.cutter', lang)}: Ø {f(cutter.diameter)} mm; {drawn}")
    if habits is not None:
        corner = corner_name(habits.origin, lang)
        height = say(f"zero.{zero}", lang)
        lines.append(f"{say('drawing.zero', lang)}: X Y {corner}, Z {height}")
        if cutter is not None:
            lines.append(
                f"{say('drawing.relief', lang)}: {habits.relief} R {f(relief_radius(cutter, habits))} mm"
            )
    lines.append(f"{say('drawing.reference', lang)}: 100 x 100 mm; {say('drawing.all_mm', lang)}")
    return tuple(lines)
