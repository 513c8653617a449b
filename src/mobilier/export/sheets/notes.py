"""The lines that travel with a sheet: board, cutter, zero, clearance."""

from __future__ import annotations

from mobilier.check.tooling import relief_radius
from mobilier.export.words import Lang, board_name, corner_name, figure, say, thickness_words
from mobilier.nest.layout import Layout
from mobilier.profiles.types import Habits, Material, Tool


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
        return figure(value, 2, lang)

    french = lang == "fr"
    lines = [
        f"{title} - {layout.title.replace('×', 'x')}",
        f"{say('board', lang)}: {board_name(material, lang)}, "
        f"{thickness_words(material, lang)} "
        f"({f(material.thickness_min)} - {f(material.thickness_max)})",
        f"{say('sheet', lang)}: {f(layout.sheet.length)} x {f(layout.sheet.width)} mm, "
        f"{say('grain', lang)} {layout.sheet.grain.upper()}",
        f"{say('clearance', lang)}: {f(material.clearance)} mm ({say('thickness', lang)}), "
        f"{f(material.clearance_along)} mm ({'longueur' if french else 'length'})",
    ]
    if cutter is not None:
        drawn = (
            "contours finis, compensation à faire"
            if french
            else "finished outlines, not offset for the cutter"
        )
        lines.append(f"{say('cutter', lang)}: Ø {f(cutter.diameter)} mm; {drawn}")
    if habits is not None:
        corner = corner_name(habits.origin, lang)
        height = ("dessus de la plaque", "top of sheet") if zero == "top" else ("table", "bed")
        lines.append(f"{say('zero', lang)}: X Y {corner}, Z {height[0 if french else 1]}")
        if cutter is not None:
            lines.append(f"{say('relief', lang)}: {habits.relief} R {f(relief_radius(cutter, habits))} mm")
    lines.append(f"{say('reference', lang)}: 100 x 100 mm; {say('all_mm', lang)}")
    return tuple(lines)
