"""Tables as CSV, as the spreadsheets of a language open them with a double click.

French: UTF-8 with a byte-order mark, semicolons, decimal commas, CRLF.  English: the same with
commas and decimal points.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from mobilier.wording import Lang, figure
from mobilier.wording.safe import cell

Cell = str | float | int | None
_BOM = "\ufeff"


def csv_bytes(columns: Sequence[str], rows: Sequence[Sequence[Cell]], lang: Lang) -> bytes:
    """Return a table as a spreadsheet of ``lang`` opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(c, lang) for c in row])
    return (_BOM + out.getvalue()).encode()


def _cell(value: Cell, lang: Lang) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return figure(value, lang, 4)
    if isinstance(value, int):
        return str(value)
    return cell(value)
