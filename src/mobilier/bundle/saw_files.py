"""What a run for a panel saw writes."""

from __future__ import annotations

from typing import Any

from mobilier import __version__
from mobilier.bundle.contract import board_rows, finding_rows, piece_row
from mobilier.bundle.folder import CONTRACT
from mobilier.bundle.text import as_json
from mobilier.export.sheets.saw_map import cut_list, saw_map
from mobilier.export.sheets.sheet_map import MapData
from mobilier.job.saw import SawResult
from mobilier.nest.layout import Layout
from mobilier.wording import Lang

SCHEMA = "mobilier.saw/1"


def saw_contents(sawn: SawResult, langs: tuple[Lang, ...]) -> dict[str, bytes]:
    """Return the files of a run for a panel saw: diagrams, cuts.csv, layout.json, bundle.json."""
    from mobilier.nest.files import layouts_json

    lang = langs[0]
    job = sawn.job
    data = MapData(parts=sawn.parts, boards=job.boards, names=job.names(lang), lang=lang)
    files = {
        f"sheets/{x.name}.map.svg": saw_map(data, x, sawn.cuts[x.name], sawn.saw).encode()
        for x in sawn.layouts
    }
    files["cuts.csv"] = cut_list(sawn.layouts, sawn.cuts, lang)
    files["layout.json"] = layouts_json(sawn.layouts).encode()
    files[CONTRACT] = as_json(
        {
            "schema": SCHEMA,
            "mobilier": __version__,
            "pieces": [piece_row(order) for order in job.orders],
            "boards": board_rows(job),
            "lab": job.workshop.lab.name,
            "saw": {"kerf": sawn.saw.kerf, "trim": sawn.saw.trim},
            "sheets": [_sheet(sawn, x) for x in sawn.layouts],
            "findings": finding_rows(job.findings),
        }
    )
    return files


def _sheet(sawn: SawResult, layout: Layout) -> dict[str, Any]:
    return {
        "name": layout.name,
        "copies": layout.copies,
        "material": layout.sheet.material,
        "size": [layout.sheet.length, layout.sheet.width],
        "cuts": sawn.cuts[layout.name],
        "blanks": [
            {"part": p.part, "x": p.x, "y": p.y, "angle": p.angle, "size": sawn.parts[p.part].size}
            for p in layout.placements
        ],
    }
