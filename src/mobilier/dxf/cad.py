"""The one place that loads ezdxf: documents from and to bytes."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from mobilier.errors import MobilierError

if TYPE_CHECKING:
    from ezdxf.document import Drawing as Document

Version = Literal["R12", "R2000"]

_FLOAT_CODES = (range(10, 60), range(110, 150), range(210, 240), range(460, 470), range(1010, 1060))


@contextmanager
def _fixed_marks() -> Iterator[None]:
    """Let ezdxf write no date, no GUID and not its version."""
    from ezdxf import options  # type: ignore[attr-defined]  # its public name, not marked as such

    before = options.write_fixed_meta_data_for_testing
    options.write_fixed_meta_data_for_testing = True
    try:
        yield
    finally:
        options.write_fixed_meta_data_for_testing = before


def blank(version: Version) -> Document:
    """Return an empty document in millimetres (R12 cannot say so)."""
    from ezdxf.document import Drawing

    with _fixed_marks():
        document = Drawing.new("AC1009" if version == "R12" else "AC1015")
    document.header["$MEASUREMENT"] = 1
    if version != "R12":
        document.units = 4
    return document


def bytes_of(document: Document) -> bytes:
    """Return the file, the same bytes for the same drawing on any machine and day.

    ezdxf's dates and GUIDs are pinned; CLASSES are sorted and no number is written with
    an exponent, which some readers take for text.
    """
    stream = io.StringIO()
    with _fixed_marks():
        document.write(stream)
    return document.encode(_canonical(stream.getvalue()))


def document_of(source: bytes) -> tuple[Document, int]:
    """Return a document read with repair, and how many faults could not be repaired.

    Raises:
        MobilierError: the bytes are no DXF at all.
    """
    from ezdxf import recover
    from ezdxf.lldxf.const import DXFError

    if b"SECTION" not in source:
        raise MobilierError.of("dxf-file", case="none", size=len(source))
    try:
        document, auditor = recover.read(io.BytesIO(source))
    except (DXFError, OSError) as e:
        raise MobilierError.of("dxf-file", case="broken", problem=str(e)) from e
    return document, len(auditor.errors)


def flat_entities(document: Document) -> list[Any]:
    """Return the entities of the model space, blocks exploded, seen from +z.

    An entity on layer 0 of a block takes the layer of its insert.
    """
    from ezdxf import upright

    flat = list(_exploded(document.modelspace(), None, 0))
    upright.upright_all(flat)
    return flat


def _exploded(entities: Any, layer: str | None, depth: int) -> Any:
    for e in entities:
        if layer is not None and e.dxf.layer == "0":
            e.dxf.layer = layer
        if e.dxftype() != "INSERT":
            yield e
        elif depth < 32:
            for one in e.multi_insert() if e.mcount > 1 else [e]:
                yield from _exploded(one.virtual_entities(), e.dxf.layer, depth + 1)


def flatten_entity(entity: Any, sagitta: float) -> list[tuple[float, float]]:
    """Return points on a spline or ellipse, within ``sagitta`` mm of it."""
    return [(p.x, p.y) for p in entity.flattening(sagitta)]


def _canonical(text: str) -> str:
    lines = text.split("\n")
    for k in range(0, len(lines) - 1, 2):
        value = lines[k + 1]
        if ("e" in value or "E" in value) and any(int(lines[k]) in r for r in _FLOAT_CODES):
            lines[k + 1] = f"{float(value):.12f}".rstrip("0").ljust(3, "0")
    text = "\n".join(lines)
    found = re.search(r"(?<=\nCLASSES\n)(?:  0\nCLASS\n.*?)(?=  0\nENDSEC\n)", text, re.DOTALL)
    if found is None:
        return text
    classes = sorted(found.group().split("  0\nCLASS\n")[1:])
    return text[: found.start()] + "".join("  0\nCLASS\n" + c for c in classes) + text[found.end() :]
