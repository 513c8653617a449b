"""PDF and PNG through typst: the one place that loads it.

Templates and the typeface are shipped; nothing of the machine is used, and no clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from mobilier.errors import MobilierError
from mobilier.export.drawing.style import FONTS

DOTS = 200.0
"""Dots per inch of a picture on a wiki."""

TEMPLATES = Path(__file__).parent / "templates"


def pdf(template: str, data: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """Return the PDF of a shipped template (``booklet``, ``labels``) filled with ``data`` and ``files``.

    Raises:
        MobilierError: typst is not installed, or could not set the pages.
    """
    return _set(_inputs(template, data, files), "pdf", None)[0]


def png(svg: str, *, dots: float = DOTS) -> bytes:
    """Return an SVG drawing as a PNG, ``dots`` per inch.  Not the same bytes everywhere."""
    return pngs([svg], dots=dots)[0]


def pngs(drawings: Sequence[str], *, dots: float = DOTS) -> list[bytes]:
    """Return SVG drawings as PNG files, set together: each page is one."""
    files = {f"{n}.svg": svg.encode() for n, svg in enumerate(drawings)}
    page = "#set page(width: auto, height: auto, margin: 0mm)\n"
    page += "\n".join(f'#page(image("{name}"))' for name in files)
    return _set({"main.typ": page.encode(), **files}, "png", dots)


def _inputs(template: str, data: Mapping[str, Any], files: Mapping[str, bytes]) -> dict[str, bytes]:
    shipped = {p.name: p.read_bytes() for p in sorted(TEMPLATES.glob("*.typ"))}
    shipped["main.typ"] = shipped[f"{template}.typ"]
    text = json.dumps(data, ensure_ascii=False, sort_keys=True)
    return {**shipped, **files, "data.json": text.encode()}


def _set(inputs: dict[str, bytes], kind: str, dots: float | None) -> list[bytes]:
    try:
        import typst
    except ImportError as e:
        raise MobilierError.of("typesetter", case="absent", problem=str(e)) from e
    try:
        made = cast(Any, typst).compile(  # its types leave out files given as a table
            inputs, format=kind, ppi=dots, font_paths=[str(FONTS)], ignore_system_fonts=True, timestamp=0
        )
    except typst.TypstError as e:
        raise MobilierError.of("typesetter", case="failed", problem=str(e)) from e
    return made if isinstance(made, list) else [made]
