"""STEP through cadquery: one solid per distinct part, placed as often as the piece needs it.

Nothing else of a bundle needs the CAD kernel (3 s to load and much memory).
The file is made canonical: its header carries no date, no machine and no version, and the
lines that OpenCASCADE numbers by run are numbered afresh, so that it can be compared.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from mobilier.errors import MobilierError
from mobilier.export.views.stages import tints
from mobilier.model.kernel import cadquery_module, location, solid_of
from mobilier.model.piece import Piece


def step_file(piece: Piece, *, pose: str = "", names: Mapping[str, str] | None = None) -> bytes:
    """Return the piece in a pose as a STEP file (AP214, mm), arcs as true cylinders.

    Raises:
        MobilierError: cadquery is not installed, or refused the shape.
    """
    cq = cadquery_module()
    names = names or {}
    colour = tints(piece)
    assembly = cq.Assembly(name=piece.name)
    frames = piece.frames(pose)
    for part in piece.parts:
        body = solid_of(part)
        for i in part.instances:
            assembly.add(
                body,
                name=_plain(f"{part.id} {i.plate}"),
                loc=location(frames[i.plate]),
            )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "piece.step"
        assembly.export(str(file), exportType="STEP", mode="default")
        text = file.read_text("utf-8")
    tinted = coloured(canonical(text, piece.name), [colour[p.id] for p in piece.parts])
    return tinted.encode("ascii", "replace")


def _plain(name: str) -> str:
    return re.sub(r"[^A-Za-z0-9 _.-]", "-", name).replace("/", "-")


def coloured(text: str, tints: Sequence[str]) -> str:
    """Return a STEP text whose solids, in order, have these colours (#rrggbb).

    OpenCASCADE writes styles in an order that changes from run to run, so they are added
    here, as ISO 10303-46 has them.
    """
    solids = re.findall(r"^(#\d+) = MANIFOLD_SOLID_BREP", text, re.MULTILINE)
    context = re.search(r"^(#\d+) = \( ?GEOMETRIC_REPRESENTATION_CONTEXT", text, re.MULTILINE)
    if len(solids) != len(tints) or context is None:
        raise MobilierError.of("step-file", solids=len(solids), parts=len(tints))
    n = max(int(k) for k in re.findall(r"^#(\d+) =", text, re.MULTILINE))
    lines, items = [], []
    for solid, tint in zip(solids, tints, strict=True):
        rgb = ",".join(f"{int(tint[k : k + 2], 16) / 255:.6f}" for k in (1, 3, 5))
        lines += [
            f"#{n + 1} = COLOUR_RGB('',{rgb});",
            f"#{n + 2} = FILL_AREA_STYLE_COLOUR('',#{n + 1});",
            f"#{n + 3} = FILL_AREA_STYLE('',(#{n + 2}));",
            f"#{n + 4} = SURFACE_STYLE_FILL_AREA(#{n + 3});",
            f"#{n + 5} = SURFACE_SIDE_STYLE('',(#{n + 4}));",
            f"#{n + 6} = SURFACE_STYLE_USAGE(.BOTH.,#{n + 5});",
            f"#{n + 7} = PRESENTATION_STYLE_ASSIGNMENT((#{n + 6}));",
            f"#{n + 8} = STYLED_ITEM('color',(#{n + 7}),{solid});",
        ]
        n += 8
        items.append(f"#{n}")
    style = "MECHANICAL_DESIGN_GEOMETRIC_PRESENTATION_REPRESENTATION"
    lines.append(f"#{n + 1} = {style}('',({','.join(items)}),{context[1]});")
    head, tail = text.rsplit("ENDSEC;", 1)
    return head + "\n".join(lines) + "\nENDSEC;" + tail


def canonical(text: str, name: str) -> str:
    """Return a STEP text with a fixed header and its occurrences numbered afresh."""
    text = re.sub(
        r"FILE_NAME\(.*?\);",
        f"FILE_NAME('{_plain(name)}','1970-01-01T00:00:00',('mobilier'),(''),'','mobilier','');",
        text,
        count=1,
        flags=re.DOTALL,
    )
    count = 0

    def renumbered(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        return f"NEXT_ASSEMBLY_USAGE_OCCURRENCE('{count}',"

    text = re.sub(r"\n +", "", text)  # lines are wrapped by length, which the old numbers change
    return re.sub(r"NEXT_ASSEMBLY_USAGE_OCCURRENCE\('\d+',", renumbered, text)
