"""The drawings of a job: DXF and SVG of sheets and parts, lists of parts and hardware."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from mobilier.dxf.cad import Version
from mobilier.dxf.drawing import Drawing
from mobilier.dxf.write import Flavour, write_dxf
from mobilier.export.documents.tables import Goods, Naming, bill, cutlist, hardware_list
from mobilier.export.sheets.contact_sheet import contact_sheet
from mobilier.export.sheets.dxf_drawing import DxfForm, SheetSetting, part_dxf, sheet_drawing, sheet_notes
from mobilier.export.sheets.part_map import part_map
from mobilier.export.sheets.shaper import shaper_sheet
from mobilier.export.sheets.sheet_map import MapData, sheet_map
from mobilier.export.sheets.svg_drawing import drawing_svg
from mobilier.export.terms import board_name
from mobilier.job.nesting import Laid
from mobilier.nest.offcuts import Offcut
from mobilier.wording import Lang, counted, figure, say, slug


def sheet_drawings(laid: Laid, lang: Lang) -> dict[str, bytes]:
    """Return the DXF of every sheet by sheet name."""
    place = laid.job.workshop
    version: Version = "R12" if place.lab.dxf == "R12" else "R2000"
    flavour: Flavour = "lines-arcs" if place.lab.dxf == "lines-arcs" else "polylines"
    return {
        name: write_dxf(drawn, version=version, flavour=flavour)
        for name, drawn in _sheets(laid, lang).items()
    }


def sheet_svgs(laid: Laid, lang: Lang) -> dict[str, bytes]:
    """Return every sheet as an SVG at 1 : 1 by sheet name, the same lines as its DXF."""
    return {
        name: drawing_svg(drawn, f"{laid.job.title(lang)} {name}")
        for name, drawn in _sheets(laid, lang).items()
    }


def _sheets(laid: Laid, lang: Lang) -> dict[str, Drawing]:
    """Return the drawing of every sheet as it is to be cut, by sheet name."""
    place = laid.job.workshop
    zero = place.machine.zero if place.machine else "top"
    out = {}
    for layout in laid.layouts:
        board = laid.board(layout)
        notes = sheet_notes(
            layout,
            board,
            title=laid.job.title(lang),
            setting=SheetSetting(cutter=laid.cutter, habits=place.lab.habits, zero=zero),
            lang=lang,
        )
        out[layout.name] = sheet_drawing(
            layout, laid.relieved, board, place.layers, notes, keep_out=place.lab.clamps
        )
    return out


def sheet_pictures(laid: Laid, lang: Lang, left: Sequence[Offcut]) -> dict[str, bytes]:
    """Return the picture of every sheet by sheet name, offcuts marked, and of all on one page as "all"."""
    data = MapData(
        parts=laid.relieved,
        boards=laid.job.boards,
        names=laid.job.names(lang),
        keep_out=laid.job.workshop.lab.clamps,
        offcuts={x.name: [o.box for o in left if o.layout == x.name] for x in laid.layouts},
        lang=lang,
    )
    maps = {layout.name: sheet_map(data, layout) for layout in laid.layouts}
    maps["all"] = contact_sheet(
        data, laid.layouts, title=laid.job.title(lang), facts=_board_facts(laid, lang, left)
    )
    return {name: text.encode() for name, text in maps.items()}


def _board_facts(laid: Laid, lang: Lang, left: Sequence[Offcut]) -> list[str]:
    """Return for each board how many sheets it takes, how much of them is used and what is left."""
    facts = []
    for name, nesting in laid.nestings.items():
        own = laid.of_board(name)
        counts = {x.name: x.copies for x in own}
        sheets = sum(counts.values())
        rest = sum(o.area * counts[o.layout] for o in left if o.layout in counts)
        facts.append(
            say(
                "drawing.board_fact",
                lang,
                board=board_name(laid.job.boards[name], lang),
                sheets=counted("sheet", sheets, lang),
                bound=nesting.bound,
                used=f"{100 * laid.used(*own):.0f}",
                left=figure(rest * 1e-6, lang, 2),
            )
        )
    return facts


def shaper_cuts(laid: Laid) -> dict[str, bytes]:
    """Return the Shaper Origin cuts of every sheet by sheet name, for a lab that asks for them."""
    if "shaper" not in laid.job.workshop.lab.deliver:
        return {}
    return {
        layout.name: shaper_sheet(layout, laid.parts, laid.board(layout).thickness).encode()
        for layout in laid.layouts
    }


def part_files(laid: Laid, lang: Lang) -> dict[str, bytes]:
    """Return the DXF and the picture of every part by file name."""
    names, form = laid.job.names(lang), DxfForm(layers=laid.job.workshop.layers)
    out = {}
    for key, part in laid.parts.items():
        board = laid.job.boards[part.material]
        notes = (f"{key} {names[key]}", f"{board.name}, {board.thickness:.2f} mm")
        out[f"{part_file(laid, key)}.dxf"] = part_dxf(part, form, notes)
        drawn = part_map(part, board, lang=lang, name=names[key], by_hand=laid.by_hand)
        out[f"{part_file(laid, key)}.map.svg"] = drawn.encode()
    return out


def part_file(laid: Laid, key: str) -> str:
    """Return the name of a part's files without their ending: C03-end-panel."""
    return f"{key}-{slug(laid.parts[key].name) or 'part'}"


def lists(laid: Laid, lang: Lang, digests: Mapping[str, tuple[str, str]]) -> dict[str, bytes]:
    """Return cutlist.csv, bom.csv and hardware.csv; ``digests``: DXF path and checksum by part id."""
    goods = Goods(
        parts=list(laid.instances().values()),
        boards=laid.job.boards,
        layouts=laid.layouts,
        hardware=laid.job.bought,
        naming=Naming(fr=laid.job.names("fr"), en=laid.job.names("en")),
        steps=_steps(laid),
        files=digests,
    )
    return {
        "cutlist.csv": cutlist(goods, lang),
        "bom.csv": bill(goods, lang),
        "hardware.csv": hardware_list(goods, lang),
    }


def _steps(laid: Laid) -> dict[str, list[int]]:
    """Return the numbers of the steps that use each part."""
    out: dict[str, list[int]] = {}
    for order in laid.job.orders:
        for number, step in enumerate(order.piece.steps, start=1):
            for key in sorted({order.piece.part_of[p][0].id for p in step.plates}):
                out.setdefault(key, []).append(number)
    return out
